"""The forms of people, roles, teams, offices and choices."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator

from csplan.agencies.both import SeenForm
from csplan.agencies.choices import Offered, Value, offered
from csplan.agencies.models import WORDS, Office, Person, Team
from csplan.agencies.plain_form import PlainForm
from csplan.agencies.queries import offices_of
from csplan.agencies.roles import ABROAD, DELEGATE, ROLES
from csplan.agencies.text_field import TextField

INPUT: Final = {"class": "usa-input"}
SELECT: Final = {"class": "usa-select"}
CHOOSE: Final = "Say what your agency chooses."
YES_OR_NO: Final = (("True", "Yes"), ("False", "No"))


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A date that the browser's own calendar helps to fill in."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={**INPUT, "type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class NameForm(SeenForm):
    """The name of an office or a team."""

    name = TextField(label="Name", max_length=WORDS, widget=forms.TextInput(attrs=INPUT))


class NewNameForm(PlainForm):
    """The name of a new office."""

    name = TextField(label="Name of the new office", max_length=WORDS, widget=forms.TextInput(attrs=INPUT))


class DetailsFields(PlainForm):
    """What there is to say of a person."""

    name = TextField(label="Name", max_length=WORDS, widget=forms.TextInput(attrs=INPUT))
    email = forms.EmailField(
        label="E-mail",
        required=False,
        widget=forms.EmailInput(attrs=INPUT),
        help_text="For notices and the morning digest; a state's own sign-on may find the person by it.",
    )
    extension = TextField(
        label="Telephone extension", required=False, max_length=20, widget=forms.TextInput(attrs=INPUT)
    )
    office = forms.ModelChoiceField(
        label="Office", queryset=Office.objects.none(), empty_label="Choose an office", widget=forms.Select(SELECT)
    )

    def __init__(self, *args: Any, agency: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices_of(agency)  # type: ignore[attr-defined]


class PersonForm(DetailsFields, SeenForm):
    """The details of a person, changed."""

    def details(self) -> dict[str, Any]:
        """The new details, by column."""
        said = self.cleaned_data
        return {**{name: said[name] for name in ("name", "email", "extension")}, "office_id": said["office"].id}


class NewPersonForm(DetailsFields):
    """A new person, with a first role."""

    username = TextField(
        label="User name",
        max_length=80,
        help_text="For signing in, such as their name in the county's e-mail. It cannot be changed later.",
        validators=[RegexValidator(r"\A[\w.@+-]+\Z", "Use letters, digits and . @ + - _ only, without spaces.")],
        widget=forms.TextInput(attrs={**INPUT, "autocapitalize": "none", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="Role", help_text="More roles can be given on the person's page.", widget=forms.Select(attrs=SELECT)
    )
    first_day = day_field("First day")
    field_order = ("name", "username", "email", "extension", "office", "role", "first_day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles_to_give()  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        """A user name that nobody has, in whatever capitals."""
        name = str(self.cleaned_data["username"])
        if Person.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(
                "Somebody has this user name already. Choose another, such as one with a number."
            )
        return name


def roles_to_give(roles: Iterable[str] = ROLES) -> list[tuple[str, str]]:
    """The roles to choose from; a delegate is named by the manager, elsewhere."""
    return [("", "Choose a role"), *((role, role[:1].upper() + role[1:]) for role in roles if role != DELEGATE)]


class GrantForm(PlainForm):
    """A role from one day to another."""

    role = forms.ChoiceField(label="Role", widget=forms.Select(attrs=SELECT))
    first_day = day_field("First day")
    last_day = day_field("Last day", required=False, help_text="Leave it out if the role has no end.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles_to_give()  # type: ignore[attr-defined]


class OutsideForm(GrantForm):
    """A role for somebody of another agency, found by user name."""

    username = TextField(
        label="User name", max_length=80, help_text="Ask them for it.", widget=forms.TextInput(attrs=INPUT)
    )
    field_order = ("username", "role", "first_day", "last_day")

    def __init__(self, *args: Any, agency: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        self.fields["role"].choices = roles_to_give(role for role in ROLES if role in ABROAD)  # type: ignore[attr-defined]

    def clean_username(self) -> Person:
        """The person of that user name in another agency."""
        found = Person.objects.filter(username=self.cleaned_data["username"], is_active=True)
        person = found.exclude(agency=self.agency).first()
        if person is None:
            raise forms.ValidationError("Nobody of another agency has this user name. Check the spelling.")
        return person


class LastDayForm(PlainForm):
    """The last day of something."""

    last_day = day_field("Last day")


class DelegateForm(PlainForm):
    """A delegate for some days."""

    person = forms.ModelChoiceField(
        label="Who acts for you?",
        error_messages={"required": "Choose who acts for you."},
        queryset=Person.objects.none(),
        empty_label="Choose a person",
        widget=forms.Select(attrs=SELECT),
    )
    first_day = day_field("First day")
    last_day = day_field("Last day")

    def __init__(self, *args: Any, manager: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Person.objects.filter(agency=manager.agency_id, is_active=True).exclude(id=manager.id)
        self.fields["person"].queryset = found.order_by("name")  # type: ignore[attr-defined]


class NewTeamForm(PlainForm):
    """A new team of an office."""

    name = TextField(label="Name", max_length=WORDS, widget=forms.TextInput(attrs=INPUT))
    office = forms.ModelChoiceField(
        label="Office", queryset=Office.objects.none(), empty_label="Choose an office", widget=forms.Select(SELECT)
    )

    def __init__(self, *args: Any, agency: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        self.fields["office"].queryset = offices_of(agency)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A name that no team of the office has."""
        said = self.cleaned_data
        if Team.objects.filter(agency=self.agency, office=said.get("office"), name=said.get("name")).exists():
            self.add_error("name", "This office has a team of that name already. Choose another name.")
        return said


class MemberForm(PlainForm):
    """A person who joins a team."""

    person = forms.ModelChoiceField(
        label="Who joins?",
        error_messages={"required": "Choose who joins."},
        queryset=Person.objects.none(),
        empty_label="Choose a person",
        widget=forms.Select(attrs=SELECT),
    )
    first_day = day_field("First day")

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Person.objects.filter(agency=team.agency_id, is_active=True)
        self.fields["person"].queryset = found.order_by("name")  # type: ignore[attr-defined]


class ChoicesForm(SeenForm):
    """What the agency chooses of what the sources permit and do not demand; one field each, from choices.toml."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_field = {name.replace(".", "_"): each for name, each in offered().items()}
        self.fields.update({field: _field_of(each) for field, each in self.by_field.items()})

    def chosen(self) -> dict[str, Value]:
        """What was chosen, by the id of what was offered."""
        return {each.id: _value_of(each, self.cleaned_data[field]) for field, each in self.by_field.items()}


def choices_held(chosen: Mapping[str, Value]) -> dict[str, str]:
    """What the form of choices shows, by field."""
    return {name.replace(".", "_"): str(value) for name, value in chosen.items()}


def _field_of(each: Offered) -> forms.Field:
    told: dict[str, Any] = {"label": each.says, "help_text": each.help, "error_messages": {"required": CHOOSE}}
    radio = forms.RadioSelect(attrs={"class": "usa-radio__input"})
    if each.kind == "yes or no":
        return forms.ChoiceField(choices=YES_OR_NO, widget=radio, **told)
    if each.kind == "one of":
        return forms.ChoiceField(choices=[(word, word.capitalize()) for word in each.options], widget=radio, **told)
    if each.kind == "number":
        number = forms.NumberInput(attrs=INPUT)
        return forms.IntegerField(min_value=each.least, max_value=each.most, widget=number, **told)
    return TextField(max_length=WORDS, required=False, widget=forms.TextInput(attrs=INPUT), **told)


def _value_of(each: Offered, said: Value) -> Value:
    return said == "True" if each.kind == "yes or no" else said
