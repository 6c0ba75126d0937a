"""认定: what the tribunal finds on an element, with what proves it and the article it applies."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from adjudication.choices import ArbitrationState, HearingState
from adjudication.models import Arbitration, Element
from adjudication.permissions import sits
from cases.models import Evidence
from cases.operations import lock_case, record, require
from law.statutes import all_articles
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def find_element(
    *,
    element: Element,
    found: str,
    finding: str,
    by: User,
    on: date,
    evidence: Sequence[Evidence] = (),
    article: str = "",
    departing: str = "",
) -> Element:
    """
    认定要素: the value that counts, why, and what it rests on.

    `departing` is why the tribunal departs from what both sides agree on; it stands in the reasons.

    Raises:
        ActRefused: not heard yet (ARB-33), no value, reasons, evidence or article; what both sides
            agree on is found otherwise without a reason (SUM-05); evidence that was not handed in.
    """
    case = lock_case(element.arbitration.case)
    arbitration = Arbitration.objects.get(pk=element.arbitration_id)
    require(sits(by, arbitration), "只有本案仲裁员可以认定要素。")
    require_heard(arbitration)
    element = Element.objects.select_for_update().get(pk=element.pk)
    found, finding = found.strip(), finding.strip()
    if not found or not finding:
        raise ActRefused(f"请写明“{element.label}”认定的内容和理由。", source="ARB-33")
    if element.agreed and found != element.applicant_value:
        if not departing.strip():
            raise ActRefused(
                f"双方对“{element.label}”（{element.applicant_value}）没有争议，不能径行另作认定。",
                source="SUM-05",
                suggest="确需另作认定的，请写明为什么不采信双方一致的陈述。",
            )
        finding = f"{departing.strip().rstrip('。')}。{finding}"
    if article and article not in {row.id for row in all_articles()}:
        raise ActRefused(f"规则一览中没有“{article}”这一条。", source="V-L1")
    missing = [e for e in evidence if e.case_id != case.pk or not e.submitted]
    if missing:
        raise ActRefused(f"“{missing[0].name}”没有提交，不能作为认定的依据。", source="ARB-39")
    if not evidence and not article:
        raise ActRefused(
            f"“{element.label}”的认定没有依据，请选择证据或者条文。",
            source="ARB-33",
            suggest="用人单位掌握证据而不提供的，依据是不利后果的规定。",
        )
    element.found, element.finding, element.article = found, finding, article
    save_with_reason(element, by=by, reason=f"认定：{found}")
    element.evidence.set(evidence)
    record(
        case,
        "find_element",
        by=by,
        on=on,
        party=element.worker,
        summary=f"认定{element.code}“{element.label}”：{found}",
        facts={
            "arbitration": arbitration.pk,
            "element": element.code,
            "evidence": [e.no for e in evidence],
            "article": article,
        },
    )
    return element


def require_heard(arbitration: Arbitration) -> None:
    """Nothing is found and decided before the parties were heard."""
    if arbitration.state != ArbitrationState.ACCEPTED:
        raise ActRefused(
            f"案件现为“{arbitration.get_state_display()}”，不能认定和裁决。", source="ARB-33"
        )
    if not arbitration.hearings.filter(state=HearingState.CLOSED).exists():
        raise ActRefused("尚未开庭，不能认定要素和裁决。", source="ARB-33")
