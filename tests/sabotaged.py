"""Settings of a csplan that is broken on purpose, so that the tests of killed processes can be seen to find loss.

CSPLAN_SABOTAGE says how: "marked before sent", or "acknowledged before written".
"""

import os
from collections.abc import Callable
from threading import Timer
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest, HttpResponse

from csplan.site.settings import *  # noqa: F403
from csplan.site.settings import INSTALLED_APPS, MIDDLEWARE

HOW = os.environ["CSPLAN_SABOTAGE"]
INSTALLED_APPS = [*INSTALLED_APPS, "sabotaged.Sabotaged"]
if HOW == "acknowledged before written":
    MIDDLEWARE = ["sabotaged.acknowledges_first", *MIDDLEWARE]
LATER = 0.5


class Sabotaged(AppConfig):
    """Marks a parcel as delivered before it is sent."""

    name = "sabotaged"

    def ready(self) -> None:
        if HOW == "marked before sent":
            from csplan.agencies import work

            work._tried = _marked_before_sent


def _marked_before_sent(parcel: Any, clock: Callable[[], Any]) -> bool:
    from csplan.agencies.walls import speaking_for
    from csplan.agencies.work import _error_of
    from csplan.outbox.leases import delivered

    with speaking_for([parcel.agency]):
        delivered(parcel, clock())
    return _error_of(parcel) is None


def acknowledges_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers that a contact is recorded, and records it a little later."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return get_response(request)
        assert request.body and request.POST
        Timer(LATER, get_response, [request]).start()
        return HttpResponse(status=302, headers={"Location": "/contacts/recorded/"})

    return answer
