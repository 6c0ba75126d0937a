from datetime import date

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings
from django.urls import get_resolver

from cases import operations
from cases.choices import CaseStatus, OfficerCapacity
from cases.models import Case, CaseOfficer
from staff import operations as staff_operations
from staff.choices import BodyKind, Role
from staff.history import save_with_reason

ON = date(2026, 11, 16)
PASSWORD = "永定河水清又清2026"
LOCKS = "workflow.locks.BusyCaseMiddleware"
URLS = "tests.workflow.toyflow.urls"


@pytest.fixture(scope="module")
def toy_app(django_db_setup, django_db_blocker):
    """A flow in an app of its own, with its table, for as long as a module's tests run."""
    installed = [*django_settings.INSTALLED_APPS, "tests.workflow.toyflow"]
    middleware = [*(m for m in django_settings.MIDDLEWARE if m != LOCKS), LOCKS]
    with (
        override_settings(INSTALLED_APPS=installed, ROOT_URLCONF=URLS, MIDDLEWARE=middleware),
        django_db_blocker.unblock(),
    ):
        from tests.workflow.toyflow.models import ToyProcess

        apps.clear_cache()  # installing an app anew leaves the relations of others as they were
        with connection.schema_editor() as editor:
            editor.create_model(ToyProcess)
        _ = get_resolver().url_patterns
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(ToyProcess)
    apps.clear_cache()


@pytest.fixture
def toy(toy_app, db):
    """The toy flow, taking part in cases during one test."""
    from tests.workflow.toyflow.flows import ToyFlow
    from workflow import bridge

    before = bridge.flows()
    for flow_class in before:
        bridge.unregister(flow_class)
    bridge.register(ToyFlow)
    yield ToyFlow
    bridge.unregister(ToyFlow)
    for flow_class in before:
        bridge.register(flow_class)


@pytest.fixture
def system(db):
    return staff_operations.establish_system_user()


@pytest.fixture
def person(system):
    """Return a function that appoints somebody with roles."""

    def person(username: str, name: str, *roles: Role):
        user = staff_operations.appoint_person(
            username=username, name=name, password=PASSWORD, by=system
        )
        staff_operations.choose_password(user=user, password=PASSWORD)
        for role in roles:
            staff_operations.grant_role(user=user, role=role, by=system, on=ON)
        return user

    return person


@pytest.fixture
def intake(person):
    return person("shouli", "周立", Role.INTAKE_OFFICER)


@pytest.fixture
def mediator(person):
    return person("tiaojie", "孙敏", Role.MEDIATOR)


@pytest.fixture
def stranger(person):
    return person("luren", "吴刚", Role.MEDIATOR)


@pytest.fixture
def centre(system):
    return staff_operations.register_body(
        kind=BodyKind.CENTRE, name="安河市农民工欠薪快速解决中心", by=system
    )


@pytest.fixture
def new_case(centre, intake, mediator):
    """Return a function that makes a case with its officers, in any status, without any flow."""

    def new_case(status: CaseStatus = CaseStatus.FILED, number: str = "安劳调〔2026〕1号"):
        case = Case(
            number=number,
            title="王强与安河建设劳动报酬争议",
            centre=centre,
            opened_on=ON,
            status=status,
        )
        save_with_reason(case, by=intake, reason="登记")
        for user, capacity in (
            (intake, OfficerCapacity.INTAKE),
            (mediator, OfficerCapacity.MEDIATOR),
        ):
            officer = CaseOfficer(case=case, user=user, capacity=capacity, from_on=ON)
            save_with_reason(officer, by=intake, reason="分案")
        return case

    return new_case


@pytest.fixture
def record():
    return operations.record
