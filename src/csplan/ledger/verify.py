"""Whether a ledger is whole: every link recomputed, every last digest held to the rows it speaks of.

Needs no Django and no database: it is given plain links, salts, rows and signed heads, in any way they were read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain as concatenated
from itertools import islice
from typing import Any, Final

from csplan.ledger.chain import FIRST_PREVIOUS, REDACTED, Link, former_form, link_digest, salt_digest, salted_digest
from csplan.ledger.heads import Head

OTHER_FORM: Final = "made by an older csplan, in a form of the ledger that this one does not verify"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was entered: where in which chain, and what."""

    agency: str
    number: int | None
    subject: str | None
    what: str

    def __str__(self) -> str:
        place = "" if self.number is None else f", entry {self.number}"
        about = "" if self.subject is None else f" ({self.subject})"
        return f"agency {self.agency}{place}{about}: {self.what}"


@dataclass(slots=True)
class Chain:
    """What was seen of one agency's chain: its digests by number, and the last entry of each subject."""

    agency: str
    digests: dict[int, str] = field(default_factory=dict)
    last: dict[str, Link] = field(default_factory=dict)
    redacted: dict[str, int] = field(default_factory=dict)
    unsalted: list[Link] = field(default_factory=list)
    end: str = FIRST_PREVIOUS
    count: int = 0


@dataclass(frozen=True)
class Held:
    """One agency's ledger, its salts by number, the rows now held by subject, and the kinds whose rows were read."""

    agency: str
    links: Iterable[Link]
    salts: Mapping[int, str]
    rows: Iterable[tuple[str, Mapping[str, Any]]]
    kinds: frozenset[str]


def faults(held: Held, heads: Iterable[Head] = ()) -> Iterator[Fault]:
    """Everything of one agency's ledger that is not as it was entered, by the numbers of the entries."""
    chain, links = Chain(held.agency), iter(held.links)  # in order of their numbers
    first = tuple(islice(links, 1))
    if first and former_form(first[0]):
        yield Fault(held.agency, first[0].number, None, OTHER_FORM)
        return
    for link in concatenated(first, links):
        yield from _link_faults(chain, link, held.salts)
    yield from _salt_faults(chain, held.salts)
    yield from _head_faults(chain, heads)
    yield from _row_faults(chain, held)


def absent_chains(seen: Collection[str], heads: Iterable[Head]) -> Iterator[Fault]:
    """A fault for each agency that signed heads name and nothing was read of."""
    for agency in sorted({head.agency for head in heads} - set(seen)):
        yield Fault(agency, None, None, "cut off: nothing is left of a chain that was signed")


def _link_faults(chain: Chain, link: Link, salts: Mapping[int, str]) -> Iterator[Fault]:
    for what in (*_wrong(chain, link), *_wrong_salt(link, salts)):
        yield Fault(chain.agency, link.number, link.subject, what)
    chain.count, chain.end = link.number, link.digest
    chain.digests[link.number] = link.digest
    chain.last[link.subject] = link
    if link.act == REDACTED:
        chain.redacted[link.subject] = link.number
    if link.salted and link.number not in salts:
        chain.unsalted.append(link)


def _wrong(chain: Chain, link: Link) -> Iterator[str]:
    if link.agency != chain.agency:
        yield f"belongs to agency {link.agency}"
    if link.number > chain.count + 1:
        yield f"removed before it: {_span(chain.count + 1, link.number - 1)}"
    elif link.number <= chain.count:
        yield "inserted: its number is taken"
    elif link.previous != chain.end:
        yield f"does not follow entry {chain.count}: one of the two was changed, or stood elsewhere"
    if link.digest != link_digest(link):
        yield "changed: its digest does not fit its contents"


def _wrong_salt(link: Link, salts: Mapping[int, str]) -> Iterator[str]:
    if link.number in salts and salt_digest(salts[link.number]) != link.salted:
        yield "its salt was changed"


def _salt_faults(chain: Chain, salts: Mapping[int, str]) -> Iterator[Fault]:
    for link in chain.unsalted:
        if link.number >= chain.redacted.get(link.subject, 0):
            yield Fault(chain.agency, link.number, link.subject, "its salt was destroyed without a redaction")
    for number in sorted(salts.keys() - chain.digests.keys()):
        yield Fault(chain.agency, number, None, "removed: only its salt is left")


def _head_faults(chain: Chain, heads: Iterable[Head]) -> Iterator[Fault]:
    for head in heads:
        if head.agency != chain.agency:
            continue
        found = chain.digests.get(head.number)
        if found is None and head.number > chain.count:
            what = f"cut off: the chain ends at entry {chain.count}, signed on {head.at} up to entry {head.number}"
            yield Fault(chain.agency, head.number, None, what)
        elif found != head.digest:
            what = f"rebuilt: not the entry that was signed on {head.at}"
            yield Fault(chain.agency, head.number, None, what)


def _row_faults(chain: Chain, held: Held) -> Iterator[Fault]:
    unseen = dict(chain.last)
    try:
        for subject, data in held.rows:
            yield from _row_fault(chain.agency, subject, data, unseen.pop(subject, None), held.salts)
    except (ValueError, TypeError) as error:
        yield Fault(chain.agency, None, None, f"rows that cannot be read, changed past the ledger: {error}")
        return
    for subject, link in unseen.items():
        if link.after:
            yield Fault(chain.agency, link.number, subject, _gone(subject, held.kinds))


def _row_fault(
    agency: str, subject: str, data: Mapping[str, Any], link: Link | None, salts: Mapping[int, str]
) -> Iterator[Fault]:
    if link is None:
        yield Fault(agency, None, subject, "held without an entry: inserted past the ledger")
    elif link.number in salts and salted_digest(salts[link.number], data) != link.after:
        yield Fault(agency, link.number, subject, "the rows are not as entered last: changed past the ledger")
    elif not link.after:
        yield Fault(agency, link.number, subject, "held though its removal was entered")


def _gone(subject: str, kinds: frozenset[str]) -> str:
    known = subject.partition(":")[0] in kinds
    return "the rows are gone: removed past the ledger" if known else "nothing tells how its rows are read"


def _span(first: int, last: int) -> str:
    return f"entry {first}" if first == last else f"entries {first} to {last}"
