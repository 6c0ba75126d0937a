"""Who may act for the commission, who may decide, and who may file for the applicants."""

import rules

from adjudication.choices import SeatRole
from cases.permissions import is_case_intake_officer, is_case_mediator
from staff.choices import Role

ARBITRATORS = (SeatRole.SOLE, SeatRole.PRESIDING, SeatRole.MEMBER)


@rules.predicate
def is_secretary_of(user, arbitration) -> bool:
    """Whether `user` is a clerk of the very commission the case is before."""
    return (
        user.is_authenticated
        and user.has_role(Role.TRIBUNAL_SECRETARY)
        and user.body_id == arbitration.commission_id
    )


@rules.predicate
def sits(user, arbitration) -> bool:
    """
    Whether `user` is an arbitrator of the case today.

    One who is challenged does nothing in it until that is decided (ARB-17).
    """
    return arbitration.seats.filter(
        user=user, role__in=ARBITRATORS, until_on=None, halted=False
    ).exists()


@rules.predicate
def presides(user, arbitration) -> bool:
    return arbitration.seats.filter(
        user=user, role__in=[SeatRole.SOLE, SeatRole.PRESIDING], until_on=None, halted=False
    ).exists()


@rules.predicate
def is_clerk_of_a_commission(user, case) -> bool:
    """Whether `user` may take an application over the commission's own counter."""
    return user.is_authenticated and user.has_role(Role.TRIBUNAL_SECRETARY)


@rules.predicate
def can_see_arbitration(user, arbitration) -> bool:
    return type(arbitration).objects.visible_to(user).filter(pk=arbitration.pk).exists()


@rules.predicate
def is_arbitrator_of(user, arbitration) -> bool:
    """Whether `user` is an arbitrator of the commission, in this case or another."""
    return (
        user.is_authenticated
        and user.has_role(Role.ARBITRATOR)
        and (user.body_id == arbitration.commission_id or sits(user, arbitration))
    )


can_file = is_case_intake_officer | is_case_mediator | is_clerk_of_a_commission
can_run_docket = is_secretary_of
can_conduct = is_secretary_of | sits
can_preside = presides
can_countersign = is_arbitrator_of

# 仲裁审查

can_apply_for_review = is_case_mediator | is_case_intake_officer


@rules.predicate
def is_of_commission(user, review) -> bool:
    """Whether `user` is an arbitrator or secretary of the very commission that was asked."""
    return (
        user.is_authenticated
        and user.body_id == review.commission_id
        and (user.has_role(Role.ARBITRATOR) or user.has_role(Role.TRIBUNAL_SECRETARY))
    )


@rules.predicate
def is_reviewer(user, review) -> bool:
    """Whether `user` is one of the arbitrators who review it: they alone decide."""
    return is_of_commission(user, review) and review.arbitrators.filter(pk=user.pk).exists()


@rules.predicate
def can_withdraw_review(user, review) -> bool:
    return can_apply_for_review(user, review.case) or is_of_commission(user, review)
