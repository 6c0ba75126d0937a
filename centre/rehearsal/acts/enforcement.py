"""Payment orders and enforcement: what is asked of the court, and what it answers."""

from datetime import date
from typing import Any

from adjudication import operations as do
from adjudication.choices import TitleKind
from adjudication.models import Arbitration, Enforcement, PaymentOrder
from adjudication.obligations import clock_of_order
from adjudication.papers.enforcement import Clue, Title
from adjudication.papers.payment_order import Conditions
from cases.models import Party
from cases.queries import worker_account
from centre.rehearsal.acts.award import award_of
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import intake_of, listed
from centre.rehearsal.reading import Act, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from confirmation.queries import effective_on, rulings_of
from mediation.queries import paid_on_instalment, repaid_not_credited_fen
from staff.choices import Role
from staff.models import Body, User

BANK = "示例银行示例支行"


def _desk(stage: Stage, step: Act) -> User:
    """What a court answers is entered at the centre's desk."""
    return intake_of(stage, Act(step.on, step.name, "", step.data, step.place))


def _court(stage: Stage, data: dict) -> Body:
    body = stage.bodies.get(data.get("court") or "court")
    if body is None:
        raise ScenarioFault(f"没有“{data.get('court', 'court')}”这一法院。")
    return body


def _banked(workers: list[Party], accounts: Any = None) -> None:
    """The format gives accounts with the roster or not at all; then an invented one is entered."""
    for place, worker in enumerate(workers, 1):
        if not worker.bank_account or not worker.bank_name:
            worker.bank_account = worker.bank_account or f"000000{worker.pk:07d}{place:06d}"
            worker.bank_name = worker.bank_name or BANK
            Party.objects.bulk_update([worker], ["bank_account", "bank_name"])


@act
def apply_for_payment_order(stage: Stage, step: Act):
    data = step.data
    worker = next((p for p in stage.parties(step.by) if p.is_worker), None)
    if worker is None:
        raise ScenarioFault(f"{step.label}：支付令由劳动者本人申请。")
    _banked([worker])
    return do.apply_for_payment_order(
        worker=worker,
        debtor=_debtor(stage, data),
        court=_court(stage, data),
        conditions=Conditions(
            whole_sum_settled=bool(data.get("whole_sum_settled", True)),
            no_counter_performance=bool(data.get("no_counter_performance", True)),
            serviceable=bool(data.get("serviceable", True)),
            preserved=bool(data.get("pre_litigation_preservation")),
        ),
        overdue_since=day(data["overdue_since"]) if data.get("overdue_since") else None,
        stated_fen=money(data["amount"]) if data.get("amount") else None,
        by=_desk(stage, step),
        on=step.on,
    )


def _debtor(stage: Stage, data: dict) -> Party:
    if data.get("debtor") or data.get("against"):
        return stage.party(data.get("debtor") or listed(data["against"])[0])
    agreement = stage.case.agreements.filter(effective_on__isnull=False).order_by("id").last()
    payer = agreement.payers.order_by("id").first() if agreement else None
    debtor = payer.party if payer else stage.case.debtor
    if debtor is None:
        raise ScenarioFault("没有写明债务人。")
    return debtor


def _order(stage: Stage, *, worker: Any = None, number: str = "") -> PaymentOrder:
    found = PaymentOrder.objects.filter(case=stage.case).order_by("id")
    if worker is not None:
        found = found.filter(worker__in=stage.workers(worker))
    elif number:
        found = found.filter(number=number)
    order = found.last()
    if order is None:
        raise ScenarioFault(f"没有{number or worker}的支付令申请。")
    return order


@act
def court_accepts_payment_order(stage: Stage, step: Act):
    data = step.data
    return do.court_accepts_payment_order(
        orders=[
            (_order(stage, worker=row["worker"]), row["number"]) for row in data["applications"]
        ],
        decided_on=day(data.get("decided_on") or step.on),
        by=_desk(stage, step),
        on=step.on,
    )


@act
def court_issues_payment_order(stage: Stage, step: Act):
    data = step.data
    order = _order(stage, worker=data.get("worker"), number=data["number"])
    issued = do.court_issues_payment_order(
        order=order,
        number=data["number"],
        amount_fen=money(data["amount"]) if data.get("amount") else order.amount_fen,
        issued_on=day(data["issued_on"]),
        served_on=day(data["served_on"]),
        by=_desk(stage, step),
        on=step.on,
    )
    until = data.get("objection_until")
    running = stage.case.deadlines.filter(rule="PAYO-03", suffix=clock_of_order(order)).last()
    if until and running and running.due_on != day(until):
        raise ScenarioFault(f"异议期限应为{running.due_on}。")
    return issued


@act
def object_to_payment_order(stage: Stage, step: Act):
    data = step.data
    numbers = listed(data.get("numbers") or data.get("number"))
    orders = [_order(stage, number=number) for number in numbers] or [_order(stage)]
    return [
        do.object_to_payment_order(
            order=order,
            ground=data["ground"],
            objected_on=day(data.get("objected_on") or step.on),
            decided_on=day(data.get("decided_on") or step.on),
            upheld=bool(data["effective"]),
            by=_desk(stage, step),
            on=step.on,
        )
        for order in orders
    ]


@act
def apply_for_enforcement(stage: Stage, step: Act):
    data = step.data
    workers = _applicants(stage, step)
    _banked(workers)
    title = _title(stage, step, workers)
    return do.apply_for_enforcement(
        case=stage.case,
        title=title,
        workers=workers,
        court=_court(stage, data),
        clues=[_clue(row) for row in listed(data.get("clues"))],
        stated_fen=money(data["outstanding"]) if data.get("outstanding") else None,
        stated_effective_on=day(data["effective_on"]) if data.get("effective_on") else None,
        by=_desk(stage, step),
        on=step.on,
    )


def _applicants(stage: Stage, step: Act) -> list[Party]:
    if "rows" in step.data:
        return stage.workers(step.data["rows"])
    return [p for p in stage.parties(step.by) if p.is_worker]


def _clue(row: Any) -> Clue:
    if isinstance(row, dict):
        return Clue(str(row["kind"]), str(row.get("detail") or row["kind"]))
    return Clue("其他财产", str(row))


def _title(stage: Stage, step: Act, workers: list[Party]) -> Title:
    data = step.data
    basis = data["basis"]
    if basis == "payment_order":
        order = _order(stage, number=data["number"])
        return do.title_of_payment_order(order, on=step.on)
    if basis == "C11":
        return _confirmed(stage, data, workers, step.on)
    if basis not in TitleKind.values:
        raise ScenarioFault(f"{step.label}：执行依据“{basis}”不在格式之内。")
    review = stage.case.reviews.order_by("id").last()
    if basis == TitleKind.MEDIATION_STATEMENT and review:
        return do.title_of_review(review, workers, on=step.on)
    arbitration = Arbitration.objects.filter(case=stage.case).order_by("id").last()
    if arbitration is None or basis == TitleKind.MEDIATION_STATEMENT:
        raise ScenarioFault(f"{step.label}：没有{basis}。")
    award = award_of(stage, arbitration, basis)
    return do.title_of_award(award, workers, on=step.on)


def _confirmed(stage: Stage, data: dict, workers: list[Party], on: date) -> Title:
    """The court's own ruling: what it confirmed for each worker, less what was paid since."""
    rulings = [r for r in rulings_of(stage.case) if r.application.number == data["number"]]
    if not rulings:
        raise ScenarioFault(f"没有确认裁定{data['number']}。")
    ruling = rulings[-1]
    application = ruling.application
    agreement = application.agreement
    day_of_effect = effective_on(ruling)
    if day_of_effect is None:
        raise ScenarioFault(f"确认裁定{data['number']}尚未送达。")
    instalments = list(agreement.instalments.order_by("no"))
    paid: dict[Party, int] = dict.fromkeys(workers, 0)
    for instalment in instalments:
        received = paid_on_instalment(instalment)
        for worker in workers:
            paid[worker] += received.get(worker.pk, 0)
    for worker in workers:  # the fund's part is the fund's to ask for
        paid[worker] += worker_account(worker).owed_to_fund_fen + repaid_not_credited_fen(worker)
    confirmed = {row.worker_id: row.confirmed_fen for row in ruling.rows.all()}
    payer = agreement.payers.order_by("id").first()
    return Title(
        kind=TitleKind.CONFIRMATION,
        number=application.number,
        issuer=application.court.name,
        made_on=ruling.ruled_on,
        effective_on=day_of_effect,
        last_due_on=instalments[-1].due_on,
        debtor=payer.party,
        owed={worker: confirmed.get(worker.pk, 0) for worker in workers},
        paid=paid,
    )


@act
def record_enforcement(stage: Stage, step: Act):
    data = step.data
    rows = [(stage.worker(r["worker"]), r["number"], money(r["amount"])) for r in data["rows"]]
    applied = Enforcement.objects.filter(case=stage.case).order_by("id")
    mine = applied.filter(workers__in=[worker.pk for worker, _, _ in rows]).distinct()
    open_ones = [e for e in mine if do.outstanding_fen(e) > 0]
    enforcement = next(iter(open_ones), mine.last())
    if enforcement is None:
        raise ScenarioFault(f"{step.label}：没有申请过强制执行。")
    outstanding = data.get("outstanding_after")
    return do.record_enforcement(
        enforcement=enforcement,
        rows=rows,
        stated_total_fen=money(data["total"]) if data.get("total") else None,
        stated_outstanding_fen=money(outstanding) if outstanding is not None else None,
        by=stage.officer(step.by, Role.INTAKE_OFFICER),
        on=step.on,
    )
