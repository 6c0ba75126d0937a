"""答辩: a shorter period by consent, and the answer to every element."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from adjudication.choices import ArbitrationState, ElementAnswer, Procedure
from adjudication.models import Arbitration, CounterClaim, Element, RespondentAnswer
from adjudication.operations.records import begin, issue, keep, meet, note, start
from adjudication.papers import filing, forming
from adjudication.permissions import can_conduct
from adjudication.queries import answer_due_on, copy_received_on, deadline, suffix_for
from cases.choices import Capacity, PartyKind
from cases.models import Evidence, Party
from documents.models import Document
from staff.history import bulk_update_with_reason, save_with_reason
from staff.models import User
from staff.refusals import ActRefused

ACCEPTED = ArbitrationState.ACCEPTED


@dataclass(frozen=True)
class Answered:
    """What a respondent says to one element; who does not admit says what instead, and why."""

    code: str
    answer: ElementAnswer
    value: str = ""
    reason: str = ""
    label: str = ""
    worker: Party | None = None


@transaction.atomic
def consent_to_shorter_answer(
    *,
    arbitration: Arbitration,
    respondent: Party,
    signer: str,
    capacity: Capacity,
    by: User,
    on: date,
    days: int | None = None,
    seal_kind: str = "",
    agrees_to_simplified: bool = False,
) -> Document:
    """
    同意缩短答辩期: to `days` working days, or to none at all; in writing, with A06 (SUM-03).

    Raises:
        ActRefused: the copy was not served, the case is not handled simply (SUM-03), a seal that
            is not the official one (V-S2), a period longer than that of the law.
    """
    arbitration = begin(arbitration, can_conduct, by, ACCEPTED)
    if arbitration.procedure != Procedure.SIMPLIFIED and not agrees_to_simplified:
        raise ActRefused("只有简易处理的案件可以缩短或者取消答辩期。", source="SUM-03")
    received = copy_received_on(arbitration, respondent)
    own = suffix_for(arbitration, respondent)
    statutory = deadline(arbitration, "ARB-10", own)
    if received is None or statutory is None:
        raise ActRefused(
            f"申请书副本还没有送达{respondent.name}，答辩期没有起算。", source="ARB-09"
        )
    shorter = start(
        arbitration,
        "SUM-03",
        event=f"{respondent.name}书面同意",
        trigger=received,
        by=by,
        amount=days or 0,
        suffix=own,
    )
    event = note(
        arbitration,
        "consent_to_shorter_answer",
        by=by,
        on=on,
        party=respondent,
        summary=f"{respondent.name}同意答辩期缩短至{shorter.due_on:%Y-%m-%d}"
        if days
        else f"{respondent.name}放弃答辩期",
        facts={"days": days or 0, "agrees_to_simplified": agrees_to_simplified},
    )
    fields = forming.consent(
        arbitration,
        respondent,
        received_on=received,
        statutory_due=statutory.due_on,
        days=days or None,
        answer_due=shorter.due_on,
        agrees_to_simplified=agrees_to_simplified,
        signer=signer,
        capacity=Capacity(capacity).label,
        seal_kind=_seal(respondent, seal_kind),
        on=on,
    )
    return issue(arbitration, "A06", fields, event=event, by=by, on=on)


def _seal(party: Party, kind: str) -> str | None:
    """Return the seal as the paper names it; a natural person has none."""
    if party.kind == PartyKind.NATURAL:
        return None
    return filing.SEALS.get(kind or "official", "部门章")


@transaction.atomic
def submit_answer(
    *,
    arbitration: Arbitration,
    respondent: Party,
    answers: Sequence[Answered],
    by: User,
    on: date,
    signer: str = "",
    capacity: Capacity = Capacity.LEGAL_REPRESENTATIVE,
    seal_kind: str = "",
    limitation: str | None = None,
    jurisdiction: str | None = None,
    counter_claims: Sequence[str] = (),
    positions: Mapping[int, tuple[str, int | None, str]] | None = None,
    defence: str = "",
    evidence: Sequence[Evidence] = (),
) -> Document:
    """
    答辩: keep what the respondent says to each element, and its pleas; make A01R.

    `limitation` and `jurisdiction` are the reasons of a plea, None for none: limitation is the
    respondent's alone, and only here (ARB-05). `positions` are by claim number: position, fen
    admitted, reason.

    Raises:
        ActRefused: a plea or counter-claim after the period (ARB-11, ARB-12), a fact locked by D11
            denied (MED-21), a denial without its reason (V-T1), a wrong seal (V-S2).
    """
    arbitration = begin(arbitration, can_conduct, by, ACCEPTED)
    if copy_received_on(arbitration, respondent) is None:
        raise ActRefused(f"申请书副本还没有送达{respondent.name}。", source="ARB-09")
    due = answer_due_on(arbitration, respondent)
    _keep_answers(arbitration, respondent, answers, by=by)
    arbitration.limitation_pleaded = bool(arbitration.limitation_pleaded) or (
        limitation is not None
    )
    keep(arbitration, by=by, reason=f"{respondent.name}答辩")
    event = note(
        arbitration,
        "submit_answer",
        by=by,
        on=on,
        party=respondent,
        summary=f"{respondent.name}提交答辩" + _pleas(limitation, jurisdiction, counter_claims),
        facts={
            "limitation": limitation is not None,
            "jurisdiction": jurisdiction is not None,
            "counter_claims": len(counter_claims),
        },
    )
    fields = filing.answer(
        arbitration,
        respondent,
        positions=positions or {},
        defence=defence,
        limitation=limitation,
        jurisdiction=jurisdiction,
        counter_claims=counter_claims,
        evidence=evidence,
        answer_due=due,
        signer=signer,
        capacity=Capacity(capacity).label,
        seal_kind=_seal(respondent, seal_kind),
        on=on,
    )
    paper = issue(arbitration, "A01R", fields, event=event, by=by, on=on)
    meet(arbitration, "ARB-10", "SUM-03", on=on, by=by, suffix=suffix_for(arbitration, respondent))
    start(
        arbitration,
        "ARB-10.copy",
        event=f"收到{respondent.name}的答辩书",
        trigger=on,
        by=by,
        suffix=suffix_for(arbitration, respondent),
    )
    for what in counter_claims:
        row = CounterClaim(arbitration=arbitration, respondent=respondent, what=what, filed_on=on)
        save_with_reason(row, by=by, reason="提出反申请")
    if counter_claims:
        start(arbitration, "ARB-12", event="收到反申请", trigger=on, by=by)
    return paper


def _pleas(limitation: str | None, jurisdiction: str | None, counter: Sequence[str]) -> str:
    raised = [
        *(["主张时效抗辩"] if limitation is not None else []),
        *(["提出管辖异议"] if jurisdiction is not None else []),
        *([f"反申请{len(counter)}项"] if counter else []),
    ]
    return f"：{'、'.join(raised)}" if raised else ""


def _keep_answers(
    arbitration: Arbitration, respondent: Party, answers: Sequence[Answered], *, by: User
) -> None:
    """
    Write what this respondent says to the elements it is about, and what comes of all of them.

    Of several respondents a denial stands: what one of them disputes is disputed.
    """
    elements = list(arbitration.elements.select_related("locked_by"))
    known = {
        row.element_id: row
        for row in RespondentAnswer.objects.filter(
            element__arbitration=arbitration, respondent=respondent
        )
    }
    changed: list[Element] = []
    for said in answers:
        element = find_element(elements, said.code, said.label, said.worker)
        if element is None:
            raise ActRefused(f"申请书没有写明要素{said.code[1:]}。", source="V-C1")
        admits = said.answer == ElementAnswer.ADMIT
        if element.locked_by_id and not admits:
            raise ActRefused(
                f"“{element.label}”双方已在无争议事实记载中确认，不再争议。",
                source="MED-21",
                suggest="有相反证据足以推翻的，请向仲裁庭提出，先作废该记载。",
            )
        row = known.get(element.pk) or RespondentAnswer(element=element, respondent=respondent)
        row.answer = said.answer
        row.value = element.applicant_value if admits else said.value
        row.reason = "" if admits else said.reason
        known[element.pk] = save_with_reason(row, by=by, reason="答辩")
        changed.append(element)
    _put_together(changed)
    bulk_update_with_reason(
        Element, changed, ["answer", "respondent_value", "reason"], by=by, reason="答辩"
    )


def _put_together(elements: Sequence[Element]) -> None:
    """Say of each element what all respondents together say of it, by name where they differ."""
    rows = RespondentAnswer.objects.filter(element__in=elements).select_related("respondent")
    said: dict[int, list[RespondentAnswer]] = defaultdict(list)
    for row in rows.order_by("id"):
        said[row.element_id].append(row)
    for element in elements:
        disputing = [r for r in said[element.pk] if r.answer != ElementAnswer.ADMIT]
        if not disputing:
            element.answer, element.reason = ElementAnswer.ADMIT, ""
            element.respondent_value = element.applicant_value
            continue
        denied = any(r.answer == ElementAnswer.DENY for r in disputing)
        element.answer = ElementAnswer.DENY if denied else ElementAnswer.PARTLY
        element.respondent_value = _of_each([(r.respondent, r.value) for r in disputing])
        element.reason = _of_each([(r.respondent, r.reason) for r in disputing])


def _of_each(said: Sequence[tuple[Party, str]]) -> str:
    words = list(dict.fromkeys(text for _, text in said))
    if len(words) == 1:
        return words[0]
    return "；".join(f"{party.name}：{text}" for party, text in said if text)[:300]


def find_element(
    elements: Sequence[Element], code: str, label: str, worker: Party | None
) -> Element | None:
    """Return the element meant: by its label, else the only one of its code."""
    same = [
        e for e in elements if e.code == code and e.worker_id == (worker.pk if worker else None)
    ]
    named = [e for e in same if label and e.label == label]
    if named:
        return named[0]
    return same[0] if len(same) == 1 and not label else None
