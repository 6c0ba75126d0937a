"""The revolving fund: application to disbursement, and the money that comes back."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from cases.queries import wage_accounts
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import SHANGHAI, listed
from centre.rehearsal.fund_rules import CHAIN
from centre.rehearsal.reading import Act, ScenarioFault, money
from centre.rehearsal.stage import Stage
from fund import operations as do
from fund.choices import (
    AdvanceKind,
    AdvanceState,
    ApplicantKind,
    DecisionForm,
    Designation,
    FundLevel,
    HeldFor,
    Opinion,
    Standing,
    Trigger,
    WriteOffGround,
)
from fund.models import Advance, FundAccount, Held, MoneyAct, Recovery
from law.advances import NO_CAP, PER_CASE, PER_WORKER
from staff.choices import Role
from staff.models import User

BINDING = {"per_worker": PER_WORKER, "case_ratio": PER_CASE, "none": NO_CAP}
_KINDS = ("工资表", "考勤记录", "计件工票", "调查笔录", "欠条", "银行流水")
_STANDINGS = {"investor": Standing.INVESTOR, "general_contractor": Standing.GENERAL_CONTRACTOR}


def _advance(stage: Stage, step: Act) -> Advance:
    found = stage.case.advances.order_by("-id").first()
    if found is None:
        raise ScenarioFault(f"{step.label}：没有申请过垫付。")
    return found


def _handler(stage: Stage) -> User:
    """Who keeps the fund's desk: the accountant, else an officer who neither verifies nor pays."""
    if "accountant" in stage.people:
        return stage.people["accountant"]
    for key, person in stage.people.items():
        if person.has_role(Role.FUND_OFFICER) and not key.startswith(("verifier", "cashier")):
            return person
    raise ScenarioFault("情景中没有周转金会计或者经办人。")


def _person(stage: Stage, step: Act) -> User:
    return stage.people[step.by] if step.by in stage.people else _handler(stage)


def _account(stage: Stage, step: Act) -> FundAccount:
    """The fund of the file with its opening balance, opened when it is first needed."""
    name = stage.bodies_named("fund_account") or f"应急周转金（演练{stage.case.number}）"
    found = FundAccount.objects.filter(name=name).first()
    if found is not None:
        return found
    if "fund" not in stage.bodies:
        raise ScenarioFault(f"{step.label}：情景中没有周转金管理机构。")
    numbers = [a.data["account"] for a in stage.scenario.acts if a.name == "send_recovery_notice"]
    account = do.open_account(
        body=stage.bodies["fund"],
        level=FundLevel.CITY,
        name=name,
        holder=stage.bodies["fund"].name,
        bank_name="示例银行示例支行",
        account_no=(numbers or ["0000000000000000900"])[0],
        by=stage.system,
        on=step.on,
    )
    opening = (stage.scenario.get("parameters") or {}).get("fund_opening_balance")
    if opening:
        do.receive_funding(
            account=account,
            amount_fen=money(opening),
            source="演练期初余额",
            key=f"opening-{account.pk}",
            by=stage.system,
            on=step.on,
        )
    _seat_approvers(stage, step, account)
    return account


def _seat_approvers(stage: Stage, step: Act, account: FundAccount) -> None:
    """Who approves at a level in the file sits there for the body of that level."""
    seated: dict[str, str] = {}
    for one in stage.scenario.acts:
        level = one.data.get("level")
        if one.name == "approve_advance" and level and one.by in stage.people:
            seated.setdefault(one.by, CHAIN[min(level, len(CHAIN)) - 1])
    for key, body in seated.items():
        do.seat_approver(
            account=account, body=body, user=stage.people[key], by=stage.system, on=step.on
        )


@act
def apply_for_advance(stage: Stage, step: Act):
    data = step.data
    kind = ApplicantKind(data["applicant_kind"])
    rows = data.get("rows")
    return do.apply_for_advance(
        case=stage.case,
        account=_account(stage, step),
        applicant=_applicant(stage, step, kind),
        trigger=Trigger(data["trigger"]),
        kind=AdvanceKind(data["kind"]),
        sources=_sources(data),
        workers=stage.workers([r["worker"] if isinstance(r, dict) else r for r in rows])
        if isinstance(rows, list)
        else None,
        statement=_statement(stage),
        employer_statement=data.get("employer_statement", ""),
        repayment_plan=data.get("repayment_plan", ""),
        requested_fen=money(data["requested"]) if "requested" in data else None,
        stated_arrears_fen=money(data["arrears"]),
        stated_workers=data["workers"],
        by=_handler(stage),
        on=step.on,
    )


def _applicant(stage: Stage, step: Act, kind: ApplicantKind) -> do.Applicant:
    if kind == ApplicantKind.EMPLOYER:
        debtor = stage.case.debtor
        return do.Applicant(kind, debtor.name, debtor.legal_rep, debtor.address, debtor.phone)
    name = stage.bodies_named(step.by) or stage.bodies_named("industry_department") or step.by
    return do.Applicant(kind, name, "负责人", "示例市示例区示例路41号", "10000090041")


def _statement(stage: Stage) -> str:
    text = stage.case.facts.rstrip("。")
    return f"{text}。"


def _sources(data: dict) -> list[do.Source]:
    """Deposit and special account, as asked before; what the file does not name was not there."""
    deposit = data.get("deposit") or {}
    applies, used = bool(deposit.get("applies")), money(deposit.get("balance_used", "0.00"))
    found = [
        do.Source(
            "工资保证金",
            applies,
            used,
            exhausted=applies,
            note="已用完" if applies else "未存储",
        )
    ]
    for row in data.get("sources_before") or []:
        note = f"{row.get('asked_on', '')}要求，{row['answer']}" if "answer" in row else ""
        balance = money(row["balance"]) if "balance" in row else 0
        found.append(
            do.Source(_SOURCES.get(row["source"], row["source"]), True, balance, True, note)
        )
    if len(found) == 1:
        found.append(do.Source("工资专用账户", applies=False, note="未开设"))
    return found


_SOURCES = {
    "wage_deposit": "工资保证金",
    "wage_account": "工资专用账户",
    "special_account": "工资专用账户",
    "general_contractor": "施工总承包单位先行清偿",
}


@act
def verify_advance(stage: Stage, step: Act):
    data = step.data
    found = stage.case.evidence.filter(no__in=[n for n in data["evidence"] if isinstance(n, int)])
    names = "、".join(e.name for e in found)
    kinds = [kind for kind in _KINDS if kind in names] or ["其他"]
    return do.verify_advance(
        advance=_advance(stage, step),
        rows=[
            do.Verified(
                worker=stage.worker(row["worker"]),
                claimed_fen=money(row["claimed"]),
                verified_fen=money(row["verified"]),
                disputed=row["disputed"],
                evidence=kinds,
                note=row.get("note") or ("有争议或者核减" if row["disputed"] else ""),
            )
            for row in data["rows"]
        ],
        second_verifier=stage.person(data["second_verifier"]),
        method=f"逐人核对{names or '工资表和考勤记录'}。",
        stated_total_fen=money(data["total"]),
        over_cap=_over_cap(data.get("over_cap")),
        by=stage.person(step.by),
        on=step.on,
    )


def _over_cap(asked: dict | None) -> do.OverCap | None:
    if not asked:
        return None
    rows = {row["worker"]: money(row["advance"]) for row in asked["rows"]}
    return do.OverCap(rows, asked["reason"])


@act
def approve_advance(stage: Stage, step: Act):
    data = step.data
    stated: dict[str, Any] = {"level": data["level"], "amount_fen": money(data["amount"])}
    if data.get("per_worker_cap_total"):
        stated["worker_caps_fen"] = money(data["per_worker_cap_total"])
    if data.get("case_ratio_cap"):
        stated["case_cap_fen"] = money(data["case_ratio_cap"])
    if data.get("binding_cap") in BINDING:
        stated["binding"] = BINDING[data["binding_cap"]]
    return do.approve_advance(
        advance=_advance(stage, step),
        opinion=Opinion(data["opinion"]),
        remark=data.get("remark") or ("" if data["opinion"] == "approve" else "演练"),
        over_cap_number=data.get("over_cap_number") or "",
        stated=stated,
        by=stage.person(step.by),
        on=step.on,
    )


@act
def decide_advance(stage: Stage, step: Act):
    data = step.data
    advance = _advance(stage, step)
    plan = [
        (datetime.fromisoformat(r["due_on"]).date(), money(r["amount"]))
        for r in data.get("repay_by") or []
        if isinstance(r, dict)
    ]
    total = money(data["amount"])
    if data["form"] == "agreement" and not plan:
        until = data.get("repay_by")
        due = datetime.fromisoformat(until).date() if until else step.on + timedelta(days=90)
        plan = [(due, total)]
    return do.decide_advance(
        advance=advance,
        form=DecisionForm(data["form"]),
        instalments=plan,
        interest=data.get("interest") or "不计利息",
        default_terms="逾期归还的，甲方可以要求乙方立即归还全部未还款项。",
        stated_rows=_column(stage, data, "advance"),
        stated_total_fen=total,
        stated_workers=data["workers"],
        by=_person(stage, step),
        on=step.on,
    )


def _column(stage: Stage, data: dict, name: str) -> dict[int, int] | None:
    """Each row's sum in fen: of the act itself, else of the roster of the file."""
    if isinstance(data.get("rows"), list):
        return {r["worker"]: money(r.get(name, r.get("amount"))) for r in data["rows"]}
    rows = [stage.scenario.worker_row(a.worker.roster_no) for a in wage_accounts(stage.case)]
    found = {row["no"]: money(row[name]) for row in rows if name in row}
    return found or None


@act
def assign_claim(stage: Stage, step: Act):
    data = step.data
    return do.assign_claim(
        advance=_advance(stage, step),
        witness=stage.name_of(data["witness"]),
        stated_rows={
            r["worker"]: (money(r["assigned"]), money(r["residual"])) for r in data["rows"]
        },
        stated_total_fen=money(data["assigned_total"]),
        by=_handler(stage),
        on=step.on,
    )


@act
def disburse_advance(stage: Stage, step: Act):
    """
    List, bank and receipt in one: the file knows only the day on which all of it was done.

    A row with `failed` came back from the bank; who is left is paid by the next act of this name,
    and the receipts follow when everybody has been paid.
    """
    data = step.data
    advance, by = _advance(stage, step), stage.person(step.by)
    sheet = do.make_payment_list(advance=advance, by=by, on=step.on)
    at = datetime.combine(step.on, time(10, 30), SHANGHAI)
    do.record_bank_answers(
        sheet=sheet,
        answers=[
            do.Answer(
                r["worker"], r["account"], money(r["amount"]), at, failure=r.get("failed") or ""
            )
            for r in data["rows"]
        ],
        stated_total_fen=money(data["total"]),
        by=by,
        on=step.on,
    )
    advance = Advance.objects.get(pk=advance.pk)
    if advance.state != AdvanceState.DISBURSED:
        return advance
    whole = advance.payment_lists.count() == 1
    return do.confirm_receipts(
        advance=advance,
        witness=stage.name_of(data["witness"]),
        stated_rows={r["worker"]: money(r["amount"]) for r in data["rows"]} if whole else None,
        by=by,
        on=step.on,
    )


@act
def send_recovery_notice(stage: Stage, step: Act):
    data = step.data
    to = []
    for key, address in zip(listed(data["to"]), listed(data["addresses"]), strict=True):
        party = stage.party(key)
        to.append((party, _STANDINGS.get(party.role, Standing.EMPLOYER), address))
    handler = _handler(stage)
    return do.send_recovery_notice(
        advance=_advance(stage, step),
        to=to,
        pay_by=step.on + timedelta(days=15),
        method=data["method"],
        signed_off={"name": handler.name, "post": handler.post or "负责人"},
        listing=stage.case.directives.exclude(default_on=None).exists(),
        stated_no=data["notice"],
        stated_fen=money(data["amount"]),
        by=handler,
        on=step.on,
    )


def _by_two(stage: Stage, step: Act, enter: Callable[..., MoneyAct], **entered) -> MoneyAct:
    """One person of the file enters it, the one it names as `checked_by` confirms it."""
    checks = stage.person(step.data["checked_by"])
    waiting = enter(by=stage.person(step.by), on=step.on, **entered)
    return do.confirm_money_act(act=waiting, by=checks, on=step.on)


@act
def record_recovery(stage: Stage, step: Act):
    data = step.data
    named = data.get("designation")
    designation = Designation(named) if named else Designation.NONE
    if not named and not money(data["to_workers"]):
        designation = Designation.FUND
    figures = (
        "to_fund",
        "to_workers",
        "outstanding_before",
        "outstanding_after",
        "balance_after",
    )
    return _by_two(
        stage,
        step,
        do.enter_recovery,
        advance=_advance(stage, step),
        payer=_payer(stage, data["payer"]),
        amount_fen=money(data["amount"]),
        bank_slip=data["bank_slip"],
        received_on=step.on,
        designation=designation,
        rows=_to_fund_rows(stage, data),
        over_fen=money(data.get("over", "0.00")),
        stated={f"{name}_fen": money(data[name]) for name in figures},
    )


def _to_fund_rows(stage: Stage, data: dict) -> list | None:
    """The fund's part worker by worker, where the file says it."""
    rows = data.get("rows")
    if not isinstance(rows, list):
        return None
    return [(stage.worker(r["worker"]), money(r["amount"])) for r in rows]


def _recovery(stage: Stage, step: Act) -> Recovery:
    found = Recovery.objects.filter(
        advance__case=stage.case, bank_slip=step.data["recovery"], voucher__reversed_by=None
    ).first()
    if found is None:
        raise ScenarioFault(f"{step.label}：没有登记过{step.data['recovery']}。")
    return found


@act
def reverse_recovery(stage: Stage, step: Act):
    return _by_two(
        stage,
        step,
        do.enter_reversal,
        recovery=_recovery(stage, step),
        reason=step.data["reason"],
    )


def _held(stage: Stage, step: Act, purpose: HeldFor) -> Held:
    rows = Held.objects.filter(advance__case=stage.case, purpose=purpose, cancelled_on=None)
    if "recovery" in step.data:
        rows = rows.filter(bank_slip=step.data["recovery"])
    found = rows.order_by("-id").first()
    if found is None:
        raise ScenarioFault(f"{step.label}：没有{purpose.label}的暂收款。")
    return found


@act
def pass_on(stage: Stage, step: Act):
    data = step.data
    return _by_two(
        stage,
        step,
        do.enter_passing_on,
        held=_held(stage, step, HeldFor.WORKERS),
        rows=[(stage.worker(r["worker"]), money(r["amount"])) for r in data["rows"]],
        bank_slip=data["bank_slip"],
    )


@act
def give_back(stage: Stage, step: Act):
    data = step.data
    return _by_two(
        stage,
        step,
        do.enter_refund,
        held=_held(stage, step, HeldFor.OVERPAID),
        amount_fen=money(data["amount"]),
        bank_slip=data["bank_slip"],
        reason=data["reason"],
    )


def _payer(stage: Stage, key: str) -> str:
    if key.startswith("family_of_"):
        return f"{stage.name_of(key.removeprefix('family_of_'))}的亲属"
    return stage.name_of(key)


@act
def close_advance(stage: Stage, step: Act):
    data = step.data
    advance = _advance(stage, step)
    if data["outcome"] == "written_off":
        return advance
    return do.close_advance(
        advance=advance,
        stated_outstanding_fen=money(data["outstanding"]),
        by=_person(stage, step),
        on=step.on,
    )


@act
def write_off_advance(stage: Stage, step: Act):
    data = step.data
    written = do.propose_write_off(
        advance=_advance(stage, step),
        ground=WriteOffGround(data.get("ground", "enforcement_ended")),
        facts=data.get("facts") or "经查用人单位无可供执行的财产，人民法院裁定终结执行。",
        efforts=listed(data.get("efforts")) or ["发出追偿通知书、催款函", "申请强制执行"],
        evidence=[n for n in listed(data["evidence"]) if isinstance(n, int)],
        stated_fen=money(data["amount"]),
        by=stage.person(data["handler"]),
        on=step.on,
    )
    first = stage.person(step.by)
    written = do.approve_write_off(written=written, by=first, on=step.on)
    others = [key for key in stage.people if key.startswith("approver")]
    # 人社, then 财政: the centre does not approve what it gives up itself.
    others.sort(key=lambda key: key != "approver_finance")
    second = next(stage.people[key] for key in others if stage.people[key] != first)
    return do.approve_write_off(written=written, by=second, on=step.on)
