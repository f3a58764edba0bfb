"""The page of interpreting. It reads the time of day."""

from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.plain_form import PlainForm
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.contacts.fields import day_field
from csplan.core.errors import BadInstant
from csplan.core.instants import parse_day
from csplan.core.office_calendar import named_zone
from csplan.desk.interpreting import Span, conversations, helped, totals

ON_A_PAGE: Final = 25


class DaysForm(PlainForm):
    """From which day to which."""

    first = day_field("From")
    last = day_field("To")

    def clean(self) -> dict[str, Any]:
        """Two days in order."""
        said = {name: self._day(name) for name in ("first", "last")}
        if all(said.values()) and said["last"] < said["first"]:
            self.add_error("last", "This is before the first day. Give a later one.")
        return said

    def _day(self, name: str) -> Any:
        try:
            return parse_day(self.cleaned_data.get(name, ""))
        except BadInstant as error:
            self.add_error(name, str(error))
            return None


@require_safe
def interpreting(request: HttpRequest) -> HttpResponse:
    """In which languages interpreters helped in the office, and from where; this month where no days are said."""
    asking = asking_of(request)
    now = wall_time(calendar_of(calendar_edition(asking.agency.id, asking.office)), timezone.now())
    month = {"first": now.date().replace(day=1).isoformat(), "last": now.date().isoformat()}
    form = DaysForm({**month, **{name: request.GET[name] for name in month if name in request.GET}})
    if not form.is_valid():
        return render(request, "desk/interpreting.html", {"form": form}, status=422)
    span = _span(asking, form, named_zone(calendar_of(calendar_edition(asking.agency.id, asking.office)).zone))
    page = Paginator(conversations(span), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(each, each.at.astimezone(now.tzinfo)) for each in helped(page.object_list)]
    around = {"form": form, "totals": totals(span), "rows": rows, "page_of": page}
    return render(request, "desk/interpreting.html", around)


def _span(asking: Asking, form: DaysForm, zone: ZoneInfo) -> Span:
    first, last = (form.cleaned_data[name] for name in ("first", "last"))
    begin = datetime.combine(first, time(), zone)
    return Span(asking.agency.id, asking.office, begin, datetime.combine(last + timedelta(days=1), time(), zone))
