"""Programs are told what happened: signed, by keys and dates alone, again until they take it, at public addresses."""

import json
import re
import socket
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from acts.clocks_room import clock_of, close, said
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.adapters.webhooks.actions import change_secret, pause_webhook, send_test
from csplan.adapters.webhooks.addresses import called_address, is_public
from csplan.adapters.webhooks.models import Subscription
from csplan.adapters.webhooks.sending import secrets_of
from csplan.adapters.webhooks.signing import new_secret
from csplan.agencies.keys import new_key
from csplan.agencies.work import deliver_parcels
from csplan.contacts.actions import NewAttempt, record_return
from csplan.contacts.clock_actions import extend
from csplan.core.duration import Duration
from csplan.ledger.models import Entry
from csplan.outbox.doors import NotDelivered, Refused
from csplan.outbox.models import Parcel
from receivers import Receiver, hook, is_signed, receiver

pytestmark = pytest.mark.django_db
PRIVATE = ("127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1")
WRAPPED = ("fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:0a00:0001::", "64:ff9b::10.0.0.1", "ff02::1")


@pytest.fixture
def home(speaking: Callable[..., None]) -> County:
    found = dane()
    speaking(found.id)
    return found


@pytest.fixture
def program(settings: Settings) -> Iterator[Receiver]:
    settings.CSPLAN_WEBHOOKS_PRIVATE = True
    with receiver() as found:
        yield found


def worked(later: timedelta = timedelta(0)) -> list[bool]:
    return list(deliver_parcels("a", lambda: MON_23_NOV + later))


def sent_a_test(found: Subscription, home: County) -> None:
    send_test(found, new_key(), actor=home.worker.id, now=MON_23_NOV)


def test_a_program_is_told_of_a_contact_and_its_clocks_by_keys_and_dates_alone(home: County, program: Receiver) -> None:
    hook(home, program.address)
    contact = call(home, FRI_20_NOV, now=MON_23_NOV)
    assert all(worked())
    told = {each["type"]: each["data"] for each in program.told}
    assert told["contact.recorded"] == {
        "contact": str(contact.id),
        "received": "2026-11-20T22:50:00+00:00",
        "entered": "2026-11-23T16:00:00+00:00",
        "precision": "instant",
    }
    dues = set(contact.matter.clocks.values_list("due", flat=True))
    assert datetime.fromisoformat(told["clock.started"]["due"]) in dues
    assert set(told["clock.started"]) == {"clock", "contact", "standard", "started", "due", "met"}
    texts = json.dumps(program.told)
    assert "1234567" not in texts and "payment" not in texts and home.worker.name not in texts


def test_a_call_that_was_returned_tells_of_the_clocks_met(home: County, program: Receiver) -> None:
    contact = call(home, FRI_20_NOV)
    hook(home, program.address, ("clock.met",))
    record_return(
        contact, NewAttempt(happened=MON_23_NOV, note="Jane Doe"), by=home.worker, key=new_key(), now=MON_23_NOV
    )
    assert all(worked())
    assert {each["type"] for each in program.told} == {"clock.met"}
    assert {each["data"]["clock"] for each in program.told} == {str(each.id) for each in contact.matter.clocks.all()}
    assert program.told[0]["data"]["met"] == "2026-11-23T16:00:00+00:00"


def test_an_extension_tells_from_when_to_when_a_clock_moved(home: County, program: Receiver) -> None:
    contact = call(home, MON_23_NOV)
    hook(home, program.address, ("clock.moved",))
    clock = clock_of(contact)
    extend(contact, clock, Duration(1, "business days"), said(home, now=MON_23_NOV))
    assert worked() == [True]
    (moved,) = program.told[0]["data"]["clocks"]
    assert moved["contact"] == str(contact.id) and moved["clock"] == str(clock.id)
    assert (moved["due_before"], moved["due"]) == ("2026-11-24T22:30:00+00:00", "2026-11-25T22:30:00+00:00")


def test_a_calendar_tells_of_all_the_clocks_that_it_moved_in_few_calls(
    home: County, program: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts = {str(call(home, MON_23_NOV).id) for _ in range(5)}
    hook(home, program.address, ("clock.moved",))
    monkeypatch.setattr("csplan.adapters.webhooks.telling.AT_ONCE", 3)
    edition = close(home, date(2026, 11, 24), now=MON_23_NOV)
    assert worked() == [True, True]
    assert {each["data"]["calendar"] for each in program.told} == {str(edition.id)}
    moved = [each for told in program.told for each in told["data"]["clocks"]]
    assert {each["contact"] for each in moved} == contacts
    assert all(each["due"] > each["due_before"] for each in moved)


def test_each_call_is_signed_so_that_other_code_can_check_it(home: County, program: Receiver) -> None:
    found = hook(home, program.address)
    sent_a_test(found, home)
    assert worked() == [True]
    ((headers, body),) = program.calls
    assert is_signed(found.secret, headers, body)
    assert not is_signed(new_secret(), headers, body) and not is_signed(found.secret, headers, body + b" ")
    assert headers["webhook-id"] == str(Parcel.objects.get().id)
    assert re.fullmatch(r"\d{10}", headers["webhook-timestamp"])
    assert headers["content-type"] == "application/json"


def test_for_a_day_after_a_change_both_secrets_sign(home: County, program: Receiver) -> None:
    found, secret = hook(home, program.address), new_secret()
    assert change_secret(found, secret, actor=home.worker.id, now=MON_23_NOV)
    assert not change_secret(found, new_secret(), actor=home.worker.id, now=MON_23_NOV)  # it is not the one seen
    held = Subscription.objects.get()
    assert secrets_of(held, MON_23_NOV + timedelta(hours=23)) == [secret, found.secret]
    assert secrets_of(held, MON_23_NOV + timedelta(hours=25)) == [secret]


def test_what_was_not_taken_comes_again_with_the_same_id(home: County, program: Receiver) -> None:
    sent_a_test(hook(home, program.address), home)
    program.status = 500
    assert worked() == [False] and Parcel.objects.get().reason == "it answered 500"
    program.status = 200
    assert worked(timedelta(minutes=5)) == [True]
    (first, again) = program.calls
    assert first[0]["webhook-id"] == again[0]["webhook-id"] and first[1] == again[1]


def test_a_redirect_is_not_followed(home: County, program: Receiver) -> None:
    sent_a_test(hook(home, program.address), home)
    program.status = 302
    assert worked() == [False] and len(program.calls) == 1
    assert Parcel.objects.get().reason == "it answered 302; redirects are not followed"


def test_a_program_that_is_gone_is_not_called_again(home: County, program: Receiver) -> None:
    sent_a_test(hook(home, program.address), home)
    program.status = 410
    assert worked() == [False] and Parcel.objects.get().outcome == "given up"


def test_a_program_that_does_not_listen_is_called_later(home: County, settings: Settings) -> None:
    settings.CSPLAN_WEBHOOKS_PRIVATE = True
    sent_a_test(hook(home, "http://127.0.0.1:1/"), home)
    assert worked() == [False] and Parcel.objects.get().ended is None


def test_a_program_without_tls_where_tls_is_asked_is_not_told(home: County, program: Receiver) -> None:
    sent_a_test(hook(home, program.address.replace("http:", "https:")), home)
    assert worked() == [False] and program.calls == []
    assert Parcel.objects.get().reason == "its certificate is not valid"


def test_a_private_address_is_not_called(home: County, program: Receiver, settings: Settings) -> None:
    sent_a_test(hook(home, program.address), home)
    settings.CSPLAN_WEBHOOKS_PRIVATE = False
    assert worked() == [False] and program.calls == []
    assert Parcel.objects.get().outcome == "given up" and "not a public one" in Parcel.objects.get().reason


@pytest.mark.parametrize("address", [*PRIVATE, *WRAPPED])
def test_addresses_that_are_not_public_are_known_in_every_guise(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_public() -> None:
    assert is_public("93.184.215.14") and is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_a_name_with_one_private_address_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", (each, 443)) for each in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(Refused):
        called_address("hooks.example.org", 443)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found[:1])
    assert called_address("hooks.example.org", 443) == "93.184.215.14"


def test_a_name_that_nobody_knows_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotDelivered, match="not known"):
        called_address("hooks.example.org", 443)


def test_a_paused_webhook_is_told_nothing(home: County, program: Receiver) -> None:
    found = hook(home, program.address)
    sent_a_test(found, home)
    assert pause_webhook(found, actor=home.worker.id, now=MON_23_NOV)
    assert not pause_webhook(found, actor=home.worker.id, now=MON_23_NOV)
    call(home, FRI_20_NOV)
    assert worked() == [False] and program.calls == []
    assert Parcel.objects.get().reason == "the webhook is paused; resume it, then try again"


def test_what_is_told_goes_with_the_act_when_it_fails(home: County, program: Receiver) -> None:
    hook(home, program.address)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        call(home, FRI_20_NOV)
        raise ZeroDivisionError
    assert not Parcel.objects.exists()


def test_a_contact_sent_twice_is_told_once(home: County, program: Receiver) -> None:
    hook(home, program.address, ("contact.recorded",))
    key = new_key()
    for _ in range(2):
        call(home, FRI_20_NOV, key=key)
    assert worked() == [True]


def test_where_no_program_listens_an_act_asks_one_query_more(home: County) -> None:
    call(home, FRI_20_NOV)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        call(home, FRI_20_NOV)
    about = [each["sql"] for each in asked if "webhooks" in each["sql"]]
    assert len(about) == 1 and not any("outbox" in each["sql"] for each in asked)


def test_a_test_sent_twice_by_the_same_form_is_one_call(home: County, program: Receiver) -> None:
    found, key = hook(home, program.address), uuid4()
    for _ in range(2):
        send_test(found, key, actor=home.worker.id, now=MON_23_NOV)
    assert worked() == [True] and program.told[0]["type"] == "test"


def test_what_is_done_to_a_webhook_is_on_record(home: County) -> None:
    found = hook(home)
    pause_webhook(found, actor=home.worker.id, now=MON_23_NOV)
    acts = Entry.objects.filter(agency=home.id, subject=f"webhook:{found.id}").order_by("number")
    assert list(acts.values_list("act", flat=True)) == ["add webhook", "pause webhook"]
