"""Many acts at once on one agency's chain; no other process may add to it meanwhile."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from csplan.ledger.chain import FIRST_PREVIOUS, Link, instant_text, link_digest, salt_digest, salted_digest
from csplan.ledger.models import Entry, Salt


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that somebody did to a subject."""

    actor: UUID
    act: str
    subject: str
    happened: datetime
    entered: datetime
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(slots=True)
class Chain:
    """Where an agency's chain ends."""

    agency: UUID
    number: int
    previous: str

    @classmethod
    def of(cls, agency: UUID) -> "Chain":
        """The chain of an agency as it is stored."""
        last = Entry.objects.filter(agency=agency).order_by("-number").values_list("number", "digest").first()
        return cls(agency, *(last or (0, FIRST_PREVIOUS)))

    def rows(self, acts: Iterable[Act]) -> Iterator[models.Model]:
        """The rows of some acts: entries first, then their salts."""
        salts = []
        for act in acts:
            salt = secrets.token_hex(16)
            link = self._next(act, salt)
            salts.append(Salt(agency=self.agency, number=link.number, salt=salt))
            yield _entry(self.agency, link, act)
        yield from salts

    def _next(self, act: Act, salt: str) -> Link:
        link = Link(
            agency=str(self.agency),
            number=self.number + 1,
            actor=str(act.actor),
            on_behalf=None,
            act=act.act,
            subject=act.subject,
            before=salted_digest(salt, act.before),
            after=salted_digest(salt, act.after),
            salted=salt_digest(salt),
            happened=instant_text(act.happened),
            entered=instant_text(act.entered),
            previous=self.previous,
            digest="",
        )
        self.number, self.previous = link.number, link_digest(link)
        return replace(link, digest=self.previous)


def _entry(agency: UUID, link: Link, act: Act) -> Entry:
    names = ("number", "act", "subject", "before", "after", "salted", "previous", "digest")
    told = {name: getattr(link, name) for name in names}
    return Entry(agency=agency, actor=act.actor, happened=act.happened, entered=act.entered, **told)
