"""The due list of the API, page by page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import FRI_20_NOV, MON_23_NOV, County, call, dane
from csplan.agencies.actions import add_person, grant_role
from csplan.agencies.walls import speaking_for
from desks import without_date
from programs import Program, program

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    return dane()


@pytest.fixture
def phone(home: County) -> Program:
    return program(home)


def test_the_due_list_is_paged_by_cursor_and_narrowed_by_owner_and_window(home: County, phone: Program) -> None:
    with speaking_for([home.id]):
        other = add_person(
            username="other.dane", name="Other", office=home.office, password=None, actor=None, now=FRI_20_NOV
        )
        grant_role(other, "case worker", agency=home.id, first_day=FRI_20_NOV.date(), actor=None, now=FRI_20_NOV)
        for day in range(5):
            call(home, FRI_20_NOV - timedelta(days=day))
    every = [row["contact"] for row in phone.get("/due").json()["items"]]
    seen: list[str] = []
    more: dict[str, str] | None = {}
    while more is not None:
        page = phone.get("/due", limit=2, **more).json()
        seen += [row["contact"] for row in page["items"]]
        more = {"after": page["next"]} if page["next"] else None
    assert (len(every), seen) == (5, every)
    assert phone.get("/due", owner=other.username).json()["items"] == []
    assert len(phone.get("/due", owner=str(home.worker.id)).json()["items"]) == 5
    dues = [row["lead"]["due"] for row in phone.get("/due").json()["items"]]
    window = phone.get("/due", due_from=dues[1], due_until=dues[-1]).json()["items"]
    assert [row["lead"]["due"] for row in window] == [due for due in dues if dues[1] <= due < dues[-1]]


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_clocks_without_a_date_come_last_and_in_no_window(home: County, phone: Program, limit: int) -> None:
    with speaking_for([home.id]):
        calls = [call(home, FRI_20_NOV + timedelta(hours=hour), case=f"700000{hour}") for hour in range(4)]
        without_date(calls[1], started=True)
        without_date(calls[2], started=False)
    seen: list[tuple[str, bool]] = []
    more: dict[str, str] | None = {}
    while more is not None:
        page = phone.get("/due", limit=limit, **more).json()
        seen += [(row["contact"], row["lead"]["due"] is not None) for row in page["items"]]
        more = {"after": page["next"]} if page["next"] else None
    assert seen == [(str(calls[place].id), place in (0, 3)) for place in (0, 3, 1, 2)]
    window = phone.get("/due", due_from=FRI_20_NOV.isoformat()).json()["items"]
    assert [row["contact"] for row in window] == [str(calls[0].id), str(calls[3].id)]
