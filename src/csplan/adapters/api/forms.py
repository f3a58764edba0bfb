"""The form that makes a token."""

from datetime import date
from typing import Any, Final

from django import forms

from csplan.adapters.api.actions import NewToken
from csplan.adapters.api.models import NAME
from csplan.adapters.api.scopes import SCOPES
from csplan.agencies.keys import new_key
from csplan.agencies.models import Office
from csplan.agencies.plain_form import PlainForm
from csplan.agencies.text_field import TextField

INPUT: Final = {"class": "usa-input"}
DAY: Final = {**INPUT, "type": "date"}
BAD_DAY: Final = {"invalid": "This is no date. Choose one, or write it as 2026-11-25."}


class TokenForm(PlainForm):
    """A token: what for, what it opens, of which office, from when to when."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Open the page again."})
    name = TextField(
        label="What is it for?",
        max_length=NAME,
        help_text="Such as: phone system, mail room. Records made by it say this name.",
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": "Say what the token is for."},
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        choices=[*SCOPES.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        error_messages={"required": "Choose at least one thing that it may do."},
    )
    office = forms.ModelChoiceField(
        label="For which office?",
        queryset=Office.objects.none(),
        required=False,
        empty_label="All offices of the agency",
        widget=forms.Select(attrs={"class": "usa-select"}),
    )
    first_day = forms.DateField(label="First day", widget=forms.DateInput(attrs=DAY), error_messages=BAD_DAY)
    last_day = forms.DateField(
        label="Last day",
        required=False,
        help_text="Leave it out for no end. A token that ends by itself cannot be forgotten.",
        widget=forms.DateInput(attrs=DAY),
        error_messages=BAD_DAY,
    )

    def __init__(self, *args: Any, offices: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key
        self.fields["first_day"].initial = today
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        said = self.cleaned_data
        if said.get("first_day") and said.get("last_day") and said["last_day"] < said["first_day"]:
            self.add_error("last_day", "This is before the first day.")
        return said

    def new_token(self) -> NewToken:
        """What was said of the token."""
        said = self.cleaned_data
        return NewToken(
            key=said["key"],
            name=said["name"].strip(),
            scopes=said["scopes"],
            office=said["office"] and said["office"].id,
            first_day=said["first_day"],
            last_day=said["last_day"],
        )
