"""People to choose from, each with what the office may know of an absence."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.choices import CallableChoiceIterator

from csplan.absences.queries import away
from csplan.agencies.models import Person


class AwayChoices(forms.Field):
    """One of some people, each offered with what the office may know of an absence or of protected time."""

    default_error_messages: ClassVar = {"invalid_choice": "Choose one of the people offered."}
    people: tuple[Person, ...] = ()

    def __init__(self, *, empty_label: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty_label = empty_label

    def offer(self, people: Iterable[Person], agency: UUID, office: UUID | None, now: datetime) -> None:
        """Offer these people; what the office knows of their absences is asked when the page is shown."""

        def choices() -> list[tuple[str, str]]:
            told = away(agency, office, now) if office else {}
            names = {str(each.id): f"{each} ({told[each.id].says})" if each.id in told else str(each) for each in found}
            return [("", self.empty_label), *names.items()]

        self.people = found = tuple(people)
        self.widget.choices = CallableChoiceIterator(choices)

    def to_python(self, value: Any) -> Person | None:
        """The person chosen. Raises ValidationError for anybody else."""
        if value in self.empty_values:
            return None
        found = next((each for each in self.people if str(each.id) == str(value)), None)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found
