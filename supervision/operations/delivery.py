"""A transfer that was approved reaches the police; from then they have three days."""

from datetime import date, datetime

from django.db import transaction

from cases.operations import lock_case, record, require, start_deadline
from cases.permissions import can_edit_case
from mediation.papers.opening import SHANGHAI
from staff.models import User
from staff.refusals import ActRefused
from supervision.models import PoliceTransfer


@transaction.atomic
def record_police_delivery(
    *, transfer: PoliceTransfer, delivered_at: datetime, by: User, on: date
) -> PoliceTransfer:
    """
    登记送交公安机关, where the letter was made before it was handed over; starts CRIM-07.

    Raises:
        ActRefused: handed over already (V-N1); before the approval or in the future (V-D1).
    """
    case = lock_case(transfer.case)
    require(can_edit_case(by, case))
    transfer = PoliceTransfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if transfer.delivered_at:
        raise ActRefused("已经登记送交。", source="V-N1")
    day = delivered_at.astimezone(SHANGHAI).date()
    if delivered_at < transfer.approved_at or day > on:
        raise ActRefused("送交时间应在批准以后、今天以前。", source="V-D1")
    transfer.delivered_at = delivered_at
    transfer.save(update_fields=["delivered_at"])
    record(
        case,
        "record_police_delivery",
        by=by,
        on=on,
        summary=f"移送材料送交{transfer.recipient}",
        facts={"delivered_at": delivered_at.isoformat()},
    )
    start_deadline(case=case, rule="CRIM-07", event="公安机关接受移送", trigger=day, by=by)
    return transfer
