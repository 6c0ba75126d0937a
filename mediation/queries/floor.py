"""How long each side has had the floor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mediation.models import Session
from room.choices import PUBLIC
from room.models import Seat


@dataclass(frozen=True)
class SpeakingTime:
    """How long one side has had the floor."""

    group: str
    seconds: int


def speaking_times(session: Session, *, at: datetime) -> list[SpeakingTime]:
    """
    Return the seconds each side had the floor, up to `at`.

    One person has it at a time: giving it to the next ends the turn before, and so do leaving the
    room, a pause and its closing.
    """
    if session.room is None:
        return []
    # A side that was divided anew has nobody any more; its time stays where it was spent.
    names = dict(session.groups.values_list("slug", "name"))
    present = set(session.groups.filter(parties__isnull=False).values_list("slug", flat=True))
    seats = {seat.pk: seat for seat in session.room.seats.all()}
    spent = dict.fromkeys(names, timedelta())
    turns = session.room.events.filter(
        stream=PUBLIC, kind__in=["floor.give", "floor.end", "pause", "room.closed"]
    )
    speaker, since = None, at
    for event in turns.order_by("position"):
        if event.kind == "floor.end" and event.body["seat"] != (speaker and speaker.pk):
            continue
        _spend(spent, speaker, since, event.at)
        speaker, since = None, event.at
        if event.kind == "floor.give":
            speaker = seats.get(event.body["seat"])
    _spend(spent, speaker, since, at)
    return [
        SpeakingTime(names[slug], int(time.total_seconds()))
        for slug, time in spent.items()
        if time or slug in present
    ]


def _spend(
    spent: dict[str, timedelta], speaker: Seat | None, since: datetime, until: datetime
) -> None:
    if speaker is None or speaker.group not in spent:
        return
    until = min(until, speaker.removed_at or until)
    spent[speaker.group] += max(until - since, timedelta())
