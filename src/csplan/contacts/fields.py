"""What the forms of this room share: when it was, which case, and what is said of a conversation."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms

from csplan.agencies.case_numbers import case_number
from csplan.agencies.models import Agency
from csplan.agencies.plain_form import PlainForm
from csplan.agencies.text_field import TextField
from csplan.contacts.kinds import POSITION, RELATIONSHIP, Kind, Word, interpreter_said, words
from csplan.contacts.models import DAY, NAME, REASON, TEXT, WORD
from csplan.contacts.said import Conversation
from csplan.contacts.services import INSTEAD, refusal
from csplan.core.errors import BadInstant
from csplan.core.instants import parse_instant

NOW, EARLIER = "now", "earlier"
INPUT: Final = {"class": "usa-input"}
SELECT: Final = {"class": "usa-select"}
RADIO: Final = {"class": "usa-radio__input"}
CHECK: Final = {"class": "usa-checkbox__input"}
WHEN: Final = ("when", "day", "time")
MIDNIGHT: Final = "00:00"
NO_TIME: Final = "A date stamp needs none."
SPOKEN: Final = tuple(name for name in asdict(Conversation()) if name != "outcome")


def line(label: str, most: int = REASON, help_text: str = "", **attrs: Any) -> forms.CharField:
    """A line of text that may be left empty."""
    return TextField(
        label=label,
        required=False,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={**INPUT, **attrs}),
    )


def choice(label: str, options: Iterable[tuple[str, str]], nothing: str = "Not said") -> forms.ChoiceField:
    """One of a list, or nothing. The list is given as a function, or each form would copy it whole."""
    every = [("", nothing), *options]
    return forms.ChoiceField(label=label, choices=lambda: every, required=False, widget=forms.Select(attrs=SELECT))


def options(listed: Mapping[str, Word]) -> list[tuple[str, str]]:
    """The words of a list as a field offers them."""
    return [(each.id, each.says[:1].upper() + each.says[1:]) for each in listed.values()]


def day_field(label: str) -> forms.CharField:
    """A date; what cannot be read is told by the form."""
    return forms.CharField(label=label, required=False, widget=forms.DateInput(attrs={**INPUT, "type": "date"}))


def time_field(label: str, help_text: str = "") -> forms.CharField:
    """A time of day; what cannot be read is told by the form."""
    widget = forms.TimeInput(attrs={**INPUT, "type": "time"})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text)


def case_number_in(agency: Agency, typed: str) -> str:
    """A case number in the form of the agency's case system, "" for none. Raises ValidationError."""
    number = case_number(agency, typed) if typed.strip() else ""
    if number is None or len(number) > WORD:
        raise forms.ValidationError(f"This is no {agency.case_system} number: {agency.case_says}.")
    return number


class SharedFields(dict[str, forms.Field]):
    """The fields of a class of forms, of which each form copies only those that it changes, and shares the others.

    For a form of many fields that is sent with each call: to copy them takes longer than to check them.
    """

    def __init__(self, fields: Mapping[str, forms.Field], *changed: str) -> None:
        super().__init__(fields)
        self.changed = changed

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        """The fields of one form."""
        return {**self, **{name: deepcopy(self[name], memo) for name in self.changed}}


class KeyedForm(PlainForm):
    """A form that may be sent twice: its key makes one record of it."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages={"invalid": "Open the page again."})

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now.replace(microsecond=0)

    def typed_instant(self, day: str = "day", time: str = "time", *, stamped: bool = False) -> datetime | None:
        """The instant in two fields, None with an error at its field where none can be read or it is to come.

        stamped: whether the day may stand alone; then it is its beginning.
        """
        for name, what in ((day, "date"), (time, "time")):
            if not self.cleaned_data.get(name) and not (stamped and name == time):
                self.add_error(name, f"Fill in the {what}.")
                return None
        try:
            found = parse_instant(f"{self.cleaned_data[day]}T{self.cleaned_data.get(time) or MIDNIGHT}", self.zone)
        except BadInstant as error:
            self.add_error(day, str(error))
            return None
        if found > self.now:
            self.add_error(day, "This is in the future. Give a date and time up to now.")
        return found

    def typed_precision(self, stamped: bool) -> str:
        """DAY where what may be stamped has a day and no time, "" where it has both."""
        return DAY if stamped and not self.cleaned_data.get("time") else ""


class WhenForm(KeyedForm):
    """When something happened: just now, or earlier at a date and time of the office's wall. Nothing is preset."""

    when = forms.ChoiceField(
        label="When was it?",
        choices=[(NOW, "Just now"), (EARLIER, "Earlier, on the date and at the time below")],
        widget=forms.RadioSelect(attrs=RADIO),
        required=False,
    )
    day = day_field("Date, if earlier")
    time = time_field("Time, if earlier")

    def instant(self) -> datetime | None:
        """The instant that was said; otherwise an error at its field."""
        when = self.cleaned_data.get("when")
        if when == NOW:
            return self.now
        if when == EARLIER:
            return self.typed_instant()
        if "when" not in self.errors:
            self.add_error("when", "Say when it was: just now, or earlier.")
        return None


class ConversationFields(PlainForm):
    """What may be said of a conversation. An interpreter has a name, and a position or a relationship."""

    instead: tuple[Kind, ...] = ()  # what is offered where something is refused

    number = line("Telephone number", WORD, inputmode="tel")
    language = line("Language, if not English", WORD)
    interpreter_from = choice("Interpreter, if one helped", options(words("interpreter")), "No interpreter")
    interpreter = line(
        "Name of the interpreter", NAME, "Or the number that the service gave. Of Language Line both may be left out."
    )
    interpreter_as = line(
        "Position or relationship",
        NAME,
        "Of a professional: the position. Of a friend or relative: the relationship. Of Language Line it is known.",
    )
    interpreter_minutes = forms.IntegerField(
        label="Minutes of interpreting",
        required=False,
        min_value=0,
        max_value=1440,
        widget=forms.NumberInput(attrs=INPUT),
    )
    information = TextField(
        label="Information provided or received",
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"class": "usa-textarea", "rows": 3}),
        help_text="Facts only, no Social Security number. The event for the case system is made of this.",
    )
    service = choice("What was done on the case", options(words("service")), "None of these")
    identified = line(
        "Identification verified, how", NAME, "Such as: driver's license at the window, date of birth asked."
    )
    in_case_system = forms.BooleanField(
        label="I write it in the case system myself", required=False, widget=forms.CheckboxInput(attrs=CHECK)
    )

    def check_interpreter(self) -> None:
        """Tell at its field what is missing of an interpreter."""
        said = self.cleaned_data
        source = words("interpreter").get(said.get("interpreter_from", ""))
        if source is None:
            if said.get("interpreter") or said.get("interpreter_as"):
                self.add_error("interpreter_from", "Choose where the interpreter came from.")
            return
        named = interpreter_said(source.id, said.get("interpreter", ""), said.get("interpreter_as", ""))
        said["interpreter"], said["interpreter_as"] = named
        if not said.get("interpreter"):
            self.add_error("interpreter", "Give the name of the interpreter, or the number that the service gave.")
        if not said.get("interpreter_as"):
            missing = {POSITION: "the position of the interpreter", RELATIONSHIP: "the relationship to the participant"}
            self.add_error("interpreter_as", f"Give {missing[source.has]}.")

    def check_service(self, case_kind: str) -> None:
        """Tell at its field why something is not done on a case of a kind."""
        said = self.cleaned_data
        found = refusal(said.get("service", ""), case_kind, said.get("identified", ""))
        if found:
            field = found.field if found.field in self.fields else "service"
            self.add_error(field, f"{found.what[:1].upper()}{found.what[1:]}. {found.remedy}")
            self.instead = INSTEAD if found.instead else ()

    def conversation(self, outcome: str = "") -> Conversation:
        """What was said of the conversation."""
        said = {name: self.cleaned_data.get(name) for name in SPOKEN}
        return Conversation(**{name: value for name, value in said.items() if value is not None}, outcome=outcome)
