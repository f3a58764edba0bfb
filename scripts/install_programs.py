"""Install the programs that are missing, from Debian's packages.

usage: python3 scripts/install_programs.py chromium npm postgresql
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOUND = {
    "chromium": lambda: shutil.which("chromium"),
    "npm": lambda: shutil.which("npm"),
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb"),
}
PACKAGES = {"npm": ["nodejs", "npm"]}


def main(names: list[str]) -> int:
    """Install what is missing. Exit status 0 when all is there, 1 otherwise."""
    missing = [name for name in names if not FOUND[name]()]
    packages = [package for name in missing for package in PACKAGES.get(name, [name])]
    if packages and not install(packages):
        print(f"missing: {', '.join(missing)}; install with: apt-get install {' '.join(packages)}", file=sys.stderr)
        return 1
    return 0


def install(packages: list[str]) -> bool:
    """Install packages by apt, as root or by sudo without a password."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return False
    subprocess.call([*sudo, "apt-get", "update", "-qq"])
    quiet = ["-y", "-qq", "--no-install-recommends"]
    return subprocess.call([*sudo, "apt-get", "install", *quiet, *packages], stdout=subprocess.DEVNULL) == 0


if __name__ == "__main__":
    if not sys.argv[1:] or set(sys.argv[1:]) - set(FOUND):
        print(__doc__)
        sys.exit(2)
    sys.exit(main(sys.argv[1:]))
