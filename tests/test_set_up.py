"""What an agency has set up is read once, until some of it changes; nobody goes by what it was before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from absent import leave, protected
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane, person, rock
from csplan.absences.actions import cancel_absence
from csplan.absences.protected import protected_now
from csplan.absences.queries import away_at, relief_at
from csplan.adapters.webhooks.actions import add_webhook
from csplan.adapters.webhooks.queries import subscribed
from csplan.agencies.actions import choose, confirm_calendar
from csplan.agencies.answering import answering
from csplan.agencies.choices import chosen
from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency
from csplan.agencies.people_actions import set_active
from csplan.agencies.queries import calendar_edition, calendar_of
from csplan.agencies.roles import CASE_WORKER
from csplan.agencies.set_up import DAILY, change_set_up, hold_set_up, set_up_known
from csplan.agencies.walls import speaking_for
from csplan.core.calendar_changes import closed_on
from csplan.core.office_calendar import ClosedDay
from csplan.ledger.subjects import kinds
from csplan.site.demo.roster import HOME
from csplan.standards.actions import put_in_force
from csplan.standards.queries import plan_in_force

PLAN = "policies/us-wi/examples/complete.toml"
TUE_AFTERNOON = MON_23_NOV.replace(day=24, hour=14)  # in protected time as `protected` arranges it
DAY = date(2026, 11, 20)
Act = Callable[[County], object]
Question = Callable[[County], object]


@contextmanager
def request(of: County) -> Iterator[None]:
    """What a process knows while it answers one request of this county."""
    with speaking_for([of.id]), set_up_known(Agency.objects.get(id=of.id)):
        yield


def answered(of: County, question: Question) -> tuple[object, int]:
    """The answer to a question in a request of its own, and how many queries it took."""
    with request(of), CaptureQueriesContext(connection) as asked:
        return question(of), len(asked)


def close_monday(of: County) -> None:
    calendar = closed_on(
        calendar_of(calendar_edition(of.id, of.office.id)), [MON_23_NOV.date()], ClosedDay("storm", "", holiday=False)
    )
    confirm_calendar(of.office, calendar, actor=None, why="storm", now=FRI_20_NOV)


def another_plan(of: County) -> None:
    text = (HOME / PLAN).read_text().replace("version = 2", "version = 3", 1)
    with NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(text)
        file.flush()
        put_in_force(Path(file.name), agency=of.id, actor=None, now=FRI_20_NOV)


def one_more(of: County) -> None:
    person(CASE_WORKER, "another", of.office, [of.id])


def chooses(of: County) -> None:
    choose(of.id, "absences.greetings", True, actor=None, now=FRI_20_NOV)


def listens(of: County) -> None:
    told = {"address": "https://example.org/told", "kinds": ["contact.recorded"]}
    add_webhook(new_key(), agency=of.id, actor=of.worker.id, now=FRI_20_NOV, **told)  # type: ignore[arg-type]


def goes_away(of: County) -> None:
    leave(of.worker, FRI_20_NOV - timedelta(days=1), MON_23_NOV, now=FRI_20_NOV)


def plan_of(of: County) -> object:
    found = plan_in_force(of.id, DAY)
    return found and found.id


def relief(of: County) -> object:
    calendar = calendar_of(calendar_edition(of.id, of.office.id))
    return relief_at(of.id, of.worker.id, FRI_20_NOV, calendar)


QUESTIONS: dict[str, tuple[Question, Act]] = {
    "the calendar": (lambda of: calendar_edition(of.id, of.office.id).number, close_monday),
    "the plan": (plan_of, another_plan),
    "who answers": (lambda of: len(answering(of.id, of.office.id, DAY)), one_more),
    "who is there": (lambda of: len(answering(of.id, of.office.id, DAY)), lambda of: deactivated(of)),
    "what was chosen": (lambda of: chosen(of.id, "absences.greetings"), chooses),
    "what listens": (lambda of: len(subscribed(of.id)), listens),
    "whose time is protected": (lambda of: len(protected_now(of.id, of.office.id, TUE_AFTERNOON)), protected),
    "who is away": (lambda of: relief(of) is None, goes_away),
}


def deactivated(of: County) -> None:
    set_active(of.people["supervisor"], False, actor=of.worker.id, now=FRI_20_NOV)


@pytest.mark.django_db
@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_set_up_is_asked_once_and_anew_after_a_change(name: str) -> None:
    home, (question, change) = dane(), QUESTIONS[name]
    before, _ = answered(home, question)
    again, asked = answered(home, question)
    assert (again, asked) == (before, 0), "the second request asks the database again"
    with speaking_for([home.id]):
        change(home)
    after, _ = answered(home, question)
    assert after != before, "another process would go by what was set up before"
    assert answered(home, question) == (after, 0)


@pytest.mark.django_db
def test_within_the_request_that_changes_it_the_change_is_seen() -> None:
    home = dane()
    with request(home):
        assert calendar_edition(home.id, home.office.id).number == 1
        close_monday(home)
        assert calendar_edition(home.id, home.office.id).number == 2


@pytest.mark.django_db
def test_whoever_changes_it_step_by_step_sees_each_step() -> None:
    home = dane()
    with request(home), transaction.atomic():
        change_set_up(home.id)
        hold_set_up(home.id)
        assert calendar_edition(home.id, home.office.id).number == 1
        close_monday(home)
        hold_set_up(home.id)
        assert calendar_edition(home.id, home.office.id).number == 2


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_remembered() -> None:
    home = dane()
    with request(home):
        with pytest.raises(RuntimeError), transaction.atomic():
            close_monday(home)
            assert calendar_edition(home.id, home.office.id).number == 2
            raise RuntimeError("the power fails")
        assert calendar_edition(home.id, home.office.id).number == 1
    assert answered(home, lambda of: calendar_edition(of.id, of.office.id).number)[0] == 1


@pytest.mark.django_db
def test_nothing_is_remembered_outside_a_request_or_of_another_agency() -> None:
    home, other = dane(), rock()
    with speaking_for([home.id]), CaptureQueriesContext(connection) as asked:
        for _ in range(2):
            calendar_edition(home.id, home.office.id)
    assert len(asked) == 2
    with request(home), speaking_for([home.id, other.id]), CaptureQueriesContext(connection) as asked:
        for _ in range(2):
            calendar_edition(other.id, other.office.id)
    assert len(asked) == 2


@pytest.mark.django_db
def test_an_absence_that_is_cancelled_holds_no_call_any_more() -> None:
    home = dane()
    with speaking_for([home.id]):
        absence = leave(home.worker, FRI_20_NOV - timedelta(days=1), MON_23_NOV, now=FRI_20_NOV)
    assert answered(home, lambda of: away_at(of.worker, FRI_20_NOV) is None)[0] is False
    with speaking_for([home.id]):
        cancel_absence(absence, version=absence.version, why="came back", by=home.worker, now=FRI_20_NOV)
    assert answered(home, lambda of: away_at(of.worker, FRI_20_NOV) is None)[0] is True


@pytest.mark.django_db
def test_daily_work_leaves_the_mark_and_every_other_act_gives_a_new_one() -> None:
    home = dane()
    with speaking_for([home.id]):
        before = mark(home)
        call(home, FRI_20_NOV)
        assert mark(home) == before
        chooses(home)
        assert mark(home) != before
    assert set(DAILY) - {"sign-in", "warnings", "export"} <= kinds(), "a kind of subject that is daily is misspelt"


def mark(of: County) -> UUID:
    return Agency.objects.values_list("set_up", flat=True).get(id=of.id)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite a writing transaction is alone")
@pytest.mark.django_db(transaction=True)
def test_nobody_changes_what_is_set_up_while_a_clock_is_counted_on_it_nor_counts_while_it_changes() -> None:
    import psycopg
    from django.conf import settings

    home = dane()
    login = settings.DATABASES["default"]
    told = {"host": login["HOST"], "port": login["PORT"], "user": login["USER"], "password": login["PASSWORD"]}
    with psycopg.connect(dbname=connection.settings_dict["NAME"], autocommit=True, **told) as other:
        other.execute("SET lock_timeout = '100ms'")
        update = ("UPDATE agencies_agency SET set_up = gen_random_uuid() WHERE id = %s", [home.id])
        share = ("SELECT set_up FROM agencies_agency WHERE id = %s FOR SHARE", [home.id])
        with transaction.atomic():
            hold_set_up(home.id)
            other.execute(*share)
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute(*update)
        with transaction.atomic():
            change_set_up(home.id)
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute(*share)
        other.execute(*update)
