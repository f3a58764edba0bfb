"""The forms to write and post an event, to ask about a sensitive fact and to decide on it."""

from datetime import datetime
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms

from csplan.agencies.plain_form import PlainForm
from csplan.agencies.text_field import TextField
from csplan.core.errors import BadInstant
from csplan.core.instants import parse_instant
from csplan.events.judging import Judging, judging_words
from csplan.events.models import REFERENCE, SENTENCE, TEXT

INPUT: Final = {"class": "usa-input"}
AREA: Final = {"class": "usa-textarea csplan-text"}


class EventForm(PlainForm):
    """The words of an event, and that it was posted: just now, where no earlier time is given."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Open the page again."})
    tells = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=TEXT)
    confirmed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    reference = TextField(
        label="Reference, if there is one",
        required=False,
        max_length=REFERENCE,
        widget=forms.TextInput(attrs={**INPUT, "autocomplete": "off"}),
    )
    day = forms.CharField(label="Date", required=False, widget=forms.DateInput(attrs={**INPUT, "type": "date"}))
    time = forms.CharField(label="Time", required=False, widget=forms.TimeInput(attrs={**INPUT, "type": "time"}))
    text = TextField(
        label="The wording",
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={**AREA, "rows": 6, "autocomplete": "off"}),
    )
    quotation = forms.BooleanField(
        label="These words are a direct quotation",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, judges: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now, self.judges = zone, now.replace(microsecond=0), judges
        self.judging: list[Judging] = []
        self.confirmed_words: tuple[str, ...] = ()
        self.fields["key"].initial = uuid4

    def posted(self) -> datetime | None:
        """When it was posted: now, or at the date and time given; None with an error at its field."""
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        if not day and not time:
            return self.now
        if not day or not time:
            self.add_error("time" if day else "day", "Fill in both date and time, or neither: then it is now.")
            return None
        try:
            found = parse_instant(f"{day}T{time}", self.zone)
        except BadInstant as error:
            self.add_error("day", str(error))
            return None
        if found > self.now:
            self.add_error("day", "This is in the future. Give a date and time up to now.")
            return None
        return found

    def quoted(self) -> tuple[str, ...] | None:
        """The judging words that are confirmed as a quotation; None with an error where some are not."""
        self.judging = judging_words(self.cleaned_data.get("text", "")) if self.judges else []
        found = [each.word for each in self.judging]
        confirmed = set(self.cleaned_data.get("confirmed", "").split("|")) if self.cleaned_data["quotation"] else set()
        if set(found) <= confirmed:
            self.confirmed_words = tuple(found)
            return self.confirmed_words
        named = ", ".join(f'"{word}"' for word in found)
        self.add_error("text", f"This may judge instead of stating a fact: {named}. Reword it, or confirm a quotation.")
        return None

    @property
    def shown_text(self) -> str:
        """The text that the page showed to be copied."""
        return str(self.cleaned_data.get("shown", ""))

    @property
    def keys_told(self) -> tuple[str, ...]:
        """The attempts of which the text tells, as the page showed it."""
        return tuple(key for key in self.cleaned_data.get("tells", "").split(",") if key)


class AskForm(PlainForm):
    """A worker asks whether something highly sensitive is entered in the case system."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Open the page again."})
    kept_at = TextField(
        label="Where do you keep it?",
        required=False,
        max_length=SENTENCE,
        help_text="Where your supervisor finds it, for instance: my locked drawer, file 12. Not the fact itself.",
        widget=forms.TextInput(attrs={**INPUT, "autocomplete": "off"}),
    )
    text = TextField(
        label="The note",
        required=False,
        max_length=TEXT,
        help_text="Only you and supervisors read it.",
        widget=forms.Textarea(attrs={**AREA, "rows": 5, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, with_text: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4
        self.fields["kept_at"].widget.attrs["autofocus"] = True
        if not with_text:
            del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        """Something must say where it is, or what."""
        if not self.errors and not self.cleaned_data.get("kept_at") and not self.cleaned_data.get("text"):
            self.add_error("kept_at", "Say where you keep it, so that your supervisor can look at it.")
        return self.cleaned_data


class DecisionForm(PlainForm):
    """A supervisor decides whether something highly sensitive is entered in the case system."""

    words = TextField(
        label="In a few words, if you like",
        required=False,
        max_length=SENTENCE,
        help_text="Such as which part is entered. The worker reads it.",
        widget=forms.TextInput(attrs={**INPUT, "autocomplete": "off"}),
    )
