"""Reads the parts of a plan file: [plan], marks, audiences, and with answers and local standards the whole plan."""

from datetime import date
from pathlib import Path

from csplan.core.edition import Edition
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.plans.model import AUDIENCES, Element
from csplan.core.plans.plan import Plan, Request
from csplan.policy.calendars import load_calendar, named_calendar
from csplan.policy.catalogue import Catalogue
from csplan.policy.document import Table, note_error
from csplan.policy.plans.answer_times import READINGS
from csplan.policy.plans.answers import read_answers
from csplan.policy.plans.local_standards import read_local_standards
from csplan.policy.plans.suggestions import suggestion


def read_plan_tables(root: Table, catalogue: Catalogue) -> Plan | None:
    """The plan of a file's tables, None where no model can be found for it; defects are noted in the document."""
    head = root.table("plan")
    if head is None:
        root.note("", "[plan] is missing", 'begin the file with [plan] and model = "..."')
        return None
    edition = _edition(head, catalogue)
    if edition is None or edition.model is None:
        return None
    plan = _filled(root, head, edition)
    if plan.version < 1:
        head.note("version", f"version is {plan.version}", "write 1 or more")
    head.finish()
    root.finish()
    return plan


def _filled(root: Table, head: Table, edition: Edition) -> Plan:
    begins, ends = _in_force(head, edition)
    model = edition.model
    return Plan(
        edition,
        read_answers(root, model, _days_mean(head)) if model else {},
        version=head.whole("version", 1),
        in_force_from=begins,
        in_force_to=ends,
        calendar=_calendar(head, edition),
        not_applicable=_elements(head, "not_applicable", edition),
        no_procedure=tuple(_request(each, edition) for each in root.tables("no_procedure")),
        local=read_local_standards(root, edition),
        audiences=_audiences(root, edition),
        path=root.document.path,
    )


def _edition(head: Table, catalogue: Catalogue) -> Edition | None:
    policy, day = head.text("model"), head.day("model_edition")
    if not policy or "model_edition" not in head:
        return None
    try:
        edition = catalogue.edition_on(policy, day)
    except CsplanError as error:
        note_error(head, "model_edition" if policy in catalogue.held else "model", error)
        return None
    if edition.model is None:
        models = [name for name, held in catalogue.held.items() if any(each.model for each in held)]
        head.note("model", f"{policy} is not a model plan", f"use one of: {', '.join(models)}")
    return edition


def _in_force(head: Table, edition: Edition) -> tuple[date | None, date | None]:
    table = head.table("in_force")
    if table is None:
        return None, None
    begins, ends = table.day("from"), table.day("to", None)
    table.finish()
    if ends and ends < begins:
        table.note("to", "in_force ends before it begins", "put the first day in from and the last day in to")
    if date.min < begins < edition.in_force_from:
        what = f"the plan is in force from {begins}, before its model ({edition.in_force_from})"
        table.note("from", what, "give a later day, or an earlier edition of the model")
    return begins if begins > date.min else None, ends


def _days_mean(head: Table) -> str:
    word = head.choice("days_mean", tuple(READINGS), "")
    return word if word in READINGS else ""


def _calendar(head: Table, edition: Edition) -> OfficeCalendar | None:
    name = head.text("calendar", "")
    if not name:
        what = f"no calendar is named; {edition.calendar} is taken"
        head.note("", what, "name the office's calendar: calendar = ...", serious=False)
    try:
        if name.endswith(".toml"):
            return load_calendar(Path(head.document.path).parent / name)
        return named_calendar(name or edition.calendar)
    except CsplanError as error:
        note_error(head, "calendar", error)
        return None


def _element_ids(edition: Edition) -> dict[str, Element]:
    return {element.id: element for _, element in edition.model.elements()} if edition.model else {}


def _elements(table: Table, name: str, edition: Edition) -> tuple[str, ...]:
    """The ids of elements that a key lists; an unknown one is noted."""
    known = _element_ids(edition)
    listed = table.texts(name, ())
    for each in listed:
        if each not in known:
            table.note(name, f"the model has no element {each!r}", suggestion(each, known))
    return tuple(each for each in listed if each in known)


def _request(table: Table, edition: Edition) -> Request:
    elements = _elements(table, "element", edition)
    if "element" not in table:
        table.note("", "element is missing", "name the element that has no procedure")
    request = Request(
        elements[0] if elements else "",
        table.day("asked", None),
        table.text("answer", ""),
        table.day("answered", None),
    )
    table.finish()
    return request


def _audiences(root: Table, edition: Edition) -> dict[str, tuple[str, ...]]:
    table, known = root.table("audience"), _element_ids(edition)
    if table is None:
        return {}
    found = {name: table.texts(name) for name in table.data}
    for name, audience in found.items():
        if name not in known:
            table.note(name, f"the model has no element {name!r}", suggestion(name, known))
        for each in audience:
            if each not in AUDIENCES:
                table.note(name, f"unknown audience {each!r}", suggestion(each, AUDIENCES))
    return found
