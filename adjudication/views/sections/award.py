"""What the page of a file shows of the award and of what follows it."""

from datetime import date
from typing import Any

from django.urls import reverse

from adjudication.choices import (
    OPEN,
    ArbitrationState,
    AwardState,
    HearingState,
    StatementState,
)
from adjudication.models import Arbitration, Award
from adjudication.operations.effect import WITH_EFFECT
from adjudication.permissions import can_conduct, can_file, can_run_docket, presides, sits
from staff.models import User


def shown(arbitration: Arbitration, user: User, *, on: date) -> dict[str, Any]:
    """Return what award.html is given; what is not issued only the tribunal sees."""
    awards = Award.objects.visible_to(user).filter(arbitration=arbitration).order_by("id")
    inside = can_conduct(user, arbitration)
    heard = arbitration.hearings.filter(state=HearingState.CLOSED).exists()
    waiting = arbitration.elements.filter(found="").exclude(agreed=True)
    waiting = waiting.exclude(applicant_value="", respondent_value="")
    return {
        "awards": [
            (award, _money(award)) for award in awards.prefetch_related("items__corrections")
        ],
        "award_inside": inside,
        "award_heard": heard,
        "award_waiting": waiting.count() if inside and heard else 0,
    }


def _money(award: Award) -> int:
    return sum(item.standing_fen or 0 for item in award.items.all())


def _binds(arbitration: Arbitration) -> bool:
    """Whether there is a title on which something may be paid."""
    return (
        arbitration.statements.filter(state=StatementState.EFFECTIVE).exists()
        or arbitration.awards.filter(state=AwardState.ISSUED, kind__in=WITH_EFFECT).exists()
    )


def acts(arbitration: Arbitration, user: User, *, on: date) -> list[tuple[str, str]]:
    """Return (label, address) of what the person may do of it now."""
    found: list[tuple[str, str]] = []
    heard = arbitration.hearings.filter(state=HearingState.CLOSED).exists()
    if _binds(arbitration) and can_file(user, arbitration.case):
        found.append(("履行和强制执行", reverse("enforcement", args=[arbitration.pk])))
    over = arbitration.state not in OPEN and arbitration.file_closed_on is None
    if over and can_run_docket(user, arbitration):
        found.append(("案卷归档", reverse("arbitration-close", args=[arbitration.pk])))
    if arbitration.state == ArbitrationState.ACCEPTED:
        if heard and can_conduct(user, arbitration):
            found.append(("认定与计算", reverse("award-reckoning", args=[arbitration.pk])))
        if heard and sits(user, arbitration):
            found.append(("起草裁决书", reverse("award-draft", args=[arbitration.pk])))
            found.append(("先行裁决", reverse("award-partial", args=[arbitration.pk])))
        if presides(user, arbitration):
            found.append(("先予执行", reverse("award-interim", args=[arbitration.pk])))
    return found
