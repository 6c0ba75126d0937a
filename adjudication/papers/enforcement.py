"""E02: who has a title asks the court to enforce what is unpaid of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from adjudication.choices import TitleKind
from adjudication.papers.fund_part import advanced_clause
from cases.models import Case, Party
from cases.queries import current_calendar, representatives
from documents.contracts import amount_dict
from documents.contracts.award.items import FINAL, NON_FINAL
from documents.contracts.enforcement.applications import (
    AT_DOMICILE,
    AWARD,
    MADE_HERE,
    ORDER,
    REVIEWED,
    RULING,
)
from law.time_limits import last_day
from mediation.papers import blocks
from staff.models import Body

KINDS = {
    TitleKind.PAYMENT_ORDER: ORDER,
    TitleKind.CONFIRMATION: RULING,
    TitleKind.MEDIATION_STATEMENT: REVIEWED,
    TitleKind.STATEMENT: REVIEWED,
    TitleKind.FINAL_AWARD: AWARD,
    TitleKind.NON_FINAL_AWARD: AWARD,
    TitleKind.PARTIAL_AWARD: AWARD,
}
OF_A_COURT = (TitleKind.PAYMENT_ORDER, TitleKind.CONFIRMATION)
PROTECTED = ("工资专用账户", "保证金")


@dataclass(frozen=True)
class Title:
    """
    What may be enforced: by worker what is owed under it and what was paid of it, in fen.

    `last_due_on` is the last day on which it was to be paid; the two years run from it.
    """

    kind: TitleKind
    number: str
    issuer: str
    made_on: date
    effective_on: date
    last_due_on: date
    debtor: Party
    owed: Mapping[Party, int]
    paid: Mapping[Party, int] = field(default_factory=dict)
    final: bool | None = None
    stayed: bool = False
    corrected_on: Sequence[date] = ()  # of the decisions (A15) that are read with it

    def open_fen(self, worker: Party) -> int:
        return self.owed.get(worker, 0) - self.paid.get(worker, 0)


@dataclass(frozen=True)
class Clue:
    """Where there is property: 银行账户, 车辆, 工程款债权, 农民工工资专用账户."""

    kind: str
    detail: str


def application(
    case: Case,
    title: Title,
    workers: Sequence[Party],
    *,
    court: Body,
    clues: Sequence[Clue],
    on: date,
) -> dict[str, Any]:
    """E02."""
    chosen = {w.pk for w in workers}
    speaking: list[Party] = []
    if len(workers) >= blocks.COLLECTIVE_FROM:
        speaking = [p for p in representatives(case) if p.pk in chosen]
    applicants = speaking or list(workers)
    label = "申请执行人代表人" if speaking else "申请执行人"
    labels = blocks.numbered(label, len(applicants))
    rows = [_row(no, worker, title) for no, worker in enumerate(workers, 1)]
    kind = KINDS[title.kind]
    counted = last_day("JC-16", title.last_due_on, current_calendar())
    own = title.kind in OF_A_COURT
    return {
        "applicants": [
            blocks.party_block(p, role, on=on) for p, role in zip(applicants, labels, strict=True)
        ],
        "representatives": [p.name for p in speaking],
        "worker_count": len(workers),
        "debtors": [blocks.party_block(title.debtor, "被执行人", on=on) | {"agents": []}],
        "court_name": court.name,
        "court_ground": MADE_HERE if own else AT_DOMICILE,
        "court_place": None if own else title.debtor.address,
        "title_document": {
            "kind": kind,
            "finality": (FINAL if title.final else NON_FINAL) if kind == AWARD else None,
            "number": title.number,
            "issuer": title.issuer,
            "made_on": title.made_on.isoformat(),
            "effective_on": title.effective_on.isoformat(),
        },
        "annulment_pending": title.stayed,
        "obligation": f"{title.debtor.name}应向{blocks.crew_text(workers)}支付"
        f"{title.number}{kind}确定的款项{advanced_clause(workers, on=on)}",
        "last_due_on": title.last_due_on.isoformat(),
        "enforce_by": None if counted.provisional else counted.due_on.isoformat(),
        "workers": rows,
        "obliged_total": amount_dict(sum(title.owed[w] for w in workers)),
        "paid_total": amount_dict(sum(title.paid.get(w, 0) for w in workers)),
        "outstanding_total": amount_dict(sum(title.open_fen(w) for w in workers)),
        "delay_interest": True,
        "clues": [{"kind": clue.kind, "detail": clue.detail.rstrip("。，；")} for clue in clues],
        "protected_funds": any(word in clue.kind for clue in clues for word in PROTECTED),
        "attachments": [
            f"{title.number}{kind}",
            *(f"{day}的补正决定书" for day in title.corrected_on),
            "文书送达证明及生效证明",
            "履行情况记录",
            "申请执行人身份证明",
        ],
        "applied_on": on.isoformat(),
        "signatures": [
            blocks.party_signature(p, role, on=on)
            for p, role in zip(applicants, labels, strict=True)
        ],
    }


def _row(no: int, worker: Party, title: Title) -> dict[str, Any]:
    return {
        "no": no,
        "name": worker.name,
        "id_no": worker.id_no,
        "obliged": amount_dict(title.owed[worker]),
        "paid": amount_dict(title.paid.get(worker, 0)),
        "outstanding": amount_dict(title.open_fen(worker)),
        "account_holder": worker.name,
        "bank": worker.bank_name,
        "account_no": worker.bank_account,
    }
