"""Whatever is sent to the forms of contacts: never a fault of ours, and nothing saved that was not right."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from absent import leave
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.contacts.fields import SharedFields
from csplan.contacts.forms import LogForm
from csplan.contacts.kinds import kinds, party_kinds
from csplan.contacts.models import Attempt, Contact, Correction, Handling, Participant, Restriction
from pages import text

pytestmark = pytest.mark.django_db
WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "now", "earlier", "2026-11-20", "0001-01-01", "9999-12-31", "23:59", "24:00", "1" * 600, "\0"]
    ),
    st.sampled_from([*kinds(), *party_kinds(), "on", "1234567", "-1", "1e9", str(uuid4())]),
)
NAMES = (
    *("key", "kind", "earlier", "party", "owner", "last_owner", "case_number", "reason", "day", "time", "name"),
    *("interpreter", "interpreter_from", "interpreter_as", "interpreter_minutes", "information", "number", "source"),
    *("when", "note", "outcome", "to", "promised", "seen", "why", "language", "tty", "first_day", "last_day"),
    *("decided_by", "concerns", "case_kind", "look_up", "rows", "0-day", "0-time", "0-key", "0-kind", "more"),
)
SENT = st.dictionaries(st.sampled_from(NAMES), WORDS, max_size=12)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def test_what_one_form_does_with_its_fields_no_other_form_sees(home: County) -> None:
    leave(home.worker, MON_23_NOV, MON_23_NOV + timedelta(days=2), now=FRI_20_NOV)
    client, before = Client(), shared()
    client.force_login(home.people["front desk"])
    wrong = {"key": str(uuid4()), "kind": "call back", "party": "employer", "case_number": "x", "day": "x"}
    asked = {**wrong, "owner": str(home.worker.id), "case_number": "", "day": "", "name": "Acme"}
    for sent in (wrong, {**wrong, "look_up": "1"}, asked):
        client.post(reverse("contacts:log"), sent)
    assert shared() == before


def test_what_is_too_long_is_told_and_no_browser_cuts_it_off(home: County) -> None:
    client, typed = Client(), "Please call about the order of June. " * 20
    client.force_login(home.worker)
    assert 'maxlength="' not in client.get(reverse("contacts:log")).content.decode()
    answer = client.post(reverse("contacts:log"), {"key": str(uuid4()), "kind": "call back", "reason": typed})
    assert "This is too long: at most 500 letters, and there are 739. Shorten it." in text(answer)
    assert typed in answer.content.decode() and not Contact.objects.exists()


def shared() -> list[tuple[str, object, object, object]]:
    """What the fields that all forms share say of themselves."""
    fields = LogForm.base_fields
    assert isinstance(fields, SharedFields)
    kept = ((name, field) for name, field in fields.items() if name not in fields.changed)
    return [(name, dict(vars(field)), dict(vars(field.widget)), dict(field.widget.attrs)) for name, field in kept]


def held() -> list[int]:
    """How much is recorded."""
    return [model.objects.count() for model in (Contact, Attempt, Handling, Correction, Restriction)]


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(sent=SENT)
def test_nothing_that_is_sent_is_a_fault_and_what_is_refused_saves_nothing(home: County, sent: dict[str, str]) -> None:
    contact, letter = _once(home)
    client, participant = Client(), Participant.objects.get().id
    client.force_login(home.people["supervisor"])
    of = {"attempt": contact.id, "returned": contact.id, "correct": contact.id}
    of |= {"needs": participant, "restrict": participant}
    pages = [reverse(f"contacts:{name}", args=[key]) for name, key in of.items()]
    pages += [reverse(f"contacts:{name}") for name in ("log", "known", "batch", "find")]
    pages += [reverse("contacts:handled", args=[letter.id, what]) for what in ("respond", "acknowledge", "pass-on")]
    for page in pages:
        before = held()
        answer = client.post(page, sent)
        assert answer.status_code in {200, 302, 422}
        assert answer.status_code == 302 or held() == before


def _once(home: County) -> tuple[Contact, Contact]:
    if not Contact.objects.filter(kind="letter").exists():
        call(home, FRI_20_NOV)
        call(home, FRI_20_NOV, kind="letter")
    first = Contact.objects.filter(kind="call back").order_by("id").first()
    assert first
    return first, Contact.objects.filter(kind="letter").order_by("id")[0]


@pytest.mark.parametrize("field", ["case_number", "party", "concerns", "last_owner", "reason", "owner"])
@pytest.mark.parametrize("page", ["contacts:log", "contacts:known"])
def test_a_character_that_a_database_cannot_hold_is_no_fault(home: County, page: str, field: str) -> None:
    client = Client()
    client.force_login(home.worker)
    answer = client.post(reverse(page), {"case_number": "1234567", field: "1\x00", "kind": "call back"})
    assert answer.status_code in (200, 422)
