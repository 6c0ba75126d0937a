"""After the agreement: payment, default, demand, follow-up, closing."""

from typing import Any

from adjudication.choices import StatementState, TitleKind
from adjudication.models import Award, PaymentOrder, Statement
from adjudication.operations import record_payment_on_title
from cases.choices import CloseOutcome
from cases.models import Party
from cases.queries import wage_accounts
from centre.rehearsal.acts.arbitration import arbitration_of
from centre.rehearsal.acts.award import award_of, close_arbitration_file
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import column_of, instalment_of, intake_of, listed
from centre.rehearsal.reading import Act, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from mediation import operations as do
from mediation.choices import AgreementState, FollowUpMethod, PaymentMethod
from mediation.models import Instalment
from mediation.queries import agreement_outstanding_fen, unpaid_shares
from staff.choices import Role

# What stands on an agreement is paid on its instalments.
ON_AN_AGREEMENT = ("D12", "C11", "R03")


@act
def record_payment(stage: Stage, step: Act):
    """On an agreement, on what was made of one (C11, R03), or on a title of its own."""
    data = step.data
    basis = data.get("basis", "D12")
    behalf = data.get("on_behalf_of")
    facts = {
        "payer": stage.party(step.by),
        "on_behalf_of": stage.party(behalf) if behalf else None,
        "stated_total_fen": money(data["total"]),
        "stated_to_fund_fen": money(data["credited_total"]) if data.get("credited_total") else None,
        "for_workers": data.get("designation") == "workers",
        "method": PaymentMethod(data["method"]),
        "voucher": _voucher(stage, listed(data["evidence"])),
        "acknowledged": stage.workers(data["acknowledged_rows"]),
        "witnesses": _witnesses(stage, data),
        "by": stage.officer("", Role.INTAKE_OFFICER),
        "on": step.on,
    }
    to_fund = data.get("credited_to_fund") or []
    if basis in ON_AN_AGREEMENT:
        instalment = instalment_of(stage, step)
        return do.record_payment(
            instalment=instalment,
            rows=_payment_rows(stage, data["rows"], instalment),
            to_fund_rows=_payment_rows(stage, to_fund, instalment),
            **facts,
        )
    return record_payment_on_title(
        title=_title(stage, step, basis),
        part_no=data.get("instalment"),
        rows=_payment_rows(stage, data["rows"]),
        to_fund_rows=_payment_rows(stage, to_fund),
        **facts,
    )


def _title(stage: Stage, step: Act, basis: str) -> Award | Statement | PaymentOrder:
    """Return the title an act names by its kind; by `number` where there are several."""
    number = step.data.get("number") or ""
    if basis == TitleKind.PAYMENT_ORDER:
        orders = PaymentOrder.objects.filter(case=stage.case).order_by("id")
        found = (orders.filter(number=number) if number else orders).last()
        if found is None:
            raise ScenarioFault(f"{step.label}：没有支付令{number}。")
        return found
    arbitration = arbitration_of(stage, step)
    if basis == TitleKind.STATEMENT:
        statements = arbitration.statements.exclude(state=StatementState.LAPSED).order_by("no")
        if not statements:
            raise ScenarioFault(f"{step.label}：没有仲裁调解书。")
        place = step.data.get("statement") or len(statements)
        return statements.get(no=place)
    if basis not in TitleKind.values:
        raise ScenarioFault(f"{step.label}：付款依据“{basis}”不在格式之内。")
    return award_of(stage, arbitration, number or basis)


def _witnesses(stage: Stage, data: dict) -> list[str]:
    """Return who saw cash change hands; mediator and recorder where the file names nobody."""
    if data["method"] != PaymentMethod.CASH:
        return []
    for key in ("witnesses", "witness"):
        if key in data:
            return [
                stage.name_of(w) if stage.is_person(w) or stage.rows_of(w) else _name(stage, w)
                for w in listed(data[key])
            ]
    officers = stage.case.officers.filter(until_on=None).exclude(capacity="intake")
    return [row.user.name for row in officers.select_related("user")]


def _name(stage: Stage, word: str) -> str:
    """Return the name behind a key, or the word itself when it is a name already."""
    try:
        return stage.name_of(word)
    except ScenarioFault:
        return word


def _payment_rows(stage: Stage, rows: Any, instalment=None) -> list:
    """
    Return (worker, fen) for a table of rows.

    A table is a list of {worker, amount}, {group, roster_column}, or a group alone, which pays
    what the instalment has open for each.
    """
    if isinstance(rows, str):
        rows = {"group": rows}
    if isinstance(rows, dict):
        workers = stage.workers({k: v for k, v in rows.items() if k in ("group", "from", "to")})
        if "roster_column" in rows:
            place = instalment.no if instalment else 1
            column = column_of(stage, workers, rows["roster_column"], place)
        else:
            column = {w.roster_no: fen for w, fen in unpaid_shares(instalment)}
        for other in rows.get("except") or []:
            if isinstance(other, dict):
                value = other.get("value", other.get("amount"))
                column[other["worker"]] = money(value)
            else:
                column[other] = 0
        return [(w, column[w.roster_no]) for w in workers if column.get(w.roster_no)]
    found = []
    for row in rows:
        if isinstance(row, str) or "worker" not in row:
            found += _payment_rows(stage, row, instalment)
        else:
            found.append((stage.worker(row["worker"]), money(row["amount"])))
    return found


def _voucher(stage: Stage, evidence: list) -> str:
    names = []
    for piece in evidence:
        if isinstance(piece, int):
            found = stage.case.evidence.filter(no=piece).first()
            names.append(found.name if found else f"证据{piece}")
        elif "bank slip" in str(piece):
            names.append("银行回单")
        else:
            names.append(str(piece))
    return "、".join(names)


@act
def declare_default(stage: Stage, step: Act):
    data = step.data
    stated: dict[str, Any] = {}
    if data.get("unpaid"):
        unpaid = _payment_rows(stage, data["unpaid"], instalment_of(stage, step))
        stated["unpaid"] = {w.roster_no: fen for w, fen in unpaid}
    for key in ("unpaid_total", "due_now_total"):
        if data.get(key):
            stated[f"{key}_fen"] = money(data[key])
    if data.get("accelerated_total") is not None:
        stated["accelerated_total_fen"] = money(data["accelerated_total"])
    for key in ("accelerated", "accelerated_instalments"):
        if data.get(key) is not None:
            stated[key] = data[key]
    return do.declare_default(
        instalment=instalment_of(stage, step),
        stated=stated,
        by=intake_of(stage, step),
        on=step.on,
    )


@act
def demand_performance(stage: Stage, step: Act):
    data = step.data
    instalment = instalment_of(stage, step)
    to = listed(data.get("to"))
    payer = stage.party(to[0]) if to else _payer_of(instalment)
    return do.demand_performance(
        instalment=instalment,
        to=payer,
        pay_by=day(data["pay_by"]),
        stated_outstanding_fen=money(data["outstanding"]),
        by=stage.officer("", Role.INTAKE_OFFICER),
        on=step.on,
    )


def _payer_of(instalment: Instalment) -> Party:
    """Return who is to pay an instalment: whose it is by the terms, else the first payer."""
    for payer in instalment.agreement.proposal.payers.select_related("party"):
        if instalment.no in payer.instalments:
            return payer.party
    return instalment.agreement.payers.first().party


@act
def record_follow_up(stage: Stage, step: Act):
    data = step.data
    return do.record_follow_up(
        case=stage.case,
        method=FollowUpMethod(data["method"]),
        interviewees=stage.parties(data["to"]),
        paid_in_full=data["paid_in_full"],
        satisfied=data["satisfied"],
        new_arrears=data["new_arrears"],
        remarks=data.get("remarks") or "",
        by=intake_of(stage, step),
        on=step.on,
    )


@act
def close_case(stage: Stage, step: Act):
    data = step.data
    if data.get("file") == "arbitration" or data["outcome"] == CloseOutcome.AWARD_EFFECTIVE:
        return close_arbitration_file(stage, step)
    return do.close_case(
        case=stage.case,
        outcome=CloseOutcome(data["outcome"]),
        outstanding_fen=_outstanding(stage, data),
        residual_open=bool(data.get("residual_open")),
        by=intake_of(stage, step),
        on=step.on,
    )


def _outstanding(stage: Stage, data: dict) -> int:
    """
    Return what the case has outstanding, for a stated sum of the agreement or of the case.

    Where claims stay open elsewhere a file is closed with what its agreement has outstanding.
    """
    stated = money(data["outstanding"])
    agreements = stage.case.agreements.exclude(state=AgreementState.VOID)
    of_agreements = sum(agreement_outstanding_fen(a) for a in agreements)
    if data.get("residual_open") and agreements and stated == of_agreements:
        return sum(a.outstanding_fen for a in wage_accounts(stage.case))
    return stated
