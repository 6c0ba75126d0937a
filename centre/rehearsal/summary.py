"""What came out of a replay, under the keys a scenario expects it."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Sum

from adjudication.models import Review, Statement
from cases.choices import PartyRole
from cases.models import Case, Claim, Deadline
from cases.queries import current_calendar, representatives, total_account, wage_accounts
from centre.rehearsal import advanced, tribunal
from centre.rehearsal.awarded import awarded, together
from centre.rehearsal.stage import Stage
from confirmation.choices import RulingResult
from confirmation.models import Return, RulingRow
from confirmation.queries import confirmed_fen, effective_on, rulings_of
from documents.models import Document
from documents.registry import contract_of
from law.money import upper, yuan
from law.time_limits import LIMITS
from mediation.choices import AgreementState, Liability
from mediation.models import (
    Agreement,
    Default,
    Instalment,
    InstalmentShare,
    Payment,
    PaymentRow,
    Signature,
)
from mediation.papers.blocks import COLLECTIVE_FROM
from mediation.queries import (
    agreed_fen,
    agreement_paid_fen,
    settled_workers,
)

# Catalogue order: series letter in the order of the file, then number.
_SERIES = "DCRAEFH"
_RULES = {
    Liability.SUBSTITUTE_PAYMENT: "LIAB-01",
    Liability.CAPPED_ADVANCE: "LIAB-03",
}


def catalogue_order(code: str) -> tuple:
    head = code.split("-")[0]
    digits = "".join(c for c in head[1:] if c.isdigit())
    return _SERIES.find(code[0]), int(digits or 0), code


def agreements_of(case: Case) -> list[Agreement]:
    """Return the agreements of a case; a second one is made with those who declined the first."""
    return list(case.agreements.exclude(state=AgreementState.VOID).order_by("id"))


def summary(stage: Stage, documents: dict[str, set[str]]) -> dict[str, Any]:
    """
    Compute every figure, day and list of a replay from the records of its case.

    `documents` holds the codes seen so far: {"generated", "received"}.
    """
    case = stage.case
    if case is None:
        return {"documents": {k: sorted(v, key=catalogue_order) for k, v in documents.items()}}
    agreements = agreements_of(case)
    agreement = agreements[0] if agreements else None
    decided = awarded(case)
    totals = _totals(case, agreements) | decided.pop("totals", {}) | advanced.totals(case)
    days = decided.pop("effective_on", {})
    return {
        **advanced.figures(case),
        "scenario": stage.scenario.id,
        "case_number": case.number,
        "status": case.status,
        "totals": _in_yuan(totals),
        "upper_case": _in_words(totals),
        "per_worker": _per_worker(case),
        "effective_on": (_effective(agreements) | _rulings(case) | _statements(case) | days),
        "deadlines": together(stage, _deadlines(case)),
        "schedule": [row for a in agreements for row in _schedule(a)],
        "payers": [row for a in agreements for row in _payers(a)],
        "returns": _returns(case),
        "confirmation": _confirmation(case),
        "collective": _collective(case, agreement),
        "rules": _rules(case, agreement) | tribunal.rules(case) | advanced.rules(case),
        "simplified_procedure": tribunal.simplified_procedure(case),
        **decided,
        "documents": {k: sorted(v, key=catalogue_order) for k, v in documents.items()},
    }


def _totals(case: Case, agreements: list[Agreement]) -> dict[str, Any]:
    account = total_account(wage_accounts(case))
    claims = list(Claim.objects.filter(case=case).values_list("amount_fen", flat=True))
    settled = settled_workers(case)
    totals: dict[str, Any] = {
        "claim": sum(claims),
        "claimed": sum(claims),
        "gross": account["gross"],
        "already_paid": account["paid_before"],
        "arrears": account["due"],
        "paid": account["received"],
        "outstanding": account["outstanding"],
        "waived": account["waived"],
        "declined": sum(
            a.due_fen for a in wage_accounts(case) if settled and a.worker.pk not in settled
        ),
    }
    if not agreements:
        return totals
    totals |= _at_court(case)
    totals["agreement"] = sum(agreed_fen(a) for a in agreements)
    totals["paid"] = sum(agreement_paid_fen(a) for a in agreements)
    totals["outstanding_on_agreement"] = totals["agreement"] - totals["paid"]
    instalments = [i for a in agreements for i in a.instalments.order_by("no")]
    totals["instalments"] = [sum(s.amount_fen for s in i.shares.all()) for i in instalments]
    totals["outstanding_after_payment"] = _after_payments(agreements)
    defaults = list(Default.objects.filter(agreement__in=agreements).order_by("id"))
    if defaults:
        totals["outstanding_at_default"] = _at_default(defaults[-1])
        totals["unpaid_total"] = defaults[-1].unpaid_fen
        totals["accelerated_total"] = defaults[-1].accelerated_fen
        totals["due_now"] = defaults[-1].due_now_fen
        totals["due_now_total"] = defaults[-1].due_now_fen
    return totals


def _at_court(case: Case) -> dict[str, Any]:
    """Return what was asked of the court, batch by batch, and what it confirmed, in fen."""
    applications = list(case.confirmations.order_by("batch_no", "id"))
    if not applications:
        return {}
    asked = [
        InstalmentShare.objects.filter(
            instalment__agreement=a.agreement, worker__in=a.workers.all()
        ).aggregate(total=Sum("amount_fen"))["total"]
        or 0
        for a in applications
    ]
    rows = RulingRow.objects.filter(ruling__application__in=applications).exclude(
        ruling__result=RulingResult.WITHDRAWN
    )
    return {
        "batches": asked,
        "confirmed": sum(confirmed_fen(a) for a in applications),
        "not_confirmed": sum(rows.values_list("unconfirmed_fen", flat=True)),
    }


def _after_payments(agreements: list[Agreement]) -> list[int]:
    """Return what was outstanding after each payment, on the agreements made until then."""
    payments = Payment.objects.filter(agreement__in=agreements).order_by("paid_on", "id")
    paid, found = 0, []
    for payment in payments:
        paid += sum(r.credited_fen for r in payment.rows.all())
        made = [a for a in agreements if a.made_on <= payment.paid_on]
        found.append(sum(agreed_fen(a) for a in made) - paid)
    return found


def _at_default(default: Default) -> int:
    """Return what the agreement had outstanding on the day of the default."""
    agreement = default.agreement
    before = agreement.payments.filter(paid_on__lte=default.declared_on)
    paid = sum(r.credited_fen for p in before for r in p.rows.all())
    return agreed_fen(agreement) - paid


def _each(value: Any, say: Callable[[int], str]) -> Any:
    return [say(v) for v in value] if isinstance(value, list) else say(value)


def _in_yuan(totals: dict[str, Any]) -> dict[str, Any]:
    return {k: _each(v, yuan) for k, v in totals.items()}


def _in_words(totals: dict[str, Any]) -> dict[str, Any]:
    return {k: _each(v, upper) for k, v in totals.items()}


def _per_worker(case: Case) -> list[dict[str, Any]]:
    shares: dict[int, list[int]] = {}
    paid: dict[int, int] = {}
    agreements = agreements_of(case)
    for instalment in Instalment.objects.filter(agreement__in=agreements).order_by(
        "agreement", "no"
    ):
        for share in instalment.shares.all():
            shares.setdefault(share.worker_id, []).append(share.amount_fen)
    for payment in PaymentRow.objects.filter(payment__agreement__in=agreements):
        paid[payment.worker_id] = paid.get(payment.worker_id, 0) + payment.credited_fen
    ruled = {
        row.worker_id: row
        for row in RulingRow.objects.filter(ruling__application__case=case)
        .exclude(ruling__result=RulingResult.WITHDRAWN)
        .order_by("id")
    }
    rows = []
    for account in wage_accounts(case):
        pk = account.worker.pk
        row: dict[str, Any] = {
            "worker": account.worker.roster_no,
            "name": account.worker.name,
            "gross": yuan(account.gross_fen),
            "already_paid": yuan(account.paid_before_fen),
            "due": yuan(account.due_fen),
            "agreed": yuan(sum(shares.get(pk, []))),
            "instalments": [yuan(s) for s in shares.get(pk, [])],
            "paid": yuan(paid.get(pk, account.paid_fen)),
            "received": yuan(account.received_fen),
            "outstanding": yuan(account.outstanding_fen),
            "declined": bool(shares) and pk not in shares,
            **advanced.of_worker(account),
        }
        if pk in ruled:
            row["confirmed"] = yuan(ruled[pk].confirmed_fen)
            row["not_confirmed"] = yuan(ruled[pk].unconfirmed_fen)
        rows.append(row)
    return rows


def _effective(agreements: list[Agreement]) -> dict[str, str]:
    """Return D12's day, that of a second agreement as D12.2."""
    return {
        "D12" if place == 1 else f"D12.{place}": agreement.effective_on.isoformat()
        for place, agreement in enumerate(agreements, start=1)
        if agreement.effective_on
    }


def _rulings(case: Case) -> dict[str, str]:
    """Return the day of the ruling's effect; of several, from the second on, as C11.2."""
    days = [effective_on(ruling) for ruling in rulings_of(case)]
    return {
        "C11" if place == 1 else f"C11.{place}": day.isoformat()
        for place, day in enumerate(days, start=1)
        if day
    }


def _statements(case: Case) -> dict[str, str]:
    """Return the day statements took effect: of a review, and those of the tribunal."""
    review = Review.objects.filter(case=case, effective_on__isnull=False).last()
    found = {"R03": review.effective_on.isoformat()} if review else {}
    made = Statement.objects.filter(arbitration__case=case, effective_on__isnull=False)
    for place, statement in enumerate(made.order_by("no"), 1):
        found["A19" if place == 1 else f"A19.{place}"] = statement.effective_on.isoformat()
    return found


def _returns(case: Case) -> list[dict[str, Any]]:
    """Return what the court sent back, oldest first, each reason with its code and answer."""
    returns = Return.objects.filter(packet__application__case=case).order_by("id")
    return [
        {
            "version": r.packet.version,
            "batch": r.packet.application.batch_no,
            "refused": r.refused,
            "on": r.notice_on.isoformat(),
            "due_on": r.due_on.isoformat() if r.due_on else None,
            "codes": [item.code for item in r.items.order_by("id")],
            "reasons": [
                {"code": i.code, "item": i.about, "what": i.what, "answer": i.answer}
                for i in r.items.order_by("id")
            ],
        }
        for r in returns.select_related("packet__application")
    ]


def _confirmation(case: Case) -> list[dict[str, Any]]:
    """Return every application with its number, versions and result, in the order of batches."""
    return [
        {
            "batch": a.batch_no,
            "state": a.state,
            "number": a.number,
            "rows": list(a.workers.order_by("roster_no").values_list("roster_no", flat=True)),
            "versions": a.packets.count(),
            "changed": [
                sorted({row["code"] for row in packet.changes})
                for packet in a.packets.order_by("version")
                if packet.version > 1
            ],
            "result": a.ruling.result if hasattr(a, "ruling") else None,
            "confirmed": yuan(confirmed_fen(a)),
        }
        for a in case.confirmations.order_by("batch_no", "id")
    ]


def _key_of(row: Deadline, times: Counter[str]) -> str:
    """
    Return the key of a time limit as the format writes it.

    JC-09 runs anew for every version of a packet and stands as JC-09.version_2 from the second on;
    the clocks of a batch as JC-10.batch_2.
    """
    key = row.key.replace(".batch", ".batch_")
    if row.rule == "JC-09":
        times[key] += 1
        return key if times[key] == 1 else f"{key}.version_{times[key]}"
    return key


def _deadlines(case: Case) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    times: Counter[str] = Counter()
    for row in case.deadlines.order_by("id"):
        entry: dict[str, Any] = {
            "trigger": row.starts_on.isoformat(),
            "amount": row.amount,
            "unit": row.unit,
            "roll": row.roll,
            "end": row.due_on.isoformat(),
            "provisional": row.provisional,
            "title": row.title,
        }
        if LIMITS[row.rule].direction == "before":
            entry["direction"] = "before"
        if row.raw_on:
            entry["raw"] = row.raw_on.isoformat()
        found[_key_of(row, times)] = entry
    return found


def _schedule(agreement: Agreement) -> list[dict[str, Any]]:
    calendar = current_calendar()
    return [
        {
            "instalment": i.no,
            "due_on": i.due_on.isoformat(),
            "percent": _number(i.percent),
            "amount": yuan(sum(s.amount_fen for s in i.shares.all())),
            "working_day": calendar.is_working_day(i.due_on),
        }
        for i in agreement.instalments.order_by("no")
    ]


def _number(text: str) -> int | str | None:
    if not text:
        return None
    return int(text) if text.isdigit() else text


def _payers(agreement: Agreement) -> list[dict[str, Any]]:
    proposal = agreement.proposal
    debtors = [a["party"] for a in proposal.acknowledging if a["capacity"] == "direct_debtor"]
    caps = dict(proposal.payers.exclude(cap_fen=None).values_list("party_id", "cap_fen"))
    rows = []
    for payer in agreement.payers.select_related("party"):
        row: dict[str, Any] = {
            "party": payer.party.key,
            "liability": payer.liability,
            "share": yuan(payer.share_fen),
        }
        if payer.party_id in caps:
            row["cap"] = yuan(caps[payer.party_id])
        if payer.liability in _RULES:
            row["rule"] = _RULES[Liability(payer.liability)]
        if proposal.recourse_reserved:
            row["recourse_against"] = debtors
        rows.append(row)
    return rows


def _collective(case: Case, agreement: Agreement | None) -> dict[str, Any]:
    workers = case.parties.workers().count()
    return {
        "is_collective": workers >= COLLECTIVE_FROM,
        "threshold": COLLECTIVE_FROM,
        "representatives_min": 3,
        "representatives_max": 5,
        "representatives": [p.roster_no for p in representatives(case)],
        "every_worker_signs": agreement is not None and _every_worker_signed(agreement),
    }


def _every_worker_signed(agreement: Agreement) -> bool:
    workers = {s.worker_id for i in agreement.instalments.all() for s in i.shares.all()}
    signed = Signature.objects.filter(agreement=agreement, party__in=workers, capacity="self")
    return signed.count() == len(workers)


def _rules(case: Case, agreement: Agreement | None) -> dict[str, bool]:
    """Answer, by source, the invariants that can be read off the records."""
    papers = list(Document.objects.filter(case=case))
    faults: dict[str, int] = {}
    for paper in papers:
        for fault in contract_of(paper.code).validate(paper.context):
            faults[fault.code] = faults.get(fault.code, 0) + 1
    found = {code: not faults.get(code) for code in ("V-M1", "V-M2", "V-M3", "V-M4", "V-D1")}
    if agreement is None:
        return found
    found["COL-02"] = _every_worker_signed(agreement)
    # Money goes to the worker, by account or in cash; a crew leader is never the only payer.
    found["V-P4"] = any(
        p.party.role != PartyRole.FOREMAN for p in agreement.payers.select_related("party")
    )
    words = agreement.document.context_json
    found["JC-14"] = "确认劳动关系" not in words and "所有权" not in words
    found["D15"] = any(p.code == "D15" for p in papers)
    found["MED-10"] = agreement.effective_on is None or agreement.effective_on == max(
        agreement.signatures.values_list("signed_on", flat=True), default=date.min
    )
    return found
