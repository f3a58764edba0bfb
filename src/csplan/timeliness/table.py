"""The timeliness of a replay, as a table to print and as data for programs."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from csplan.core.timeliness import FORMULA, SMALL, Counts, shown_in_public
from csplan.timeliness.replay import Replay

COUNTED: Final = ("rows", "met", "missed", "open", "open_past_due", "inconsistent", "unreadable")
FIGURES: Final = (*COUNTED, "share", "median", "p90")
HEADINGS: Final = (
    "clocks",
    "met",
    "missed",
    "open",
    "past due",
    "inconsistent",
    "unreadable",
    "share",
    "median",
    "p90",
)
MOST_SHOWN: Final = 40  # values of one column; --json has all


def replay_data(replay: Replay, *, public: bool = False) -> dict[str, Any]:
    """The replay as data; in public figures what belongs to few clocks is null."""
    whole, by, what_if = _shown(replay, public)
    return {
        **_figures(whole),
        "as_of": replay.as_of.isoformat() if replay.as_of else None,
        "by": {name: {value: _figures(counts) for value, counts in groups.items()} for name, groups in by.items()},
        "what_if": None if replay.what_if is None else _figures(what_if),
        "problems": [] if public else [{"line": each.line, "why": each.why} for each in replay.problems],
    }


def replay_text(replay: Replay, asked: str, *, what_if: str = "", public: bool = False) -> str:
    """The replay as a table; asked says what was measured."""
    whole, by, other = _shown(replay, public)
    as_of = f", as of {replay.as_of}" if replay.as_of else ""
    rows = [("all", whole)] + ([(f"if {what_if}", other)] if what_if else [])
    lines = [asked + as_of, "", *table("", rows)]
    for name, groups in by.items():
        lines += ["", *table(name, list(groups.items())[:MOST_SHOWN])]
        if len(groups) > MOST_SHOWN:
            lines.append(f"... and {len(groups) - MOST_SHOWN} more values; --json has all")
    lines += ["", f"{FORMULA}; median and p90: time taken in {replay.unit}, nearest rank."]
    if public:
        lines.append(f"Groups of fewer than {SMALL} clocks are not shown.")
    elif replay.problems:
        lines += ["", *_problems(replay, whole)]
    return "\n".join(lines)


def table(heading: str, rows: Sequence[tuple[str, Counts | None]]) -> list[str]:
    """The lines of a table with one row for each group."""
    cells = [[heading, *HEADINGS]] + [[value or "(blank)", *_cells(counts)] for value, counts in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    return [_line(row, widths) for row in cells]


def _shown(
    replay: Replay, public: bool
) -> tuple[Counts | None, Mapping[str, Mapping[str, Counts | None]], Counts | None]:
    if not public:
        return replay.counts, replay.by, replay.what_if
    enough = replay.counts.rows >= SMALL
    by = {name: shown_in_public(groups) for name, groups in replay.by.items()}
    return (replay.counts if enough else None), by, (replay.what_if if enough else None)


def _figures(counts: Counts | None) -> dict[str, Any]:
    return {name: getattr(counts, name) if counts else None for name in FIGURES}


def _cells(counts: Counts | None) -> list[str]:
    if counts is None:
        return [f"<{SMALL}", *[""] * (len(HEADINGS) - 1)]
    numbers = [f"{getattr(counts, name):,}" for name in COUNTED]
    share = "-" if counts.share is None else f"{100 * counts.share:.1f}%"
    return [*numbers, share, *("-" if value is None else f"{value:.4g}" for value in (counts.median, counts.p90))]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = row
    cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
    return "  ".join(cells).rstrip()


def _problems(replay: Replay, whole: Counts | None) -> list[str]:
    lines = [f"line {each.line}: {each.why}" for each in replay.problems[:10]]
    unreadable = whole.unreadable if whole else 0
    rest = unreadable - len(lines)
    return [f"{unreadable} not readable:", *lines] + (
        [f"... and {rest} more; --json tells the first 100"] if rest > 0 else []
    )
