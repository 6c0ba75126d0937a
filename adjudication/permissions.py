"""Who may ask for a review and send its packet, and who of the commission may decide it."""

import rules

from cases.permissions import is_case_intake_officer, is_case_mediator
from staff.choices import Role

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
