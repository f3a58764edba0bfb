"""What the plan in force says is what the site does: voice mail, open days, interpreters, events."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import MON_23_NOV, TUE_24_NOV_CLOSE, County, county, dane, rock
from csplan.clocks.models import Clock
from csplan.contacts.models import Contact
from csplan.events.models import Owed
from ledgers import found
from pages import as_role, posted, text
from plan_files import changed
from test_calendar_pages import changed as calendar_changed

pytestmark = pytest.mark.django_db
WITHOUT = (
    ('voice_mail = "yes"', 'voice_mail = "no"'),
    ('voice_mail_after_hours = "yes"', 'voice_mail_after_hours = "na"'),
)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> Callable[[County], County]:
    """A county at ten on a Monday."""
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)

    def spoken_for(of: County) -> County:
        speaking(of.id)
        return of

    return spoken_for


def log(home: County, kind: str, **said: str) -> Any:
    whole = {"party": "custodial parent", "case_number": "1234567", "owner": str(home.worker.id), "kind": kind}
    return posted(as_role(home), reverse("contacts:log"), **{**whole, **said})


def page_of(home: County, answer: Any) -> str:
    return text(as_role(home).get(answer["Location"]))


@pytest.mark.requirement("WI-CSP-OPS-01")
def test_voice_mail_is_logged_where_the_plan_says_that_there_is_some(
    at: Callable[[County], County], tmp_path: Path
) -> None:
    without = at(county("dane", str(changed(tmp_path, *WITHOUT))))
    for page in ("contacts:log", "contacts:batch", "contacts:sheet"):
        assert "left a voice mail" not in text(as_role(without).get(reverse(page))).lower()
    assert log(without, "voice mail").status_code == 422 and not Contact.objects.exists()
    with_some = at(rock())
    assert "left a voice mail" in text(as_role(with_some).get(reverse("contacts:log"))).lower()


def test_where_no_plan_is_in_force_voice_mail_is_logged(at: Callable[[County], County]) -> None:
    assert log(at(county("bare")), "voice mail").status_code == 302


@pytest.mark.requirement("WI-CSP-VM-02")
def test_a_voice_mail_of_saturday_evening_is_due_at_mondays_close_with_the_counting_shown(
    at: Callable[[County], County],
) -> None:
    home = at(dane())
    shown = page_of(home, log(home, "", earlier="voice mail", day="2026-11-21", time="20:00"))
    assert "due Mon 23 Nov 2026 16:30 CST" in shown.replace("Due", "due")
    counting = shown.partition("Voice mail responded to")[2]
    assert "Sat 21 Nov 2026: closed, Saturday - day zero" in counting and "Sun 22 Nov 2026: closed" in counting
    assert "Mon 23 Nov 2026: open 08:00-16:30 - day 1" in counting


@pytest.mark.requirement("WI-CSP-VM-03")
def test_of_two_days_for_calls_and_one_for_voice_mail_the_stricter_leads_and_both_are_shown(
    at: Callable[[County], County],
) -> None:
    home = at(rock())
    shown = page_of(home, log(home, "voice mail"))
    dues = {clock.standard: str(clock.due_date) for clock in Clock.objects.all()}
    assert dues == {"vm.response": "2026-11-24", "phone.customer_return": "2026-11-25"}
    leads, _, beside = shown.partition("The strictest of these")
    assert "Voice mail responded to: open" in leads and "Customer phone call returned: open" in beside
    assert Clock.objects.get(standard="vm.response").due == TUE_24_NOV_CLOSE


@pytest.mark.requirement("WI-CSP-HOURS-02")
def test_in_an_office_that_closes_on_fridays_thursdays_call_is_due_on_monday(at: Callable[[County], County]) -> None:
    home = at(dane())
    week = dict.fromkeys(("mon", "tue", "wed", "thu"), "08:00-16:30")
    calendar_changed(as_role(home, "supervisor"), {"first": "2026-11-24", **week}, "clocks:change_hours")
    shown = page_of(home, log(home, "", earlier="call back", day="2026-11-19", time="10:00"))
    assert "Due Fri 20 Nov 2026 16:30 CST" in shown  # before the change Friday counts
    later = MON_23_NOV.replace(month=12, day=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        shown = page_of(home, log(home, "call back", case_number="7654321"))
    assert "Mon 7 Dec 2026 16:30 CST" in shown and "Fri 4 Dec 2026: closed" in shown


@pytest.mark.requirement("WI-CSP-LEP-05")
def test_the_contact_of_a_caller_who_speaks_spanish_says_how_interpreters_are_reached(
    at: Callable[[County], County],
) -> None:
    home = at(dane())
    shown = page_of(home, log(home, "call back", language="Spanish"))
    assert "Language: Spanish. The worker calls the Language Line and stays on the line." in shown
    assert "The worker calls" not in page_of(home, log(home, "call back", case_number="7654321"))


@pytest.mark.requirement("WI-CSP-KIDS-12")
def test_what_an_employer_told_stands_as_an_event_to_be_entered_on_the_case(at: Callable[[County], County]) -> None:
    home = at(dane())
    told = {"party": "", "source": "employer", "name": "Acme", "information": "lives at 5 Oak Street"}
    shown = page_of(home, log(home, "third party", concerns="non-custodial parent", **told))
    owed = Owed.objects.get()
    assert (str(owed.contact.case), owed.why) == ("KIDS 1234567", "a third party gave information")
    assert "Information received: lives at 5 Oak Street." in shown and "(employer, Acme)" in shown
    assert found(home.id) == []
