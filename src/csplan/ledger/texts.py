"""Which texts go when a subject of the ledger is redacted: every room that holds some registers how they are destroyed.

A room does so once, in AppConfig.ready, for the subjects of a room below it too:

    destroys("contact", Texts(destroy_event_texts, event_subjects))

Whoever redacts a subject asks for all of them, and so imports none of the rooms above.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID


def _none(_agency: UUID, _key: UUID) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Texts:
    """What a room holds of a subject: both are given the agency and the key of the subject."""

    destroy: Callable[[UUID, UUID], object]
    """Destroys the texts; done twice, it does no more."""
    subjects: Callable[[UUID, UUID], Iterable[str]] = _none
    """The subjects ("kind:key") of whose rows the texts are part; their salts are destroyed with them."""


_registered: dict[str, list[Texts]] = {}


def destroys(kind: str, texts: Texts) -> None:
    """Register texts of a kind of subject."""
    of_kind = _registered.setdefault(kind, [])
    if texts not in of_kind:
        of_kind.append(texts)


def subjects_of(kind: str, agency: UUID, key: UUID) -> list[str]:
    """The subjects that hold texts of a subject, each once, in the order in which their rooms registered."""
    every = (subject for texts in _registered.get(kind, []) for subject in texts.subjects(agency, key))
    return list(dict.fromkeys(every))


def destroy_texts(kind: str, agency: UUID, key: UUID) -> None:
    """Destroy all texts of a subject, in the transaction that runs; then redact each of `subjects_of`."""
    for texts in _registered.get(kind, []):
        texts.destroy(agency, key)
