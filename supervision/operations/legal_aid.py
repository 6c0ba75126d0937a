"""To a legal-aid body."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from cases.models import Case, Party
from cases.operations import lock_case, record, require, require_open, start_deadline
from cases.permissions import can_edit_case
from documents.operations import issue_document
from staff.models import User
from staff.refusals import ActRefused
from supervision import papers
from supervision.cards import running_out
from supervision.choices import AidStage
from supervision.models import LegalAidReferral


@transaction.atomic
def refer_to_legal_aid(
    *,
    case: Case,
    recipient: str,
    workers: Sequence[Party],
    stage: AidStage,
    signed_off: Mapping[str, str],
    by: User,
    on: date,
    matter: str = "追索劳动报酬",
    summary: str = "",
    attachments: Sequence[str] = (),
    urgent_until: date | None = None,
) -> LegalAidReferral:
    """
    转介法律援助 (AID-01: no means test for wages); makes H04.

    Every running time limit of the case is named; `urgent_until` adds one the file does not know.
    With less than seven days left the letter asks for aid in advance (AID-04). Clock: the body
    decides in 7 days (AID-02).

    Raises:
        ActRefused: nobody named, or somebody who is owed nothing; what the contract checks.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    if not workers:
        raise ActRefused("请选择需要法律援助的劳动者。", source="AID-01")
    strangers = [w.name for w in workers if w.case_id != case.pk or not w.roster_no]
    if strangers:
        raise ActRefused(f"{'、'.join(strangers)}不是本案的劳动者。", source="AID-01")
    clocks = running_out(case, on=on, other=urgent_until)
    urgent = papers.is_urgent(clocks, on=on)
    fields = papers.legal_aid(
        case,
        recipient=recipient.strip(),
        workers=workers,
        matter=matter.strip(),
        stage=AidStage(stage),
        clocks=clocks,
        urgent=urgent,
        summary=summary.strip() or case.facts,
        attachments=list(attachments),
        sign_off={**signed_off, "on": on.isoformat()},
    )
    settled = [row["name"] for row in fields["applicants"] if row["claim"]["digits"] == "0.00"]
    if settled:
        raise ActRefused(f"{'、'.join(settled)}的工资已经结清，不再转介法律援助。", source="AID-01")
    event = record(
        case,
        "refer_to_legal_aid",
        by=by,
        on=on,
        summary=f"{len(workers)}人转介{recipient.strip()}" + ("，提请先行提供" if urgent else ""),
        facts={"workers": [w.roster_no for w in workers], "urgent": urgent},
    )
    paper = issue_document(
        case=case,
        code="H04",
        fields=fields,
        by=by,
        on=on,
        recipient=recipient.strip(),
        event=event,
    )
    referral = LegalAidReferral(
        case=case,
        recipient=recipient.strip(),
        urgent=urgent,
        referred_on=on,
        document=paper,
        by=by,
    )
    referral.save()
    referral.workers.set(workers)
    start_deadline(case=case, rule="AID-02", event="转介法律援助机构", trigger=on, by=by)
    return referral
