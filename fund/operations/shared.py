"""兼付: the employer pays fund and workers at once; both parts are booked together."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cases.models import Party
from fund.choices import Designation
from fund.models import Advance, Recovery
from fund.operations.received import book_recovery
from mediation.choices import PaymentMethod
from mediation.models import Instalment
from mediation.operations import record_payment
from staff.models import User


@transaction.atomic
def book_shared_payment(
    *,
    advance: Advance,
    instalment: Instalment,
    payer: Party,
    to_fund_rows: Sequence[tuple[Party, int]],
    to_worker_rows: Sequence[tuple[Party, int]],
    fund_slip: str,
    method: PaymentMethod,
    voucher: str,
    cashier: User,
    checked_by: User,
    by: User,
    on: date,
    paid_on: date,
) -> Recovery:
    """
    Book what fund and workers were paid: books and wages, F08 and D15, or nothing at all.

    `cashier` and `checked_by` enter the fund's part, `by` (who works on the case) the workers'.
    Raises as `book_recovery` and `record_payment`.
    """
    recovery = book_recovery(
        advance=advance,
        payer=payer.name,
        amount_fen=sum(fen for _, fen in to_fund_rows),
        bank_slip=fund_slip,
        received_on=paid_on,
        designation=Designation.FUND,
        rows=to_fund_rows,
        checked_by=checked_by,
        by=cashier,
        on=on,
    )
    record_payment(
        instalment=instalment,
        payer=payer,
        rows=list(to_worker_rows),
        to_fund_rows=to_fund_rows,
        method=method,
        voucher=voucher,
        acknowledged=[],
        by=by,
        on=paid_on,
    )
    return recovery
