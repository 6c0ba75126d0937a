"""From the decision to the worker's own account: title, list, the bank's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases.choices import EntryKind
from cases.models import CaseEvent, WageEntry
from cases.operations import post, record, require, require_open, reverse
from documents.operations import issue_document
from fund.choices import AdvanceState, PaidBy, PaymentState
from fund.models import Advance, PaymentLine, PaymentList
from fund.operations import entries
from fund.operations.application import locked, require_state
from fund.operations.approval import refuse_more_than_owed
from fund.operations.ledger import reverse_voucher
from fund.papers import payout as papers
from fund.permissions import can_handle_account
from fund.queries import handlers_of, payable_lines, unpaid_lines
from law.money import yuan
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def assign_claim(
    *,
    advance: Advance,
    witness: str,
    by: User,
    on: date,
    stated_rows: dict[int, tuple[int, int]] | None = None,
    stated_total_fen: int | None = None,
) -> Advance:
    """
    签署追偿文书: each worker signs what the fund may recover in their place; makes one F05 each.

    `stated_rows`: roster number → (assigned, residual) in fen, as control figures.

    Raises:
        ActRefused: what is assigned is not what is advanced (V-F3).
    """
    case, advance = locked(advance)
    require(can_handle_account(by, advance.account))
    require_open(case)
    require_state(advance, AdvanceState.DECIDED)
    if advance.assigned_on:
        raise ActRefused("追偿文书已经签署，不必重复办理。", source="V-N1")
    lines = payable_lines(advance)
    total = sum(line.amount_fen for line in lines)
    if stated_total_fen not in (None, total):
        raise ActRefused(f"转让或者授权追偿的合计应等于垫付合计{yuan(total)}元。", source="V-F3")
    for line in lines:
        stated = (stated_rows or {}).get(line.worker.roster_no or 0)
        rest = line.verified_fen - line.paid_otherwise_fen - line.amount_fen
        if stated not in (None, (line.amount_fen, rest)):
            raise ActRefused(
                f"{line.worker.name}转让或者授权追偿{yuan(line.amount_fen)}元，"
                f"剩余{yuan(rest)}元仍归本人，请核对。",
                source="V-F3",
            )
    advance.assigned_on = on
    save_with_reason(advance, by=by, reason="签署追偿文书")
    event = record(
        case,
        "assign_claim",
        by=by,
        on=on,
        summary=f"{len(lines)}人签署追偿文书（{advance.get_recovery_title_display()}），"
        f"合计{yuan(total)}元",
        facts={"title": advance.recovery_title, "total_fen": total},
    )
    for line in lines:
        issue_document(
            case=case,
            code="F05",
            fields=papers.mandate(advance, line, witness=witness),
            by=by,
            on=on,
            party=line.worker,
            recipient=line.worker.name,
            event=event,
        )
    return advance


@transaction.atomic
def make_payment_list(*, advance: Advance, by: User, on: date) -> PaymentList:
    """
    制作付款清单: everybody of the decision who has not been paid, each to the own account.

    Lines the bank returned come again, as the next attempt, on a list of their own.

    Raises:
        ActRefused: the cashier applied, verified or approved (F06); the title is not signed; a
            worker has no account of the own, or two have the same (V-P4).
    """
    case, advance = locked(advance)
    refuse_other_hands(advance, by)
    require(can_handle_account(by, advance.account))
    require_open(case)
    require_state(advance, AdvanceState.DECIDED, AdvanceState.PAYING)
    if not advance.assigned_on:
        raise ActRefused("请先由劳动者签署追偿文书，再付款。", source="V-F3")
    lines = unpaid_lines(advance)
    if not lines:
        raise ActRefused("没有待付的劳动者；已送银行的，请等待银行回盘。", source="V-P4")
    refuse_more_than_owed(advance)
    taken: dict[str, str] = dict.fromkeys(
        (
            p.account_no
            for p in PaymentLine.objects.filter(
                line__advance=advance, state__in=[PaymentState.SENT, PaymentState.PAID]
            )
        ),
        "已付款的劳动者",
    )
    for line in lines:
        number = line.worker.bank_account.replace(" ", "")
        if not number:
            raise ActRefused(
                f"{line.worker.name}没有登记本人银行账号。",
                source="V-P4",
                suggest="请在当事人资料中补登本人账户。",
            )
        if number in taken:
            raise ActRefused(
                f"{line.worker.name}的账号与{taken[number]}相同，工资只能付到本人账户。",
                source="V-P4",
            )
        taken[number] = line.worker.name
    total = sum(line.amount_fen for line in lines)
    sheet = PaymentList(
        advance=advance,
        no=advance.payment_lists.count() + 1,
        made_by=by,
        made_on=on,
        total_fen=total,
    )
    sheet.save()
    for line in lines:
        PaymentLine(
            list=sheet,
            line=line,
            attempt=line.payments.count() + 1,
            holder=line.worker.name,
            bank_name=line.worker.bank_name,
            account_no=line.worker.bank_account.replace(" ", ""),
            amount_fen=line.amount_fen,
        ).save()
    advance.state = AdvanceState.PAYING
    save_with_reason(advance, by=by, reason=f"制作第{sheet.no}份付款清单")
    record(
        case,
        "make_payment_list",
        by=by,
        on=on,
        summary=f"第{sheet.no}份付款清单：{len(lines)}人{yuan(total)}元",
        facts={"list": sheet.no, "total_fen": total},
    )
    return sheet


def refuse_other_hands(advance: Advance, by: User) -> None:
    """F06: who applied, verified or approved does not pay out."""
    approvers = {step.by for step in advance.approvals.select_related("by")}
    if by in handlers_of(advance) or by in approvers:
        raise ActRefused(f"{by.name}经办、核实或者审批过该垫付，不得同时担任出纳。", source="F06")


@dataclass(frozen=True)
class Answer:
    """What the bank said about one line: arrived at a moment, or returned with a reason."""

    roster_no: int
    account_no: str
    amount_fen: int
    at: datetime
    failure: str = ""
    holder: str = ""


@transaction.atomic
def record_bank_answers(
    *,
    sheet: PaymentList,
    answers: Sequence[Answer],
    by: User,
    on: date,
    stated_total_fen: int | None = None,
) -> PaymentList:
    """
    登记银行回盘: what arrived is posted to the books and to the worker's wages, the rest goes back.

    The same answers a second time change nothing.

    Raises:
        ActRefused: a worker who is not on the list, a line twice, another account, sum or total
            than on the list (V-P4, V-M2).
    """
    case, advance = locked(sheet.advance)
    refuse_other_hands(advance, by)
    require(can_handle_account(by, advance.account))
    lines = {
        p.line.worker.roster_no: p
        for p in sheet.lines.select_for_update(of=("self",)).select_related("line__worker")
    }
    _refuse_wrong_answers(lines, answers, stated_total_fen)
    news = [a for a in answers if lines[a.roster_no].state == PaymentState.SENT]
    if not news:
        return sheet
    paid = [a for a in news if not a.failure]
    event = record(
        case,
        "record_bank_answers",
        by=by,
        on=on,
        summary=f"银行回盘：到账{len(paid)}人{yuan(sum(a.amount_fen for a in paid))}元，"
        f"退回{len(news) - len(paid)}人",
        facts={"list": sheet.no, "paid_fen": sum(a.amount_fen for a in paid)},
    )
    for answer in news:
        _settle(advance, lines[answer.roster_no], answer, by=by, on=on, event=event)
    if not sheet.lines.filter(state=PaymentState.SENT).exists():
        sheet.answered_on = on
        sheet.save(update_fields=["answered_on"])
    settle_if_all_paid(advance, by=by, on=on)
    return sheet


def _refuse_wrong_answers(
    lines: dict[int | None, PaymentLine], answers: Sequence[Answer], total: int | None
) -> None:
    if not answers:
        raise ActRefused("回盘文件没有明细，请核对文件。", source="V-P4")
    added = sum(answer.amount_fen for answer in answers)
    if total not in (None, added):
        raise ActRefused(
            f"回盘写明合计{yuan(total)}元，逐行相加为{yuan(added)}元，整份文件未入账。",
            source="V-M2",
        )
    seen: set[int] = set()
    for answer in answers:
        no = answer.roster_no
        if no not in lines:
            raise ActRefused(f"回盘中的第{no}号不在这份付款清单上，整份文件未入账。", source="V-P4")
        line = lines[no]
        if no in seen:
            raise ActRefused(
                f"回盘中第{no}号{line.holder}出现两次，整份文件未入账。", source="V-P4"
            )
        seen.add(no)
        if answer.account_no != line.account_no or answer.holder not in ("", line.holder):
            raise ActRefused(
                f"回盘中第{no}号的账号或者户名与付款清单不符（{line.holder}），整份文件未入账。",
                source="V-P4",
            )
        if answer.amount_fen != line.amount_fen:
            raise ActRefused(
                f"回盘中第{no}号{line.holder}为{yuan(answer.amount_fen)}元，"
                f"付款清单为{yuan(line.amount_fen)}元，整份文件未入账。",
                source="V-M2",
            )
        if line.state != PaymentState.SENT and (line.state == PaymentState.PAID) == bool(
            answer.failure
        ):
            raise ActRefused(
                f"第{no}号{line.holder}已登记为“{line.get_state_display()}”，与回盘不符。",
                source="V-P4",
                suggest="银行退票的，请办理“登记退票”。",
            )


def _settle(
    advance: Advance, line: PaymentLine, answer: Answer, *, by: User, on: date, event: CaseEvent
) -> None:
    if answer.failure:
        line.state, line.failure = PaymentState.FAILED, answer.failure[:120]
        line.save(update_fields=["state", "failure"])
        return
    book_payment(advance, line, at=answer.at, by=by, on=on, event=event)


def book_payment(
    advance: Advance, line: PaymentLine, *, at: datetime, by: User, on: date, event: CaseEvent
) -> None:
    """The money is with the worker: books, wages and the line."""
    worker = line.line.worker
    line.voucher = entries.disburse(
        advance=advance,
        amount_fen=line.amount_fen,
        to=worker.name,
        key=f"payment-{line.pk}",
        by=by,
        on=on,
        event=event,
    )
    post(
        worker=worker,
        kind=EntryKind.ADVANCED,
        amount_fen=line.amount_fen,
        event=event,
        by=by,
        on=on,
        basis=advance.number,
    )
    line.state, line.paid_at = PaymentState.PAID, at
    line.save(update_fields=["state", "paid_at", "voucher"])


def settle_if_all_paid(advance: Advance, *, by: User, on: date) -> None:
    waiting = advance.lines.filter(amount_fen__gt=0, payments__state=PaymentState.SENT).exists()
    if not waiting and not unpaid_lines(advance) and advance.state == AdvanceState.PAYING:
        advance.state, advance.paid_on = AdvanceState.DISBURSED, on
        save_with_reason(advance, by=by, reason="垫付款全部到账")


@transaction.atomic
def book_bounce(
    *, line: PaymentLine, reason: str, checked_by: User, by: User, on: date
) -> PaymentLine:
    """
    Book 退票: money the bank had paid came back; books and wages are reversed, the line fails.

    Raises:
        ActRefused: not paid, receipts signed already, no reason.
    """
    case, advance = locked(line.line.advance)
    refuse_other_hands(advance, by)
    require(can_handle_account(by, advance.account))
    line = PaymentLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.state != PaymentState.PAID or line.voucher is None:
        raise ActRefused("该笔付款没有到账，无需登记退票。", source="V-P4")
    if line.list.method == PaidBy.CASH:
        raise ActRefused("现场现金付款没有退票。", source="F06")
    if advance.receipts_on:
        raise ActRefused("劳动者已经签字领款，不能登记退票。", source="F06")
    if not reason.strip():
        raise ActRefused("请照银行退票通知写明退票原因。", source="V-T1")
    worker = line.line.worker
    event = record(
        case,
        "record_bounce",
        by=by,
        on=on,
        party=worker,
        summary=f"{worker.name}的垫付款{yuan(line.amount_fen)}元退票：{reason.strip()}",
    )
    reverse_voucher(
        voucher=line.voucher,
        key=f"bounce-{line.pk}",
        reason=reason,
        by=by,
        checked_by=checked_by,
        on=on,
        event=event,
    )
    posted = WageEntry.objects.filter(
        item__worker=worker,
        kind=EntryKind.ADVANCED,
        event=line.voucher.event,
        reverses=None,
        reversed_by=None,
    )
    for entry in posted:
        reverse(entry=entry, event=event, by=by, on=on)
    line.state, line.failure = PaymentState.FAILED, f"退票：{reason.strip()}"[:120]
    line.save(update_fields=["state", "failure"])
    if advance.state == AdvanceState.DISBURSED:
        advance.state, advance.paid_on = AdvanceState.PAYING, None
        save_with_reason(advance, by=by, reason="退票，重新付款")
    return line
