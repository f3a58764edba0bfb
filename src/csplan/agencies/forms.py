"""The form to sign in."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest

WRONG = "The user name or the password is wrong. Passwords tell capital letters from small ones."


class SignInForm(AuthenticationForm):
    """User name and password; what is wrong is told without saying which of the two."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}  # noqa: RUF012 - Django's own attribute

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "User name"
        for field in self.fields.values():
            field.widget.attrs["class"] = "usa-input"
