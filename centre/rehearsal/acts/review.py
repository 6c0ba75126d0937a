"""Review of the agreement by the commission: asked for, a statement of it made or refused."""

from datetime import date

from adjudication.choices import (
    ConfirmationBefore,
    HandedOver,
    ReviewDenial,
    ReviewRefusal,
    ReviewState,
)
from adjudication.models import Review
from adjudication.operations import review as do
from cases.models import Party
from centre.rehearsal.acts.confirmation import show_identity_papers
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import intake_of, mediator_of, without
from centre.rehearsal.reading import Act, ScenarioFault, day
from centre.rehearsal.stage import Stage
from confirmation.choices import ApplicationState
from staff.choices import Role
from staff.history import save_with_reason
from staff.models import User
from staff.operations import grant_role
from staff.refusals import ActRefused

NOTICE = "R02"


@act
def apply_for_arbitration_review(stage: Stage, step: Act):
    """With R02 among its papers, the commission accepts on the same day."""
    data = step.data
    signed = stage.parties(data["signed_by"])
    both = stage.parties(data.get("jointly_with") or data["signed_by"])
    others = [party for party in both if not party.is_worker]
    by = mediator_of(stage, Act(step.on, step.name, "", data, step.place))
    show_identity_papers([*stage.case.parties.workers(), *others], by=by, on=step.on)
    review = do.apply_for_arbitration_review(
        case=stage.case,
        commission=_commission(stage),
        jointly_with=others,
        signed_by=without(stage, signed, data),
        by=by,
        on=step.on,
        confirmation=_confirmation_before(stage),
    )
    if NOTICE in step.documents:
        review = _accept(stage, review, data, on=step.on)
    return review


_BEFORE = {
    ApplicationState.WITHDRAWN: ConfirmationBefore.WITHDRAWN,
    ApplicationState.REFUSED: ConfirmationBefore.REFUSED,
    ApplicationState.REJECTED: ConfirmationBefore.REJECTED,
}


def _confirmation_before(stage: Stage) -> ConfirmationBefore:
    last = stage.case.confirmations.order_by("id").last()
    return _BEFORE.get(last.state, ConfirmationBefore.NONE) if last else ConfirmationBefore.NONE


def _commission(stage: Stage):
    body = stage.bodies.get("arb")
    if body is None:
        raise ScenarioFault("city 中没有 arb（劳动人事争议仲裁委员会）。")
    return body


def _review(stage: Stage, step: Act) -> Review:
    review = Review.objects.filter(case=stage.case).order_by("-id").first()
    if review is None:
        raise ActRefused("没有申请过仲裁审查。", source="REV-01")
    return review


def _of_commission(stage: Stage, role: Role, words: str, stand_in: str) -> User:
    """Return the person of the file whose post says so; a file that names none gets a stand-in."""
    commission = _commission(stage)
    named = stage.scenario.raw["staff"].values()
    name = next((p["name"] for p in named if words in p.get("post", "")), stand_in)
    person = User.objects.filter(name=name, body=commission, is_active=True).first()
    if person is None:
        person = User(username=f"arb-{User.objects.count()}", name=name, post=words)
        person.body = commission
        person.set_unusable_password()
        save_with_reason(person, by=stage.system, reason="演练人员")
    if not person.has_role(role):
        first = stage.scenario.acts[0].on
        grant_role(user=person, role=role, by=stage.system, on=first)
        person = User.objects.get(pk=person.pk)
    return person


def _arbitrator(stage: Stage) -> User:
    return _of_commission(stage, Role.ARBITRATOR, "仲裁员", "演练仲裁员")


def _clerk(stage: Stage) -> User:
    return _of_commission(stage, Role.TRIBUNAL_SECRETARY, "书记员", "演练书记员")


def _accept(stage: Stage, review: Review, data: dict, *, on: date) -> Review:
    clerk = _clerk(stage)
    return do.accept_review(
        review=review,
        arbitrators=[_arbitrator(stage)],
        clerk=clerk,
        number=data.get("number", ""),
        accepted_on=day(data["accepted_on"]) if data.get("accepted_on") else review.applied_on,
        notices=NOTICE in data.get("documents", []),
        by=clerk,
        on=on,
    )


def _accepted(stage: Stage, step: Act) -> Review:
    """A file that says nothing of the acceptance has it on the day both sides asked."""
    review = _review(stage, step)
    if review.state == ReviewState.SENT:
        review = _accept(stage, review, step.data, on=step.on)
    return review


@act
def issue_mediation_statement(stage: Stage, step: Act):
    """Made on the day of the act, or earlier when somebody signed for it before (`made_on`)."""
    signed: dict[Party, date] = {}
    for key, signed_on in step.data["signed_for"].items():
        for party in stage.parties(key):
            signed[party] = day(signed_on)
    signed = {p: signed[p] for p in without(stage, list(signed), step.data)}
    made_on = day(step.data.get("made_on") or step.on.isoformat())
    review = do.issue_mediation_statement(
        review=_accepted(stage, step), by=_arbitrator(stage), on=made_on
    )
    if signed:
        review = do.receive_statement(
            review=review,
            signed_for=signed,
            method=HandedOver(step.data.get("method", "direct")),
            by=_clerk(stage),
            on=max([step.on, *signed.values()]),
        )
    return review


@act
def refuse_mediation_statement(stage: Stage, step: Act):
    """
    On one of the six grounds, by its code or words: R04.

    One of the five for which it is not accepted is refused at the door: R02N.
    """
    data = step.data
    said = data["ground"]
    at_the_door = {key: key for key in ReviewRefusal} | {k.label: k for k in ReviewRefusal}
    if said in at_the_door:
        return do.refuse_review(
            review=_review(stage, step),
            ground=at_the_door[said],
            reason=data.get("reason") or at_the_door[said].label,
            competent=data.get("competent", ""),
            by=_clerk(stage),
            on=step.on,
        )
    grounds = {key: key for key in ReviewDenial} | {key.label: key for key in ReviewDenial}
    if said not in grounds:
        raise ScenarioFault(f"ground“{said}”不在格式之内。")
    return do.refuse_mediation_statement(
        review=_accepted(stage, step),
        ground=grounds[said],
        reason=data.get("reason") or grounds[said].label,
        by=_arbitrator(stage),
        on=step.on,
    )


@act
def withdraw_arbitration_review(stage: Stage, step: Act):
    """撤回仲裁审查申请 (REV-07); after acceptance the commission ends the review on that day."""
    data = step.data
    review = do.withdraw_review(
        review=_review(stage, step),
        withdrawn_by=without(stage, stage.parties(data.get("signed_by") or step.by), data),
        reason=data["reason"],
        by=intake_of(stage, step),
        on=step.on,
    )
    if review.state == ReviewState.ACCEPTED:
        review = do.end_review(review=review, by=_arbitrator(stage), on=step.on)
    return review
