"""csplan work: the work in the background. Any number of workers, on any number of machines."""

import argparse
import logging
import os
import signal
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final

from csplan.cli.main import DEFECTS, DONE
from csplan.cli.output import json_text
from csplan.cli.with_the_site import bring_up_to_date, check_up_to_date, with_the_site

EXAMPLE: Final = """\
examples:
  csplan work                   until stopped; SIGTERM lets it finish what it is doing
  csplan work --once            what is due now, for a timer
  csplan work --status --json   when work last ran, and what waits; status 1: late, or a round failed

Each round is made once a period and each mail sent by one worker, however many there are. What a worker that dies had
taken, the others take up when its lease has run out."""
POLL: Final = 1.0
AFTER_A_FAULT: Final = 5.0
BEAT: Final = timedelta(seconds=10)
LOG: Final = logging.getLogger("csplan.work")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of csplan work."""
    parser.description, parser.epilog = "Make the rounds that are due and deliver what must leave.", EXAMPLE
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")
    parser.add_argument("--status", action="store_true", help="say when work last ran and what waits; do nothing")
    parser.add_argument("--json", action="store_true", help="with --status: print JSON for a program")
    parser.add_argument("--demo", action="store_true", help="work for the training site of `csplan serve --demo`")
    parser.add_argument("--beside", type=int, metavar="PID", help="end when this parent process has ended")


def run(arguments: argparse.Namespace) -> int:
    """Work, or say how it goes. Exit status 1: work is late, or a round failed."""
    with_the_site(demo=arguments.demo)
    if arguments.status:
        check_up_to_date()
        return _status(as_json=arguments.json)
    bring_up_to_date()
    working = _Working(arguments.beside)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: working.stop.set())
    if arguments.once:
        working.once()
        print(f"{working.rounds} rounds made, {working.sent} delivered, {working.failed} to be tried again")
    else:
        print(f"csplan works as {working.name} (stop with Ctrl+C)", flush=True)
        working.until_stopped()
    return DONE


class _Working:
    """One worker, and what it has done."""

    def __init__(self, parent: int | None) -> None:
        self.name, self.parent, self.stop = f"{socket.gethostname()[:60]}:{os.getpid()}", parent, Event()
        self.rounds = self.sent = self.failed = 0
        self.beaten: datetime | None = None

    def until_stopped(self) -> None:
        """Go over everything again and again. A database that is away for a while ends nothing, nor does a fault."""
        from django.db import connection

        from csplan.outbox.faults import place_of

        while not self.over():
            try:
                self.once()
                self.stop.wait(POLL)
            except Exception as error:
                LOG.error("trying again after a fault: %s", place_of(error))
                connection.close()
                self.stop.wait(AFTER_A_FAULT)

    def once(self) -> None:
        """Make the rounds and deliver the parcels that are due, and say that this worker lives."""
        from django.utils import timezone

        from csplan.agencies.work import deliver_parcels, make_rounds

        self.beat(timezone.now)
        for _ in make_rounds(self.name, timezone.now):
            self.rounds += 1
            self.beat(timezone.now)
            if self.over():
                return
        for sent in deliver_parcels(self.name, timezone.now):
            self.sent, self.failed = self.sent + sent, self.failed + (not sent)
            self.beat(timezone.now)
            if self.over():
                return

    def beat(self, clock: Callable[[], datetime]) -> None:
        """Write down that this worker lives, now and then."""
        from csplan.outbox.turns import worker_worked

        now = clock()
        if self.beaten is None or now - self.beaten >= BEAT:
            worker_worked(self.name, now)
            self.beaten = now

    def over(self) -> bool:
        """Whether to end: told so, or the process beside which it works has ended."""
        return self.stop.is_set() or (self.parent is not None and os.getppid() != self.parent)


def _status(*, as_json: bool) -> int:
    from django.utils import timezone

    from csplan.agencies.work import status

    found = status(timezone.now())
    print(json_text(found, indent=2) if as_json else _told(found))
    return DEFECTS if found["late"] or found["failing"] else DONE


def _round_told(each: dict[str, Any]) -> str:
    where = f"the log says where, under {each['name']}"
    failed = f": FAILED at {each['failed']} ({each['fault']}), {where}" if each["fault"] else ""
    return f"{each['says']}: begun {each['begun']}, done {each['done'] or 'not yet'}{failed}"


def _told(found: dict[str, Any]) -> str:
    last = f"Work last ran at {found['last_worked']}" if found["last_worked"] else "Work has never run"
    lines = [f"{last}{': LATE' if found['late'] else ''}"]
    lines += [f"worker {each['name']}: {each['worked']}" for each in found["workers"]]
    lines += [_round_told(each) for each in found["rounds"]]
    outbox = found["outbox"]
    lines.append(
        f"outbox: {outbox['waiting']} waiting, {outbox['failing']} failing, {outbox['undelivered']} undelivered"
    )
    return "\n".join(lines)
