"""What commands do first that use the site's database."""

import os
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
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CsplanError("the database is not up to date; migrate as its owner, see docs/operations.md")
