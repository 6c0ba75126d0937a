"""送达证明: when each party got an award, for whoever has to go to court with it (A09C)."""

from datetime import date

from django.db import transaction

from adjudication import effect
from adjudication.choices import ArbitrationState
from adjudication.models import Award
from adjudication.operations.records import begin, issue, note
from adjudication.papers import notices as papers
from adjudication.permissions import can_run_docket
from documents.models import Document
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def certify_service(*, award: Award, addressee: str, by: User, on: date) -> Document:
    """
    出具送达证明: of an issued award, once every party has it.

    Raises:
        ActRefused: it is a draft; a party has not been served (V-S1, named).
    """
    arbitration = begin(award.arbitration, can_run_docket, by, *ArbitrationState)
    if award.document is None:
        raise ActRefused("裁决书还没有作出，不能出具送达证明。", source="A09C")
    missing = [row.party.name for row in effect.served(award) if row.served_on is None]
    if missing:
        names = "、".join(missing[:5]) + (f"等{len(missing)}人" if len(missing) > 5 else "")
        raise ActRefused(
            f"{names}还没有收到裁决书，不能出具送达证明。",
            source="V-S1",
            suggest="请先送达并登记。",
        )
    if not addressee.strip():
        raise ActRefused("请写明证明提交给谁。", source="A09C")
    event = note(
        arbitration,
        "certify_service",
        by=by,
        on=on,
        summary=f"出具{award.number}的送达证明",
        facts={"award": award.pk},
    )
    fields = papers.proof_of_service(award, addressee=addressee.strip(), contact=by)
    return issue(arbitration, "A09C", fields, event=event, by=by, on=on)
