"""What the addresses of pages name: a row of a county for each page that is about one row.

A page about something else than a contact has a line in MADE: it makes, behind the walls of a county, what is named.
"""

from collections.abc import Callable
from uuid import UUID

from cast import County
from csplan.agencies.roles import MAY, TOKEN
from programs import program

Made = Callable[[County], dict[str, UUID]]

MADE: dict[str, Made] = {
    "tokens:revoke": lambda of: {"key": program(of).token.id},
}
OF_PROGRAMS = frozenset(page for page, roles in MAY.items() if roles == TOKEN)
"""Opened by tokens and by no session; tests/test_api_walls.py has their matrix."""
