"""The forms that arrange beforehand: who covers whom, and protected time."""

from datetime import date, time
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from csplan.absences.arrangements import When, Whose
from csplan.absences.asking_once import RADIO
from csplan.absences.forms import DATE, SELECT, TIME
from csplan.agencies.models import Person, Team
from csplan.agencies.plain_form import PlainForm
from csplan.core.plans.answer import ProtectedTime

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ONCE: Final = "once"


class WhoseForm(PlainForm):
    """For whom something is arranged: a person or a team of the office."""

    whose = forms.ChoiceField(
        label="For whom?",
        error_messages={"required": "Choose for whom.", "invalid_choice": "Choose somebody of the office."},
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(f"person:{each.id}", each.name) for each in people]
        chosen += [(f"team:{each.id}", f"Team: {each.name}") for each in teams]
        self.fields["whose"].choices = [("", "Choose"), *chosen]  # type: ignore[attr-defined]
        self.keys = {f"person:{each.id}": Whose(person=each.id) for each in people}
        self.keys |= {f"team:{each.id}": Whose(team=each.id) for each in teams}

    def said_whose(self) -> Whose:
        """Whom was chosen."""
        return self.keys[self.cleaned_data["whose"]]


class CoverForm(WhoseForm):
    """Who covers for whom."""

    cover = forms.ModelChoiceField(
        label="Who covers?",
        queryset=Person.objects.none(),
        empty_label="Choose",
        error_messages={"required": "Choose who covers.", "invalid_choice": "Choose somebody of the office."},
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args: Any, covers: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = covers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """All that was said together."""
        said = self.cleaned_data
        if said.get("cover") and said.get("whose") == f"person:{said['cover'].id}":
            self.add_error("cover", "Nobody covers for himself or herself. Choose somebody else.")
        return said


class ProtectedForm(WhoseForm):
    """Protected time, every week on a day, or on one date."""

    weekday = forms.ChoiceField(
        label="On which day?",
        choices=[
            *((str(number), f"Every {name}") for number, name in enumerate(WEEKDAYS)),
            (ONCE, "On the date below"),
        ],
        error_messages={"required": "Choose the day."},
        widget=forms.RadioSelect(attrs=RADIO),
    )
    day = forms.DateField(
        label="Date, if only once",
        required=False,
        error_messages={"invalid": "There is no such date. Give it as month, day and year."},
        widget=forms.DateInput(attrs=DATE),
    )
    opens = forms.TimeField(
        label="From",
        error_messages={"required": "Fill in from when.", "invalid": "Give a time such as 13:00."},
        widget=forms.TimeInput(attrs=TIME),
    )
    closes = forms.TimeField(
        label="To",
        error_messages={"required": "Fill in until when.", "invalid": "Give a time such as 15:00."},
        widget=forms.TimeInput(attrs=TIME),
    )

    def clean(self) -> dict[str, Any]:
        """All that was said together: the end after the beginning, a date where it is only once."""
        said = self.cleaned_data
        if said.get("opens") and said.get("closes") and said["closes"] <= said["opens"]:
            self.add_error("closes", "This is not after the beginning. Give a later time.")
        if said.get("weekday") == ONCE and not said.get("day") and "day" not in self.errors:
            self.add_error("day", "Fill in the date, or choose a weekday.")
        return said

    def said_when(self) -> When:
        """When the time is protected."""
        said = self.cleaned_data
        once = said["weekday"] == ONCE
        return When(
            weekday=None if once else int(said["weekday"]),
            day=said["day"] if once else None,
            opens=said["opens"],
            closes=said["closes"],
        )


def proposed_whens(planned: ProtectedTime) -> list[When]:
    """The weekly times that a line of a plan comes to."""
    opens, closes = (_time(each) for each in (planned.hours.opens, planned.hours.closes))
    return [When(weekday=weekday, opens=opens, closes=closes) for weekday in planned.weekdays]


def when_says(weekday: int | None, day: date | None, opens: time, closes: time) -> str:
    """Protected time in words: "every Tuesday, 13:00 to 15:00"."""
    on = f"every {WEEKDAYS[weekday]}" if weekday is not None else f"{day:%a} {day.day} {day:%b %Y}" if day else ""
    return f"{on}, {opens:%H:%M} to {closes:%H:%M}"


def _time(seconds: int) -> time:
    return time(min(seconds // 3600, 23), seconds % 3600 // 60) if seconds < 86_400 else time(23, 59, 59)
