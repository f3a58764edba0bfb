"""A form about a contact that was sent already and comes again with other words: it says so, and drops nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.contacts.correcting import Corrected, correct_contact
from csplan.contacts.models import Attempt, Contact, Correction, Handling
from pages import as_role, text
from read_pages import hidden

pytestmark = pytest.mark.django_db
BEFORE = "This page was sent before, and what it said then is recorded."
EARLIER = {"when": "earlier", "day": "2026-11-23", "time": "09:30"}
FORMS = [
    ("contacts:attempt", "call back", [], {"note": "no answer"}, Attempt),
    ("contacts:returned", "call back", [], {"information": "told the balance", "note": "spoke"}, Attempt),
    ("contacts:handled", "letter", ["acknowledge"], {"promised": "2026-12-01", "note": "sent"}, Handling),
    ("contacts:handled", "call back", ["note"], {"note": "asks 123-45-6789 again"}, Handling),
]
every_form = pytest.mark.parametrize(("page", "kind", "what", "said", "kept"), FORMS)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def later(monkeypatch: pytest.MonkeyPatch, minutes: int = 1) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV + timedelta(minutes=minutes))


@every_form
def test_another_note_under_the_same_key_is_no_record_and_the_next_press_makes_one(
    home: County, monkeypatch: pytest.MonkeyPatch, page: str, kind: str, what: list[str], said: Any, kept: Any
) -> None:
    address, client = reverse(page, args=[call(home, FRI_20_NOV, kind=kind).id, *what]), as_role(home)
    told = {"key": str(uuid4()), "seen": "0", "when": "now", **said}
    assert client.post(address, told).status_code == 302
    later(monkeypatch)
    assert client.post(address, told).status_code == 302 and kept.objects.count() == 1  # the same again is the same
    answer = client.post(address, {**told, "note": "something else"})
    shown = text(answer)
    assert answer.status_code == 422 and BEFORE in shown and "What is recorded already" in shown
    assert "something else" in answer.content.decode() and kept.objects.count() == 1
    again = {**told, "note": "something else", "key": hidden(answer, "key"), "seen": hidden(answer, "seen")}
    assert client.post(address, again).status_code == 302
    assert kept.objects.count() == 2 and kept.objects.latest("entered").note == "something else"


@every_form
def test_another_time_is_something_else_too(
    home: County, monkeypatch: pytest.MonkeyPatch, page: str, kind: str, what: list[str], said: Any, kept: Any
) -> None:
    address, client = reverse(page, args=[call(home, FRI_20_NOV, kind=kind).id, *what]), as_role(home)
    told = {"key": str(uuid4()), "seen": "0", **EARLIER, **said}
    assert client.post(address, told).status_code == 302
    later(monkeypatch)
    assert client.post(address, told).status_code == 302
    assert BEFORE in text(client.post(address, {**told, "time": "09:45"})) and kept.objects.count() == 1


def correction(contact: Contact, **said: str) -> dict[str, str]:
    told = {"key": str(uuid4()), "seen": "0", "party": "custodial parent", "case_number": "1234567"}
    return told | {"reason": "asks", "why": "misheard", "day": "2026-11-20", "time": "16:50", **said}


def test_another_correction_under_the_same_key_is_told_and_recorded_by_the_next_press(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    address, told = reverse("contacts:correct", args=[contact.id]), correction(contact)
    assert client.post(address, told).status_code == 302
    later(monkeypatch)
    assert client.post(address, told).status_code == 302 and Correction.objects.count() == 1
    for other in ({"reason": "pays"}, {"why": "a slip"}, {"case_number": "7654321"}, {"time": "16:40"}):
        answer = client.post(address, told | other)
        assert answer.status_code == 422 and BEFORE in text(answer) and Correction.objects.count() == 1
    again = told | {"time": "16:40", "key": hidden(answer, "key"), "seen": hidden(answer, "seen")}
    assert client.post(address, again).status_code == 302
    contact.refresh_from_db()
    assert Correction.objects.count() == 2 and contact.received == FRI_20_NOV - timedelta(minutes=10)


def test_a_correction_sent_again_is_the_same_whatever_was_corrected_since(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    address, told = reverse("contacts:correct", args=[contact.id]), correction(contact)
    assert client.post(address, told).status_code == 302
    right = Corrected(party="non-custodial parent", case_number="", received=FRI_20_NOV, reason="else")
    by: Any = {"by": home.people["supervisor"], "key": uuid4(), "now": MON_23_NOV}
    correct_contact(contact, right, "wrong", seen=1, **by)
    later(monkeypatch)
    assert client.post(address, told).status_code == 302 and Correction.objects.count() == 2


def rows(home: County, *changes: dict[str, str]) -> dict[str, str]:
    whole = {"day": "2026-11-20", "time": "16:50", "party": "custodial parent", "case_number": "1234567"}
    whole |= {"owner": str(home.worker.id), "kind": "call back"}
    sent = {"rows": str(len(changes)), "save": "1"}
    for number, change in enumerate(changes):
        row = {**whole, "key": str(uuid4()), "reason": f"call {number}", **change}
        sent |= {f"{number}-{name}": value for name, value in row.items()}
    return sent


CHANGED = [
    *({"1-time": "09:00"}, {"1-reason": "another caller"}, {"1-number": "555-0100"}),
    {"1-happened_day": "2026-11-14", "1-happened_time": "10:15"},
]


@pytest.mark.parametrize("changed", CHANGED)
def test_a_row_of_a_batch_sent_again_with_other_words_is_told_at_the_row_and_nothing_is_saved(
    home: County, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str]
) -> None:
    client, address, told = as_role(home, "front desk"), reverse("contacts:batch"), rows(home, {}, {})
    assert client.post(address, told).status_code == 302
    later(monkeypatch)
    answer = client.post(address, told | changed)
    assert answer.status_code == 422 and "Row 2 This row was sent before" in text(answer)
    assert "Row 1 This" not in text(answer) and Contact.objects.count() == 2
    assert next(iter(changed.values())) in answer.content.decode()
    again = told | changed | {"1-key": hidden(answer, "1-key")}
    assert client.post(address, again).status_code == 302 and Contact.objects.count() == 3


def test_a_new_row_beside_one_that_says_otherwise_waits_for_the_next_press(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address, told = as_role(home, "front desk"), reverse("contacts:batch"), rows(home, {})
    assert client.post(address, told).status_code == 302
    later(monkeypatch)
    more = rows(home, {}, {"reason": "new"}) | {"0-key": told["0-key"], "0-reason": "other words"}
    answer = client.post(address, more)
    assert answer.status_code == 422 and Contact.objects.count() == 1
    assert client.post(address, more | {"0-key": hidden(answer, "0-key")}).status_code == 302
    assert Contact.objects.count() == 3


def test_what_a_third_party_told_needs_its_source_and_words_in_a_batch_as_on_the_log_page(home: County) -> None:
    client, address = as_role(home, "front desk"), reverse("contacts:batch")
    told = rows(home, {"kind": "third party", "party": "", "owner": ""})
    shown = client.get(address).content.decode()
    assert "0-source" not in shown
    answer = client.post(address, told)
    assert answer.status_code == 422 and not Contact.objects.exists()
    assert text(answer).count("This is needed for what a third party told.") == 4  # in the list, and at its field
    other = told | {"0-source": "other", "0-information": "has moved"}
    assert "Say who the third party is." in text(client.post(address, other))
    assert client.post(address, other | {"0-name": "A neighbor"}).status_code == 302
    contact = Contact.objects.get()
    assert (contact.source, contact.information, contact.name) == ("other", "has moved", "A neighbor")
