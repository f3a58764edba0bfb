"""The form that adds a webhook."""

from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.conf import settings

from csplan.adapters.webhooks.kinds import KINDS
from csplan.adapters.webhooks.models import ADDRESS
from csplan.agencies.keys import new_key
from csplan.agencies.plain_form import PlainForm
from csplan.agencies.text_field import TextField

INPUT: Final = {"class": "usa-input", "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
NO_ADDRESS: Final = "Give a whole address that begins with https://, without a password in it."


class WebhookForm(PlainForm):
    """A webhook: which address is told of what."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Open the page again."})
    address = TextField(
        label="Which address is called?",
        max_length=ADDRESS,
        help_text="Such as: https://hooks.example.org/csplan",
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": NO_ADDRESS},
    )
    kinds = forms.MultipleChoiceField(
        label="What is it told?",
        choices=[*KINDS.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        error_messages={"required": "Choose at least one thing that it is told."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key

    def clean_address(self) -> str:
        """An address over TLS; plain HTTP only where private addresses are allowed."""
        address: str = self.cleaned_data["address"].strip()
        allowed = ("https", "http") if settings.CSPLAN_WEBHOOKS_PRIVATE else ("https",)
        try:
            parts = urlsplit(address)
            fine = parts.scheme in allowed and bool(parts.hostname) and parts.port != 0
        except ValueError:
            fine = False
        if not fine or parts.username or parts.password or any(each.isspace() for each in address):
            raise forms.ValidationError(NO_ADDRESS)
        return address
