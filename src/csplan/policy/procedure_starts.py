"""Reads what starts a step, and the conditions of a procedure."""

import re
from calendar import monthrange
from collections.abc import Callable
from typing import Any, Final

from csplan.core.duration import Duration, Limit
from csplan.core.errors import BadProcedure
from csplan.core.procedures.condition import Condition, parse_condition
from csplan.core.procedures.procedure import (
    DONE,
    EARLIER_OF,
    FACT,
    FIRST_KNOWN,
    LATER_OF,
    MISSED,
    REPEATED,
    START_KINDS,
    YEARLY,
    Start,
)
from csplan.policy.document import Table

EXAMPLE: Final = 'write a fact such as "complaint received", or a table such as { done = "draft" }'
_SHORT: Final = re.compile(r"\d{1,2}-\d{1,2}", re.ASCII)
LEAP_YEAR: Final = 2000  # 29 February is a day of a year: where a year lacks it, 28 February stands for it


def start_of(parent: Table, name: str) -> Start | None:
    """What starts a step by a key that holds a fact's name or a table; None where the key is absent."""
    if name not in parent:
        return None
    if isinstance(parent.data[name], str):
        return Start(FACT, parent.text(name))
    table = parent.table(name)
    return _start_of_table(table) if table else Start(FACT)


def conditions_of(table: Table, name: str) -> tuple[Condition, ...]:
    """The conditions of a list of texts; one that cannot be read is noted and left out."""
    found = []
    for text in table.texts(name, ()):
        try:
            found.append(parse_condition(text))
        except BadProcedure as error:
            table.note(name, error.what, error.remedy)
    return tuple(found)


def numbered_limit(table: Table, name: str) -> Limit:
    """The limit of a key that must have a number."""
    limit = table.limit(name)
    if limit and limit.duration:
        return limit
    if limit is None or name not in table:
        table.note("", f"{name} is missing", f'add {name} = {{ n = 30, unit = "days" }}')
    return Limit(Duration(0, "days"))


def _start_of_table(table: Table) -> Start:
    kinds = [kind for kind in START_KINDS if kind in table]
    if len(kinds) != 1:
        what = f"a start has {' and '.join(kinds)}" if kinds else "a start says not what starts it"
        table.note("", what, f"use exactly one of: {', '.join(START_KINDS)}")
        return Start(FACT)
    start = Start(kinds[0], plus=_plus(table), only_if=conditions_of(table, "only_if"), **_OWN[kinds[0]](table))
    table.finish()
    return start


def _plus(table: Table) -> Limit | None:
    return numbered_limit(table, "plus") if "plus" in table else None


def _fact(table: Table) -> dict[str, Any]:
    return {"name": table.text("fact"), "field": table.text("field", "")}


def _done(table: Table) -> dict[str, Any]:
    return {"name": table.text(DONE)}


def _missed(table: Table) -> dict[str, Any]:
    return {"name": table.text(MISSED)}


def _repeated(table: Table) -> dict[str, Any]:
    times = table.whole("times", 2)
    if times < 1:
        table.note("times", f"times is {times}", "give a number of at least 1")
    window = numbered_limit(table, "window") if "window" in table else None
    return {"name": table.text(REPEATED), "times": max(times, 1), "same": table.texts("same", ()), "window": window}


def _yearly(table: Table) -> dict[str, Any]:
    month, _, day = table.text(YEARLY).partition("-")
    if not (_SHORT.fullmatch(f"{month}-{day}") and _is_day(int(month), int(day))):
        table.note(YEARLY, f"no year has a day {table.data.get(YEARLY)!r}", 'write month-day: "12-31"')
        month, day = "1", "1"
    return {"name": table.text("after"), "month": int(month), "day": int(day)}


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(LEAP_YEAR, month)[1]


def _of_list(kind: str) -> Callable[[Table], dict[str, Any]]:
    def of(table: Table) -> dict[str, Any]:
        table.known(kind)
        items = table.data[kind]
        if not isinstance(items, list) or not items:
            table.note(kind, f"{kind} must be a list of starts", EXAMPLE)
            items = []
        return {"of": tuple(_item(table, kind, index, item) for index, item in enumerate(items))}

    return of


def _item(table: Table, kind: str, index: int, item: object) -> Start:
    if isinstance(item, str) and item.strip():
        return Start(FACT, item)
    if isinstance(item, dict):
        return _start_of_table(Table(table.document, (*table.key, kind, index), item))
    table.note(kind, f"{kind} holds {item!r}", EXAMPLE)
    return Start(FACT)


_OWN: Final = {
    FACT: _fact,
    DONE: _done,
    MISSED: _missed,
    REPEATED: _repeated,
    YEARLY: _yearly,
    LATER_OF: _of_list(LATER_OF),
    EARLIER_OF: _of_list(EARLIER_OF),
    FIRST_KNOWN: _of_list(FIRST_KNOWN),
}
