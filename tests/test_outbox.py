"""The outbox: what must leave the building is a row of the transaction of the act, once a key."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction

from cast import MON_23_NOV, County, dane, rock
from csplan.agencies.each import for_each_agency
from csplan.agencies.walls import speaking_for
from csplan.outbox.actions import put_out
from csplan.outbox.models import Parcel
from csplan.outbox.rounds import Registered, register, registered, round_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> County:
    return dane()


def mail(agency: UUID, key: str = "digest", now: datetime = MON_23_NOV) -> None:
    put_out(agency=agency, kind="mail", to="a@b.example", payload={"subject": "s", "text": "t"}, key=key, now=now)


def test_the_same_key_twice_puts_out_nothing_twice(home: County, speaking: Callable[..., None]) -> None:
    speaking(home.id)
    for _ in range(3):
        mail(home.id)
    assert Parcel.objects.filter(agency=home.id).count() == 1


def test_each_parcel_has_a_message_id_of_its_own_in_the_domain_of_the_sender(
    home: County, speaking: Callable[..., None]
) -> None:
    speaking(home.id)
    mail(home.id)
    mail(home.id, key="another")
    ids = set(Parcel.objects.values_list("message_id", flat=True))
    assert len(ids) == 2 and all(each.endswith("@localhost>") for each in ids)


def test_what_an_act_puts_out_goes_with_it_when_it_fails(home: County, speaking: Callable[..., None]) -> None:
    speaking(home.id)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        mail(home.id)
        raise ZeroDivisionError
    assert not Parcel.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_put_out_outside_the_transaction_of_an_act() -> None:
    with pytest.raises(RuntimeError, match="within the transaction"):
        mail(UUID(int=1))


def test_what_fails_for_one_agency_is_undone_for_it_and_stops_no_other(
    home: County, caplog: pytest.LogCaptureFixture
) -> None:
    other = rock()

    def do(agency: UUID, now: datetime) -> None:
        mail(agency, now=now)
        if agency == home.id:
            raise ValueError("Jane Doe, 414-555-0100")

    for each in do, partial(do):
        with pytest.raises(ValueError, match="Jane Doe"):  # at the end, for whoever keeps that the round failed
            for_each_agency(each, MON_23_NOV)
    assert held_by(home) == 0 and held_by(other) == 1
    assert str(home.id) in caplog.text and "ValueError at test_outbox.py" in caplog.text
    assert "Jane" not in caplog.text


def held_by(county: County) -> int:
    with speaking_for([county.id]):
        return Parcel.objects.filter(agency=county.id).count()


def test_a_period_is_counted_the_same_everywhere() -> None:
    each = Registered("x", "Tests", timedelta(minutes=5), print)
    first = each.period(MON_23_NOV)
    assert each.period(MON_23_NOV + timedelta(minutes=4, seconds=59)) == first
    assert each.period(MON_23_NOV + timedelta(minutes=5)) == first + 1


def test_a_name_of_a_round_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csplan.outbox.rounds._rounds", {})
    register("one", "The first", every=timedelta(minutes=1), do=print)
    with pytest.raises(ValueError, match="use another name"):
        register("one", "The first", every=timedelta(minutes=1), do=print)
    with pytest.raises(ValueError, match="longer period"):
        register("two", "The second", every=timedelta(0), do=print)
    assert [each.name for each in registered()] == ["one"]


def test_every_round_is_told_of_in_words() -> None:
    assert {each.name: each.says for each in registered()} == {
        "desk.digest": "Morning digests",
        "clocks.warnings": "Warnings before due",
        "api.receipts": "Forgetting old requests of programs",
        "imports.lines": "Forgetting old lines of call logs",
        "imports": "Imports of call logs",
    }
    assert {round_words(each.name) for each in registered()} == {each.says for each in registered()}
