"""A step of a migration after which a table can only be added to, whoever asks, on both databases."""

from typing import Any

from django.db.migrations import RunPython

_SQLITE = (
    "CREATE TRIGGER {table}_not_changed BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END",
    "CREATE TRIGGER {table}_not_removed BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN RAISE EXCEPTION '{says}' USING ERRCODE = 'insufficient_privilege'; END$$",
    "CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
)
_OTHERS = """
    DO $$
    DECLARE grantee_ regrole;
    BEGIN
        FOR grantee_ IN
            SELECT DISTINCT a.grantee::regrole
            FROM pg_class c, aclexplode(c.relacl) a
            WHERE c.oid = '{table}'::regclass AND a.grantee NOT IN (0, c.relowner)
        LOOP
            EXECUTE format('REVOKE {privileges} ON {table} FROM %s', grantee_);
        END LOOP;
    END $$"""
"""Take privileges on a table from every role but its owner, as the migration cannot know the application's name."""


def append_only(table: str) -> RunPython:
    """The step that refuses to change or remove rows of a table: by trigger, and on PostgreSQL by privilege too."""

    def refuse(_apps: Any, editor: Any) -> None:
        steps = _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE
        for step in steps:
            editor.execute(step.format(table=table, says=f"{table} is only added to"), params=None)
        if editor.connection.vendor == "postgresql":
            editor.execute(_OTHERS.format(table=table, privileges="UPDATE, DELETE, TRUNCATE"), params=None)

    return RunPython(refuse, RunPython.noop)


def never_changed(table: str) -> RunPython:
    """The step that refuses to change rows of a table, which may be removed: the salts."""

    def refuse(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_OTHERS.format(table=table, privileges="UPDATE, TRUNCATE"), params=None)
        else:
            editor.execute(_SQLITE[0].format(table=table, says=f"{table} is never changed"), params=None)

    return RunPython(refuse, RunPython.noop)
