"""csplan agency: sets up an agency with its first administrator, lets state staff in, puts its plan in force."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from csplan.cli.agency_redact import add_redact, redact
from csplan.cli.main import DONE
from csplan.cli.with_the_site import bring_up_to_date, with_the_site
from csplan.core.errors import CsplanError

if TYPE_CHECKING:
    from datetime import datetime

    from csplan.agencies.models import Agency, Office, Person

EPILOG: Final = r"""examples:
  csplan agency add "Dane County Child Support Agency" --state us-wi --office "Madison" \
      --case-system KIDS --case-pattern "[0-9]{7,10}" --case-says "7 to 10 digits" --calendar us-wi \
      --admin ada.admin --admin-name "Ada Admin" --site https://csplan.example.gov
  csplan agency list
  csplan agency grant regina.region "regional administrator" "Dane County Child Support Agency"
  csplan agency plan "Dane County Child Support Agency" dane-county.toml
  csplan agency reset ada.admin --site https://csplan.example.gov
  csplan agency redact "Dane County Child Support Agency" 0198c0de-5a3e-7b61-9f0c-3d2a8c41e7aa \
      --ordered-by dana.director --reason "court order of 3 March 2026, case 25CV0417"

add prints a link, once: by it the first administrator sets a password, signs in and adds everybody else on pages
(docs/administrators.md). The calendar named is proposed: a supervisor or the director confirms it on the page Office
calendar before the first contact is logged. Put the plan in force before that, and its hours are proposed too.

redact destroys for good what was written of a contact and of what was done with it; the key of a contact stands in the
address of its page. Times, promises and who did what stay. docs/operations.md says what it does not reach."""
ADD: Final = (
    ("--state", "the folder of its policies, such as us-wi"),
    ("--office", "the name of its first office"),
    ("--case-system", "the name of its case system"),
    ("--case-pattern", "a regular expression that a whole case number matches"),
    ("--case-says", "the same in words, for who mistypes"),
    ("--calendar", "the calendar proposed to the office, such as us-wi; the office confirms it"),
    ("--admin", "the user name of its first system administrator"),
    ("--admin-name", "the name of its first system administrator"),
)
TOLD: Final = ("name", "state", "office", "case_system", "case_pattern", "case_says", "calendar")
FIRST_CALENDAR: Final = "/calendar/first/"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the six commands and their arguments."""
    parser.epilog = EPILOG
    commands = parser.add_subparsers(dest="agency_command", required=True, metavar="COMMAND")
    add = _command(commands, "add", "add an agency with its first office and first system administrator")
    _add_new(add)
    _command(commands, "list", "list the agencies")
    grant = _command(commands, "grant", "give somebody of the state a role in agencies")
    grant.add_argument("username")
    grant.add_argument("role", help="such as: regional administrator")
    grant.add_argument("agencies", nargs="+", metavar="AGENCY", help="the name of an agency")
    plan = _command(commands, "plan", "put a checked plan file of an agency in force")
    plan.add_argument("name", help="the name of the agency")
    plan.add_argument("file", type=Path, help="the plan file; see `csplan plan check`")
    reset = _command(commands, "reset", "take a person's password and second factors away and print a new link")
    reset.add_argument("username")
    add_redact(_command(commands, "redact", "destroy what was written of a contact; its times and promises stay"))
    for each in (add, reset):
        each.add_argument("--site", default="", help="the address of the site, to print the whole link")


def run(arguments: argparse.Namespace) -> int:
    """Run one of the six."""
    with_the_site(demo=False)
    bring_up_to_date()
    commands = {"add": _add, "list": _list, "grant": _grant, "plan": _plan, "reset": _reset, "redact": _redact}
    commands[arguments.agency_command](arguments)
    return DONE


def _command(commands: Any, name: str, explained: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=explained, description=explained)
    return parser


def _add_new(parser: argparse.ArgumentParser) -> None:
    """What is said of a new agency."""
    parser.add_argument("name", help="the name of the agency")
    for option, says in ADD:
        parser.add_argument(option, required=True, help=says)


def _add(arguments: argparse.Namespace) -> None:
    from django.db import transaction
    from django.utils import timezone

    from csplan.agencies.actions import add_agency
    from csplan.agencies.walls import speaking_for

    _check(arguments)
    now = timezone.now()
    told = {name: getattr(arguments, name) for name in TOLD}
    with transaction.atomic():
        office = add_agency(now=now, **told)
        with speaking_for([office.agency_id]):
            admin = _begun(office, arguments, now)
    _print_link(admin, arguments.site)
    print(f"{office} confirms its calendar before the first contact: {arguments.site.rstrip('/')}{FIRST_CALENDAR}")


def _begun(office: "Office", arguments: argparse.Namespace, now: "datetime") -> "Person":
    """The first administrator of an office."""
    from csplan.agencies.actions import add_person, grant_role
    from csplan.agencies.days import today_of
    from csplan.agencies.roles import ADMINISTRATOR

    told: dict[str, Any] = {"actor": None, "now": now}
    admin = add_person(username=arguments.admin, name=arguments.admin_name, office=office, password=None, **told)
    grant_role(admin, ADMINISTRATOR, agency=office.agency_id, first_day=today_of(office.agency, now), **told)
    return admin


def _check(arguments: argparse.Namespace) -> None:
    from csplan.agencies.models import Agency, Person
    from csplan.policy.calendars import named_calendar
    from csplan.policy.folder import packaged_folder

    named_calendar(arguments.calendar)
    if not (packaged_folder() / arguments.state).is_dir():
        raise CsplanError(f"there are no policies of {arguments.state!r}; give a folder of policies, such as us-wi")
    try:
        re.compile(arguments.case_pattern)
    except re.error as error:
        raise CsplanError(f"--case-pattern cannot be read ({error}); give a regular expression") from None
    if Agency.objects.filter(name=arguments.name).exists():
        raise CsplanError(f"there is an agency {arguments.name!r} already; see `csplan agency list`")
    if Person.objects.filter(username__iexact=arguments.admin).exists():
        raise CsplanError(f"somebody has the user name {arguments.admin!r} already; give another one")


def _list(_: argparse.Namespace) -> None:
    from csplan.agencies.models import Agency

    found = Agency.objects.order_by("name")
    print(
        "\n".join(f"{each.name}  {each.state}" for each in found) or "There are no agencies; see `csplan agency add`."
    )


def _grant(arguments: argparse.Namespace) -> None:
    from django.db import transaction
    from django.utils import timezone

    from csplan.agencies.actions import grant_role
    from csplan.agencies.days import today_of
    from csplan.agencies.people_actions import check_grant
    from csplan.agencies.roles import ABROAD
    from csplan.agencies.walls import speaking_for

    if arguments.role not in ABROAD:
        raise CsplanError(f"{arguments.role!r} is not held in other agencies; these are: {', '.join(sorted(ABROAD))}")
    person, now = _person(arguments.username), timezone.now()
    agencies = [_agency(name) for name in arguments.agencies]
    for each in agencies:
        with transaction.atomic(), speaking_for([each.id]):
            check_grant(person, arguments.role, agency=each.id, first_day=today_of(each, now), last_day=None)
            grant_role(person, arguments.role, agency=each.id, first_day=today_of(each, now), actor=None, now=now)
        print(f"{person} is {arguments.role} in {each}")


def _plan(arguments: argparse.Namespace) -> None:
    from django.db import IntegrityError, transaction
    from django.utils import timezone

    from csplan.agencies.walls import speaking_for
    from csplan.standards.actions import put_in_force

    agency = _agency(arguments.name)
    try:
        with transaction.atomic(), speaking_for([agency.id]):
            stored = put_in_force(arguments.file, agency=agency.id, actor=None, now=timezone.now())
    except IntegrityError:
        raise CsplanError(f"{arguments.file}: this version is in force already; give the plan a new one") from None
    print(f"The plan of {agency}, version {stored.version}, is in force from {stored.first_day}.")


def _reset(arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from csplan.agencies.people_actions import reset_sign_in
    from csplan.agencies.walls import speaking_for

    person = _person(arguments.username)
    with speaking_for([person.agency_id]):
        reset_sign_in(person, actor=None, now=timezone.now())
    _print_link(person, arguments.site)


def _redact(arguments: argparse.Namespace) -> None:
    redact(_agency(arguments.name), _person(arguments.ordered_by), arguments)


def _person(username: str) -> "Person":
    from csplan.agencies.models import Person

    found = Person.objects.filter(username=username).first()
    if found is None:
        raise CsplanError(f"nobody has the user name {username!r}; check the spelling")
    return found


def _agency(name: str) -> "Agency":
    from csplan.agencies.models import Agency

    found = Agency.objects.filter(name=name).first()
    if found is None:
        raise CsplanError(f"there is no agency {name!r}; see `csplan agency list`")
    return found


def _print_link(person: "Person", site: str) -> None:
    from csplan.agencies.signing_in import first_link

    print(f"{person} sets a password for the user name {person.username} at:")
    print(f"{site.rstrip('/')}{first_link(person)}")
