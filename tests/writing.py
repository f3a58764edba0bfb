"""Clients that log contacts over HTTP: each sends a form with a key, and again until it is acknowledged."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import sleep
from uuid import uuid4

import requests

from killing import Site
from test_site_pages import typed

CLIENTS = 8
TOKEN = "k" * 32


@dataclass
class Writing:
    """Contacts to be written by the clients, and those of which the site has said that they are."""

    site: Site
    ports: list[int]
    contacts: int
    acknowledged: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Write while the test does something else, and until all is written."""
        thread = Thread(target=self.write)
        thread.start()
        try:
            yield
        finally:
            thread.join()

    def write(self) -> None:
        """Write all contacts, the clients at the same time."""
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(self._client, range(CLIENTS)))

    def wait_for(self, n: int) -> None:
        """Wait until so many contacts are acknowledged."""
        while len(self.acknowledged) < n and not self.faults:
            sleep(0.01)

    def _client(self, number: int) -> None:
        with requests.Session() as session:
            session.cookies.update({"sessionid": self.site.told["sessions"][number], "csrftoken": TOKEN})
            for each in range(number, self.contacts, CLIENTS):
                self._acknowledged(session, self.ports[each % len(self.ports)])

    def _acknowledged(self, session: requests.Session, port: int) -> None:
        fields = {**typed(), "owner": self.site.told["worker"], "csrfmiddlewaretoken": TOKEN}
        fields["reason"] = f"asks about {uuid4()}"  # an equal contact would be asked about
        for _ in range(600):
            try:
                answer = session.post(
                    f"http://127.0.0.1:{port}/calls/new/", data=fields, allow_redirects=False, timeout=30
                )
            except requests.RequestException:
                sleep(0.1)  # killed: sent again, with the same key
                continue
            with self.lock:
                found = self.acknowledged if answer.status_code == 302 else self.faults
                found.append(
                    fields["key"] if answer.status_code == 302 else f"{answer.status_code} {answer.text[-2000:]}"
                )
            return
        self.faults.append(f"never acknowledged: {uuid4()}")


def not_as_acknowledged(writing: Writing) -> list[str]:
    """What is lost, doubled or half-written, in words."""
    kept = writing.site.inside("contacts")
    found = list(writing.faults)
    found += [f"lost: {key}" for key in writing.acknowledged if key not in kept]
    found += [f"doubled: {key}" for key, each in kept.items() if each["contacts"] > 1]
    found += [f"half-written: {key}" for key, each in kept.items() if not each["clocks"] or each["entries"] != 1]
    return found
