"""Sound and picture in real browsers with pretended devices: connected, and cut by a caucus."""

import os

import pytest
from django.urls import reverse

from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.journeys.browser import PATIENCE_MS, PHONE
from tests.mediation.in_session import a_meeting, done
from tests.room.live import cookie_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICES = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
]


@pytest.fixture
def pretended(chromium):
    """A browser with a camera and a microphone that are none."""
    flags = [*CHROMIUM_FLAGS, *DEVICES, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    opened = chromium.browser_type.launch(executable_path=CHROMIUM, args=flags)
    yield opened
    opened.close()


@pytest.fixture
def switched_on(monkeypatch):
    monkeypatch.setenv("VIDEO_PROVIDER", "mesh")


def joined(browser, server, meeting, who: str):
    """Open the page as somebody, switch the camera on, and return the page."""
    context = browser.new_context(
        locale="zh-CN", viewport=PHONE, permissions=["camera", "microphone"]
    )
    cookie = cookie_of(meeting.seats[who].user)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(server.url + reverse("session-media", args=[meeting.session.pk]))
    page.get_by_role("button", name="打开摄像头和话筒").click()
    return page


def connected(page, number: int) -> None:
    """Wait until a page shows that many others, each with a picture that moves."""
    page.wait_for_selector(f'[data-media-people][data-connected="{number}"]', state="attached")
    # Asked from here: a page under our policy evaluates no text.
    shown = "() => Array.from(document.querySelectorAll('video')).every(v => v.videoWidth > 0)"
    for _ in range(100):
        if page.evaluate(shown):
            return
        page.wait_for_timeout(100)
    raise AssertionError("a picture never came")


def test_three_are_connected_and_a_caucus_cuts_the_third_off(switched_on, room_server, pretended):
    meeting = a_meeting(1)
    pages = {
        who: joined(pretended, room_server, meeting, who) for who in ("mediator", "worker1", "boss")
    }
    for page in pages.values():
        connected(page, 2)
    done(meeting.seats["mediator"], "c:workers", "caucus", {"state": "open"})
    connected(pages["boss"], 0)
    for who in ("mediator", "worker1"):
        connected(pages[who], 1)
    assert "单独会谈" not in pages["boss"].locator("main").inner_text()
    done(meeting.seats["mediator"], "c:workers", "caucus", {"state": "closed"})
    for page in pages.values():
        connected(page, 2)
    pages["boss"].get_by_role("button", name="退出").click()
    for who in ("mediator", "worker1"):
        connected(pages[who], 1)
