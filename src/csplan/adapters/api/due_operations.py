"""The operations that read: due list, why, calendars, standards, people. They read the time of day."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router

from csplan.adapters.api.answers import READING
from csplan.adapters.api.asking import token_in
from csplan.adapters.api.cursor import cursor_of, read_cursor, read_unpromised_cursor
from csplan.adapters.api.fields import Key
from csplan.adapters.api.inputs import Asked
from csplan.adapters.api.queries import clock_for, contact_on, last_editions, next_clocks, owners_for, people_for
from csplan.adapters.api.saying import office_of, person_of
from csplan.adapters.api.schemas import CalendarOut, DueList, Offices, People, StandardsOut, WhyOut
from csplan.adapters.api.written import (
    calendar_line,
    calendar_out,
    clock_out,
    due_out,
    person_out,
    standard_out,
    unpromised_out,
)
from csplan.agencies.days import today_of
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.clocks.models import Clock
from csplan.clocks.queries import clocks_of, leads_of, told
from csplan.contacts.models import Contact
from csplan.contacts.queries import place_of, unpromised_after, unpromised_in
from csplan.core.explanation_text import explanation_data
from csplan.desk.queries import due_rows, unpromised_rows
from csplan.standards.queries import promises_on

router = Router(tags=["Reading"])


@router.get("/due", url_name="due", operation_id="readDueList", response={200: DueList, **READING})
def due(request: HttpRequest, asked: Query[Asked]) -> DueList:
    """What an office has promised and not yet kept, the most urgent first: a contact with its strictest open clock.

    Clocks without a date, paused or waiting for their start, come last. In `unpromised` stands whose answer is owed
    though no promise in force binds it: no clock runs on these. Each of the two lists goes on by its own cursor.
    """
    token, now = token_in(request), timezone.now()
    office = office_of(asked.office, token).id
    owner = person_of(asked.owner, people_for(token), "query owner").id if asked.owner else None
    clocks, more = _clocks(asked, leads_of(token.agency_id, office=office, owner=owner))
    owed, more_owed = _unpromised(asked, unpromised_in(token.agency_id, office=office, owner=owner))
    as_of = wall_time(calendar_of(calendar_edition(token.agency_id, office)), now)
    return DueList(
        office=office,
        as_of=as_of,
        items=[due_out(row) for row in due_rows(clocks, token.agency_id, as_of)],
        next=more,
        unpromised=[unpromised_out(row) for row in unpromised_rows(owed, as_of)],
        unpromised_next=more_owed,
    )


@router.get("/clocks/{key}/why", url_name="why", operation_id="explainClock", response={200: WhyOut, **READING})
def why(request: HttpRequest, key: Path[Key]) -> WhyOut:
    """Why a clock is due when it is: each day counted or not with its reason, the rule, the sentence, the fact."""
    token, now = token_in(request), timezone.now()
    clock = clock_for(token, key)
    contact = contact_on(token, clock) if clock else None
    if clock is None or contact is None:
        raise Http404
    every = told(clocks_of(token.agency_id, [clock.matter_id]), token.agency_id, now)
    found = next(each for each in every if each.clock.id == clock.id)
    return WhyOut(
        clock=clock_out(found), contact=contact, explanation=explanation_data(found.why) if found.why else None
    )


@router.get("/calendars", url_name="calendars", operation_id="listCalendars", response={200: Offices, **READING})
def calendars(request: HttpRequest) -> Offices:
    """The offices, each with the edition of its calendar that counts."""
    return Offices(items=[calendar_line(edition) for edition in last_editions(token_in(request))])


@router.get(
    "/calendars/{office}", url_name="calendar", operation_id="readCalendar", response={200: CalendarOut, **READING}
)
def calendar(request: HttpRequest, office: Path[Key]) -> CalendarOut:
    """The calendar of an office: hours, closed days, days with other hours, and the days it is curated for."""
    found = next((each for each in last_editions(token_in(request)) if each.office_id == office), None)
    if found is None:
        raise Http404
    return calendar_out(found)


@router.get("/standards", url_name="standards", operation_id="listStandards", response={200: StandardsOut, **READING})
def standards(request: HttpRequest) -> StandardsOut:
    """The promises in force today."""
    token = token_in(request)
    day = today_of(token.agency, timezone.now())
    found = promises_on(token.agency_id, day)
    plan = found[0].plan if found else None
    items = [standard_out(each.standard, each.sentence) for each in found]
    return StandardsOut(day=day, plan=plan.id if plan else None, version=plan.version if plan else None, items=items)


@router.get("/people", url_name="people", operation_id="listPeople", response={200: People, **READING})
def people(request: HttpRequest) -> People:
    """The people who may own a contact."""
    return People(items=[person_out(person) for person in owners_for(token_in(request), timezone.now())])


def _clocks(asked: Asked, leads: QuerySet[Clock]) -> tuple[list[Clock], str | None]:
    """The clocks of a page, and the cursor of the next; none where only the other list goes on. Raises Refused."""
    after = None if asked.after is None else read_cursor(asked.after)
    if asked.unpromised_after is not None and after is None:
        return [], None
    window = {"since": asked.due_from, "until": asked.due_until}
    found = next_clocks(leads, **window, after=after, most=asked.limit + 1)
    shown = found[: asked.limit]
    return shown, cursor_of(shown[-1].due, shown[-1].id) if len(found) > len(shown) else None


def _unpromised(asked: Asked, owed: QuerySet[Contact]) -> tuple[list[Contact], str | None]:
    """What is owed without a promise, likewise; none in a window of due dates. Raises Refused."""
    place = None if asked.unpromised_after is None else read_unpromised_cursor(asked.unpromised_after)
    if asked.due_from or asked.due_until or (asked.after is not None and place is None):
        return [], None
    found = list((unpromised_after(owed, *place) if place else owed)[: asked.limit + 1])
    shown = found[: asked.limit]
    return shown, cursor_of(*place_of(shown[-1])) if len(found) > len(shown) else None
