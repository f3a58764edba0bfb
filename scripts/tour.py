"""Take the pictures of the guides: a training site of its own, its main pages, each as somebody who uses it.

python scripts/tour.py docs/images/tour
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
WORKER, DESK = "Alice Worker, case worker", "Frank Front, front desk"
SUPERVISOR, DIRECTOR = "Sam Supervisor, supervisor", "Dana Director, agency director"
STOPS = (  # name of the picture, who looks (None: nobody is signed in), address
    ("sign-in", None, "/sign-in/"),
    ("my-due-list", WORKER, "/due/"),
    ("a-contact", WORKER, "/due/ > th a"),
    ("log-a-contact", DESK, "/calls/new/"),
    ("office-list", DESK, "/office/"),
    ("events-owed", WORKER, "/events/owed/"),
    ("who-is-away", SUPERVISOR, "/away/"),
    ("team-board", SUPERVISOR, "/team/"),
    ("calendar", SUPERVISOR, "/calendar/"),
    ("imports", SUPERVISOR, "/imports/"),
    ("choices", DIRECTOR, "/choices/"),
    ("people", "Adam Administrator, system administrator", "/people/"),
    ("counts", "regional administrator", "/agencies/"),
    ("api", WORKER, "/api/v1/docs"),
)


def main(folder: Path) -> None:
    """Start a training site, walk through its pages, stop it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as state, sync_playwright() as playwright:
        port = free_port()
        command = [sys.executable, "-m", "csplan", "demo", "--contacts", "6000", "--port", str(port)]
        with subprocess.Popen(command, env={**os.environ, "CSPLAN_STATE": state}) as site:
            try:
                wait_for(port)
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                for name, who, address in STOPS:
                    take(browser, f"http://127.0.0.1:{port}", folder / f"{name}.png", who, address)
            finally:
                site.terminate()


def take(browser: Any, site: str, picture: Path, who: str | None, address: str) -> None:
    """One picture, in a window of its own, as somebody who signs in by one click."""
    page: Page = browser.new_page(viewport={"width": 1100, "height": 800})
    if who:
        page.goto(f"{site}/sign-in/")
        page.locator("button", has_text=who).first.click()
    path, _, link = address.partition(" > ")
    page.goto(site + path)
    if link:
        page.locator(link).first.click()
    page.wait_for_load_state()
    page.screenshot(path=picture)
    print(picture.name, page.title())
    page.close()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until the site answers. Raises RuntimeError after five minutes."""
    for _ in range(600):
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise RuntimeError("the training site does not answer")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
