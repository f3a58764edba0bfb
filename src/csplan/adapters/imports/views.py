"""The pages of an import: upload, columns, values, preview, progress, cancel. They read the time of day."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from csplan.adapters.imports.actions import AlreadyImported, end, say_meaning, start, upload
from csplan.adapters.imports.calls import Fault
from csplan.adapters.imports.forms import ColumnsForm, UploadForm, ValuesForm, WhereForm
from csplan.adapters.imports.meaning import Meaning, meaning_of, results_of
from csplan.adapters.imports.models import CANCELLED, WRONG, Import
from csplan.adapters.imports.queries import (
    import_of,
    imports_of,
    preview,
    recorded_before,
    remembered,
    samples,
    values_of,
)
from csplan.adapters.imports.recording import advance_for
from csplan.agencies.answering import owners
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.days import today_of
from csplan.agencies.queries import calendar_edition, calendar_of, wall_time
from csplan.core.errors import BadFile, CsplanError

ON_A_PAGE: Final = 25
SECONDS: Final = 1.0  # of work while a page of progress is asked for
AGAIN: Final = "2"  # seconds after which the page of progress is asked for again


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The imports of the office, and the upload of another file."""
    asking = asking_of(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = upload(file, file.name, office=asking.office, by=asking.person, now=timezone.now())
        except AlreadyImported as error:
            messages.info(request, f"This file was uploaded before, as {error.earlier}. Here is that import.")
            return redirect("imports:progress", key=error.earlier.id)
        except BadFile as error:
            form.add_error("file", sentence(error))
        else:
            return _after_upload(taken, asking)
    page = Paginator(imports_of(asking.agency.id, asking.office), ON_A_PAGE).get_page(request.GET.get("page"))
    status = 422 if form.is_bound else 200
    return render(request, "imports/list.html", {"form": form, "page_of": page}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the columns of a file mean."""
    asking, found = _import(request, key)
    if found.started or found.ended:
        return redirect("imports:progress", key=key)
    kept = _said(found) or remembered(found)
    form = _columns_form(request, asking, found, kept)
    if form.is_valid():
        said = form.meaning()
        if kept:  # the values stay, where the columns do
            said = _with_values(said, kept)
        say_meaning(found, said, by=asking.person, now=timezone.now())
        return redirect("imports:values", key=key)
    around = {"form": form, "of": found, "rows": samples(found)[:3]}
    return render(request, "imports/columns.html", around, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def values(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the values of the columns for direction and result mean."""
    asking, found = _import(request, key)
    said = _said(found)
    if found.started or found.ended or said is None:
        return redirect("imports:progress" if said else "imports:columns", key=key)
    shown = {name: values_of(found, said.columns[name]) for name in ("direction", "result") if name in said.columns}
    offered = results_of(asking.agency.id, today_of(asking.agency, timezone.now()))
    form = ValuesForm(_posted(request), meaning=said, values=shown, results=offered)
    if form.is_valid():
        say_meaning(found, form.meaning(), by=asking.person, now=timezone.now())
        return redirect("imports:preview", key=key)
    return render(request, "imports/values.html", {"form": form, "of": found}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def previewed(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the file would be recorded as; sent, it begins."""
    asking, found = _import(request, key)
    said = _said(found)
    if found.started or found.ended or said is None:
        return redirect("imports:progress" if said else "imports:columns", key=key)
    shown = preview(found, said, timezone.now())
    where = WhereForm(_posted(request), away=shown.away)
    if shown.records and where.is_valid():
        start(found, where.cleaned_data, by=asking.person, now=timezone.now())
        return redirect("imports:progress", key=key)
    calendar = calendar_of(calendar_edition(asking.agency.id, asking.office))
    first = [(wall_time(calendar, each.call.happened), each) for each in shown.first]
    oldest = wall_time(calendar, shown.oldest) if shown.oldest else None
    around = {"of": found, "shown": shown, "first": first, "counts": counted(shown.counts), "said": said, "form": where}
    around |= {"oldest": oldest, "before": recorded_before(found)}
    return render(request, "imports/preview.html", around, status=422 if where.is_bound else 200)


@require_safe
def progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far an import is. While it runs, asking for this page does some of it, so that it needs no worker."""
    asking, found = _import(request, key)
    if not found.started and not found.ended:
        return redirect("imports:preview" if found.meaning else "imports:columns", key=key)
    if found.is_running:
        advance_for(found, SECONDS, timezone.now())
        found = import_of(asking.agency.id, asking.office, key)
    answer = render(request, "imports/progress.html", _state(found))
    if found.is_running:
        answer["Refresh"] = AGAIN  # so it goes on without script
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask whether to stop an import, and stop it; what it recorded stays."""
    asking, found = _import(request, key)
    if found.ended:
        return redirect("imports:progress", key=key)
    if request.method != "POST":
        return render(request, "imports/cancel.html", {"of": found})
    end(found, CANCELLED, actor=asking.person.id, now=timezone.now())
    messages.success(request, "Stopped. What was recorded up to then stays; the rest of the file is gone.")
    return redirect("imports:progress", key=key)


def counted(counts: Any) -> list[tuple[str, int]]:
    """The counts in words, in the order in which they are asked for; those that are none are left out."""
    says = (
        ("opens", "missed or left a voice mail: a contact with its clock"),
        ("live", "answered live: recorded, owes nothing"),
        ("called", "calls out: asked of the worker where they fit an open contact"),
        ("proposed", "calls out that a worker is asked about"),
        ("fits no open contact", "calls out that fit no open contact: not recorded"),
        ("imported before", "imported before, or twice in the file: not recorded again"),
        ("left out", "left out, as said"),
        ("wrong", "rows with something wrong: not recorded"),
    )
    return [(text, counts[name]) for name, text in says if counts.get(name)]


def _state(of: Import) -> dict[str, Any]:
    done = getattr(of, "progress", None)
    counts, steps = of.counts or (done.counts if done else {}), 2 * of.parts
    return {
        "of": of,
        "wrong": counts.get(WRONG, 0),
        "percent": 100 if of.ended or not steps else done.steps * 100 // steps if done else 0,
        "counts": counted(counts),
        "faults": _faults(done.faults if done else []),
        "proposed": counts.get("proposed", 0),
    }


def _faults(kept: list[Any]) -> list[Fault]:
    return [Fault(*each) for each in kept]


def _columns_form(request: HttpRequest, asking: Asking, of: Import, kept: Meaning | None) -> ColumnsForm:
    return ColumnsForm(
        _posted(request),
        header=of.header,
        samples=samples(of),
        workers=owners(asking.agency.id, asking.office, today_of(asking.agency, timezone.now())),
        zone=calendar_of(calendar_edition(asking.agency.id, asking.office)).zone,
        kept=kept,
    )


def _after_upload(taken: Import, asking: Asking) -> HttpResponse:
    """The preview where the meaning of such columns is remembered and can still be meant; otherwise the columns."""
    kept, agency = remembered(taken), asking.agency
    offered = owners(agency.id, asking.office, today_of(agency, timezone.now()))
    if kept is None or all(str(each.id) != kept.owner for each in offered):
        return redirect("imports:columns", key=taken.id)
    say_meaning(taken, kept, by=asking.person, now=timezone.now())
    return redirect("imports:preview", key=taken.id)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _import(request: HttpRequest, key: UUID) -> tuple[Asking, Import]:
    asking = asking_of(request)
    try:
        return asking, import_of(asking.agency.id, asking.office, key)
    except Import.DoesNotExist:
        raise Http404 from None


def _said(of: Import) -> Meaning | None:
    return meaning_of(of.meaning) if of.meaning else None


def _with_values(said: Meaning, kept: Meaning) -> Meaning:
    same = [name for name in ("direction", "result") if said.columns.get(name) == kept.columns.get(name)]
    return meaning_of({**said.data, **{name: getattr(kept, name) for name in same}})


def sentence(error: CsplanError) -> str:
    """What is wrong and what to do, as two sentences."""
    return f"{error.what[:1].upper()}{error.what[1:]}. {error.remedy[:1].upper()}{error.remedy[1:]}."
