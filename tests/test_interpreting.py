"""The page of interpreting: each conversation in which an interpreter helped, with its language, and the totals."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, County, call, dane, rock
from csplan.agencies.actions import add_office
from csplan.clocks.models import Matter
from csplan.contacts.models import Participant
from pages import as_role, posted, text

pytestmark = pytest.mark.django_db
PAGE = "/office/interpreting/"
LINE = {"interpreter_from": "Language Line", "interpreter": "4711", "interpreter_as": "telephone interpreter"}


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    of = dane()
    speaking(of.id)
    return of


def log(home: County, number: int = 0, **said: str) -> Any:
    whole = {"party": "custodial parent", "case_number": f"12345{number:02d}", "kind": "answered live"}
    return posted(as_role(home), reverse("contacts:log"), **{**whole, **LINE, **said})


def page(home: County, role: str = "supervisor", **days: str) -> Any:
    return as_role(home, role).get(PAGE, days)


@pytest.mark.requirement("WI-CSP-LEP-02")
def test_the_language_line_used_in_a_call_or_a_return_appears_with_its_language_and_minutes(home: County) -> None:
    log(home, 1, language="Spanish", interpreter_minutes="12")
    log(home, 2, language="Hmong", interpreter_from="family or friend", interpreter_as="sister")
    contact = call(home, FRI_20_NOV)
    Participant.objects.filter(contact=contact).update(language="Spanish")
    back = {"when": "now", "information": "balance", "interpreter_minutes": "5", **LINE}
    assert posted(as_role(home), reverse("contacts:returned", args=[contact.id]), **back).status_code == 302
    shown = text(page(home))
    assert "Spanish Language Line (commercial, by telephone) 2 17" in shown
    assert "Hmong Family or friend of the participant 1 0" in shown
    assert "Mon 23 Nov 2026 10:00 CST 1234501 Spanish 4711, telephone interpreter" in shown
    assert "Mon 23 Nov 2026 10:00 CST 1234567 Spanish" in shown


def test_conversations_without_an_interpreter_and_of_other_days_offices_and_agencies_stand_elsewhere(
    home: County, speaking: Callable[..., None]
) -> None:
    log(home, 1, language="Somali")
    log(home, 2, interpreter_from="", interpreter="", interpreter_as="", language="Lao")
    assert "Lao" not in text(page(home)) and "Somali" in text(page(home, first="2026-11-23", last="2026-11-23"))
    assert "No interpreter helped" in text(page(home, first="2026-10-01", last="2026-11-22"))
    other = rock()
    speaking(home.id, other.id)
    assert "No interpreter helped" in text(page(other))
    Matter.objects.update(office=add_office(home.id, "Branch", actor=None, now=MON_23_NOV))
    assert "No interpreter helped" in text(page(home))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"first": "soon"}, "cannot read the date"),
        ({"first": "2026-11-23", "last": "2026-11-01"}, "This is before the first day"),
        ({"first": ""}, "cannot read the date"),
    ],
)
def test_days_that_cannot_be_are_told_at_the_field_and_kept(home: County, days: dict[str, str], told: str) -> None:
    answer = page(home, **days)
    assert answer.status_code == 422 and told in text(answer)
    assert f'value="{days["first"]}"' in answer.content.decode() or not days["first"]


def test_who_leads_an_office_sees_it_and_others_do_not(home: County) -> None:
    seen = {role: page(home, role).status_code for role in ("supervisor", "case worker", "front desk")}
    assert seen == {"supervisor": 200, "case worker": 403, "front desk": 403}
    assert "Interpreting" in text(as_role(home, "supervisor").get(reverse("more")))


def test_it_asks_no_more_for_more_and_goes_on_to_a_further_page(home: County) -> None:
    counts = []
    for size in (1, 30):
        for number in range(size):
            log(home, size + number, language="Spanish")
        page(home)
        with CaptureQueriesContext(connection) as asked:
            shown = page(home)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "first=2026-11-01&amp;last=2026-11-23&amp;page=2" in shown.content.decode()
    assert text(page(home, page="2")).count("telephone interpreter") == 6
