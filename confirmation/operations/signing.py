"""The application signed by the applicants themselves, with a finger on their own phone."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from cases.choices import Capacity, PartyKind
from cases.models import Party
from cases.operations import lock_case, record, require
from cases.permissions import acts_for
from confirmation.choices import MENDABLE
from confirmation.models import ApplicantSignature, Application
from confirmation.operations.drafting import is_outdated, require_state
from documents.choices import SignatureLevel
from documents.signing.operations import record_signature
from mediation.operations.capacity import check_capacity
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def sign_application(
    *,
    application: Application,
    party: Party,
    signer: str,
    capacity: Capacity,
    drawing: str,
    seen: Collection[str],
    by: User,
    on: date,
) -> Application:
    """
    在手机上签申请书: by the person admitted for a party, on the very texts (`seen`) they had read.

    Raises:
        ActRefused: it is past that point; a company, which signs and seals on paper (V-S2); a
            stranger (JC-01); no authority (V-P2); signed already (V-S1); another text than the
            present one, or an unreadable drawing (V-H1).
    """
    case = lock_case(application.case)
    application = Application.objects.select_for_update().get(pk=application.pk)
    require(acts_for(by, party))
    require_state(application, *MENDABLE, act="不能再签名")
    refuse_screen(application, party, signer, capacity, on=on)
    if is_outdated(application):
        raise ActRefused(
            "登记的内容有变动，申请书要重新制作，现在不能签。",
            source="V-C1",
            suggest="请等工作人员重新制作以后再签。",
        )
    waiting = application.sheets_unsigned_by(party)
    if not waiting:
        raise ActRefused(f"{party.name}已经签名。", source="V-S1")
    if any(sheet.pdf_id not in seen for sheet in waiting):
        raise ActRefused(
            "申请书已经更换，您看到的不是现在的文本。",
            source="V-H1",
            suggest="请刷新页面再看。",
        )
    role = f"申请人{party.roster_no}号" if party.roster_no else "申请人"
    for sheet in waiting:
        signature = record_signature(
            document=sheet,
            document_sha256=sheet.pdf_id,
            role=role if signer == party.name else f"{role} {party.name}",
            signer=signer,
            level=SignatureLevel.DRAWN,
            drawing=drawing,
            by=by,
            on=on,
        )
        ApplicantSignature(
            application=application, party=party, sheet=sheet, signature=signature
        ).save()
    application.signed_by.add(party)
    record(
        case,
        "sign_application",
        by=by,
        on=on,
        party=party,
        summary=f"{party.name}在手机上签司法确认申请书"
        + (f"（{capacity.label}{signer}）" if signer != party.name else ""),
        facts={"signed_version": [sheet.pdf_id[:16] for sheet in waiting]},
    )
    return application


def refuse_screen(
    application: Application, party: Party, signer: str, capacity: Capacity, *, on: date
) -> None:
    """Refuse whom a finger on a screen does not bind: a stranger, a company, no authority."""
    everybody = [*application.workers.all(), *application.others.all()]
    if party not in everybody:
        raise ActRefused(f"{party.name}不是这件申请的申请人。", source="JC-01")
    if party.kind != PartyKind.NATURAL:
        raise ActRefused(
            f"{party.name}是单位，请在纸质申请书上签名，并加盖单位公章。", source="V-S2"
        )
    check_capacity(party, signer, capacity, on=on, settle=True)
