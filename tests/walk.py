"""A walk through the site in a browser: each page as axe sees it, then each of its forms sent empty or wrong."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from django.test import Client
from playwright.sync_api import Page, Response

from browser import violations
from stops import Stop

NEVER_WRONG = {"events:sample": "a number that cannot be is taken for the nearest one, and shown"}
"""Pages with a form that takes whatever is typed, each with the reason."""

LEAD_ON = {"agencies:first_password", "home"}  # to the same page without the secret, to the first page of a role
FIELDS = '["hidden", "submit", "button", "fieldset", "output"]'
FORMS = f"""() => [...document.querySelectorAll("main form")].filter(form =>
  [...form.elements].some(each => !each.readOnly && !{FIELDS}.includes(each.type)))"""
"""The forms of a page in which something can be said."""

BUTTONS = """form => [...form.elements].filter(each => each.type == "submit" && each.offsetParent)"""
SPOILT = f"""([place, button, wrong]) => {{
  const form = ({FORMS})()[place];
  for (const each of form.elements) {{
    if (each.readOnly || {FIELDS}.includes(each.type) || each.type == "file") continue;
    if (["checkbox", "radio"].includes(each.type)) {{
      each.checked = wrong;
      if (wrong) each.value = "?";
    }} else if (each.tagName == "SELECT") {{
      each.add(new Option("?", wrong ? "?" : ""));
      each.selectedIndex = each.options.length - 1;
    }} else {{
      if (each.type != "textarea") each.type = "text";
      each.value = wrong ? "?".repeat(5000) : "";
    }}
  }}
  form.noValidate = true;
  form.requestSubmit(({BUTTONS})(form)[button]);
}}"""
"""Sends one of the forms of a page, with every field empty, or wrong and too long."""


def open_as(page: Page, site: str, address: str, client: Client) -> Response:
    """Open an address with the cookies of a session."""
    page.context.clear_cookies()
    cookies = [(name, morsel.value) for name, morsel in client.cookies.items() if morsel.value]
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies])
    answer = page.goto(site + address)
    assert answer
    return answer


def visit(page: Page, site: str, stop: Stop) -> None:
    """Open the page of a stop."""
    answer = open_as(page, site, stop.address, stop.client)
    assert answer.status == 200, f"{stop.page} is not shown: {answer.status}"
    begun = answer.request.redirected_from
    assert begun is None or stop.page in LEAD_ON, f"{stop.page} leads to {page.url}"


def looked(page: Page) -> list[str]:
    """What is wrong with a page, all that it folds open: what axe finds, and where it is wider than the window."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    too_wide: int = page.evaluate(wide)
    return [*violations(page), *([f"wider than the window by {too_wide} px"] if too_wide > 0 else [])]


def walked(page: Page, site: str, made: Callable[[], Stop]) -> Iterator[str]:
    """What is wrong with a page, and with its errors: what axe finds, and forms that no nonsense makes wrong."""
    stop = made()
    visit(page, site, stop)
    yield from (f"{stop.page}: {each}" for each in looked(page))
    buttons: list[int] = page.evaluate(f"({FORMS})().map({BUTTONS}).map(each => each.length)")
    told = [_told(page, site, made, place, range(max(each, 1))) for place, each in enumerate(buttons)]
    for found in told:
        yield from (f"{stop.page}, wrong: {each}" for each in found or ())
    if (None in told) != (stop.page in NEVER_WRONG):
        yield f"{stop.page}: a form is sent wrongly and is not told so, or NEVER_WRONG names it in vain"


def _told(page: Page, site: str, made: Callable[[], Stop], place: int, buttons: range) -> list[str] | None:
    """What axe finds where a form of a page was sent empty, or else wrong; None where neither is an error."""
    for wrong, button in product((False, True), buttons):
        visit(page, site, made())
        with page.expect_navigation() as going:
            page.evaluate(SPOILT, [place, button, wrong])
        answer: Any = going.value
        page.wait_for_load_state()
        if answer.status == 422 or page.title().startswith("Error:"):
            title = [] if page.title().startswith("Error:") else [f"the title is {page.title()}"]
            return [*looked(page), *title]
    return None
