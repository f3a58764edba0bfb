"""A list taken away as a file; that it was taken is on record."""

from collections.abc import Iterator
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from csplan.agencies.asking import asking_of
from csplan.agencies.walls import speaking_for
from csplan.desk.actions import record_export
from csplan.desk.bounded import bounded_counts
from csplan.desk.exports import csv_lines, export_rows, xlsx_bytes
from csplan.desk.filters import Filter, filter_of
from csplan.desk.listing import Asked
from csplan.desk.lists import asked_of, list_named

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_ROWS: Final = 20_000
"""The most rows of an XLSX file; a longer one would keep the browser waiting too long."""


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """All rows that a filter leaves of a list, as CSV or XLSX."""
    asking, now = asking_of(request), timezone.now()
    of = list_named(asking, request.POST.get("list", "desk:my_list"))
    asked, _ = asked_of(asking, of, now)
    to, form = filter_of(request.POST), "XLSX" if request.POST.get("as") == "XLSX" else "CSV"
    name = f"{of.tab.lower()}-{asked.now:%Y-%m-%d}.{form.lower()}"
    if form == "XLSX" and _is_long(asked, to):
        messages.error(request, f"An XLSX file holds {XLSX_ROWS:,} rows at most. Take CSV, or narrow the list down.")
        return redirect(f"{reverse(of.page)}?{to.text}")
    record_export(of.page, form, by=asking.person, now=now)
    if form == "XLSX":
        answer: HttpResponseBase = HttpResponse(xlsx_bytes(export_rows(asked, to), of.tab), content_type=XLSX)
    else:
        answer = StreamingHttpResponse(_lines(asked, to), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _is_long(asked: Asked, to: Filter) -> bool:
    counts = bounded_counts({"promised": asked.clocks(to), "unpromised": asked.unpromised(to)}, XLSX_ROWS)
    return sum(counts.values()) > XLSX_ROWS


def _lines(asked: Asked, to: Filter) -> Iterator[str]:
    """The lines, read behind the walls of the agency: the request that asked for them is over by then."""
    with speaking_for([asked.agency]):
        yield from csv_lines(export_rows(asked, to))
