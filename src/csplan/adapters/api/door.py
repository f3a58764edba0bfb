"""The API as it is mounted: its operations, how refusals are told, and its OpenAPI document."""

from typing import Any, Final

from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from csplan.adapters.api.asking import ByToken
from csplan.adapters.api.contact_operations import router as contacts
from csplan.adapters.api.due_operations import router as reading
from csplan.adapters.api.problems import (
    MEDIA_TYPE,
    Refused,
    told_http_error,
    told_invalid,
    told_no_calendar,
    told_refusal,
)
from csplan.agencies.queries import NoCalendar

DESCRIPTION: Final = (
    "Contacts in, for phone systems, call centres and mail rooms; due lists, calendars and promises out. A token of an"
    " agency opens it, as far as its scopes go: send `Authorization: Bearer csplan_...`. Instants carry their offset."
    " Unknown fields are refused. What is refused is told as application/problem+json, and nothing of it is saved."
)


class Door(NinjaAPI):
    """The API; its document says that refusals are problem+json."""

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        """The OpenAPI document."""
        found = super().get_openapi_schema(**more)
        for operation in (each for path in found["paths"].values() for each in path.values()):
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return found


api = Door(
    title="csplan",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    auth=ByToken(),
)
api.add_router("", contacts)
api.add_router("", reading)
api.add_exception_handler(Refused, told_refusal)
api.add_exception_handler(NoCalendar, told_no_calendar)
api.add_exception_handler(HttpError, told_http_error)
api.add_exception_handler(ValidationError, told_invalid)
