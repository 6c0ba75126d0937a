"""Who may do what with a lead or a case; one predicate per question, composed with `&` and `|`."""

import rules

from cases.choices import CaseStatus, OfficerCapacity
from staff.permissions import is_administrator, is_director, is_intake_officer


def _works_on(user, case, *capacities: OfficerCapacity) -> bool:
    return case.officers.filter(user=user, capacity__in=capacities, until_on=None).exists()


@rules.predicate
def is_case_mediator(user, case) -> bool:
    return _works_on(user, case, OfficerCapacity.MEDIATOR)


@rules.predicate
def is_case_recorder(user, case) -> bool:
    return _works_on(user, case, OfficerCapacity.RECORDER)


@rules.predicate
def is_case_intake_officer(user, case) -> bool:
    """Whether `user` took the case in, or may take it over because nobody has."""
    if _works_on(user, case, OfficerCapacity.INTAKE):
        return True
    return case.status == CaseStatus.FILED and is_intake_officer(user)


@rules.predicate
def acts_for(user, party) -> bool:
    """Whether `user` is a person admitted to act for `party` from their own phone."""
    return user.is_authenticated and party.accesses.filter(user=user, revoked_at=None).exists()


@rules.predicate
def can_see_case(user, case) -> bool:
    return type(case).objects.visible_to(user).filter(pk=case.pk).exists()


can_handle_leads = is_intake_officer | is_director
# Facts of the case: the people who work on it; the director watches and does not write.
can_edit_case = is_case_intake_officer | is_case_mediator | is_case_recorder
can_allocate = is_case_intake_officer | is_director
can_conduct = is_case_mediator
can_keep_minutes = is_case_mediator | is_case_recorder
can_read_minutes = is_case_mediator | is_case_recorder
can_decide_application = is_case_intake_officer
can_close = is_case_intake_officer | is_case_mediator
can_confirm_parameters = is_director | is_administrator
