"""What the page of a file shows of the elements and the hearings."""

from datetime import date
from typing import Any

from django.urls import reverse

from adjudication.choices import ArbitrationState, HearingState
from adjudication.models import Arbitration
from adjudication.permissions import can_conduct, can_preside
from adjudication.queries.course import callings
from adjudication.views.sections.elements import elements_of, table_row
from staff.models import User

SHOWN = 20


def shown(arbitration: Arbitration, user: User, *, on: date) -> dict[str, Any]:
    """Return what elements.html and hearings.html are given."""
    elements = elements_of(arbitration)
    # What is disputed first: a file of forty workers has hundreds of agreed rows.
    ordered = sorted(elements, key=lambda e: bool(e.agreed))
    hearings = arbitration.hearings.order_by("-no").select_related("document", "room")
    return {
        "element_rows": [table_row(e) for e in ordered[:SHOWN]],
        "element_count": len(elements),
        "element_disputed": sum(e.agreed is False for e in elements),
        "element_unasked": sum(e.agreed is None for e in elements),
        "hearing_rows": [
            {
                "hearing": hearing,
                "callings": callings(hearing)
                if hearing.state in (HearingState.SCHEDULED, HearingState.HELD)
                else [],
            }
            for hearing in hearings
        ],
        "statements": arbitration.statements.select_related("document"),
        "hearing_conducts": can_conduct(user, arbitration),
    }


def acts(arbitration: Arbitration, user: User, *, on: date) -> list[tuple[str, str]]:
    """Return (label, address) of what the person may do of it now."""
    if not can_conduct(user, arbitration) or arbitration.state != ArbitrationState.ACCEPTED:
        return []
    found = [
        ("询问要素", reverse("elements", args=[arbitration.pk])),
        ("当事人手机入口", reverse("entries", args=[arbitration.pk])),
    ]
    if can_preside(user, arbitration):
        found.append(("制作仲裁调解书", reverse("settle", args=[arbitration.pk])))
    live = arbitration.hearings.filter(state__in=[HearingState.SCHEDULED, HearingState.HELD])
    found += [("进入庭审室", reverse("hearing-room", args=[h.pk])) for h in live]
    return found
