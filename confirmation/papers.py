"""What the papers of the court packet say: C01–C03, C05–C08, the letter C04, C10R and C12."""

from collections.abc import Sequence
from datetime import date

from cases.choices import LicenceState, PartyKind
from cases.models import Case, IdentityPaper, Party
from cases.queries import accounts_of, representatives
from confirmation.choices import CourtGround
from confirmation.models import Application, PacketItem, Return
from documents.contracts import amount_dict, moment_dict
from mediation.choices import PayeeMode, SessionState
from mediation.papers import blocks, joint
from mediation.papers.joint import Joint
from mediation.papers.opening import SHANGHAI
from staff.models import User

CAUSE = "申请司法确认调解协议"


class Applied(Joint):
    """An application with what its papers are computed from: its workers' parts."""

    def __init__(self, application: Application, *, on: date) -> None:
        super().__init__(
            application.agreement,
            application.workers.order_by("roster_no").prefetch_related(*blocks.OF_A_PARTY),
            application.others.order_by("id").prefetch_related(*blocks.OF_A_PARTY),
            on=on,
        )
        self.application = application


def application(applied: Applied) -> dict:
    """C01."""
    form = applied.application
    names = [
        "调解协议书及附件《欠付劳动报酬明细及签名表》" if applied.agreement.annex else "调解协议书",
        "调解组织主持调解的证明",
        "双方当事人身份证明、资格证明及授权委托书",
        "送达地址确认书",
        "证据目录及证据",
    ]
    return {
        **joint.sides(applied),
        "court": {
            "name": form.court.name,
            "ground": CourtGround(form.ground).label,
            "place": form.place,
            "party": form.domiciled.name if form.domiciled else None,
            "invitation": form.invitation or None,
        },
        "dispute": blocks.dispute(applied.case),
        "agreement": joint.agreement(applied),
        "terms": joint.terms(applied),
        "payers": [payer.name for payer, _ in applied.payer_shares()],
        "applied_on": form.applied_on.isoformat(),
        "confirm_by": form.confirm_by.isoformat(),
        "review_state": form.review_state,
        "with_undertaking": not form.undertaking_apart,
        "attachments": names,
    }


def undertaking(applied: Applied) -> dict:
    """C02."""
    return {
        **joint.sides(applied),
        "court_name": applied.application.court.name,
        "agreement": joint.agreement(applied),
    }


def _texts(applied: Applied) -> dict[str, str]:
    return {
        "applicants_text": blocks.crew_text(applied.workers),
        "respondents_text": blocks.names_text(applied.others),
    }


def certificate(applied: Applied) -> dict:
    """C03."""
    case = applied.case
    held = case.sessions.filter(state=SessionState.CLOSED).order_by("no")
    return {
        "court_name": applied.application.court.name,
        **_texts(applied),
        "dispute": blocks.dispute(case),
        "worker_count": len(applied.workers),
        "accepted_on": str(case.accepted_on),
        "place": held.last().place if held else case.centre.address,
        "mediators": blocks.mediators(case),
        "sessions": [
            {
                "no": s.no,
                "held_at": moment_dict(s.starts_at.astimezone(SHANGHAI)),
                "result": s.get_result_display(),
            }
            for s in held
        ],
        "agreement": joint.agreement(applied),
        "signatures": [
            blocks.officer_signature("调解员", m["name"]) for m in blocks.mediators(case)
        ],
    }


def evidence(applied: Applied, *, handler: User) -> dict:
    """C05; the numbers stay those of the case file."""
    rows = [
        {
            "no": e.no,
            "name": e.name,
            "form": e.kind,
            "original": False,
            "pages": e.pages,
            "source": e.by_label,
            "proves": e.proves or e.name,
        }
        for e in applied.case.evidence.filter(submitted=True).order_by("no")
    ]
    return {
        "court_name": applied.application.court.name,
        **_texts(applied),
        "submitted_by": "双方当事人",
        "evidence": rows,
        "pages_total": sum(row["pages"] for row in rows),
        "signatures": [blocks.officer_signature("经办人", handler.name)],
    }


def service_address(applied: Applied, parties: Sequence[Party]) -> dict:
    """C06, for parties who confirmed one address together, in the court's form."""
    confirmed = blocks.service_address_of(parties[0])
    phone = parties[0].phone or (confirmed.phone if confirmed else "")
    signing = parties if len(parties) == 1 else representatives(applied.case) or parties[:1]
    return {
        "court_name": applied.application.court.name,
        "court_number": applied.application.number or None,
        "cause": CAUSE,
        "role": "申请人",
        "recipients": [
            {"name": p.name, "id_no": p.id_no or p.uscc or None, "phone": p.phone or phone or None}
            for p in parties
        ],
        "addresses": [confirmed.address],
        "e_service": confirmed.e_service,
        "channels": [{"kind": "短信", "address": phone if len(parties) == 1 else "见名单"}]
        if confirmed.e_service
        else [],
        "substitute": None,
        "confirmed_on": confirmed.confirmed_on.isoformat(),
        "signatures": [
            blocks.party_signature(p, "申请人", on=applied.on) for p in (parties or signing)
        ],
    }


def identity(applied: Applied, *, handler: User) -> dict:
    """C07: every applicant of both sides, with the copies that follow."""
    rows = []
    for no, party in enumerate([*applied.workers, *applied.others], 1):
        papers = list(party.identity_papers.all())
        rows.append(_identity_row(no, party, papers, on=applied.on))
    checked = IdentityPaper.objects.filter(party__in=[*applied.workers, *applied.others])
    latest = checked.order_by("-checked_on").values_list("checked_on", flat=True).first()
    return {
        "court_name": applied.application.court.name,
        **_texts(applied),
        "parties": rows,
        "pages_total": sum(row["pages"] for row in rows),
        "checked_on": (latest or applied.on).isoformat(),
        "signatures": [blocks.officer_signature("经办人", handler.name)],
    }


def _identity_row(no: int, party: Party, papers: list[IdentityPaper], *, on: date) -> dict:
    block = blocks.party_block(party, "申请人", on=on)
    natural = party.kind == PartyKind.NATURAL and not party.uscc
    default = LicenceState.NATURAL if natural else LicenceState.STANDING
    state = papers[0].licence_state if papers else default
    return {
        "no": no,
        "name": party.name,
        "registered_name": papers[0].registered_name if papers else party.name,
        "kind": block["kind"],
        "identity_no": party.id_no or party.uscc,
        "licence_state": LicenceState(state).label,
        "investor": _investor(party.case, state),
        "agent": block["agents"][0]["name"] if block["agents"] else None,
        "papers": [p.name for p in papers],
        "pages": sum(p.pages for p in papers),
    }


def _investor(case: Case, state: str) -> str | None:
    if state in (LicenceState.STANDING, LicenceState.NATURAL):
        return None
    investor = case.parties.filter(role="investor").first()
    return investor.name if investor else None


def information(applied: Applied) -> dict:
    """C08: what the clerk would otherwise type."""
    form, case = applied.application, applied.case
    own = applied.agreement.proposal.payee_mode == PayeeMode.OWN_ACCOUNT
    rows = []
    for account in accounts_of(applied.workers):
        parts = applied.parts_of(account.worker)
        rows.append(
            blocks.worker_row(case, account, due_fen=sum(parts), shares=parts, own_account=own)
        )
    return {
        "court_name": form.court.name,
        "court_ground": CourtGround(form.ground).label,
        "cause": CAUSE,
        "dispute": blocks.dispute(case),
        "worker_count": len(applied.workers),
        "applicants": joint.sides(applied)["applicants"],
        "respondents": joint.sides(applied)["respondents"],
        "agreement": joint.agreement(applied),
        "applied_on": form.applied_on.isoformat(),
        "confirm_by": form.confirm_by.isoformat(),
        "payers": [
            {"name": payer.name, "share": amount_dict(share)}
            for payer, share in applied.payer_shares()
        ],
        "instalments": [
            {
                "no": i.no,
                "due_on": i.due_on.isoformat(),
                "percent": f"{i.percent}%" if i.percent else None,
                "amount": amount_dict(applied.instalment_fen(i.pk)),
            }
            for i in applied.instalments
        ],
        "workers": rows,
        "mediators": blocks.mediators(case),
        "contact": blocks.contact(case),
    }


def materials(items: Sequence[PacketItem]) -> list[dict]:
    """The list of what is attached, with the pages that are there."""
    return [
        {
            "no": item.no,
            "code": item.code,
            "name": item.name,
            "original": item.original,
            "copies": 1,
            "pages": item.pages,
            "file_pages": item.pages,
        }
        for item in items
    ]


def referral(
    applied: Applied,
    items: Sequence[PacketItem],
    *,
    handler: User,
    approved_by: User,
    batch_limit: int,
    separately: str = "",
) -> dict:
    """C04, made last: it lists everything else with its pages, and what comes `separately`."""
    form = applied.application
    total = amount_dict(applied.total_fen)
    batch = form.batch_count > 1
    return {
        "recipient": form.court.name,
        "attachments": ["移送材料清单"],
        "copies_to": [],
        "sign_off": {
            "name": approved_by.name,
            "post": approved_by.post or "调解组织负责人",
            "on": applied.on.isoformat(),
        },
        "contact": blocks.contact(applied.case),
        "batch_policy": "分批申请" if batch else "一协议一申请",
        "batch": {"no": form.batch_no, "count": form.batch_count, "limit": batch_limit}
        if batch
        else None,
        "cases": [
            {
                "no": 1,
                "agreement_number": applied.agreement.number,
                **_texts(applied),
                "worker_count": len(applied.workers),
                "total": total,
                "effective_on": str(applied.agreement.effective_on),
                "confirm_by": form.confirm_by.isoformat(),
            }
        ],
        "dispute": blocks.dispute(applied.case),
        "worker_count": len(applied.workers),
        "total": total,
        "materials": materials(items),
        "pages_total": sum(item.pages for item in items),
        "separately": separately,
        "handler": handler.name,
    }


def reply(
    applied: Applied,
    returned: Return,
    answers: Sequence[str],
    *,
    version: int,
    approved_by: User,
) -> dict:
    """C10R: every point the court made, with what was done about it; what is sent C04 lists."""
    form = applied.application
    return {
        "recipient": form.court.name,
        "attachments": [],
        "copies_to": [],
        "sign_off": {
            "name": approved_by.name,
            "post": approved_by.post or "调解组织负责人",
            "on": applied.on.isoformat(),
        },
        "contact": blocks.contact(applied.case),
        "court_number": form.number or None,
        **_texts(applied),
        "agreement_number": applied.agreement.number,
        "notice_on": returned.notice_on.isoformat(),
        "received_on": returned.received_on.isoformat(),
        "due_on": (returned.due_on or form.confirm_by).isoformat(),
        "confirm_by": form.confirm_by.isoformat(),
        "submission_no": version,
        "items": [
            {
                "no": no,
                "asked": point.what,
                "kind": "说明情况",
                "answer": f"{answer.strip().rstrip('。')}。",
            }
            for no, (point, answer) in enumerate(zip(returned.items.all(), answers, strict=True), 1)
        ],
        "materials": None,
        "pages_total": 0,
    }


def withdrawal(applied: Applied, *, reason: str) -> dict:
    """C12."""
    form = applied.application
    return {
        **joint.sides(applied),
        "court_name": form.court.name,
        "court_number": form.number or None,
        "agreement": joint.agreement(applied),
        "applied_on": form.applied_on.isoformat(),
        "reason": reason.strip().rstrip("。"),
        "withdrawn_on": applied.on.isoformat(),
        "ruled_on": None,
    }
