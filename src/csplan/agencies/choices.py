"""What an agency has chosen of what the sources permit and do not demand; the list is data (choices.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from uuid import UUID

from csplan.agencies.models import Choice
from csplan.agencies.set_up import read_once
from csplan.core.errors import CsplanError

Value = bool | int | str


class BadChoice(CsplanError):
    """Something chosen that is not offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Something to choose: what it says, what may be chosen, and what holds where nothing was said."""

    id: str
    says: str
    help: str
    kind: str
    unsaid: Value
    least: int = 0
    most: int = 1_000_000
    options: tuple[str, ...] = ()

    def takes(self, value: Value) -> bool:
        """Whether this may be chosen."""
        if self.kind == "yes or no":
            return isinstance(value, bool)
        if self.kind == "number":
            return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most
        return isinstance(value, str) and (value in self.options or self.kind != "one of")


@cache
def offered() -> Mapping[str, Offered]:
    """What there is to choose, by id, in the order of the file."""
    text = resources.files("csplan.agencies").joinpath("choices.toml").read_text(encoding="utf-8")
    return MappingProxyType({each["id"]: _offered(each) for each in tomllib.loads(text)["choice"]})


@read_once
def chosen(agency: UUID, name: str) -> Value:
    """What an agency has chosen; where it has said nothing, what holds then. Raises KeyError for an unknown name."""
    unsaid = offered()[name].unsaid
    row = Choice.objects.filter(agency=agency, name=name).first()
    return unsaid if row is None else row.value


def all_chosen(agency: UUID) -> Mapping[str, Value]:
    """Everything an agency has chosen, or what holds where it has said nothing, by one query."""
    said = dict(Choice.objects.filter(agency=agency).values_list("name", "value"))
    return {name: said.get(name, each.unsaid) for name, each in offered().items()}


def _offered(each: dict[str, object]) -> Offered:
    options = tuple(map(str, each.pop("options", ())))  # type: ignore[call-overload]
    return Offered(**each, options=options)  # type: ignore[arg-type]
