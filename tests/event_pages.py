"""The pages of events as a test uses them: what they show to be copied, and their forms sent back."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from cast import FRI_20_NOV, MON_23_NOV, County
from csplan.agencies.keys import new_key
from csplan.contacts.actions import Conversation, NewAttempt, record_attempt, record_return
from csplan.contacts.models import Contact

AT_10_40 = MON_23_NOV + timedelta(minutes=40)
BEFORE_ALL = FRI_20_NOV - timedelta(days=1)


def returned(of: County, contact: Contact, at: datetime = MON_23_NOV, **said: Any) -> None:
    new = NewAttempt(happened=at, note="", conversation=Conversation(**said))
    record_return(contact, new, by=of.worker, key=new_key(), now=AT_10_40)


def tried(of: County, contact: Contact, at: datetime, **said: Any) -> None:
    new = NewAttempt(happened=at, note="", conversation=Conversation(**said))
    record_attempt(contact, new, by=of.worker, key=new_key(), now=AT_10_40)


def entries(answer: Any) -> list[str]:
    """The texts to copy, as the page shows them."""
    found = re.findall(r"<textarea[^>]*readonly>(.*?)</textarea>", answer.content.decode(), re.S)
    return [unescape(each).strip("\n") for each in found]


def hidden(answer: Any) -> dict[str, str]:
    """The hidden fields of the page's form."""
    every = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode())
    fields = {name: unescape(value) for name, value in every}
    return {"text": fields.get("shown", ""), **{name: value for name, value in fields.items() if "csrf" not in name}}


def sent(client: Client, page: str, does: str, **fields: str) -> Any:
    """The page's form, sent by one of its buttons."""
    return client.post(page, {**hidden(client.get(page)), "do": does, **fields})


def event_page(contact: Contact) -> str:
    return reverse("events:of_contact", args=[contact.id])
