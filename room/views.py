"""
The room without a socket: server-sent events, a page of the log, and frames by POST.

Same hub, same log, same rights; for networks and old browsers that let no socket through.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from room import frames, operations, queries
from room.choices import SeatRole
from room.hub import (
    DUTY_FIRST,
    ELSEWHERE,
    HELD_ELSEWHERE,
    READ_AT_ONCE,
    Line,
    Overflow,
    compact,
    event_frame,
    hubs,
    presence,
)
from room.models import Seat

NO_SEAT = {"t": "bye", "code": 4403, "why": operations.NO_SEAT}
SLOW = {"t": "bye", "code": 4408, "why": "网络较慢，正在重新连接。"}
QUIET_SECONDS = 15  # between signs of life on a quiet stream


def _json(frame: dict, status: int = 200) -> JsonResponse:
    return JsonResponse(frame, status=status, json_dumps_params={"ensure_ascii": False})


def _seat(user, room_id: int, request: HttpRequest) -> Seat | None:
    seat = queries.seat_of(user, room_id)
    if seat and request.GET.get("as") == SeatRole.OBSERVER:
        return queries.as_observer(seat)
    return seat


def _cursors(request: HttpRequest) -> dict[str, int]:
    return frames.cursors_of({"cur": frames.read(request.GET.get("cur", "{}"))})


def _entrance(user, room_id: int, request: HttpRequest) -> Seat | None:
    """Return the seat, and give the connection back: a stream stays open for hours."""
    seat = _seat(user, room_id, request)
    if not connections["default"].in_atomic_block:
        connections["default"].close()
    return seat


@never_cache
@require_GET
async def stream(request: HttpRequest, room_id: int) -> HttpResponse:
    """What the socket would send, as server-sent events."""
    user = await request.auser()
    seat = await sync_to_async(_entrance)(user, room_id, request)
    if seat is None:
        return _json(NO_SEAT, 403)
    if not hubs().may_serve():
        return _json({"t": "bye", "code": ELSEWHERE, "why": HELD_ELSEWHERE}, 503)
    answer = StreamingHttpResponse(
        _events(seat, queries.login_key(request.session), _cursors(request)),
        content_type="text/event-stream",
    )
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _events(seat: Seat, login: str, cursors: dict[str, int]) -> AsyncIterator[bytes]:
    ended: asyncio.Future[dict] = asyncio.get_running_loop().create_future()

    async def close(code: int, why: str) -> None:
        if not ended.done():
            ended.set_result({"t": "bye", "code": code, "why": why})

    hub, line = hubs().of(seat.room_id), Line(seat, login, close)
    try:
        missed = await hub.attach(line, cursors)
        if missed is None:
            yield _event(compact(NO_SEAT))
            return
        yield _event(compact(frames.about(seat, timezone.now())))
        for text in missed:
            yield _event(text)
        yield _event(compact({"t": "live", "cur": line.have}))
        async for text in _live(line):
            yield _event(text)
        yield _event(compact(await ended))
    except Overflow:
        yield _event(compact(SLOW))
    finally:
        hub.detach(line)


async def _live(line: Line) -> AsyncIterator[str]:
    """Yield what the hub puts on the line until it ends, and a sign of life when it is quiet."""
    while not line.ended:
        try:
            texts = await asyncio.wait_for(line.take(), QUIET_SECONDS)
        except TimeoutError:
            texts = ['{"t":"pong"}']
        for text in texts:
            if line.ended:
                return
            yield text


def _event(text: str) -> bytes:
    return f"data: {text}\n\n".encode()


@never_cache
@require_GET
def log(request: HttpRequest, room_id: int) -> HttpResponse:
    """What was missed since the cursors, for a screen that can only ask."""
    seat = _seat(request.user, room_id, request)
    if seat is None:
        return _json(NO_SEAT, 403)
    now = timezone.now()
    _hear(seat, now)
    cursors = queries.granted(seat, _cursors(request))
    events = queries.missed(seat, cursors, limit=READ_AT_ONCE)
    cursors |= {event.stream: event.number for event in events}
    told = [frames.about(seat, now), *map(event_frame, events)]
    if len(events) < READ_AT_ONCE:
        rows = queries.presence(room_id)
        told += [{"t": "live", "cur": cursors}, presence.frame(rows, {seat.pk}, now)]
    return _json({"a": told})


def _hear(seat: Seat, now: datetime) -> None:
    """Keep a sign of life, but not with every question: asking is reading."""
    pause = timedelta(seconds=settings.ROOM_HEARTBEAT_SECONDS)
    if not seat.seen_by or seat.seen_at is None or now - seat.seen_at > pause:
        operations.heard_of(seats=[seat.pk], process=queries.POLLING, at=now)


@never_cache
@require_POST
def say(request: HttpRequest, room_id: int) -> HttpResponse:
    """One frame by POST; answered like over the socket, after COMMIT."""
    seat = queries.seat_of(request.user, room_id)
    if seat is None:
        return _json(NO_SEAT, 403)
    if len(request.body) > 4 * settings.ROOM_FRAME_CHARACTERS:
        return _json({"t": "nak", "c": "", "why": frames.TOO_LARGE, "again": False}, 413)
    told = frames.read(request.body)
    if not frames.allowances.take(seat.pk, len(request.body)):
        client_id = frames.client_id_of(told or {})
        return _json({"t": "nak", "c": client_id, "why": frames.SLOW_DOWN, "again": True}, 429)
    frame = frames.frame_of(told, seat.pk, timezone.now()) if told else None
    if frame is None:
        client_id = frames.client_id_of(told or {})
        return _json({"t": "nak", "c": client_id, "why": frames.BROKEN, "again": False}, 400)
    received = operations.receive_outside_hub(room_id=room_id, frames=[frame])
    return _json(frames.answer_frame(received.answers[0]))


def _duty_first(sentence: str) -> HttpResponse:
    """Say what somebody must do before, in the shape a screen of a room understands."""
    return _json({"t": "bye", "code": DUTY_FIRST, "why": sentence}, 403)


for view in (stream, log, say):
    view.refused = _duty_first  # type: ignore[attr-defined]
