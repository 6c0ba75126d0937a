"""报价: the ladder of offers as one seat may read it."""

from dataclasses import dataclass
from datetime import datetime

from mediation.choices import OfferState
from mediation.models import Offer, Session
from room.models import Seat


@dataclass(frozen=True)
class Rung:
    """One offer of the ladder, as it stands at a moment."""

    offer: Offer
    state: OfferState

    @property
    def words(self) -> str:
        return self.state.label


def offer_ladder(seat: Seat | None, *, at: datetime) -> list[Rung]:
    """Return the offers that `seat` may read, the oldest first."""
    rows = Offer.objects.visible_to(seat).select_related("giver", "receiver", "counters")
    return [Rung(row, row.state_at(at)) for row in rows]


def accepted_offer(session: Session) -> Offer | None:
    """Return the offer the other side could live with, from which terms may be proposed."""
    return session.offers.filter(state=OfferState.ACCEPTED).last()
