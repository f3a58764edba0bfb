"""Signed heads leave by real SMTP, past the outbox, and what arrives holds a ledger to its ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import Settings

from csplan.cli.main import main
from csplan.outbox.models import Parcel
from ledgers import Notes, notes_kept
from smtp import Box, mail_server
from test_ledger_command import kept_agency

pytestmark = pytest.mark.django_db(transaction=True)
TO = "auditor@example.gov"


@dataclass
class Office:
    """A ledger of three entries, its key, and the options that sign it by mail."""

    notes: Notes
    key: Path

    def signs(self, *options: str) -> int:
        return main(["ledger", "sign", "--key", str(self.key), *options])


@pytest.fixture
def office(transactional_db: None, tmp_path: Path) -> Iterator[Office]:
    with notes_kept() as notes:
        kept_agency()
        notes.write("a", "first")
        notes.write("b", "second")
        assert main(["ledger", "key", str(tmp_path / "key")]) == 0
        yield Office(notes, tmp_path / "key")


@pytest.fixture
def server(settings: Settings) -> Iterator[Box]:
    with mail_server(Box) as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield box


def test_heads_that_came_by_mail_tell_a_chain_that_was_cut_off(
    office: Office, server: Box, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office.signs("--mail", TO) == 0
    assert f"1 chains signed, sent to {TO}\n" in capsys.readouterr().out
    (message,) = server.taken
    assert message["To"] == TO and message["Subject"].startswith("Signed heads of the ledger, 2")
    assert message["Auto-Submitted"] == "auto-generated" and not Parcel.objects.exists()
    (attached,) = message.iter_attachments()
    heads = tmp_path / str(attached.get_filename())
    heads.write_bytes(attached.get_content())
    verify = ["ledger", "verify", "--heads", str(heads), "--public", f"{office.key}.pub"]
    assert main(verify) == 0
    for table in ("ledger_entry", "ledger_salt"):
        office.notes.somebody.execute(f"DELETE FROM {table} WHERE number = 3")
    office.notes.somebody.execute("DELETE FROM note WHERE name = 'b'")
    assert main(["ledger", "verify"]) == 0
    assert main(verify) == 1 and "cut off" in capsys.readouterr().out


def test_heads_go_to_a_file_and_by_mail_and_both_hold_the_same(office: Office, server: Box, tmp_path: Path) -> None:
    assert office.signs("--heads", str(tmp_path / "heads"), "--mail", TO) == 0
    (attached,) = server.taken[0].iter_attachments()
    assert attached.get_content() == (tmp_path / "heads").read_bytes()


def test_heads_that_the_server_refuses_are_status_2_and_the_file_has_them(
    office: Office, server: Box, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answers[TO] = "550 no such user"
    assert office.signs("--heads", str(tmp_path / "heads"), "--mail", TO) == 2
    said = "csplan: the heads have not left by mail: the mail server refused the address (550)\n"
    assert capsys.readouterr().err == said
    assert (tmp_path / "heads").read_text().count("\n") == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "nothing says where the heads go; give --heads FILE, --mail ADDRESS or both"),
        (["--mail", "nobody"], "'nobody' is no mail address; give one such as auditor@example.gov"),
        (
            ["--mail", TO],
            "the heads have not left by mail: no mail server is set; whoever runs csplan sets CSPLAN_MAIL_HOST",
        ),
    ],
)
def test_where_heads_cannot_go_is_said_in_one_line(
    office: Office, settings: Settings, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    settings.EMAIL_BACKEND = ""
    assert office.signs(*options) == 2
    assert capsys.readouterr().err == f"csplan: {said}\n"
