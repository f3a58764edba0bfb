"""What a query in plain SQL needs to know of the two databases."""

from uuid import UUID

from django.db import connection


def stored_key(key: UUID) -> UUID | str:
    """A key as the database keeps it: SQLite has text without hyphens."""
    return key if connection.vendor == "postgresql" else key.hex
