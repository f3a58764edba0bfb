"""All editions of the policies in a folder, and the one in force on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from csplan.core.edition import Edition
from csplan.core.errors import BadFile, CsplanError
from csplan.policy.document import read_document
from csplan.policy.editions import read_edition
from csplan.policy.folder import packaged_folder, policy_files


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The editions held, by policy, each policy's in the order in which they came into force."""

    held: Mapping[str, tuple[Edition, ...]]

    def policies(self) -> tuple[str, ...]:
        """The ids of the policies held, sorted."""
        return tuple(sorted(self.held))

    def editions(self, policy: str) -> tuple[Edition, ...]:
        """The editions of a policy, oldest first. Raises CsplanError for one that is not held."""
        if policy in self.held:
            return self.held[policy]
        near = get_close_matches(policy, self.held, n=1, cutoff=0.5)
        remedy = f"did you mean {near[0]!r}?" if near else f"held are: {', '.join(self.policies())}"
        raise CsplanError(f"no policy {policy!r} is held; {remedy}")

    def edition_on(self, policy: str, day: date) -> Edition:
        """The edition in force on a day, whatever the policy's effective date. Raises CsplanError where none is."""
        editions = self.editions(policy)
        for edition in editions:
            if edition.in_force_from <= day <= (edition.in_force_to or date.max):
                return edition
        raise CsplanError(f"no text of {policy} is held for {day}; {_nearest_texts(editions, day)}")


def catalogue_of(editions: Iterable[Edition]) -> Catalogue:
    """The catalogue of editions in any order; each one without an end is ended by the next one of its policy."""
    ordered = sorted(editions, key=_policy_and_start)
    grouped = {policy: tuple(group) for policy, group in groupby(ordered, key=_policy)}
    return Catalogue(MappingProxyType({policy: _ended(group) for policy, group in grouped.items()}))


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue of a folder. Raises BadFile for the first file that cannot be used."""
    return catalogue_of(_usable_edition(path) for path in policy_files(folder))


@cache
def packaged_catalogue() -> Catalogue:
    """The catalogue of the policies that csplan ships, read once."""
    return read_catalogue(packaged_folder())


def _usable_edition(path: Path) -> Edition:
    document = read_document(path)
    edition = read_edition(document)
    serious = [defect for defect in document.defects if defect.serious]
    if serious:
        raise BadFile(str(serious[0]))
    return edition


def _policy(edition: Edition) -> str:
    return edition.policy


def _policy_and_start(edition: Edition) -> tuple[str, date]:
    return edition.policy, edition.in_force_from


def _ended(editions: tuple[Edition, ...]) -> tuple[Edition, ...]:
    ends = [_day_before(edition.in_force_from) for edition in editions[1:]]
    pairs = zip(editions, [*ends, None], strict=True)
    return tuple(edition if edition.in_force_to else replace(edition, in_force_to=end) for edition, end in pairs)


def _day_before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


def _nearest_texts(editions: tuple[Edition, ...], day: date) -> str:
    before = [edition for edition in editions if edition.in_force_from <= day]
    after = [edition for edition in editions if edition.in_force_from > day]
    if not before:
        return f"the earliest is in force from {after[0].in_force_from}"
    ended = f"the text before it was in force to {before[-1].in_force_to}"
    return f"{ended}, the next is in force from {after[0].in_force_from}" if after else ended
