"""The work in the background: each round once a period, each parcel by one worker, and every page says when it ran."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cast import MON_23_NOV, County, dane
from csplan.agencies.each import for_each_agency
from csplan.agencies.walls import speaking_for
from csplan.agencies.work import deliver_parcels, make_rounds, status
from csplan.cli.main import main
from csplan.ledger.models import Entry
from csplan.outbox.actions import let_go, put_out, try_again
from csplan.outbox.doors import NotDelivered, Refused, _doors
from csplan.outbox.leases import TRIES, delivered, take_parcel, wait_after
from csplan.outbox.models import Parcel, Round
from csplan.outbox.queries import last_worked, undelivered
from csplan.outbox.rounds import LEASE, register, registered
from csplan.outbox.turns import take_round, worker_worked

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
Speaking = Callable[..., None]


@pytest.fixture
def home() -> County:
    return dane()


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """No round but those of the test."""
    monkeypatch.setattr("csplan.outbox.rounds._rounds", {})


def owed(county: County, n: int = 1, kind: str = "mail", to: str = "worker@dane.example") -> None:
    """Parcels that are due on Monday at 10."""
    payload = {"subject": "Your due list", "text": "3 contacts are due today"}
    with speaking_for([county.id]), transaction.atomic():
        for each in range(n):
            put_out(agency=county.id, kind=kind, to=to, payload=payload, key=f"{kind} {to} {each}", now=MON_23_NOV)


def worked(owner: str = "a", now: datetime = MON_23_NOV) -> list[bool]:
    return list(deliver_parcels(owner, lambda: now))


def the_parcel() -> Parcel:
    return Parcel.objects.get()


def failing_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def deliver(parcel: Parcel) -> None:
        raise error

    monkeypatch.setitem(_doors, "mail", deliver)


def test_what_is_owed_is_delivered_once_and_forgotten(home: County, speaking: Speaking) -> None:
    owed(home, 3)
    assert worked() == [True, True, True] and worked() == []
    speaking(home.id)
    sent = [message.message().as_string() for message in mail.outbox]
    for parcel in Parcel.objects.all():
        assert any(parcel.message_id in text for text in sent)
        assert (parcel.outcome, parcel.payload, parcel.lease_owner) == ("delivered", {}, "")


def test_one_worker_has_a_parcel_until_its_lease_runs_out(home: County, speaking: Speaking) -> None:
    owed(home)
    speaking(home.id)
    first = take_parcel([home.id], "a", MON_23_NOV)
    assert first and take_parcel([home.id], "b", MON_23_NOV + MINUTE) is None
    again = take_parcel([home.id], "b", MON_23_NOV + 3 * MINUTE)
    assert again and again.message_id == first.message_id
    assert not delivered(first, MON_23_NOV + 3 * MINUTE)  # the lease was lost
    assert delivered(again, MON_23_NOV + 3 * MINUTE)


def test_what_fails_is_tried_again_later_and_later_then_given_up(
    home: County, speaking: Speaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_with(monkeypatch, NotDelivered("the mail server is away"))
    owed(home)
    now, waits = MON_23_NOV, []
    speaking(home.id)
    for _ in range(TRIES):
        assert worked(now=now) == [False]
        waits.append(the_parcel().next_try - now)
        now = max(the_parcel().next_try, now)
    assert worked(now=now + timedelta(days=1)) == []
    assert [str(each) for each in undelivered(home.id)] == [str(the_parcel())]
    assert (the_parcel().outcome, the_parcel().reason) == ("given up", "the mail server is away")
    assert all(earlier < later for earlier, later in zip(waits[:4], waits[2:6], strict=True))


def test_waits_grow_to_six_hours_and_differ_by_chance() -> None:
    assert timedelta(seconds=22) < wait_after(1) < timedelta(seconds=38)
    assert timedelta(hours=4.4) < wait_after(12) < timedelta(hours=7.6)
    assert len({wait_after(5) for _ in range(20)}) > 10


def test_a_parcel_that_kills_its_worker_each_time_is_given_up(home: County, speaking: Speaking) -> None:
    owed(home)
    speaking(home.id)
    now = MON_23_NOV
    for _ in range(TRIES):
        assert take_parcel([home.id], "a", now)
        now += timedelta(hours=1)
    assert take_parcel([home.id], "a", now) is None
    assert undelivered(home.id).get().reason == "the worker stopped each time it tried"


def test_a_receiver_that_does_not_answer_holds_up_nobody_else(
    home: County, speaking: Speaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def deliver(parcel: Parcel) -> None:
        seen.append(parcel.to)
        if parcel.to == "dead@dane.example":
            raise NotDelivered("no answer")

    monkeypatch.setitem(_doors, "mail", deliver)
    owed(home, 50, to="dead@dane.example")
    owed(home, 2)
    assert sorted(worked()) == [False, True, True]
    assert seen.count("dead@dane.example") == 1


def test_what_is_refused_for_good_is_not_tried_again(
    home: County, speaking: Speaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_with(monkeypatch, Refused("no such address"))
    owed(home)
    assert worked() == [False] and worked(now=MON_23_NOV + timedelta(days=2)) == []
    speaking(home.id)
    assert undelivered(home.id).get().reason == "no such address"


def test_a_fault_of_a_door_is_logged_without_its_words_and_tried_again(
    home: County, speaking: Speaking, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing_with(monkeypatch, ValueError("Jane Doe"))
    owed(home)
    assert worked() == [False]
    speaking(home.id)
    assert the_parcel().ended is None and "Jane" not in caplog.text + the_parcel().reason
    assert "ValueError at test_background_work.py" in caplog.text


def test_an_administrator_tries_again_or_lets_go_on_record(
    home: County, speaking: Speaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_with(monkeypatch, Refused("no such address"))
    owed(home)
    worked()
    speaking(home.id)
    by = home.worker.id
    assert try_again(the_parcel(), actor=by, now=MON_23_NOV) and not try_again(the_parcel(), actor=by, now=MON_23_NOV)
    worked()
    assert let_go(the_parcel(), actor=by, now=MON_23_NOV) and not let_go(the_parcel(), actor=by, now=MON_23_NOV)
    assert the_parcel().payload == {} and not undelivered(home.id)
    acts = Entry.objects.filter(agency=home.id, subject=f"parcel:{the_parcel().id}").order_by("number")
    assert list(acts.values_list("act", flat=True)) == ["try to deliver again", "let undelivered go"]


def test_a_round_is_made_once_a_period_however_many_workers_there_are(rounds: None) -> None:
    made: list[datetime] = []
    register("test", "Tests", every=5 * MINUTE, do=made.append)
    for owner in ("a", "b", "a"):
        list(make_rounds(owner, lambda: MON_23_NOV))
    assert made == [MON_23_NOV]
    later = MON_23_NOV + 5 * MINUTE
    assert list(make_rounds("b", lambda: later)) == ["test"] and made == [MON_23_NOV, later]


def test_a_round_whose_worker_died_is_made_by_another_when_its_lease_has_run_out(rounds: None) -> None:
    made: list[datetime] = []
    register("test", "Tests", every=timedelta(days=1), do=made.append)
    (each,) = registered()
    assert take_round(each, "dead", MON_23_NOV)
    assert not take_round(each, "b", MON_23_NOV)
    soon, late = MON_23_NOV + LEASE, MON_23_NOV + LEASE + MINUTE
    assert list(make_rounds("b", lambda: soon)) == [] and list(make_rounds("b", lambda: late)) == ["test"]


def test_a_round_that_fails_stops_no_other_and_comes_again(rounds: None, caplog: pytest.LogCaptureFixture) -> None:
    made: list[datetime] = []

    def bad(now: datetime) -> None:
        raise ValueError("Jane Doe")

    register("bad", "Bad ones", every=MINUTE, do=bad)
    register("good", "Good ones", every=MINUTE, do=made.append)
    assert list(make_rounds("a", lambda: MON_23_NOV)) == ["bad", "good"]
    assert made and "round bad failed: ValueError" in caplog.text and "Jane" not in caplog.text
    assert not Round.objects.filter(done=None).exists()
    told = {each["name"]: (each["says"], each["failed"], each["fault"]) for each in status(MON_23_NOV)["rounds"]}
    at = "2026-11-23T16:00:00+00:00"
    assert told == {"bad": ("Bad ones", at, "ValueError"), "good": ("Good ones", None, None)}


def test_a_round_that_failed_for_one_agency_is_told_of_until_it_is_made_well(
    home: County, rounds: None, monday: None, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [ValueError("Jane Doe")]

    def do(agency: UUID, now: datetime) -> None:
        if wrong:
            raise wrong[0]

    register("test.letters", "Letters to everybody", every=MINUTE, do=partial(for_each_agency, do))
    worker_worked("a", MON_23_NOV)
    list(make_rounds("a", lambda: MON_23_NOV))
    assert main(["work", "--status"]) == 1
    told = capsys.readouterr().out
    assert "\nLetters to everybody: begun " in told
    assert ": FAILED at 2026-11-23T16:00:00+00:00 (ValueError), the log says where, under test.letters\n" in told
    assert status(MON_23_NOV)["failing"] == ["test.letters"]
    page = shown(home)
    assert "Background work failed: Letters to everybody." in page and "Jane" not in page
    wrong.clear()
    list(make_rounds("a", lambda: MON_23_NOV + MINUTE))
    assert main(["work", "--status"]) == 0 and "FAILED" not in capsys.readouterr().out
    assert "Background work failed" not in shown(home) and "emergency" not in shown(home)


def test_a_round_that_is_no_longer_made_is_not_told_of(rounds: None) -> None:
    worker_worked("a", MON_23_NOV)
    Round.objects.create(
        name="gone", period=1, lease_owner="a", lease_until=MON_23_NOV, begun=MON_23_NOV, fault="ValueError"
    )
    assert last_worked(MON_23_NOV).failing == "" and status(MON_23_NOV)["failing"] == []


def shown(home: County) -> str:
    client = Client()
    client.force_login(home.worker)
    return client.get("/due/").content.decode()


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)


def test_every_page_for_staff_says_when_work_last_ran_and_loudly_when_it_is_late(home: County, monday: None) -> None:
    assert "Background work has never run." in shown(home)
    worker_worked("a", MON_23_NOV - 11 * MINUTE)
    assert "Background work has not run for 11 minutes." in shown(home)
    worker_worked("a", MON_23_NOV - 10 * MINUTE)
    page = shown(home)
    assert "Background work last ran 10 minutes ago." in page and "usa-site-alert--emergency" not in page


def test_nobody_who_is_not_signed_in_is_told_about_the_work(home: County, monday: None) -> None:
    assert "Background work" not in Client().get("/sign-in/").content.decode()


def test_when_work_last_ran_is_one_query(home: County, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    worker_worked("a", MON_23_NOV)
    with django_assert_num_queries(1):
        assert last_worked(MON_23_NOV).ago == "less than a minute"
    assert last_worked(MON_23_NOV + timedelta(hours=49)).ago == "2 days"


def test_the_status_is_told_for_a_program(home: County, capsys: pytest.CaptureFixture[str]) -> None:
    owed(home, 2)
    worker_worked("a", timezone.now())
    assert main(["work", "--status", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["late"] is False and told["workers"][0]["name"] == "a"
    assert told["outbox"] == {"waiting": 2, "failing": 0, "undelivered": 0, "oldest": "2026-11-23T16:00:00+00:00"}
    assert set(told) == set(status(MON_23_NOV)) == {"last_worked", "late", "workers", "failing", "rounds", "outbox"}


def test_work_that_never_ran_is_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["work", "--status"]) == 1
    assert capsys.readouterr().out.startswith("Work has never run: LATE\n")
