"""From a party's phone: replies to the elements, confirming the table, signing for papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from adjudication.choices import ArbitrationState, ElementAnswer
from adjudication.models import Arbitration, Element, ElementReply
from adjudication.operations.records import lock, note, require_state
from adjudication.papers.blocks import agents
from adjudication.permissions import can_conduct
from adjudication.queries.parties import CONFIRMS, acting_in, called, confirmations_of
from cases.choices import Capacity, PartyKind
from cases.models import Authority, CaseEvent, Party, PartyAccess
from cases.operations import require
from documents.models import Document, Service
from documents.service.choices import Outcome, Relation
from documents.service.operations import acknowledge_service
from documents.service.queries import kind_of
from staff.models import User
from staff.refusals import ActRefused

LONGEST = 300


@dataclass(frozen=True)
class Reply:
    """What one party says to one element; `value` is theirs where they do not admit the other's."""

    element: Element
    answer: ElementAnswer
    value: str = ""
    reason: str = ""


@transaction.atomic
def reply_to_elements(
    *, arbitration: Arbitration, party: Party, replies: Sequence[Reply], by: User, at: datetime
) -> list[ElementReply]:
    """
    答复要素 from the phone, before the hearing; said again, the last one counts.

    Raises:
        ActRefused: not one's own case (V-P2), the case is not being heard, a fact locked by D11
            (MED-21), a denial without what one says instead or without its reason (V-T1).
    """
    arbitration = lock(arbitration)
    access = acting_as(arbitration, party, by, at=at)
    require_state(arbitration, ArbitrationState.ACCEPTED)
    if not replies:
        raise ActRefused("请至少回答一项。", source="SUM-05")
    applicant = arbitration.applicants.filter(pk=party.pk).exists()
    rows = []
    for said in replies:
        element = said.element
        if element.arbitration_id != arbitration.pk:
            raise ActRefused("这一项不是本案的要素，请刷新页面。", source="SUM-05")
        _check(said, element, applicant=applicant)
        rows.append(
            ElementReply(
                element=element,
                party=party,
                answer=said.answer,
                value="" if said.answer == ElementAnswer.ADMIT else said.value.strip(),
                reason=said.reason.strip(),
                by=by,
                at=at,
            )
        )
    made = ElementReply.objects.bulk_create(rows)
    note(
        arbitration,
        "reply_to_elements",
        by=by,
        on=localtime(at).date(),
        party=party,
        summary=f"{access.person}答复要素{len(made)}项",
        facts={"elements": [row.element_id for row in made]},
    )
    return made


def _check(said: Reply, element: Element, *, applicant: bool) -> None:
    name = element.label
    if element.locked_by_id and said.answer != ElementAnswer.ADMIT:
        raise ActRefused(
            f"“{name}”双方已经签名确认，不再争议。",
            source="MED-21",
            suggest="有证据能推翻的，请当庭向仲裁庭说明。",
        )
    if said.answer == ElementAnswer.ADMIT:
        other = element.respondent_value if applicant else element.applicant_value
        if not other:
            raise ActRefused(
                f"“{name}”对方还没有说法，没有可以同意的内容。",
                source="V-T1",
                suggest="请选“不同意”，写明您的说法。",
            )
        return
    if not said.value.strip():
        raise ActRefused(f"“{name}”请写明您认为是多少、是什么。", source="V-T1")
    if not applicant and not said.reason.strip():
        raise ActRefused(f"“{name}”不同意的，请写明理由。", source="V-T1")
    if len(said.value.strip()) > LONGEST or len(said.reason.strip()) > LONGEST:
        raise ActRefused(f"“{name}”每处不能超过{LONGEST}字，请写短一些。", source="V-T1")


@transaction.atomic
def confirm_as_party(
    *, document: Document, arbitration: Arbitration, party: Party, by: User, at: datetime
) -> CaseEvent:
    """
    确认无误: a party has read the element table (A10) and confirms that it says what they said.

    Done by the party's own person on the phone, or recorded by the tribunal that saw it signed.

    Raises:
        ActRefused: not the table in force, not one's own case, confirmed already.
    """
    arbitration = lock(arbitration)
    officer = can_conduct(by, arbitration)
    access = None if officer else acting_as(arbitration, party, by, at=at)
    if party.pk not in {p.pk for p in called(arbitration)}:
        raise ActRefused(f"{party.name}不需要确认这份文书。", source="SUM-05")
    if document.code != "A10" or not _in_force(document, arbitration):
        raise ActRefused("这份要素确认表已经换了新的，请看新的一份。", source="SUM-05")
    if party.pk in confirmations_of(document):
        raise ActRefused(f"{party.name}已经确认过。", source="SUM-05")
    who = access.person if access else party.name
    return note(
        arbitration,
        CONFIRMS,
        by=by,
        on=localtime(at).date(),
        party=party,
        summary=f"{who}{'在手机上' if access else '当面签名'}确认《{document.title}》",
        facts={"document": document.pk, "person": who, "on_phone": access is not None},
    )


def _in_force(document: Document, arbitration: Arbitration) -> bool:
    rows = Document.objects.current().filter(
        pk=document.pk, event__facts__arbitration=arbitration.pk
    )
    return rows.exists()


def acting_as(arbitration: Arbitration, party: Party, user: User, *, at: datetime) -> PartyAccess:
    """Return in which capacity `user` speaks for `party` here, or refuse (V-P2)."""
    held = acting_in(user, arbitration, on=localtime(at).date())
    access = next((each for each in held if each.party_id == party.pk), None)
    require(access is not None, "您不是这一方的当事人或者代理人。")
    assert access is not None
    return access


def capacity_of(party: Party, person: str, *, on: date) -> tuple[Capacity, Authority | None]:
    """Return in which capacity a person acts for a party before the commission, or refuse."""
    if party.kind == PartyKind.NATURAL and person == party.name:
        return Capacity.SELF, None
    if party.kind == PartyKind.ORG and person and person == party.legal_rep:
        return Capacity.LEGAL_REPRESENTATIVE, None
    authority = next((a for a in agents(party, on=on) if a.agent == person), None)
    if authority is None:
        raise ActRefused(
            f"{person or '这个人'}没有代理{party.name}参加仲裁的授权。",
            source="V-P2",
            suggest="请先登记向仲裁委员会提交的授权委托书。",
        )
    return Capacity.AUTHORISED_AGENT, authority


@transaction.atomic
def receive_on_phone(
    *, document: Document, arbitration: Arbitration, by: User, at: datetime
) -> Service:
    """
    签收 on the phone what was sent electronically to a party that agreed to it.

    Raises:
        ActRefused: nothing was sent to this party so, or it was received already; an award or a
            mediation statement, which are served into the hand (SUM-04).
    """
    arbitration = lock(arbitration)
    on = localtime(at).date()
    held = acting_in(by, arbitration, on=on)
    parties = {access.party_id: access for access in held}
    if kind_of(document.code) in ("award", "mediation"):
        raise ActRefused("裁决书和调解书要当面或者邮寄送达，不能在手机上签收。", source="SUM-04")
    rows = Service.objects.current().filter(
        document=document, party__in=parties, method="electronic", outcome=Outcome.SENT
    )
    sent = rows.select_related("document__case", "party").last()
    if sent is None:
        raise ActRefused("这份文书没有等您签收的电子送达。", source="A09")
    access = parties[sent.party_id]
    return acknowledge_service(
        service=sent,
        receiver=access.person,
        relation=_RELATIONS[Capacity(access.capacity)],
        by=by,
        on=on,
    )


_RELATIONS = {
    Capacity.SELF: Relation.SELF,
    Capacity.LEGAL_REPRESENTATIVE: Relation.HEAD,
    Capacity.AUTHORISED_AGENT: Relation.AGENT,
    Capacity.ELECTED_REPRESENTATIVE: Relation.REPRESENTATIVE,
}
