"""The acts of the contacts' room."""

from cast import FRI_20_NOV, MON_23_NOV, County, call
from csplan.agencies.keys import new_key
from csplan.contacts.actions import NewAttempt, record_attempt, record_return


def done(home: County, _other: County) -> None:
    """A call was logged, tried and returned."""
    contact = call(home, FRI_20_NOV)
    new = NewAttempt(happened=MON_23_NOV, note="no answer")
    record_attempt(contact, new, by=home.worker, key=new_key(), now=MON_23_NOV)
    record_return(contact, new, by=home.worker, key=new_key(), now=MON_23_NOV)
