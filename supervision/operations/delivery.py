"""A transfer reaches the police, who have three days to answer; what follows a refusal to file."""

from datetime import date, datetime

from django.db import transaction

from cases.operations import lock_case, meet_deadline, record, require, start_deadline
from cases.permissions import can_edit_case
from mediation.papers.opening import SHANGHAI
from staff.models import User
from staff.refusals import ActRefused
from supervision.choices import PoliceReply
from supervision.models import PoliceTransfer


@transaction.atomic
def record_police_delivery(
    *, transfer: PoliceTransfer, delivered_at: datetime, by: User, on: date
) -> PoliceTransfer:
    """
    登记送交公安机关, where the letter was made before it was handed over; starts CRIM-07.

    Raises:
        ActRefused: handed over already (V-N1); before the approval or in the future (V-D1).
    """
    case = lock_case(transfer.case)
    require(can_edit_case(by, case))
    transfer = PoliceTransfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if transfer.delivered_at:
        raise ActRefused("已经登记送交。", source="V-N1")
    day = delivered_at.astimezone(SHANGHAI).date()
    if delivered_at < transfer.approved_at or day > on:
        raise ActRefused("送交时间应在批准以后、今天以前。", source="V-D1")
    transfer.delivered_at = delivered_at
    transfer.save(update_fields=["delivered_at"])
    record(
        case,
        "record_police_delivery",
        by=by,
        on=on,
        summary=f"移送材料送交{transfer.recipient}",
        facts={"delivered_at": delivered_at.isoformat()},
    )
    start_deadline(case=case, rule="CRIM-07", event="公安机关接受移送", trigger=day, by=by)
    return transfer


@transaction.atomic
def record_police_reply(
    *,
    transfer: PoliceTransfer,
    reply: PoliceReply,
    replied_on: date,
    reply_number: str,
    by: User,
    on: date,
    reply_reason: str = "",
) -> PoliceTransfer:
    """
    登记公安机关的决定; ends CRIM-07. 不予立案 starts the three days to ask for reconsideration.

    `replied_on`: the day the decision reached the bureau.

    Raises:
        ActRefused: not handed over (CRIM-06); answered before (V-N1); no paper or reason (V-T1);
            a day before the handing over or in the future (V-D1).
    """
    case = lock_case(transfer.case)
    require(can_edit_case(by, case))
    transfer = PoliceTransfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    reply = PoliceReply(reply)
    if transfer.delivered_at is None:
        raise ActRefused(
            "移送材料还没有登记送交公安机关。",
            source="CRIM-06",
            suggest="请先登记送交公安机关的时间。",
        )
    if transfer.reply:
        raise ActRefused(f"公安机关的决定已经登记：{transfer.get_reply_display()}。", source="V-N1")
    if not reply_number.strip():
        raise ActRefused("请写明决定文书的文号，如立案告知书、不予立案通知书。", source="V-T1")
    if reply == PoliceReply.NOT_FILED and not reply_reason.strip():
        raise ActRefused("不予立案的，请照通知书写明理由。", source="V-T1")
    if not transfer.delivered_at.astimezone(SHANGHAI).date() <= replied_on <= on:
        raise ActRefused("收到决定的日期应在送交以后、今天以前。", source="V-D1")
    transfer.reply, transfer.replied_on = reply, replied_on
    transfer.reply_number, transfer.reply_reason = reply_number.strip(), reply_reason.strip()
    transfer.save(update_fields=["reply", "replied_on", "reply_number", "reply_reason"])
    record(
        case,
        "record_police_reply",
        by=by,
        on=on,
        party=transfer.directive.debtor,
        summary=f"{transfer.recipient}{reply.label}（{transfer.reply_number}）",
        facts={"reply": reply, "replied_on": replied_on.isoformat()},
    )
    meet_deadline(case=case, rule="CRIM-07", on=replied_on, by=by)
    if reply == PoliceReply.NOT_FILED:
        start_deadline(
            case=case,
            rule="CRIM-07.review",
            event="收到不予立案通知",
            trigger=replied_on,
            by=by,
        )
    return transfer


@transaction.atomic
def ask_police_review(
    *, transfer: PoliceTransfer, asked_on: date, by: User, on: date
) -> PoliceTransfer:
    """
    登记提请复议 of a decision not to file, within the three days (CRIM-07).

    Raises:
        ActRefused: the police did not refuse (CRIM-07); asked before (V-N1); the three days are
            over, or a day before the decision or in the future (V-D1).
    """
    case = lock_case(transfer.case)
    require(can_edit_case(by, case))
    transfer = PoliceTransfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if transfer.reply != PoliceReply.NOT_FILED or transfer.replied_on is None:
        raise ActRefused("公安机关没有作出不予立案的决定，不能提请复议。", source="CRIM-07")
    if transfer.review_asked_on:
        raise ActRefused("已经登记提请复议。", source="V-N1")
    if not transfer.replied_on <= asked_on <= on:
        raise ActRefused("提请复议的日期应在收到不予立案通知以后、今天以前。", source="V-D1")
    clock = case.deadlines.filter(rule="CRIM-07.review").order_by("-id").first()
    if clock is not None and asked_on > clock.due_on:
        raise ActRefused(
            f"提请复议的期限到{clock.due_on:%Y-%m-%d}为止，已经届满。",
            source="CRIM-07",
            suggest="可以建议人民检察院进行立案监督：请办理“移送检察机关线索”。",
        )
    transfer.review_asked_on = asked_on
    transfer.save(update_fields=["review_asked_on"])
    record(
        case,
        "ask_police_review",
        by=by,
        on=on,
        summary=f"向{transfer.recipient}提请复议不予立案的决定",
        facts={"asked_on": asked_on.isoformat()},
    )
    meet_deadline(case=case, rule="CRIM-07.review", on=asked_on, by=by)
    return transfer
