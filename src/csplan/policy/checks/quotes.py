"""Checks that each sentence is quoted in one way, and that limits use the words of their sentence."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from csplan.core.duration import DATES, OPEN_DAYS, Duration, Limit
from csplan.core.edition import Edition
from csplan.policy.document import Document
from csplan.policy.lines import Key

NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
} | {"fourteen": "14", "fifteen": "15", "twenty": "20", "thirty": "30", "sixty": "60", "ninety": "90"}
DAYS: Final = {"business": "business days", "working": "working days", "calendar": "days"}
_DAY: Final = re.compile(r"\b(?:(business|working|work|calendar) )?days?\b")


def check_quotes(read: Sequence[tuple[Document, Edition]]) -> None:
    """Note each sentence that is quoted twice, differently, and each limit in words that its sentence lacks."""
    first: dict[tuple[str, str], str] = {}
    for document, edition in read:
        _check_quotes_of(document, edition, first)
        _check_words_of_limits(document, edition)


def folded(text: str) -> str:
    """A text with its runs of white space made single and its letters small."""
    return " ".join(text.split()).casefold()


def _check_quotes_of(document: Document, edition: Edition, first: dict[tuple[str, str], str]) -> None:
    """The same sentence is known by its id within a file, by id and citation, and by its bare words, across files."""
    for index, sentence in enumerate(edition.sentences):
        names = [(edition.id, sentence.id), (sentence.id, sentence.cite), (sentence.cite, _bare(sentence.says))]
        said = next((first[name] for name in names if name in first), sentence.says)
        if said != sentence.says:
            what = f"the sentence {sentence.id!r} is quoted twice, differently"
            document.note(("sentence", index, "says"), what, "quote it word for word both times, or give it its own id")
        for name in names:
            first.setdefault(name, sentence.says)


def _check_words_of_limits(document: Document, edition: Edition) -> None:
    says = {sentence.id: folded(sentence.says) for sentence in edition.sentences}
    for key, limit, sentences in _limits(edition):
        quoted = [says[sentence] for sentence in sentences if sentence in says]
        if quoted and not any(folded(limit.says) in each for each in quoted):
            what = f"the words {limit.says!r} are not in the sentence {' or '.join(map(repr, sentences))}"
            document.note((*key, "within"), what, "quote the limit in the sentence's own words")
        if limit.duration and (said := _said_otherwise(limit.says, limit.duration)):
            what = f"the limit is {limit.duration} and its words say {said}"
            document.note((*key, "within"), what, "correct n and unit, or the words")
        if _is_read_in_silence(limit):
            what = f'the words {limit.says!r} say "days" and no more, and the limit is read as {limit.duration}'
            document.note((*key, "within"), what, _other_reading(limit))


def _said_otherwise(says: str, duration: Duration) -> str:
    """The one number, or the kind of day, that a limit's words say and the limit is not; empty where they agree."""
    words = folded(says).replace("-", " ").split()
    numbers = {NUMBERS.get(word, word) for word in words if word in NUMBERS or word.isdecimal()}
    kinds = {unit for word, unit in DAYS.items() if f"{word} day" in " ".join(words)}
    if len(numbers) == 1 and (number := numbers.pop().lstrip("0") or "0") != str(abs(duration.n)):
        return number
    return next((unit for unit in kinds if len(kinds) == 1 and unit != duration.unit), "")


def _is_read_in_silence(limit: Limit) -> bool:
    """Whether bare "days" are counted as open days, without the reading in calendar days beside them."""
    if limit.duration is None or limit.duration.family != OPEN_DAYS or limit.duration.n == 0:
        return False
    kinds = [found[1] for found in _DAY.finditer(folded(limit.says).replace("-", " "))]
    return bool(kinds) and not any(kinds) and all(each.duration.family != DATES for each in limit.readings)


def _other_reading(limit: Limit) -> str:
    n, unit = (limit.duration.n, limit.duration.unit) if limit.duration else (0, "")
    written = f'{{ name = "calendar days instead of {unit}", n = {n}, unit = "days" }}'
    return f'name the other reading: reading = [{written}], or count in unit = "days"'


def _limits(edition: Edition) -> Iterator[tuple[Key, Limit, tuple[str, ...]]]:
    """Each limit of an edition, with the key of its table and the ids of the sentences that it rests on."""
    for index, standard in enumerate(edition.standards):
        if standard.within:
            yield ("standard", index), standard.within, (standard.sentence,)
    for index, procedure in enumerate(edition.procedures):
        for number, step in enumerate(procedure.steps):
            key: Key = ("procedure", index, "step", number)
            if step.within:
                yield key, step.within, step.sentences
            for place, other in enumerate(step.instead):
                yield (*key, "instead", place), other.within, step.sentences


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
