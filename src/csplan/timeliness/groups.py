"""Groups of rows: by the value of a column, or by the month of the start."""

from typing import Any

import numpy as np
import pyarrow as pa

from csplan.core.errors import BadColumn
from csplan.core.verdict import Facts, Ints


def values(column: Any, name: str) -> tuple[list[str], Ints]:
    """The values of a column as texts, and the place of each row's among them. Raises BadColumn."""
    try:
        encoded = column if pa.types.is_dictionary(column.type) else column.cast(pa.string()).dictionary_encode()
        names = ["" if value is None else value for value in encoded.dictionary.cast(pa.string()).to_pylist()]
    except pa.ArrowException:
        raise BadColumn(f"column {name!r} holds {column.type}; group by a column of texts, numbers or dates") from None
    if not encoded.indices.null_count:
        return names, encoded.indices.to_numpy().astype(np.int64)
    return [*names, ""], encoded.indices.fill_null(len(names)).to_numpy().astype(np.int64)


def months(starts: Facts) -> tuple[list[str], Ints]:
    """The months of the starts as "2026-11", "" first for those without one, and the place of each among them."""
    found = starts.days.astype("M8[D]").astype("M8[M]").astype(np.int64)
    there = np.broadcast_to(np.logical_and(starts.known, starts.readable), found.shape)
    low = int(found.min()) if len(found) else 0
    codes = np.where(there, found - low + 1, 0)
    names = [str(np.datetime64(low + i - 1, "M")) for i in range(1, int(codes.max(initial=0)) + 1)]
    return ["", *names], codes
