"""Each operation of the API for each scope, of one's own agency, of another, of another office; by token alone."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from addresses import OF_PROGRAMS
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane, rock
from csplan.adapters.api.actions import revoke_token
from csplan.adapters.api.models import Token, Use
from csplan.adapters.api.scopes import OPENS, SCOPES
from csplan.agencies.actions import add_office, confirm_calendar
from csplan.agencies.answering import answerers
from csplan.agencies.keys import new_key
from csplan.agencies.walls import speaking_for
from csplan.clocks.models import Clock
from csplan.policy.calendars import named_calendar
from programs import Program, a_call, program

pytestmark = pytest.mark.django_db


@pytest.fixture
def counties(monkeypatch: pytest.MonkeyPatch) -> tuple[County, County]:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    return dane(), rock()


def rows_of(of: County) -> dict[str, dict[str, Any]]:
    """What the addresses of the operations name, of a county."""
    with speaking_for([of.id]):
        contact = call(of, FRI_20_NOV)
        clock = Clock.objects.get(matter=contact.matter_id)
    by_contact = {page: {"key": contact.id} for page in ("api:contact", "api:attempts")}
    return {**by_contact, "api:why": {"key": clock.id}, "api:calendar": {"office": of.office.id}}


def status(method: str, page: str, rows: dict[str, dict[str, Any]], headers: dict[str, str]) -> int:
    address = reverse(page, kwargs=rows.get(page))
    if method == "GET":
        return Client().get(address, headers=headers).status_code
    owner = {"owner": f"case-worker.{rows['name']['name']}"} if "name" in rows else {}
    body = {"reached": False, "happened": MON_23_NOV.isoformat()} if page == "api:attempts" else a_call(**owner)
    keyed = {**headers, "Idempotency-Key": str(new_key())}
    return Client().post(address, body, content_type="application/json", headers=keyed).status_code


def test_every_operation_has_a_line_with_scopes_that_can_be_chosen() -> None:
    assert {page for _, page in OPENS} == OF_PROGRAMS
    assert {scope for scopes in OPENS.values() for scope in scopes} == set(SCOPES)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_opens_what_its_scope_names_and_nothing_else(counties: tuple[County, County], scope: str) -> None:
    home, _ = counties
    rows, headers = rows_of(home), program(home, scope).headers
    for (method, page), scopes in OPENS.items():
        found = status(method, page, rows, headers)
        assert (found in (200, 201)) == (scope in scopes), f"{method} {page} with {scope}: {found}"
        assert found in (200, 201, 403)


def test_no_token_opens_a_row_of_another_agency(counties: tuple[County, County]) -> None:
    home, other = counties
    theirs, headers = rows_of(other), program(home).headers
    for method, page in OPENS:
        if page in theirs:
            assert status(method, page, theirs, headers) == 404, page


def test_lists_hold_the_rows_of_the_tokens_agency_alone(counties: tuple[County, County]) -> None:
    home, other = counties
    theirs, phone = rows_of(other), program(home)
    for path in ("/due", "/calendars", "/people", "/standards"):
        shown = phone.get(path).content.decode()
        assert str(theirs["api:contact"]["key"]) not in shown
        assert str(other.office.id) not in shown and "rock" not in shown.casefold()


def test_a_token_of_one_office_opens_nothing_of_another_office(counties: tuple[County, County]) -> None:
    home, _ = counties
    rows = rows_of(home)
    with speaking_for([home.id]):
        annex = add_office(home.id, "Annex", actor=None, now=MON_23_NOV)
        confirm_calendar(annex, named_calendar("us-wi"), actor=None, why="test", now=MON_23_NOV)
    here, there = program(home, office=home.office.id), program(home, office=annex.id)
    assert here.get(f"/contacts/{rows['api:contact']['key']}").status_code == 200
    for method, page in OPENS:
        if page in rows:
            assert status(method, page, rows, there.headers) == 404, page
    assert there.get("/due").json()["items"] == there.get("/people").json()["items"] == []
    assert there.post("/contacts", a_call()).json()["errors"][0]["field"] == "owner"
    assert there.post("/contacts", a_call(office=str(home.office.id))).json()["errors"][0]["field"] == "office"
    assert [each["name"] for each in there.get("/calendars").json()["items"]] == ["Annex"]
    everywhere = program(home)
    assert everywhere.get("/due").json()["errors"][0]["field"] == "office"
    assert len(everywhere.get("/due", office=str(home.office.id)).json()["items"]) == 1


@pytest.mark.parametrize(
    ("first", "last", "seen"),
    [(date(2026, 11, 23), None, 200), (date(2026, 11, 24), None, 401), (date(2026, 11, 1), date(2026, 11, 22), 401)],
)
def test_a_token_opens_on_its_days_alone(
    counties: tuple[County, County], first: date, last: date | None, seen: int
) -> None:
    assert program(counties[0], first_day=first, last_day=last).get("/due").status_code == seen


def test_a_token_that_is_revoked_opens_nothing(counties: tuple[County, County]) -> None:
    home, phone = counties[0], program(counties[0])
    assert phone.get("/due").status_code == 200
    with speaking_for([home.id]):
        revoke_token(phone.token, actor=home.people["agency director"].id, now=MON_23_NOV)
    assert phone.get("/due").status_code == 401


def test_a_text_that_is_no_token_opens_nothing_and_says_what_to_send(counties: tuple[County, County]) -> None:
    phone = program(counties[0])
    key, secret = f"csplan_{phone.text.split('_')[1]}", phone.text.split("_", 2)[2]  # which may hold a "_" itself
    worker = f"csplan_{counties[0].worker.id.hex}_{secret}"
    for text in ("", "x", phone.text[:-1], phone.text + "x", f"{key}_{secret[::-1]}", worker, "csplan_é_é", key):
        answer = Client().get("/api/v1/due", headers={"Authorization": f"Bearer {text}"})
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="csplan"')
        assert "Authorization: Bearer" in answer.json()["remedy"]
    assert Client().get("/api/v1/due").status_code == 401
    assert Client().get("/api/v1/due", headers={"Authorization": f"Basic {phone.text}"}).status_code == 401


def test_a_session_opens_no_operation_and_changes_none(counties: tuple[County, County]) -> None:
    home, other = counties
    rows = rows_of(home)
    client = Client()
    client.force_login(home.people["supervisor"])
    for _, page in OPENS:
        assert client.get(reverse(page, kwargs=rows.get(page))).status_code == 401
    theirs = client.get("/api/v1/people", headers=program(other).headers).json()["items"]
    with speaking_for([other.id]):
        assert {each["user_name"] for each in theirs} == {
            each.username for each in answerers(other.id, other.office.id, MON_23_NOV.date())
        }


def test_an_address_or_method_that_there_is_not_is_told_as_a_problem(counties: tuple[County, County]) -> None:
    phone = program(counties[0])
    missing = phone.get("/nix")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")
    put = Client().put("/api/v1/due", headers=phone.headers)
    assert (put.status_code, put["Allow"], put["Content-Type"]) == (405, "GET", "application/problem+json")


def test_a_token_is_refused_beyond_its_rate_until_the_next_minute(
    counties: tuple[County, County], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CSPLAN_API_PER_MINUTE = 3
    phone, other = program(counties[0]), program(counties[0])
    assert [phone.get("/due").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = phone.get("/due")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60") and "3 times" in refused.json()["detail"]
    assert other.get("/due").status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV.replace(minute=1))
    assert phone.get("/due").status_code == 200


def test_a_token_is_kept_as_a_digest_and_says_when_it_was_last_used(counties: tuple[County, County]) -> None:
    home, phone = counties[0], program(counties[0])
    phone.get("/due")
    with speaking_for([home.id]):
        kept = Token.objects.get(id=phone.token.id)
        assert phone.text.rsplit("_", 1)[1] not in str(vars(kept)) and len(kept.digest) == 64
        assert Use.objects.get(token=kept).last == MON_23_NOV


def test_somebody_as_whom_a_token_acts_cannot_sign_in_and_owns_nothing(counties: tuple[County, County]) -> None:
    phone = program(counties[0])
    person = phone.token.person
    assert not person.is_active and not person.has_usable_password() and not person.grants.exists()
    assert phone.post("/contacts", a_call(owner=person.username)).json()["errors"][0]["field"] == "owner"


def test_a_programs_record_is_shown_under_the_name_of_its_token(counties: tuple[County, County]) -> None:
    home: County = counties[0]
    phone: Program = program(home)
    key = phone.post("/contacts", a_call()).json()["key"]
    client = Client()
    client.force_login(home.worker)
    assert "phone system" in client.get(f"/contacts/{key}/").content.decode()
