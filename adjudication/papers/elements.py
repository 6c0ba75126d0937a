"""A10: what both sides say to every element before the hearing, and what the hearing turns on."""

from collections.abc import Sequence
from datetime import date

from adjudication.models import Arbitration, Element
from adjudication.papers import blocks
from adjudication.papers.forming import moment
from adjudication.queries import next_hearing


def confirmation(
    arbitration: Arbitration,
    *,
    attending: Sequence[blocks.Attending],
    place: str,
    on: date,
) -> dict:
    elements = blocks.elements_of(arbitration)
    fixed = next_hearing(arbitration)
    return {
        **blocks.heads(arbitration),
        "held_on": on.isoformat(),
        "place": place or (fixed.place if fixed else arbitration.commission.name),
        **blocks.bench(arbitration),
        "attendees": [blocks.attendee(arbitration, each, on=on) for each in attending],
        "elements": [
            {
                "code": e.code,
                "label": blocks.label_of(e),
                "applicant_value": blocks.with_unit(e, e.applicant_value) or "未主张",
                "respondent_value": blocks.with_unit(e, e.respondent_value) or "未答辩",
                "agreed": bool(e.agreed),
                "evidence": blocks.evidence_nos(e),
            }
            for e in elements
        ],
        "amounts": [],
        "issues": [{"code": e.code, "question": question(e)} for e in elements if not e.agreed],
        "hearing_at": moment(fixed.starts_at) if fixed else None,
        "signatures": [
            *(blocks.attendee_signature(arbitration, each) for each in attending),
            *blocks.bench_signatures(arbitration),
        ],
    }


def question(element: Element) -> str:
    """Return what is disputed in one line, as the hearing asks it."""
    label = blocks.label_of(element)
    mine = blocks.with_unit(element, element.applicant_value) or "未主张"
    theirs = blocks.with_unit(element, element.respondent_value) or "未答辩"
    return f"{label}：申请人主张{mine}，被申请人主张{theirs}"
