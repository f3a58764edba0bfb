"""kill -9 of the worker while it sends: no mail is lost, at most one comes twice per kill, then under the same id.

`make test` kills it a few times; `make test-long` sends 500 mails through 25 kills.
"""

import asyncio
import subprocess
from collections import Counter
from random import Random
from time import monotonic, sleep

import pytest

from killing import Site, kill
from smtp import Box, mail_server

MAIL = {"CSPLAN_LEASE_SECONDS": "5", "CSPLAN_MAIL_HOST": "127.0.0.1", "CSPLAN_MAIL_TLS": "none"}
PATIENCE = 900.0
SEED = 10


class Killer(Box):
    """A mail server that has the worker killed while it takes certain mails, each time at another moment."""

    def __init__(self, port: int, at: set[int], before: float) -> None:
        super().__init__(port)
        self.at, self.before, self.random, self.seen, self.kills = at, before, Random(SEED), 0, 0
        self.worker: subprocess.Popen[str] | None = None

    async def handle_RCPT(self, *told: object) -> str:  # noqa: N802
        self.seen += 1
        if self.seen in self.at and self.random.random() < self.before:
            self._kill()  # before the server has the mail
        return await super().handle_RCPT(*told)  # type: ignore[arg-type]

    async def handle_DATA(self, *told: object) -> str:  # noqa: N802
        answer = await super().handle_DATA(*told)  # type: ignore[arg-type]
        if self.seen in self.at:
            await asyncio.sleep(self.random.choice((0, 0, 0.01)))
            self._kill()  # the server has it, the worker may not know
        return answer

    def _kill(self) -> None:
        if self.worker and self.worker.poll() is None:
            self.kills += 1
            kill(self.worker)


def sent_through_kills(site: Site, mails: int, kills: int, before: float = 0.3, **env: str) -> Killer:
    """So many mails, sent by a worker that is killed so often, some times before the server has the mail."""
    site.inside("owe", str(mails))
    at = {2 + each * mails // (kills + 1) for each in range(kills)}
    with mail_server(lambda port: Killer(port, at, before)) as server:
        begun = monotonic()
        while monotonic() - begun < PATIENCE:
            server.worker = site.start("work", **MAIL, CSPLAN_MAIL_PORT=str(server.port), **env)
            while server.worker.poll() is None and not all_ended(site, server, mails):
                sleep(0.1)
            if server.worker.poll() is None:
                server.worker.terminate()
                assert server.worker.wait(30) == 0  # SIGTERM lets it finish
                return server
    raise AssertionError(f"{len(set(server.ids))} of {mails} mails after {PATIENCE} s")


def all_ended(site: Site, server: Killer, mails: int) -> bool:
    """Whether every mail is marked as delivered; asked of the database only when that may be."""
    return server.seen >= mails and site.inside("outcomes") == {"delivered": mails}


def lost_or_doubled(server: Killer, mails: int) -> list[str]:
    """What went wrong, in words."""
    texts = {str(message.get_content()).strip() for message in server.taken}
    doubles = sum(Counter(server.ids).values()) - len(set(server.ids))
    found = [f"lost: {mails - len(texts)}"] if len(texts) < mails else []
    found += (
        [f"doubles under another id: {len(set(server.ids)) - len(texts)}"] if len(set(server.ids)) > len(texts) else []
    )
    return found + ([f"{doubles} doubles by {server.kills} kills"] if doubles > server.kills else [])


def test_no_mail_is_lost_when_its_worker_is_killed(site: Site) -> None:
    server = sent_through_kills(site, mails=40, kills=4)
    assert server.kills == 4 and lost_or_doubled(server, 40) == []


@pytest.mark.long
def test_none_of_500_mails_is_lost_through_25_kills(site: Site) -> None:
    server = sent_through_kills(site, mails=500, kills=25)
    assert server.kills == 25 and lost_or_doubled(server, 500) == []


def test_a_worker_that_marks_before_it_sends_is_seen_to_lose_mail(site: Site) -> None:
    broken = {"DJANGO_SETTINGS_MODULE": "sabotaged", "CSPLAN_SABOTAGE": "marked before sent"}
    server = sent_through_kills(site, mails=5, kills=1, before=1, **broken)
    assert server.kills == 1 and lost_or_doubled(server, 5) == ["lost: 1"]
