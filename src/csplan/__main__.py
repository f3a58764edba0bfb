"""Runs the csplan command: python -m csplan."""

import sys

from csplan.cli.main import main

sys.exit(main())
