"""Elements as every table of them shows them."""

from adjudication import queries
from adjudication.forms.elements import shown_state
from adjudication.models import Arbitration, Element
from adjudication.papers.blocks import evidence_nos, with_unit


def elements_of(arbitration: Arbitration) -> list[Element]:
    rows = arbitration.elements.select_related("worker", "locked_by")
    return queries.in_order(rows.prefetch_related("evidence"))


def table_row(element: Element) -> dict:
    """Return one element as a table shows it."""
    words, colour = shown_state(element)
    return {
        "element": element,
        "applicant": with_unit(element, element.applicant_value),
        "respondent": with_unit(element, element.respondent_value),
        "found": with_unit(element, element.found),
        "evidence": evidence_nos(element) or "",
        "state": words,
        "colour": colour,
    }
