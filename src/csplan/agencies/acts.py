"""An act on the record: what every action of the rooms above the ledger does last, in its own transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from csplan.ledger.actions import append
from csplan.ledger.subjects import present_data


def record_act(
    agency: UUID,
    actor: UUID | None,
    act: str,
    subject: str,
    *,
    entered: datetime,
    happened: datetime | None = None,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Add an act to the agency's chain, with the digest of what is now held of its subject ("kind:key")."""
    append(
        agency=agency,
        actor=actor,
        on_behalf=None,
        act=act,
        subject=subject,
        before=before,
        after=present_data(agency, subject),
        happened=happened or entered,
        entered=entered,
    )
