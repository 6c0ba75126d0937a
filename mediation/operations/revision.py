"""Terms changed on the table: some sums, the days, starting from what everybody sees now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import transaction

from cases.operations import lock_case, require
from law.money import divide, grouped, largest_remainder, shared_by_payers
from mediation.choices import (
    DefaultClause,
    Liability,
    PayeeMode,
    PerformanceMode,
    ProposalState,
    ResidualRights,
)
from mediation.models import Proposal, ProposalRow
from mediation.operations.terms import InstalmentTerm, PayerTerm, Terms, propose_terms
from mediation.permissions import can_propose_terms
from mediation.queries import current_proposal
from staff.models import User
from staff.refusals import ActRefused

TOLD_AT_MOST = 6


@dataclass(frozen=True)
class PayerShare:
    """Who pays how much on which ground, named by the key of the party."""

    party: str
    liability: Liability
    share_fen: int


@dataclass(frozen=True)
class Changed:
    """What one person gets or pays under two versions, in fen; None where not in that version."""

    no: int | None  # in the roster; None for who pays
    name: str
    before_fen: int | None
    after_fen: int | None

    @property
    def delta_fen(self) -> int:
        return (self.after_fen or 0) - (self.before_fen or 0)

    @property
    def words(self) -> str:
        if self.before_fen is None:
            return f"{self.name}新列入{grouped(self.after_fen or 0)}元"
        if self.after_fen is None:
            return f"{self.name}不再列入"
        more = "多" if self.delta_fen > 0 else "少"
        return f"{self.name}{more}{grouped(abs(self.delta_fen))}元"


@transaction.atomic
def revise_terms(
    *,
    base: Proposal,
    amounts: Mapping[int, int],
    by: User,
    on: date,
    schedule: Sequence[tuple[date, Decimal]] | None = None,
    payers: Sequence[PayerShare] | None = None,
    waiver_explanation: str | None = None,
    terms_sha256: str | None = None,
) -> Proposal:
    """
    修改方案: new terms from `base`, with the sums of some roster numbers and, if given, the days.

    What is not said stays. `payers` names everybody who pays; without it one payer pays all, and
    several keep their proportion. `terms_sha256` is the digest of a trial that was looked at.

    Raises:
        ActRefused: `base` is not on the table any more (COL-02), with what is different now;
            nothing is changed; a person who is not in the terms (V-M2); the trial showed other
            terms (COL-02); everything `propose_terms` refuses.
    """
    case = lock_case(base.case)
    require(can_propose_terms(by, case))
    base = Proposal.objects.get(pk=base.pk)
    _refuse_stale(base, current_proposal(case))
    rows = {row.worker.roster_no: row for row in base.rows.select_related("worker")}
    unknown = [str(no) for no in amounts if no not in rows]
    if unknown:
        raise ActRefused(f"花名册第{'、'.join(unknown)}行不在方案内。", source="V-M2")
    terms = _revised(base, rows, amounts, schedule, payers)
    if waiver_explanation is not None:
        terms = replace(terms, waiver_explanation=waiver_explanation)
    proposal = propose_terms(case=case, terms=terms, by=by, on=on)
    if proposal.terms_sha256 == base.terms_sha256:
        raise ActRefused("方案没有改动，不必提出新方案。", source="COL-02")
    if terms_sha256 not in (None, proposal.terms_sha256):
        raise ActRefused("试算之后内容有改动，请重新试算，核对后再提出。", source="COL-02")
    return proposal


def _refuse_stale(base: Proposal, current: Proposal | None) -> None:
    if current is None or current.state != ProposalState.OPEN:
        raise ActRefused("现行方案已生成协议或已结束，不能在这里修改。", source="COL-02")
    if current.pk == base.pk:
        return
    told = [changed.words for changed in changes_between(base, current)]
    told += days_between(base, current)
    more = f"等{len(told)}处" if len(told) > TOLD_AT_MOST else ""
    different = "、".join(told[:TOLD_AT_MOST]) + more or "各人金额和付款日未变，其他条款有改动"
    raise ActRefused(
        f"您改的是方案{base.number}，现行的已经是方案{current.number}（{different}）。",
        source="COL-02",
        suggest="请在现行方案上修改。",
    )


def changes_between(before: Proposal, after: Proposal) -> list[Changed]:
    """Return who gains and who loses from one version to another: workers first, then payers."""
    old, new = _sums(before), _sums(after)
    return [
        Changed(no, name, old.get((no, name)), new.get((no, name)))
        for no, name in {**new, **old}
        if old.get((no, name)) != new.get((no, name))
    ]


def days_between(before: Proposal, after: Proposal) -> list[str]:
    """Return in words which days of payment differ from one version to another."""
    old, new = ([_day(part) for part in one.schedule] for one in (before, after))
    if len(old) != len(new):
        return [f"由{len(old)}期付改为{len(new)}期付"]
    return [
        f"第{no}期由{was}改为{now}"
        for no, (was, now) in enumerate(zip(old, new, strict=True), 1)
        if was != now
    ]


def _day(part: dict) -> str:
    share = f"付{part['percent']}%" if part.get("percent") else ""
    return f"{date.fromisoformat(part['due_on']):%Y年%-m月%-d日}{share}"


def _sums(proposal: Proposal) -> dict[tuple[int | None, str], int]:
    rows = proposal.rows.select_related("worker").order_by("worker__roster_no")
    sums = {(row.worker.roster_no, row.worker.name): row.amount_fen for row in rows}
    for payer in proposal.payers.select_related("party"):
        sums[None, f"{payer.party.name}（付款）"] = payer.share_fen
    return sums


def terms_of(proposal: Proposal) -> Terms:
    """Return what a proposal says, as it would be said again."""
    rows = list(proposal.rows.select_related("worker").order_by("worker__roster_no"))
    parties = {p.key: p for p in proposal.case.parties.all()}
    return Terms(
        payers=tuple(
            PayerTerm(
                party=p.party,
                liability=Liability(p.liability),
                share_fen=p.share_fen,
                account=p.account,
                cap_fen=p.cap_fen,
                instalments=tuple(p.instalments),
            )
            for p in proposal.payers.select_related("party")
        ),
        schedule=tuple(
            InstalmentTerm(
                no=s["no"],
                due_on=date.fromisoformat(s["due_on"]),
                percent=Decimal(s["percent"]) if s.get("percent") else None,
                parts=None
                if s.get("percent")
                else {row.worker.roster_no or 0: row.shares[place] for row in rows},
            )
            for place, s in enumerate(proposal.schedule)
        ),
        performance_mode=PerformanceMode(proposal.performance_mode),
        payee_mode=PayeeMode(proposal.payee_mode),
        default_kind=DefaultClause(proposal.default_kind),
        grace_days=proposal.grace_days,
        penalty_rate=proposal.penalty_rate,
        residual_rights=ResidualRights(proposal.residual_rights),
        acknowledging=tuple((parties[a["party"]], a["capacity"]) for a in proposal.acknowledging),
        recourse_reserved=proposal.recourse_reserved,
        joint_confirmation=proposal.joint_confirmation,
        court=proposal.court,
        workers=tuple(row.worker for row in rows),
        amounts={row.worker.roster_no or 0: row.amount_fen for row in rows},
        waiver_explanation=proposal.waiver_explanation,
        other_terms=tuple(proposal.other_terms),
    )


def _revised(
    base: Proposal,
    rows: Mapping[int | None, ProposalRow],
    amounts: Mapping[int, int],
    schedule: Sequence[tuple[date, Decimal]] | None,
    payers: Sequence[PayerShare] | None,
) -> Terms:
    said = terms_of(base)
    sums = said.amounts | dict(amounts)
    if schedule is None:
        days = tuple(
            term if term.parts is None else replace(term, parts=_parts(place, rows, sums))
            for place, term in enumerate(said.schedule)
        )
        mode = said.performance_mode
    else:
        days = tuple(
            InstalmentTerm(no=no, due_on=day, percent=percent)
            for no, (day, percent) in enumerate(schedule, 1)
        )
        mode = _mode(said.performance_mode, len(days))
    return replace(
        said,
        amounts=sums,
        schedule=days,
        performance_mode=mode,
        payers=_paying(base, said, sums, days, payers),
    )


def _mode(mode: PerformanceMode, parts: int) -> PerformanceMode:
    if parts > 1:
        return PerformanceMode.INSTALMENTS
    return PerformanceMode.ONE_PAYMENT if mode == PerformanceMode.INSTALMENTS else mode


def _parts(
    place: int, rows: Mapping[int | None, ProposalRow], sums: Mapping[int, int]
) -> dict[int, int]:
    """Return each worker's part in that place; a changed sum keeps the proportion of its parts."""
    parts = {}
    for no, row in rows.items():
        total = sums[no or 0]
        shares = row.shares if total == row.amount_fen else largest_remainder(total, row.shares)
        parts[no or 0] = shares[place]
    return parts


def _paying(
    base: Proposal,
    said: Terms,
    sums: Mapping[int, int],
    days: Sequence[InstalmentTerm],
    given: Sequence[PayerShare] | None,
) -> tuple[PayerTerm, ...]:
    if given is not None:
        return _named(base, said.payers, given)
    try:
        shares = shared_by_payers(
            _instalments(sums, days),
            [part["amount_fen"] for part in base.schedule],
            [(payer.share_fen, payer.instalments) for payer in said.payers],
        )
    except ValueError as error:
        raise ActRefused(
            "付款人承担的期次已不在付款计划内。",
            source="V-M3",
            suggest="请写明各付款人承担的金额。",
        ) from error
    return tuple(replace(p, share_fen=fen) for p, fen in zip(said.payers, shares, strict=True))


def _named(
    base: Proposal, payers: Sequence[PayerTerm], given: Sequence[PayerShare]
) -> tuple[PayerTerm, ...]:
    """Return the payers as they were named anew; who stays keeps account and cap."""
    known = {payer.party.key: payer for payer in payers}
    others = {party.key: party for party in base.case.parties.others()}
    if len({one.party for one in given}) != len(given) or not others.keys() >= {
        one.party for one in given
    }:
        raise ActRefused("付款人须是本案劳动者以外的当事人，每人只写一次。", source="V-M2")
    named = []
    for one in given:
        said = known.get(one.party)
        # A share stated in full is no longer that of certain instalments.
        payer = PayerTerm(others[one.party], one.liability, one.share_fen)
        if said:
            cap = said.cap_fen if said.liability == one.liability else None
            payer = replace(payer, account=said.account, cap_fen=cap)
        named.append(payer)
    return tuple(named)


def _instalments(sums: Mapping[int, int], days: Sequence[InstalmentTerm]) -> list[int]:
    """Return what each day of payment comes to over all workers."""
    percents = [term.percent for term in days if term.percent is not None]
    if len(percents) != len(days):
        return [sum((term.parts or {}).values()) for term in days]
    if sum(percents) != 100:
        raise ActRefused(f"各期比例合计应为100%，现为{sum(percents)}%。", source="V-M3")
    shares = [divide(amount, percents) for amount in sums.values()]
    return [sum(column) for column in zip(*shares, strict=True)]
