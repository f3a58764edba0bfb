"""The words by which a calendar, or a change of one, is confirmed."""

from typing import Final

from django import forms

from csplan.agencies.plain_form import PlainForm
from csplan.agencies.text_field import TextField

INPUT: Final = {"class": "usa-input"}


class ConfirmForm(PlainForm):
    """Why a change is made, and the preview that was looked at."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    why = TextField(
        label="Why is the calendar changed?",
        max_length=200,
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": "Say why: it stands beside every date that this moves."},
        help_text="Who decided it, for example. This is kept with the edition.",
    )


class FirstForm(PlainForm):
    """The word that a proposed calendar is the office's own."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    why = TextField(
        label="On what do you confirm it?",
        max_length=200,
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": "Say on what you confirm it, such as the county board's list of closed days."},
        help_text="For example: compared with the county board's list of closed days for 2026 and 2027.",
    )
