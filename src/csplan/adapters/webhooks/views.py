"""The pages of webhooks: add one, see its last calls, pause it, change its secret, send a test."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from csplan.adapters.webhooks.actions import (
    WebhookTaken,
    add_webhook,
    change_secret,
    pause_webhook,
    resume_webhook,
    send_test,
)
from csplan.adapters.webhooks.forms import WebhookForm
from csplan.adapters.webhooks.kinds import KINDS
from csplan.adapters.webhooks.models import Subscription
from csplan.adapters.webhooks.queries import deliveries, subscription_of, subscriptions_of
from csplan.adapters.webhooks.signing import new_secret
from csplan.agencies.asking import Asking, asking_of
from csplan.agencies.keys import new_key

SHOWN: Final = 25
AGAIN: Final = "Somebody was first: look what it says now."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """The webhooks of the agency; the secret of a new one is shown this once."""
    asking = asking_of(request)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("key", "address", "kinds")}
        try:
            found = add_webhook(**said, agency=asking.agency.id, actor=asking.person.id, now=timezone.now())
        except WebhookTaken as error:
            form.add_error(None, str(error))
        else:
            return render(request, "webhooks/secret.html", {"webhook": found, "secret": found.secret})
    around = {"form": form, "webhooks": subscriptions_of(asking.agency.id), "kinds": KINDS}
    return render(request, "webhooks/list.html", around, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, key: UUID) -> HttpResponse:
    """A webhook with its last calls, and what can be done to it."""
    asking = asking_of(request)
    try:
        found = subscription_of(asking.agency.id, key)
    except Subscription.DoesNotExist:
        raise Http404 from None
    if request.method == "POST":
        do = DOING.get(request.POST.get("do", ""))
        if do is None:
            raise Http404
        return do(request, asking, found, timezone.now())
    around = {"webhook": found, "calls": deliveries(found, SHOWN), "key": new_key(), "shown": SHOWN}
    return render(
        request, "webhooks/one.html", {**around, "told": [KINDS[each] for each in KINDS if each in found.kinds]}
    )


Do = Callable[[HttpRequest, Asking, Subscription, datetime], HttpResponse]


def _pause(request: HttpRequest, asking: Asking, found: Subscription, now: datetime) -> HttpResponse:
    done = pause_webhook(found, actor=asking.person.id, now=now)
    return _back(request, found, "Paused. It is told nothing any more." if done else AGAIN)


def _resume(request: HttpRequest, asking: Asking, found: Subscription, now: datetime) -> HttpResponse:
    done = resume_webhook(found, actor=asking.person.id, now=now)
    return _back(request, found, "Resumed. It is told of what happens from now on." if done else AGAIN)


def _test(request: HttpRequest, asking: Asking, found: Subscription, now: datetime) -> HttpResponse:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None
    send_test(found, key, actor=asking.person.id, now=now)
    return _back(request, found, "A test is on its way. Open this page again to see what became of it.")


def _secret(request: HttpRequest, asking: Asking, found: Subscription, now: datetime) -> HttpResponse:
    secret = new_secret()
    if not change_secret(found, secret, actor=asking.person.id, now=now):
        return _back(request, found, AGAIN)
    return render(request, "webhooks/secret.html", {"webhook": found, "secret": secret, "changed": True})


def _back(request: HttpRequest, found: Subscription, says: str) -> HttpResponse:
    messages.success(request, says)
    return redirect("webhooks:one", key=found.id)


DOING: Final[Mapping[str, Do]] = {"pause": _pause, "resume": _resume, "test": _test, "secret": _secret}
