"""What every page shows around its content."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from csplan.outbox.queries import last_worked

NAV: Final = (
    ("desk:my_list", "My due list"),
    ("desk:office_list", "Office"),
    ("contacts:log", "Log a call"),
    ("absences:away", "Who is away"),
    ("desk:agencies", "Agencies"),
)


def around(request: HttpRequest) -> dict[str, Any]:
    """Whether this is a training site, who asks, the pages that are theirs, and when background work last ran."""
    asking = getattr(request, "asking", None)
    pages = asking.pages if asking else frozenset()
    return {
        "training": settings.CSPLAN_DEMO,
        "asking": asking,
        "pages": pages,
        "nav": [(name, says) for name, says in NAV if name in pages],
        "worked": SimpleLazyObject(lambda: last_worked(timezone.now())) if asking else None,
        "page": request.resolver_match.view_name if request.resolver_match else "",
    }
