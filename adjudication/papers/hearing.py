"""A11: the minutes of a hearing, with what is undisputed and what was tried."""

from datetime import datetime

from adjudication.choices import MediationResult
from adjudication.models import Arbitration, Hearing, HearingAttendance
from adjudication.papers import blocks
from adjudication.papers.forming import moment
from adjudication.queries import applicants, representatives


def minutes(
    arbitration: Arbitration, hearing: Hearing, *, next_at: datetime | None, corrections: str
) -> dict:
    on = hearing.starts_at.astimezone(blocks.SHANGHAI).date()
    rows = list(hearing.attendance.select_related("party").order_by("id"))
    there = [row for row in rows if row.present]
    elements = blocks.elements_of(arbitration)
    shown = representatives(arbitration) or applicants(arbitration)
    result, places = hearing.mediation_result, blocks.roles(arbitration)
    return {
        **blocks.picked(arbitration, "cause"),
        "starts_at": moment(hearing.starts_at),
        "ends_at": moment(hearing.ended_at) if hearing.ended_at else None,
        "place": hearing.place,
        "public": hearing.public,
        **blocks.bench(arbitration),
        **blocks.sides(arbitration, shown, on=on),
        "attendees": [blocks.attendee(arbitration, _attending(row), on=on) for row in there],
        "absent": [f"{places[row.party_id]}{row.party.name}" for row in rows if not row.present],
        "recusal": [{"role": places[row.party_id], "answer": row.recusal_answer} for row in there],
        "lines": [
            {"part": line.get_part_display(), "speaker": line.speaker, "text": line.text}
            for line in hearing.lines.order_by("no")
        ],
        "undisputed": [
            {
                "code": e.code,
                "label": blocks.label_of(e),
                "value": blocks.with_unit(e, e.applicant_value),
                "evidence": blocks.evidence_nos(e),
            }
            for e in elements
            if e.agreed
        ],
        "disputed": [
            {
                "code": e.code,
                "label": blocks.label_of(e),
                "applicant_value": blocks.with_unit(e, e.applicant_value) or "未主张",
                "respondent_value": blocks.with_unit(e, e.respondent_value) or "未答辩",
                "evidence": blocks.evidence_nos(e),
            }
            for e in elements
            if not e.agreed
        ],
        "last_statements": [
            {"role": places[row.party_id], "text": row.last_statement}
            for row in there
            if row.last_statement
        ],
        "mediation": MediationResult(result).label if result else None,
        "adjourned_for": hearing.adjourned_for or None,
        "next_hearing": moment(next_at) if next_at else None,
        "corrections": corrections or None,
        "signatures": [
            *(
                blocks.attendee_signature(arbitration, _attending(r), r.refusal)
                | {"confirmation": r.confirmation or None}
                for r in there
            ),
            *(place | {"confirmation": None} for place in blocks.bench_signatures(arbitration)),
        ],
    }


def _attending(row: HearingAttendance) -> blocks.Attending:
    return blocks.Attending(row.party, row.person, row.capacity)
