"""Reads the [answers] of a plan file, blank by blank, and says of each defect which blank it is about."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final

from csplan.core.plans.answer import Answer
from csplan.core.plans.findings import Place, PlanDefect, place_of
from csplan.core.plans.model import Blank, Element, Model
from csplan.policy.document import Document, Table
from csplan.policy.plans.answer_texts import (
    read_address,
    read_choice,
    read_described,
    read_e_mail,
    read_link,
    read_list,
    read_number,
    read_phone,
    read_staff,
    read_text,
)
from csplan.policy.plans.answer_times import read_hours, read_promise, read_schedule, read_weekly_hours

Reader = Callable[[Table, str, Blank], Any]

READERS: Final[MappingProxyType[str, Reader]] = MappingProxyType(
    {
        "duration": read_promise,
        "time span": read_hours,
        "weekly hours": read_weekly_hours,
        "yes/no": read_choice,
        "yes/no/na": read_choice,
        "will/will not": read_choice,
        "text": read_text,
        "document": read_described,
        "phone": read_phone,
        "e-mail": read_e_mail,
        "link": read_link,
        "address": read_address,
        "date": lambda table, name, _: table.day(name, None),
        "whole number": read_number,
        "list": read_list,
        "staff list": read_staff,
        "schedule": read_schedule,
    }
)


def read_answers(root: Table, model: Model, days_mean: str = "") -> dict[str, Answer]:
    """The answers of a plan file that can be used, by blank; defects are noted in the document as PlanDefect.

    days_mean, "calendar" or "working", says how bare days are counted where an answer does not.
    """
    table = root.table("answers")
    answers: dict[str, Answer] = {}
    for blank, inner, name in _answered(table, "", model) if table else ():
        before = len(root.document.defects)
        section, element, _ = model.places[blank.id]
        if blank.kind == "duration":
            answer = read_promise(inner, name, blank, days_mean=days_mean, printed=_printed_unit(element, blank))
        else:
            answer = READERS[blank.kind](inner, name, blank)
        is_good = place_defects(root.document, before, place_of(section, element, blank))
        if answer is not None and is_good:
            answers[blank.id] = answer
    return answers


def _printed_unit(element: Element, blank: Blank) -> str:
    """The unit that the form prints at a blank; "" where it prints none and the model has one for answers without."""
    return blank.word or (blank.default_unit if blank.default_unit in element.text else "")


def place_defects(document: Document, first: int, place: Place) -> bool:
    """Say of each defect noted since the first one which place it is about; True where none of them is serious."""
    noted = document.defects[first:]
    document.defects[first:] = [PlanDefect(d.path, d.line, d.what, d.remedy, d.serious, place) for d in noted]
    return not any(defect.serious for defect in noted)


def _answered(table: Table, prefix: str, model: Model) -> Iterator[tuple[Blank, Table, str]]:
    """Each answered blank with the table and the name of its key; others are noted as unknown."""
    for name, value in table.data.items():
        blank = f"{prefix}{name}"
        if blank in model.places:
            yield model.places[blank][2], table, name
        elif isinstance(value, dict) and any(known.startswith(f"{blank}.") for known in model.places):
            inner = table.table(name)
            yield from _answered(inner, f"{blank}.", model) if inner else ()
        else:
            near = get_close_matches(blank, model.places, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else "take it out; see csplan plan render --form --blanks"
            table.note(name, f"the model has no blank {blank!r}", remedy)
