"""What a court system answers: the acts of the clerk's desk, each under a key of its own."""

import hashlib
from collections.abc import Callable
from datetime import date

from django.utils import timezone
from ninja import File, Header, Router
from ninja.files import UploadedFile

from cases.models import Party
from confirmation.api.door import Entry
from confirmation.api.problems import Problem
from confirmation.api.reading import packet_of
from confirmation.api.schemas import (
    KEY_PATTERN,
    Acceptance,
    AppearanceIn,
    CallIn,
    Done,
    ReturnIn,
    RulingIn,
    Strict,
)
from confirmation.choices import AppearanceMode, AppearanceOutcome, ReturnReason, RulingResult
from confirmation.models import Application, Packet
from confirmation.operations import (
    call_parties,
    court_accepts,
    court_returns,
    court_rules,
    once,
    record_appearance,
)
from confirmation.operations.court import Point, Unconfirmed
from documents import scans
from law.money import fen
from staff.refusals import ActRefused

CANNOT = {status: Problem for status in (400, 401, 403, 404, 409, 422, 429)}
ANSWERS = {200: Done} | CANNOT
Key = Header(
    alias="Idempotency-Key",
    pattern=KEY_PATTERN,
    description="每项请求一个，重发同一请求时不变；8 至 80 个字母、数字和 . _ : -",
)
router = Router(auth=Entry(writes=True), tags=["答复"])


def _once(request, packet: Packet, key: str, asked: Strict, act: Callable, file: bytes = b""):
    digest = hashlib.sha256()
    for part in (request.path, asked.model_dump_json(), hashlib.sha256(file).hexdigest()):
        digest.update(part.encode() + b"\n")

    def done() -> dict:
        act()
        form = Application.objects.get(pk=packet.application_id)
        return {
            "id": packet.pk,
            "state": form.state,
            "state_name": form.get_state_display(),
            "court_number": form.number,
        }

    answer, repeated = once(
        token=request.auth, key=key, asked=digest.hexdigest(), at=timezone.now(), act=done
    )
    return answer | {"repeated": repeated}


def _not_ahead(*days: date | None) -> None:
    today = timezone.localdate()
    if any(day and day > today for day in days):
        raise ActRefused("日期不能晚于今天。", source="V-D1", suggest="请核对日期后重发。")


@router.post(
    "packets/{int:packet_id}/acceptance",
    response=ANSWERS,
    url_name="acceptance",
    summary="立案",
)
def accept(request, packet_id: int, asked: Acceptance, key: str = Key):
    """十五日、三十日的期限从立案日起算。"""
    found = packet_of(request, packet_id)
    _not_ahead(asked.decided_on)

    def act():
        court_accepts(
            application=found.application,
            number=asked.number,
            decided_on=asked.decided_on,
            version=found.version,
            by=request.auth.clerk,
            on=timezone.localdate(),
        )

    return _once(request, found, key, asked, act)


@router.post(
    "packets/{int:packet_id}/return",
    response=ANSWERS,
    url_name="return",
    summary="退回补正，或者不予受理",
)
def send_back(request, packet_id: int, asked: ReturnIn, key: str = Key):
    """每项理由写在清单的一份材料上，中心的调解员在对应的材料上看到。"""
    found = packet_of(request, packet_id)
    _not_ahead(asked.notice_on)

    def act():
        names = dict(found.items.values_list("no", "name"))
        unknown = [p.item for p in asked.points if p.item and p.item not in names]
        if unknown:
            raise ActRefused(f"清单上没有第{unknown[0]}项材料。", source="V-C1")
        court_returns(
            application=found.application,
            points=[
                Point(ReturnReason(p.reason), p.what, names[p.item] if p.item else "")
                for p in asked.points
            ],
            notice_on=asked.notice_on,
            received_on=timezone.localdate(),
            due_on=asked.due_on,
            refused=asked.refused,
            version=found.version,
            by=request.auth.clerk,
            on=timezone.localdate(),
        )

    return _once(request, found, key, asked, act)


@router.post(
    "packets/{int:packet_id}/call",
    response=ANSWERS,
    url_name="call",
    summary="通知双方到场",
)
def call(request, packet_id: int, asked: CallIn, key: str = Key):
    """有电话的当事人收到短信，在手机上也看得到。上一次通知登记结果以后才能再通知。"""
    found = packet_of(request, packet_id)

    def act():
        now = timezone.now()
        call_parties(
            application=found.application,
            starts_at=asked.starts_at,
            mode=AppearanceMode(asked.mode),
            place=asked.place,
            bring=asked.bring,
            by=request.auth.clerk,
            at=now,
            on=timezone.localdate(now),
        )

    return _once(request, found, key, asked, act)


@router.post(
    "packets/{int:packet_id}/appearance",
    response=ANSWERS,
    url_name="appearance",
    summary="登记到场的结果",
)
def appear(request, packet_id: int, asked: AppearanceIn, key: str = Key):
    """登记最近一次通知的结果。"""
    found = packet_of(request, packet_id)

    def act():
        form = found.application
        waiting = form.appearances.filter(outcome="").first()
        if waiting is None:
            raise ActRefused("没有等待登记结果的通知。", source="V-X1", suggest="请先通知到场。")
        parties = _parties(form)
        record_appearance(
            appearance=waiting,
            outcome=AppearanceOutcome(asked.outcome),
            came=[_known(parties, one) for one in asked.came],
            note=asked.note,
            by=request.auth.clerk,
            on=timezone.localdate(),
        )

    return _once(request, found, key, asked, act)


@router.post(
    "packets/{int:packet_id}/ruling",
    response=ANSWERS,
    url_name="ruling",
    summary="裁定和裁定书",
)
def rule(request, packet_id: int, asked: RulingIn, file: UploadedFile = File(), key: str = Key):
    """multipart/form-data：asked 是 JSON，file 是裁定书 PDF（20 MB 以内）。"""
    found = packet_of(request, packet_id)
    _not_ahead(asked.ruled_on, *(service.on for service in asked.served))
    content = scans.read(file)

    def act():
        form = found.application
        parties = _parties(form)
        court_rules(
            application=form,
            number=asked.number,
            result=RulingResult(asked.result),
            ruled_on=asked.ruled_on,
            served_on={_known(parties, s.party): s.on for s in asked.served},
            unconfirmed=[
                Unconfirmed(_known(parties, u.party), fen(u.amount), ReturnReason(u.reason))
                for u in asked.unconfirmed
            ],
            reason=ReturnReason(asked.reason) if asked.reason else None,
            file=content,
            whatever_number=asked.whatever_number,
            by=request.auth.clerk,
            on=timezone.localdate(),
        )

    return _once(request, found, key, asked, act, file=content)


def _parties(form: Application) -> dict[str, Party]:
    return {party.key: party for party in [*form.workers.all(), *form.others.all()]}


def _known(parties: dict[str, Party], key: str) -> Party:
    if key not in parties:
        raise ActRefused(f"这件申请没有当事人“{key}”。", source="V-P1")
    return parties[key]
