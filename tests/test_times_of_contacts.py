"""Happened, received and entered are three times: a voice mail of Saturday counts from its receipt on Monday."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import CENTRAL, MON_23_NOV, TUE_24_NOV_CLOSE, County, call, dane
from csplan.clocks.models import Clock
from csplan.contacts.actions import record_contact
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.contacts.said import NewContact
from csplan.core.errors import BadInstant
from csplan.ledger.models import Entry
from ledgers import found
from pages import as_role, posted, text

pytestmark = pytest.mark.django_db
SATURDAY = datetime(2026, 11, 21, 18, 5, tzinfo=CENTRAL)
ON_SATURDAY = {"happened_day": "2026-11-21", "happened_time": "18:05"}
AFTER = "This is after it was received."
TO_COME = "This is in the future."


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    county = dane()
    speaking(county.id)
    return county


def logged(home: County, **said: str) -> Any:
    told = {"kind": "voice mail", "party": "custodial parent", "case_number": "1234567", "reason": "kept", **said}
    return posted(as_role(home), reverse("contacts:log"), owner=str(home.worker.id), **told)


def corrected(home: County, contact: Contact, **said: str) -> Any:
    told = {"case_number": "1234567", "party": contact.party, "day": "2026-11-23", "time": "10:00", "why": "misheard"}
    return posted(as_role(home), reverse("contacts:correct", args=[contact.id]), seen="0", **{**told, **said})


def shown(home: County, contact: Contact) -> str:
    return text(as_role(home).get(reverse("desk:contact", args=[contact.id])))


def counted(contact: Contact) -> list[Any]:
    open_clocks = Clock.objects.filter(matter=contact.matter_id, stopped=None)
    return sorted(open_clocks.values_list("started", "due", "name"))


def story_of(page: str) -> str:
    return page[page.index("What happened") :]


@pytest.mark.requirement("WI-CSP-VM-01")
def test_a_voice_mail_of_saturday_counts_from_its_receipt_on_monday(home: County) -> None:
    assert logged(home, **ON_SATURDAY).status_code == 302
    contact = Contact.objects.get()
    assert (contact.happened, contact.received, contact.entered) == (SATURDAY, MON_23_NOV, MON_23_NOV)
    same = call(home, MON_23_NOV, kind="voice mail")
    assert counted(contact) == counted(same) and counted(contact)[0][1] == TUE_24_NOV_CLOSE
    assert Entry.objects.get(subject=f"contact:{contact.id}").happened == SATURDAY
    assert found(home.id) == []


def test_the_page_shows_when_it_happened_only_where_it_differs(home: County) -> None:
    logged(home, **ON_SATURDAY)
    page, usual = shown(home, Contact.objects.get()), shown(home, call(home, MON_23_NOV))
    assert "Happened Sat 21 Nov 2026 18:05 CST Received Mon 23 Nov 2026 10:00 CST" in page
    assert "received Mon 23 Nov 2026 10:00 CST" in story_of(page) and "Happened" not in usual


@pytest.mark.parametrize(
    ("said", "told", "value"),
    [
        ({"happened_day": "2026-11-24", "happened_time": "09:00"}, TO_COME, "2026-11-24"),
        (
            {"kind": "", "earlier": "voice mail", "day": "2026-11-20", "time": "09:00", **ON_SATURDAY},
            AFTER,
            "2026-11-21",
        ),
        ({"happened_day": "2026-11-21"}, "Fill in the time.", "2026-11-21"),
        ({"happened_time": "18:05"}, "Fill in the date.", "18:05"),
        ({"happened_day": "tomorrow", "happened_time": "18:05"}, "cannot read the time", "tomorrow"),
    ],
)
def test_what_cannot_be_is_told_at_the_field_and_kept(
    home: County, said: dict[str, str], told: str, value: str
) -> None:
    answer = logged(home, **said)
    form = answer.context["form"]
    errors = {name: each for name, each in form.errors.items() if told in str(each)}
    assert answer.status_code == 422 and errors.keys() <= {"happened_day", "happened_time"} and errors
    assert form.more_open and f'value="{value}"' in answer.content.decode() and not Contact.objects.exists()


def test_no_door_lets_a_contact_happen_after_its_receipt(home: County) -> None:
    told: Any = {"party": "custodial parent", "case_number": "", "reason": "", "owner": home.worker.id}
    new = NewContact(kind=kinds()["voice mail"], happened=MON_23_NOV, received=SATURDAY, **told)
    with pytest.raises(BadInstant, match="after it was received"):
        record_contact(new, office=home.office.id, by=home.worker, key=uuid4(), now=MON_23_NOV)


def test_a_correction_says_when_it_happened_and_moves_no_clock(home: County) -> None:
    contact = call(home, MON_23_NOV, kind="voice mail")
    before = counted(contact)
    assert corrected(home, contact, **ON_SATURDAY).status_code == 302
    contact.refresh_from_db()
    assert (contact.happened, contact.received) == (SATURDAY, MON_23_NOV)
    assert counted(contact) == before
    page = shown(home, contact)

    assert "happened from nothing to Sat 21 Nov 2026 18:05 CST" in page
    story = story_of(page)
    assert story.index("Sat 21 Nov 2026 18:05 CST: Left a voice mail") < story.index("Corrected")
    again = as_role(home).get(reverse("contacts:correct", args=[contact.id]))
    assert [again.context["form"][name].value() for name in ON_SATURDAY] == list(ON_SATURDAY.values())
    assert found(home.id) == []


def test_a_correction_to_after_its_receipt_is_refused_at_the_field(home: County) -> None:
    contact = call(home, MON_23_NOV)
    answer = corrected(home, contact, day="2026-11-20", **ON_SATURDAY)
    assert answer.status_code == 422 and AFTER in str(answer.context["form"].errors["happened_day"])
    contact.refresh_from_db()
    assert contact.received == MON_23_NOV


def test_a_corrected_receipt_without_an_earlier_happening_is_both(home: County) -> None:
    contact = call(home, MON_23_NOV)
    corrected(home, contact, time="09:30")
    contact.refresh_from_db()
    assert contact.happened == contact.received == MON_23_NOV.replace(hour=9, minute=30)


def test_the_timeline_goes_by_happening_and_counts_no_lag_before_the_receipt(home: County) -> None:
    logged(home, **ON_SATURDAY)
    contact = Contact.objects.get()
    call(home, datetime(2026, 11, 23, 9, 30, tzinfo=CENTRAL), kind="letter")
    page = text(as_role(home).get(reverse("desk:participant_timeline", args=[contact.participant_id])))
    assert page.index("Sat 21 Nov 2026 18:05 CST") < page.index("Mon 23 Nov 2026 09:30 CST")
    assert "received Mon 23 Nov 2026 10:00 CST" in page and "lag" not in page


def test_the_form_sent_again_with_another_happening_is_not_dropped(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = str(uuid4())
    logged(home, key=key, **ON_SATURDAY)
    assert logged(home, key=key, **ON_SATURDAY).status_code == 302 and Contact.objects.count() == 1
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV + timedelta(minutes=5))
    answer = logged(home, key=key, **{**ON_SATURDAY, "happened_time": "17:05"})
    assert answer.status_code == 422 and "This page was sent before" in text(answer) and Contact.objects.count() == 1


def test_a_correction_sent_again_with_another_happening_is_not_called_recorded(home: County) -> None:
    contact, key = call(home, MON_23_NOV), str(uuid4())
    for when, happened_time, status in ((0, "18:05", 302), (5, "18:05", 302), (5, "17:05", 422)):
        at = MON_23_NOV + timedelta(minutes=when)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(timezone, "now", lambda at=at: at)
            answer = corrected(home, contact, key=key, **{**ON_SATURDAY, "happened_time": happened_time})
        assert answer.status_code == status
