"""What is unusual and yet may be right: asked once at a field of its own, and done where somebody says so."""

from typing import Final

from django import forms

from csplan.agencies.plain_form import PlainForm

RADIO: Final = {"class": "usa-radio__input"}


class AskOnceForm(PlainForm):
    """A form that asks once whether something is meant. Nothing is preset; the field is hidden until it is asked."""

    def ask_once(self, name: str, question: str, answer: str, *, about: str, remedy: str) -> None:
        """Ask at a hidden field, unless it was answered: an answer is about one thing, and about no other."""
        self[name].label = question
        self.fields[name].widget = forms.RadioSelect(attrs=RADIO, choices=[(about, answer)])
        if self.cleaned_data.get(name) != about:
            self.add_error(name, remedy)


def asked_field() -> forms.CharField:
    """A field at which something may be asked."""
    return forms.CharField(required=False, widget=forms.HiddenInput)
