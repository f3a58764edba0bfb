"""What changed from one edition of a policy to the next, as data and in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from csplan.core.edition import Edition
from csplan.policy.comparable import HEADER, LETTERS, LIMIT, Thing, things_of
from csplan.policy.word_difference import word_difference

GONE: Final = "gone"
NEW: Final = "new"
CHANGED: Final = "changed"
GROUPS: Final = {
    "limits": "Limits",
    "steps": "Steps",
    "letters": "Letters",
    "standards": "Standards",
    "duties": "Duties and notices",
    "roles": "Roles",
    "header": "Header",
    "words": "Words and citations",
    "form": "Form",
    "sentences": "Sentences",
}
_GROUP_OF_KIND: Final = {
    "standard": "standards",
    "procedure": "steps",
    "step": "steps",
    "duty": "duties",
    "notice": "duties",
    "role": "roles",
    "term": "words",
    "citation": "words",
    "sentence": "sentences",
    "element": "form",
    HEADER: "header",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. before is empty for what is new, after for what is gone."""

    group: str  # one of GROUPS
    change: str  # GONE, NEW or CHANGED
    kind: str
    id: str
    field: str  # empty where the whole part is gone or new
    before: str
    after: str
    words: str  # the difference in one line


def differences(before: Edition, after: Edition) -> list[Difference]:
    """Every difference between two editions: limits, steps, letters, standards, roles, header, sentences."""
    old = {thing.key: thing for thing in things_of(before)}
    new = {thing.key: thing for thing in things_of(after)}
    found: list[Difference] = []
    for key in [*old, *(key for key in new if key not in old)]:
        found += _differences_of(old.get(key), new.get(key))
    order = list(GROUPS)
    return sorted(_without_repetition(found), key=lambda each: order.index(each.group))


def differences_in_words(before: Edition, after: Edition) -> str:
    """The differences under their headings, a line for each."""
    found = differences(before, after)
    lines = [f"{before.id} -> {after.id}"]
    for group, heading in GROUPS.items():
        told = [each.words for each in found if each.group == group]
        lines += ["", heading, *(f"  {words}" for words in told)] if told else []
    return "\n".join(lines if found else [*lines, "", "The two editions say the same."])


def _differences_of(old: Thing | None, new: Thing | None) -> Iterator[Difference]:
    if old and new:
        for field in new.fields:
            yield from _changed(old, new, field, old.fields.get(field, ""), new.fields[field])
    elif old or new:
        yield from _whole(old or new, GONE if old else NEW)  # type: ignore[arg-type]


def _changed(old: Thing, new: Thing, field: str, before: str, after: str) -> Iterator[Difference]:
    if before == after:
        return
    if field == LETTERS:
        yield from _letters(new, before, after)
        return
    group = "limits" if field == LIMIT else _GROUP_OF_KIND[new.kind]
    yield Difference(group, CHANGED, new.kind, new.id, field, before, after, _in_words(new, field, before, after))


def _in_words(thing: Thing, field: str, before: str, after: str) -> str:
    if thing.kind in ("sentence", "element"):
        return f"{thing.name}: {word_difference(before, after)}"
    if thing.kind == HEADER:
        return f"{field}: {before or 'empty'} -> {after or 'empty'}"
    about = thing.name if field == LIMIT else f"{thing.name}: {field}"
    if not before or not after:
        return f"{about} {'new' if after else 'gone'}: {after or before}"
    return f"{about}: {before} -> {after}"


def _letters(thing: Thing, before: str, after: str) -> Iterator[Difference]:
    old, new = (text.split("; ") if text else [] for text in (before, after))
    for change, letters, others in ((GONE, old, new), (NEW, new, old)):
        for letter in letters:
            if letter not in others:
                yield _letter(change, letter, thing)


def _letter(change: str, letter: str, thing: Thing) -> Difference:
    before, after = (letter, "") if change == GONE else ("", letter)
    return Difference("letters", change, "letter", letter, "", before, after, f"{change}: {letter} ({thing.name})")


def _whole(thing: Thing, change: str) -> Iterator[Difference]:
    """A part that is gone or new, with its letters and its limit."""
    said = thing.fields["words"] if thing.kind == "sentence" else thing.name
    before, after = (said, "") if change == GONE else ("", said)
    limit = thing.fields.get(LIMIT, "")
    about = f"{thing.id}: {said}" if thing.kind == "sentence" else f"{said}{f', {limit}' if limit else ''}"
    words = f"{change}: {about}"
    yield Difference(_GROUP_OF_KIND[thing.kind], change, thing.kind, thing.id, "", before, after, words)
    for letter in filter(None, thing.fields.get(LETTERS, "").split("; ")):
        yield _letter(change, letter, thing)


def _without_repetition(found: Iterable[Difference]) -> list[Difference]:
    """Each line of words once: a letter may be named by several steps."""
    return list({(each.group, each.words): each for each in found}.values())
