"""What is read and stored in plain SQL is what Django would read and store."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model

from cast import FRI_20_NOV, MON_23_NOV, call, dane
from csplan.agencies.models import Agency, Grant, Person
from csplan.agencies.queries import signed_in
from csplan.clocks.models import Clock, Matter
from csplan.contacts.models import Contact
from csplan.ledger.models import Entry, Salt
from csplan.ledger.plain_sql import read_rows, stored_key

pytestmark = pytest.mark.django_db
MODELS = (Agency, Person, Grant, Matter, Contact, Clock, Entry, Salt)


def columns(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("model", MODELS)
def test_rows_are_read_as_django_reads_them(model: type[Model], speaking: Callable[..., None]) -> None:
    home = dane()
    speaking(home.id)
    call(home, FRI_20_NOV, now=MON_23_NOV)
    found = read_rows(f"FROM {model._meta.db_table}", [], model)
    assert found
    assert sorted(str(columns(row)) for (row,) in found) == sorted(
        str(columns(row)) for row in model._default_manager.all()
    )


def test_the_person_of_a_session_comes_with_agency_and_grants_and_nobody_with_nothing(
    speaking: Callable[..., None],
) -> None:
    home = dane()
    speaking(home.id)
    Grant.objects.filter(person=home.people["front desk"]).delete()
    for person in home.people.values():
        found = signed_in(person.id)
        assert found and columns(found) == columns(person) and found.agency == home.worker.agency
        asked = Grant.objects.filter(person=person).order_by("agency_id", "role")
        assert [columns(each) for each in found.grants.all()] == [columns(each) for each in asked]
    assert signed_in(home.id) is None


def test_what_a_left_join_does_not_find_is_none(speaking: Callable[..., None]) -> None:
    home = dane()
    speaking(home.id)
    tail = "FROM agencies_person LEFT JOIN agencies_grant ON agencies_grant.role = '' WHERE agencies_person.id = %s"
    ((person, grant),) = read_rows(tail, [stored_key(home.worker.id)], Person, Grant)
    assert person == home.worker and grant is None
