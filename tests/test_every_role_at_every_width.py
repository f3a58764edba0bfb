"""Every page for every role at three widths, and every error on the narrowest: axe finds nothing, and all fits."""

from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from browser import open_page
from cast import County
from csplan.agencies.roles import MAY, ROLES
from stops import AFTER_ALL, full_county, pages, rooms, stop
from walk import looked, visit, walked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
WIDTHS = (1280, 768, 320)
HEIGHT = 900


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: AFTER_ALL)
    return full_county()


@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_a_role_fits_and_is_accessible_at_each_width(live_server: Any, home: County, role: str) -> None:
    found: list[str] = []
    with open_page() as page:
        for each in (each for each in pages() if role in MAY[each]):
            visit(page, live_server.url, stop(each, home, role))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                found.extend(f"{each} at {width} px: {wrong}" for wrong in looked(page))
    assert found == []


@pytest.mark.parametrize("room", rooms())
def test_each_page_and_error_fits_the_narrowest_window(live_server: Any, home: County, room: str) -> None:
    found: list[str] = []
    with open_page(width=min(WIDTHS)) as page:
        for each in rooms()[room]:
            found.extend(walked(page, live_server.url, partial(stop, each, home)))
    assert found == []
