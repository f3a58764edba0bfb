"""Every sentence of the policy files stands in its source, and every binding sentence of the sources is quoted."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from csplan.core.edition import Edition, Sentence
from csplan.policy.catalogue import packaged_catalogue

HERE = Path(__file__).parent
SOURCES = {  # by how a citation begins; the first that fits
    "CSB 09-35, model plan": "model-plan",
    "CSB 09-35": "bulletin-09-35",
    "Administrator's memo 99-12": "memo-99-12",
    "Wyoming 4.3, version 4": "wyoming-4-3-2023",
    "Wyoming 4.3, revised March 14, 2017": "wyoming-4-3-2017",
}
EDITIONS = [edition for policy in packaged_catalogue().policies() for edition in packaged_catalogue().editions(policy)]
QUOTES = json.loads((HERE / "quotes.json").read_text())
BULLETS = re.compile(r"^ *[-•] ", re.MULTILINE)
MARKS = re.compile(r"[*#\\_]")  # Markdown's emphasis and escapes, and blanks to fill
LINKS = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def folded(text: str) -> str:
    """A text without marks and with single spaces."""
    return " ".join(MARKS.sub("", BULLETS.sub("", LINKS.sub(r"\1", text))).split())


def source_of(sentence: Sentence) -> str:
    """The name of the source that a sentence cites."""
    return next(name for start, name in SOURCES.items() if sentence.cite.startswith(start))


@cache
def source(name: str) -> str:
    return folded((HERE / f"sources/{name}.txt").read_text())


@cache
def quoted_places(name: str) -> list[bool]:
    """For each character of a source, whether some sentence of its policy files quotes it."""
    text = source(name)
    covered = [False] * len(text)
    for sentence in (sentence for edition in EDITIONS for sentence in edition.sentences):
        for found in re.finditer(re.escape(folded(sentence.says)), text if source_of(sentence) == name else ""):
            covered[found.start() : found.end()] = [True] * (found.end() - found.start())
    return covered


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_each_sentence_stands_word_for_word_in_its_source(edition: Edition) -> None:
    assert edition.sentences
    assert [each.id for each in edition.sentences if folded(each.says) not in source(source_of(each))] == []


@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: quote["id"])
def test_each_sentence_that_sets_something_is_quoted(quote: dict[str, str]) -> None:
    text, wanted = source(quote["source"]), folded(quote["quote"])
    covered = quoted_places(quote["source"])
    at = text.index(wanted)
    missing = "".join(
        letter for letter, there in zip(text[at:], covered[at : at + len(wanted)], strict=False) if not there
    )
    assert not missing.strip(), f"{missing!r} is quoted nowhere"
