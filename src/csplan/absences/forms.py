"""The forms to enter, change and cancel an absence."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from csplan.absences.actions import Plan
from csplan.absences.asking_once import RADIO, AskOnceForm, asked_field
from csplan.absences.away_choices import AwayChoices
from csplan.absences.kinds import kinds
from csplan.absences.models import WHY, Absence
from csplan.absences.queries import absences_within
from csplan.absences.telling import when_words
from csplan.agencies.models import Person
from csplan.agencies.plain_form import PlainForm
from csplan.agencies.queries import wall_time
from csplan.agencies.text_field import TextField
from csplan.core.errors import BadInstant
from csplan.core.instants import day_words, parse_instant
from csplan.core.office_calendar import OfficeCalendar, named_zone

INPUT: Final = {"class": "usa-input"}
DATE: Final = {**INPUT, "type": "date"}
TIME: Final = {**INPUT, "type": "time"}
SELECT: Final = {"class": "usa-select"}
LAST, FURTHER = "last", "further"
ONWARD, STAY = "onward", "stay"
AFTER_HOURS: Final = (
    "If you leave during the day, or your greeting changes at closing on the day before, give that day and time: "
    "calls before it keep their ordinary date."
)
ANOTHER_COVER: Final = "Choose another cover above, or say that it is right."
BOTH: Final = "Change the absence that is entered already, or say that both hold."


class WhyForm(PlainForm):
    """Why something is changed; the version is what the page was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = TextField(
        label="Why does it change?",
        max_length=WHY,
        error_messages={"required": "Say why, in a few words."},
        widget=forms.TextInput(attrs=INPUT),
        help_text="For example: back earlier. Write nothing about anybody's health.",
    )


class AbsenceForm(WhyForm, AskOnceForm):
    """An absence: whose, of what kind, from when until when, and who covers. Nothing is preset on a new one."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    person = forms.ModelChoiceField(
        label="Who is away?",
        queryset=Person.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose who is away.", "invalid_choice": "Choose somebody of the office."},
        widget=forms.Select(attrs=SELECT),
    )
    kind = forms.ChoiceField(
        label="Kind of absence",
        choices=[(each.id, each.says) for each in kinds().values()],
        error_messages={"required": "Choose the kind."},
        widget=forms.RadioSelect(attrs=RADIO),
    )
    first_day = forms.CharField(
        label="First day away",
        error_messages={"required": "Fill in the first day away."},
        widget=forms.DateInput(attrs=DATE),
    )
    from_time = forms.CharField(
        label="From (time; leave it out for the whole day)",
        required=False,
        widget=forms.TimeInput(attrs=TIME),
        help_text=AFTER_HOURS,
    )
    until = forms.ChoiceField(
        label="Until when?",
        choices=[(LAST, "Until the last day below"), (FURTHER, "Until further notice: nobody knows yet")],
        error_messages={"required": "Say until when, or that nobody knows yet."},
        widget=forms.RadioSelect(attrs=RADIO),
    )
    last_day = forms.CharField(label="Last day away", required=False, widget=forms.DateInput(attrs=DATE))
    back_time = forms.CharField(
        label="Back at (time on that day; leave it out for the whole day)",
        required=False,
        widget=forms.TimeInput(attrs=TIME),
    )
    beside = asked_field()
    cover = AwayChoices(label="Who covers?", required=False, empty_label="Nobody", widget=forms.Select(attrs=SELECT))
    covers_anyway = asked_field()
    redirected = forms.ChoiceField(
        label="Where do calls go?",
        choices=[(ONWARD, "On to the cover"), (STAY, "To voice mail, or a message is taken")],
        error_messages={"required": "Say where calls go: it decides when they are due."},
        widget=forms.RadioSelect(attrs=RADIO),
    )
    field_order = (
        *("person", "kind", "first_day", "from_time", "until", "last_day", "back_time", "beside"),
        *("cover", "covers_anyway", "redirected"),
    )

    def __init__(
        self,
        *args: Any,
        calendar: OfficeCalendar,
        people: QuerySet[Person],
        covers: Mapping[str, Any],
        myself: Person | None = None,
        absence: Absence | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.calendar, self.absence = calendar, absence
        self.whose = absence.person if absence else myself
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        others = [each for each in covers["people"] if each != self.whose]
        self.fields["cover"].offer(**{**covers, "people": others})  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid4
        if self.whose:
            del self.fields["person"]
        if absence:
            self.initial = as_typed(absence, calendar)
        else:
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        """All that was said together: the two instants, and a cover where calls go on."""
        said = self.cleaned_data
        said["begins"] = self._instant("first_day", "from_time", later=0)
        said["ends"] = self._ends()
        if said["begins"] and said["ends"] and said["ends"] <= said["begins"]:
            self.add_error("last_day", "This is before the absence begins. Give a later day.")
        said["person"] = self.whose or said.get("person")
        if said.get("cover") and said["cover"] == said["person"]:
            self.add_error("cover", "Nobody covers for himself or herself. Choose somebody else.")
        if said.get("redirected") == ONWARD and not said.get("cover") and "cover" not in self.errors:
            self.add_error("cover", "Choose who takes the calls.")
        if not self.errors:
            self._ask_once(said["person"], said["cover"], said["begins"], said["ends"])
        return said

    def plan(self) -> Plan:
        """What was said of the absence."""
        said = self.cleaned_data
        return Plan(
            kind=said["kind"],
            begins=said["begins"],
            ends=said["ends"],
            cover=said["cover"].id if said["cover"] else None,
            redirected=said["redirected"] == ONWARD,
        )

    def _ask_once(self, person: Person, cover: Person | None, begins: datetime, ends: datetime | None) -> None:
        """Ask whether it is meant that somebody is away twice at once, or covered by somebody who is away."""
        others = [each for each in absences_within(person, begins, ends) if not self._is_this(each)]
        if others:
            asks = f"{person} is away then already: {self._when(others)}. Is this another absence beside it?"
            answer = "Yes, both hold: while both last, the one that ends later counts, with its cover"
            self.ask_once("beside", asks, answer, about=_keys(others), remedy=BOTH)
        gone = absences_within(cover, begins, ends) if cover else []
        if gone:
            asks = f"{cover} is away then too: {self._when(gone)}. Is {cover} the cover all the same?"
            about = _keys(gone)
            self.ask_once("covers_anyway", asks, f"Yes, {cover} covers", about=about, remedy=ANOTHER_COVER)

    def _is_this(self, absence: Absence) -> bool:
        """Whether an absence is the one that is changed, or was entered by an earlier sending of this form."""
        return absence == self.absence or absence.idempotency_key == self.cleaned_data.get("key")

    def _when(self, absences: list[Absence]) -> str:
        return "; ".join(when_words(each.begins, each.ends, self.calendar) for each in absences)

    def _ends(self) -> datetime | None:
        if self.cleaned_data.get("until") != LAST:
            return None
        if not self.cleaned_data.get("last_day"):
            self.add_error("last_day", "Fill in the last day away, or choose until further notice.")
            return None
        return self._instant("last_day", "back_time", later=1)

    def _instant(self, day: str, time: str, *, later: int) -> datetime | None:
        """The instant of a day and a time; without a time the midnight at which the day begins, or so many later."""
        said = self.cleaned_data
        if not said.get(day):
            return None
        try:
            zone = named_zone(self.calendar.zone)
            if said.get(time):
                return self._curated(day, parse_instant(f"{said[day]}T{said[time]}", zone))
            midnight = date.fromisoformat(said[day]) + timedelta(days=later)
            return self._curated(day, parse_instant(f"{midnight}T00:00", zone))
        except (BadInstant, ValueError, OverflowError):
            self.add_error(day, "There is no such date or time. Give the date as month, day and year.")
            return None

    def _curated(self, field: str, at: datetime) -> datetime | None:
        first, last = self.calendar.horizon or (date.min, date.max)
        if first <= at.date() <= last:
            return at
        self.add_error(
            field, f"The office's calendar covers {day_words(first)} to {day_words(last)}. Give a day in between."
        )
        return None


def _keys(absences: list[Absence]) -> str:
    return ",".join(str(each.id) for each in absences)


def as_typed(absence: Absence, calendar: OfficeCalendar) -> dict[str, Any]:
    """The fields of an absence as somebody would have typed them."""
    begins = wall_time(calendar, absence.begins)
    ends = wall_time(calendar, absence.ends) if absence.ends else None
    last = (ends - timedelta(seconds=1)).date() if ends else None
    return {
        "version": absence.version,
        "kind": absence.kind,
        "first_day": begins.date().isoformat(),
        "from_time": _time(begins),
        "until": LAST if ends else FURTHER,
        "last_day": last.isoformat() if last else "",
        "back_time": _time(ends) if ends else "",
        "cover": absence.cover_id,
        "redirected": ONWARD if absence.redirected else STAY,
    }


def _time(at: datetime) -> str:
    return f"{at:%H:%M}" if (at.hour, at.minute) != (0, 0) else ""
