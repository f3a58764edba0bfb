"""What several commands print in the same way."""

import json
import sys
from typing import Any


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON, in letters that the output can show."""
    return json.dumps(value, ensure_ascii=sys.stdout.encoding.lower() != "utf-8", indent=indent)


def counted(number: int, thing: str) -> str:
    """A number with its thing: "no defects", "1 defect", "2 defects"."""
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"
