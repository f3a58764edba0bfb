"""The cells of a column as texts, as a CSV file can hold them."""

import json
from typing import Any, Final

import pyarrow as pa

from csplan.core.errors import BadColumn

_BYTES: Final = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary, pa.types.is_binary_view)


def cell_texts(column: Any, name: str) -> list[str | None]:
    """Each cell as a text: lists and structs as JSON, bytes in hexadecimal; None for null. Raises BadColumn."""
    try:
        if not pa.types.is_nested(column.type) and not _is_bytes(column.type):
            found: list[str | None] = column.cast(pa.string()).to_pylist()
            return found
        return [None if cell is None else _text(cell) for cell in _with_texts(column).to_pylist()]
    except (pa.ArrowException, ValueError, TypeError):
        raise BadColumn(
            f"column {name!r} holds {column.type}, which cannot be written as text; write the rows to a .parquet file"
        ) from None


def _is_bytes(kind: pa.DataType) -> bool:
    return any(is_kind(kind) for is_kind in _BYTES)


def _text(cell: Any) -> str:
    return cell.hex() if isinstance(cell, bytes) else json.dumps(cell, ensure_ascii=False, default=_inside)


def _inside(value: Any) -> str:
    """What JSON has no word for: bytes in hexadecimal, decimals and times as texts."""
    return value.hex() if isinstance(value, bytes) else str(value)


def _with_texts(column: Any) -> Any:
    """The column with texts in the place of times, which Python cannot hold to the nanosecond."""
    wanted = _plain(column.type)
    return column if wanted.equals(column.type) else column.cast(wanted)


def _plain(kind: Any) -> Any:
    if pa.types.is_temporal(kind) and not pa.types.is_duration(kind) and not pa.types.is_interval(kind):
        return pa.string()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(_plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, _plain(field.type)) for field in kind])
    return kind
