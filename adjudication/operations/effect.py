"""What follows from service: the days to go to court, suits, the certificate of effect, the end."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from adjudication.choices import OPEN, ArbitrationState, AwardKind, AwardState, SuitResult
from adjudication.effect import Effect, Served, effects, rule_for, served
from adjudication.models import Arbitration, Award, AwardSuit, EffectCertificate
from adjudication.operations.performance import start_award_clock
from adjudication.operations.posting import post_award
from adjudication.papers import effect as papers
from adjudication.permissions import can_run_docket
from adjudication.queries import suffix_of
from adjudication.queries.titles import earlier_partials, mark_of_partial
from cases.choices import CaseStatus, CloseOutcome
from cases.models import Case, Party
from cases.operations import end_case, lock_case, meet_deadline, record, require, start_deadline
from cases.queries import parameter
from documents.models import Service
from documents.operations import issue_document
from documents.service.choices import Outcome
from mediation.papers import after
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused

WITH_EFFECT = (AwardKind.FINAL, AwardKind.NON_FINAL, AwardKind.PARTIAL)


def count_remedies(rows: Sequence[Service], *, by: User, on: date) -> None:
    """From the day a party has an award its days to go to court run (ARB-28, ARB-29, ARB-30)."""
    awards = {
        award.document_id: award
        for award in Award.objects.filter(
            document__in={row.document_id for row in rows}, kind__in=WITH_EFFECT
        ).select_related("arbitration__case")
    }
    for row in rows:
        award = awards.get(row.document_id)
        if award is None or row.outcome != Outcome.SERVED or row.served_on is None:
            continue
        start_deadline(
            case=award.arbitration.case,
            rule=rule_for(award.final, row.party),
            event="收到裁决书",
            trigger=row.served_on,
            by=by,
            suffix=clock_of(award, row.party),
        )


def clock_of(award: Award, party: Party) -> str:
    """Return the suffix of a party's days on an award: A13_2.worker_1, or worker_1 alone."""
    partial = award.kind == AwardKind.PARTIAL
    mark = mark_of_partial(earlier_partials(award)) if partial else ""
    return ".".join(filter(None, [suffix_of(award.arbitration), mark, party.key]))


@transaction.atomic
def record_suit(
    *,
    award: Award,
    party: Party,
    court: str,
    filed_on: date,
    by: User,
    on: date,
    worker: Party | None = None,
    annulment: bool = False,
    number: str = "",
) -> AwardSuit:
    """
    登记起诉、申请撤销: by whom, about whose award; it has no effect for them while that stands.

    Raises:
        ActRefused: who may not (an employer sues on a final award, a worker asks to annul), before
            the award was served, after the last day (ARB-28 to ARB-30), twice.
    """
    case, award = _locked(award)
    require(can_run_docket(by, award.arbitration))
    _require_issued(award)
    row = next((r for r in served(award) if r.party.pk == party.pk), None)
    if row is None:
        raise ActRefused(f"{party.name}不是这份裁决书的当事人。", source="V-P1")
    _refuse_wrong_way(award, party, annulment=annulment)
    if row.served_on is None or filed_on < row.served_on:
        raise ActRefused(f"裁决书还没有送达{party.name}，不能登记在此以前的起诉。", source="V-D1")
    if row.expires_on and filed_on > row.expires_on and not row.provisional:
        raise ActRefused(
            f"{party.name}的期限已于{row.expires_on:%Y-%m-%d}届满，{filed_on:%Y-%m-%d}提出的已逾期。",
            source=rule_for(award.final, party),
            suggest="人民法院已经受理的，请按法院文书核对日期后登记。",
        )
    if filed_on > on:
        raise ActRefused("不能登记今天以后的起诉。", source="V-D1")
    if award.suits.filter(party=party, worker=worker, annulment=annulment, result="").exists():
        raise ActRefused(f"{party.name}的起诉已经登记。", source="V-X1")
    suit = AwardSuit(
        award=award,
        party=party,
        worker=worker,
        annulment=annulment,
        on=filed_on,
        court=court.strip(),
        number=number.strip(),
    )
    suit.save()
    word = "申请撤销" if annulment else "起诉"
    record(
        case,
        "record_suit",
        by=by,
        on=on,
        party=party,
        summary=f"{party.name}就裁决{award.number}{word}：{court}",
        facts={
            "arbitration": award.arbitration_id,
            "award": award.pk,
            "annulment": annulment,
            "filed_on": filed_on.isoformat(),
        },
    )
    meet_deadline(
        case=case,
        rule=rule_for(award.final, party),
        on=filed_on,
        by=by,
        suffix=clock_of(award, party),
    )
    return suit


def _refuse_wrong_way(award: Award, party: Party, *, annulment: bool) -> None:
    if annulment and not award.final:
        raise ActRefused("非终局裁决不能申请撤销，不服的应当向人民法院起诉。", source="ARB-30")
    if annulment and party.is_worker:
        raise ActRefused("劳动者不服终局裁决的，可以直接起诉，不申请撤销。", source="ARB-28")
    if award.final and not annulment and not party.is_worker:
        raise ActRefused(
            "用人单位对终局裁决不能起诉，只能向中级人民法院申请撤销。", source="ARB-29"
        )


@transaction.atomic
def record_suit_result(
    *, suit: AwardSuit, result: SuitResult, served_on: date, by: User, on: date
) -> AwardSuit:
    """
    登记法院结果: what the court made of it; an annulled award gives fifteen days to sue (ARB-29).

    Raises:
        ActRefused: it has a result, days out of order, an annulment of what nobody asked to annul.
    """
    case, award = _locked(suit.award)
    require(can_run_docket(by, award.arbitration))
    suit = AwardSuit.objects.select_for_update().get(pk=suit.pk)
    if suit.result:
        raise ActRefused(f"已登记结果“{suit.get_result_display()}”。", source="V-X1")
    if not suit.on <= served_on <= on:
        raise ActRefused("法院文书的送达日期应在起诉以后、今天以前。", source="V-D1")
    if (result == SuitResult.ANNULLED) and not suit.annulment:
        raise ActRefused("只有申请撤销的，才会被裁定撤销。", source="ARB-29")
    suit.result, suit.result_on = result, served_on
    suit.save(update_fields=["result", "result_on"])
    record(
        case,
        "record_suit_result",
        by=by,
        on=on,
        party=suit.party,
        summary=f"{suit}裁决{award.number}：{suit.get_result_display()}",
        facts={"arbitration": award.arbitration_id, "award": award.pk, "result": result},
    )
    if result == SuitResult.ANNULLED:
        start_deadline(
            case=case,
            rule="ARB-29.suit",
            event="收到撤销裁定",
            trigger=served_on,
            by=by,
            suffix=clock_of(award, suit.party),
        )
    return suit


@transaction.atomic
def certify_effectiveness(
    *,
    award: Award,
    by: User,
    on: date,
    court: Body | None = None,
    asked_on: date | None = None,
    nobody_sued: bool = True,
    applicant: Party | None = None,
    worker: Party | None = None,
    stated_on: date | None = None,
) -> EffectCertificate:
    """
    出具生效证明 (A17): for one worker or all for whom the award has effect by now.

    Of a non-final award only after the court was asked; what is owed is now what was awarded.

    Raises:
        ActRefused: A17: not served on somebody, a party may still sue, a suit stands, the court
            was not asked after the last day, or another day of effect was stated.
    """
    case, award = _locked(award)
    arbitration = award.arbitration
    require(can_run_docket(by, arbitration))
    _require_issued(award)
    rows = served(award)
    known = [e for e in effects(award) if worker is None or e.worker.pk == worker.pk]
    _refuse_unserved(rows, known)
    granted = [e for e in known if e.effective_on]
    if not granted:
        raise ActRefused(
            f"裁决书{award.number}有当事人起诉或者已被撤销，不发生法律效力。", source="A17"
        )
    effective_on = max(e.effective_on for e in granted if e.effective_on)
    _refuse_early(award, rows, effective_on, on)
    if stated_on and stated_on != effective_on:
        raise ActRefused(
            f"写明生效日期{stated_on:%Y-%m-%d}，应为{effective_on:%Y-%m-%d}。", source="A17"
        )
    sued = len(granted) < len(known) or (worker is None and not nobody_sued)
    if sued and nobody_sued and worker is None:
        raise ActRefused("已登记有当事人起诉，与“无人起诉”的查询结果不一致。", source="A17")
    if sued and len(granted) == len(known):
        raise ActRefused("法院答复有人起诉，请先登记起诉的当事人。", source="A17")
    _refuse_unasked(award, rows, asked_on if court else None)
    event = record(
        case,
        "certify_effectiveness",
        by=by,
        on=on,
        summary=f"出具裁决{award.number}的生效证明：自{effective_on:%Y-%m-%d}起生效",
        facts={
            "arbitration": arbitration.pk,
            "award": award.pk,
            "effective_on": effective_on.isoformat(),
            "workers": [e.worker.key for e in granted],
        },
    )
    mine = {e.worker.pk for e in granted}
    document = issue_document(
        case=case,
        code="A17",
        fields=papers.certificate(
            award,
            [r for r in rows if not r.party.is_worker or r.party.pk in mine],
            effective_on=effective_on,
            query=(court.name, asked_on) if court and asked_on else None,
            effective_for=[e.worker.name for e in granted] if sued else [],
            recipient=applicant or worker or granted[0].worker,
        ),
        by=by,
        on=on,
        event=event,
        party=worker,
        recipient=(applicant or worker or granted[0].worker).name,
    )
    certificate = EffectCertificate(
        award=award,
        worker=worker,
        effective_on=effective_on,
        court_asked_on=asked_on,
        document=document,
    )
    certificate.save()
    if not award.final:
        if award.effective_on is None:
            award.effective_on = effective_on
            save_with_reason(award, by=by, reason=f"自{effective_on:%Y-%m-%d}起生效")
        post_award(award, event=event, by=by, on=on, workers=[e.worker for e in granted])
    start_award_clock(award, effective_on, by=by)
    return certificate


def _refuse_unserved(rows: Sequence[Served], known: Sequence[Effect]) -> None:
    waiting = sorted({name for e in known for name in e.waits_for})
    missing = waiting or [r.party.name for r in rows if r.served_on is None and _counts(r, known)]
    if missing:
        raise ActRefused(
            f"裁决书还没有送达{'、'.join(missing[:10])}，不能出具生效证明。", source="A17"
        )


def _counts(row: Served, known: Sequence[Effect]) -> bool:
    return not row.party.is_worker or row.party.pk in {e.worker.pk for e in known}


def _refuse_early(award: Award, rows: Sequence[Served], effective_on: date, on: date) -> None:
    if on >= effective_on:
        return
    last = [r.party.name for r in rows if r.expires_on and r.expires_on >= on]
    raise ActRefused(
        f"{'、'.join(last[:5])}在{on:%Y-%m-%d}还可以起诉，"
        f"裁决书{award.number}自{effective_on:%Y-%m-%d}起生效，此前不能出具生效证明。",
        source="A17",
    )


def _refuse_unasked(award: Award, rows: Sequence[Served], asked_on: date | None) -> None:
    if award.final:
        return
    last = max((r.expires_on for r in rows if r.expires_on), default=None)
    if asked_on is None or (last and asked_on <= last):
        raise ActRefused(
            "非终局裁决的生效证明，须在各方起诉期满后向人民法院查询有无起诉。",
            source="A17",
            suggest=f"请在{last + timedelta(days=1):%Y-%m-%d}以后查询。" if last else "",
        )


def _locked(award: Award) -> tuple[Case, Award]:
    case = lock_case(award.arbitration.case)
    award = Award.objects.select_for_update().get(pk=award.pk)
    return case, award


def _require_issued(award: Award) -> None:
    if award.state != AwardState.ISSUED or award.kind not in WITH_EFFECT:
        raise ActRefused("这不是已经作出的裁决书。", source="A17")


@transaction.atomic
def close_arbitration(
    *, arbitration: Arbitration, outcome: CloseOutcome, outstanding_fen: int, by: User, on: date
) -> Arbitration:
    """
    仲裁案卷归档: kept ten years after an award, five otherwise; the case ends with its last file.

    Raises:
        ActRefused: something is still to be decided or an award is without effect and nobody sued
            (D18); the sum differs from the wage account (V-M2).
    """
    case = lock_case(arbitration.case)
    arbitration = Arbitration.objects.select_for_update().get(pk=arbitration.pk)
    require(can_run_docket(by, arbitration))
    if arbitration.state in OPEN:
        raise ActRefused(
            f"仲裁案件现为“{arbitration.get_state_display()}”，不能归档。", source="D18"
        )
    if arbitration.file_closed_on:
        raise ActRefused(
            f"案卷已于{arbitration.file_closed_on:%Y-%m-%d}归档，未重复办理。", source="V-N1"
        )
    by_award = arbitration.state == ArbitrationState.DECIDED
    if by_award != (outcome == CloseOutcome.AWARD_EFFECTIVE):
        raise ActRefused(
            f"仲裁案件{arbitration.get_state_display()}，"
            f"不能以“{CloseOutcome(outcome).label}”归档。",
            source="D18",
        )
    for award in arbitration.awards.filter(state=AwardState.ISSUED, kind__in=WITH_EFFECT):
        if award.effective_on is None and not award.suits.exists():
            raise ActRefused(
                f"裁决书{award.number}尚未生效，不能归档。",
                source="D18",
                suggest="请在各方起诉期满后出具生效证明。",
            )
    arbitration.file_closed_on = on
    save_with_reason(arbitration, by=by, reason="案卷归档")
    retention = "award_file_retention_years" if by_award else "file_retention_years"
    others = case.arbitrations.filter(file_closed_on=None).exclude(pk=arbitration.pk)
    movable = case.status in (CaseStatus.ENDED, CaseStatus.ARBITRATED)
    if movable and not others.exists():
        case = end_case(
            case=case,
            outcome=outcome,
            outstanding_fen=outstanding_fen,
            retention=retention,
            by=by,
            on=on,
        )
        issue_document(
            case=case,
            code="D18",
            fields=after.file_cover(case, on=on, handler=by.name),
            by=by,
            on=on,
            event=case.events.order_by("seq").last(),
        )
        return arbitration
    years = int(parameter(retention, case=case, on=on).value)
    start_deadline(
        case=case,
        rule="ARB-37",
        event="仲裁案卷归档",
        trigger=on,
        by=by,
        amount=years,
        suffix=".".join(filter(None, [suffix_of(arbitration), "arbitration"])),
    )
    record(
        case,
        "close_arbitration",
        by=by,
        on=on,
        summary=f"仲裁案卷{arbitration.number}归档，保存{years}年",
        facts={"arbitration": arbitration.pk, "years": years},
    )
    return arbitration


__all__ = [
    "certify_effectiveness",
    "close_arbitration",
    "count_remedies",
    "record_suit",
    "record_suit_result",
]
