"""The acts of the desk's room."""

from cast import MON_23_NOV, County
from csplan.desk.actions import record_export, remove_filter, save_filter, wish_digest
from csplan.desk.filters import Filter


def done(home: County, _other: County) -> None:
    """Filters were kept, said anew and removed; the digest asked for, ended, asked for; a list taken away."""
    worker, page = home.worker, "desk:my_list"
    for party in ("employer", "attorney"):
        save_filter(Filter(party=party), page=page, name="Others", shared=True, by=worker, now=MON_23_NOV)
    gone = save_filter(Filter(due="past"), page=page, name="Late", shared=False, by=worker, now=MON_23_NOV)
    remove_filter(gone.id, by=worker, now=MON_23_NOV)
    for wanted in (True, False, True):
        wish_digest(wanted, by=worker, now=MON_23_NOV)
    record_export(page, "CSV", by=worker, now=MON_23_NOV)
