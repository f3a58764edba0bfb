"""Two people edit one thing: the second to save is shown what the first one saved, beside what was typed."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.http import QueryDict

from csplan.agencies.plain_form import PlainForm
from csplan.core.errors import CsplanError

Held = Mapping[str, Any]
"""What is held of something, by the name of the form's field."""


class ChangedMeanwhile(CsplanError):
    """Somebody else saved between the opening of a form and its sending; held is what stands now."""

    def __init__(self, held: Held) -> None:
        super().__init__("somebody else changed this meanwhile; compare, and save again")
        self.held = held


def seen_of(held: Held) -> str:
    """What a form remembers of what it showed."""
    return sha256(json.dumps(held, sort_keys=True, default=str).encode()).hexdigest()


def check_seen(held: Held, seen: str) -> None:
    """Raises ChangedMeanwhile where what is held now is not what was seen."""
    if seen_of(held) != seen:
        raise ChangedMeanwhile(held)


class SeenForm(PlainForm):
    """A form that remembers what it showed of what is held."""

    seen = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Open the page again."})

    def __init__(self, *args: Any, held: Held, **kwargs: Any) -> None:
        kwargs["initial"] = {**held, "seen": seen_of(held)}
        super().__init__(*args, **kwargs)

    def show_both(self, changed: ChangedMeanwhile) -> None:
        """Tell at each field what somebody else saved; saving once more then replaces it, knowingly."""
        self.add_error(
            None, "Somebody else saved this while you had it open. Theirs stands below yours. Compare, then save."
        )
        for name, value in changed.held.items():
            if name in self.cleaned_data and _words(self.cleaned_data[name]) != _words(value):
                self.add_error(name, f"Saved meanwhile: {self._said(name, value) or 'nothing'}")
        again = QueryDict(mutable=True)
        again.update(self.data)
        again["seen"] = seen_of(changed.held)
        self.data = again

    def _said(self, name: str, value: Any) -> str:
        choices = getattr(self.fields[name], "choices", ())
        return next((str(says) for key, says in choices if _words(key) == _words(value)), _words(value))


def _words(value: Any) -> str:
    key = getattr(value, "pk", value)
    return "" if key is None else str(key)
