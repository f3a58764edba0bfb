"""What every page shows around its content."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from csplan.outbox.queries import last_worked

NAV: Final = (
    ("desk:my_list", "My due list"),
    ("desk:office_list", "Office"),
    ("contacts:log", "Log a contact"),
    ("absences:away", "Who is away"),
    ("events:owed", "Events owed"),
    ("desk:agencies", "Agencies"),
    ("agencies:people", "People"),
    ("more", "More"),
)
MORE: Final = (
    ("standards:promises", "What is promised", "Each promise of the plan in force, with its time and its sentence."),
    ("desk:reminders", "Reminders", "The morning digest by mail, and the feed for a calendar program."),
    ("desk:keys", "Keys, printing and files", "How the pages are used without a mouse, printed and taken away."),
    ("desk:offices", "Counts of offices", "How much is open and past due in each office of the agency."),
    ("desk:interpreting", "Interpreting", "In which languages interpreters helped, from where and how long."),
    ("mfa_index", "My sign-in", "Password, authenticator app, security keys, recovery codes."),
    ("agencies:delegates", "My delegates", "Who acts for you on some days."),
    ("agencies:people", "People", "Add people, give roles, help those who cannot sign in."),
    ("agencies:outside", "Roles of people outside", "People of the state, a region or a partner who have a role here."),
    ("agencies:teams", "Teams", "Who shares work with whom."),
    ("agencies:offices", "Offices", "The offices of the agency."),
    (
        "clocks:calendar",
        "Office calendar",
        "Hours and closed days. Who leads the office changes it there, after a look at what would move.",
    ),
    ("contacts:find", "Find a case", "What was said with a participant, their language and what is to be observed."),
    (
        "contacts:batch",
        "Enter several contacts",
        "After an outage, with the true times; and a sheet to write on meanwhile.",
    ),
    ("contacts:asked", "Extensions asked for", "What workers ask for more time on; decide on each."),
    ("contacts:hand_over_all", "Hand over", "Everything open of one person to another."),
    ("imports:proposals", "Calls out", "The telephone system saw calls that you made: say whom they reached."),
    ("imports:list", "Import a call log", "Bring in what the telephone system recorded: missed calls become contacts."),
    ("agencies:choices", "What we choose", "What the policies permit and do not demand."),
    ("tokens:list", "Tokens of programs", "What phone systems and mail rooms show to record contacts."),
    ("webhooks:list", "Webhooks", "Programs of the agency that are told what happens."),
    ("agencies:undelivered", "Could not be delivered", "Mails and calls that were given up or are held."),
)
"""Pages that are not daily work, with what they are for; the page "More" leads to those that the roles open."""


def around(request: HttpRequest) -> dict[str, Any]:
    """Whether this is a training site, who asks, the pages that are theirs, and when background work last ran."""
    asking = getattr(request, "asking", None)
    pages = asking.pages if asking else frozenset()
    return {
        "training": settings.CSPLAN_DEMO,
        "second_factor": settings.CSPLAN_SECOND_FACTOR,
        "asking": asking,
        "pages": pages,
        "nav": [(name, says) for name, says in NAV if name in pages],
        "worked": SimpleLazyObject(lambda: last_worked(timezone.now())) if asking else None,
        "page": request.resolver_match.view_name if request.resolver_match else "",
    }
