"""A contact whose every text has a secret word, and where that word stands in the database."""

from typing import Any, Final

from django.db import connection

from cast import FRI_20_NOV, MON_23_NOV, County
from csplan.adapters.imports.models import Caller
from csplan.agencies.keys import new_key
from csplan.clocks.models import Clock
from csplan.clocks.turning import Said
from csplan.contacts.actions import Conversation, NewAttempt, NewContact, record_attempt, record_contact, record_return
from csplan.contacts.clock_actions import hand_contact_over, pause
from csplan.contacts.correcting import Corrected, correct_contact
from csplan.contacts.handling import record_handling
from csplan.contacts.kinds import kinds
from csplan.contacts.models import Contact
from csplan.contacts.said import NewHandling
from csplan.events.actions import NewEvent, Posting, post_told, write_event
from csplan.events.marks import mark_event
from csplan.events.models import COPIED
from csplan.events.notes import ask_about, decide_on

SECRET: Final = "Zebulon"
NUMBER: Final = "219-09-9998"
SPOKEN: Final = Conversation(
    number=SECRET,
    language=SECRET,
    interpreter=SECRET,
    interpreter_from="staff",
    interpreter_as=SECRET,
    interpreter_minutes=12,
    information=f"{SECRET} has the number {NUMBER}",
    identified=SECRET,
)


def secret_contact(home: County) -> Contact:
    """A contact whose every text has the secret, with all that may hang on one."""
    said: Any = dict.fromkeys(("reason", "name", "authorization", "late_reason"), f"{SECRET} {NUMBER}")
    who: Any = {"party": "attorney", "case_number": "1234567", "owner": home.worker.id, "conversation": SPOKEN}
    new = NewContact(kind=kinds()["call back"], happened=FRI_20_NOV, received=FRI_20_NOV, **who, **said)
    contact = record_contact(new, office=home.office.id, by=home.worker, key=new_key(), now=FRI_20_NOV)
    Caller.objects.create(agency_id=home.id, contact=contact, digest=SECRET)
    by: Any = {"by": home.worker, "now": MON_23_NOV}
    right = Corrected(party="attorney", case_number="1234568", received=FRI_20_NOV, name=SECRET, reason=SECRET * 2)
    correct_contact(contact, right, SECRET, seen=0, key=new_key(), **by)
    contact.refresh_from_db()
    _turned(home, contact)
    tried = NewAttempt(happened=MON_23_NOV, note=f"{SECRET} {NUMBER}", conversation=SPOKEN)
    record_attempt(contact, tried, key=new_key(), **by)
    _told(contact, by)
    returned = record_return(contact, tried, key=new_key(), **by)
    write_event(NewEvent(contact=contact, tells=(str(returned.id),), text=SECRET), key=new_key(), **by)
    record_handling(contact, NewHandling(kind="note", happened=MON_23_NOV, note=SECRET), key=new_key(), **by)
    return contact


def _turned(home: County, contact: Contact) -> None:
    """Its clock pauses, and it is handed over, both for the secret reason."""
    clock = Clock.objects.get(agency=home.id, matter=contact.matter_id, stopped=None)
    pause(contact, clock, MON_23_NOV, Said(reason=SECRET, by=home.worker, key=new_key(), now=MON_23_NOV))
    said = Said(reason=SECRET, by=home.worker, key=new_key(), now=MON_23_NOV)
    hand_contact_over(contact, home.people["supervisor"], said, seen=home.worker.id)


def _told(contact: Contact, by: Any) -> None:
    """An event posted and marked, and a restricted note with its decision, in secret words."""
    posting = Posting(at=MON_23_NOV, how=COPIED, reference=SECRET)
    new = NewEvent(contact=contact, tells=(), text=SECRET, quoted=(SECRET,))
    mark_event(post_told(new, posting, key=new_key(), **by), factual=True, note=SECRET, **by)
    note = ask_about(contact, kept_at=SECRET, text=SECRET, key=new_key(), **by)
    decide_on(note, "enter", SECRET, **by)


def places_of(word: str) -> list[str]:
    """The columns of the whole database in which a word stands, as far as the application sees."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        every = [
            (each, column.name)
            for each in tables
            for column in connection.introspection.get_table_description(cursor, each)
        ]
        return [f"{table}.{column}" for table, column in every if _stands(cursor, table, column, word)]


def _stands(cursor: Any, table: str, column: str, word: str) -> bool:
    cursor.execute(f'SELECT 1 FROM "{table}" WHERE CAST("{column}" AS TEXT) LIKE %s LIMIT 1', [f"%{word}%"])
    return cursor.fetchone() is not None
