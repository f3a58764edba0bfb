"""The walls between agencies: forced row-level security behind every table, and an application that owns nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from csplan.agencies.walls import OPEN_TABLES, speaking_for
from csplan.ledger.models import Entry
from databases import ON_POSTGRESQL
from ledgers import DANE, ROCK, append

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no row-level security; its queries alone say who asks"),
]


def asked(question: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def tables_of_csplan() -> Iterator[str]:
    """The tables of all models of csplan, those between two models too."""
    for config in apps.get_app_configs():
        if config.name.startswith("csplan."):
            yield from (model._meta.db_table for model in config.get_models(include_auto_created=True))


def test_every_table_of_an_agency_has_a_forced_wall_or_a_reason_for_none() -> None:
    walled = asked(
        "SELECT relname FROM pg_class c WHERE relrowsecurity AND relforcerowsecurity "
        "AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)"
    )
    assert set(tables_of_csplan()) - {name for (name,) in walled} == set(OPEN_TABLES)


def test_a_wall_holds_for_reading_and_for_writing() -> None:
    policies = asked("SELECT tablename, qual, with_check FROM pg_policies WHERE schemaname = 'public'")
    assert policies
    for table, reading, writing in policies:
        assert reading == writing, table
        assert "csplan.agencies" in str(reading), table


def test_a_wall_asks_once_in_a_statement_for_whom_it_is_opened() -> None:
    plan = "\n".join(line for (line,) in asked("EXPLAIN SELECT * FROM ledger_entry"))
    assert "InitPlan" in plan and "csplan.agencies" not in plan.partition("Filter:")[2].partition("\n")[0]


def test_the_application_owns_no_table_and_passes_no_wall() -> None:
    assert asked("SELECT tablename FROM pg_tables WHERE tableowner = current_user") == []
    assert asked("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [(False, False)]


@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_application_may_only_add_to_the_ledger(privilege: str) -> None:
    assert asked("SELECT has_table_privilege('ledger_entry', %s)", privilege) == [(False,)]


def test_no_one_named_means_no_rows() -> None:
    with speaking_for([DANE]):
        append(DANE, "sign-in:alice", None)
    assert Entry.objects.count() == 0


def test_an_agency_sees_its_own_rows_only(speaking: Callable[..., None]) -> None:
    speaking(DANE, ROCK)
    for agency in (DANE, ROCK):
        append(agency, "sign-in:alice", None)
    with speaking_for([ROCK]):
        assert list(Entry.objects.values_list("agency", flat=True)) == [ROCK]


def test_an_agency_writes_no_row_of_another() -> None:
    with speaking_for([DANE]), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        append(ROCK, "sign-in:alice", None)


def test_speaking_for_ends_with_its_block_whatever_happened() -> None:
    with speaking_for([DANE]):
        with speaking_for([ROCK]):
            pass
        append(DANE, "sign-in:alice", None)
        with pytest.raises(ZeroDivisionError), speaking_for([ROCK]):
            raise ZeroDivisionError
        assert Entry.objects.count() == 1
    assert asked("SELECT current_setting('csplan.agencies', true)") == [("",)]
