"""
案件登记簿: the cases of the tribunal that are over, and what a search finds among all of them.

A commission keeps its cases for ever: a page of them costs the same with a hundred and with a
hundred thousand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from adjudication.models import Arbitration, Seat
from cases.models import Case, Party
from staff.choices import Role
from staff.models import User

PAGE = 50
# Who is looked for by name: the sides of a case, whoever they were.
NAMED = ("applicants", "respondents", "third_parties")


@dataclass(frozen=True)
class Entry:
    """One case as the register shows it."""

    arbitration: Arbitration
    applicant: str
    applicants: int
    respondent: str


@dataclass(frozen=True)
class Page:
    """`following` is the key of the next page, "" on the last."""

    entries: list[Entry]
    following: str


def ended(user: User, *, words: str = "", after: str = "") -> Page:
    """Return a page of the cases that are over, the last first, from behind the key `after`."""
    rows = _own(user).filter(ended_on__isnull=False)
    if words := words.strip():
        rows = rows.filter(pk__in=carrying(words))
    day, _, pk = after.partition(".")
    try:
        last = date.fromisoformat(day), int(pk)
    except ValueError:
        last = None
    if last:
        # The day alone first: it is where the index is entered.
        rows = rows.filter(ended_on__lte=last[0])
        rows = rows.filter(Q(ended_on__lt=last[0]) | Q(pk__lt=last[1]))
    found = list(_named(rows).order_by("-ended_on", "-pk")[: PAGE + 1])
    page = found[:PAGE]
    end = page[-1] if len(found) > PAGE else None
    after = f"{end.ended_on.isoformat()}.{end.pk}" if end and end.ended_on else ""
    return Page(entries(page), after)


def found(user: User, words: str, *, limit: int) -> list[Entry]:
    """Return the person's cases whose number or parties carry `words`, the newest first."""
    rows = _own(user).filter(pk__in=carrying(words.strip()))
    return entries(_named(rows).order_by("-pk")[:limit])


def _own(user: User) -> QuerySet[Arbitration]:
    """
    As `of_tribunal`, for what is over.

    A person's seats are read first: to ask every case of the register for one would take as long
    as the register is.
    """
    rule = Q(pk__in=[])
    if user.body_id and user.has_role(Role.TRIBUNAL_SECRETARY):
        rule |= Q(commission=user.body_id)
    if user.has_role(Role.ARBITRATOR):
        rule |= Q(pk__in=Seat.objects.filter(user=user, until_on=None).values("arbitration"))
    return Arbitration.objects.filter(rule)


def carrying(words: str) -> QuerySet:
    """Return the keys of the cases whose number or parties carry `words`, whosesoever they are."""
    every = Arbitration.objects.order_by()
    cases = Case.objects.filter(number__icontains=words).order_by().values("pk")
    people = Party.objects.filter(name__icontains=words).order_by().values("pk")
    return (
        every.filter(number__icontains=words)
        .values("pk")
        .union(
            every.filter(number="", case__in=cases).values("pk"),
            *(
                getattr(Arbitration, side)
                .through.objects.filter(party__in=people)
                .values("arbitration")
                for side in NAMED
            ),
            all=True,
        )
    )


def _links(side: str) -> QuerySet:
    return getattr(Arbitration, side).through.objects.order_by()


def entries(rows: Iterable[Arbitration]) -> list[Entry]:
    rows = list(rows)
    ids = [row.pk for row in rows]
    workers, firms = _first("applicants", ids), _first("respondents", ids)
    return [
        Entry(row, *workers.get(row.pk, ("", 0)), firms.get(row.pk, ("", 0))[0]) for row in rows
    ]


def _named(rows: QuerySet[Arbitration]) -> QuerySet[Arbitration]:
    return rows.select_related("case").only("number", "state", "ended_on", "case__number")


def _first(side: str, ids: list[int]) -> dict[int, tuple[str, int]]:
    """Return whom a side was entered with first, and how many they are, by arbitration."""
    links = _links(side).filter(arbitration__pk__in=ids)
    sides = links.values("arbitration_id").annotate(first=Min("party_id"), n=Count("pk"))
    found = {row["arbitration_id"]: (row["first"], row["n"]) for row in sides}
    people = Party.objects.filter(pk__in=[first for first, _ in found.values()])
    names = dict(people.values_list("pk", "name"))
    return {pk: (names[first], n) for pk, (first, n) in found.items()}
