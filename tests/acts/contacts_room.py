"""The acts of the contacts' room."""

from datetime import date
from uuid import UUID

from cast import FRI_20_NOV, MON_23_NOV, TUE_24_NOV_CLOSE, County, call
from csplan.agencies.keys import new_key
from csplan.contacts.actions import NewAttempt, record_attempt, record_return
from csplan.contacts.correcting import Corrected, correct_contact
from csplan.contacts.handling import record_handling
from csplan.contacts.participants import Needs, NewRestriction, change_needs, end_restriction, restrict
from csplan.contacts.said import NewHandling


def done(home: County, _other: County) -> None:
    """A call was logged with a number in it that is masked, tried and returned; a letter was promised an answer."""
    by: UUID = home.people["agency director"].id
    contact = call(home, FRI_20_NOV)
    new = NewAttempt(happened=MON_23_NOV, note="no answer, said 219-09-9998")
    record_attempt(contact, new, by=home.worker, key=new_key(), now=MON_23_NOV)
    right = Corrected(party="employer", case_number="1234568", received=FRI_20_NOV, name="Acme")
    correct_contact(contact, right, "misheard", seen=0, by=home.worker, key=new_key(), now=MON_23_NOV)
    record_return(contact, new, by=home.worker, key=new_key(), now=MON_23_NOV)
    letter = call(home, FRI_20_NOV, kind="letter")
    promised = NewHandling(kind="acknowledge", happened=MON_23_NOV, promised=date(2026, 12, 15))
    passed = NewHandling(kind="pass on", happened=MON_23_NOV, to=home.people["supervisor"].id)
    note = NewHandling(kind="note", happened=MON_23_NOV, note="wants it in writing")
    for each in (passed, promised, note):
        record_handling(letter, each, by=home.worker, key=new_key(), now=MON_23_NOV)
    assert letter.participant
    needs = Needs(language="Spanish", needs_interpreter=True)
    change_needs(letter.participant, needs, seen=0, by=home.worker, now=MON_23_NOV)
    only = NewRestriction(kind="written only", why="threats", decided_by=by, first_day=date(2026, 11, 20))
    restriction = restrict(letter.participant, only, by=home.people["supervisor"], key=new_key(), now=MON_23_NOV)
    end_restriction(restriction, date(2027, 2, 20), by=home.people["supervisor"], now=TUE_24_NOV_CLOSE)
