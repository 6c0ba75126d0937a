import pytest
from django.contrib.auth.models import AnonymousUser

from staff import operations, permissions, queries
from staff.choices import Role
from tests.staff.conftest import ON

PREDICATES = [
    (Role.INTAKE_OFFICER, permissions.is_intake_officer),
    (Role.MEDIATOR, permissions.is_mediator),
    (Role.RECORDER, permissions.is_recorder),
    (Role.ARBITRATOR, permissions.is_arbitrator),
    (Role.TRIBUNAL_SECRETARY, permissions.is_tribunal_secretary),
    (Role.COURT_CLERK, permissions.is_court_clerk),
    (Role.FUND_OFFICER, permissions.is_fund_officer),
    (Role.FUND_APPROVER, permissions.is_fund_approver),
    (Role.DIRECTOR, permissions.is_director),
    (Role.ADMINISTRATOR, permissions.is_administrator),
]
DESKS = [
    (Role.INTAKE_OFFICER, "desk-intake"),
    (Role.MEDIATOR, "desk-mediator"),
    (Role.RECORDER, "desk-mediator"),
    (Role.ARBITRATOR, "tribunal"),
    (Role.TRIBUNAL_SECRETARY, "tribunal"),
    (Role.COURT_CLERK, "desk-court"),
    (Role.FUND_OFFICER, "desk-fund"),
    (Role.FUND_APPROVER, "desk-approver"),
    (Role.DIRECTOR, "desk-director"),
    (Role.ADMINISTRATOR, "desk-administrator"),
]


def test_every_role_has_a_predicate_and_a_desk():
    assert [role for role, _ in PREDICATES] == list(Role)
    assert [role for role, _ in DESKS] == list(Role)


@pytest.mark.parametrize("held", list(Role))
def test_predicate_holds_for_its_role_alone(appoint, held):
    person = appoint("renyuan", "周强", held)
    assert [role for role, predicate in PREDICATES if predicate(person)] == [held]


def test_anonymous_visitor_holds_no_role():
    assert not any(predicate(AnonymousUser()) for _, predicate in PREDICATES)
    assert not permissions.may_manage_people(AnonymousUser())


@pytest.mark.parametrize("held", list(Role))
def test_only_administrator_manages_people(appoint, held):
    person = appoint("renyuan", "周强", held)
    assert person.has_perm("staff.manage_people") is (held == Role.ADMINISTRATOR)
    assert person.has_perm("staff.manage_bodies") is (held == Role.ADMINISTRATOR)


@pytest.mark.parametrize(("held", "desk"), DESKS)
def test_role_lands_on_its_desk(appoint, held, desk):
    assert queries.landing_url_name(appoint("renyuan", "周强", held)) == desk


def test_several_roles_land_on_the_first_desk_and_list_each_once(appoint):
    person = appoint("renyuan", "周强", Role.DIRECTOR, Role.RECORDER, Role.MEDIATOR)
    assert queries.desks_of(person) == ["desk-mediator", "desk-director"]


def test_without_role_nobody_lands_on_a_desk(appoint):
    assert queries.landing_url_name(appoint("xinren", "吴新")) == "staff-no-role"


def test_revoked_role_is_held_no_longer(administrator, mediator):
    operations.revoke_role(
        user=mediator, role=Role.MEDIATOR, by=administrator, on=ON, reason="聘期届满"
    )
    assert not permissions.is_mediator(mediator)
    assert mediator not in queries.people_holding(Role.MEDIATOR)


def test_roles_are_read_once_per_person(mediator, django_assert_num_queries):
    fresh = type(mediator).objects.get(pk=mediator.pk)
    with django_assert_num_queries(1):
        assert fresh.has_role(Role.MEDIATOR)
        assert not fresh.has_role(Role.DIRECTOR, Role.ADMINISTRATOR)
