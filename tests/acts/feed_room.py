"""The acts of the calendar feed."""

from cast import MON_23_NOV, County
from csplan.adapters.feed.actions import end_feed, make_feed


def done(home: County, _other: County) -> None:
    """A feed was made, its address exchanged, the feed ended and made again."""
    for _ in range(2):
        make_feed(by=home.worker, now=MON_23_NOV)
    end_feed(by=home.worker, now=MON_23_NOV)
    make_feed(by=home.worker, now=MON_23_NOV)
