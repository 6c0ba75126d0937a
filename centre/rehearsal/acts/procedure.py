"""Decisions on the procedure (A16), whatever they are about: the format has one act for all."""

from typing import Any

from adjudication import operations as do
from adjudication.choices import Matter
from adjudication.models import Arbitration, Challenge
from centre.rehearsal.acts.arbitration import approval_of, arbitration_of, clerk_of
from centre.rehearsal.acts.award import correct_award
from centre.rehearsal.acts.incoming import join_party
from centre.rehearsal.acts.registry import act, counts
from centre.rehearsal.reading import Act, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from staff.models import User

# What goes with a decision without being it; it counts where the file names it.
BESIDE = {"A02X2", "A02X5", "A04"}


@act
def decide_procedure(stage: Stage, step: Act):
    """A16 on any matter; what moves the clock or the panel is the act of that name."""
    data, arbitration = step.data, arbitration_of(stage, step)
    matter = str(data["matter"])
    decide = _MATTERS.get(matter) or _MATTERS.get(_matter_of(matter))
    if decide is None:
        raise ScenarioFault(f"{step.label}：事项“{matter}”不在格式之内。")
    return decide(stage, step, arbitration)


@counts("decide_procedure")
def decisions(stage: Stage, step: Act, made: set[str]) -> set[str]:
    """Return A16 and what of the papers beside it the file names."""
    return made - (BESIDE - set(step.documents))


def _matter_of(label: str) -> str:
    return next((m.value for m in Matter if m.label == label), label)


def _withdrawal(stage: Stage, step: Act, arbitration: Arbitration):
    data = step.data
    rows = data.get("rows")
    reason = data.get("withdrawal_reason") or "其他原因"
    return do.withdraw_arbitration(
        arbitration=arbitration,
        workers=stage.workers(rows) if rows else list(arbitration.applicants.all()),
        reason=reason,
        reason_text=data["reason"],
        voluntary=bool(data.get("voluntary", True)),
        received_fen=money(data["received"]) if data.get("received") else None,
        by=_decider(stage, step),
        on=step.on,
    )


def _deemed(stage: Stage, step: Act, arbitration: Arbitration):
    return do.deem_withdrawn(
        arbitration=arbitration,
        findings=step.data["reason"],
        by=_decider(stage, step),
        on=step.on,
    )


def _transfer(stage: Stage, step: Act, arbitration: Arbitration):
    data = step.data
    return do.transfer_arbitration(
        arbitration=arbitration,
        to=data.get("to") or data.get("subject") or "",
        ground=data["reason"],
        findings=data.get("findings") or data["reason"],
        by=_decider(stage, step),
        on=step.on,
    )


def _dismissal(stage: Stage, step: Act, arbitration: Arbitration):
    data = step.data
    return do.dismiss_arbitration(
        arbitration=arbitration,
        ground=data["reason"],
        findings=data.get("findings") or data["reason"],
        by=_decider(stage, step),
        on=step.on,
    )


def _jurisdiction(stage: Stage, step: Act, arbitration: Arbitration):
    data = step.data
    return do.decide_jurisdiction(
        arbitration=arbitration,
        respondent=stage.party(data["respondent"])
        if data.get("respondent")
        else arbitration.respondents.order_by("id").first(),
        competent=data.get("to") or data.get("subject") or "",
        upheld=bool(data.get("granted")),
        raised_on=day(data["raised_on"]) if data.get("raised_on") else step.on,
        ground=data["reason"],
        findings=data.get("findings") or data["reason"],
        by=_decider(stage, step),
        on=step.on,
    )


def _investigation(granted: bool):
    def decide(stage: Stage, step: Act, arbitration: Arbitration):
        data = step.data
        return do.decide_investigation(
            arbitration=arbitration,
            subject=data.get("subject") or data["reason"],
            granted=granted,
            raised_by=data.get("raised_by") or "申请人",
            raised_on=day(data["raised_on"]) if data.get("raised_on") else step.on,
            ground=data["reason"],
            findings=data.get("findings") or data["reason"],
            by=_decider(stage, step),
            on=step.on,
        )

    return decide


def _decider(stage: Stage, step: Act) -> User:
    """Return the arbitrator named; for the commission its clerk, and the panel signs."""
    named = stage.people.get(step.by)
    return named or clerk_of(stage, step)


def _suspension(stage: Stage, step: Act, arbitration: Arbitration):
    until = day(step.data["until"]) if step.data.get("until") else None
    return do.suspend_arbitration(arbitration=arbitration, until=until, **_approved(stage, step))


def _resumption(stage: Stage, step: Act, arbitration: Arbitration):
    return do.resume_arbitration(arbitration=arbitration, **_approved(stage, step))


def _extension(stage: Stage, step: Act, arbitration: Arbitration):
    until = day(step.data["until"])
    return do.extend_award_limit(arbitration=arbitration, until=until, **_approved(stage, step))


def _approved(stage: Stage, step: Act) -> dict[str, Any]:
    """What the head of the commission decides names who approved it (ARB-19)."""
    data = step.data
    return {
        "ground": data["reason"],
        "findings": data.get("findings") or data["reason"],
        "approval": approval_of(stage, step),
        "by": clerk_of(stage, Act(step.on, step.name, "", data, step.place)),
        "on": step.on,
    }


def _joinder(stage: Stage, step: Act, arbitration: Arbitration):
    data = step.data
    party = data.get("party") or data.get("subject")
    if not party:
        raise ScenarioFault("没有写明追加的当事人。")
    said = {"party": party, "findings": data.get("findings") or data["reason"]}
    return join_party(stage, Act(step.on, step.name, step.by, data | said, step.place))


def _correction(stage: Stage, step: Act, arbitration: Arbitration):
    return correct_award(stage, step)


def _challenge(granted: bool):
    def decide(stage: Stage, step: Act, arbitration: Arbitration):
        asked = Challenge.objects.filter(seat__arbitration=arbitration, granted=None).last()
        if asked is None:
            raise ScenarioFault("没有待决定的回避申请。")
        replacement = step.data.get("replacement")
        return do.decide_challenge(
            challenge=asked,
            granted=granted,
            reason=step.data["reason"],
            approval=approval_of(stage, step),
            replacement=stage.person(replacement) if replacement else None,
            by=clerk_of(stage, Act(step.on, step.name, "", step.data, step.place)),
            on=step.on,
        )

    return decide


_MATTERS = {
    Matter.SUSPENSION: _suspension,
    Matter.RESUMPTION: _resumption,
    Matter.EXTENSION: _extension,
    Matter.WITHDRAWAL: _withdrawal,
    Matter.DEEMED_WITHDRAWAL: _deemed,
    Matter.TRANSFER: _transfer,
    Matter.DISMISSAL: _dismissal,
    Matter.JURISDICTION: _jurisdiction,
    Matter.JOINDER: _joinder,
    Matter.CHALLENGE_GRANTED: _challenge(True),
    Matter.CHALLENGE_REFUSED: _challenge(False),
    Matter.INVESTIGATION: _investigation(True),
    Matter.CORRECTION: _correction,
    Matter.NO_INVESTIGATION: _investigation(False),
}
