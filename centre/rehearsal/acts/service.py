"""Bringing the tribunal's papers to a party, and their coming back."""

from dataclasses import replace

from adjudication import operations as do
from cases.choices import PartyKind
from cases.models import Party
from centre.rehearsal.acts.arbitration import UNTOLD, arbitration_of, clerk_of
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import intake_of, listed
from centre.rehearsal.reading import Act, day
from centre.rehearsal.stage import Stage
from documents.models import Document
from documents.service.choices import Relation
from documents.service.operations import Delivery, Proof
from documents.service.queries import circumstances
from law.service import SIMPLE_CHANNELS
from mediation import operations as mediation
from staff.choices import Role

# The smallest photograph there is, for the ways of service that need one.
_PHOTOGRAPH = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\xff\xd9"
WITNESS = "社区工作人员（演练）"
_WHY = {"unknown_at_address": "地址查无此人", "refused": "拒收", "moved": "已迁移"}


@act
def serve_document(stage: Stage, step: Act):
    data = step.data
    arbitration = arbitration_of(stage, step)
    found = []
    for party in stage.parties(data["to"]):
        delivery = _delivery(data, party)
        documents = do.papers_for(arbitration, party, data["items"], method=delivery.method)
        said = {"arbitration": arbitration, "party": party, "by": clerk_of(stage, step)}
        if delivery.method == "left":
            _refused_first(documents, delivery, **said, on=step.on)
        found += do.serve(documents=documents, delivery=delivery, **said, on=step.on)[0]
    return found


def _refused_first(documents: list[Document], delivery: Delivery, *, party: Party, **said) -> None:
    """What is left was refused before; the format says so by the way alone, or by an act before."""
    fresh = [d for d in documents if not circumstances(d, party).refused]
    if fresh:
        refused = replace(
            delivery,
            method="direct",
            refused=True,
            failed=True,
            receiver=party.legal_rep or party.name,
            witnesses=[WITNESS],
            proofs=[],
        )
        do.serve(documents=fresh, party=party, delivery=refused, **said)


@act
def record_service_failure(stage: Stage, step: Act):
    """A paper came back: in the record of the case, and of a tribunal's paper as a service too."""
    data = step.data
    codes = [str(item) for item in listed(data["items"])]
    mediation.record_service_failure(
        case=stage.case,
        items=codes,
        to="、".join(stage.name_of(key) for key in listed(data["to"])),
        method=data["method"],
        returned_on=day(data["returned_on"]),
        reason=data["reason"],
        by=intake_of(stage, step),
        on=step.on,
    )
    ours = [code for code in codes if code.startswith("A")]
    if ours:
        arbitration = arbitration_of(stage, step)
        for party in stage.parties(data["to"]):
            do.serve(
                arbitration=arbitration,
                documents=do.papers_for(arbitration, party, ours),
                party=party,
                delivery=_failed(data, party),
                by=stage.officer("", Role.TRIBUNAL_SECRETARY),
                on=step.on,
            )


def _failed(data: dict, party: Party) -> Delivery:
    back, refused = day(data["returned_on"]), data["reason"] == "refused"
    return Delivery(
        method="direct" if refused else data["method"],
        sent_on=back,
        done_on=back,
        address=party.address or party.native_place,
        tracking_no=data.get("tracking_no") or ("演练邮件1号" if data["method"] == "post" else ""),
        reason=_WHY.get(data["reason"], data["reason"]),
        receiver=(party.legal_rep or party.name) if refused else "",
        witnesses=[WITNESS] if refused else [],
        refused=refused,
        failed=True,
    )


def _delivery(data: dict, party: Party) -> Delivery:
    """Return how it was done; what the format leaves out is what the way usually needs."""
    way, received = data["method"], day(data["received_on"])
    receiver = data.get("receiver") or ""
    receiver = party.name if receiver == "each" else receiver
    simple = way in SIMPLE_CHANNELS
    method = "simple" if simple else way
    pictured = method in ("left", "posted", "public_notice")
    return Delivery(
        method=method,
        sent_on=received,
        done_on=received,
        address=party.address or party.native_place,
        channel=way if simple else "",
        receiver="" if pictured else receiver,
        relation="" if pictured or not receiver else _relation(party, receiver),
        reason=data.get("reason") or (UNTOLD if pictured else ""),
        tracking_no=data.get("tracking_no") or ("演练邮件1号" if method == "post" else ""),
        media=data.get("media") or ("人民法院公告网" if method == "public_notice" else ""),
        through=data.get("through") or "",
        proofs=[Proof("notice" if method == "public_notice" else "photo", _PHOTOGRAPH, "演练")]
        if pictured
        else [],
    )


def _relation(party: Party, receiver: str) -> str:
    if receiver == party.name:
        return Relation.SELF
    if receiver == party.legal_rep:
        return Relation.HEAD
    if party.authorities.filter(agent=receiver).exists():
        return Relation.AGENT
    return Relation.MAIL_ROOM if party.kind == PartyKind.ORG else Relation.FAMILY
