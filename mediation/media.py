"""
Sound and picture beside the room: a port with providers, never the record of anything.

`VIDEO_PROVIDER` names one: "none" (the default), "link" (the meeting link written in the session),
"mesh" (browsers talk to each other, up to four, with the room's socket as their signal), or the
dotted path of a class with the methods of `VideoProvider`.
"""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from cases.models import Party
from mediation.models import Session
from room.choices import CAUCUS, PUBLIC, family
from room.models import Event, Seat


class VideoProvider(Protocol):
    """What a system of remote meetings has to do for a session."""

    name: str
    records: bool
    in_page: bool  # the room's own pages carry it, without an address to open

    def join_url(self, session: Session, party: Party | None) -> str:
        """Return where a party, or with None an officer, joins; "" where there is nothing."""


class NoVideo:
    name, records, in_page = "none", False, False

    def join_url(self, session: Session, party: Party | None) -> str:
        return ""


class MeetingLink(NoVideo):
    """A meeting held elsewhere; the room only knows its address."""

    name = "link"

    def join_url(self, session: Session, party: Party | None) -> str:
        given = session.remote_link.strip()
        return given if given.startswith("https://") else ""


class Mesh(NoVideo):
    """Browsers connected to each other; they leave when the room closes or a caucus begins."""

    name, in_page = "mesh", True


PROVIDERS = {provider.name: provider for provider in (NoVideo, MeetingLink, Mesh)}


def provider() -> VideoProvider:
    named = settings.VIDEO_PROVIDER
    return (PROVIDERS[named] if named in PROVIDERS else import_string(named))()


def may_signal(room_id: int, sender: Seat, receiver: Seat, stream: str) -> bool:
    """
    Whether the two may be connected on the audience `stream` at this moment.

    Both must read it. While a caucus is open its side and the staff are connected on the caucus
    only, and nobody of them with anybody outside.
    """
    if not provider().in_page or family(stream) not in (PUBLIC, CAUCUS):
        return False
    if not (sender.reads(stream) and receiver.reads(stream)):
        return False
    caucuses = open_caucuses(room_id)
    if family(stream) == CAUCUS:
        return stream in caucuses
    return not any(seat.reads(c) for c in caucuses for seat in (sender, receiver))


def open_caucuses(room_id: int) -> set[str]:
    """Return the streams of the caucuses that are open now."""
    state: dict[str, str] = {}
    events = Event.objects.filter(room=room_id, kind="caucus").order_by("position")
    for stream, body in events.values_list("stream", "body"):
        state[stream] = body["state"]
    return {stream for stream, now in state.items() if now == "open"}
