"""The lists in a browser: by keyboard alone, on paper, in a narrow window, and as axe sees them."""

from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser import as_person, open_page, press_access_key, violations
from cast import FRI_20_NOV, MON_23_NOV, County, call
from csplan.agencies.actions import add_team, choose
from csplan.agencies.models import Person
from csplan.agencies.queue import queue_key
from csplan.agencies.walls import speaking_for
from csplan.clocks.turning import hand_matter
from csplan.contacts.models import Contact
from csplan.desk.actions import save_filter
from csplan.desk.filters import Filter
from desks import county_at, returned, without_date

pytestmark = pytest.mark.django_db(transaction=True)
LISTS = ("/due/", "/due/?due=today&party=custodial+parent", "/office/", "/office/call-backs/", "/team/")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    """A county with something in each group of its lists, and everything that may stand on their pages."""
    found = county_at(MON_23_NOV, monkeypatch)
    supervisor = found.people["supervisor"]
    Person.objects.filter(id=supervisor.id).update(email="supervisor@dane.example")
    with speaking_for([found.id]):
        calls = [call(found, FRI_20_NOV.replace(day=day), case=f"12345{day}") for day in (16, 19, 20, 20, 20)]
        for contact, started in ((calls[3], True), (calls[4], False)):
            without_date(contact, started=started)
        call(found, MON_23_NOV, party="employer", case="7654321")
        call(found, FRI_20_NOV, kind="web message", case="4444444")  # which no promise binds
        add_team(found.office, "Enforcement", [found.worker, supervisor], actor=None, now=MON_23_NOV)
        choose(found.id, "desk.digest", True, actor=None, now=MON_23_NOV)
        save_filter(
            Filter(party="employer"), page="desk:my_list", name="Employers", shared=True, by=supervisor, now=MON_23_NOV
        )
    return found


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def test_a_list_is_used_by_keyboard_alone(page: Page, live_server: Any, home: County) -> None:
    as_person(page, live_server.url, home.worker)
    page.goto(f"{live_server.url}/due/")
    page.locator("tbody th a").first.focus()
    for key, case in (("j", "1234519"), ("j", "1234520"), ("k", "1234519")):
        page.keyboard.press(key)
        assert case in focused(page)
    page.keyboard.press("w")
    expect(page.locator("details[open]")).to_contain_text("Customer phone calls are returned")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1234519")


@pytest.mark.parametrize("kind", ["call back", "web message"])  # under a promise, and without one
def test_what_was_left_for_the_office_is_taken_by_one_key(
    page: Page, live_server: Any, home: County, kind: str
) -> None:
    with speaking_for([home.id]):
        choose(home.id, "contacts.office_queue", True, actor=None, now=MON_23_NOV)
        contact = call(home, MON_23_NOV, case="7777777", kind=kind)
        hand_matter(contact.matter, queue_key(home.office.id))
    as_person(page, live_server.url, home.worker)
    page.goto(f"{live_server.url}/due/")
    page.get_by_role("link", name="To take (1)").press("Enter")
    assert violations(page) == []
    page.locator("tbody th a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("t")
    expect(page.get_by_text("You answer for it now")).to_be_visible()
    with speaking_for([home.id]):
        hand_matter(contact.matter, queue_key(home.office.id))
    page.reload()
    assert violations(page) == []
    press_access_key(page, "a")
    expect(page.get_by_text("You answer for it now")).to_be_visible()


def test_keys_of_the_list_do_nothing_where_somebody_types(page: Page, live_server: Any, home: County) -> None:
    as_person(page, live_server.url, home.worker)
    page.goto(f"{live_server.url}/due/")
    page.get_by_label("Case number").focus()
    page.keyboard.type("jokw?")
    expect(page.get_by_label("Case number")).to_have_value("jokw?")
    assert page.url.endswith("/due/")


def test_a_list_is_narrowed_down_and_the_filter_kept_by_keyboard(page: Page, live_server: Any, home: County) -> None:
    as_person(page, live_server.url, home.worker)
    page.goto(f"{live_server.url}/due/")
    press_access_key(page, "f")
    page.get_by_label("Who").focus()
    page.keyboard.type("Empl")
    press_access_key(page, "s")
    expect(page.get_by_text("Narrowed down to: employer")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(1)
    press_access_key(page, "f")
    page.get_by_label("Keep this filter under a name").focus()
    page.keyboard.type("My employers")
    for _ in range(2):
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Kept as “My employers”.")


def test_a_case_is_found_from_the_list_and_its_number_stands_in_no_address(
    page: Page, live_server: Any, home: County
) -> None:
    as_person(page, live_server.url, home.worker)
    page.goto(f"{live_server.url}/due/")
    page.get_by_label("Case number").focus()
    page.keyboard.type("7654321")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "7654321" not in page.url


def test_on_paper_a_list_bears_the_office_and_the_time_and_no_menus(page: Page, live_server: Any, home: County) -> None:
    as_person(page, live_server.url, home.worker)
    page.goto(f"{live_server.url}/due/")
    page.emulate_media(media="print")
    expect(page.get_by_text("Dane Office, as of Mon 23 Nov 2026 10:00 CST.")).to_be_visible()
    for gone in ("Log a contact", "Sign out", "As CSV", "Narrow down or keep a filter", "Call-backs"):
        assert not page.get_by_text(gone).first.is_visible(), gone
    expect(page.locator("tbody tr").first).to_be_visible()


def test_on_paper_a_list_says_what_it_is_narrowed_down_to_and_which_rows_these_are(
    page: Page, live_server: Any, home: County
) -> None:
    with speaking_for([home.id]):
        for number in range(27):
            call(home, MON_23_NOV, party="employer", case=f"76543{number}")
    as_person(page, live_server.url, home.worker)
    for address, says in (("", ""), ("&due=later", "Due later; ")):
        page.emulate_media(media="screen")
        page.goto(f"{live_server.url}/due/?party=employer{address}&page=2")
        expect(page.get_by_text("Rows 26-28 of 28")).to_be_hidden()
        page.emulate_media(media="print")
        shown = page.locator("main").inner_text()
        assert f"Narrowed down to: {says}employer. Rows 26-28 of 28 with a date.\n" in shown
        assert "CST. 28 open with a date.\n" in shown and "Kept:" not in shown and "show all" not in shown


@pytest.mark.parametrize("media", ["screen", "print"])
def test_one_long_word_makes_no_list_wider_than_window_or_paper(live_server: Any, home: County, media: Any) -> None:
    with speaking_for([home.id]):
        Contact.objects.filter(agency=home.id).update(reason="W" * 500, name="N" * 120)
        contact = Contact.objects.filter(participant__isnull=False).first()
    assert contact
    paths = (*LISTS, f"/contacts/{contact.id}/", f"/participants/{contact.participant_id}/")
    with open_page() as page:
        as_person(page, live_server.url, home.people["supervisor"])
        page.emulate_media(media=media)
        for path, width in product(paths, (1280, 768, 320)):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(live_server.url + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


@pytest.mark.parametrize("width", [1100, 360])
def test_axe_finds_nothing_on_lists_with_something_in_each_group(live_server: Any, home: County, width: int) -> None:
    found = {}
    with open_page(width=width) as page:
        as_person(page, live_server.url, home.people["supervisor"])
        page.goto(f"{live_server.url}/office/")
        with speaking_for([home.id]):
            returned(call(home, MON_23_NOV), home.worker)
        for path in reversed(LISTS):
            page.goto(live_server.url + path)
            found[path] = violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert found == {path: [] for path in found}


def test_axe_finds_nothing_on_the_address_of_a_feed(page: Page, live_server: Any, home: County) -> None:
    as_person(page, live_server.url, home.worker)
    page.goto(f"{live_server.url}/reminders/calendar/")
    page.get_by_role("button", name="Make the address").press("Enter")
    expect(page.get_by_label("Copy it now")).to_be_visible()
    assert violations(page) == []
