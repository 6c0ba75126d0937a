from datetime import date

import pytest
from django.core.cache import cache

from staff import operations
from staff.choices import BodyKind, Role

ON = date(2026, 11, 16)
PASSWORD = "永定河水清又清2026"


@pytest.fixture(autouse=True)
def _no_earlier_attempts():
    """Rate limits count in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def system(db):
    return operations.establish_system_user()


@pytest.fixture
def body(system):
    return operations.register_body(
        kind=BodyKind.MEDIATION_BODY, name="安河市人民调解委员会", by=system
    )


@pytest.fixture
def appoint(system, body):
    """Return a function that appoints somebody who has chosen a password, with roles."""

    def appoint(username: str, name: str, *roles: Role):
        person = operations.appoint_person(
            username=username, name=name, password=PASSWORD, body=body, by=system
        )
        operations.choose_password(user=person, password=PASSWORD)
        for role in roles:
            operations.grant_role(user=person, role=role, by=system, on=ON)
        return person

    return appoint


@pytest.fixture
def administrator(appoint):
    return appoint("guanli", "高静", Role.ADMINISTRATOR)


@pytest.fixture
def mediator(appoint):
    return appoint("tiaojie", "孙敏", Role.MEDIATOR)
