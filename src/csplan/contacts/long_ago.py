"""Received long ago, or month or year mistyped: asked at the field, and recorded where somebody says it is right."""

from datetime import datetime
from typing import Final

from django import forms

from csplan.agencies.plain_form import PlainForm
from csplan.contacts.fields import RADIO
from csplan.core.instants import day_words

LONG_AGO: Final = 28  # days
"""From here on it is asked: a month or a year mistyped is off by 28 days at least, while what waited through an outage,
or was entered on the return from leave, is seldom so old."""
SAY_SO: Final = "Look at month and year. Correct the date above, or say that it is right."


class LongAgoForm(PlainForm):
    """A form of something received, that asks where this was long before it is entered. Nothing is preset."""

    long_ago = forms.CharField(required=False, widget=forms.RadioSelect(attrs=RADIO))
    asks_long_ago = False

    def check_long_ago(self, received: datetime | None, entered: datetime) -> None:
        """Ask whether it was so long ago; an answer is to one day and no other. received is on the office's wall."""
        if received is None or not is_long_ago(received, entered):
            return
        self.asks_long_ago, day = True, received.date()
        field = self["long_ago"]
        field.label = f"Received {_days(received, entered)} days before it is entered: is that right?"
        field.field.widget.choices = [(day.isoformat(), f"Yes, it was received on {day_words(day)}")]
        if self.cleaned_data.get("long_ago") != day.isoformat():
            self.add_error("long_ago", SAY_SO)


def is_long_ago(received: datetime, entered: datetime) -> bool:
    """Whether something was received so long before its entry that the date may be mistyped."""
    return _days(received, entered) >= LONG_AGO


def _days(received: datetime, entered: datetime) -> int:
    return (entered.astimezone(received.tzinfo).date() - received.date()).days
