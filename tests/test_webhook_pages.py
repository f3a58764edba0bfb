"""The administrator's pages: webhooks, and what could not be delivered."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page

from browser import open_page, violations
from cast import MON_23_NOV, County, dane, rock
from csplan.adapters.webhooks.models import Subscription
from csplan.agencies.roles import ADMINISTRATOR
from csplan.agencies.walls import speaking_for
from csplan.ledger.models import Entry
from csplan.outbox.actions import put_out
from csplan.outbox.models import Parcel
from receivers import hook

pytestmark = pytest.mark.django_db
LIST = "/webhooks/"
UNDELIVERED = "/undelivered/"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


@pytest.fixture
def admin(home: County) -> Client:
    client = Client()
    client.force_login(home.people[ADMINISTRATOR])
    return client


def typed(**fields: Any) -> dict[str, Any]:
    address = "https://hooks.example.org/csplan"
    return {"key": str(uuid4()), "address": address, "kinds": ["contact.recorded"], **fields}


def given_up(county: County, n: int = 1, outcome: str = "given up") -> list[Parcel]:
    """Mails that could not be delivered."""
    for each in range(n):
        with transaction.atomic():
            payload = {"subject": "Your due list", "text": "3 contacts"}
            put_out(
                agency=county.id, kind="mail", to="a@dane.example", payload=payload, key=str(uuid4()), now=MON_23_NOV
            )
        waiting = Parcel.objects.filter(agency=county.id, ended=None)
        waiting.update(
            ended=MON_23_NOV, outcome=outcome, reason=f"the mail server refused the address ({each})", tries=1
        )
    return list(Parcel.objects.filter(agency=county.id).order_by("id"))


def test_a_webhook_is_added_and_its_secret_shown_once(home: County, admin: Client) -> None:
    page = admin.post(LIST, typed()).content.decode()
    found = Subscription.objects.get()
    assert found.secret in page and found.kinds == ["contact.recorded"] and found.agency_id == home.id
    assert found.secret not in admin.get(LIST).content.decode()
    assert found.secret not in admin.get(f"{LIST}{found.id}/").content.decode()


def test_the_same_form_sent_five_times_adds_one_webhook(home: County, admin: Client) -> None:
    fields = typed()
    statuses = [admin.post(LIST, fields).status_code for _ in range(5)]
    assert statuses == [200, 422, 422, 422, 422] and Subscription.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hooks",
        "http://hooks.example.org",
        "https://",
        "https://me:secret@a.example",
        "https://a b.example",
        "https://[::1",
    ],
)
def test_an_address_that_cannot_be_is_told_at_its_field_and_kept(home: County, admin: Client, address: str) -> None:
    answer = admin.post(LIST, typed(address=address))
    page = answer.content.decode()
    assert answer.status_code == 422 and not Subscription.objects.exists()
    assert 'id="id_address_error">Give a whole address that begins with https://' in page
    assert f'value="{address}"' in page or not address


def test_a_webhook_that_is_told_nothing_is_not_added(home: County, admin: Client) -> None:
    answer = admin.post(LIST, typed(kinds=[]))
    assert answer.status_code == 422 and "Choose at least one thing" in answer.content.decode()


def test_a_test_a_pause_and_a_new_secret_are_each_one_button(home: County, admin: Client) -> None:
    found = hook(home)
    page = f"{LIST}{found.id}/"
    assert admin.post(page, {"do": "test", "key": str(uuid4())}).status_code == 302
    shown = admin.get(page).content.decode()
    assert str(Parcel.objects.get().id) in shown and "Waits; next try" in shown
    changed = admin.post(page, {"do": "secret"}).content.decode()
    assert Subscription.objects.get().secret in changed and found.secret not in changed
    admin.post(page, {"do": "pause"})
    assert "<strong>Paused</strong>" in admin.get(page).content.decode()
    admin.post(page, {"do": "resume"})
    assert Subscription.objects.get().paused is None
    acts = Entry.objects.filter(agency=home.id, subject=f"webhook:{found.id}").order_by("number")
    assert list(acts.values_list("act", flat=True))[1:] == [
        "test webhook",
        "change webhook secret",
        "pause webhook",
        "resume webhook",
    ]


def test_what_nobody_offers_is_not_found(home: County, admin: Client) -> None:
    page = f"{LIST}{hook(home).id}/"
    assert admin.post(page, {"do": "remove"}).status_code == 404
    assert admin.post(page, {"do": "test", "key": "x"}).status_code == 404


def test_webhooks_of_other_agencies_are_not_shown(home: County, admin: Client) -> None:
    other = rock()
    with speaking_for([other.id]):
        theirs = hook(other, "https://elsewhere.example.org/")
    assert "elsewhere" not in admin.get(LIST).content.decode()
    assert admin.get(f"{LIST}{theirs.id}/").status_code == 404


def test_what_could_not_be_delivered_is_tried_again_or_let_go_on_record(home: County, admin: Client) -> None:
    first, second = given_up(home, 2)
    page = admin.get(UNDELIVERED).content.decode()
    assert "2 in all" in page and "The mail server refused the address" in page and "a@dane.example" in page
    admin.post(UNDELIVERED, {"do": "again", "key": str(first.id)})
    admin.post(UNDELIVERED, {"do": "let go", "key": str(second.id)})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, first.tries, second.outcome, second.payload) == ("", 0, "let go", {})
    assert "Everything was delivered" in admin.get(UNDELIVERED).content.decode()
    acts = Entry.objects.filter(agency=home.id, subject__startswith="parcel:", actor=home.people[ADMINISTRATOR].id)
    assert set(acts.values_list("act", flat=True)) == {"try to deliver again", "let undelivered go"}


def test_what_is_held_for_what_it_says_can_only_be_let_go(home: County, admin: Client) -> None:
    (held,) = given_up(home, outcome="held")
    page = admin.get(UNDELIVERED).content.decode()
    assert "Let go" in page and "Try again" not in page and "Your due list" not in page
    admin.post(UNDELIVERED, {"do": "again", "key": str(held.id)})
    held.refresh_from_db()
    assert held.outcome == "held"


def test_what_others_could_not_deliver_is_not_shown_and_not_touched(home: County, admin: Client) -> None:
    other = rock()
    with speaking_for([other.id]):
        (theirs,) = given_up(other)
    assert "Everything was delivered" in admin.get(UNDELIVERED).content.decode()
    assert admin.post(UNDELIVERED, {"do": "again", "key": str(theirs.id)}).status_code == 404
    assert admin.post(UNDELIVERED, {"do": "again", "key": "x"}).status_code == 404
    assert admin.post(UNDELIVERED, {"do": "read", "key": str(theirs.id)}).status_code == 404


def test_the_page_asks_as_much_for_many_as_for_few(home: County, admin: Client) -> None:
    admin.get(UNDELIVERED)
    asked = []
    for n in (3, 30):
        given_up(home, n)
        with CaptureQueriesContext(connection) as queries:
            admin.get(UNDELIVERED)
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.django_db(transaction=True)
def test_the_pages_are_accessible_with_their_errors(live_server: Any) -> None:
    home = dane()
    with speaking_for([home.id]):
        found = hook(home)
        given_up(home, 2)
    client = Client()
    client.force_login(home.people[ADMINISTRATOR])
    with open_page() as page:
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        added_by_keyboard(page, f"{live_server.url}{LIST}")
        page.goto(f"{live_server.url}{LIST}{found.id}/")
        page.get_by_role("button", name="Send a test").click()
        page.wait_for_selector("text=A test is on its way")
        assert violations(page) == []
        page.goto(f"{live_server.url}{UNDELIVERED}")
        assert violations(page) == []


def added_by_keyboard(page: Page, address: str) -> None:
    """A webhook is added by the keyboard, after a form that says nothing."""
    page.goto(address)
    assert violations(page) == []
    page.get_by_role("button", name="Add the webhook").press("Enter")
    page.wait_for_selector("text=Nothing is saved yet")
    assert page.title().startswith("Error: ") and violations(page) == []
    page.get_by_label("Which address is called?").fill("https://hooks.example.org/other")
    page.get_by_label("A clock was met").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Add the webhook").press("Enter")
    page.wait_for_selector("text=The secret is shown once")
    assert violations(page) == []
