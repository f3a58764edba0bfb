"""What csplan raises when input is wrong. Each message is one line that says what to do.

CsplanError
├── BadDuration      a number, unit or counting option that has no meaning
├── BadCalendar      an office calendar that cannot be counted on
├── BadInstant       a date, time or zone that cannot be read
├── BadProcedure    a procedure whose parts do not fit together, or a step that it does not have
├── OutsideHorizon   a date for which the calendar is not curated
└── BadFile          a policy, plan or log file, with file and line
    └── BadColumn    a column of a log, by the name of the column alone
"""


class CsplanError(Exception):
    """The base of every error that csplan raises on purpose: "what is wrong; what to do"."""

    @property
    def what(self) -> str:
        """What is wrong."""
        return str(self).partition("; ")[0]

    @property
    def remedy(self) -> str:
        """What to do about it, "" where the message does not say."""
        return str(self).partition("; ")[2]


class BadDuration(CsplanError):
    """A number, unit or counting option that has no meaning."""


class BadCalendar(CsplanError):
    """An office calendar on which nothing can be counted."""


class BadInstant(CsplanError):
    """A date, a time of day or a zone that cannot be read."""


class BadProcedure(CsplanError):
    """A procedure whose parts do not fit together, or a step that it does not have."""


class OutsideHorizon(CsplanError):
    """A date before or after the days for which a calendar is curated."""


class BadFile(CsplanError):
    """A file that cannot be used; its message begins with file and line."""


class BadColumn(BadFile):
    """A column of a log that cannot be used; who reads the log adds the name of its file."""
