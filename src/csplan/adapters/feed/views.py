"""The feed itself, for calendar programs, and the page on which somebody sets it up."""

from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from csplan.adapters.feed.actions import digest_of, end_feed, make_feed
from csplan.adapters.feed.calendars import calendar_text
from csplan.adapters.feed.models import Feed
from csplan.agencies.asking import asking_as, asking_of
from csplan.agencies.days import today_of
from csplan.agencies.walls import speaking_for
from csplan.desk.lists import MY_LIST, asked_of

KEPT: Final = 60
"""Seconds for which a feed is kept: a program that asks more often costs one query."""


@require_safe
def ics(request: HttpRequest, agency: UUID, secret: str) -> HttpResponse:
    """A feed, found by its secret address; an address that leads nowhere says so and no more."""
    with speaking_for([agency]):
        feed = Feed.objects.filter(agency=agency, digest=digest_of(secret), person__is_active=True).first()
        if feed is None:
            raise Http404
        body = _body(feed)
    etag = quote_etag(sha256(body).hexdigest())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"], answer["Cache-Control"], answer["X-Robots-Tag"] = etag, "private, max-age=300", "noindex"
    found = get_conditional_response(request, etag=etag, response=answer)
    return found if isinstance(found, HttpResponse) else answer


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Set up one's own feed, exchange its address, or end it. The address is shown once, when it is made."""
    asking, now, address = asking_of(request), timezone.now(), ""
    if request.method == "POST" and request.POST.get("do") == "end":
        end_feed(by=asking.person, now=now)
        messages.success(request, "The feed is ended. Its address leads nowhere now.")
        return redirect("feed:mine")
    if request.method == "POST":
        secret = make_feed(by=asking.person, now=now)
        address = f"{settings.CSPLAN_ADDRESS}{reverse('feed:ics', args=[asking.agency.id, secret])}"
    feed = Feed.objects.filter(agency=asking.agency, person=asking.person).first()
    return render(request, "feed/mine.html", {"feed": feed, "address": address})


def _body(feed: Feed) -> bytes:
    """What the feed says. Raises Http404 for somebody who may no longer see the list."""
    kept = cache.get(f"feed-{feed.id}")
    if isinstance(kept, bytes):
        return kept
    now = timezone.now()
    asking = asking_as(feed.person, today_of(feed.person.agency, now))
    if MY_LIST.page not in asking.pages or feed.person.office_id is None:
        raise Http404
    body = calendar_text(feed, asked_of(asking, MY_LIST, now)[0])
    cache.set(f"feed-{feed.id}", body, KEPT)
    return body
