"""What is watched over events: judging words, samples, masked numbers, and who sees which list."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, County, call, dane
from csplan.agencies.actions import choose
from csplan.agencies.keys import new_key
from csplan.contacts.models import Contact
from csplan.contacts.sensitive import NOTICE, WHO_MAY_LOOK
from csplan.events.models import Event, Mark
from csplan.ledger.models import Entry
from event_pages import AT_10_40, BEFORE_ALL, event_page, hidden, returned, sent
from ledgers import found
from pages import as_role, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: AT_10_40)
    county = dane()
    speaking(county.id)
    return county


@pytest.mark.requirement("WI-CSP-KIDS-04")
def test_judging_words_are_pointed_out_once_and_confirmed_as_a_quotation(home: County) -> None:
    choose(home.id, "events.judging", True, actor=None, now=BEFORE_ALL)
    contact, client = call(home, FRI_20_NOV), as_role(home)
    returned(home, contact)
    judged = {"text": 'He said: "she is lazy and lying".', "shown": 'He said: "she is lazy and lying".'}
    answer = sent(client, event_page(contact), "post", **judged)
    assert answer.status_code == 422 and '"lazy", "lying"' in text(answer) and "write what was said" in text(answer)
    form = {**hidden(answer), **judged, "do": "post", "quotation": "on"}
    assert client.post(event_page(contact), form).status_code == 302
    assert Event.objects.get().quoted == ["lazy", "lying"]
    sampled = text(as_role(home, "supervisor").get(reverse("events:sample")))
    assert "With a confirmed quotation: 1" in sampled and "confirmed: lazy, lying" in sampled


def test_judging_words_are_not_looked_at_where_the_agency_has_not_chosen_it(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    returned(home, contact)
    judged = {"text": "she is lazy", "shown": "she is lazy"}
    assert sent(client, event_page(contact), "post", **judged).status_code == 302
    assert Event.objects.get().quoted == []


@pytest.mark.requirement("WI-CSP-KIDS-05")
def test_a_sample_is_drawn_by_chance_and_again_by_its_seed(home: County) -> None:
    client = as_role(home)
    for number in range(12):
        contact = call(home, FRI_20_NOV, case=f"{2000000 + number}")
        returned(home, contact)
        sent(client, event_page(contact), "typed")
    drawn = [_drawn(home, seed) for seed in ("7", "7", "8")]
    assert drawn[0] == drawn[1] != drawn[2] and len(drawn[0]) == 6
    assert as_role(home).get(reverse("events:sample")).status_code == 403


@pytest.mark.requirement("WI-CSP-KIDS-05")
def test_a_sampled_event_is_marked_and_the_share_that_is_factual_is_seen(home: County) -> None:
    client, supervisor, page = as_role(home), as_role(home, "supervisor"), reverse("events:sample")
    for number in range(4):
        contact = call(home, FRI_20_NOV, case=f"{2000000 + number}")
        returned(home, contact)
        sent(client, event_page(contact), "typed")
    drawn = {"seed": "7", "percent": "100"}
    assert "No event is marked yet" in text(supervisor.get(page, drawn))
    keys = [str(key) for key in Event.objects.order_by("case__number").values_list("id", flat=True)]
    for key, factual in zip(keys, ("yes", "yes", "no", "no"), strict=True):
        answer = supervisor.post(f"{page}?seed=7&percent=100", {"event": key, "factual": factual, "note": "compared"})
        assert answer["Location"] == f"{page}?percent=100&seed=7#e{key}"
    supervisor.post(page, {"event": keys[3], "factual": "yes", "note": "looked again, 536-90-4399"})
    shown = text(supervisor.get(page, drawn))
    assert "3 of 4 marked events are factual: 75 percent" in shown and shown.count("Marked: factual") == 3
    assert "looked again, ***-**-****" in shown
    assert Entry.objects.filter(act="mark sampled event").count() == 5
    assert found(home.id) == []


def test_a_mark_that_is_wrong_or_of_somebody_elses_event_is_refused(home: County) -> None:
    contact, page = call(home, FRI_20_NOV), reverse("events:sample")
    returned(home, contact)
    sent(as_role(home), event_page(contact), "typed")
    key, supervisor = str(Event.objects.get().id), as_role(home, "supervisor")
    long = supervisor.post(page, {"event": key, "factual": "no", "note": "x" * 201})
    assert long.status_code == 422 and "at most 200 letters" in text(long) and "x" * 201 in long.content.decode()
    assert supervisor.post(page, {"event": "0198c0de-1111-7222-8333-444455556666", "factual": "no"}).status_code == 404
    assert supervisor.post(page, {"event": "that one", "factual": "no"}).status_code == 404
    assert as_role(home).post(page, {"event": key, "factual": "no"}).status_code == 403
    assert not Mark.objects.exists()


def _drawn(home: County, seed: str) -> list[str]:
    """The cases of a sample of the half."""
    shown = text(as_role(home, "supervisor").get(reverse("events:sample"), {"seed": seed, "percent": "50"}))
    return re.findall(r"Case (2\d{6})", shown)


def test_a_social_security_number_is_masked_and_shown_only_on_record(home: County) -> None:
    contact, client = call(home, FRI_20_NOV), as_role(home)
    assert "What is masked" not in text(client.get(reverse("desk:contact", args=[contact.id])))
    returned(home, contact, information="gave 536-90-4399")
    assert "What is masked" in text(client.get(reverse("desk:contact", args=[contact.id])))
    assert "536-90-4399" not in text(client.get(event_page(contact)))
    page = reverse("events:reveal", args=[contact.id])
    assert "536-90-4399" not in text(client.get(page))
    assert not Entry.objects.filter(act="reveal masked numbers").exists()
    assert "536-90-4399" in text(client.post(page))
    assert Entry.objects.get(act="reveal masked numbers").actor == home.worker.id
    assert "536-90-4399" in text(as_role(home, "supervisor").post(page))
    assert as_role(home, "agency attorney").post(page).status_code == 403
    notice = text(as_role(home, "agency attorney").get(page))
    assert WHO_MAY_LOOK in notice and WHO_MAY_LOOK in NOTICE and "ask your supervisor" in notice


def test_the_front_desk_that_wrote_a_number_is_told_that_it_may_not_look(home: County) -> None:
    desk = as_role(home, "front desk")
    said = {"key": str(new_key()), "kind": "answered live", "reason": "gave 536-90-4399", "owner": str(home.worker.id)}
    logged = desk.post(reverse("contacts:log"), said, follow=True)
    assert WHO_MAY_LOOK in text(logged) and "(not the front desk)" in WHO_MAY_LOOK
    contact = Contact.objects.get()
    assert contact.entered_by == home.people["front desk"]
    assert desk.post(reverse("events:reveal", args=[contact.id])).status_code == 403
    assert found(home.id) == []


def test_the_office_list_is_the_supervisors(home: County) -> None:
    returned(home, call(home, FRI_20_NOV))
    assert "1 owed" in text(as_role(home, "supervisor").get(reverse("events:owed_office")))
    assert "0 owed" in text(as_role(home, "supervisor").get(reverse("events:owed")))
    assert as_role(home).get(reverse("events:owed_office")).status_code == 403


def test_a_list_of_what_is_owed_asks_no_more_for_more_rows(home: County) -> None:
    client, counts = as_role(home, "supervisor"), []
    client.get(reverse("events:owed_office"))  # what the agency has set up is read once
    for calls in (2, 28):
        for number in range(calls):
            returned(home, call(home, FRI_20_NOV + timedelta(seconds=number)))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("events:owed_office"))
        counts.append(sum(" FROM " in query["sql"] for query in asked))
    assert counts[0] == counts[1] <= 12
