"""Signing in: lock-out, limits of a session, the profile of Publication 1075, and what is on record of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import MON_23_NOV, PASSWORD, County, dane
from csplan.agencies.forms import WRONG
from csplan.agencies.models import Grant
from csplan.agencies.people_actions import reset_sign_in
from csplan.contacts.models import Contact
from csplan.ledger.models import Entry
from csplan.site.signing_in import UNSAID, limits, sign_on_providers
from pages import text
from read_pages import signed_in
from things import kept

pytestmark = pytest.mark.django_db
WORKER = "case-worker.dane"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: timezone.now())  # a name of its own for the same
    found = dane(PASSWORD)
    speaking(found.id)
    return found


def later(monkeypatch: pytest.MonkeyPatch, minutes: float) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV + timedelta(minutes=minutes))


def try_in(password: str = "wrong", name: str = WORKER) -> Any:
    return Client().post(reverse("agencies:sign_in"), {"username": name, "password": password})


@pytest.mark.parametrize("most", [3, 5])
def test_after_so_many_failed_sign_ins_the_user_name_is_locked(home: County, settings: Any, most: int) -> None:
    settings.AXES_FAILURE_LIMIT = most
    told = [text(try_in()) for _ in range(most)]
    assert ["locked" in each for each in told] == [False] * (most - 1) + [True]
    assert "locked" in text(try_in(PASSWORD))
    assert Entry.objects.filter(act="lock out after failed sign-ins").count() == 1


@pytest.mark.parametrize(("minutes", "waited"), [(15, 10), (15, 16), (60, 16)])
def test_a_lock_out_ends_after_so_many_minutes(
    home: County, settings: Any, monkeypatch: pytest.MonkeyPatch, minutes: int, waited: int
) -> None:
    settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME = 3, timedelta(minutes=minutes)
    for _ in range(3):
        try_in()
    later(monkeypatch, waited)
    assert try_in(PASSWORD).status_code == (302 if waited > minutes else 200)


def test_a_user_name_that_nobody_has_is_locked_just_so(home: County, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    told = [text(try_in(name="nobody.here")) for _ in range(3)]
    assert "locked" in told[-1] and "locked" not in told[0]


def test_a_reset_by_the_administrator_ends_a_lock_out(home: County, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        try_in()
    reset_sign_in(home.worker, actor=None, now=MON_23_NOV)
    assert "locked" not in text(try_in())


def test_failed_sign_ins_are_logged_without_personal_data(
    home: County, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(4):
        try_in()
    assert WORKER not in caplog.text and "127.0.0.1" not in caplog.text


def test_signing_out_is_on_record(home: County) -> None:
    signed_in(home, "case worker").post(reverse("agencies:sign_out"))
    assert Entry.objects.filter(act="sign out", actor=home.worker.id).count() == 1


def test_a_password_is_changed_by_its_owner_and_other_sessions_end(home: County) -> None:
    one, other = signed_in(home, "case worker"), signed_in(home, "case worker")
    new = "another sentence to sign in with"
    said = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    assert one.post(reverse("agencies:my_password"), said).status_code == 422
    assert one.post(reverse("agencies:my_password"), {**said, "old_password": PASSWORD}).status_code == 302
    assert one.get(reverse("desk:my_list")).status_code == 200
    assert other.get(reverse("desk:my_list")).status_code == 302
    assert Entry.objects.filter(act="change password").count() == 1


@pytest.mark.parametrize(("hours", "last"), [(12, 200), (1, 302)])
def test_a_session_ends_after_so_many_hours_however_busy(
    home: County, settings: Any, monkeypatch: pytest.MonkeyPatch, hours: int, last: int
) -> None:
    settings.CSPLAN_SESSION_HOURS = hours
    client = signed_in(home, "case worker")
    statuses = []
    for minutes in range(0, 71, 10):
        later(monkeypatch, minutes)
        statuses.append(client.get(reverse("desk:my_list")).status_code)
    assert (statuses[0], statuses[-1]) == (200, last)


@pytest.mark.parametrize(("demanded", "shown"), [(True, 302), (False, 200)])
def test_a_second_factor_is_demanded_where_the_setting_says_so(
    home: County, settings: Any, demanded: bool, shown: int
) -> None:
    settings.CSPLAN_SECOND_FACTOR = demanded
    client = signed_in(home, "case worker")
    answer = client.get(reverse("desk:my_list"))
    assert answer.status_code == shown
    if demanded:
        assert "Add a second factor first" in text(client.get(answer["Location"]))
        kept("mfa_deactivate_totp", home.worker.id)
        assert client.get(reverse("desk:my_list")).status_code == 200


def test_the_last_second_factor_stays_where_one_is_demanded(home: County, settings: Any) -> None:
    settings.CSPLAN_SECOND_FACTOR = True
    kept("mfa_deactivate_totp", home.worker.id)
    client = Client()
    home.worker.set_unusable_password()
    home.worker.save()
    client.force_login(home.worker)
    kept_still = client.get(reverse("mfa_deactivate_totp"), follow=True)
    assert "Remove the app</button>" not in kept_still.content.decode()


def test_the_profile_is_stricter_than_what_holds_unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits() == dict(UNSAID)
    monkeypatch.setenv("CSPLAN_PROFILE", "pub1075")
    found = limits()
    assert (found["CSPLAN_LOCK_AFTER"], found["CSPLAN_LOCK_MINUTES"], found["CSPLAN_IDLE_MINUTES"]) == (3, 15, 15)
    assert (found["CSPLAN_PASSWORD_LENGTH"], found["CSPLAN_SECOND_FACTOR"]) == (14, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CSPLAN_LOCK_AFTER", "4"),
        ("CSPLAN_LOCK_MINUTES", "14"),
        ("CSPLAN_IDLE_MINUTES", "16"),
        ("CSPLAN_SESSION_HOURS", "13"),
        ("CSPLAN_PASSWORD_LENGTH", "13"),
        ("CSPLAN_SECOND_FACTOR", "0"),
    ],
)
def test_the_profile_refuses_what_is_looser(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert limits()[name] == int(value)
    monkeypatch.setenv("CSPLAN_PROFILE", "pub1075")
    with pytest.raises(ImproperlyConfigured, match=name):
        limits()


def test_a_profile_that_there_is_not_and_half_a_sign_on_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSPLAN_PROFILE", "lax")
    with pytest.raises(ImproperlyConfigured, match="pub1075"):
        limits()
    assert sign_on_providers() == {}
    monkeypatch.setenv("CSPLAN_OIDC_ISSUER", "https://login.example.gov")
    with pytest.raises(ImproperlyConfigured, match="go together"):
        sign_on_providers()


def _typed_after_the_end(home: County, monkeypatch: pytest.MonkeyPatch) -> tuple[Client, dict[str, str], Any]:
    client = Client()
    client.post(reverse("agencies:sign_in"), {"username": WORKER, "password": PASSWORD})
    client.get(reverse("desk:my_list"))
    later(monkeypatch, 16)
    fields = {"key": str(uuid4()), "party": "custodial parent", "when": "now", "kind": "call back"}
    fields |= {"case_number": "1234567", "reason": "a long story", "owner": str(home.worker.id)}
    return client, fields, client.post(reverse("contacts:log"), fields)


def test_what_was_typed_when_the_session_ended_is_offered_again_and_saved_once(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, fields, answer = _typed_after_the_end(home, monkeypatch)
    assert answer.status_code == 302 and not Contact.objects.exists()
    assert "a long story" not in str(dict(client.session))
    page = client.post(answer["Location"], {"username": WORKER, "password": PASSWORD, "next": "/my-sign-in/typed/"})
    shown = client.get(page["Location"])
    assert "a long story" in text(shown) and fields["key"] in shown.content.decode()
    assert fields["key"] not in text(shown) and fields["owner"] not in text(shown)
    typed = shown.context["typed"]
    for _ in range(2):
        assert client.post(typed.path, dict(typed.fields)).status_code == 302
    assert Contact.objects.count() == 1
    assert client.get(reverse("agencies:typed")).status_code == 302


def test_what_was_typed_is_offered_again_on_a_training_site_too(
    home: County, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.CSPLAN_DEMO = True
    client, _, answer = _typed_after_the_end(home, monkeypatch)
    assert "What you typed is kept" in text(client.get(answer["Location"]))
    signed_in = client.post(reverse("agencies:sign_in_as"), {"person": str(home.worker.id)}, follow=True)
    assert "a long story" in text(signed_in)


def test_what_one_typed_is_not_shown_to_another(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, _ = _typed_after_the_end(home, monkeypatch)
    client.post(reverse("agencies:sign_in"), {"username": "supervisor.dane", "password": PASSWORD})
    assert "a long story" not in text(client.get(reverse("agencies:typed"), follow=True))


def test_what_was_typed_need_not_be_sent(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, _ = _typed_after_the_end(home, monkeypatch)
    client.post(reverse("agencies:sign_in"), {"username": WORKER, "password": PASSWORD})
    client.post(reverse("agencies:typed"))
    assert "a long story" not in text(client.get(reverse("agencies:typed"), follow=True))


def test_a_stranger_leaves_nothing_behind(home: County) -> None:
    client = Client()
    client.post(reverse("contacts:log"), {"reason": "of a stranger"})
    assert "typed" not in client.session


def test_a_training_site_offers_each_role_once_and_everybody_of_an_agency(home: County, settings: Any) -> None:
    settings.CSPLAN_DEMO = True
    page = reverse("agencies:sign_in")
    assert text(Client().get(page)).count("Case Worker, case worker") == 1
    assert text(Client().get(page, {"agency": str(home.id)})).count("Case Worker, case worker") == 2
    assert Client().get(page, {"agency": "nonsense"}).status_code == 200


def test_whoever_was_added_to_a_training_site_signs_in_by_password(settings: Any, speaking: Any) -> None:
    settings.CSPLAN_DEMO = True
    of = dane(PASSWORD)
    page, client = reverse("agencies:sign_in"), Client()
    assert "autofocus" not in client.get(page).content.decode()
    wrong = client.post(page, {"username": of.worker.username, "password": "wrong"})
    assert wrong.status_code == 200 and WRONG in text(wrong)
    assert client.post(page, {"username": of.worker.username, "password": PASSWORD}).status_code == 302
    assert client.get(reverse("desk:my_list")).status_code == 200


def test_a_training_site_offers_whoever_holds_a_role_on_the_agencys_own_day(
    home: County, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CSPLAN_DEMO = True
    Grant.objects.filter(person=home.worker).update(last_day=date(2026, 11, 23))
    for hour, offered in ((5, 2), (6, 0)):  # in UTC it is the 24th both times, in the county only at the second
        monkeypatch.setattr(timezone, "now", lambda hour=hour: datetime(2026, 11, 24, hour, 30, tzinfo=UTC))
        shown = text(Client().get(reverse("agencies:sign_in"), {"agency": str(home.id)}))
        assert shown.count("Case Worker, case worker") == offered
