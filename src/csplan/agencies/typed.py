"""What was typed into a form is kept over a sign-in: encrypted in the session, for the one who typed it alone."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.http import HttpRequest, HttpResponseBase

from csplan.agencies.models import Person
from csplan.agencies.signing_in import secret_box

TYPIST: Final = "csplan_typist"
"""The cookie that tells, signed, who was signed in here last; so that nobody is shown what another one typed."""
KEPT: Final = "typed"
MOST: Final = 100_000  # characters; what is longer is not kept
_BOX: Final = "what was typed"


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was sent too late: where to, when, and what it said."""

    path: str
    at: datetime
    fields: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What a person typed, without what the page itself put into the form."""
        told = [(name, value) for name, value in self.fields if value and name != "seen" and not _is_key(value)]
        return [(name.replace("_", " ").capitalize(), value) for name, value in told]


def remember_typist(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Note in the browser who works here, with a page that is shown: nobody types before one."""
    if request.method == "GET" and isinstance(request.user, Person) and _typist(request) != str(request.user.id):
        secure = request.is_secure()
        answer.set_signed_cookie(TYPIST, str(request.user.id), httponly=True, samesite="Lax", secure=secure)


def keep_typed(request: HttpRequest, now: datetime) -> None:
    """Keep the fields of a form whose sender is signed in no more, for when they are again. Passwords are not kept."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if _is_kept(name)]
    told = {"who": _typist(request), "path": request.get_full_path(), "at": now.isoformat(), "fields": fields}
    text = json.dumps(told)
    if told["who"] and len(text) <= MOST:
        request.session[KEPT] = secret_box(_BOX).encrypt(text.encode()).decode()


def typed_by(request: HttpRequest, person: Person) -> Typed | None:
    """What a person typed before signing in; None where nothing is kept, or it was somebody else's."""
    try:
        told = json.loads(secret_box(_BOX).decrypt(str(request.session.get(KEPT, "")).encode()))
    except InvalidToken:
        return None
    if told["who"] != str(person.id):
        forget_typed(request)
        return None
    fields = tuple((name, value) for name, value in told["fields"])
    return Typed(told["path"], datetime.fromisoformat(told["at"]), fields)


def forget_typed(request: HttpRequest) -> None:
    """Keep it no longer."""
    request.session.pop(KEPT, None)


def _is_key(value: str) -> bool:
    """Whether a value names a row, such as a person chosen, and says nothing to who reads it."""
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _is_kept(name: str) -> bool:
    return name != "csrfmiddlewaretoken" and "password" not in name


def _typist(request: HttpRequest) -> str:
    return str(request.get_signed_cookie(TYPIST, default=""))
