"""Entry after an outage: many rows with true times, each judged at its field; all are saved, or none."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from absent import leave
from cast import FRI_20_NOV, MON_23_NOV, MON_23_NOV_CLOSE, County, dane
from csplan.clocks.models import OPEN, Clock
from csplan.contacts.models import Contact
from pages import text

pytestmark = pytest.mark.django_db
PAGE = "contacts:batch"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def client_of(home: County, role: str = "front desk") -> Client:
    client = Client()
    client.force_login(home.people[role])
    return client


def rows(home: County, *changes: dict[str, str], count: int = 5) -> dict[str, str]:
    """As many filled rows as there are changes, each a customer's call on Friday at 16:50."""
    sent = {"rows": str(count), "save": "1"}
    for number in range(count):
        whole = {"key": str(uuid4())}
        if number < len(changes):
            whole |= {"day": "2026-11-20", "time": "16:50", "party": "custodial parent", "case_number": "1234567"}
            whole |= {"owner": str(home.worker.id), "kind": "call back", "reason": f"call {number}"} | changes[number]
        sent |= {f"{number}-{name}": value for name, value in whole.items()}
    return sent


def sent(home: County, data: dict[str, str]) -> Any:
    return client_of(home).post(reverse(PAGE), data)


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_a_row_for_somebody_who_was_away_then_asks_where_the_call_went_and_the_others_do_not(home: County) -> None:
    covers = home.people["supervisor"]
    leave(home.worker, FRI_20_NOV.replace(hour=12), None, cover=covers, redirected=True)
    data = rows(home, {}, {"time": "09:00"}, {})
    asked = sent(home, data)
    assert asked.status_code == 422 and not Contact.objects.exists()
    assert text(asked).count("Case Worker is away until further notice") == 4  # in the list of errors and at its field
    assert "On to Supervisor, who answers" in text(asked)
    assert [name in asked.content.decode() for name in ("0-redirect", "1-redirect", "2-redirect")] == [
        True,
        False,
        True,
    ]
    said = {"0-redirect": str(covers.id), "2-redirect": "stays", "1-redirect": str(covers.id)}
    assert sent(home, data | said).status_code == 302
    found = {each.reason: each.matter for each in Contact.objects.select_related("matter")}
    assert [found[f"call {number}"].owner for number in range(3)] == [covers, home.worker, home.worker]
    assert (found["call 0"].meant_for, found["call 0"].redirected) == (home.worker, True)
    dates = [
        Clock.objects.filter(OPEN, matter=found[f"call {number}"]).values_list("due", flat=True) for number in (0, 2)
    ]
    assert [list(each) for each in dates] == [[MON_23_NOV_CLOSE], [None]]  # the second counts from a return unknown yet


def test_rows_are_recorded_with_their_true_times_and_their_clocks(home: County) -> None:
    answer = sent(home, rows(home, {}, {"time": "09:00"}, {"kind": "answered live", "party": "", "owner": ""}))
    assert answer.status_code == 302 and Contact.objects.count() == 3
    assert set(Contact.objects.values_list("late_reason", flat=True)) == {"entered after an outage"}
    contact = Contact.objects.get(reason="call 0")
    assert (contact.received, contact.entered) == (FRI_20_NOV, MON_23_NOV)
    assert Clock.objects.get(matter=contact.matter_id).due == MON_23_NOV_CLOSE


def test_a_row_may_say_that_it_happened_before_it_was_received_and_counts_from_the_receipt(home: County) -> None:
    saturday = {"kind": "voice mail", "happened_day": "2026-11-14", "happened_time": "10:15"}
    assert sent(home, rows(home, {}, saturday)).status_code == 302
    plain, said = Contact.objects.get(reason="call 0"), Contact.objects.get(reason="call 1")
    assert plain.happened == plain.received == said.received == FRI_20_NOV
    assert said.happened == FRI_20_NOV.replace(day=14, hour=10, minute=15)
    assert {each.due for each in Clock.objects.filter(OPEN)} == {MON_23_NOV_CLOSE}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"happened_day": "2026-11-21", "happened_time": "08:00"}, "after it was received"),
        ({"happened_day": "2026-11-14"}, "Fill in the time"),
        ({"day": "", "happened_day": "2026-11-14", "happened_time": "08:00"}, "Fill in the date"),
    ],
)
def test_what_is_wrong_of_when_a_row_happened_unfolds_that_row_alone(
    home: County, wrong: dict[str, str], told: str
) -> None:
    answer = sent(home, rows(home, {}, wrong))
    shown = answer.content.decode()
    assert answer.status_code == 422 and told in text(answer) and not Contact.objects.exists()
    assert [shown.count('__folded" open'), shown.count('__folded"')] == [1, 5]


def test_a_row_in_which_only_when_it_happened_is_said_is_not_left_out(home: County) -> None:
    blank = dict.fromkeys(("day", "time", "party", "case_number", "owner", "kind", "reason"), "")
    answer = sent(home, rows(home, {}, {**blank, "happened_day": "2026-11-14"}))
    assert answer.status_code == 422 and "Row 2" in text(answer) and not Contact.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"day": ""}, "Fill in the date"),
        ({"time": ""}, "Fill in the time"),
        ({"day": "2026-11-24"}, "in the future"),
        ({"day": "1950-11-20", "long_ago": "1950-11-20"}, "calendar covers"),
        ({"case_number": "12"}, "This is no KIDS number"),
        ({"party": ""}, "Say who it was"),
        ({"owner": ""}, "Choose who answers"),
        ({"kind": ""}, "Choose what it was"),
        ({"party": "employer"}, "Give the name of the employer"),
        ({"reason": "x" * 501}, "at most 500 letters"),
        ({"key": "nonsense"}, "Open the page again"),
    ],
)
def test_one_wrong_row_is_told_at_its_field_and_none_is_saved(home: County, wrong: dict[str, str], told: str) -> None:
    answer = sent(home, rows(home, {"reason": "kept as typed"}, wrong))
    assert answer.status_code == 422 and told in text(answer) and "Row 2" in text(answer)
    assert 'value="kept as typed"' in answer.content.decode()
    assert not Contact.objects.exists() and not Clock.objects.exists()


def test_a_page_without_a_row_saves_nothing_and_says_so(home: County) -> None:
    answer = sent(home, rows(home))
    assert answer.status_code == 422 and "No row is filled in" in text(answer)


def test_the_same_page_five_times_makes_one_record_of_each_row(home: County) -> None:
    data = rows(home, {}, {})
    assert {sent(home, data).status_code for _ in range(5)} == {302}
    assert Contact.objects.count() == 2


def test_more_rows_keep_what_was_typed(home: County) -> None:
    data = rows(home, {"reason": "kept as typed"}) | {"more": "1"}
    del data["save"]
    answer = sent(home, data)
    assert answer.status_code == 200 and "Row 10" in text(answer) and 'value="kept as typed"' in answer.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("count", ["-1", "nonsense", "99999", "", "²"])
def test_a_count_of_rows_that_cannot_be_is_no_fault(home: County, count: str) -> None:
    assert sent(home, rows(home, {}) | {"rows": count}).status_code in {302, 422}


def test_the_sheet_has_the_fields_of_the_page_in_their_order(home: County) -> None:
    page, sheet = text(client_of(home).get(reverse(PAGE))), text(client_of(home).get(reverse("contacts:sheet")))
    labels = ["Date", "Time", "Who was it?", "Name", "Case number", "Telephone", "What about?", "For whom?"]
    for shown in (page, sheet):
        places = [shown.index(f" {label} ", shown.index("Date")) if label != "Date" else 0 for label in labels]
        assert places == sorted(places)


def test_the_sheet_says_what_a_contact_may_be_in_the_words_of_the_page(home: County) -> None:
    sheet = text(client_of(home).get(reverse("contacts:sheet")))
    assert "What: Wants a call back; Left a voice mail; TTY or relay: wants a call back; " in sheet
    assert "; Asks for a IV-D application, in person; " in sheet and "tty" not in sheet and "iv-d" not in sheet
