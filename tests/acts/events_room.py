"""The acts of the events' room."""

from cast import FRI_20_NOV, MON_23_NOV, County, call
from csplan.agencies.keys import new_key
from csplan.contacts.actions import NewAttempt, record_attempt, record_return
from csplan.contacts.models import Contact
from csplan.events.actions import (
    NewEvent,
    Posting,
    post_event,
    post_told,
    record_reveal,
    reword_event,
    write_event,
)
from csplan.events.marks import mark_event
from csplan.events.models import COPIED, ENTER, IN_PART, Event, RestrictedNote
from csplan.events.notes import ask_about, decide_on
from csplan.events.proposals import remember_columns

NOW = Posting(at=MON_23_NOV, how=COPIED, reference="E 17")


def an_event(of: County, contact: Contact, text: str = "The customer called.") -> Event:
    """An event of a contact that is written and not posted yet."""
    return write_event(NewEvent(contact=contact, tells=(), text=text), by=of.worker, key=new_key(), now=MON_23_NOV)


def a_note(of: County, contact: Contact, text: str = "a fact that stays out") -> RestrictedNote:
    """A restricted note that waits for the supervisor."""
    return ask_about(contact, kept_at="drawer 3", text=text, by=of.worker, key=new_key(), now=MON_23_NOV)


def done(home: County, _other: County) -> None:
    """Events were written, reworded, posted and corrected; somebody looked; a sensitive fact was asked about."""
    by, contact = home.worker, call(home, FRI_20_NOV)
    attempt = record_attempt(contact, NewAttempt(happened=MON_23_NOV, note=""), by=by, key=new_key(), now=MON_23_NOV)
    told = NewEvent(contact=contact, tells=(str(attempt.id),), text="Nobody was reached.")
    posted = post_told(told, NOW, by=by, key=new_key(), now=MON_23_NOV)
    record_return(contact, NewAttempt(happened=MON_23_NOV, note=""), by=by, key=new_key(), now=MON_23_NOV)
    correction = NewEvent(contact=contact, tells=(), text="Somebody was reached.", corrects=posted)
    written = write_event(correction, by=by, key=new_key(), now=MON_23_NOV)
    reword_event(written, "The mother was reached.", (), by=by, now=MON_23_NOV)
    post_event(written, NOW, by=by, now=MON_23_NOV)
    record_reveal(f"contact:{contact.id}", agency=home.id, by=by, now=MON_23_NOV)
    for factual in (True, False):
        mark_event(posted, factual=factual, note="", by=home.people["supervisor"], now=MON_23_NOV)
    decide_on(a_note(home, contact), ENTER, "", by=home.people["supervisor"], now=MON_23_NOV)
    decide_on(a_note(home, contact), IN_PART, "the date alone", by=home.people["supervisor"], now=MON_23_NOV)
    a_note(home, contact)
    for column in ("Day", "Entered"):
        remember_columns({"case number": "Case", "date": column}, by=by, now=MON_23_NOV)
