"""Signing in and out; on a training site by one click."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, PasswordResetConfirmView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from csplan.agencies.asking import asking_of
from csplan.agencies.days import today_of
from csplan.agencies.forms import ChangePasswordForm, FirstPasswordForm, SignInForm
from csplan.agencies.models import Person
from csplan.agencies.queries import grants_on, one_in_each_role, training_agencies, training_people
from csplan.agencies.roles import SAYS
from csplan.agencies.signing_in import record
from csplan.agencies.typed import KEPT, TYPIST, forget_typed, typed_by

MODEL_BACKEND = "csplan.agencies.backend.Backend"


class SignIn(LoginView):
    """Sign in with user name and password."""

    template_name = "agencies/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """The page asked for, or first the page for the second factor."""
        login = Login(user=form.get_user(), redirect_url=self.get_success_url())
        answer: HttpResponse = perform_password_login(self.request, {}, login)
        return answer

    def get_form(self, form_class: Any = None) -> Any:
        """The form; the cursor stands in it, but not below the people of a training site."""
        form = super().get_form(form_class)
        if settings.CSPLAN_DEMO:
            form.fields["username"].widget.attrs.pop("autofocus", None)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The people of a training site, for one click."""
        offered = _offered(self.request) if settings.CSPLAN_DEMO else {}
        around = {"sign_on": _sign_on(), "typed_waits": KEPT in self.request.session}
        return {**super().get_context_data(**kwargs), **offered, **around}


class SignOut(LogoutView):
    """Sign out, back to the page to sign in."""

    next_page = "agencies:sign_in"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page to sign in; the sign-out is on record."""
        if isinstance(request.user, Person):
            record(request.user, "sign out")
        answer = super().post(request, *args, **kwargs)
        answer.delete_cookie(TYPIST)
        return answer


class MyPassword(PasswordChangeView):
    """Change one's own password."""

    template_name = "agencies/my_password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """One's own sign-in; the change is on record."""
        answer = super().form_valid(form)
        record(form.user, "change password")
        messages.success(self.request, "Your password is changed.")
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """What is wrong, at the field."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class FirstPassword(PasswordResetConfirmView):
    """Set a password by a one-time link, which ends with it."""

    template_name = "agencies/first_password.html"
    form_class = FirstPasswordForm
    success_url = reverse_lazy("agencies:sign_in")

    def form_valid(self, form: Any) -> HttpResponse:
        """The page to sign in; the act is on record."""
        answer = super().form_valid(form)
        record(form.user, "set password by link")
        messages.success(self.request, "Your password is set. Sign in with it.")
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """What is wrong, at the field."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


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
    for role in dict.fromkeys(grant.role for grant in grants_on(person, today_of(person.agency, timezone.now()))):
        messages.info(request, f"You are {person.name}, {role}. {SAYS[role]}")
    record(person, "sign in on the training site")
    return redirect("agencies:typed" if KEPT in request.session else "home")


@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: HttpRequest) -> HttpResponse:
    """What the person typed before signing in again: to send, or to forget."""
    found = typed_by(request, asking_of(request).person)
    if request.method == "POST" or found is None:
        forget_typed(request)
        return redirect("home")
    return render(request, "agencies/typed.html", {"typed": found, "now": timezone.now()})


def _offered(request: HttpRequest) -> dict[str, Any]:
    """The people of a training site: one in each role, and everybody of the agency asked for."""
    now = timezone.now()
    try:
        shown = UUID(request.GET.get("agency", ""))
    except ValueError:
        shown = None
    people = training_people(shown, now) if shown else []
    return {"one_each": one_in_each_role(now), "agencies": training_agencies(), "shown": shown, "people": people}


def _sign_on() -> str:
    """The name of the state's own sign-on; empty where there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [{}])
    return str(apps[0].get("name", ""))
