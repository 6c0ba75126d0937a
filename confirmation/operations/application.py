"""The signed application goes out as a packet, comes back and goes out again, or is withdrawn."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from cases.models import Party
from cases.operations import lock_case, meet_deadline, record, require
from confirmation import papers
from confirmation.choices import ApplicationState
from confirmation.models import Application
from confirmation.operations.outgoing import draw_packet, keep_packet
from confirmation.permissions import can_apply
from documents.operations import issue_document
from documents.packet import drawn_before_locking
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


def send_application(
    *, application: Application, approved_by: User, by: User, on: date, originals: str = ""
) -> Application:
    """
    提交法院: check everything again, make C03 and C05–C08 and send the first packet.

    Raises:
        ActRefused: any reason for which the court would return it: V-S1 for what is not signed,
            JC-01 for one side alone or after thirty days, and as for the draft.
    """
    return drawn_before_locking(
        lambda: draw_packet(
            application=application,
            state=ApplicationState.DRAFT,
            approved_by=approved_by,
            by=by,
            on=on,
            originals=originals,
        ),
        keep_packet,
    )


def resubmit_packet(
    *,
    application: Application,
    answers: Sequence[str],
    approved_by: User,
    by: User,
    on: date,
    originals: str = "",
) -> Application:
    """
    补正后重新提交: answer each point of the return (C10R), check again, send the next version.

    The thirty days keep running; the court's three days run anew (JC-09).

    Raises:
        ActRefused: nothing was returned, a point has no answer (C10), the reasons still stand.
    """
    return drawn_before_locking(
        lambda: draw_packet(
            application=application,
            state=ApplicationState.RETURNED,
            answers=answers,
            approved_by=approved_by,
            by=by,
            on=on,
            originals=originals,
        ),
        keep_packet,
    )


@transaction.atomic
def withdraw_confirmation(
    *, application: Application, reason: str, signed_by: Iterable[Party], by: User, on: date
) -> Application:
    """
    撤回申请: by both sides, before the ruling (民诉法解释 357); the claims stay as agreed.

    Raises:
        ActRefused: one side alone (JC-01), a ruling has been made, no reason is given (C12).
    """
    case = lock_case(application.case)
    require(can_apply(by, case))
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state not in (
        ApplicationState.SENT,
        ApplicationState.RETURNED,
        ApplicationState.ACCEPTED,
    ):
        raise ActRefused(f"申请现为“{application.get_state_display()}”，不能再撤回。", source="C12")
    if not reason.strip():
        raise ActRefused("请写明撤回理由。", source="C12")
    signed = {party.pk for party in signed_by}
    everybody = [*application.workers.all(), *application.others.all()]
    absent = [p.name for p in everybody if p.pk not in signed]
    if absent:
        raise ActRefused(f"撤回须双方共同提出，{'、'.join(absent[:10])}未签名。", source="JC-01")
    applied = papers.Applied(application, on=on)
    event = record(
        case,
        "withdraw_confirmation",
        by=by,
        on=on,
        summary=f"双方撤回向{application.court.name}提出的司法确认申请：{reason.strip()}",
        facts={"court": application.court.name, "number": application.number},
    )
    application.withdrawal = issue_document(
        case=case,
        code="C12",
        fields=papers.withdrawal(applied, reason=reason),
        by=by,
        on=on,
        event=event,
    )
    application.state = ApplicationState.WITHDRAWN
    save_with_reason(application, by=by, reason=f"撤回：{reason.strip()}")
    for rule in ("JC-09", "JC-10", "JC-11"):
        meet_deadline(case=case, rule=rule, on=on, by=by, suffix=application.clock)
    return application
