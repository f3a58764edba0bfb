"""csplan due answers one question, or a stream of them, and each bad line with its own error."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from csplan.cli.due_batch import LONGEST_LINE, answers
from csplan.cli.main import COMMANDS, main
from csplan.core import tables

ASK = ["due", "--at", "2026-11-25T16:45", "--within", "1 business day", "--calendar", "us-wi"]
Capture = pytest.CaptureFixture[str]

TWICE = {
    "hours": {"mon": [["08:00", "12:00"]]},
    "closed": ["2026-01-05"],
    "special": {"2026-01-05": [["08:00", "09:00"]]},
}


def answer(**question: Any) -> dict[str, Any]:
    """The answer to one question of a batch: one business day from the eve of Thanksgiving unless said otherwise."""
    asked = {"start": "2026-11-25T16:45:00", "n": 1, "unit": "business days"} | question
    return dict(json.loads(next(answers([json.dumps(asked).encode()]))))


def test_one_question_is_answered_in_words_and_for_programs(capsys: Capture) -> None:
    assert main(ASK) == 0
    assert capsys.readouterr().out == "2026-11-27T16:30:00-06:00  Friday 27 November 2026, 16:30\n"
    assert main([*ASK, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "start": "2026-11-25T16:45:00-06:00",
        "due": "2026-11-27T16:30:00-06:00",
        "due_date": "2026-11-27",
    }


def test_an_explanation_may_be_asked_for_as_text_or_data(capsys: Capture) -> None:
    assert main([*ASK, "--explain"]) == 0
    assert "Thanksgiving" in capsys.readouterr().out
    assert main([*ASK, "--explain", "--json"]) == 0
    days = json.loads(capsys.readouterr().out)["parts"][0]["days"]
    assert [day["counted"] for day in days] == [False, False, True]


@pytest.mark.parametrize(
    ("options", "due"),
    [
        (["--closed-start", "roll-after-hours"], "2026-11-30T16:30"),
        (["--day-one", "start-day"], "2026-11-25T16:30"),
        (["--due-time", "end-of-day"], "2026-11-27T23:59"),
        (["--due-time", "same-time"], "2026-11-27T16:45"),
        (["--within", "24 hours", "--skip", "sundays-and-holidays"], "2026-11-27T16:45"),
        (["--within", "3 days", "--end-roll", "next-open-day"], "2026-11-30T23:59"),
        (["--within", "3 days", "--end-roll", "previous-open-day"], "2026-11-27T23:59"),
        (["--tz", "America/Denver"], "2026-11-27T16:30:00-07:00"),
        (["--extend", "1 business day"], "2026-11-30T16:30"),
        (["--due-time", "same-time", "--extend", "1 business day"], "2026-11-30T16:45"),
        (["--within", "1 day", "--extend", "2 days", "--end-roll", "next-open-day"], "2026-11-30T23:59"),
        (["--within", "1 hour", "--extend", "1 hour", "--skip", "sundays-and-holidays"], "2026-11-25T18:45"),
        (["--within", "8 hours", "--extend", "1 hour", "--skip", "sundays-and-holidays"], "2026-11-27T01:45"),
        (["--within", "same day"], "2026-11-25T23:59"),
        (["--pause", "2026-11-27T08:00", "2026-11-28T08:00"], "2026-11-30T16:30"),
        (["--calendar", "us-wi-example"], "2026-11-30T16:30"),
    ],
)
def test_each_option_of_the_command_changes_the_answer(options: list[str], due: str, capsys: Capture) -> None:
    assert main([*ASK, *options]) == 0
    assert capsys.readouterr().out.startswith(due)


def test_a_calendar_may_be_a_file(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\nbased_on = "us-wi"\n[[closed]]\nname = "Fair"\ndates = [2026-11-27]\n')
    assert main([*ASK[:-1], str(file)]) == 0
    assert capsys.readouterr().out.startswith("2026-11-30T16:30")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["due", "--at", "2026-11-25", "--within", "1 day"], "cannot read the time '2026-11-25'"),
        (["due", "--at", "2026-11-31T10:00", "--within", "1 day"], "no such date or time"),
        (["due", "--at", "2026-11-25T10:00", "--within", "1 fortnight"], "unknown unit 'fortnight'; use one of"),
        (["due", "--at", "2026-11-25T10:00", "--within", "soon"], "cannot read the duration 'soon'"),
        (["due", "--at", "2036-11-25T10:00", "--within", "1 day"], "covers 2009-01-01 to 2035-12-31"),
        (["due", "--at", "2026-11-25T10:00", "--within", "1 day", "--calendar", "us-xx"], "unknown calendar 'us-xx'"),
        (["due", "--at", "2026-11-25T10:00", "--within", "1 day", "--tz", "Mars"], "unknown time zone 'Mars'"),
        (["due", "--at", "2026-11-25T10:00", "--within", "1 hour", "--due-time", "close"], "no meaning for hours"),
        (["due"], "give --at and --within"),
        (["due", "--batch", "-", "--at", "2026-11-25T10:00"], "leave out --at and --within"),
        (["due", "--batch", "nowhere.jsonl"], "nowhere.jsonl: No such file"),
    ],
)
def test_a_bad_question_is_answered_in_one_line_with_status_2(words: list[str], says: str, capsys: Capture) -> None:
    assert main(words) == 2
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


def test_a_batch_answers_in_order_and_repeats_the_id_whatever_it_is() -> None:
    for name in (7, "b", None, [1, {"x": 2}], True, 1.5):
        assert answer(id=name) == {"id": name, "due": "2026-11-27T16:30:00-06:00", "due_date": "2026-11-27"}


def test_a_start_may_carry_its_offset() -> None:
    assert answer(start="2026-11-25T22:45:00Z") == answer()
    assert answer(start="2026-11-26T06:30:00+00:00", n=0, unit="days")["due_date"] == "2026-11-26"


def test_an_inline_calendar_replaces_the_named_one_and_counts_in_utc() -> None:
    hours = {"hours": {"wed": [["08:00", "16:30"]], "thu": [["08:00", "24:00"]]}}
    assert answer(calendar=hours)["due"] == "2026-11-27T00:00:00+00:00"
    assert answer(calendar=hours)["due_date"] == "2026-11-26"
    assert answer(calendar=hours, tz="America/Denver")["due"] == "2026-11-27T00:00:00-07:00"
    special = {**hours, "special": {"2026-11-26": [["09:00", "10:00"]]}}
    assert answer(calendar=special)["due"] == "2026-11-26T10:00:00+00:00"
    assert answer(calendar={**hours, "closed": ["2026-11-26"]})["due_date"] == "2026-12-02"


def test_an_inline_calendar_has_no_horizon() -> None:
    week = {"hours": {"mon": [["08:00", "16:30"]]}}
    assert answer(calendar=week, start="1875-01-04T10:00", n=500)["due_date"] == "1884-08-04"
    assert answer(calendar=week, start="2875-01-04T10:00", n=-1)["due_date"].startswith("287")


def test_a_limit_that_no_calendar_could_hold_is_refused_without_laying_one_out() -> None:
    before = dict(tables._kept)
    week = {"hours": {"mon": [["08:00", "16:30"]]}}
    assert "leaves the years" in answer(calendar=week, n=1_000_000)["error"]
    assert tables._kept == before


def test_the_tables_kept_in_memory_are_bounded_by_their_days() -> None:
    for opens in range(10, 30):
        answer(calendar={"hours": {"mon": [[f"08:{opens}", "16:30"]]}}, n=9000)
    assert sum(each.days for each in tables._kept.values()) <= tables.MOST_DAYS


def test_pauses_of_a_batch_line_count_on_the_wall_of_its_zone() -> None:
    pauses = [["2026-11-27T10:00", "2026-11-28T10:00"], ["2026-11-27T20:00:00Z", "2026-11-30T23:30:00Z"]]
    assert answer(pauses=pauses)["due_date"] == "2026-12-01"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ({"n": 1.5}, "whole number"),
        ({"n": True}, "whole number"),
        ({"n": "1"}, "whole number"),
        ({"n": 10**9}, "give a number from"),
        ({"unit": "fortnights"}, "unknown unit"),
        ({"unit": ["days"]}, "unknown unit"),
        ({"unit": "hours", "counting": {"day_one": "start-day"}}, "day_one has no meaning for hours"),
        ({"unit": "days", "counting": {"closed_start": "roll"}}, "closed_start has no meaning for days"),
        ({"counting": {"end_roll": "next-open-day"}}, "end_roll has no meaning for business days"),
        ({"counting": {"due_time": "noon"}}, "unknown due_time 'noon'; use one of: close, end-of-day, same-time"),
        ({"counting": {"roll": "x"}}, "unknown counting option 'roll'"),
        ({"counting": "roll"}, "counting must be an object"),
        ({"start": "yesterday"}, "cannot read the time"),
        ({"start": 5}, "cannot read the time"),
        ({"tz": "America/Nowhere"}, "unknown time zone"),
        ({"tz": 6}, "tz must be a zone"),
        ({"calendar": "us-zz"}, "unknown calendar"),
        ({"calendar": 5}, "calendar must be a name"),
        ({"calendar": {}}, "never open"),
        ({"calendar": {"hours": {"mon": []}}}, "never open"),
        ({"calendar": {"hours": {"mon": [["16:00", "08:00"]]}}}, "closes before it opens"),
        ({"calendar": {"hours": {"mon": [["08:00", "12:00"], ["11:00", "16:00"]]}}}, "overlap"),
        ({"calendar": {"hours": {"moon": [["08:00", "12:00"]]}}}, "unknown weekday 'moon'"),
        ({"calendar": {"hours": {"mon": [["08:00", "12:00"]]}, "closed": ["26 Nov"]}}, "cannot read the date"),
        ({"calendar": TWICE}, "both closed and special"),
        ({"pauses": [["2026-11-25T10:00"]]}, "list of pairs"),
        ({"pauses": [["2026-11-26T10:00", "2026-11-25T10:00"]]}, "ends before it begins"),
        ({"pauses": [["2026-11-26T10:00", None]]}, "no due instant until it ends"),
        ({"unit": "months", "pauses": [["2026-11-25T10:00", "2026-11-26T10:00"]]}, "months cannot be paused"),
        ({"n": -1, "pauses": [["2026-11-25T10:00", "2026-11-26T10:00"]]}, "counts back cannot be paused"),
        ({"start": "2037-01-01T10:00"}, "covers 2009-01-01 to 2035-12-31"),
        ({"n": 1_000_000, "calendar": {"hours": {"mon": [["08:00", "12:00"]]}}}, "leaves the years"),
        ({"zone": "UTC"}, "unknown key 'zone'"),
        ({"pauses": 0}, "list of pairs"),
        ({"pauses": ""}, "list of pairs"),
        ({"calendar": ""}, "unknown calendar ''"),
        ({"tz": ""}, "unknown time zone ''"),
        ({"tz": "localtime"}, "unknown time zone 'localtime'"),
    ],
)  # fmt: skip
def test_each_bad_question_gets_its_own_error(question: dict[str, Any], says: str) -> None:
    found = answer(id="q", **question)
    assert set(found) == {"id", "error"}
    assert says in found["error"]
    assert "\n" not in found["error"]


def test_bad_lines_are_answered_and_do_not_stop_the_stream(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    good = b'{"id": 1, "start": "2026-11-25T16:45", "n": 1, "unit": "business days"}\n'
    long = b'{"id": "' + b"x" * (LONGEST_LINE + 5) + b'"}\n'
    lines = [
        good,
        b"nonsense\n",
        b"\n",
        b"[1]\n",
        b"\xff\xfe\n",
        b"[" * 5000 + b"\n",
        b'{"n": NaN}\n',
        b'{"id": 1e999}\n',
        long,
        good,
    ]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"".join(lines).rstrip(b"\n"))))
    assert main(["due", "--batch", "-"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["due" in one for one in found] == [True, *[False] * 8, True]


def test_every_command_has_help_with_an_example(capsys: Capture) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as left:
            main([name, "--help"])
        assert left.value.code == 0
        assert "example" in capsys.readouterr().out


def test_an_unknown_command_is_one_line_with_status_2(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as left:
        main(["dew"])
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
