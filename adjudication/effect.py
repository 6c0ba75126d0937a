"""
From which day an award has effect, worker by worker, from its services and suits alone.

A final one has effect when it is made (调解仲裁法 47); another on the day after the last party's
fifteen days, if nobody sued (50). Who sues on a part keeps the whole paper from taking effect for
that worker; for the others it takes effect (解释一 17).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from adjudication.choices import SuitResult
from adjudication.models import Award, AwardSuit
from cases.models import Party
from cases.queries import current_calendar
from documents.models import Service
from documents.service.choices import Outcome
from law.calendar import Calendar
from law.time_limits import last_day

SUE, WORKER_SUES, ANNUL = "ARB-30", "ARB-28", "ARB-29"


@dataclass(frozen=True)
class Served:
    """When a party had the award, and the last day on which it may go to court; None: not yet."""

    party: Party
    served_on: date | None
    expires_on: date | None
    provisional: bool = False


@dataclass(frozen=True)
class Effect:
    """
    For one worker: the day of effect, or why there is none.

    `stayed`: it has effect, but is not enforced while an annulment is examined (解释一 25).
    """

    worker: Party
    effective_on: date | None
    waits_for: tuple[str, ...] = ()
    sued: bool = False
    stayed: bool = False


def rule_for(final: bool, party: Party) -> str:
    """Return which period runs for a party from its receipt."""
    if not final:
        return SUE
    return WORKER_SUES if party.is_worker else ANNUL


def served(award: Award) -> list[Served]:
    """Return every party's receipt and last day; workers of other claims are not asked."""
    calendar = current_calendar()
    days: dict[int, date] = {}
    if award.document_id:
        rows = Service.objects.filter(document=award.document_id, outcome=Outcome.SERVED)
        for row in rows.current().order_by("id"):
            if row.served_on:
                days[row.party_id] = row.served_on
    return [_served(award.final, party, days.get(party.pk), calendar) for party in whom(award)]


def whom(award: Award) -> list[Party]:
    """Return whom the award must be served on: its workers, the respondents, third parties."""
    arbitration = award.arbitration
    workers = Party.objects.filter(arbitration_claims__award_items__award=award).distinct()
    return [
        *workers.order_by("roster_no", "id"),
        *arbitration.respondents.order_by("id"),
        *arbitration.third_parties.order_by("id"),
    ]


def _served(final: bool, party: Party, day: date | None, calendar: Calendar) -> Served:
    if day is None:
        return Served(party, None, None)
    counted = last_day(rule_for(final, party), day, calendar)
    return Served(party, day, counted.due_on, counted.provisional)


@dataclass(frozen=True)
class Suits:
    """What stands before a court about an award, or stood: by worker, None is everybody."""

    suing: frozenset[int | None] = frozenset()
    annulling: frozenset[int | None] = frozenset()
    annulled: frozenset[int | None] = frozenset()
    # Withdrawn: the award has effect from the day the court's ruling was served at the earliest.
    withdrawn_on: Mapping[int | None, date] = field(default_factory=dict)

    @classmethod
    def of(cls, suits: Iterable[AwardSuit]) -> "Suits":
        rows = list(suits)
        plain = [suit for suit in rows if not suit.annulment]
        return cls(
            frozenset(about(suit) for suit in plain if suit.stands),
            frozenset(about(s) for s in rows if s.annulment and s.stands and not s.result),
            frozenset(about(s) for s in rows if s.result == SuitResult.ANNULLED),
            {
                about(suit): suit.result_on
                for suit in plain
                if suit.result == SuitResult.WITHDRAWN and suit.result_on
            },
        )


def about(suit: AwardSuit) -> int | None:
    """Return whose award a suit is about: the worker who sues or is sued, None for everybody."""
    return suit.worker_id or (suit.party_id if suit.party.is_worker else None)


def effects(award: Award) -> list[Effect]:
    """Return the effect of an issued award for each of its workers."""
    suits = Suits.of(award.suits.select_related("party"))
    return effects_of(final=award.final, made_on=award.made_on, served=served(award), suits=suits)


def effects_of(
    *, final: bool, made_on: date | None, served: Iterable[Served], suits: Suits
) -> list[Effect]:
    rows = list(served)
    others = [row for row in rows if not row.party.is_worker]
    found = []
    for row in rows:
        if not row.party.is_worker:
            continue
        me = {None, row.party.pk}
        sued = bool(me & (suits.suing | suits.annulled))
        if sued or made_on is None:
            found.append(Effect(row.party, None, sued=sued))
        elif final:
            found.append(Effect(row.party, made_on, stayed=bool(me & suits.annulling)))
        else:
            withdrawn = [day for who, day in suits.withdrawn_on.items() if who in me]
            found.append(_when_all_have_run(row, others, withdrawn))
    return found


def _when_all_have_run(
    worker: Served, others: Iterable[Served], withdrawn: Iterable[date]
) -> Effect:
    rows = [worker, *others]
    waiting = tuple(row.party.name for row in rows if row.expires_on is None)
    if waiting:
        return Effect(worker.party, None, waits_for=waiting)
    last = max(row.expires_on for row in rows if row.expires_on)
    return Effect(worker.party, max([last + timedelta(days=1), *withdrawn]))


def effective_days(award: Award) -> Mapping[int, date]:
    """Return the day of effect by worker, of those for whom it is known."""
    return {e.worker.pk: e.effective_on for e in effects(award) if e.effective_on}
