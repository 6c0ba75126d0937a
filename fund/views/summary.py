"""What an advance is decided on, for its own page and for the page of the decision."""

from datetime import date

from fund import queries
from fund.choices import PaymentState
from fund.models import Advance


def summary(advance: Advance) -> dict:
    """What an approver decides on: the rows, the rules, the caps; shown wherever one decides."""
    lines = list(advance.lines.select_related("worker").order_by("worker__roster_no"))
    paid = set(advance.lines.filter(payments__state=PaymentState.PAID).values_list("pk", flat=True))
    return {
        "advance": advance,
        "lines": lines,
        "paid_lines": paid,
        "claimed_fen": sum(line.claimed_fen for line in lines),
        "total_fen": sum(line.amount_fen for line in lines),
        "verified_fen": sum(line.verified_fen for line in lines),
        "checks": queries.rule_checks(advance, lines),
        "bars": _bars(advance, lines),
    }


def _bars(advance: Advance, lines) -> list[dict]:
    """Each limit as a bar of the same scale; the one that binds is marked."""
    if not advance.caps or not advance.verified_on:
        return []
    shared = queries.shares_of(advance)
    rows = [
        ("核实无争议欠薪", sum(x.verified_fen for x in lines if not x.disputed), "核实欠薪金额"),
        ("每人限额合计", sum(shared.caps), "每人限额"),
    ]
    if shared.case_cap is not None:
        rows.append(("案件比例限额", shared.case_cap, "案件比例限额"))
    rows.append(("申请金额", advance.requested_fen, ""))
    rows.append(("本次垫付", sum(x.amount_fen for x in lines), ""))
    top = max(fen for _, fen, _ in rows) or 1
    return [
        {
            "label": label,
            "fen": fen,
            "width": fen * 1000 // top,
            "binds": name == shared.binding,
            "given": label == "本次垫付",
        }
        for label, fen, name in rows
    ]


def recovery(advance: Advance, *, on: date) -> dict:
    """What came back, what was promised and demanded, and what is to be written off."""
    return {
        "standing": queries.standing(advance),
        "recoveries": advance.recoveries.select_related(
            "entered_by", "checked_by", "voucher__reversed_by"
        ),
        "notices": advance.notices.select_related("party", "document"),
        "instalments": instalments(advance, on=on),
        "waiting": queries.waiting_money_acts(advance).select_related("entered_by"),
        "write_offs": advance.write_offs.select_related("handler").prefetch_related(
            "approvals__by"
        ),
    }


def instalments(advance: Advance, *, on: date) -> list[dict]:
    """The plan of repayment, each instalment covered by what came back, the earliest first."""
    left = queries.standing(advance).recovered_fen
    rows = []
    for one in advance.instalments.order_by("no"):
        covered = min(left, one.amount_fen)
        left -= covered
        open_fen = one.amount_fen - covered
        rows.append(
            {"instalment": one, "open_fen": open_fen, "late": bool(open_fen) and one.due_on < on}
        )
    return rows
