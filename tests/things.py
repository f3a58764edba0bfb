"""The rows that pages of an agency's people are about; and what a person needs to keep of their own sign-in."""

from collections.abc import Callable
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from cast import FRI_20_NOV, County
from csplan.agencies.actions import add_team
from csplan.agencies.keys import new_key
from csplan.agencies.models import Grant, Person, Team
from csplan.agencies.roles import DELEGATE


def _team(of: County) -> Team:
    return add_team(of.office, f"Team {new_key()}", [of.worker], actor=None, now=FRI_20_NOV)


def _worker(of: County) -> dict[str, UUID]:
    return {"key": of.worker.id}


def _one_team(of: County) -> dict[str, UUID]:
    return {"key": _team(of).id}


PEOPLE: dict[str, Callable[[County], dict[str, UUID]]] = {
    "agencies:person": _worker,
    "agencies:person_active": _worker,
    "agencies:reset": _worker,
    "agencies:give_role": _worker,
    "agencies:end_role": lambda of: {"key": Grant.objects.get(agency=of.id, person=of.worker).id},
    "agencies:end_delegate": lambda of: {"key": Grant.objects.get(agency=of.id, role=DELEGATE).id},
    "agencies:office": lambda of: {"key": of.office.id},
    "agencies:team": _one_team,
    "agencies:join_team": _one_team,
    "agencies:leave_team": lambda of: {"key": _team(of).members.get().id},
}
"""The pages with a key in their address, and what it is the key of."""

APP = {
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
"""The pages of an authenticator app of one's own."""


def kept(page: str, asks: object) -> dict[str, int]:
    """What somebody needs to keep, for a page of their own sign-in, and the key that its address names."""
    person = Person.objects.filter(id=str(asks)).first() if asks else None
    if page in APP and person:
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    if page != "mfa_remove_webauthn":
        return {}
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "k"}).pk if person else 1
    return {"pk": int(key)}
