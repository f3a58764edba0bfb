"""Signing in and out; on a training site by one click."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from csplan.agencies.actions import record_sign_in
from csplan.agencies.forms import SignInForm
from csplan.agencies.models import Person
from csplan.agencies.queries import training_people
from csplan.agencies.walls import speaking_for

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    """Sign in with user name and password."""

    template_name = "agencies/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """The page asked for; the sign-in is on record."""
        answer = super().form_valid(form)
        _record(form.get_user(), "sign in by password")
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The people of a training site, for one click."""
        people = training_people(timezone.localdate()) if settings.CSPLAN_DEMO else []
        return {**super().get_context_data(**kwargs), "people": people}


class SignOut(LogoutView):
    """Sign out, back to the page to sign in."""

    next_page = "agencies:sign_in"


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the made-up people of a training site."""
    try:
        person = Person.objects.get(id=UUID(request.POST.get("person", "")), is_active=True)
    except (ValueError, Person.DoesNotExist):
        raise Http404 from None
    if not settings.CSPLAN_DEMO:
        raise Http404
    login(request, person, backend=MODEL_BACKEND)
    _record(person, "sign in on the training site")
    return redirect("home")


def _record(person: Person, act: str) -> None:
    with speaking_for([person.agency_id]):
        record_sign_in(person, act, timezone.now())
