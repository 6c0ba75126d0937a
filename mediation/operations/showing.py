"""What is shown to everybody in the room, and the copies of evidence that can be shown."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from cases.models import Evidence
from cases.operations import lock_case, record, require
from documents import store
from documents.operations import SCAN_LIMIT, SCAN_TYPES
from mediation.models import Agreement, EvidenceCopy, Session
from mediation.operations.opening import _in_mediation
from mediation.permissions import can_edit_case, can_keep_minutes
from room.choices import PUBLIC
from room.operations import Draft, publish
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def attach_evidence_copy(*, evidence: Evidence, content: bytes, by: User, on: date) -> EvidenceCopy:
    """
    录入证据复制件: the scan of one piece of evidence; the newest one is shown.

    Raises:
        ActRefused: not a PDF, JPEG or PNG file, or larger than 20 MB.
    """
    case = lock_case(evidence.case)
    require(can_edit_case(by, case))
    _in_mediation(case)
    if len(content) > SCAN_LIMIT:
        raise ActRefused("文件超过20MB，请降低分辨率后重新扫描。", source="V-H1")
    media_type = next((kind for mark, kind in SCAN_TYPES if content.startswith(mark)), None)
    if media_type is None:
        raise ActRefused("只接受 PDF、JPG、PNG 文件。", source="V-H1")
    copy = EvidenceCopy(
        evidence=evidence, file=store.put(content, media_type=media_type), by=by, added_on=on
    )
    copy.save()
    record(
        case,
        "attach_evidence_copy",
        by=by,
        on=on,
        summary=f"录入证据{evidence.no}的复制件",
        facts={"evidence": evidence.no, "sha256": copy.file_id},
    )
    return copy


@transaction.atomic
def show_to_all(
    *,
    session: Session,
    by: User,
    at: datetime,
    evidence: Evidence | None = None,
    agreement: Agreement | None = None,
) -> None:
    """
    出示: put a piece of evidence, or the agreement to be signed, before everybody in the room.

    While it is shown, everybody in the room may open it; afterwards nobody may any more.
    """
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    room_id = _room(session)
    what: dict[str, str | int]
    if evidence is not None and evidence.case_id == case.pk:
        what = {"kind": "evidence", "id": evidence.pk, "no": evidence.no, "name": evidence.name}
        copied = EvidenceCopy.objects.filter(evidence=evidence).exists()
        what |= {"pages": evidence.pages, "file": copied}
    elif agreement is not None and agreement.case_id == case.pk and agreement.state != "void":
        what = {"kind": "agreement", "id": agreement.pk, "no": agreement.number}
        what |= {"name": "调解协议书", "pages": agreement.document.pages, "file": True}
    else:
        raise ActRefused("请选择本案的一份材料。", source="D10")
    record(
        case,
        "show",
        by=by,
        on=localtime(at).date(),
        summary=f"第{session.no}次调解会出示：{what['name']}"[:380],
        facts={"session": session.no, "kind": what["kind"], "no": what["no"]},
        private=True,
    )
    publish(room_id, [Draft(PUBLIC, "show", what)])


@transaction.atomic
def end_showing(*, session: Session, by: User) -> None:
    """结束出示."""
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    publish(_room(session), [Draft(PUBLIC, "show.end", {})])


def _room(session: Session) -> int:
    room = session.room
    if room is None or not room.is_open:
        raise ActRefused("调解室没有开放。", source="D10")
    return room.pk
