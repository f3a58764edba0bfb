"""The difference of two texts word by word, on one line."""

from difflib import SequenceMatcher


def word_difference(before: str, after: str) -> str:
    """The later text with what changed in brackets: "Within [5 -> two] business days, [new: or delegate] ..."."""
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    parts = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, came = " ".join(old[old_from:old_to]), " ".join(new[new_from:new_to])
        parts.append(
            {"equal": came, "delete": f"[gone: {gone}]", "insert": f"[new: {came}]"}.get(kind, f"[{gone} -> {came}]")
        )
    return " ".join(parts)
