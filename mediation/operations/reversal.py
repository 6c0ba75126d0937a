"""红字冲销付款: a payment booked wrongly is taken back by its mirror; both stay on record."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from cases.choices import EntryKind
from cases.models import WageEntry
from cases.operations import lock_case, record, require, require_open, reverse
from documents.choices import DocumentState
from documents.operations import void_document
from law.money import yuan
from mediation.choices import AgreementState
from mediation.models import Agreement, Payment, PaymentRow
from mediation.operations.payments import effective_agreement
from mediation.permissions import can_record_payment
from mediation.queries import last_payment
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

# Asked of the apps above: each says in a sentence why a payment is not taken back here, or "".
KEPT_ELSEWHERE: list[Callable[[Payment], str]] = []


@transaction.atomic
def reverse_payment(*, payment: Payment, reason: str, by: User, on: date) -> Payment:
    """
    冲销付款: take the latest payment on an agreement back: its rows, the wages, its D15.

    Only the latest, for every D15 says what was paid until then. Returns the mirror.

    Raises:
        ActRefused: taken back before, or itself a reversal; a later one stands (D15); no reason;
            the day lies before the payment (V-D1); another desk has booked the money (FUND-02);
            the case is closed.
    """
    case = lock_case(payment.event.case)
    require(can_record_payment(by, case))
    require_open(case)
    payment = Payment.objects.select_related("agreement", "event", "payer").get(pk=payment.pk)
    if payment.agreement is None or payment.instalment is None:
        raise ActRefused("这笔付款不是按调解协议登记的，不能在这里冲销。", source="D15")
    agreement = effective_agreement(payment.agreement)
    _refuse_out_of_turn(payment, agreement)
    if not reason.strip():
        raise ActRefused("请写明冲销的理由。", source="D15")
    if on < payment.paid_on:
        raise ActRefused("冲销日不能早于付款日。", source="V-D1")
    for kept in KEPT_ELSEWHERE:
        if why := kept(payment):
            raise ActRefused(why, source="FUND-02")

    rows = list(payment.rows.select_related("worker"))
    event = record(
        case,
        "reverse_payment",
        by=by,
        on=on,
        party=payment.payer,
        summary=f"冲销{payment.payer.name}{payment.paid_on:%Y-%m-%d}支付的"
        f"第{payment.instalment.no}期{yuan(payment.total_fen)}元"
        + (f"、归还周转金{yuan(payment.to_fund_fen)}元" if payment.to_fund_fen else "")
        + f"（{len(rows)}人）：{reason.strip()}",
        facts={"payment": payment.pk, "total_fen": payment.total_fen, "reason": reason.strip()},
    )
    mirror = Payment(
        agreement=agreement,
        instalment=payment.instalment,
        payer=payment.payer,
        on_behalf_of=payment.on_behalf_of,
        method=payment.method,
        voucher=payment.voucher,
        paid_on=on,
        event=event,
        reverses=payment,
    )
    mirror.save()
    PaymentRow.objects.bulk_create(
        [
            PaymentRow(
                payment=mirror,
                worker=row.worker,
                amount_fen=-row.amount_fen,
                to_fund_fen=-row.to_fund_fen,
            )
            for row in rows
        ]
    )
    paid = WageEntry.objects.filter(event=payment.event, kind=EntryKind.PAID, reverses=None)
    for entry in paid.select_related("item__worker"):
        reverse(entry=entry, event=event, by=by, on=on)
    for paper in case.documents.filter(code="D15", event=payment.event, state=DocumentState.ISSUED):
        void_document(document=paper, reason=f"付款已冲销：{reason.strip()}", by=by)
    if agreement.state == AgreementState.PERFORMED:
        agreement.state = AgreementState.EFFECTIVE
        save_with_reason(agreement, by=by, reason="冲销付款，尚未履行完毕")
    return mirror


def _refuse_out_of_turn(payment: Payment, agreement: Agreement) -> None:
    if payment.reverses_id or Payment.objects.filter(reverses=payment).exists():
        raise ActRefused("这笔付款已经冲销，不能再次冲销。", source="V-P4")
    latest = last_payment(agreement)
    if latest and latest.pk != payment.pk:
        raise ActRefused(
            f"这笔以后又登记了{latest.paid_on:%Y-%m-%d}的付款，"
            "后一份履行情况记录的累计数包括这一笔。",
            source="D15",
            suggest="请从最后登记的一笔起逐笔冲销，再逐笔重新登记。",
        )
