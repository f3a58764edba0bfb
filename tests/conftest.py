"""The two databases of the tests: SQLite, or PostgreSQL where scripts/postgres.py has started one.

On PostgreSQL the tables are made by the owner and every test is connected as the application's role, which owns
nothing. Tests that use no database run once only, with SQLite.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.test import TransactionTestCase, override_settings

from databases import ON_POSTGRESQL, emptied, made_database

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from killing import Site


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what uses no database."""
    if not ON_POSTGRESQL:
        return
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (kept if _uses_database(item) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """The database of this process, with all tables."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, made_database(worker):
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: emptied())
        yield


@pytest.fixture
def speaking(db: None) -> Iterator[Callable[..., None]]:
    """Speak for agencies for the rest of the test: `speaking(dane.id)`. Nothing to do on SQLite."""
    from csplan.agencies.walls import speaking_for

    with ExitStack() as stack:

        def speak(*keys: UUID) -> None:
            stack.enter_context(speaking_for(keys))

        yield speak


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> "Iterator[Site]":
    """A csplan with a county and a database of its own, whose processes a test may kill."""
    from killing import own_site

    with django_db_blocker.unblock(), own_site() as found:
        found.told = found.inside("prepare", "8")
        yield found


@pytest.fixture
def page() -> "Iterator[Page]":
    """A page of a browser."""
    from browser import open_page

    with open_page() as found:
        yield found


@pytest.fixture(scope="session", autouse=True)
def over_http(django_test_environment: None) -> Iterator[None]:
    """The site without TLS, as the test client and the test server speak."""
    with override_settings(SECURE_SSL_REDIRECT=False, SESSION_COOKIE_SECURE=False, CSRF_COOKIE_SECURE=False):
        yield


def _uses_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or names & {"db", "transactional_db", "live_server", "site"})
