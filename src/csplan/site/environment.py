"""Reads settings from the environment."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def words_of(name: str, default: str) -> list[str]:
    """The words of a variable that are separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def number_of(name: str, default: int) -> int:
    """The whole number of a variable, at least 1. Raises ImproperlyConfigured."""
    text = os.environ.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ImproperlyConfigured(f"{name} is {text!r}; give a whole number of at least 1")
    return int(text)


def folder(path: Path) -> Path:
    """The folder, made where it is missing."""
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret_key(state: Path) -> str:
    """CSPLAN_SECRET_KEY, or else a key kept in the state folder, made on first use for its owner alone."""
    given = os.environ.get("CSPLAN_SECRET_KEY")
    if given:
        return given
    kept = state / "secret-key"
    try:
        with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 - the mode
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text()


def database_of(url: str, state: Path) -> dict[str, Any]:
    """The database of a URL (postgresql://user:password@host:port/name), or SQLite in the state folder."""
    if url:
        return _postgresql(url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": state / "csplan.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # DEFERRED fails with "locked" where two writers meet
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def mail_of(state: Path, *, demo: bool) -> dict[str, Any]:
    """The settings of mail: a server, or in a training site a folder; without either, mail waits in the outbox."""
    host, tls = os.environ.get("CSPLAN_MAIL_HOST", ""), os.environ.get("CSPLAN_MAIL_TLS", "starttls")
    if tls not in ("starttls", "tls", "none"):
        raise ImproperlyConfigured(f"CSPLAN_MAIL_TLS is {tls!r}; give starttls, tls or none")
    backend = "smtp" if host else "filebased" if demo else ""
    return {
        "EMAIL_BACKEND": backend and f"django.core.mail.backends.{backend}.EmailBackend",
        "EMAIL_FILE_PATH": state / "mail",
        "EMAIL_HOST": host,
        "EMAIL_PORT": number_of("CSPLAN_MAIL_PORT", 465 if tls == "tls" else 587),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "tls",
        "EMAIL_HOST_USER": os.environ.get("CSPLAN_MAIL_USER", ""),
        "EMAIL_HOST_PASSWORD": os.environ.get("CSPLAN_MAIL_PASSWORD", ""),
        "EMAIL_TIMEOUT": 20,
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("DATABASE_URL begins with postgresql://; leave it out for SQLite")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
