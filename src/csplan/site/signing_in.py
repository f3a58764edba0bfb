"""Settings of signing in: read from the environment, held to a profile where one is named."""

import os
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured

from csplan.site.environment import number_of

PROFILE: Final = "CSPLAN_PROFILE"
AT_MOST: Final = {"CSPLAN_IDLE_MINUTES": 15, "CSPLAN_SESSION_HOURS": 12, "CSPLAN_LOCK_AFTER": 3}
AT_LEAST: Final = {"CSPLAN_LOCK_MINUTES": 15, "CSPLAN_PASSWORD_LENGTH": 14, "CSPLAN_SECOND_FACTOR": 1}
UNSAID: Final[Mapping[str, int]] = {
    "CSPLAN_IDLE_MINUTES": 15,
    "CSPLAN_SESSION_HOURS": 12,
    "CSPLAN_LOCK_AFTER": 5,
    "CSPLAN_LOCK_MINUTES": 15,
    "CSPLAN_PASSWORD_LENGTH": 12,
    "CSPLAN_SECOND_FACTOR": 0,
    "CSPLAN_LINK_HOURS": 72,
}
"""What holds where nothing is said and no profile is named."""


def limits() -> dict[str, int]:
    """The numbers of signing in. Raises ImproperlyConfigured for one that the named profile does not allow."""
    profile = os.environ.get(PROFILE, "")
    if profile not in ("", "pub1075"):
        raise ImproperlyConfigured(f"{PROFILE} is {profile!r}; the one profile there is is pub1075")
    bounds = {**AT_MOST, **AT_LEAST} if profile else {}
    found = {name: _number(name, bounds.get(name, unsaid)) for name, unsaid in UNSAID.items()}
    if profile:
        _check_profile(found)
    return found


def _number(name: str, unsaid: int) -> int:
    if os.environ.get(name, str(unsaid)) == "0" and name == "CSPLAN_SECOND_FACTOR":
        return 0
    return number_of(name, unsaid)


def _check_profile(found: Mapping[str, int]) -> None:
    for name, most in AT_MOST.items():
        if found[name] > most:
            raise ImproperlyConfigured(f"{name} is {found[name]}; the profile pub1075 allows at most {most}")
    for name, least in AT_LEAST.items():
        if found[name] < least:
            raise ImproperlyConfigured(f"{name} is {found[name]}; the profile pub1075 demands at least {least}")


def sign_on_providers() -> dict[str, Any]:
    """The state's own sign-on as allauth reads it, if one is set. Raises ImproperlyConfigured for half of one."""
    names = ("CSPLAN_OIDC_ISSUER", "CSPLAN_OIDC_CLIENT", "CSPLAN_OIDC_SECRET")
    issuer, client, secret = (os.environ.get(name, "") for name in names)
    if not issuer and not client and not secret:
        return {}
    if not (issuer and client and secret):
        raise ImproperlyConfigured(f"{', '.join(names)} go together; give all three, or none")
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [sign_on(issuer, client, secret)]}}


def sign_on(issuer: str, client: str, secret: str) -> dict[str, Any]:
    """One sign-on: its issuer, and who csplan is there."""
    return {
        "provider_id": "state",
        "name": os.environ.get("CSPLAN_OIDC_NAME", "your state's sign-on"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer},
    }
