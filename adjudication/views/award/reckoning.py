"""认定与计算: what is found, what each claim comes to, what is final; then the draft."""

from collections.abc import Sequence

from django.utils import timezone
from django.views.generic import TemplateView

from adjudication.choices import ArbitrationState, AwardState, HearingState
from adjudication.drafting import Facts, shown
from adjudication.operations.reckoning import Limit, Reckoned, limit_of, reckon
from adjudication.permissions import can_conduct, sits
from adjudication.views.file import OfArbitration
from staff.refusals import ActRefused

OPEN_DRAFT = (AwardState.DRAFT, AwardState.REVIEW, AwardState.RETURNED)


class ReckoningPage(OfArbitration, TemplateView):
    """Every element with its finding, every claim with its formula, every item with its class."""

    permission = can_conduct
    template_name = "adjudication/award/reckoning.html"

    def get_context_data(self, **kwargs):
        arbitration, on = self.arbitration, timezone.localdate()
        facts = Facts.of(arbitration)
        limit, no_limit = limit_for(arbitration, on)
        rows = reckon(arbitration, wage_fen=limit.wage_fen) if limit else []
        elements = _elements(arbitration, facts)
        decides = sits(self.request.user, arbitration)
        open_ = arbitration.state == ArbitrationState.ACCEPTED
        heard = arbitration.hearings.filter(state=HearingState.CLOSED).exists()
        return super().get_context_data(
            elements=elements,
            waiting=[row for row in elements if row["waiting"]],
            rows=rows,
            unready=[row for row in rows if row.refused],
            totals=_totals(rows),
            by_worker=_by_worker(rows),
            limit=limit,
            no_limit=no_limit,
            heard=heard,
            decides=decides and open_ and heard,
            awards=list(arbitration.awards.order_by("id")),
            drafts=list(arbitration.awards.filter(state__in=OPEN_DRAFT).order_by("kind")),
            **kwargs,
        )


def limit_for(arbitration, on) -> tuple[Limit | None, str]:
    try:
        return limit_of(arbitration, on=on), ""
    except ActRefused as refused:
        return None, f"{refused}{refused.suggest}"


def _elements(arbitration, facts: Facts) -> list[dict]:
    names = {e.no: e.name for e in arbitration.case.evidence.all()}
    pending = list(arbitration.claims.filter(state="pending"))
    waiting = {e.pk for e in facts.unresolved(pending)}
    used: dict[int, int] = {}
    for claim in pending:
        for element in facts.under(claim):
            used[element.pk] = used.get(element.pk, 0) + 1
    workers = {w.pk: w.name for w in arbitration.applicants.all()}
    return [
        {
            "element": element,
            "worker": workers.get(element.worker_id or 0, ""),
            "applicant": shown(element, element.applicant_value),
            "respondent": shown(element, element.respondent_value),
            "settled": shown(element, element.settled_value),
            "evidence": [(no, names.get(no, "")) for no in facts.proofs[element.pk]],
            "waiting": element.pk in waiting,
            "used": used.get(element.pk, 0),
        }
        for element in sorted(
            facts.all(), key=lambda e: (e.pk not in waiting, int(e.code[1:]), e.worker_id or 0)
        )
    ]


def _totals(rows: Sequence[Reckoned]) -> dict[str, int]:
    """Add up what can be reckoned; `open` says how many claims for money cannot be yet."""
    known = [row for row in rows if row.awarded_fen is not None]
    claimed = sum(row.claim.amount_fen or 0 for row in rows)
    return {
        "claimed_fen": claimed,
        "open": sum(row.awarded_fen is None and bool(row.claim.amount_fen) for row in rows),
        "awarded_fen": sum(row.awarded_fen or 0 for row in known),
        "difference_fen": sum(row.difference_fen or 0 for row in known),
    }


def _by_worker(rows: Sequence[Reckoned]) -> dict:
    """The table item × worker, by the number of the claim."""
    numbers = sorted({row.claim.no for row in rows})
    table: dict[int, dict] = {}
    for row in rows:
        line = table.setdefault(
            row.claim.worker_id, {"worker": row.claim.worker, "cells": dict.fromkeys(numbers)}
        )
        line["cells"][row.claim.no] = row
    for line in table.values():
        line["cells"] = list(line["cells"].values())
    heads = {row.claim.no: row.claim.get_kind_display() for row in reversed(rows)}
    return {"heads": [(no, heads[no]) for no in numbers], "lines": list(table.values())}
