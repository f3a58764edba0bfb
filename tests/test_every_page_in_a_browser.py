"""Every page of the table of roles in a browser, and every form of theirs sent wrongly: axe finds nothing."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from browser import open_page, violations
from cast import County
from csplan.agencies.roles import MAY
from csplan.site.signing_in import sign_on
from stops import AFTER_ALL, NO_PAGE, full_county, rooms, signed_in, stop
from walk import NEVER_WRONG, open_as, visit, walked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: AFTER_ALL)
    return full_county()


def test_each_name_that_is_left_out_of_the_walk_is_a_name_of_the_table() -> None:
    assert {*NO_PAGE, *NEVER_WRONG} <= set(MAY)


@pytest.mark.parametrize("room", rooms())
def test_axe_finds_nothing_on_any_page_or_error(live_server: Any, home: County, room: str) -> None:
    found: list[str] = []
    with open_page() as page:
        for each in rooms()[room]:
            found.extend(walked(page, live_server.url, partial(stop, each, home)))
    assert found == []


Refusal = tuple[str, int, Client]


def _refusals(home: County) -> Iterator[Refusal]:
    """An address, the status of its refusal, and who asks."""
    worker, of_nowhere = signed_in(home.worker), stop("clocks:first_calendar", home).client
    link = stop("agencies:first_password", home).address
    yield from (("/nix/", 404, worker), ("/people/", 403, worker), ("/calendar/", 409, of_nowhere))
    yield from (("/due/", 500, worker), (link.replace(link[-5:], "none/"), 200, Client()))
    yield "/sign-in/with/state/back/?error=server_error", 401, Client()


def test_axe_finds_nothing_on_pages_that_refuse(
    live_server: Any, home: County, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    app = sign_on("http://localhost:1", "csplan", "secret")
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    monkeypatch.setattr("csplan.desk.listing.due_rows", lambda *_, **__: 1 / 0)
    with open_page(refused="45") as page:
        for address, status, client in _refusals(home):
            answer = open_as(page, live_server.url, address, client)
            assert (address, answer.status, violations(page)) == (address, status, [])


def test_axe_finds_nothing_on_a_form_of_an_earlier_sign_in(live_server: Any, home: County) -> None:
    with open_page() as page:
        visit(page, live_server.url, stop("contacts:log", home))
        page.context.clear_cookies(name="csrftoken")
        page.get_by_role("button", name="Answered live").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Open the page again")
        assert violations(page) == []


def test_axe_finds_nothing_on_a_link_for_somebody(live_server: Any, home: County) -> None:
    with open_page() as page:
        visit(page, live_server.url, stop("agencies:reset", home))
        page.get_by_role("button", name="Reset sign-in").click()
        expect(page.get_by_label("The link to set a password")).to_be_visible()
        assert violations(page) == []
