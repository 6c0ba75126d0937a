"""本委意见: what the tribunal makes of a claim, kept before the award is drafted."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from adjudication import drafting
from adjudication.choices import AwardState, ClaimState, RulingBasis
from adjudication.drafting import Facts, Ruling
from adjudication.models import Arbitration, Claim, ClaimRuling
from adjudication.operations.awards import OF_ALL, monthly_min_wage_fen, refuse_unresolved
from adjudication.operations.findings import require_heard
from adjudication.permissions import sits
from cases.operations import lock_case, record, require
from law.statutes import all_articles
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def rule_on_claims(
    *,
    claims: Sequence[Claim],
    by: User,
    on: date,
    basis: RulingBasis = RulingBasis.CLAIM,
    formula: str = "",
    opinion: str = "",
    article: str = "",
    order: str = "",
    final: bool | None = None,
    why: str = "",
) -> list[ClaimRuling]:
    """
    写明裁决意见: the same of one claim or of the like claims of several workers of one case.

    It is worked out at once, as the draft will be, so that what cannot be awarded is said here.

    Raises:
        ActRefused: not heard (ARB-33), decided already (V-X1), an element it rests on is open, a
            draft that is being countersigned; what `drafting.propose` raises.
    """
    if not claims:
        raise ActRefused("请选择请求。", source="ARB-33")
    case = lock_case(claims[0].arbitration.case)
    arbitration = Arbitration.objects.select_for_update().get(pk=claims[0].arbitration_id)
    require(sits(by, arbitration), "只有本案仲裁员可以写裁决意见。")
    require_heard(arbitration)
    _refuse_closed(arbitration, claims)
    if article and article not in {row.id for row in all_articles()}:
        raise ActRefused(f"规则一览中没有“{article}”这一条。", source="V-L1")
    if basis == RulingBasis.OWN and not formula.strip():
        raise ActRefused("请写明另写的算式。", source="V-M2")
    facts, status = Facts.of(arbitration), drafting.status_claimed(arbitration)
    open_elements = {e.pk: e for e in facts.unresolved(claims)}
    wage_fen = monthly_min_wage_fen(case, on)
    kept = {row.claim_id: row for row in ClaimRuling.objects.filter(claim__in=claims)}
    rows = []
    for claim in claims:
        resting = [e for e in facts.under(claim) if e.pk in open_elements]
        refuse_unresolved(resting)
        row = kept.get(claim.pk) or ClaimRuling(claim=claim)
        row.basis = basis
        row.formula = formula.strip() if basis == RulingBasis.OWN else ""
        row.opinion, row.article, row.order = opinion.strip(), article, order.strip()
        row.final, row.why = final, why.strip() if final is not None else ""
        row.by, row.on = by, on
        drafting.propose(
            claim,
            facts,
            Ruling.kept(row),
            monthly_min_wage_fen=wage_fen,
            status_claimed=status,
        )
        rows.append(save_with_reason(row, by=by, reason="裁决意见"))
    record(
        case,
        "rule_on_claims",
        by=by,
        on=on,
        summary=f"写明{len(rows)}项请求的裁决意见",
        facts={"arbitration": arbitration.pk, "claims": [c.pk for c in claims]},
        private=True,
    )
    return rows


def _refuse_closed(arbitration: Arbitration, claims: Sequence[Claim]) -> None:
    for claim in claims:
        if claim.arbitration_id != arbitration.pk or claim.state != ClaimState.PENDING:
            raise ActRefused(f"{drafting.called(claim)}已经处理，不能再裁决。", source="V-X1")
    if arbitration.awards.filter(kind__in=OF_ALL, state=AwardState.REVIEW).exists():
        raise ActRefused(
            "裁决书正在会签，不能改动。", source="ARB-33", suggest="请会签人退回后再改。"
        )
