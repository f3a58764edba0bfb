"""The forms of a list: what it is narrowed down to, under which name that is kept, and the case looked for."""

from typing import Any, Final

from django import forms

from csplan.agencies.case_numbers import case_number
from csplan.agencies.models import Agency
from csplan.agencies.plain_form import PlainForm
from csplan.agencies.text_field import TextField
from csplan.contacts.kinds import kinds, parties
from csplan.contacts.models import WORD, CaseReference
from csplan.desk.models import NAME

INPUT: Final = {"class": "usa-input"}
SELECT: Final = {"class": "usa-select"}
Choices = list[tuple[str, str]]


class FilterForm(PlainForm):
    """What a list is narrowed down to."""

    due = forms.ChoiceField(label="Due", required=False, widget=forms.Select(attrs=SELECT))
    party = forms.ChoiceField(label="Who", required=False, widget=forms.Select(attrs=SELECT))
    channel = forms.ChoiceField(label="How it came", required=False, widget=forms.Select(attrs=SELECT))
    promise = forms.ChoiceField(label="Promise", required=False, widget=forms.Select(attrs=SELECT))
    language = TextField(
        label="Language, if not English", required=False, max_length=WORD, widget=forms.TextInput(attrs=INPUT)
    )
    person = forms.ChoiceField(label="For", required=False, widget=forms.Select(attrs=SELECT))

    def __init__(self, *args: Any, windows: Choices, promises: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = dict.fromkeys(each.channel for each in kinds().values() if each.owes)
        offered = {
            "due": windows,
            "party": [(each, each.capitalize()) for each in parties()],
            "channel": [(each, "TTY" if each == "tty" else each.capitalize()) for each in channels],
            "promise": promises,
            "person": people,
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", "All"), *choices]  # type: ignore[attr-defined]
        if not people:
            del self.fields["person"]


class SaveForm(PlainForm):
    """A name under which a filter is kept."""

    name = TextField(
        label="Keep this filter under a name",
        max_length=NAME,
        error_messages={"required": "Give the filter a name."},
        widget=forms.TextInput(attrs=INPUT),
        help_text="No names of customers and no case numbers.",
    )
    shared = forms.BooleanField(
        label="Show it to everybody in the office",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
    )


class FindCaseForm(PlainForm):
    """The number of a case, looked for among the contacts of an office."""

    case_number = forms.CharField(
        label="Case number", widget=forms.TextInput(attrs=INPUT), error_messages={"required": "Fill in a case number."}
    )

    def __init__(self, *args: Any, agency: Agency, office: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency, self.office = agency, office
        self.fields["case_number"].help_text = f"{agency.case_system}: {agency.case_says}"

    def clean_case_number(self) -> CaseReference:
        """The case, if a contact of the office names it."""
        agency = self.agency
        number = case_number(agency, self.cleaned_data["case_number"])
        if number is None:
            raise forms.ValidationError(f"This is no {agency.case_system} number: {agency.case_says}.")
        named = CaseReference.objects.filter(state=agency.state, system=agency.case_system, number=number)
        found = named.filter(contact__agency=agency, contact__matter__office=self.office).first()
        if found is None:
            raise forms.ValidationError(f"No contact of this office names {agency.case_system} {number}.")
        return found
