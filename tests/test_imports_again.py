"""No call of a misread log is lost: no button is there that records nothing, and the file may come again."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from call_logs import LIVE, MISSED, VOICE, WITHIN, WRONG, a_log, imported, the_meaning, uploaded
from cast import MON_23_NOV, County, dane
from csplan.adapters.imports.actions import AlreadyImported, say_meaning, start
from csplan.adapters.imports.meaning import Meaning
from csplan.adapters.imports.models import Import
from csplan.adapters.imports.queries import remembered
from csplan.adapters.imports.recording import advance
from csplan.clocks.models import Clock
from csplan.contacts.models import Contact
from ledgers import found
from pages import as_role, text

pytestmark = pytest.mark.django_db
BUTTON = "Record these calls"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    county = dane()
    speaking(county.id)
    return county


def said(home: County, meaning: Meaning, *rows: str) -> Import:
    """An import whose columns are explained."""
    return say_meaning(uploaded(home, a_log(*rows)), meaning, by=home.people["supervisor"], now=MON_23_NOV)


def misread(home: County, *rows: str) -> Import:
    """An import that was recorded though no time in it could be read."""
    meaning = replace(the_meaning(home), written="us")
    going = start(said(home, meaning, *rows), by=home.people["supervisor"], now=MON_23_NOV)
    while going.is_running:
        going = advance(going, MON_23_NOV)
    return going


def preview_of(taken: Import) -> str:
    return reverse("imports:preview", args=[taken.id])


def upload_of(client: Any, content: bytes) -> Any:
    file = io.BytesIO(content)
    file.name = "calls.csv"
    return client.post("/imports/", {"file": file})


def test_where_nothing_would_be_recorded_no_button_is_there_and_the_page_says_what_to_change(home: County) -> None:
    taken, client = said(home, replace(the_meaning(home), written="us"), MISSED, VOICE), as_role(home, "supervisor")
    shown = text(client.get(preview_of(taken)))
    assert BUTTON not in shown and "Nothing would be recorded" in shown
    assert "Change what the columns mean , how times are written above all" in shown
    sent = client.post(preview_of(taken))
    assert sent.status_code == 422 and Import.objects.get(id=taken.id).started is None


def test_where_every_call_was_imported_before_no_button_is_there(home: County) -> None:
    imported(home, a_log(MISSED, VOICE))
    taken = said(home, the_meaning(home), VOICE, MISSED, WITHIN)
    shown = text(as_role(home, "supervisor").get(preview_of(taken)))
    assert BUTTON not in shown and "All its calls were imported before or are left out" in shown


def test_where_one_call_of_many_can_be_recorded_the_button_is_there(home: County) -> None:
    client = as_role(home, "supervisor")
    taken = said(home, the_meaning(home), WRONG, LIVE)
    assert BUTTON in text(client.get(preview_of(taken)))
    assert client.post(preview_of(taken)).status_code == 302


@pytest.mark.requirement("WI-CSP-PHONE-01")
def test_a_file_whose_times_were_misread_comes_again_and_its_missed_call_gets_its_clock(home: County) -> None:
    assert (misread(home, MISSED, VOICE).counts or {})["wrong"] == 2 and not Contact.objects.exists()
    imported(home, a_log(MISSED, VOICE))
    assert Contact.objects.count() == 2 and Clock.objects.exists()
    assert found(home.id) == []


def test_a_file_of_which_a_row_was_wrong_comes_again_and_records_nothing_twice(home: County) -> None:
    imported(home, a_log(MISSED, WRONG))
    again = imported(home, a_log(MISSED, WRONG))
    assert {name: count for name, count in (again.counts or {}).items() if count} == {"imported before": 1, "wrong": 1}
    assert Contact.objects.count() == 1


def test_a_file_of_which_rows_were_left_out_by_mistake_comes_again(home: County) -> None:
    meaning = replace(the_meaning(home), result={**the_meaning(home).result, "missed": "skip"})
    going = start(said(home, meaning, MISSED, LIVE), by=home.people["supervisor"], now=MON_23_NOV)
    assert advance(advance(going, MON_23_NOV), MON_23_NOV).may_come_again
    imported(home, a_log(MISSED, LIVE))
    assert sorted(Contact.objects.values_list("kind", flat=True)) == ["answered live", "call back"]


def test_a_file_of_which_all_was_recorded_or_that_is_not_recorded_yet_does_not_come_again(home: County) -> None:
    imported(home, a_log(MISSED))
    uploaded(home, a_log(VOICE))
    for row in (MISSED, VOICE):
        with pytest.raises(AlreadyImported):
            uploaded(home, a_log(row))


def test_a_file_that_comes_again_whole_does_not_come_a_third_time(home: County) -> None:
    misread(home, MISSED)
    imported(home, a_log(MISSED))
    with pytest.raises(AlreadyImported):
        uploaded(home, a_log(MISSED))


def test_a_meaning_by_which_no_row_was_read_is_not_remembered(home: County) -> None:
    misread(home, MISSED)
    answer = upload_of(as_role(home, "supervisor"), a_log(MISSED))
    assert answer["Location"].endswith("/columns/")
    imported(home, a_log(LIVE))
    misread(home, VOICE)
    kept = remembered(Import.objects.get(ended=None))
    assert kept and kept.written == "iso"


def test_the_page_of_a_done_import_says_that_the_file_may_come_again_and_the_preview_that_it_came_before(
    home: County,
) -> None:
    done, client = imported(home, a_log(MISSED, WRONG)), as_role(home, "supervisor")
    shown = text(client.get(reverse("imports:progress", args=[done.id])))
    assert "Not everything was recorded." in shown and "upload it again" in shown
    again = upload_of(client, a_log(MISSED, WRONG))
    assert again["Location"].endswith("/preview/")
    later = replace(the_meaning(home), zone="America/New_York")
    say_meaning(Import.objects.get(ended=None), later, by=home.people["supervisor"], now=MON_23_NOV)
    assert "would be recorded a second time" in text(client.get(again["Location"]))
