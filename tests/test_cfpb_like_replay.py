"""The numbers of a replay, recomputed from the file with nothing but Python's own dates.

The file has the shape of the public complaints of the US Consumer Financial Protection Bureau. A real one may be named
in the environment variable CSPLAN_CFPB; without it, one of the same shape is made from a seed.
"""

import csv
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from csplan.cli.main import main
from csplan.policy.calendars import named_calendar
from replays import COUNTED

WI = named_calendar("us-wi")
START, MET, BY = "date_received", "date_sent_to_company", "submitted_via"
HEADER = [START, "product", "consumer_complaint_narrative", BY, MET, "complaint_id"]
VIA = ("Web", "Phone", "Postal mail", "Referral", "Fax", "Email")
Row = dict[str, str]


def made_up(path: Path) -> Path:
    """1,000 complaints: most passed on at once, some late, some before they came, some never, a few illegible."""
    pick = Random(303)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(1000):
            received = date(2026, 8, 30) + timedelta(days=pick.randrange(60))
            sent = received + timedelta(days=pick.choice([-1, 0, 0, 0, 1, 1, 2, 3, 4, 5, 9, 30]))
            shown = f"{received:%-m/%-d/%Y}" if pick.random() > 0.01 else "13/45/2026"
            narrative = pick.choice(["", 'They said "wait",\nand I waited.', "Loan, fees"])
            answered = f"{sent:%-m/%-d/%Y}" if pick.random() > 0.05 else ""
            writer.writerow([shown, "Mortgage", narrative, pick.choice(VIA), answered, number])
    return path


@pytest.fixture
def complaints(tmp_path: Path) -> Path:
    named = Path(os.environ.get("CSPLAN_CFPB", ""))
    return named if named.is_file() else made_up(tmp_path / "complaints.csv")


def rows_of(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    """A date as the file writes it; ValueError for one that does not exist."""
    return datetime.strptime(text, "%m/%d/%Y").date() if text else None


def open_days(start: date, end: date) -> int:
    """The open days after start, up to and including end."""
    days = (start + timedelta(days=i) for i in range(1, (end - start).days + 1))
    return sum(WI.is_open_day(each) for each in days)


def due_day(start: date, n: int) -> date:
    """The n-th open day after start, found by looking at one day after the other."""
    found = start
    while n:
        found += timedelta(days=1)
        n -= WI.is_open_day(found)
    return found


def due_in_days(start: date, n: int) -> date:
    return start + timedelta(days=n)


def by_hand(rows: list[Row], due: Callable[[date], date], spent: Callable[[date, date], int]) -> dict[str, Any]:
    """The counts, share and percentiles of complaints."""
    as_of = max(each for row in rows for text in (row[START], row[MET]) if (each := _day_or_none(text)))
    verdicts = [_verdict(row, due, as_of) for row in rows]
    counts = Counter(verdicts)
    answered = [row for row, verdict in zip(rows, verdicts, strict=True) if verdict in ("met", "missed")]
    taken = sorted(spent(*_days(row)) for row in answered)
    judged = counts["met"] + counts["missed"] + counts["open_past_due"]
    return {
        "rows": len(rows),
        **{name: counts[name] for name in COUNTED},
        "share": counts["met"] / judged if judged else None,
        "median": taken[ceil(len(taken) / 2) - 1] if taken else None,
        "p90": taken[ceil(len(taken) * 9 / 10) - 1] if taken else None,
    }


def _day_or_none(text: str) -> date | None:
    try:
        return day(text)
    except ValueError:
        return None


def _days(row: Row) -> Iterator[Any]:
    return (day(row[name]) for name in (START, MET))


def _verdict(row: Row, due: Callable[[date], date], as_of: date) -> str:
    try:
        start, met = _days(row)
    except ValueError:
        return "unreadable"
    if met is None:
        return "open_past_due" if as_of > due(start) else "open"
    if met < start:
        return "inconsistent"
    return "met" if met <= due(start) else "missed"


def replayed(capsys: pytest.CaptureFixture[str], path: Path, within: str, *options: str) -> Any:
    assert main(["replay", str(path), "--start", START, "--met", MET, "--within", within, *options, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def figures(data: Any) -> Any:
    return {name: data[name] for name in ("rows", *COUNTED, "share", "median", "p90")}


def test_business_days_are_those_counted_by_hand(capsys: pytest.CaptureFixture[str], complaints: Path) -> None:
    data = replayed(capsys, complaints, "2 business days", "--by", BY, "--what-if", "1 business day")
    rows = rows_of(complaints)
    assert figures(data) == by_hand(rows, lambda start: due_day(start, 2), open_days)
    assert figures(data["what_if"]) == by_hand(rows, lambda start: due_day(start, 1), open_days)


def test_each_channel_is_counted_by_hand(capsys: pytest.CaptureFixture[str], complaints: Path) -> None:
    rows = rows_of(complaints)
    latest = max(each for row in rows for text in (row[START], row[MET]) if (each := _day_or_none(text)))
    data = replayed(capsys, complaints, "2 business days", "--by", BY)
    assert data["as_of"] == latest.isoformat()
    assert set(data["by"][BY]) == {row[BY] for row in rows}
    for value, group in data["by"][BY].items():
        verdicts = Counter(_verdict(row, lambda start: due_day(start, 2), latest) for row in rows if row[BY] == value)
        assert {name: group[name] for name in COUNTED} == {name: verdicts[name] for name in COUNTED}


def test_calendar_days_are_those_counted_by_hand(capsys: pytest.CaptureFixture[str], complaints: Path) -> None:
    data = replayed(capsys, complaints, "3 days")
    expected = by_hand(rows_of(complaints), lambda start: due_in_days(start, 3), lambda start, met: (met - start).days)
    assert figures(data) == expected
