"""Letters: front matter, languages, variables."""

from pathlib import Path

import pytest

from csplan.core.errors import BadFile
from csplan.policy.folder import letter_files, packaged_folder
from csplan.policy.letters import inspect_letter, read_letter

FRONT = "title: Answer for {name}\nlanguage: en\nreview: reviewed\nvariables: [name, day]\n"
GOOD = f"---\n{FRONT}---\n\nDear {{name}}: {{day}}.\n"


def letter(folder: Path, text: str, name: str = "answer.en.md") -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_a_letter_has_its_front_matter_its_text_and_its_variables(tmp_path: Path) -> None:
    found = read_letter(letter(tmp_path, GOOD))
    assert (found.id, found.language, found.title, found.review) == ("answer", "en", "Answer for {name}", "reviewed")
    assert (found.variables, found.used(), found.body) == (("name", "day"), ("name", "day"), "Dear {name}: {day}.\n")


def test_variables_may_stand_in_a_list_of_lines(tmp_path: Path) -> None:
    text = GOOD.replace("variables: [name, day]", "variables:\n  - name\n  - day")
    assert read_letter(letter(tmp_path, text)).variables == ("name", "day")


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("review: reviewed\n", "", 1, "review is missing"),
        ("language: en", "language: es", 1, "the file's name says en, its front matter es"),
        ("[name, day]", "[name, day, city]", 1, "the variable city is listed and not used"),
        ("{day}.", "{date}.", 8, "unknown variable {date}"),
        ("title:", "titel:", 2, "unknown line 'titel: Answer for {name}' in the front matter"),
        ("Dear {name}: {day}.\n", "", 7, "the letter has no text"),
        ("---\ntitle", "title", 1, "the letter has no front matter"),
    ],
)
def test_what_is_wrong_with_a_letter_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    _, defects = inspect_letter(letter(tmp_path, GOOD.replace(old, new, 1)))
    assert (line, what) in [(defect.line, defect.what) for defect in defects]


def test_a_letter_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="does not say its language"):
        read_letter(letter(tmp_path, GOOD, "answer.md"))
    (tmp_path / "bad.en.md").write_bytes(b"\xff")
    with pytest.raises(BadFile, match="is not UTF-8 text"):
        read_letter(tmp_path / "bad.en.md")


@pytest.mark.parametrize("path", letter_files(packaged_folder()), ids=lambda path: path.name)
def test_each_letter_shipped_says_who_reviewed_it(path: Path) -> None:
    assert read_letter(path).review
