"""Calls a program with a parcel: signed at every try, with the same id; no redirect is followed."""

import json
from datetime import datetime
from typing import Any, Final

import requests
from django.utils import timezone

from csplan import __version__
from csplan.adapters.webhooks.addresses import careful_session
from csplan.adapters.webhooks.models import Subscription
from csplan.adapters.webhooks.signing import signed_headers
from csplan.agencies.walls import speaking_for
from csplan.outbox.doors import NotDelivered, Refused
from csplan.outbox.models import Parcel

CONNECT, ANSWER = 5, 10  # seconds
DONE: Final = range(200, 300)
GONE: Final = 410
PAUSED: Final = "the webhook is paused; resume it, then try again"
FIXED: Final = {"Content-Type": "application/json", "User-Agent": f"csplan/{__version__}"}


def call(parcel: Parcel) -> None:
    """Call the program that a parcel is for. Raises Refused or NotDelivered."""
    with speaking_for([parcel.agency]):
        found = Subscription.objects.filter(agency=parcel.agency, id=parcel.to).first()
    if found is None or found.paused:
        raise Refused(PAUSED)
    now = timezone.now()
    body = body_of(parcel.payload)
    headers = FIXED | signed_headers(secrets_of(found, now), str(parcel.id), now, body)
    _check(_status(found.address, headers, body))


def body_of(payload: dict[str, Any]) -> bytes:
    """The JSON of a call, the same at every try."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()


def secrets_of(found: Subscription, now: datetime) -> list[str]:
    """The secrets that sign now: for a day after a change the earlier one too."""
    held = found.earlier_secret if found.earlier_until and now < found.earlier_until else ""
    return [each for each in (found.secret, held) if each]


def _status(address: str, headers: dict[str, str], body: bytes) -> int:
    with careful_session() as session:
        try:
            answer = session.post(
                address, data=body, headers=headers, timeout=(CONNECT, ANSWER), allow_redirects=False, stream=True
            )
        except requests.exceptions.SSLError:
            raise NotDelivered("its certificate is not valid") from None
        except requests.exceptions.Timeout:
            raise NotDelivered("it did not answer in time") from None
        except requests.RequestException as error:
            raise NotDelivered(f"it could not be reached ({type(error).__name__})") from None
        answer.close()
        return answer.status_code


def _check(status: int) -> None:
    if status == GONE:
        raise Refused("it answered 410: it wants no more calls")
    if status not in DONE:
        says = "; redirects are not followed" if status in range(300, 400) else ""
        raise NotDelivered(f"it answered {status}{says}")
