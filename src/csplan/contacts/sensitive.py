"""Numbers that must not stand in a text: Social Security numbers, and the tax numbers of who has none. Never refused.

What is typed anywhere goes through `masked` before it is stored; the text as typed is kept apart, restricted.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stdnum.us import itin, ssn

WHO_MAY_LOOK: Final = (
    "Only supervisors see what was typed, and whoever wrote something of this contact and answers contacts (not the "
    "front desk). That they look is on record."
)
NOTICE: Final = (
    f"A number that looks like a Social Security number was masked. {WHO_MAY_LOOK} Write no such number here."
)
_SEPARATED: Final = r"[\s.\-\u2010-\u2015\u2212/]{0,3}"
_SHAPE: Final = re.compile(rf"(?<![\d])(\d{{3}}){_SEPARATED}(\d{{2}}){_SEPARATED}(\d{{4}})(?![\d])")


@dataclass(frozen=True, slots=True)
class Masking:
    """A text that may be shown, and whether something in it was masked."""

    text: str
    found: bool


def masked(text: str, *, but: str = "") -> Masking:
    """A text of the same length, with each such number starred out; `but` is a number that is none (of the case)."""
    shown = _SHAPE.sub(lambda match: _starred(match, but), text)
    return Masking(shown, shown != text)


def masked_texts(texts: Mapping[str, str], *, but: str = "") -> tuple[dict[str, str], dict[str, str]]:
    """Several texts by name as they may be shown, and those that were masked as they were typed."""
    every = {name: masked(text, but=but) for name, text in texts.items()}
    shown = {name: each.text for name, each in every.items()}
    return shown, {name: texts[name] for name, each in every.items() if each.found}


def _starred(match: re.Match[str], but: str) -> str:
    digits = "".join(str(int(digit)) for digit in "".join(match.groups()))  # of whatever script
    if digits == but or not (ssn.is_valid(digits) or itin.is_valid(digits)):
        return match[0]
    return re.sub(r"\d", "*", match[0])
