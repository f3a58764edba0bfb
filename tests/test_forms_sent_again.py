"""Forms with a key: the same sent five times makes one record; other words under the key are told and kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from absence_pages import typed
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.absences.models import Absence, AbsenceChange
from csplan.agencies.actions import choose
from csplan.clocks.models import Turn
from csplan.contacts.models import Contact, Restriction
from csplan.events.models import Event, RestrictedNote
from csplan.ledger.models import Entry
from event_pages import event_page, returned
from event_pages import hidden as as_shown
from pages import as_role, text
from read_pages import hidden
from turned import clock_of

pytestmark = pytest.mark.django_db
BEFORE = "This page was sent before, and what it said then is recorded."
FIVE = range(5)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    choose(found.id, "events.restricted_text", True, actor=None, now=FRI_20_NOV)
    return found


def of_clock(page: str) -> Callable[[County, Contact], str]:
    return lambda home, contact: reverse(page, kwargs={"key": contact.id, "clock": clock_of(contact).id})


def of_contact(page: str) -> Callable[[County, Contact], str]:
    return lambda home, contact: reverse(page, args=[contact.id])


def of_participant(page: str) -> Callable[[County, Contact], str]:
    return lambda home, contact: reverse(page, args=[contact.participant_id])


def handed(home: County) -> dict[str, str]:
    return {"to": str(home.people["supervisor"].id), "seen": str(home.worker.id), "reason": "on leave"}


def restricts(home: County) -> dict[str, str]:
    decided = {"kind": "written only", "decided_by": str(home.people["supervisor"].id)}
    return {**decided, "first_day": "2026-11-23", "why": "threats"}


FORMS: dict[str, tuple[Any, Any, Any, Any, str]] = {
    "pause": (of_clock("contacts:pause"), Turn, {"when": "now", "reason": "waits"}, {"reason": "else"}, "clock"),
    "extend": (of_clock("contacts:extend"), Turn, {"n": "1", "unit": "days", "reason": "x"}, {"n": "2"}, "clock"),
    "ask": (of_clock("contacts:ask_extension"), Turn, {"n": "1", "unit": "days", "reason": "x"}, {"n": "2"}, "clock"),
    "hand over": (of_contact("contacts:hand_over"), Turn, handed, {"reason": "ill"}, "contact"),
    "restrict": (of_participant("contacts:restrict"), Restriction, restricts, {"why": "a court order"}, "participant"),
    "absence": (lambda home, contact: reverse("absences:enter"), Absence, typed, {"last_day": "2026-12-03"}, "absence"),
    "note": (of_contact("events:ask"), RestrictedNote, {"kept_at": "drawer"}, {"text": "a fact"}, "note"),
}
ONCE_ONLY = {"pause", "ask"}
every_form = pytest.mark.parametrize("name", FORMS)


def form_of(home: County, name: str) -> tuple[str, Any, dict[str, str], dict[str, str], Any]:
    """Where a form is sent, what it records, what it says and what otherwise, and who sends it."""
    address, kept, words, otherwise, _ = FORMS[name]
    told = words(home) if words in (handed, restricts) else words() if callable(words) else words
    role = "case worker" if name in {"ask", "note", "absence"} else "supervisor"
    return address(home, call(home, FRI_20_NOV)), kept, {"key": str(uuid4()), **told}, otherwise, as_role(home, role)


def later(monkeypatch: pytest.MonkeyPatch, minutes: int = 1) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV + timedelta(minutes=minutes))


@every_form
def test_the_same_form_sent_five_times_makes_one_record(
    home: County, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    address, kept, told, _, client = form_of(home, name)
    for minute in FIVE:
        later(monkeypatch, minute)
        assert client.post(address, told).status_code == 302
    assert kept.objects.count() == 1


@every_form
def test_other_words_under_the_same_key_are_told_and_stay_on_the_page(
    home: County, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    address, kept, told, otherwise, client = form_of(home, name)
    assert client.post(address, told).status_code == 302
    later(monkeypatch)
    answer = client.post(address, told | otherwise)
    assert answer.status_code == 422 and BEFORE in text(answer) and kept.objects.count() == 1
    assert all(value in answer.content.decode() for value in otherwise.values())


@pytest.mark.parametrize("name", sorted(FORMS.keys() - ONCE_ONLY))
def test_the_next_press_records_the_other_words(home: County, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    address, kept, told, otherwise, client = form_of(home, name)
    if name == "hand over":
        otherwise = {"to": str(home.people["district manager"].id)}
    assert client.post(address, told).status_code == 302
    later(monkeypatch)
    answer = client.post(address, told | otherwise)
    again = told | otherwise | {"key": hidden(answer, "key")}
    again |= {"seen": hidden(answer, "seen")} if "seen" in told else {}
    again |= {"beside": str(Absence.objects.get().id)} if name == "absence" else {}  # it is asked whether both hold
    assert client.post(address, again).status_code == 302 and kept.objects.count() == 2


def test_a_pause_in_other_words_is_recorded_once_the_first_is_taken_back(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _, told, otherwise, client = form_of(home, "pause")
    assert client.post(address, told).status_code == 302
    later(monkeypatch)
    answer = client.post(address, told | otherwise)
    assert "take that pause back" in text(answer)
    again, pause = told | otherwise | {"key": hidden(answer, "key")}, Turn.objects.get()
    assert "paused already" in text(client.post(address, again))
    back = reverse("contacts:take_back", kwargs={"key": Contact.objects.get().id, "turn": pause.id})
    assert client.post(back, {"key": str(uuid4()), "reason": "wrong words"}).status_code == 302
    assert client.post(address, again).status_code == 302
    assert [each.reason for each in Turn.objects.filter(what=Turn.PAUSE).order_by("id")] == ["waits", "else"]


def test_everything_handed_over_is_handed_on_by_the_next_press_and_not_called_done(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(home, FRI_20_NOV)
    address, client = reverse("contacts:hand_over_all"), as_role(home, "supervisor")
    first, second = home.people["supervisor"], home.people["district manager"]
    told = {"key": str(uuid4()), "whose": str(home.worker.id), "to": str(first.id), "reason": "on leave"}
    told["seen"] = hidden(client.post(address, told | {"step": "preview"}), "seen")
    assert client.post(address, told | {"step": "confirm"}).status_code == 302
    later(monkeypatch)
    on = told | {"whose": str(first.id), "to": str(second.id), "step": "confirm"}
    answer = client.post(address, on)
    assert answer.status_code == 422 and BEFORE in text(answer) and Turn.objects.count() == 1
    assert client.post(address, on | {"key": hidden(answer, "key")}).status_code == 302
    assert Contact.objects.get().matter.owner == second


def test_how_a_participant_is_spoken_with_is_changed_once_and_other_words_are_shown_beside_it(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    address = reverse("contacts:needs", args=[contact.participant_id])
    told = {"key": str(uuid4()), "seen": "0", "language": "Hmong"}
    assert [client.post(address, told).status_code for _ in FIVE] == [302] * 5
    changes = Entry.objects.filter(act="change participant's needs")
    assert changes.count() == 1
    answer = client.post(address, told | {"language": "Spanish"})
    assert answer.status_code == 422 and "Spanish" in answer.content.decode() and "Hmong" in text(answer)
    again = told | {"language": "Spanish", "seen": hidden(answer, "seen")}
    assert client.post(address, again).status_code == 302 and changes.count() == 2


def test_a_restriction_ended_five_times_on_one_day_ends_once(home: County) -> None:
    address, _, told, _, client = form_of(home, "restrict")
    client.post(address, told)
    end = reverse("contacts:restriction_end", args=[Restriction.objects.get().id])
    for _ in FIVE:
        assert client.post(end, {"key": str(uuid4()), "last_day": "2026-11-30"}).status_code == 302
    assert Entry.objects.filter(act="end restriction").count() == 1


def test_an_absence_changed_and_cancelled_five_times_is_changed_once_and_cancelled_once(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _, told, _, client = form_of(home, "absence")
    client.post(address, told)
    absence, shorter = Absence.objects.get(), told | {"last_day": "2026-12-03", "why": "back earlier", "version": "1"}
    for page, words in (("change", shorter), ("cancel", {"why": "not at all", "version": "2"})):
        for _ in FIVE:
            assert client.post(reverse(f"absences:{page}", args=[absence.id]), words).status_code == 302
    assert AbsenceChange.objects.count() == 2
    later(monkeypatch)
    answer = client.post(address, told)  # by Back, to the form that entered what is cancelled since
    assert BEFORE in text(answer)
    assert client.post(address, told | {"key": hidden(answer, "key")}).status_code == 302
    assert Absence.objects.filter(cancelled=None).count() == 1


def written(home: County) -> tuple[Contact, dict[str, str]]:
    """A contact that owes an event, and the form of its event as it is shown."""
    contact = call(home, FRI_20_NOV)
    returned(home, contact)
    return contact, as_shown(as_role(home).get(event_page(contact)))


def test_other_words_for_an_event_that_was_saved_reword_it_by_the_next_press(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 40)
    contact, told = written(home)
    client, told = as_role(home), told | {"do": "save", "text": "She called."}
    assert client.post(event_page(contact), told).status_code == 302
    later(monkeypatch, 41)
    assert [client.post(event_page(contact), told).status_code for _ in FIVE] == [302] * 5
    answer = client.post(event_page(contact), told | {"text": "She called twice."})
    event = Event.objects.get()
    page = reverse("events:event", args=[event.id])
    assert answer.status_code == 422 and BEFORE in text(answer) and f'action="{page}"' in answer.content.decode()
    assert "She called twice." in answer.content.decode() and event.text == "She called."
    again = as_shown(answer) | {"text": "She called twice.", "do": "save"}
    assert client.post(page, again).status_code == 302 and Event.objects.get().text == "She called twice."


def test_posted_pressed_on_the_page_of_an_event_that_was_saved_is_not_called_saved(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 40)
    contact, told = written(home)
    client = as_role(home)
    assert client.post(event_page(contact), told | {"do": "save"}).status_code == 302
    later(monkeypatch, 41)
    answer = client.post(event_page(contact), told | {"do": "post", "reference": "E 17"})
    assert answer.status_code == 422 and BEFORE in text(answer) and Event.objects.get().posted is None
    page = reverse("events:event", args=[Event.objects.get().id])
    assert client.post(page, as_shown(answer) | {"do": "post", "reference": "E 17"}).status_code == 302
    assert Event.objects.get().reference == "E 17"


def test_other_words_for_a_posted_event_and_for_its_correction_become_corrections(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 40)
    contact, told = written(home)
    client = as_role(home)
    assert [client.post(event_page(contact), told | {"do": "post"}).status_code for _ in FIVE] == [302] * 5
    later(monkeypatch, 41)
    words = "She called on Friday."
    answer = client.post(event_page(contact), told | {"do": "post", "text": words, "shown": words})
    assert answer.status_code == 422 and "Add a correction" in text(answer) and words in answer.content.decode()
    page, right = reverse("events:event", args=[Event.objects.get().id]), {"do": "correct", "text": words}
    right["key"] = hidden(answer, "key")
    assert [client.post(page, right).status_code for _ in FIVE] == [302] * 5 and Event.objects.count() == 2
    later(monkeypatch, 42)
    answer = client.post(page, right | {"text": "She called twice."})
    assert answer.status_code == 422 and BEFORE in text(answer) and Event.objects.count() == 2
    again = right | {"text": "She called twice.", "key": hidden(answer, "key")}
    assert client.post(page, again).status_code == 302 and Event.objects.count() == 3
