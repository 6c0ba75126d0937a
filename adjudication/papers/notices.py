"""A07 the hearing, A08 what is to be produced, A09 the return of service, A09C its proof."""

from collections.abc import Sequence
from datetime import date, datetime

from adjudication import effect
from adjudication.choices import Procedure
from adjudication.models import Arbitration, Award, Hearing
from adjudication.papers import blocks
from adjudication.papers.forming import moment
from adjudication.queries import next_hearing
from cases.models import Party
from documents.choices import DocumentState
from documents.contracts import moment_dict
from documents.contracts.tribunal.service import GONE, REFUSED
from documents.models import Document, Service
from documents.service.choices import Outcome, Relation
from documents.service.queries import confirmed_address
from law.service import METHODS, notice_days
from staff.models import User

_RELATIONS: dict[str, str] = {Relation.DESIGNATED: "指定代收人"}
_KINDS = {"A07": "开庭通知", "A15": "决定书", "A16": "决定书", "R03": "调解书"}


def hearing(
    arbitration: Arbitration,
    recipient: Party,
    fixed: Hearing,
    *,
    answer_ends_on: date,
    serve_by: date,
    postpone_by: date | None,
    moved_from: datetime | None,
    contact: User,
) -> dict:
    """A07, with the last day of its service and of asking for another day."""
    return {
        **blocks.heads(arbitration),
        "recipient": recipient.name,
        "recipient_role": blocks.place_of(arbitration, recipient),
        "hearing_at": moment(fixed.starts_at),
        "place": fixed.place,
        "address": arbitration.commission.address,
        "public": fixed.public,
        **blocks.bench(arbitration),
        "answer_ends_on": answer_ends_on.isoformat(),
        "simplified": arbitration.procedure == Procedure.SIMPLIFIED,
        "own_period": fixed.own_period,
        "serve_by": serve_by.isoformat(),
        "postpone_by": postpone_by.isoformat() if postpone_by else None,
        "moved_from": moment(moved_from) if moved_from else None,
        "contact": blocks.contact(arbitration, contact),
    }


def evidence(
    arbitration: Arbitration,
    recipient: Party,
    *,
    due_on: date,
    must_produce: Sequence[str],
    contact: User,
) -> dict:
    """A08; what an employer keeps it has to bring, or bear what follows (ARB-39)."""
    place = blocks.place_of(arbitration, recipient)
    employer = place == blocks.ROLES["respondent"]
    fixed = next_hearing(arbitration)
    return {
        **blocks.heads(arbitration),
        "recipient": recipient.name,
        "recipient_role": place,
        "employer": employer,
        "evidence_by": due_on.isoformat(),
        "must_produce": list(must_produce) if employer else [],
        "hearing_at": moment(fixed.starts_at) if fixed else None,
        "with_form": True,
        "contact": blocks.contact(arbitration, contact),
    }


def kind_of(document: Document) -> str:
    """What a paper is called in the return: 裁决书, 决定书, 开庭通知 or 一般文书."""
    if document.code.startswith(("A12", "A13", "A14")):
        return "裁决书"
    return _KINDS.get(document.code, "一般文书")


def service_return(
    arbitration: Arbitration,
    party: Party,
    rows: Sequence[Service],
    *,
    arrived_at: datetime | None,
    server: User,
) -> dict:
    """A09 for one recipient and the papers of one round, as it was recorded."""
    row = rows[0]
    served = row.outcome == Outcome.SERVED and row.served_on is not None
    address = confirmed_address(party)
    record = "、".join(
        f"{proof.name or proof.get_kind_display()}（摘要{proof.file_id[:8]}）"
        for proof in row.proofs.all()
    )
    left = row.method in ("left", "posted")
    # What is left has been refused, on this visit or an earlier one (办案规则 20).
    refused = row.refused or row.method == "left"
    relation = _RELATIONS.get(row.relation, row.get_relation_display())
    return {
        **blocks.picked(arbitration, "cause"),
        "recipient": party.name,
        "recipient_role": blocks.place_of(arbitration, party),
        "simplified": arbitration.procedure == Procedure.SIMPLIFIED,
        "documents": [_served_paper(each.document) for each in rows],
        "method": METHODS[row.method].word,
        "address": row.address
        or (address.address if address else party.address)
        or arbitration.commission.address,
        "sent_on": row.sent_on.isoformat(),
        "served_on": str(row.served_on) if served else None,
        # Who refused has signed for nothing: they are named in the note.
        "receiver": None if refused else row.receiver or None,
        "relation": None if refused else relation or None,
        "refusal": {"reason": row.reason, "witnesses": list(row.witnesses)} if refused else None,
        "left": {
            "reason": REFUSED if refused else GONE,
            "left_on": str(row.done_on),
            "record": record,
        }
        if left
        else None,
        "tracking_no": row.tracking_no or None,
        "electronic": _electronic(row, address, arrived_at, record),
        "public_notice": {
            "reason": row.reason or "受送达人下落不明",
            "media": row.media,
            "published_on": str(row.done_on),
            "days": row.notice_days or notice_days()[0],
        }
        if row.method == "public_notice"
        else None,
        "through": row.through or None,
        "servers": [server.name],
        "note": row.note or _refuser(row),
    }


def _refuser(row: Service) -> str | None:
    return f"拒绝签收的人：{row.receiver}" if row.refused and row.receiver else None


def _served_paper(document: Document) -> dict:
    copy = "副本" if document.code in ("A01", "A01R") else ""
    assert document.state == DocumentState.ISSUED
    return {
        "title": f"{document.title}{copy}",
        "number": document.number or None,
        "kind": kind_of(document),
        "made_on": document.issued_on.isoformat(),
        "copies": 1,
    }


def _electronic(row: Service, address, arrived_at: datetime | None, record: str) -> dict | None:
    if row.method != "electronic":
        return None
    return {
        "channel": row.get_channel_display(),
        "consented_on": str(address.confirmed_on),
        "arrived_at": moment_dict(arrived_at) if arrived_at else None,
        "record": record or None,
    }


def proof_of_service(award: Award, *, addressee: str, contact: User) -> dict:
    """A09C: the award, and when and how each party got it."""
    arbitration, document = award.arbitration, award.document
    assert document is not None  # it was issued
    people = effect.whom(award)
    found: dict[int, Service] = {}
    for row in document.services.effective().filter(party__in=people).order_by("id"):
        found[row.party_id] = row
    return {
        **blocks.picked(arbitration, "applicants_text", "respondents_text", "cause"),
        "addressee": addressee,
        "document": {
            "kind": "裁决书",
            "title": document.title,
            "number": award.number,
            "made_on": str(award.made_on),
        },
        "parties": [party.name for party in people],
        "rows": [
            {
                "role": blocks.place_of(arbitration, party),
                "name": party.name,
                "served_on": str(found[party.pk].served_on),
                "method": METHODS[found[party.pk].method].word,
                "receiver": found[party.pk].receiver or None,
            }
            for party in people
            if party.pk in found
        ],
        "contact": blocks.contact(arbitration, contact),
    }
