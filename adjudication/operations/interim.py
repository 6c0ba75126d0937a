"""先予执行: part of the wages before the award, sent to the court that enforces it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from adjudication.choices import ArbitrationState, AwardKind, AwardState, ClaimState
from adjudication.drafting import called
from adjudication.models import Arbitration, Award, AwardItem, Claim
from adjudication.operations.awards import monthly_min_wage_fen
from adjudication.operations.issuing import number_of
from adjudication.operations.posting import post_interim
from adjudication.papers import award as papers
from adjudication.papers.award import Interim
from adjudication.permissions import can_preside, can_run_docket
from cases.models import Party
from cases.operations import lock_case, record, require
from documents.contracts.award.interim import INTERIM_KINDS
from documents.models import Document
from documents.operations import issue_document
from documents.service.queries import served_on
from law.formulas import NotAFormula, worth_fen
from law.money import yuan
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class InterimItem:
    """What part of one claim is to be enforced now, by its formula."""

    claim: Claim
    formula: str


@transaction.atomic
def order_interim_enforcement(
    *,
    arbitration: Arbitration,
    items: Sequence[InterimItem],
    why: Interim,
    court: Body,
    by: User,
    on: date,
    debtor: Party | None = None,
    stated_total_fen: int | None = None,
) -> Award:
    """
    裁决先予执行 (A14): on the workers' application, without security (调解仲裁法 44).

    The claims stay to be decided; what is enforced now is taken off the award later as paid.

    Raises:
        ActRefused: ARB-24 for kinds the law does not name, reasons that are missing, or a second
            order on one claim; V-M5 above the claim; V-M2 for a formula or sum that is wrong.
    """
    case = lock_case(arbitration.case)
    arbitration = Arbitration.objects.select_for_update().get(pk=arbitration.pk)
    require(can_preside(by, arbitration), "先予执行由独任仲裁员或者首席仲裁员裁决。")
    if arbitration.state != ArbitrationState.ACCEPTED:
        raise ActRefused(
            f"案件现为“{arbitration.get_state_display()}”，不能裁决先予执行。", source="ARB-24"
        )
    for text, label in (
        (why.request, "先予执行的请求"),
        (why.clear_relation, "权利义务关系明确的理由"),
        (why.hardship, "不先予执行将严重影响生活的理由"),
    ):
        if not text.strip():
            raise ActRefused(f"请写明{label}。", source="ARB-24")
    if not items:
        raise ActRefused("请选择先予执行的请求。", source="ARB-24")
    rows = [_item(row) for row in items]
    total = sum(row.awarded_fen or 0 for row in rows)
    if stated_total_fen is not None and stated_total_fen != total:
        raise ActRefused(
            f"先予执行总额写明{yuan(stated_total_fen)}元，应为{yuan(total)}元。", source="V-M2"
        )
    payer = debtor or arbitration.case.debtor
    if payer is None or not arbitration.respondents.filter(pk=payer.pk).exists():
        payer = arbitration.respondents.order_by("id").first()
    award = Award(
        arbitration=arbitration,
        kind=AwardKind.INTERIM,
        final=False,
        min_wage_fen=monthly_min_wage_fen(case, on),
        pay_within_days=0,
        told={"debtor": payer.pk if payer else None, "liable": [], "rulings": {}},
        drafted_by=by,
    )
    save_with_reason(award, by=by, reason="先予执行")
    for row in rows:
        row.award = award
    AwardItem.objects.bulk_create(rows)
    number = number_of(award)
    event = record(
        case,
        "order_interim_enforcement",
        by=by,
        on=on,
        summary=f"裁决先予执行{yuan(total)}元：{number}",
        facts={"arbitration": arbitration.pk, "award": award.pk, "total_fen": total},
    )
    award.document = issue_document(
        case=case,
        code="A14",
        fields=papers.interim(award, why, number=number, court=court, on=on),
        by=by,
        on=on,
        event=event,
    )
    award.state, award.number, award.made_on = AwardState.ISSUED, number, on
    post_interim(award, event=event, by=by, on=on)
    return save_with_reason(award, by=by, reason=f"裁决先予执行{number}")


def _item(row: InterimItem) -> AwardItem:
    claim = row.claim
    if claim.state != ClaimState.PENDING:
        raise ActRefused(f"{called(claim)}已经处理，不能先予执行。", source="ARB-24")
    if claim.get_kind_display() not in INTERIM_KINDS:
        raise ActRefused(
            f"{called(claim)}（{claim.get_kind_display()}）不在可以先予执行的范围内。",
            source="ARB-24",
        )
    if claim.award_items.filter(award__kind=AwardKind.INTERIM).exists():
        raise ActRefused(f"{called(claim)}已经裁决先予执行。", source="ARB-24")
    try:
        fen = worth_fen(row.formula)
    except NotAFormula as wrong:
        raise ActRefused(f"{called(claim)}的算式不能计算：{wrong}。", source="V-M2") from wrong
    if not 0 < fen <= (claim.amount_fen or 0):
        raise ActRefused(
            f"{called(claim)}先予执行{yuan(fen)}元，"
            f"应大于零且不超过请求的{yuan(claim.amount_fen or 0)}元。",
            source="V-M5",
        )
    return AwardItem(
        claim=claim, awarded_fen=fen, formula=row.formula, opinion="先予执行", final=False
    )


@transaction.atomic
def send_interim_award(
    *,
    award: Award,
    court: Body,
    clues: Sequence[str],
    enclosures: Sequence[str],
    approved_by: User,
    by: User,
    on: date,
) -> Document:
    """
    移送执行 (A14L): the letter to the court, once everybody had the order.

    `enclosures` are what goes along besides the order and its services, as the letter lists them.

    Raises:
        ActRefused: it is no such order, somebody has not had it (V-C1), what must go along is
            missing.
    """
    case = lock_case(award.arbitration.case)
    award = Award.objects.select_related("arbitration", "document").get(pk=award.pk)
    require(can_run_docket(by, award.arbitration))
    if award.kind != AwardKind.INTERIM or award.document is None:
        raise ActRefused("这不是先予执行裁决书。", source="ARB-24")
    told = [*award.arbitration.applicants.all(), *award.arbitration.respondents.all()]
    served = [(party, served_on(award.document, party)) for party in told]
    missing = [party.name for party, day in served if day is None or day > on]
    if missing:
        raise ActRefused(f"先予执行裁决书还没有送达{'、'.join(missing[:10])}。", source="V-C1")
    event = record(
        case,
        "send_interim_award",
        by=by,
        on=on,
        summary=f"先予执行裁决{award.number}移送{court.name}",
        facts={"arbitration": award.arbitration_id, "award": award.pk, "court": court.name},
    )
    return issue_document(
        case=case,
        code="A14L",
        fields=papers.transfer(
            award,
            court=court.name,
            served=[(party, day) for party, day in served if day],
            clues=clues,
            attachments=[
                f"先予执行裁决书1份，共{award.document.pages}页",
                *enclosures,
                f"送达回证{len(served)}份",
            ],
            approved_by=approved_by,
            handler=by,
            on=on,
        ),
        by=by,
        on=on,
        event=event,
        recipient=court.name,
    )
