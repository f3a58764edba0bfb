"""The text of an event: in the characters and the length that the case system takes, never a number unmasked."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.us import ssn

from csplan.events.demands import demands, words
from csplan.events.judging import judging_words
from csplan.events.plain import LEAST, parts_of, plain_text
from csplan.events.queries import time_words
from csplan.events.report import BadReport, read_report, report_text

CANDIDATE = re.compile(r"(?<!\d)\d{9}(?!\d)")
NUMBERS = st.from_regex(re.compile(r"[0-8]\d{2}[ -]?\d{2}[ -]?\d{4}", re.ASCII), fullmatch=True)
TEXTS = st.lists(st.one_of(st.text(max_size=20), NUMBERS, st.sampled_from(["word ", "a" * 90])), max_size=15).map(
    " ".join
)
BRIEF = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@BRIEF
@given(TEXTS, st.integers(LEAST, 400))
def test_no_part_is_over_the_limit_or_outside_ascii_and_nothing_is_left_out(text: str, limit: int) -> None:
    whole = plain_text(text)
    parts = parts_of(whole, limit)
    assert all(len(part) <= limit and part.isascii() and "\n" not in part for part in parts)
    bare = parts if len(parts) == 1 else [part.split(") ", 1)[1] for part in parts]
    assert "".join(bare).replace(" ", "") == whole.replace(" ", "")


@pytest.mark.requirement("WI-CSP-KIDS-01")
@BRIEF
@given(TEXTS, st.integers(LEAST, 400))
def test_no_part_shows_a_social_security_number(text: str, limit: int) -> None:
    for part in parts_of(plain_text(text), limit):
        digits = re.sub(r"(?<=\d)[ -](?=\d)", "", part)
        assert not [found for found in CANDIDATE.findall(part) if ssn.is_valid(found)]
        assert not re.search(r"(?<!\d)536[ -]?90[ -]?4399(?!\d)", digits)


@pytest.mark.parametrize(
    "written", ["536-90-4399", "536 90 4399", "536904399", "536\u201390\u20134399", "５３６９０４３９９"]
)
def test_a_social_security_number_is_masked_however_it_is_written(written: str) -> None:
    assert plain_text(f"number {written} was named").count("*") == 9


def test_the_cases_own_number_is_not_mistaken_for_another() -> None:
    assert plain_text("case 536904399", but="536904399") == "case 536904399"


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("Mar\u00eda \u201cNu\u00f1ez\u201d \u2013 caf\u00e9\u2026", 'Maria "Nunez" - cafe...'),
        ("Nguy\u1ec5n \u0110\u00f4ng", "Nguyen Dong"),
        ("\u4e2d\u6587", "??"),
        ("two\nlines\tand  room", "two lines and room"),
    ],
)
def test_letters_that_the_case_system_cannot_take_are_written_with_those_it_takes(typed: str, taken: str) -> None:
    assert plain_text(typed) == taken


def test_a_case_system_that_takes_every_letter_gets_every_letter() -> None:
    assert plain_text("Nguy\u1ec5n\x00", "any") == "Nguy\u1ec5n"
    assert plain_text("caf\u00e9 \u1ec5", "latin-1") == "caf\u00e9 e"


def test_parts_are_numbered_and_cut_between_words() -> None:
    parts = parts_of("word " * 40, 80)
    assert [part[:6] for part in parts] == ["(1/3) ", "(2/3) ", "(3/3) "]
    assert all(part.split(") ")[1].startswith("word") for part in parts)


@pytest.mark.requirement("WI-CSP-KIDS-04")
def test_judging_words_are_found_whole_and_explained() -> None:
    found = judging_words("She is Lazy and lying; the liaison lies on the table")
    assert [each.word for each in found] == ["lazy", "lying", "lies"]
    assert all(each.why for each in found)


def test_every_judging_word_is_found_where_it_stands_alone() -> None:
    listed = [word for group in words()["judging"] for word in group["words"]]
    assert len(set(listed)) == len(listed) > 30
    assert [word for word in listed if judging_words(f"it was {word}, they said")[0].word != word] == []


def test_a_state_that_says_nothing_owes_no_events() -> None:
    assert demands("us-wy").owed == () and demands("us-wy").limit == words()["limit"]


@pytest.mark.requirement("WI-CSP-KIDS-02")
def test_the_sources_are_quoted_with_their_citation() -> None:
    assert any("45 CFR 303.2" in each.cite for each in demands("us-wi").says)


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(0, "less than a minute"), (40, "40 min"), (360, "6 h"), (365, "6 h 5 min"), (1620, "1 day 3 h")],
)
def test_a_lag_is_told_in_words(minutes: int, says: str) -> None:
    began = datetime(2026, 11, 23, tzinfo=UTC)
    assert time_words(datetime.fromtimestamp(began.timestamp() + 60 * minutes, UTC) - began) == says


COLUMNS = {"case number": "Case", "date": "Date", "worker": "Worker"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("1234567,13/45/2026,Ann", "cannot read the date '13/45/2026'"),
        ("1234567,2026-11-23 25:00,Ann", "cannot read the time '25:00'"),
        ("1234567,2026-11-23", "has 2 columns where the heading has 3"),
        (",2026-11-23,Ann", "names no case"),
    ],
)
def test_a_line_of_a_report_that_cannot_be_used_is_told_by_its_line(row: str, says: str) -> None:
    lines, troubles = read_report(f"Case,Date,Worker\n7654321,11/23/2026,Ann\n{row}\n", COLUMNS)
    assert [each.number for each in lines] == ["7654321"]
    assert [(each.line, says in each.says) for each in troubles] == [(3, True)]


def test_the_same_line_twice_counts_once_and_is_told() -> None:
    lines, troubles = read_report("Case,Date,Worker\r\n1,2026-11-23,A\r\n1,2026-11-23,A\r\n", COLUMNS)
    assert len(lines) == 1 and [str(each.says) for each in troubles] == ["is the same as line 2; it counts once"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04\0\0", "no CSV file"),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (b"Case,Case\n1,2\n", "does not name each column once"),
        (b'Case,Date\n"1,2026-11-23\n', "cannot be read as CSV"),
    ],
)
def test_what_is_no_report_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(BadReport, match=says):
        read_report(report_text(content), COLUMNS)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_a_report(text: str) -> None:
    try:
        lines, troubles = read_report(f"Case,Date\n{text}", COLUMNS)
    except BadReport:
        return
    assert all(each.number for each in lines) and all(each.line > 1 for each in troubles)
