"""What csplan decides of allauth's sign-in: nobody signs up, secrets are kept encrypted, every sign-in is on record."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from csplan.agencies.actions import record_sign_in
from csplan.agencies.models import Person
from csplan.agencies.walls import speaking_for

RECENT: Final = 300
"""Seconds after signing in within which nobody is asked to prove once more who they are."""
WAYS: Final = {"password": "password", "socialaccount": "the state's sign-on", "totp": "app", "webauthn": "key"}


def secret_box(purpose: str) -> Fernet:
    """Encrypts what is kept for a purpose, by a key that follows from the secret key."""
    return Fernet(urlsafe_b64encode(sha256(f"csplan {purpose} {settings.SECRET_KEY}".encode()).digest()))


def somebody(*_: object) -> str:
    """Who tried to sign in, as the log of axes may know it."""
    return "somebody"


def record(person: Person, act: str) -> None:
    """Put a sign-in, or what belongs to one, on the record of the person's agency."""
    with speaking_for([person.agency_id]):
        record_sign_in(person, act, timezone.now())


def first_link(person: Person) -> str:
    """The path of the one-time link by which a person sets a password; it ends with the password it sets."""
    key, token = urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)
    return reverse("agencies:first_password", kwargs={"uidb64": key, "token": token})


def way_in(request: HttpRequest, person: Person) -> str:
    """How a person signed in, in words: "password and app"."""
    used = [each.get("type") or each["method"] for each in get_authentication_records(request, person)]
    return " and ".join(dict.fromkeys(WAYS.get(each, each.replace("_", " ")) for each in used))


def needs_second_factor(request: HttpRequest, person: Person) -> bool:
    """Whether a second factor has to be set before anything else; the state's sign-on sees to it itself."""
    if not settings.CSPLAN_SECOND_FACTOR or settings.CSPLAN_DEMO or request.session.get("second_factor"):
        return False
    has = any(each["method"] == "socialaccount" for each in get_authentication_records(request, person))
    if has or _second_factors(person):
        request.session["second_factor"] = True
    return not request.session.get("second_factor")


def _second_factors(person: Person) -> int:
    codes = Authenticator.Type.RECOVERY_CODES
    return int(Authenticator.objects.filter(user=person).exclude(type=codes).count())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Nobody signs up; who signed in is on record."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added by an administrator alone."""
        return False

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """The page asked for; the sign-in is on record."""
        record(user, f"sign in by {way_in(request, user)}")
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for those who have only just signed in."""
        records = get_authentication_records(context.request, context.request.user)
        recent = any(timezone.now().timestamp() - each["at"] < RECENT for each in records)
        return not recent and bool(super().is_reauthentication_required(app=app, **kwargs))

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """The page to sign in, as for anybody who does not come in."""
        messages.error(request, "You cannot sign in. Ask the administrator of csplan in your agency.")
        return redirect("agencies:sign_in")


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """The state's own sign-on leads to a person who is here already, or nowhere."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person by user name, else by a verified e-mail; what the sign-on tells is not stored."""
        said = sociallogin.account.extra_data
        person = person_signed_on(said.get("userinfo") or said.get("id_token") or said)
        if person is None:
            raise ImmediateHttpResponse(render(request, "socialaccount/nobody.html", status=403))
        sociallogin.user = person

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """People are added by an administrator alone."""
        return False


def person_signed_on(said: dict[str, Any]) -> Person | None:
    """The one active person whom a sign-on means: of that user name, or else of that verified e-mail."""
    active = Person.objects.filter(is_active=True)
    named = active.filter(username__iexact=said.get("preferred_username") or "")
    mailed = active.filter(email__iexact=said.get("email") or "-") if said.get("email_verified") else active.none()
    for found in (list(named[:2]), list(mailed[:2])):
        if len(found) == 1:
            return found[0]
    return None


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Secrets are encrypted; the last second factor stays where one is demanded."""

    error_messages: Final = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This did not work. Type the code that shows now, or try the key once more.",
        "cannot_delete_authenticator": "A second factor is demanded here. Add another one before you remove this.",
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is kept."""
        return secret_box("second factors").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A kept secret."""
        return secret_box("second factors").decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Person) -> str:
        """What the app calls this sign-in."""
        return user.username

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether a second factor may go."""
        is_last = _second_factors(authenticator.user) <= 1
        return not (settings.CSPLAN_SECOND_FACTOR and is_last)
