"""A17: from which day an award has effect."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from adjudication.choices import AwardKind
from adjudication.effect import Served
from adjudication.models import Award
from adjudication.papers import blocks
from cases.models import Party
from documents.contracts.award.items import FINAL, NON_FINAL


def certificate(
    award: Award,
    served: Sequence[Served],
    *,
    effective_on: date,
    query: tuple[str, date] | None,
    effective_for: Sequence[str],
    recipient: Party,
) -> dict[str, Any]:
    """A17; the days of service are those of the returns, nothing is typed."""
    arbitration = award.arbitration
    places = blocks.roles(arbitration)
    return {
        **blocks.heads(arbitration),
        "recipient": recipient.name,
        "paper": "先行裁决书" if award.kind == AwardKind.PARTIAL else "仲裁裁决书",
        "paper_number": award.number,
        "paper_on": str(award.made_on),
        "finality": FINAL if award.final else NON_FINAL,
        "served": [
            {
                "role": places[row.party.pk],
                "name": row.party.name,
                "served_on": str(row.served_on),
                "expires_on": None if award.final else str(row.expires_on),
            }
            for row in served
        ],
        "suit_query": {
            "court": query[0],
            "asked_on": query[1].isoformat(),
            "result": "部分劳动者起诉" if effective_for else "无人起诉",
        }
        if query and not award.final
        else None,
        "effective_on": effective_on.isoformat(),
        "effective_for": list(effective_for),
    }
