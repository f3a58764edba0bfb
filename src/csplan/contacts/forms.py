"""The form to log a contact. The button that is pressed says what it was, and whether it was just now or earlier."""

from datetime import datetime
from typing import Any, Final

from django import forms

from csplan.absences.away_choices import AwayChoices
from csplan.agencies.days import today_of
from csplan.agencies.models import Agency, Person
from csplan.contacts.another import AnotherForm
from csplan.contacts.fields import (
    NO_TIME,
    RADIO,
    SELECT,
    ConversationFields,
    KeyedForm,
    SharedFields,
    case_number_in,
    choice,
    day_field,
    line,
    options,
    time_field,
)
from csplan.contacts.happened import HAPPENED, HappenedForm
from csplan.contacts.kinds import Kind, case_kinds, kinds, party_kinds, words
from csplan.contacts.long_ago import LongAgoForm
from csplan.contacts.missing import tell_missing
from csplan.contacts.models import NAME, REASON, WORD
from csplan.contacts.offered import is_offered
from csplan.contacts.queries import kind_of_case
from csplan.contacts.redirecting import WhereForm
from csplan.contacts.said import NewContact
from csplan.contacts.services import refusal

MORE: Final = (
    *("language", "interpreter_from", "interpreter", "interpreter_as", "interpreter_minutes"),
    *("information", "in_case_system", "concerns", "case_kind", "service", "identified", "source", "authorization"),
    *HAPPENED,
)
EVERY: Final = [(each.id, each.says) for each in kinds().values()]
PRESS: Final = "Press one of the buttons that say what it was."


class PartySelect(forms.RadioSelect):
    """The parties, each chosen by Alt and its letter."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An option with its access key."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["accesskey"] = party_kinds()[str(value)].key
        return option


class InFocus(forms.BoundField):
    """A field of a form that says which of its fields has the cursor when the page opens."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """What the field says of itself to the browser."""
        found = super().build_widget_attrs(attrs, widget)
        return {**found, "autofocus": True} if getattr(self.form, "focus", "") == self.name else found


class LogForm(KeyedForm, ConversationFields, WhereForm, LongAgoForm, HappenedForm, AnotherForm):
    """One contact. Nothing is preset; what starts a clock is said by the button and by who it was."""

    bound_field_class = InFocus
    focus = "case_number"
    case_number = line("Case number", WORD)
    reason = line("What about?", REASON)
    owner = AwayChoices(
        label="For whom?",
        required=False,
        empty_label="Choose who answers",
        widget=forms.Select(attrs=SELECT),
    )
    last_owner = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = line("Name of the employer, attorney, agency or third party", NAME, "An employer is called back by name.")
    party = forms.ChoiceField(
        label="Who was it?",
        choices=lambda: [(each, each.capitalize()) for each in party_kinds()],
        widget=PartySelect(attrs=RADIO),
        required=False,
    )
    kind = forms.ChoiceField(choices=lambda: EVERY, widget=forms.HiddenInput, required=False)
    earlier = forms.ChoiceField(choices=lambda: EVERY, widget=forms.HiddenInput, required=False)
    day = day_field("Date")
    time = time_field("Time", NO_TIME)
    late_reason = line("Letter with an earlier date stamp: why is it entered now?", REASON)
    concerns = choice("Whom it concerns", [(e.id, e.id.capitalize()) for e in party_kinds().values() if e.participant])
    case_kind = choice("Kind of case", [(each, each) for each in case_kinds()])
    source = choice("What kind of third party", options(words("source")))
    authorization = line("Where the authorization of a representative stands", NAME)

    def __init__(
        self, *args: Any, agency: Agency, workers: tuple[Person, ...], myself: Person, for_others: bool, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.agency, self.myself, self.for_others, self.workers = agency, myself, for_others, workers
        self.fields["owner"].offer(workers, agency.id, myself.office_id, self.now)  # type: ignore[attr-defined]
        self.fields["owner"].initial = None if for_others else str(myself.id)
        self.fields["case_number"].help_text = f"{agency.case_system}: {agency.case_says}. Leave it out if unknown."

    def clean_case_number(self) -> str:
        """The number without spaces around it, in the form of the agency's case system."""
        return case_number_in(self.agency, self.cleaned_data["case_number"])

    def clean(self) -> dict[str, Any]:
        """All that was said together: what starts a clock needs who and for whom."""
        kind = self._kind()
        received = self.cleaned_data["received"] = self._instant(kind.stamped) if kind else None
        self.cleaned_data["happened"] = self.happened_before(received, day_alone=bool(kind and self._precision(kind)))
        self.check_interpreter()
        self._take_owner()
        if kind is not None:
            self._check_stamp(kind)
            tell_missing(self, kind)
            self._check_service(kind)
            self.check_redirect(kind, self.cleaned_data.get("owner"), self.cleaned_data["received"])
        return self.cleaned_data

    def focus_on_error(self) -> None:
        """Put the cursor into the first field that is wrong, not into the first one of the page."""
        wrong = (name for name in self.fields if name in self.errors and not self[name].is_hidden)
        self.focus = next(wrong, self.focus)

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that most contacts do not need."""
        return [self[name] for name in (*MORE, *(() if self.for_others else ("owner",)))]

    @property
    def more_open(self) -> bool:
        """Whether something stands there, or is missed there."""
        said = (bool(self[name].value()) for name in MORE)
        return any(said) or bool(self.errors.keys() & set(MORE))

    @property
    def earlier_open(self) -> bool:
        """Whether a time stands there, or is missed there."""
        names = {"day", "time", "late_reason", "long_ago"}
        return any(self[name].value() for name in names) or bool(self.errors.keys() & names)

    def new_contact(self) -> NewContact:
        """The contact that was logged."""
        said, kind = self.cleaned_data, self.cleaned_data["what"]
        copied = ("case_number", "reason", "name", "case_kind", "source", "authorization", "late_reason")
        return NewContact(
            kind=kind,
            party=said["party"] or kind.party,
            concerns=said["concerns"],
            happened=said["happened"],
            received=said["received"],
            precision=self._precision(kind),
            conversation=self.conversation(),
            **self.goes_to((said["owner"] or self.myself).id),
            **{name: said[name] for name in copied},
        )

    def _kind(self) -> Kind | None:
        now, earlier = self.cleaned_data.get("kind"), self.cleaned_data.get("earlier")
        found = kinds().get(now or earlier or "")
        if found and not is_offered(found, self.agency.id, today_of(self.agency, self.now)):
            found = None
        if found is None and not {"kind", "earlier"} & self.errors.keys():
            self.add_error("kind", PRESS)
        self.cleaned_data["what"] = found
        return found

    def _instant(self, stamped: bool) -> datetime | None:
        if self.cleaned_data.get("earlier"):
            at = self.typed_instant(stamped=stamped)
            self.check_long_ago(at, self.now)
            return at
        if self.cleaned_data.get("day") or self.cleaned_data.get("time"):
            self.add_error("day", "A date or time stands here, and the button says just now. Clear it, or press below.")
        return self.now

    def _precision(self, kind: Kind) -> str:
        return self.typed_precision(kind.stamped and bool(self.cleaned_data.get("earlier")))

    def _take_owner(self) -> None:
        """The person chosen, or the one who had the case last where that was ticked; not both, and never another's."""
        last, chosen = self.cleaned_data.get("last_owner"), self.cleaned_data.get("owner")
        if last and chosen and chosen.id != last and self.for_others:
            self.add_error("owner", "Two people are chosen. Keep one.")
        elif last:
            self.cleaned_data["owner"] = next((each for each in self.workers if each.id == last), None)
            if self.cleaned_data["owner"] is None:
                self.add_error("owner", "Whoever had the case last answers no contacts now. Choose somebody else.")

    def _check_stamp(self, kind: Kind) -> None:
        said = self.cleaned_data
        if kind.stamped and self._is_of_an_earlier_day(said["received"]) and not said.get("late_reason"):
            self.add_error("late_reason", "The date stamp is of an earlier day. Say why it is entered now.")

    def _check_service(self, kind: Kind) -> None:
        """Whether it may be done on such a case; who asks for an application has it instead of what was refused."""
        said = self.cleaned_data
        if not said.get("service"):
            return
        case_kind = said.get("case_kind") or kind_of_case(self.agency, said.get("case_number", ""))
        refused = refusal(said["service"], case_kind, said.get("identified", ""))
        if refused and refused.instead and kind.instead:
            said["service"] = ""
        else:
            self.check_service(case_kind)

    def _is_of_an_earlier_day(self, at: datetime | None) -> bool:
        return at is not None and at.astimezone(self.zone).date() < self.now.astimezone(self.zone).date()


LogForm.base_fields = SharedFields(LogForm.base_fields, "case_number", "owner", "redirect", "long_ago", "another")
