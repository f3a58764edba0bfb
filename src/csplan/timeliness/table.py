"""The timeliness of a replay, as a table to print and as data for programs."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from csplan.core.timeliness import FORMULA, HIDDEN, SMALL, TOO_SMALL, Counts, one_in_public, shown_in_public
from csplan.timeliness.plan_replay import PlanReplay
from csplan.timeliness.problems import Problem
from csplan.timeliness.replay import Replay

COUNTED: Final = ("rows", "met", "missed", "open", "open_past_due", "inconsistent", "unreadable")
FIGURES: Final = (*COUNTED, "share", "median", "p90")
HEADINGS: Final = (
    *("clocks", "met", "missed", "open", "past due", "inconsistent", "unreadable"),
    *("share", "median", "p90"),
)
BESIDE: Final = "beside_promised_dates"
MOST_SHOWN: Final = 40  # values of one column; --json has all
WIDEST: Final = 60  # characters of a value
NOT_SHOWN: Final = (
    f"{TOO_SMALL}: a group of fewer than {SMALL} clocks is not shown; "
    f"{HIDDEN}: nor is a larger one, where that would give away the smaller. "
    f"Nor are median and p90 of fewer than {SMALL} answers."
)
Shown = Counts | str  # counts, or in public figures TOO_SMALL or HIDDEN instead of them
Groups = Mapping[str, Mapping[str, Shown]]


def replay_data(replay: Replay | PlanReplay, *, public: bool = False) -> dict[str, Any]:
    """The replay as data; in public figures what belongs to few clocks is null, under "hidden" why; no row is named."""
    by = _groups(replay.by, public)
    what_if = replay.what_if if isinstance(replay, Replay) else None
    return {
        **_figures(_one(replay.counts, public)),
        "as_of": replay.as_of.isoformat() if replay.as_of else None,
        "by": {name: {value: _figures(counts) for value, counts in groups.items()} for name, groups in by.items()},
        "what_if": None if what_if is None else _figures(_one(what_if, public)),
        "problems": [] if public else [{"line": each.line, "why": each.why} for each in replay.problems],
        **(_of_plan(replay, public) if isinstance(replay, PlanReplay) else {}),
        **({"hidden": _hidden(replay)} if public else {}),
    }


def _of_plan(replay: PlanReplay, public: bool) -> dict[str, Any]:
    beside = _groups({BESIDE: replay.beside}, public)[BESIDE]
    contacts = {} if public else {"contacts": replay.contacts, "without_clock": replay.without_clock}
    return {BESIDE: {name: _figures(counts) for name, counts in beside.items()}, **contacts}


def replay_text(replay: Replay, asked: str, *, what_if: str = "", public: bool = False) -> str:
    """The replay as a table; asked says what was measured."""
    rows = [("all", _one(replay.counts, public))]
    units = replay.unit
    if replay.what_if:
        other = replay.what_if_unit
        rows.append((f"if {what_if}", _one(replay.what_if, public)))
        units += f' (row "if {what_if}": in {other})' if other != units else ""
    measure = f"median and p90: time taken in {units}, nearest rank"
    return _text(f"{asked}{_as_of(replay)}", rows, _groups(replay.by, public), replay, measure, public)


def plan_replay_text(replay: PlanReplay, asked: str, notes: Sequence[str] = (), *, public: bool = False) -> str:
    """The replay of a plan as a table; notes are lines to end with."""
    measure = "median and p90: time taken in the standard's unit, nearest rank; - where units differ"
    rows = [("all", _one(replay.counts, public))]
    by = replay.by | ({"original limit beside a promised date": replay.beside} if replay.beside else {})
    text = _text(f"{asked}{_as_of(replay)}", rows, _groups(by, public), replay, measure, public)
    if replay.without_clock and not public:
        text += f"\n\n{replay.without_clock:,} of {replay.contacts:,} contacts started no clock of the plan."
    return "\n".join([text, *([""] if notes else []), *notes])


def _text(
    title: str,
    rows: Sequence[tuple[str, Shown]],
    by: Groups,
    replay: Replay | PlanReplay,
    measure: str,
    public: bool,
) -> str:
    lines = [title, "", *_table("", rows)]
    for name, groups in by.items():
        lines += ["", *_table(name, list(groups.items())[:MOST_SHOWN])]
        if len(groups) > MOST_SHOWN:
            lines.append(f"... and {len(groups) - MOST_SHOWN} more values; --json has all")
    lines += ["", f"{FORMULA}; {measure}."]
    if public:
        lines.append(NOT_SHOWN)
    elif replay.problems:
        lines += ["", *_problems(replay.problems, replay.counts.unreadable)]
    return "\n".join(lines)


def _as_of(replay: Replay | PlanReplay) -> str:
    return f", as of {replay.as_of}" if replay.as_of else ""


def _one(counts: Counts, public: bool) -> Shown:
    return one_in_public(counts) if public else counts


def _groups(by: Mapping[str, Mapping[str, Counts]], public: bool) -> Groups:
    return {name: shown_in_public(groups) for name, groups in by.items()} if public else by


def _hidden(replay: Replay | PlanReplay) -> dict[str, dict[str, str]]:
    """Why the groups that are not shown in public are not, by column and value."""
    by = replay.by | ({BESIDE: replay.beside} if isinstance(replay, PlanReplay) else {})
    return {
        name: {value: mark for value, mark in groups.items() if isinstance(mark, str)}
        for name, groups in _groups(by, public=True).items()
    }


def _figures(counts: Shown) -> dict[str, Any]:
    return {name: None if isinstance(counts, str) else getattr(counts, name) for name in FIGURES}


def _table(heading: str, rows: Sequence[tuple[str, Shown]]) -> list[str]:
    """The lines of a table with one row for each group; a column in which all is nought is left out."""
    shown = [counts for _, counts in rows if isinstance(counts, Counts)]
    kept = [name for name in FIGURES if name in _ALWAYS or any(getattr(counts, name) for counts in shown)]
    headings = [HEADINGS[FIGURES.index(name)] for name in kept]
    cells = [[heading, *headings]] + [[_value(value), *_cells(counts, kept)] for value, counts in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(kept) + 1)]
    return [_line(row, widths) for row in cells]


def _value(value: str) -> str:
    shown = " ".join(value.split())
    return (shown if len(shown) <= WIDEST else shown[: WIDEST - 3] + "...") or "(blank)"


_ALWAYS: Final = {"rows", "met", "missed", "open", "open_past_due", "share", "median", "p90"}


def _cells(counts: Shown, names: Sequence[str]) -> list[str]:
    if isinstance(counts, str):
        return [counts, *[""] * (len(names) - 1)]
    return [_cell(name, getattr(counts, name)) for name in names]


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    if name == "share":
        return f"{100 * value:.1f}%"
    return f"{value:,}" if name in COUNTED else f"{value:.4g}"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = row
    cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
    return "  ".join(cells).rstrip()


def _problems(problems: Sequence[Problem], unreadable: int) -> list[str]:
    lines = [f"line {each.line}: {each.why}" for each in problems[:10]]
    rest = unreadable - len(lines)
    more = [f"... and {rest:,} more; --json tells the first 100"] if rest > 0 else []
    return [f"{unreadable:,} cannot be read:", *lines, *more]
