"""The acts of the agencies' room that the cast itself does not do."""

from cast import MON_23_NOV, County
from csplan.agencies.actions import add_team, choose


def done(home: County, _other: County) -> None:
    """A team with a worker; a choice of the agency, made twice."""
    add_team(home.office, "Enforcement", [home.worker], actor=home.worker.id, now=MON_23_NOV)
    for value in (True, False):
        choose(home.id, "absences.greetings", value, actor=home.people["agency director"].id, now=MON_23_NOV)
