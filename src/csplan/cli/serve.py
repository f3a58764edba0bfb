"""csplan serve: run the web site on this machine."""

import argparse
import os
import subprocess
import sys
from typing import Final

from csplan.cli.main import DONE
from csplan.cli.with_the_site import bring_up_to_date, with_the_site
from csplan.core.errors import BadDuration

EXAMPLE: Final = """\
example:
  csplan serve --demo --port 8000

--demo makes it a training site: made-up agencies, people and contacts, sign-in by one click. Without it, settings come
from the environment; docs/operations.md lists them. A training site works in the background too (csplan work)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of csplan serve."""
    parser.description, parser.epilog = "Run the web site on this machine.", EXAMPLE
    parser.add_argument("--demo", action="store_true", help="run a training site with made-up people and contacts")
    parser.add_argument("--work", action="store_true", help="run one `csplan work` beside it; a training site does")
    add_address(parser)


def add_address(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where to listen."""
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="the port to listen on (8000)")


def run(arguments: argparse.Namespace) -> int:
    """Prepare the database and the static files, then serve until stopped."""
    address = checked_port(arguments)
    with_the_site(demo=arguments.demo)
    prepare(demo=os.environ.get("CSPLAN_DEMO") == "1")
    serve(address, work=arguments.work)
    return DONE


def checked_port(arguments: argparse.Namespace) -> str:
    """The address and port to listen on. Raises BadDuration for a port that cannot be."""
    if not 1 <= arguments.port <= 65_535:
        raise BadDuration("--port is from 1 to 65535; give such a number")
    return f"{arguments.host}:{arguments.port}"


def prepare(*, demo: bool, **made_up: int) -> None:
    """Bring the database up to date, collect the static files, and on a training site make up what is not there."""
    from django.core.management import call_command

    bring_up_to_date()
    unused = ["material-icons*", "uswds-icons*", "hero.*", "*.map"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=unused)
    if demo:
        call_command("prepare_demo", **made_up)


def serve(bind: str, *, work: bool = False) -> None:
    """Serve until stopped; where asked for, and on a training site, with a worker beside."""
    print(f"csplan is served at http://{bind}/ (stop with Ctrl+C)", flush=True)
    from gunicorn.app.wsgiapp import WSGIApplication

    if work or os.environ.get("CSPLAN_DEMO") == "1":  # it ends when this process has ended, however that was
        subprocess.Popen([sys.executable, "-m", "csplan", "work", "--beside", str(os.getpid())])

    class Server(WSGIApplication):  # type: ignore[misc]  # gunicorn is not typed
        def load_config(self) -> None:
            for name, value in {"bind": bind, "workers": 2, "threads": 4, "loglevel": "warning"}.items():
                self.cfg.set(name, value)
            self.app_uri = "csplan.site.wsgi:application"

    Server("%(prog)s").run()
