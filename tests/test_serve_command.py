"""csplan serve runs the site, prepares its database, and makes a training site on demand."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from time import sleep

import pytest

from cast import MON_23_NOV
from csplan.agencies.models import Agency, Grant, Person
from csplan.agencies.roles import ROLES
from csplan.agencies.walls import speaking_for
from csplan.cli.main import main
from csplan.clocks.models import Clock
from csplan.site.demo.state import prepare_demo


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a training site that runs until the end of the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    around = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "csplan", "serve", "--demo", "--port", str(port)]
    with subprocess.Popen(
        command, env={**around, "CSPLAN_STATE": str(tmp_path)}, stdout=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout
        said = [next(served.stdout), next(served.stdout)]
        assert f"http://127.0.0.1:{port}/" in said[1]
        _wait_for(port)
        yield port
        served.terminate()


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise AssertionError("the site does not answer")


def get(port: int, path: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_a_training_site_is_served_with_its_style_sheets_and_people(port: int) -> None:
    status, page = get(port, "/sign-in/")
    assert status == 200 and "TRAINING SITE" in page and "Alice Worker, case worker" in page
    for sheet in re.findall(r'href="(/static/[^"]+)"', page):
        assert get(port, sheet)[0] == 200


def test_a_port_that_cannot_be_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0"]) == 2
    assert capsys.readouterr().err == "csplan: --port is from 1 to 65535; give such a number\n"


@pytest.mark.django_db
def test_the_demo_state_has_people_in_every_role_and_open_clocks() -> None:
    prepare_demo(MON_23_NOV, contacts=30)
    assert set(Grant.objects.values_list("role", flat=True)) == set(ROLES)
    assert not any(person.has_usable_password() for person in Person.objects.all())
    agency = Agency.objects.get(name__startswith="Example")
    with speaking_for([agency.id]):
        assert Clock.objects.filter(agency=agency, met=None).exists()
