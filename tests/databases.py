"""A database for the tests of one process: made, emptied after a test that commits, and entered past its guards."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg.types.json import Jsonb

ON_POSTGRESQL: Final = os.environ.get("DATABASE_URL", "").startswith("postgres")
NOT_EMPTIED: Final = frozenset({"django_migrations", "django_content_type", "auth_permission"})


class Intruder(Protocol):
    """Somebody at the database whom no guard holds."""

    def execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement, with %s for each value, and keep what it did. Gives its rows."""


@contextmanager
def made_database(worker: str) -> Iterator[None]:
    """A database with all tables, gone at the end."""
    with _on_postgresql(f"csplan_test_{worker}") if ON_POSTGRESQL else _in_a_file():
        yield


def emptied() -> None:
    """Empty every table, the ledger's too."""
    tables = [table for table in connection.introspection.table_names() if table not in NOT_EMPTIED]
    connection.close()
    with intruder() as somebody:
        if ON_POSTGRESQL:
            somebody.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        else:
            for table in tables:
                somebody.execute(f"DELETE FROM {table}")


@contextmanager
def intruder() -> Iterator[Intruder]:
    """Somebody whom walls, triggers and foreign keys do not hold: a superuser, or whoever has the SQLite file."""
    with _superuser() if ON_POSTGRESQL else _whoever_has_the_file() as somebody:
        yield somebody


class _OnPostgresql:
    def __init__(self, connected: psycopg.Connection[Any]) -> None:
        self.connected = connected

    def execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        held = [Jsonb(each) if isinstance(each, dict | list) else each for each in values]
        cursor = self.connected.execute(statement.encode(), held or None)
        return cursor.fetchall() if cursor.description else []


class _OnSqlite:
    def __init__(self, connected: sqlite3.Connection) -> None:
        self.connected = connected

    def execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connected.execute(statement.replace("%s", "?"), values).fetchall()


@contextmanager
def _superuser() -> Iterator[Intruder]:
    url = os.environ["CSPLAN_SUPERUSER_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    with psycopg.connect(url, autocommit=True) as connected:
        connected.execute("SET session_replication_role = replica")  # no trigger fires, no foreign key is checked
        yield _OnPostgresql(connected)


@contextmanager
def _whoever_has_the_file() -> Iterator[Intruder]:
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=20)) as connected:
        triggers = connected.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connected.execute(f"DROP TRIGGER {name}")
        yield _OnSqlite(connected)
        for _, trigger in triggers:
            connected.execute(trigger)


@contextmanager
def _in_a_file() -> Iterator[None]:
    folder = Path(tempfile.mkdtemp(prefix="csplan-sqlite-"))
    try:
        _connect_to({"NAME": folder / "csplan.sqlite3"})
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        shutil.rmtree(folder)


@contextmanager
def _on_postgresql(name: str) -> Iterator[None]:
    owner, application = (urlsplit(os.environ[each]) for each in ("CSPLAN_OWNER_URL", "DATABASE_URL"))
    with psycopg.connect(os.environ["CSPLAN_SUPERUSER_URL"], dbname="postgres", autocommit=True) as connected:
        connected.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        like = owner.path.lstrip("/")  # which has the default privileges
        connected.execute(f"CREATE DATABASE {name} TEMPLATE {like} OWNER {owner.username}")
        try:
            _connect_to({"NAME": name, "USER": owner.username, "PASSWORD": owner.password})
            call_command("migrate", verbosity=0)
            _connect_to({"USER": application.username, "PASSWORD": application.password})
            yield
        finally:
            connection.close()
            connected.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _connect_to(settings: Mapping[str, object]) -> None:
    connection.close()
    connection.settings_dict.update(settings)
