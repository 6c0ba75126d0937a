"""Getting the money back (追偿): demands, what came in, write-off, the end."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from cases.models import Case, Party
from cases.operations import record, require
from cases.queries import optional_parameter, total_account, wage_accounts
from documents.operations import issue_document
from fund.choices import AdvanceState, Designation, Standing, WriteOffGround
from fund.models import Advance, FundAccount, Recovery, RecoveryNotice, WriteOff, WriteOffApproval
from fund.operations import entries
from fund.operations.application import locked, require_state
from fund.papers import recovery as papers
from fund.permissions import can_approve_advance, can_handle_fund
from fund.queries import approval_chain, books, confirmed, handlers_of, standing
from law.advances import RecoveryOrder, to_fund
from law.areas import Value
from law.money import yuan
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

LAST_NOTICE = 3
WRITE_OFF_APPROVALS = 2
_DESIGNATED: dict[Designation, RecoveryOrder] = {
    Designation.FUND: "fund_first",
    Designation.WORKERS: "worker_first",
}


@transaction.atomic
def send_recovery_notice(
    *,
    advance: Advance,
    to: Sequence[tuple[Party, Standing, str]],
    pay_by: date,
    method: str,
    signed_off: Mapping[str, str],
    by: User,
    on: date,
    listing: bool = False,
    stated_no: int | None = None,
    stated_fen: int | None = None,
) -> list[RecoveryNotice]:
    """
    追偿通知书 (from the second on 催款函) to each who owes: (party, standing, address); makes F07.

    `signed_off`: name and post of the head who signs for the fund. `listing` announces the list of
    wage defaulters.

    Raises:
        ActRefused: nothing is owed, three were sent, a control figure differs (V-M2).
    """
    case, advance = locked(advance)
    require(can_handle_fund(by))
    require_state(advance, AdvanceState.DISBURSED)
    where = standing(advance)
    sent = list(advance.notices.select_related("document").order_by("no"))
    no = max((n.no for n in sent), default=0) + 1
    if no > LAST_NOTICE:
        raise ActRefused(f"已发出{LAST_NOTICE}次通知，请改走诉讼或者申请执行。", source="F07")
    if stated_no not in (None, no) or stated_fen not in (None, where.outstanding_fen):
        raise ActRefused(
            f"应为第{no}次通知，尚未归还{yuan(where.outstanding_fen)}元，请核对。", source="V-M2"
        )
    if not to:
        raise ActRefused("请选择受通知人。", source="F07")
    event = record(
        case,
        "send_recovery_notice",
        by=by,
        on=on,
        summary=f"第{no}次追偿通知：{'、'.join(party.name for party, _, _ in to)}，"
        f"{yuan(where.outstanding_fen)}元",
        facts={"no": no, "outstanding_fen": where.outstanding_fen},
    )
    made = []
    for party, standing_of, address in to:
        earlier = [n for n in sent if n.party_id == party.pk]
        paper = issue_document(
            case=case,
            code="F07",
            fields=papers.notice(
                advance,
                party,
                no=no,
                standing=standing_of,
                earlier=earlier,
                where=where,
                pay_by=pay_by,
                sign_off={**signed_off, "on": on.isoformat()},
                contact={"name": by.name, "phone": by.phone or advance.account.body.phone},
                listing=listing,
            ),
            by=by,
            on=on,
            party=party,
            recipient=party.name,
            event=event,
        )
        one = RecoveryNotice(
            advance=advance,
            no=no,
            party=party,
            standing=standing_of,
            address=address,
            method=method,
            amount_fen=where.outstanding_fen,
            sent_on=on,
            pay_by=pay_by,
            document=paper,
        )
        one.save()
        made.append(one)
    return made


@transaction.atomic
def record_recovery(
    *,
    advance: Advance,
    payer: str,
    amount_fen: int,
    bank_slip: str,
    received_on: date,
    checked_by: User,
    by: User,
    on: date,
    designation: Designation = Designation.NONE,
    stated: Mapping[str, int] | None = None,
) -> Recovery:
    """
    登记回款: money on the fund's account, entered by one and checked by another; makes F08.

    What the payer did not say is shared by the city's order. The workers' part waits in suspense
    until it is passed on. `stated`: to_fund_fen, to_workers_fen, outstanding_before_fen,
    outstanding_after_fen, balance_after_fen as control figures.

    Raises:
        ActRefused: more than is owed (F08), entered and checked by one person (V-S1), the bank slip
            was entered before (V-N1), the order is not confirmed (V-L1), a figure differs (V-M2).
    """
    case, advance = locked(advance)
    if by == checked_by:
        raise ActRefused("回款由出纳登记、会计复核，两人不得相同。", source="V-S1")
    require(can_handle_fund(by) and can_handle_fund(checked_by))
    require_state(advance, AdvanceState.DISBURSED, AdvanceState.WRITTEN_OFF)
    if amount_fen <= 0:
        raise ActRefused("回款金额须大于零。", source="V-M4")
    bank_slip = bank_slip.strip()
    if not bank_slip:
        raise ActRefused("请填写银行回单号。", source="F08")
    if Recovery.objects.filter(advance__account=advance.account, bank_slip=bank_slip).exists():
        raise ActRefused(f"{bank_slip}已经登记，未重复入账。", source="V-N1")
    FundAccount.objects.select_for_update().get(pk=advance.account_id)
    where = standing(advance)
    residual = total_account(wage_accounts(case))["outstanding"]
    owed = where.outstanding_fen + where.written_off_open_fen
    order = _order(advance, designation, on)
    said = _DESIGNATED.get(designation, order)
    if amount_fen > owed + residual or (designation == Designation.FUND and amount_fen > owed):
        raise ActRefused(
            f"到账{yuan(amount_fen)}元，超过尚未收回的{yuan(owed)}元。",
            source="F08",
            suggest="多付的部分请先记入暂收款，再退还付款人。",
        )
    part = to_fund(amount_fen, fund=owed, workers=residual, order=said)
    balance = books(advance.account).balance_fen
    _refuse_other_figures(
        stated or {},
        {
            "to_fund_fen": part,
            "to_workers_fen": amount_fen - part,
            "outstanding_before_fen": owed,
            "outstanding_after_fen": owed - part,
            "balance_after_fen": balance + part,
        },
    )
    event = record(
        case,
        "record_recovery",
        by=by,
        on=on,
        summary=f"收到{payer}{yuan(amount_fen)}元，归还周转金{yuan(part)}元",
        facts={"amount_fen": amount_fen, "to_fund_fen": part},
    )
    recovery = Recovery(
        advance=advance,
        no=advance.recoveries.count() + 1,
        received_on=received_on,
        payer=payer.strip(),
        amount_fen=amount_fen,
        to_fund_fen=part,
        designation=designation,
        bank_slip=bank_slip,
        entered_by=by,
        checked_by=checked_by,
        voucher=entries.recover(
            advance=advance,
            to_fund_fen=part,
            to_workers_fen=amount_fen - part,
            payer=payer.strip(),
            key=f"recovery-{advance.account_id}-{bank_slip}",
            by=by,
            checked_by=checked_by,
            on=on,
            event=event,
        ),
    )
    recovery.document = issue_document(
        case=case,
        code="F08",
        fields=papers.entry(
            recovery,
            order=order,
            before=where,
            residual_before_fen=residual,
            balance_before_fen=balance,
        ),
        by=by,
        on=on,
        event=event,
    )
    recovery.save()
    return recovery


def _order(advance: Advance, designation: Designation, on: date) -> RecoveryOrder:
    """The city's order; where the payer said what the money is for, it need not be confirmed."""
    said = designation != Designation.NONE
    lookup = optional_parameter if said else _confirmed_value
    value = lookup("fund_recovery_order", case=advance.case, on=on)
    orders: dict[object, RecoveryOrder] = {
        "worker_first": "worker_first",
        "pro_rata": "pro_rata",
    }
    return orders.get(value, "fund_first")


def _confirmed_value(code: str, *, case: Case, on: date) -> Value | None:
    return confirmed(code, case=case, on=on).value


def _refuse_other_figures(stated: Mapping[str, int], computed: Mapping[str, int]) -> None:
    labels = {
        "to_fund_fen": "归还周转金",
        "to_workers_fen": "支付劳动者",
        "outstanding_before_fen": "入账前尚未收回",
        "outstanding_after_fen": "入账后尚未收回",
        "balance_after_fen": "入账后周转金余额",
    }
    for name, value in stated.items():
        if value != computed[name]:
            raise ActRefused(
                f"写明的“{labels[name]}”为{yuan(value)}元，应为{yuan(computed[name])}元。",
                source="V-M2",
            )


@transaction.atomic
def close_advance(
    *, advance: Advance, by: User, on: date, stated_outstanding_fen: int | None = None
) -> Advance:
    """
    销账: everything came back.

    Raises:
        ActRefused: something is still owed (F08).
    """
    case, advance = locked(advance)
    require(can_handle_fund(by))
    require_state(advance, AdvanceState.DISBURSED)
    where = standing(advance)
    if where.outstanding_fen or where.committed_fen:
        raise ActRefused(
            f"尚有{yuan(where.outstanding_fen)}元没有收回，不能销账。",
            source="F08",
            suggest="确实无法收回的，请办理呆账核销。",
        )
    if stated_outstanding_fen not in (None, 0):
        raise ActRefused("写明的尚未收回金额与账面不一致。", source="V-M2")
    advance.state, advance.closed_on = AdvanceState.RECOVERED, on
    save_with_reason(advance, by=by, reason="全部收回，销账")
    record(
        case,
        "close_advance",
        by=by,
        on=on,
        summary=f"{advance.number}垫付款{yuan(where.advanced_fen)}元全部收回，销账",
        facts={"recovered_fen": where.recovered_fen},
    )
    return advance


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
    require(can_handle_fund(by))
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
        ActRefused: by its handler or twice by one person (F03); money came in since (V-M2).
    """
    case, advance = locked(written.advance)
    written = WriteOff.objects.select_for_update().get(pk=written.pk)
    written.advance = advance
    if by == written.handler or by in handlers_of(advance):
        raise ActRefused(f"{by.name}是经办人，不得审批自己经办的核销。", source="F03")
    if written.approvals.filter(by=by).exists():
        raise ActRefused(f"{by.name}已经审批过，不得重复签署。", source="F03")
    require(can_approve_advance(by))
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
    WriteOffApproval(
        write_off=written,
        level=level,
        body=bodies[min(level, len(bodies)) - 1],
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
