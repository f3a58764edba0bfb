"""Wording that judges: found and explained, never altered. The list is data (events.toml)."""

import re
from dataclasses import dataclass

from csplan.events.demands import words


@dataclass(frozen=True, slots=True)
class Judging:
    """A word of a text that may judge, and why it is pointed out."""

    word: str
    why: str


def judging_words(text: str) -> list[Judging]:
    """The words of a text that may judge, each once, in the order of the text."""
    found: dict[str, tuple[int, Judging]] = {}
    for group in words()["judging"]:
        for word in group["words"]:
            place = re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
            if place:
                found.setdefault(word, (place.start(), Judging(word, group["why"])))
    return [judging for _, judging in sorted(found.values(), key=lambda each: each[0])]
