"""Every act of every room, done once: each table of the site then holds a row of which the ledger speaks.

A module of this folder is the acts of one room: `done(home, other)` does them in the walls of the county `home`.
"""

import pkgutil
from importlib import import_module

from cast import County
from csplan.agencies.walls import speaking_for


def all_done(home: County, other: County) -> None:
    """Do the acts of all rooms, by the name of their module."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        with speaking_for([home.id]):
            import_module(f"acts.{module.name}").done(home, other)
