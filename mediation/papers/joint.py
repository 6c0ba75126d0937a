"""
What both sides ask for together on an agreement, of the court or of the commission.

Its data are those of the joint papers (documents.contracts.joint): the sides, the agreement in
figures, and the clauses that may be confirmed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from cases.models import Case, Party
from cases.queries import representatives
from documents.contracts import amount_dict
from documents.contracts.schema import amount_fen
from law.money import largest_remainder, yuan
from mediation.choices import DefaultClause, PayeeMode, PerformanceMode
from mediation.models import Agreement, InstalmentShare, PaymentRow
from mediation.papers import blocks
from mediation.queries import CREDITED


class Joint:
    """An agreement, the workers it is asked for, who asks with them, and their parts of it."""

    def __init__(
        self, agreement: Agreement, workers: Iterable[Party], others: Iterable[Party], *, on: date
    ) -> None:
        self.agreement, self.on = agreement, on
        self.case: Case = agreement.case
        self.workers = list(workers)
        self.others = list(others)
        self.instalments = list(self.agreement.instalments.order_by("no"))
        shares = InstalmentShare.objects.filter(
            instalment__agreement=self.agreement, worker__in=self.workers
        )
        self.shares = {(s.instalment_id, s.worker_id): s.amount_fen for s in shares}
        paid = PaymentRow.objects.filter(
            payment__agreement=self.agreement,
            worker__in=self.workers,
            payment__paid_on__lte=on,
        )
        self.paid_fen = paid.aggregate(total=Sum(CREDITED))["total"] or 0

    @property
    def total_fen(self) -> int:
        return sum(self.shares.values())

    def parts_of(self, worker: Party) -> list[int]:
        return [self.shares.get((i.pk, worker.pk), 0) for i in self.instalments]

    def instalment_fen(self, pk: int) -> int:
        return sum(fen for (instalment, _), fen in self.shares.items() if instalment == pk)

    def payer_shares(self) -> list[tuple[Party, int]]:
        """What each payer bears of these workers' sums; of a batch its proportion."""
        payers = list(self.agreement.payers.select_related("party").order_by("id"))
        weights = [p.share_fen for p in payers]
        if sum(weights) == self.total_fen:
            return [(p.party, p.share_fen) for p in payers]
        parts = largest_remainder(self.total_fen, weights)
        return [(p.party, part) for p, part in zip(payers, parts, strict=True)]


def sides(asked: Joint) -> dict[str, Any]:
    case, workers, on = asked.case, asked.workers, asked.on
    crew = len(workers) > 1
    if crew:
        spoken_for = {w.pk for w in workers}
        speaking = [p for p in representatives(case) if p.pk in spoken_for] or workers[:1]
        labels = [f"申请人代表人{no}" for no in range(1, len(speaking) + 1)]
        described = [
            blocks.party_block(p, label, on=on) for p, label in zip(speaking, labels, strict=True)
        ]
    else:
        speaking, described = [], [blocks.party_block(workers[0], "申请人", on=on)]
    return {
        "applicants": described,
        "representatives": [p.name for p in speaking],
        "respondents": [blocks.party_block(p, "申请人", on=on) for p in asked.others],
        "worker_count": len(workers),
        "roster": [
            {"no": w.roster_no, "name": w.name, "id_no": w.id_no, "phone": w.phone or None}
            for w in workers
        ]
        if crew
        else [],
        "signatures": [
            *([] if crew else [blocks.party_signature(workers[0], "申请人", on=on)]),
            *(blocks.party_signature(p, "申请人", on=on) for p in asked.others),
        ],
    }


def agreement(asked: Joint) -> dict[str, Any]:
    total, paid = asked.total_fen, asked.paid_fen
    return {
        "number": asked.agreement.number,
        "made_on": asked.agreement.made_on.isoformat(),
        "effective_on": str(asked.agreement.effective_on),
        "total": amount_dict(total),
        "paid": amount_dict(paid),
        "outstanding": amount_dict(total - paid),
    }


@dataclass(frozen=True)
class _Content:
    """What an agreement says about payment, wherever it was read from; sums in fen."""

    debtor: str
    crew: str
    period: tuple[date, date]
    total_fen: int
    payers: list[tuple[str, int]]
    own_account: bool
    instalments: list[tuple[date, int]]
    in_parts: bool
    default: str
    grace_days: int | None
    rate: str


def terms(asked: Joint) -> list[str]:
    """The clauses that may be confirmed: who owes whom how much, payable when, and the default."""
    proposal = asked.agreement.proposal
    debtor = asked.case.debtor or asked.agreement.payers.first().party
    spans = [blocks.span(asked.case, w) for w in asked.workers]
    return _clauses(
        _Content(
            debtor=debtor.name,
            crew=blocks.crew_text(asked.workers),
            period=(min(s for s, _ in spans), max(e for _, e in spans)),
            total_fen=asked.total_fen,
            payers=[(payer.name, share) for payer, share in asked.payer_shares()],
            own_account=proposal.payee_mode == PayeeMode.OWN_ACCOUNT,
            instalments=[(i.due_on, asked.instalment_fen(i.pk)) for i in asked.instalments],
            in_parts=proposal.performance_mode == PerformanceMode.INSTALMENTS,
            default=DefaultClause(proposal.default_kind).label,
            grace_days=proposal.grace_days,
            rate=proposal.penalty_rate,
        )
    )


def printed_terms(paper: dict[str, Any]) -> list[str]:
    """Return the same clauses as the signed D12 says them, from the data it was printed of."""
    workers = [row["name"] for row in paper["workers"]]
    crew = workers[0] if len(workers) == 1 else f"{workers[0]}等{len(workers)}人"
    return _clauses(
        _Content(
            debtor=paper["debtor"],
            crew=crew,
            period=(_read(paper["period_from"]), _read(paper["period_to"])),
            total_fen=amount_fen(paper["confirmed_total"]),
            payers=[(row["name"], amount_fen(row["share"])) for row in paper["payers"]],
            own_account=paper["payee_mode"] == PayeeMode.OWN_ACCOUNT.label,
            instalments=[
                (_read(row["due_on"]), amount_fen(row["amount"])) for row in paper["instalments"]
            ],
            in_parts=paper["performance_mode"] == PerformanceMode.INSTALMENTS.label,
            default=paper["default"]["kind"],
            grace_days=paper["default"]["grace_days"],
            rate=paper["default"]["rate"] or "",
        )
    )


def _clauses(said: _Content) -> list[str]:
    start, end = said.period
    how = "支付至各劳动者本人银行账户" if said.own_account else "现场以现金支付给各劳动者本人"
    found = [
        f"各方确认，{said.debtor}拖欠{said.crew}自{_day(start)}起至"
        f"{_day(end)}止的劳动报酬共计人民币{yuan(said.total_fen)}元，明细见协议附件。",
        *(f"{name}承担人民币{yuan(share)}元，{how}。" for name, share in said.payers),
        _schedule(said),
    ]
    if said.default == DefaultClause.ACCELERATION.label:
        found.append(f"任一期逾期超过{said.grace_days}日未足额支付的，全部未付款项立即到期。")
    elif said.default == DefaultClause.PENALTY.label:
        found.append(f"逾期超过{said.grace_days}日未足额支付的，按{said.rate}支付违约金。")
    return found


def _schedule(said: _Content) -> str:
    parts = [f"{_day(day)}前支付人民币{yuan(fen)}元" for day, fen in said.instalments]
    if said.in_parts:
        return f"上述款项分{len(parts)}期支付：{'，'.join(parts)}。"
    return f"上述款项于{parts[0]}。"


def _read(day: str) -> date:
    return date.fromisoformat(day)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
