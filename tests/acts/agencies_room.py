"""The acts of the agencies' room that the cast itself does not do."""

from cast import MON_23_NOV, County
from csplan.agencies.actions import add_office, add_team, choose


def done(home: County, _other: County) -> None:
    """A further office; a team with a worker; a choice of the agency, made twice."""
    add_office(home.id, "Branch", actor=None, now=MON_23_NOV)
    add_team(home.office, "Enforcement", [home.worker], actor=home.worker.id, now=MON_23_NOV)
    for value in (True, False):
        choose(home.id, "contacts.office_queue", value, actor=home.people["agency director"].id, now=MON_23_NOV)
        choose(home.id, "absences.greetings", value, actor=home.people["agency director"].id, now=MON_23_NOV)
