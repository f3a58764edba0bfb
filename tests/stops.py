"""Where a walk through the site stops: each page with an address, somebody who may see it, and a session of theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from acts import all_done
from addresses import OF_PROGRAMS, an_import, named
from call_logs import MISSED, a_log, started, the_meaning, uploaded
from cast import FRI_20_NOV, MON_23_NOV, PASSWORD, County, call, dane, from_the_state, hashed, person, rock
from csplan.adapters.imports.actions import say_meaning
from csplan.adapters.imports.models import Import
from csplan.agencies.actions import add_office
from csplan.agencies.keys import new_key
from csplan.agencies.models import Person
from csplan.agencies.roles import (
    ANYONE,
    DELEGATE,
    DIRECTOR,
    DISTRICT_MANAGER,
    MAY,
    PARTNER_READER,
    REGION,
    ROLES,
    SIGNED_IN,
    SUPERVISOR,
)
from csplan.agencies.walls import speaking_for
from things import kept

NO_PAGE = {
    **dict.fromkeys(OF_PROGRAMS, "asked by programs, and answers by JSON"),
    "account_login": "the page agencies:sign_in, by the name that allauth asks for",
    "mfa_login_webauthn": "what a key answers on the page to sign in; it leads back there",
    "mfa_list_webauthn": "leads to mfa_index",
    "mfa_reauthenticate_webauthn": "wants a key; tests/test_second_factors.py has one, and axe there",
    "openid_connect_login": "leads to the state's own sign-on",
    "openid_connect_callback": "comes from the state's own sign-on; tests/test_second_factors.py goes the whole way",
    "agencies:sign_in_as": "a button of the training site",
    "agencies:sign_out": "a button of every page",
    "desk:remove_filter": "a button of desk:narrow",
    "contacts:take": "a button of the lists and of a contact that was left for the office",
    "desk:find_case": "the form in which a list asks for a case number; wrong, it is seen as a form of the lists",
    "desk:export": "a file",
    "feed:ics": "a calendar, read by calendar programs",
    "contacts:known": "a part of contacts:log, put into it while the case number is typed",
    "absences:cover_removed": "a button of absences:cover",
    "absences:protected_ended": "a button of absences:protected",
    "api:openapi-json": "a document for programs",
    "api:api-root": "the root of the API, where nothing is",
}
"""The URL names that are no page of their own, each with the reason."""

FIRST = (SUPERVISOR, DIRECTOR, DISTRICT_MANAGER, REGION, *ROLES)
"""As whom a page is visited: the first of these roles that may see it."""


AS = {"home": PARTNER_READER}  # others are led on from the first page, to what is theirs to do


AFTER_ALL = MON_23_NOV + timedelta(hours=5)
"""When every act of every room was done."""


@dataclass(frozen=True)
class Stop:
    """A page of the walk."""

    page: str
    address: str
    client: Client


def pages() -> list[str]:
    """The URL names that are pages."""
    return [page for page in MAY if page not in NO_PAGE]


def rooms() -> dict[str, list[str]]:
    """The pages of each room; those of no room under the empty name."""
    return {room: list(each) for room, each in groupby(sorted(pages(), key=room_of), key=room_of)}


def room_of(page: str) -> str:
    """The room of a page, empty for none."""
    return page.rpartition(":")[0]


def full_county() -> County:
    """A county in which every act of every room was done, with the people of the state."""
    found = dane(PASSWORD)
    all_done(found, rock())
    people = {**found.people, **from_the_state([found])}
    for each in people.values():
        each.password = hashed(PASSWORD)
        each.save(update_fields=["password"])
    return County(found.office, people)


def stop(page: str, home: County, role: str = "") -> Stop:
    """A page about something of a county, as somebody in a role sees it, or in the first role that may."""
    Authenticator.objects.all().delete()
    allowed = SIGNED_IN if MAY[page] == ANYONE else MAY[page]
    asks = home.people[role or AS.get(page) or next(each for each in FIRST if each in allowed)]
    with speaking_for([home.id]):
        if page in SESSIONS:
            return Stop(page, *SESSIONS[page](home, asks))
        client = Client() if MAY[page] == ANYONE else signed_in(asks)
        kwargs = IMPORTS[page](home) if page in IMPORTS else kept(page, asks.id)
        contact = call(home, FRI_20_NOV, case="7654321")
    kwargs = kwargs or named(page, home, contact, str(asks.id))
    return Stop(page, reverse(page, kwargs=kwargs), client)


def signed_in(who: Person) -> Client:
    """A session of somebody who has just signed in by password."""
    client = Client()
    client.force_login(who)
    request = HttpRequest()
    request.session, request.user = client.session, who
    record_authentication(request, who, method="password", reauthenticated=True)
    request.session.save()
    return client


Made = tuple[str, Client]
"""An address, and a session."""


def _half_signed_in(of: County, who: Person) -> Made:
    """Somebody whose password was right, and whose code is asked for."""
    kept("mfa_reauthenticate", who.id)
    client = Client()
    client.post(reverse("agencies:sign_in"), {"username": who.username, "password": PASSWORD})
    return reverse("mfa_authenticate"), client


def _first_password(of: County, _: Person) -> Made:
    who = person("front desk", f"new-{new_key()}", of.office, [])
    key, token = urlsafe_base64_encode(force_bytes(who.pk)), default_token_generator.make_token(who)
    return reverse("agencies:first_password", args=[key, token]), Client()


def _typed(of: County, who: Person) -> Made:
    """Somebody who was signed out while they typed."""
    client = signed_in(who)
    client.get(reverse("more"))
    del client.cookies["sessionid"]
    client.post(reverse("contacts:log"), {"case_number": "1234567", "reason": "a long story"})
    client.force_login(who)
    return reverse("agencies:typed"), client


def _without_calendar(of: County, who: Person) -> Made:
    """Somebody in the same role in an office that has no calendar yet."""
    name, role = f"branch-{new_key()}", next(role for role, each in of.people.items() if each == who)
    office = add_office(of.id, name, actor=None, now=FRI_20_NOV)
    manager = of.people[DISTRICT_MANAGER] if role == DELEGATE else None
    return reverse("clocks:first_calendar"), signed_in(person(role, name, office, [of.id], manager=manager))


SESSIONS: dict[str, Callable[[County, Person], Made]] = {
    "agencies:first_password": _first_password,
    "agencies:typed": _typed,
    "mfa_authenticate": _half_signed_in,
    "clocks:first_calendar": _without_calendar,
}
"""Pages that want more of a session than a role."""


def _explained(of: County, log: bytes | None = None) -> dict[str, Any]:
    """A call log whose columns somebody has explained."""
    found = uploaded(of, log) if log else Import.objects.get(id=an_import(of))
    say_meaning(found, the_meaning(of), by=of.people[SUPERVISOR], now=MON_23_NOV)
    return {"key": found.id}


def _a_log(of: County) -> bytes:
    """A log that nobody has uploaded before."""
    return a_log(MISSED, *["2026-11-19 09:00,Outbound,Answered,,6085550199,,"] * (2 + Import.objects.count()))


IMPORTS: dict[str, Callable[[County], dict[str, Any]]] = {
    "imports:values": _explained,
    "imports:preview": lambda of: _explained(of, _a_log(of)),
    "imports:progress": lambda of: {"key": started(of, _a_log(of)).id},
}
"""Pages of an import that is further than its upload."""
