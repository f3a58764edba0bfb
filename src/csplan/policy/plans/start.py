"""A plan file to begin with: every blank of a model in order, each with what it asks for."""

from csplan.core.edition import Edition
from csplan.core.plans.gaps import EXAMPLES
from csplan.core.plans.model import CHOICES, Blank


def plan_file_to_fill(edition: Edition) -> str:
    """The text of a plan file on a model's edition, in which each answer is still to be written (behind a #)."""
    lines = [
        f"# A plan on {edition.title}, {edition.policy_number}. Take away the # before an answer and write it.",
        "",
        "[plan]",
        f'model = "{edition.policy}"',
        f"model_edition = {edition.in_force_from}",
        "version = 1",
        f'calendar = "{edition.calendar}"',
        "# in_force = { from = 2026-01-01 } # leave it out while the plan is a draft",
    ]
    table = ""
    for section, _, blank in edition.model.places.values() if edition.model else ():
        group, _, name = blank.id.rpartition(".")
        if group != table:
            table = group
            lines += ["", f"[answers.{group}] # {section.title}"]
        lines.append(_line(name, blank))
    return "\n".join(lines) + "\n"


def _line(name: str, blank: Blank) -> str:
    asked = f", where {' and '.join(blank.asked_if)}" if blank.asked_if else ""
    need = "" if blank.need == "required" else f" ({blank.need})"
    return f"# {name} = {_example(blank)} # {blank.asks}{_choices(blank)}{asked}{need}"


def _example(blank: Blank) -> str:
    if blank.kind == "duration":
        return f'"2 {"calendar days" if blank.word else blank.default_unit or blank.units[0]}"'
    if blank.starts_with:
        return f'"{blank.starts_with[0]}-555-0100"'
    first = CHOICES.get(blank.kind, ("",))[0]
    return f'"{first}"' if first else EXAMPLES[blank.kind].partition(" or ")[0].partition(", without")[0]


def _choices(blank: Blank) -> str:
    given = CHOICES.get(blank.kind) or (blank.units if len(blank.units) > 1 else ())
    return f": {', '.join(given)}" if given else ""
