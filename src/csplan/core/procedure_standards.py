"""The standards that stand in a procedure: each step with a limit to be measured, as a promise like any other."""

from typing import Final

from csplan.core.edition import FORCES, Standard
from csplan.core.procedure import Procedure, Step
from csplan.core.procedure_words import start_in_words

STATE_POLICY: Final = FORCES[1]


def standards_of(procedure: Procedure) -> tuple[Standard, ...]:
    """The standards of a procedure's steps, so that a limit is written down once and measured like the others."""
    return tuple(_standard(step) for step in procedure.steps if step.standard and step.within)


def _standard(step: Step) -> Standard:
    return Standard(
        id=step.standard,
        name=step.name,
        force=STATE_POLICY,
        sentence=step.sentences[0] if step.sentences else "",
        starts=start_in_words(step.starts),
        met_by=step.done_by,
        not_met_by=step.not_done_by,
        actor=" or ".join(step.actor),
        within=step.within,
    )
