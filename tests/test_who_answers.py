"""Nothing is left for somebody who cannot return it: the front desk and the director are neither offered nor taken."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from absence_pages import entered, typed
from absent import leave
from call_logs import MISSED, a_log, imported, the_meaning, uploaded
from cast import FRI_20_NOV, MON_23_NOV, County, dane
from csplan.absences.arrangements import Whose, add_cover
from csplan.absences.models import Absence, StandingCover
from csplan.absences.queries import away
from csplan.adapters.imports.actions import say_meaning, start
from csplan.adapters.imports.meaning import meaning_of
from csplan.adapters.imports.models import DONE
from csplan.adapters.imports.recording import advance
from csplan.agencies.answering import AnswersNothing
from csplan.agencies.models import Grant, Person
from csplan.agencies.roles import DIRECTOR, FRONT_DESK
from csplan.contacts.actions import NewContact, record_contact
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from pages import as_role, text
from programs import a_call, program

pytestmark = pytest.mark.django_db
REFUSED = "answers no contacts of this office"
WITHOUT = pytest.mark.parametrize("role", [FRONT_DESK, DIRECTOR])


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    found = dane()
    speaking(found.id)
    return found


def recorded(home: County, owner: Person, kind: str = "call back") -> Contact:
    said: dict[str, Any] = {"party": "custodial parent", "case_number": "", "reason": "", "received": MON_23_NOV}
    new = NewContact(kind=kinds()[kind], owner=owner.id, happened=MON_23_NOV, **said)
    return record_contact(new, office=home.office.id, by=home.worker, key=uuid4(), now=MON_23_NOV)


@WITHOUT
def test_what_owes_an_answer_is_recorded_for_nobody_who_cannot_give_it(home: County, role: str) -> None:
    with pytest.raises(AnswersNothing, match=REFUSED):
        recorded(home, home.people[role])
    assert not Contact.objects.exists()
    assert recorded(home, home.people[role], "answered live").matter.owner == home.people[role]


def test_whose_role_has_ended_is_left_nothing(home: County) -> None:
    yesterday = MON_23_NOV.date() - timedelta(days=1)
    Grant.objects.filter(agency=home.id, person=home.worker).update(last_day=yesterday)
    with pytest.raises(AnswersNothing):
        recorded(home, home.worker)


@WITHOUT
def test_neither_is_offered_as_cover_nor_taken_as_one(home: County, role: str) -> None:
    person, client = home.people[role], as_role(home, "supervisor")
    for page in ("absences:enter", "absences:cover"):
        cover = client.get(reverse(page)).context["form"]["cover"]
        assert person.name not in str(cover) and home.worker.name in str(cover)
    away_and_covered = typed(person=str(home.worker.id), cover=str(person.id), redirected="onward")
    assert entered(client, **away_and_covered).status_code == 422 and not Absence.objects.exists()
    with pytest.raises(AnswersNothing, match=REFUSED):
        leave(home.worker, MON_23_NOV, None, cover=person, redirected=True)
    with pytest.raises(AnswersNothing, match=REFUSED):
        add_cover(home.id, Whose(person=home.worker.id), person, by=home.worker, now=MON_23_NOV)
    assert not StandingCover.objects.exists()


def test_the_front_desk_is_away_like_everybody_and_covered(home: County) -> None:
    front_desk, client = home.people[FRONT_DESK], as_role(home, "supervisor")
    assert front_desk.name in str(client.get(reverse("absences:enter")).context["form"]["person"])
    covered = client.post(reverse("absences:cover"), {"whose": f"person:{front_desk.id}", "cover": str(home.worker.id)})
    assert covered.status_code == 302


def test_a_cover_who_answers_no_more_is_proposed_no_more_and_no_call_goes_there(home: County) -> None:
    attorney = home.people["agency attorney"]
    add_cover(home.id, Whose(person=home.worker.id), home.people["supervisor"], by=home.worker, now=FRI_20_NOV)
    leave(home.worker, FRI_20_NOV, None, cover=attorney, redirected=True, now=FRI_20_NOV)
    assert away(home.id, home.office.id, MON_23_NOV)[home.worker.id].cover == attorney
    Grant.objects.filter(agency=home.id, person=attorney).update(role=FRONT_DESK)
    assert away(home.id, home.office.id, MON_23_NOV)[home.worker.id].cover == home.people["supervisor"]


@WITHOUT
def test_a_missed_call_of_an_import_goes_to_who_answers(home: County, role: str) -> None:
    person = home.people[role]
    Person.objects.filter(id=person.id).update(extension="777")
    imported(home, a_log(MISSED.replace(",,,1234567", ",,777,1234567")))
    assert Contact.objects.get().matter.owner == home.worker  # who answers all else
    other = uploaded(home, a_log(MISSED, MISSED))
    offered = as_role(home, "supervisor").get(reverse("imports:columns", args=[other.id]))
    assert home.worker.name in str(offered.context["form"]["owner"])
    assert person.name not in str(offered.context["form"]["owner"])


def test_columns_that_name_somebody_who_answers_no_more_are_asked_anew_and_refused(home: County) -> None:
    supervisor, front_desk = home.people["supervisor"], home.people[FRONT_DESK]
    meaning = meaning_of({**the_meaning(home).data, "owner": str(front_desk.id)})
    taken = uploaded(home, a_log(MISSED))
    taken.uploaded_by = front_desk
    taken.save()
    found = start(say_meaning(taken, meaning, by=supervisor, now=MON_23_NOV), by=supervisor, now=MON_23_NOV)
    while found.is_running:
        found = advance(found, MON_23_NOV)
    assert found.ended_as == DONE and (found.counts or {})["wrong"] == 1
    assert not Contact.objects.exists()
    log = SimpleUploadedFile("calls.csv", a_log(MISSED.replace("1234567", "7654321")))
    answer: Any = as_role(home, "supervisor").post(reverse("imports:list"), {"file": log})
    assert answer.url.endswith("/columns/")


@WITHOUT
def test_a_program_leaves_no_call_for_them_and_is_offered_neither(home: County, role: str) -> None:
    phone, person = program(home), home.people[role]
    refused = phone.post("/contacts", a_call(owner=person.username))
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "owner")
    offered = [each["user_name"] for each in phone.get("/people").json()["items"]]
    assert person.username not in offered and home.worker.username in offered
    live = phone.post("/contacts", a_call(kind="answered live", owner=person.username))
    assert live.status_code == 201 and live.json()["owner"]["user_name"] == person.username


def test_the_log_page_tells_it_at_the_owner_who_ceased_to_answer_meanwhile(home: County) -> None:
    told = {"key": str(uuid4()), "kind": "call back", "party": "custodial parent"}
    answer = as_role(home).post(reverse("contacts:log"), {**told, "owner": str(home.people[FRONT_DESK].id)})
    assert answer.status_code == 422 and "Choose one of the people offered." in text(answer)
