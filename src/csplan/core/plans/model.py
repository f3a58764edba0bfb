"""The model of a plan as data: sections, elements, blanks and fixed text, in the order of the form."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

BLANK_KINDS: Final = (
    "duration",
    "time span",
    "weekly hours",
    "yes/no",
    "yes/no/na",
    "will/will not",
    "text",
    "document",
    "phone",
    "e-mail",
    "link",
    "address",
    "date",
    "whole number",
    "list",
    "staff list",
    "schedule",
)
CHOICES: Final = MappingProxyType(
    {
        "yes/no": ("yes", "no"),
        "yes/no/na": ("yes", "no", "na"),
        "will/will not": ("will", "will not"),
    }
)
AUDIENCES: Final = ("public", "participants", "partners", "county administration", "staff")
NEEDS: Final = ("required", "wanted", "optional")  # wanted: its absence is a warning
RULES: Final = ("not longer than", "longer than", "within", "not after", "not more than")
COUNTY_PRACTICE: Final = "county practice"


@dataclass(frozen=True, slots=True)
class Blank:
    """What the county fills in at one or more places of the form.

    asked_if holds the conditions under which it is asked: "ops.voice_mail=yes", "hours.week=unanswered".
    stands is what the form prints, and what stands, until the county answers with something stricter.
    """

    id: str
    kind: str  # one of BLANK_KINDS
    asks: str  # what it asks for, in words: "time within which customer calls are returned"
    need: str = "required"  # one of NEEDS
    asked_if: tuple[str, ...] = ()
    units: tuple[str, ...] = ()  # of a duration: the units it may be given in
    word: str = ""  # of a duration: the form's own bare word ("days"), where the county declares how it is counted
    default_unit: str = ""  # of a duration: the unit of an answer without one; "" makes the county state it
    stands: str = ""  # "5 working days"
    otherwise: str = ""  # the text that stands in for an answer: "{agency.county} County"
    starts_with: tuple[str, ...] = ()  # of a phone number: the area codes allowed
    state: str = ""  # of an address: the state printed on the form
    overnight: bool = False  # of a time span: whether it may run past midnight


@dataclass(frozen=True, slots=True)
class Element:
    """One item of the form. Places of blanks stand in the text as {blank id|what the form prints there}.

    filled is the text of a filled plan where it reads differently from the form's.
    """

    id: str
    name: str  # how findings call it
    text: str
    filled: str = ""
    level: int = 0  # 0 a paragraph, 1 an item, 2 an item below it
    authority: str = COUNTY_PRACTICE
    audience: tuple[str, ...] = AUDIENCES
    printed: bool = True  # whether the issued form has it; False for what another document adds
    instruction: bool = False  # tells the author what to do; not part of a filled plan
    may_be_na: bool = False  # whether the county may mark it not applicable
    omit_unanswered: bool = False  # left out of a filled plan while its blanks have no answer
    blanks: tuple[Blank, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the form. title names it where the form prints no heading."""

    id: str
    title: str
    heading: str = ""
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that cannot stand together: all conditions of when hold."""

    id: str
    when: tuple[str, ...]
    what: str
    remedy: str
    serious: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two answers of which one must not go beyond the other."""

    id: str
    blank: str
    rule: str  # one of RULES
    other: str
    what: str
    remedy: str
    serious: bool = True


@dataclass(frozen=True)
class Model:
    """A form for plans: what is asked, in order, and what is checked beyond completeness."""

    sections: tuple[Section, ...]
    contradictions: tuple[Contradiction, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    placeholders: tuple[str, ...] = ()  # words of the form that no filled plan may contain
    agency: str = ""  # id of the blank that names the agency
    hours: tuple[str, ...] = ()  # ids of the blanks that write office hours; the first answered one counts
    notice: str = ""  # id of the sentence printed with the table of standards
    no_procedure: str = ""  # what to do where the agency has no procedure for an element

    def elements(self) -> Iterator[tuple[Section, Element]]:
        """Each element with its section, in the order of the form."""
        return ((section, element) for section in self.sections for element in section.elements)

    @cached_property
    def places(self) -> MappingProxyType[str, tuple[Section, Element, Blank]]:
        """Each blank by its id, with the section and the element that ask for it."""
        found = ((s, e, blank) for s, e in self.elements() for blank in e.blanks)
        return MappingProxyType({blank.id: (section, element, blank) for section, element, blank in found})
