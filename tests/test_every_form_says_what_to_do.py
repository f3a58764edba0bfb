"""Every form of csplan says at the field what to do: none shows one of the sentences that come with Django."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.functional import Promise

import csplan
from cast import County, dane
from csplan.agencies.forms import FirstPasswordForm
from csplan.agencies.plain_form import PlainForm, remedied
from pages import as_role, text

PAGES = [
    ("agencies:new_person", ["Fill in the name.", "Choose an office.", "Fill in the user name.", "Choose a role."]),
    ("agencies:offices", ["Fill in the name of the new office."]),
    ("agencies:teams", ["Fill in the name.", "Choose an office."]),
    ("agencies:choices", ["Say what your agency chooses.", "Open the page again."]),
]
BAD: tuple[Any, ...] = (
    *(None, "", " ", "nonsense", "x" * 100_000, "a\0b", "-999999", "99999999", "1.5", "2026-02-30", "26:00", ["x"], []),
    SimpleUploadedFile("calls.csv", b""),
)
STOCK = re.compile(
    r"This field is required|Enter |Select a valid|Ensure |Null characters|is not a valid|is not one of|"
    r"No file was submitted|The submitted file|Please |didn.t match|Incorrect|was entered incorrectly|"
    r"This password is|The password is"
)
OURS = re.compile(r"This password is (wrong|too short: |too much|too short\. Choose)")


@pytest.fixture
def home(speaking: Callable[..., None]) -> County:
    found = dane()
    speaking(found.id)
    return found


def classes() -> list[type[forms.BaseForm]]:
    """Every form class that csplan writes."""
    for module in pkgutil.walk_packages(csplan.__path__, "csplan."):
        if not re.search(r"migrations|__main__|site\.(settings|wsgi|asgi)|\.cli\.", module.name):
            importlib.import_module(module.name)
    return [each for each in set(_below(forms.BaseForm)) if each.__module__.startswith("csplan.")]


def _below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for each in form.__subclasses__():
        yield each
        yield from _below(each)


def told(field: forms.Field, label: str) -> Iterator[str]:
    """What a field of a plain form says of what it cannot take."""
    for value in BAD:
        try:
            field.clean(value) if not isinstance(field, forms.FileField) else field.clean(value, None)
        except ValidationError as error:
            for each in (remedied(each, field, label) for each in error.error_list):
                yield f"Enter {each.code}" if isinstance(each.message, Promise) else each.messages[0]
        except (TypeError, AttributeError):
            continue  # what no browser sends to such a field


def test_every_form_class_is_a_plain_form() -> None:
    found = classes()
    assert len(found) > 50
    assert [each.__qualname__ for each in found if not issubclass(each, PlainForm)] == []


@pytest.mark.django_db
def test_no_field_of_any_form_shows_a_sentence_of_django() -> None:
    shown = {
        (form.__qualname__, name, said)
        for form in classes()
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        for said in told(field, str(field.label or name))
        if STOCK.search(said) and not OURS.search(said)
    }
    assert shown == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "says"), PAGES)
def test_an_empty_page_of_an_administrator_says_at_each_field_what_to_do(
    home: County, page: str, says: list[str]
) -> None:
    shown = text(
        as_role(home, "agency director" if page == "agencies:choices" else "system administrator").post(
            reverse(page), {"first_day": "tomorrow"}
        )
    )
    assert [each for each in says if each not in shown] == [] and not STOCK.search(shown)
    if page == "agencies:new_person":
        assert "First day : There is no such date. Give it as month, day and year." in shown


@pytest.mark.django_db
def test_two_passwords_that_differ_and_one_that_is_short_say_what_to_do(home: County) -> None:
    form = FirstPasswordForm(home.worker, {"new_password1": "a long sentence of mine", "new_password2": "another one"})
    assert form.errors["new_password2"] == ["The two passwords differ. Type the new one twice in the same way."]
    form = FirstPasswordForm(home.worker, {"new_password1": "x1", "new_password2": "x1"})
    assert "This password is too short. Choose one of at least" in str(form.errors["new_password2"])


def test_a_field_with_no_words_of_its_own_is_worded_from_its_label() -> None:
    assert STOCK.search("This field is required.")
    assert next(told(forms.CharField(), "Name")) == "Fill in the name."
