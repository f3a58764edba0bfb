"""The kinds of events of which a program may be told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

RECORDED: Final = "contact.recorded"
CORRECTED: Final = "contact.corrected"
STARTED: Final = "clock.started"
MET: Final = "clock.met"
MOVED: Final = "clock.moved"
TEST: Final = "test"

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        RECORDED: "A contact was recorded",
        CORRECTED: "A contact was corrected",
        STARTED: "A clock was started: something is due",
        MET: "A clock was met",
        MOVED: "A clock's due date moved: by a calendar, a pause or an extension",
    }
)
