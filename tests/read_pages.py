"""Reading pages: who is signed in, a page as text, what a form keeps hidden."""

import re
from typing import Any

from django.test import Client

from cast import County


def signed_in(home: County, role: str = "agency director") -> Client:
    client = Client()
    client.force_login(home.people[role])
    return client


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]
