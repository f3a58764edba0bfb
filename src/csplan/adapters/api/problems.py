"""What went wrong with a request, as a program and its author read it: problem+json (RFC 9457)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse

from csplan.agencies.queries import NoCalendar
from csplan.core.errors import CsplanError

MEDIA_TYPE: Final = "application/problem+json"
DOCS: Final = "/api/v1/docs"

TITLES: Final[Mapping[int, tuple[str, str]]] = MappingProxyType(
    {  # by status: what it is called, and what to do where nothing more is said
        400: ("The request cannot be read", "Send JSON in UTF-8."),
        401: ("No valid token", "Send the header 'Authorization: Bearer csplan_...' with a token that is in force."),
        403: ("The token does not open this", "Ask the administrator of csplan in your agency for the scope."),
        404: (
            "There is no such thing",
            "Check the address and the key; what is not the token's agency's is not found.",
        ),
        405: ("This address does not know the method", "Use one of the methods of the header Allow."),
        409: ("This cannot be done now", "Read the record and decide anew."),
        413: ("The body is too large", "Send one contact at a time, with a short reason."),
        415: ("The body is no JSON", "Send the header 'Content-Type: application/json'."),
        422: ("Something in the request is wrong", "Mend what 'errors' names and send it again."),
        429: ("Too many requests", "Wait as long as the header Retry-After says."),
        500: ("Something went wrong on our side", "Send it again with the same Idempotency-Key; it is recorded once."),
    }
)

REMEDIES: Final[Mapping[str, str]] = MappingProxyType(
    {  # by pydantic's name of what is wrong
        "missing": "Add it.",
        "extra_forbidden": "Leave it out; check its spelling.",
        "string_too_long": "Shorten it.",
        "json_invalid": "Send valid JSON.",
    }
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: the field, what is wrong with it, what to do."""

    field: str
    what: str
    remedy: str


class Refused(Exception):
    """A request that is refused, with its status and what is wrong."""

    def __init__(self, status: int, detail: str = "", remedy: str = "", wrong: Iterable[Wrong] = ()) -> None:
        super().__init__(detail)
        self.status, self.detail, self.remedy, self.wrong = status, detail, remedy, tuple(wrong)


def refused_field(field: str, what: str, remedy: str) -> Refused:
    """A request of which one field is wrong."""
    return Refused(422, what, remedy, [Wrong(field, what, remedy)])


def refused_by(error: CsplanError, field: str) -> Refused:
    """A request that a rule of the core refuses, or that comes before the office has a calendar."""
    if isinstance(error, NoCalendar):
        return Refused(409, error.what, error.remedy)
    return refused_field(field, error.what, error.remedy)


def problem(status: int, detail: str = "", remedy: str = "", wrong: Iterable[Wrong] = ()) -> HttpResponse:
    """The answer that tells what is wrong."""
    title, usual = TITLES.get(status, ("The request was refused", "See the documentation."))
    data = {
        "type": f"{DOCS}#problem-{status}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "remedy": remedy or usual,
        "errors": [{"field": each.field, "what": each.what, "remedy": each.remedy} for each in wrong],
    }
    answer = JsonResponse(data, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="csplan"'
    return answer


def told_refusal(_request: HttpRequest, error: Any) -> HttpResponse:
    """The answer to a request that is refused."""
    return problem(error.status, error.detail, error.remedy, error.wrong)


def told_no_calendar(_request: HttpRequest, error: Any) -> HttpResponse:
    """The answer while nothing can be counted in an office."""
    return problem(409, error.what, error.remedy)


def told_http_error(_request: HttpRequest, error: Any) -> HttpResponse:
    """The answer to what Ninja refuses."""
    return problem(error.status_code, str(error))


def told_invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    """The answer to a request of which fields are wrong."""
    wrong = [_wrong(each) for each in error.errors]
    return problem(422, f"{len(wrong)} field{'s are' if len(wrong) > 1 else ' is'} wrong", "", wrong)


def told_anyhow(found: HttpResponse) -> HttpResponse:
    """The same answer as a problem, where it is one and does not say so yet: not found, method not allowed."""
    if found.status_code < 400 or found.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
        return found
    told = problem(found.status_code)
    for name in ("Allow", "Retry-After"):
        if name in found.headers:
            told[name] = found.headers[name]
    return told


def _wrong(error: Mapping[str, Any]) -> Wrong:
    """One of pydantic's errors; its place is (body, the parameter, field...) or (query or header, name)."""
    where, *path = [str(part) for part in error["loc"]]
    field = ".".join(path[1:]) or "body" if where == "body" else f"{where} {'.'.join(path)}"
    what, _, remedy = str(error["msg"]).removeprefix("Value error, ").partition("; ")
    return Wrong(field, what, remedy or REMEDIES.get(error["type"], "See the schema of the field."))
