"""转付: what reached the workers through the fund, on the awards and titles it is owed under."""

from datetime import date

from django.db.models import Sum

from adjudication.choices import AwardState, PaymentOrderState, StatementState
from adjudication.models import Award, PaymentOrder, Statement
from adjudication.obligations import Obligation, OnTitle, Part, obligation_of
from adjudication.operations.performance import book_on_title
from cases.choices import EntryKind
from cases.models import Case, Party, WageEntry
from mediation.choices import PaymentMethod
from mediation.operations import Credit
from mediation.operations.passing_on import PassedOn, Rows
from mediation.queries import current_agreement, repaid_not_credited_fen


def credit_titles(case: Case, rows: Rows, passed: PassedOn) -> Rows:
    """
    Credit what was passed on to the titles that bind, the earliest first; return what is left.

    What came back to the fund after a title was made is credited with it; what came back before,
    the title has taken off.
    """
    left = {worker.pk: fen for worker, fen in rows}
    for title, found in _binding(case, on=passed.on):
        for place in found.parts:
            now = obligation_of(title)
            if now is None or (part := now.part(place.no)) is None:
                continue
            credits = _credits(title, now, part, left)
            if not credits:
                continue
            book_on_title(
                title,
                now,
                part,
                credits,
                payer=passed.payer_among(now.payers),
                method=PaymentMethod.BANK_TRANSFER,
                voucher=passed.voucher,
                by=passed.by,
                on=passed.on,
            )
            for credit in credits:
                left[credit.worker.pk] -= credit.amount_fen
    return [(worker, left[worker.pk]) for worker, _ in rows if left[worker.pk]]


def _binding(case: Case, *, on: date) -> list[tuple[OnTitle, Obligation]]:
    """
    Return what binds somebody to pay in a case on that day, the earliest first.

    A payment order on an agreement is not among them: its instalments are what is paid.
    """
    agreement = current_agreement(case)
    orders = PaymentOrder.objects.filter(
        case=case, state__in=[PaymentOrderState.ISSUED, PaymentOrderState.EFFECTIVE]
    )
    titles: list[OnTitle] = [
        *Award.objects.filter(arbitration__case=case, state=AwardState.ISSUED).order_by("id"),
        *Statement.objects.filter(arbitration__case=case, state=StatementState.EFFECTIVE).order_by(
            "id"
        ),
        *orders.exclude(basis=agreement.number if agreement else "").order_by("id"),
    ]
    found = [(title, obligation_of(title)) for title in titles]
    binding = [(title, one) for title, one in found if one and one.document.issued_on <= on]
    return sorted(binding, key=lambda pair: pair[1].on)


def _credits(
    title: OnTitle, obligation: Obligation, part: Part, left: dict[int, int]
) -> list[Credit]:
    credits = []
    for line in part.lines:
        fen = min(left.get(line.worker.pk, 0), line.open_fen)
        of_fund = 0
        # A payment order never asks for what the fund has advanced.
        if line.worker.pk in left and not isinstance(title, PaymentOrder):
            back = _back_since(line.worker, obligation.document.issued_on)
            of_fund = min(back, line.open_fen - fen)
        if fen or of_fund:
            credits.append(Credit(line.worker, fen, of_fund))
    return credits


def _back_since(worker: Party, day: date) -> int:
    """Return what came back to the fund for a worker after that day and no record knows yet."""
    rows = WageEntry.objects.filter(item__worker=worker, kind=EntryKind.REPAID_TO_FUND, on__gt=day)
    since = rows.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    return max(0, min(since, repaid_not_credited_fen(worker)))
