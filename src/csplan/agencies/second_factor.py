"""The forms of second factors, and what is put on record of them. Wrong codes count towards the lock-out."""

from hashlib import sha256
from typing import Any, Final

from allauth.mfa import signals
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django import forms
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from csplan.agencies.forms import LOCKED
from csplan.agencies.models import Person
from csplan.agencies.plain_form import PlainForm
from csplan.agencies.signing_in import record

CODE: Final = {"class": "usa-input", "autocomplete": "one-time-code", "autocapitalize": "none"}
USED: Final = "This code was used already. Wait until your app shows the next one."
KINDS: Final = {"totp": "authenticator app", "webauthn": "security key", "recovery_codes": "recovery codes"}


class _Code(PlainForm):
    """A code that locks out who guesses, and that works once in whatever process."""

    user: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code"
        self.fields["code"].widget.attrs = {**CODE, "autofocus": True}

    def clean_code(self) -> str:
        """The code. Refused for who is locked out."""
        from allauth.core import context

        if not AxesProxyHandler.is_allowed(context.request, {"username": self.user.username}):
            raise forms.ValidationError(LOCKED)
        code = str(super().clean_code())  # type: ignore[misc]  # of the form that this is mixed into
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP:
            self._use_once(authenticator, code)
        return code

    def _use_once(self, authenticator: Authenticator, code: str) -> None:
        used = sha256(f"{authenticator.pk} {code}".encode()).hexdigest()
        if authenticator.data.get("used") == used:
            raise forms.ValidationError(USED)
        authenticator.data["used"] = used
        authenticator.save(update_fields=["data"])


class CodeForm(_Code, AuthenticateForm):  # type: ignore[misc]  # allauth is not typed
    """A code to sign in with."""


class CodeAgainForm(_Code, ReauthenticateForm):  # type: ignore[misc]  # allauth is not typed
    """A code to prove once more who one is."""


class AppForm(PlainForm, ActivateTOTPForm):  # type: ignore[misc]  # allauth is not typed
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "The code that the app shows"
        self.fields["code"].widget.attrs = CODE


class KeyForm(PlainForm, AddWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """A name for a new key, and whether it is to be enough alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "A name for the key"
        self.fields["name"].widget.attrs = {"class": "usa-input"}
        self.fields["passwordless"].label = "Let this key alone sign me in, without user name and password"
        self.fields["passwordless"].help_text = "The key then asks for a PIN, a finger or a face."
        self.fields["passwordless"].widget.attrs = {"class": "usa-checkbox__input"}


def listen() -> None:
    """From now on, put on record what happens to second factors, and who is locked out."""
    signals.authenticator_added.connect(_added, dispatch_uid="csplan")
    signals.authenticator_removed.connect(_removed, dispatch_uid="csplan")
    signals.authenticator_reset.connect(_renewed, dispatch_uid="csplan")
    signals.authentication_failed.connect(_failed, dispatch_uid="csplan")
    user_locked_out.connect(_locked_out, dispatch_uid="csplan")


def _added(user: Person, authenticator: Authenticator, **_: object) -> None:
    record(user, f"add {KINDS[authenticator.type]}")


def _removed(user: Person, authenticator: Authenticator, request: HttpRequest, **_: object) -> None:
    request.session.pop("second_factor", None)
    record(user, f"remove {KINDS[authenticator.type]}")


def _renewed(user: Person, authenticator: Authenticator, **_: object) -> None:
    record(user, f"renew {KINDS[authenticator.type]}")


def _failed(user: Person, request: HttpRequest, **_: object) -> None:
    user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=request)


def _locked_out(username: str, request: HttpRequest, **_: object) -> None:
    if not getattr(request, "axes_failures_since_start", None):
        return  # tried again while locked: that is on record already
    person = Person.objects.filter(username=username).first()
    if person is not None:
        record(person, "lock out after failed sign-ins")
