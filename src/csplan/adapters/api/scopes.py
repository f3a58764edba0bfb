"""Which scope opens which operation of the API: one table. An operation without a line is refused to every token."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SCOPES: Final[Mapping[str, str]] = MappingProxyType(
    {  # what the page offers, in its order
        "contacts:write": "Record contacts, and attempts to answer them",
        "contacts:read": "Read a contact, its clocks and attempts, and why a date is what it is",
        "due:read": "Read the due list of an office, and why a date is what it is",
        "calendars:read": "Read the calendars of the offices",
        "standards:read": "Read the promises that are in force",
        "people:read": "Read the names and keys of people who may own a contact",
    }
)

OPENS: Final[Mapping[tuple[str, str], frozenset[str]]] = MappingProxyType(
    {  # by method and URL name: one of these scopes is needed
        ("POST", "api:contacts"): frozenset({"contacts:write"}),
        ("GET", "api:contact"): frozenset({"contacts:read"}),
        ("POST", "api:attempts"): frozenset({"contacts:write"}),
        ("GET", "api:due"): frozenset({"due:read"}),
        ("GET", "api:why"): frozenset({"contacts:read", "due:read"}),
        ("GET", "api:calendars"): frozenset({"calendars:read"}),
        ("GET", "api:calendar"): frozenset({"calendars:read"}),
        ("GET", "api:standards"): frozenset({"standards:read"}),
        ("GET", "api:people"): frozenset({"people:read"}),
    }
)
