"""What the demand (F07), the entry of money that came back (F08) and the write-off (F09) say."""

from datetime import date
from typing import Any

from cases.models import Evidence, Party
from documents.contracts import amount_dict
from fund.choices import Standing as NoticeStanding
from fund.choices import WriteOffGround
from fund.models import Advance, Recovery, RecoveryNotice, Voucher, WriteOff
from fund.papers.decision import fund_account
from fund.queries import Standing, handlers_of
from law.calendar import in_words
from mediation.papers import blocks

DESIGNATIONS = {"fund": "归还垫付款", "workers": "支付剩余工资", "none": "未指定"}
ORDERS = {"fund_first": "周转金优先", "worker_first": "劳动者优先", "pro_rata": "按比例"}


def notice(
    advance: Advance,
    party: Party,
    *,
    no: int,
    standing: NoticeStanding,
    earlier: list[RecoveryNotice],
    where: Standing,
    pay_by: date,
    sign_off: dict[str, Any],
    contact: dict[str, str],
    listing: bool,
) -> dict[str, Any]:
    """F07, one letter per recipient; from the second on a 催款函."""
    return {
        "recipient": party.name,
        "attachments": [f"{advance.get_form_display()}复印件", "垫付明细"],
        "copies_to": [],
        "sign_off": sign_off,
        "contact": contact,
        "standing": standing.label,
        "employer_name": advance.debtor.name,
        "notice_no": no,
        "earlier": [
            {
                "no": e.no,
                "number": e.document.number,
                "on": e.sent_on.isoformat(),
                "served_on": e.served_on.isoformat() if e.served_on else None,
            }
            for e in earlier
        ],
        "decision_number": advance.number,
        "decision_on": str(advance.decided_on),
        "worker_count": advance.lines.filter(amount_fen__gt=0).count(),
        "purpose": advance.get_kind_display(),
        "advanced": amount_dict(where.advanced_fen),
        "recovered": amount_dict(where.recovered_fen),
        "outstanding": amount_dict(where.outstanding_fen),
        "pay_by": pay_by.isoformat(),
        "account": fund_account(advance),
        "address_known": not party.missing,
        "listing": listing,
    }


def entry(
    recovery: Recovery,
    *,
    order: object,
    before: Standing,
    residual_before_fen: int,
    balance_before_fen: int,
) -> dict[str, Any]:
    """F08. `order`: the city's; None where it is not confirmed and the payer said what for."""
    advance = recovery.advance
    fund, workers = recovery.to_fund_fen, recovery.to_workers_fen
    owed = before.outstanding_fen + before.written_off_open_fen
    return {
        "decision_number": advance.number,
        "employer_name": advance.debtor.name,
        "entry_no": recovery.no,
        "received_on": recovery.received_on.isoformat(),
        "payer": recovery.payer,
        "amount": amount_dict(recovery.amount_fen),
        "bank_slip": recovery.bank_slip,
        "designation": DESIGNATIONS[recovery.designation],
        "order": ORDERS[str(order)] if order else None,
        "to_fund": amount_dict(fund),
        "to_workers": amount_dict(workers),
        "over": amount_dict(recovery.over_fen) if recovery.over_fen else None,
        "advanced": amount_dict(before.advanced_fen),
        "outstanding_before": amount_dict(owed),
        "outstanding_after": amount_dict(owed - fund),
        "residual_before": amount_dict(residual_before_fen),
        "residual_after": amount_dict(residual_before_fen - workers),
        "balance_before": amount_dict(balance_before_fen),
        "balance_after": amount_dict(balance_before_fen + fund),
        "status": "追偿中" if owed - fund else "已收回",
        "signatures": [
            blocks.officer_signature("出纳", recovery.entered_by.name),
            blocks.officer_signature("会计", recovery.checked_by.name),
        ],
    }


def correction(
    red: Voucher,
    *,
    recovery: Recovery,
    reason: str,
    before: Standing,
    balance_before_fen: int,
) -> dict[str, Any]:
    """F10."""
    voucher, fund = recovery.voucher, recovery.to_fund_fen
    owed = before.outstanding_fen + before.written_off_open_fen
    paper = recovery.document
    return {
        "decision_number": recovery.advance.number,
        "employer_name": recovery.advance.debtor.name,
        "voucher": f"{voucher.year}-{voucher.number:05d}",
        "voucher_on": voucher.on.isoformat(),
        "kind": voucher.get_kind_display(),
        "summary": voucher.summary,
        "amount": amount_dict(recovery.amount_fen),
        "red_voucher": f"{red.year}-{red.number:05d}",
        "reason": reason.rstrip("。"),
        "voided": f"{paper.title}（{in_words(paper.issued_on)}）" if paper else None,
        "outstanding_before": amount_dict(owed),
        "outstanding_after": amount_dict(owed + fund),
        "balance_before": amount_dict(balance_before_fen),
        "balance_after": amount_dict(balance_before_fen - fund),
        "signatures": [
            blocks.officer_signature("出纳", red.made_by.name),
            blocks.officer_signature("会计", red.checked_by.name if red.checked_by else ""),
        ],
    }


def write_off(written: WriteOff, *, where: Standing) -> dict[str, Any]:
    """F09."""
    advance = written.advance
    rows = Evidence.objects.filter(case=advance.case, no__in=written.evidence).order_by("no")
    handlers = [written.handler, *handlers_of(advance)]
    return {
        "decision_number": advance.number,
        "decision_on": str(advance.decided_on),
        "employer_name": advance.debtor.name,
        "advanced": amount_dict(where.advanced_fen),
        "recovered": amount_dict(where.recovered_fen),
        "amount": amount_dict(written.amount_fen),
        "ground": WriteOffGround(written.ground).label,
        "facts": written.facts,
        "efforts": written.efforts,
        "evidence": [evidence_row(e) for e in rows],
        "handlers": list(dict.fromkeys(person.name for person in handlers)),
        "approvals": [
            {
                "level": step.level,
                "body": step.body,
                "name": step.by.name,
                "post": step.by.post or None,
                "opinion": "同意",
                "remark": step.remark or None,
                "on": step.on.isoformat(),
            }
            for step in written.approvals.select_related("by").order_by("level")
        ],
    }


def evidence_row(piece: Evidence) -> dict[str, Any]:
    return {
        "no": piece.no,
        "name": piece.name,
        "form": piece.kind,
        "original": False,
        "pages": piece.pages,
        "source": piece.by_label,
        "proves": piece.proves or piece.name,
    }
