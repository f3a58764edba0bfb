"""The tasks to change a voice mail greeting and to restore it, kept in step with their absence."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from csplan.absences.models import CHANGE, RESTORE, Absence, GreetingTask
from csplan.absences.queries import back_at
from csplan.absences.returning import last_closing
from csplan.agencies.acts import record_act
from csplan.agencies.choices import chosen
from csplan.agencies.models import Person
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.core.deadline import deadline
from csplan.core.duration import Counting, Duration
from csplan.core.office_calendar import OfficeCalendar
from csplan.ledger.subjects import present_data

CHOICE: Final = "absences.greetings"


def keep_greetings(absence: Absence, now: datetime, *, reworded: bool = False) -> None:
    """Open the tasks of an absence where the agency chose them, and keep those there are with its dates.

    reworded: what the greeting says holds no more, so that one already recorded is to be recorded anew.
    Called in the transaction of the act on the absence. Raises OutsideHorizon.
    """
    held = {task.what: task for task in GreetingTask.objects.filter(agency=absence.agency_id, absence=absence)}
    office = absence.person.office_id
    if office is None or not (held or chosen(absence.agency_id, CHOICE)):
        return
    calendar = calendar_of(calendar_edition(absence.agency_id, office))
    if absence.cancelled:
        _withdraw(held, now)
        return
    back = back_at(absence.agency_id, absence, calendar)
    if held or back is None or back > now:
        _keep(held.get(CHANGE) or _task(absence, CHANGE), _change_due(absence, calendar, now), reworded)
        restore = _restore_due(back, calendar)
        task = held.get(RESTORE) or _task(absence, RESTORE)
        _keep(task, restore, task.due != restore)


def tick_greeting(task: GreetingTask, *, by: Person, now: datetime) -> None:
    """The greeting was changed or restored; said twice, it was done once."""
    subject, entered = f"absence:{task.absence_id}", now.replace(microsecond=0)
    with transaction.atomic():
        held = GreetingTask.objects.select_for_update(of=("self",)).get(agency=task.agency_id, id=task.id)
        if held.done is None:
            before = present_data(task.agency_id, subject)
            held.done, held.done_by = entered, by
            held.save(update_fields=["done", "done_by"])
            record_act(task.agency_id, by.id, f"{task.what} greeting", subject, entered=entered, before=before)


def task_of(agency: UUID, key: UUID) -> GreetingTask:
    """A task of an agency. Raises GreetingTask.DoesNotExist."""
    return GreetingTask.objects.select_related("absence__person", "absence__cover").get(agency=agency, id=key)


def _withdraw(held: dict[str, GreetingTask], now: datetime) -> None:
    """Nothing is to be changed any more; what was changed is to be restored at once."""
    changed = CHANGE in held and held[CHANGE].done is not None
    for what, task in held.items():
        if task.done is None and not (what == RESTORE and changed):
            task.delete()
        elif task.done is None:
            _keep(task, now, False)


def _keep(task: GreetingTask, due: datetime | None, anew: bool) -> None:
    if task.done is None or anew:
        task.due, task.done, task.done_by = due, None, None
        task.save()


def _task(absence: Absence, what: str) -> GreetingTask:
    return GreetingTask(agency_id=absence.agency_id, absence=absence, what=what)


def _change_due(absence: Absence, calendar: OfficeCalendar, now: datetime) -> datetime:
    """The last closing before the absence; where that has passed, its beginning, or else at once."""
    before = last_closing(absence.begins, calendar)
    return next((at for at in (before, absence.begins) if at > now), now)


def _restore_due(back: datetime | None, calendar: OfficeCalendar) -> datetime | None:
    """The closing of the day of return."""
    return deadline(back, Duration(0, "business days"), Counting(), calendar).at if back else None
