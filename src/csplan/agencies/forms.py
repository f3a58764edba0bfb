"""The forms to sign in, and to set a password."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from csplan.agencies.plain_form import PlainForm

LOCKED = (
    "Too many sign-ins failed, so this user name is locked for some minutes. Wait, or ask the administrator of csplan"
    " in your agency to reset your sign-in."
)
SENTENCE = "A sentence that only you would think of is long and easy to keep in mind."
WRONG = "The user name or the password is wrong. Passwords tell capital letters from small ones."


class SignInForm(PlainForm, AuthenticationForm):
    """User name and password; what is wrong is told without saying which of the two."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}  # noqa: RUF012 - Django's own attribute

    def get_invalid_login_error(self) -> ValidationError:
        """That it was wrong; or that too much was, which is told of any user name, whoever has it."""
        if getattr(self.request, "axes_locked_out", False):
            return ValidationError(LOCKED)
        return super().get_invalid_login_error()

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "User name"
        for field in self.fields.values():
            field.widget.attrs["class"] = "usa-input"


class FirstPasswordForm(PlainForm, SetPasswordForm):  # type: ignore[type-arg]  # generic in its stub only
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "New password"
        self.fields[
            "new_password1"
        ].help_text = f"At least {settings.LIMITS['CSPLAN_PASSWORD_LENGTH']} characters. {SENTENCE}"
        self.fields["new_password2"].label = "The same again"
        self.fields["new_password2"].error_messages["required"] = "Type the new password again."
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs["class"] = "usa-input"


class ChangePasswordForm(PasswordChangeForm, FirstPasswordForm):
    """The present password, and a new one twice."""

    field_order = ("old_password", "new_password1", "new_password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Present password"


class PasswordAgainForm(PlainForm, ReauthenticateForm):  # type: ignore[misc]  # allauth is not typed
    """The password, to prove once more who one is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Password"
        self.fields["password"].widget.attrs = {"class": "usa-input", "autocomplete": "current-password"}
