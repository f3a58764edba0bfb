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
from csplan.events.models import RestrictedNote
from event_pages import AT_10_40, BEFORE_ALL, as_role, entries, event_page, text
from ledgers import found

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
