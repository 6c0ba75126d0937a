"""Whatever a court's system sends, the interface answers as its own description says."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from confirmation.api import api
from confirmation.operations import call_parties, withdraw_confirmation
from tests.confirmation.filings import a_docketed_application, an_application, later
from tests.confirmation.systems import System
from tests.confirmation.test_court import everybody, officer

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ADDRESSES = sorted(
    (path, method)
    for path, methods in api.get_openapi_schema(path_prefix="/api/court/")["paths"].items()
    for method in methods
)


def a_withdrawn_application():
    application = an_application()
    return withdraw_confirmation(
        application=application,
        reason="已经付清",
        signed_by=everybody(application),
        by=officer(application),
        on=later(application.case, 4),
    )


def a_called_application():
    application = a_docketed_application()
    clerk, now = officer(application), timezone.now()
    call_parties(
        application=application,
        starts_at=now + timedelta(days=3),
        mode="on_site",
        place="第二审判区203室",
        by=clerk,
        at=now,
        on=timezone.localdate(now),
    )
    return application


MAKE = {
    "ruling": a_docketed_application,
    "withdrawal.pdf": a_withdrawn_application,
    "appearance": a_called_application,
}


def asked_of(operation, packet):
    """What fits the description and what does not; of a packet there is, and of any number."""
    here = {"packet_id": packet.pk, "no": 1}
    here = {name: here[name] for name in here if f"{{{name}}}" in operation.path}
    given_to = [{}, {"path_parameters": here}] if here else [{}]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return st.one_of(*(operation.as_strategy(mode, **way) for mode in modes for way in given_to))


@pytest.mark.parametrize(("path", "method"), ADDRESSES, ids=lambda value: value)
def test_every_answer_is_as_described(path, method):
    application = MAKE.get(path.rpartition("/")[2], an_application)()
    system, packet = System(application), application.packets.get()
    described = schemathesis.openapi.from_wsgi("/api/court/openapi.json", WSGIHandler())
    operation = described[path][method.upper()]
    answered = set()

    @settings(
        max_examples=80,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=asked_of(operation, packet))
    def ask(case):
        cache.clear()  # how often one may ask has a test of its own
        answer = case.call(headers={"Authorization": f"Bearer {system.secret}"})
        answered.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    ask()
    assert answered - {401, 404}
