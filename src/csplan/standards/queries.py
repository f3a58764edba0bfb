"""Which standards bind: in force for an agency, a channel, a party and a local day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from csplan.agencies.set_up import read_once
from csplan.core.duration import Duration, Limit
from csplan.core.edition import Standard
from csplan.standards.compiled import standards_on
from csplan.standards.models import PlanInForce


@dataclass(frozen=True, slots=True)
class Binding:
    """A standard that binds, with the plan that promises it and the sentence in which it does."""

    standard: Standard
    plan: PlanInForce
    sentence: str

    @property
    def limit(self) -> Limit:
        """The limit to count."""
        assert self.standard.within
        return self.standard.within

    @property
    def duration(self) -> Duration:
        """The time promised; where the source gives a word and no number, the aim to measure it by."""
        found = self.limit.duration or self.limit.aim
        assert found
        return found


@read_once
def plan_in_force(agency: UUID, day: date) -> PlanInForce | None:
    """The latest version of an agency's plan that is in force on a day."""
    on_day = PlanInForce.objects.filter(Q(last_day=None) | Q(last_day__gte=day), agency=agency, first_day__lte=day)
    return on_day.defer("text").order_by("-version").first()


def binding_standards(
    agency: UUID, day: date, *, facts: Collection[str], channels: Collection[str], party: str
) -> tuple[Binding, ...]:
    """The standards in force on the local day that one of the facts starts, on these channels, for this party."""
    stored = plan_in_force(agency, day)
    if stored is None:
        return ()
    return tuple(
        Binding(standard, stored, sentence)
        for standard, sentence in _standards_on(stored, day)
        if standard.starts in facts and _binds(standard, channels, party) and _is_counted(standard)
    )


def written_bindings(stored: PlanInForce) -> tuple[Binding, ...]:
    """All standards that a stored plan puts in force and that can be counted."""
    every = _standards_on(stored, stored.first_day)
    return tuple(Binding(standard, stored, sentence) for standard, sentence in every if _is_counted(standard))


def promises_on(agency: UUID, day: date) -> tuple[Binding, ...]:
    """All standards in force on a day, in the order of the plan, each with its sentence."""
    stored = plan_in_force(agency, day)
    if stored is None:
        return ()
    return tuple(Binding(standard, stored, sentence) for standard, sentence in _standards_on(stored, day))


def promises_of(agency: UUID, day: date) -> tuple[tuple[str, str], ...]:
    """The ids and names of the standards with a limit that are in force on a day, in the order of the plan."""
    stored = plan_in_force(agency, day)
    every = _standards_on(stored, day) if stored else ()
    return tuple((each.id, each.name) for each, _ in every if each.starts and _is_counted(each))


def _standards_on(stored: PlanInForce, day: date) -> tuple[tuple[Standard, str], ...]:
    return _standards_of(stored.agency_id, stored.id, day)


@lru_cache(maxsize=4096)
def _standards_of(agency: UUID, plan: UUID, day: date) -> tuple[tuple[Standard, str], ...]:
    """What a stored plan promises on a day; its text never changes, so it is read once a process."""
    stored = PlanInForce.objects.select_related("model_text").get(agency=agency, id=plan)
    return standards_on(stored.text, stored.model_text.text, f"plan version {stored.version}", day)


def _binds(standard: Standard, channels: Collection[str], party: str) -> bool:
    by_channel = not standard.channels or bool(set(standard.channels) & set(channels))
    return by_channel and (not standard.parties or party in standard.parties)


def _is_counted(standard: Standard) -> bool:
    return bool(standard.within and (standard.within.duration or standard.within.aim))
