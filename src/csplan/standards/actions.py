"""Verbs that write standards: one transaction and one ledger row each."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from csplan.agencies.acts import record_act
from csplan.agencies.set_up import change_set_up
from csplan.core.edition import Edition
from csplan.core.errors import BadFile
from csplan.policy.plans.read import read_plan
from csplan.standards.models import PlanInForce, PolicyText


def put_in_force(path: Path, *, agency: UUID, actor: UUID | None, now: datetime) -> PlanInForce:
    """The plan of a file, stored with the text of its model. Raises BadFile for a draft or a plan with a defect."""
    plan = read_plan(path)
    if plan.in_force_from is None:
        raise BadFile(f"{path}: is a draft; add in_force = {{ from = 2026-01-01 }} to put it in force")
    with transaction.atomic():
        change_set_up(agency)
        stored = PlanInForce.objects.create(
            agency_id=agency,
            version=plan.version,
            text=_text(path),
            model_text=_stored(plan.edition),
            first_day=plan.in_force_from,
            last_day=plan.in_force_to,
        )
        record_act(agency, actor, "put plan in force", f"plan:{stored.id}", entered=now)
    return stored


def _stored(edition: Edition) -> PolicyText:
    text, _ = PolicyText.objects.get_or_create(
        digest=edition.digest, defaults={"edition": edition.id, "text": _text(Path(edition.path))}
    )
    return text


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")
