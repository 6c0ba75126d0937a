"""How mediation ends: termination with its certificate (D13), and closing the case (D18)."""

from datetime import date

from django.db import transaction

from cases.choices import CloseOutcome
from cases.models import Case, Party
from cases.operations import cancel_deadlines, lock_case, move_case, record, require, require_open
from cases.operations import close_case as close_case_file
from cases.permissions import can_edit_case
from documents.operations import issue_document, void_document
from mediation.choices import AgreementState, EndReason, PerformanceMode, SessionState
from mediation.models import Termination
from mediation.papers import after
from mediation.papers.blocks import crew_text
from mediation.permissions import can_terminate
from mediation.queries import current_agreement, settled_workers
from staff.choices import BodyKind
from staff.history import save_with_reason
from staff.models import User
from staff.queries import bodies
from staff.refusals import ActRefused

_REASONS = {
    EndReason.ONE_SIDE_REFUSES: "一方当事人明确拒绝调解",
    EndReason.NO_AGREEMENT_IN_TIME: "各方在法定期限内未能达成协议",
    EndReason.WITHDRAWN: "申请人撤回调解申请",
    EndReason.PARTLY_SETTLED: "部分劳动者已达成调解协议，其余劳动者未达成协议",
    EndReason.RESPONDENT_UNREACHABLE: "被申请人下落不明，无法征得其调解意愿",
    EndReason.OTHER: "调解不能继续进行",
}


@transaction.atomic
def terminate_mediation(
    *,
    case: Case,
    reason: EndReason,
    guidance: list[str],
    by: User,
    on: date,
    reason_text: str = "",
    sessions_held: int | None = None,
    agreed: list[Party] | None = None,
    not_agreed: list[Party] | None = None,
    as_to: list[Party] | None = None,
) -> Termination:
    """
    终止调解: with the routes that stay open; makes D13.

    `partly_settled` ends it for the workers who did not agree and leaves the agreement alone;
    `as_to` ends it against some respondents only. Neither changes the status of the case.

    Raises:
        ActRefused: the two lists do not cover the roster (V-M2); a number of sessions that is
            not the record's (D13); no route named (MED-18).
    """
    case = lock_case(case)
    require(can_terminate(by, case))
    require_open(case)
    held = case.sessions.filter(state=SessionState.CLOSED).count()
    if sessions_held not in (None, held):
        raise ActRefused(f"调解会次数应为{held}次。", source="D13")
    if not guidance:
        raise ActRefused("请告知当事人可以走的途径。", source="MED-18")
    if case.sessions.filter(state=SessionState.HELD).exists():
        raise ActRefused("调解会正在进行，请先结束调解会。", source="D10")
    as_to = as_to or []
    partly = reason == EndReason.PARTLY_SETTLED
    applicants = list(case.parties.filter(place="applicant").order_by("roster_no", "id"))
    settled = settled_workers(case)
    agreed_now = [w for w in applicants if w.pk in settled] if partly else []
    rest = [w for w in applicants if w.pk not in {a.pk for a in agreed_now}]
    for stated, computed, label in (
        (agreed, agreed_now, "已达成协议"),
        (not_agreed, rest, "未达成协议"),
    ):
        if stated is not None and {p.pk for p in stated} != {p.pk for p in computed}:
            raise ActRefused(f"写明的{label}名单与案件记录不一致，请核对。", source="V-M2")
    if partly and not agreed_now:
        raise ActRefused("没有劳动者达成协议，不能以“部分达成协议”终止。", source="D13")
    if partly and not rest:
        raise ActRefused("全部劳动者均已达成协议，无需终止。", source="D13")
    ended = Termination(
        case=case,
        reason=reason,
        reason_text=reason_text.strip().rstrip("。") or _REASONS[EndReason(reason)],
        ended_on=on,
        sessions_held=held,
        guidance=guidance,
    )
    ended.save()
    ended.as_to.set(as_to)
    ended.not_agreed.set(rest)
    if not as_to and not (partly and current_agreement(case)):
        _end(case, by=by, on=on)
        case = move_case(case, "end", by=by, reason=EndReason(reason).label)
    event = record(
        case,
        "terminate_mediation",
        by=by,
        on=on,
        summary=f"终止调解：{EndReason(reason).label}"
        + (f"（针对{'、'.join(p.name for p in as_to)}）" if as_to else ""),
        facts={
            "reason": reason,
            "guidance": guidance,
            "not_agreed": [w.roster_no for w in rest],
            "limitation_interrupted": True,
        },
    )
    commission = bodies(BodyKind.ARBITRATION_COMMISSION).first()
    issue_document(
        case=case,
        code="D13",
        fields=after.termination(
            ended,
            agreed=agreed_now,
            arbitration_commission=commission.name
            if commission
            else "有管辖权的劳动人事争议仲裁委员会",
        ),
        by=by,
        on=on,
        recipient=crew_text(rest),
        event=event,
    )
    return ended


def _end(case: Case, *, by: User, on: date) -> None:
    """Cancel what only made sense while mediation went on."""
    for session in case.sessions.filter(state=SessionState.SCHEDULED):
        session.state = SessionState.CANCELLED
        save_with_reason(session, by=by, reason="调解终止")
    agreement = current_agreement(case)
    if agreement and agreement.state == AgreementState.SIGNING:
        for paper in filter(None, (agreement.document, agreement.annex)):
            void_document(document=paper, reason="调解终止", by=by)
        agreement.state = AgreementState.VOID
        save_with_reason(agreement, by=by, reason="调解终止")
    cancel_deadlines(case=case, rules=["MED-05", "MED-06", "MED-07"], by=by, reason="调解终止")


@transaction.atomic
def close_case(
    *,
    case: Case,
    outcome: CloseOutcome,
    outstanding_fen: int,
    by: User,
    on: date,
    residual_open: bool = False,
) -> Case:
    """
    结案归档: close the case, start the retention clock, bind the file with its index (D18).

    Raises:
        ActRefused: an agreement to be performed at once carries no receipt (D15); the required
            papers of the path are not all there (D18).
    """
    agreement = current_agreement(case)
    if outcome == CloseOutcome.SETTLED_AND_PERFORMED:
        if agreement is None or agreement.effective_on is None:
            raise ActRefused("本案没有生效的调解协议，不能以履行完毕结案。", source="D18")
        immediate = agreement.proposal.performance_mode == PerformanceMode.IMMEDIATE
        if immediate and not agreement.payments.exists():
            raise ActRefused("当场履行的协议须有付款凭证（D15）才能结案。", source="D15")
        _refuse_incomplete_file(case)
    case = close_case_file(
        case=case,
        outcome=outcome,
        outstanding_fen=outstanding_fen,
        by=by,
        on=on,
        residual_open=residual_open,
    )
    issue_document(
        case=case,
        code="D18",
        fields=after.file_cover(case, on=on, handler=by.name),
        by=by,
        on=on,
        event=case.events.last(),
    )
    return case


REQUIRED_PAPERS = ("D01", "D02", "D04", "D05", "D10", "D12", "D15")


def _refuse_incomplete_file(case: Case) -> None:
    have = set(case.documents.filter(state="issued").values_list("code", flat=True))
    required = set(REQUIRED_PAPERS)
    if case.parties.workers().count() >= 10 and case.elections.exists():
        required.add("D07")
    missing = sorted(required - have)
    if missing:
        raise ActRefused(f"案卷缺少文书：{'、'.join(missing)}，不能结案。", source="D18")


@transaction.atomic
def record_service_failure(
    *,
    case: Case,
    items: list[str],
    to: str,
    method: str,
    returned_on: date,
    reason: str,
    by: User,
    on: date,
) -> None:
    """送达不成: a paper came back; it shows in the record and opens no consequence by itself."""
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    if returned_on > on:
        raise ActRefused("退回日期晚于登记日期。", source="V-D1")
    why = {"unknown_at_address": "地址查无此人", "refused": "拒收", "moved": "已迁移"}
    record(
        case,
        "record_service_failure",
        by=by,
        on=on,
        summary=f"{'、'.join(items)}送达{to}未成：{why.get(reason, reason)}",
        facts={
            "items": items,
            "method": method,
            "reason": reason,
            "returned_on": returned_on.isoformat(),
        },
    )
