"""申请仲裁: after a mediation that failed or was not performed, or directly; and what crosses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from adjudication.choices import OPEN, ClaimKind, Origin
from adjudication.models import Arbitration, Claim, Element, SiblingGroup
from adjudication.operations.records import issue, note, start
from adjudication.papers import filing as papers
from adjudication.permissions import can_file
from adjudication.queries import COLLECTIVE_FROM, commission
from cases.choices import CaseStatus, ProceduralPlace
from cases.models import Case, Evidence, Party
from cases.operations import lock_case, move_case, require, require_open
from cases.queries import wage_accounts
from documents.contracts.checks import REPRESENTATIVES_MAX, REPRESENTATIVES_MIN
from documents.contracts.tribunal.elements import ELEMENTS
from documents.models import Document
from law.formulas import NotAFormula, worth_fen
from law.money import yuan
from mediation.choices import Fact
from mediation.models import UndisputedFact
from mediation.papers.blocks import basis_of, crew_text
from mediation.queries import agreement_outstanding_fen, current_agreement, settled_workers
from staff.history import bulk_create_with_reason, save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused

# What both sides confirmed in mediation → the element it settles.
ELEMENT_OF = {
    Fact.EMPLOYING_ENTITY: "E1",
    Fact.PERIOD: "E2",
    Fact.POST: "E5",
    Fact.WAGE_RATE: "E6",
    Fact.DUE: "E9",
    Fact.ATTENDANCE: "E16",
    Fact.ALREADY_PAID: "E16",
    Fact.PAYER: "E16",
}


@dataclass(frozen=True)
class Claimed:
    """One claim of one worker; `formula` reckons the amount, of a status claim both are empty."""

    worker: Party
    kind: ClaimKind
    what: str
    amount_fen: int | None = None
    formula: str = ""
    elements: Sequence[str] = ()
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True)
class Stated:
    """What the applicants say to one element, of all or of one worker; with evidence numbers."""

    code: str
    value: str
    label: str = ""
    unit: str = ""
    worker: Party | None = None
    evidence: Sequence[int] = ()


def wage_claims(case: Case, workers: Iterable[Party]) -> list[Claimed]:
    """Return the wages owed to each worker by the account of the case, with their reckoning."""
    wanted = {w.pk for w in workers}
    crew = case.parties.filter(pk__in=wanted).prefetch_related("wage_items__entries")
    known = {w.pk: w for w in crew}
    found = []
    for account in wage_accounts(case):
        if account.worker.pk not in wanted or account.outstanding_fen <= 0:
            continue
        worker = known[account.worker.pk]
        items = list(worker.wage_items.all())
        found.append(
            Claimed(
                worker=worker,
                kind=ClaimKind.WAGES,
                what="劳动报酬",
                amount_fen=account.outstanding_fen,
                formula=_reckoned(worker, account.gross_fen, account.outstanding_fen),
                elements=("E6", "E9"),
                period_from=min(i.period_from for i in items),
                period_to=max(i.period_to for i in items),
            )
        )
    return found


def _reckoned(worker: Party, gross: int, owed: int) -> str:
    """Say how the sum owed is found: the wage by its formula, less what was paid."""
    basis = basis_of(worker)
    try:
        plain = basis if worth_fen(basis) == gross and len(basis) <= 150 else ""
    except NotAFormula:
        plain = ""
    shown = plain or f"{yuan(gross)}元"
    return shown if owed == gross else f"{shown}－{yuan(gross - owed)}元"


@transaction.atomic
def file_arbitration(
    *,
    case: Case,
    origin: Origin,
    applicants: Sequence[Party],
    respondents: Sequence[Party],
    claims: Sequence[Claimed],
    by: User,
    on: date,
    elements: Sequence[Stated] = (),
    third_parties: Sequence[Party] = (),
    representatives: Sequence[Party] | None = None,
    facts: str = "",
    cause: str = "",
    evidence: Sequence[Evidence] = (),
    witnesses: Sequence[Mapping[str, str]] = (),
    copies: int | None = None,
    employment_ended_on: date | None = None,
    payment_directive: Mapping[str, str] | None = None,
    oral: bool = False,
    recorder: User | None = None,
    before: Body | None = None,
    siblings: SiblingGroup | None = None,
) -> Arbitration:
    """
    申请仲裁: take the application with its claims and elements, make A01, start ARB-06 and ARB-07.

    Of the mediation only the facts both sides confirmed come along (with D11 as their lock), the
    wage claims, addresses and evidence; limitation is no matter here: it is a defence (ARB-02).

    Raises:
        ActRefused: mediation still runs (MED-18) or nothing is owed on the agreement (D12); the
            workers have settled (V-X1) or have the same case pending (ARB-41); a sum is not what
            its formula says (V-M2); what A01 checks.
    """
    case = lock_case(case)
    require(can_file(by, case))
    require_open(case)
    tribunal = before or commission()
    if tribunal is None:
        raise ActRefused(
            "尚未登记仲裁委员会。", source="ARB-01", suggest="请管理员在“机构”中登记。"
        )
    if not applicants or not respondents or not claims:
        raise ActRefused("请写明申请人、被申请人和仲裁请求。", source="ARB-06")
    people = {p.pk for p in applicants}
    _may_come(case, origin, applicants)
    _not_pending(case, tribunal, applicants, respondents)
    check_sums(claims, people)
    arbitration = Arbitration(
        case=case,
        commission=tribunal,
        siblings=siblings,
        origin=origin,
        cause=cause.strip() or cause_of(claims),
        facts=facts.strip() or case.facts,
        filed_on=on,
        received_on=on,
    )
    save_with_reason(arbitration, by=by, reason="申请仲裁")
    arbitration.applicants.set(applicants)
    arbitration.respondents.set(respondents)
    arbitration.third_parties.set(third_parties)
    arbitration.representatives.set(_representing(case, applicants, representatives))
    _place(case, respondents, third_parties, applicants, by=by)
    _keep_claims(arbitration, claims, by=by)
    _keep_elements(arbitration, elements, by=by)
    _carry_facts(arbitration, by=by)
    if origin == Origin.DIRECT and case.status in (CaseStatus.FILED, CaseStatus.DECLINED):
        case = move_case(case, "arbitrate", by=by, reason="不经调解申请仲裁")
        arbitration.case = case
    event = note(
        arbitration,
        "file_arbitration",
        by=by,
        on=on,
        party=applicants[0] if len(applicants) == 1 else None,
        summary=f"{crew_text(applicants)}申请仲裁（{Origin(origin).label}），请求"
        f"{yuan(sum(c.amount_fen or 0 for c in claims))}元",
        facts={"origin": origin, "claims": len(claims), "limitation_interrupted": True},
    )
    fields = papers.application(
        arbitration,
        evidence=evidence,
        witnesses=witnesses,
        copies=len(respondents) + 1 if copies is None else copies,
        employment_ended_on=employment_ended_on,
        directive=payment_directive,
        oral=oral,
        recorder=recorder.name if recorder else "",
        on=on,
    )
    issue(arbitration, "A01", fields, event=event, by=by, on=on, recipient=tribunal.name)
    for rule in ("ARB-06", "ARB-07"):
        start(arbitration, rule, event="收到仲裁申请", trigger=on, by=by)
    return arbitration


def _may_come(case: Case, origin: Origin, applicants: Sequence[Party]) -> None:
    settled = settled_workers(case)
    if origin == Origin.BREACH:
        agreement = current_agreement(case)
        if agreement is None or agreement.effective_on is None:
            raise ActRefused("没有生效的调解协议，不能以未履行协议申请仲裁。", source="D12")
        if agreement_outstanding_fen(agreement) <= 0:
            raise ActRefused("调解协议已经履行完毕。", source="D12")
        return
    agreed = [p.name for p in applicants if p.pk in settled]
    if agreed:
        raise ActRefused(
            f"{'、'.join(agreed[:10])}已在调解协议中，不能就同一请求申请仲裁。",
            source="V-X1",
            suggest="协议没有履行的，来源选“调解协议未履行”。",
        )
    if origin == Origin.MEDIATION and not case.terminations.exists():
        raise ActRefused("调解还没有终止，请先终止调解（D13），再申请仲裁。", source="MED-18")
    if origin == Origin.DIRECT and case.status == CaseStatus.ACCEPTED:
        raise ActRefused(
            "本案正在调解。", source="MED-18", suggest="不愿继续调解的，先终止调解，再申请仲裁。"
        )


def _not_pending(
    case: Case, tribunal: Body, applicants: Sequence[Party], respondents: Sequence[Party]
) -> None:
    pending = Arbitration.objects.filter(
        case=case,
        commission=tribunal,
        state__in=OPEN,
        applicants__in=[p.pk for p in applicants],
        respondents__in=[p.pk for p in respondents],
    )
    if found := pending.first():
        raise ActRefused(
            f"同一申请人对同一被申请人的仲裁（{found}）还没有结案，不能重复申请。",
            source="ARB-41",
            suggest="要增加请求的，在原案举证期限内变更仲裁请求。",
        )


def check_sums(claims: Sequence[Claimed], people: set[int]) -> None:
    """Refuse a sum that is typed: it is what its formula says."""
    for place, claim in enumerate(claims, 1):
        if claim.worker.pk not in people:
            raise ActRefused(f"第{place}项请求的{claim.worker.name}不是申请人。", source="ARB-06")
        if claim.kind == ClaimKind.LABOUR_RELATION:
            continue
        if claim.amount_fen is None or not claim.formula.strip():
            raise ActRefused(
                f"请写明第{place}项请求“{claim.what}”的金额和计算方式。", source="V-M2"
            )
        try:
            worth = worth_fen(claim.formula)
        except NotAFormula as fault:
            raise ActRefused(
                f"第{place}项请求的计算方式不能复算：{fault}。", source="V-M2"
            ) from fault
        if worth != claim.amount_fen:
            raise ActRefused(
                f"第{place}项请求按算式应为{yuan(worth)}元，写的是{yuan(claim.amount_fen)}元。",
                source="V-M2",
            )


def cause_of(claims: Iterable[Claimed]) -> str:
    """Return 追索劳动报酬、经济补偿, the kinds in the order they are claimed."""
    kinds = list(dict.fromkeys(ClaimKind(c.kind).label for c in claims))
    status = ClaimKind.LABOUR_RELATION.label
    money = [kind for kind in kinds if kind != status]
    asked = f"追索{'、'.join(money)}" if money else ""
    return "、".join(filter(None, [status if status in kinds else "", asked]))[:200]


def _representing(
    case: Case, applicants: Sequence[Party], named: Sequence[Party] | None
) -> list[Party]:
    """The representatives elected for the arbitration: of ten or more, three to five (COL-02)."""
    if named is None:
        election = case.elections.filter(before="arb").order_by("-id").first()
        chosen = set(election.representatives.values_list("pk", flat=True)) if election else set()
        found = [p for p in applicants if p.pk in chosen]
    else:
        found = list(named)
    if not found:
        return []
    strangers = {p.pk for p in found} - {p.pk for p in applicants}
    if strangers or len(applicants) < COLLECTIVE_FROM:
        raise ActRefused("十人以上有共同请求的，才从申请人中推举代表。", source="COL-02")
    if not REPRESENTATIVES_MIN <= len(found) <= REPRESENTATIVES_MAX:
        raise ActRefused(f"代表人应为三至五名，现为{len(found)}名。", source="COL-02")
    return found


def _place(
    case: Case,
    respondents: Sequence[Party],
    third_parties: Sequence[Party],
    applicants: Sequence[Party],
    *,
    by: User,
) -> None:
    """Give those who had no place in the case yet the one they have before the commission."""
    for place, parties in (
        (ProceduralPlace.APPLICANT, applicants),
        (ProceduralPlace.RESPONDENT, respondents),
        (ProceduralPlace.THIRD_PARTY, third_parties),
    ):
        fresh = [p.pk for p in parties if p.place == ProceduralPlace.NONE]
        for party in Party.objects.filter(pk__in=fresh):
            party.place = place
            save_with_reason(party, by=by, reason=f"仲裁{place.label}")


def _keep_claims(arbitration: Arbitration, claims: Sequence[Claimed], *, by: User) -> None:
    counted: dict[int, int] = {}
    rows = []
    for claim in claims:
        no = counted[claim.worker.pk] = counted.get(claim.worker.pk, 0) + 1
        rows.append(
            Claim(
                arbitration=arbitration,
                worker=claim.worker,
                no=no,
                kind=claim.kind,
                what=claim.what.strip().rstrip("。；，"),
                period_from=claim.period_from,
                period_to=claim.period_to,
                amount_fen=claim.amount_fen,
                formula=claim.formula,
                elements=list(claim.elements),
            )
        )
    bulk_create_with_reason(Claim, rows, by=by, reason="申请仲裁")


def _keep_elements(arbitration: Arbitration, stated: Sequence[Stated], *, by: User) -> None:
    unknown = [s.code for s in stated if s.code not in ELEMENTS]
    if unknown:
        raise ActRefused(f"没有编号为{unknown[0]}的要素。", source="SUM-05")
    rows = bulk_create_with_reason(
        Element,
        [
            Element(
                arbitration=arbitration,
                worker=s.worker,
                code=s.code,
                label=s.label or ELEMENTS[s.code],
                unit=s.unit,
                applicant_value=s.value,
            )
            for s in stated
        ],
        by=by,
        reason="申请仲裁",
    )
    link_evidence(arbitration.case, zip(rows, (s.evidence for s in stated), strict=True))


def link_evidence(case: Case, pairs: Iterable[tuple[Element, Sequence[int]]]) -> None:
    """Tie elements to the evidence of these numbers, in a fixed number of queries."""
    known = dict(case.evidence.filter(submitted=True).values_list("no", "pk"))
    link = Element.evidence.through
    rows = []
    for element, numbers in pairs:
        missing = [no for no in numbers if no not in known]
        if missing:
            raise ActRefused(f"没有编号为{missing[0]}的证据。", source="V-C1")
        rows += [link(element_id=element.pk, evidence_id=known[no]) for no in numbers]
    link.objects.bulk_create(rows, ignore_conflicts=True)


def _carry_facts(arbitration: Arbitration, *, by: User) -> None:
    """Copy what both sides confirmed: agreed, and locked by the paper that proves it (MED-21)."""
    paper = Document.objects.current().filter(case=arbitration.case, code="D11").last()
    if paper is None:
        return
    stated = {e.code: e for e in arbitration.elements.filter(worker=None) if e.code != "E16"}
    facts = UndisputedFact.objects.filter(case=arbitration.case, superseded=False).order_by("id")
    for fact in facts:
        code = ELEMENT_OF[Fact(fact.fact)]
        label = Fact(fact.fact).label
        element = stated.get(code) or Element(arbitration=arbitration, code=code, label=label)
        element.applicant_value = element.respondent_value = fact.content[:300]
        element.unit = ""
        element.agreed, element.locked_by = True, paper
        save_with_reason(element, by=by, reason="双方在调解中共同确认的无争议事实")
        element.evidence.set(fact.evidence.all())
