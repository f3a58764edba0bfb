"""Who asks: the signed-in person with the roles held today, for which agencies, and the pages these open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from csplan.agencies.models import Agency, Person
from csplan.agencies.queries import grants_on
from csplan.agencies.roles import ABROAD, COUNTING, DELEGATE, MAY, pages_of


@dataclass(frozen=True, slots=True)
class Asking:
    """A person, the roles held, and the agencies in which they are held."""

    person: Person
    roles: tuple[str, ...]
    agencies: tuple[UUID, ...]
    region: tuple[UUID, ...]  # the agencies whose counts the person may see
    manager: UUID | None = None  # for whom a delegate acts

    @property
    def agency(self) -> Agency:
        """The agency in which the person works."""
        return self.person.agency

    @property
    def office(self) -> UUID:
        """The key of the office in which the person works. Raises PermissionDenied for somebody without one."""
        if self.person.office_id is None:
            raise PermissionDenied
        return self.person.office_id

    def behalf(self, page: str) -> UUID | None:
        """On whose behalf this person acts on a page: the manager's, where only being the delegate opens it."""
        opened_by = MAY.get(page, frozenset()).intersection(self.roles)
        return self.manager if opened_by == {DELEGATE} else None

    @property
    def pages(self) -> frozenset[str]:
        """The pages that the roles open."""
        return pages_of(self.roles)


def asking_as(person: Person, day: date) -> Asking:
    """Who asks where this person does. Of the roles held in other agencies, only those made for it count."""
    held = grants_on(person, day)
    at_home = [grant for grant in held if grant.agency_id == person.agency_id]
    abroad = [grant for grant in held if grant.role in ABROAD and grant not in at_home]
    counted = tuple(grant.agency_id for grant in held if grant.role in COUNTING)
    return Asking(
        person,
        roles=tuple(dict.fromkeys(grant.role for grant in (*at_home, *abroad))),
        agencies=tuple(dict.fromkeys(grant.agency_id for grant in (*at_home, *abroad))),
        region=counted,
        manager=next((grant.manager_id for grant in at_home if grant.role == DELEGATE), None),
    )


def asking_of(request: HttpRequest) -> Asking:
    """Who sent a request, as the walls have found out. Raises PermissionDenied for nobody."""
    found = getattr(request, "asking", None)
    if not isinstance(found, Asking):
        raise PermissionDenied
    return found
