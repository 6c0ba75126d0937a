"""Giving up what cannot be had (呆账核销): asked for by one, approved by two others."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cases.operations import record, require
from documents.operations import issue_document
from fund.choices import AdvanceState, WriteOffGround
from fund.models import Advance, WriteOff, WriteOffApproval
from fund.operations import entries
from fund.operations.application import locked, require_state
from fund.operations.approval import refuse_wrong_seat
from fund.papers import recovery as papers
from fund.permissions import can_approve_from_account, can_handle_account
from fund.queries import approval_chain, handlers_of, standing
from law.money import yuan
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

WRITE_OFF_APPROVALS = 2


@transaction.atomic
def propose_write_off(
    *,
    advance: Advance,
    ground: WriteOffGround,
    facts: str,
    efforts: Sequence[str],
    evidence: Sequence[int],
    by: User,
    on: date,
    stated_fen: int | None = None,
) -> WriteOff:
    """
    提出呆账核销 of what is still owed, with the evidence that nothing can be had.

    Raises:
        ActRefused: nothing is owed, no evidence, one is under way, a control figure differs.
    """
    case, advance = locked(advance)
    require(can_handle_account(by, advance.account))
    require_state(advance, AdvanceState.DISBURSED)
    where = standing(advance)
    if not where.outstanding_fen:
        raise ActRefused("垫付款已经全部收回，无需核销。", source="F09")
    if stated_fen not in (None, where.outstanding_fen):
        raise ActRefused(f"核销金额应为尚未收回的{yuan(where.outstanding_fen)}元。", source="V-M2")
    if advance.write_offs.filter(voucher=None).exists():
        raise ActRefused("已经提出核销，正在审批。", source="V-N1")
    known = set(case.evidence.filter(no__in=evidence).values_list("no", flat=True))
    if not evidence or known != set(evidence):
        raise ActRefused("核销须有注销登记、终结执行裁定等证据，请写明案卷证据编号。", source="F09")
    if not facts.strip() or not [e for e in efforts if e.strip()]:
        raise ActRefused("请写明无法收回的事实和追偿的经过。", source="F09")
    written = WriteOff(
        advance=advance,
        amount_fen=where.outstanding_fen,
        ground=ground,
        facts=facts.strip(),
        efforts=[e.strip() for e in efforts if e.strip()],
        evidence=list(evidence),
        handler=by,
        proposed_on=on,
    )
    written.save()
    record(
        case,
        "propose_write_off",
        by=by,
        on=on,
        summary=f"提出核销{yuan(written.amount_fen)}元：{WriteOffGround(ground).label}",
        facts={"amount_fen": written.amount_fen},
    )
    return written


@transaction.atomic
def approve_write_off(*, written: WriteOff, by: User, on: date, remark: str = "") -> WriteOff:
    """
    审批核销; the second approval writes it off and makes F09. The debt goes on (账销案存).

    Raises:
        ActRefused: by its handler, twice by one person, or by one who does not sit for the body of
            that level (F03); money came in since (V-M2).
    """
    case, advance = locked(written.advance)
    written = WriteOff.objects.select_for_update().get(pk=written.pk)
    written.advance = advance
    if by == written.handler or by in handlers_of(advance):
        raise ActRefused(f"{by.name}是经办人，不得审批自己经办的核销。", source="F03")
    if written.approvals.filter(by=by).exists():
        raise ActRefused(f"{by.name}已经审批过，不得重复签署。", source="F03")
    require(can_approve_from_account(by, advance.account))
    if written.voucher_id:
        raise ActRefused("该笔核销已经完成。", source="V-N1")
    where = standing(advance)
    if where.outstanding_fen != written.amount_fen:
        raise ActRefused(
            f"提出核销后又有回款，尚未收回{yuan(where.outstanding_fen)}元，请重新提出。",
            source="V-M2",
        )
    level = written.approvals.count() + 1
    # 核销从人社一级起审批，不由提出核销的中心审批。
    chain = approval_chain(case, on=on)
    bodies = chain[1:] if len(chain) > WRITE_OFF_APPROVALS else chain
    body = bodies[min(level, len(bodies)) - 1]
    refuse_wrong_seat(advance, body, by)
    WriteOffApproval(
        write_off=written,
        level=level,
        body=body,
        by=by,
        remark=remark.strip(),
        on=on,
    ).save()
    event = record(
        case,
        "approve_write_off",
        by=by,
        on=on,
        summary=f"同意核销{yuan(written.amount_fen)}元（第{level}级）",
        facts={"level": level, "amount_fen": written.amount_fen},
    )
    if level < WRITE_OFF_APPROVALS:
        return written
    issue_document(
        case=case,
        code="F09",
        fields=papers.write_off(written, where=where),
        by=by,
        on=on,
        event=event,
    )
    written.voucher = entries.write_off(
        advance=advance,
        amount_fen=written.amount_fen,
        key=f"write-off-{written.pk}",
        by=written.handler,
        checked_by=by,
        on=on,
        event=event,
    )
    written.save(update_fields=["voucher"])
    advance.state, advance.closed_on = AdvanceState.WRITTEN_OFF, on
    save_with_reason(advance, by=by, reason="呆账核销")
    return written
