"""D01 application, D07 election, D08 authority, D09 service address, D14 receipt for materials."""

from datetime import date

from cases.choices import Channel, PartyKind, PartyRole, ProceduralPlace
from cases.models import Authority, Case, Claim, Election, MaterialReceipt, Party
from cases.queries import representatives, wage_accounts
from documents.contracts import amount_dict
from mediation.papers import blocks

_CHANNELS = {
    Channel.WALK_IN: "现场",
    Channel.QR_CODE: "扫码",
    Channel.HOTLINE_12345: "12345",
    Channel.PETITION: "信访",
    Channel.LEAD_PLATFORM: "线索平台",
    Channel.INSPECTION_TRANSFER: "监察转入",
}
POWERS = {
    "submit_papers": "递交材料",
    "attend": "参加调解",
    "speak": "陈述意见",
    "receive_papers": "签收文书",
    "settle": "代为达成协议",
}
SPECIAL_ITEMS = {
    "admit": "代为承认请求",
    "waive": "代为放弃请求",
    "vary": "代为变更请求",
    "mediate": "进行调解",
    "settle": "进行和解、签署调解协议",
    "confirm": "共同申请司法确认",
    "receive_papers": "签收文书",
}
E_CHANNELS = {"sms": "短信", "email": "电子邮箱", "platform": "平台"}


def channel(case: Case) -> str:
    lead = case.leads.order_by("id").first()
    return _CHANNELS[Channel(lead.channel)] if lead else "现场"


def evidence_rows(case: Case) -> list[dict]:
    return [
        {
            "no": e.no,
            "name": e.name,
            "form": e.kind or "书证",
            "original": False,
            "pages": e.pages,
            "source": e.by_label,
            "proves": e.proves or "见材料",
        }
        for e in case.evidence.filter(submitted=True)
    ]


def _project(case: Case) -> dict | None:
    project = getattr(case, "project", None)
    if project is None:
        return None

    def name(*roles: PartyRole) -> str | None:
        found = case.parties.filter(role__in=roles).order_by("id").first()
        return found.name if found else None

    return {
        "name": project.name,
        "project_owner": name(PartyRole.DEVELOPER),
        "general_contractor": name(PartyRole.GENERAL_CONTRACTOR),
        "subcontractor": name(PartyRole.LABOUR_SUBCONTRACTOR, PartyRole.SPECIALTY_SUBCONTRACTOR),
        "crew_leader": name(PartyRole.FOREMAN),
    }


def _prior(case: Case) -> str | None:
    labels = dict(Channel.choices)
    codes = [code for lead in case.leads.all() for code in lead.prior_channels]
    return "、".join(labels.get(code, code) for code in codes) or None


def application(case: Case, *, recorder: str, on: date) -> dict:
    """D01; an oral application is the officer's record, read back and signed."""
    workers = blocks.applicants(case)
    described = blocks.described_applicants(case, workers)
    claims = list(Claim.objects.filter(case=case))
    collective = len(workers) >= blocks.COLLECTIVE_FROM
    signing = described if collective else workers
    period = (case.period_from, case.period_to)
    return {
        "oral": case.oral,
        "collective": collective,
        "worker_count": len(workers),
        "applicants": blocks.party_blocks(described, "申请人", on=on),
        "representatives": [p.name for p in representatives(case)] if collective else [],
        "respondents": blocks.party_blocks(blocks.respondents(case), "被申请人", on=on),
        "third_parties": blocks.party_blocks(blocks.third_parties(case), "第三人", on=on),
        "dispute": blocks.dispute(case),
        "channel": channel(case),
        "project": _project(case),
        "claims": [
            {
                "what": c.what,
                "period_from": period[0].isoformat() if len(claims) == 1 else None,
                "period_to": period[1].isoformat() if len(claims) == 1 else None,
                "amount": amount_dict(c.amount_fen),
                "calculation": c.calculation,
            }
            for c in claims
        ],
        "claim_total": blocks.total(c.amount_fen for c in claims),
        "facts": case.facts,
        "evidence": evidence_rows(case),
        "prior_channels": _prior(case),
        "applied_on": on.isoformat(),
        "recorder": recorder or None,
        "signatures": [
            *blocks.party_signatures(signing, "申请人", on=on),
            *([blocks.officer_signature("记录人", recorder)] if recorder else []),
        ],
    }


def election(case: Case, held: Election) -> dict:
    """D07."""
    accounts = wage_accounts(case)
    chosen = list(held.representatives.order_by("roster_no"))
    witness = held.witness.name if held.witness else ""
    powers = [POWERS.get(p, p) for p in held.powers]
    if held.may_settle and POWERS["settle"] not in powers:
        powers.append(POWERS["settle"])
    others = blocks.respondents(case) or list(case.parties.others())
    return {
        "respondents_text": blocks.names_text(others),
        "dispute": blocks.dispute(case),
        "worker_count": len(accounts),
        "representatives": [{"name": p.name, "id_no": p.id_no, "phone": p.phone} for p in chosen],
        "powers": powers,
        "elected_on": held.elected_on.isoformat(),
        "place": case.venue or case.centre.name,
        "roster": [
            {
                "no": a.worker.roster_no,
                "name": a.worker.name,
                "id_no": a.worker.id_no,
                "phone": a.worker.phone,
                "due": amount_dict(a.due_fen),
            }
            for a in accounts
        ],
        "claim_total": blocks.total(a.due_fen for a in accounts),
        "signatures": [
            *({**blocks.officer_signature("代表人", p.name), "kind": "person"} for p in chosen),
            blocks.officer_signature("见证人", witness),
        ],
    }


def authority(case: Case, given: Authority, *, on: date) -> dict:
    """D08; the proof of office stands on its second sheet when the principal is a company."""
    party = given.party
    organisation = party.kind == PartyKind.ORG
    label = blocks.place_label(party)
    if party.place == ProceduralPlace.NONE:
        label = "委托人"
    principal = {**blocks.party_block(party, label, on=on), "agents": []}
    proof = organisation and principal["kind"] == "organisation" and bool(party.legal_rep)
    special = [SPECIAL_ITEMS.get(i, i) for i in given.special_items]
    bodies = {
        "mediation_org": case.mediation_body.name if case.mediation_body else "",
    }
    return {
        "principal": principal,
        "agent": {**blocks.agent_block(given), "id_no": None, "phone": None},
        "relation": "本单位员工" if organisation else "受托公民",
        "submitted_to": bodies.get(given.before, given.before),
        "matter": f"{blocks.applicants_text(case)}与{blocks.respondents_text(case)}"
        f"{blocks.dispute(case)}争议调解一案",
        "special_items": special,
        "valid_from": given.valid_from.isoformat(),
        "valid_to": given.valid_to.isoformat(),
        "proof_of_office": proof,
        "signatures": [
            {
                "role": "委托人",
                "name": party.name,
                "kind": "organisation" if organisation else "person",
                "signer": party.legal_rep or None if organisation else None,
                "capacity": "法定代表人" if organisation and party.legal_rep else None,
                "refusal": None,
            },
            blocks.officer_signature("受委托人", given.agent),
        ],
    }


def service_address(
    case: Case, parties: list[Party], *, address: str, e_service: bool, e_channel: str, on: date
) -> dict:
    """D09, for one party or for all workers who share an address."""
    role = ProceduralPlace(parties[0].place).label
    single = parties[0] if len(parties) == 1 else None
    target = single.phone if single else "见名单"
    signing = parties if single else (representatives(case) or parties[:1])
    return {
        "role": role,
        "recipients": [
            {"name": p.name, "id_no": p.id_no or p.uscc or "—", "phone": p.phone or "—"}
            for p in parties
        ],
        "addresses": [address],
        "e_service": e_service,
        "channels": [{"kind": E_CHANNELS.get(e_channel, "短信"), "address": target}]
        if e_service
        else [],
        "substitute": None,
        "confirmed_on": on.isoformat(),
        "signatures": [blocks.party_signature(p, role, on=on) for p in signing],
    }


def materials(case: Case, receipt: MaterialReceipt) -> dict:
    """D14."""
    rows = [
        {
            "no": place,
            "name": f"证据{e.no}：{e.name}",
            "original": False,
            "copies": 1,
            "pages": e.pages,
            "note": "核对后退还原件" if receipt.originals_returned else None,
        }
        for place, e in enumerate(receipt.evidence.order_by("no"), start=1)
    ]
    return {
        "handed_in_by": receipt.received_from,
        "materials": rows,
        "pages_total": sum(r["pages"] for r in rows),
        "received_on": receipt.received_on.isoformat(),
        "received_by": receipt.received_by.name,
        "originals_returned": receipt.originals_returned,
        "returned_on": receipt.received_on.isoformat() if receipt.originals_returned else None,
        "signatures": [
            blocks.officer_signature("提交人", receipt.received_from),
            blocks.officer_signature("接收人", receipt.received_by.name),
        ],
    }
