"""A highly sensitive fact: a pointer and the decision of the supervisor; its text only where the agency chose so."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, County, call, dane
from csplan.agencies.actions import choose
from csplan.contacts.models import Contact
from csplan.events.models import Event, RestrictedNote
from event_pages import AT_10_40, BEFORE_ALL, entries, event_page, sent
from ledgers import found
from pages import as_role, text

pytestmark = pytest.mark.django_db
FACT = "a detailed medical fact"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: AT_10_40)
    county = dane()
    speaking(county.id)
    return county


def asked(home: County, contact: Contact, **fields: str) -> Any:
    page = reverse("events:ask", args=[contact.id])
    return as_role(home).post(page, {"key": str(uuid4()), "kept_at": "drawer 3", "text": FACT, **fields})


@pytest.mark.requirement("WI-CSP-KIDS-14")
@pytest.mark.parametrize(("chosen", "kept"), [(True, FACT), (False, "")])
def test_the_text_is_kept_only_where_the_agency_chose_so(home: County, chosen: bool, kept: str) -> None:
    choose(home.id, "events.restricted_text", chosen, actor=None, now=BEFORE_ALL)
    answer = asked(home, call(home, FRI_20_NOV))
    assert RestrictedNote.objects.get().text == kept
    assert (FACT in text(as_role(home).get(answer.url))) == chosen


@pytest.mark.requirement("WI-CSP-KIDS-14")
def test_others_see_that_a_restricted_note_exists_and_no_more(home: County) -> None:
    choose(home.id, "events.restricted_text", True, actor=None, now=BEFORE_ALL)
    contact = call(home, FRI_20_NOV)
    note = asked(home, contact).url
    assert FACT in text(as_role(home, "supervisor").get(note))
    other = as_role(home, "agency attorney")
    timeline = reverse("desk:participant_timeline", args=[contact.participant_id])
    for page in (note, timeline, reverse("desk:contact", args=[contact.id]), event_page(contact)):
        shown = other.get(page).content.decode()
        assert FACT not in shown and "drawer 3" not in shown
    assert "A restricted note exists" in text(other.get(timeline))
    assert not any(FACT in each for each in entries(as_role(home).get(event_page(contact))))
    assert other.post(note, {"decision": "enter"}).status_code in (200, 403)
    assert RestrictedNote.objects.get().decision == ""


@pytest.mark.requirement("WI-CSP-KIDS-15")
def test_it_waits_in_the_supervisors_queue_with_the_agencys_procedure_until_decided(home: County) -> None:
    choose(home.id, "events.sensitive_procedure", "Ask Sam first.", actor=None, now=BEFORE_ALL)
    contact, supervisor = call(home, FRI_20_NOV), as_role(home, "supervisor")
    assert "Ask Sam first." in text(as_role(home).get(reverse("events:ask", args=[contact.id])))
    note, queue = asked(home, contact).url, reverse("events:restricted_queue")
    assert "1 waits for your decision" in text(supervisor.get(queue)) and "1234567" in text(supervisor.get(queue))
    assert as_role(home).get(queue).status_code == 403
    assert as_role(home).post(note, {"decision": "enter"}).status_code == 403
    supervisor.post(note, {"decision": "enter in part", "words": "the date alone"})
    assert "0 wait for your decision" in text(supervisor.get(queue))
    assert "Enter in part" in text(as_role(home).get(note)) and "the date alone" in text(as_role(home).get(note))
    late = as_role(home, "district manager").post(note, {"decision": "enter"})
    assert late.status_code == 422 and "This was decided meanwhile: enter in part" in text(late)
    assert found(home.id) == []


def test_what_is_wrong_is_told_and_nothing_is_saved(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    empty, long = asked(home, contact, kept_at=""), asked(home, contact, kept_at="x" * 201)
    assert "Say where you keep it" in text(empty) and "at most 200 letters" in text(long)
    assert (empty.status_code, long.status_code) == (422, 422) and not RestrictedNote.objects.exists()
    note = asked(home, contact).url
    wrong = as_role(home, "supervisor").post(note, {"decision": "perhaps", "words": "kept"})
    assert wrong.status_code == 422 and "kept" in wrong.content.decode()


def test_a_number_in_a_restricted_note_is_masked(home: County) -> None:
    choose(home.id, "events.restricted_text", True, actor=None, now=BEFORE_ALL)
    note = asked(home, call(home, FRI_20_NOV), text="number 536-90-4399").url
    assert "536-90-4399" not in text(as_role(home).get(note)) and "***-**-****" in text(as_role(home).get(note))


@pytest.mark.requirement("WI-CSP-KIDS-15")
def test_what_the_supervisor_decides_to_enter_is_owed_until_it_is_entered_and_csplan_holds_no_text_of_it(
    home: County,
) -> None:
    note, worker = asked(home, call(home, FRI_20_NOV)).url, as_role(home)
    as_role(home, "supervisor").post(note, {"decision": "enter"})
    owed = worker.get(reverse("events:owed"))
    assert "The supervisor decided that a sensitive fact is entered" in text(owed)
    assert "on the list of events owed" in text(worker.get(note))
    event = Event.objects.get()
    page = reverse("events:event", args=[event.id])
    shown = text(worker.get(page))
    assert event.text == "" and "Supervisor decided: enter" in shown and "drawer" not in shown
    assert sent(worker, page, "typed").status_code == 302
    assert "csplan never held its text" in text(worker.get(page)) and "It is entered" in text(worker.get(note))
    assert "sensitive fact" not in text(worker.get(reverse("events:owed")))
    assert found(home.id) == []


@pytest.mark.parametrize(("decision", "holds"), [("enter", True), ("enter in part", False)])
def test_the_text_of_a_note_is_owed_only_where_the_agency_keeps_it_and_all_of_it_is_entered(
    home: County, decision: str, holds: bool
) -> None:
    choose(home.id, "events.restricted_text", True, actor=None, now=BEFORE_ALL)
    note = asked(home, call(home, FRI_20_NOV), text="in hospital since Monday").url
    as_role(home, "supervisor").post(note, {"decision": decision})
    event = Event.objects.get()
    page = reverse("events:event", args=[event.id])
    shown = as_role(home).get(page).content.decode()
    assert ("in hospital since Monday" in shown, "I typed it in KIDS myself" in shown) == (holds, not holds)
    written = {"text": "in hospital", "shown": "in hospital"}
    assert sent(as_role(home), page, "post", **written).status_code == 302
    event.refresh_from_db()
    assert event.posted and (event.text, bool(event.digest)) == ("", True)


def test_what_is_not_entered_or_stands_on_no_case_owes_nothing(home: County) -> None:
    for case, decision in (("1234567", "not enter"), ("", "enter")):
        note = asked(home, call(home, FRI_20_NOV, case=case)).url
        as_role(home, "supervisor").post(note, {"decision": decision})
    assert not Event.objects.exists() and "names no case" in text(as_role(home).get(note))
