"""执行依据: what an award, a payment order or a statement of a review entitles to on a day."""

from collections.abc import Iterable
from datetime import date, timedelta

from adjudication.choices import PaymentOrderState, ReviewState, TitleKind
from adjudication.models import PaymentOrder, Review
from adjudication.operations.payment_orders import parts_due
from adjudication.papers.enforcement import Title
from adjudication.papers.payment_order import DuePart
from cases.models import Party
from mediation.models import Agreement
from staff.refusals import ActRefused


def title_of_review(review: Review, workers: Iterable[Party], *, on: date) -> Title:
    """
    Return the title a statement of a review (R03) is for these workers on that day.

    It has effect once both sides have signed for it (办案规则 77); what of the agreement was due
    before that day is enforced, less what was paid.

    Raises:
        ActRefused: it has no effect (REV-05), or nothing of it is due and unpaid (E02).
    """
    workers = list(workers)
    if review.state != ReviewState.EFFECTIVE or review.effective_on is None:
        raise ActRefused(
            f"仲裁审查现为“{review.get_state_display()}”，调解书双方签收生效后才能申请强制执行。",
            source="REV-05",
        )
    assert review.statement is not None  # it has effect
    agreement = review.agreement
    owed: dict[Party, int] = {}
    paid: dict[Party, int] = {}
    due_days = []
    for worker in workers:
        parts, _ = parts_due(worker, agreement, on=on, overdue_since=None)
        owed[worker] = sum(part.amount_fen for part in parts)
        paid[worker] = sum(part.paid_fen for part in parts)
        due_days += [part.due_on for part in parts]
    if not due_days:
        raise ActRefused(
            "调解书确定的款项没有到期未付的，无需申请强制执行。",
            source="E02",
            suggest="还没有到期的，到期不付以后再申请。",
        )
    # Of instalments the two years run from the last one, once it is over (民事诉讼法 250).
    last = max(agreement.instalments.values_list("due_on", flat=True))
    payer = agreement.payers.select_related("party").order_by("id").first()
    debtor = payer.party if payer else review.case.debtor
    assert debtor is not None  # an agreement binds somebody
    return Title(
        kind=TitleKind.MEDIATION_STATEMENT,
        number=review.number,
        issuer=review.commission.name,
        made_on=review.statement.issued_on,
        effective_on=review.effective_on,
        last_due_on=last if last < on else max(due_days),
        debtor=debtor,
        owed=owed,
        paid=paid,
    )


def titled_by_review(agreement: Agreement) -> dict[int, str]:
    """Return every worker of an agreement whose statement has effect (REV-05)."""
    review = Review.objects.filter(agreement=agreement, state=ReviewState.EFFECTIVE).first()
    return {worker.pk: "仲裁调解书" for worker in review.workers} if review else {}


def titled_by_orders(agreement: Agreement) -> dict[int, str]:
    """Return the workers whose orders in force are for all instalments that are open to them."""
    orders = PaymentOrder.objects.filter(
        case=agreement.case_id, basis=agreement.number, state=PaymentOrderState.EFFECTIVE
    )
    ordered: dict[Party, set[int]] = {}
    for order in orders.select_related("worker", "document"):
        numbers = {item["no"] for item in order.document.context["items"]}
        ordered.setdefault(order.worker, set()).update(numbers)
    if not ordered:
        return {}
    after = max(agreement.instalments.values_list("due_on", flat=True)) + timedelta(days=1)
    return {
        worker.pk: "支付令"
        for worker, numbers in ordered.items()
        if numbers >= {part.no for part in _open(worker, agreement, after)}
    }


def _open(worker: Party, agreement: Agreement, after: date) -> list[DuePart]:
    parts, _ = parts_due(worker, agreement, on=after, overdue_since=None)
    return parts
