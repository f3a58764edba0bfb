"""The page on which a list is narrowed down, and the filters that are kept under a name."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from csplan.agencies.asking import asking_of
from csplan.agencies.queries import workers_of
from csplan.desk.actions import remove_filter, save_filter
from csplan.desk.filters import Filter, filter_of
from csplan.desk.forms import FilterForm, SaveForm
from csplan.desk.listing import Asked
from csplan.desk.lists import DueList, asked_of, list_named
from csplan.desk.queries import saved_filters
from csplan.standards.queries import promises_of


@require_http_methods(["GET", "HEAD", "POST"])
def narrow(request: HttpRequest) -> HttpResponse:
    """Choose what a list is narrowed down to, and keep that under a name."""
    asking, now = asking_of(request), timezone.now()
    said = request.POST if request.method == "POST" else request.GET
    of = list_named(asking, said.get("list", "desk:my_list"))
    asked, _ = asked_of(asking, of, now)
    to = filter_of(said)
    if said.get("do") == "show":
        return redirect(f"{reverse(of.page)}?{to.text}")
    save = SaveForm(request.POST if request.method == "POST" else None)
    if save.is_valid():
        kept = save_filter(to, page=of.page, by=asking.person, now=now, **save.cleaned_data)
        messages.success(request, f"Kept as “{kept.name}”.")
        return redirect(f"{reverse(of.page)}?{kept.text}")
    around = {"list": of, "filter_form": _form(asked, of, to), "filter": to, "form": save}
    saved = saved_filters(asking.person, asked.office, of.page)
    return render(request, "desk/narrow.html", {**around, "saved": saved}, status=422 if save.is_bound else 200)


@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep a filter of one's own no more."""
    asking = asking_of(request)
    of = list_named(asking, request.POST.get("list", "desk:my_list"))
    remove_filter(key, by=asking.person, now=timezone.now())
    messages.success(request, "The filter is removed.")
    return redirect(of.page)


def _form(asked: Asked, of: DueList, to: Filter) -> FilterForm:
    people = [] if of.mine else [(str(each.id), each.name) for each in workers_of(asked.agency, asked.office)]
    return FilterForm(
        initial=asdict(to),
        windows=[(each.id, each.says) for each in asked.windows.values()],
        promises=list(promises_of(asked.agency, asked.now.date())),
        people=people,
    )
