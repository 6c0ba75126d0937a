"""
The room without a socket: server-sent events, a page of the log, and frames by POST.

Same hub, same log, same rights; for networks and old browsers that let no socket through.
"""

import asyncio
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from room import frames, operations, queries
from room.choices import SeatRole
from room.hub import READ_AT_ONCE, Line, Overflow, hubs, tell_presence, text_of
from room.models import Seat

NO_SEAT = {"t": "bye", "code": 4403, "why": "您不在这个会议室，请重新进入。"}
BROKEN = "收到的内容无法识别，请刷新页面。"
QUIET_SECONDS = 15  # between signs of life on a quiet stream


def _json(frame: dict, status: int = 200) -> JsonResponse:
    return JsonResponse(frame, status=status, json_dumps_params={"ensure_ascii": False})


def _seat(user, room_id: int, request: HttpRequest) -> Seat | None:
    seat = queries.seat_of(user, room_id)
    if seat and request.GET.get("as") == SeatRole.OBSERVER:
        return queries.as_observer(seat)
    return seat


def _cursors(request: HttpRequest) -> dict[str, int]:
    try:
        return frames.cursors_of({"cur": json.loads(request.GET.get("cur", "{}"))})
    except (ValueError, RecursionError):
        return {}


@never_cache
@require_GET
async def stream(request: HttpRequest, room_id: int) -> HttpResponse:
    """What the socket would send, as server-sent events."""
    user = await request.auser()
    seat = await hubs().database.run(_seat, user, room_id, request)
    if seat is None:
        return _json(NO_SEAT, 403)
    answer = StreamingHttpResponse(
        _events(seat, queries.login_key(request.session), _cursors(request)),
        content_type="text/event-stream",
    )
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _events(seat: Seat, login: str, cursors: dict[str, int]):
    ended = asyncio.Event()

    async def close(code: int, why: str) -> None:
        ended.set()

    hub, line = hubs().of(seat.room_id), Line(seat, login, close)
    try:
        yield _event(json.dumps(frames.about(seat, timezone.now()), ensure_ascii=False))
        for text in await hub.attach(line, cursors):
            yield _event(text)
        yield _event(json.dumps({"t": "live", "cur": line.have}))
        hubs().spawn(tell_presence(hub))
        while not ended.is_set():
            try:
                texts = await asyncio.wait_for(line.take(), QUIET_SECONDS)
            except TimeoutError:
                texts = ['{"t":"pong"}']
            for text in texts:
                yield _event(text)
        yield _event(json.dumps(NO_SEAT, ensure_ascii=False))
    except Overflow:
        return
    finally:
        hub.detach(line)
        hubs().spawn(tell_presence(hub))


def _event(text: str) -> bytes:
    return f"data: {text}\n\n".encode()


@never_cache
@require_GET
def log(request: HttpRequest, room_id: int) -> HttpResponse:
    """What was missed since the cursors, for a screen that can only ask."""
    seat = _seat(request.user, room_id, request)
    if seat is None:
        return _json(NO_SEAT, 403)
    operations.heard_of(seats=[seat.pk], at=timezone.now())
    cursors = _cursors(request)
    events = queries.missed(seat, cursors, limit=READ_AT_ONCE)
    cursors |= {event.stream: event.number for event in events}
    told = [frames.about(seat, timezone.now()), *(json.loads(text_of(e)) for e in events)]
    live = [] if len(events) == READ_AT_ONCE else [{"t": "live", "cur": cursors}]
    return _json({"a": told + live})


@never_cache
@require_POST
def say(request: HttpRequest, room_id: int) -> HttpResponse:
    """One frame by POST; answered like over the socket, after COMMIT."""
    seat = queries.seat_of(request.user, room_id)
    if seat is None:
        return _json(NO_SEAT, 403)
    if len(request.body) > 4 * settings.ROOM_FRAME_CHARACTERS:
        return _json({"t": "nak", "c": "", "why": "发送的内容过大，请分次发送。"}, 413)
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        told = None
    frame = frames.frame_of(told, seat.pk, timezone.now()) if isinstance(told, dict) else None
    if frame is None:
        return _json({"t": "nak", "c": "", "why": BROKEN}, 400)
    received = operations.receive_outside_hub(room_id=room_id, frames=[frame])
    return _json(frames.answer_frame(received.answers[0]))
