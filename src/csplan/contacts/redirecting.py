"""A call for somebody who is away: the worker says whether it goes on to the cover, or stays; nothing is preset."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms

from csplan.absences.queries import Away, away_at, with_extension
from csplan.agencies.models import Person
from csplan.agencies.plain_form import PlainForm
from csplan.contacts.fields import RADIO
from csplan.contacts.kinds import Kind

STAYS: Final = "stays"
SAY_WHERE: Final = "Say where the call goes: it decides whose promise this is, and from when it counts."


@dataclass(frozen=True, slots=True)
class Asked:
    """The question where the call of somebody who is away goes; told is what the office may know of the absence."""

    person: Person
    told: Away

    @property
    def says(self) -> str:
        """The question."""
        return self.says_of(1)

    def says_of(self, calls: int) -> str:
        """The question for some calls at once."""
        go = "does the call go" if calls == 1 else f"do the {calls} calls go"
        return f"{self.person.name} is {self.told.says}. Where {go}?"

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What may be answered: on to the cover, where there is one, or left for the person."""
        after = "after sick time or vacation it counts from the return, otherwise its ordinary time runs"
        stays = (STAYS, f"It is left for {self.person.name}: {after}")
        onward = self.told.cover
        if onward is None:
            return [stays]
        return [(str(onward.id), f"On to {with_extension(onward)}, who answers: its ordinary time runs"), stays]


class WhereForm(PlainForm):
    """A form of a contact that asks where the call of somebody who is away goes."""

    redirect = forms.CharField(required=False, widget=forms.RadioSelect(attrs=RADIO))
    asked: Asked | None = None

    def check_redirect(self, kind: Kind, owner: Person | None, at: datetime | None) -> None:
        """Where a call for somebody who is away goes; asked anew where the answer fits no more."""
        self.asked = asked(owner, at) if kind.returned and owner and at else None
        given = self.cleaned_data.get("redirect", "")
        self.cleaned_data["redirect"] = given if self.asked else ""
        if self.asked:
            self["redirect"].label = self.asked.says
            self["redirect"].field.widget.choices = self.asked.answers
            if given not in dict(self.asked.answers):
                self.add_error("redirect", SAY_WHERE)

    def goes_to(self, meant_for: UUID) -> dict[str, Any]:
        """Who answers for the contact, and for whom it was meant where it went on to the cover."""
        return gone_to(self.cleaned_data["redirect"], meant_for)


def gone_to(answer: str, meant_for: UUID) -> dict[str, Any]:
    """The same by what was answered; without an answer a call is left for the person."""
    cover = UUID(answer) if answer not in ("", STAYS) else None
    return {"owner": cover or meant_for, "redirected_from": meant_for if cover else None}


def asked(owner: Person, at: datetime) -> Asked | None:
    """The question for a call to a person at an instant; None where the person was there."""
    told = away_at(owner, at)
    return Asked(owner, told) if told else None
