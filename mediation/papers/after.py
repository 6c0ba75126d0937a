"""D13 termination, D15 performance, D16 follow-up, D17 demand, D18 file cover and index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.choices import CloseOutcome, OfficerCapacity
from cases.models import Case, Party
from documents.contracts import amount_dict
from documents.contracts.mediation.performance import OF_AGREEMENT
from documents.models import Document
from mediation.choices import EndReason, FollowUpMethod, PaymentMethod
from mediation.models import Demand, FollowUp, Instalment, Payment, Termination
from mediation.papers import blocks
from mediation.papers.opening import claim_total_fen
from mediation.queries import (
    agreement_outstanding_fen,
    fund_body_of,
    paid_on_instalment,
    to_fund_on_instalment,
)

GUIDANCE = {
    "arbitration": "",  # the paper's own clause on arbitration says it
    "court": "依法可以直接起诉的，向有管辖权的人民法院提起诉讼。",
    "labour_inspection": "向劳动保障监察机构投诉。",
    "legal_aid": "向法律援助机构申请法律援助。",
    "fund": "符合条件的，可以申请应急周转金垫付部分工资或者基本生活费。",
    "payment_order": "符合条件的，可以向人民法院申请支付令。",
    "mediation_again": "各方同意的，可以再次申请调解。",
}


def termination(ended: Termination, *, agreed: list, arbitration_commission: str) -> dict:
    """D13; `agreed` are the workers who settled, the others stand in the second list."""
    case = ended.case
    not_agreed = list(ended.not_agreed.order_by("roster_no", "id"))
    facts = case.undisputed_facts.filter(superseded=False).order_by("-confirmed_on").first()
    paper = case.documents.filter(code="D11").order_by("-id").first()
    addressees = [blocks.applicants_text(case), blocks.respondents_text(case)]
    return {
        "addressee": "、".join(a for a in addressees if a),
        "applicants_text": blocks.applicants_text(case),
        "respondents_text": blocks.names_text(ended.as_to.all()) or blocks.respondents_text(case),
        "dispute": blocks.dispute(case),
        "worker_count": len(agreed) + len(not_agreed),
        "accepted_on": (case.accepted_on or case.received_on).isoformat(),
        "ended_on": ended.ended_on.isoformat(),
        "sessions": ended.sessions_held,
        "reason": EndReason(ended.reason).label,
        "reason_text": ended.reason_text,
        "agreed_facts_on": facts.confirmed_on.isoformat() if facts and paper else None,
        "agreed": [w.name for w in agreed],
        "not_agreed": [w.name for w in not_agreed],
        "arbitration_commission": arbitration_commission,
        "guidance": [GUIDANCE.get(g, g) for g in ended.guidance if GUIDANCE.get(g, g)],
    }


def _state(due: int, paid: int, late: bool) -> str:
    if not paid:
        return "未付"
    if paid < due:
        return "部分"
    return "逾期已付" if late else "按期"


@dataclass(frozen=True)
class Performed:
    """
    One instalment of a title after a payment on it, worker by worker in fen.

    `rows` are (worker, due, paid, last paid on); `to_fund` what of `paid` went back to the fund.
    """

    kind: str  # one of D15's
    number: str
    on: date
    no: int
    count: int
    due_on: date
    rows: Sequence[tuple[Party, int, int, date | None]]
    outstanding_fen: int
    to_fund: Mapping[int, int] = field(default_factory=dict)


def performed(instalment: Instalment) -> Performed:
    """Return where every worker of an agreement stands on one of its instalments."""
    agreement = instalment.agreement
    assert agreement.effective_on is not None  # it is being performed
    paid = paid_on_instalment(instalment)
    last_paid = {
        row.worker_id: row.payment.paid_on
        for row in sorted(
            (
                row
                for payment in instalment.payments.filter(reverses=None, reversed_by=None)
                for row in payment.rows.all()
            ),
            key=lambda r: r.payment.paid_on,
        )
    }
    shares = instalment.shares.select_related("worker").order_by("worker__roster_no")
    return Performed(
        kind=OF_AGREEMENT,
        number=agreement.number,
        on=agreement.effective_on,
        no=instalment.no,
        count=agreement.instalments.count(),
        due_on=instalment.due_on,
        rows=[
            (s.worker, s.amount_fen, paid.get(s.worker_id, 0), last_paid.get(s.worker_id))
            for s in shares
        ],
        outstanding_fen=agreement_outstanding_fen(agreement),
        to_fund=to_fund_on_instalment(instalment),
    )


def performance(payment: Payment, done: Performed, *, case: Case, witnesses: list[str]) -> dict:
    """D15: where every worker stands on this instalment after the payment."""
    cash = payment.method == PaymentMethod.CASH
    return {
        "title_kind": done.kind,
        "title_number": done.number,
        "title_on": done.on.isoformat(),
        "instalment_no": done.no,
        "instalments_count": done.count,
        "due_on": done.due_on.isoformat(),
        "payer": payment.payer.name
        + (f"（代{payment.on_behalf_of.name}）" if payment.on_behalf_of else ""),
        "method": payment.get_method_display(),
        "voucher": payment.voucher or None,
        "rows": [
            {
                "no": worker.roster_no,
                "name": worker.name,
                "due": amount_dict(due),
                "paid": amount_dict(paid),
                "paid_on": day.isoformat() if day and paid else None,
                "account_no": None if cash else worker.bank_account or None,
                "state": _state(due, paid, bool(day and day > done.due_on)),
            }
            for worker, due, paid, day in done.rows
        ],
        "due_total": blocks.total(due for _, due, _, _ in done.rows),
        "paid_total": blocks.total(paid for _, _, paid, _ in done.rows),
        "outstanding_total": amount_dict(done.outstanding_fen),
        "fund": _to_fund(done, case),
        "cash": cash,
        "signatures": [
            blocks.officer_signature("经办人", payment.event.by.name),
            *(blocks.officer_signature(f"见证人{n}", w) for n, w in enumerate(witnesses, 1)),
        ],
    }


def _to_fund(done: Performed, case: Case) -> dict | None:
    """What of this instalment went back to the fund, worker by worker."""
    parts = [(w, done.to_fund[w.pk]) for w, _, _, _ in done.rows if done.to_fund.get(w.pk)]
    if not parts:
        return None
    return {
        "payee": fund_body_of(case),
        "rows": [{"no": w.roster_no, "name": w.name, "amount": amount_dict(f)} for w, f in parts],
        "total": amount_dict(sum(fen for _, fen in parts)),
    }


def follow_up(visit: FollowUp, *, agreement_number: str, next_step: str) -> dict:
    """D16."""
    people = list(visit.interviewees.order_by("roster_no", "id"))
    return {
        "agreement_number": agreement_number,
        "visited_on": visit.visited_on.isoformat(),
        "method": FollowUpMethod(visit.method).label,
        "interviewees": [{"name": p.name, "phone": p.phone or None} for p in people],
        "paid_in_full": visit.paid_in_full,
        "satisfied": visit.satisfied,
        "new_arrears": visit.new_arrears,
        "remarks": visit.remarks or None,
        "follow_up": next_step,
        "visited_by": visit.by.name,
        "signatures": [blocks.officer_signature("回访人", visit.by.name)],
    }


def demand(sent: Demand, *, overdue_fen: int, outstanding_fen: int, accelerated: bool) -> dict:
    """D17."""
    agreement = sent.agreement
    case = agreement.case
    return {
        "recipient": sent.to.name,
        "agreement_number": agreement.number,
        "agreement_on": agreement.effective_on.isoformat(),
        "applicants_text": blocks.applicants_text(case),
        "worker_count": sent.instalment.shares.count(),
        "instalment_no": sent.instalment.no,
        "due_on": sent.instalment.due_on.isoformat(),
        "overdue": amount_dict(overdue_fen),
        "outstanding": amount_dict(outstanding_fen),
        "accelerated": accelerated,
        "pay_by": sent.pay_by.isoformat(),
        "confirmed": False,
        "contact": blocks.contact(case),
    }


def file_cover(case: Case, *, on: date, handler: str) -> dict:
    """D18: the index comes from the register of papers, with their page counts."""
    papers = Document.objects.filter(case=case, volume="first").current().order_by("id")
    index, page = [], 1
    for no, paper in enumerate(papers, start=1):
        index.append(
            {
                "no": no,
                "title": paper.title,
                "number": paper.number or None,
                "made_on": paper.issued_on.isoformat(),
                "first_page": page,
                "pages": paper.pages,
                "note": paper.recipient or None,
            }
        )
        page += paper.pages
    retention = case.deadlines.filter(rule="ARB-37").exclude(state="cancelled").first()
    return {
        "volume": "正卷",
        "applicants_text": blocks.applicants_text(case),
        "respondents_text": blocks.respondents_text(case),
        "third_parties_text": blocks.names_text(blocks.third_parties(case)) or None,
        "dispute": blocks.dispute(case),
        "worker_count": len(blocks.applicants(case)),
        "claim_total": amount_dict(claim_total_fen(case)),
        "outcome": CloseOutcome(case.close_outcome).label,
        "accepted_on": (case.accepted_on or case.received_on or case.opened_on).isoformat(),
        "closed_on": on.isoformat(),
        "archived_on": on.isoformat(),
        "retain_until": retention.due_on.isoformat(),
        # A case declined at the desk had neither.
        "mediators": [
            {"name": o.user.name, "certificate_no": o.user.certificate_no or None}
            for o in case.officers.filter(capacity=OfficerCapacity.MEDIATOR)
        ]
        or [{"name": "未指派", "certificate_no": None}],
        "recorder": blocks.recorder(case) or "未指派",
        "index": index,
        "pages_total": page - 1,
        "signatures": [blocks.officer_signature("立卷人", handler)],
    }
