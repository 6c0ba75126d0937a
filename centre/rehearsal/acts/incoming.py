"""What comes in after the application: what lacked, who joins, other claims, a counter-claim."""

from adjudication import operations as do
from adjudication.choices import ClaimKind, MediationResult
from adjudication.operations import ClaimChange, Claimed
from centre.rehearsal.acts.arbitration import UNTOLD, arbitration_of, clerk_of
from centre.rehearsal.acts.intake import calculation
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import listed
from centre.rehearsal.reading import Act, day, money
from centre.rehearsal.stage import Stage
from staff.choices import Role


@act
def receive_correction(stage: Stage, step: Act):
    return do.receive_correction(
        arbitration=arbitration_of(stage, step),
        received=listed(step.data["received_items"]),
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def join_party(stage: Stage, step: Act):
    data = step.data
    statement_by = data.get("statement_by")
    return do.join_party(
        arbitration=arbitration_of(stage, step),
        party=stage.party(data["party"]),
        as_respondent=data.get("place", "respondent") == "respondent",
        joined_by=data.get("joined_by") or "本委通知",
        reason=data["reason"],
        findings=data.get("findings") or "",
        statement_by=day(statement_by) if statement_by else None,
        by=stage.officer("", Role.TRIBUNAL_SECRETARY),
        on=step.on,
    )


@act
def change_claims(stage: Stage, step: Act):
    data = step.data
    arbitration = arbitration_of(stage, step)
    first = arbitration.applicants.order_by("roster_no", "id").first()

    def whose(row: dict):
        return stage.worker(row["worker"]) if row.get("worker") else first

    return do.change_claims(
        arbitration=arbitration,
        added=[
            Claimed(
                worker=whose(row),
                kind=ClaimKind(row["kind"]),
                what=row["item"],
                amount_fen=money(row["amount"]) if row.get("amount") else None,
                formula=calculation(str(row.get("formula") or "")),
                elements=tuple(row.get("elements") or ()),
            )
            for row in listed(data.get("added"))
        ],
        changed=[
            ClaimChange(
                worker=whose(row),
                no=row["claim"],
                amount_fen=money(row["amount"]),
                formula=calculation(str(row["formula"])),
                what=row.get("item") or "",
            )
            for row in listed(data.get("changed"))
        ],
        requested_on=day(data["requested_on"]) if data.get("requested_on") else None,
        answer_waived=bool(data.get("answer_waived")),
        by=stage.officer("", Role.TRIBUNAL_SECRETARY),
        on=step.on,
    )


@act
def decide_counter_claim(stage: Stage, step: Act):
    data = step.data
    accepted = bool(data["accepted"])
    return do.decide_counter_claim(
        arbitration=arbitration_of(stage, step),
        respondent=stage.party(data["respondent"]),
        accepted=accepted,
        merged=bool(data.get("merged", accepted)),
        reason=data.get("reason") or ("" if accepted else UNTOLD),
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def record_pre_hearing_mediation(stage: Stage, step: Act):
    return do.record_pre_hearing_mediation(
        arbitration=arbitration_of(stage, step),
        result=MediationResult(step.data["result"]),
        text=step.data.get("text") or "",
        by=clerk_of(stage, step),
        on=step.on,
    )
