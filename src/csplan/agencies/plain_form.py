"""Forms that say at a field what to do, where Django would only say what is wrong."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from csplan.agencies.text_field import TOO_LONG

OPEN_AGAIN: Final = "Open the page again."
DATE: Final = "There is no such date. Give it as month, day and year."
TIME: Final = "There is no such time. Give it such as 13:00."
NUMBER: Final = "Write a whole number in digits, such as 5."
MAIL: Final = "Write the whole address, such as name@example.gov."
UNREAD: Final = "This cannot be read. Type it again."
OFFERED: Final = "Choose one of those offered."
CHOSEN: Final = (forms.widgets.ChoiceWidget, forms.FileInput)  # where one chooses, and does not write
ARTICLES: Final = ("a", "an", "the", "your", "my")
VOWELS: Final = "aeiou"
REMEDIES: Final = {
    "invalid_choice": OFFERED,
    "invalid_pk_value": OFFERED,
    "invalid_list": OFFERED,
    "list": OFFERED,
    "max_length": TOO_LONG,
    "min_length": "This is too short: at least %(limit_value)d letters, and there are %(show_value)d. Add to it.",
    "max_value": "Give a number of at most %(limit_value)s.",
    "min_value": "Give a number of at least %(limit_value)s.",
    "null_characters_not_allowed": "There is a character in this that cannot be kept. Type it again.",
    "empty": "This file is empty. Choose another.",
    "missing": "This file has no name. Choose another.",
    "incorrect_code": "This code is wrong. Type the one that is shown now.",
    "incorrect_password": "This password is wrong. Type it again; capital letters count.",
    "password_incorrect": "This is not your present password. Type it again; capital letters count.",
    "password_mismatch": "The two passwords differ. Type the new one twice in the same way.",
    "password_too_short": "This password is too short. Choose one of at least %(min_length)d characters.",
    "password_too_similar": "This password is too much like your %(verbose_name)s. Choose another.",
    "password_too_common": "Many people have this password, so it is guessed at once. Choose another.",
}
INVALID: Final[tuple[tuple[type[forms.Field], str], ...]] = (
    (forms.DateField, DATE),
    (forms.TimeField, TIME),
    (forms.IntegerField, NUMBER),
    (forms.EmailField, MAIL),
    (forms.FileField, "No file came with the page. Choose the file again."),
)


class PlainForm(forms.Form):
    """A form of which each field says what to do."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Tell an error at a field, or of the whole form."""
        if field in self.fields and isinstance(error, ValidationError):
            label = str(self[field].label or "")
            error = [remedied(each, self.fields[field], label) for each in error.error_list]
        super().add_error(field, error)


def remedied(error: ValidationError, field: forms.Field, label: str) -> ValidationError:
    """An error of a field with what to do, where its sentence is one of those that come with Django."""
    code = error.code or ""
    if not isinstance(error.message, Promise) and not code.startswith("password_"):
        return error
    told = _remedy(code, field, label)
    return ValidationError(told, code=code, params=error.params) if told else error


def _remedy(code: str, field: forms.Field, label: str) -> str:
    """What to do about an error of a code, "" where nothing is known of it."""
    if field.widget.is_hidden:
        return OPEN_AGAIN
    if code == "required":
        return _fill_in(field, label)
    if code == "max_length" and isinstance(field, forms.FileField):
        return "The name of this file is too long. Give it a shorter one."
    if code == "invalid":
        told = OFFERED if isinstance(field.widget, CHOSEN) else UNREAD
        return next((told for kind, told in INVALID if isinstance(field, kind)), told)
    return REMEDIES.get(code, "")


def _fill_in(field: forms.Field, label: str) -> str:
    """What to do where a field is empty: of one with the label Name, "Fill in the name."."""
    chosen = isinstance(field.widget, CHOSEN)
    if label.endswith("?"):
        return "Choose an answer." if chosen else "Write an answer."
    noun = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    if noun.split(" ")[0] not in ARTICLES:
        noun = f"{('an' if noun[:1] in VOWELS else 'a') if chosen else 'the'} {noun}"
    return f"{'Choose' if chosen else 'Fill in'} {noun}."
