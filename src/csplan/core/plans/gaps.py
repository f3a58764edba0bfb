"""What a plan still lacks before every element of its model is addressed."""

from collections.abc import Iterator

from csplan.core.plans.answer import Address, Answer, Described, PromisedTime, ProtectedTime, TrainedEmployee
from csplan.core.plans.findings import Finding, answer_key, place_of
from csplan.core.plans.model import Blank
from csplan.core.plans.plan import Plan
from csplan.core.plans.words import promised_words

NOT_ANSWERED = "not answered"
EXAMPLES = {
    "duration": "2",
    "time span": '{ from = "08:00", to = "16:30" }',
    "weekly hours": '{ mon = [["08:00", "16:30"]], tue = [["08:00", "16:30"]] }',
    "yes/no": '"yes" or "no"',
    "yes/no/na": '"yes", "no" or "na"',
    "will/will not": '"will" or "will not"',
    "text": '"..."',
    "document": '"..." or { attachment = "file.pdf" }',
    "phone": '"715-555-0100"',
    "e-mail": '"office@example.gov"',
    "link": '"https://..." or "none"',
    "address": '{ street = "...", city = "...", zip = "..." }',
    "date": "2026-01-15, without quotes",
    "whole number": "2",
    "list": '["...", "..."] or "none"',
    "staff list": '["..."] or [{ name = "...", trained = 2026-01-15 }]',
    "schedule": '[{ who = "...", days = ["tue"], from = "13:00", to = "15:00" }]',
}


def gaps(plan: Plan) -> Iterator[Finding]:
    """Each blank without an answer, undeclared reading, placeholder left, and element without a procedure."""
    for section, element, blank in plan.asked():
        answer = plan.answers.get(blank.id)
        place = place_of(section, element, blank)
        key = answer_key(blank.id)
        if answer is None and blank.need != "optional":
            yield Finding(key, place, f"{NOT_ANSWERED}: {blank.asks}", how_to_answer(blank), blank.need == "required")
        elif isinstance(answer, PromisedTime) and not answer.declared:
            yield Finding(key, place, *_undeclared(blank, answer), serious=False)
    yield from placeholders_left(plan)
    yield from open_requests(plan)


def required(plan: Plan) -> tuple[str, ...]:
    """The ids of the required blanks that the plan is asked, in the order of the form."""
    return tuple(blank.id for _, _, blank in plan.asked() if blank.need == "required")


def missing(plan: Plan) -> tuple[str, ...]:
    """The ids of the required blanks that are asked and have no answer, or none that can be used."""
    return tuple(blank for blank in required(plan) if blank not in plan.answers)


def how_to_answer(blank: Blank) -> str:
    """What to write into a plan file to answer a blank."""
    *table, name = answer_key(blank.id)
    example = EXAMPLES[blank.kind]
    if blank.kind == "duration":
        unit = blank.default_unit or blank.word
        example = f"2 (a whole number of {unit})" if unit else '"30 minutes" (a number with its unit)'
    if blank.starts_with:
        example = f'"{blank.starts_with[0]}-555-0100"'
    return f"write {name} = {example} under [{'.'.join(table)}]"


def _undeclared(blank: Blank, answer: PromisedTime) -> tuple[str, str]:
    what = f"the form does not say how {blank.word} are counted; taken as {promised_words(blank, answer.duration)}"
    n = answer.duration.n
    return what, f'confirm with "{n} calendar days", or write "{n} working days"; or set days_mean under [plan]'


def placeholders_left(plan: Plan) -> Iterator[Finding]:
    """Each answer that still contains a placeholder of the form."""
    for blank, answer in plan.answers.items():
        left = [word for word in plan.model.placeholders for text in texts_of(answer) if word.lower() in text.lower()]
        if left and blank in plan.model.places:
            place = place_of(*plan.model.places[blank])
            what = f"the answer still contains {left[0]!r}, a placeholder of the form"
            yield Finding(answer_key(blank), place, what, "put the county's own words in its place")


def texts_of(answer: Answer) -> tuple[str, ...]:
    """Every text that somebody typed into an answer."""
    match answer:
        case str():
            return (answer,)
        case Described():
            return (answer.text, answer.link)
        case Address():
            return (answer.name, answer.street, answer.city)
        case tuple():
            return tuple(_item_text(item) for item in answer)
    return ()


def _item_text(item: str | TrainedEmployee | ProtectedTime) -> str:
    match item:
        case TrainedEmployee():
            return item.name
        case ProtectedTime():
            return item.who
    return item


def open_requests(plan: Plan) -> Iterator[Finding]:
    """Each element without a procedure, about which the administrator has not yet answered."""
    known = {element.id: (section, element) for section, element in plan.model.elements()}
    for index, request in enumerate(plan.no_procedure):
        if request.element in known and not request.answer:
            place = place_of(*known[request.element])
            what = "the agency has no procedure, and the request about it is not answered"
            yield Finding(("no_procedure", index), place, what, plan.model.no_procedure)
