"""Payments the fund has passed on: the money has left its account, and no entry brings it back."""

from fund.choices import HeldTo
from fund.models import HeldPayment
from mediation.models import Payment


def kept_by_fund(payment: Payment) -> str:
    """Return why a payment on an agreement is not taken back at the case, or ""."""
    passed = HeldPayment.objects.filter(
        to=HeldTo.WORKER,
        worker__in=payment.rows.values("worker"),
        paid_on=payment.paid_on,
        voucher__reversed_by=None,
    )
    slips = passed.values_list("bank_slip", flat=True)
    if any(payment.voucher.endswith(f"经周转金转付：{slip.strip()}") for slip in slips):
        return (
            "这笔付款是周转金转付的，款项已经付出，不能冲销；付错的，请周转金经办人向收款人追回。"
        )
    return ""
