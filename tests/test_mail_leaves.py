"""Mail leaves by real SMTP, with the same Message-ID at every try; a Social Security number does not leave."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from pytest_django import Settings

from cast import MON_23_NOV, County, dane
from csplan.adapters.mail.guard import check_leaving
from csplan.agencies.work import deliver_parcels
from csplan.outbox.actions import put_out
from csplan.outbox.doors import Held
from csplan.outbox.models import Parcel
from csplan.site.environment import mail_of
from smtp import Box, mail_server

pytestmark = pytest.mark.django_db
TO = "worker@dane.example"


@pytest.fixture
def home(speaking: Callable[..., None]) -> County:
    found = dane()
    speaking(found.id)
    return found


@pytest.fixture
def server(settings: Settings) -> Iterator[Box]:
    with mail_server(Box) as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield box


def owed(county: County, text: str = "3 contacts are due today", subject: str = "Your due list") -> None:
    with transaction.atomic():
        payload = {"subject": subject, "text": text}
        put_out(agency=county.id, kind="mail", to=TO, payload=payload, key=f"{subject} {text}", now=MON_23_NOV)


def worked(later: timedelta = timedelta(0)) -> list[bool]:
    return list(deliver_parcels("a", lambda: MON_23_NOV + later))


def test_a_mail_arrives_with_what_it_says(home: County, server: Box) -> None:
    owed(home, text="Señora Peña: 3 contacts")
    assert worked() == [True]
    (message,) = server.taken
    assert (message["To"], message["From"], message["Subject"]) == (TO, "csplan@localhost", "Your due list")
    assert message.get_content().strip() == "Señora Peña: 3 contacts"
    assert message["Message-ID"] == Parcel.objects.get().message_id
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_the_server_took_without_saying_so_comes_again_under_the_same_id(home: County, server: Box) -> None:
    server.answers["DATA"] = "451 try again"
    owed(home)
    assert worked() == [False]
    assert Parcel.objects.get().reason == "the mail server refused the mail for now (451)"
    del server.answers["DATA"]
    assert worked(timedelta(minutes=5)) == [True]
    assert len(server.ids) == 2 and len(set(server.ids)) == 1


def test_an_address_that_does_not_exist_is_given_up_at_once(home: County, server: Box) -> None:
    server.answers[TO] = "550 no such user worker@dane.example"
    owed(home)
    assert worked() == [False]
    found = Parcel.objects.get()
    assert (found.outcome, found.reason) == ("given up", "the mail server refused the address (550)")


def test_an_address_that_is_refused_for_now_is_tried_again(home: County, server: Box) -> None:
    server.answers[TO] = "450 greylisted"
    owed(home)
    assert worked() == [False] and Parcel.objects.get().ended is None


def test_a_server_that_is_away_is_tried_again(home: County, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    owed(home)
    assert worked() == [False]
    assert Parcel.objects.get().reason == "the mail server could not be used (ConnectionRefusedError)"


def test_without_a_server_mail_waits_and_says_what_to_set(home: County, settings: Settings) -> None:
    settings.EMAIL_BACKEND = ""
    owed(home)
    assert worked() == [False] and "CSPLAN_MAIL_HOST" in Parcel.objects.get().reason


@pytest.mark.requirement("WI-CSP-EMAIL-07")
def test_a_mail_with_a_social_security_number_is_held_and_shown(home: County, server: Box) -> None:
    owed(home, text="the customer gave 536-90-4399")
    assert worked() == [False] and server.taken == []
    assert Parcel.objects.get().outcome == "held"
    assert worked(timedelta(days=1)) == []


def test_a_subject_of_two_lines_does_not_leave(home: County, server: Box) -> None:
    owed(home, subject="Your due list\nBcc: other@dane.example")
    assert worked() == [False] and server.taken == []
    assert Parcel.objects.get().outcome == "given up"


@pytest.mark.parametrize("text", ["536-90-4399", "536 90 4399", "SSN: 536904399", "his social security no. 536904399"])
def test_the_guard_knows_a_number_however_it_is_written(text: str) -> None:
    with pytest.raises(Held, match="Social Security number"):
        check_leaving("Your due list", f"about {text}.")


@pytest.mark.parametrize("text", ["case 536904399", "000-12-3456", "608-555-0100", "536-90-43991", "2026-11-23"])
def test_the_guard_lets_case_numbers_telephone_numbers_and_dates_pass(text: str) -> None:
    check_leaving("Your due list", f"about {text}.")


def test_the_settings_of_mail_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    from pathlib import Path

    assert mail_of(Path("var"), demo=False)["EMAIL_BACKEND"] == ""
    assert mail_of(Path("var"), demo=True)["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    monkeypatch.setenv("CSPLAN_MAIL_HOST", "mail.example")
    found = mail_of(Path("var"), demo=True)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (587, True, False)
    monkeypatch.setenv("CSPLAN_MAIL_TLS", "tls")
    found = mail_of(Path("var"), demo=False)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (465, False, True)
    monkeypatch.setenv("CSPLAN_MAIL_TLS", "maybe")
    with pytest.raises(ImproperlyConfigured, match="give starttls, tls or none"):
        mail_of(Path("var"), demo=False)
