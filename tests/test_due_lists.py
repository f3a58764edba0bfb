"""The due lists: grouped and narrowed, in order of due, with the dates of `csplan due`; who sees which."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from acts import all_done
from cast import CENTRAL, FRI_20_NOV, MON_23_NOV, County, call, rock
from csplan.agencies.actions import add_team
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.clocks.models import Clock
from csplan.contacts.models import Contact
from csplan.core.instants import moment_words
from csplan.desk.models import SavedFilter
from csplan.ledger.models import Entry
from desks import address_of, county_at, given_to, signed_in, without_date
from pages import text

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
WED_25_NOV = datetime(2026, 11, 25, 15, 45, tzinfo=CENTRAL)  # the eve of Thanksgiving
MY_LIST, OFFICE, CALLS, TEAM = (
    reverse(f"desk:{name}") for name in ("my_list", "office_list", "call_backs", "team_board")
)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    found = county_at(MON_23_NOV, monkeypatch)
    speaking(found.id)
    return found


def dues(client: Client, address: str) -> list[str]:
    """The due instants of a list as it shows them, in its order."""
    page = client.get(address).content.decode()
    return re.findall(r"<td data-label=\"Due\"><span[^>]*>(\w{3} \d+ \w{3} \d{4} \d\d:\d\d C[SD]T)</span>", page)


def of_every_group(home: County) -> dict[str, Contact]:
    """A call in each group of a list on Monday 23 November at 10:00."""
    received = {"past": FRI_20_NOV - timedelta(days=3), "today": FRI_20_NOV, "next": MON_23_NOV}
    found = {name: call(home, at) for name, at in received.items()}
    found["later"] = call(home, MON_23_NOV, party="employer", case="7654321")
    for name, started in (("waiting", False), ("paused", True)):
        found[name] = call(home, MON_23_NOV, case="5555555")
        without_date(found[name], started=started)
    return found


def test_a_list_says_how_much_is_due_when_and_each_count_leads_to_these(home: County) -> None:
    calls, client = of_every_group(home), signed_in(home.worker)
    page = client.get(MY_LIST)
    for says in ("past due", "due today", "due tomorrow", "due later", "waiting to start", "paused"):
        assert f"1 {says}" in text(page)
    assert "4 open with a date" in text(page)
    for name, contact in calls.items():
        shown = client.get(MY_LIST, {"due": name}).content.decode()
        assert [str(each.id) in shown for each in calls.values()].count(True) == 1 and str(contact.id) in shown


def test_what_is_paused_or_waits_to_start_stands_in_its_own_section(home: County) -> None:
    of_every_group(home)
    page = text(signed_in(home.worker).get(MY_LIST))
    assert page.index("1234567") < page.index("Waiting to start These clocks") < page.index("Paused These clocks")
    assert page.index("7654321") < page.index("Waiting to start These clocks") < page.index("5555555")


def test_before_a_holiday_the_next_group_reaches_to_the_next_open_day(monkeypatch: pytest.MonkeyPatch) -> None:
    home = county_at(WED_25_NOV, monkeypatch)
    with speaking_for([home.id]):
        call(home, WED_25_NOV)
    assert "1 due by Mon 30 Nov" in text(signed_in(home.worker).get(MY_LIST))


def test_rows_stand_in_order_of_due_on_every_page_of_any_size(home: County) -> None:
    for number in range(60):
        call(home, FRI_20_NOV - timedelta(hours=7 * (number * 37 % 60)))
    client = signed_in(home.worker)
    for rows, pages in ((25, 3), (50, 2), (100, 1)):
        shown = [due for page in range(1, pages + 1) for due in dues(client, f"{MY_LIST}?rows={rows}&page={page}")]
        instants = [datetime.strptime(due[:-4], "%a %d %b %Y %H:%M") for due in shown]
        assert len(instants) == 60 and instants == sorted(instants)


@pytest.mark.requirement("WI-CSP-PHONE-02")
def test_every_date_of_a_list_is_the_one_that_csplan_due_gives(
    home: County, capsys: pytest.CaptureFixture[str]
) -> None:
    instants = [FRI_20_NOV - timedelta(hours=5 * number) for number in range(12)]
    for at in instants:
        call(home, at)
    told = []
    for at in reversed(instants):
        said = ["--at", f"{at:%Y-%m-%dT%H:%M}", "--within", "1 business day", "--calendar", "us-wi-example"]
        main(["due", *said])
        told.append(datetime.fromisoformat(capsys.readouterr().out.split()[0]).astimezone(CENTRAL))
    assert dues(signed_in(home.worker), MY_LIST) == [moment_words(due) for due in told]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"party": "employer"}, {"later"}),
        ({"party": "attorney"}, set()),
        ({"channel": "phone", "due": "today"}, {"today"}),
        ({"channel": "voice mail"}, set()),
        ({"promise": "employer-call-returned"}, {"later"}),
        ({"language": "spanish"}, {"today", "next"}),
        ({"due": "nonsense", "person": "nonsense", "case": "1234567"}, {"past", "today", "next", "later"}),
    ],
)
def test_a_list_is_narrowed_down_by_its_address(home: County, said: dict[str, str], left: set[str]) -> None:
    calls = of_every_group(home)
    Contact.objects.filter(id__in=(calls["today"].id, calls["next"].id)).update(language="Spanish")
    employers = Clock.objects.get(matter=calls["later"].matter).standard
    said = {name: employers if name == "promise" else word for name, word in said.items()}
    shown = signed_in(home.worker).get(MY_LIST, said).content.decode()
    dated = ("past", "today", "next", "later")
    assert {name for name in dated if str(calls[name].id) in shown} == left


def test_a_case_is_found_by_its_number_which_stands_in_no_address(home: County) -> None:
    calls, client = of_every_group(home), signed_in(home.worker)
    answer = client.post(reverse("desk:find_case"), {"list": "desk:my_list", "case_number": "7654321"})
    assert answer.status_code == 302 and "7654321" not in address_of(answer)
    shown = client.get(address_of(answer)).content.decode()
    assert str(calls["later"].id) in shown and str(calls["today"].id) not in shown


@pytest.mark.parametrize(("number", "told"), [("", "Fill in"), ("12", "no KIDS number"), ("9999999", "No contact of")])
def test_a_case_that_is_not_there_is_told_at_the_field(home: County, number: str, told: str) -> None:
    answer = signed_in(home.worker).post(reverse("desk:find_case"), {"case_number": number})
    assert answer.status_code == 422 and told in text(answer)
    assert not number or f'value="{number}"' in answer.content.decode()


def test_a_case_of_another_agency_is_not_found(home: County) -> None:
    other = rock()
    with speaking_for([other.id]):
        call(other, FRI_20_NOV, case="8888888")
    answer = signed_in(home.worker).post(reverse("desk:find_case"), {"case_number": "8888888"})
    assert answer.status_code == 422


def test_a_filter_is_kept_under_a_name_shown_to_the_office_and_removed_by_its_owner(home: County) -> None:
    client, other = signed_in(home.worker), signed_in(home.people["supervisor"])
    kept = {"list": "desk:my_list", "party": "employer", "case": str(home.id), "name": "Employers", "shared": "on"}
    answer = client.post(reverse("desk:narrow"), {**kept, "do": "keep"})
    assert parse_qs(urlsplit(address_of(answer)).query) == {"party": ["employer"]}, "a case is not kept"
    saved = SavedFilter.objects.get()
    for each in (client, other):
        assert "Kept: Employers" in text(each.get(MY_LIST))
    remove = reverse("desk:remove_filter", args=[saved.id])
    other.post(remove)
    assert SavedFilter.objects.exists(), "only its owner removes it"
    client.post(remove)
    assert not SavedFilter.objects.exists()
    assert [entry.act for entry in Entry.objects.filter(subject=f"filter:{saved.id}").order_by("number")] == [
        "save filter",
        "remove filter",
    ]


def test_a_filter_that_is_not_shown_to_others_stays_with_its_owner(home: County) -> None:
    kept = {"list": "desk:my_list", "party": "employer", "name": "Mine alone", "do": "keep"}
    signed_in(home.worker).post(reverse("desk:narrow"), kept)
    assert "Mine alone" not in text(signed_in(home.people["supervisor"]).get(MY_LIST))


def test_a_filter_without_a_name_is_told_at_the_field_and_keeps_what_was_chosen(home: County) -> None:
    answer = signed_in(home.worker).post(reverse("desk:narrow"), {"party": "employer", "name": "", "do": "keep"})
    assert answer.status_code == 422 and "Give the filter a name." in text(answer)
    assert '<option value="employer" selected>' in answer.content.decode() and not SavedFilter.objects.exists()


def test_to_narrow_down_leads_to_the_list(home: County) -> None:
    answer = signed_in(home.worker).post(reverse("desk:narrow"), {"due": "past", "party": "", "do": "show"})
    assert address_of(answer) == f"{MY_LIST}?due=past"


def test_the_office_list_says_who_is_to_answer_and_is_narrowed_to_one_person(home: County) -> None:
    mine = call(home, FRI_20_NOV)
    theirs = given_to(call(home, FRI_20_NOV), home.people["supervisor"])
    client = signed_in(home.people["front desk"])
    shown = client.get(OFFICE).content.decode()
    assert str(mine.id) in shown and str(theirs.id) in shown and '<td data-label="For">Supervisor</td>' in shown
    narrowed = client.get(OFFICE, {"person": str(home.worker.id)})
    assert str(mine.id) in narrowed.content.decode() and str(theirs.id) not in narrowed.content.decode()


def test_the_call_back_list_holds_those_who_are_to_be_called_back(home: County) -> None:
    owed = call(home, FRI_20_NOV, kind="voice mail")
    call(home, FRI_20_NOV, kind="answered live")
    shown = signed_in(home.people["front desk"]).get(CALLS).content.decode()
    assert str(owed.id) in shown and shown.count('<th scope="row"') == 1


def test_the_board_of_a_team_shows_its_people_by_name_and_what_is_due_first(home: County) -> None:
    supervisor = home.people["supervisor"]
    add_team(home.office, "Enforcement", [home.worker, supervisor], actor=None, now=MON_23_NOV)
    for number in range(5):
        call(home, FRI_20_NOV - timedelta(days=number))
    shown = text(signed_in(supervisor).get(TEAM))
    assert "Agency Director" not in shown
    assert shown.index("of Case Worker") < shown.index("Nothing is due.")
    assert "4 past due of Case Worker" in shown and "All that is open for Case Worker" in shown


def test_worker_figures_are_for_the_worker_and_the_supervisor(home: County) -> None:
    for role, expected in (("case worker", 403), ("front desk", 403), ("agency director", 403), ("supervisor", 200)):
        assert signed_in(home.people[role]).get(TEAM).status_code == expected


@pytest.mark.parametrize("rows", [25, 50])
@pytest.mark.parametrize("address", [MY_LIST, OFFICE, CALLS])
def test_a_list_asks_the_same_few_questions_for_few_and_for_many(home: County, address: str, rows: int) -> None:
    client, counts = signed_in(home.worker if address == MY_LIST else home.people["supervisor"]), []
    client.get(address)
    for calls in (2, 60):
        for number in range(calls):
            call(home, FRI_20_NOV + timedelta(seconds=number), kind="voice mail")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address, {"rows": rows}).status_code == 200
        counts.append(sum("SELECT" in query["sql"] and " FROM " in query["sql"] for query in asked))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_count_stops_counting(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csplan.desk.listing.COUNTED", 2)
    monkeypatch.setattr("csplan.desk.bounded.bounded_counts.__defaults__", (2,))
    monkeypatch.setattr("csplan.desk.bounded.count_words.__defaults__", (2,))
    for number in range(4):
        call(home, FRI_20_NOV + timedelta(seconds=number))
    shown = text(signed_in(home.worker).get(MY_LIST))
    assert "The 2 most urgent of more than 2" in shown and "more than 2 due today" in shown


@pytest.mark.django_db(transaction=True)
def test_every_clock_carries_the_office_and_the_owner_of_its_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    home, other = county_at(MON_23_NOV, monkeypatch), rock()
    all_done(home, other)
    with speaking_for([home.id]):
        clocks = list(Clock.objects.select_related("matter"))
    assert clocks
    assert [
        each for each in clocks if (each.office_id, each.owner_id) != (each.matter.office_id, each.matter.owner_id)
    ] == []
