"""Checks a folder of policies: each file by itself, then the editions of a policy against one another."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from csplan.core.defect import Defect
from csplan.core.edition import NOT_STATED, Edition
from csplan.policy.calendars import read_calendar
from csplan.policy.catalogue import Catalogue, catalogue_of, packaged_catalogue
from csplan.policy.checks.letters import letter_defects
from csplan.policy.checks.limits import check_limits, own_calendar
from csplan.policy.checks.quotes import check_quotes
from csplan.policy.checks.references import check_references
from csplan.policy.checks.steps import check_steps
from csplan.policy.document import Document, read_document
from csplan.policy.editions import read_edition
from csplan.policy.folder import calendar_paths, packaged_folder, policy_files


@dataclass(frozen=True, slots=True)
class Read:
    """An edition with the document it was read from, for the lines of its keys."""

    path: Path
    document: Document
    edition: Edition


def check_folder(folder: Path) -> list[Defect]:
    """Every defect of the policies and letters in a folder, by file and line. Raises BadFile where there are none."""
    documents = [(path, read_document(path)) for path in policy_files(folder)]
    broken = [defect for _, document in documents for defect in document.defects]
    read = [Read(path, document, read_edition(document)) for path, document in documents if not document.defects]
    held = catalogue_of(each.edition for each in read)
    around = held if folder.resolve() == packaged_folder().resolve() else _with_packaged(held)
    for each in read:
        _check_place(each)
        check_references(each.document, each.edition, around)
        check_limits(each.document, each.edition, around, each.path)
        check_steps(each.document, each.edition, each.path)
    _check_together(read)
    check_quotes([(each.document, each.edition) for each in read])
    noted = [defect for each in read for defect in each.document.defects]
    return sorted({*broken, *noted, *_calendar_defects(folder, read), *letter_defects(folder)})


def _calendar_defects(folder: Path, read: list[Read]) -> list[Defect]:
    """Every defect of the calendars in the folder, and of those that its policies name beside it, each once."""
    named = [own_calendar(each.edition, each.path) for each in read]
    paths = [*calendar_paths(folder), *(path for path in named if path)]
    documents = [read_document(path) for path in {path.resolve(): path for path in reversed(paths)}.values()]
    for document in documents:
        read_calendar(document)
    return [defect for document in documents for defect in document.defects]


def _with_packaged(held: Catalogue) -> Catalogue:
    """The policies of the folder, and beside them the packaged ones that it may cite."""
    return Catalogue({**packaged_catalogue().held, **held.held})


def _check_place(each: Read) -> None:
    """Note a file that does not stand where its policy and its first day in force say."""
    edition, here = each.edition, each.path.resolve()
    if edition.in_force_from != date.min and here.stem != str(edition.in_force_from):
        what = f"the file is named {here.name!r} and is in force from {edition.in_force_from}"
        each.document.note(("edition", "in_force"), what, f"name it {edition.in_force_from}.toml")
    folder = "/".join(here.parent.parts[-2:])
    if edition.policy and folder != edition.policy:
        what = f"the policy {edition.policy!r} stands in the folder {folder!r}"
        each.document.note(("policy", "id"), what, f"keep it in {edition.policy}/")


def _check_together(read: list[Read]) -> None:
    by_policy = defaultdict(list)
    for each in sorted(read, key=_start):
        by_policy[each.edition.policy].append(each)
    for editions in by_policy.values():
        for earlier, later in pairwise(editions):
            _check_seam(earlier, later)
    for one, other in _same_numbers(read):
        what = f"the number {other.edition.policy_number!r} is already that of {one.edition.policy}"
        other.document.note(("policy", "number"), what, "numbers are unique within a series; correct one of the two")


def _check_seam(earlier: Read, later: Read) -> None:
    """Note editions that overlap, and a gap between them, at the later one's first day."""
    ended, begins = earlier.edition.in_force_to, later.edition.in_force_from
    key = ("edition", "in_force")
    if earlier.edition.in_force_from == begins or (ended and ended >= begins):
        what = f"overlaps the edition in force from {earlier.edition.in_force_from}"
        later.document.note(key, what, "let the earlier one end on the day before the later one begins")
    elif ended and ended + timedelta(days=1) < begins:
        what = f"no edition is in force from {ended + timedelta(days=1)} to {begins - timedelta(days=1)}"
        later.document.note(key, what, "add the edition of that time, if there was one", serious=False)


def _same_numbers(read: list[Read]) -> Iterator[tuple[Read, Read]]:
    """Each later policy that bears the number of an earlier one of the same series."""
    first: dict[tuple[object, ...], Read] = {}
    for each in read:
        edition = each.edition
        series = (edition.kind, edition.issuer, edition.policy_number)
        one = first.setdefault(series, each)
        if edition.policy_number != NOT_STATED and one.edition.policy != edition.policy:
            yield one, each


def _start(each: Read) -> date:
    return each.edition.in_force_from
