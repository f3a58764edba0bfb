"""What is done on a case beside talking, and what of it is refused on a case without services; the list is data."""

from dataclasses import dataclass
from typing import Final

from csplan.contacts.kinds import IDENTIFIED, REFUSED, kinds, without_services, words

INSTEAD: Final = tuple(kind for kind in kinds().values() if kind.instead)
"""The kinds of contact that are offered instead of what is refused: somebody asks for an application."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not done on a case, and which field mends it."""

    field: str
    what: str
    remedy: str
    instead: bool = False  # whether an application is offered in its place


def refusal(service: str, case_kind: str, identified: str) -> Refusal | None:
    """Why something is not done on a case of a kind; None where it may be done, or nothing is said of it."""
    done, bare = words("service").get(service), without_services()
    if done is None or (case_kind and case_kind != bare):
        return None
    if not case_kind:
        return Refusal("case_kind", "it decides whether this may be done", "Say what kind of case it is.")
    if done.without_services == REFUSED:
        remedy = "Take the request for an application instead."
        return Refusal("service", f"on a {bare} case this is not done without an application", remedy, instead=True)
    if done.without_services == IDENTIFIED and not identified:
        what = f"on a {bare} case this is explained only to who is identified"
        return Refusal("identified", what, "Say how the identification was verified.")
    return None
