"""The pages over HTTP: what is typed is kept, nothing is half-saved, and no page asks more for more rows."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, PASSWORD, County, call, dane, rock
from csplan.agencies.models import Person
from csplan.agencies.walls import speaking_for
from csplan.clocks.models import Clock, Matter
from csplan.clocks.turning import hand_matter
from csplan.contacts.kinds import handlings, kinds, local_facts, parties
from csplan.contacts.models import Attempt, Contact
from csplan.ledger.models import Entry
from csplan.policy.catalogue import packaged_catalogue
from csplan.site.environment import database_of, number_of
from pages import as_role, text

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
EARLIER = {"kind": "", "earlier": "call back"}


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane(PASSWORD)
    speaking(found.id)
    return found


def address(answer: Any) -> str:
    """Where an answer leads to."""
    return str(answer.url)


def typed(**fields: str) -> dict[str, str]:
    """A whole log of a customer's call, with a key of its own."""
    whole = {"key": str(uuid4()), "party": "custodial parent", "kind": "call back"}
    return {**whole, "case_number": "1234567", "reason": "asks about a payment", **fields}


def logged(client: Client, home: County, **fields: str) -> Any:
    return client.post(reverse("contacts:log"), {"owner": str(home.worker.id), **typed(**fields)})


def test_a_call_is_logged_listed_with_its_reason_returned_and_met(home: County) -> None:
    client = as_role(home)
    page = address(logged(client, home))
    listed = text(client.get(reverse("desk:my_list")))
    assert "1 open" in listed and "Tue 24 Nov 2026 16:30 CST" in listed
    assert "Customer phone calls are returned within 1 business day of the call." in listed
    assert "Tue 24 Nov 2026: open 08:00-16:30 - day 1" in listed
    client.post(f"{page}returned/", {"key": str(uuid4()), "when": "now", "information": "balance explained"})
    assert "Customer phone call returned: met" in text(client.get(page))
    assert "0 open" in text(client.get(reverse("desk:my_list")))


def test_the_same_post_five_times_makes_one_record_and_shows_it_five_times(home: County) -> None:
    client, fields = as_role(home), typed()
    assert len({logged(client, home, **fields).url for _ in range(5)}) == 1
    page = logged(client, home, **fields).url
    attempt = {"key": str(uuid4()), "when": "now"}
    assert {address(client.post(f"{page}attempt/", attempt)) for _ in range(5)} == {page}
    assert (Contact.objects.count(), Attempt.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"party": ""}, "Say who it was"),
        ({"day": "2026-11-20"}, "the button says just now"),
        ({"owner": ""}, "Choose who answers"),
        ({"owner": str(uuid4())}, "Choose one of the people offered"),
        ({"kind": ""}, "Press one of the buttons"),
        ({"key": "nonsense"}, "Open the page again"),
        ({"case_number": "12"}, "This is no KIDS number: 7 to 10 digits"),
        ({"reason": "long " * 101}, "at most 500 letters, and there are 504"),
        ({**EARLIER}, "Fill in the date"),
        ({**EARLIER, "day": "2026-11-20"}, "Fill in the time"),
        ({**EARLIER, "day": "2026-11-31", "time": "10:00"}, "no such date"),
        ({**EARLIER, "day": "yesterday", "time": "10:00"}, "cannot read the time"),
        ({**EARLIER, "day": "2026-11-23", "time": "10:01"}, "in the future"),
        ({**EARLIER, "day": "1950-11-23", "time": "10:01", "long_ago": "1950-11-23"}, "calendar covers"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_is_kept(
    home: County, wrong: dict[str, str], told: str
) -> None:
    answer = logged(as_role(home), home, **{"reason": "kept as typed", **wrong})
    assert answer.status_code == 422
    assert told in text(answer)
    assert wrong.get("reason", "kept as typed").strip() in answer.content.decode()
    assert not Contact.objects.exists() and not Clock.objects.exists()


def test_a_call_of_an_earlier_time_starts_its_clock_then(home: County) -> None:
    logged(as_role(home), home, **EARLIER, day="2026-11-20", time="16:50")
    (clock,) = Clock.objects.all()
    assert (clock.started, str(clock.due_date)) == (FRI_20_NOV, "2026-11-23")


def test_an_answer_before_the_call_is_told_at_the_field(home: County) -> None:
    contact = call(home, MON_23_NOV)
    earlier = {
        "key": str(uuid4()),
        "when": "earlier",
        "day": "2026-11-23",
        "time": "09:59",
        "note": "kept",
        "in_case_system": "on",
    }
    answer = as_role(home).post(reverse("contacts:returned", args=[contact.id]), earlier)
    assert answer.status_code == 422 and "before the call was received" in text(answer)
    assert 'value="kept"' in answer.content.decode() and not Attempt.objects.exists()


def test_answered_live_needs_one_button_and_no_more(home: County) -> None:
    answer = as_role(home).post(reverse("contacts:log"), {"key": str(uuid4()), "kind": "answered live"})
    assert answer.status_code == 302
    assert not Clock.objects.exists() and Contact.objects.get().received == MON_23_NOV
    assert "owes nothing" in text(as_role(home).get(address(answer)))
    assert "Nothing is owed on this contact" in text(as_role(home).get(f"{address(answer)}returned/"))


def test_an_owner_of_another_agency_is_refused(home: County) -> None:
    answer = logged(as_role(home), home, owner=str(rock().worker.id))
    assert answer.status_code == 422 and not Contact.objects.exists()


@pytest.mark.parametrize("page", ["desk:my_list", "desk:office_list"])
def test_a_list_asks_no_more_for_more_rows(home: County, page: str) -> None:
    client, counts = as_role(home, "supervisor"), []
    for calls in (2, 28):
        for number in range(calls):
            call(home, FRI_20_NOV + timedelta(seconds=number), kind="voice mail")
        for matter in Matter.objects.filter(owner=home.worker):
            hand_matter(matter, home.people["supervisor"].id)
        client.get(reverse(page))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(page))
        counts.append(sum(" FROM " in query["sql"] for query in asked))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_list_is_shown_page_by_page(home: County) -> None:
    for number in range(27):
        call(home, FRI_20_NOV + timedelta(seconds=number))
    client = as_role(home)
    assert "Page 1 of 2" in text(client.get(reverse("desk:my_list")))
    assert "Page 2 of 2" in text(client.get(reverse("desk:my_list"), {"page": "99"}))


def test_a_list_that_is_too_long_holds_the_most_urgent(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csplan.desk.listing.COUNTED", 2)
    for number in range(3):
        call(home, FRI_20_NOV + timedelta(seconds=number))
    assert "The 2 most urgent of 3 with a date" in text(as_role(home).get(reverse("desk:my_list")))


def test_two_promises_of_a_voice_mail_are_both_shown(speaking: Callable[..., None], home: County) -> None:
    other = rock()
    with speaking_for([other.id]):
        contact = call(other, FRI_20_NOV, kind="voice mail")
    shown = text(as_role(other).get(reverse("desk:contact", args=[contact.id])))
    assert "Voice mail responded to: open" in shown and "Customer phone call returned: open" in shown
    assert "The strictest of these: the lists go by it." in shown and "Runs beside it." in shown


def test_no_page_needs_an_inline_script_or_style(home: County) -> None:
    answer = as_role(home).get(reverse("contacts:log"))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert not re.search(r"<script(?! src=)|<style|\bstyle=|\bon\w+=", answer.content.decode())


def test_error_pages_name_nobody(home: County) -> None:
    client = as_role(home)
    client.raise_request_exception = False
    missing, refused = client.get("/nix/"), client.get(reverse("desk:office_list"))
    assert (missing.status_code, refused.status_code) == (404, 403)
    assert "There is no such page" in text(missing) and "not yours to see" in text(refused)


def test_a_form_of_an_earlier_sign_in_is_refused_with_what_to_do(home: County) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(home.worker)
    answer = client.post(reverse("contacts:log"), typed())
    assert answer.status_code == 403 and "Nothing was saved." in text(answer)


def test_a_fault_of_ours_shows_a_page_without_data(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("case 1234567")

    monkeypatch.setattr("csplan.desk.listing.due_rows", fail)
    client = as_role(home)
    client.raise_request_exception = False
    answer = client.get(reverse("desk:my_list"))
    assert answer.status_code == 500
    assert "went wrong" in text(answer) and "1234567" not in text(answer) and "Worker" not in text(answer)


def test_signing_in_needs_the_password_and_is_on_record(home: County) -> None:
    client, name = Client(), "case-worker.dane"
    wrong = client.post(reverse("agencies:sign_in"), {"username": name, "password": "nonsense"})
    assert "user name or the password is wrong" in text(wrong)
    right = client.post(reverse("agencies:sign_in"), {"username": name, "password": PASSWORD})
    assert right.status_code == 302 and address(client.get("/")) == reverse("desk:my_list")
    assert Entry.objects.filter(act="sign in by password", actor=home.worker.id).count() == 1
    assert identify_hasher(Person.objects.get(username=name).password).algorithm == "argon2"


def test_signing_out_ends_the_session(home: County) -> None:
    client = as_role(home)
    client.post(reverse("agencies:sign_out"))
    assert client.get(reverse("desk:my_list")).status_code == 302


def test_who_is_idle_too_long_signs_in_again(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_role(home)
    for minutes, expected in ((14, 200), (28, 200), (44, 302)):
        monkeypatch.setattr(timezone, "now", lambda at=minutes: MON_23_NOV + timedelta(minutes=at))
        assert client.get(reverse("desk:my_list")).status_code == expected


def test_one_click_signs_in_on_a_training_site_alone(home: County, settings: Any) -> None:
    click = {"person": str(home.worker.id)}
    settings.CSPLAN_DEMO = False
    assert Client().post(reverse("agencies:sign_in_as"), click).status_code == 404
    settings.CSPLAN_DEMO = True
    assert Client().post(reverse("agencies:sign_in_as"), click).status_code == 302
    assert Client().post(reverse("agencies:sign_in_as"), {"person": "nobody"}).status_code == 404
    assert "TRAINING SITE" in text(Client().get(reverse("agencies:sign_in")))


def test_kinds_and_parties_speak_the_words_of_the_policies() -> None:
    standards = [s for held in packaged_catalogue().held.values() for edition in held for s in edition.standards]
    facts = {fact for s in standards for fact in (s.starts, *s.met_by)}
    assert {party for s in standards for party in s.parties} <= set(parties())
    for kind in kinds().values():
        handled = {handlings()[each].fact for each in kind.handled}
        assert {*kind.starts, *kind.returned, *handled} <= facts | set(local_facts())
        assert set(kind.binds_on) <= {channel for s in standards for channel in s.channels} | {"web"}


def test_settings_that_cannot_be_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CSPLAN_IDLE_MINUTES", "soon")
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        number_of("CSPLAN_IDLE_MINUTES", 15)
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        database_of("mysql://nix", tmp_path)
