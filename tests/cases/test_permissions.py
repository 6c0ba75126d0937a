"""Who may do what with a case: every role, with and without work on the case."""

import pytest

from cases import permissions
from cases.choices import CaseStatus
from cases.models import Case
from cases.operations import add_officer
from tests.builders import ON, a_case, an_accepted_case, people, staff_of

pytestmark = pytest.mark.django_db

INTAKE, MEDIATOR, RECORDER, DIRECTOR = "intake_officer", "mediator", "recorder", "director"
NEW = "other_intake_officer"
# Per predicate: who may on a new case (no mediator yet), and who on one in mediation.
TABLE = {
    "can_see_case": ({INTAKE, NEW, DIRECTOR}, {INTAKE, MEDIATOR, RECORDER, DIRECTOR}),
    "can_edit_case": ({INTAKE, NEW}, {INTAKE, MEDIATOR, RECORDER}),
    "can_allocate": ({INTAKE, NEW, DIRECTOR}, {INTAKE, DIRECTOR}),
    "can_conduct": (set(), {MEDIATOR}),
    "can_keep_minutes": (set(), {MEDIATOR, RECORDER}),
    "can_read_minutes": (set(), {MEDIATOR, RECORDER}),
    "can_decide_application": ({INTAKE, NEW}, {INTAKE}),
    "can_close": ({INTAKE, NEW}, {INTAKE, MEDIATOR}),
}


def allowed(name, case) -> set[str]:
    predicate = getattr(permissions, name)
    everybody = vars(staff_of(case))
    return {key for key, user in everybody.items() if predicate(user, case)}


@pytest.mark.parametrize("name", TABLE)
def test_who_may_on_a_new_case(name):
    assert allowed(name, a_case()) == TABLE[name][0]


@pytest.mark.parametrize("name", TABLE)
def test_who_may_on_a_case_in_mediation(name):
    assert allowed(name, an_accepted_case(1)) == TABLE[name][1]


def test_leads_are_for_intake_and_director():
    case = a_case()
    everybody = vars(people(case.centre))
    may = {key for key, user in everybody.items() if permissions.can_handle_leads(user)}
    assert may == {INTAKE, NEW, DIRECTOR}


def test_parameters_are_for_director_and_administrator():
    everybody = vars(people(a_case().centre))
    may = {key for key, user in everybody.items() if permissions.can_confirm_parameters(user)}
    assert may == {DIRECTOR, "administrator"}


def test_who_left_a_case_sees_it_no_more():
    case = an_accepted_case(1)
    mediator = staff_of(case).mediator
    case.officers.filter(user=mediator).update(until_on=ON)
    assert not permissions.can_see_case(mediator, case)
    assert not permissions.can_conduct(mediator, case)


def test_who_was_shut_out_sees_nothing():
    case = an_accepted_case(1)
    director = staff_of(case).director
    director.is_active = False
    assert not Case.objects.visible_to(director).exists()


def test_to_be_put_to_work_twice_changes_nothing():
    case = a_case()
    staff = staff_of(case)
    officer = {"case": case, "user": staff.recorder, "capacity": RECORDER, "on": ON}
    first = add_officer(by=staff.intake_officer, **officer)
    assert add_officer(by=staff.intake_officer, **officer) == first
    assert case.status == CaseStatus.FILED
