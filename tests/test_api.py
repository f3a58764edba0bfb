"""The API: what programs record is what people see; what is wrong is told, and nothing of it is saved."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, County, call, dane, rock
from csplan.agencies.answering import answerers
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.clocks.models import Clock
from csplan.contacts.models import Attempt, Contact
from csplan.ledger.models import Entry
from ledgers import found
from programs import Program, a_call, program

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    return dane()


@pytest.fixture
def phone(home: County) -> Program:
    return program(home)


def held(of: County) -> tuple[int, int, int, int]:
    """How many contacts, clocks, attempts and ledger entries an agency has."""
    with speaking_for([of.id]):
        return (
            Contact.objects.filter(agency=of.id).count(),
            Clock.objects.filter(agency=of.id).count(),
            Attempt.objects.filter(agency=of.id).count(),
            Entry.objects.filter(agency=of.id).count(),
        )


@pytest.mark.requirement("WI-CSP-PHONE-01")
def test_a_call_that_a_phone_system_records_starts_the_promised_clock(home: County, phone: Program) -> None:
    answer = phone.post("/contacts", a_call())
    assert answer.status_code == 201
    told = answer.json()
    assert [(clock["due"], clock["verdict"], clock["leads"]) for clock in told["clocks"]] == [
        ("2026-11-23T16:30:00-06:00", "open", True)
    ]
    assert (told["owner"]["user_name"], told["case"]) == ("case-worker.dane", {"system": "KIDS", "number": "1234567"})
    with speaking_for([home.id]):
        entry = Entry.objects.filter(agency=home.id).order_by("-number")[0]
        assert (entry.act, entry.actor) == ("record contact", phone.token.id)
    assert found(home.id) == []


def test_a_record_can_be_read_tried_and_returned_by_a_program(phone: Program) -> None:
    made = phone.post("/contacts", a_call()).json()
    tried = phone.post(f"/contacts/{made['key']}/attempts", {"reached": False, "happened": MON_23_NOV.isoformat()})
    assert tried.status_code == 201 and tried.json()["clocks"][0]["verdict"] == "open"
    body = {"reached": True, "happened": MON_23_NOV.isoformat(), "note": "spoke with her"}
    reached = phone.post(f"/contacts/{made['key']}/attempts", body)
    assert reached.json()["clocks"][0]["verdict"] == "met"
    read = phone.get(f"/contacts/{made['key']}").json()
    assert read == reached.json()
    assert [each["reached"] for each in read["attempts"]] == [False, True]


def test_channel_and_direction_say_the_kind_where_they_leave_nothing_open(phone: Program) -> None:
    made = phone.post("/contacts", a_call(kind=None, channel="voice mail", direction="in"))
    assert made.json()["kind"] == "voice mail"
    open_ = phone.post("/contacts", a_call(kind=None, channel="phone", direction="in"))
    assert open_.status_code == 422
    assert "answered live" in open_.json()["errors"][0]["remedy"]


def test_a_call_answered_live_needs_neither_party_nor_owner_and_owes_nothing(phone: Program) -> None:
    made = phone.post("/contacts", {"kind": "answered live", "received": FRI_20_NOV.isoformat()})
    assert (made.status_code, made.json()["clocks"], made.json()["owner"]["name"]) == (201, [], "phone system")
    body = {"reached": True, "happened": MON_23_NOV.isoformat()}
    assert phone.post(f"/contacts/{made.json()['key']}/attempts", body).status_code == 409


def test_what_a_mail_room_knows_of_a_letter_is_recorded(phone: Program) -> None:
    more = {"name": "Acme", "concerns": "custodial parent", "language": "Spanish", "late_reason": "post was late"}
    made = phone.post("/contacts", a_call(kind="letter", party="employer", **more)).json()
    assert (made["kind"], made["name"], made["language"]) == ("letter", "Acme", "Spanish")
    assert made["clocks"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"received": "2026-11-24T10:00:00-06:00"}, "received"),  # in the future
    ({"received": "2026-11-20T16:50:00"}, "received"),  # without an offset
    ({"received": 1763678000}, "received"),
    ({"received": "2026-02-30T10:00:00Z"}, "received"),
    ({"received": "0001-01-01T00:00:00+14:00"}, "received"),
    ({"received": None}, "received"),
    ({"received": "2004-11-20T16:50:00-06:00"}, "received"),  # before the calendar is curated
    ({"happened": MON_23_NOV.isoformat()}, "happened"),  # after it was received
    ({"party": None}, "party"),
    ({"party": "martian"}, "party"),
    ({"party": "employer"}, "name"),  # is called back by name
    ({"kind": "letter"}, "late_reason"),  # with the stamp of an earlier day
    ({"concerns": "employer"}, "concerns"),
    ({"kind": "smoke signal"}, "kind"),
    ({"kind": None}, "kind"),
    ({"kind": "call back", "direction": "out"}, "kind"),
    ({"case_number": "12"}, "case_number"),
    ({"case_number": "1" * 41}, "case_number"),
    ({"reason": "x" * 501}, "reason"),
    ({"reason": "a\x00b"}, "reason"),
    ({"reason": "\ud800"}, "reason"),
    ({"reason": 7}, "reason"),
    ({"owner": None}, "owner"),
    ({"owner": "nobody"}, "owner"),
    ({"owner": "case-worker.rock"}, "owner"),
    ({"office": "0198c0de-1111-7222-8333-444455556666"}, "office"),
    ({"office": "here"}, "office"),
    ({"colour": "blue"}, "colour"),
    ({"interpreter": "Mai Vue"}, "interpreter_from"),
    ({"interpreter_from": "staff", "interpreter": "Mai Vue"}, "interpreter_as"),
    ({"interpreter_from": "staff", "interpreter_as": "clerk"}, "interpreter"),
    ({"interpreter_minutes": 5}, "interpreter_from"),
    ({"interpreter_minutes": "5"}, "interpreter_minutes"),
    ({"kind": "third party", "source": "other", "information": "moved"}, "name"),
    ({"redirect": "elsewhere"}, "redirect"),
]


@pytest.mark.parametrize(("said", "field"), WRONG, ids=[f"{field} {n}" for n, (_, field) in enumerate(WRONG)])
def test_what_is_wrong_is_told_at_its_field_with_a_remedy_and_nothing_is_saved(
    home: County, phone: Program, said: dict[str, Any], field: str
) -> None:
    rock()
    before = held(home)
    answer = phone.post("/contacts", json.dumps(a_call(**said)))
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    wrong = answer.json()["errors"]
    assert [each["field"] for each in wrong] == [field], wrong
    assert all(each["what"] and each["remedy"] for each in wrong)
    assert held(home) == before


BODIES: list[tuple[str | bytes, str, int]] = [
    ("{", "application/json", 400),
    ("[" * 50_000, "application/json", 400),
    (b"\xff\xfe\x00", "application/json", 400),
    ("[]", "application/json", 422),
    ("null", "application/json", 422),
    ("kind=call+back", "application/x-www-form-urlencoded", 415),
    ("{}", "text/plain", 415),
    ('{"reason": "' + "x" * 70_000 + '"}', "application/json", 413),
]


@pytest.mark.parametrize(("body", "media", "status"), BODIES, ids=[str(n) for n in range(len(BODIES))])
def test_a_body_that_cannot_be_read_is_told_so_and_nothing_is_saved(
    home: County, phone: Program, body: str | bytes, media: str, status: int
) -> None:
    before = held(home)
    headers = {**phone.headers, "Idempotency-Key": "1"}
    answer = Client().generic("POST", "/api/v1/contacts", body, content_type=media, headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["remedy"]
    assert held(home) == before


def test_the_same_request_five_times_is_one_record_and_its_key_serves_no_other(home: County, phone: Program) -> None:
    answers = [phone.post("/contacts", a_call(), key="call 17") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [201, 200, 200, 200, 200]
    assert len({answer.json()["key"] for answer in answers}) == 1
    before = held(home)
    other = phone.post("/contacts", a_call(reason="something else"), key="call 17")
    assert other.status_code == 422 and "Idempotency-Key" in other.json()["detail"]
    key, body = answers[0].json()["key"], {"reached": True, "happened": MON_23_NOV.isoformat()}
    assert phone.post(f"/contacts/{key}/attempts", body, key="call 17").status_code == 422
    assert held(home) == before


def test_two_programs_may_use_the_same_key(home: County, phone: Program) -> None:
    keys = {each.post("/contacts", a_call(), key="1").json()["key"] for each in (phone, program(home))}
    assert len(keys) == 2


def test_a_record_without_an_idempotency_key_is_refused(phone: Program) -> None:
    answer = Client().post("/api/v1/contacts", a_call(), content_type="application/json", headers=phone.headers)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["header Idempotency-Key"]


def test_the_due_list_is_the_pages_with_the_dates_of_csplan_due(
    home: County, phone: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    with speaking_for([home.id]):
        for minute in range(3):
            call(home, FRI_20_NOV - timedelta(minutes=minute), kind="voice mail" if minute else "call back")
    client = Client()
    client.force_login(home.people["supervisor"])
    page = [str(row.contact.id) for row in client.get("/office/").context["found"].rows]
    told = phone.get("/due").json()
    assert [row["contact"] for row in told["items"]] == page
    main(["due", "--at", "2026-11-20T16:50", "--within", "1 business day", "--calendar", "us-wi-example", "--json"])
    assert json.loads(capsys.readouterr().out)["due"] == told["items"][0]["lead"]["due"]
    assert len([row for row in told["items"] if row["beside"]]) == 2


def test_why_is_the_explanation_of_csplan_due(home: County, phone: Program, capsys: pytest.CaptureFixture[str]) -> None:
    made = phone.post("/contacts", a_call()).json()
    told = phone.get(made["clocks"][0]["why"].removeprefix("/api/v1")).json()
    asked = ["--at", "2026-11-20T16:50", "--within", "1 business day", "--calendar", "us-wi-example", "--explain"]
    main(["due", *asked, "--json"])
    printed = json.loads(capsys.readouterr().out)
    of_promise = ("fact", "says", "cite", "calendar")
    assert {name: told["explanation"][name] for name in printed if name not in of_promise} == {
        name: printed[name] for name in printed if name not in of_promise
    }
    assert told["explanation"]["says"] == "Customer phone calls are returned within 1 business day of the call."
    assert (told["contact"], told["clock"]["due"]) == (made["key"], printed["due"])


@pytest.mark.parametrize(
    "query",
    [
        {"after": "x"},
        {"after": ""},
        {"limit": 0},
        {"limit": 1000},
        {"owner": "nobody"},
        {"due_from": "now"},
        {"nix": 1},
    ],
)
def test_a_wrong_query_is_told_by_its_name(phone: Program, query: dict[str, Any]) -> None:
    answer = phone.get("/due", **query)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [f"query {name}" for name in query]


def test_calendars_standards_and_people_are_those_of_the_agency(home: County, phone: Program) -> None:
    rock()
    (office,) = phone.get("/calendars").json()["items"]
    told = phone.get(office["calendar"].removeprefix("/api/v1")).json()
    assert (told["name"], told["zone"], told["edition"]) == ("Dane Office", "America/Chicago", 1)
    assert told["week"]["sat"] == [] and told["week"]["mon"] == [{"opens": "08:00", "closes": "16:30"}]
    assert {"day": "2026-11-26", "holiday": True, "hours": []}.items() <= next(
        day for day in told["days"] if day["day"] == "2026-11-26"
    ).items()
    standards = {each["name"]: each for each in phone.get("/standards").json()["items"]}
    assert standards["Employer phone call returned"]["limit"] == "2 business days"
    with speaking_for([home.id]):
        workers = {each.username for each in answerers(home.id, home.office.id, MON_23_NOV.date())}
    assert {each["user_name"] for each in phone.get("/people").json()["items"]} == workers


@pytest.mark.parametrize("path", ["/due", "/calendars", "/people", "/standards"])
def test_reading_takes_as_many_queries_at_any_size(home: County, phone: Program, path: str) -> None:
    counts = []
    for size in (1, 12):
        with speaking_for([home.id]):
            for minute in range(size):
                call(home, FRI_20_NOV - timedelta(minutes=minute + size))
        phone.get(path)  # so that what is compiled once is compiled
        with CaptureQueriesContext(connection) as asked:
            assert phone.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24  # on PostgreSQL, naming the agency and savepoints included
