"""An agency with any number of contacts: some made up as on the training site, the others copies of these."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

import psycopg
from django.db import models, transaction

from csplan.agencies.actions import grant_role
from csplan.agencies.models import CalendarEdition, Office, Person
from csplan.agencies.roles import CASE_WORKER, SUPERVISOR
from csplan.agencies.walls import speaking_for
from csplan.clocks.models import Clock, Matter
from csplan.contacts.models import Attempt, Contact
from csplan.site.demo.roster import roster
from csplan.site.demo.state import Opened, opened_agency
from csplan.site.demo.year import Year, put_year

MADE: Final = 10_000
OPEN: Final = 0.4  # of the contacts, each of which has one clock
COPIED: Final[tuple[type[models.Model], ...]] = (Matter, Contact, Clock, Attempt)
OF_TIME: Final = ("due", "started")


def opened(
    now: datetime, *, county: str = "Dane", since: timedelta = timedelta(days=365), left_open: float = OPEN
) -> Opened:
    """A county with its people and plan, and 10,000 calls up to now, of which a share is open."""
    begin = now - since
    made_up = next(each for each in roster((now - timedelta(days=365)).date(), 935) if each.name.startswith(county))
    with transaction.atomic():
        agency = opened_agency(made_up, now - timedelta(days=365))
        office, edition = agency.first, next(iter(agency.editions.values()))
        with speaking_for([office.agency_id]):
            _grant(agency, begin)
            owners = tuple(agency.people.values())[1:3]
            put_year(_year(office, edition, owners, begin, now, left_open), MADE)
    return agency


def _grant(agency: Opened, begin: datetime) -> None:
    for each in agency.made_up.people:
        if each.role in (CASE_WORKER, SUPERVISOR):
            told: dict[str, Any] = {
                "agency": agency.first.agency_id,
                "first_day": begin.date(),
                "actor": None,
                "now": begin,
            }
            grant_role(agency.people[each.name], each.role, **told)


def _year(
    office: Office,
    edition: CalendarEdition,
    owners: tuple[Person, ...],
    begin: datetime,
    now: datetime,
    left_open: float,
) -> Year:
    return Year(
        office=office,
        edition=edition,
        owners=owners,
        begin=begin,
        now=now,
        random=Random(935),
        often={"call back": 1},
        reasons=("asks about a payment",),
        series=99 if owners[0].name.endswith("Worker") else 98,
        left_open=(left_open, left_open),
    )


def copied(agency: UUID, superuser: str, first: int, last: int) -> None:
    """Copies number first to last of the rows first made, each a few seconds later; 10,000 contacts a copy."""
    with psycopg.connect(superuser) as connected:
        connected.execute("SET session_replication_role = replica")  # no foreign key is looked up a million times
        for model in COPIED:
            columns = [f'"{field.column}"' for field in model._meta.concrete_fields]
            chosen = ", ".join(_expression(model, column) for column in columns)
            table, names = model._meta.db_table, ", ".join(columns)
            first_made = f"made_{agency.hex[-8:]}_{table}"
            made = f"CREATE TABLE IF NOT EXISTS {first_made} AS SELECT * FROM {table} WHERE agency_id = %s"
            connected.execute(made.encode(), [agency])
            series = f"{first_made}, generate_series({first}, {last}) AS k"
            connected.execute(f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {series}".encode())
    with psycopg.connect(superuser, autocommit=True) as connected:
        connected.execute("VACUUM ANALYZE")


def _expression(model: type[models.Model], column: str) -> str:
    """A key of a copied row is made from the first row's key and the copy's number."""
    field = next(each for each in model._meta.concrete_fields if f'"{each.column}"' == column)
    of_copied = field.primary_key or "idempotency_key" in column or getattr(field, "related_model", None) in COPIED
    if of_copied:
        return f"md5({column}::text || k)::uuid"
    return f"{column} + k * interval '7 seconds'" if column.strip('"') in OF_TIME else column
