"""At the court's desk: notes among colleagues, who fetched what, the link for a court outside."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from cases.operations import lock_case, record, require
from confirmation.choices import ApplicationState, Fetched
from confirmation.models import (
    Application,
    ClerkNote,
    CourtPaper,
    CourtToken,
    Packet,
    PacketDownload,
    PacketItem,
    PacketLink,
)
from confirmation.operations.court import court_accepts
from confirmation.permissions import can_apply, can_enter_court_answer, is_clerk_of_court
from documents import scans, store
from documents.operations import SCAN_TYPES
from staff.models import User
from staff.refusals import ActRefused

LINK_DAYS_AT_MOST = 30
WRONG_CODES_AT_MOST = 5


def add_note(*, application: Application, text: str, by: User, at: datetime) -> ClerkNote:
    """记下工作记录, which only clerks of that court read."""
    require(is_clerk_of_court(by, application))
    if not text.strip():
        raise ActRefused("请写明内容。", source="CO2")
    note = ClerkNote(
        application=application, court=application.court, text=text.strip()[:500], by=by, at=at
    )
    note.save()
    return note


def docket_each(
    *, numbers: Sequence[tuple[Application, str]], decided_on: date, by: User, on: date
) -> tuple[list[Application], list[str]]:
    """
    批量立案: each application by its own number; one that fails leaves the others docketed.

    Returns the docketed applications, and a sentence for each that was not.
    """
    done, failed = [], []
    for application, number in numbers:
        try:
            done.append(
                court_accepts(
                    application=application, number=number, decided_on=decided_on, by=by, on=on
                )
            )
        except ActRefused as refusal:
            failed.append(f"第{application.batch_no}批没有立案：{refusal}")
    return done, failed


def log_download(
    *,
    packet: Packet,
    what: Fetched,
    at: datetime,
    by: User | None = None,
    link: PacketLink | None = None,
    token: CourtToken | None = None,
    item: PacketItem | None = None,
    address: str = "",
) -> PacketDownload:
    """Keep who had which file of a packet: a person, a system in that person's name, or a link."""
    kept = PacketDownload(
        packet=packet,
        what=what,
        item=item,
        by=by,
        link=link,
        token=token,
        address=address,
        at=at,
    )
    kept.save()
    return kept


@transaction.atomic
def make_link(
    *, packet: Packet, sent_to: str, days: int, by: User, on: date, at: datetime
) -> tuple[PacketLink, str, str]:
    """
    制作链接 for a court without an account; returns it with its token and its one-time code.

    Neither can be read again. The links made before for the same packet end.

    Raises:
        ActRefused: no addressee, more than thirty days, or an application that is over.
    """
    application = packet.application
    case = lock_case(application.case)
    require(can_apply(by, case))
    if not sent_to.strip():
        raise ActRefused("请写明收件的法院和人员。", source="CO9")
    if not 1 <= days <= LINK_DAYS_AT_MOST:
        raise ActRefused(f"有效期为1至{LINK_DAYS_AT_MOST}天。", source="CO9")
    if application.state not in (ApplicationState.SENT, ApplicationState.ACCEPTED):
        raise ActRefused(
            f"申请现为“{application.get_state_display()}”，不再提供材料。", source="CO9"
        )
    packet.links.filter(revoked_at=None).update(revoked_at=at)
    token, code = secrets.token_urlsafe(24), f"{secrets.randbelow(10**8):08d}"
    link = PacketLink(
        packet=packet,
        sent_to=sent_to.strip()[:120],
        token_sha256=digest(token),
        code_hash=make_password(code),
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    link.save()
    record(
        case,
        "make_packet_link",
        by=by,
        on=on,
        summary=f"为{link.sent_to}制作材料包第{packet.version}版的下载链接，{days}天内有效",
        facts={"version": packet.version, "days": days},
    )
    return link, token, code


@transaction.atomic
def keep_court_paper(
    *, application: Application, title: str, content: bytes, by: User, on: date
) -> CourtPaper:
    """
    保存法院来文: the scan of a court's paper, as it is, once it has been looked through.

    Raises:
        ActRefused: it is no scan, or there is something in it that acts.
    """
    require(can_enter_court_answer(by, application))
    scans.as_pages(content)
    media_type = next(kind for mark, kind in SCAN_TYPES if content.startswith(mark))
    paper = CourtPaper(
        application=application,
        title=title,
        file=store.put(content, media_type=media_type),
        added_by=by,
        added_on=on,
    )
    paper.save()
    return paper


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(*, link: PacketLink, code: str, at: datetime) -> PacketLink:
    """
    Open a link by its code, once.

    Raises:
        ActRefused: it has expired or been used, too many wrong codes, or this code is wrong.
    """
    sentence = _opened(link=link, code=code, at=at)
    if sentence:  # said after the wrong code has been counted for good
        raise ActRefused(sentence, source="CO9")
    link.refresh_from_db()
    return link


@transaction.atomic
def _opened(*, link: PacketLink, code: str, at: datetime) -> str:
    link = PacketLink.objects.select_for_update().get(pk=link.pk)
    if link.revoked_at or at >= link.expires_at:
        return "链接已失效，请联系寄送材料的中心重新制作。"
    if link.opened_at:
        return "验证码已经用过，请联系寄送材料的中心重新制作链接。"
    if link.wrong_codes >= WRONG_CODES_AT_MOST:
        return "验证码输错次数过多，链接已停用，请联系寄送材料的中心重新制作。"
    if not check_password(code.strip(), link.code_hash):
        link.wrong_codes += 1
        link.save(update_fields=["wrong_codes"])
        return f"验证码不对，还可以再试{WRONG_CODES_AT_MOST - link.wrong_codes}次。"
    link.opened_at = at
    link.save(update_fields=["opened_at"])
    return ""
