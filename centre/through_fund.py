"""Payments that came in through the fund: its own vouchers stand for them, so it corrects them."""

from fund.choices import HeldTo, MoneyActKind, MoneyActState
from fund.models import HeldPayment, MoneyAct
from mediation.models import Payment


def kept_by_fund(payment: Payment) -> str:
    """Return why a payment on an agreement is not taken back at the case, or ""."""
    shared = MoneyAct.objects.filter(
        kind=MoneyActKind.SHARED,
        state=MoneyActState.BOOKED,
        facts__instalment=payment.instalment_id,
        facts__voucher=payment.voucher,
    )
    if shared.exists():
        return (
            "这笔付款与归还周转金的部分一起登记、由三人确认，不能单独冲销。"
            "请周转金经办人先冲销收回的部分，并与主任商定怎样更正。"
        )
    passed = HeldPayment.objects.filter(
        to=HeldTo.WORKER,
        worker__in=payment.rows.values("worker"),
        paid_on=payment.paid_on,
        voucher__reversed_by=None,
    )
    slips = passed.values_list("bank_slip", flat=True)
    if any(payment.voucher.endswith(f"经周转金转付：{slip.strip()}") for slip in slips):
        return "这笔付款是周转金转付的，账在周转金，请周转金经办人更正。"
    return ""
