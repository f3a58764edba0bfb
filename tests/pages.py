"""Pages over HTTP, as tests read and send them."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

from django.test import Client

from cast import County


def posted(client: Client, address: str, **fields: str) -> Any:
    """The answer to a form, sent with a key of its own unless one is given."""
    return client.post(address, {"key": str(uuid4()), **fields})


def as_role(home: County, role: str = "case worker") -> Client:
    """Somebody of a county at a browser."""
    client = Client()
    client.force_login(home.people[role])
    return client


def text(answer: Any) -> str:
    """What a page says, without its markup."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))
