"""支付令: each worker's own, for what is due and not disputed; objected to, it is over (PAYO-*)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from adjudication.choices import PaymentOrderState
from adjudication.models import PaymentOrder
from adjudication.obligations import clock_of_order, numbers_of
from adjudication.papers import payment_order as papers
from adjudication.papers.payment_order import Conditions, DuePart
from adjudication.permissions import can_file
from cases.choices import CaseStatus, PartyKind
from cases.models import Case, Party
from cases.operations import (
    lock_case,
    meet_deadline,
    record,
    require,
    require_open,
    start_deadline,
)
from cases.queries import current_calendar, worker_account
from documents.contracts.enforcement.applications import HEADS
from documents.operations import issue_document
from law.money import yuan
from law.time_limits import last_day
from mediation.models import Agreement, Default
from mediation.operations.titles import end_other_ways
from mediation.queries import current_agreement, paid_on_instalment, repaid_not_credited_fen
from mediation.queries.titles import titled
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused

OVER = (PaymentOrderState.OBJECTED, PaymentOrderState.REFUSED)


@transaction.atomic
def apply_for_payment_order(
    *,
    worker: Party,
    debtor: Party,
    court: Body,
    conditions: Conditions,
    by: User,
    on: date,
    overdue_since: date | None = None,
    head: str = HEADS[0],
    stated_fen: int | None = None,
) -> PaymentOrder:
    """
    申请支付令 (E01): on the agreement what is due of it, without one the arrears of wages.

    Each instalment that falls due may be asked for by an order of its own; what an order that runs
    or is in force is for is not asked for again.

    `overdue_since` is asked where there is no agreement whose instalments say it.

    Raises:
        ActRefused: PAYO-04 for a debtor who cannot be found, a sum that is disputed or not due, and
            what else the law asks; V-X1 for a confirmed agreement or what was asked for; V-M2 for
            another sum; V-P4 without the worker's own account.
    """
    case = lock_case(worker.case)
    require(can_file(by, case))
    require_open(case)
    _refuse_debtor(debtor)
    _refuse_conditions(conditions)
    agreement = _agreement(case, debtor)
    title = titled(agreement).get(worker.pk) if agreement else None
    if title:
        raise ActRefused(
            f"{worker.name}已有{title}，应当直接申请强制执行，不申请支付令。", source="V-X1"
        )
    asked = _asked_for(worker, debtor, agreement)
    if not worker.bank_account or not worker.bank_name:
        raise ActRefused(f"请先登记{worker.name}本人的开户行和账号。", source="V-P4")
    due, accelerated = parts_due(worker, agreement, on=on, overdue_since=overdue_since)
    parts = [part for part in due if part.no not in asked]
    if due and not parts:
        raise ActRefused(
            f"{worker.name}到期未付的{_instalments(due, agreement)}已经申请支付令，不能重复申请。",
            source="V-X1",
            suggest="以后各期到期未付的，到期以后可以另行申请支付令。" if agreement else "",
        )
    amount = sum(part.open_fen for part in parts)
    if not parts or amount <= 0:
        raise ActRefused(f"{worker.name}没有已经到期未付的款项，不能申请支付令。", source="PAYO-04")
    if stated_fen is not None and stated_fen != amount:
        raise ActRefused(
            f"申请金额写明{yuan(stated_fen)}元，到期未付的为{yuan(amount)}元。",
            source="PAYO-04" if stated_fen > amount else "V-M2",
        )
    event = record(
        case,
        "apply_for_payment_order",
        by=by,
        on=on,
        party=worker,
        summary=f"{worker.name}向{court.name}申请支付令{yuan(amount)}元",
        facts={"debtor": debtor.key, "court": court.name, "amount_fen": amount},
    )
    document = issue_document(
        case=case,
        code="E01",
        fields=papers.application(
            case,
            worker,
            debtor,
            court=court,
            agreement=agreement,
            accelerated=accelerated,
            head=head,
            parts=parts,
            conditions=conditions,
            on=on,
        ),
        by=by,
        on=on,
        event=event,
        party=worker,
        recipient=court.name,
    )
    order = PaymentOrder(
        case=case,
        worker=worker,
        debtor=debtor,
        court=court,
        amount_fen=amount,
        basis=agreement.number if agreement else "拖欠劳动报酬",
        overdue_since=min(part.due_on for part in parts) + timedelta(days=1),
        applied_on=on,
        document=document,
    )
    save_with_reason(order, by=by, reason="申请支付令")
    _start(case, order, "PAYO-01", "申请支付令", on, by)
    return order


def _asked_for(worker: Party, debtor: Party, agreement: Agreement | None) -> set[int]:
    """
    Return the instalments a worker has asked an order for that runs or is in force.

    Raises:
        ActRefused: what was asked for is the arrears, or was asked on another agreement: it is the
            same wages (V-X1).
    """
    found: set[int] = set()
    orders = worker.payment_orders.filter(debtor=debtor).exclude(state__in=OVER)
    for order in orders.select_related("document"):
        if agreement is None or order.basis != agreement.number:
            raise ActRefused(f"{worker.name}已经申请支付令，不能重复申请。", source="V-X1")
        found |= numbers_of(order)
    return found


def _instalments(parts: Sequence[DuePart], agreement: Agreement | None) -> str:
    return "第" + "、".join(str(part.no) for part in parts) + "期" if agreement else "工资"


def _refuse_debtor(debtor: Party) -> None:
    if debtor.missing:
        raise ActRefused(
            f"{debtor.name}下落不明，不能申请支付令。",
            source="PAYO-04",
            suggest="请改走仲裁，或者申请周转金垫付。",
        )
    if not debtor.address:
        raise ActRefused(f"{debtor.name}没有可以送达的地址，不能申请支付令。", source="PAYO-04")
    if debtor.kind == PartyKind.NATURAL and not debtor.uscc:
        raise ActRefused(
            f"支付令向用人单位申请，“{debtor.name}”是自然人，请改走诉讼或者仲裁。",
            source="PAYO-04",
        )


def _refuse_conditions(conditions: Conditions) -> None:
    for holds, sentence in (
        (conditions.whole_sum_settled, "数额有争议或者不确定"),
        (conditions.no_counter_performance, "申请人负有对待给付义务"),
        (conditions.serviceable, "支付令不能送达债务人"),
        (not conditions.preserved, "已申请诉前保全"),
    ):
        if not holds:
            raise ActRefused(f"{sentence}的，不能申请支付令。", source="PAYO-04")


def _agreement(case: Case, debtor: Party) -> Agreement | None:
    agreement = current_agreement(case)
    if agreement is None or agreement.effective_on is None:
        return None
    if not agreement.payers.filter(party=debtor).exists():
        raise ActRefused(
            f"{debtor.name}不是调解协议的付款人，不能依据协议申请支付令。", source="PAYO-04"
        )
    return agreement


def parts_due(
    worker: Party, agreement: Agreement | None, *, on: date, overdue_since: date | None
) -> tuple[list[DuePart], bool]:
    """Return what was to be paid before that day and is open, and whether parts fell due early."""
    if agreement is None:
        return _arrears(worker, on=on, overdue_since=overdue_since), False
    fell_due = Default.objects.filter(agreement=agreement, accelerated=True).order_by("id").last()
    parts, early = [], False
    # What the fund has advanced the worker has had: the fund asks for it, not the worker (FUND-02).
    # What came back of it is the debtor's payment, whether an instalment was credited yet or not.
    advanced = worker_account(worker).owed_to_fund_fen + repaid_not_credited_fen(worker)
    for instalment in agreement.instalments.order_by("no"):
        share = instalment.shares.filter(worker=worker).first()
        if share is None:
            continue
        due_on = instalment.due_on
        if due_on >= on and fell_due and fell_due.declared_on < on:
            due_on, early = fell_due.declared_on, True
        paid = paid_on_instalment(instalment).get(worker.pk, 0)
        had = min(advanced, share.amount_fen - paid)
        advanced, paid = advanced - had, paid + had
        if due_on < on and share.amount_fen > paid:
            parts.append(DuePart(instalment.no, due_on, share.amount_fen, paid))
    return parts, early


def _arrears(worker: Party, *, on: date, overdue_since: date | None) -> list[DuePart]:
    if worker.case.status == CaseStatus.DECLINED or overdue_since is None:
        raise ActRefused("没有调解协议的，请写明工资从哪一天起逾期。", source="PAYO-05")
    if overdue_since > on:
        raise ActRefused("尚未到期的工资不能申请支付令。", source="PAYO-04")
    account = worker_account(worker)
    due = account.due_fen - account.waived_fen - account.rejected_fen
    return [DuePart(1, overdue_since - timedelta(days=1), due, account.received_fen)]


@transaction.atomic
def court_accepts_payment_order(
    *, orders: Sequence[tuple[PaymentOrder, str]], decided_on: date, by: User, on: date
) -> list[PaymentOrder]:
    """
    法院受理支付令申请: each with the court's number; the order is to be issued in fifteen days.

    Raises:
        ActRefused: an application decided already, without a number, or before it was made.
    """
    done = []
    for order, number in orders:
        case, order = _locked(order, by)
        _require_state(order, PaymentOrderState.APPLIED)
        _in_order(order.applied_on, decided_on, on)
        if not number.strip():
            raise ActRefused(f"请写明{order.worker.name}的支付令案号。", source="V-N1")
        taken = PaymentOrder.objects.filter(court=order.court, number=number.strip())
        if taken.exclude(pk=order.pk).exists():
            raise ActRefused(f"案号{number}已用于另一件支付令，请核对。", source="V-N1")
        order.state, order.number = PaymentOrderState.ACCEPTED, number.strip()
        order.accepted_on = decided_on
        save_with_reason(order, by=by, reason="法院受理")
        _told(order, "court_accepts_payment_order", f"受理支付令申请：{number}", by=by, on=on)
        _meet(case, order, "PAYO-01", decided_on, by)
        _start(case, order, "PAYO-02", "受理支付令申请", decided_on, by)
        done.append(order)
    return done


@transaction.atomic
def court_issues_payment_order(
    *,
    order: PaymentOrder,
    number: str,
    amount_fen: int,
    issued_on: date,
    served_on: date,
    by: User,
    on: date,
) -> PaymentOrder:
    """
    登记支付令: issued and served; without an objection it has effect the day after fifteen days.

    Raises:
        ActRefused: not accepted, another number (V-N1) or sum (V-M2), days out of order.
    """
    case, order = _locked(order, by)
    _require_state(order, PaymentOrderState.ACCEPTED)
    if number.strip() != order.number:
        raise ActRefused(
            f"支付令案号{number}与受理的{order.number}不一致，请核对是否传错。", source="V-N1"
        )
    if amount_fen != order.amount_fen:
        raise ActRefused(
            f"支付令金额{yuan(amount_fen)}元与申请的{yuan(order.amount_fen)}元不一致。",
            source="V-M2",
        )
    _in_order(order.accepted_on or order.applied_on, issued_on, on)
    _in_order(issued_on, served_on, on)
    counted = last_day("PAYO-03", served_on, current_calendar())
    order.state = PaymentOrderState.ISSUED
    order.issued_on, order.served_on = issued_on, served_on
    order.effective_on = counted.due_on + timedelta(days=1)
    save_with_reason(order, by=by, reason="支付令已发出并送达")
    _told(order, "court_issues_payment_order", f"发出支付令{order.number}", by=by, on=on)
    _meet(case, order, "PAYO-02", issued_on, by)
    _start(case, order, "PAYO-03", "债务人收到支付令", served_on, by)
    return order


@transaction.atomic
def object_to_payment_order(
    *,
    order: PaymentOrder,
    ground: str,
    objected_on: date,
    decided_on: date,
    upheld: bool,
    by: User,
    on: date,
) -> PaymentOrder:
    """
    登记异议: in writing in fifteen days; whether it stands the court decides, and then it is over.

    That the debtor has no money is no objection, however the court words it.

    Raises:
        ActRefused: no order runs, no ground, or it came after the last day (PAYO-03).
    """
    case, order = _locked(order, by)
    _require_state(order, PaymentOrderState.ISSUED)
    if not ground.strip():
        raise ActRefused("请写明异议的理由。", source="PAYO-03")
    _in_order(order.served_on or order.applied_on, objected_on, on)
    _in_order(objected_on, decided_on, on)
    last = order.effective_on - timedelta(days=1) if order.effective_on else objected_on
    if objected_on > last:
        raise ActRefused(
            f"异议期已于{last:%Y-%m-%d}届满，支付令自{order.effective_on:%Y-%m-%d}起生效。",
            source="PAYO-03",
        )
    order.objection = ground.strip()[:300]
    if upheld:
        order.state, order.effective_on = PaymentOrderState.OBJECTED, None
        _meet(case, order, "PAYO-03", decided_on, by)
    save_with_reason(order, by=by, reason="异议成立" if upheld else "异议不成立")
    word = "成立，支付令失效" if upheld else "不成立"
    _told(order, "object_to_payment_order", f"债务人异议{word}：{ground.strip()}", by=by, on=on)
    return order


@transaction.atomic
def payment_order_takes_effect(*, order: PaymentOrder, by: User, on: date) -> PaymentOrder:
    """
    登记生效: the fifteen days are over, nobody objected; it is enforced as a judgment is (PAYO-03).

    The two years for that begin (JC-16); once everybody has a title, the other ways end.

    Raises:
        ActRefused: not issued, objected to, or the fifteen days are not over (PAYO-03).
    """
    case, order = _locked(order, by)
    _require_state(order, PaymentOrderState.ISSUED)
    if order.effective_on is None or on < order.effective_on:
        raise ActRefused(
            f"异议期还没有届满，支付令自{order.effective_on:%Y-%m-%d}起生效。", source="PAYO-03"
        )
    order.state = PaymentOrderState.EFFECTIVE
    save_with_reason(order, by=by, reason="异议期满，支付令生效")
    told = f"支付令{order.number}期满无异议，生效"
    _told(order, "payment_order_takes_effect", told, by=by, on=on)
    _meet(case, order, "PAYO-03", order.effective_on, by)
    last_day_to_pay = order.effective_on - timedelta(days=1)
    _start(case, order, "JC-16", "支付令履行期间届满", last_day_to_pay, by)
    agreement = current_agreement(case)
    if agreement:
        end_other_ways(agreement=agreement, by=by)
    return order


def _locked(order: PaymentOrder, by: User) -> tuple[Case, PaymentOrder]:
    case = lock_case(order.case)
    require(can_file(by, case))
    return case, PaymentOrder.objects.select_for_update().get(pk=order.pk)


def _require_state(order: PaymentOrder, *states: PaymentOrderState) -> None:
    if order.state not in states:
        raise ActRefused(
            f"支付令现为“{order.get_state_display()}”，不能办理此事项。", source="PAYO-02"
        )


def _in_order(before: date, day: date, on: date) -> None:
    if not before <= day <= on:
        raise ActRefused("日期先后有误，请核对申请、受理、发出和送达的日期。", source="V-D1")


def _told(order: PaymentOrder, act: str, summary: str, *, by: User, on: date) -> None:
    record(
        order.case,
        act,
        by=by,
        on=on,
        party=order.worker,
        summary=f"{order.court.name}{summary}（{order.worker.name}）",
        facts={"payment_order": order.pk, "number": order.number},
    )


def _meet(case: Case, order: PaymentOrder, rule: str, on: date, by: User) -> None:
    meet_deadline(case=case, rule=rule, on=on, by=by, suffix=clock_of_order(order))


def _start(case: Case, order: PaymentOrder, rule: str, event: str, trigger: date, by: User) -> None:
    start_deadline(
        case=case, rule=rule, event=event, trigger=trigger, by=by, suffix=clock_of_order(order)
    )
