"""The papers a mediation can make for every worker at once; `documents.jobs` makes them."""

from cases.choices import CaseStatus
from cases.models import Case, Party
from documents.jobs.kinds import Kind, Writer, register
from mediation.choices import SessionState
from mediation.models import Agreement, Session
from mediation.papers import blocks, intake, opening
from mediation.queries import current_agreement
from staff.refusals import ActRefused


def register_kinds() -> None:
    for kind in (RIGHTS, SESSION_NOTICE, SERVICE_ADDRESS, OWN_ROW):
        register(kind)


def _workers(case: Case) -> list[Party]:
    return [party for party in blocks.applicants(case) if party.is_worker]


def _in_mediation(case: Case) -> str:
    if case.status not in (CaseStatus.ACCEPTED, CaseStatus.SETTLED):
        raise ActRefused(f"案件现为“{case.get_status_display()}”，不在调解中。", source="MED-07")
    return ""


def _key(occasion: str) -> int:
    """The primary key in an occasion such as session/5."""
    return int(occasion.partition("/")[2])


def _rights_writer(case: Case, occasion: str) -> Writer:
    return lambda worker: opening.rights(case, [worker], on=case.accepted_on)


def _next_session(case: Case) -> Session:
    session = case.sessions.filter(state=SessionState.SCHEDULED).order_by("-no").first()
    if session is None:
        raise ActRefused(
            "没有已安排的调解会，不能逐人通知。", source="D06", suggest="请先安排调解会。"
        )
    return session


def _invited(case: Case) -> list[Party]:
    invited = set(_next_session(case).recipients.values_list("pk", flat=True))
    return [worker for worker in _workers(case) if worker.pk in invited]


def _notice_writer(case: Case, occasion: str) -> Writer:
    session = case.sessions.get(pk=_key(occasion))
    if session.state == SessionState.CANCELLED:
        raise ActRefused("这次调解会已经取消，不再通知。", source="D06")
    return lambda worker: opening.session_notice(session, worker.name)


def _with_address(case: Case) -> list[Party]:
    known = case.service_addresses.filter(superseded=False).values_list("party_id", flat=True)
    return [worker for worker in _workers(case) if worker.pk in set(known)]


def _address_writer(case: Case, occasion: str) -> Writer:
    confirmed = {row.party_id: row for row in case.service_addresses.filter(superseded=False)}

    def write(worker: Party) -> dict:
        row = confirmed[worker.pk]
        return intake.service_address(
            case,
            [worker],
            address=row.address,
            e_service=row.e_service,
            e_channel=row.e_channel,
            on=row.confirmed_on,
        )

    return write


def _with_annex(case: Case) -> Agreement:
    agreement = current_agreement(case)
    if agreement is None or agreement.annex is None:
        raise ActRefused(
            "本案没有附逐人明细表的调解协议，不能逐人摘录。",
            source="D12A",
            suggest="请先生成协议。",
        )
    return agreement


def _settled(case: Case) -> list[Party]:
    numbers = {row["no"] for row in _with_annex(case).annex.context["workers"]}
    return list(case.parties.workers().filter(roster_no__in=numbers))


def _row_writer(case: Case, occasion: str) -> Writer:
    """The annex as it was issued, cut to one worker: their row, their instalments, their totals."""
    annex = case.agreements.get(pk=_key(occasion)).annex.context
    rows = {row["no"]: row for row in annex["workers"]}

    def write(worker: Party) -> dict:
        row = rows[worker.roster_no]
        shares = [share["amount"] for share in row["instalments"]]
        return {
            "agreement_number": annex["agreement_number"],
            "respondents_text": annex["respondents_text"],
            "worker_count": 1,
            "instalments": [
                instalment | {"amount": share}
                for instalment, share in zip(annex["instalments"], shares, strict=True)
            ],
            "workers": [row],
            "gross_total": row["gross"],
            "paid_total": row["paid"],
            "confirmed_total": row["due"],
            "payee_mode": annex["payee_mode"],
            "mediators": annex["mediators"],
            # An annex issued before witnesses were printed knows of none.
            "witnesses": [x for x in annex.get("witnesses") or () if x["no"] == row["no"]] or None,
        }

    return write


RIGHTS = Kind(
    code="rights",
    paper="D04",
    title="权利义务告知书（逐人）",
    sentence="每名劳动者一份，当面交付或者邮寄。",
    occasion=_in_mediation,
    workers=_workers,
    writer=_rights_writer,
)
SESSION_NOTICE = Kind(
    code="session_notice",
    paper="D06",
    title="调解通知书（逐人）",
    sentence="最近一次已安排的调解会，每名受邀劳动者一份。",
    occasion=lambda case: f"session/{_next_session(case).pk}",
    workers=_invited,
    writer=_notice_writer,
)
SERVICE_ADDRESS = Kind(
    code="service_address",
    paper="D09",
    title="送达地址确认书（逐人）",
    sentence="已登记送达地址的劳动者每人一份，由本人签名。",
    occasion=_in_mediation,
    workers=_with_address,
    writer=_address_writer,
)
OWN_ROW = Kind(
    code="own_row",
    paper="D12A",
    title="欠付劳动报酬明细（本人一行）",
    sentence="从协议附件摘出本人一行，交本人留存，不含他人信息。",
    occasion=lambda case: f"agreement/{_with_annex(case).pk}",
    workers=_settled,
    writer=_row_writer,
)
