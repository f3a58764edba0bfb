"""Which text of a policy is in force on a day, and what its header says."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from csplan.cli.main import main
from csplan.core.edition import NONE, NOT_STATED, Edition
from csplan.core.errors import BadFile, CsplanError
from csplan.policy.catalogue import packaged_catalogue, read_catalogue
from csplan.policy.edition_words import edition_in_words
from csplan.policy.folder import packaged_folder

WYOMING = "us-wy/complaint-handling"
BULLETIN = "us-wi/csb-09-35"
MEMO = "us-wi/admin-memo-99-12"


def held(policy: str, day: date) -> Edition:
    return packaged_catalogue().edition_on(policy, day)


@pytest.mark.requirement("WY-2023-META-04", "WY-2023-META-03")
@pytest.mark.parametrize(
    ("received", "number", "revised"),
    [
        (date(2018, 5, 1), NOT_STATED, date(2017, 3, 14)),
        (date(2023, 3, 28), NOT_STATED, date(2017, 3, 14)),
        (date(2023, 3, 29), "4", date(2023, 3, 29)),
    ],
)
def test_the_revision_in_force_on_the_day_of_receipt_governs(received: date, number: str, revised: date) -> None:
    edition = held(WYOMING, received)
    assert (edition.number, edition.revised) == (number, revised)


@pytest.mark.requirement("WY-2023-META-03")
def test_the_effective_date_of_the_policy_never_selects_an_edition() -> None:
    assert held(WYOMING, date(2023, 3, 29)).effective == date(2010, 10, 1)
    with pytest.raises(CsplanError):
        held(WYOMING, date(2010, 10, 1))


@pytest.mark.requirement("WY-2017-META-03")
def test_a_complaint_of_2016_finds_no_text_and_is_told_so() -> None:
    with pytest.raises(CsplanError) as refused:
        held(WYOMING, date(2016, 1, 10))
    assert str(refused.value) == (
        "no text of us-wy/complaint-handling is held for 2016-01-10; the earliest is in force from 2017-03-14"
    )


@pytest.mark.requirement("WY-2023-META-01", "WY-2017-META-01")
def test_both_wyoming_editions_are_held_with_the_days_they_are_in_force() -> None:
    editions = packaged_catalogue().editions(WYOMING)
    assert [(each.in_force_from, each.in_force_to) for each in editions] == [
        (date(2017, 3, 14), date(2023, 3, 28)),
        (date(2023, 3, 29), None),
    ]
    assert [each.title for each in editions] == [
        "4.3 Customer Service/Complaint Handling",
        "4.3 - Customer Service - Complaint Handling",
    ]


@pytest.mark.requirement("WY-2023-META-02")
def test_authority_none_is_shown_as_none_and_no_citation_is_invented() -> None:
    text = edition_in_words(held(WYOMING, date(2024, 1, 1)))
    assert "Federal authority: none\nState authority: none" in text
    assert "CFR" not in text


@pytest.mark.requirement("WY-2017-META-02", "WY-2017-META-04", "WY-2023-META-05")
def test_none_and_not_stated_stay_apart() -> None:
    earlier, later = packaged_catalogue().editions(WYOMING)
    assert (earlier.number, earlier.cross_references, earlier.federal_authority) == (NOT_STATED,) * 3
    assert (later.cross_references, later.federal_authority, later.state_authority) == (NONE,) * 3
    assert "Version number: not stated" in edition_in_words(earlier)


@pytest.mark.requirement("WI-BUL-META-01", "WI-BUL-META-02", "WI-BUL-META-05")
def test_the_bulletin_has_its_issuer_addressees_sender_subject_number_and_date() -> None:
    bulletin = held(BULLETIN, date(2009, 11, 6))
    assert bulletin.issuer == (
        "WISCONSIN DEPARTMENT OF CHILDREN AND FAMILIES",
        "Division of Family and Economic Security",
        "Bureau of Child Support",
    )
    assert bulletin.addressees == (
        "Child Support Directors",
        "Child Support Supervisors or Lead Workers",
        "Child Support Attorneys",
    )
    assert "bcs-director" in {role.id for role in bulletin.roles}
    assert (bulletin.title, bulletin.policy_number) == ("CSA Customer Service Plan", "09-35")
    assert (bulletin.issued, bulletin.kind) == (date(2009, 11, 6), "bulletin")


@pytest.mark.requirement("WI-BUL-META-05")
def test_a_document_cited_and_not_held_is_flagged() -> None:
    text = edition_in_words(held("us-wi/customer-service-plan", date(2009, 11, 6)))
    assert "CSB 01-11R, Administrative Complaint Procedure (not on file" in text


@pytest.mark.requirement("WI-BUL-ACTION-02")
def test_the_plan_is_due_with_the_regional_administrator_on_2009_12_11() -> None:
    duties = {duty.id: duty for duty in held(BULLETIN, date(2009, 11, 6)).duties}
    assert duties["plan.submit_by"].due == date(2009, 12, 11)
    assert "Child Support Regional Administrator" in duties["plan.submit_by"].name
    assert [duty.id for duty in duties.values() if duty.due] == ["plan.submit_by"]


def test_the_bulletin_lets_an_agency_complete_the_model_or_submit_its_own_plan() -> None:
    duties = {duty.id: duty for duty in held(BULLETIN, date(2009, 11, 6)).duties}
    assert duties["complete-model"].shown_by == ("model plan completed", "own plan with each element addressed")


@pytest.mark.requirement("WI-MEMO-META-01", "WI-MEMO-META-02", "WI-MEMO-ROLE-01")
def test_the_memo_has_its_series_number_date_and_seven_addressees() -> None:
    memo = held(MEMO, date(1999, 6, 28))
    assert memo.issuer[-1] == "ADMINISTRATOR'S MEMO SERIES"
    assert (memo.policy_number, memo.issued, memo.kind) == ("99-12", date(1999, 6, 28), "memo")
    assert len(memo.addressees) == 7


@pytest.mark.requirement("WI-MEMO-META-03")
def test_the_memo_whose_disposal_is_ongoing_is_still_in_force_twenty_years_later() -> None:
    assert held(MEMO, date(2019, 6, 28)).disposal == "ongoing"


@pytest.mark.requirement("WI-MEMO-STD-00", "WI-MEMO-STD-01", "WI-MEMO-STD-02", "WI-MEMO-STD-03", "WI-MEMO-STD-04")
@pytest.mark.requirement("WI-MEMO-STD-05")
def test_the_memo_names_five_categories_by_a_word_and_no_number() -> None:
    standards = held(MEMO, date(1999, 7, 1)).standards
    assert [standard.id for standard in standards] == [
        "memo.applications",
        "memo.interviews",
        "memo.eligibility_help",
        "memo.benefits",
        "memo.customer_plan",
    ]
    said = [standard.within.says for standard in standards if standard.within and standard.within.duration is None]
    assert said == ["Timely", "Timely", "Actively", "Timely", "Actively"]


@pytest.mark.requirement("WI-MEMO-ACTION-3")
def test_the_contract_manager_is_notified_by_1999_11_01_of_standards_and_agreements() -> None:
    memo = held(MEMO, date(1999, 7, 1))
    (duty,) = [duty for duty in memo.duties if duty.due]
    assert (duty.id, duty.due) == ("memo.notify_by", date(1999, 11, 1))
    (notice,) = memo.notices
    assert notice.to == "contract-manager"
    assert notice.given_when == ("performance standards developed", "cooperative agreements established")
    assert "copies will be made available upon request" in notice.contains


@pytest.mark.requirement("WI-CSP-APP-04", "WI-CSP-APP-05", "WI-CSP-APP-10", "WI-CSP-APP-11")
def test_the_federal_limits_are_as_the_model_plan_words_them() -> None:
    federal = held("us/45-cfr-303-2", date(2010, 1, 1))
    limits = {each.id: str(each.within.duration) for each in federal.standards if each.within}
    assert limits == {
        "app.in_person": "0 days",
        "app.remote": "5 working days",
        "app.filed": "0 days",
        "app.case_open": "20 days",
    }
    assert [citation.held for citation in federal.citations] == [False]


def test_an_edition_is_known_by_policy_day_and_the_digest_of_its_bytes() -> None:
    bulletin = held(BULLETIN, date(2020, 1, 1))
    file = packaged_folder() / "us-wi/csb-09-35/2009-11-06.toml"
    assert bulletin.id == "us-wi/csb-09-35@2009-11-06"
    assert bulletin.digest == sha256(file.read_bytes()).hexdigest()


def test_a_wrong_name_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(CsplanError, match="did you mean 'us-wy/complaint-handling'"):
        held("us-wy/complaints-handling", date(2020, 1, 1))


def test_a_day_in_a_gap_or_after_the_last_text_finds_none() -> None:
    gap = read_catalogue(Path(__file__).parent / "bad-policies/gap-between-editions")
    with pytest.raises(CsplanError, match="was in force to 2020-06-30, the next is in force from 2021-01-01"):
        gap.edition_on("us-xx/complaints", date(2020, 8, 1))


def test_a_catalogue_is_not_made_of_a_bad_file() -> None:
    with pytest.raises(BadFile, match="unknown unit 'fortnights'"):
        read_catalogue(Path(__file__).parent / "bad-policies/unknown-unit")


def test_the_command_lists_each_policy_and_shows_the_text_of_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "list"]) == 0
    assert "in force 2017-03-14 to 2023-03-28, in force 2023-03-29 to now" in capsys.readouterr().out
    assert main(["policy", "show", WYOMING, "--on", "2020-05-01"]) == 0
    shown = capsys.readouterr().out
    assert "limit: 5 business days" in shown
    assert "Within 5 business days, the District Child Support Office Office Manager shall review" in shown
