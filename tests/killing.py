"""csplan as real processes with a database of their own, to be killed (SIGKILL) and started again.

What a test asks of the database it asks in a process of its own (`inside.py`), as the site itself would.
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from django.db import connection

from databases import ON_POSTGRESQL

HERE = Path(__file__).resolve().parent
ENDED = 60.0


@dataclass
class Site:
    """A csplan: its environment, and what runs of it."""

    env: dict[str, str]
    running: list[subprocess.Popen[str]] = field(default_factory=list)
    told: Any = None  # of the county that is in it

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[str]:
        """A csplan command in a process group of its own, so that it is killed with its children."""
        command = [sys.executable, "-m", "csplan", *arguments]
        around = {**self.env, **env}
        started = subprocess.Popen(
            command, env=around, text=True, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.running.append(started)
        return started

    def inside(self, what: str, *arguments: str) -> Any:
        """What a function of inside.py gives, called in a process of this site."""
        command = [sys.executable, str(HERE / "inside.py"), what, *arguments]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=ENDED)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def verified(self) -> str:
        """What `csplan ledger verify` says last. It fails for a fault."""
        command = [sys.executable, "-m", "csplan", "ledger", "verify"]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=ENDED)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.splitlines()[-1]

    def stop(self) -> None:
        """End everything that runs."""
        for process in self.running:
            kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a command and its children, without a chance to tidy up."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(ENDED)
    if process.stdout:
        process.stdout.close()


def children(process: subprocess.Popen[str]) -> list[int]:
    """The processes that a command has started: the web processes of `csplan serve`."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def served(site: Site, port: int, **env: str) -> subprocess.Popen[str]:
    """`csplan serve` on a port, when it answers."""
    found = site.start("serve", "--port", str(port), **env)
    for _ in range(600):
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return found
        assert found.poll() is None
        sleep(0.1)
    raise AssertionError("the site does not answer")


ALONE: Final = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
"""Ends what a browser's test has left open, since only a database without sessions is copied; all connect anew."""


@contextmanager
def own_site(**settings: str) -> Iterator[Site]:
    """A csplan with a database of its own: a copy of the one of the tests, on which nobody may be connected."""
    with tempfile.TemporaryDirectory(prefix="csplan-killed-") as folder, _copied_database(Path(folder)) as address:
        path = f"{HERE.parent / 'src'}:{HERE}"
        around = {name: each for name, each in os.environ.items() if not name.startswith("PYTEST_")}
        env = {**around, **address, "PYTHONPATH": path, "CSPLAN_STATE": folder, "CSPLAN_HTTPS": "0", **settings}
        site = Site(env)
        try:
            yield site
        finally:
            site.stop()


@contextmanager
def _copied_database(folder: Path) -> Iterator[dict[str, str]]:
    connection.close()
    if not ON_POSTGRESQL:
        files = (connection.settings_dict["NAME"], folder / "csplan.sqlite3")
        with closing(sqlite3.connect(files[0])) as made, closing(sqlite3.connect(files[1])) as copy:
            made.backup(copy)
        yield {}
        return
    name, application = f"csplan_killed_{uuid4().hex[:12]}", urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["CSPLAN_SUPERUSER_URL"], dbname="postgres", autocommit=True) as connected:
        connected.execute(ALONE, [connection.settings_dict["NAME"]])
        connected.execute(f"CREATE DATABASE {name} TEMPLATE {connection.settings_dict['NAME']}")
        try:
            yield {"DATABASE_URL": urlunsplit(application._replace(path=f"/{name}"))}
        finally:
            connected.execute(f"DROP DATABASE {name} WITH (FORCE)")
