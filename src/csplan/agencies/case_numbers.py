"""Case numbers, as an agency's case system writes them and as people type them."""

import re

from csplan.agencies.models import Agency


def case_number(agency: Agency, typed: str) -> str | None:
    """A number as the agency's case system writes it, also where spaces or hyphens stand in it; None for none."""
    written = (typed.strip(), re.sub(r"[\s-]", "", typed))
    return next((each for each in written if re.fullmatch(agency.case_pattern, each)), None)
