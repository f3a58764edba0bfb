"""A call for somebody who is away: the page asks where it goes, and the clock is the one that was promised for that."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from absent import leave
from browser import press_access_key, violations
from cast import CENTRAL, FRI_20_NOV, MON_23_NOV, PASSWORD, County, call, dane
from csplan.absences.arrangements import When, Whose, add_cover, protect
from csplan.agencies.models import Person
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.contacts.models import Contact
from pages import text

pytestmark = pytest.mark.django_db(transaction=True)
THURSDAY = datetime(2026, 11, 19, tzinfo=CENTRAL)
WEDNESDAY_NOON = datetime(2026, 11, 25, 13, tzinfo=CENTRAL)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: FRI_20_NOV)
    found = dane(PASSWORD)
    Person.objects.filter(username="supervisor.dane").update(name="Sam Lead", extension="12")
    return found


def away(home: County, ends: datetime | None, *, kind: str = "vacation", cover: bool = True) -> None:
    """The worker is away from Thursday on."""
    person = home.people["supervisor"] if cover else None
    with speaking_for([home.id]):
        leave(home.worker, THURSDAY, ends, kind=kind, cover=person, redirected=cover)


def at_the_desk(page: Page, live_server: Any) -> None:
    """The front desk has the page to log a contact open."""
    page.goto(f"{live_server.url}/calls/new/")
    page.get_by_label("User name").fill("front-desk.dane")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/calls/new/")


def employers_call(page: Page, kind: str = "c") -> None:
    """An employer calls for the worker."""
    page.get_by_label("Case number").fill("1234567")
    page.get_by_label("For whom?").select_option(index=_index_of(page, "Case Worker"))
    page.get_by_label("Name of the employer, attorney, agency or third party").fill("Acme")
    page.locator("input[name=party][value=employer] + label").click()
    press_access_key(page, kind)


def _index_of(page: Page, name: str) -> int:
    options = page.get_by_label("For whom?").locator("option").all_inner_texts()
    return next(number for number, text in enumerate(options) if text.startswith(name))


def says_as_due(page: Page, capsys: pytest.CaptureFixture[str], at: str, within: str) -> str:
    """What the page says of why, which is what `csplan due` says, line by line."""
    main(["due", "--at", at, "--within", within, "--calendar", "us-wi-example", "--explain"])
    page.locator(".csplan-clock--leads summary").press("Enter")
    shown = page.locator(".csplan-clock--leads details").inner_text()
    for line in capsys.readouterr().out.splitlines()[3:]:
        assert line.strip().partition(" (2026-")[0] in shown
    return shown


@pytest.mark.requirement("WI-CSP-PHONE-02", "WI-CSP-PHONE-03")
def test_an_employers_call_on_friday_1650_goes_on_to_the_cover_and_keeps_its_ordinary_date(
    page: Page, live_server: Any, home: County, capsys: pytest.CaptureFixture[str]
) -> None:
    away(home, WEDNESDAY_NOON)
    at_the_desk(page, live_server)
    employers_call(page)
    question = "Case Worker is away until Wed 25 Nov 2026 13:00 CST; cover: Sam Lead, extension 12."
    expect(page.get_by_role("group", name=question)).to_be_visible()
    assert page.get_by_role("group", name=question).get_by_role("radio", checked=True).count() == 0
    assert violations(page) == [] and not Contact.objects.exists()
    page.locator("label", has_text="On to Sam Lead, extension 12").click()
    press_access_key(page, "c")
    expect(page.get_by_role("heading", name="Employer phone call returned: open")).to_be_visible()
    assert "Tue 24 Nov 2026 16:30 CST" in says_as_due(page, capsys, "2026-11-20T16:50", "2 business days")
    expect(page.get_by_text("Due Tue 24 Nov 2026 16:30 CST").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Sam Lead")


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_left_for_the_worker_it_counts_from_the_return_in_the_middle_of_the_week(
    page: Page, live_server: Any, home: County, capsys: pytest.CaptureFixture[str]
) -> None:
    away(home, WEDNESDAY_NOON, cover=False)
    at_the_desk(page, live_server)
    employers_call(page)
    expect(page.get_by_role("group", name="Case Worker is away until Wed 25 Nov 2026 13:00 CST.")).to_be_visible()
    page.locator("label", has_text="It is left for Case Worker").click()
    press_access_key(page, "c")
    expect(page.get_by_role("heading", name="Call returned after sick time or vacation: open")).to_be_visible()
    assert "Tue 1 Dec 2026 16:30 CST" in says_as_due(page, capsys, "2026-11-25T13:00", "2 working days")
    expect(page.get_by_text("Due Tue 1 Dec 2026 16:30 CST").first).to_be_visible()
    expect(page.get_by_role("heading", name="Employer phone call returned: stopped")).to_be_visible()
    expect(page.get_by_text("Left with somebody on leave: counts from the return instead.")).to_be_visible()
    assert violations(page) == []


@pytest.mark.requirement("WI-CSP-PHONE-03", "WI-CSP-VM-03")
def test_a_voice_mail_left_until_further_notice_waits_for_the_return_without_a_date(
    page: Page, live_server: Any, home: County
) -> None:
    away(home, None, kind="sick", cover=False)
    at_the_desk(page, live_server)
    employers_call(page, "v")
    expect(page.get_by_role("group", name="Case Worker is away until further notice.")).to_be_visible()
    page.locator("label", has_text="It is left for Case Worker").click()
    press_access_key(page, "v")
    expect(page.get_by_role("heading", name="Call returned after sick time or vacation: open")).to_be_visible()
    expect(page.get_by_text("Starts on return").first).to_be_visible()
    page.goto(f"{live_server.url}/office/")
    expect(page.locator("main")).to_contain_text("1234567")


def client_of(home: County, role: str = "front desk") -> Client:
    client = Client()
    client.force_login(home.people[role])
    return client


def logged(client: Client, home: County, **fields: str) -> Any:
    whole = {"key": str(uuid4()), "party": "custodial parent", "kind": "call back", "owner": str(home.worker.id)}
    return client.post(reverse("contacts:log"), {**whole, "case_number": "1234567", **fields})


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_an_answer_that_is_none_of_those_offered_is_asked_again_and_nothing_is_saved(home: County) -> None:
    away(home, WEDNESDAY_NOON)
    for given in ("", "nonsense", str(home.people["agency director"].id)):
        answer = logged(client_of(home), home, redirect=given)
        assert answer.status_code == 422 and "Say where the call goes" in text(answer)
    assert 'value="1234567"' in answer.content.decode() and not Contact.objects.exists()


def test_a_letter_or_a_call_for_one_who_is_there_asks_nothing(home: County) -> None:
    client = client_of(home)
    assert logged(client, home).status_code == 302
    away(home, WEDNESDAY_NOON)
    assert logged(client, home, kind="letter").status_code == 302
    assert logged(client, home, owner=str(home.people["supervisor"].id)).status_code == 302


@pytest.mark.requirement("WI-CSP-PROT-01")
def test_protected_time_is_shown_to_the_front_desk_with_the_cover_and_stops_no_clock(home: County) -> None:
    supervisor = home.people["supervisor"]
    when = When(weekday=4, opens=time(16), closes=time(17))
    with speaking_for([home.id]):
        add_cover(home.id, Whose(person=home.worker.id), supervisor, by=supervisor, now=THURSDAY)
        protect(home.id, Whose(person=home.worker.id), when, by=supervisor, now=THURSDAY)
    shown = text(client_of(home).get(reverse("contacts:log")))
    assert "Case Worker (in protected time until 17:00; cover: Sam Lead, extension 12)" in shown
    answer = logged(client_of(home), home)
    assert answer.status_code == 302
    assert "Due Mon 23 Nov 2026 16:30 CST" in text(client_of(home).get(answer.url))


def test_the_log_page_tells_no_kind_of_absence(home: County) -> None:
    away(home, WEDNESDAY_NOON, kind="sick")
    shown = text(client_of(home).get(reverse("contacts:log")))
    assert "Case Worker (away until Wed 25 Nov 2026 13:00 CST; cover: Sam Lead, extension 12)" in shown
    assert "sick" not in shown.casefold()


def test_the_log_page_costs_the_same_queries_however_many_are_away(home: County) -> None:
    counts = []
    for size in (1, 6):
        with speaking_for([home.id]):
            for person in list(home.people.values())[:size]:
                leave(person, THURSDAY, WEDNESDAY_NOON + timedelta(days=size))
        client = client_of(home)
        client.get(reverse("contacts:log"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("contacts:log"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_the_pages_of_an_absence_say_how_many_open_calls_now_count_from_the_return(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with speaking_for([home.id]):
        contact = call(home, FRI_20_NOV)
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    form = {"key": str(uuid4()), "kind": "sick", "first_day": "2026-11-20", "until": "last", "last_day": "2026-11-23"}
    client = client_of(home, "supervisor")
    answer = client.post(
        reverse("absences:enter"), {**form, "person": str(home.worker.id), "redirected": "stay"}, follow=True
    )
    assert "The clocks of 1 open contact were counted anew; each says why." in text(answer)
    shown = text(client.get(reverse("desk:contact", args=[contact.id])))
    assert "Due Mon 30 Nov 2026 16:30 CST" in shown and "Was due Mon 23 Nov 2026 16:30 CST" in shown
    assert "Left with somebody on leave: counts from the return instead." in shown
    assert "Follows leave; was due Mon 23 Nov 2026 16:30 CST" in shown and "an absence was entered" in shown.casefold()
