"""What is missing of a contact before it is recorded: one check for every form that records one."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms

from csplan.contacts.kinds import Kind, party_kinds

OTHER_SOURCE: Final = "other"


def missing_of(kind: Kind, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is missing, by field: what starts a clock needs who and for whom, what a third party told its source."""
    party = party_kinds().get(said.get("party") or kind.party)
    if kind.owes and not said.get("owner"):
        yield "owner", "Choose who answers."
    if kind.owes and party is None:
        yield "party", "Say who it was: the promise depends on it."
    if kind.owes and party and party.named and not said.get("name"):
        yield "name", f"Give the name of the {party.id}: it is called back by name."
    for name in kind.needs:
        if not said.get(name):
            yield name, "This is needed for what a third party told."
    if said.get("source") == OTHER_SOURCE and not said.get("name"):
        yield "name", "Say who the third party is."


def tell_missing(form: forms.Form, kind: Kind) -> None:
    """Tell what is missing at its field, unless something is wrong there already."""
    for name, told in missing_of(kind, form.cleaned_data):
        if name not in form.errors:
            form.add_error(name, told)
