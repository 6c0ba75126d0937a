import pytest
from django.test import Client

from tests import builders

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def centre(db):
    return builders.a_centre()


@pytest.fixture
def staff(centre):
    return builders.people(centre)


@pytest.fixture
def signed_in(staff):
    """Return a function that gives the browser of a person, by the name of the role."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(staff, name), backend=BACKEND)
        return client

    return signed_in
