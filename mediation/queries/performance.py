"""履行: what was agreed, paid and is still open, by instalment and worker."""

from datetime import date

from django.db.models import F, QuerySet, Sum

from cases.models import Case, Party
from cases.queries import worker_account
from mediation.choices import AgreementState
from mediation.models import Agreement, Instalment, InstalmentShare, Payment, PaymentRow
from staff.models import User

CREDITED = F("amount_fen") + F("to_fund_fen")


def agreed_fen(agreement: Agreement) -> int:
    shares = InstalmentShare.objects.filter(instalment__agreement=agreement)
    return shares.aggregate(total=Sum("amount_fen"))["total"] or 0


def agreement_paid_fen(agreement: Agreement) -> int:
    """Return what has been credited on an agreement in fen, the fund's part included."""
    rows = PaymentRow.objects.filter(payment__agreement=agreement)
    return rows.aggregate(total=Sum(CREDITED))["total"] or 0


def agreement_outstanding_fen(agreement: Agreement) -> int:
    return agreed_fen(agreement) - agreement_paid_fen(agreement)


def last_payment(agreement: Agreement) -> Payment | None:
    """Return the payment booked last on an agreement that has not been taken back."""
    return agreement.payments.filter(reverses=None, reversed_by=None).order_by("-id").first()


def paid_on_instalment(instalment: Instalment) -> dict[int, int]:
    """Return what has been credited on an instalment in fen, by worker id; to fund and worker."""
    rows = PaymentRow.objects.filter(payment__instalment=instalment)
    return dict(rows.values_list("worker_id").annotate(total=Sum(CREDITED)).order_by())


def to_fund_on_instalment(instalment: Instalment) -> dict[int, int]:
    """Return what of an instalment went back to the fund in fen, by worker id."""
    rows = PaymentRow.objects.filter(payment__instalment=instalment, to_fund_fen__gt=0)
    return dict(rows.values_list("worker_id").annotate(total=Sum("to_fund_fen")).order_by())


def repaid_not_credited_fen(worker: Party) -> int:
    """Return what the fund got back for a worker and no instalment has been credited with yet."""
    credited = PaymentRow.objects.filter(worker=worker).aggregate(total=Sum("to_fund_fen"))
    return worker_account(worker).repaid_to_fund_fen - (credited["total"] or 0)


def fund_body_of(case: Case) -> str:
    """Return the name of the fund body that advanced wages in a case, from its own paper."""
    paper = case.documents.filter(code__in=["F04", "F04A"]).order_by("-id").first()
    return paper.context["fund_body"]["name"] if paper else "周转金管理机构"


def unpaid_shares(instalment: Instalment) -> list[tuple[Party, int]]:
    """Return the workers who have not been paid in full on an instalment, with what is open."""
    paid = paid_on_instalment(instalment)
    rows = []
    for share in instalment.shares.select_related("worker").order_by("worker__roster_no"):
        rest = share.amount_fen - paid.get(share.worker_id, 0)
        if rest:
            rows.append((share.worker, rest))
    return rows


def instalment_outstanding_fen(instalment: Instalment) -> int:
    return sum(rest for _, rest in unpaid_shares(instalment))


def next_instalment(agreement: Agreement) -> Instalment | None:
    """Return the earliest instalment that is not paid in full."""
    for instalment in agreement.instalments.order_by("no"):
        if instalment_outstanding_fen(instalment):
            return instalment
    return None


def instalments_due(*, user: User, until: date) -> QuerySet[Instalment]:
    """Return unpaid instalments of effective agreements the user may see, next first."""
    return (
        Instalment.objects.filter(
            agreement__state=AgreementState.EFFECTIVE,
            due_on__lte=until,
            agreement__case__in=Case.objects.visible_to(user),
        )
        .select_related("agreement__case")
        .order_by("due_on", "id")
    )


def instalment_sums(agreement: Agreement) -> dict[int, tuple[int, int]]:
    """Return (due, paid) in fen by instalment id, in two queries."""
    due = dict(
        InstalmentShare.objects.filter(instalment__agreement=agreement)
        .values_list("instalment_id")
        .annotate(total=Sum("amount_fen"))
        .order_by()
    )
    paid = dict(
        PaymentRow.objects.filter(payment__agreement=agreement)
        .values_list("payment__instalment_id")
        .annotate(total=Sum(CREDITED))
        .order_by()
    )
    return {pk: (total, paid.get(pk, 0)) for pk, total in due.items()}
