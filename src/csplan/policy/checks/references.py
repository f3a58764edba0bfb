"""Checks that every id of an edition is given once, and that every id it names is there."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from csplan.core.edition import Edition
from csplan.policy.catalogue import Catalogue
from csplan.policy.document import Document
from csplan.policy.lines import Key

Named = tuple[Key, str]  # a name and the key where it stands; an empty name stands for none
_PLACES: Final = {"step": "this procedure", "blank": "the model"}


def check_references(document: Document, edition: Edition, around: Catalogue) -> None:
    """Note duplicate ids, and sentences, roles, blanks, federal limits and documents that do not exist."""
    _check_ids(document, edition)
    _check_sentences(document, edition)
    _check_roles(document, edition)
    _check_citations(document, edition, around)
    _check_blanks(document, edition)
    _check_standards(document, edition)


def check_names(document: Document, names: Iterable[Named], known: Iterable[str], kind: str) -> None:
    """Note each name that is not known, at its key, with the nearest one that is."""
    there = list(known)
    for key, name in names:
        if name and name not in there:
            near = get_close_matches(name, there, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(there) or 'none'}"
            document.note(key, f"the {kind} {name!r} is not in {_PLACES.get(kind, 'this file')}", remedy)


def check_unique(document: Document, key: Key, name: str, ids: list[str], field: str = "id") -> None:
    """Note each id that an earlier [[name]] of the same table already has."""
    seen: set[str] = set()
    for index, each in enumerate(ids):
        if each and each in seen:
            where = (*key, name, index, field)
            document.note(where, f"the {name} {each!r} is there twice", "give each its own, or drop one")
        seen.add(each)


def _check_ids(document: Document, edition: Edition) -> None:
    check_unique(document, (), "role", [role.id for role in edition.roles])
    check_unique(document, (), "term", [term.word for term in edition.terms], "word")
    check_unique(document, (), "citation", [citation.id for citation in edition.citations])
    check_unique(document, (), "standard", [standard.id for standard in edition.standards])
    check_unique(document, (), "duty", [duty.id for duty in edition.duties])
    check_unique(document, (), "notice", [notice.id for notice in edition.notices])
    says = {sentence.id: sentence.says for sentence in reversed(edition.sentences)}
    twice = [sentence.id if says[sentence.id] == sentence.says else "" for sentence in edition.sentences]
    check_unique(document, (), "sentence", twice)  # one quoted twice, differently, is noted with the quotes


def _check_sentences(document: Document, edition: Edition) -> None:
    named: list[Named] = [(("standard", i, "sentence"), each.sentence) for i, each in enumerate(edition.standards)]
    named += [(("duty", i, "sentence"), each.sentence) for i, each in enumerate(edition.duties)]
    named += [(("notice", i, "sentence"), each.sentence) for i, each in enumerate(edition.notices)]
    check_names(document, named, (sentence.id for sentence in edition.sentences), "sentence")


def _check_roles(document: Document, edition: Edition) -> None:
    named: list[Named] = [(("standard", i, "actor"), each.actor) for i, each in enumerate(edition.standards)]
    named += [(("duty", i, "who"), role) for i, each in enumerate(edition.duties) for role in each.who]
    named += [(("notice", i, "to"), each.to) for i, each in enumerate(edition.notices)]
    check_names(document, named, (role.id for role in edition.roles), "role")


def _check_citations(document: Document, edition: Edition, around: Catalogue) -> None:
    for index, citation in enumerate(edition.citations):
        if citation.held and citation.id and citation.id not in around.held:
            what = f"{citation.id!r} is cited as held and is not here"
            document.note(("citation", index), what, "add held = false, or the id of a policy that is here")


def _check_blanks(document: Document, edition: Edition) -> None:
    if edition.model is not None:
        named: list[Named] = [(("standard", i, "blank"), each.blank or "") for i, each in enumerate(edition.standards)]
        check_names(document, named, edition.model.places, "blank")


def _check_standards(document: Document, edition: Edition) -> None:
    named = [
        (("standard", i, "takes_over"), name) for i, each in enumerate(edition.standards) for name in each.takes_over
    ]
    check_names(document, named, [standard.id for standard in edition.standards], "standard")
