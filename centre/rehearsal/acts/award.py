"""The tribunal from the findings to the effective award."""

from typing import Any

from adjudication import operations as do
from adjudication.choices import AwardKind, AwardState, ClaimState
from adjudication.models import Arbitration, Award, Claim
from adjudication.operations import CorrectedSum, Liable, Ruling, StatedAward, StatedItem
from adjudication.papers.award import Interim
from adjudication.queries import panel
from cases.choices import CloseOutcome
from centre.rehearsal.acts.arbitration import arbitration_of, arbitrator_of, clerk_of
from centre.rehearsal.acts.intake import calculation
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import evidence_of, listed
from centre.rehearsal.reading import Act, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from documents.contracts.award.decisions import CORRECTIONS
from staff.models import User
from staff.refusals import ActRefused

CLERICAL = CORRECTIONS[0]
CORRECTED = dict(zip(("clerical", "miscalculated", "left_out"), CORRECTIONS, strict=True))
FOUND_BECAUSE = "仲裁庭综合双方的陈述和在案证据认定。"
WITHHELD = "ARB-39"
# How a payer of the format answers besides the debtor, as an award says it.
MODES = {
    "substitute_payment": "总包先行清偿",
    "capped_advance": "建设单位限额垫付",
    "illegal_subcontract": "违法发包分包清偿",
    "lent_licence": "出借资质清偿",
    "liable_party": "出资人清偿",
    "joint": "连带清偿",
}


@act
def issue_award(stage: Stage, step: Act):
    """Issue what `draft_award` left standing where the act says `drafted`, else draft it first."""
    data, arbitration = step.data, arbitration_of(stage, step)
    by = arbitrator_of(stage, step)
    _refuse_other_signers(stage, arbitration, data)
    items = items_of(stage, arbitration, step)
    if not data.get("drafted"):
        drafted(stage, step, arbitration, items)
    award = open_draft(arbitration, data["document"])
    if award is None:
        raise ActRefused(f"没有应由{data['document']}裁决的事项。", source="ARB-27")
    return do.issue_award(
        award=award,
        stated=_stated(stage, arbitration, step, items),
        late_reason=data.get("late_reason") or "",
        dissenting=[stage.person(key) for key in listed(data.get("dissenting"))],
        by=by,
        on=step.on,
    )


def open_draft(arbitration: Arbitration, kind: str) -> Award | None:
    return arbitration.awards.filter(kind=kind).exclude(state=AwardState.ISSUED).last()


def drafted(
    stage: Stage, step: Act, arbitration: Arbitration, items: list[tuple[Claim, dict]]
) -> list[Award]:
    """Find what is still open of the elements, and draft what is left of the case."""
    by = arbitrator_of(stage, step)
    _find(stage, arbitration, step, by)
    payer, liable = _payers(stage, step.data)
    return do.draft_awards(
        arbitration=arbitration,
        rulings=_rulings(stage, arbitration, step, items),
        pay_within_days=_days(step.data),
        debtor=payer,
        liable=liable,
        by=by,
        on=step.on,
    )


@act
def issue_partial_award(stage: Stage, step: Act):
    data, arbitration = step.data, arbitration_of(stage, step)
    by = arbitrator_of(stage, step)
    _refuse_other_signers(stage, arbitration, data)
    items = items_of(stage, arbitration, step)
    claims = [claim for claim, _ in items]
    _find(stage, arbitration, step, by, only={code for c in claims for code in c.elements})
    payer, liable = _payers(stage, data)
    continuing = data.get("continuing") or "其余请求继续审理。"
    if not isinstance(continuing, str):
        rest = arbitration.claims.filter(state=ClaimState.PENDING).exclude(
            pk__in=[c.pk for c in claims]
        )
        named = list(dict.fromkeys(rest.values_list("what", flat=True)))
        continuing = f"{'、'.join(named)}等请求继续审理。"
    return do.issue_partial_award(
        arbitration=arbitration,
        claims=claims,
        clear_part=data.get("clear_part") or "该部分请求所依的事实已经清楚。",
        continuing_part=continuing,
        rulings=[_ruling(claim, row) for claim, row in items],
        pay_within_days=_days(data),
        debtor=payer,
        liable=liable,
        stated=_stated(stage, arbitration, step, items),
        late_reason=data.get("late_reason") or "",
        by=by,
        on=step.on,
    )


def _days(data: dict) -> int:
    within = data.get("pay_within") or {"amount": 15}
    return int(within["amount"] if isinstance(within, dict) else within)


def _payers(stage: Stage, data: dict):
    """Return who pays, and who answers besides; the first named is the debtor."""
    rows = [row if isinstance(row, dict) else {"party": row} for row in listed(data.get("payers"))]
    if not rows:
        return None, []
    first, *others = rows
    liable = [
        Liable(
            stage.party(row["party"]),
            MODES.get(row.get("liability", "joint"), "连带清偿"),
            money(row["cap"]) if row.get("cap") else None,
        )
        for row in others
    ]
    return stage.party(first["party"]), liable


def _refuse_other_signers(stage: Stage, arbitration: Arbitration, data: dict) -> None:
    """An award is signed by those who sit, and sealed by the commission."""
    if data.get("sealed_by", "arb") != "arb":
        raise ActRefused("裁决书应当加盖仲裁委员会印章。", source="ARB-33")
    named = data.get("signed_by")
    if named is None:
        return
    signing = {stage.person(key).name for key in listed(named)}
    signing |= {stage.person(key).name for key in listed(data.get("dissenting"))}
    sitting = {seat.user.name for seat in panel(arbitration)}
    if signing != sitting:
        raise ActRefused(
            f"裁决书由{'、'.join(sorted(sitting))}签名，写明的是{'、'.join(sorted(signing))}。",
            source="V-S1",
        )


def _find(
    stage: Stage, arbitration: Arbitration, step: Act, by: User, only: set[str] | None = None
) -> None:
    """The format states the findings in its table of elements: they are made with the award."""
    known = (stage.scenario.get("elements") or {}).get("disputed") or []
    for element in arbitration.elements.prefetch_related("evidence").order_by("id"):
        if element.settled_value or (only is not None and element.code not in only):
            continue
        if not (element.applicant_value or element.respondent_value):
            continue
        row = next(
            (
                r
                for r in known
                if r["element"] == element.code
                and r.get("label", element.label) == element.label
                and (not r.get("worker") or element.worker_id == stage.worker(r["worker"]).pk)
            ),
            None,
        )
        if row is None or row.get("found") in (None, ""):
            continue  # nobody has settled it: the award is refused, which names it
        evidence = [e for e in element.evidence.all() if e.submitted]
        do.find_element(
            element=element,
            found=_words(row["found"]),
            finding=row.get("finding") or row.get("reason") or FOUND_BECAUSE,
            evidence=evidence,
            article=row.get("article") or ("" if evidence else WITHHELD),
            by=by,
            on=step.on,
        )


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['from']}至{value['to']}"
    return str(value)


# Claims, as the format counts them


def claim_of(stage: Stage, arbitration: Arbitration, row: dict) -> Claim:
    """Return the claim a row means: by number, and by worker where it names one."""
    filed = [a for a in stage.scenario.acts if a.name == "file_arbitration"]
    counted: dict[int, int] = {}
    worker = stage.worker(row["worker"]).pk if row.get("worker") else None
    for act_ in filed:
        default = arbitration.applicants.order_by("roster_no", "id").first()
        for line in act_.data["claims"]:
            owner = stage.worker(line["worker"]).pk if line.get("worker") else default.pk
            counted[owner] = counted.get(owner, 0) + 1
            if line["claim"] == row["claim"] and worker in (None, owner):
                found = arbitration.claims.filter(worker=owner, no=counted[owner]).first()
                if found:
                    return found
        counted = {}
    raise ScenarioFault(f"没有第{row['claim']}项仲裁请求。")


def items_of(stage: Stage, arbitration: Arbitration, step: Act) -> list[tuple[Claim, dict]]:
    """Return the claims an act decides; a bare number takes its figures from the file's table."""
    table = {row["no"]: row for row in stage.scenario.get("claims") or [] if "no" in row}
    found = []
    for row in step.data["items"]:
        if not isinstance(row, dict):
            row = {"claim": row, **{k: v for k, v in table[row].items() if k != "final"}}
        found.append((claim_of(stage, arbitration, row), row))
    return found


def _ruling(claim: Claim, row: dict) -> Ruling:
    why = row.get("finality_reason") or row.get("override_reason") or ""
    formula = calculation(str(row["formula"])) if row.get("formula") else None
    if formula is None and row.get("awarded") is not None and not money(row["awarded"]):
        formula = ""
    return Ruling(
        claim=claim,
        formula=formula,
        opinion=row.get("opinion") or "",
        article=row.get("article") or "",
        order=row.get("order") or "",
        final=bool(row["final"]) if why and "final" in row else None,
        why=why,
    )


def _rulings(
    stage: Stage, arbitration: Arbitration, step: Act, items: list[tuple[Claim, dict]]
) -> list[Ruling]:
    """
    Return what is decided on every claim that is left: by this act, else by a later one.

    Final and other items are drafted together; the other paper's figures stand in its own act.
    """
    rulings: dict[int, Ruling] = {}
    later = [a for a in stage.scenario.acts if a.name in ("issue_award", "draft_award")]
    for other in later:
        for claim, row in items_of(stage, arbitration, other):
            rulings[claim.pk] = _ruling(claim, row)
        for row in other.data.get("rejected") or []:
            claim = claim_of(stage, arbitration, row)
            if claim.pk not in rulings and money(row["amount"]) == (claim.amount_fen or 0):
                rulings[claim.pk] = Ruling(claim, formula="")
    for claim, row in items:
        if isinstance(row, dict) and row.get("formula"):
            rulings[claim.pk] = _ruling(claim, row)
    pending = set(arbitration.claims.filter(state=ClaimState.PENDING).values_list("pk", flat=True))
    return [ruling for pk, ruling in rulings.items() if pk in pending]


def _stated(
    stage: Stage, arbitration: Arbitration, step: Act, items: list[tuple[Claim, dict]]
) -> StatedAward:
    data = step.data
    return StatedAward(
        items=[
            StatedItem(
                claim=claim,
                awarded_fen=money(row["awarded"]) if row.get("awarded") is not None else 0,
                formula=calculation(str(row["formula"])) if row.get("formula") else "",
                final=bool(row["final"]) if "final" in row else None,
            )
            for claim, row in items
        ],
        rejected={
            claim_of(stage, arbitration, row).pk: money(row["amount"])
            for row in data.get("rejected") or []
        },
        number=data.get("number") or "",
        total_fen=_optional(data, "total"),
        advanced_fen=_optional(data, "advanced_total"),
        still_to_pay_fen=_optional(data, "still_to_pay"),
    )


def _optional(data: dict, name: str) -> int | None:
    return money(data[name]) if data.get(name) is not None else None


# What follows


def award_of(stage: Stage, arbitration: Arbitration, code: str) -> Award:
    """Return the award a code or a number names; of several the last."""
    issued = arbitration.awards.filter(state=AwardState.ISSUED).order_by("id")
    award = issued.filter(kind=code).last() or issued.filter(number=code).last()
    if award is None:
        raise ScenarioFault(f"没有作出{code}。")
    return award


@act
def certify_effectiveness(stage: Stage, step: Act):
    data, arbitration = step.data, arbitration_of(stage, step)
    query = data.get("suit_query") or {}
    return do.certify_effectiveness(
        award=award_of(stage, arbitration, data["award"]),
        court=stage.bodies.get(query.get("court", "")),
        asked_on=day(query["asked_on"]) if query.get("asked_on") else None,
        nobody_sued=query.get("result", "no_suit") == "no_suit",
        worker=stage.worker(data["worker"]) if data.get("worker") else None,
        stated_on=day(data["effective_on"]) if data.get("effective_on") else None,
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def order_interim_enforcement(stage: Stage, step: Act):
    data, arbitration = step.data, arbitration_of(stage, step)
    rows = listed(data["claims"])
    items = []
    for row in rows:
        row = row if isinstance(row, dict) else {"claim": row}
        claim = claim_of(stage, arbitration, row)
        formula = row.get("formula") or (row.get("amount") and f"{row['amount']}元") or ""
        items.append(do.InterimItem(claim, calculation(str(formula)) or claim.formula))
    court = stage.bodies.get(data.get("court", "court"))
    if court is None:
        raise ScenarioFault("没有执行先予执行裁决的法院。")
    hardship = data.get("hardship") or _hardship(stage, data)
    return do.order_interim_enforcement(
        arbitration=arbitration,
        items=items,
        why=Interim(
            applied_on=day(data["applied_on"]) if data.get("applied_on") else step.on,
            request=data.get("request") or "请求先予执行拖欠的劳动报酬。",
            clear_relation=data.get("clear_relation")
            or "双方对劳动关系和拖欠的事实没有争议，权利义务关系明确。",
            hardship=hardship,
        ),
        court=court,
        stated_total_fen=_optional(data, "total"),
        by=arbitrator_of(stage, step),
        on=step.on,
    )


def _hardship(stage: Stage, data: dict) -> str:
    """Say what shows the hardship; without evidence there is nothing to say."""
    numbers = listed(data.get("hardship_evidence") or data.get("evidence"))
    names = [piece.name for piece in evidence_of(stage, numbers)]
    names += [word for word in numbers if isinstance(word, str)]
    return f"{'、'.join(names)}证明不先予执行将严重影响申请人的生活。" if names else ""


@act
def correct_award(stage: Stage, step: Act):
    data, arbitration = step.data, arbitration_of(stage, step)
    rows = listed(data.get("corrections")) or [data]
    award = award_of(stage, arbitration, data.get("award") or _last_code(arbitration))
    return do.correct_award(
        award=award,
        corrections=[
            do.Correction(
                place=row.get("place") or "裁决书",
                original=str(row.get("original") or row.get("original_words") or ""),
                corrected=str(row.get("corrected") or row.get("corrected_words") or ""),
                kind=CORRECTED.get(row.get("kind", ""), row.get("kind") or CLERICAL),
            )
            for row in rows
        ],
        sums=[_corrected_sum(stage, award, row) for row in listed(data.get("sums"))],
        by=arbitrator_of(stage, step),
        on=step.on,
    )


def _corrected_sum(stage: Stage, award: Award, row: dict) -> CorrectedSum:
    """Return an item of the award by its claim, with the formula that should have stood there."""
    claim = claim_of(stage, award.arbitration, row)
    item = award.items.filter(claim=claim).first()
    if item is None:
        raise ScenarioFault(f"裁决书没有裁决第{row['claim']}项请求。")
    return CorrectedSum(item, calculation(str(row["formula"])))


def _last_code(arbitration: Arbitration) -> str:
    last = arbitration.awards.filter(state=AwardState.ISSUED).order_by("id").last()
    return last.kind if last else AwardKind.FINAL


def close_arbitration_file(stage: Stage, step: Act):
    """The file of the tribunal, when an act of closing means it."""
    return do.close_arbitration(
        arbitration=arbitration_of(stage, step),
        outcome=CloseOutcome(step.data["outcome"]),
        outstanding_fen=money(step.data["outstanding"]),
        by=clerk_of(stage, step),
        on=step.on,
    )


__all__ = [
    "award_of",
    "claim_of",
    "close_arbitration_file",
    "drafted",
    "items_of",
    "open_draft",
]
