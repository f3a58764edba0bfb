"""A log in Parquet; rows are numbered from 1."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from csplan.core.errors import BadFile
from csplan.timeliness.logs import MEGABYTE, Batch


class ParquetLog:
    """A Parquet file. Raises BadFile for one that is damaged."""

    def __init__(self, path: Path, source: Path | None = None) -> None:
        self.path = path
        self.source = source or path
        try:
            with pq.ParquetFile(self.source, memory_map=True) as file:
                self.schema = file.schema_arrow
                self.metadata = file.metadata
        except (pa.ArrowException, OSError) as error:
            raise _damaged(path, error) from None
        self.names: tuple[str, ...] = tuple(self.schema.names)

    def batches(self, wanted: Sequence[str], rows: int) -> Iterator[Batch]:
        """The wanted columns in batches of at most so many rows. Raises BadFile for a damaged file."""
        texts = [name for name in wanted if _is_text(self.schema.field(name).type)]
        first = 1
        try:
            with pq.ParquetFile(self.source, pre_buffer=False, buffer_size=MEGABYTE, read_dictionary=texts) as file:
                for batch in file.iter_batches(rows, columns=list(wanted)):
                    yield Batch({name: batch.column(name) for name in wanted}, np.arange(first, first + batch.num_rows))
                    first += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise _damaged(self.path, error) from None

    def greatest(self, name: str) -> Any:
        """The greatest value of a column by the file's statistics; None where they do not tell."""
        kind = self.schema.field(name).type
        at = self.metadata.schema.names.index(name) if self.metadata.schema.names.count(name) == 1 else -1
        if at < 0 or not (pa.types.is_timestamp(kind) or pa.types.is_date(kind)):
            return None
        groups = range(self.metadata.num_row_groups)
        found: list[Any] = [self.metadata.row_group(i).column(at).statistics for i in groups]
        if any(each is None or (each.num_values and not each.has_min_max) for each in found):
            return None
        values = [each.max for each in found if each.has_min_max]
        return pa.array([max(values) if values else None], kind)


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _damaged(path: Path, error: Exception) -> BadFile:
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    return BadFile(f"{path}: cannot be read as Parquet: {first[:200]}; write the file anew")
