"""Whom a session speaks of, found with agency and roles by one query, since every page asks for all three."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend

from csplan.agencies.models import Person
from csplan.agencies.queries import signed_in


class Backend(ModelBackend):
    """Django's own, but for how somebody who has signed in is found again."""

    def get_user(self, user_id: Any) -> Person | None:
        """The person of a key, None for nobody and for who may sign in no more."""
        person = signed_in(user_id if isinstance(user_id, UUID) else UUID(str(user_id)))
        return person if person is not None and self.user_can_authenticate(person) else None
