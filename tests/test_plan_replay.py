"""csplan replay by a plan: which standards bind a contact, which leads, and what relieves them."""

import csv
import json
from collections import Counter
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from csplan.cli.main import main
from plan_files import changed
from replays import COUNTED, counts, refused

Capsys = pytest.CaptureFixture[str]
PLAN = Path(str(resources.files("csplan") / "policies/us-wi/examples/complete.toml"))
PHONE = {"channel": "phone", "party": "custodial parent"}


def log_of(path: Path, *contacts: Mapping[str, str]) -> Path:
    """A log with a column for each thing that is said of a contact."""
    names = list(dict.fromkeys(name for contact in contacts for name in contact))
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(contacts)
    return path


def replayed(capsys: Capsys, log: Path, *options: str, plan: Path = PLAN) -> Any:
    assert main(["replay", str(log), "--plan", str(plan), *options, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    for group in (data, *data["by"]["standard"].values()):
        assert sum(group[name] for name in COUNTED) == group["rows"]
    return data


def standards(data: Any) -> dict[str, dict[str, int]]:
    return {name: counts(group) for name, group in data["by"]["standard"].items()}


def rows_out(capsys: Capsys, log: Path, *options: str) -> list[dict[str, str]]:
    """The rows that --out writes."""
    out = log.with_name("clocks.csv")
    replayed(capsys, log, "--out", str(out), *options)
    with out.open() as file:
        return list(csv.DictReader(file))


def clock_rows(capsys: Capsys, log: Path, *options: str) -> dict[str, dict[str, str]]:
    """The rows that --out writes, by standard."""
    return {row["standard"]: row for row in rows_out(capsys, log, *options)}


@pytest.mark.requirement("WI-CSP-PHONE-01")
def test_a_call_on_friday_before_labor_day_is_due_by_the_end_of_tuesday(capsys: Capsys, tmp_path: Path) -> None:
    call = PHONE | {"call received": "2026-09-04 15:00", "call returned": ""}
    (row,) = clock_rows(capsys, log_of(tmp_path / "log.csv", call)).values()
    assert row["due"] == "2026-09-08T16:30:00-05:00"


@pytest.mark.requirement("WI-CSP-PHONE-02")
def test_customers_and_employers_are_measured_by_their_own_numbers(capsys: Capsys, tmp_path: Path) -> None:
    call = {"call received": "2026-10-05 15:00", "call returned": "2026-10-07 09:00"}
    log = log_of(tmp_path / "log.csv", PHONE | call, PHONE | {"party": "employer"} | call)
    found = standards(replayed(capsys, log))
    assert found == {"phone.customer_return": {"missed": 1}, "phone.employer_return": {"met": 1}}
    assert clock_rows(capsys, log)["phone.employer_return"]["due_date"] == "2026-10-07"


@pytest.mark.requirement("WI-CSP-VM-03")
def test_the_stricter_of_two_leads_and_both_are_shown(capsys: Capsys, tmp_path: Path) -> None:
    both = {"channel": "phone; voice mail", "party": "employer"}
    left = {"call received": "2026-10-05 10:00", "voice mail received": "2026-10-05 10:00"}
    met = {"call returned": "", "voice mail responded to": ""}
    rows = clock_rows(capsys, log_of(tmp_path / "log.csv", both | left | met), "--as-of", "2026-10-05")
    assert {name: (row["due_date"], row["leads"]) for name, row in rows.items()} == {
        "phone.employer_return": ("2026-10-07", "false"),
        "vm.response": ("2026-10-06", "true"),
    }


VOICE_MAIL = {"channel": "voice mail", "voice mail received": "2026-10-05 10:00", "voice mail responded to": ""}


@pytest.mark.requirement("WI-CSP-VM-03")
@pytest.mark.parametrize(
    ("party", "phone", "days"),
    [("custodial parent", "phone.customer_return", "07"), ("employer", "phone.employer_return", "08")],
)
def test_a_voice_mail_alone_is_under_the_phone_and_the_voice_mail_limit(
    capsys: Capsys, tmp_path: Path, party: str, phone: str, days: str
) -> None:
    numbers = ("customer_return = 1", "customer_return = 2"), ("employer_return = 2", "employer_return = 3")
    plan, log = changed(tmp_path, *numbers), log_of(tmp_path / "log.csv", VOICE_MAIL | {"party": party})
    replayed(capsys, log, "--out", str(tmp_path / "out.csv"), plan=plan)
    with (tmp_path / "out.csv").open() as file:
        rows = {row["standard"]: (row["due_date"], row["leads"]) for row in csv.DictReader(file)}
    assert rows == {phone: (f"2026-10-{days}", "false"), "vm.response": ("2026-10-06", "true")}


@pytest.mark.requirement("WI-CSP-VM-03")
def test_where_the_phone_limit_is_the_stricter_it_leads_a_voice_mail_and_may_be_missed_alone(
    capsys: Capsys, tmp_path: Path
) -> None:
    plan = changed(tmp_path, ('after_hours = "yes"\nresponse = 1', 'after_hours = "yes"\nresponse = 5'))
    left = {"voice mail received": "2026-11-25T16:45", "voice mail responded to": "2026-12-03T10:00"}
    log = log_of(tmp_path / "log.csv", VOICE_MAIL | {"party": "custodial parent"} | left)
    data = replayed(capsys, log, "--by", "standard", "leads", "--calendar", "us-wi", plan=plan)
    assert standards(data) == {"phone.customer_return": {"missed": 1}, "vm.response": {"met": 1}}
    assert {name: counts(group) for name, group in data["by"]["leads"].items()} == {
        "leads": {"missed": 1},
        "reported beside": {"met": 1},
    }


def test_a_call_returned_answers_a_voice_mail_under_both_limits(capsys: Capsys, tmp_path: Path) -> None:
    left = VOICE_MAIL | {"party": "employer", "call returned": "2026-10-06 09:00"}
    found = standards(replayed(capsys, log_of(tmp_path / "log.csv", left)))
    assert found == {"phone.employer_return": {"met": 1}, "vm.response": {"met": 1}}


def test_a_voice_mail_that_cannot_be_read_is_unreadable_under_both_limits(capsys: Capsys, tmp_path: Path) -> None:
    left = VOICE_MAIL | {"party": "employer", "voice mail received": "soon", "call received": "", "call returned": ""}
    data = replayed(capsys, log_of(tmp_path / "log.csv", left))
    assert standards(data) == {"phone.employer_return": {"unreadable": 1}, "vm.response": {"unreadable": 1}}
    assert data["problems"][0]["why"].startswith("voice mail received: 'soon' cannot be read")


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_a_call_of_wednesday_to_a_worker_back_on_monday_is_due_on_wednesday(capsys: Capsys, tmp_path: Path) -> None:
    call = PHONE | {
        "call received": "2026-10-07 10:00",
        "call returned": "",
        "worker returned from leave": "2026-10-12",
    }
    rows = clock_rows(capsys, log_of(tmp_path / "log.csv", call))
    assert {name: row["due_date"] for name, row in rows.items()} == {"phone.after_leave_return": "2026-10-14"}


@pytest.mark.requirement("WI-CSP-PHONE-03")
def test_leave_relieves_the_ordinary_clock_unless_the_call_was_redirected(capsys: Capsys, tmp_path: Path) -> None:
    call = PHONE | {"call received": "2026-10-07 10:00", "call returned": "2026-10-14 09:00"}
    away = call | {"worker returned from leave": "2026-10-12 08:00", "call redirected": "no"}
    log = log_of(tmp_path / "log.csv", away, away | {"call redirected": "yes"})
    assert standards(replayed(capsys, log)) == {
        "phone.after_leave_return": {"met": 1},
        "phone.customer_return": {"missed": 1},
    }


def test_leave_relieves_voice_mail_too(capsys: Capsys, tmp_path: Path) -> None:
    left = {"channel": "voice mail", "party": "employer", "voice mail received": "2026-10-07 10:00"}
    back = {"worker returned from leave": "2026-10-12 08:00", "voice mail responded to": "2026-10-14 09:00"}
    redirected = left | back | {"call redirected": "yes"}
    assert standards(replayed(capsys, log_of(tmp_path / "log.csv", left | back, redirected))) == {
        "phone.after_leave_return": {"met": 1},
        "phone.employer_return": {"missed": 1},
        "vm.response": {"missed": 1},
    }


@pytest.mark.requirement("WI-CSP-CORR-04")
def test_a_letter_of_the_first_answered_on_the_eleventh_is_in_time_and_on_the_twelfth_late(
    capsys: Capsys, tmp_path: Path
) -> None:
    letter = {"channel": "letter", "party": "employer", "letter received": "2026-10-01"}
    log = log_of(tmp_path / "log.csv", *(letter | {"response sent": f"2026-10-{day}"} for day in (11, 12)))
    assert standards(replayed(capsys, log))["corr.respond"] == {"met": 1, "missed": 1}


@pytest.mark.requirement("WI-CSP-CORR-05")
def test_a_promised_date_leads_and_the_original_limit_is_reported_beside_it(capsys: Capsys, tmp_path: Path) -> None:
    letter = {"channel": "letter", "party": "employer", "letter received": "2026-10-01", "response sent": "2026-10-29"}
    acknowledged = letter | {"acknowledgement sent": "2026-10-05", "promised": "2026-10-30"}
    data = replayed(capsys, log_of(tmp_path / "log.csv", acknowledged))
    assert standards(data) == {"corr.acknowledge": {"met": 1}, "corr.respond (promised date)": {"met": 1}}
    assert counts(data["beside_promised_dates"]["corr.respond"]) == {"missed": 1}


def test_the_counted_rows_that_out_writes_add_up_to_the_table(capsys: Capsys, tmp_path: Path) -> None:
    letter = {"channel": "letter", "party": "employer", "letter received": "2026-10-01", "response sent": "2026-10-29"}
    acknowledged = letter | {"acknowledgement sent": "2026-10-05", "promised": "2026-10-30"}
    log = log_of(tmp_path / "log.csv", acknowledged, letter, letter | {"channel": "carrier pigeon"})
    log.write_text(log.read_text() + "letter\n")
    rows, data = rows_out(capsys, log), replayed(capsys, log)
    verdicts = Counter(row["verdict"] for row in rows if row["counted"] == "counted")
    assert verdicts == {"met": 2, "missed": 2, "unreadable": 1} == counts(data)
    (beside,) = (row for row in rows if row["counted"] == "beside")
    assert (beside["standard"], beside["verdict"], beside["leads"]) == ("corr.respond", "missed", "false")
    assert [row["channel"] for row in rows if not row["counted"]] == ["carrier pigeon"]


def test_a_channel_that_holds_no_texts_is_refused_in_one_line(capsys: Capsys, tmp_path: Path) -> None:
    log = tmp_path / "log.parquet"
    call = {"party": ["employer"], "call received": ["2026-10-05"], "call returned": ["2026-10-05"]}
    pq.write_table(pa.table({"channel": [["phone"]]} | call), log)
    told = refused(capsys, str(log), "--plan", str(PLAN))
    assert told.startswith(f"csplan: {log}: column 'channel' holds list<") and told.endswith("; give one of texts")


def test_an_acknowledgement_after_the_response_was_due_relieves_nothing(capsys: Capsys, tmp_path: Path) -> None:
    letter = {"channel": "letter", "party": "employer", "letter received": "2026-10-01", "response sent": "2026-10-29"}
    late = letter | {"acknowledgement sent": "2026-10-12", "promised": "2026-10-30"}
    assert standards(replayed(capsys, log_of(tmp_path / "log.csv", late)))["corr.respond"] == {"missed": 1}


def test_a_failed_attempt_does_not_meet_returned(capsys: Capsys, tmp_path: Path) -> None:
    call = PHONE | {"call received": "2026-10-05 10:00", "return attempted": "2026-10-05 11:00", "call returned": ""}
    assert standards(replayed(capsys, log_of(tmp_path / "log.csv", call), "--as-of", "2026-10-09")) == {
        "phone.customer_return": {"open_past_due": 1}
    }


EVENTS = {
    "returned in time": ({"call returned": "2026-10-06 16:30"}, "met"),
    "returned late": ({"call returned": "2026-10-06 16:31"}, "missed"),
    "attempted in time, returned late": ({"return attempted": "2026-10-05", "call returned": "2026-10-07"}, "missed"),
    "attempted only": ({"return attempted": "2026-10-05"}, "open_past_due"),
    "nothing": ({}, "open_past_due"),
    "returned before the call": ({"call returned": "2026-10-04"}, "inconsistent"),
    "returned, nobody knows when": ({"call returned": "soon"}, "unreadable"),
    "returned on the next day": ({"call returned": "2026-10-06"}, "met"),
}


@pytest.mark.parametrize("event", EVENTS)
def test_what_each_event_does_to_a_clock(capsys: Capsys, tmp_path: Path, event: str) -> None:
    facts, verdict = EVENTS[event]
    call = PHONE | {"call received": "2026-10-05 10:00", "return attempted": "", "call returned": ""} | facts
    found = standards(replayed(capsys, log_of(tmp_path / "log.csv", call), "--as-of", "2026-10-09"))
    assert found == {"phone.customer_return": {verdict: 1}}


def test_a_contact_that_no_standard_binds_is_counted_apart(capsys: Capsys, tmp_path: Path) -> None:
    call = PHONE | {"call received": "2026-10-05", "call returned": "2026-10-05"}
    before = call | {"call received": "2025-12-31"}
    log = log_of(tmp_path / "log.csv", call, call | {"channel": "carrier pigeon"}, before)
    data = replayed(capsys, log)
    assert (data["rows"], data["contacts"], data["without_clock"]) == (1, 3, 2)


def test_rows_that_do_not_fit_are_unreadable_and_not_dropped(capsys: Capsys, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("channel,party,call received,call returned\nphone,employer\nphone,employer,2026-10-05,2026-10-05\n")
    data = replayed(capsys, log)
    assert counts(data) == {"met": 1, "unreadable": 1}
    assert data["problems"] == [{"line": 2, "why": "has 2 columns; the header has 4"}]


def test_times_of_different_units_have_no_median_together(capsys: Capsys, tmp_path: Path) -> None:
    call = PHONE | {"call received": "2026-10-05", "call returned": "2026-10-05"}
    letter = {"channel": "letter", "party": "employer", "letter received": "2026-10-05", "response sent": "2026-10-08"}
    data = replayed(capsys, log_of(tmp_path / "log.csv", call | letter | PHONE, call | letter | {"channel": "letter"}))
    assert data["median"] is None
    assert data["by"]["standard"]["corr.respond"]["median"] == 3


def test_names_of_columns_may_have_underscores_and_capitals(capsys: Capsys, tmp_path: Path) -> None:
    call = {"Channel": "Phone", "Party": "Employer", "Call_Received": "2026-10-05", "Call_Returned": "2026-10-06"}
    assert standards(replayed(capsys, log_of(tmp_path / "log.csv", call))) == {"phone.employer_return": {"met": 1}}


def test_the_table_tells_what_a_log_cannot_measure_and_never_speaks_of_violation(
    capsys: Capsys, tmp_path: Path
) -> None:
    call = PHONE | {"call received": "2026-10-05", "call returned": "2026-10-09"}
    assert main(["replay", str(log_of(tmp_path / "log.csv", call)), "--plan", str(PLAN)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "vm.response (the log has no column 'voice mail received')" in printed
    assert "kids.prompt (its text gives no number)" in printed
    assert "violation" not in printed.lower()


@pytest.mark.parametrize(
    ("names", "options", "told"),
    [
        ("channel,party,call recieved", (), "no column starts a standard of the plan; did you mean 'call received'?"),
        ("call received,call returned", (), "has no column 'channel'"),
        ("channel,party,call received,call returned", ("--what-if", "1 day"), "--what-if is given by the plan"),
        ("channel,party,call received,call returned", ("--by", "wroker"), "has no column 'wroker'"),
    ],
)
def test_what_cannot_be_measured_by_a_plan_is_refused_in_one_line(
    capsys: Capsys, tmp_path: Path, names: str, options: tuple[str, ...], told: str
) -> None:
    (tmp_path / "log.csv").write_text(f"{names}\n")
    assert told in refused(capsys, str(tmp_path / "log.csv"), "--plan", str(PLAN), *options)
