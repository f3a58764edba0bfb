"""Second factors and a state's own sign-on, in a browser: an app, recovery codes, keys, passkeys; axe on each page."""

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Page, Route, expect

from browser import violations
from cast import PASSWORD, County, dane
from csplan.agencies.walls import speaking_for
from csplan.ledger.models import Entry
from csplan.site.signing_in import sign_on

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the mock's own libraries
]
WORKER = "case-worker.dane"


@pytest.fixture
def home() -> County:
    return dane(PASSWORD)


def code_of(secret: str, ahead: int = 0) -> str:
    """The code that an app shows now, or so many half minutes ahead."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))  # noqa: TID251 - an app reads the time


def sign_in(page: Page, live_server: Any, path: str = "/sign-in/") -> None:
    page.goto(f"{live_server.url}{path}")
    page.get_by_label("User name").fill(WORKER)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")


def add_app(page: Page, live_server: Any) -> tuple[str, str]:
    """The secret of an app that was added, and the first recovery code."""
    page.goto(f"{live_server.url}/my-sign-in/")
    assert violations(page) == []
    page.get_by_role("link", name="Add an authenticator app").click()
    secret = page.locator(".csplan-secret").inner_text()
    page.get_by_label("The code that the app shows").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This did not work.")
    assert page.title().startswith("Error:") and violations(page) == []
    page.get_by_label("The code that the app shows").fill(code_of(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert violations(page) == []
    return secret, page.locator(".csplan-codes code").first.inner_text()


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def acts(home: County) -> list[str]:
    with speaking_for([home.id]):
        held = Entry.objects.filter(agency=home.id, actor=home.worker.id).order_by("number")
        return list(held.values_list("act", flat=True))


def test_an_app_and_a_recovery_code_let_in_and_no_code_twice(page: Page, live_server: Any, home: County) -> None:
    sign_in(page, live_server)
    secret, recovery = add_app(page, live_server)
    sign_out(page)
    sign_in(page, live_server)
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    assert violations(page) == []
    used = code_of(secret)
    type_code(page, used)
    page.wait_for_url("**/due/")
    sign_out(page)
    _refused_then_recovered(page, live_server, used, recovery)
    done = acts(home)
    assert {"add authenticator app", "add recovery codes", "sign in by password and app"} <= set(done)
    assert done[-1] == "sign in by password and recovery codes"


def _refused_then_recovered(page: Page, live_server: Any, used: str, recovery: str) -> None:
    sign_in(page, live_server)
    cache.clear()  # as another process would not know of the code
    type_code(page, used)
    expect(page.get_by_role("alert").first).to_contain_text("used already")
    assert violations(page) == []
    type_code(page, recovery)
    page.wait_for_url("**/due/")


def test_wrong_codes_lock_out_as_wrong_passwords_do(page: Page, live_server: Any, home: County, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    sign_in(page, live_server)
    secret, _ = add_app(page, live_server)
    sign_out(page)
    sign_in(page, live_server)
    for _ in range(3):
        type_code(page, "000000")
        expect(page.get_by_role("alert")).to_be_visible()
    type_code(page, code_of(secret, 1))
    expect(page.get_by_role("alert")).to_contain_text("locked for some minutes")
    assert "lock out after failed sign-ins" in acts(home)


def _virtual_key(page: Page) -> None:
    """A key that is always touched and always knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    verified = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **verified}})


def _add_key(page: Page, live_server: Any, name: str, *, alone: bool) -> None:
    page.goto(f"{live_server.url}/my-sign-in/keys/new/")
    assert violations(page) == []
    page.get_by_label("A name for the key").fill(name)
    if alone:
        page.get_by_text("Let this key alone sign me in").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Add the key").click()
    page.wait_for_load_state()
    page.goto(f"{live_server.url}/my-sign-in/")
    expect(page.get_by_text(name).first).to_be_visible()
    page.goto(f"{live_server.url}/my-sign-in/again/key/")
    assert page.url.endswith("/again/key/") and violations(page) == []
    page.goto(f"{live_server.url}/my-sign-in/")


def test_a_security_key_is_a_second_factor_and_can_be_removed(page: Page, live_server: Any, home: County) -> None:
    _virtual_key(page)
    sign_in(page, live_server)
    page.wait_for_url("**/due/")
    _add_key(page, live_server, "Blue key", alone=False)
    sign_out(page)
    sign_in(page, live_server)
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/due/")
    page.goto(f"{live_server.url}/my-sign-in/")
    page.get_by_role("link", name="Remove Blue key").click()
    assert violations(page) == []
    page.get_by_role("button", name="Remove the key").click()
    expect(page.get_by_text("The key is removed.")).to_be_visible()
    assert {"add security key", "sign in by password and key", "remove security key"} <= set(acts(home))


def test_a_passkey_alone_signs_in(page: Page, live_server: Any, home: County) -> None:
    _virtual_key(page)
    sign_in(page, live_server)
    page.wait_for_url("**/due/")
    _add_key(page, live_server, "Laptop", alone=True)
    sign_out(page)
    assert violations(page) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/due/")
    assert acts(home)[-1] == "sign in by key"


def test_a_key_that_does_not_answer_is_told_on_the_page(page: Page, live_server: Any, home: County) -> None:
    _virtual_key(page)
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The key did not answer")
    assert violations(page) == []


def _nothing(route: Route) -> None:
    route.fulfill(body="", content_type="text/css", headers={"Access-Control-Allow-Origin": "*"})


def _signed_on(page: Page, live_server: Any, settings: Any, claims: dict[str, object]) -> None:
    """Sign in with a state's sign-on that says this of the person."""
    with run_server_in_thread(user_claims=[User(sub="s-1", claims=claims)]) as server:
        app = sign_on(f"http://localhost:{server.server_port}", "csplan", "secret")
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        page.route(lambda address: "localhost" not in address, _nothing)  # the mock's style sheet is far away
        page.goto(f"{live_server.url}/sign-in/")
        page.get_by_role("link", name="Sign in with your state's sign-on").click()
        page.get_by_role("button", name="s-1").click()
        page.wait_for_url(f"{live_server.url}/**")


@pytest.mark.parametrize(
    ("claims", "lets_in"),
    [
        ({"preferred_username": WORKER}, True),
        ({"preferred_username": "somebody.else", "email": "w@example.org", "email_verified": True}, True),
        ({"preferred_username": "somebody.else", "email": "w@example.org", "email_verified": False}, False),
        ({"preferred_username": "somebody.else"}, False),
    ],
)
def test_a_states_sign_on_finds_a_person_who_is_here_and_makes_up_none(
    page: Page, live_server: Any, home: County, settings: Any, claims: dict[str, object], lets_in: bool
) -> None:
    type(home.worker).objects.filter(id=home.worker.id).update(email="w@example.org")
    people = type(home.worker).objects.count()
    _signed_on(page, live_server, settings, claims)
    if lets_in:
        page.wait_for_url("**/due/")
        assert acts(home)[-1] == "sign in by the state's sign-on"
    else:
        expect(page.get_by_role("heading", name="Nobody here has that name")).to_be_visible()
    assert violations(page) == []
    assert type(home.worker).objects.count() == people
