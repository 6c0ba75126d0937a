"""The other ends of a case: withdrawn, taken as withdrawn, transferred, struck out (A16)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from adjudication.choices import (
    OPEN,
    ArbitrationState,
    ClaimState,
    HearingState,
    Matter,
    StatementState,
)
from adjudication.models import Arbitration, Claim, Decision
from adjudication.operations.records import begin, issue, keep, meet, note
from adjudication.papers import decisions as papers
from adjudication.papers.award import notice_served, receipt_proved
from adjudication.papers.decisions import Missed
from adjudication.permissions import can_conduct
from adjudication.queries import answer_due_on, panel
from cases.models import Party
from documents.contracts.tribunal.withdrawal import REASONS
from documents.models import Document
from mediation.papers.blocks import crew_text
from mediation.papers.opening import SHANGHAI
from staff.history import bulk_update_with_reason
from staff.models import User
from staff.refusals import ActRefused

# The matter as A16 calls it.
IN_PAPER = {
    Matter.WITHDRAWAL: "准许撤回",
    Matter.DEEMED_WITHDRAWAL: "按撤回处理",
    Matter.TRANSFER: "移送管辖",
    Matter.DISMISSAL: "撤销案件",
    Matter.JURISDICTION: "管辖异议",
    Matter.INVESTIGATION: "调查",
    Matter.NO_INVESTIGATION: "调查",
}


@transaction.atomic
def withdraw_arbitration(
    *,
    arbitration: Arbitration,
    workers: Sequence[Party],
    reason: str,
    voluntary: bool,
    by: User,
    on: date,
    reason_text: str = "",
    received_fen: int | None = None,
    head: User | None = None,
) -> Decision | None:
    """
    准许撤回 (A02X5, A16): each for themself; who withdrew may file again (办案规则 35).

    `voluntary` is what the tribunal found when it asked them. Before acceptance there is nothing
    to decide: the application is simply taken back.

    Raises:
        ActRefused: a case that is over, a reason that is none of the form's, payment without its
            sum (V-T1), pressure (ARB-45), somebody without a pending claim.
    """
    arbitration = begin(arbitration, can_conduct, by)
    claims = _pending_of(arbitration, workers)
    if reason not in REASONS:
        raise ActRefused("请选择撤回的原因。", source="ARB-45")
    if not voluntary:
        raise ActRefused("撤回不是申请人的真实意思，不准许撤回，案件继续审理。", source="ARB-45")
    if reason == "被申请人已付款" and not received_fen:
        raise ActRefused("以已付款为由撤回的，应当写明收到的金额。", source="V-T1")
    if arbitration.accepted_on is None:
        note(
            arbitration,
            "withdraw_arbitration",
            by=by,
            on=on,
            summary=f"{crew_text(workers)}在受理前撤回仲裁申请",
        )
        _claims_over(arbitration, claims, ClaimState.WITHDRAWN, by=by, reason="受理前撤回")
        end_if_nothing_is_left(arbitration, ArbitrationState.WITHDRAWN, by=by, on=on)
        return None
    asked = note(
        arbitration,
        "ask_to_withdraw",
        by=by,
        on=on,
        summary=f"{crew_text(workers)}申请撤回仲裁申请：{reason}",
        facts={"workers": [w.key for w in workers]},
    )
    fields = papers.withdrawal(
        arbitration,
        workers,
        claims=[],
        reason=reason,
        reason_text=reason_text,
        received_fen=received_fen,
        on=on,
    )
    issue(arbitration, "A02X5", fields, event=asked, by=by, on=on)
    decision = _decide(
        arbitration,
        Matter.WITHDRAWAL,
        ground=f"{crew_text(workers)}申请撤回仲裁申请，原因是{reason}",
        findings="撤回仲裁申请系申请人的真实意思表示",
        raised_by="申请人",
        raised_on=on,
        head=head,
        by=by,
        on=on,
    )
    _claims_over(arbitration, claims, ClaimState.WITHDRAWN, by=by, reason="准许撤回")
    end_if_nothing_is_left(arbitration, ArbitrationState.WITHDRAWN, by=by, on=on)
    return decision


@transaction.atomic
def deem_withdrawn(*, arbitration: Arbitration, findings: str, by: User, on: date) -> Decision:
    """
    按撤回处理 (A16): applicants who stayed away without reason; the same case is not taken again.

    Who was away, and how the notice had reached them, is read from the hearing.

    Raises:
        ActRefused: ARB-21: no applicant was away or left, or the notice was not served in time;
            SUM-04: it went by a simple channel and nobody confirmed it.
    """
    arbitration = begin(arbitration, can_conduct, by, ArbitrationState.ACCEPTED)
    hearing = arbitration.hearings.filter(state=HearingState.CLOSED).order_by("no").last()
    away = _away(arbitration, hearing)
    if hearing is None or not away:
        raise ActRefused("没有申请人缺席或者中途退庭，不能按撤回处理。", source="ARB-21")
    claims = _pending_of(arbitration, away)
    before = hearing.starts_at.astimezone(SHANGHAI).date()
    asked = [p for p in away if p.pk in _told(arbitration)] or away[:1]
    missed = None
    for party in asked:
        served = notice_served(arbitration, party, before=before)
        if served is None:
            raise ActRefused(
                f"没有向{party.name}送达开庭通知的证明，不能按撤回处理。", source="ARB-21"
            )
        if not receipt_proved(served):
            raise ActRefused(
                f"{party.name}的开庭通知以简便方式送达且未确认收悉，不得按撤回处理。",
                source="SUM-04",
            )
        missed = Missed(hearing.starts_at, served, receipt_proved=True)
    decision = _decide(
        arbitration,
        Matter.DEEMED_WITHDRAWAL,
        ground=f"{crew_text(away)}收到开庭通知，无正当理由拒不到庭或者未经同意中途退庭",
        findings=findings,
        missed=missed,
        by=by,
        on=on,
    )
    _claims_over(arbitration, claims, ClaimState.WITHDRAWN, by=by, reason="按撤回处理")
    end_if_nothing_is_left(arbitration, ArbitrationState.WITHDRAWN, by=by, on=on)
    return decision


def _away(arbitration: Arbitration, hearing: Any) -> list[Party]:
    """Return the applicants who were not there; who is represented is there with theirs."""
    if hearing is None:
        return []
    rows = hearing.attendance.select_related("party")
    applicants = list(arbitration.applicants.order_by("roster_no", "id"))
    came = {r.party_id for r in rows if r.present and not r.left_early}
    representing = set(arbitration.representatives.values_list("pk", flat=True))
    if representing & came:
        return []
    gone = {r.party_id for r in rows if not r.present or r.left_early}
    if representing and representing <= gone:
        return applicants
    return [p for p in applicants if p.pk in gone]


def _told(arbitration: Arbitration) -> set[int]:
    """Return who of the applicants gets the notices for their side."""
    speaking = set(arbitration.representatives.values_list("pk", flat=True))
    return speaking or set(arbitration.applicants.values_list("pk", flat=True))


@transaction.atomic
def transfer_arbitration(
    *,
    arbitration: Arbitration,
    to: str,
    ground: str,
    findings: str,
    by: User,
    on: date,
    head: User | None = None,
) -> Decision:
    """移送管辖 (A16): to the commission that has jurisdiction (办案规则 9); the case ends here."""
    arbitration = begin(arbitration, can_conduct, by, ArbitrationState.ACCEPTED)
    if not to.strip() or to.strip() == arbitration.commission.name:
        raise ActRefused("请写明受移送的仲裁委员会。", source="ARB-01")
    decision = _decide(
        arbitration,
        Matter.TRANSFER,
        ground=ground,
        findings=findings,
        subject=to.strip(),
        head=head,
        by=by,
        on=on,
    )
    _over(arbitration, ArbitrationState.TRANSFERRED, by=by, on=on)
    return decision


@transaction.atomic
def dismiss_arbitration(
    *,
    arbitration: Arbitration,
    ground: str,
    findings: str,
    by: User,
    on: date,
    head: User | None = None,
) -> Decision:
    """撤销案件 (A16): found after acceptance that it should not have been accepted."""
    arbitration = begin(arbitration, can_conduct, by, ArbitrationState.ACCEPTED)
    decision = _decide(
        arbitration,
        Matter.DISMISSAL,
        ground=ground,
        findings=findings,
        head=head,
        by=by,
        on=on,
    )
    _over(arbitration, ArbitrationState.DISMISSED, by=by, on=on)
    return decision


@transaction.atomic
def decide_jurisdiction(
    *,
    arbitration: Arbitration,
    respondent: Party,
    competent: str,
    upheld: bool,
    raised_on: date,
    ground: str,
    findings: str,
    by: User,
    on: date,
) -> Decision:
    """
    管辖异议 (A16): raised in writing before the answer period ended, or not at all (ARB-11).

    Upheld, the case is transferred by an act of its own.
    """
    arbitration = begin(arbitration, can_conduct, by, ArbitrationState.ACCEPTED)
    limit = answer_due_on(arbitration, respondent)
    if limit and raised_on > limit:
        raise ActRefused(
            f"管辖异议应当在答辩期满（{limit:%Y-%m-%d}）前书面提出，逾期的不予审查。",
            source="ARB-11",
        )
    return _decide(
        arbitration,
        Matter.JURISDICTION,
        ground=ground,
        findings=findings,
        outcome="准许" if upheld else "不准许",
        subject=competent,
        raised_by="被申请人",
        raised_on=raised_on,
        by=by,
        on=on,
    )


@transaction.atomic
def decide_investigation(
    *,
    arbitration: Arbitration,
    subject: str,
    granted: bool,
    raised_by: str,
    raised_on: date,
    ground: str,
    findings: str,
    by: User,
    on: date,
) -> Decision:
    """调查 (A16): whether the tribunal collects what a party cannot get at itself."""
    arbitration = begin(arbitration, can_conduct, by, ArbitrationState.ACCEPTED)
    return _decide(
        arbitration,
        Matter.INVESTIGATION if granted else Matter.NO_INVESTIGATION,
        ground=ground,
        findings=findings,
        outcome="准许" if granted else "不准许",
        subject=subject,
        raised_by=raised_by,
        raised_on=raised_on,
        by=by,
        on=on,
    )


def _decide(
    arbitration: Arbitration,
    matter: Matter,
    *,
    ground: str,
    findings: str,
    by: User,
    on: date,
    head: User | None = None,
    **said: Any,
) -> Decision:
    """Record the decision, make its paper; before a tribunal sits the head must be named."""
    if not ground.strip() or not findings.strip():
        raise ActRefused("请写明事由和查明的事项。", source="A16")
    if not panel(arbitration) and head is None:
        raise ActRefused("尚未组成仲裁庭，请写明作出决定的仲裁委员会负责人。", source="A16")
    event = note(
        arbitration,
        f"decide_{matter.value}",
        by=by,
        on=on,
        summary=f"决定{matter.label}：{ground.strip()}"[:400],
        facts={"matter": matter.value},
    )
    fields = papers.decision(
        arbitration,
        matter=IN_PAPER[matter],
        ground=ground,
        findings=findings,
        head=head,
        clerk=by,
        on=on,
        **said,
    )
    document: Document = issue(arbitration, "A16", fields, event=event, by=by, on=on)
    decision = Decision(
        arbitration=arbitration,
        matter=matter,
        reason=ground.strip()[:400],
        decided_on=on,
        approver=head.name if head else "",
        document=document,
        by=by,
    )
    decision.save()
    return decision


def _pending_of(arbitration: Arbitration, workers: Sequence[Party]) -> list[Claim]:
    rows = arbitration.claims.filter(
        state=ClaimState.PENDING, worker__in=[w.pk for w in workers]
    ).select_related("worker")
    claims = list(rows)
    idle = [w.name for w in workers if w.pk not in {c.worker_id for c in claims}]
    if idle or not workers:
        raise ActRefused(f"{'、'.join(idle[:10]) or '申请人'}没有正在审理的请求。", source="ARB-45")
    return claims


def _claims_over(
    arbitration: Arbitration, claims: Sequence[Claim], state: ClaimState, *, by: User, reason: str
) -> None:
    for claim in claims:
        claim.state = state
    bulk_update_with_reason(Claim, claims, ["state"], by=by, reason=reason)


def end_if_nothing_is_left(
    arbitration: Arbitration, state: ArbitrationState, *, by: User, on: date
) -> None:
    """
    What nobody asks for any more is over; with an award already made it is decided.

    A settlement that is not signed for yet may still come back to be awarded.
    """
    if arbitration.claims.filter(state=ClaimState.PENDING).exists():
        return
    if arbitration.statements.filter(state=StatementState.ISSUED).exists():
        return
    if arbitration.claims.filter(state=ClaimState.DECIDED).exists():
        state = ArbitrationState.DECIDED
    _over(arbitration, state, by=by, on=on)


def _over(arbitration: Arbitration, state: ArbitrationState, *, by: User, on: date) -> None:
    assert arbitration.state in OPEN  # begin has seen to it
    arbitration.state, arbitration.ended_on = state, on
    keep(arbitration, by=by, reason=state.label)
    for hearing in arbitration.hearings.filter(state=HearingState.SCHEDULED):
        hearing.state = HearingState.CANCELLED
        hearing.save()
    meet(
        arbitration,
        *("ARB-06", "ARB-07", "ARB-09", "ARB-10", "ARB-13", "ARB-19", "SUM-10"),
        on=on,
        by=by,
    )


def barred_by_absence(arbitration: Arbitration) -> list[Party]:
    """Return the applicants whose same case was taken as withdrawn before (办案规则 39)."""
    respondents = arbitration.respondents.values_list("pk", flat=True)
    earlier = Arbitration.objects.filter(
        case=arbitration.case_id,
        decisions__matter=Matter.DEEMED_WITHDRAWAL,
        respondents__in=list(respondents),
    ).exclude(pk=arbitration.pk)
    workers = Claim.objects.filter(arbitration__in=earlier, state=ClaimState.WITHDRAWN).values_list(
        "worker_id", flat=True
    )
    return list(arbitration.applicants.filter(pk__in=list(workers)))
