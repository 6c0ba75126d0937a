"""
An advance from the emergency revolving fund: caps, shares, who approves, where money goes back.

No cap stands in the national rules (条例 63): each is a parameter of the city, and the city may
have none of a kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from law.money import NotAnAmount, fen, largest_remainder, yuan

PER_WORKER, PER_CASE, NO_CAP = "每人限额", "案件比例限额", "核实欠薪金额"

RecoveryOrder = Literal["fund_first", "worker_first", "pro_rata"]


@dataclass(frozen=True)
class Caps:
    """
    The parameters; None where the city's rules know no such cap.

    per_worker_fen: the most one worker gets. per_worker_percent: share ("20%") of what the one
    worker is owed. case_percent: share of what all workers of the case are owed.
    """

    per_worker_fen: int | None
    per_worker_percent: str | None
    case_percent: str | None


@dataclass(frozen=True)
class Shares:
    """In fen: each worker's cap and advance, the cap of the case, and which one binds."""

    caps: list[int]
    advances: list[int]
    case_cap: int | None
    binding: str

    @property
    def allowed(self) -> int:
        total = sum(self.caps)
        return total if self.case_cap is None else min(total, self.case_cap)


def shares(dues: Sequence[int], caps: Caps, *, total: int | None = None) -> Shares:
    """
    What each worker who is owed `dues` (fen) may get.

    A `total` below what is allowed is shared like it: by the caps, the odd fen to the largest
    remainders, of equal remainders to the earlier row.
    """
    limits = [_limit(due, caps) for due in dues]
    case_cap = None if caps.case_percent is None else _share_of(sum(dues), caps.case_percent)
    allowed = sum(limits) if case_cap is None else min(sum(limits), case_cap)
    if case_cap is not None and case_cap < sum(limits):
        binding = PER_CASE
    else:
        binding = PER_WORKER if sum(limits) < sum(dues) else NO_CAP
    spread = allowed if total is None else min(total, allowed)
    return Shares(limits, largest_remainder(spread, limits), case_cap, binding)


def _limit(due: int, caps: Caps) -> int:
    limit = due
    if caps.per_worker_fen is not None:
        limit = min(limit, caps.per_worker_fen)
    if caps.per_worker_percent is not None:
        limit = min(limit, _share_of(due, caps.per_worker_percent))
    return limit


def _share_of(amount_fen: int, percent: str) -> int:
    share = amount_fen * Decimal(percent.removesuffix("%")) / 100
    return int(share.to_integral_value(ROUND_FLOOR))


def percent(ratio: Decimal) -> str:
    """Write 0.2 as 20%."""
    text = f"{ratio * 100:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


@dataclass(frozen=True)
class Level:
    """A step of the approval by amount: up to `up_to` fen (None: any) level `last` decides."""

    up_to: int | None
    last: int


def approval_levels(text: str) -> list[Level]:
    """
    Read `5000.00元以下至第2级；其余至第4级`, the approval by amount as the city's rules have it.

    Raises:
        ValueError: it is not written so, or the amounts do not rise; the message is Chinese.
    """
    levels: list[Level] = []
    for part in text.replace(";", "；").rstrip("；。").split("；"):
        head, separator, tail = part.strip().partition("至第")
        number = tail.removesuffix("级")
        if not separator or not tail.endswith("级") or not number.isdigit() or int(number) < 1:
            raise ValueError(f"审批权限应写成“5000.00元以下至第2级；其余至第4级”的样子：{part}")
        if head == "其余":
            levels.append(Level(None, int(number)))
            continue
        try:
            up_to = fen(head.removesuffix("元以下"))
        except NotAnAmount as error:
            raise ValueError(f"审批权限中的金额有误：{head}") from error
        levels.append(Level(up_to, int(number)))
    amounts = [level.up_to for level in levels]
    limits = [amount for amount in amounts[:-1] if amount is not None]
    if amounts[-1] is not None or len(limits) != len(amounts) - 1 or limits != sorted(set(limits)):
        raise ValueError("审批权限的金额应由低到高，最后一项为“其余”")
    return levels


def level_needed(levels: Sequence[Level], amount_fen: int) -> int:
    """The last level that has to approve this amount."""
    return next(lv.last for lv in levels if lv.up_to is None or amount_fen <= lv.up_to)


def to_fund(amount: int, *, fund: int, workers: int, order: RecoveryOrder) -> int:
    """
    What of the money that came in belongs to the fund, the rest to the workers, in fen.

    `fund` and `workers` are what each is still owed by the one who pays.

    Raises:
        ValueError: more came in than both are owed.
    """
    if amount > fund + workers:
        raise ValueError(f"到账{yuan(amount)}元，超过欠款合计{yuan(fund + workers)}元")
    if order == "fund_first":
        return min(amount, fund)
    if order == "worker_first":
        return amount - min(amount, workers)
    return largest_remainder(amount, [fund, workers])[0] if amount else 0
