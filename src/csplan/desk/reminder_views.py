"""What reminds somebody of their list: the morning digest, and the way to the calendar feed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csplan.agencies.asking import asking_of
from csplan.agencies.choices import chosen
from csplan.desk.actions import wish_digest
from csplan.desk.digest import CHOICE
from csplan.desk.models import DigestWish


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """Ask for the morning digest, or end it."""
    asking = asking_of(request)
    if request.method == "POST":
        wanted = request.POST.get("digest") == "yes"
        wish_digest(wanted, by=asking.person, now=timezone.now())
        messages.success(request, "You will get the digest by mail." if wanted else "You will get no digest.")
        return redirect("desk:reminders")
    around = {
        "offered": chosen(asking.agency.id, CHOICE),
        "wished": DigestWish.objects.filter(agency=asking.agency, person=asking.person).exists(),
    }
    return render(request, "desk/reminders.html", around)
