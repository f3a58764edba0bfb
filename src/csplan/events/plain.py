"""Plain text for a case system: in its characters, masked, cut into numbered parts where it is too long."""

import unicodedata
from typing import Final

from csplan.contacts.sensitive import masked

LEAST: Final = 80
"""The shortest limit under which parts still make sense."""
UNKNOWN: Final = "?"
_WRITTEN_AS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
        "\u2022": "-",
        "\u00a0": " ",
        "\u00ad": "",
        "\u00df": "ss",
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u00c6": "AE",
        "\u0152": "OE",
        "\u00f8": "o",
        "\u00d8": "O",
        "\u0142": "l",
        "\u0141": "L",
        "\u0111": "d",
        "\u0110": "D",
    }
)
_HIGHEST: Final = {"ascii": 0x7E, "latin-1": 0xFF}


def plain_text(text: str, characters: str = "ascii", *, but: str = "") -> str:
    """A text in the characters that a case system takes: one line, masked, "?" for what it cannot take."""
    highest = _HIGHEST.get(characters, 0x10FFFF)
    written = "".join(_written(each, highest) for each in unicodedata.normalize("NFC", text))
    return masked(" ".join(written.split()), but=but).text


def parts_of(text: str, limit: int) -> list[str]:
    """The text in parts of at most so many letters, numbered "(1/2) " where there are several; nothing is left out."""
    limit = max(limit, LEAST)
    if len(text) <= limit:
        return [text]
    count = 2
    while True:
        numbered = len(f"({count}/{count}) ")
        pieces = _pieces(text, limit - numbered)
        if len(str(len(pieces))) <= len(str(count)):
            return [f"({number}/{len(pieces)}) {piece}" for number, piece in enumerate(pieces, start=1)]
        count = len(pieces)


def _pieces(text: str, room: int) -> list[str]:
    pieces: list[str] = []
    while len(text) > room:
        space = text.rfind(" ", 0, room + 1)
        end = space if space > 0 else room  # a word longer than a part is cut
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*pieces, text] if text else pieces


def _written(letter: str, highest: int) -> str:
    if letter.isspace():
        return " "
    if ord(letter) <= highest and letter.isprintable():
        return letter
    if highest > 0xFF:
        return ""  # not printable
    known = letter.translate(_WRITTEN_AS)
    bare = "".join(each for each in unicodedata.normalize("NFKD", known) if not unicodedata.combining(each))
    return "".join(each if 0x20 <= ord(each) <= highest and each.isprintable() else UNKNOWN for each in bare)
