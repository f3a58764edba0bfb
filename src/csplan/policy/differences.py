"""What changed from one edition of a policy to the next, as data and in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from csplan.core.edition import Edition
from csplan.core.procedures.words import limit_in_words
from csplan.policy.comparable import HEADER, LETTERS, LIMIT, NOTES, Thing, Value, role_names, things_of
from csplan.policy.word_difference import word_difference

GONE: Final = "gone"
NEW: Final = "new"
CHANGED: Final = "changed"
NO_LIMIT: Final = limit_in_words(None)
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
    "notes": "Our notes and readings",
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
    names = role_names(before) | role_names(after)  # a role that is merely renamed changes no step
    old = {thing.key: thing for thing in things_of(before, names)}
    new = {thing.key: thing for thing in things_of(after, names)}
    found = list(_letters(old.values(), new.values()))
    for key in [*old, *(key for key in new if key not in old)]:
        found += _differences_of(old.get(key), new.get(key))
    return sorted(found, key=lambda each: list(GROUPS).index(each.group))


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
        if old.name != new.name:
            words = f"{old.name} is now called {new.name}"
            group = _GROUP_OF_KIND[new.kind]
            yield Difference(group, CHANGED, new.kind, new.id, "name", old.name, new.name, words)
        for field in new.fields:
            if field != LETTERS and old.fields.get(field, "") != new.fields[field]:
                yield from _changed(new, field, old.fields.get(field, ""), new.fields[field])
    elif old:
        yield _whole(GONE, old)
    elif new:
        yield _whole(NEW, new)


def _changed(thing: Thing, field: str, before: Value, after: Value) -> Iterator[Difference]:
    """One difference, or for a list one for each item that is gone or new."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        for change, items, others in ((GONE, before, after), (NEW, after, before)):
            for item in items:
                if item not in others:
                    words = f"{_called(thing)}: {field}, {change}: {item}"
                    yield _difference(thing, change, field, item, words)
        return
    old, new = _text(before), _text(after)
    group = {LIMIT: "limits", **dict.fromkeys(NOTES, "notes")}.get(field, _GROUP_OF_KIND[thing.kind])
    yield Difference(group, CHANGED, thing.kind, thing.id, field, old, new, _in_words(thing, field, old, new))


def _in_words(thing: Thing, field: str, before: str, after: str) -> str:
    if thing.kind in ("sentence", "element"):
        return f"{thing.name}: {word_difference(before, after)}"
    if field == LIMIT:
        return f"{_called(thing)}: from {before} to {after}"
    about = field if thing.kind == HEADER else f"{_called(thing)}: {field}"
    if field in NOTES and before and after:
        return f"{about}: {word_difference(before, after)}"
    if not before or not after:
        return f"{about}, {NEW if after else GONE}: {after or before}"
    return f"{about}: {before} -> {after}"


def _whole(change: str, thing: Thing) -> Difference:
    """A part that is gone or new; a step or standard with its limit and with whose judgement it needs."""
    if thing.kind == "sentence":
        return _difference(
            thing, change, "", _text(thing.fields["words"]), f"{change}: {thing.id}: {_text(thing.fields['words'])}"
        )
    limit, needed = (_text(thing.fields.get(name, "")) for name in (LIMIT, "needed"))
    more = [limit if limit != NO_LIMIT else "", needed]
    words = ", ".join(filter(None, [f"{change}: {_called(thing)}", *more]))
    return _difference(thing, change, "", thing.name, words)


def _difference(thing: Thing, change: str, field: str, said: str, words: str) -> Difference:
    before, after = (said, "") if change == GONE else ("", said)
    return Difference(_GROUP_OF_KIND[thing.kind], change, thing.kind, thing.id, field, before, after, words)


def _letters(old: Iterable[Thing], new: Iterable[Thing]) -> Iterator[Difference]:
    """The letters that no step of the other edition requires, each with the first step that does."""
    before, after = _letters_of(old), _letters_of(new)
    for change, letters, others in ((GONE, before, after), (NEW, after, before)):
        for letter, step in letters.items():
            if letter not in others:
                said = (letter, "") if change == GONE else ("", letter)
                words = f"{change}: {letter} ({step.name})"
                yield Difference("letters", change, "letter", letter, "", *said, words)


def _letters_of(things: Iterable[Thing]) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for thing in things:
        for letter in thing.fields.get(LETTERS, ()):
            found.setdefault(letter, thing)
    return found


def _called(thing: Thing) -> str:
    """What a line calls a part: "state review (Provide any recommendations for changes)"."""
    words = thing.id.replace("-", " ")
    return thing.name if thing.kind in ("role", "term") else f"{words} ({thing.name})"


def _text(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(value)
