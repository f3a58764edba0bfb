"""The forms to log a contact and a try to answer it."""

import re
from datetime import datetime
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms

from csplan.agencies.models import Agency, Person
from csplan.contacts.actions import NewAttempt, NewContact
from csplan.contacts.kinds import kinds, parties
from csplan.contacts.models import REASON, WORD
from csplan.core.errors import BadInstant
from csplan.core.instants import parse_instant

NOW, EARLIER = "now", "earlier"
INPUT: Final = {"class": "usa-input"}
WHEN: Final = ("when", "day", "time")
TOO_LONG: Final = "This is too long: at most %(limit_value)d letters, and there are %(show_value)d. Shorten it."


class WhenForm(forms.Form):
    """When something happened: just now, or earlier at a date and time of the office's wall. Nothing is preset."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Open the page again."})
    when = forms.ChoiceField(
        label="When was it?",
        choices=[(NOW, "Just now"), (EARLIER, "Earlier, on the date and at the time below")],
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        required=False,
    )
    day = forms.CharField(
        label="Date, if earlier", required=False, widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )
    time = forms.CharField(
        label="Time, if earlier", required=False, widget=forms.TimeInput(attrs={**INPUT, "type": "time"})
    )

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now.replace(microsecond=0)
        self.fields["key"].initial = uuid4

    def instant(self, *, needed: bool = True) -> datetime | None:
        """The instant that was said, None where none was and none is needed; otherwise an error at its field."""
        when = self.cleaned_data.get("when")
        if when == NOW:
            return self.now
        if when == EARLIER:
            return self._earlier()
        if needed and "when" not in self.errors:
            self.add_error("when", "Say when it was: this starts or stops the clock.")
        return None if needed else self.now

    def _earlier(self) -> datetime | None:
        for name in ("day", "time"):
            if not self.cleaned_data.get(name):
                self.add_error(name, f"Fill in the {'date' if name == 'day' else 'time'}, or choose Just now.")
                return None
        try:
            found = parse_instant(f"{self.cleaned_data['day']}T{self.cleaned_data['time']}", self.zone)
        except BadInstant as error:
            self.add_error("day", str(error))
            return None
        if found > self.now:
            self.add_error("day", "This is in the future. Give a date and time up to now.")
        return found


class LogForm(WhenForm):
    """One call or voice mail, recorded by the button that says what it was."""

    party = forms.ChoiceField(
        label="Who was it?",
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        required=False,
    )
    case_number = forms.CharField(label="Case number", required=False, widget=forms.TextInput(attrs=INPUT))
    reason = forms.CharField(
        label="What about?",
        required=False,
        max_length=REASON,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs=INPUT),
    )
    owner = forms.ModelChoiceField(
        label="For whom?",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Choose who answers",
        widget=forms.Select(attrs={"class": "usa-select"}),
    )
    kind = forms.ChoiceField(
        widget=forms.HiddenInput, error_messages={"required": "Press one of the buttons that say what it was."}
    )

    def __init__(self, *args: Any, agency: Agency, workers: Any, myself: Person, owner: Person | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.agency, self.myself = agency, myself
        self.fields["party"].choices = [(each, each.capitalize()) for each in parties()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(each.id, each.says) for each in kinds().values()]  # type: ignore[attr-defined]
        self.order_fields(("party", "case_number", "reason", *(WHEN if owner else ("owner", *WHEN))))
        self.fields["owner"].queryset = workers  # type: ignore[attr-defined]
        self.fields["owner"].initial = owner
        self.fields["party"].widget.attrs["autofocus"] = True
        self.fields["case_number"].help_text = f"{agency.case_system}: {agency.case_says}. Leave it out if unknown."

    def clean_case_number(self) -> str:
        """The number without spaces around it, in the form of the agency's case system."""
        number: str = self.cleaned_data["case_number"].strip()
        if number and (len(number) > WORD or not re.fullmatch(self.agency.case_pattern, number)):
            raise forms.ValidationError(f"This is no {self.agency.case_system} number: {self.agency.case_says}.")
        return number

    def clean(self) -> dict[str, Any]:
        """All that was said together: what starts a clock needs who, when and for whom."""
        kind = kinds().get(self.cleaned_data.get("kind", ""))
        needed = kind is not None and kind.owes
        self.cleaned_data["happened"] = self.instant(needed=needed)
        if needed and not self.cleaned_data.get("party") and "party" not in self.errors:
            self.add_error("party", "Say who it was: the promise depends on it.")
        if needed and not self.cleaned_data.get("owner") and "owner" not in self.errors:
            self.add_error("owner", "Choose who answers.")
        return self.cleaned_data

    def new_contact(self) -> NewContact:
        """The contact that was logged."""
        said = self.cleaned_data
        return NewContact(
            kind=kinds()[said["kind"]],
            party=said["party"],
            case_number=said["case_number"],
            reason=said["reason"],
            owner=(said["owner"] or self.myself).id,
            happened=said["happened"],
            received=said["happened"],
        )


class AttemptForm(WhenForm):
    """A try to answer a contact."""

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=REASON,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs=INPUT),
        help_text="A few words for the next one who calls. The story itself belongs into the case system.",
    )
    field_order = (*WHEN, "note")

    def __init__(self, *args: Any, received: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.received = received
        self.fields["when"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """The instant, which is not before the contact was received."""
        happened = self.instant()
        if happened and happened < self.received:
            at = self.received.astimezone(self.zone)
            self.add_error("day", f"This is before the call was received ({at:%a %-d %b %Y, %H:%M}).")
        self.cleaned_data["happened"] = happened
        return self.cleaned_data

    def new_attempt(self) -> NewAttempt:
        """The attempt that was recorded."""
        return NewAttempt(happened=self.cleaned_data["happened"], note=self.cleaned_data["note"])
