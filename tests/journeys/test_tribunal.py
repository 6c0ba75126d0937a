"""The clerk of the tribunal at the desk: by keyboard, on a phone, and to every reader."""

from pathlib import Path

import pytest
from django.urls import reverse

from adjudication.models import Arbitration
from tests.adjudication import cases as filed
from tests.journeys.browser import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def served() -> Arbitration:
    filed.a_filed_arbitration()
    return filed.a_served_arbitration(2)


@pytest.fixture
def clerk(chromium, live_server, served):
    desk = Desk(chromium, live_server.url, "clerk")
    yield desk
    complaints = desk.complaints
    desk.context.close()
    assert complaints == []


def faults(desk: Desk, path: str) -> list[str]:
    desk.open(path)
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = desk.page.evaluate("axe.run()")["violations"]
    return [f"{path} {one['id']}: {one['nodes'][0]['html']}" for one in found]


def test_the_desk_is_worked_by_keyboard_and_read_by_everybody(clerk, served):
    clerk.open("/")
    clerk.reads("速裁待办", "审查受理", "送达组庭通知书")
    page = clerk.page
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator('input[name="row"]:checked').count() == 1
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/arbitrations/**")
    clerk.open(reverse("tribunal"))
    page.keyboard.press("?")
    clerk.reads("勾选这一行")
    page.keyboard.press("Escape")

    file = reverse("arbitration", args=[served.pk])
    paths = [
        reverse("tribunal"),
        file,
        f"{file}do/appoint/",
        f"{file}do/schedule/",
        f"{file}serve/",
        reverse("service-desk"),
        reverse("hearing-calendar"),
        reverse("tribunal-file"),
    ]
    assert [fault for path in paths for fault in faults(clerk, path)] == []
    assert clerk.on_a_phone(paths) == []
