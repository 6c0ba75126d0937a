"""After the agreement: defaults, demands, follow-up visits (D16, D17)."""

from datetime import date

from django.db import transaction

from cases.models import Case, Party
from cases.operations import (
    lock_case,
    meet_deadline,
    record,
    require,
    require_open,
    start_deadline,
)
from cases.permissions import can_edit_case
from cases.queries import total_account, wage_accounts
from documents.operations import issue_document
from law.money import yuan
from mediation.choices import DefaultClause, FollowUpMethod
from mediation.models import Default, Demand, FollowUp, Instalment, InstalmentShare
from mediation.operations.payments import effective_agreement
from mediation.papers import after
from mediation.permissions import can_record_payment
from mediation.queries import (
    agreement_outstanding_fen,
    current_agreement,
    instalment_outstanding_fen,
    unpaid_shares,
)
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def declare_default(
    *,
    instalment: Instalment,
    by: User,
    on: date,
    stated: dict | None = None,
) -> Default:
    """
    认定违约: an instalment was not paid in time; with an acceleration clause the rest falls due.

    The grace period is counted in natural days from the due day and rolls (MED-14.grace).
    `stated` holds control figures: unpaid {roster no: fen}, unpaid_total_fen, accelerated,
    accelerated_total_fen, due_now_total_fen, accelerated_instalments, on_from.

    Raises:
        ActRefused: everything is paid; the grace period has not run out (MED-14); a control
            figure differs (V-M2, V-M3).
    """
    case = lock_case(instalment.agreement.case)
    require(can_record_payment(by, case))
    require_open(case)
    agreement = effective_agreement(instalment.agreement)
    open_rows = unpaid_shares(instalment)
    if not open_rows:
        raise ActRefused(f"第{instalment.no}期已全部付清，不存在违约。", source="MED-14")
    if agreement.defaults.filter(instalment=instalment).exists():
        raise ActRefused(f"第{instalment.no}期已认定违约。", source="MED-14")
    proposal = agreement.proposal
    # One grace period per missed instalment; the first keeps the plain name.
    grace = f"grace.{instalment.no}" if agreement.defaults.exists() else "grace"
    deadline = start_deadline(
        case=case,
        rule="MED-14",
        suffix=grace,
        event=f"第{instalment.no}期约定付款日",
        trigger=instalment.due_on,
        by=by,
        amount=proposal.grace_days or 0,
    )
    if on <= deadline.due_on:
        raise ActRefused(
            f"第{instalment.no}期宽限期至{deadline.due_on:%Y-%m-%d}届满，现在不能认定违约。",
            source="MED-14",
        )
    accelerated = proposal.default_kind == DefaultClause.ACCELERATION
    later = agreement.instalments.filter(no__gt=instalment.no)
    later_open = {i.no: instalment_outstanding_fen(i) for i in later}
    unpaid = sum(rest for _, rest in open_rows)
    rest_fen = sum(later_open.values()) if accelerated else 0
    default = Default(
        agreement=agreement,
        instalment=instalment,
        declared_on=on,
        unpaid_fen=unpaid,
        accelerated=accelerated and bool(rest_fen),
        accelerated_fen=rest_fen,
        unpaid=[{"worker": w.roster_no, "amount_fen": fen} for w, fen in open_rows],
    )
    _refuse_wrong_default(default, later_open, stated or {})
    default.save()
    meet_deadline(case=case, rule="MED-14", suffix=grace, on=deadline.due_on, by=by)
    record(
        case,
        "declare_default",
        by=by,
        on=on,
        summary=f"第{instalment.no}期逾期，未付{yuan(unpaid)}元"
        + (f"，其余{yuan(rest_fen)}元加速到期" if default.accelerated else ""),
        facts={
            "instalment": instalment.no,
            "unpaid_fen": unpaid,
            "accelerated_fen": rest_fen,
            "due_now_fen": default.due_now_fen,
        },
    )
    return default


def _refuse_wrong_default(default: Default, later_open: dict[int, int], stated: dict) -> None:
    unpaid = {row["worker"]: row["amount_fen"] for row in default.unpaid}
    open_later = [no for no, fen in later_open.items() if fen]
    checks = (
        ("unpaid", unpaid, "各人未付金额"),
        ("unpaid_total_fen", default.unpaid_fen, "本期未付合计"),
        ("accelerated_total_fen", default.accelerated_fen, "加速到期金额"),
        ("due_now_total_fen", default.due_now_fen, "现在到期总额"),
    )
    for name, computed, label in checks:
        if stated.get(name) not in (None, computed):
            raise ActRefused(f"写明的{label}与系统计算不一致，请核对。", source="V-M2")
    if isinstance(stated.get("accelerated"), bool) and stated["accelerated"] != bool(
        default.accelerated
    ):
        raise ActRefused("协议的违约条款与所称的是否加速到期不符。", source="MED-14")
    if stated.get("accelerated_instalments") not in (None, open_later):
        raise ActRefused("写明的加速到期期次与系统计算不一致，请核对。", source="V-M3")


@transaction.atomic
def demand_performance(
    *,
    instalment: Instalment,
    to: Party,
    pay_by: date,
    by: User,
    on: date,
    stated_outstanding_fen: int | None = None,
) -> Demand:
    """
    督促履行: demand payment of what is overdue, with the consequences (D17).

    Raises:
        ActRefused: nothing is overdue, the day to pay by has passed, a stated sum differs (V-M2).
    """
    case = lock_case(instalment.agreement.case)
    require(can_edit_case(by, case))
    require_open(case)
    agreement = effective_agreement(instalment.agreement)
    overdue = instalment_outstanding_fen(instalment)
    if not overdue:
        raise ActRefused(f"第{instalment.no}期已付清，无需督促。", source="D17")
    if on <= instalment.due_on:
        raise ActRefused(f"第{instalment.no}期尚未到期。", source="D17")
    if pay_by < on:
        raise ActRefused("履行期限不能早于今天。", source="V-D1")
    declared = agreement.defaults.filter(instalment=instalment).first()
    due_now = declared.due_now_fen if declared else overdue
    outstanding = agreement_outstanding_fen(agreement)
    if stated_outstanding_fen not in (None, overdue, due_now, outstanding):
        raise ActRefused(
            f"写明未付{yuan(stated_outstanding_fen)}元，本期未付{yuan(overdue)}元，"
            f"协议未付{yuan(outstanding)}元。",
            source="V-M2",
        )
    demand = Demand(
        agreement=agreement,
        instalment=instalment,
        to=to,
        outstanding_fen=overdue,
        pay_by=pay_by,
        sent_on=on,
    )
    demand.save()
    event = record(
        case,
        "demand_performance",
        by=by,
        on=on,
        party=to,
        summary=f"督促{to.name}于{pay_by:%Y-%m-%d}前支付第{instalment.no}期{yuan(overdue)}元",
        facts={"instalment": instalment.no, "overdue_fen": overdue},
    )
    issue_document(
        case=case,
        code="D17",
        fields=after.demand(
            demand,
            overdue_fen=overdue,
            outstanding_fen=outstanding,
            accelerated=bool(declared and declared.accelerated),
        ),
        by=by,
        on=on,
        party=to,
        recipient=to.name,
        event=event,
    )
    return demand


@transaction.atomic
def record_follow_up(
    *,
    case: Case,
    method: FollowUpMethod,
    interviewees: list[Party],
    paid_in_full: bool,
    satisfied: bool,
    new_arrears: bool,
    by: User,
    on: date,
    remarks: str = "",
) -> FollowUp:
    """
    回访: ask whether the money came and whether there is anything new (人民调解法 31); makes D16.

    Raises:
        ActRefused: “paid in full” against the wage accounts (D16), no agreement.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    agreement = current_agreement(case)
    if agreement is None or agreement.effective_on is None:
        raise ActRefused("本案尚无生效的调解协议，不能回访。", source="D16")
    if not interviewees:
        raise ActRefused("请选择受访人。", source="D16")
    asked = [w.pk for w in interviewees]
    in_agreement = InstalmentShare.objects.filter(
        instalment__agreement__case=case, worker__in=asked
    ).values_list("worker_id", flat=True)
    covered = [a for a in wage_accounts(case) if a.worker.pk in set(in_agreement)]
    outstanding = total_account(covered)["outstanding"]
    if paid_in_full and outstanding:
        raise ActRefused(
            f"工资账户显示受访人尚有{yuan(outstanding)}元未付清，请先登记付款或更正答复。",
            source="D16",
        )
    visit = FollowUp(
        case=case,
        visited_on=on,
        method=method,
        paid_in_full=paid_in_full,
        satisfied=satisfied,
        new_arrears=new_arrears,
        remarks=remarks.strip(),
        by=by,
    )
    visit.save()
    visit.interviewees.set(interviewees)
    meet_deadline(case=case, rule="MED-31", on=on, by=by)
    if new_arrears:
        step = "受访人反映新的欠薪，另行登记线索办理。"
    elif paid_in_full:
        step = "无"
    else:
        step = "继续督促履行。"
    event = record(
        case,
        "record_follow_up",
        by=by,
        on=on,
        summary=f"{FollowUpMethod(method).label}回访{len(interviewees)}人："
        + ("已全部付清" if paid_in_full else "尚未付清"),
        facts={"paid_in_full": paid_in_full, "new_arrears": new_arrears},
    )
    issue_document(
        case=case,
        code="D16",
        fields=after.follow_up(visit, agreement_number=agreement.number, next_step=step),
        by=by,
        on=on,
        event=event,
    )
    return visit
