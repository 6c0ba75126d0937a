"""What a replay shows of the fund and of the case handed to the police, for the summary."""

from typing import Any

from cases.models import Case
from cases.queries import WorkerAccount
from documents.models import Document
from documents.registry import contract_of
from fund.choices import Ledger, VoucherKind
from fund.models import Advance, Posting
from fund.queries import caps_taken, payable_lines, shares_of, standing
from law.advances import NO_CAP, PER_CASE, PER_WORKER, Caps, shares
from law.money import yuan
from mediation.papers.opening import SHANGHAI
from staff.refusals import ActRefused
from supervision.queries import crime_test

_BINDING = {PER_WORKER: "per_worker", PER_CASE: "case_ratio", NO_CAP: "none"}


def _advance(case: Case) -> Advance | None:
    return case.advances.exclude(verified_on=None).order_by("-id").first()


def totals(case: Case) -> dict[str, Any]:
    """Return sums of the advance, in fen: caps, advance, what is left, what came back."""
    advance = _advance(case)
    if advance is None:
        return {}
    shared = shares_of(advance)
    lines = payable_lines(advance)
    given = sum(line.amount_fen for line in lines)
    found: dict[str, Any] = {
        "per_worker_cap_total": sum(shared.caps),
        "advance": given,
        "residual": sum(line.verified_fen for line in lines) - given,
        "recovered": [
            r.to_fund_fen
            for r in advance.recoveries.filter(voucher__reversed_by=None).order_by("no")
        ],
    }
    if shared.case_cap is not None:
        found["case_ratio_cap"] = shared.case_cap
    written = standing(advance).written_off_fen
    if written:
        found["written_off"] = written
    return found


def of_worker(account: WorkerAccount) -> dict[str, Any]:
    line = account.worker.advance_lines.order_by("-id").first()
    if line is None:
        return {}
    return {
        "cap": yuan(line.cap_fen),
        "advance": yuan(line.amount_fen),
        "residual": yuan(line.verified_fen - line.amount_fen),
    }


def figures(case: Case) -> dict[str, Any]:
    """Return what the summary has beyond totals: caps and scaling, the books, the crime test."""
    found: dict[str, Any] = {}
    advance = _advance(case)
    if advance is not None:
        found |= _caps(advance) | {"fund": _books(advance)}
    transfer = case.police_transfers.order_by("-id").first()
    if transfer is not None:
        approved = transfer.approved_at.astimezone(SHANGHAI).date()
        found["deadline_hours"] = {
            "CRIM-06.delivery": {"trigger": approved.isoformat(), "hours": 24}
        }
    if case.directives.exists():
        found |= _crime(case)
    return found


def _caps(advance: Advance) -> dict[str, Any]:
    lines, shared, caps = payable_lines(advance), shares_of(advance), caps_taken(advance)
    dues = [line.verified_fen - line.paid_otherwise_fen for line in lines]
    total, whole = sum(shared.advances), sum(shared.caps)
    leftover = total - sum(total * cap // whole for cap in shared.caps)
    found: dict[str, Any] = {
        "binding_cap": _BINDING[shared.binding],
        "scaling": {"leftover_fen": leftover},
    }
    small = next(
        (n for n, due in enumerate(dues) if caps.per_worker_fen and due < caps.per_worker_fen), None
    )
    if small is not None:
        line = lines[small]
        found["small_claim_worker"] = {
            "worker": line.worker.roster_no,
            "name": line.worker.name,
            "due": yuan(dues[small]),
            "cap": yuan(line.cap_fen),
            "advance": yuan(line.amount_fen),
            "residual": yuan(dues[small] - line.amount_fen),
        }
    if caps.case_percent and not caps.per_worker_percent:
        other = shares(dues, Caps(caps.per_worker_fen, caps.case_percent, None))
        found["variant_per_worker_ratio_cap"] = {
            "advance_total": yuan(sum(other.advances)),
            "per_worker": [yuan(fen) for fen in other.advances],
        }
    return found


def _books(advance: Advance) -> dict[str, Any]:
    """The account after each event of money: what moved, what is in the bank, what is owed."""
    balance = owed = opening = 0
    after: list[dict[str, Any]] = []
    event = None
    for voucher in advance.account.vouchers.order_by("year", "number").prefetch_related("postings"):
        sums: dict[str, int] = {}
        for posting in voucher.postings.all():
            sums[posting.ledger] = sums.get(posting.ledger, 0) + posting.amount_fen
        moved, debt = sums.get(Ledger.BANK, 0), sums.get(Ledger.RECEIVABLE, 0)
        balance, owed = balance + moved, owed + debt
        if voucher.kind == VoucherKind.FUNDING:
            opening += moved
            continue
        if not moved and not debt:
            continue
        if event is None or voucher.event_id != event:
            after.append({"on": voucher.on.isoformat(), "fen": 0})
            event = voucher.event_id
        after[-1]["fen"] += moved
        after[-1] |= {"balance": yuan(balance), "outstanding": yuan(owed)}
    for row in after:
        row["amount"] = yuan(row.pop("fen"))
    return {"opening_balance": yuan(opening), "after": after}


def _crime(case: Case) -> dict[str, Any]:
    last = case.events.order_by("-seq").first()
    try:
        test = crime_test(case, on=last.on)
    except ActRefused:
        return {}
    order = test.directive
    return {
        "crime_check": {
            "rule": test.rule,
            "workers": len(test.workers),
            "workers_ge_10": test.rule == "CRIM-03",
            "amount": yuan(test.amount_fen),
            "threshold": yuan(test.threshold_fen),
            "amount_met": test.amount_met,
            "ordered": test.ordered,
            "posted_with_photo_and_video": bool(
                order and order.is_posted and {"photo", "video"} <= set(order.recorded_by)
            ),
            "term_end": str(order.term_end) if order else None,
            "unpaid_after_term": test.unpaid_after_term,
        }
    }


def rules(case: Case) -> dict[str, bool]:
    """Answer the invariants of the format that records of the fund can answer."""
    advance = _advance(case)
    if advance is None:
        return {}
    papers = list(Document.objects.filter(case=case, code__in=["F03", "F04", "F05", "F06", "F08"]))
    faults = {f.code for p in papers for f in contract_of(p.code).validate(p.context)}
    lines = payable_lines(advance)
    # Above a cap only with the number of the government's approval.
    above = bool((advance.over_cap or {}).get("number"))
    within = all(
        line.amount_fen <= (line.verified_fen if above else min(line.verified_fen, line.cap_fen))
        for line in lines
    )
    paid = standing(advance).advanced_fen
    given = sum(line.amount_fen for line in lines)
    owed = Posting.objects.filter(advance=advance, ledger=Ledger.RECEIVABLE)
    running, never_negative = 0, True
    for fen in owed.order_by("voucher__year", "voucher__number").values_list(
        "amount_fen", flat=True
    ):
        running += fen
        never_negative = never_negative and running >= 0
    found = {
        "V-F2": "V-F2" not in faults and within,
        "V-F3": "V-F3" not in faults and paid in (0, given),
        "F08": "F08" not in faults and never_negative,
    }
    letters = Document.objects.filter(case=case, code="H02")
    if letters.exists():
        found["H02"] = all("人力资源" in p.context["authority"]["name"] for p in letters)
    return found
