"""kill -9 of the web processes while 8 clients write: nothing acknowledged is lost, doubled or half-written.

`make test` kills a few times; `make test-long` writes 2,000 contacts through 20 kills.
"""

import os
import signal
import subprocess
from contextlib import suppress

import pytest

from killing import Site, children, kill, served
from smtp import free_port
from writing import Writing, not_as_acknowledged


def killed_children(server: subprocess.Popen[str]) -> None:
    """The processes that answer requests, killed; gunicorn starts others."""
    for process in children(server):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def written_through_kills(site: Site, contacts: int, kills: int, **env: str) -> Writing:
    """So many contacts, through so many kills: of the processes that answer, and in turn of the whole site."""
    port = free_port()
    server, writing = served(site, port, **env), Writing(site, [port], contacts)
    with writing.going_on():
        for each in range(kills):
            writing.wait_for((each + 1) * contacts // (kills + 1))
            if each % 2:
                kill(server)
                server = served(site, port, **env)
            else:
                killed_children(server)
    server.terminate()
    assert server.wait(60) == 0  # it finishes what it has begun
    return writing


def check(site: Site, contacts: int, kills: int) -> None:
    before = len(site.inside("contacts"))
    writing = written_through_kills(site, contacts, kills)
    assert not_as_acknowledged(writing) == []
    assert len(set(writing.acknowledged)) == contacts == len(site.inside("contacts")) - before
    assert site.verified().endswith("no faults")


def test_no_contact_is_lost_doubled_or_half_written_when_the_web_is_killed(site: Site) -> None:
    check(site, contacts=120, kills=3)


@pytest.mark.long
def test_none_of_2000_contacts_is_lost_doubled_or_half_written_through_20_kills(site: Site) -> None:
    check(site, contacts=2000, kills=20)


def test_a_site_that_acknowledges_before_it_writes_is_seen_to_lose_contacts(site: Site) -> None:
    broken = {"DJANGO_SETTINGS_MODULE": "sabotaged", "CSPLAN_SABOTAGE": "acknowledged before written"}
    writing = written_through_kills(site, 80, 1, **broken)
    found = not_as_acknowledged(writing)
    assert 0 < len(found) < 80 and all(each.startswith("lost") for each in found)
