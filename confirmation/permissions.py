"""Who may prepare and send an application, and who may answer for a court."""

import rules

from cases.permissions import is_case_intake_officer, is_case_mediator
from staff.choices import Role
from staff.permissions import is_administrator


@rules.predicate
def is_clerk_of_court(user, application) -> bool:
    """Whether `user` is a clerk of the very court the application is addressed to."""
    return (
        user.is_authenticated
        and user.has_role(Role.COURT_CLERK)
        and user.body_id == application.court_id
    )


can_apply = is_case_mediator | is_case_intake_officer
can_issue_tokens = is_administrator


@rules.predicate
def can_enter_court_answer(user, application) -> bool:
    """The court's own clerk; for a court outside the system the centre enters what it got."""
    return is_clerk_of_court(user, application) or can_apply(user, application.case)
