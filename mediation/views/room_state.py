"""What a screen shows after so many events, folded from the log as a screen folds them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from room.models import Event


@dataclass
class State:
    """The open room after event `number` of its public stream."""

    number: int = 0
    at: datetime | None = None
    step: str = ""
    paused: str = ""
    result: str = ""
    lines: list[dict] = field(default_factory=list)
    roll: dict[int, dict] = field(default_factory=dict)
    facts: dict[str, dict] = field(default_factory=dict)
    terms: dict | None = None
    tally: dict | None = None
    signed: list[dict] = field(default_factory=list)
    left: int | None = None
    agreement: dict | None = None
    is_closed: bool = False


def state_of(events: Iterable[Event], steps: Mapping[str, str]) -> State:
    """Return the state after the last of `events`, the public ones in their order."""
    state = State()
    for event in events:
        state.number, state.at = event.number, event.at
        _take(state, event, steps)
    return state


def _take(state: State, event: Event, steps: Mapping[str, str]) -> None:
    body = event.body
    match event.kind:
        case "agenda":
            state.step = steps.get(body["step"], "")
        case "pause":
            state.paused = body["text"]
        case "resume":
            state.paused = ""
        case "session":
            state.result = body["result"]
        case "minutes.line":
            _take_line(state, event)
        case "roll":
            state.roll[body["row"]] = body
        case "fact":
            state.facts[body["fact"]] = body
        case "terms":
            days = [s | {"due_on": date.fromisoformat(s["due_on"])} for s in body["schedule"]]
            state.terms, state.tally = body | {"schedule": days}, None
        case "terms.tally":
            state.tally = body
        case "agreement":
            state.agreement = body
        case "signed":
            state.signed.append(body)
            state.left = body["left"]
        case "room.closed":
            state.is_closed = True


def _take_line(state: State, event: Event) -> None:
    line = event.body | {"at": event.at, "corrected_by": None}
    for earlier in state.lines:
        if earlier["no"] == line.get("corrects"):
            earlier["corrected_by"] = line["no"]
    state.lines.append(line)
