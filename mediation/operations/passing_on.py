"""转付: money that reached the workers through the fund, on the title it is owed under (D15)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases.models import Case, Party
from mediation.choices import AgreementState, PaymentMethod
from mediation.models import Agreement
from mediation.operations.payments import Credit, book_on_instalment, effective_agreement
from mediation.queries import current_agreement, repaid_not_credited_fen, unpaid_shares
from staff.models import User

Rows = Sequence[tuple[Party, int]]


@dataclass(frozen=True)
class PassedOn:
    """What was passed on: who had paid it, by which slip it went on, who entered it and when."""

    payer: str
    voucher: str
    by: User
    on: date

    def payer_among(self, payers: Sequence[Party]) -> Party:
        """Return the payer of a title of that name, else its first: somebody paid for them."""
        return next((party for party in payers if party.name == self.payer), payers[0])


# Asked of the apps above: each credits its titles and returns what none of them has open.
CREDITORS: list[Callable[[Case, Rows, PassedOn], Rows]] = []


@transaction.atomic
def credit_passed_on(
    *, case: Case, payer: str, rows: Rows, voucher: str, by: User, on: date
) -> Rows:
    """
    Credit wages that came in through the fund to what they are owed under; one D15 for each.

    First the agreement in force, the earliest instalment first, then awards, statements and payment
    orders. What the fund got back for the same workers and no record knows yet is credited with it.
    Returns (worker, fen) of what no title has open. Who may pass money on, and what is the workers'
    part of it, the fund has answered before.
    """
    passed = PassedOn(payer, voucher, by, on)
    left = _on_agreement(case, rows, passed)
    for credit in CREDITORS:
        left = credit(case, left, passed) if left else left
    return left


def _on_agreement(case: Case, rows: Rows, passed: PassedOn) -> Rows:
    agreement = current_agreement(case)
    if agreement is None or agreement.state != AgreementState.EFFECTIVE:
        return rows
    agreement = effective_agreement(agreement)
    left = {worker.pk: fen for worker, fen in rows}
    of_fund = {worker.pk: repaid_not_credited_fen(worker) for worker, _ in rows}
    for instalment in agreement.instalments.order_by("no"):
        credits = []
        for worker, open_fen in unpaid_shares(instalment):
            fen = min(left.get(worker.pk, 0), open_fen)
            part = min(of_fund.get(worker.pk, 0), open_fen - fen)
            if fen or part:
                credits.append(Credit(worker, fen, part))
                left[worker.pk] -= fen
                of_fund[worker.pk] -= part
        if credits:
            book_on_instalment(
                instalment,
                passed.payer_among(_payers(agreement)),
                credits,
                method=PaymentMethod.BANK_TRANSFER,
                voucher=passed.voucher,
                by=passed.by,
                on=passed.on,
            )
    return [(worker, left[worker.pk]) for worker, _ in rows if left[worker.pk]]


def _payers(agreement: Agreement) -> list[Party]:
    return [row.party for row in agreement.payers.select_related("party").order_by("id")]
