"""A web server of one process, and a browser that is signed in, for measuring over HTTP."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from importlib import import_module
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from csplan.agencies.models import Person

FORM: Final = "application/x-www-form-urlencoded"
TOKEN: Final = "b" * 32  # against forged requests


@contextmanager
def served(settings_module: str) -> Iterator[int]:
    """The port of a server with csplan's tables, until the end."""
    around = {**os.environ, "DJANGO_SETTINGS_MODULE": settings_module}
    with served_by(sys.executable, "csplan.site.wsgi:application", around) as port:
        yield port


@contextmanager
def served_by(python: str, application: str, around: Mapping[str, str]) -> Iterator[int]:
    """The port of a server of one process with four threads, as `csplan serve` has them, until the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = f"gunicorn --workers 1 --threads 4 --keep-alive 600 --log-level warning --bind 127.0.0.1:{port}"
    with subprocess.Popen([python, "-m", *command.split(), application], env=around) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server does not answer")


class Browser:
    """Somebody signed in, on one connection that is kept open."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"
        self.headers = {"Cookie": cookies, "X-CSRFToken": TOKEN}

    def get(self, path: str) -> bytes:
        """A page. Raises RuntimeError where it is not shown."""
        return self._asked("GET", path, "", 200, FORM)

    def post(self, path: str, fields: Mapping[str, str]) -> None:
        """Send a form that leads to another page. Raises RuntimeError where it was not taken."""
        self._asked("POST", path, urlencode(fields), 302, FORM)

    def send_json(self, path: str, data: Mapping[str, object]) -> None:
        """Create something over an API. Raises RuntimeError where it was not created."""
        self._asked("POST", path, json.dumps(data), 201, "application/json")

    def _asked(self, method: str, path: str, body: str, wanted: int, kind: str) -> bytes:
        self.connection.request(method, path, body, {**self.headers, "Content-Type": kind})
        answer = self.connection.getresponse()
        page = answer.read()
        if answer.status != wanted:
            raise RuntimeError(f"{method} {path} was answered with {answer.status}: {page[-3000:]!r}")
        return page

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def _session_of(person: Person, backend: str) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = backend
    session["seen"] = int(timezone.now().timestamp())
    session.save()
    return str(session.session_key)


@contextmanager
def browsing(settings_module: str, person: Person) -> Iterator[Browser]:
    """Somebody signed in at a server of their own."""
    backend = import_module(settings_module).AUTHENTICATION_BACKENDS[-1]
    with served(settings_module) as port, closing(Browser(port, _session_of(person, backend))) as browser:
        yield browser
