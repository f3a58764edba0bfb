"""The tabs above the lists and boards that somebody may see, and what they say waits there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from csplan.agencies.asking import Asking
from csplan.agencies.choices import chosen
from csplan.agencies.queue import QUEUE, queue_key
from csplan.clocks.queries import asked_in, leads_of
from csplan.contacts.queries import unpromised_in
from csplan.desk.bounded import count_words
from csplan.desk.lists import CALL_BACKS, MY_LIST, OFFICE_LIST, TO_TAKE

LEFT, LEFT_UNPROMISED, ASKS = "left", "left without a promise", "asks"
MANY: Final = 99
TEAM: Final = ("desk:team_board", "Team")
DECIDES: Final = "contacts:decide_extension"


@dataclass(frozen=True, slots=True)
class Tabs:
    """The pages, each with the word on its tab, and how many extensions wait for a decision of who asks."""

    pages: list[tuple[str, str]]
    asks: int

    @property
    def asks_words(self) -> str:
        """How many extensions wait, in words."""
        return count_words(self.asks, MANY)


def tab_questions(asking: Asking) -> dict[str, QuerySet[Any]]:
    """What tabs count. A list counts it together with its own."""
    found: dict[str, QuerySet[Any]] = {}
    if chosen(asking.agency.id, QUEUE):
        left: dict[str, Any] = {"office": asking.office, "owner": queue_key(asking.office)}
        found[LEFT] = leads_of(asking.agency.id, **left)
        found[LEFT_UNPROMISED] = unpromised_in(asking.agency.id, **left)
    if DECIDES in asking.pages:
        found[ASKS] = asked_in(asking.agency.id, asking.office)
    return found


def tabs_of(asking: Asking, counts: Mapping[str, int]) -> Tabs:
    """The tabs of somebody, with the counts of what tabs ask."""
    every = [(MY_LIST.page, MY_LIST.tab), TEAM, *((each.page, each.tab) for each in (OFFICE_LIST, CALL_BACKS))]
    if LEFT in counts:
        many = count_words(counts[LEFT] + counts[LEFT_UNPROMISED], MANY)
        every.append((TO_TAKE.page, f"{TO_TAKE.tab} ({many})"))
    return Tabs([tab for tab in every if tab[0] in asking.pages], counts.get(ASKS, 0))
