"""The acts of webhooks: added, its secret changed, paused."""

from cast import MON_23_NOV, County
from csplan.adapters.webhooks.actions import change_secret, pause_webhook, resume_webhook, send_test
from csplan.adapters.webhooks.signing import new_secret
from csplan.agencies.keys import new_key
from receivers import hook


def done(home: County, _other: County) -> None:
    """A webhook does everything that webhooks can."""
    found, director = hook(home), home.people["agency director"]
    send_test(found, new_key(), actor=director.id, now=MON_23_NOV)
    change_secret(found, new_secret(), actor=director.id, now=MON_23_NOV)
    pause_webhook(found, actor=director.id, now=MON_23_NOV)
    resume_webhook(found, actor=director.id, now=MON_23_NOV)
    pause_webhook(found, actor=director.id, now=MON_23_NOV)
