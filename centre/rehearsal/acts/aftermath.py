"""After an award: it is published, gone to court about, and sent to the court that enforces it."""

from typing import Any

from adjudication import operations as do
from adjudication.choices import AwardKind, SuitResult
from adjudication.models import AwardSuit
from adjudication.papers.public import public_context
from centre.rehearsal.acts.arbitration import arbitration_of, clerk_of
from centre.rehearsal.acts.award import award_of
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import listed
from centre.rehearsal.reading import Act, ScenarioFault, day
from centre.rehearsal.stage import Stage
from staff.choices import Role
from staff.refusals import ActRefused


@act
def record_suit(stage: Stage, step: Act):
    """A party goes to court about an award: sues, or asks the intermediate court to annul it."""
    data = step.data
    return do.record_suit(
        award=award_of(stage, arbitration_of(stage, step), data["award"]),
        party=stage.party(step.by),
        court=stage.bodies_named(data["court"]),
        filed_on=day(data.get("filed_on") or step.on),
        worker=stage.worker(data["worker"]) if data.get("worker") else None,
        annulment=bool(data.get("annulment")),
        number=data.get("number") or "",
        by=stage.officer("", Role.TRIBUNAL_SECRETARY),
        on=step.on,
    )


@act
def record_suit_result(stage: Stage, step: Act):
    data = step.data
    award = award_of(stage, arbitration_of(stage, step), data["award"])
    suits = AwardSuit.objects.filter(award=award, result="").order_by("id")
    if data.get("party"):
        suits = suits.filter(party=stage.party(data["party"]))
    suit = suits.last()
    if suit is None:
        raise ScenarioFault(f"没有就{data['award']}起诉而等待结果的。")
    return do.record_suit_result(
        suit=suit,
        result=SuitResult(data["result"]),
        served_on=day(data.get("served_on") or step.on),
        by=stage.officer("", Role.TRIBUNAL_SECRETARY),
        on=step.on,
    )


@act
def send_interim_award(stage: Stage, step: Act):
    """The order goes to the court that enforces it, once everybody has had it (A14L)."""
    data = step.data
    approver = data.get("approver")
    return do.send_interim_award(
        award=award_of(stage, arbitration_of(stage, step), AwardKind.INTERIM),
        court=stage.bodies[data.get("court") or "court"],
        clues=listed(data.get("clues")) or ["被申请人的基本存款账户"],
        enclosures=listed(data.get("enclosures")),
        approved_by=stage.person(approver)
        if approver
        else stage.officer("", Role.TRIBUNAL_SECRETARY),
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def publish_award(stage: Stage, step: Act):
    """The award as anybody may read it: no name, number or address of a natural person in it."""
    award = award_of(stage, arbitration_of(stage, step), step.data["award"])
    assert award.document is not None  # it has been issued
    words = _words(public_context(award.document))
    private = [
        text
        for party in award.arbitration.applicants.all()
        for text in (party.name, party.id_no, party.phone, party.bank_account)
        if text
    ]
    if told := [text for text in private if text in words]:
        raise ActRefused(f"公开版中仍有“{told[0]}”。", source="ARB-33")
    return words


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(map(_words, value.values()))
    if isinstance(value, list):
        return "\n".join(map(_words, value))
    return "" if value is None else str(value)
