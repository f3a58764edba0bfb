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
ABROAD: Final = frozenset({REGION})  # roles that are held in other agencies than one's own
ROLES: Final = (FRONT_DESK, CASE_WORKER, SUPERVISOR, DIRECTOR, REGION)

ANYONE: Final = frozenset({"anyone"})  # signed in or not
SIGNED_IN: Final = frozenset(ROLES)
AGENCY: Final = frozenset({FRONT_DESK, CASE_WORKER, SUPERVISOR, DIRECTOR})

MAY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {  # by URL name
        "home": SIGNED_IN,
        "agencies:sign_in": ANYONE,
        "agencies:sign_in_as": ANYONE,
        "agencies:sign_out": ANYONE,
        "desk:my_list": AGENCY,
        "desk:office_list": frozenset({FRONT_DESK, SUPERVISOR, DIRECTOR}),
        "desk:contact": AGENCY,
        "desk:agencies": frozenset({REGION}),
        "contacts:log": frozenset({FRONT_DESK, CASE_WORKER, SUPERVISOR}),
        "contacts:attempt": frozenset({CASE_WORKER, SUPERVISOR}),
        "contacts:returned": frozenset({CASE_WORKER, SUPERVISOR}),
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
