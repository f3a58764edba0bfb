"""The ledger's rows, as a database driver gives them, made plain links. Needs no Django.

A row that somebody spoiled is read as it stands, so that the verifier can name it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from csplan.ledger.chain import Link, instant_text

COLUMNS: Final = tuple(Link.__dataclass_fields__)
ENTRIES: Final = f"SELECT {', '.join(COLUMNS)} FROM ledger_entry WHERE agency = %s ORDER BY number"
SALTS: Final = "SELECT number, salt FROM ledger_salt WHERE agency = %s"

_KEYS: Final = frozenset({"agency", "actor", "on_behalf"})
_INSTANTS: Final = frozenset({"happened", "entered"})


def links(rows: Iterable[tuple[Any, ...]]) -> Iterator[Link]:
    """The links of rows whose columns are COLUMNS."""
    for row in rows:
        yield Link(**{name: _plain(name, value) for name, value in zip(COLUMNS, row, strict=True)})


def _plain(name: str, value: Any) -> Any:
    try:
        if name in _KEYS and value is not None:
            return str(UUID(str(value)))
        if name in _INSTANTS:
            return _instant(value)
    except ValueError:
        return str(value)
    return value


def _instant(value: Any) -> str:
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)  # SQLite keeps UTC without saying so
    return instant.isoformat() if instant.microsecond else instant_text(instant)
