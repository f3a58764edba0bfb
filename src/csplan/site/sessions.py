"""Sessions in the database, as Django keeps them, read in plain SQL, since every page reads one."""

from typing import Any, Final

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from csplan.ledger.plain_sql import read_rows

_LIVE: Final = "FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's own, but for how a session is read."""

    def _get_session_from_db(self) -> Any:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        found = read_rows(_LIVE, [self.session_key, now], self.model)
        return found[0][0] if found else super()._get_session_from_db()  # type: ignore[misc]  # its types leave it out
