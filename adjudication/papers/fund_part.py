"""What an application to a court says of wages the fund has advanced and not got back (FUND-02)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Sum

from cases.choices import EntryKind
from cases.models import Party, WageEntry
from law.money import yuan
from mediation.queries import fund_body_of


def advanced_clause(workers: Sequence[Party], *, on: date) -> str:
    """Return `，其中…` about what the debtor owes the fund that day; empty where it is nothing."""
    advanced, back = (
        WageEntry.objects.filter(item__worker__in=workers, kind=kind, on__lte=on).aggregate(
            total=Sum("amount_fen")
        )["total"]
        or 0
        for kind in (EntryKind.ADVANCED, EntryKind.REPAID_TO_FUND)
    )
    if advanced == back:
        return ""
    owed = f"应急周转金已经垫付的{yuan(advanced)}元"
    if back:
        owed += f"，收回{yuan(back)}元，尚未收回的{yuan(advanced - back)}元"
    return f"，其中{owed}应当归还{fund_body_of(workers[0].case)}，不在本次申请之内"


def advanced_sentence(workers: Sequence[Party], *, on: date) -> str:
    clause = advanced_clause(workers, on=on)
    return f"被拖欠的工资{clause[1:]}。" if clause else ""
