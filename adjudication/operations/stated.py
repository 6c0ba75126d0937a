"""What somebody believes to be issuing, compared with the draft: no figure is taken from hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from adjudication.drafting import called
from adjudication.models import Award, AwardItem, Claim
from law.formulas import NotAFormula, worth_fen
from law.money import yuan
from staff.refusals import ActRefused


@dataclass(frozen=True)
class StatedItem:
    """One line of what the tribunal believes it is issuing."""

    claim: Claim
    awarded_fen: int
    formula: str = ""
    final: bool | None = None


@dataclass(frozen=True)
class StatedAward:
    """Figures stated by hand, checked against the draft; what is not stated is not checked."""

    items: Sequence[StatedItem] = ()
    rejected: Mapping[int, int] = field(default_factory=dict)  # claim pk → fen
    number: str = ""
    total_fen: int | None = None
    advanced_fen: int | None = None
    still_to_pay_fen: int | None = None


def refuse_misstated(award: Award, number: str, stated: StatedAward) -> None:
    """
    Compare what is stated with the draft: claim by claim, the sums, the number.

    Raises:
        ActRefused: V-M5 more than claimed, ARB-27 an item of the other paper, V-M2 another sum,
            V-N1 another number.
    """
    items = {item.claim_id: item for item in award.items.select_related("claim__worker")}
    for row in stated.items:
        if row.awarded_fen > (row.claim.amount_fen or 0):
            raise ActRefused(
                f"{called(row.claim)}写明{yuan(row.awarded_fen)}元，"
                f"超过请求的{yuan(row.claim.amount_fen or 0)}元，不能裁决。",
                source="V-M5",
            )
    for row in stated.items:
        _refuse_item(row, items.get(row.claim.pk), award)
    for pk, fen in stated.rejected.items():
        item = items.get(pk)
        rest = (item.claim.amount_fen or 0) - (item.awarded_fen or 0) if item else 0
        if rest != fen:
            raise ActRefused(f"写明不予支持{yuan(fen)}元，应为{yuan(rest)}元。", source="V-M2")
    named = {row.claim.pk for row in stated.items} | set(stated.rejected)
    left_out = [item for pk, item in items.items() if pk not in named]
    if stated.items and left_out:
        raise ActRefused(
            f"没有写明本文书的全部事项，例如{called(left_out[0].claim)}。", source="V-M2"
        )
    _refuse_sums(award, stated)
    if stated.number and stated.number != number:
        raise ActRefused(f"文号写明{stated.number}，应为{number}。", source="V-N1")


def _refuse_item(row: StatedItem, item: AwardItem | None, award: Award) -> None:
    if item is None or (row.final is not None and row.final != award.final):
        raise ActRefused(
            f"{called(row.claim)}不属于本文书：终局与非终局事项分别制作裁决书，不得混写。",
            source="ARB-27",
        )
    _refuse_formula(row)
    if row.awarded_fen != item.awarded_fen:
        raise ActRefused(
            f"{called(row.claim)}写明{yuan(row.awarded_fen)}元，"
            f"按算式{item.formula or '（不予支持）'}为{yuan(item.awarded_fen or 0)}元。",
            source="V-M2",
        )


def _refuse_sums(award: Award, stated: StatedAward) -> None:
    advanced = sum(item.advanced_fen for item in award.items.all())
    for label, said, due in (
        ("裁决总额", stated.total_fen, total_fen(award)),
        ("周转金已垫付", stated.advanced_fen, advanced),
        ("尚应支付", stated.still_to_pay_fen, still_to_pay_fen(award)),
    ):
        if said is not None and said != due:
            raise ActRefused(f"{label}写明{yuan(said)}元，应为{yuan(due)}元。", source="V-M2")


def _refuse_formula(row: StatedItem) -> None:
    if not row.formula:
        return
    try:
        worth = worth_fen(row.formula)
    except NotAFormula as wrong:
        raise ActRefused(f"{called(row.claim)}的算式不能计算：{wrong}。", source="V-M2") from wrong
    if worth != row.awarded_fen:
        raise ActRefused(
            f"{called(row.claim)}的算式{row.formula}为{yuan(worth)}元，"
            f"写明{yuan(row.awarded_fen)}元。",
            source="V-M2",
        )


def total_fen(award: Award) -> int:
    return sum(fen or 0 for fen in award.items.values_list("awarded_fen", flat=True))


def still_to_pay_fen(award: Award) -> int:
    return sum((i.awarded_fen or 0) - i.advanced_fen - i.paid_fen for i in award.items.all())
