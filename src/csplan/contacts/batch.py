"""Several contacts entered at once after an outage, each with its true time; all are saved, or none."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.db import transaction

from csplan.agencies.answering import AnswersNothing
from csplan.agencies.asking import Asking
from csplan.agencies.days import today_of
from csplan.agencies.models import Person
from csplan.agencies.sent_again import SentBefore, ask_again
from csplan.contacts.actions import record_contact
from csplan.contacts.fields import SELECT, KeyedForm, case_number_in, choice, day_field, line, options, time_field
from csplan.contacts.happened import HAPPENED, HappenedForm
from csplan.contacts.kinds import kinds, party_kinds, words
from csplan.contacts.long_ago import LongAgoForm
from csplan.contacts.missing import tell_missing
from csplan.contacts.models import NAME, TEXT, WORD, Contact
from csplan.contacts.offered import offered_kinds
from csplan.contacts.redirecting import WhereForm
from csplan.contacts.said import Conversation, NewContact
from csplan.contacts.sent_again import ANOTHER_ROW, says_otherwise
from csplan.core.errors import CsplanError

ROWS: Final = 5
MOST: Final = 100
NEEDED: Final = ("source", "information")
"""Asked for where the kind of contact needs it."""
LATE: Final = "entered after an outage"
ORDER: Final = ("day", "time", "party", "name", "case_number", "number", "reason", "owner", "kind")


class RowForm(KeyedForm, WhereForm, LongAgoForm, HappenedForm):
    """One contact of a batch. A row in which nothing is typed is left out."""

    day = day_field("Date")
    time = time_field("Time")
    party = choice("Who was it?", [(each, each.capitalize()) for each in party_kinds()], "Choose")
    name = line("Name", NAME)
    case_number = line("Case number", WORD)
    number = line("Telephone", WORD, inputmode="tel")
    reason = line("What about?")
    owner = forms.ModelChoiceField(
        label="For whom?",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Choose",
        widget=forms.Select(attrs=SELECT),
    )
    kind = choice("What was it?", [(each.id, each.says) for each in kinds().values()], "Choose")
    source = choice("What kind of third party", options(words("source")), "Choose")
    information = line("What the third party told", TEXT)
    field_order = ORDER

    def __init__(self, *args: Any, asking: Asking, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asking = asking
        self.fields["owner"].queryset = workers  # type: ignore[attr-defined]
        offered = offered_kinds(asking.agency.id, today_of(asking.agency, self.now)).values()
        self.fields["kind"].choices = [("", "Choose"), *((each.id, each.says) for each in offered)]  # type: ignore[attr-defined]

    @property
    def shown(self) -> Iterator[forms.BoundField]:
        """Its fields, of those asked for only in some cases where they are; when it happened is folded away."""
        hidden = {"redirect": not self.asked, "long_ago": not self.asks_long_ago}
        hidden |= {name: not self[name].value() and name not in self.errors for name in NEEDED}
        hidden |= dict.fromkeys(HAPPENED, True)
        yield from (field for field in self.visible_fields() if not hidden.get(field.name))

    @property
    def folded(self) -> list[forms.BoundField]:
        """When it happened, where this was earlier than it was received."""
        return [self[name] for name in HAPPENED]

    @property
    def is_unfolded(self) -> bool:
        """Whether something is said, or wrong, of when it happened."""
        return any(field.value() or field.errors for field in self.folded)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed or chosen in it."""
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in (*ORDER, *HAPPENED))

    def clean_case_number(self) -> str:
        """The number in the form of the agency's case system."""
        return case_number_in(self.asking.agency, self.cleaned_data["case_number"])

    def clean(self) -> dict[str, Any]:
        """All that was said together."""
        if self.is_empty:
            return self.cleaned_data
        said, kind = self.cleaned_data, kinds().get(self.cleaned_data.get("kind", ""))
        stamped = kind is not None and kind.stamped
        said["received"] = self.typed_instant(stamped=stamped)
        said["happened"] = self.happened_before(said["received"], day_alone=bool(self.typed_precision(stamped)))
        self.check_long_ago(said["received"], self.now)
        if kind is None and "kind" not in self.errors:
            self.add_error("kind", "Choose what it was.")
        elif kind is not None:
            tell_missing(self, kind)
            self.check_redirect(kind, said.get("owner"), said["received"])
        return said

    def new_contact(self) -> NewContact:
        """The contact of the row."""
        said, kind = self.cleaned_data, kinds()[self.cleaned_data["kind"]]
        return NewContact(
            kind=kind,
            party=said["party"] or kind.party,
            case_number=said["case_number"],
            reason=said["reason"],
            name=said["name"],
            happened=said["happened"],
            received=said["received"],
            precision=self.typed_precision(kind.stamped),
            late_reason=LATE,
            source=said["source"],
            conversation=Conversation(number=said["number"], information=said["information"]),
            **self.goes_to((said["owner"] or self.asking.person).id),
        )


class Batch:
    """The rows of a page, as many as were sent or asked for."""

    def __init__(self, data: Any, asking: Asking, **around: Any) -> None:
        self.asking, self.now = asking, around["now"]
        count = min(_number(data.get("rows", "")) + (ROWS if "more" in data else 0), MOST) if data else ROWS
        self.adds = data is not None and "more" in data
        self.rows = [self._row(data, number, around) for number in range(max(count, 1))]

    def _row(self, data: Any, number: int, around: dict[str, Any]) -> RowForm:
        sent = data is not None and f"{number}-key" in data
        return RowForm(data if sent else None, prefix=str(number), asking=self.asking, **around)

    @property
    def filled(self) -> Iterator[RowForm]:
        """The rows in which something is typed."""
        yield from (row for row in self.rows if row.is_bound and not row.is_empty)

    def is_valid(self) -> bool:
        """Whether there is something to save, and every row is right."""
        judged = [row.is_valid() for row in self.filled]
        return bool(judged) and all(judged)

    def save(self) -> list[Contact]:
        """All contacts, or none with the error at its row."""
        try:
            with transaction.atomic():
                saved = [self._saved(row) for row in self.filled]
                if any(row.errors for row in self.filled):
                    raise SentBefore
                return saved
        except (CsplanError, SentBefore):
            return []

    def _saved(self, row: RowForm) -> Contact:
        key, office, new = row.cleaned_data["key"], self.asking.office, row.new_contact()
        try:
            contact = record_contact(new, office=office, by=self.asking.person, key=key, now=row.now)
        except CsplanError as error:
            row.add_error("owner" if isinstance(error, AnswersNothing) else "day", str(error))
            raise
        if says_otherwise(contact, new, row.now, timed=True):
            ask_again(row, ANOTHER_ROW)
        return contact

    @property
    def errors(self) -> list[tuple[int, RowForm]]:
        """The rows in which something is wrong, by number."""
        return [
            (number, row) for number, row in enumerate(self.rows, 1) if row.is_bound and not row.is_empty and row.errors
        ]


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else ROWS
