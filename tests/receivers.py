"""Programs that are told by webhooks in tests: a real HTTP server, which checks signatures by code of its own."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from cast import MON_23_NOV, County
from csplan.adapters.webhooks.actions import add_webhook
from csplan.adapters.webhooks.kinds import KINDS
from csplan.adapters.webhooks.models import Subscription
from csplan.agencies.keys import new_key


@dataclass
class Receiver:
    """What a program was sent, whole; the status with which it answers next."""

    port: int = 0
    status: int = 204
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/csplan"

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.calls]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A program that listens on this machine."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(found.status)
            if found.status == 302:
                self.send_header("Location", found.address)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_address[1]
        Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Whether one of the signatures of a call is by a secret, as a receiver finds out."""
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    key = base64.b64decode(secret.partition("_")[2])
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(
        each.partition(",")[0] == "v1" and hmac.compare_digest(each.partition(",")[2], right)
        for each in headers["webhook-signature"].split(" ")
    )


def hook(
    of: County,
    address: str = "https://hooks.example.org/csplan",
    kinds: tuple[str, ...] = tuple(KINDS),
    now: datetime = MON_23_NOV,
) -> Subscription:
    """A webhook of a county."""
    director = of.people["agency director"]
    return add_webhook(new_key(), agency=of.id, address=address, kinds=kinds, actor=director.id, now=now)
