"""What is wrong with a plan, or worth a look: where in the form it stands, and what to do."""

from dataclasses import dataclass

from csplan.core.defect import Defect
from csplan.core.plans.model import Blank, Element, Section
from csplan.core.plans.plan import Plan


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place of the form: section, element and blank as findings name them; "" where it is none of these."""

    section: str = ""
    element: str = ""
    blank: str = ""

    def __str__(self) -> str:
        """The place in words: "E-MAIL, response to e-mail (email.respond)"."""
        named = ", ".join(part for part in (self.section, self.element) if part)
        return f"{named} ({self.blank})" if self.blank and named else named or self.blank


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about a plan. key leads to it in the plan's file; serious is False for a warning."""

    key: tuple[str | int, ...]
    place: Place
    what: str
    remedy: str
    serious: bool = True


@dataclass(frozen=True, slots=True, order=True)
class PlanDefect(Defect):
    """A defect of a plan file, with the place of the form that it is about."""

    place: Place = NOWHERE

    def __str__(self) -> str:
        """The defect on one line: "file:line: SECTION, element (blank): what; remedy"."""
        mark = "" if self.serious else "warning: "
        where = f"{self.place}: " if str(self.place) else ""
        return f"{self.path}:{self.line}: {mark}{where}{self.what}; {self.remedy}"


def place_of(section: Section, element: Element, blank: Blank | None = None) -> Place:
    """The place of an element, or of a blank in it."""
    return Place(section.title, element.name, blank.id if blank else "")


def blank_place(plan: Plan, blank: str) -> Place:
    """The place of the blank of that id in a plan's form; only its id where the form has no such blank."""
    found = plan.model.places.get(blank)
    return place_of(*found) if found else Place(blank=blank)


def answer_key(blank: str) -> tuple[str, ...]:
    """The key of a blank's answer in a plan file."""
    return ("answers", *blank.split("."))
