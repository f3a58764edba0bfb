"""The forms to record what was done with a contact: a try, a return, something done with a letter or a visit."""

from datetime import datetime
from typing import Any, Final

from django import forms

from csplan.absences.away_choices import AwayChoices
from csplan.contacts.fields import SELECT, WHEN, ConversationFields, WhenForm, choice, day_field, line, options
from csplan.contacts.kinds import HandlingKind, words
from csplan.contacts.models import REASON, WORD, Contact
from csplan.contacts.queries import case_kind_of
from csplan.contacts.said import Conversation, NewAttempt, NewHandling
from csplan.core.errors import BadInstant
from csplan.core.instants import parse_day

NOTE = "A few words for the next one who calls. The story itself belongs into the case system."
MISSING: Final = {
    "to": "Choose to whom.",
    "promised": "Give the day: it takes over the lead.",
    "note": "Write the note.",
}
SPOKEN_MORE = (
    *("number", "language", "interpreter_from", "interpreter", "interpreter_as", "interpreter_minutes"),
    *("service", "identified"),
)


class AnswerForm(WhenForm):
    """Something done with a contact, not before it was received; seen is how much done with it its sender was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, received: datetime, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.received = received
        self.fields["seen"].initial = seen
        self.fields["when"].widget.attrs["autofocus"] = True

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that stand open on the page."""
        return self.visible_fields()

    def clean(self) -> dict[str, Any]:
        """The instant, which is not before the contact was received."""
        happened = self.instant()
        if happened and happened < self.received:
            at = self.received.astimezone(self.zone)
            self.add_error("day", f"This is before the call was received ({at:%a %-d %b %Y, %H:%M}).")
        self.cleaned_data["happened"] = happened
        return self.cleaned_data


class AttemptForm(AnswerForm):
    """A try that reached nobody: when, by which number, with what result."""

    outcome = choice("What happened", options({k: v for k, v in words("result").items() if not v.reached}))
    number = line("Telephone number", WORD, inputmode="tel")
    note = line("Note", REASON, NOTE)
    field_order = (*WHEN, "outcome", "number", "note")

    def new_attempt(self) -> NewAttempt:
        """The attempt that was recorded."""
        said = self.cleaned_data
        told = Conversation(number=said["number"], outcome=said["outcome"] or "reached nobody")
        return NewAttempt(happened=said["happened"], note=said["note"], conversation=told)


class ReturnForm(AnswerForm, ConversationFields):
    """A return that reached somebody: the information provided, unless it is written in the case system."""

    note = line("Note", REASON, NOTE)
    field_order = (*WHEN, "information", "in_case_system", "note", "number", "language")

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that every return needs."""
        return [field for field in super().plain if field.name not in SPOKEN_MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that most returns do not need."""
        return [self[name] for name in SPOKEN_MORE]

    @property
    def more_open(self) -> bool:
        """Whether something stands there, or is missed there."""
        return any(self[name].value() for name in SPOKEN_MORE) or bool(self.errors.keys() & set(SPOKEN_MORE))

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact

    def clean(self) -> dict[str, Any]:
        """All that was said together."""
        super().clean()
        self.check_interpreter()
        self._check_service()
        said = self.cleaned_data
        if not said.get("information") and not said.get("in_case_system") and "information" not in self.errors:
            told = "Say what information was provided, or tick that you write it in the case system yourself."
            self.add_error("information", told)
        return said

    def _check_service(self) -> None:
        """Whether it may be done on the case, as far as its kind is known."""
        case_kind = case_kind_of(self.contact)
        if case_kind:
            self.check_service(case_kind)

    def new_attempt(self) -> NewAttempt:
        """The return that was recorded."""
        said = self.cleaned_data
        return NewAttempt(happened=said["happened"], note=said["note"], conversation=self.conversation("reached"))


class HandlingForm(AnswerForm):
    """Something done with a letter, an e-mail or a visit; it asks for the person or the day that it names."""

    to = AwayChoices(
        label="Passed on to",
        required=False,
        empty_label="Choose a person",
        widget=forms.Select(attrs=SELECT),
    )
    promised = day_field("Day by which the customer can expect a response")
    note = line("Note", REASON, NOTE)
    field_order = (*WHEN, "to", "promised", "note")

    def __init__(self, *args: Any, handling: HandlingKind, workers: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handling = handling
        self.fields["to"].offer(workers, contact.agency_id, contact.matter.office_id, self.now)  # type: ignore[attr-defined]
        for name in {"to", "promised"} - {handling.asks}:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """All that was said together, with the day as a date."""
        said = super().clean()
        asks = self.handling.asks
        if asks and not said.get(asks) and asks not in self.errors:
            self.add_error(asks, MISSING[asks])
        elif asks == "promised" and asks not in self.errors:
            self._read_promised()
        return said

    def new_handling(self) -> NewHandling:
        """What was done."""
        said = self.cleaned_data
        to, promised = said.get("to"), said.get("promised") or None
        to_key = to.id if to else None
        return NewHandling(
            kind=self.handling.id, happened=said["happened"], note=said["note"], to=to_key, promised=promised
        )

    def _read_promised(self) -> None:
        try:
            self.cleaned_data["promised"] = parse_day(self.cleaned_data["promised"])
        except BadInstant as error:
            self.add_error("promised", str(error))
