"""Renders plans as Markdown that reads as plain text: the unfilled form, and a filled plan for one audience."""

import re
from collections.abc import Iterator

from csplan.core.edition import Standard
from csplan.core.plans.answer import Address
from csplan.core.plans.gaps import missing, open_requests, placeholders_left, required
from csplan.core.plans.model import Element, Model, Section
from csplan.core.plans.plan import PLACE, Plan
from csplan.core.plans.standards import authority, written_standards
from csplan.core.plans.words import answer_words, date_words

NOT_ANSWERED = "[not answered]"
_MARKS = re.compile(r"[<>|]|^(?=[#>+-])|^(?=\d+[.)])", re.MULTILINE)


def form_text(model: Model) -> str:
    """The form as issued, unfilled: each heading, sentence and blank in order."""
    return _joined(_form_blocks(model))


def plan_text(plan: Plan, audience: str = "staff") -> str:
    """A filled plan as one audience sees it, with the table of every standard that it sets."""
    return _joined([*_head(plan), *_body(plan, audience), *_standards(plan, audience)])


def _form_blocks(model: Model) -> Iterator[str]:
    for section in model.sections:
        if section.heading:
            yield _heading(section, model)
        for element in section.elements:
            if element.printed:
                yield _indented(element, PLACE.sub(lambda found: found[2] or "", element.text).strip())


def _joined(blocks: list[str] | Iterator[str]) -> str:
    """The blocks with an empty line between them, but none between items of one list."""
    text = ""
    for block in blocks:
        both_items = _is_item(block) and _is_item(text.rsplit("\n", 1)[-1])
        text += ("\n" if both_items else "\n\n") * bool(text) + block
    return text + "\n"


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _heading(section: Section, model: Model) -> str:
    return f"{'#' if section is model.sections[0] else '##'} {section.heading or section.title}"


def _indented(element: Element, text: str) -> str:
    if element.level == 0:
        return text
    margin = "  " * (element.level - 1)
    return f"{margin}- " + text.replace("\n", f"\n{margin}  ")


def _head(plan: Plan) -> Iterator[str]:
    first = plan.model.sections[0]
    yield _heading(first, plan.model)
    yield "  \n".join(plan.edition.issuer)
    number = f"Version {plan.version}"
    if plan.in_force_from:
        ends = f" to {date_words(plan.in_force_to)}" if plan.in_force_to else ""
        yield f"{number}, in force from {date_words(plan.in_force_from)}{ends}."
    else:
        yield f"DRAFT. {number}, not in force."
    lacking = ", ".join(_lacking(plan))
    if lacking:
        yield f"INCOMPLETE: {lacking}."


def _lacking(plan: Plan) -> Iterator[str]:
    """What keeps the plan from being complete, counted as `csplan plan check` counts it."""
    blanks, left, still = len(missing(plan)), len(list(placeholders_left(plan))), len(list(open_requests(plan)))
    if blanks:
        has = "has" if blanks == 1 else "have"
        yield f"{blanks} of {len(required(plan))} required blanks {has} no answer that can be used"
    if left:
        yield f"{left} {'answer still contains' if left == 1 else 'answers still contain'} a placeholder of the form"
    if still:
        yield f"{still} {'element waits' if still == 1 else 'elements wait'} for the administrator's answer"


def _body(plan: Plan, audience: str) -> Iterator[str]:
    for section in plan.model.sections:
        if section is not plan.model.sections[0]:
            yield _heading(section, plan.model)
        for element in section.elements:
            text = _filled(plan, element) if audience in plan.audience(element) else ""
            if text:
                yield _indented(element, text)
        for local in plan.local:
            if local.section == section.title:
                yield f"- {_safe(local.says)}"


def _filled(plan: Plan, element: Element) -> str:
    """The element with its answers; "" for an instruction, or where it is left out without an answer."""
    text = element.filled or element.text
    request = plan.requested.get(element.id)
    if element.instruction:
        return ""
    if request:
        return f"{element.name.capitalize()}: {_safe(request.answer) or 'no procedure yet; the question is open'}"
    if element.id in plan.not_applicable:
        return PLACE.sub("N/A", text)
    words = PLACE.sub(lambda found: _words(plan, found[1], found[2] or ""), text)
    return "" if element.omit_unanswered and NOT_ANSWERED in words and not _is_owed(plan, element) else words


def _is_owed(plan: Plan, element: Element) -> bool:
    """Whether a required blank of the element is asked and not answered."""
    return any(
        blank.need == "required" and blank.id not in plan.answers
        for _, owner, blank in plan.asked()
        if owner is element
    )


def _words(plan: Plan, blank_id: str, printed: str) -> str:
    _, _, blank = plan.model.places[blank_id]
    answer = plan.filled(blank_id)
    asked = {each.id for _, _, each in plan.asked()}
    if blank.stands and answer is None:
        return printed or blank.stands
    if answer is None or blank_id not in asked:
        return NOT_ANSWERED
    if isinstance(answer, Address) and not answer.name:
        return _safe(f"{plan.agency}, {answer_words(blank, answer)}")
    return _safe(answer_words(blank, answer))


def _safe(text: str) -> str:
    """Somebody's text without a mark that a reader of Markdown would take for HTML, a heading or a table."""
    return _MARKS.sub(lambda found: f"\\{found[0]}", text)


def _standards(plan: Plan, audience: str) -> Iterator[str]:
    yield "## STANDARDS OF THIS PLAN"
    notice = {sentence.id: sentence.says for sentence in plan.edition.sentences}.get(plan.model.notice)
    if notice:
        yield notice
    hidden = [element for _, element in plan.model.elements() if audience not in plan.audience(element)]
    rows = ["| Standard | Number | Unit | Counted from | Authority |", "| --- | --- | --- | --- | --- |"]
    rows += [_row(standard) for standard in written_standards(plan) if not _is_hidden(plan, standard, hidden)]
    yield "\n".join(rows)


def _is_hidden(plan: Plan, standard: Standard, hidden: list[Element]) -> bool:
    """Whether the sentence of a standard stands in an element that the audience does not see."""
    says = {sentence.id: sentence.says for sentence in plan.edition.sentences}.get(standard.sentence)
    return bool(says) and any(says in _printed(element) for element in hidden if says)


def _printed(element: Element) -> str:
    return PLACE.sub(lambda found: found[2] or "", element.text)


def _row(standard: Standard) -> str:
    within = standard.within
    number, unit = ("", within.says if within else "")
    if within and within.duration:
        number, unit = str(within.duration.n), within.duration.unit
        unit = "days (the same day)" if (number, unit) == ("0", "days") else unit
        unit = "calendar days" if unit == "days" else unit
        unit = unit.removesuffix("s") if number == "1" else unit
    cells = (standard.name, number, unit, standard.start_in_words, authority(standard))
    return f"| {' | '.join(_safe(cell) for cell in cells)} |"
