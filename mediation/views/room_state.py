"""What a screen shows after so many events, folded from the log as a screen folds them."""

from collections.abc import Callable, Iterable, Mapping
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
    left: int | None = None
    agreement: dict | None = None
    is_closed: bool = False


def state_of(events: Iterable[Event], steps: Mapping[str, str]) -> State:
    """Return the state after the last of `events`, the public ones in their order."""
    state = State()
    for event in events:
        state.number, state.at = event.number, event.at
        if event.kind == "agenda":
            state.step = steps.get(event.body["step"], "")
        elif event.kind in _TAKE:
            _TAKE[event.kind](state, event)
    return state


def _pause(state: State, event: Event) -> None:
    state.paused = event.body.get("text", "")  # none when it goes on


def _session(state: State, event: Event) -> None:
    state.result = event.body["result"]


def _line(state: State, event: Event) -> None:
    line = event.body | {"at": event.at, "corrected_by": None}
    for earlier in state.lines:
        if earlier["no"] == line.get("corrects"):
            earlier["corrected_by"] = line["no"]
    state.lines.append(line)


def _roll(state: State, event: Event) -> None:
    state.roll[event.body["row"]] = event.body


def _fact(state: State, event: Event) -> None:
    state.facts[event.body["fact"]] = event.body


def _terms(state: State, event: Event) -> None:
    days = [s | {"due_on": date.fromisoformat(s["due_on"])} for s in event.body["schedule"]]
    state.terms, state.tally = event.body | {"schedule": days}, None


def _tally(state: State, event: Event) -> None:
    state.tally = event.body


def _agreement(state: State, event: Event) -> None:
    state.agreement = event.body


def _signed(state: State, event: Event) -> None:
    state.left = event.body["left"]


def _closed(state: State, event: Event) -> None:
    state.is_closed = True


_TAKE: dict[str, Callable[[State, Event], None]] = {
    "pause": _pause,
    "resume": _pause,
    "session": _session,
    "minutes.line": _line,
    "roll": _roll,
    "fact": _fact,
    "terms": _terms,
    "terms.tally": _tally,
    "agreement": _agreement,
    "signed": _signed,
    "room.closed": _closed,
}
