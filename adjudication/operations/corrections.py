"""补正: a paper of its own, read with the award; what was decided stays what it was."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from django.db import transaction

from adjudication.choices import AwardState, Matter
from adjudication.models import Award, Decision
from adjudication.papers import decisions as papers
from adjudication.permissions import can_preside
from cases.operations import lock_case, record, require
from documents import store
from documents.contracts.award.decisions import CORRECTIONS
from documents.operations import issue_document
from staff.models import User
from staff.refusals import ActRefused

CLERICAL = CORRECTIONS[0]
_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"</w:p>")


@dataclass(frozen=True)
class Correction:
    """Words of the award and what they should read; `place` says where they stand."""

    place: str
    original: str
    corrected: str
    kind: str = CLERICAL


@transaction.atomic
def correct_award(
    *, award: Award, corrections: Sequence[Correction], by: User, on: date
) -> Decision:
    """
    补正决定 (A15): slips of the pen, word for word.

    Sums are corrected only in their wording: a correction never changes what was decided, so the
    items of the award stay as they are.

    Raises:
        ActRefused: A15: the award is not issued, the words do not stand in it or read the same, or
            the correction would change an awarded sum.
    """
    case = lock_case(award.arbitration.case)
    award = Award.objects.select_related("arbitration", "document").get(pk=award.pk)
    require(can_preside(by, award.arbitration), "补正由作出裁决的仲裁员决定。")
    if award.state != AwardState.ISSUED or award.document is None:
        raise ActRefused("裁决书尚未作出，直接修改草稿即可。", source="A15")
    if not corrections:
        raise ActRefused("请写明补正的内容。", source="A15")
    printed = text_of(store.get(award.document.docx))
    sums = _printed_sums(award)
    for row in corrections:
        _check(row, printed, sums)
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
        },
    )
    document = issue_document(
        case=case,
        code="A15",
        fields=papers.correction(award, corrections, on=on),
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
    return decision


def _check(row: Correction, printed: str, sums: set[str]) -> None:
    if not row.place.strip() or not row.corrected.strip():
        raise ActRefused("请写明补正的位置和补正后的文字。", source="A15")
    if row.original == row.corrected:
        raise ActRefused(f"“{row.place}”补正前后文字相同。", source="A15")
    if row.kind != CLERICAL:
        raise ActRefused(
            "补正决定书只用于文字笔误；计算错误或者遗漏会改变裁决的数额，不能用补正处理。",
            source="A15",
        )
    if not row.original.strip() or row.original not in printed:
        raise ActRefused(f"裁决书中没有“{row.original}”这些文字，请按原文逐字填写。", source="A15")
    for amount in sums:
        if (amount in row.original) != (amount in row.corrected):
            raise ActRefused(
                f"“{row.place}”会改变裁决的数额{amount}元：补正不得改变裁决结果。", source="A15"
            )


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
