"""Counts that stop counting: a page must not count 400,000 rows to say that there are many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from csplan.clocks.models import Clock

COUNTED: Final = 1000
"""A list holds no more than its most urgent thousand, and a count says "more than" above it."""
TOGETHER: Final = 3
"""How many clocks are looked at for each matter that is counted; where there are more, the count says "more than"."""


@dataclass(frozen=True, slots=True)
class MattersOf:
    """A question for the matters of some clocks, each once: as many as of the clocks that lead, found far sooner."""

    clocks: QuerySet[Clock]


def bounded_counts(asked: Mapping[str, QuerySet[Any] | MattersOf], most: int = COUNTED) -> dict[str, int]:
    """How many each question finds, exactly up to the most, by one query; in whatever order they come."""
    parts, values = [], list[Any]()
    for each in asked.values():
        counted, (sql, given) = _counted(each, most)
        parts.append(f"(SELECT {counted} FROM ({sql}) AS found)")
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return dict(zip(asked, cursor.fetchone(), strict=True))


def _counted(asked: QuerySet[Any] | MattersOf, most: int) -> tuple[str, tuple[str, Iterable[Any]]]:
    """What is counted of a question, and its SQL, which goes no further than it must."""
    try:
        if isinstance(asked, MattersOf):
            found = asked.clocks.order_by().values("matter")[: most * TOGETHER + 1]
            cut = f"CASE WHEN COUNT(*) > {most * TOGETHER} THEN {most + 1} ELSE COUNT(DISTINCT found.matter) END"
            return cut, found.query.sql_with_params()
        return "COUNT(*)", asked.order_by().values("pk")[: most + 1].query.sql_with_params()
    except EmptyResultSet:
        return "COUNT(*)", ("SELECT 1 WHERE 1 = 0", ())


def count_words(count: int, most: int = COUNTED) -> str:
    """A bounded count in words."""
    return f"{count:,}" if count <= most else f"more than {most:,}"


def found_in_each(asked: Iterable[QuerySet[Clock]]) -> list[Clock]:
    """The clocks that several questions find, with key and matter alone, by one query; in whatever order they come."""
    parts, values = [], list[Any]()
    for each in asked:
        try:
            sql, given = each.values("pk", "matter").query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT * FROM ({sql}) AS found")
        values += given
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [Clock(id=UUID(str(key)), matter_id=UUID(str(matter))) for key, matter in cursor.fetchall()]
