"""A defect found in a file: where it is, what is wrong and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Defect:
    """One defect of one file. A line of 0 means that no line of the file can be named.

    serious is False for a warning: the file can be used, but somebody should look.
    """

    path: str
    line: int
    what: str
    remedy: str
    serious: bool = True

    def __str__(self) -> str:
        """The defect on one line: "file:line: what; remedy"."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        said = f"{place}: {'' if self.serious else 'warning: '}{self.what}; {self.remedy}"
        return " ".join(said.splitlines())  # names come from the file and may hold line breaks
