"""What the transfer to the police (H02) and the referral to the procuratorate (H03) say."""

from datetime import date, datetime
from typing import Any

from cases.models import Case, Evidence, Party, PaymentDirective
from cases.queries import total_account, wage_accounts
from documents.contracts import amount_dict, moment_dict
from law.money import yuan
from mediation.papers import blocks
from mediation.papers.opening import SHANGHAI
from supervision.choices import Conduct, ReferralRequest, ReferralTrigger
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
