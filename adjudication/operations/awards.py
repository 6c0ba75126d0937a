"""裁决: drafted from the record into final and non-final papers, and issued as drafted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from adjudication import drafting
from adjudication.choices import ArbitrationState, AwardKind, AwardState, ClaimState
from adjudication.deductions import ADVANCED, PAID, Deduction, deductions
from adjudication.drafting import Facts, Proposed, Ruling
from adjudication.models import Arbitration, Award, AwardItem, AwardVersion, Claim
from adjudication.operations.findings import require_heard
from adjudication.operations.posting import post_award
from adjudication.papers import award as papers
from adjudication.permissions import can_preside, sits
from adjudication.queries import suffix_of
from cases.models import Case, Party
from cases.operations import lock_case, meet_deadline, record, require
from cases.queries import parameter
from documents.operations import issue_document
from law.areas import ParameterUnconfirmed
from law.formulas import NotAFormula, worth_fen
from law.money import yuan
from staff.history import save_with_reason
from staff.models import Body, User
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


@dataclass(frozen=True)
class StatedItem:
    """One line of what the tribunal believes it is issuing."""

    claim: Claim
    awarded_fen: int
    formula: str = ""
    final: bool | None = None


@dataclass(frozen=True)
class Stated:
    """Figures stated by hand, checked against the draft; what is not stated is not checked."""

    items: Sequence[StatedItem] = ()
    rejected: Mapping[int, int] = field(default_factory=dict)  # claim pk → fen
    number: str = ""
    total_fen: int | None = None
    advanced_fen: int | None = None
    still_to_pay_fen: int | None = None


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
    claims = list(_pending(arbitration))
    _refuse_unresolved(Facts.of(arbitration).unresolved(claims))
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
    pending = {claim.pk: claim for claim in _pending(arbitration)}
    chosen = [pending[c.pk] for c in claims if c.pk in pending]
    if len(chosen) != len(claims) or not chosen:
        raise ActRefused("先行裁决的请求已经处理或者不属于本案。", source="ARB-23")
    if len(chosen) == len(pending):
        raise ActRefused(
            "全部请求都要裁决的，不是先行裁决。", source="ARB-23", suggest="请起草裁决书。"
        )
    if not clear_part.strip() or not continuing_part.strip():
        raise ActRefused("请写明已经清楚的部分和继续审理的部分。", source="ARB-23")
    facts = Facts.of(arbitration)
    resting = {e.pk for claim in chosen for e in facts.under(claim)}
    _refuse_unresolved([e for e in facts.unresolved(chosen) if e.pk in resting])
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


def _pending(arbitration: Arbitration) -> Iterable[Claim]:
    claims = arbitration.claims.filter(state=ClaimState.PENDING)
    return claims.select_related("worker").order_by("worker__roster_no", "worker_id", "no")


def _refuse_unresolved(elements: Sequence[Any]) -> None:
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
    """Return what the tribunal ruled, in this draft or the one before."""
    by_pk = {claim.pk: claim for claim in claims}
    found: dict[int, Ruling] = {}
    for award in drafts:
        for pk, kept in award.told.get("rulings", {}).items():
            if int(pk) in by_pk:
                found[int(pk)] = Ruling(claim=by_pk[int(pk)], **kept)
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
        paid_fen=sum(d.amount_fen for d in mine if d.kind == PAID),
    )


def _content(award: Award, facts: Facts, on: date) -> dict[str, Any]:
    items = award.items.select_related("claim__worker")
    awarded = [(item.claim, item.awarded_fen or 0) for item in items]
    return drafting.content(award, facts, deductions(award.arbitration, awarded, on=on))


def _keep_version(award: Award, facts: Facts, *, on: date, by: User) -> str:
    stated = _content(award, facts, on)
    digest = drafting.digest(stated)
    AwardVersion.objects.get_or_create(
        award=award, digest=digest, defaults={"content": stated, "on": on, "by": by}
    )
    return digest


@transaction.atomic
def issue_award(
    *,
    award: Award,
    by: User,
    on: date,
    stated: Stated | None = None,
    late_reason: str = "",
    dissenting: Sequence[User] = (),
    basic_court: Body | None = None,
) -> Award:
    """
    作出裁决: issue the draft exactly as it stands; a final one has effect from this day.

    Raises:
        ActRefused: it has been issued or waits for its countersignature; it, the record or the
            wage accounts changed since it was drafted; a sentence without a source (ARB-33); after
            the limit without a reason (ARB-19); stated figures that differ (V-M2, V-M5, ARB-27).
    """
    case = lock_case(award.arbitration.case)
    award = Award.objects.select_for_update().select_related("arbitration").get(pk=award.pk)
    arbitration = Arbitration.objects.select_for_update().get(pk=award.arbitration_id)
    award.arbitration = arbitration
    require(can_preside(by, arbitration), "裁决由独任仲裁员或者首席仲裁员作出。")
    _refuse_issued(award)
    require_heard(arbitration)
    _refuse_uncountersigned(award)
    facts = Facts.of(arbitration)
    if award.kind in OF_ALL:
        _refuse_unresolved(facts.unresolved(list(_pending(arbitration))))
    if loose := drafting.unsourced(award):
        raise ActRefused(f"裁决理由中的“{loose[0]}”没有来源。", source="ARB-33")
    number = number_of(award)
    _refuse_misstated(award, number, stated or Stated())
    _refuse_changed(award, facts, on=on)
    late_reason = _late(arbitration, late_reason, on=on)
    event = record(
        case,
        "issue_award",
        by=by,
        on=on,
        summary=f"作出{award.get_kind_display()}{number}",
        facts={
            "arbitration": arbitration.pk,
            "award": award.pk,
            "kind": award.kind,
            "number": number,
            "digest": award.digest,
            "total_fen": total_fen(award),
            "late_reason": late_reason,
        },
    )
    fields = papers.award(
        award,
        number=number,
        on=on,
        late_reason=late_reason,
        dissenting={user.pk for user in dissenting},
        basic_court=basic_court,
    )
    award.document = issue_document(
        case=case, code=award.kind, fields=fields, by=by, on=on, event=event
    )
    award.state, award.number, award.made_on = AwardState.ISSUED, number, on
    if award.final:
        award.effective_on = on
    save_with_reason(award, by=by, reason=f"作出裁决{number}")
    claims = Claim.objects.filter(award_items__award=award)
    for claim in claims:
        claim.state = ClaimState.DECIDED
        save_with_reason(claim, by=by, reason=f"裁决{number}")
    if award.final:
        post_award(award, event=event, by=by, on=on)
    if not arbitration.claims.filter(state=ClaimState.PENDING).exists():
        _decided(arbitration, by=by, on=on)
    return award


def _refuse_issued(award: Award) -> None:
    if award.state == AwardState.ISSUED:
        last = award.history.select_related("history_user").first()
        who = last.history_user.name if last and last.history_user else "他人"
        raise ActRefused(
            f"裁决书{award.number}已由{who}于{award.made_on:%Y-%m-%d}作出，未重复办理。",
            source="V-N1",
        )


def _refuse_uncountersigned(award: Award) -> None:
    """Who asked for a second pair of eyes waits for them, on exactly this text."""
    if award.state == AwardState.RETURNED:
        raise ActRefused("裁决书已被退回修改，请改后重新送签。", source="ARB-33")
    if award.state != AwardState.REVIEW:
        return
    if not award.countersigns.filter(approved=True, digest=award.digest).exists():
        raise ActRefused("裁决书正在会签，会签同意后才能作出。", source="ARB-33")


def _refuse_changed(award: Award, facts: Facts, *, on: date) -> None:
    """What is issued is what was drafted: the record, the accounts and the minimum wage too."""
    wage_fen = monthly_min_wage_fen(award.arbitration.case, on)
    now = _content(award, facts, on)
    now["月最低工资标准"] = yuan(wage_fen)
    if drafting.digest(now) == award.digest:
        return
    kept = award.versions.filter(digest=award.digest).first()
    found = drafting.changes(kept.content, now) if kept else []
    what = f"（{found[0].where}：{found[0].before or '无'}→{found[0].after or '无'}）" if found else ""
    raise ActRefused(
        f"起草以后内容有变动{what}，不能按原稿作出裁决。",
        source="V-M2",
        suggest="请重新起草，核对后再作出。",
    )


def _refuse_misstated(award: Award, number: str, stated: Stated) -> None:
    """Compare what the tribunal believes it issues with the draft, claim by claim."""
    items = {item.claim_id: item for item in award.items.select_related("claim__worker")}
    for row in stated.items:
        called = drafting.called(row.claim)
        if row.awarded_fen > (row.claim.amount_fen or 0):
            raise ActRefused(
                f"{called}写明{yuan(row.awarded_fen)}元，"
                f"超过请求的{yuan(row.claim.amount_fen or 0)}元，不能裁决。",
                source="V-M5",
            )
    for row in stated.items:
        item, called = items.get(row.claim.pk), drafting.called(row.claim)
        if item is None or (row.final is not None and row.final != award.final):
            raise ActRefused(
                f"{called}不属于本文书：终局与非终局事项分别制作裁决书，不得混写。", source="ARB-27"
            )
        _refuse_formula(row, called)
        if row.awarded_fen != item.awarded_fen:
            raise ActRefused(
                f"{called}写明{yuan(row.awarded_fen)}元，"
                f"按算式{item.formula or '（不予支持）'}为{yuan(item.awarded_fen or 0)}元。",
                source="V-M2",
            )
    for pk, fen in stated.rejected.items():
        item = items.get(pk)
        rest = (item.claim.amount_fen or 0) - (item.awarded_fen or 0) if item else 0
        if rest != fen:
            raise ActRefused(
                f"写明不予支持{yuan(fen)}元，应为{yuan(rest)}元。", source="V-M2"
            )
    if stated.items and {row.claim.pk for row in stated.items} | set(stated.rejected) != set(items):
        missing = [drafting.called(i.claim) for pk, i in items.items() if pk not in stated.rejected]
        raise ActRefused(f"没有写明本文书的全部事项，例如{missing[0]}。", source="V-M2")
    sums = (
        ("裁决总额", stated.total_fen, total_fen(award)),
        ("周转金已垫付", stated.advanced_fen, sum(i.advanced_fen for i in items.values())),
        ("尚应支付", stated.still_to_pay_fen, still_to_pay_fen(award)),
    )
    for label, said, due in sums:
        if said is not None and said != due:
            raise ActRefused(f"{label}写明{yuan(said)}元，应为{yuan(due)}元。", source="V-M2")
    if stated.number and stated.number != number:
        raise ActRefused(f"文号写明{stated.number}，应为{number}。", source="V-N1")


def _refuse_formula(row: StatedItem, called: str) -> None:
    if not row.formula:
        return
    try:
        worth = worth_fen(row.formula)
    except NotAFormula as wrong:
        raise ActRefused(f"{called}的算式不能计算：{wrong}。", source="V-M2") from wrong
    if worth != row.awarded_fen:
        raise ActRefused(
            f"{called}的算式{row.formula}为{yuan(worth)}元，写明{yuan(row.awarded_fen)}元。",
            source="V-M2",
        )


def _late(arbitration: Arbitration, reason: str, *, on: date) -> str:
    limit = papers.limit_on(arbitration, on=on)
    if limit and on > limit and not reason.strip():
        raise ActRefused(
            f"已超过审限（{limit:%Y-%m-%d}），作出裁决须写明超期的原因。",
            source="ARB-19",
            suggest="案情复杂的，应在审限届满前报批延期。",
        )
    return reason.strip() if limit and on > limit else ""


def number_of(award: Award) -> str:
    """Return the award's number: the case's own, or with -1, -2 in order of issue."""
    arbitration = award.arbitration
    others = arbitration.awards.exclude(pk=award.pk)
    issued = others.filter(state=AwardState.ISSUED).count()
    alone = not issued and (award.kind in OF_ALL and not others.filter(kind__in=OF_ALL).exists())
    if alone:
        return arbitration.number
    return f"{arbitration.number.removesuffix('号')}-{issued + 1}号"


def total_fen(award: Award) -> int:
    return sum(award.items.exclude(awarded_fen=None).values_list("awarded_fen", flat=True))


def still_to_pay_fen(award: Award) -> int:
    return sum(
        (i.awarded_fen or 0) - i.advanced_fen - i.paid_fen for i in award.items.all()
    )


def _decided(arbitration: Arbitration, *, by: User, on: date) -> None:
    arbitration.state, arbitration.ended_on = ArbitrationState.DECIDED, on
    save_with_reason(arbitration, by=by, reason="全部请求已裁决")
    for rule in ("ARB-19", "SUM-10"):
        meet_deadline(
            case=arbitration.case, rule=rule, on=on, by=by, suffix=suffix_of(arbitration)
        )


def issue_partial_award(
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
    stated: Stated | None = None,
    late_reason: str = "",
    basic_court: Body | None = None,
) -> Award:
    """先行裁决: draft and issue the part whose facts are clear in one act (A13)."""
    with transaction.atomic():
        award = draft_partial_award(
            arbitration=arbitration,
            claims=claims,
            clear_part=clear_part,
            continuing_part=continuing_part,
            pay_within_days=pay_within_days,
            rulings=rulings,
            debtor=debtor,
            liable=liable,
            words=words,
            by=by,
            on=on,
        )
        return issue_award(
            award=award,
            stated=stated,
            late_reason=late_reason,
            basic_court=basic_court,
            by=by,
            on=on,
        )


__all__ = [
    "Liable",
    "Stated",
    "StatedItem",
    "Words",
    "draft_awards",
    "draft_partial_award",
    "issue_award",
    "issue_partial_award",
    "number_of",
    "still_to_pay_fen",
    "total_fen",
]
