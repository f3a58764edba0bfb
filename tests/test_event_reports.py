"""A report of the case system proposes which events are posted; a person confirms; nothing of it is kept."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, County, call, dane
from csplan.events.models import Event, Owed, ReportColumns
from event_pages import AT_10_40, returned
from ledgers import found
from pages import as_role, text

pytestmark = pytest.mark.django_db
REPORT = (
    "Case No,Entered,Staff,Event ID\n"
    "1234567,11/23/2026 10:20,Case Worker,E 17\n"
    "2345678,11/23/2026,Somebody Else,E 18\n"
    "9999999,11/23/2026,Case Worker,E 19\n"
    "2345678,13/45/2026,Case Worker,E 20\n"
)
MAPPED = {"column_case number": "Case No", "column_date": "Entered", "column_worker": "Staff"}


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: AT_10_40)
    county = dane()
    speaking(county.id)
    for case in ("1234567", "2345678"):
        returned(county, call(county, FRI_20_NOV, case=case))
    return county


def uploaded(client: Client, content: str | bytes = REPORT) -> Any:
    body = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("report.csv", body, content_type="text/csv")
    return client.post(reverse("events:report"), {"do": "upload", "file": file})


def mapped(client: Client) -> Any:
    fields = {**MAPPED, "column_reference": "Event ID", "content": REPORT, "do": "map"}
    return client.post(reverse("events:report"), fields)


def proposed(answer: Any) -> list[tuple[str, bool]]:
    """The proposals of a page, and whether each is ticked."""
    every = re.findall(r'name="post" value="([^"]*)"[^>]*?( checked)?>', answer.content.decode())
    return [(unescape(value), bool(ticked)) for value, ticked in every]


def test_the_columns_are_asked_for_once_and_remembered(home: County) -> None:
    client = as_role(home)
    asked = text(uploaded(client))
    assert "Which column of the report says what?" in asked and "Event ID" in asked
    assert "may be an event that is owed" in text(mapped(client))
    assert ReportColumns.objects.get().columns["case number"] == "Case No"
    assert "may be an event that is owed" in text(uploaded(client))


def test_what_fits_is_proposed_and_only_what_is_confirmed_is_posted(home: County) -> None:
    client = as_role(home)
    answer = mapped(client)
    assert "Line 5: cannot read the date '13/45/2026'" in text(answer)
    assert [ticked for _, ticked in proposed(answer)] == [True, False] and not Event.objects.exists()
    key = re.findall(r'name="key" value="([^"]*)"', answer.content.decode())[0]
    form = {"do": "confirm", "key": key, "post": [proposed(answer)[0][0]]}
    assert {client.post(reverse("events:report"), form).status_code for _ in range(2)} == {302}
    event = Event.objects.get()
    assert (event.case.number, event.how, event.reference) == ("1234567", "found in a report", "E 17")
    assert event.posted and event.posted.minute == 20 and Owed.objects.get().contact.case is not None
    assert found(home.id) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [("", "The file is empty"), (b"\0\1", "no CSV file"), ("a,a\n1,2\n", "does not name each column once")],
)
def test_what_is_no_report_is_told(home: County, content: str | bytes, told: str) -> None:
    answer = uploaded(as_role(home), content)
    assert answer.status_code == 422 and told in text(answer)


def test_a_mapping_without_the_needed_columns_is_told_and_the_report_is_not_asked_for_again(home: County) -> None:
    answer = as_role(home).post(reverse("events:report"), {"do": "map", "content": REPORT, "column_date": "Entered"})
    assert answer.status_code == 422 and "Choose the columns" in text(answer)
    assert "9999999" in answer.content.decode() and not ReportColumns.objects.exists()


@pytest.mark.parametrize("value", ["nonsense", "x|y|1|", "|".join(["0" * 32, "yesterday", "1", ""])])
def test_a_confirmation_that_no_page_has_made_is_refused(home: County, value: str) -> None:
    form = {"do": "confirm", "key": "0" * 32, "post": [value]}
    assert as_role(home).post(reverse("events:report"), form).status_code == 422
    assert not Event.objects.exists()


def test_a_worker_confirms_their_own_and_a_supervisor_the_offices(home: County) -> None:
    assert len(proposed(mapped(as_role(home)))) == 2
    assert len(proposed(mapped(as_role(home, "supervisor")))) == 2
    assert proposed(mapped(as_role(home, "agency attorney"))) == []
