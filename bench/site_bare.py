"""What a page costs at least: Django as it comes, somebody signed in, and the same rows inserted by its models."""

import secrets
from collections.abc import Iterator
from copy import copy
from itertools import count
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from csplan.agencies.keys import new_key
from csplan.agencies.models import Person
from csplan.clocks.models import Clock
from csplan.contacts.models import Contact
from csplan.ledger.models import Entry, Salt

numbers = count(10**9 - secrets.randbelow(10**8), -1)  # downward, out of the way of the chain
last: list[models.Model] = []


@login_required
def log(request: HttpRequest) -> HttpResponse:
    """Insert the rows that logging a call inserts, with new keys, and lead to another page."""
    assert isinstance(request.user, Person)
    agency = request.user.agency_id
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('csplan.agencies', %s, true)", [str(agency)])
        if not last:
            last.extend(rows_of_last_contact(agency))
        for row in copies(last):
            row.save(force_insert=True)
    return HttpResponse(status=302, headers={"Location": "/"})


def rows_of_last_contact(agency: UUID) -> Iterator[models.Model]:
    """The rows that the last logging inserted: matter, contact, clocks, and the ledger's two."""
    contact = Contact.objects.filter(agency=agency).select_related("matter").latest("entered", "id")
    yield contact.matter
    yield contact
    yield from Clock.objects.filter(agency=agency, matter=contact.matter_id)
    entry = Entry.objects.filter(agency=agency, subject=f"contact:{contact.id}").earliest("number")
    yield entry
    yield Salt.objects.get(agency=agency, number=entry.number)


def copies(rows: list[models.Model]) -> Iterator[models.Model]:
    """Copies of the rows with keys of their own, which refer to one another as the rows do."""
    keys = {row.pk: new_key() for row in rows if isinstance(row.pk, UUID)}
    number = next(numbers)
    for row in map(copy, rows):
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            setattr(row, field.attname, keys.get(value, value) if isinstance(value, UUID) else value)
        if isinstance(row, Contact):
            row.idempotency_key = new_key()
        if isinstance(row, Entry | Salt):
            row.number = number
        yield row


urlpatterns = [path("bare/", log)]
