"""
Who may do what by role; the apps above compose these predicates with their own.

An anonymous visitor holds no role.
"""

import rules

from staff.choices import Role


def holds_role(*roles: Role) -> rules.Predicate:
    """Return the predicate “the person holds at least one of `roles`”."""

    @rules.predicate("holds_role:" + "|".join(roles))
    def holds(user) -> bool:
        return user.is_authenticated and user.has_role(*roles)

    return holds


is_intake_officer = holds_role(Role.INTAKE_OFFICER)
is_mediator = holds_role(Role.MEDIATOR)
is_recorder = holds_role(Role.RECORDER)
is_arbitrator = holds_role(Role.ARBITRATOR)
is_tribunal_secretary = holds_role(Role.TRIBUNAL_SECRETARY)
is_court_clerk = holds_role(Role.COURT_CLERK)
is_fund_officer = holds_role(Role.FUND_OFFICER)
is_fund_approver = holds_role(Role.FUND_APPROVER)
is_director = holds_role(Role.DIRECTOR)
is_administrator = holds_role(Role.ADMINISTRATOR)


@rules.predicate
def is_system(user) -> bool:
    """The system itself, which appoints the first administrator and raises the clock's tasks."""
    return user.is_authenticated and user.is_system


@rules.predicate
def is_self(user, person) -> bool:
    return user == person


may_manage_people = is_administrator | is_system
may_declare_conflict = is_self | is_director | is_administrator

rules.add_perm("staff.manage_people", may_manage_people)
rules.add_perm("staff.read_readings", is_director)
rules.add_perm("staff.manage_bodies", may_manage_people)
rules.add_perm("staff.declare_conflict", may_declare_conflict)
