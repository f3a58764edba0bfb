"""What commands do first that use the site's database."""

import os
from pathlib import Path
from typing import Final

from csplan.core.errors import CsplanError

DEMO_STATE: Final = "var/demo"


def with_the_site(*, demo: bool) -> None:
    """Set Django up by the environment; for a training site, by that of `csplan serve --demo`."""
    import django
    from django.apps import apps

    if demo:
        os.environ["CSPLAN_DEMO"] = "1"
        os.environ.setdefault("CSPLAN_STATE", DEMO_STATE)
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csplan.site.settings")
        django.setup()


def bring_up_to_date() -> None:
    """Make or migrate the file of SQLite; on PostgreSQL, where the owner does that, look. Raises CsplanError."""
    from django.core.management import call_command
    from django.db import connection

    if not _is_behind():
        return
    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)
    else:
        raise CsplanError("the database is not up to date; migrate as its owner, see docs/operations.md")


def check_up_to_date() -> None:
    """Refuse a database that was never prepared, or by an older csplan; a command that reads makes none.

    Raises CsplanError.
    """
    from django.db import connection

    file = Path(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not file.exists():
        raise CsplanError(
            f"there is no database {file}; set CSPLAN_STATE or DATABASE_URL, or begin with `csplan serve`"
        )
    if _is_behind():
        raise CsplanError("the database is not up to date; run `csplan serve`, or migrate it, see docs/operations.md")


def _is_behind() -> bool:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise CsplanError(f"the database cannot be reached ({_one_line(error)}); see docs/operations.md") from None


def _one_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
