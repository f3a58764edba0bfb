"""What the addresses of pages name: a row of a county for each page that is about one row.

A page about something else than a contact has a line in MADE: it makes, behind the walls of a county, what is named.
A page about somebody's own has a line in OWN instead: it makes what is that person's, or the worker's for a stranger.
"""

from collections.abc import Callable
from uuid import UUID

import absent
from cast import County
from csplan.agencies.models import Person
from csplan.agencies.roles import MAY, TOKEN
from programs import program

Made = Callable[[County], dict[str, UUID]]

MADE: dict[str, Made] = {
    "absences:cover_removed": lambda of: {"key": absent.cover(of).id},
    "absences:protected_ended": lambda of: {"key": absent.protected(of).id},
    "tokens:revoke": lambda of: {"key": program(of).token.id},
}
OWN: dict[str, Callable[[County, Person], dict[str, UUID]]] = {
    "absences:change": lambda of, person: {"key": absent.absence(of, person).id},
    "absences:cancel": lambda of, person: {"key": absent.absence(of, person).id},
    "absences:greeting": lambda of, person: {"key": absent.greeting(of, person).id},
}
OF_PROGRAMS = frozenset(page for page, roles in MAY.items() if roles == TOKEN)
"""Opened by tokens and by no session; tests/test_api_walls.py has their matrix."""
