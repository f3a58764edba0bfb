"""The walls between agencies: PostgreSQL's row-level security, forced, and the naming of those spoken for.

On SQLite there is nothing to force: there the queries alone say who asks, as they do on PostgreSQL too.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.migrations import RunPython

SETTING: Final = "csplan.agencies"
"""PostgreSQL's setting, of one transaction, that holds the keys spoken for; unset or empty means no rows."""

OPEN_TABLES: Final[dict[str, str]] = {
    "agencies_agency": "names and states of agencies are public; signing in needs them before anyone speaks",
    "agencies_person": "who signs in is found before it is known for which agency",
    "agencies_grant": "tells for which agencies a person speaks",
    "standards_policytext": "law and policy, the same for all agencies",
    "outbox_round": "which periodic work was done when, for all agencies; names none",
    "outbox_worker": "when work last ran, for all agencies; names none",
    "contacts_casereference": "a case is a reference that no agency owns; no page lists them",
}
"""Tables without a wall, each with the reason. A test fails for a table that is neither walled nor named here."""

_SPOKEN_FOR: Final = f"(SELECT string_to_array(current_setting('{SETTING}', true), ',')::uuid[])::uuid[]"
"""A query of its own, which PostgreSQL asks once a statement; without, it reads the setting anew for each row."""
_WALL: Final = (
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    "CREATE POLICY walls ON {table} USING ({column} = ANY ({spoken_for})) WITH CHECK ({column} = ANY ({spoken_for}))",
)
_ANEW: Final = """
DO $$ DECLARE wall record; BEGIN
  FOR wall IN SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN pg_policies p
    ON p.tablename = c.table_name AND p.schemaname = c.table_schema AND p.policyname = 'walls'
    WHERE c.column_name IN ('agency', 'agency_id') LOOP
    EXECUTE format($wall$ALTER POLICY walls ON %I USING ({holds}) WITH CHECK ({holds})$wall$,
      wall.table_name, wall.column_name, wall.column_name);
  END LOOP;
END $$"""


def walled(table: str, column: str = "agency_id") -> RunPython:
    """The step of a migration after which a row shows only to those who speak for the key in its column."""

    def build(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            for step in _WALL:
                editor.execute(step.format(table=table, column=column, spoken_for=_SPOKEN_FOR), params=None)

    return RunPython(build, RunPython.noop)


def walled_anew() -> RunPython:
    """The step of a migration after which the walls that stand already hold by the present words."""

    def build(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_ANEW.format(holds=f"%I = ANY ({_SPOKEN_FOR})"), params=None)

    return RunPython(build, RunPython.noop)


@contextmanager
def speaking_for(keys: Iterable[UUID]) -> Iterator[None]:
    """Speak for these agencies (or persons) only, until the end; on PostgreSQL within one transaction."""
    if connection.vendor != "postgresql":
        yield
        return
    before = _spoken_for() if connection.in_atomic_block else None
    with transaction.atomic():
        _speak_for(",".join(str(key) for key in keys))
        yield
        if before is not None:  # otherwise the setting ends with the transaction, as it does by an exception
            _speak_for(before)


def _spoken_for() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
        return str(cursor.fetchone()[0])


def _speak_for(keys: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, keys])
