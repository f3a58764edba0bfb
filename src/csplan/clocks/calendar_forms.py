"""The forms that change an office's calendar; each gives the next calendar and says what differs."""

import re
from datetime import date
from typing import Any, Final

from django import forms

from csplan.agencies.plain_form import PlainForm
from csplan.agencies.text_field import TextField
from csplan.clocks.calendar_queries import NOT_COUNTED
from csplan.core.calendar_changes import (
    as_usual_on,
    closed_on,
    closes_earlier,
    closing_at,
    curated_until,
    days_between,
    hours_from,
)
from csplan.core.calendar_changes import open_on as opened_on
from csplan.core.errors import BadCalendar
from csplan.core.instants import day_words
from csplan.core.office_calendar import (
    WEEKDAYS,
    ClosedDay,
    OfficeCalendar,
    Span,
    Spans,
    Week,
    parse_clock,
    parse_spans,
)

CLOSED, HOURS, USUAL, EARLY = "closed", "hours", "usual", "early"
KEEP, SKIP = "keep", "skip"
INPUT: Final = {"class": "usa-input"}
RADIO: Final = {"class": "usa-radio__input"}
TIME: Final = {**INPUT, "type": "time"}
GIVE_TIME: Final = "Give the time, such as 08:00."
NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST: Final = 120
REOPEN: Final = (
    "Promises were counted on today as it was. If the office opens as usual after all, choose that it has other hours"
    " on that day, and give {}. Promises that were moved stay moved: none moves to an earlier date."
)


def _day(label: str, *, required: bool = True, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")
    missing = {"required": "Give the day."}
    return forms.DateField(label=label, required=required, widget=widget, error_messages=missing, **more)


def _time(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=5, widget=forms.TimeInput(attrs=TIME))


class ChangeForm(PlainForm):
    """What all changes share: the calendar that they change and the day on which they are made."""

    says = ""
    after: OfficeCalendar | None = None

    def __init__(self, *args: Any, calendar: OfficeCalendar, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar, self.today = calendar, today

    def clean(self) -> dict[str, Any]:
        """The calendar after the change, or an error at the field that is wrong."""
        if not self.errors:
            try:
                self.change()
            except BadCalendar as error:
                self.add_error(next(iter(self.fields)), f"{str(error).capitalize()}.")
        return self.cleaned_data

    def change(self) -> None:
        """Set the calendar after the change, and what it says. Raises BadCalendar."""
        raise NotImplementedError


class DayForm(ChangeForm):
    """One day or some days: closed, with other hours, or as usual again."""

    first = _day("Day")
    last = _day("Last day, if there are several", required=False)
    what = forms.ChoiceField(
        label="What about it?",
        choices=[
            (CLOSED, "The office is closed all day"),
            (HOURS, "The office has other hours on that day"),
            (USUAL, "The office is open as usual after all"),
        ],
        widget=forms.RadioSelect(attrs=RADIO),
        error_messages={"required": "Say whether the office is closed, has other hours, or is open as usual."},
    )
    opens = _time("Opens, if it has other hours")
    closes = _time("Closes, if it has other hours")
    early = forms.ChoiceField(
        label="If it closes earlier than was known, what of the promises given before?",
        choices=[
            (KEEP, "They keep the old closing time; the day counts"),
            (SKIP, "The day does not count for them"),
        ],
        widget=forms.RadioSelect(attrs=RADIO),
        required=False,
    )
    name = TextField(
        label="Reason, as customers and workers read it",
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs=INPUT),
        help_text='A few words, such as "Snow day" or "County closure, water damage".',
    )
    holiday = forms.BooleanField(
        label="It is a legal holiday",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
    )

    def change(self) -> None:
        """Set the calendar after the change, and what it says. Raises BadCalendar."""
        said = self.cleaned_data
        days = days_between(said["first"], said["last"] or said["first"])
        if said["what"] != USUAL and not said["name"]:
            self.add_error("name", "Give the reason: it stands beside every date that this moves.")
            return
        {CLOSED: self._closed, HOURS: self._hours, USUAL: self._usual}[said["what"]](days)

    def _closed(self, days: tuple[date, ...]) -> None:
        name = self.cleaned_data["name"]
        self.after = closed_on(self.calendar, days, ClosedDay(name, holiday=self.cleaned_data["holiday"]))
        before = self.calendar.closed.get(days[0]) if len(days) == 1 else None
        self.says = f"Closed on {_span_words(days)}: {name}" + (f" (before: {before.name})" if before else "")

    def _usual(self, days: tuple[date, ...]) -> None:
        usual = self.calendar.week_on(self.today)[self.today.weekday()]
        if days[0] == self.today and usual and usual != self.calendar.spans(self.today):
            self.add_error("what", REOPEN.format(Span(usual[0].opens, usual[-1].closes)))
            return
        if days[0] <= self.today:
            raise BadCalendar("promises were counted on that day as it was; only a day still to come can be reopened")
        self.after = as_usual_on(self.calendar, days)
        self.says = f"Open as usual on {_span_words(days)}"

    def _hours(self, days: tuple[date, ...]) -> None:
        spans = self._spans()
        if spans and len(days) > 1:
            self.add_error("last", "Other hours are given for one day at a time. Leave the last day out.")
        elif spans:
            self._open(days, spans)

    def _open(self, days: tuple[date, ...], spans: Spans) -> None:
        """Set the calendar with these hours on a day; that day does not count where so chosen."""
        said, hours = self.cleaned_data, " and ".join(map(str, spans))
        if closes_earlier(self.calendar, days[0], spans) and not said["early"]:
            self.add_error("early", "The office closes earlier than was known: choose what becomes of promises given.")
        elif closes_earlier(self.calendar, days[0], spans) and said["early"] == SKIP:
            name = f"{said['name']}, open {hours} only{NOT_COUNTED}"
            self.after = closed_on(self.calendar, days, ClosedDay(name, holiday=False))
            self.says = f"Open {hours} only on {_span_words(days)}, which does not count: {said['name']}"
        else:
            self.after = opened_on(self.calendar, days[0], spans, said["name"])
            self.says = f"Open {hours} on {_span_words(days)}: {said['name']}"

    def _spans(self) -> Spans | None:
        for name in ("opens", "closes"):
            if not self.cleaned_data[name]:
                self.add_error(name, GIVE_TIME)
        if self.errors:
            return None
        try:
            return (Span(parse_clock(self.cleaned_data["opens"]), parse_clock(self.cleaned_data["closes"])),)
        except BadCalendar as error:
            self.add_error("closes", f"{str(error).capitalize()}.")
            return None


class EarlyForm(DayForm):
    """One day that closes early, such as a snow day: what becomes of the promises given before is asked at once.

    The day keeps its own hours up to the closing. When it opened is asked only where nothing of them would be left.
    """

    what = forms.ChoiceField(choices=[(EARLY, EARLY)], widget=forms.HiddenInput, initial=EARLY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("last", "holiday"):
            del self.fields[name]
        self.fields["opens"].label, self.fields["closes"].label = "Opened, on that day", "Closes, on that day"
        self.fields["closes"].help_text = "Up to then the hours of the day stay as they are, lunch break included."
        if not (self.data.get("opens") or self.initial.get("opens")):
            self.fields["opens"].widget = forms.HiddenInput()
        early, reason = self.fields["early"], self.fields["name"]
        early.required, early.label = True, "What becomes of the promises given before?"
        early.error_messages["required"] = "Choose what becomes of the promises given before."
        reason.required, reason.error_messages["required"] = True, "Give the reason: it stands beside every date."

    def change(self) -> None:
        """Set the calendar after the change, and what it says. Raises BadCalendar."""
        day = self.cleaned_data["first"]
        if not self.calendar.is_open_day(day):
            self.add_error("first", f"The office is closed on {day_words(day)}. Give a day on which it opens.")
        elif (spans := self._spans()) and not closes_earlier(self.calendar, day, spans):
            usual = str(self.calendar.spans(day)[-1])[-5:]
            self.add_error("closes", f"The office closes at {usual} on that day. Give an earlier time.")
        elif spans and not self.errors:
            self._open((day,), spans)

    def _spans(self) -> Spans | None:
        """The hours of the day up to the closing, from another opening where one is given."""
        said = self.cleaned_data
        try:
            left = closing_at(self.calendar.spans(said["first"]), parse_clock(said["closes"] or None))
            if said["opens"]:
                closes = left[0].closes if left else parse_clock(said["closes"])
                return (Span(parse_clock(said["opens"]), closes), *left[1:])
        except BadCalendar as error:
            self.add_error("closes", GIVE_TIME if not said["closes"] else f"{str(error).capitalize()}.")
            return None
        if not left:
            self._ask_opening()
        return left or None

    def _ask_opening(self) -> None:
        """Ask when the office opened: it closes before it usually opens."""
        usual = str(self.calendar.spans(self.cleaned_data["first"])[0])[:5]
        self.fields["opens"].widget = forms.TimeInput(attrs=TIME)
        told = f"The office opens at {usual} on that day. Give a later time, or say at which hour it opened instead."
        self.add_error("closes", told)


class HoursForm(ChangeForm):
    """Other weekly hours from a day on."""

    first = _day("From which day on?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        week = self.calendar.week_on(self.today)
        for weekday, name, spans in zip(WEEKDAYS, NAMES, week, strict=True):
            self.fields[weekday] = TextField(
                label=name,
                required=False,
                max_length=LONGEST,
                initial=", ".join(map(str, spans)),
                widget=forms.TextInput(attrs=INPUT),
            )
        self.fields["mon"].help_text = "Write 08:00-16:30, or 08:00-12:00, 12:30-16:30. Leave a closed day empty."

    def change(self) -> None:
        """Set the calendar after the change, and what it says. Raises BadCalendar."""
        first, week = self.cleaned_data["first"], []
        for weekday in WEEKDAYS:
            try:
                week.append(read_hours(self.cleaned_data[weekday]))
            except BadCalendar as error:
                self.add_error(weekday, f"{str(error).capitalize()}.")
        if not self.errors:
            self.after = hours_from(self.calendar, first, tuple(week))
            self.says = f"From {day_words(first)} on: {week_says(tuple(week))}"


class HorizonForm(ChangeForm):
    """Further years: the closed days of the state's calendar up to another last day."""

    last = _day("Up to which day?", help_text="The days come from the calendar that csplan holds of your state.")

    def __init__(self, *args: Any, source: OfficeCalendar | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source

    def change(self) -> None:
        """Set the calendar after the change, and what it says. Raises BadCalendar."""
        if self.source is None:
            raise BadCalendar("the state has no calendar here to take further days from; ask the state office")
        self.after = curated_until(self.calendar, self.cleaned_data["last"], self.source)
        self.says = f"Goes on until {day_words(self.cleaned_data['last'])}, with the days of {self.source.name}"


def read_hours(text: str) -> Spans:
    """The spans written as "08:00-12:00, 12:30-16:30", none for an empty text. Raises BadCalendar."""
    parts = [part for part in re.split(r"[,;]", text.strip()) if part.strip()]
    pairs = [[each.strip() for each in re.split(r"\s*(?:-|–|to)\s*", part.strip())] for part in parts]
    return parse_spans(pairs)


def week_says(week: Week) -> str:
    """Weekly hours in words: "Mon 08:00-16:30, Tue 08:00-16:30, ..., closed Sat and Sun"."""
    opening = [f"{name[:3]} {' and '.join(map(str, spans))}" for name, spans in zip(NAMES, week, strict=True) if spans]
    return ", ".join(opening)


def _span_words(days: tuple[date, ...]) -> str:
    return day_words(days[0]) + (f" to {day_words(days[-1])}" if len(days) > 1 else "")
