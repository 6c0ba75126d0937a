"""D12 settlement agreement and D12A, its per-worker annex."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cases.choices import OfficerCapacity, PartyRole, ProceduralPlace
from cases.models import Case, Party
from cases.queries import WorkerAccount, representatives, wage_accounts
from documents.contracts import amount_dict
from law.money import shared_by_payers
from mediation.choices import DefaultClause, Liability, PayeeMode, PerformanceMode, ResidualRights
from mediation.models import Proposal, ProposalRow
from mediation.papers import blocks
from mediation.queries import fund_body_of, signing_parties

_LIABILITY = {
    Liability.DIRECT: "直接支付",
    Liability.SUBSTITUTE_PAYMENT: "先行清偿",
    Liability.CAPPED_ADVANCE: "先行清偿",
    Liability.JOINT: "共同支付",
    Liability.VOLUNTARY_THIRD_PARTY: "第三人自愿加入",
}
WAGE_ACCOUNT = "农民工工资专用账户"


class Settled:
    """What of a proposal the workers who agreed make: their rows, instalments and totals."""

    def __init__(self, proposal: Proposal, rows: list[ProposalRow]) -> None:
        self.proposal = proposal
        self.rows = rows
        self.case: Case = proposal.case
        self.accounts = {a.worker.pk: a for a in wage_accounts(self.case)}

    @property
    def total_fen(self) -> int:
        return sum(r.amount_fen for r in self.rows)

    @property
    def due_fen(self) -> int:
        return sum(r.due_fen for r in self.rows)

    @property
    def instalment_fens(self) -> list[int]:
        return [
            sum(r.shares[place] for r in self.rows) for place in range(len(self.proposal.schedule))
        ]

    def payer_shares(self) -> list[int]:
        """
        Divide the settled total over the payers as the proposal divides what it offers.

        With everybody agreed these are the proposed shares themselves.
        """
        proposal = self.proposal
        return shared_by_payers(
            self.instalment_fens,
            [part["amount_fen"] for part in proposal.schedule],
            [(payer.share_fen, payer.instalments) for payer in proposal.payers.all()],
        )

    def account(self, worker: Party) -> WorkerAccount:
        return self.accounts.get(worker.pk) or WorkerAccount(worker)


def least_copies(settled: Settled) -> int:
    """Return one copy for every signing worker and party, the body, and the court if asked."""
    court = 1 if settled.proposal.joint_confirmation else 0
    return len(settled.rows) + len(signing_parties(settled.proposal)) + 1 + court


def _worker_rows(settled: Settled) -> list[dict]:
    own = settled.proposal.payee_mode == PayeeMode.OWN_ACCOUNT
    return [
        blocks.worker_row(
            settled.case,
            settled.account(r.worker),
            due_fen=r.amount_fen,
            shares=r.shares,
            own_account=own,
        )
        for r in settled.rows
    ]


def _instalments(settled: Settled) -> list[dict]:
    return [
        {
            "no": s["no"],
            "due_on": s["due_on"],
            "percent": f"{s['percent']}%" if s.get("percent") else None,
            "amount": amount_dict(fen),
        }
        for s, fen in zip(settled.proposal.schedule, settled.instalment_fens, strict=True)
    ]


def _payers(settled: Settled) -> list[dict]:
    return [
        {
            "name": p.party.name,
            "liability": _LIABILITY[Liability(p.liability)],
            "share": amount_dict(share),
            "account": WAGE_ACCOUNT if p.account == "wage_account" else p.account or None,
        }
        for p, share in zip(
            settled.proposal.payers.select_related("party"), settled.payer_shares(), strict=True
        )
    ]


def _waived(settled: Settled) -> dict | None:
    given_up = settled.due_fen - settled.total_fen
    if not given_up:
        return None
    percent = (Decimal(given_up) * 100 / settled.due_fen).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {
        "amount": amount_dict(given_up),
        "percent": f"{percent}%",
        "explanation": settled.proposal.waiver_explanation,
    }


def _responsibility(settled: Settled) -> str:
    debtor = settled.case.debtor
    sentences = []
    if debtor:
        sentences.append(f"{debtor.name}对拖欠的劳动报酬承担支付责任")
    for payer in settled.proposal.payers.select_related("party"):
        if debtor and payer.party_id == debtor.pk:
            continue
        label = Liability(payer.liability).label
        sentences.append(f"{payer.party.name}承担{label}责任")
    return "，".join(sentences) + "。"


def _period(settled: Settled) -> tuple[date, date]:
    spans = [blocks.span(settled.case, r.worker) for r in settled.rows]
    return min(s for s, _ in spans), max(e for _, e in spans)


def _substitute(settled: Settled) -> dict | None:
    for payer in settled.proposal.payers.select_related("party"):
        if payer.liability == Liability.SUBSTITUTE_PAYMENT:
            sub = settled.case.parties.filter(
                role__in=[PartyRole.LABOUR_SUBCONTRACTOR, PartyRole.SPECIALTY_SUBCONTRACTOR]
            ).first()
            debtor = sub or settled.case.debtor
            return {
                "name": payer.party.name,
                "subcontractor": debtor.name if debtor else "分包单位",
            }
    return None


def _owner_advance(settled: Settled) -> dict | None:
    for payer in settled.proposal.payers.select_related("party"):
        if payer.liability == Liability.CAPPED_ADVANCE and payer.cap_fen is not None:
            return {"name": payer.party.name, "cap": amount_dict(payer.cap_fen)}
    return None


def _fund_advance(settled: Settled) -> dict | None:
    """What of the settled sum the fund has advanced and not got back, and who receives it."""
    advanced = sum(settled.account(r.worker).owed_to_fund_fen for r in settled.rows)
    if not advanced:
        return None
    return {"amount": amount_dict(advanced), "payee": fund_body_of(settled.case)}


def _investor(case: Case) -> dict | None:
    investor = case.parties.filter(role=PartyRole.INVESTOR).first()
    firm = case.debtor
    if investor is None or firm is None:
        return None
    return {"name": investor.name, "firm": firm.name}


def agreement(settled: Settled, *, copies: int, annex: bool, on: date) -> dict:
    """D12, for the workers who agreed and everybody who signs with them."""
    proposal, case = settled.proposal, settled.case
    workers = [r.worker for r in settled.rows]
    described = blocks.described_applicants(case, workers)
    collective = len(workers) >= blocks.COLLECTIVE_FROM
    others = signing_parties(proposal)
    thirds = [p for p in others if p.place == ProceduralPlace.THIRD_PARTY]
    opposite = [p for p in others if p.place != ProceduralPlace.THIRD_PARTY]
    start, end = _period(settled)
    immediate = proposal.performance_mode == PerformanceMode.IMMEDIATE
    foreman = next((p for p in others if blocks.is_foreman(p)), None)
    return {
        "applicants": blocks.party_blocks(described, "申请人", on=on),
        "worker_count": len(workers),
        "collective": collective,
        "annex": annex,
        "representatives": [p.name for p in representatives(case)] if collective else [],
        "respondents": blocks.party_blocks(opposite, "被申请人", on=on),
        "third_parties": blocks.party_blocks(thirds, "第三人", on=on),
        "dispute": blocks.dispute(case),
        "facts": case.facts,
        "disputed_matters": "欠付劳动报酬的数额、付款主体和付款期限。",
        "responsibility": _responsibility(settled),
        "period_from": start.isoformat(),
        "period_to": end.isoformat(),
        "claimed_total": amount_dict(settled.due_fen),
        "confirmed_total": amount_dict(settled.total_fen),
        "waived": _waived(settled),
        "payers": _payers(settled),
        "debtor": case.debtor.name if case.debtor else opposite[0].name,
        "payee_mode": PayeeMode(proposal.payee_mode).label,
        "performance_mode": PerformanceMode(proposal.performance_mode).label,
        "spot_payment": {
            "paid_on": on.isoformat(),
            "method": "银行转账" if proposal.payee_mode == PayeeMode.OWN_ACCOUNT else "现场现金",
            "receipt": "付款凭证和《履行情况记录》",
        }
        if immediate
        else None,
        "instalments": _instalments(settled),
        "workers": _worker_rows(settled),
        "substitute_payment": _substitute(settled),
        "crew_leader": foreman.name if foreman else None,
        "owner_advance": _owner_advance(settled),
        "investor": _investor(case),
        "default": {
            "kind": DefaultClause(proposal.default_kind).label,
            "grace_days": proposal.grace_days,
            "rate": proposal.penalty_rate or None,
        },
        "residual": ResidualRights(proposal.residual_rights).label,
        "fund_advance": _fund_advance(settled),
        "tax_note": None,
        "confirmation": {"court": proposal.court.name} if proposal.joint_confirmation else None,
        "other_terms": proposal.other_terms,
        "copies": {
            "total": copies,
            "each_party": 1,
            "body": 1,
            "court": 1 if proposal.joint_confirmation else 0,
        },
        "mediators": blocks.mediators(case),
        # Where there is an annex the workers sign there, and their witnesses with them.
        "witnesses": None if annex else _witnesses(settled),
        "signatures": [
            *([] if annex else blocks.party_signatures(workers, "申请人", on=on)),
            *blocks.party_signatures(opposite, "被申请人", on=on),
            *blocks.party_signatures(thirds, "第三人", on=on),
            *(
                blocks.officer_signature("调解员", u.name)
                for u in blocks.officers(case, OfficerCapacity.MEDIATOR)
            ),
        ],
    }


def annex(settled: Settled, *, agreement_number: str) -> dict:
    """D12A."""
    accounts = [settled.account(r.worker) for r in settled.rows]
    others = [p.name for p in signing_parties(settled.proposal) if p.place != "third_party"]
    return {
        "agreement_number": agreement_number,
        "respondents_text": "、".join(others),
        "worker_count": len(settled.rows),
        "instalments": _instalments(settled),
        "workers": _worker_rows(settled),
        "gross_total": blocks.total(a.gross_fen for a in accounts),
        "paid_total": blocks.total(a.paid_before_fen for a in accounts),
        "confirmed_total": amount_dict(settled.total_fen),
        "payee_mode": PayeeMode(settled.proposal.payee_mode).label,
        "mediators": blocks.mediators(settled.case),
        "witnesses": _witnesses(settled),
    }


def _witnesses(settled: Settled) -> list[dict] | None:
    """Return who answered with a witness beside them (代为办理), in the order of the roster."""
    answers = settled.proposal.answers.exclude(witness="").filter(
        party__in=[row.worker_id for row in settled.rows],
        terms_sha256=settled.proposal.terms_sha256,
    )
    rows = [
        {
            "no": given.party.roster_no,
            "name": given.party.name,
            "how": given.get_assistance_display(),
            "witness": given.witness,
        }
        for given in answers.select_related("party").order_by("party__roster_no")
    ]
    return rows or None
