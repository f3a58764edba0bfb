"""csplan agency redact: destroys what was written of a contact, on somebody's order, with a reason."""

import argparse
from typing import TYPE_CHECKING, Final
from uuid import UUID

from csplan.cli.output import json_text
from csplan.core.errors import CsplanError

if TYPE_CHECKING:
    from datetime import datetime

    from csplan.agencies.models import Agency, Person

EXAMPLE: Final = """\
example:
  csplan agency redact "Dane County Child Support Agency" 0198c0de-5a3e-7b61-9f0c-3d2a8c41e7aa \\
      --ordered-by dana.director --reason "court order of 3 March 2026, case 25CV0417"

It cannot be taken back. Done again, it destroys what was written of the contact since, or says that nothing was."""
ORDERS: Final = "whoever orders it holds a role there"


def add_redact(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.epilog, parser.formatter_class = EXAMPLE, argparse.RawDescriptionHelpFormatter
    parser.add_argument("name", help="the name of the agency")
    parser.add_argument("key", help="the key of the contact, from the address of its page")
    parser.add_argument("--ordered-by", required=True, metavar="USERNAME", help="who of the agency orders it")
    parser.add_argument("--reason", required=True, help="why, as the pages of the contact will say")
    parser.add_argument("--json", action="store_true", help="print JSON for a program")


def redact(agency: "Agency", by: "Person", arguments: argparse.Namespace) -> None:
    """Redact a contact and say so. Raises CsplanError."""
    from django.utils import timezone

    from csplan.agencies.walls import speaking_for

    why, now = _reason(arguments.reason), timezone.now()
    with speaking_for([agency.id]):
        _check_order(agency, by, now)
        subjects = _redacted(agency, arguments.key, why, by, now)
    told = {"agency": agency.name, "contact": subjects[0].partition(":")[2], "ordered_by": by.username, "reason": why}
    if arguments.json:
        print(json_text({**told, "redacted": subjects}, indent=2))
        return
    entries = "1 entry" if len(subjects) == 1 else f"{len(subjects)} entries"
    print(f"What was written of contact {told['contact']} is destroyed, as {by} ordered: {entries} in the ledger.")
    print("Backups, files exported before and the case system may still hold it; see docs/operations.md.")


def _redacted(agency: "Agency", key: str, why: str, by: "Person", now: "datetime") -> list[str]:
    from csplan.contacts.models import Contact
    from csplan.contacts.redacting import redact_contact

    try:
        return redact_contact(agency.id, _key(key), why, by=by, now=now)
    except Contact.DoesNotExist:
        where = "the key stands in the address of its page, after /contacts/"
        raise CsplanError(f"{agency} has no contact {key!r}; {where}") from None


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return UUID(int=0)  # no contact has it


def _check_order(agency: "Agency", by: "Person", now: "datetime") -> None:
    from csplan.agencies.days import today_of
    from csplan.agencies.queries import grants_on

    roles = [grant for grant in grants_on(by, today_of(agency, now)) if grant.agency_id == agency.id]
    if not (by.is_active and roles):
        raise CsplanError(f"{by.username} has no role in {agency}; {ORDERS}")


def _reason(typed: str) -> str:
    from csplan.contacts.models import REASON

    why = " ".join(typed.split())
    if not why or len(why) > REASON:
        raise CsplanError(f"--reason says why in 1 to {REASON} letters; the pages of the contact show it")
    return why
