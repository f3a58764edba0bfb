"""Matters for stories: a procedure, its facts one after the other, and where it stands."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from csplan.core.edition import Edition
from csplan.core.office_calendar import OfficeCalendar
from csplan.core.procedures.ahead import Link, due_if, worst_chain
from csplan.core.procedures.matter import Actor, Fact, Matter, Value
from csplan.core.procedures.procedure import Procedure
from csplan.core.procedures.progress import Progress, progress, why_not
from csplan.policy.calendars import named_calendar
from csplan.policy.catalogue import packaged_catalogue
from offices import at

SOMEBODY = Actor()
WRITTEN = "%a %d %b %Y %H:%M"


@cache
def edition_on(policy: str, day: str) -> Edition:
    """The shipped edition of a policy in force on a day."""
    return packaged_catalogue().edition_on(policy, date.fromisoformat(day))


@dataclass(frozen=True)
class Story:
    """A matter on its procedure; each then() adds a fact."""

    procedure: Procedure
    calendar: OfficeCalendar
    matter: Matter = field(default_factory=Matter)

    def then(self, name: str, when: str, by: Actor = SOMEBODY, /, **values: Value) -> "Story":
        """The story with a further fact; an underscore in a field's name stands for a space."""
        return replace(self, matter=self.matter.with_facts(self.fact(name, when, by, **values)))

    def fact(self, name: str, when: str, by: Actor = SOMEBODY, /, **values: Value) -> Fact:
        """A fact at a time on the office's clock."""
        fields = {field.replace("_", " "): value for field, value in values.items()}
        return Fact(name, at(when, self.calendar), by, fields)

    def at(self, when: str) -> Progress:
        """Where the matter stands when the office's clock shows that."""
        return progress(self.procedure, self.matter, at(when, self.calendar), self.calendar)

    def due(self, step: str, when: str) -> str:
        """When a step is due, as known at a time, as the office's clock will show it; "" where it is not."""
        due = self.at(when).step(step).due
        return f"{due.at:{WRITTEN}}" if due else ""

    def due_if(self, step: str, name: str, when: str) -> str:
        """When a step would be due if a fact happened at a time."""
        due = due_if(self.procedure, self.matter, step, self.fact(name, when), self.calendar)
        return f"{due.at:{WRITTEN}}" if due else ""

    def refused(self, step: str, name: str, when: str, by: Actor = SOMEBODY, /, **values: Value) -> str:
        """Why an act may not do a step; "" where it may."""
        act = self.fact(name, when, by, **values)
        return "\n".join(why_not(self.procedure, self.matter, step, act, self.calendar))

    def worst(self, when: str) -> tuple[Link, ...]:
        """The longest course that the limits allow from a time on."""
        return worst_chain(self.procedure, self.matter, at(when, self.calendar), self.calendar)


def story(policy: str, day: str, procedure: str, calendar: str) -> Story:
    """An empty story on a procedure of the edition in force on a day."""
    found = next(each for each in edition_on(policy, day).procedures if each.id == procedure)
    return Story(found, named_calendar(calendar))
