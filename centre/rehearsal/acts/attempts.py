"""What a scenario that only names an attempt means by it."""

from datetime import date, timedelta
from typing import Any

from cases.queries import wage_accounts
from centre.rehearsal.reading import Act, ScenarioFault
from centre.rehearsal.stage import Stage
from law.money import yuan


def default_attempt(stage: Stage, name: str, on: date) -> Act:
    """Return the plain form of an attempt that a scenario names without data of its own."""
    everyone = list(stage.case.parties.others())
    others = [p.key for p in everyone if p.place in ("respondent", "none")]
    signers = [p.key for p in stage.case.parties.workers()] + others
    last = stage.case.proposals.order_by("number").last()
    plain: dict[str, tuple[str, dict[str, Any]]] = {
        "apply_for_confirmation": (
            "workers",
            {"jointly_with": others, "signed_by": signers},
        ),
        "seal_agreement": ("mediation_org", {"seal_kind": "mediation_org"}),
        "generate_agreement": ("mediator", {"proposal": last.number if last else 1, "annex": True}),
        "schedule_session": (
            "mediator",
            {
                "session": stage.case.sessions.count() + 1,
                "start": f"{on}T09:00",
                "place": stage.case.venue or "调解室",
                "mode": "on_site",
                "notice": "on_the_spot",
                "recipients": signers,
            },
        ),
        "close_case": (
            "intake_clerk",
            {"outcome": "settled_and_performed", "outstanding": yuan(_outstanding(stage))},
        ),
        "apply_for_payment_order": ("worker_1", {}),
        "extend_mediation": (
            "workers",
            {"until": (on + timedelta(days=30)).isoformat(), "consented_by": signers},
        ),
    }
    if name not in plain:
        raise ScenarioFault(f"“{name}”没有平常的形式，请在 with 里写明。")
    by, data = plain[name]
    return Act(on, name, by, data, 0)


def _outstanding(stage: Stage) -> int:
    return sum(a.outstanding_fen for a in wage_accounts(stage.case))
