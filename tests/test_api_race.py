"""Programs that race: eight clients send the same record at once, and it is recorded once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cast import MON_23_NOV, dane
from csplan.adapters.api.models import Receipt, Use
from csplan.agencies.walls import speaking_for
from csplan.contacts.models import Attempt, Contact
from ledgers import found
from programs import Program, a_call, program

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 8


def at_once(phone: Program, path: str, bodies: list[dict[str, Any]], key: str) -> list[tuple[int, Any]]:
    """What each of the clients is answered, each on a connection of its own."""

    def one(body: dict[str, Any]) -> tuple[int, Any]:
        try:
            answer = phone.post(path, body, key=key)
            return answer.status_code, answer.json()
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, bodies))


def test_the_same_record_from_eight_clients_at_once_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    home = dane()
    phone = program(home)
    answers = at_once(phone, "/contacts", [a_call()] * CLIENTS, "call 17")
    assert Counter(status for status, _ in answers) == {201: 1, 200: CLIENTS - 1}
    (key,) = {told["key"] for _, told in answers}
    body = {"reached": True, "happened": MON_23_NOV.isoformat()}
    tried = at_once(phone, f"/contacts/{key}/attempts", [body] * CLIENTS, "try 1")
    assert Counter(status for status, _ in tried) == {201: 1, 200: CLIENTS - 1}
    with speaking_for([home.id]):
        counts = [model.objects.count() for model in (Contact, Attempt, Receipt)]
        assert counts == [1, 1, 2] and Use.objects.get(token=phone.token).count == 2 * CLIENTS
    assert found(home.id) == []


def test_of_two_bodies_under_one_key_at_once_one_is_recorded_and_the_other_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    home = dane()
    bodies = [a_call(reason=f"body {number % 2}") for number in range(CLIENTS)]
    answers = at_once(program(home), "/contacts", bodies, "call 17")
    assert Counter(status for status, _ in answers) == {201: 1, 200: CLIENTS // 2 - 1, 422: CLIENTS // 2}
    with speaking_for([home.id]):
        assert Contact.objects.count() == 1
