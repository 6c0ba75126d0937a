"""What the page of a file shows of the elements and the hearings."""

from datetime import date
from typing import Any

from adjudication.models import Arbitration
from staff.models import User


def shown(arbitration: Arbitration, user: User, *, on: date) -> dict[str, Any]:
    """Return what elements.html and hearings.html are given."""
    return {}


def acts(arbitration: Arbitration, user: User, *, on: date) -> list[tuple[str, str]]:
    """Return (label, address) of what the person may do of it now."""
    return []
