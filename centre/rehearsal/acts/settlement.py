"""仲裁调解书 of the tribunal: settled, signed for, or given up before that."""

from decimal import Decimal

from adjudication import operations as do
from adjudication.choices import HandedOver, StatementState
from adjudication.models import Statement
from centre.rehearsal.acts.arbitration import arbitration_of, arbitrator_of, clerk_of
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import listed
from centre.rehearsal.reading import Act, ScenarioFault, day, money
from centre.rehearsal.stage import Stage


@act
def settle_in_arbitration(stage: Stage, step: Act):
    data, arbitration = step.data, arbitration_of(stage, step)
    return do.settle_in_arbitration(
        arbitration=arbitration,
        amounts={stage.worker(row["worker"]): money(row["amount"]) for row in data["rows"]},
        days=[(day(row["due_on"]), Decimal(str(row["percent"]))) for row in data["schedule"]],
        payers=stage.parties(data["payers"]),
        agreed_through={stage.party(key): who for key, who in data["agreed_through"].items()},
        other_terms=listed(data.get("other_terms")),
        by=arbitrator_of(stage, step),
        on=step.on,
    )


@act
def receive_settlement(stage: Stage, step: Act):
    data = step.data
    return do.receive_settlement(
        statement=_waiting(stage, step),
        signed_for={stage.party(key): day(on) for key, on in data["signed_for"].items()},
        method=HandedOver(data.get("method") or "direct"),
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def give_up_settlement(stage: Stage, step: Act):
    return do.give_up_settlement(
        statement=_waiting(stage, step),
        party=stage.party(step.data["party"]),
        reason=step.data["reason"],
        by=clerk_of(stage, step),
        on=step.on,
    )


def _waiting(stage: Stage, step: Act) -> Statement:
    statements = arbitration_of(stage, step).statements.order_by("no")
    named = step.data.get("statement")
    found = statements.filter(no=named) if named else statements.filter(state=StatementState.ISSUED)
    statement = found.last() or statements.last()
    if statement is None:
        raise ScenarioFault(f"{step.label}：没有仲裁调解书。")
    return statement
