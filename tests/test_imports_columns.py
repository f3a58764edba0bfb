"""What the columns of a call log mean: guessed from names and values, and refused at the field where it cannot be."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from call_logs import a_log, uploaded
from cast import MON_23_NOV, County, dane
from csplan.adapters.imports.meaning import guessed_columns, guessed_format
from csplan.adapters.imports.models import Import
from csplan.contacts.models import Contact
from pages import as_role, text

HEADER = "Time,Direction,Result,Caller ID"
MISSED = "11/20/2026 09:15,Inbound,Missed,608-555-0101"
VOICE = "11/13/2026 16:02,Inbound,Voicemail,608-555-0102"


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    county = dane()
    speaking(county.id)
    return county


@pytest.fixture
def taken(home: County) -> Import:
    return uploaded(home, a_log(MISSED, VOICE, header=HEADER))


def page_of(taken: Import) -> str:
    return reverse("imports:columns", args=[taken.id])


def said(home: County, **changed: str) -> dict[str, str]:
    """What is sent of the columns of the log: as guessed, but for what is changed."""
    around = {"zone": "America/Chicago", "party": "custodial parent", "owner": str(home.worker.id)}
    return {"started": "0", "written": "us 24", "direction": "1", "result": "2", "caller": "3", **around, **changed}


def chosen(client: Client, page: str, field: str) -> Any:
    return client.get(page).context["form"][field].value()


def test_a_column_called_time_that_holds_dates_is_when_calls_began(home: County, taken: Import) -> None:
    client, page = as_role(home, "supervisor"), page_of(taken)
    assert [chosen(client, page, name) for name in ("started", "clock", "written")] == ["0", None, "us 24"]


@pytest.mark.parametrize("time", ["2026-11-20 09:15", "2026-11-20T09:15:00Z", "11/20/26 9:15 AM", "20.11.2026 09:15"])
def test_it_is_so_in_each_way_to_write_times(time: str) -> None:
    assert guessed_columns(["Time", "Result"], [["", "Missed"], [time, "Missed"]]) == {"started": 0, "result": 1}


def test_a_column_of_times_alone_stays_the_time_beside_that_of_the_date() -> None:
    assert guessed_columns(["Date", "Time"], [["11/20/2026", "09:15"]]) == {"started": 0, "clock": 1}
    assert guessed_columns(["Time", "Result"], [["09:15", "Missed"]]) == {"clock": 0, "result": 1}


def test_the_format_is_guessed_though_a_row_is_wrong() -> None:
    assert guessed_format(["11/05/2026 16:50", "11/30/2026 09:15", "(unknown)"]) == "us 24"
    assert guessed_format(["05/11/2026 16:50", "30/11/2026 09:15"]) == "day first"
    assert guessed_format([]) == "iso"


def test_one_column_in_both_roles_is_refused_at_the_second(home: County, taken: Import) -> None:
    answer = as_role(home, "supervisor").post(page_of(taken), said(home, clock="0"))
    assert answer.status_code == 422 and [*answer.context["form"].errors] == ["clock"]
    assert "This column is when the call began, above." in text(answer)


def test_a_way_in_which_no_time_of_the_file_is_written_is_refused_and_the_right_one_is_named(
    home: County, taken: Import
) -> None:
    answer = as_role(home, "supervisor").post(page_of(taken), said(home, written="us"))
    assert answer.status_code == 422 and [*answer.context["form"].errors] == ["written"]
    assert "The first rows say “11/20/2026 09:15”: choose the way of “11/20/2026 16:50”." in text(answer)


def test_a_column_that_holds_no_times_is_asked_about(home: County, taken: Import) -> None:
    answer = as_role(home, "supervisor").post(page_of(taken), said(home, started="2"))
    assert "The first rows say “Missed”, which is no date with a time. Is it the right column?" in text(answer)


@pytest.mark.requirement("WI-CSP-PHONE-01")
def test_such_a_log_is_recorded_as_guessed(home: County, taken: Import) -> None:
    client = as_role(home, "supervisor")
    client.post(page_of(taken), said(home))
    values = {"direction-0": "in", "result-0": "missed", "result-1": "voicemail"}
    assert client.post(reverse("imports:values", args=[taken.id]), values).status_code == 302
    client.get(client.post(reverse("imports:preview", args=[taken.id]))["Location"])
    assert sorted(Contact.objects.values_list("kind", flat=True)) == ["call back", "voice mail"]
