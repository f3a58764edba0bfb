"""The forms of an import: the file, what its columns mean, what its values mean."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms

from csplan.adapters.imports.meaning import (
    COLUMNS,
    DIRECTIONS,
    FORMATS,
    Meaning,
    fits,
    guessed_columns,
    guessed_format,
    guessed_values,
    times_in,
)
from csplan.adapters.imports.queries import ForAway
from csplan.adapters.imports.reading import LARGEST
from csplan.agencies.plain_form import PlainForm
from csplan.contacts.fields import RADIO
from csplan.contacts.kinds import parties
from csplan.contacts.redirecting import SAY_WHERE, asked

SELECT: Final = {"class": "usa-select"}
FILE: Final = {"class": "usa-file-input", "accept": ".csv,.txt,.tsv,text/csv"}
ASKS: Final[Mapping[str, tuple[str, str]]] = {
    "started": ("When did the call begin?", "Date and time, or the date alone where the time has its own column."),
    "clock": ("The time, if it has its own column", ""),
    "direction": ("Was it a call in or out?", "Leave it open if the file has calls in only."),
    "result": ("Was it answered?", ""),
    "caller": ("The caller's number", "Kept on the contacts of those who are owed an answer, and of no other call."),
    "dialled": ("The number that was called", "Of calls out."),
    "extension": ("Whose extension?", "An extension, user name or name finds who answers."),
    "case": ("Case number", ""),
}
SAMPLED: Final = 200  # rows from which the way to write times is guessed
LONGEST_SHOWN: Final = 40
NEEDED: Final = ("started", "result")
TWICE: Final = "This column is when the call began, above. Choose the column of the time alone, or “Not in the file”."
ZONES: Final = (
    *("UTC", "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles"),
    *("America/Anchorage", "Pacific/Honolulu"),
)


class UploadForm(PlainForm):
    """A file of calls."""

    file = forms.FileField(
        label="The call log (CSV)",
        help_text="As the telephone system exports it, with a first line that names the columns.",
        widget=forms.ClearableFileInput(attrs=FILE),
        error_messages={"required": "Choose the file first.", "empty": "The file is empty; export the calls again."},
    )

    def clean_file(self) -> Any:
        """The file, which is not too large."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(f"The file is larger than {LARGEST // 2**20} MB; export fewer days at once.")
        return file


class ColumnsForm(PlainForm):
    """What the columns of a file mean, and what the file leaves out."""

    written = forms.ChoiceField(
        label="How are times written?",
        choices=[(name, shown) for name, (shown, _) in FORMATS.items()],
        widget=forms.Select(attrs=SELECT),
    )
    zone = forms.ChoiceField(label="In which time zone?", widget=forms.Select(attrs=SELECT))
    party = forms.ChoiceField(
        label="Who were the callers, where the log does not say?",
        help_text="The promise for this party starts the clocks of missed calls. A worker corrects single ones.",
        choices=[("", "Choose who they were"), *((each, each.capitalize()) for each in parties())],
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choose who the callers were: the promise depends on it."},
    )
    owner = forms.ChoiceField(
        label="Who answers missed calls whose extension is nobody's?",
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choose who answers them."},
    )

    def __init__(self, *args: Any, header: Sequence[str], samples: Sequence[Sequence[str]], **kwargs: Any) -> None:
        self.workers, self.zone_here = kwargs.pop("workers"), kwargs.pop("zone")
        kept: Meaning | None = kwargs.pop("kept")
        super().__init__(*args, **kwargs)
        self.samples = samples[:SAMPLED]
        places = [(str(place), name) for place, name in enumerate(header)]
        for name in COLUMNS:
            self.fields[name] = _column(name, places)
        zones = dict.fromkeys((self.zone_here, *ZONES))
        self.fields["zone"].choices = [(zone, _zone(zone, self.zone_here)) for zone in zones]  # type: ignore[attr-defined]
        people = [(str(each.id), each.name) for each in self.workers]
        self.fields["owner"].choices = [("", "Choose who answers"), *people]  # type: ignore[attr-defined]
        self.order_fields([*COLUMNS[:2], "written", "zone", *COLUMNS[2:], "party", "owner"])
        self.initial = _kept(kept) if kept else self._guessed(header)

    def clean(self) -> dict[str, Any]:
        """What was said together: no column is date and time twice, and some of the first times are written so."""
        said = self.cleaned_data
        if said.get("started") and said["started"] == said.get("clock"):
            self.add_error("clock", TWICE)
        elif said.get("started") and "clock" in said and "written" in said:
            times = times_in(self.samples, self._columns())
            if times and not any(fits(each, said["written"]) for each in times):
                self.add_error("written", _not_so(times))
        return said

    def meaning(self) -> Meaning:
        """What was said, its values not yet."""
        said = self.cleaned_data
        return Meaning(
            columns=self._columns(),
            written=said["written"],
            zone=said["zone"],
            party=said["party"],
            owner=said["owner"],
        )

    def _columns(self) -> dict[str, int]:
        return {name: int(self.cleaned_data[name]) for name in COLUMNS if self.cleaned_data.get(name)}

    def _guessed(self, header: Sequence[str]) -> dict[str, Any]:
        columns = guessed_columns(header, self.samples)
        found = {name: str(place) for name, place in columns.items()}
        return {**found, "written": guessed_format(times_in(self.samples, columns)), "zone": self.zone_here}


class ValuesForm(PlainForm):
    """What the values of the columns for direction and result mean."""

    def __init__(self, *args: Any, meaning: Meaning, results: Mapping[str, str], **kwargs: Any) -> None:
        values: Mapping[str, Sequence[str]] = kwargs.pop("values")
        super().__init__(*args, **kwargs)
        self.said, self.values = meaning, values
        for name, choices in (("direction", DIRECTIONS), ("result", results)):
            kept: Mapping[str, str] = getattr(meaning, name)
            guessed = {**guessed_values(name, values.get(name, ())), **kept}
            for place, value in enumerate(values.get(name, ())):
                self.fields[f"{name}-{place}"] = _value(value, choices, guessed.get(value))

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields by what they are about."""
        asks = (("direction", "Was it a call in or out?"), ("result", "Was it answered?"))
        return [(says, [self[each] for each in self.fields if each.startswith(f"{name}-")]) for name, says in asks]

    def meaning(self) -> Meaning:
        """The meaning with that of its values."""
        said = {**self.said.data}
        for name in ("direction", "result"):
            said[name] = {
                value: self.cleaned_data[f"{name}-{place}"] for place, value in enumerate(self.values.get(name, ()))
            }
        return Meaning(**said)


class WhereForm(PlainForm):
    """Where calls for people who were away went, one answer for each absence; nothing is preset."""

    def __init__(self, *args: Any, away: Mapping[UUID, ForAway], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for absence, calls in away.items():
            question = asked(calls.person, calls.first)
            if question:
                self.fields[str(absence)] = forms.ChoiceField(
                    label=question.says_of(calls.count),
                    choices=question.answers,
                    widget=forms.RadioSelect(attrs=RADIO),
                    error_messages={"required": SAY_WHERE, "invalid_choice": SAY_WHERE},
                )


def _column(name: str, places: list[tuple[str, str]]) -> forms.ChoiceField:
    says, helps = ASKS[name]
    return forms.ChoiceField(
        label=says,
        help_text=helps,
        choices=[("", "Not in the file" if name not in NEEDED else "Choose the column"), *places],
        required=name in NEEDED,
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choose the column; without it nothing can be recorded."},
    )


def _value(value: str, choices: Mapping[str, str], guessed: str | None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"“{value}”" if value else "(nothing)",
        choices=[("", "Choose what it means"), *choices.items()],
        initial=guessed or "",
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Say what this value means, or leave such calls out."},
    )


def _not_so(times: Sequence[str]) -> str:
    """What is said where no time is written as was chosen: how the first one is written, and what to choose."""
    guess = guessed_format(times)
    fitting = next((each for each in times if fits(each, guess)), None)
    if fitting:
        return f"The first rows say “{fitting[:LONGEST_SHOWN]}”: choose the way of “{FORMATS[guess][0]}”."
    return f"The first rows say “{times[0][:LONGEST_SHOWN]}”, which is no date with a time. Is it the right column?"


def _kept(kept: Meaning) -> dict[str, Any]:
    columns = {name: str(place) for name, place in kept.columns.items()}
    return {**columns, "written": kept.written, "zone": kept.zone, "party": kept.party, "owner": kept.owner}


def _zone(zone: str, here: str) -> str:
    return f"{zone}, that of the office" if zone == here else zone
