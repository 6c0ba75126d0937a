"""起草裁决书: what is left of the case, decided claim by claim and split by finality."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from adjudication import drafting
from adjudication.choices import AwardKind, AwardState, ClaimState
from adjudication.deductions import ADVANCED, Deduction, deductions
from adjudication.drafting import Facts, Proposed, Ruling
from adjudication.models import (
    Arbitration,
    Award,
    AwardItem,
    AwardVersion,
    Claim,
    ClaimRuling,
)
from adjudication.operations.findings import require_heard
from adjudication.permissions import sits
from cases.models import Case, Party
from cases.operations import lock_case, record, require
from cases.queries import parameter
from law.areas import ParameterUnconfirmed
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

OF_ALL = (AwardKind.FINAL, AwardKind.NON_FINAL)
"""The two papers that together decide what is left of a case."""


@dataclass(frozen=True)
class Liable:
    """Who answers besides the debtor, how (documents.contracts.award.awards), up to what sum."""

    party: Party
    mode: str
    cap_fen: int | None = None


@dataclass(frozen=True)
class Words:
    """What the tribunal writes itself; "" leaves it to the record."""

    applicant_case: str = ""
    respondent_case: str = ""
    third_party_case: str = ""
    facts: str = ""
    clear_part: str = ""
    continuing_part: str = ""

    def as_data(self) -> dict[str, str]:
        return {name: text.strip() for name, text in vars(self).items() if text.strip()}


@transaction.atomic
def draft_awards(
    *,
    arbitration: Arbitration,
    pay_within_days: int,
    by: User,
    on: date,
    rulings: Sequence[Ruling] = (),
    debtor: Party | None = None,
    liable: Sequence[Liable] = (),
    words: Words | None = None,
) -> list[Award]:
    """
    起草裁决书: what is left of the case, its final and its non-final items each in a paper.

    A claim without a ruling is decided by its own formula with what was found; what the tribunal
    ruled in an earlier draft stands until it rules again.

    Raises:
        ActRefused: an element nobody settled (ARB-33), a draft that is being countersigned, no
            confirmed minimum wage (ARB-26), a sum above the claim (V-M5) or that cannot be
            reckoned (V-M2), a departure from the law's finality without its reason (V-F1).
    """
    case, arbitration = _locked(arbitration, by)
    claims = list(pending(arbitration))
    refuse_unresolved(Facts.of(arbitration).unresolved(claims))
    return _draft(
        case,
        arbitration,
        claims,
        kinds={True: AwardKind.FINAL, False: AwardKind.NON_FINAL},
        rulings=rulings,
        pay_within_days=pay_within_days,
        debtor=debtor,
        liable=liable,
        words=words,
        by=by,
        on=on,
    )


@transaction.atomic
def draft_partial_award(
    *,
    arbitration: Arbitration,
    claims: Sequence[Claim],
    clear_part: str,
    continuing_part: str,
    pay_within_days: int,
    by: User,
    on: date,
    rulings: Sequence[Ruling] = (),
    debtor: Party | None = None,
    liable: Sequence[Liable] = (),
    words: Words | None = None,
) -> Award:
    """
    起草先行裁决书: some claims whose facts are clear; the others go on (办案规则 49).

    Raises:
        ActRefused: nothing would go on, an element these claims rest on is open (ARB-23), final
            and non-final claims together (ARB-27); what `draft_awards` raises.
    """
    case, arbitration = _locked(arbitration, by)
    open_claims = {claim.pk: claim for claim in pending(arbitration)}
    chosen = [open_claims[c.pk] for c in claims if c.pk in open_claims]
    if len(chosen) != len(claims) or not chosen:
        raise ActRefused("先行裁决的请求已经处理或者不属于本案。", source="ARB-23")
    if len(chosen) == len(open_claims):
        raise ActRefused(
            "全部请求都要裁决的，不是先行裁决。", source="ARB-23", suggest="请起草裁决书。"
        )
    if not clear_part.strip() or not continuing_part.strip():
        raise ActRefused("请写明已经清楚的部分和继续审理的部分。", source="ARB-23")
    facts = Facts.of(arbitration)
    resting = {e.pk for claim in chosen for e in facts.under(claim)}
    refuse_unresolved([e for e in facts.unresolved(chosen) if e.pk in resting])
    given = {**(words or Words()).as_data()}
    drafted = _draft(
        case,
        arbitration,
        chosen,
        kinds={True: AwardKind.PARTIAL, False: AwardKind.PARTIAL},
        rulings=rulings,
        pay_within_days=pay_within_days,
        debtor=debtor,
        liable=liable,
        words=Words(**given | {"clear_part": clear_part, "continuing_part": continuing_part}),
        by=by,
        on=on,
    )
    return drafted[0]


def _locked(arbitration: Arbitration, by: User) -> tuple[Case, Arbitration]:
    case = lock_case(arbitration.case)
    arbitration = Arbitration.objects.select_for_update().get(pk=arbitration.pk)
    require(sits(by, arbitration), "只有本案仲裁员可以起草裁决书。")
    require_heard(arbitration)
    return case, arbitration


def pending(arbitration: Arbitration) -> Iterable[Claim]:
    claims = arbitration.claims.filter(state=ClaimState.PENDING)
    return claims.select_related("worker").order_by("worker__roster_no", "worker_id", "no")


def refuse_unresolved(elements: Sequence[Any]) -> None:
    if elements:
        names = "、".join(f"{e.code}“{e.label}”" for e in elements[:10])
        raise ActRefused(
            f"要素{names}尚未认定，不能起草裁决书。",
            source="ARB-33",
            suggest="请先逐项认定并写明依据。",
        )


def _draft(
    case: Case,
    arbitration: Arbitration,
    claims: Sequence[Claim],
    *,
    kinds: Mapping[bool, AwardKind],
    rulings: Sequence[Ruling],
    pay_within_days: int,
    debtor: Party | None,
    liable: Sequence[Liable],
    words: Words | None,
    by: User,
    on: date,
) -> list[Award]:
    """Decide each claim and put it into the open draft of its kind; what is empty is dropped."""
    if not claims:
        raise ActRefused("本案没有待裁决的请求。", source="ARB-33")
    if pay_within_days < 1:
        raise ActRefused("支付期限的日数应大于零。", source="V-D2")
    open_drafts = _open_drafts(arbitration, set(kinds.values()))
    wage_fen = monthly_min_wage_fen(case, on)
    given = _rulings(open_drafts.values(), rulings, claims)
    facts, status = Facts.of(arbitration), drafting.status_claimed(arbitration)
    proposed = [
        drafting.propose(
            claim, facts, given.get(claim.pk), monthly_min_wage_fen=wage_fen, status_claimed=status
        )
        for claim in claims
    ]
    by_kind: dict[AwardKind, list[Proposed]] = {}
    for row in proposed:
        by_kind.setdefault(kinds[row.final], []).append(row)
    told = _told(arbitration, given, debtor, liable, words)
    awarded = [(row.claim, row.awarded_fen or 0) for row in proposed]
    taken_off = deductions(arbitration, awarded, on=on)
    drafted = []
    for kind, rows in by_kind.items():
        _refuse_mixed(rows)
        award = open_drafts.pop(kind, None) or Award(
            arbitration=arbitration, kind=kind, drafted_by=by
        )
        award.final, award.min_wage_fen = rows[0].final, wage_fen
        award.pay_within_days, award.state = pay_within_days, AwardState.DRAFT
        pks = {row.claim.pk for row in rows}
        award.told = told | {"rulings": {k: v for k, v in told["rulings"].items() if int(k) in pks}}
        award.reasoning = {str(r.claim.pk): [s.as_data() for s in r.sentences] for r in rows}
        save_with_reason(award, by=by, reason="起草")
        award.items.all().delete()
        AwardItem.objects.bulk_create(_item(award, row, taken_off) for row in rows)
        award.digest = _keep_version(award, facts, on=on, by=by)
        drafted.append(save_with_reason(award, by=by, reason=f"草稿{award.digest[:8]}"))
    for empty in open_drafts.values():
        empty.items.all().delete()
        empty.countersigns.all().delete()
        empty.delete()
    record(
        case,
        "draft_awards",
        by=by,
        on=on,
        summary="起草" + "、".join(a.get_kind_display() for a in drafted),
        facts={"arbitration": arbitration.pk, "awards": [a.pk for a in drafted]},
    )
    return drafted


def _open_drafts(arbitration: Arbitration, kinds: set[AwardKind]) -> dict[AwardKind, Award]:
    rows = arbitration.awards.exclude(state=AwardState.ISSUED).filter(kind__in=kinds)
    found = {AwardKind(award.kind): award for award in rows.select_for_update()}
    for award in found.values():
        if award.state == AwardState.REVIEW:
            raise ActRefused(
                f"《{award.get_kind_display()}》正在会签，不能改动。",
                source="ARB-33",
                suggest="请会签人退回后再改。",
            )
    return found


def monthly_min_wage_fen(case: Case, on: date) -> int:
    """Return the minimum wage in force on the day of the award; 待核定 stops the award."""
    try:
        return int(parameter("monthly_min_wage", case=case, on=on).value)
    except ParameterUnconfirmed as unconfirmed:
        raise ActRefused(
            "月最低工资标准待核定，不能判断是否终局。",
            source="ARB-26",
            suggest="请中心主任或者管理员在“参数”页核定现行标准。",
        ) from unconfirmed


def _rulings(
    drafts: Iterable[Award], rulings: Sequence[Ruling], claims: Sequence[Claim]
) -> dict[int, Ruling]:
    """Return what the tribunal ruled: now, else as kept of the claim, else in the draft before."""
    by_pk = {claim.pk: claim for claim in claims}
    found: dict[int, Ruling] = {}
    for award in drafts:
        for pk, kept in award.told.get("rulings", {}).items():
            if int(pk) in by_pk:
                found[int(pk)] = Ruling(claim=by_pk[int(pk)], **kept)
    for row in ClaimRuling.objects.filter(claim__in=by_pk).select_related("claim__worker"):
        found[row.claim_id] = Ruling.kept(row)
    for ruling in rulings:
        if ruling.claim.pk not in by_pk:
            raise ActRefused(
                f"{drafting.called(ruling.claim)}已经处理，不能再裁决。", source="V-X1"
            )
        found[ruling.claim.pk] = ruling
    return found


def _told(
    arbitration: Arbitration,
    rulings: Mapping[int, Ruling],
    debtor: Party | None,
    liable: Sequence[Liable],
    words: Words | None,
) -> dict[str, Any]:
    respondents = list(arbitration.respondents.order_by("id"))
    payer = debtor or next(
        (p for p in respondents if p.pk == arbitration.case.debtor_id), respondents[0]
    )
    if payer.pk not in {p.pk for p in respondents}:
        raise ActRefused(f"“{payer.name}”不是本案被申请人，不能裁决其支付。", source="V-P1")
    return {
        **(words or Words()).as_data(),
        "debtor": payer.pk,
        "liable": [
            {"party": row.party.pk, "mode": row.mode, "cap_fen": row.cap_fen} for row in liable
        ],
        "rulings": {
            str(pk): {name: value for name, value in vars(r).items() if name != "claim"}
            for pk, r in rulings.items()
        },
    }


def _refuse_mixed(rows: Sequence[Proposed]) -> None:
    if len({row.final for row in rows}) > 1:
        raise ActRefused(
            "终局与非终局的请求不能写进同一份裁决书。",
            source="ARB-27",
            suggest="请分别先行裁决。",
        )


def _item(award: Award, row: Proposed, taken_off: Iterable[Deduction]) -> AwardItem:
    mine = [d for d in taken_off if d.claim_id == row.claim.pk]
    return AwardItem(
        award=award,
        claim=row.claim,
        awarded_fen=row.awarded_fen,
        formula=row.formula,
        order=row.order,
        opinion=row.opinion,
        final=row.final,
        override_reason=row.override_reason,
        advanced_fen=sum(d.amount_fen for d in mine if d.kind == ADVANCED),
        paid_fen=sum(d.amount_fen for d in mine if d.kind != ADVANCED),
    )


def content_of(award: Award, facts: Facts, on: date) -> dict[str, Any]:
    items = award.items.select_related("claim__worker")
    awarded = [(item.claim, item.awarded_fen or 0) for item in items]
    return drafting.content(award, facts, deductions(award.arbitration, awarded, on=on))


def _keep_version(award: Award, facts: Facts, *, on: date, by: User) -> str:
    stated = content_of(award, facts, on)
    digest = drafting.digest(stated)
    AwardVersion.objects.get_or_create(
        award=award, digest=digest, defaults={"content": stated, "on": on, "by": by}
    )
    return digest
