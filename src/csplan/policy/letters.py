"""Letters: a text with {variables}, and the front matter that says its title, language and review."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from csplan.core.defect import Defect
from csplan.core.errors import BadFile

FIELDS: Final = ("title", "language", "review", "variables")
_FENCE: Final = "---"
_NAME: Final = re.compile(r"([a-z0-9][a-z0-9-]*)\.([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\.md")
_VARIABLE: Final = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's text in one language. review says who looked it over, in words."""

    id: str
    language: str
    title: str
    review: str
    variables: tuple[str, ...]
    body: str

    def used(self) -> tuple[str, ...]:
        """The variables that stand in the title and the text, each once, in order."""
        return tuple(dict.fromkeys(_VARIABLE.findall(f"{self.title}\n{self.body}")))


def read_letter(path: Path) -> Letter:
    """The letter of a file. Raises BadFile for the first serious thing wrong with it."""
    letter, defects = inspect_letter(path)
    serious = [defect for defect in defects if defect.serious]
    if letter is None or serious:
        raise BadFile(str(serious[0]))
    return letter


def inspect_letter(path: Path) -> tuple[Letter | None, list[Defect]]:
    """The letter of a file, None where it cannot be read, and every defect found in it."""
    try:
        lines = path.read_bytes().decode("utf-8").splitlines()
    except OSError as error:
        return None, [Defect(str(path), 0, f"cannot be read: {error.strerror}", "give the path of a readable file")]
    except UnicodeDecodeError:
        return None, [Defect(str(path), 0, "is not UTF-8 text", "save the file as UTF-8")]
    named = _NAME.fullmatch(path.name)
    if not named:
        what = f"the letter's name {path.name!r} does not say its language"
        return None, [Defect(str(path), 0, what, "name it LETTER-ID.LANGUAGE.md, such as initial-letter.en.md")]
    if not lines or lines[0].strip() != _FENCE or _FENCE not in [line.strip() for line in lines[1:]]:
        remedy = "begin the file with lines of title, language, review and variables between two lines of ---"
        return None, [Defect(str(path), 1, "the letter has no front matter", remedy)]
    return _letter(str(path), named[1], named[2], lines)


def _letter(path: str, letter: str, language: str, lines: list[str]) -> tuple[Letter, list[Defect]]:
    end = next(number for number, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE)
    front, defects = _front_matter(path, lines[1:end])
    names = tuple(name.strip() for name in front.get("variables", "").split(",") if name.strip())
    body = "\n".join(lines[end + 1 :]).strip() + "\n"
    found = Letter(letter, front.get("language", ""), front.get("title", ""), front.get("review", ""), names, body)
    if found.language and found.language != language:
        remedy = f"write language: {language}, or rename the file"
        defects.append(Defect(path, 1, f"the file's name says {language}, its front matter {found.language}", remedy))
    if not body.strip():
        defects.append(Defect(path, len(lines), "the letter has no text", "write it below the front matter"))
    return found, defects + list(_variable_defects(path, found, lines))


def _front_matter(path: str, lines: list[str]) -> tuple[dict[str, str], list[Defect]]:
    """The fields of a front matter; a list may stand in brackets, or below its field with a dash before each."""
    found: dict[str, str] = {}
    last, defects = "", []
    for number, line in enumerate(lines, start=2):
        name, colon, value = line.partition(":")
        if line.lstrip().startswith("- ") and last:
            found[last] = f"{found[last]},{line.strip()[2:]}"
        elif colon and name.strip() in FIELDS:
            last = name.strip()
            found[last] = value.strip().strip("[]\"'")
        elif line.strip():
            known = f"use one of: {', '.join(FIELDS)}"
            defects.append(Defect(path, number, f"unknown line {line.strip()[:40]!r} in the front matter", known))
    missing = [name for name in FIELDS if not found.get(name) and (name != "variables" or name not in found)]
    return found, defects + [Defect(path, 1, f"{name} is missing", f"add a line {name}: ...") for name in missing]


def _variable_defects(path: str, letter: Letter, lines: list[str]) -> Iterable[Defect]:
    for name in letter.used():
        if name not in letter.variables:
            line = next((n for n, text in enumerate(lines, start=1) if f"{{{name}}}" in text), 1)
            remedy = f"add it to variables, or use one of: {', '.join(letter.variables) or 'none are listed'}"
            yield Defect(path, line, f"unknown variable {{{name}}}", remedy)
    for name in letter.variables:
        if name not in letter.used():
            yield Defect(path, 1, f"the variable {name} is listed and not used", "use it, or drop it", serious=False)
