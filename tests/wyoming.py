"""Wyoming complaints as stories, as far as their steps have come."""

from csplan.core.procedures.matter import Actor
from matters import Story, story

POLICY = "us-wy/complaint-handling"
SPECIALIST = Actor("Sam", "customer-service-specialist")
MANAGER = Actor("Maria", "district-manager")
DELEGATE = Actor("Dana", "district-manager", for_whom="Maria")
WORKER = Actor("Wen", "case-worker")
SUPERVISOR = Actor("Sue", "supervisor")
STATE = Actor("Ola", "state-office")
IV_D_DIRECTOR = Actor("Ida", "iv-d-director")

NOTE = {"complaint": "disputed arrears", "customer": "C-17"}
MAIL = {"complaint": "disputed arrears"}


def formal(day: str) -> Story:
    return story(POLICY, day, "formal", "us-wy")


def informal(day: str) -> Story:
    return story(POLICY, day, "informal", "us-wy")


def received(when: str, day: str) -> Story:
    return formal(day).then("formal complaint received", when, channel="phone")


def assigned(case: Story, when: str, due: str) -> Story:
    """The district identified and written to at one time."""
    identified = case.then("district office identified", when, SPECIALIST, district_office="Casper")
    return identified.then("complaint e-mailed to the district", when, SPECIALIST, **MAIL, response_date_due=due)


def assigned_2024() -> Story:
    """Received on Monday, assigned on Tuesday 6 February 2024 at 14:10."""
    return assigned(received("Mon 05 Feb 2024 09:00", "2024-02-05"), "Tue 06 Feb 2024 14:10", "2024-02-08")


def assigned_2019() -> Story:
    """Received on Monday, assigned on Tuesday 5 February 2019 at 14:10."""
    return assigned(received("Mon 04 Feb 2019 09:00", "2019-02-04"), "Tue 05 Feb 2019 14:10", "2019-02-12")


def drafted(case: Story, when: str) -> Story:
    case = case.then("case reviewed", when, MANAGER).then(
        "relevant parts discussed with the case worker", when, MANAGER
    )
    return case.then("draft sent to the State Office", when, MANAGER)


def step_ids(case: Story) -> list[str]:
    return [step.id for step in case.procedure.steps]


def mailed_2019() -> Story:
    case = drafted(assigned_2019(), "Mon 11 Feb 2019 10:00").then(
        "initial letter sent", "Tue 05 Feb 2019 16:00", SPECIALIST
    )
    case = case.then("response approved", "Tue 12 Feb 2019 09:00", STATE)
    return case.then("response mailed to the customer", "Wed 13 Feb 2019 09:00", MANAGER)


def complained(day: str, when: str) -> Story:
    return informal(day).then("informal complaint received", when, WORKER, reason="case handling")
