"""Checks that every id of an edition is given once, and that every id it names is there."""

from collections.abc import Iterable
from difflib import get_close_matches

from csplan.core.edition import Edition
from csplan.policy.catalogue import Catalogue
from csplan.policy.document import Document
from csplan.policy.lines import Key


def check_references(document: Document, edition: Edition, around: Catalogue) -> None:
    """Note duplicate ids, and sentences, roles, blanks, federal limits and documents that do not exist."""
    _check_ids(document, edition)
    _check_sentences(document, edition)
    _check_roles(document, edition)
    _check_citations(document, edition, around)
    _check_blanks(document, edition)


def note_unknown(document: Document, key: Key, what: str, known: Iterable[str]) -> None:
    """Note that a name is not there, with the nearest one that is."""
    name = what.split("'")[1]
    near = get_close_matches(name, list(known), n=1)
    remedy = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known) or 'none'}"
    document.note(key, what, remedy)


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
    known = [sentence.id for sentence in edition.sentences]
    named = [(("standard", index), each.sentence) for index, each in enumerate(edition.standards)]
    named += [(("duty", index), each.sentence) for index, each in enumerate(edition.duties)]
    named += [(("notice", index), each.sentence) for index, each in enumerate(edition.notices)]
    for key, sentence in named:
        if sentence and sentence not in known:
            note_unknown(document, (*key, "sentence"), f"the sentence {sentence!r} is not in this file", known)


def _check_roles(document: Document, edition: Edition) -> None:
    known = [role.id for role in edition.roles]
    named = [(("standard", index, "actor"), [each.actor]) for index, each in enumerate(edition.standards)]
    named += [(("duty", index, "who"), list(each.who)) for index, each in enumerate(edition.duties)]
    named += [(("notice", index, "to"), [each.to]) for index, each in enumerate(edition.notices)]
    for key, roles in named:
        for role in roles:
            if role and role not in known:
                note_unknown(document, key, f"the role {role!r} is not in this file", known)


def _check_citations(document: Document, edition: Edition, around: Catalogue) -> None:
    for index, citation in enumerate(edition.citations):
        if citation.held and citation.id and citation.id not in around.held:
            what = f"{citation.id!r} is cited as held and is not here"
            document.note(("citation", index), what, "add held = false, or the id of a policy that is here")


def _check_blanks(document: Document, edition: Edition) -> None:
    if edition.model is None:
        return
    known = list(edition.model.places)
    for index, standard in enumerate(edition.standards):
        if standard.blank and standard.blank not in known:
            what = f"the blank {standard.blank!r} is not in the model"
            note_unknown(document, ("standard", index, "blank"), what, known)
