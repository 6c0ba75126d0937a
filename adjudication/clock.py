"""
审限: the last day of an arbitration, found anew from everything that moved its clock.

Forty-five natural days from acceptance (ARB-19). Some events begin the count anew, some take days
out of it (ARB-20); an extension names its day and lapses when the count begins anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from adjudication.choices import ClockChange
from law.calendar import Calendar, in_words
from law.statutes import all_articles, cite
from law.time_limits import LIMITS, last_day

RULE, EXTENSION = "ARB-19", "ARB-19.extension"


class Moved(Protocol):
    """One event of the clock; `until` is the day an extension names."""

    @property
    def change(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def cause(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def until(self) -> date | None: ...


class NoArticle(ValueError):
    """The clock is moved by law alone: the event names no article that is known."""


@dataclass(frozen=True)
class Reading:
    """
    What the clock shows.

    `trigger` is day 0, `amount` the days counted from it with what was taken out, `due_on` the
    last day in time. While `standing` the count is stopped and `due_on` is of the day of asking.
    """

    trigger: date
    amount: int
    due_on: date
    extended: bool
    standing: bool
    provisional: bool
    steps: tuple[str, ...]


def read(events: Iterable[Moved], calendar: Calendar, *, on: date) -> Reading | None:
    """
    Return what the clock shows on a day; None before it started.

    Raises:
        NoArticle: an event without an article of the law.
    """
    ordered = sorted(events, key=lambda e: e.on)
    known = {article.id for article in all_articles()}
    for event in ordered:
        if event.rule not in known:
            raise NoArticle(f"“{event.cause}”没有写明依据，不能变动审限。")
    begun = [e for e in ordered if e.change in (ClockChange.STARTED, ClockChange.RESTARTED)]
    if not begun:
        return None
    start = begun[-1]
    after = ordered[ordered.index(start) + 1 :]
    carried = _standing(ordered[: ordered.index(start)], start.on)
    stops = _stops([*carried, *after], on=on)
    out = sum((until - since).days for since, until in stops)
    amount = (LIMITS[RULE].amount or 0) + out
    counted = last_day(RULE, start.on, calendar, amount=amount)
    steps = [
        f"{in_words(start.on)}{start.cause}（{cite(start.rule)}），自次日起算。",
        *_said(after),
    ]
    if out:
        steps.append(f"不计入审限的共{out}日。")
    due, extended = counted.due_on, False
    for place, event in enumerate(after):
        if event.change == ClockChange.EXTENDED and event.until:
            later = _stops(after[place + 1 :], on=on)
            due = event.until
            if shift := sum((until - since).days for since, until in later):
                due = last_day(EXTENSION, event.until, calendar, amount=shift).due_on
            extended = True
    return Reading(
        trigger=start.on,
        amount=amount,
        due_on=due,
        extended=extended,
        standing=bool(_open_causes([*carried, *after])),
        provisional=counted.provisional or not calendar.covers(due),
        steps=(*steps, *counted.steps, *([f"批准延长至{in_words(due)}。"] if extended else [])),
    )


def longest_extension(due_on: date, calendar: Calendar) -> date:
    """Return the last day an extension may name: fifteen days after the limit (ARB-19)."""
    return last_day(EXTENSION, due_on, calendar).due_on


def _standing(before: Sequence[Moved], on: date) -> Sequence[Moved]:
    """A stop that still stands when the count begins anew stands from that day."""
    return [_At(cause, on) for cause in _open_causes(before)]


@dataclass(frozen=True)
class _At:
    cause: str
    on: date
    change: str = ClockChange.STOPPED
    rule: str = "ARB-20"
    until: date | None = None


def _open_causes(events: Iterable[Moved]) -> list[str]:
    """Return why the clock stands after these events, each cause once; empty while it runs."""
    standing: list[str] = []
    for event in events:
        if event.change == ClockChange.STOPPED and event.cause not in standing:
            standing.append(event.cause)
        elif event.change == ClockChange.RESUMED and event.cause in standing:
            standing.remove(event.cause)
    return standing


def _stops(events: Iterable[Moved], *, on: date) -> list[tuple[date, date]]:
    """
    Return the spans in which the clock stood, the last day excluded, none overlapping.

    Two causes may overlap (中止 and 公告): a day is taken out once. What stands still is taken out
    up to the day of asking.
    """
    spans: list[tuple[date, date]] = []
    standing: list[str] = []
    since: date | None = None
    for event in events:
        if event.change == ClockChange.STOPPED and event.cause not in standing:
            since = since if standing else event.on
            standing.append(event.cause)
        elif event.change == ClockChange.RESUMED and event.cause in standing:
            standing.remove(event.cause)
            if not standing and since is not None and event.on > since:
                spans.append((since, event.on))
    if standing and since is not None and on > since:
        spans.append((since, on))
    return spans


def _said(events: Iterable[Moved]) -> list[str]:
    return [
        f"{in_words(e.on)}{ClockChange(e.change).label}：{e.cause}（{cite(e.rule)}）。"
        for e in events
    ]
