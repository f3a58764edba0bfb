"""The acts of imports: a log that is recorded with its call out decided, one whose call out waits, one that stops."""

from call_logs import BACK, MISSED, a_log, imported, started
from cast import MON_23_NOV, County
from csplan.adapters.imports.actions import decide, end
from csplan.adapters.imports.models import CANCELLED, Proposal


def done(home: County, _other: County) -> None:
    """Each act once; the second log's contact stays open."""
    imported(home, a_log(MISSED, BACK))
    decide(Proposal.objects.get(agency=home.id), "reached", by=home.worker, now=MON_23_NOV)
    imported(home, a_log(MISSED.replace("16:50", "16:51"), BACK.replace("09:00", "09:01")))
    supervisor = home.people["supervisor"]
    end(started(home, a_log(MISSED.replace("16:50", "16:52"))), CANCELLED, actor=supervisor.id, now=MON_23_NOV)
    started(home, a_log(MISSED.replace("16:50", "16:53")))
