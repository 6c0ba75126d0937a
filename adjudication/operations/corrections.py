"""
补正: a paper of its own, read with the award; what was decided stays what it was.

Slips of the pen change no sum. An error of arithmetic does: the right formula rests on all that
was found, and the sum follows from it (办案规则 54).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from django.db import transaction

from adjudication import drafting
from adjudication.choices import AwardState, Matter
from adjudication.drafting import Facts
from adjudication.models import Award, AwardItem, Decision, ItemCorrection
from adjudication.operations.posting import repost_award
from adjudication.papers import decisions as papers
from adjudication.permissions import can_preside
from cases.operations import lock_case, record, require
from documents import store
from documents.contracts.award.decisions import CORRECTIONS
from documents.operations import issue_document
from law.finality import finality
from law.formulas import NotAFormula, facts_named, tie, worth_fen
from law.money import yuan
from staff.models import User
from staff.refusals import ActRefused

CLERICAL, MISCALCULATED, LEFT_OUT = CORRECTIONS
_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"</w:p>")


@dataclass(frozen=True)
class Correction:
    """Words of the award and what they should read; `place` says where they stand."""

    place: str
    original: str
    corrected: str
    kind: str = CLERICAL


@dataclass(frozen=True)
class CorrectedSum:
    """An item whose arithmetic was wrong, with the formula that should have stood there."""

    item: AwardItem
    formula: str


@transaction.atomic
def correct_award(
    *,
    award: Award,
    corrections: Sequence[Correction],
    by: User,
    on: date,
    sums: Sequence[CorrectedSum] = (),
) -> Decision:
    """
    补正决定 (A15): word for word, with the sums that were miscalculated.

    The items of the award stay as printed; what they come to read with the correction is kept
    beside them, and what is owed follows it.

    Raises:
        ActRefused: A15: the award is not issued, the words do not stand in it or read the same; a
            slip would change a sum; a right formula leaves out what was found, exceeds the claim
            (V-M5), changes nothing, or would move the item to the other finality (ARB-26).
    """
    case = lock_case(award.arbitration.case)
    award = Award.objects.select_related("arbitration", "document").get(pk=award.pk)
    require(can_preside(by, award.arbitration), "补正由作出裁决的仲裁员决定。")
    if award.state != AwardState.ISSUED or award.document is None:
        raise ActRefused("裁决书尚未作出，直接修改草稿即可。", source="A15")
    if not corrections:
        raise ActRefused("请写明补正的内容。", source="A15")
    printed = text_of(store.get(award.document.docx))
    known = _printed_sums(award)
    for row in corrections:
        _check(row, printed, known)
    changed = [_recalculated(award, row) for row in sums]
    _match(corrections, changed)
    event = record(
        case,
        "correct_award",
        by=by,
        on=on,
        summary=f"补正裁决{award.number}：{'；'.join(r.place for r in corrections)}",
        facts={
            "arbitration": award.arbitration_id,
            "award": award.pk,
            "document": award.document_id,
            "corrections": [[r.original, r.corrected] for r in corrections],
            "sums": [[c.item.claim_id, c.before_fen, c.after_fen] for c in changed],
        },
    )
    document = issue_document(
        case=case,
        code="A15",
        fields=papers.correction(award, corrections, changed, on=on),
        by=by,
        on=on,
        event=event,
    )
    decision = Decision(
        arbitration=award.arbitration,
        matter=Matter.CORRECTION,
        reason="；".join(f"{r.original}→{r.corrected}" for r in corrections)[:400],
        decided_on=on,
        document=document,
        by=by,
    )
    decision.save()
    for row in changed:
        row.decision = decision
    ItemCorrection.objects.bulk_create(changed)
    if changed:
        repost_award(award, [row.item for row in changed], event=event, by=by, on=on)
    return decision


def _recalculated(award: Award, row: CorrectedSum) -> ItemCorrection:
    """Return what an item comes to by its right formula, which rests on all that was found."""
    item = award.items.select_related("claim__worker", "award").get(pk=row.item.pk)
    claim, before = item.claim, item.standing_fen
    who = drafting.called(claim)
    if before is None:
        raise ActRefused(f"{who}没有裁决金额。", source="A15")
    try:
        after = worth_fen(row.formula)
    except NotAFormula as wrong:
        raise ActRefused(f"{who}的算式不能计算：{wrong}。", source="V-M2") from wrong
    settled = drafting.values(Facts.of(award.arbitration).under(claim))
    lost = set(facts_named(tie(item.formula, settled))) - set(
        facts_named(tie(row.formula, settled))
    )
    if lost:
        raise ActRefused(
            f"{who}的正确算式没有用认定的{'、'.join(sorted(lost))}：补正不得改变认定的事实。",
            source="A15",
        )
    if after == before:
        raise ActRefused(f"{who}按这个算式仍为{yuan(before)}元，没有补正。", source="A15")
    if not 0 <= after <= (claim.amount_fen or 0):
        raise ActRefused(
            f"{who}补正为{yuan(after)}元，超过请求的{yuan(claim.amount_fen or 0)}元。",
            source="V-M5",
        )
    found = finality(
        claim.get_kind_display(),
        after,
        award.min_wage_fen,
        status_claimed=drafting.status_claimed(award.arbitration),
    )
    if found.final != item.final and not item.override_reason:
        raise ActRefused(
            f"{who}补正为{yuan(after)}元后，终局与非终局的类型会改变，不能用补正处理。",
            source="ARB-26",
        )
    return ItemCorrection(
        item=item, before_fen=before, after_fen=after, formula=row.formula.strip()
    )


def _match(rows: Sequence[Correction], changed: Sequence[ItemCorrection]) -> None:
    """Every miscalculated place says the sum that stood there and the right one, and no other."""
    wrong = [row for row in rows if row.kind == MISCALCULATED]
    if wrong and not changed:
        raise ActRefused("计算错误的，请选择是哪一项的数额并写正确的算式。", source="A15")
    if len({row.item.pk for row in changed}) < len(changed):
        raise ActRefused("同一项的数额只补正一次。", source="A15")
    for row in changed:
        before, after = yuan(row.before_fen), yuan(row.after_fen)
        if not any(before in _plain(r.original) and after in _plain(r.corrected) for r in wrong):
            raise ActRefused(
                f"{drafting.called(row.item.claim)}由{before}元补正为{after}元，"
                f"请在一处“计算错误”写明原文中的{before}和补正后的{after}。",
                source="A15",
            )


def _check(row: Correction, printed: str, sums: set[str]) -> None:
    if not row.place.strip() or not row.corrected.strip():
        raise ActRefused("请写明补正的位置和补正后的文字。", source="A15")
    if row.original == row.corrected:
        raise ActRefused(f"“{row.place}”补正前后文字相同。", source="A15")
    if row.kind == LEFT_OUT:
        if row.original.strip():
            raise ActRefused("遗漏的事项没有原文，不填原文。", source="A15")
        return
    if not row.original.strip() or row.original not in printed:
        raise ActRefused(f"裁决书中没有“{row.original}”这些文字，请按原文逐字填写。", source="A15")
    if row.kind == MISCALCULATED:
        return
    for amount in sums:
        if (amount in _plain(row.original)) != (amount in _plain(row.corrected)):
            raise ActRefused(
                f"“{row.place}”会改变裁决的数额{amount}元：补正不得改变裁决结果。",
                source="A15",
                suggest="数额计算有误的，按“计算错误”补正并写明正确的算式。",
            )


def _plain(text: str) -> str:
    """Return text with its sums as they stand without separators: 4,855.17 is 4855.17."""
    return text.replace(",", "").replace("，", "")


def _printed_sums(award: Award) -> set[str]:
    context = award.document.context if award.document else {}
    found = {
        context[name]["digits"] for name in ("awarded_total", "still_to_pay") if name in context
    }
    for claim in context.get("claims", []):
        if claim["awarded"]:
            found.add(claim["awarded"]["digits"])
    return found - {"0.00"}


def text_of(docx: bytes) -> str:
    """Return the words of a paper, paragraph by paragraph."""
    with ZipFile(BytesIO(docx)) as package:
        xml = package.read("word/document.xml").decode()
    body = _TAG.sub("", _PARAGRAPH.sub("\n", xml))
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        body = body.replace(entity, sign)
    return body
