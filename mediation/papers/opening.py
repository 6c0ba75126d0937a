"""D02 acceptance, D02N refusal, D03 invitation, D04 rights, D05 disclosure, D06 session notice."""

from datetime import date
from zoneinfo import ZoneInfo

from cases.models import Case, Claim, Party
from cases.queries import current_calendar, representatives
from documents.contracts import amount_dict, moment_dict
from law.calendar import published_calendar
from law.time_limits import CalendarYearMissing
from mediation.choices import DeclineReason, SessionMode
from mediation.models import Disclosure, Session
from mediation.papers import blocks
from mediation.papers.intake import channel

SHANGHAI = ZoneInfo("Asia/Shanghai")


def claim_total_fen(case: Case) -> int:
    return sum(Claim.objects.filter(case=case).values_list("amount_fen", flat=True))


def printable(deadline) -> str:
    """Return the day of a deadline for a paper; refuse a provisional one (V-D4)."""
    if deadline.provisional:
        raise CalendarYearMissing(deadline.due_on.year)
    return deadline.due_on.isoformat()


def acceptance(case: Case, *, on: date, intake_officer: str) -> dict:
    """D02."""
    deadlines = {d.rule: d for d in case.deadlines.filter(rule__in=["MED-06", "MED-07"])}
    workers = blocks.applicants(case)
    return {
        "with_register": True,
        "addressee": blocks.applicants_text(case),
        "applicants_text": blocks.applicants_text(case),
        "respondents_text": blocks.respondents_text(case),
        "dispute": blocks.dispute(case),
        "channel": channel(case),
        "worker_count": len(workers),
        "claim_total": amount_dict(claim_total_fen(case)),
        "summary": case.facts,
        "received_on": case.received_on.isoformat(),
        "decided_on": on.isoformat(),
        "agree_by": printable(deadlines["MED-06"]),
        "end_by": printable(deadlines["MED-07"]),
        "mediators": blocks.mediators(case),
        "recorder": blocks.recorder(case),
        "venue": case.venue,
        "intake_officer": intake_officer,
        "contact": blocks.contact(case),
    }


def refusal(
    case: Case, *, reason: DeclineReason, reason_text: str, next_step: str, on: date
) -> dict:
    """D02N."""
    return {
        "addressee": blocks.applicants_text(case),
        "respondents_text": blocks.respondents_text(case),
        "received_on": case.received_on.isoformat(),
        "decided_on": on.isoformat(),
        "reason": DeclineReason(reason).label,
        "reason_text": reason_text,
        "next_step": next_step,
        "contact": blocks.contact(case),
    }


def invitation(case: Case, party: Party, *, reply_by: date) -> dict:
    """D03, one per respondent."""
    project = getattr(case, "project", None)
    return {
        "recipient": party.name,
        "applicants_text": blocks.applicants_text(case),
        "dispute": blocks.dispute(case),
        "project_name": project.name if project else case.site or None,
        "worker_count": len(blocks.applicants(case)),
        "claim_total": amount_dict(claim_total_fen(case)),
        "summary": case.facts,
        "reply_by": reply_by.isoformat(),
        "reply": None,
        "contact": blocks.contact(case),
    }


def rights(case: Case, parties: list[Party], *, on: date) -> dict:
    """D04, for one party, or for a crew as one side."""
    signing = parties
    if len(parties) >= blocks.COLLECTIVE_FROM:
        signing = representatives(case) or parties
    label = blocks.place_label(parties[0])
    return {
        "recipient": blocks.crew_text(parties),
        "mediators": blocks.mediators(case),
        "public": False,
        "signatures": [blocks.party_signature(p, label, on=on) for p in signing],
    }


def disclosure(case: Case, *, on: date) -> dict:
    """D05."""
    latest: dict[int, Disclosure] = {}
    for row in case.disclosures.select_related("mediator").order_by("id"):
        latest[row.mediator_id] = row
    workers = blocks.described_applicants(case, blocks.applicants(case))
    objections = case.objections.filter(upheld__isnull=False).select_related(
        "mediator", "decided_by"
    )
    waivers = [d.waiver for d in latest.values() if d.waiver]
    return {
        "applicants_text": blocks.applicants_text(case),
        "respondents_text": blocks.respondents_text(case),
        "mediators": [
            {
                "name": d.mediator.name,
                "certificate_no": d.mediator.certificate_no or None,
                "relation": d.relation,
            }
            for d in latest.values()
        ],
        "recorder": blocks.recorder(case),
        "disclosed_on": on.isoformat(),
        "objections": [
            {
                "by": o.raised_by,
                "mediator": o.mediator.name,
                "ground": o.ground,
                "raised_on": o.raised_on.isoformat(),
                "decision": "更换" if o.upheld else "驳回",
                "reason": o.reason or "见处理记录。",
                "decided_by": o.decided_by.name,
                "decided_on": o.decided_on.isoformat(),
            }
            for o in objections
        ],
        "waiver": waivers[-1] if waivers else None,
        "signatures": [
            *(blocks.officer_signature("调解员", d.mediator.name) for d in latest.values()),
            *blocks.party_signatures(workers, "申请人", on=on),
            *blocks.party_signatures(blocks.respondents(case), "被申请人", on=on),
        ],
    }


def _is_day_off(day: date) -> bool:
    """By either calendar, where the centre has entered a year anew."""
    calendars = (published_calendar(), current_calendar())
    return any(c.covers(day) and not c.is_working_day(day) for c in calendars)


def session_notice(session: Session, recipient: str) -> dict:
    """D06, one per side."""
    case = session.case
    mode = SessionMode(session.mode)
    remote = None
    if mode != SessionMode.ON_SITE:
        remote = {
            "link": session.remote_link or "由调解员在开始前以短信发送",
            "identity_check": "进入后由记录员核对身份证件",
        }
    if mode == SessionMode.ASYNC and remote:
        remote["link"] += (
            f"。各方已同意不同时参加，请在{session.answers_until:%Y年%-m月%-d日}以前"
            "自行选择时间进入，阅看并答复"
        )
    starts_at = session.starts_at.astimezone(SHANGHAI)
    return {
        "recipient": recipient,
        "applicants_text": blocks.applicants_text(case),
        "respondents_text": blocks.respondents_text(case),
        "dispute": blocks.dispute(case),
        "session_no": session.no,
        "starts_at": moment_dict(starts_at),
        "day_off": _is_day_off(starts_at.date()),
        "place": session.place,
        "mode": mode.label,
        "remote": remote,
        "mediators": blocks.mediators(case),
        "recorder": blocks.recorder(case),
        "attendees": ["本人，或者持特别授权委托书的代理人"],
        "bring": [
            "身份证明（单位：营业执照副本复印件、法定代表人身份证明书）",
            "劳动合同、考勤记录、工资支付凭证等材料",
        ],
        "contact": blocks.contact(case),
    }
