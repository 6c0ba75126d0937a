"""Leads (线索): taking them in from every channel, docketing them as cases, merging, referring."""

from datetime import date

from django.db import transaction

from cases.choices import (
    Channel,
    Complexity,
    LeadOutcome,
    LeadStatus,
    OfficerCapacity,
)
from cases.models import Case, CaseOfficer, Lead
from cases.models.fields import blind_index
from cases.operations.numbering import take_number
from cases.operations.records import checked_name, lock_case, record, require, require_open
from cases.permissions import can_allocate, can_handle_leads
from law.identity import clean_id_number
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused


@transaction.atomic
def file_lead(
    *,
    centre: Body,
    channel: Channel,
    reporter_name: str,
    debtor_name: str,
    headcount: int,
    amount_fen: int,
    period_from: date,
    period_to: date,
    by: User,
    on: date,
    site: str = "",
    source_number: str = "",
    reporter_phone: str = "",
    reporter_id_no: str = "",
    prior_channels: list[str] | None = None,
    summary: str = "",
) -> Lead:
    """
    Take a lead in; who takes it answers for it until it is passed on (首问负责, ADM-06).

    A lead is never refused for its age or the age of the worker (ARB-02, WAGE-15).

    Raises:
        ActRefused: the same officer has taken the very same lead in today, as when a form is sent
            again after going back.
    """
    require(can_handle_leads(by))
    if period_to < period_from:
        raise ActRefused("欠薪期间的止日早于起日。", source="V-D1")
    if period_from > on:
        raise ActRefused("欠薪期间尚未开始。", source="V-D1")
    if headcount < 1:
        raise ActRefused("人数至少为1人。", source="V-T1")
    if amount_fen < 0:
        raise ActRefused("金额不能为负。", source="V-M4")
    if not debtor_name.strip():
        raise ActRefused("请填写被反映的单位或个人。", source="V-P1")
    lead = Lead(
        number=take_number(body=centre, code="lead", on=on),
        channel=channel,
        source_number=source_number.strip(),
        received_on=on,
        reporter_name=checked_name(reporter_name),
        reporter_phone=reporter_phone,
        reporter_id_index=blind_index(clean_id_number(reporter_id_no)),
        debtor_name=debtor_name.strip(),
        site=site.strip(),
        headcount=headcount,
        amount_fen=amount_fen,
        period_from=period_from,
        period_to=period_to,
        prior_channels=prior_channels or [],
        summary=summary.strip(),
        taken_by=by,
    )
    # After the number is taken: whoever sends the same at the same moment waits for its counter.
    for other in Lead.objects.filter(received_on=on, taken_by=by, debtor_name=lead.debtor_name):
        if _told(other) == _told(lead):
            raise ActRefused(
                f"同样的线索您今天已经登记（{other.number}），没有重复登记。",
                source="V-N1",
                suggest="如确有另一人反映同一情况，请在反映内容中写明两者的区别。",
            )
    return save_with_reason(lead, by=by, reason="登记线索")


def _told(lead: Lead) -> dict:
    """What was reported, without what the system adds."""
    added = ("id", "number", "status", "outcome", "outcome_reason", "route")
    return {
        field.attname: getattr(lead, field.attname)
        for field in Lead._meta.concrete_fields
        if field.name not in (*added, "replied_on", "reply", "case")
    }


def _open_lead(lead: Lead, by: User) -> Lead:
    require(can_handle_leads(by))
    lead = Lead.objects.select_for_update().get(pk=lead.pk)
    if lead.status != LeadStatus.OPEN:
        raise ActRefused(
            f"该线索已处理（{lead.get_status_display()}），不能重复办理。",
            source="ADM-06",
            suggest="请刷新页面。",
        )
    return lead


@transaction.atomic
def open_case(*, lead: Lead, centre: Body, by: User, on: date, demo: bool = False) -> Case:
    """Docket a lead as a case (立案登记) with the next number of the mediation series."""
    lead = _open_lead(lead, by)
    case = Case(
        number=take_number(body=centre, code="mediation_case", on=on),
        title=f"{lead.reporter_name}{f'等{lead.headcount}人' if lead.headcount > 1 else ''}"
        f"与{lead.debtor_name}劳动报酬争议",
        centre=centre,
        opened_on=on,
        site=lead.site,
        period_from=lead.period_from,
        period_to=lead.period_to,
        demo=demo,
    )
    save_with_reason(case, by=by, reason=f"由线索{lead.number}登记")
    add_officer(case=case, user=by, capacity=OfficerCapacity.INTAKE, by=by, on=on)
    lead.status, lead.case = LeadStatus.DOCKETED, case
    save_with_reason(lead, by=by, reason=f"登记为案件{case.number}")
    record(
        case,
        "open_case",
        by=by,
        on=on,
        summary=f"线索{lead.number}（{lead.get_channel_display()}）登记为案件",
        facts={
            "lead": lead.number,
            "channel": lead.channel,
            "headcount": lead.headcount,
            "amount_fen": lead.amount_fen,
        },
    )
    return case


@transaction.atomic
def merge_lead(*, lead: Lead, case: Case, by: User, on: date) -> Lead:
    """Join a lead to the case it is about; its source and its reply duty stay with it."""
    lead = _open_lead(lead, by)
    case = lock_case(case)
    require_open(case)
    lead.status, lead.case = LeadStatus.MERGED, case
    save_with_reason(lead, by=by, reason=f"并入案件{case.number}")
    record(
        case,
        "merge_lead",
        by=by,
        on=on,
        summary=f"并入线索{lead.number}（{lead.get_channel_display()}）",
        facts={"lead": lead.number, "channel": lead.channel},
    )
    return lead


@transaction.atomic
def refer_lead(
    *, lead: Lead, outcome: LeadOutcome, reason: str, route: str, by: User, on: date
) -> Lead:
    """
    End a lead that is not about wages, or not ours, with a coded outcome and the way to go.

    Raises:
        ActRefused: no reason, or no route: nobody is sent away without being told where to.
    """
    lead = _open_lead(lead, by)
    if not reason.strip():
        raise ActRefused("请写明理由。", source="D02N")
    if not route.strip():
        raise ActRefused("请写明告知的途径或转往的单位（首问负责）。", source="ADM-06")
    elsewhere = {LeadOutcome.OTHER_AREA, LeadOutcome.WORKS_PRICE, LeadOutcome.LABOUR_SERVICE_FEE}
    lead.status = LeadStatus.REFERRED if outcome in elsewhere else LeadStatus.DECLINED
    lead.outcome, lead.outcome_reason, lead.route = outcome, reason.strip(), route.strip()
    lead.replied_on = on
    return save_with_reason(lead, by=by, reason=f"{LeadOutcome(outcome).label}：{reason}")


@transaction.atomic
def reply_lead(*, lead: Lead, reply: str, by: User, on: date) -> Lead:
    """
    回复来源: note what the channel a lead came by has been told, and on which day.

    Raises:
        ActRefused: nothing has been decided on it yet, or it has been answered; no words; the day
            lies before the lead.
    """
    require(can_handle_leads(by))
    lead = Lead.objects.select_for_update().get(pk=lead.pk)
    if lead.status == LeadStatus.OPEN:
        raise ActRefused("还没有处理结果，请先登记为案件、并入案件或者转办。", source="ADM-06")
    if lead.replied_on:
        raise ActRefused(f"已于{lead.replied_on:%Y-%m-%d}回复来源。", source="ADM-06")
    if not reply.strip():
        raise ActRefused("请写明回复的内容。", source="ADM-06")
    if on < lead.received_on:
        raise ActRefused("回复日不能早于收到来件的日期。", source="V-D1")
    lead.replied_on, lead.reply = on, reply.strip()
    return save_with_reason(lead, by=by, reason="回复来源")


@transaction.atomic
def add_officer(
    *, case: Case, user: User, capacity: OfficerCapacity, by: User, on: date
) -> CaseOfficer:
    """Put a person to work on a case; a second call for the same capacity changes nothing."""
    found = CaseOfficer.objects.filter(
        case=case, user=user, capacity=capacity, until_on=None
    ).first()
    if found:
        return found
    officer = CaseOfficer(case=case, user=user, capacity=capacity, from_on=on)
    return save_with_reason(officer, by=by, reason=f"担任{OfficerCapacity(capacity).label}")


@transaction.atomic
def remove_officer(
    *, case: Case, user: User, capacity: OfficerCapacity, by: User, on: date, reason: str
) -> None:
    for officer in CaseOfficer.objects.filter(
        case=case, user=user, capacity=capacity, until_on=None
    ):
        officer.until_on = on
        save_with_reason(officer, by=by, reason=reason)


@transaction.atomic
def triage_case(*, case: Case, complexity: Complexity, reason: str, by: User, on: date) -> Case:
    """Mark a case 小案, 一般 or 复杂, with the reason; it steers nothing by itself."""
    case = lock_case(case)
    require(can_allocate(by, case))
    require_open(case)
    if not reason.strip():
        raise ActRefused("请写明分类理由。", source="V-T1")
    case.complexity, case.complexity_reason = complexity, reason.strip()
    save_with_reason(case, by=by, reason=f"繁简分类：{reason}")
    label = Complexity(complexity).label
    record(
        case,
        "triage_case",
        by=by,
        on=on,
        summary=f"分类为{label}：{reason}",
        facts={"complexity": complexity},
    )
    return case
