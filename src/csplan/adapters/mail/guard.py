"""The guard at the way out: what arrives is never refused, but a Social Security number does not leave by mail."""

import re
from typing import Final

from stdnum.us import ssn

from csplan.outbox.doors import Held

_DASH: Final = r"[\s.\-\u00ad\u2010-\u2015\u2212]"
_WRITTEN: Final = re.compile(rf"(?<!\d)(\d{{3}}){_DASH}{{1,3}}(\d{{2}}){_DASH}{{1,3}}(\d{{4}})(?!\d)")
_NAMED: Final = re.compile(r"\b(?:SSN|social\s+security)\b\D{0,20}(\d{3})(\d{2})(\d{4})(?!\d)", re.IGNORECASE)
"""Nine digits alone may be a case number; they are held where words before them say what they are."""


def check_leaving(*texts: str) -> None:
    """Raises Held where one of the texts shows what could be a Social Security number."""
    for text in texts:
        for found in (*_WRITTEN.finditer(text), *_NAMED.finditer(text)):
            if ssn.is_valid("-".join(found.groups())):
                raise Held("it shows what could be a Social Security number, which does not leave by mail")
