"""What each claim comes to on the record as it stands, before and after it is drafted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from adjudication import drafting
from adjudication.choices import AwardKind
from adjudication.drafting import Facts, Proposed, Ruling
from adjudication.models import Arbitration, AwardItem, Claim, ClaimRuling, Element
from adjudication.operations.awards import monthly_min_wage_fen, pending
from cases.queries import parameter
from staff.refusals import ActRefused

MONTHS = 12


@dataclass(frozen=True)
class Limit:
    """Twelve times the minimum wage in force on the day: up to it an item is final (ARB-26)."""

    wage_fen: int
    source: str

    @property
    def fen(self) -> int:
        return MONTHS * self.wage_fen


def limit_of(arbitration: Arbitration, *, on: date) -> Limit:
    """
    Return the limit of finality on that day.

    Raises:
        ActRefused: the minimum wage is 待核定 (ARB-26).
    """
    wage_fen = monthly_min_wage_fen(arbitration.case, on)
    source = parameter("monthly_min_wage", case=arbitration.case, on=on).source
    return Limit(wage_fen, source)


@dataclass(frozen=True)
class Reckoned:
    """One claim with what is awarded on it, or why that cannot be said yet."""

    claim: Claim
    ruling: ClaimRuling | None = None
    proposed: Proposed | None = None
    item: AwardItem | None = None  # decided: as issued
    refused: str = ""

    @property
    def awarded_fen(self) -> int | None:
        if self.item:
            return self.item.standing_fen
        return self.proposed.awarded_fen if self.proposed else None

    @property
    def formula(self) -> str:
        found = self.item or self.proposed
        return found.formula if found else ""

    @property
    def final(self) -> bool | None:
        found = self.item or self.proposed
        return found.final if found else None

    @property
    def why(self) -> str:
        """Why it is final or not; the tribunal's own reason where it departs from the law."""
        if self.item:
            return self.item.override_reason
        if self.proposed is None:
            return ""
        return self.proposed.override_reason or self.proposed.law.why

    @property
    def overridden(self) -> bool:
        found = self.item or self.proposed
        return bool(found and found.override_reason)

    @property
    def difference_fen(self) -> int | None:
        """What is not awarded of what was claimed."""
        if self.claim.amount_fen is None or self.awarded_fen is None:
            return None
        return self.claim.amount_fen - self.awarded_fen


def reckon(arbitration: Arbitration, *, wage_fen: int) -> list[Reckoned]:
    """Return every claim of the case in order: decided as issued, pending as it comes to now."""
    facts = Facts.of(arbitration)
    claims = list(pending(arbitration))
    kept = {
        row.claim_id: row
        for row in ClaimRuling.objects.filter(claim__in=claims).select_related("claim__worker")
    }
    waiting = {e.pk for e in facts.unresolved(claims)}
    status = drafting.status_claimed(arbitration)
    found = [
        _reckoned(claim, facts, kept.get(claim.pk), waiting, wage_fen=wage_fen, status=status)
        for claim in claims
    ]
    decided = AwardItem.objects.filter(
        award__arbitration=arbitration, award__number__gt="", claim__state="decided"
    ).exclude(award__kind=AwardKind.INTERIM)
    rows = decided.select_related("claim__worker", "award").prefetch_related("corrections")
    found += [Reckoned(item.claim, item=item) for item in rows]
    return sorted(found, key=lambda row: _place(row.claim))


def _reckoned(
    claim: Claim,
    facts: Facts,
    ruling: ClaimRuling | None,
    waiting: set[int],
    *,
    wage_fen: int,
    status: bool,
) -> Reckoned:
    if open_ones := [e for e in facts.under(claim) if e.pk in waiting]:
        return Reckoned(claim, ruling, refused=f"{_named(open_ones)}尚未认定")
    try:
        proposed = drafting.propose(
            claim,
            facts,
            Ruling.kept(ruling) if ruling else None,
            monthly_min_wage_fen=wage_fen,
            status_claimed=status,
        )
    except ActRefused as refused:
        return Reckoned(claim, ruling, refused=f"{refused}{refused.suggest}")
    return Reckoned(claim, ruling, proposed)


def _named(elements: Iterable[Element]) -> str:
    return "、".join(f"{e.code}“{e.label}”" for e in elements)


def _place(claim: Claim) -> tuple:
    return (claim.worker.roster_no or 0, claim.worker_id, claim.no)
