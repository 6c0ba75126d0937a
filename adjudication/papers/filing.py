"""A01 the application and A01R the answer, element by element."""

from collections.abc import Mapping, Sequence
from datetime import date

from adjudication.choices import ArbitrationState, ElementAnswer, Origin
from adjudication.models import Arbitration, Element, RespondentAnswer
from adjudication.papers import blocks
from adjudication.queries import (
    COLLECTIVE_FROM,
    applicants,
    claimed_fen,
    copy_received_on,
    representatives,
)
from cases.models import Evidence, Party
from documents.contracts import amount_dict
from documents.contracts.tribunal.checks import OFFICIAL_SEAL
from documents.contracts.tribunal.filing import NO_OPINION
from mediation.queries import settled_workers

# How an earlier arbitration ended, as the application tells it.
_ENDINGS = {
    ArbitrationState.DECLINED: "不予受理",
    ArbitrationState.DECIDED: "裁决或者调解结案",
    ArbitrationState.SETTLED: "裁决或者调解结案",
}
DEEMED = "deemed_withdrawal"


def application(
    arbitration: Arbitration,
    *,
    evidence: Sequence[Evidence],
    witnesses: Sequence[Mapping[str, str]],
    copies: int,
    employment_ended_on: date | None,
    directive: Mapping[str, str] | None,
    oral: bool,
    recorder: str,
    on: date,
) -> dict:
    """A01."""
    case, people = arbitration.case, applicants(arbitration)
    speaking = representatives(arbitration)
    shown = people if len(people) < COLLECTIVE_FROM else speaking or people[:1]
    last = case.terminations.order_by("-id").first()
    return {
        **blocks.picked(arbitration, "cause"),
        "oral": oral,
        **blocks.sides(arbitration, shown, on=on),
        "representatives": [p.name for p in speaking],
        "worker_count": len(people),
        "claims": blocks.claim_rows(arbitration),
        "claim_total": amount_dict(claimed_fen(arbitration)),
        "elements": [
            {
                "code": e.code,
                "label": blocks.label_of(e),
                "value": e.applicant_value,
                "unit": e.unit or None,
                "evidence": blocks.evidence_nos(e),
            }
            for e in blocks.elements_of(arbitration)
        ],
        "months": [],
        "employment_ended_on": employment_ended_on.isoformat() if employment_ended_on else None,
        "roster": blocks.roster_rows(arbitration),
        "facts": blocks.sentence(arbitration.facts),
        "mediation": {"number": case.number, "ended_on": last.ended_on.isoformat()}
        if last
        else None,
        # An agreement that is not performed is what is arbitrated, and bars nothing.
        "settled": [] if arbitration.origin == Origin.BREACH else _settled(people),
        "earlier_filings": earlier_filings(arbitration),
        "payment_directive": dict(directive) if directive else None,
        "evidence": blocks.evidence_rows(evidence),
        "witnesses": [dict(w) for w in witnesses],
        "copies": copies,
        "applied_on": on.isoformat(),
        "recorder": recorder or None,
        "signatures": [blocks.party_signature(arbitration, p, on=on) for p in shown],
    }


def _settled(people: Sequence[Party]) -> list[dict]:
    """The agreements in force of these workers; what they settle is not claimed again (V-X1)."""
    case = people[0].case
    settled = settled_workers(case)
    agreements = case.agreements.filter(effective_on__isnull=False).order_by("id")
    if not settled or not case.period_from or not case.period_to:
        return []
    rows = []
    for agreement in agreements:
        bound = set(agreement.instalments.values_list("shares__worker_id", flat=True))
        rows += [
            {
                "worker": p.name,
                "number": agreement.number,
                "period_from": case.period_from.isoformat(),
                "period_to": case.period_to.isoformat(),
            }
            for p in people
            if p.pk in bound and p.pk in settled
        ]
    return rows


def earlier_filings(arbitration: Arbitration) -> list[dict]:
    """What these workers filed before against the same side, and how it ended (ARB-21, ARB-41)."""
    mine = {(c.worker_id, c.kind, c.what) for c in arbitration.claims.all()}
    before = (
        Arbitration.objects.filter(case=arbitration.case_id, applicants__in=applicants(arbitration))
        .exclude(pk=arbitration.pk)
        .exclude(ended_on=None)
        .distinct()
        .order_by("id")
    )
    return [
        {
            "commission": earlier.commission.name,
            "filed_on": earlier.filed_on.isoformat(),
            "ended": _ending(earlier),
            "same_claim": any((c.worker_id, c.kind, c.what) in mine for c in earlier.claims.all()),
        }
        for earlier in before
    ]


def _ending(earlier: Arbitration) -> str:
    if earlier.state == ArbitrationState.WITHDRAWN:
        deemed = earlier.decisions.filter(matter=DEEMED).exists()
        return "按撤回处理" if deemed else "申请人撤回"
    return _ENDINGS.get(ArbitrationState(earlier.state), "不予受理")


def answer(
    arbitration: Arbitration,
    respondent: Party,
    *,
    positions: Mapping[int, tuple[str, int | None, str]],
    defence: str,
    limitation: str | None,
    jurisdiction: str | None,
    counter_claims: Sequence[str],
    evidence: Sequence[Evidence],
    answer_due: date | None,
    signer: str,
    capacity: str,
    seal_kind: str | None,
    on: date,
) -> dict:
    """
    A01R; `positions` are claim number → (position, fen admitted, reason).

    A plea that is None was not raised.
    """
    received = copy_received_on(arbitration, respondent)
    return {
        **blocks.picked(arbitration, "applicants_text", "cause"),
        "respondent": blocks.described(arbitration, [respondent], on=on)[0],
        "received_on": str(received or on),
        "answer_due": answer_due.isoformat() if answer_due else None,
        "submitted_on": on.isoformat(),
        "elements": _answers_of(arbitration, respondent),
        "claims": [_position(row, positions) for row in blocks.claim_rows(arbitration)],
        "defence": blocks.sentence(defence) if defence else None,
        "limitation_defence": limitation is not None,
        "limitation_reason": limitation,
        "jurisdiction_objection": jurisdiction is not None,
        "jurisdiction_reason": jurisdiction,
        "counter_claim": bool(counter_claims),
        "counter_claims": list(counter_claims),
        "evidence": blocks.evidence_rows(evidence),
        "seal_kind": seal_kind,
        "signatures": [
            blocks.party_signature(arbitration, respondent, on=on, signer=signer, capacity=capacity)
        ],
    }


def _answers_of(arbitration: Arbitration, respondent: Party) -> list[dict]:
    """Return what this respondent says, element by element; what another says is its own affair."""
    rows = RespondentAnswer.objects.filter(element__arbitration=arbitration, respondent=respondent)
    said = {row.element_id: row for row in rows}
    elements = blocks.elements_of(arbitration)
    return [_answered(e, said[e.pk]) for e in elements if e.pk in said]


def _answered(element: Element, said: RespondentAnswer) -> dict:
    admitted = said.answer == ElementAnswer.ADMIT
    return {
        "code": element.code,
        "label": blocks.label_of(element),
        "claimed": blocks.with_unit(element, element.applicant_value),
        "answer": said.get_answer_display(),
        "value": None if admitted else blocks.with_unit(element, said.value),
        "reason": None if admitted else said.reason,
        "evidence": None,
    }


def _position(row: dict, positions: Mapping[int, tuple[str, int | None, str]]) -> dict:
    position, admitted, reason = positions.get(row["no"], (NO_OPINION, None, ""))
    return {
        "no": row["no"],
        "what": row["what"],
        "claimed": row["amount"],
        "position": position,
        "admitted": None if admitted is None else amount_dict(admitted),
        "reason": reason or None,
    }


SEALS = {"official": OFFICIAL_SEAL, "contract": "合同专用章", "project_department": "项目部章"}
