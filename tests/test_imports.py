"""Call logs: a missed call opens a contact, an answered one owes nothing, a call out is asked of a person."""

import io
import tracemalloc
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from call_logs import BACK, HEADER, LIVE, MISSED, SAMPLE, VOICE, a_log, imported, started, the_meaning, uploaded
from cast import MON_23_NOV, MON_23_NOV_CLOSE, County, dane, rock
from csplan.adapters.imports.actions import Decided, decide, end, say_meaning, start, upload
from csplan.adapters.imports.models import CANCELLED, Caller, Import, Line, Part, Progress, Proposal
from csplan.adapters.imports.queries import preview
from csplan.adapters.imports.recording import advance, go_on
from csplan.clocks.models import Clock
from csplan.contacts.models import Attempt, Contact
from csplan.core.errors import BadFile
from ledgers import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, speaking: Any) -> County:
    monkeypatch.setattr(timezone, "now", lambda: MON_23_NOV)
    county = dane()
    speaking(county.id)
    return county


def counts_of(found: Import) -> dict[str, int]:
    return {name: count for name, count in (found.counts or {}).items() if count}


@pytest.mark.requirement("WI-CSP-PHONE-01")
def test_a_log_is_recorded_as_its_rows_say(home: County) -> None:
    done = imported(home)
    assert counts_of(done) == {
        "opens": 2,
        "live": 1,
        "proposed": 1,
        "fits no open contact": 1,
        "left out": 1,
        "wrong": 1,
        "imported before": 1,
    }
    assert sum(counts_of(done).values()) == done.rows == len(SAMPLE)
    kinds = Contact.objects.filter(agency=home.id).order_by("received").values_list("kind", flat=True)
    assert list(kinds) == ["voice mail", "answered live", "call back"]
    assert found(home.id) == []


def test_a_missed_call_starts_the_promised_clock_at_the_time_of_the_call(home: County) -> None:
    imported(home, a_log(MISSED))
    contact = Contact.objects.get(agency=home.id)
    clock = Clock.objects.get(matter=contact.matter_id)
    assert (clock.due, contact.matter.owner, str(contact.case)) == (MON_23_NOV_CLOSE, home.worker, "KIDS 1234567")


def test_a_call_that_was_answered_starts_no_clock(home: County) -> None:
    imported(home, a_log(LIVE))
    assert Contact.objects.count() == 1 and not Clock.objects.exists()


def test_a_call_out_counts_only_when_a_person_says_that_it_reached_them(home: County) -> None:
    imported(home, a_log(BACK, MISSED))
    proposal = Proposal.objects.get(agency=home.id)
    assert Clock.objects.filter(met=None).count() == 1 and not Attempt.objects.exists()
    decide(proposal, "attempt", by=home.worker, now=MON_23_NOV)
    assert [each.reached for each in Attempt.objects.all()] == [False] and Clock.objects.filter(met=None).exists()
    with pytest.raises(Decided, match="Case Worker has decided this already: attempt"):
        decide(proposal, "reached", by=home.people["supervisor"], now=MON_23_NOV)
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(("decision", "met", "attempts"), [("reached", 1, 1), ("attempt", 0, 1), ("neither", 0, 0)])
def test_the_decision_is_what_is_recorded(home: County, decision: str, met: int, attempts: int) -> None:
    imported(home, a_log(MISSED, BACK))
    decide(Proposal.objects.get(agency=home.id), decision, by=home.worker, now=MON_23_NOV)
    assert (Clock.objects.filter(met__isnull=False).count(), Attempt.objects.count()) == (met, attempts)
    assert found(home.id) == []


def test_the_extension_finds_who_answers(home: County) -> None:
    supervisor = home.people["supervisor"]
    imported(home, a_log(MISSED.replace(",,,", ",,supervisor,"), VOICE.replace(",,,", ",,4711,")))
    owners = Contact.objects.order_by("received").values_list("matter__owner", flat=True)
    assert list(owners) == [home.worker.id, supervisor.id]


def test_the_same_calls_in_another_file_are_not_recorded_again(home: County) -> None:
    imported(home, a_log(MISSED, VOICE))
    again = imported(home, a_log(VOICE, MISSED, LIVE))
    assert counts_of(again) == {"imported before": 2, "live": 1}
    assert Contact.objects.count() == 3


def test_the_same_file_is_recognised_and_leads_to_its_import(home: County) -> None:
    done = imported(home, a_log(MISSED, VOICE))
    client = signed_in(home)
    answer = upload_of(client, a_log(MISSED, VOICE))
    assert answer.status_code == 302 and answer["Location"] == f"/imports/{done.id}/"


def test_an_import_that_is_killed_goes_on_where_it_was_and_records_nothing_twice(
    home: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [MISSED.replace("16:50", f"{8 + n // 60:02d}:{n % 60:02d}") for n in range(250)]
    found_import = advance(started(home, a_log(*rows)), MON_23_NOV)
    assert Contact.objects.count() == 100
    with monkeypatch.context() as patch:
        patch.setattr("csplan.adapters.imports.models.Progress.save", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            advance(found_import, MON_23_NOV)
        with pytest.raises(ZeroDivisionError):  # so that the round is known to have failed
            go_on(MON_23_NOV)
    assert Contact.objects.count() == Line.objects.count() == 100
    go_on(MON_23_NOV)
    done = Import.objects.get(id=found_import.id)
    assert (done.ended_as, counts_of(done), Contact.objects.count()) == ("done", {"opens": 250}, 250)


def test_cancelling_keeps_what_is_recorded_and_removes_the_file_and_it_can_come_again(home: County) -> None:
    rows = [MISSED.replace("16:50", f"{8 + n // 60:02d}:{n % 60:02d}") for n in range(150)]
    running = advance(started(home, a_log(*rows)), MON_23_NOV)
    stopped = end(running, CANCELLED, actor=home.people["supervisor"].id, now=MON_23_NOV)
    assert (counts_of(stopped), Part.objects.count(), Contact.objects.count()) == ({"opens": 100}, 0, 100)
    assert advance(stopped, MON_23_NOV).ended_as == CANCELLED and Contact.objects.count() == 100
    again = imported(home, a_log(*rows))
    assert counts_of(again) == {"imported before": 100, "opens": 50}
    assert found(home.id) == []


def test_what_the_preview_shows_is_what_is_recorded(home: County) -> None:
    imported(home, a_log(VOICE))
    taken = uploaded(home)
    shown = preview(taken, the_meaning(home), MON_23_NOV)
    done = imported_from(taken, home)
    recorded = Counter(counts_of(done))
    recorded["called"] = recorded.pop("proposed", 0) + recorded.pop("fits no open contact", 0)
    assert dict(shown.counts) == dict(recorded) and sum(recorded.values()) == done.rows
    assert [fault.line for fault in shown.faults] == [line for line, *_ in Progress.objects.get(of=done).faults] == [8]
    said = [each.says for each in shown.first if each.call.what == "opens"]
    assert said == ["Wants a call back", "imported before", "imported before"]


def imported_from(taken: Import, of: County) -> Import:
    by = of.people["supervisor"]
    found_import = start(say_meaning(taken, the_meaning(of), by=by, now=MON_23_NOV), by=by, now=MON_23_NOV)
    while found_import.is_running:
        found_import = advance(found_import, MON_23_NOV)
    return found_import


def test_the_imports_own_rows_keep_digests_of_callers_alone_and_these_go_with_the_contact(home: County) -> None:
    imported(home, a_log(MISSED, BACK))
    assert Caller.objects.count() == 1 and not Part.objects.exists()
    kept = (Import, Line, Caller, Progress, Proposal)
    rows = [str(list(model._default_manager.values())) for model in kept]
    assert not any("5550101" in row or "555-0101" in row for row in rows)
    decide(Proposal.objects.get(agency=home.id), "reached", by=home.worker, now=MON_23_NOV)
    imported(home, a_log(LIVE))
    assert not Caller.objects.exists()


BROKEN: list[tuple[bytes, str]] = [
    (b"", "empty"),
    (b"\r\n\r\n", "empty"),
    (b"just one column\r\n1\r\n", "one column only"),
    (b"a,a\r\n1,2\r\n", "two columns"),
    (b"a,,b\r\n1,2,3\r\n", "has no name"),
    (b"a,b\r\n1,\x002\r\n", "NUL"),
    (b'a,b\r\n"1,2\r\n3,4\r\n', "never closed"),
    (b'a,b\r\n"1"x,2\r\n', "quotation mark"),
    (b"a,b\r\n" + b"x" * 600 + b",2\r\n", "longer than 500"),
    (b"a,b\r\n" + b"x" * 60_000 + b",2\r\n", "too long"),
    (b"a,b\r\n\x81\x8d,2\r\n", "not text"),
    (b"\xff\xfea,b", "not text"),
    (b"PK\x03\x04\x00\x00", "NUL"),
    (",".join(f"c{n}" for n in range(101)).encode(), "101 columns"),
]


@pytest.mark.parametrize(("content", "told"), BROKEN, ids=[told for _, told in BROKEN])
def test_a_file_that_cannot_be_read_is_told_so_at_its_line_and_nothing_is_kept(
    home: County, content: bytes, told: str
) -> None:
    with pytest.raises(BadFile, match=told) as error:
        uploaded(home, content)
    assert error.value.remedy
    assert not Import.objects.exists() and not Part.objects.exists()
    answer = upload_of(signed_in(home), content)
    assert answer.status_code == 422 and "Nothing is saved yet" in answer.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_usual_encodings_and_separators_are_read(home: County, encoding: str, separator: str) -> None:
    text = f"{HEADER}\n{MISSED.replace('1234567', '1234567')}\n".replace("Result", "Résult").replace(",", separator)
    taken = uploaded(home, text.encode(encoding))
    assert (len(taken.header), taken.header[2], taken.rows) == (7, "Résult", 1)


def test_a_large_file_is_taken_in_and_looked_at_without_memory_for_all_of_it(home: County) -> None:
    def peak(rows: int) -> int:
        lines = "\n".join(f"2026-11-20 16:50,Internal,Answered,{n:010d},,,{'x' * 300}" for n in range(rows))
        file = io.BytesIO(f"{HEADER}\n{lines}\n".encode())
        del lines
        tracemalloc.start()
        taken = upload(file, f"{rows}.csv", office=home.office.id, by=home.people["supervisor"], now=MON_23_NOV)
        preview(taken, the_meaning(home), MON_23_NOV)
        found_peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found_peak

    small, large = peak(2_000), peak(12_000)
    assert large < small * 1.5


def test_what_the_columns_mean_is_remembered_for_the_agency_alone(home: County) -> None:
    imported(home, a_log(MISSED))
    answer = upload_of(signed_in(home), a_log(VOICE))
    assert answer["Location"].endswith("/preview/")
    other = rock()
    elsewhere = upload_of(signed_in(other), a_log(VOICE))
    assert elsewhere["Location"].endswith("/columns/")


def test_the_pages_take_as_many_queries_at_any_size(home: County) -> None:
    counts = []
    for size in (1, 12):
        for n in range(size):
            minute = n + size
            imported(
                home, a_log(MISSED.replace("16:50", f"15:{minute:02d}"), BACK.replace("09:00", f"09:{minute:02d}"))
            )
        for path in ("/imports/", "/calls-out/"):
            with CaptureQueriesContext(connection) as asked:
                assert signed_in(home).get(path).status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[2] and counts[1] == counts[3]


def signed_in(of: County, role: str = "supervisor") -> Client:
    client = Client()
    client.force_login(of.people[role])
    return client


def upload_of(client: Client, content: bytes) -> Any:
    file = io.BytesIO(content)
    file.name = "calls.csv"
    return client.post("/imports/", {"file": file})
