"""庭前要素确认: both sides are asked element by element; only what stays disputed is heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from adjudication.choices import ArbitrationState
from adjudication.models import Arbitration, Element
from adjudication.operations.answers import find_element
from adjudication.operations.filing import link_evidence
from adjudication.operations.records import begin, issue, note
from adjudication.papers import blocks
from adjudication.papers import elements as papers
from adjudication.permissions import can_conduct
from adjudication.queries import panel, paper, respondents, speaking
from cases.models import Party
from documents.contracts.tribunal.elements import ELEMENTS
from documents.models import Document
from staff.history import bulk_update_with_reason, save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class Confirmed:
    """What each side says to an element when both are asked; `evidence` are numbers."""

    code: str
    applicant_value: str
    respondent_value: str
    agreed: bool
    label: str = ""
    worker: Party | None = None
    evidence: Sequence[int] = ()


@transaction.atomic
def confirm_elements(
    *,
    arbitration: Arbitration,
    rows: Sequence[Confirmed],
    by: User,
    on: date,
    attending: Sequence[blocks.Attending] | None = None,
    place: str = "",
) -> Document | None:
    """
    要素确认: keep what both sides say; once every element was asked, make A10 and return it.

    `attending` are who came for the parties, default who usually comes for each.

    Raises:
        ActRefused: agreed with different words (V-T1); a fact locked by D11 changed (MED-21); the
            tribunal is not formed.
    """
    arbitration = begin(arbitration, can_conduct, by, ArbitrationState.ACCEPTED)
    if not panel(arbitration):
        raise ActRefused("仲裁庭还没有组成，请先组庭。", source="ARB-13")
    known = list(arbitration.elements.select_related("locked_by"))
    changed = [_confirm(arbitration, known, row, by=by) for row in rows]
    bulk_update_with_reason(
        Element,
        changed,
        ["applicant_value", "respondent_value", "agreed"],
        by=by,
        reason="庭前要素确认",
    )
    link_evidence(arbitration.case, zip(changed, (row.evidence for row in rows), strict=True))
    event = note(
        arbitration,
        "confirm_element",
        by=by,
        on=on,
        summary=f"庭前确认要素{len(changed)}项，无争议{sum(bool(e.agreed) for e in changed)}项",
        facts={"elements": [e.code for e in changed]},
    )
    if arbitration.elements.filter(agreed=None).exists():
        return None
    there = list(attending or usual(arbitration, on=on))
    earlier = paper(arbitration, "A10")
    fields = papers.confirmation(arbitration, attending=there, place=place, on=on)
    return issue(
        arbitration,
        "A10",
        fields,
        event=event,
        by=by,
        on=on,
        supersedes=earlier if earlier and not earlier.is_signed else None,
    )


def confirm_element(
    *, arbitration: Arbitration, row: Confirmed, by: User, on: date
) -> Document | None:
    """要素确认, one element; see `confirm_elements`."""
    return confirm_elements(arbitration=arbitration, rows=[row], by=by, on=on)


def usual(arbitration: Arbitration, *, on: date) -> list[blocks.Attending]:
    """
    Return who usually comes: those who speak for the applicants, one for each respondent.

    A respondent who has said nothing so far, neither in an answer nor when asked, was not there.
    """
    asked = arbitration.elements.exclude(respondent_value="").exists()
    heard = set(
        arbitration.case.events.filter(
            act="submit_answer", facts__arbitration=arbitration.pk
        ).values_list("party_id", flat=True)
    )
    others = [p for p in respondents(arbitration) if p.pk in heard or (asked and not heard)]
    there = [*speaking(arbitration), *others]
    return [blocks.usual_attendant(party, on=on) for party in there]


def _confirm(
    arbitration: Arbitration, known: list[Element], row: Confirmed, *, by: User
) -> Element:
    if row.code not in ELEMENTS:
        raise ActRefused(f"没有编号为{row.code}的要素。", source="SUM-05")
    element = find_element(known, row.code, row.label, row.worker)
    if element is None:
        element = Element(
            arbitration=arbitration,
            code=row.code,
            label=row.label or ELEMENTS[row.code],
            worker=row.worker,
        )
        save_with_reason(element, by=by, reason="庭前增列要素")
        known.append(element)
    if row.agreed and row.applicant_value != row.respondent_value:
        raise ActRefused(
            f"“{element.label}”双方说法不同，不能记为一致。",
            source="V-T1",
            suggest="请记为有争议，列入庭审焦点。",
        )
    same = (element.applicant_value, element.respondent_value, True)
    if element.locked_by_id and (row.applicant_value, row.respondent_value, row.agreed) != same:
        raise ActRefused(
            f"“{element.label}”由双方签名的《无争议事实记载》锁定，不能更改。",
            source="MED-21",
            suggest="有相反证据足以推翻的，先作废该记载。",
        )
    element.applicant_value = row.applicant_value
    element.respondent_value = row.respondent_value
    element.agreed = row.agreed
    return element


@transaction.atomic
def add_element(
    *,
    arbitration: Arbitration,
    code: str,
    by: User,
    on: date,
    label: str = "",
    unit: str = "",
    worker: Party | None = None,
    applicant_value: str = "",
) -> Element:
    """
    增列要素: one more point of fact, of all workers or of one; both sides are asked afterwards.

    Raises:
        ActRefused: no such element, it stands in the table already, not a worker of this case.
    """
    arbitration = begin(arbitration, can_conduct, by, ArbitrationState.ACCEPTED)
    if code not in ELEMENTS:
        raise ActRefused("请从十六项要素中选择一项。", source="SUM-05")
    name = label.strip() or ELEMENTS[code]
    if worker is not None and not arbitration.applicants.filter(pk=worker.pk).exists():
        raise ActRefused(f"{worker.name}不是本案的申请人。", source="SUM-05")
    if arbitration.elements.filter(code=code, label=name, worker=worker).exists():
        raise ActRefused(f"表中已有“{name}”，请在原有的一行填写。", source="SUM-05")
    element = Element(
        arbitration=arbitration,
        code=code,
        label=name,
        unit=unit.strip(),
        worker=worker,
        applicant_value=applicant_value.strip(),
    )
    save_with_reason(element, by=by, reason="庭前增列要素")
    note(
        arbitration,
        "add_element",
        by=by,
        on=on,
        party=worker,
        summary=f"增列要素{code}“{name}”",
        facts={"element": element.pk},
    )
    return element


@transaction.atomic
def link_element(*, element: Element, evidence: Sequence[int], by: User, on: date) -> Element:
    """
    关联证据: tie one element to exactly these pieces of evidence, by their numbers.

    Raises:
        ActRefused: a number that was not handed in (V-C1).
    """
    arbitration = begin(element.arbitration, can_conduct, by, ArbitrationState.ACCEPTED)
    element = arbitration.elements.get(pk=element.pk)
    element.evidence.clear()
    link_evidence(arbitration.case, [(element, list(dict.fromkeys(evidence)))])
    note(
        arbitration,
        "link_element",
        by=by,
        on=on,
        summary=f"要素{element.code}“{element.label}”关联证据"
        + ("、".join(map(str, evidence)) or "（无）"),
        facts={"element": element.pk, "evidence": list(evidence)},
    )
    return element
