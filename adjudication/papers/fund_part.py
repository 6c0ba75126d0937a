"""What an application to a court says of wages the fund has advanced and not got back (FUND-02)."""

from collections.abc import Sequence

from cases.models import Party
from cases.queries import worker_account
from law.money import yuan
from mediation.queries import fund_body_of


def advanced_clause(workers: Sequence[Party]) -> str:
    """Return `，其中…` about the part the debtor owes the fund; empty where there is none."""
    owed = sum(worker_account(worker).owed_to_fund_fen for worker in workers)
    if not owed:
        return ""
    return (
        f"，其中应急周转金已经垫付的{yuan(owed)}元应当归还{fund_body_of(workers[0].case)}，"
        "不在本次申请之内"
    )


def advanced_sentence(workers: Sequence[Party]) -> str:
    clause = advanced_clause(workers)
    return f"被拖欠的工资{clause[1:]}。" if clause else ""
