"""A browser for tests: Debian's Chromium by Playwright, with the keyboard's access keys, and axe."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from cast import PASSWORD
from csplan.agencies.models import Person

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
ALT = 1  # the modifier, as the browser's protocol counts


@contextmanager
def open_page(width: int = 1100, refused: str = "4") -> Iterator[Page]:
    """A page of a new browser, on which a message in the console fails the test; not of refusals by such a status."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the thread that asks the database
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": 900})
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
        browser.close()
    expected = (
        *(f"status of {each}" for each in refused),
        "htmx:send",
    )  # an error page; a look-up that leaving the page cuts off
    wrong = [text for text in said if not any(each in text for each in expected)]
    assert not wrong, wrong


def as_person(page: Page, site: str, person: Person) -> None:
    """Go on as somebody who has signed in; how people do is tested elsewhere."""
    client = Client()
    client.force_login(person)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def sign_in(page: Page, site: str, name: str) -> None:
    """Sign in by user name and password, to the due list."""
    page.goto(site)
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/due/")


def press_access_key(page: Page, letter: str) -> None:
    """Press Alt and a letter that the page knows, and wait for the next page."""
    with page.expect_navigation():
        tap_access_key(page, letter)
    page.wait_for_load_state()


def tap_access_key(page: Page, letter: str) -> None:
    """Press Alt and a letter that the page knows; Playwright's own keyboard does not say which letter it was."""
    page.wait_for_selector(f"[accesskey={letter}]")
    session = page.context.new_cdp_session(page)
    key: dict[str, Any] = {"modifiers": ALT, "key": letter, "code": f"Key{letter.upper()}", "unmodifiedText": letter}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": "", **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})


def violations(page: Page) -> list[str]:
    """What axe finds wrong on a page."""
    return [f"{each['id']}: {each['help']}" for each in Axe().run(page).response["violations"]]
