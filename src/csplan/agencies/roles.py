"""Who may do what: one table. A page of the site that stands in no line of it is shown to nobody."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

FRONT_DESK: Final = "front desk"
CASE_WORKER: Final = "case worker"
SUPERVISOR: Final = "supervisor"
DIRECTOR: Final = "agency director"
ATTORNEY: Final = "agency attorney"
REGION: Final = "regional administrator"
SPECIALIST: Final = "customer service specialist"
REVIEWER: Final = "reviewer"
IV_D_DIRECTOR: Final = "IV-D director"
BUREAU_DIRECTOR: Final = "bureau director"
DISTRICT_MANAGER: Final = "district manager"
DELEGATE: Final = "district manager's delegate"
CONTRACT_MANAGER: Final = "contract manager"
OMBUDSMAN: Final = "ombudsman"
PARTNER_READER: Final = "partner reader"
ADMINISTRATOR: Final = "system administrator"

SAYS: Final[Mapping[str, str]] = MappingProxyType(
    {  # what somebody in this role does here; the first page and docs/administrators.md show it
        FRONT_DESK: "Logs calls and voice mail for everybody in the office, and sees what the office has promised.",
        CASE_WORKER: "Logs calls, and answers those on their own due list.",
        SUPERVISOR: "Does what a case worker does, and sees what the whole office has promised.",
        DIRECTOR: "Sees what the whole office has promised, decides its choices, and who has which role.",
        ATTORNEY: "Is consulted on cases: reads the contacts of the office, and answers those on their own due list.",
        REGION: "Sees how much is open and past due in each agency of the region. Sees no contact, no case.",
        SPECIALIST: "Logs what reaches the state office, and answers what is on their own due list.",
        REVIEWER: "Sees how much is open and past due in the agencies reviewed. Sees no contact and no case.",
        IV_D_DIRECTOR: "Sees how much is open and past due in each agency. Sees no contact and no case.",
        BUREAU_DIRECTOR: "Sees how much is open and past due in each agency. Sees no contact and no case.",
        DISTRICT_MANAGER: "Does what a supervisor does for the district, and names delegates for some days.",
        DELEGATE: "Does for some days what the district manager does, on the manager's behalf; the record says so.",
        CONTRACT_MANAGER: "Reads what the agencies promise. Sees no contact and no case.",
        OMBUDSMAN: "Reads what the agencies promise; is sent summaries of complaints. Sees no contact and no case.",
        PARTNER_READER: "Reads what the agencies promise. Sees no contact and no case.",
        ADMINISTRATOR: "Adds people, resets their sign-in, keeps offices and roles. Sees no contact and no case.",
    }
)
ROLES: Final = tuple(SAYS)
ABROAD: Final = frozenset(
    {REGION, REVIEWER, IV_D_DIRECTOR, BUREAU_DIRECTOR, CONTRACT_MANAGER, OMBUDSMAN, PARTNER_READER}
)
"""Roles that are held in other agencies than one's own."""

ANYONE: Final = frozenset({"anyone"})  # signed in or not
TOKEN: Final = frozenset({"token"})  # no person: a program, as far as its token goes (adapters/api/scopes.py)
SIGNED_IN: Final = frozenset(ROLES)
ANSWERING: Final = frozenset({CASE_WORKER, SUPERVISOR, ATTORNEY, SPECIALIST, DISTRICT_MANAGER, DELEGATE})
"""Who answers contacts: tries to reach the customer, and records it."""
AGENCY: Final = frozenset({FRONT_DESK, DIRECTOR, *ANSWERING})
"""Who sees the contacts of their own office."""
LOGGING: Final = frozenset({FRONT_DESK, CASE_WORKER, SUPERVISOR, SPECIALIST, DISTRICT_MANAGER, DELEGATE})
"""Who logs what reaches the office."""
LEADING: Final = frozenset({SUPERVISOR, DIRECTOR, DISTRICT_MANAGER, DELEGATE})
"""Who answers for the work of an office."""
EVERY_OFFICE: Final = LEADING - {DISTRICT_MANAGER, DELEGATE}
"""Who sees the contacts of all offices of the agency; a district is one office of a program."""
SUPERVISING: Final = frozenset({SUPERVISOR, DISTRICT_MANAGER, DELEGATE})
"""Who arranges for others: absences, cover, protected time; they alone may know of somebody else's sickness."""
IMPORTING: Final = frozenset({FRONT_DESK, SUPERVISOR, DISTRICT_MANAGER, DELEGATE})
"""Who brings in the log of the telephone system."""
COUNTING: Final = frozenset({REGION, REVIEWER, IV_D_DIRECTOR, BUREAU_DIRECTOR})
"""Who sees the counts of the agencies that a grant names, and no contact."""
KEEPING: Final = frozenset({DIRECTOR, ADMINISTRATOR})
"""Who keeps people, roles and offices. Nobody gives themselves a role, and nobody ends their own."""
DECIDING: Final = frozenset({DIRECTOR})
"""Who decides what the agency chooses, for all of its offices; the system administrator does not."""
TEAMS: Final = KEEPING | {SUPERVISOR, DISTRICT_MANAGER}
"""Who says which people share their work."""

WAYS_IN: Final = (
    "account_login",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
)
"""Pages of allauth on the way in."""
MY_SIGN_IN: Final = (
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)
"""Pages of allauth on which a person keeps their own sign-in."""

MAY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {  # by URL name
        "home": SIGNED_IN,
        "more": SIGNED_IN,
        "agencies:sign_in": ANYONE,
        "agencies:sign_in_as": ANYONE,
        "agencies:sign_out": ANYONE,
        "agencies:first_password": ANYONE,
        "agencies:my_password": SIGNED_IN,
        "agencies:typed": SIGNED_IN,
        **dict.fromkeys(WAYS_IN, ANYONE),
        **dict.fromkeys(MY_SIGN_IN, SIGNED_IN),
        "agencies:people": KEEPING,
        "agencies:new_person": KEEPING,
        "agencies:outside": KEEPING,
        "agencies:person": KEEPING,
        "agencies:person_active": KEEPING,
        "agencies:reset": KEEPING,
        "agencies:give_role": KEEPING,
        "agencies:end_role": KEEPING,
        "agencies:delegates": frozenset({DISTRICT_MANAGER}),
        "agencies:end_delegate": frozenset({DISTRICT_MANAGER}),
        "agencies:offices": KEEPING,
        "agencies:office": KEEPING,
        "agencies:teams": TEAMS,
        "agencies:team": TEAMS,
        "agencies:join_team": TEAMS,
        "agencies:leave_team": TEAMS,
        "agencies:choices": DECIDING,
        "desk:my_list": AGENCY,
        "desk:narrow": AGENCY,
        "desk:remove_filter": AGENCY,
        "desk:find_case": AGENCY,
        "desk:keys": SIGNED_IN,
        "desk:reminders": AGENCY,
        "desk:export": AGENCY,
        "feed:mine": AGENCY,
        "feed:ics": ANYONE,  # by a secret address
        "desk:team_board": frozenset({SUPERVISOR, DISTRICT_MANAGER, DELEGATE}),
        "desk:office_list": LEADING | {FRONT_DESK},
        "desk:call_backs": LEADING | {FRONT_DESK},
        "desk:to_take": LEADING | ANSWERING | {FRONT_DESK},
        "desk:contact": AGENCY,
        "desk:agencies": COUNTING,
        "desk:interpreting": LEADING,
        "desk:offices": frozenset({DIRECTOR, DISTRICT_MANAGER, DELEGATE}),
        "standards:promises": AGENCY | ABROAD,
        "clocks:calendar": AGENCY,
        "clocks:first_calendar": LEADING,
        "clocks:change_day": LEADING,
        "clocks:change_hours": LEADING,
        "clocks:change_horizon": LEADING,
        "contacts:log": LOGGING,
        "contacts:attempt": ANSWERING,
        "contacts:returned": ANSWERING,
        "contacts:handled": ANSWERING | {FRONT_DESK},
        "contacts:correct": LOGGING | ANSWERING,
        "contacts:known": LOGGING,
        "contacts:batch": LOGGING,
        "contacts:sheet": LOGGING,
        "contacts:find": AGENCY,
        "contacts:participant": AGENCY,
        "contacts:needs": LOGGING | ANSWERING,
        "contacts:restrict": LEADING,
        "contacts:restriction_end": LEADING,
        "imports:list": IMPORTING,
        "imports:progress": IMPORTING,
        "imports:columns": IMPORTING,
        "imports:values": IMPORTING,
        "imports:preview": IMPORTING,
        "imports:cancel": IMPORTING,
        "imports:proposals": ANSWERING,
        "imports:decide": ANSWERING,
        "agencies:undelivered": frozenset({DIRECTOR, ADMINISTRATOR}),
        "webhooks:list": frozenset({DIRECTOR, ADMINISTRATOR}),
        "webhooks:one": frozenset({DIRECTOR, ADMINISTRATOR}),
        "contacts:pause": LEADING,
        "contacts:resume": LEADING | ANSWERING,
        "contacts:extend": LEADING,
        "contacts:take_back": LEADING,
        "contacts:ask_extension": ANSWERING,
        "contacts:decide_extension": LEADING,
        "contacts:asked": LEADING,
        "contacts:take": ANSWERING,
        "contacts:hand_over": LEADING | ANSWERING,
        "contacts:hand_over_all": LEADING,
        "tokens:list": frozenset({DIRECTOR, ADMINISTRATOR}),
        "tokens:revoke": frozenset({DIRECTOR, ADMINISTRATOR}),
        "api_docs": ANYONE,
        "api:openapi-json": ANYONE,
        "api:api-root": ANYONE,
        "api:contacts": TOKEN,
        "api:contact": TOKEN,
        "api:attempts": TOKEN,
        "api:due": TOKEN,
        "api:why": TOKEN,
        "api:calendars": TOKEN,
        "api:calendar": TOKEN,
        "api:standards": TOKEN,
        "api:people": TOKEN,
        "absences:mine": AGENCY,
        "absences:enter": AGENCY,
        "absences:change": AGENCY,
        "absences:cancel": AGENCY,
        "absences:away": AGENCY,
        "absences:greetings": SUPERVISING,
        "absences:greeting": AGENCY,
        "absences:cover": SUPERVISING,
        "absences:cover_removed": SUPERVISING,
        "absences:protected": SUPERVISING,
        "absences:protected_ended": SUPERVISING,
        "desk:participant_timeline": ANSWERING | LEADING,
        "desk:case_timeline": ANSWERING | LEADING,
        "events:owed": ANSWERING,
        "events:owed_office": SUPERVISING,
        "events:of_contact": ANSWERING,
        "events:event": ANSWERING,
        "events:reveal": ANSWERING,
        "events:report": ANSWERING,
        "events:ask": ANSWERING,
        "events:restricted": ANSWERING,
        "events:restricted_queue": SUPERVISING,
        "events:sample": SUPERVISING,
    }
)


def may(roles: Iterable[str], page: str) -> bool:
    """Whether one of the roles is shown a page, named as its URL is; nobody is shown a page without a line."""
    allowed = MAY.get(page, frozenset())
    return allowed == ANYONE or bool(allowed.intersection(roles))


def pages_of(roles: Iterable[str]) -> frozenset[str]:
    """The pages that these roles are shown."""
    held = tuple(roles)
    return frozenset(page for page in MAY if may(held, page))
