"""Reads the words that a county writes into the blanks of a plan: choices, texts, numbers, addresses, lists."""

import re
from pathlib import Path

from csplan.core.plans.answer import Address, Described, TrainedEmployee
from csplan.core.plans.model import CHOICES, Blank
from csplan.policy.document import Table

_PHONE = re.compile(r"(?:\+?1[ .-]?)?\(?([2-9]\d\d)\)?[ .-]?([2-9]\d\d)[ .-]?(\d{4})(?:,? *(?:ext\.?|x) *(\d{1,6}))?")
_E_MAIL = re.compile(r"[^\s@<>,;:\"()]+@(?:[\w-]+\.)+[A-Za-z]{2,}")
_LINK = re.compile(r"https?://(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_SPELLINGS = {"n/a": "na", "not applicable": "na"}


def read_choice(table: Table, name: str, blank: Blank) -> str | None:
    """The choice of a blank: "yes", "no", "na", "will", "will not"; true and false stand for yes and no."""
    value = table.data[name]
    table.known(name)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    word = str(value).strip().lower()
    word = _SPELLINGS.get(word, word)
    if word in CHOICES[blank.kind]:
        return word
    table.note(name, f"{value!r} is not a choice here", f"use one of: {', '.join(CHOICES[blank.kind])}")
    return None


def read_text(table: Table, name: str, _: Blank) -> str | None:
    """The text of a blank; one without a letter or digit says nothing."""
    text = table.text(name).strip()
    if text and not any(character.isalnum() for character in text):
        table.note(name, f"{text!r} says nothing", "write the county's own words")
    return text or None


def read_described(table: Table, name: str, _: Blank) -> Described | None:
    """A text, or a table with text, link and attachment (a file beside the plan), at least one of them."""
    if isinstance(table.data[name], str):
        text = read_text(table, name, _)
        return Described(text) if text else None
    inner = table.table(name)
    if inner is None:
        return None
    found = Described(*(inner.text(part, "").strip() for part in ("text", "link", "attachment")))
    inner.finish()
    if found.link and not _LINK.fullmatch(found.link):
        inner.note("link", f"{found.link!r} is not a link", 'write it as "https://..."')
    if found.attachment and not (Path(table.document.path).parent / found.attachment).is_file():
        inner.note("attachment", f"there is no file {found.attachment!r}", "put it beside the plan, or mend the name")
    if found == Described():
        inner.note("", "says nothing", "give text, link or attachment")
    return found


def read_phone(table: Table, name: str, blank: Blank) -> str | None:
    """A North American phone number, written as 715-555-0100, with an extension where there is one."""
    text = table.text(name)
    found = _PHONE.fullmatch(text.strip())
    if not found:
        table.note(name, f"{text!r} is not a phone number", "write area code and number, such as 715-555-0100")
        return None
    if blank.starts_with and found[1] not in blank.starts_with:
        known = ", ".join(blank.starts_with)
        table.note(name, f"{text!r} is not a toll-free number", f"give one that begins with one of: {known}")
        return None
    return f"{found[1]}-{found[2]}-{found[3]}" + (f" ext. {found[4]}" if found[4] else "")


def read_e_mail(table: Table, name: str, _: Blank) -> str | None:
    """An e-mail address."""
    return _matching(table, name, _E_MAIL, "an e-mail address", "write it as office@example.gov")


def read_link(table: Table, name: str, _: Blank) -> str | None:
    """The address of a page on the web, or the word "none"."""
    if str(table.data[name]).strip().lower() == "none":
        table.known(name)
        return "none"
    return _matching(table, name, _LINK, "a link", 'write it as "https://...", or "none"')


def read_address(table: Table, name: str, blank: Blank) -> Address | None:
    """A mailing address: { name, street, city, state, zip }; name and state may be left out."""
    inner = table.table(name)
    if inner is None:
        return None
    state = inner.text("state", blank.state)
    found = Address(inner.text("street"), inner.text("city"), state, inner.text("zip"), inner.text("name", ""))
    inner.finish()
    if "zip" in inner and not _ZIP.fullmatch(found.zip_code):
        inner.note("zip", f"{found.zip_code!r} is not a zip code", "write five digits, such as 53703")
    if blank.state and state != blank.state:
        inner.note("state", f"the form prints {blank.state}, not {state}", f"leave state out, or write {blank.state}")
    return found


def read_number(table: Table, name: str, _: Blank) -> int | None:
    """A whole number of at least 1."""
    n = table.whole(name)
    if type(table.data[name]) is int and n < 1:
        table.note(name, f"{n} is too small", "write 1 or more")
    return n if n > 0 else None


def read_list(table: Table, name: str, _: Blank) -> tuple[str, ...] | None:
    """A list of texts; the word "none" says that there are none."""
    items = table.texts(name)
    if table.data[name] == []:
        table.note(name, "the list is empty", 'name at least one, or write "none"')
    return items or None


def read_staff(table: Table, name: str, _: Blank) -> tuple[TrainedEmployee, ...] | None:
    """A list of names, or of tables { name = "...", trained = 2026-01-15 }."""
    value = table.data[name]
    if isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        staff = tuple(TrainedEmployee(text) for text in read_list(table, name, _) or ())
    else:
        staff = tuple(_employee(each) for each in table.tables(name))
    names = [employee.name for employee in staff]
    for twice in sorted({each for each in names if each and names.count(each) > 1}):
        table.note(name, f"{twice!r} stands twice", "name each employee once", serious=False)
    return staff or None


def _employee(table: Table) -> TrainedEmployee:
    employee = TrainedEmployee(table.text("name"), table.day("trained", None))
    table.finish()
    return employee


def _matching(table: Table, name: str, pattern: re.Pattern[str], kind: str, remedy: str) -> str | None:
    text = table.text(name).strip()
    if pattern.fullmatch(text):
        return text
    if text:
        table.note(name, f"{text!r} is not {kind}", remedy)
    return None
