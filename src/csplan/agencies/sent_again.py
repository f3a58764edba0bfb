"""A form that was recorded already and comes again with other words: that is something else, and is not dropped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.db.models import Model

BEFORE: Final = "This page was sent before, and what it said then is recorded. What you typed since is not. "


class SentBefore(Exception):
    """What is sent now was not recorded: an earlier sending of the form was, and said something else."""


def is_written_now(row: Any, now: datetime) -> bool:
    """Whether a row was written by this sending of a form, and not by an earlier one under the same key."""
    return bool(row.entered == now.replace(microsecond=0))


def holds_otherwise(row: Model, said: Mapping[str, Any], now: datetime) -> bool:
    """Whether a row was written by an earlier sending of a form, and holds something else than the form says now."""
    return not is_written_now(row, now) and any(getattr(row, name) != value for name, value in said.items())


def ask_again(form: forms.Form, told: str, **seen: Any) -> None:
    """Tell that the form was recorded before; sent once more, it records something else. seen: what is shown now."""
    form.add_error(None, told)
    changed = {"key": uuid4(), **seen}
    typed = dict(form.data.items())
    form.data = {**typed, **{form.add_prefix(name): str(value) for name, value in changed.items()}}
