"""Checks that no limit is looser than the federal limit that it cites."""

from datetime import date
from pathlib import Path

from csplan.core.edition import Edition, Standard
from csplan.core.errors import CsplanError
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.strictness import looser_example
from csplan.policy.calendars import named_calendar, read_calendar
from csplan.policy.catalogue import Catalogue
from csplan.policy.document import Document, read_document
from csplan.policy.folder import CALENDARS, beside


def check_limits(document: Document, edition: Edition, around: Catalogue, path: Path) -> None:
    """Note each standard whose federal limit is not here, or that is later than it for some start."""
    calendar = _calendar(document, edition, path)
    for index, standard in enumerate(edition.standards):
        if standard.federal is None:
            continue
        try:
            cited = cited_standard(standard.federal, edition, around)
        except CsplanError as error:
            document.note(("standard", index, "federal"), error.what, error.remedy)
            continue
        if calendar and (problem := _looser(standard, cited, calendar, edition.in_force_from)):
            what, remedy = problem
            document.note(("standard", index, "within"), what, remedy)


def cited_standard(federal: str, edition: Edition, around: Catalogue) -> Standard:
    """The standard that POLICY#STANDARD names, of the text in force with the edition. Raises CsplanError."""
    policy, _, name = federal.partition("#")
    held = around.held.get(policy)
    if not held or not name:
        raise CsplanError(f"the federal limit {federal!r} is not here; write POLICY#STANDARD of a policy that is")
    in_time = [each for each in held if each.in_force_from <= edition.in_force_from]
    text = in_time[-1] if in_time else held[0]
    for standard in text.standards:
        if standard.id == name:
            return standard
    known = ", ".join(standard.id for standard in text.standards)
    raise CsplanError(f"{policy} has no standard {name!r}; use one of: {known}")


def own_calendar(edition: Edition, path: Path) -> Path | None:
    """The file of the calendar that a policy names, where its state has one of its own."""
    own = beside(path, CALENDARS) / f"{edition.calendar}.toml"
    return own if edition.calendar and "/" not in edition.calendar and own.is_file() else None


def _calendar(document: Document, edition: Edition, path: Path) -> OfficeCalendar | None:
    """The calendar that the policy names: its state's own, None where that has a defect, or a shipped one."""
    if not edition.calendar:
        return None
    own = own_calendar(edition, path)
    try:
        return read_calendar(read_document(own)) if own else named_calendar(edition.calendar)
    except CsplanError as error:
        document.note(("policy", "calendar"), error.what, error.remedy or "name a calendar that is here")
        return None


def _looser(standard: Standard, cited: Standard, calendar: OfficeCalendar, since: date) -> tuple[str, str] | None:
    """What is looser, and the remedy; None where the standard is as strict as the limit for every start."""
    own, limit = standard.within, cited.within
    if not own or not limit or not own.duration or not limit.duration:
        return None
    found = looser_example((own.duration, own.counting), (limit.duration, limit.counting), calendar, since)
    if found is None:
        return None
    what = f"{own.number_words} is looser than the federal limit of {limit.number_words} ({limit.cite})"
    return f"{what}, for example {found}", f"give at most {limit.number_words}"
