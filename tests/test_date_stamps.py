"""A date stamp has no time: the day stands alone, counts from when the office opened on it, and is shown alone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cast import CENTRAL, MON_23_NOV, County, call, dane
from csplan.agencies.actions import add_edition
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.agencies.set_up import change_set_up
from csplan.contacts.models import Contact, Correction
from csplan.contacts.stamps import opening_on
from csplan.core.calendar_changes import open_on
from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from ledgers import found
from offices import spans
from pages import as_role, posted, text
from programs import Program, program

pytestmark = pytest.mark.django_db
WHY = "mail room was closed"
STAMPED = {"kind": "", "earlier": "letter", "day": "2026-11-20", "time": "", "late_reason": WHY}
FRI_OPENS = datetime(2026, 11, 20, 8, tzinfo=CENTRAL)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    county = dane()
    speaking(county.id)
    return county


def logged(home: County, key: str = "", **said: str) -> Any:
    told = {"party": "custodial parent", "case_number": "1234567", "owner": str(home.worker.id), **STAMPED, **said}
    return posted(as_role(home), reverse("contacts:log"), **told, **({"key": key} if key else {}))


def corrected(home: County, contact: Contact, **said: str) -> Any:
    told = {"case_number": "1234567", "party": contact.party, "day": "2026-11-20", "time": "", "why": "misread"}
    seen = str(Correction.objects.count())
    return posted(as_role(home), reverse("contacts:correct", args=[contact.id]), seen=seen, **{**told, **said})


def page_of(home: County, contact: Contact) -> str:
    return text(as_role(home).get(reverse("desk:contact", args=[contact.id])))


def dues(contact: Contact) -> set[datetime | None]:
    return set(contact.matter.clocks.filter(stopped=None).values_list("due", flat=True))


@pytest.mark.requirement("WI-CSP-CORR-02")
def test_a_letter_is_logged_by_the_day_of_its_stamp_alone(home: County) -> None:
    assert logged(home).status_code == 302
    letter = Contact.objects.get()
    assert (letter.received, letter.happened, letter.precision) == (FRI_OPENS, FRI_OPENS, "day")
    logged(home, time="15:00", reason="another")
    assert dues(letter) == dues(Contact.objects.exclude(id=letter.id).get())
    assert found(home.id) == []


def test_the_pages_show_the_day_alone(home: County) -> None:
    logged(home)
    letter = Contact.objects.get()
    page = page_of(home, letter)
    assert "Received Fri 20 Nov 2026 Entered" in page and "Fri 20 Nov 2026: Letter came in" in page
    assert "counted from when the office opened on that day" in page
    case = reverse("desk:case_timeline", args=[letter.case_id])
    assert "Fri 20 Nov 2026 entered Mon" in text(as_role(home, "supervisor").get(case))
    participant = as_role(home).get(reverse("contacts:participant", args=[letter.participant_id]))
    assert "Fri 20 Nov 2026 Letter came in" in text(participant)


def test_a_time_that_is_typed_is_kept_and_shown(home: County) -> None:
    logged(home, time="09:15")
    letter = Contact.objects.get()
    assert letter.precision == "" and "Received Fri 20 Nov 2026 09:15 CST" in page_of(home, letter)


@pytest.mark.parametrize("said", [{"day": ""}, {"earlier": "call back", "late_reason": ""}])
def test_a_day_is_needed_and_of_what_has_no_stamp_a_time(home: County, said: dict[str, str]) -> None:
    answer = logged(home, **said)
    assert answer.status_code == 422 and "Fill in the" in text(answer) and not Contact.objects.exists()


def test_a_stamp_of_today_is_never_received_in_the_future(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    early = MON_23_NOV.replace(hour=7, minute=30)
    monkeypatch.setattr(timezone, "now", lambda: early)
    assert logged(home, day="2026-11-23", late_reason="").status_code == 302
    assert Contact.objects.get().received == early
    assert "This is in the future" in text(logged(home, day="2026-11-24", reason="another"))


def test_the_same_letter_sent_twice_is_one_and_with_another_day_is_asked_about(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = str(uuid4())
    logged(home, key=key)
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV.replace(minute=1))
    assert logged(home, key=key).status_code == 302 and Contact.objects.count() == 1
    for other in ({"day": "2026-11-19"}, {"time": "08:00"}):
        again = logged(home, key=key, **other)
        assert again.status_code == 422 and "was sent before" in text(again) and Contact.objects.count() == 1


def test_in_rows_a_letter_needs_no_time_either(home: County) -> None:
    row = {"key": str(uuid4()), "day": "2026-11-20", "party": "custodial parent", "owner": str(home.worker.id)}
    row |= {"kind": "letter", "case_number": "1234567"}
    data = {"rows": "1", "save": "1"} | {f"0-{name}": value for name, value in row.items()}
    client, page = as_role(home, "front desk"), reverse("contacts:batch")
    assert "0-time" in client.post(page, data | {"0-kind": "call back"}).content.decode()
    assert client.post(page, data).status_code == 302
    assert Contact.objects.values_list("received", "precision").get() == (FRI_OPENS, "day")


def test_a_correction_keeps_the_day_alone_gives_it_a_time_or_takes_one_away(home: County) -> None:
    logged(home)
    letter = Contact.objects.get()
    assert as_role(home).get(reverse("contacts:correct", args=[letter.id])).context["form"]["time"].value() == ""
    assert corrected(home, letter, day="2026-11-19").status_code == 302
    assert Correction.objects.get().after["received"] == "Thu 19 Nov 2026"
    assert corrected(home, letter, time="14:00").status_code == 302
    assert Contact.objects.get().precision == "" and Correction.objects.get(number=2).after["received"].endswith("CST")
    assert corrected(home, letter).status_code == 302
    letter.refresh_from_db()
    assert (letter.received, letter.happened, letter.precision) == (FRI_OPENS, FRI_OPENS, "day")
    assert found(home.id) == []


def test_a_program_gives_the_day_of_a_stamp_and_an_instant_of_everything_else(home: County) -> None:
    mail_room: Program = program(home)
    body = {"kind": "letter", "party": "custodial parent", "owner": home.worker.username, "received": "2026-11-20"}
    made = mail_room.post("/contacts", {**body, "late_reason": WHY})
    assert made.status_code == 201
    assert (made.json()["received"], made.json()["precision"]) == ("2026-11-20T08:00:00-06:00", "day")
    for wrong in ({"kind": "call back"}, {"received": "2026-11-24"}, {"received": "2026-02-30"}, {"late_reason": ""}):
        refused = mail_room.post("/contacts", {**body, "late_reason": WHY, **wrong})
        field = "late_reason" if "late_reason" in wrong else "received"
        assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == field
    assert mail_room.post("/contacts", {**body, "received": MON_23_NOV.isoformat()}).json()["precision"] == "instant"


@pytest.mark.parametrize(
    ("n", "unit", "counting", "due"),
    [
        (1, "business days", {}, "2026-11-23T16:30"),
        (4, "business hours", {}, "2026-11-20T12:00"),
        (24, "hours", {}, "2026-11-21T08:00"),
        (1, "business days", {"due_time": "same-time"}, "2026-11-23T08:00"),
        (3, "days", {}, "2026-11-23T23:59:59"),
    ],
)
def test_each_limit_counts_from_the_opening_of_the_day(
    home: County, n: int, unit: str, counting: dict[str, str], due: str
) -> None:
    calendar = calendar_of(calendar_edition(home.id, home.office.id))
    start = opening_on(datetime(2026, 11, 20, tzinfo=CENTRAL), calendar, MON_23_NOV)
    assert deadline(start, Duration(n, unit), Counting(**counting), calendar).at == datetime.fromisoformat(due).replace(
        tzinfo=CENTRAL
    )


def test_what_was_done_before_the_opening_of_the_day_is_taken_and_may_have_happened_that_day(home: County) -> None:
    logged(home, happened_day="2026-11-20", happened_time="07:00")
    letter = Contact.objects.get()
    assert letter.happened == FRI_OPENS.replace(hour=7) and letter.received == FRI_OPENS
    page = reverse("contacts:handled", args=[letter.id, "pass-on"])
    passed = {"when": "earlier", "day": "2026-11-20", "time": "07:45", "to": str(home.worker.id)}
    assert posted(as_role(home), page, **passed, seen="0").status_code == 302
    assert posted(as_role(home), page, **{**passed, "day": "2026-11-19"}, seen="1").status_code == 422
    late = logged(home, reason="another", happened_day="2026-11-21", happened_time="07:00")
    assert late.status_code == 422 and "after it was received" in text(late)


def test_a_correction_that_leaves_the_day_leaves_the_receipt_whatever_the_calendar_says_now(home: County) -> None:
    logged(home)
    letter = Contact.objects.get()
    calendar = calendar_of(calendar_edition(home.id, home.office.id))
    later = open_on(calendar, FRI_OPENS.date(), spans("10:00-16:30"), "power cut")
    add_edition(home.office, later, says="opened late", why="power cut", by=None, now=MON_23_NOV)
    change_set_up(home.id)
    assert corrected(home, letter, name="Acme Dairy").status_code == 302
    assert Contact.objects.get().received == FRI_OPENS
    assert corrected(home, letter, name="Acme Dairy", day="2026-11-19").status_code == 302
    assert Contact.objects.get().received == FRI_OPENS.replace(day=19)


def test_a_stamp_of_a_closed_day_counts_from_its_beginning(home: County) -> None:
    calendar = calendar_of(calendar_edition(home.id, home.office.id))
    sunday = datetime(2026, 11, 22, tzinfo=CENTRAL)
    assert opening_on(sunday, calendar, MON_23_NOV) == sunday


def test_the_database_knows_no_third_precision(home: County) -> None:
    call(home, MON_23_NOV, kind="letter")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.update(precision="month")
