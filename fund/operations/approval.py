"""Approving an advance level by level, by people who did not handle it, and deciding it."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from cases.models import CaseEvent
from cases.operations import record, require, require_open
from cases.queries import wage_accounts
from documents.operations import issue_document
from fund.choices import AdvanceState, DecisionForm, Opinion, RecoveryTitle
from fund.models import Advance, AdvanceLine, Approval, FundAccount, RepaymentInstalment
from fund.operations import entries
from fund.operations.application import locked, require_state
from fund.papers import decision as papers
from fund.permissions import can_approve_from_account, can_handle_account
from fund.queries import (
    approval_chain,
    confirmed,
    handlers_of,
    levels_of,
    payable_lines,
    shares_of,
    standing,
)
from law.advances import level_needed
from law.money import yuan
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

GOVERNMENT = "政府"


@transaction.atomic
def approve_advance(
    *,
    advance: Advance,
    opinion: Opinion,
    by: User,
    on: date,
    remark: str = "",
    over_cap_number: str = "",
    stated: Mapping[str, int | str | None] | None = None,
) -> Approval:
    """
    审批: the next level's opinion. The last level that is needed promises the money and makes F03.

    Above the caps the last level is the government; it gives the number of its approval
    (`over_cap_number`).
    `stated` holds control figures: level, amount_fen, worker_caps_fen, case_cap_fen, binding.

    Raises:
        ActRefused: by somebody who handled it or has approved it (F03); the fund has less (V-F2); a
            control figure differs (V-M2); the chain or the levels are not confirmed (V-L1); the
            workers have been paid since (V-F2).
    """
    case, advance = locked(advance)
    _refuse_own_work(advance, by)
    require(can_approve_from_account(by, advance.account))
    require_open(case)
    require_state(advance, AdvanceState.VERIFIED)
    lines = payable_lines(advance)
    total = sum(line.amount_fen for line in lines)
    chain, levels = approval_chain(case, on=on), levels_of(case, on=on)
    level = advance.approvals.filter(round=advance.round).count() + 1
    needed = _last_level(advance, level_needed(levels, total), chain)
    refuse_wrong_seat(advance, chain[level - 1], by)
    _refuse_other_figures(advance, lines, level, stated or {})
    if opinion != Opinion.APPROVE and not remark.strip():
        raise ActRefused("不同意或者退回的，须写明理由。", source="F03")
    last = level == needed
    if last and advance.over_cap and opinion == Opinion.APPROVE:
        if not over_cap_number.strip():
            raise ActRefused("请写明同级人民政府批准超限额垫付的文号。", source="FUND-04")
        advance.over_cap = advance.over_cap | {"number": over_cap_number.strip()}
    step = Approval(
        advance=advance,
        round=advance.round,
        level=level,
        body=chain[level - 1],
        by=by,
        opinion=opinion,
        remark=remark.strip(),
        amount_fen=total,
        on=on,
    )
    step.save()
    event = record(
        case,
        "approve_advance",
        by=by,
        on=on,
        summary=f"垫付{yuan(total)}元第{level}级（{step.body}）{step.get_opinion_display()}",
        facts={"level": level, "opinion": opinion, "amount_fen": total},
    )
    _follow(advance, step, last=last, event=event)
    return step


def _last_level(advance: Advance, by_amount: int, chain: Sequence[str]) -> int:
    """
    Return the last level that has to approve; above the caps it is always the government.

    Raises:
        ActRefused: the chain is too short, or has no government although the caps are exceeded.
    """
    needed = by_amount
    if advance.over_cap:
        places = [n for n, body in enumerate(chain, start=1) if GOVERNMENT in body]
        if not places:
            raise ActRefused(
                "超过限额的垫付须由同级人民政府审批，审批环节中没有政府，请核对参数。",
                source="FUND-04",
            )
        needed = max(needed, places[-1])
    if needed > len(chain):
        raise ActRefused(
            f"审批权限要求审批至第{needed}级，审批环节只有{len(chain)}级，请核对参数。",
            source="V-L1",
        )
    return needed


def refuse_wrong_seat(advance: Advance, body: str, by: User) -> None:
    """Once seats are named for a fund, each level is for who sits there."""
    seats = advance.account.seats.filter(until_on=None)
    if not seats.exists() or seats.filter(body=body, user=by).exists():
        return
    sitting = "、".join(seats.filter(body=body).values_list("user__name", flat=True))
    raise ActRefused(
        f"这一级由“{body}”审批，{by.name}不代表“{body}”。",
        source="F03",
        suggest=f"请由{sitting}审批。" if sitting else f"请中心主任先指定“{body}”的审批人。",
    )


def _refuse_own_work(advance: Advance, by: User) -> None:
    if by in handlers_of(advance):
        raise ActRefused(
            f"{by.name}是本事项的经办人或者核实人，不得审批自己经办的事项。", source="F03"
        )
    if advance.approvals.filter(round=advance.round, by=by).exists():
        raise ActRefused(f"{by.name}已经审批过，不得在两级审批中重复签署。", source="F03")


def _refuse_other_figures(
    advance: Advance,
    lines: Sequence[AdvanceLine],
    level: int,
    stated: Mapping[str, int | str | None],
) -> None:
    shared = shares_of(advance, lines)
    for name, computed, label in (
        ("level", level, "审批级次"),
        ("amount_fen", sum(line.amount_fen for line in lines), "垫付合计"),
        ("worker_caps_fen", sum(shared.caps), "每人限额合计"),
        ("case_cap_fen", shared.case_cap, "案件比例限额"),
        ("binding", shared.binding, "起限制作用的限额"),
    ):
        if name in stated and stated[name] != computed:
            raise ActRefused(f"写明的{label}与系统计算不一致，请核对。", source="V-M2")


def _follow(advance: Advance, step: Approval, *, last: bool, event: CaseEvent) -> None:
    """What an opinion leads to: verified anew, the end, the next level, or the money promised."""
    by, on = step.by, step.on
    if step.opinion == Opinion.RETURN:
        advance.state, advance.round = AdvanceState.APPLIED, advance.round + 1
        advance.verifier_a = advance.verifier_b = advance.verified_on = None
        save_with_reason(advance, by=by, reason=f"退回重核：{step.remark}")
        return
    if step.opinion == Opinion.REFUSE:
        advance.state, advance.closed_on = AdvanceState.REFUSED, on
        save_with_reason(advance, by=by, reason=f"不同意垫付：{step.remark}")
        _issue_approval(advance, by=by, on=on, event=event)
        return
    if not last:
        return
    refuse_more_than_owed(advance)
    if advance.over_cap:
        advance.over_cap = advance.over_cap | {
            "approved_by": "同级人民政府" if step.body == GOVERNMENT else step.body,
            "approver": step.by.name,
            "on": on.isoformat(),
        }
    _issue_approval(advance, by=by, on=on, event=event)
    entries.commit(
        advance=advance,
        amount_fen=step.amount_fen,
        key=f"commit-{advance.pk}-{advance.round}",
        by=by,
        on=on,
        event=event,
    )
    advance.state = AdvanceState.APPROVED
    save_with_reason(advance, by=by, reason="审批通过")


def _issue_approval(advance: Advance, *, by: User, on: date, event: CaseEvent) -> None:
    account = FundAccount.objects.get(pk=advance.account_id)
    steps = advance.approvals.filter(round=advance.round).select_related("by")
    issue_document(
        case=advance.case,
        code="F03",
        fields=papers.approval(
            advance,
            payable_lines(advance),
            list(steps.order_by("level")),
            levels=levels_of(advance.case, on=on),
            balance_fen=account.available_fen,
        ),
        by=by,
        on=on,
        event=event,
    )


def refuse_more_than_owed(advance: Advance) -> None:
    """V-F2: since the verification nobody may have been paid so much that less is owed now."""
    owed = {a.worker.pk: a.outstanding_fen for a in wage_accounts(advance.case)}
    for line in payable_lines(advance):
        if line.amount_fen > owed[line.worker_id]:
            raise ActRefused(
                f"{line.worker.name}核实以后又收到付款，现尚欠{yuan(owed[line.worker_id])}元，"
                f"不能垫付{yuan(line.amount_fen)}元。",
                source="V-F2",
                suggest="请退回重新核实。",
            )


@transaction.atomic
def decide_advance(
    *,
    advance: Advance,
    form: DecisionForm,
    by: User,
    on: date,
    instalments: Sequence[tuple[date, int]] = (),
    interest: str = "不计利息",
    default_terms: str = "",
    security: str = "",
    stated_rows: Mapping[int, int] | None = None,
    stated_total_fen: int | None = None,
    stated_workers: int | None = None,
) -> Advance:
    """
    垫付决定书 (the employer has fled) or 垫付协议书 (it promises to repay); makes F04 or F04A.

    `stated_rows` are control figures by roster number, in fen.

    Raises:
        ActRefused: more than verified (V-F2), other figures than approved (V-M2), the wrong form
            for the trigger (V-F2).
    """
    case, advance = locked(advance)
    require(can_handle_account(by, advance.account))
    require_open(case)
    require_state(advance, AdvanceState.APPROVED)
    lines = payable_lines(advance)
    total = sum(line.amount_fen for line in lines)
    _refuse_other_rows(lines, stated_rows or {})
    if stated_total_fen not in (None, total) or stated_workers not in (None, len(lines)):
        raise ActRefused(f"垫付应为{papers.in_words(lines)}，请核对。", source="V-M2")
    refuse_more_than_owed(advance)
    approved_on = advance.approvals.filter(round=advance.round).latest("level").on
    account = FundAccount.objects.get(pk=advance.account_id)
    before = account.available_fen + standing(advance).committed_fen
    if form == DecisionForm.AGREEMENT:
        code, fields = (
            "F04A",
            papers.agreement(
                advance,
                lines,
                approved_on=approved_on,
                balance_fen=before,
                instalments=list(instalments),
                interest=interest,
                default_terms=default_terms,
                security=security,
                on=on,
            ),
        )
    else:
        code, fields = (
            "F04",
            papers.decision(advance, lines, approved_on=approved_on, balance_fen=before),
        )
    advance.form, advance.decided_on, advance.decided_by = form, on, by
    advance.recovery_title = RecoveryTitle(
        str(confirmed("fund_recovery_title", case=case, on=on).value)
    )
    advance.state = AdvanceState.DECIDED
    event = record(
        case,
        "decide_advance",
        by=by,
        on=on,
        summary=f"{DecisionForm(form).label}：垫付{papers.in_words(lines)}",
        facts={"form": form, "amount_fen": total, "workers": len(lines)},
    )
    paper = issue_document(case=case, code=code, fields=fields, by=by, on=on, event=event)
    advance.number = paper.number
    save_with_reason(advance, by=by, reason=f"出具{DecisionForm(form).label}")
    RepaymentInstalment.objects.bulk_create(
        RepaymentInstalment(advance=advance, no=no, due_on=due_on, amount_fen=fen)
        for no, (due_on, fen) in enumerate(instalments, start=1)
    )
    return advance


def _refuse_other_rows(lines: Sequence[AdvanceLine], stated: Mapping[int, int]) -> None:
    for line in lines:
        amount = stated.get(line.worker.roster_no or 0, line.amount_fen)
        if amount > line.verified_fen - line.paid_otherwise_fen:
            raise ActRefused(
                f"{line.worker.name}垫付{yuan(amount)}元，超过核实欠薪{yuan(line.verified_fen)}元。",
                source="V-F2",
            )
        if amount != line.amount_fen:
            raise ActRefused(
                f"{line.worker.name}获批垫付{yuan(line.amount_fen)}元，不能决定{yuan(amount)}元。",
                source="V-M2",
            )


@transaction.atomic
def cancel_advance(*, advance: Advance, reason: str, by: User, on: date) -> Advance:
    """
    撤销垫付 that was approved and of which nothing has been paid: the promise is taken back.

    Raises:
        ActRefused: money is under way or has arrived; no reason.
    """
    case, advance = locked(advance)
    require(can_handle_account(by, advance.account))
    require_state(advance, AdvanceState.APPROVED, AdvanceState.DECIDED)
    if not reason.strip():
        raise ActRefused("请写明撤销的理由。", source="V-T1")
    event = record(case, "cancel_advance", by=by, on=on, summary=f"撤销垫付：{reason.strip()}")
    entries.release(
        advance=advance,
        amount_fen=standing(advance).committed_fen,
        key=f"release-{advance.pk}-{advance.round}",
        reason=reason.strip(),
        by=by,
        on=on,
        event=event,
    )
    advance.state, advance.closed_on = AdvanceState.WITHDRAWN, on
    return save_with_reason(advance, by=by, reason=f"撤销：{reason.strip()}")
