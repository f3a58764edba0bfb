"""A list as a file: its rows piece by piece, so that a long list needs no more memory than a short one."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from django.db.models import Q, QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from csplan.clocks.models import Clock
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.contacts.queries import contacts_on, place_of, unpromised_after
from csplan.contacts.restricted import restrictions_of
from csplan.core.duration import Duration
from csplan.desk.filters import Filter
from csplan.desk.listing import Asked
from csplan.desk.windows import UNPROMISED_AFTER

HEAD: Final = (
    *("Due", "State", "Who", "Name", "Case", "What", "How it came", "About", "Telephone", "Language"),
    *("Restrictions", "For", "Promise", "Within", "Received", "Attempts that reached nobody"),
)
PIECE: Final = 500
FORMULA: Final = tuple("=+-@＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula; the wide letters are read as the narrow ones."""
BOM: Final = "\ufeff"
"""Tells a spreadsheet that the letters are UTF-8."""

Value = str | int | date | None
Row = tuple[Value, ...]
"""Texts as they were said, and instants on the wall of the office."""


def export_rows(asked: Asked, to: Filter) -> Iterator[Row]:
    """The rows of a list that a filter leaves, in the order of the list: dated, without a date, without a promise."""
    for piece in _pieces(asked.clocks(to)):
        contacts = contacts_on(asked.agency, [clock.matter_id for clock in piece], asked.now.date())
        yield from (_promised(clock, contacts[clock.matter_id], asked.now) for clock in piece)
    for owed in _unpromised_pieces(asked.unpromised(to)):
        yield from (_row(contact, asked.now, state=UNPROMISED_AFTER) for contact in owed)


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of a CSV file, its head first; all of it is text."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(HEAD)
    for row in rows:
        yield writer.writerow(_said(each) for each in row)


def xlsx_bytes(rows: Iterable[Row], title: str) -> bytes:
    """An XLSX file of one sheet, in which dates and numbers are such; for lists of a bounded length."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append(HEAD)
    for row in rows:
        sheet.append([_told(sheet, each) for each in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula, without control characters."""
    plain = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text)
    return f"'{plain}" if plain.lstrip().startswith(FORMULA) else plain


class _Echo:
    """A file whose write gives back what was written."""

    def write(self, line: str) -> str:
        return line


def _pieces(every: QuerySet[Clock]) -> Iterator[list[Clock]]:
    dated, undated = every.filter(due__isnull=False), every.filter(due=None).order_by("id")
    piece = list(dated[:PIECE])
    while piece:
        yield piece
        last = piece[-1]
        after = Q(due__gt=last.due) | Q(due=last.due, id__gt=last.id)
        piece = list(dated.filter(after, due__gte=last.due)[:PIECE])
    piece = list(undated[:PIECE])
    while piece:
        yield piece
        piece = list(undated.filter(id__gt=piece[-1].id)[:PIECE])


def _unpromised_pieces(every: QuerySet[Contact]) -> Iterator[list[Contact]]:
    piece = list(every[:PIECE])
    while piece:
        yield piece
        piece = list(unpromised_after(every, *place_of(piece[-1]))[:PIECE])


def _promised(clock: Clock, contact: Contact, now: datetime) -> Row:
    within = str(Duration(clock.n, clock.unit))
    return _row(contact, now, state=_state(clock, now), due=clock.due, promise=clock.name, within=within)


def _row(
    contact: Contact, now: datetime, *, state: str, due: datetime | None = None, promise: str = "", within: str = ""
) -> Row:
    of = contact.participant
    return (
        due.astimezone(now.tzinfo) if due else None,
        state,
        contact.party,
        contact.name,
        str(contact.case or ""),
        kinds()[contact.kind].says,
        contact.channel,
        contact.reason,
        contact.number,
        contact.language or (of.language if of else ""),
        ", ".join(restrictions_of(contact)),
        str(contact.matter.owner),
        promise,
        within,
        _received(contact, now),
        contact.tries,  # type: ignore[attr-defined]  # counted by contacts_on
    )


def _received(contact: Contact, now: datetime) -> date:
    """When a contact came in, on the wall; the day alone where its date stamp gave no time."""
    at = contact.received.astimezone(now.tzinfo)
    return at.date() if contact.precision else at


def _said(each: Value) -> str:
    """What stands in a place of a CSV file."""
    if isinstance(each, date):
        return f"{each:%Y-%m-%d %H:%M %Z}" if isinstance(each, datetime) else each.isoformat()
    return cell(each) if isinstance(each, str) else str(each if each is not None else "")


def _told(sheet: Any, each: Value) -> Any:
    """What stands in a place of a sheet; an instant is the wall's, and shows its zone."""
    if not isinstance(each, date):
        return cell(each) if isinstance(each, str) else each
    told = WriteOnlyCell(sheet, _without_zone(each))
    told.number_format = f'yyyy-mm-dd hh:mm "{each:%Z}"' if isinstance(each, datetime) else "yyyy-mm-dd"
    return told


def _without_zone(each: date) -> datetime:
    """A sheet's dates and instants know no zone."""
    return each.replace(tzinfo=None) if isinstance(each, datetime) else datetime.combine(each, time())


def _state(clock: Clock, now: datetime) -> str:
    if clock.due:
        return "past due" if clock.due < now else "open"
    return "paused" if clock.started else "waiting to start"
