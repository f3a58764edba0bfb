"""Make a virtual environment; on a bare Debian or Ubuntu, first install the package that can.

usage: python3 scripts/make_venv.py FOLDER
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path


def main(folder: str) -> int:
    """Make the environment in a folder, unless it is there. Exit status 0 when it is."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may well be the one that runs this file
        print(f"csplan needs Python 3.11 or newer, this is {sys.version.split()[0]}; set PYTHON=python3.12 or so")
        return 1
    if works(folder):
        return 0
    if not can_make() and not install_package():
        print("python3-venv is missing; install it with: apt-get install python3-venv")
        return 1
    return subprocess.call([sys.executable, "-m", "venv", "--clear", folder])


def works(folder: str) -> bool:
    """Whether the folder holds an environment with pip."""
    python = Path(folder) / "bin" / "python"
    return python.exists() and subprocess.call([python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0


def can_make() -> bool:
    """Whether this Python can make environments: Debian keeps ensurepip in a package of its own."""
    try:
        import ensurepip
    except ImportError:
        return False
    return bool(venv and ensurepip)


def install_package() -> bool:
    """Install python3-venv by apt, as root or by sudo without a password."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return False
    name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    subprocess.call([*sudo, "apt-get", "update", "-qq"])
    install = [*sudo, "apt-get", "install", "-y", "-qq"]
    return any(subprocess.call([*install, each]) == 0 for each in (name, "python3-venv"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__)
        sys.exit(2)
    sys.exit(main(sys.argv[1]))
