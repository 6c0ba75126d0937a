"""该催收: money that has to be pressed for now, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fund import queries
from fund.choices import AdvanceState
from fund.models import Advance


@dataclass(frozen=True)
class Pressing:
    """
    One advance of which something is owed, and what of it fell due on `due_on`.

    It is gone when the money is there, when a demand is sent whose days are running, or when what
    is owed is written off.
    """

    advance: Advance
    due_on: date
    words: str
    owed_fen: int
    source: str = "FUND-02"


def pressing(visible, *, on: date) -> list[Pressing]:
    """Return what of the visible advances has to be pressed for, the longest due first."""
    found = list(
        visible.filter(state=AdvanceState.DISBURSED, paid_on__lte=on)
        .select_related("case", "debtor", "account", "recovery_officer")
        .prefetch_related("notices", "instalments")
    )
    where = queries.standings(found)
    owing = [advance for advance in found if where[advance.pk].outstanding_fen]
    due = list(_due(owing, where, on))
    return sorted(due, key=lambda one: (one.due_on, one.advance.pk))


def _due(
    owing: Sequence[Advance], where: dict[int, queries.Standing], on: date
) -> Iterator[Pressing]:
    for advance in owing:
        of = where[advance.pk]
        fell_due = _fell_due(advance, of.recovered_fen, on)
        if fell_due:
            yield Pressing(advance, *fell_due, of.outstanding_fen)


def _fell_due(advance: Advance, recovered_fen: int, on: date) -> tuple[date, str] | None:
    """Return the day and the words; None as long as the employer still has time."""
    notices = sorted(advance.notices.all(), key=lambda notice: notice.no)
    if notices:
        last = notices[-1]
        if last.pay_by >= on:
            return None
        return last.pay_by, f"第{last.no}次追偿通知限期归还"
    plan = sorted(advance.instalments.all(), key=lambda instalment: instalment.no)
    if not plan:
        assert advance.paid_on
        return advance.paid_on, "还没有发出追偿通知"
    promised = 0
    for one in plan:
        promised += one.amount_fen
        if one.due_on < on and recovered_fen < promised:
            return one.due_on, f"垫付协议书约定第{one.no}期归还"
    return None
