"""A contact is redacted: what was written of it is in no table any more, its times stay, and the chain is whole."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, Model, TextField
from django.urls import reverse
from django.utils import timezone

from call_logs import MISSED, a_log, imported
from cast import FRI_20_NOV, MON_23_NOV, County, call, dane, rock
from csplan.adapters.imports.models import Caller, Line
from csplan.agencies.actions import choose
from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.clocks.models import Matter
from csplan.contacts.correcting import Corrected, correct_contact
from csplan.contacts.handling import record_handling
from csplan.contacts.models import Contact, Correction, Masked
from csplan.contacts.said import NewHandling
from csplan.events.models import Event
from csplan.ledger.chain import REDACTED
from csplan.ledger.models import Entry, Salt
from csplan.ledger.subjects import present_data
from ledgers import found
from pages import as_role, text
from programs import a_call, program
from secret_words import NUMBER, SECRET, places_of, secret_contact

pytestmark = pytest.mark.django_db
ORDER: Final = "court order of 3 March 2026"
THU_19_NOV: Final = FRI_20_NOV - timedelta(days=1)
TIMES: Final = ("received", "happened", "entered")


NO_TEXTS: Final = {
    "clocks_clock": "cite counting fact force met_by met_fact name says standard unit why_stopped",
    "clocks_turn": "unit what",
    "contacts_attempt": "interpreter_from outcome service",
    "contacts_contact": (
        "case_kind channel direction interpreter_from kind outcome party precision redacted_why service source"
    ),
    "contacts_handling": "kind",
    "contacts_masked": "place",
    "events_event": "digest how tells",  # the digest is destroyed too
    "events_owed": "why",
    "events_restrictednote": "decision",
    "imports_proposal": "decision",
}
"""Columns of words to choose from, of keys, of the plan, by table."""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Callable[..., None]) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    county = dane()
    speaking(county.id)
    for name in ("events.keep_text", "events.restricted_text"):
        choose(county.id, name, True, actor=None, now=FRI_20_NOV)
    return county


def redacted(contact: Contact, *more: str, agency: str = "Dane Agency", by: str = "agency-director.dane") -> int:
    return main(["agency", "redact", agency, str(contact.id), "--ordered-by", by, "--reason", ORDER, *more])


def kept(contact: Contact) -> Mapping[str, Any]:
    """What stays of a contact: when it was, what is due when, and who answers."""
    whole = present_data(contact.agency_id, f"contact:{contact.id}")
    assert whole
    times = [{name: row[name] for name in ("id", "happened", "entered")} for row in whole["attempts"]]
    columns = ("kind", "party", "case_id", "participant_id", *TIMES)
    return {
        **{name: whole[name] for name in columns},
        "clocks": whole["clocks"],
        "matter": whole["matter"],
        "tries": times,
    }


def test_what_was_written_of_a_contact_is_in_no_table_any_more_and_the_chain_is_whole(home: County) -> None:
    contact = secret_contact(home)
    before, held = kept(contact), len(places_of(SECRET))
    assert held >= 25 and Masked.objects.count() >= 6 and found(home.id) == []
    assert redacted(contact) == 0
    assert places_of(SECRET) == places_of(NUMBER) == []
    assert not Event.objects.exclude(digest="").exists()
    assert kept(contact) == before and found(home.id) == []
    last = Entry.objects.filter(agency=home.id, act=REDACTED, entered=MON_23_NOV)
    assert set(last.values_list("actor", flat=True)) == {home.people["agency director"].id}
    first = Entry.objects.filter(agency=home.id, subject=f"contact:{contact.id}").exclude(act=REDACTED)
    assert first.count() >= 7 and not Salt.objects.filter(number__in=first.values("number")).exists()


def test_whatever_is_written_of_a_contact_is_either_destroyed_or_known_to_be_no_text(home: County) -> None:
    secret_contact(home)
    held = set(places_of(SECRET))
    columns = {each for model in apps.get_models() if _hangs_on_a_contact(model) for each in _texts(model)}
    assert held <= columns
    assert columns - held == {f"{table}.{name}" for table, names in NO_TEXTS.items() for name in names.split()}


def _texts(model: type[Model]) -> list[str]:
    """The columns of a table in which something written may stand."""
    fields = (each for each in model._meta.concrete_fields if isinstance(each, CharField | TextField | JSONField))
    return [f"{model._meta.db_table}.{each.column}" for each in fields]


def _hangs_on_a_contact(model: type[Model]) -> bool:
    related = {each.related_model for each in model._meta.concrete_fields}
    return model is Contact or bool(related & {Contact, Event, Matter})


def test_every_page_of_a_redacted_contact_opens_and_says_when_and_why(home: County) -> None:
    contact = secret_contact(home)
    redacted(contact)
    says = f"Redacted on Mon 23 Nov 2026: {ORDER}"
    clients = [as_role(home, role) for role in ("case worker", "supervisor")]
    shown = reverse("desk:contact", args=[contact.id])
    timeline = reverse("desk:case_timeline", args=[Contact.objects.get().case_id])
    assert all(says in text(client.get(shown)) for client in clients) and says in text(clients[1].get(timeline))
    names = ("contacts:correct", "contacts:attempt", "contacts:returned", "events:of_contact", "events:reveal")
    pages = [reverse(name, args=[contact.id]) for name in names]
    pages += [reverse("events:event", args=[each.id]) for each in Event.objects.all()]
    for page in [*pages, shown, timeline, "/due/", "/office/", "/office/interpreting/", "/events/owed/"]:
        answer = clients[1].get(page)
        assert answer.status_code == 200 and SECRET not in answer.content.decode(), page


def exported(home: County) -> str:
    answer: Any = as_role(home, "supervisor").post(reverse("desk:export"), {"list": "desk:office_list"})
    return b"".join(answer.streaming_content).decode()


def test_files_and_the_api_tell_nothing_of_it_either(home: County) -> None:
    phone, other = program(home), call(home, FRI_20_NOV)
    made = phone.post("/contacts", a_call(reason=SECRET, name=SECRET, telephone=SECRET)).json()
    before = exported(home)
    redacted(Contact.objects.get(id=made["key"]))
    told, after = phone.get(f"/contacts/{made['key']}").json(), exported(home)
    assert SECRET in before and SECRET not in after and len(before.splitlines()) == len(after.splitlines()) == 3
    changed = {name for name in told if told[name] != made[name]}
    assert changed == {"reason", "name", "telephone", "redacted", "redacted_why"}
    assert {told[name] for name in ("reason", "name", "telephone")} == {""} and made["redacted"] is None
    assert told["redacted"] and told["redacted_why"] == ORDER
    assert other.reason in after and SECRET not in text(as_role(home).get("/due/"))


def test_a_program_that_sends_a_redacted_contact_again_is_refused_and_nothing_comes_back(home: County) -> None:
    phone = program(home)
    made = phone.post("/contacts", a_call(reason=SECRET), key="one")
    assert redacted(Contact.objects.get()) == 0
    assert phone.post("/contacts", a_call(reason=SECRET), key="one").status_code == 422
    assert made.status_code == 201 and Contact.objects.count() == 1 and places_of(SECRET) == []


def test_a_call_log_that_comes_in_again_does_not_bring_the_callers_number_back(home: County) -> None:
    imported(home, a_log(MISSED))
    contact = Contact.objects.get()
    assert Caller.objects.filter(contact=contact).exists() and redacted(contact) == 0
    Line.objects.all().delete()  # forgotten long ago
    imported(home, a_log(MISSED, MISSED.replace("16:50", "16:52")))
    assert Contact.objects.count() == 2 and not Caller.objects.filter(contact=contact).exists()
    assert Contact.objects.get(id=contact.id).number == ""


def test_other_contacts_are_left_as_they_are(home: County) -> None:
    contact, other = secret_contact(home), call(home, FRI_20_NOV, case="7654321")
    before = present_data(home.id, f"contact:{other.id}")
    redacted(contact)
    assert present_data(home.id, f"contact:{other.id}") == before
    entry = Entry.objects.get(agency=home.id, subject=f"contact:{other.id}")
    assert Salt.objects.filter(agency=home.id, number=entry.number).exists()


def test_the_command_says_what_it_did_to_people_and_to_programs(
    home: County, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = call(home, FRI_20_NOV, case="7654321"), call(home, FRI_20_NOV)
    assert redacted(first) == 0
    said = capsys.readouterr().out
    assert f"contact {first.id} is destroyed, as Agency Director ordered: 1 entry in the ledger." in said
    assert redacted(second, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    who = {"agency": "Dane Agency", "ordered_by": "agency-director.dane", "reason": ORDER}
    assert told == {**who, "contact": str(second.id), "redacted": [f"contact:{second.id}"]}


def test_its_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["agency", "redact", "--help"])
    assert '\n  csplan agency redact "Dane County Child Support Agency" ' in capsys.readouterr().out


def test_done_twice_it_says_that_it_is_redacted_already_and_what_is_written_since_goes_too(
    home: County, capsys: pytest.CaptureFixture[str]
) -> None:
    contact = secret_contact(home)
    redacted(contact)
    entries = Entry.objects.count()
    assert redacted(contact) == 2 and Entry.objects.count() == entries
    assert capsys.readouterr().err == f"csplan: this contact is redacted already, on Mon 23 Nov 2026: {ORDER}\n"
    again = NewHandling(kind="note", happened=MON_23_NOV, note=SECRET)
    record_handling(contact, again, by=home.worker, key=new_key(), now=MON_23_NOV)
    assert redacted(contact) == 0 and places_of(SECRET) == [] and found(home.id) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"key": "x"}, "Dane Agency has no contact 'x'; the key stands in the address of its page"),
        ({"key": "0198c0de-0000-7000-8000-000000000000"}, "has no contact '0198c0de"),
        ({"name": "Nowhere"}, "there is no agency 'Nowhere'"),
        ({"by": "nobody"}, "nobody has the user name 'nobody'"),
        ({"by": "agency-director.rock"}, "agency-director.rock has no role in Dane Agency"),
        ({"why": "  "}, "--reason says why in 1 to 500 letters"),
    ],
)
def test_what_is_not_known_is_refused_in_one_line_and_nothing_is_destroyed(
    home: County, changed: dict[str, str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rock()
    contact = call(home, FRI_20_NOV)
    said = {"name": "Dane Agency", "key": str(contact.id), "by": "agency-director.dane", "why": ORDER, **changed}
    asked = ["agency", "redact", said["name"], said["key"], "--ordered-by", said["by"], "--reason", said["why"]]
    assert main(asked) == 2
    error = capsys.readouterr().err
    assert told in error and error.count("\n") == 1
    assert Contact.objects.get(id=contact.id).reason and not Entry.objects.filter(act=REDACTED).exists()


def test_a_contact_of_another_agency_is_not_known(home: County, capsys: pytest.CaptureFixture[str]) -> None:
    other = rock()
    with speaking_for([other.id]):
        contact = call(other, FRI_20_NOV)
    assert redacted(contact) == 2 and "Dane Agency has no contact" in capsys.readouterr().err


def test_of_a_correction_stay_the_times_and_the_words_that_are_chosen(home: County) -> None:
    contact = call(home, FRI_20_NOV)
    right = Corrected(party="employer", case_number="1234567", received=THU_19_NOV, name=SECRET, reason=SECRET)
    correct_contact(contact, right, SECRET, seen=0, by=home.worker, key=new_key(), now=MON_23_NOV)
    redacted(contact)
    correction = Correction.objects.get()
    assert {"who", "received"} <= correction.after.keys() and not {"name", "what about"} & correction.after.keys()
    assert "Corrected: who from custodial parent to employer" in text(as_role(home).get(f"/contacts/{contact.id}/"))


@pytest.mark.django_db(transaction=True)
def test_csplan_ledger_verify_finds_no_fault_afterwards(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    home = dane()
    with speaking_for([home.id]):
        contact = secret_contact(home)
    assert redacted(contact) == 0 and Agency.objects.count() == 1
    assert main(["ledger", "verify"]) == 0
    assert "no faults" in capsys.readouterr().out
