"""The acts on people, roles and teams of the agencies' room."""

from datetime import date
from typing import Any

from cast import FIRST_DAY, MON_23_NOV, County
from csplan.agencies.actions import add_team, grant_role
from csplan.agencies.both import seen_of
from csplan.agencies.people_actions import (
    add_member,
    change_person,
    end_grant,
    end_member,
    rename_office,
    rename_team,
    reset_sign_in,
    set_active,
)
from csplan.agencies.queries import office_held, person_held, team_held
from csplan.agencies.signing_in import record


def done(home: County, _other: County) -> None:
    """A person is changed, let go and back, reset; a role ends, another is taken back; a team changes."""
    told: dict[str, Any] = {"actor": home.people["agency director"].id, "now": MON_23_NOV}
    front = home.people["front desk"]
    change_person(front, {"name": "Frances"}, seen=seen_of(person_held(front)), **told)
    set_active(front, False, **told)
    set_active(front, True, **told)
    reset_sign_in(front, **told)
    record(front, "sign out")
    _roles(home, told)
    _team(home, told)
    rename_office(home.office, "Main Office", seen=seen_of(office_held(home.office)), **told)


def _roles(home: County, told: dict[str, Any]) -> None:
    for role, first, last in (("supervisor", FIRST_DAY, FIRST_DAY), ("reviewer", date(2027, 1, 1), FIRST_DAY)):
        grant = grant_role(home.people["front desk"], role, agency=home.id, first_day=first, **told)
        end_grant(grant, last, **told)


def _team(home: County, told: dict[str, Any]) -> None:
    team = add_team(home.office, "Intake", [], **told)
    add_member(team, home.worker, MON_23_NOV.date(), **told)
    end_member(team.members.get(), MON_23_NOV.date(), **told)
    rename_team(team, "Intake and locate", seen=seen_of(team_held(team)), **told)
