"""执行依据: what a statement, of a review or of the tribunal itself, entitles to on a day."""

from collections.abc import Iterable
from datetime import date, timedelta

from adjudication.choices import PaymentOrderState, ReviewState, TitleKind
from adjudication.models import PaymentOrder, Review, Statement
from adjudication.obligations import numbers_of, obligation_of
from adjudication.operations.payment_orders import parts_due
from adjudication.papers.enforcement import Title
from adjudication.papers.payment_order import DuePart
from cases.models import Party
from cases.queries import worker_account
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
        ordered.setdefault(order.worker, set()).update(numbers_of(order))
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


def title_of_statement(statement: Statement, workers: Iterable[Party], *, on: date) -> Title:
    """
    Return the title a statement of the tribunal (A19) is for these workers on that day.

    What of it was due before that day is enforced, less what was paid.

    Raises:
        ActRefused: it has no effect (ARB-32), or nothing of it is due and unpaid (E02).
    """
    workers = list(workers)
    obligation = obligation_of(statement)
    if obligation is None or statement.effective_on is None:
        raise ActRefused(
            f"仲裁调解书现为“{statement.get_state_display()}”，各方签收生效后才能申请强制执行。",
            source="ARB-32",
        )
    due = [part for part in obligation.parts if part.due_on < on]
    lines = [line for part in due for line in part.lines if line.worker in workers]
    if not sum(line.open_fen for line in lines):
        raise ActRefused(
            "调解书确定的款项没有到期未付的，无需申请强制执行。",
            source="E02",
            suggest="还没有到期的，到期不付以后再申请。",
        )
    # The fund's part is the fund's to ask for: the worker asks for no more than is still theirs.
    owed = {w: sum(row.due_fen for row in lines if row.worker == w) for w in workers}
    paid = {w: sum(row.paid_fen for row in lines if row.worker == w) for w in workers}
    for worker in workers:
        advanced = min(owed[worker] - paid[worker], worker_account(worker).owed_to_fund_fen)
        paid[worker] += max(0, advanced)
    return Title(
        kind=obligation.kind,
        number=obligation.number,
        issuer=statement.arbitration.commission.name,
        made_on=statement.made_on,
        effective_on=statement.effective_on,
        last_due_on=due[-1].due_on,
        debtor=obligation.payers[0],
        owed=owed,
        paid=paid,
    )
