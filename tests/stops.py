"""Where a walk through the site stops: each page with an address, somebody who may see it, and a session of theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from addresses import OF_PROGRAMS, an_import, named
from call_logs import MISSED, a_log, started, the_meaning, uploaded
from cast import FRI_20_NOV, MON_23_NOV, PASSWORD, County, call, person
from csplan.adapters.imports.actions import say_meaning
from csplan.adapters.imports.models import Import
from csplan.agencies.actions import add_office
from csplan.agencies.keys import new_key
from csplan.agencies.models import Person
from csplan.agencies.roles import ANYONE, DIRECTOR, DISTRICT_MANAGER, MAY, PARTNER_READER, REGION, ROLES, SUPERVISOR
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Contact
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


@dataclass(frozen=True)
class Stop:
    """A page of the walk."""

    page: str
    address: str
    client: Client


def pages() -> list[str]:
    """The URL names that are pages."""
    return [page for page in MAY if page not in NO_PAGE]


def stop(page: str, home: County, contact: Contact, who: Person | None = None) -> Stop:
    """A page about something of a county, as somebody sees it, or the first who may."""
    Authenticator.objects.all().delete()
    if page in UNUSUAL:
        with speaking_for([home.id]):
            client, kwargs = UNUSUAL[page](home)
    else:
        asks = who or home.people[next(role for role in FIRST if MAY[page] == ANYONE or role in MAY[page])]
        client = Client() if MAY[page] == ANYONE else signed_in(asks)
        kwargs = kept(page, asks.id) or named(page, home, contact, str(asks.id))
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


Made = tuple[Client, dict[str, Any]]


def _half_signed_in(of: County) -> Made:
    """Somebody whose password was right, and whose code is asked for."""
    kept("mfa_reauthenticate", of.worker.id)
    client = Client()
    client.post(reverse("agencies:sign_in"), {"username": of.worker.username, "password": PASSWORD})
    return client, {}


def _first_password(of: County) -> Made:
    who = person("front desk", f"new-{new_key()}", of.office, [])
    token = default_token_generator.make_token(who)
    return Client(), {"uidb64": urlsafe_base64_encode(force_bytes(who.pk)), "token": token}


def _typed(of: County) -> Made:
    """Somebody who was signed out while they typed."""
    client = signed_in(of.worker)
    client.get(reverse("desk:my_list"))
    del client.cookies["sessionid"]
    client.post(reverse("contacts:log"), {"case_number": "1234567", "reason": "a long story"})
    client.post(reverse("agencies:sign_in"), {"username": of.worker.username, "password": PASSWORD})
    return client, {}


def _without_calendar(of: County) -> Made:
    name = f"branch-{new_key()}"
    office = add_office(of.id, name, actor=None, now=FRI_20_NOV)
    return signed_in(person(SUPERVISOR, name, office, [of.id])), {}


def _explained(of: County, taken: Import | None = None) -> Made:
    """A call log whose columns somebody has explained."""
    supervisor = of.people[SUPERVISOR]
    found = taken or Import.objects.get(id=an_import(of))
    say_meaning(found, the_meaning(of), by=supervisor, now=MON_23_NOV)
    return signed_in(supervisor), {"key": found.id}


def _recording(of: County) -> Made:
    return signed_in(of.people[SUPERVISOR]), {"key": started(of, a_log(MISSED.replace("16:50", "16:20"))).id}


def _one_more(of: County) -> Made:
    return _explained(of, uploaded(of, a_log(MISSED.replace("16:50", "16:10"))))


def _nothing_to_do(of: County) -> Made:
    """Somebody in a role to which no page belongs yet; others are led on from the first page."""
    return signed_in(of.people[PARTNER_READER]), {}


UNUSUAL: dict[str, Callable[[County], Made]] = {
    "home": _nothing_to_do,
    "agencies:first_password": _first_password,
    "agencies:typed": _typed,
    "mfa_authenticate": _half_signed_in,
    "clocks:first_calendar": _without_calendar,
    "imports:values": _explained,
    "imports:preview": _one_more,
    "imports:progress": _recording,
}
"""Pages that want more than a row and a role."""


def a_contact(of: County) -> Contact:
    """A contact of which pages tell."""
    with speaking_for([of.id]):
        return call(of, FRI_20_NOV, case="7654321")
