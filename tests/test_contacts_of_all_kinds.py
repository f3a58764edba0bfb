"""Letters, e-mail, visits and third parties: what starts, what meets, what a named day takes over, over HTTP."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, TUE_24_NOV_CLOSE, County, call, dane
from csplan.agencies.actions import add_office, add_person, grant_role
from csplan.cli.main import main
from csplan.clocks.models import Clock
from csplan.contacts.models import Attempt, Contact, Masked
from pages import posted, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def client_of(home: County, role: str = "case worker") -> Client:
    client = Client()
    client.force_login(home.people[role])
    return client


def log(home: County, kind: str, role: str = "case worker", **said: str) -> Any:
    whole = {"party": "custodial parent", "case_number": "1234567", "owner": str(home.worker.id), "kind": kind}
    return posted(client_of(home, role), reverse("contacts:log"), **{**whole, **said})


def clocks() -> dict[str, Clock]:
    return {clock.standard: clock for clock in Clock.objects.order_by("due")}


@pytest.mark.requirement("WI-CSP-CORR-02", "WI-CSP-CORR-03", "WI-CSP-CORR-04", "WI-CSP-CORR-05")
def test_a_letter_runs_three_clocks_from_its_stamp_and_a_promised_day_takes_over(
    home: County, capsys: pytest.CaptureFixture[str]
) -> None:
    log(home, "", earlier="letter", day="2026-11-20", time="09:00", late_reason="mail room was closed")
    letter = Contact.objects.get()
    assert {name: str(clock.due_date) for name, clock in clocks().items()} == {
        "corr.pass_on": "2026-11-23",
        "corr.acknowledge": "2026-11-25",
        "corr.respond": "2026-11-30",
    }
    client, page = client_of(home), reverse("desk:contact", args=[letter.id])
    supervisor = str(home.people["supervisor"].id)
    posted(client, f"{page}done/pass-on/", when="now", to=supervisor)
    answer = posted(client, f"{page}done/acknowledge/", when="now", promised="2026-12-15")
    assert answer.status_code == 302 and clocks()["corr.pass_on"].met == clocks()["corr.acknowledge"].met == MON_23_NOV
    assert str(Contact.objects.get().matter.owner_id) == supervisor
    shown = text(client.get(page))
    assert "Letter responded to (promised date): open" in shown and "Tue 15 Dec 2026 end of day CST" in shown
    assert "Letter responded to: stopped" in shown and "Beside the promised date, which leads; not counted as" in shown
    main(["due", "--at", "2026-11-23T10:00", "--within", "22 days", "--calendar", "us-wi-example"])
    assert "2026-12-15T23:59:59-06:00" in capsys.readouterr().out
    posted(client, f"{page}done/respond/", when="now")
    assert clocks()["corr.respond (promised date)"].met == MON_23_NOV
    assert "Entered late mail room was closed" in shown


def test_an_earlier_stamp_needs_its_reason_and_a_promised_day_lies_ahead(home: County) -> None:
    late = {"kind": "", "earlier": "letter", "day": "2026-11-20", "time": "09:00"}
    assert "Say why it is entered now" in text(log(home, **late))
    letter = call(home, FRI_20_NOV, kind="letter")
    page = reverse("contacts:handled", args=[letter.id, "acknowledge"])
    answer = posted(client_of(home), page, when="now", promised="2026-11-01")
    assert answer.status_code == 422 and "before the one on which it was promised" in text(answer)
    assert "Give the day" in text(posted(client_of(home), page, when="now"))
    assert client_of(home).get(reverse("contacts:handled", args=[letter.id, "greet"])).status_code == 404


@pytest.mark.requirement("WI-CSP-EMAIL-01")
def test_a_pass_on_clock_runs_for_the_office_mailbox_and_not_for_a_workers_own(home: County) -> None:
    log(home, "e-mail to the office")
    assert set(clocks()) == {"email.pass_on", "email.respond", "email.acknowledge"}
    own = call(home, MON_23_NOV, kind="e-mail to a worker")
    assert set(own.matter.clocks.values_list("standard", flat=True)) == {"email.respond", "email.acknowledge"}


@pytest.mark.requirement("WI-CSP-KIDS-12", "WI-CSP-KIDS-13")
def test_a_third_party_has_a_source_and_what_was_told(home: County) -> None:
    refused = log(home, "third party", party="")
    assert refused.status_code == 422 and "needed for what a third party told" in text(refused)
    refused = log(home, "third party", party="", source="other", information="has moved")
    assert "Say who the third party is" in text(refused)
    log(home, "third party", party="", source="other", name="a neighbour", information="has moved to Oak Street")
    told = Contact.objects.get()
    assert (told.party, told.source, told.name) == ("third party", "other", "a neighbour")
    assert not Clock.objects.exists()


@pytest.mark.requirement("WI-CSP-SCOPE-01", "WI-CSP-NONIVD-02")
def test_a_representative_is_asked_for_the_authorization_and_non_iv_d_is_payment_information_only(
    home: County,
) -> None:
    page = log(home, "call back", party="authorized representative", concerns="custodial parent", case_kind="Non IV-D")
    shown = text(client_of(home).get(page.url))
    assert "none on record: give no case information" in shown
    assert "Concerns Custodial parent" in shown and "sent by: Clerk of Courts" in shown
    assert set(clocks()) == {"phone.customer_return"}


@pytest.mark.requirement("WI-CSP-TTY-01", "WI-CSP-TTY-02", "WI-CSP-TTY-03", "WI-CSP-TTY-05")
def test_a_tty_call_is_under_the_phone_promise_and_says_how_to_return_it(home: County) -> None:
    page = log(home, "tty call back")
    assert set(clocks()) == {"phone.customer_return"}
    assert "Return by TTY or relay. Instructions: Reception desk, second drawer." in text(client_of(home).get(page.url))
    assert Contact.objects.get().participant.tty == ""  # type: ignore[union-attr]  # it marks nobody


@pytest.mark.requirement("WI-CSP-KIDS-09")
def test_a_return_says_what_was_told_or_that_the_case_system_has_it(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    page, client = reverse("contacts:returned", args=[contact.id]), client_of(home)
    refused = posted(client, page, when="now", note="kept")
    assert refused.status_code == 422 and "Say what information was provided" in text(refused)
    assert not Attempt.objects.exists() and 'value="kept"' in refused.content.decode()
    assert posted(client, page, when="now", in_case_system="on").status_code == 302


@pytest.mark.requirement("WI-CSP-KIDS-10")
def test_three_attempts_stand_with_time_number_and_result(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    page, client = reverse("contacts:attempt", args=[contact.id]), client_of(home)
    for minute, outcome in ((1, "no answer"), (2, "busy"), (3, "left a message")):
        said = {"when": "earlier", "day": "2026-11-23", "time": f"09:0{minute}", "number": "608-555-0100"}
        posted(client, page, outcome=outcome, **said)
    shown = text(client.get(reverse("desk:contact", args=[contact.id])))
    for line in ("09:01 CST: Attempt reached nobody", "result: Busy", "result: Left a message", "608-555-0100"):
        assert line in shown
    assert "Customer phone call returned: open" in shown


@pytest.mark.requirement("WI-CSP-KIDS-03")
def test_a_contact_without_a_result_is_flagged_until_it_has_one(home: County) -> None:
    live = log(home, "answered live")
    assert "What was told is not recorded here" in text(client_of(home).get(live.url))
    told = log(home, "answered live", information="balance explained")
    assert "What was told is not recorded here" not in text(client_of(home).get(told.url))


@pytest.mark.requirement("WI-CSP-KIDS-11", "WI-CSP-LEP-02", "WI-CSP-LEP-03", "WI-CSP-LEP-04")
@pytest.mark.parametrize(
    ("source", "missing"),
    [("contracted", "the position of the interpreter"), ("family or friend", "the relationship to the participant")],
)
def test_an_interpreter_has_a_name_and_a_position_or_relationship(home: County, source: str, missing: str) -> None:
    said = {"interpreter_from": source, "interpreter": "Maria"}
    assert missing in text(log(home, "answered live", **said))
    page = log(home, "answered live", interpreter_as="sister", interpreter_minutes="12", language="Spanish", **said)
    assert "Maria, sister" in text(client_of(home).get(page.url)) and "12 minutes" in text(
        client_of(home).get(page.url)
    )
    assert not any("charge" in field.name or "cost" in field.name for field in Contact._meta.get_fields())


@pytest.mark.requirement("WI-CSP-KIDS-11", "WI-CSP-LEP-02")
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, "Interpreter telephone interpreter (Language Line (commercial, by telephone))"),
        ({"interpreter": "5512"}, "Interpreter 5512, telephone interpreter (Language Line"),
    ],
)
def test_of_a_telephone_service_its_name_or_the_number_it_gave_is_enough(
    home: County, said: dict[str, str], shown: str
) -> None:
    page = log(home, "answered live", interpreter_from="Language Line", language="Hmong", **said)
    assert page.status_code == 302 and shown in text(client_of(home).get(page.url))
    (contact,) = Contact.objects.all()
    assert contact.interpreter == said.get("interpreter", "Language Line")
    assert contact.interpreter_as == "telephone interpreter"


@pytest.mark.requirement("WI-CSP-KIDS-06")
def test_received_and_entered_stand_apart(home: County) -> None:
    page = log(home, "", earlier="call back", day="2026-11-23", time="09:00")
    shown = text(client_of(home).get(page.url))
    assert "Received Mon 23 Nov 2026 09:00 CST" in shown and "Entered Mon 23 Nov 2026 10:00 CST" in shown


@pytest.mark.parametrize("typed", ["219-09-9998", "219 09 9998", "219099998", "219.09.9998"])
def test_a_social_security_number_is_masked_and_restricted_and_never_refused(home: County, typed: str) -> None:
    client = client_of(home)
    whole = {"party": "custodial parent", "case_number": "1234567", "owner": str(home.worker.id), "kind": "call back"}
    answer = posted(client, reverse("contacts:log"), **whole, reason=f"says {typed}, case 1234567")
    contact = Contact.objects.get()
    assert answer.status_code == 302 and "9998" not in contact.reason and "1234567" in contact.reason
    assert Masked.objects.get().text == f"says {typed}, case 1234567"
    shown = text(client.get(answer.url))
    assert "looks like a Social Security number was masked" in shown and "9998" not in shown


def test_a_number_that_cannot_be_a_social_security_number_stays(home: County) -> None:
    log(home, "call back", reason="phone 608-555-0142, order 000-12-3456, case 123456789", case_number="123456789")
    assert Contact.objects.get().reason == "phone 608-555-0142, order 000-12-3456, case 123456789"


def test_a_worker_sees_the_office_and_a_supervisor_the_agency(home: County) -> None:
    other = add_office(home.id, "Branch", actor=None, now=FRI_20_NOV)
    stranger = add_person(username="x", name="X", office=other, password=None, actor=None, now=FRI_20_NOV)
    grant_role(stranger, "case worker", agency=home.id, first_day=date(2026, 10, 1), actor=None, now=FRI_20_NOV)
    contact, client = call(home, FRI_20_NOV), Client()
    client.force_login(stranger)
    pages = [reverse(name, args=[contact.id]) for name in ("desk:contact", "contacts:returned", "contacts:correct")]
    assert {client.get(page).status_code for page in pages} == {404}
    assert client.get(reverse("contacts:participant", args=[contact.participant_id])).status_code == 404
    grant_role(stranger, "supervisor", agency=home.id, first_day=date(2026, 10, 1), actor=None, now=FRI_20_NOV)
    assert {client.get(page).status_code for page in pages} == {200}


@pytest.mark.requirement("WI-CSP-HOURS-01")
def test_a_call_after_closing_counts_from_its_own_day(home: County) -> None:
    log(home, "", earlier="call back", day="2026-11-20", time="17:10")
    assert str(clocks()["phone.customer_return"].due_date) == "2026-11-23"


@pytest.mark.requirement("WI-CSP-OPS-05")
def test_the_clock_starts_at_the_call_and_not_when_it_is_handed_to_the_worker(home: County) -> None:
    log(home, "", role="front desk", earlier="call back", day="2026-11-23", time="09:00")
    (clock,) = Clock.objects.all()
    assert clock.started == datetime(2026, 11, 23, 9, tzinfo=FRI_20_NOV.tzinfo) and clock.owner == home.worker


def test_a_walk_in_who_waits_is_greeted_within_the_countys_own_promise(home: County) -> None:
    page = log(home, "walk-in waits")
    assert set(clocks()) == {"walk-in.greeted"}
    posted(client_of(home, "front desk"), f"{page.url}done/greet/", when="now")
    assert clocks()["walk-in.greeted"].met == MON_23_NOV
    assert clocks()["walk-in.greeted"].due < TUE_24_NOV_CLOSE  # type: ignore[operator]
