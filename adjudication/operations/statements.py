"""
仲裁调解书 (A19): settled before the tribunal, for all applicants or for some of them.

It binds when everybody in it has signed for it; until then either side may go back on it and the
case goes on to the award (调解仲裁法 42). It is served into the hand only (SUM-04).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from adjudication.choices import (
    ArbitrationState,
    ClaimState,
    HandedOver,
    StatementState,
)
from adjudication.models import (
    Arbitration,
    Claim,
    Hearing,
    Statement,
    StatementRow,
    StatementSignature,
)
from adjudication.operations.ends import end_if_nothing_is_left
from adjudication.operations.posting import post_statement
from adjudication.operations.records import begin, issue, note, start
from adjudication.operations.replies import capacity_of
from adjudication.papers import settlement
from adjudication.permissions import can_conduct, can_preside
from adjudication.queries.titles import clock_of_statement
from cases.choices import AuthorityScope
from cases.models import Party
from documents.operations import void_document
from law.money import yuan
from staff.history import bulk_update_with_reason, save_with_reason
from staff.models import User
from staff.refusals import ActRefused

# A case that was transferred or dismissed has no statement to wait for.
GOES_ON = (ArbitrationState.ACCEPTED, ArbitrationState.SUSPENDED)


@transaction.atomic
def settle_in_arbitration(
    *,
    arbitration: Arbitration,
    amounts: Mapping[Party, int],
    days: Sequence[tuple[date, Decimal]],
    payers: Sequence[Party],
    agreed_through: Mapping[Party, str],
    by: User,
    on: date,
    other_terms: Sequence[str] = (),
    hearing: Hearing | None = None,
) -> Statement:
    """
    制作仲裁调解书: who settles for how much, paid by whom on which days; the rest go on.

    `agreed_through` names who agreed for each worker and respondent in it.

    Raises:
        ActRefused: somebody has nothing pending (ARB-32), gets more than they asked for (V-M5), did
            not agree or through an agent without special authority (V-P2); days out of order or
            shares that do not make the whole; what A19 checks.
    """
    arbitration = begin(arbitration, can_preside, by, ArbitrationState.ACCEPTED)
    claims = _pending(arbitration, amounts)
    _payable(arbitration, days, payers, on=on)
    bound = [*amounts, *arbitration.respondents.order_by("id")]
    for party in bound:
        _agreed(party, agreed_through.get(party, ""), on=on)
    claimed: dict[int, int] = {}
    for claim in claims:
        claimed[claim.worker_id] = claimed.get(claim.worker_id, 0) + (claim.amount_fen or 0)
    sums = [
        (worker, claimed[worker.pk], fen)
        for worker, fen in sorted(
            amounts.items(), key=lambda pair: (pair[0].roster_no or 0, pair[0].pk)
        )
    ]
    for worker, asked, fen in sums:
        if not 0 < fen <= asked:
            raise ActRefused(
                f"{worker.name}的调解金额{yuan(fen)}元应当大于零，且不超过请求的{yuan(asked)}元。",
                source="V-M5",
            )
    others = arbitration.claims.filter(state=ClaimState.PENDING).exclude(
        worker__in=[w.pk for w in amounts]
    )
    no = arbitration.statements.count() + 1
    total = sum(fen for _, _, fen in sums)
    event = note(
        arbitration,
        "settle_in_arbitration",
        by=by,
        on=on,
        summary=f"{len(sums)}名劳动者达成仲裁调解，共{yuan(total)}元",
        facts={"statement": no, "workers": [w.key for w, _, _ in sums], "total_fen": total},
    )
    fields = settlement.statement(
        arbitration,
        sums=sums,
        days=days,
        payers=payers,
        other_terms=other_terms,
        part_no=no,
        others_go_on=others.exists(),
        on=on,
    )
    paper = issue(arbitration, "A19", fields, event=event, by=by, on=on)
    made = Statement(
        arbitration=arbitration,
        hearing=hearing,
        no=no,
        instalments=[{"due_on": day.isoformat(), "percent": str(percent)} for day, percent in days],
        other_terms=list(other_terms),
        made_on=on,
        document=paper,
    )
    save_with_reason(made, by=by, reason="制作仲裁调解书")
    made.payers.set(payers)
    StatementRow.objects.bulk_create(
        StatementRow(statement=made, worker=w, claimed_fen=asked, amount_fen=fen)
        for w, asked, fen in sums
    )
    # The rest can be awarded meanwhile; going back on it brings these claims back.
    _set(claims, ClaimState.SETTLED, by=by, reason=f"仲裁调解书{no}")
    return made


def _pending(arbitration: Arbitration, amounts: Mapping[Party, int]) -> list[Claim]:
    if not amounts:
        raise ActRefused("请选择达成调解的劳动者。", source="ARB-32")
    rows = arbitration.claims.filter(
        state=ClaimState.PENDING, worker__in=[w.pk for w in amounts]
    ).select_related("worker")
    claims = list(rows)
    idle = [w.name for w in amounts if w.pk not in {c.worker_id for c in claims}]
    if idle:
        raise ActRefused(f"{'、'.join(idle[:10])}没有正在审理的请求。", source="ARB-32")
    return claims


def _payable(
    arbitration: Arbitration,
    days: Sequence[tuple[date, Decimal]],
    payers: Sequence[Party],
    *,
    on: date,
) -> None:
    if not days or sum((percent for _, percent in days), Decimal(0)) != 100:
        raise ActRefused("请写明付款日，各期比例合计应为100%。", source="V-M3")
    if any(percent <= 0 for _, percent in days):
        raise ActRefused("各期比例应当大于0。", source="V-M3")
    dates = [day for day, _ in days]
    if dates != sorted(set(dates)) or dates[0] < on:
        raise ActRefused("付款日应当逐期推后，不能早于今天。", source="V-D1")
    answer = {*arbitration.respondents.values_list("pk", flat=True)}
    answer |= {*arbitration.third_parties.values_list("pk", flat=True)}
    if not payers or any(payer.pk not in answer for payer in payers):
        raise ActRefused("请选择付款的被申请人或者第三人。", source="ARB-32")


def _agreed(party: Party, person: str, *, on: date) -> None:
    if not person.strip():
        raise ActRefused(f"请写明{party.name}由谁同意调解。", source="ARB-32")
    _, authority = capacity_of(party, person.strip(), on=on)
    if authority and authority.scope != AuthorityScope.SPECIAL:
        raise ActRefused(
            f"{person}对{party.name}只有一般授权，不能代为和解。",
            source="V-P2",
            suggest="请由本人、法定代表人或者有特别授权的代理人同意。",
        )


@transaction.atomic
def receive_settlement(
    *,
    statement: Statement,
    signed_for: Mapping[Party, date],
    method: HandedOver,
    by: User,
    on: date,
) -> Statement:
    """
    登记签收; with the last one it takes effect and can be enforced for two years (JC-16).

    Raises:
        ActRefused: somebody not in it, who has signed already, or on a day that cannot be; it was
            given up meanwhile.
    """
    arbitration = begin(statement.arbitration, can_conduct, by, *GOES_ON)
    statement = _waiting(statement, arbitration)
    bound = {party.pk: party for party in bound_by(statement)}
    before = set(statement.signatures.values_list("party", flat=True))
    for party, day in signed_for.items():
        if party.pk not in bound:
            raise ActRefused(f"{party.name}不在这份调解书里。", source="ARB-32")
        if party.pk in before:
            raise ActRefused(f"{party.name}已经签收。", source="ARB-32")
        if not statement.made_on <= day <= on:
            raise ActRefused(
                f"{party.name}的签收日期不能早于调解书制作日期，也不能晚于今天。", source="V-D1"
            )
    StatementSignature.objects.bulk_create(
        StatementSignature(statement=statement, party=party, method=method, signed_on=day, by=by)
        for party, day in signed_for.items()
    )
    note(
        arbitration,
        "receive_settlement",
        by=by,
        on=on,
        summary=f"仲裁调解书{statement.no}：{len(signed_for)}方签收",
        facts={"signed_for": {p.key: day.isoformat() for p, day in signed_for.items()}},
    )
    if before | {party.pk for party in signed_for} == set(bound):
        _take_effect(statement, arbitration, by=by, on=on)
    return statement


def _take_effect(statement: Statement, arbitration: Arbitration, *, by: User, on: date) -> None:
    last = statement.signatures.order_by("-signed_on").values_list("signed_on", flat=True)[0]
    statement.state, statement.effective_on = StatementState.EFFECTIVE, last
    save_with_reason(statement, by=by, reason=f"最后一方于{last:%Y-%m-%d}签收，调解书生效")
    event = note(
        arbitration,
        "settlement_effective",
        by=by,
        on=on,
        summary=f"仲裁调解书{statement.no}于{last:%Y-%m-%d}发生法律效力",
        facts={"statement": statement.no, "effective_on": last.isoformat()},
    )
    start(
        arbitration,
        "JC-16",
        event="最后一期履行期间届满",
        trigger=date.fromisoformat(statement.instalments[-1]["due_on"]),
        by=by,
        suffix=clock_of_statement(statement),
    )
    post_statement(statement, event=event, by=by, on=on)
    end_if_nothing_is_left(arbitration, ArbitrationState.SETTLED, by=by, on=on)


@transaction.atomic
def give_up_settlement(
    *, statement: Statement, party: Party, reason: str, by: User, on: date
) -> Statement:
    """
    反悔: before everybody has signed for it a party goes back on it; these claims are awarded.

    Raises:
        ActRefused: it has taken effect; not a party of it; no reason.
    """
    arbitration = begin(statement.arbitration, can_conduct, by, *GOES_ON)
    statement = _waiting(statement, arbitration)
    if party.pk not in {p.pk for p in bound_by(statement)}:
        raise ActRefused(f"{party.name}不在这份调解书里。", source="ARB-32")
    if not reason.strip():
        raise ActRefused("请写明反悔的情况。", source="ARB-32")
    words = f"{party.name}签收前反悔：{reason.strip()}"[:200]
    statement.state, statement.ended_reason = StatementState.LAPSED, words
    save_with_reason(statement, by=by, reason=words)
    void_document(document=statement.document, reason=words, by=by)
    workers = statement.rows.values_list("worker", flat=True)
    back = list(arbitration.claims.filter(state=ClaimState.SETTLED, worker__in=list(workers)))
    _set(back, ClaimState.PENDING, by=by, reason="调解书没有生效，继续审理")
    note(
        arbitration,
        "give_up_settlement",
        by=by,
        on=on,
        party=party,
        summary=f"{words}，继续审理",
        facts={"statement": statement.no},
    )
    return statement


def bound_by(statement: Statement) -> list[Party]:
    """Return who has to sign for it: its workers and all respondents."""
    workers = [row.worker for row in statement.rows.select_related("worker")]
    return [*workers, *statement.arbitration.respondents.order_by("id")]


def _waiting(statement: Statement, arbitration: Arbitration) -> Statement:
    statement = Statement.objects.select_for_update().get(pk=statement.pk)
    statement.arbitration = arbitration
    if statement.state != StatementState.ISSUED:
        raise ActRefused(f"这份调解书{statement.get_state_display()}，不能再办。", source="ARB-32")
    return statement


def _set(claims: Sequence[Claim], state: ClaimState, *, by: User, reason: str) -> None:
    for claim in claims:
        claim.state = state
    bulk_update_with_reason(Claim, list(claims), ["state"], by=by, reason=reason)
