"""The forms that pause, resume, extend and take back, and that hand contacts over."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms

from csplan.absences.asking_once import AskOnceForm, asked_field
from csplan.absences.away_choices import AwayChoices
from csplan.absences.queries import away_at
from csplan.agencies.plain_form import PlainForm
from csplan.agencies.text_field import TextField
from csplan.contacts.fields import INPUT, WhenForm
from csplan.contacts.models import REASON
from csplan.contacts.open_contacts import due_until_tonight, open_contacts_of
from csplan.core.duration import Duration

UNITS: Final = ("business days", "business hours", "days")
MOST: Final = 366
SOMEBODY_THERE: Final = "Choose somebody who is there, or say that it is right."


def reason_field(help_text: str = "") -> forms.CharField:
    """The reason of something done to a clock or a matter, which everybody who sees the date can read."""
    return TextField(
        label="Reason",
        max_length=REASON,
        widget=forms.TextInput(attrs=INPUT),
        help_text=help_text,
        error_messages={"required": "Give the reason: it stands beside the date."},
    )


class KeyForm(PlainForm):
    """A form that does nothing twice when it is sent twice."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Open the page again."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4


class TurnForm(WhenForm):
    """A pause or its end: when, and why."""

    reason = reason_field("Facts of the promise only, such as: the customer asked us to wait for a document.")

    def clean(self) -> dict[str, Any]:
        """The instant that was said."""
        self.cleaned_data["at"] = self.instant()
        return self.cleaned_data


class ExtendForm(KeyForm):
    """So much more time, and why."""

    n = forms.IntegerField(
        label="How many?",
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs=INPUT),
        error_messages={"required": "Say how many."},
    )
    unit = forms.ChoiceField(
        label="Of what?",
        choices=[(each, each.capitalize()) for each in UNITS],
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        error_messages={"required": "Choose one: business days are those on which your office opens."},
    )
    reason = reason_field()

    def duration(self) -> Duration:
        """The time that is added."""
        return Duration(self.cleaned_data["n"], self.cleaned_data["unit"])


class DecideForm(KeyForm):
    """Whether the time that was asked for is given, and why."""

    given = forms.ChoiceField(
        label="Is it given?",
        choices=[("yes", "Yes: extend the time as asked"), ("no", "No: the date stays")],
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        error_messages={"required": "Choose one."},
    )
    reason = reason_field("Whoever asked reads it.")


class TakeBackForm(KeyForm):
    """Why a pause or an extension is taken back."""

    reason = reason_field()


def _person_field(label: str, missing: str) -> AwayChoices:
    return AwayChoices(
        label=label,
        empty_label="Choose a person",
        widget=forms.Select(attrs={"class": "usa-select"}),
        error_messages={"required": missing},
    )


class HandForm(KeyForm, AskOnceForm):
    """A form that hands something over; to somebody who is away, while it is due today, only where that is meant."""

    away_anyway = asked_field()

    def ask_away(self, offered: Mapping[str, Any], matters: Iterable[UUID]) -> None:
        """Ask once whether who is away is to answer for what is due today."""
        to, agency, office, now = self.cleaned_data["to"], *(offered[name] for name in ("agency", "office", "now"))
        told = away_at(to, now)
        due = due_until_tonight(agency, office, matters, now).values("matter").distinct().count() if told else 0
        if told and due:
            what = "This is" if due == 1 else f"{due} of these are"
            asks = f"{what} due today or before, and {to} is {told.says}. Is it to go to {to} all the same?"
            self.ask_once("away_anyway", asks, f"Yes, {to} answers for it", about=str(to.id), remedy=SOMEBODY_THERE)


class HandOverForm(HandForm):
    """Who answers for one contact from now on; seen is who did when the form was opened."""

    seen = forms.UUIDField(widget=forms.HiddenInput)
    to = _person_field("Who answers for it from now on?", "Choose who answers from now on.")
    reason = reason_field()

    field_order = ("seen", "to", "away_anyway", "reason")

    def __init__(self, *args: Any, offered: Mapping[str, Any], owner: UUID, matter: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered, self.matter = offered, matter
        self.fields["to"].offer(**offered)  # type: ignore[attr-defined]
        self.fields["seen"].initial = owner

    def clean(self) -> dict[str, Any]:
        """Somebody who is there, unless somebody else is meant."""
        if not self.errors:
            self.ask_away(self.offered, [self.matter])
        return self.cleaned_data


class HandAllOverForm(HandForm):
    """Who answers from now on for everything open that one person answers for; seen is what was shown of it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    whose = _person_field("Whose contacts?", "Choose whose contacts are handed over.")
    to = _person_field("Who answers for them from now on?", "Choose who answers from now on.")
    reason = reason_field()

    field_order = ("seen", "whose", "to", "away_anyway", "reason")

    def __init__(self, *args: Any, offered: Mapping[str, Any], people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["to"].offer(**offered)  # type: ignore[attr-defined]
        self.fields["whose"].offer(**{**offered, "people": people})  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two different people, of whom the second is there unless somebody else is meant."""
        whose, to = self.cleaned_data.get("whose"), self.cleaned_data.get("to")
        if whose is not None and whose == to:
            self.add_error("to", "Choose somebody else: they answer for these already.")
        if whose is not None and not self.errors:
            agency, office = self.offered["agency"], self.offered["office"]
            self.ask_away(self.offered, [each.matter_id for each in open_contacts_of(agency, office, whose.id)])
        return self.cleaned_data
