"""A list taken away as a file: the same rows, no formula, on record, and only by who may see the list."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cast import FRI_20_NOV, MON_23_NOV, MON_23_NOV_CLOSE, County, call, rock
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Contact, Participant
from csplan.desk.exports import HEAD, cell
from csplan.ledger.models import Entry
from desks import county_at, given_to, signed_in, without_date
from pages import text

pytestmark = pytest.mark.django_db
EXPORT = reverse("desk:export")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    found = county_at(MON_23_NOV, monkeypatch)
    speaking(found.id)
    return found


def csv_rows(client: Client, **said: str) -> list[list[str]]:
    answer: Any = client.post(EXPORT, {"list": "desk:my_list", "as": "CSV", **said})
    assert answer.status_code == 200 and answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))


def xlsx_rows(client: Client, **said: str) -> list[list[str]]:
    return [[shown(each) for each in row] for row in xlsx_cells(client, **said)]


def xlsx_cells(client: Client, **said: str) -> list[tuple[Any, ...]]:
    answer: Any = client.post(EXPORT, {"list": "desk:my_list", "as": "XLSX", **said})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    return list(sheet.iter_rows())


def shown(each: Any) -> str:
    """A place of a sheet as a spreadsheet shows it."""
    if not each.is_date:
        return "" if each.value is None else str(each.value)
    form = each.number_format.replace("yyyy-mm-dd hh:mm", "%Y-%m-%d %H:%M").replace('"', "")
    return str(each.value.strftime(form))


def named(row: list[str], *names: str) -> list[str]:
    """What stands in some columns of a row."""
    return [row[HEAD.index(name)] for name in names]


@pytest.mark.parametrize("rows_of", [csv_rows, xlsx_rows])
def test_a_file_holds_the_rows_of_the_list_in_its_order(home: County, rows_of: Callable[..., list[list[str]]]) -> None:
    late, soon = call(home, FRI_20_NOV - timedelta(days=3), case="1111111"), call(home, MON_23_NOV, case="2222222")
    paused = call(home, MON_23_NOV, case="3333333")
    without_date(paused, started=True)
    given_to(call(home, FRI_20_NOV), home.people["supervisor"])
    head, *rows = rows_of(signed_in(home.worker))
    assert tuple(head) == HEAD and [named(row, "Case")[0] for row in rows] == [
        f"KIDS {each.case.number}" for each in (late, soon, paused) if each.case
    ]
    assert [row[:2] for row in rows] == [
        ["2026-11-18 16:30 CST", "past due"],
        ["2026-11-24 16:30 CST", "open"],
        ["", "paused"],
    ]


@pytest.mark.parametrize("rows_of", [csv_rows, xlsx_rows])
def test_a_file_names_who_is_to_be_answered_and_in_which_language_and_where(
    home: County, rows_of: Callable[..., list[list[str]]]
) -> None:
    contact = call(home, FRI_20_NOV, party="employer", case="")
    Contact.objects.filter(id=contact.id).update(name="Acme", number="608-555-0100", language="Hmong")
    call(home, MON_23_NOV)
    Participant.objects.filter(contact__agency=home.id).update(language="Spanish")
    _, *rows = rows_of(signed_in(home.worker))
    about = ("Who", "Name", "Case", "Telephone", "Language")
    assert {tuple(named(row, *about)) for row in rows} == {
        ("employer", "Acme", "", "608-555-0100", "Hmong"),
        ("custodial parent", "", "KIDS 1234567", "", "Spanish"),
    }


def test_in_xlsx_dates_are_dates_of_the_wall_and_attempts_are_numbers(home: County) -> None:
    call(home, FRI_20_NOV)
    without_date(call(home, FRI_20_NOV), started=True)
    _, dated, paused = xlsx_cells(signed_in(home.worker))
    due, received, tries = (dated[HEAD.index(name)] for name in (HEAD[0], "Received", HEAD[-1]))
    assert due.value == MON_23_NOV_CLOSE.replace(tzinfo=None) and received.value == FRI_20_NOV.replace(tzinfo=None)
    assert due.number_format == received.number_format == 'yyyy-mm-dd hh:mm "CST"'
    assert tries.value == 0 and paused[0].value is None


def test_a_file_is_narrowed_down_as_the_list_is(home: County) -> None:
    call(home, FRI_20_NOV)
    call(home, FRI_20_NOV, party="employer", case="7654321")
    _, *rows = csv_rows(signed_in(home.worker), party="employer")
    assert [named(row, "Who", "Case") for row in rows] == [["employer", "KIDS 7654321"]]


def test_a_long_list_is_written_whole_and_piece_by_piece(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csplan.desk.exports.PIECE", 3)
    for number in range(11):
        without = call(home, FRI_20_NOV - timedelta(seconds=number // 2))  # some are due at the same instant
        if number > 7:
            without_date(without, started=False)
    with CaptureQueriesContext(connection) as asked:
        _, *rows = csv_rows(signed_in(home.worker))
    assert len(rows) == 11 == Contact.objects.count()
    assert all(
        "LIMIT 3" in each["sql"]
        for each in asked
        if 'ORDER BY "clocks_clock"."due"' in each["sql"] and 'clocks_clock"."office_id" =' in each["sql"]
    )


@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\x00=1"])
@pytest.mark.parametrize("rows_of", [csv_rows, xlsx_rows])
def test_no_cell_is_a_formula(home: County, rows_of: Callable[..., list[list[str]]], said: str) -> None:
    contact = call(home, FRI_20_NOV)
    if "\x00" not in said:  # no database keeps it
        Contact.objects.filter(id=contact.id).update(reason=said)
        assert named(rows_of(signed_in(home.worker))[1], "About")[0].startswith("'")
    assert cell(said).startswith("'") and cell(said).isprintable()


@pytest.mark.parametrize("form", ["CSV", "XLSX"])
def test_that_a_list_was_taken_away_is_on_record(home: County, form: str) -> None:
    signed_in(home.worker).post(EXPORT, {"list": "desk:my_list", "as": form})
    assert Entry.objects.filter(act=f"export desk:my_list as {form}", actor=home.worker.id).count() == 1


def test_a_list_that_is_not_theirs_to_see_is_not_theirs_to_take(home: County) -> None:
    answer = signed_in(home.worker).post(EXPORT, {"list": "desk:office_list", "as": "CSV"})
    assert answer.status_code == 403 and not Entry.objects.filter(act__startswith="export").exists()
    assert signed_in(home.people["supervisor"]).get(EXPORT).status_code == 405


def test_a_list_too_long_for_xlsx_is_told_and_not_taken(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csplan.desk.export_views.XLSX_ROWS", 1)
    for _ in range(2):
        call(home, FRI_20_NOV)
    answer = signed_in(home.worker).post(EXPORT, {"as": "XLSX"}, follow=True)
    assert "Take CSV, or narrow the list down." in text(answer)
    assert not Entry.objects.filter(act__startswith="export").exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_read_after_the_request_stays_behind_the_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    home, other = county_at(MON_23_NOV, monkeypatch), rock()
    for each in (home, other):
        with speaking_for([each.id]):
            call(each, FRI_20_NOV)
    assert len(csv_rows(signed_in(home.worker))) == 2
