"""What the letters say: to the police (H02), procuratorate (H03), legal aid (H04), cards (H11)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from cases.models import Case, Deadline, Evidence, Party, PaymentDirective
from cases.queries import total_account, wage_accounts
from documents.contracts import amount_dict, moment_dict
from documents.contracts.letters.referral import URGENT_DAYS
from law.money import yuan
from mediation.papers import blocks
from mediation.papers.opening import SHANGHAI
from supervision.cards import CardRules
from supervision.choices import (
    AidStage,
    CardColour,
    Conduct,
    ReferralRequest,
    ReferralTrigger,
)
from supervision.queries import CrimeTest, months_of

# The order in which the annexes follow the letter.
ANNEXES = (
    "案件调查报告",
    "证据清单及证据材料",
    "拖欠劳动报酬明细表",
    "限期改正指令书及送达证明",
)
ELEMENTS = ("拖欠劳动报酬", "责令限期支付", "责令支付文书送达", "期满仍未支付", "不支付的行为")


def _directive(order: PaymentDirective) -> dict[str, Any]:
    return {
        "number": order.number,
        "on": order.issued_on.isoformat(),
        "service": order.get_service_display(),
        "served_on": str(order.served_on),
        "places": order.places,
        "recorded": order.recorded,
        "deadline": str(order.term_end),
        "paid": amount_dict(order.paid_fen or 0),
    }


def evidence(case: Case) -> list[dict[str, Any]]:
    rows = Evidence.objects.filter(case=case, submitted=True).order_by("no")
    return [
        {
            "no": e.no,
            "name": e.name,
            "form": e.kind,
            "original": False,
            "pages": e.pages,
            "source": e.by_label,
            "proves": e.proves or e.name,
        }
        for e in rows
    ]


def transfer(
    case: Case,
    test: CrimeTest,
    *,
    order: PaymentDirective,
    recipient: str,
    conduct: Conduct,
    suspects: list[Party],
    facts: str,
    proofs: dict[str, list[int]],
    reporters: list[dict[str, str]],
    reported_on: date,
    approved_at: datetime,
    delivered_at: datetime | None,
    sign_off: dict[str, Any],
    copies_to: list[str],
    on: date,
) -> dict[str, Any]:
    """H02."""
    rows = [
        {
            "no": a.worker.roster_no,
            "name": a.worker.name,
            "months": months_of(a.worker),
            "due": amount_dict(a.due_fen - a.waived_fen - a.paid_fen),
        }
        for a in test.workers
    ]
    earlier = case.police_transfers.order_by("-id").first()
    return {
        "recipient": recipient,
        "attachments": list(ANNEXES),
        "copies_to": copies_to,
        "sign_off": sign_off,
        "contact": blocks.contact(case),
        "case_source": f"{case.centre.name}移交的欠薪线索",
        "employer": blocks.party_block(order.debtor, "用人单位", on=on),
        "suspects": [
            blocks.party_block(p, p.get_role_display().replace("出资人", "投资人"), on=on)
            for p in suspects
        ],
        "facts": facts,
        "period_from": str(case.period_from),
        "period_to": str(case.period_to),
        "worker_count": len(rows),
        "workers": rows,
        "amount": amount_dict(test.amount_fen),
        "directive": _directive(order),
        "conducts": [conduct.label],
        "thresholds": {
            "one_worker": amount_dict(test.one_worker_fen),
            "ten_workers": amount_dict(test.ten_workers_fen),
            "source": test.source,
        },
        "elements": [
            {"element": name, "evidence": [str(no) for no in proofs[name]]}
            for name in ELEMENTS
            if proofs.get(name)
        ],
        "evidence": evidence(case),
        "reporters": reporters,
        "reported_on": reported_on.isoformat(),
        "approved_at": moment_dict(approved_at.astimezone(SHANGHAI)),
        "delivered_at": moment_dict(delivered_at.astimezone(SHANGHAI)) if delivered_at else None,
        "earlier_transfer": earlier.document.number if earlier else None,
        "repeat_reason": None,
    }


def referral(
    case: Case,
    *,
    recipient: str,
    triggers: list[ReferralTrigger],
    requests: list[ReferralRequest],
    facts: str,
    transferred: dict[str, Any] | None,
    sign_off: dict[str, Any],
) -> dict[str, Any]:
    """H03."""
    accounts = [a for a in wage_accounts(case) if a.due_fen - a.waived_fen - a.paid_fen > 0]
    sums = total_account(accounts)
    amount = sums["due"] - sums["waived"] - sums["paid"]
    advanced = f"应急周转金已垫付{yuan(sums['advanced'])}元，" if sums["advanced"] else ""
    debtor = case.debtor
    return {
        "recipient": recipient,
        "attachments": [e["name"] for e in evidence(case)],
        "copies_to": [],
        "sign_off": sign_off,
        "contact": blocks.contact(case),
        "employer_name": debtor.name if debtor else "",
        "workers_text": blocks.crew_text([a.worker for a in accounts]),
        "worker_count": len(accounts),
        "amount": amount_dict(amount),
        "facts": facts,
        "harm": f"{advanced}其余{yuan(sums['outstanding'])}元至今未付，劳动者自行起诉确有困难。",
        "triggers": [t.label for t in triggers],
        "requests": [r.label for r in requests],
        "transfer": transferred,
    }


def is_urgent(clocks: Sequence[tuple[str, date]], *, on: date) -> bool:
    """Whether a clock has less than the days of AID-04 left."""
    return any((ends_on - on).days < URGENT_DAYS for _, ends_on in clocks)


def legal_aid(
    case: Case,
    *,
    recipient: str,
    workers: Sequence[Party],
    matter: str,
    stage: AidStage,
    clocks: Sequence[tuple[str, date]],
    urgent: bool,
    summary: str,
    attachments: list[str],
    sign_off: dict[str, Any],
) -> dict[str, Any]:
    """H04."""
    owed = {a.worker.pk: a.outstanding_fen for a in wage_accounts(case)}
    rows = [
        {
            "no": w.roster_no,
            "name": w.name,
            "id_no": w.id_no,
            "phone": w.phone,
            "claim": amount_dict(owed[w.pk]),
        }
        for w in sorted(workers, key=lambda w: w.roster_no or 0)
    ]
    return {
        "recipient": recipient,
        "attachments": attachments or [e["name"] for e in evidence(case)],
        "copies_to": [],
        "sign_off": sign_off,
        "contact": blocks.contact(case),
        "applicants": rows,
        "opponent": case.debtor.name if case.debtor else "",
        "matter": matter,
        "stage": stage.label,
        "claim_total": blocks.total(owed[w.pk] for w in workers),
        "clocks": [{"name": name, "ends_on": day.isoformat()} for name, day in clocks],
        "urgent": urgent,
        "summary": f"{summary.rstrip('。')}。",
    }


def card(
    case: Case,
    *,
    colour: CardColour,
    deadline: Deadline,
    days: int,
    rules: CardRules,
    recipient: str,
    progress: list[dict[str, str]],
    demands: list[str],
    report_by: date,
    leaders: list[dict[str, str]],
    sign_off: dict[str, Any],
) -> dict[str, Any]:
    """H11."""
    accounts = [a for a in wage_accounts(case) if a.outstanding_fen > 0]
    red = colour == CardColour.RED
    return {
        "recipient": recipient,
        "attachments": [],
        "copies_to": rules.copied_to if red else [],
        "sign_off": sign_off,
        "contact": blocks.contact(case),
        "card": colour.label,
        "employer_name": case.debtor.name if case.debtor else "",
        "worker_count": len(accounts),
        "amount": blocks.total(a.outstanding_fen for a in accounts),
        "assigned_on": deadline.starts_on.isoformat(),
        "due_on": deadline.due_on.isoformat(),
        "overdue_days": days,
        "red_after_days": rules.red_after_days,
        "progress": progress,
        "demands": demands,
        "report_by": report_by.isoformat(),
        "leaders": leaders if red else [],
    }
