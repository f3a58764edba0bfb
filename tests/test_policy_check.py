"""Each folder of bad-policies has one defect, on the line marked with # DEFECT: and what is wrong."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from csplan.cli.main import main
from csplan.core.errors import BadFile
from csplan.policy.checks.check import check_folder
from csplan.policy.document import Document
from csplan.policy.editions import read_edition
from csplan.policy.folder import packaged_folder

BAD = sorted((Path(__file__).parent / "bad-policies").iterdir())
WARNINGS = {"gap-between-editions"}


def marked(folder: Path) -> Iterator[tuple[str, int, str]]:
    """The file, the line and the words of each mark in a folder."""
    for path in sorted(each for each in folder.rglob("*.*") if each.is_file()):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if "DEFECT: " in line:
                yield str(path), number, line.split("DEFECT: ")[1].removesuffix(" -->")


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_each_bad_folder_has_one_defect_that_names_file_line_and_remedy(folder: Path) -> None:
    (defect,) = check_folder(folder)
    ((path, line, what),) = marked(folder)
    assert (defect.path, defect.line) == (path, line)
    assert what in defect.what
    assert defect.remedy
    assert defect.serious == (folder.name not in WARNINGS)
    assert "\n" not in str(defect)


@pytest.mark.requirement("WY-2023-META-05")
def test_the_policies_shipped_are_clean_and_a_cross_reference_of_none_warns_of_nothing() -> None:
    assert check_folder(packaged_folder()) == []


@pytest.mark.requirement("WI-BUL-META-05")
def test_a_second_bulletin_with_number_09_35_is_refused(tmp_path: Path) -> None:
    first = packaged_folder() / "us-wi/csb-09-35/2009-11-06.toml"
    for policy in ("csb-09-35", "csb-other"):
        copy = tmp_path / "us-wi" / policy / first.name
        copy.parent.mkdir(parents=True)
        copy.write_text(first.read_text().replace("us-wi/csb-09-35", f"us-wi/{policy}"))
    (defect,) = check_folder(tmp_path)
    assert defect.what == "the number '09-35' is already that of us-wi/csb-09-35"


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"a = " + b"[" * 5000, b"a = " + b"9" * 5000, b"a." * 3000 + b"a = 1", b""]
)
def test_unreadable_files_are_defects_and_never_a_traceback(tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "us-xx/complaints/2020-01-01.toml"
    bad.parent.mkdir(parents=True)
    bad.write_bytes(content)
    assert check_folder(tmp_path)


def test_a_defect_of_a_calendar_is_told_once_at_its_line_however_many_use_it(tmp_path: Path) -> None:
    policy, calendars = (
        BAD[0].parent / "calendar-never-open/us-xx/complaints/2020-01-01.toml",
        tmp_path / "us-xx/calendars",
    )
    text = policy.read_text().replace('calendar = "us-wi"', 'calendar = "us-xx"').replace('"7"', '"NUMBER"')
    for name in ("one", "two"):
        copy = tmp_path / "us-xx" / name / policy.name
        copy.parent.mkdir(parents=True)
        copy.write_text(text.replace("us-xx/complaints", f"us-xx/{name}").replace("NUMBER", name))
    shutil.copytree(policy.parents[1] / "letters", tmp_path / "us-xx/letters")
    calendars.mkdir()
    calendar = 'name = "us-xx"\nzone = "Mars/Phobos"\nfirst = 2020-01-01\nlast = 2030-12-31\n[hours]\nmon = []\n'
    (calendars / "us-xx.toml").write_text(calendar)
    (calendars / "us-xx-county.toml").write_text('name = "us-xx-county"\nbased_on = "us-xx"\n')
    for checked in (tmp_path, tmp_path / "us-xx/one", tmp_path / "us-xx/one/2020-01-01.toml"):
        (defect,) = check_folder(checked)
        assert str(defect).removeprefix(f"{calendars}/").startswith("us-xx.toml:2: unknown time zone 'Mars/Phobos'; ")


def test_bare_days_may_be_business_days_where_the_other_reading_is_named(tmp_path: Path) -> None:
    bad = BAD[0].parent / "days-read-as-business-days-in-silence"
    (defect,) = check_folder(bad)
    shutil.copytree(bad, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "us-xx/complaints/2020-01-01.toml"
    reading = defect.remedy.removeprefix("name the other reading: ").partition(", or ")[0]
    path.write_text(path.read_text().replace('of receipt" }', f'of receipt", {reading} }}'))
    assert check_folder(tmp_path) == []


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="holds no policy file"):
        check_folder(tmp_path)
    with pytest.raises(BadFile, match="no such folder"):
        check_folder(tmp_path / "missing")


def test_check_leaves_with_0_where_all_is_clean_1_with_defects_and_2_where_nothing_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", "check"]) == 0
    assert "no defects" in capsys.readouterr().out
    assert main(["policy", "check", str(BAD[0])]) == 1
    assert "1 defect" in capsys.readouterr().out
    assert main(["policy", "check", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_check_tells_a_program_each_defect(capsys: pytest.CaptureFixture[str]) -> None:
    folder = next(each for each in BAD if each.name == "unknown-unit")
    assert main(["policy", "check", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["clean"]
    assert set(told["defects"][0]) == {"path", "line", "what", "remedy", "serious"}


def test_an_attempt_that_both_does_a_step_and_does_not_is_a_defect() -> None:
    text = (packaged_folder() / "us-wy/complaint-handling/2023-03-29.toml").read_text()
    table = Document(text.replace('done_by = "customer contacted"', 'done_by = "contact attempted"'), "wy.toml")
    read_edition(table)
    assert [each.what for each in table.defects] == ["'contact attempted' both does the step and does not"]
