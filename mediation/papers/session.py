"""D10 minutes and D11 undisputed facts."""

from datetime import date

from cases.choices import Capacity, OfficerCapacity
from cases.models import Case
from cases.queries import representatives, total_account, wage_accounts
from documents.contracts import amount_dict, moment_dict
from mediation.choices import Fact, SessionMode, SessionResult
from mediation.models import Attendance, MinutesConfirmation, MinutesLine, Session
from mediation.papers import blocks
from mediation.papers.opening import SHANGHAI
from mediation.queries import confirmations

_CAPACITIES = {
    Capacity.SELF: "本人",
    Capacity.LEGAL_REPRESENTATIVE: "法定代表人",
    Capacity.AUTHORISED_AGENT: "委托代理人",
    Capacity.ELECTED_REPRESENTATIVE: "推选的代表人",
    Capacity.MEDIATOR: "调解员",
}


def _authority(row: Attendance) -> str | None:
    if row.authority:
        return row.authority.get_scope_display()
    if row.capacity == Capacity.ELECTED_REPRESENTATIVE:
        return "推选代表人记录"
    if row.capacity == Capacity.LEGAL_REPRESENTATIVE:
        return "法定代表人身份证明书"
    return None


def present_parties(session: Session) -> list[Attendance]:
    rows = session.attendance.filter(present=True, party__isnull=False)
    return list(rows.select_related("party", "authority"))


def _line_blocks(session: Session) -> list[dict]:
    """The lines as they stand: a line struck through by a correction gives way to it."""
    lines = MinutesLine.objects.filter(session=session, corrected_by__isnull=True).order_by("no")
    return [
        {"speaker": line.speaker, "text": line.text, "concession": line.concession}
        for line in lines
    ]


def _offers(session: Session) -> list[str]:
    found = []
    for proposal in session.proposals.order_by("number"):
        days = "；".join(
            f"第{s['no']}期{date.fromisoformat(s['due_on']):%Y年%-m月%-d日}付"
            f"{amount_dict(s['amount_fen'])['digits']}元"
            for s in proposal.schedule
        )
        found.append(f"方案{proposal.number}：{days}。")
    return found


def minutes(session: Session, *, with_concessions: bool = True) -> dict:
    """D10; without concessions it is the copy that may leave the mediation file."""
    case = session.case
    here = present_parties(session)
    labels = {row.pk: blocks.place_label(row.party) for row in here}
    everyone_workers = [r for r in here if r.party.is_worker]
    attendees = [
        {
            "name": row.person,
            "role": labels[row.pk]
            if row.party.is_worker
            else f"{labels[row.pk]}（{row.party.get_role_display()}）",
            "capacity": _CAPACITIES[Capacity(row.capacity)],
            "authority": _authority(row),
        }
        for row in here
    ]
    result = SessionResult(session.result)
    facts = [
        f"{fact.get_fact_display()}：{fact.content}"
        for fact in case.undisputed_facts.filter(session=session, superseded=False)
    ]
    absent = session.attendance.filter(present=False).select_related("party")
    lines = _line_blocks(session)
    if not with_concessions:
        lines = [line for line in lines if not line["concession"]]
    marks = {(m.party_id, m.officer_id): m for m in confirmations(session)}
    signatures = []
    for row in here:
        label = labels[row.pk] if row not in everyone_workers else "申请人"
        organisation = row.party.name != row.person
        signatures.append(
            {
                "role": label,
                "name": row.party.name,
                "kind": "officer" if organisation else "person",
                "signer": row.person if organisation else None,
                "capacity": _CAPACITIES[Capacity(row.capacity)] if organisation else None,
            }
            | _instead(marks.get((row.party_id, None)))
        )
    for officer in blocks.officers(case, OfficerCapacity.MEDIATOR):
        place = blocks.officer_signature("调解员", officer.name)
        signatures.append(place | _instead(marks.get((None, officer.pk))))
    place = blocks.officer_signature("记录员", blocks.recorder(case))
    by_name = {mark.person: mark for mark in marks.values() if mark.officer_id}
    signatures.append(place | _instead(by_name.get(place["name"])))
    return {
        "session_no": session.no,
        "starts_at": moment_dict(session.starts_at.astimezone(SHANGHAI)),
        "ends_at": moment_dict(session.ended_at.astimezone(SHANGHAI)),
        "place": session.place,
        "mode": SessionMode(session.mode).label,
        "dispute": blocks.dispute(case),
        "mediators": blocks.mediators(case),
        "recorder": blocks.recorder(case),
        "attendees": attendees,
        "absent": [row.party.name if row.party else row.person for row in absent],
        "with_concessions": with_concessions,
        "lines": _entries(session) + lines,
        "facts_agreed": facts,
        "offers": _offers(session) if with_concessions else [],
        "result": result.label,
        "result_text": None,
        "next_session": None,
        "signatures": signatures,
    }


def _instead(mark: MinutesConfirmation | None) -> dict[str, str | None]:
    """What stands in the place of a signature: how the lines were confirmed, or why not."""
    if mark is None:
        return {"refusal": None, "confirmation": None}
    if mark.refusal:
        words = f"拒绝签名，原因：{mark.refusal}；见证人：{mark.witness}"
        return {"refusal": words, "confirmation": None}
    moment = mark.at.astimezone(SHANGHAI)
    way = "在调解室手写签名确认" if mark.drawing else "在调解室阅看后确认"
    words = f"{moment:%Y-%m-%d %H:%M}{way}，笔录校验码{mark.sha256[:8]}"
    return {"refusal": None, "confirmation": words}


def _entries(session: Session) -> list[dict]:
    """Of a session at everybody's own time: who came in first when, as a line of the minutes."""
    if session.mode != SessionMode.ASYNC:
        return []
    rows = session.attendance.filter(present=True, arrived_on__isnull=False)
    came = "；".join(
        f"{row.person}于{row.arrived_on:%Y年%-m月%-d日}{row.arrived_at:%H:%M}首次进入"
        for row in rows.order_by("arrived_on", "arrived_at")
    )
    text = (
        f"本次调解会各方不同时参加，分别在线陈述和答复，答复截至"
        f"{session.answers_until:%Y年%-m月%-d日}。{came}{'。' if came else ''}"
    )
    return [{"speaker": "记录", "text": text, "concession": False}]


def facts(case: Case, *, on: date) -> dict:
    """D11."""
    accounts = wage_accounts(case)
    rows = list(case.undisputed_facts.filter(superseded=False).prefetch_related("evidence"))
    amounts_agreed = any(r.fact == Fact.DUE for r in rows)
    workers = blocks.applicants(case)
    signing = workers
    if len(workers) >= blocks.COLLECTIVE_FROM:
        signing = representatives(case) or workers
    return {
        "applicants_text": blocks.applicants_text(case),
        "respondents_text": blocks.respondents_text(case),
        "dispute": blocks.dispute(case),
        "confirmed_on": max(r.confirmed_on for r in rows).isoformat(),
        "facts": [
            {
                "element": r.get_fact_display(),
                "content": r.content,
                "evidence": "、".join(f"证据{e.no}" for e in r.evidence.order_by("no")) or None,
            }
            for r in rows
        ],
        "disputed": [],
        "workers": [blocks.worker_row(case, a, due_fen=a.due_fen) for a in accounts]
        if amounts_agreed
        else [],
        "due_total": amount_dict(total_account(accounts)["due"]) if amounts_agreed else None,
        "signatures": [
            *blocks.party_signatures(signing, "申请人", on=on),
            *blocks.party_signatures(blocks.respondents(case), "被申请人", on=on),
            *(
                blocks.officer_signature("调解员", u.name)
                for u in blocks.officers(case, OfficerCapacity.MEDIATOR)
            ),
            blocks.officer_signature("记录员", blocks.recorder(case)),
        ],
    }
