"""What every page says, in words that need no guessing: no seconds of an instant, no word of the makers."""

import re

import pytest
from django.utils import timezone

from cast import County
from pages import text
from stops import AFTER_ALL, full_county, rooms, stop

pytestmark = pytest.mark.django_db
FOR_PROGRAMMERS = {"api_docs"}  # names fields as programs write them
OURS = re.compile(r"\d\d:\d\d:\d\d|\bcurat\w*", re.IGNORECASE)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: AFTER_ALL.replace(second=37))
    return full_county()


@pytest.mark.parametrize("room", rooms())
def test_no_page_shows_seconds_or_a_word_of_the_makers(home: County, room: str) -> None:
    found = {}
    for page in {*rooms()[room]} - FOR_PROGRAMMERS:
        at = stop(page, home)
        said = OURS.findall(text(at.client.get(at.address, follow=True)))
        found.update({page: said} if said else {})
    assert found == {}
