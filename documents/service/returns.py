"""A09M, the return of service: blank for the errand, or filled in from what was recorded."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cases.choices import ProceduralPlace
from cases.models import Case, Party
from cases.operations import lock_case, record, require
from cases.permissions import can_edit_case
from documents.choices import DocumentState
from documents.models import Document, Service
from documents.operations import issue_document
from documents.service.choices import Outcome
from documents.service.queries import confirmed_address
from law.service import METHODS
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def issue_return(
    *,
    case: Case,
    party: Party,
    documents: Sequence[Document],
    by: User,
    on: date,
    service: Service | None = None,
) -> Document:
    """
    出具送达回证: one for one recipient and the papers of one round.

    Without `service` it is blank, to be signed on the spot. One already made for the same papers
    is superseded by the filled one, and is returned as it is when nothing would be added.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    if not documents:
        raise ActRefused(f"没有需要送达{party.name}的文书。", source="A09")
    ids = sorted(d.pk for d in documents)
    facts = {"return_of": ids, "party": party.key, "service": service.pk if service else None}
    earlier = None
    made = case.documents.filter(code="A09M", party=party, state=DocumentState.ISSUED)
    for paper in made.select_related("event").order_by("id"):
        known = paper.event.facts if paper.event else {}
        if known == facts:
            return paper
        if known.get("return_of") == ids:
            earlier = paper
    event = record(
        case,
        "issue_return",
        by=by,
        on=on,
        party=party,
        summary=f"出具{party.name}的送达回证（{len(ids)}份文书）",
        facts=facts,
    )
    return issue_document(
        case=case,
        code="A09M",
        fields=_fields(case, party, documents, service, by),
        by=by,
        on=on,
        party=party,
        recipient=party.name,
        event=event,
        supersedes=earlier,
    )


def _fields(
    case: Case, party: Party, documents: Sequence[Document], row: Service | None, by: User
) -> dict:
    address = confirmed_address(party)
    where = (address.address if address else party.address) or None
    blank = {
        "recipient": party.name,
        "role": _role(case, party),
        "dispute": case.get_dispute_kind_display(),
        "documents": [
            {
                "title": paper.title,
                "number": paper.number or None,
                "made_on": paper.issued_on.isoformat(),
                "copies": 1,
            }
            for paper in documents
        ],
        "method": None,
        "address": where,
        "sent_on": None,
        "served_on": None,
        "receiver": None,
        "relation": None,
        "refusal": None,
        "particulars": [],
        "proofs": [],
        "servers": [by.name],
        "note": None,
    }
    return blank if row is None else blank | _filled(row, where)


def _filled(row: Service, address: str | None) -> dict:
    refusal = None
    if row.refused or row.method == "left":
        names = "、".join(row.witnesses)
        refusal = {"reason": row.reason, "witnesses": names or None}
    served = row.outcome == Outcome.SERVED
    return {
        "method": METHODS[row.method].title,
        "address": row.address or address,
        "sent_on": row.sent_on.isoformat(),
        "served_on": row.served_on.isoformat() if served and row.served_on else None,
        "receiver": row.receiver or None,
        "relation": row.get_relation_display() or None,
        "refusal": refusal,
        "particulars": _particulars(row),
        "proofs": [
            f"{proof.get_kind_display()}（摘要{proof.file_id[:8]}）" for proof in row.proofs.all()
        ],
        "servers": [row.recorded_by.name],
        "note": row.note or None,
    }


def _particulars(row: Service) -> list[str]:
    lines = []
    if row.through:
        lines.append(f"由{row.through}代为送达或者转交。")
    if row.tracking_no:
        lines.append(f"邮件号码：{row.tracking_no}。")
    if row.media:
        lines.append(f"公告媒体：{row.media}，公告期{row.notice_days}日。")
    if METHODS[row.method].limit or row.returned:
        lines += row.steps
    return lines


def _role(case: Case, party: Party) -> str:
    label = ProceduralPlace(party.place).label
    if party.place in (ProceduralPlace.APPLICANT, ProceduralPlace.NONE):
        return label
    same = list(case.parties.filter(place=party.place).order_by("id").values_list("pk", flat=True))
    return label if len(same) == 1 else f"{label}{same.index(party.pk) + 1}"
