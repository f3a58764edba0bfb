"""The doors in a browser: a token is made and revoked, and axe finds nothing; the examples of docs/api.md run."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser import as_person, violations
from cast import MON_23_NOV, PASSWORD, County, dane
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Attempt, Contact
from programs import program

pytestmark = pytest.mark.django_db(transaction=True)
DOCS = Path(__file__).resolve().parent.parent / "docs" / "api.md"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    return dane(PASSWORD)


Found = dict[str, list[str]]


def test_a_token_is_made_shown_once_and_revoked(page: Page, live_server: Any, home: County) -> None:
    as_person(page, live_server.url, home.people["agency director"])
    found: Found = {}
    page.goto(f"{live_server.url}/tokens/")
    text = _make_a_token(page, found)
    page.get_by_role("link", name="I have copied it").click()
    assert text.rpartition("_")[2] not in page.content()
    page.get_by_role("link", name="Revoke phone system").click()
    found["revoke"] = violations(page)
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Revoked on 23 Nov 2026")
    found["list"] = violations(page)
    page.goto(f"{live_server.url}/api/v1/docs")
    expect(page.get_by_role("heading", name="POST /api/v1/contacts", exact=True)).to_be_visible()
    found["docs"] = violations(page)
    assert found == {name: [] for name in found}


def _make_a_token(page: Page, found: Found) -> str:
    page.get_by_role("button", name="Make the token").click()
    found["wrong"] = violations(page)
    page.get_by_label("What is it for?").fill("phone system")
    page.get_by_text("Record contacts, and attempts to answer them").click()
    page.get_by_role("button", name="Make the token").click()
    text = page.get_by_label("The token", exact=True).input_value()
    assert re.fullmatch(r"csplan_[0-9a-f]{32}_[\w-]{43}", text)
    found["made"] = violations(page)
    return text


def test_the_examples_of_the_documentation_run_as_they_are_written(live_server: Any, home: County) -> None:
    examples = re.findall(r"```bash\n(.*?)```", DOCS.read_text(), flags=re.DOTALL)
    assert len(examples) == 4
    around = {**os.environ, "CSPLAN": live_server.url, "TOKEN": program(home).text}
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(examples)], env=around, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    with speaking_for([home.id]):
        assert Contact.objects.count() == Attempt.objects.count() == 1
