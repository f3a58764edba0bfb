"""A line of progress on standard error, for long work at a terminal."""

import sys
import time
from types import TracebackType
from typing import Final

EVERY: Final = 0.5  # seconds between two tellings


class ProgressLine:
    """Tells rows and rows a second while it is open; tells nothing where quiet or without a terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.shows = sys.stderr.isatty() and not quiet
        self.begun = self.told = time.monotonic()

    def __enter__(self) -> "ProgressLine":
        """The progress itself."""
        return self

    def __call__(self, rows: int) -> None:
        """Tell that so many rows are done, if the last telling is a while ago."""
        now = time.monotonic()
        if self.shows and now - self.told > EVERY:
            self.told = now
            print(f"\r{rows:,} rows, {rows / (now - self.begun):,.0f} a second ", end="", file=sys.stderr)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the line."""
        if self.told > self.begun:
            print(file=sys.stderr)
