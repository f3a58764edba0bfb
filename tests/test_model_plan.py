"""The model plan stands whole and in order, and is data: what is added to the file is asked, checked and printed."""

import re
from pathlib import Path

import pytest

from csplan.core.edition import Edition
from csplan.core.plans.model import Model
from csplan.policy.catalogue import Catalogue, packaged_catalogue
from csplan.policy.document import Document, read_document
from csplan.policy.editions import read_edition
from csplan.policy.folder import packaged_folder
from csplan.policy.plans.read import check_plan, read_plan
from csplan.policy.plans.start import plan_file_to_fill
from csplan.policy.plans.text import form_text, plan_text
from plan_files import TODAY, changed

MODEL_FILE = packaged_folder() / "us-wi" / "customer-service-plan" / "2009-11-06.toml"
SOURCE = Path(__file__).parent / "sources" / "model-plan.txt"
NEW_ELEMENT = """
[[section.element]]
id = "telephone.text-messages"
name = "text messages"
level = 1
text = "Text messages are answered within {texts.answer|____ (timeline) business days}."

[[section.element.blank]]
id = "texts.answer"
kind = "duration"
asks = "the time within which text messages are answered"
units = ["business days"]
default_unit = "business days"

"""
NEXT_SECTION = '[[section]]\nid = "calls"'


def words(text: str) -> list[str]:
    """The words of a text, without Markdown's marks, links and underscores."""
    without_links = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    plain = re.sub(r"[\\_*#]", "", without_links).split()
    return [word for word in plain if not re.fullmatch("-+", word)]


def model_edition() -> Edition:
    return packaged_catalogue().editions("us-wi/customer-service-plan")[-1]


def shipped_model() -> Model:
    model = model_edition().model
    assert model is not None
    return model


def with_element(added: str = NEW_ELEMENT) -> Catalogue:
    """The shipped policies, with one more element in the telephone section of the model."""
    text = MODEL_FILE.read_text().replace(NEXT_SECTION, added + NEXT_SECTION)
    edition = read_edition(Document(text, "model.toml"))
    return Catalogue({**packaged_catalogue().held, edition.policy: (edition,)})


@pytest.mark.requirement("WI-BUL-POLICY-06", "WI-CSP-SCOPE-01", "WI-CSP-LEP-04", "WI-CSP-TTY-01", "WI-CSP-KIDS-02")
def test_the_unfilled_form_is_the_source_word_for_word() -> None:
    source, form = words(SOURCE.read_text()), words(form_text(shipped_model()))
    assert len(source) > 1900
    assert form == source


@pytest.mark.requirement("WI-CSP-HEAD-01")
def test_the_headings_of_a_filled_plan_are_the_sections_of_the_model_in_order(tmp_path: Path) -> None:
    printed = re.findall(r"^#+ (.*)$", plan_text(read_plan(changed(tmp_path))), re.MULTILINE)
    sections = shipped_model().sections
    assert len(sections) == 17
    assert printed == [*(section.title for section in sections), "STANDARDS OF THIS PLAN"]
    assert all(section.heading in SOURCE.read_text() for section in sections)


@pytest.mark.requirement("WI-BUL-POLICY-06")
def test_an_element_added_to_the_data_is_asked_checked_printed_and_begun_without_code(tmp_path: Path) -> None:
    catalogue = with_element()
    model = catalogue.editions("us-wi/customer-service-plan")[0]
    (missing,) = check_plan(changed(tmp_path), today=TODAY, catalogue=catalogue)
    assert missing.place.blank == "texts.answer" and missing.place.section == "TELEPHONE SERVICE STANDARDS"
    filled = changed(tmp_path, ("[answers.vm]", "[answers.texts]\nanswer = 2\n\n[answers.vm]"))
    assert check_plan(filled, today=TODAY, catalogue=catalogue) == []
    assert "- Text messages are answered within 2 business days." in plan_text(read_plan(filled, catalogue))
    assert "____ (timeline) business days" in form_text(model.model or shipped_model()).split("Text messages")[1]
    assert '[answers.texts] # TELEPHONE SERVICE STANDARDS\n# answer = "2 business days"' in plan_file_to_fill(model)


def test_each_blank_has_a_place_in_the_form_and_its_own_id() -> None:
    text = MODEL_FILE.read_text()
    for blank in shipped_model().places:
        assert text.count(f'id = "{blank}"') >= 1
    own_words = {"agency.county", "mission.published"}  # asked for the sake of other blanks
    placed = {blank for blank in shipped_model().places if re.search(r"\{" + re.escape(blank) + r"[|}]", text)}
    assert placed == set(shipped_model().places) - (own_words - {"agency.county"})


@pytest.mark.requirement("WI-BUL-POLICY-05")
def test_each_element_carries_its_authority() -> None:
    by_id = {element.id: element.authority for _, element in shipped_model().elements()}
    assert all(by_id.values())
    assert by_id["applications.case-open"] == "45 CFR 303.2"
    assert by_id["complaints.required"] == "45 CFR 303.35"
    assert by_id["telephone.customers"] == "county practice"


@pytest.mark.requirement("WI-CSP-APPT-03F")
def test_the_two_timeframes_of_the_waiting_paragraph_are_one_blank(tmp_path: Path) -> None:
    text = plan_text(read_plan(changed(tmp_path, ('wait = "15 minutes"', "wait = 20"))))
    assert "see the customer within 20 minutes of" in text
    assert "delay the appointment longer than the 20 minutes, the CSA" in text


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('kind = "duration"', 'kind = "durations"', "unknown kind 'durations'"),
        ('units = ["business days"]', 'units = ["buisness days"]', "unknown unit 'buisness days'"),
        ('units = ["business days"]', "", "of kind 'duration'"),
        ('id = "texts.answer"', 'id = "texts.reply"', "names the blank 'texts.answer', which the form has not"),
        ('id = "texts.answer"', 'id = "phone.customer_return"', "'phone.customer_return' stands twice"),
        ('id = "telephone.text-messages"', 'id = "telephone.customers"', "element 'telephone.customers' stands twice"),
        ("level = 1", "level = 3", "level is 3"),
        ("level = 1", 'audience = ["everybody"]', "unknown audience 'everybody'"),
        ("level = 1", "levels = 1", "unknown key 'levels'"),
        ('default_unit = "business days"', 'default_unit = "days"', "is not one of its units"),
        ('default_unit = "business days"', 'stands = "5 moons"', "unknown unit"),
    ],
)
def test_a_form_with_a_defect_is_refused_with_file_line_and_remedy(old: str, new: str, what: str) -> None:
    text = MODEL_FILE.read_text().replace(NEXT_SECTION, NEW_ELEMENT.replace(old, new) + NEXT_SECTION)
    document = Document(text, "model.toml")
    read_edition(document)
    assert any(what in defect.what and defect.line > 1 and defect.remedy for defect in document.defects)


def test_the_shipped_form_has_no_defect() -> None:
    document = read_document(MODEL_FILE)
    read_edition(document)
    assert document.defects == []
