"""
Tells whoever holds sockets that a room has something new; never what.

A write inside the server process wakes its hubs at once; other processes are told by a hint on the
channel layer. Both may be lost without harm: every hub sweeps the log.
"""

import logging
import uuid
from collections.abc import Callable

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.db import transaction

log = logging.getLogger(__name__)

GROUP = "room-hints"
PROCESS = uuid.uuid4().hex

# The hubs of this process, once there are any; called from any thread.
_listener: Callable[[int], None] | None = None


def listen(listener: Callable[[int], None] | None) -> None:
    global _listener
    _listener = listener


def after_commit(room_id: int) -> None:
    """Have the room's hubs look at the log once the transaction stands."""
    # Robust: what was done is done, whoever cannot be told of it.
    transaction.on_commit(lambda: _tell(room_id), robust=True)


def _tell(room_id: int) -> None:
    if _listener:
        _listener(room_id)
        return
    layer = get_channel_layer()
    if is_alone(layer):
        return
    try:
        async_to_sync(layer.group_send)(GROUP, hint(room_id))
    except Exception:
        log.warning("no hint sent: the sweep of the other processes carries")


def is_alone(layer) -> bool:
    """Whether no other process can hear this one."""
    return layer is None or isinstance(layer, InMemoryChannelLayer)


def hint(room_id: int, *, presence: bool = False) -> dict:
    """Return what is told: that the log has news, or that somebody came or went."""
    return {"type": "room.hint", "by": PROCESS, "room": room_id, "presence": presence}
