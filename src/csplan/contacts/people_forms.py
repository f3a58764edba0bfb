"""The forms to correct a contact, and to say how a participant is spoken with and restricted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django import forms

from csplan.agencies.models import Agency, Person
from csplan.contacts.correcting import Corrected
from csplan.contacts.fields import (
    CHECK,
    NO_TIME,
    SELECT,
    KeyedForm,
    case_number_in,
    choice,
    day_field,
    line,
    options,
    time_field,
)
from csplan.contacts.happened import HAPPENED, HappenedForm
from csplan.contacts.kinds import Kind, case_kinds, party_kinds, words
from csplan.contacts.long_ago import LongAgoForm
from csplan.contacts.models import NAME, REASON, WORD, Correction
from csplan.contacts.participants import Needs, NewRestriction
from csplan.core.errors import BadInstant
from csplan.core.instants import parse_day

PARTIES: Final = [(each.id, each.id.capitalize()) for each in party_kinds().values()]
PARTICIPANTS: Final = [(each.id, each.id.capitalize()) for each in party_kinds().values() if each.participant]


class SeenForm(KeyedForm):
    """A form that knows what its sender had seen, so that two who change one thing both see both."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, error_messages={"invalid": "Open the page again."})

    def meanwhile(self, told: str, seen: int) -> None:
        """Tell that somebody else has changed it; sent again, the form says that its sender has seen that."""
        self.add_error(None, told)
        self.data = {**self.data.dict(), "seen": str(seen)}  # type: ignore[attr-defined]


class CorrectForm(SeenForm, LongAgoForm, HappenedForm):
    """A contact as it ought to have been entered, and why; theirs are corrections that its sender had not seen."""

    theirs: Sequence[Correction] = ()

    case_number = line("Case number", WORD)
    case_kind = choice("Kind of case", [(each, each) for each in case_kinds()])
    party = choice("Who was it?", PARTIES)
    concerns = choice("Whom it concerns", PARTICIPANTS)
    name = line("Name of the employer, attorney, agency or third party", NAME)
    reason = line("What about?")
    day = day_field("Received on")
    time = time_field("Received at")
    why = line("Why is it corrected?")

    field_order = (
        *("case_number", "case_kind", "party", "concerns", "name", "reason"),
        *("day", "time", "long_ago", *HAPPENED, "why"),
    )

    def __init__(self, *args: Any, agency: Agency, kind: Kind, entered: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency, self.kind, self.entered = agency, kind, entered
        self.fields["time"].help_text = NO_TIME if kind.stamped else ""

    @property
    def shown(self) -> list[forms.BoundField]:
        """Its fields; whether it was so long ago only where that is asked."""
        return [each for each in self.visible_fields() if each.name != "long_ago" or self.asks_long_ago]

    def clean_case_number(self) -> str:
        """The number in the form of the agency's case system."""
        return case_number_in(self.agency, self.cleaned_data["case_number"])

    def clean(self) -> dict[str, Any]:
        """All that was said together."""
        said = self.cleaned_data
        said["received"] = self.typed_instant(stamped=self.kind.stamped)
        day_alone = bool(self.typed_precision(self.kind.stamped))
        said["happened"] = self.happened_before(said["received"], day_alone=day_alone)
        if said.get("day") != self.initial["day"]:
            self.check_long_ago(said["received"], self.entered)
        if not said.get("why") and "why" not in self.errors:
            self.add_error("why", "Say why: both what stood there and what stands now are kept.")
        if self.kind.owes and not said.get("party") and "party" not in self.errors:
            self.add_error("party", "Say who it was: the promise depends on it.")
        return said

    def corrected(self) -> Corrected:
        """The contact as it ought to have been."""
        names = ("party", "case_number", "received", "happened", "case_kind", "concerns", "name", "reason")
        precision = self.typed_precision(self.kind.stamped)
        return Corrected(precision=precision, **{name: self.cleaned_data[name] for name in names})


class NeedsForm(SeenForm):
    """How a participant is spoken with."""

    language = line("Preferred language, if not English", WORD, autofocus=True)
    needs_interpreter = forms.BooleanField(
        label="Needs an interpreter", required=False, widget=forms.CheckboxInput(attrs=CHECK)
    )
    tty = choice("Returned by", [("TTY", "TTY"), ("relay", "Relay service")], "Telephone")
    tty_number = line("TTY or relay number", WORD, inputmode="tel")

    def clean(self) -> dict[str, Any]:
        """All that was said together."""
        if self.cleaned_data.get("needs_interpreter") and not self.cleaned_data.get("language"):
            self.add_error("language", "Say which language the interpreter speaks.")
        return self.cleaned_data

    def needs(self) -> Needs:
        """How the participant is spoken with."""
        names = ("language", "needs_interpreter", "tty", "tty_number")
        return Needs(**{name: self.cleaned_data[name] for name in names})


class RestrictForm(KeyedForm):
    """How a participant may be contacted, as somebody decided."""

    kind = choice("What was decided", options(words("restriction")), "Choose")
    decided_by = forms.ModelChoiceField(
        label="Who decided it", queryset=Person.objects.none(), required=False, widget=forms.Select(attrs=SELECT)
    )
    first_day = day_field("First day")
    last_day = day_field("Last day, if it is known")
    why = line("Why", REASON)

    def __init__(self, *args: Any, deciders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_by"].queryset = deciders  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """All that was said together, with the days as dates."""
        said = self.cleaned_data
        for name, missing in (("kind", "Choose what was decided."), ("decided_by", "Choose who decided it.")):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, missing)
        first, last = read_day(self, "first_day"), read_day(self, "last_day") if said.get("last_day") else None
        if first and last and last < first:
            self.add_error("last_day", "This is before the first day.")
        said["first_day"], said["last_day"] = first, last
        return said

    def restriction(self) -> NewRestriction:
        """What was decided."""
        said = self.cleaned_data
        days = {"first_day": said["first_day"], "last_day": said["last_day"]}
        return NewRestriction(kind=said["kind"], why=said["why"], decided_by=said["decided_by"].id, **days)


class EndForm(KeyedForm):
    """The last day of a restriction."""

    last_day = day_field("Last day")

    def clean(self) -> dict[str, Any]:
        """The day as a date."""
        self.cleaned_data["last_day"] = read_day(self, "last_day")
        return self.cleaned_data


class FindForm(KeyedForm):
    """A case by its number."""

    case_number = line("Case number", WORD, autofocus=True, autocomplete="off")

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def clean_case_number(self) -> str:
        """The number in the form of the agency's case system."""
        number = case_number_in(self.agency, self.cleaned_data["case_number"])
        if not number:
            raise forms.ValidationError("Write the number of the case.")
        return number


def read_day(form: forms.Form, name: str) -> date | None:
    """The date in a field, None with an error there where none can be read."""
    typed = form.cleaned_data.get(name)
    if not typed:
        if name not in form.errors:
            form.add_error(name, "Fill in the date.")
        return None
    try:
        return parse_day(typed)
    except BadInstant as error:
        form.add_error(name, str(error))
        return None
