"""What parties say from their phones: to each element, and that a paper is as they said it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from adjudication.choices import ArbitrationState, ElementAnswer
from adjudication.models import Arbitration, Element, ElementReply
from adjudication.operations.records import lock, note, require_state
from adjudication.permissions import can_conduct
from adjudication.queries.parties import CONFIRMS, acting_in, called, confirmations_of
from cases.models import CaseEvent, Party, PartyAccess
from cases.operations import require
from documents.models import Document
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
