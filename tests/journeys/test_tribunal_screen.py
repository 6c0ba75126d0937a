"""The projector of a hearing: what everybody may see, in the order it is said, and no more."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from adjudication import operations as do
from adjudication.models import Hearing
from cases.models import Evidence
from documents import scans, store
from mediation.models import EvidenceCopy
from room.operations import receive
from room.protocol import Frame
from tests.adjudication import cases
from tests.documents.test_scans import an_image
from tests.journeys.browser import PHONE, Desk
from tests.journeys.test_hearing import faults
from tests.room.live import cookie_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PRIVATE = "暗号-评议-八一"


@pytest.fixture
def hearing(room_server) -> Hearing:
    """A hearing of this day, opened by the sole arbitrator."""
    hearing = cases.a_scheduled_hearing()
    Hearing.objects.filter(pk=hearing.pk).update(starts_at=timezone.now())
    for user in (hearing.arbitration.seats.get(role="sole").user, cases.bench().keeper):
        do.enter_as_tribunal(hearing=hearing, by=user, at=timezone.now())
    hearing.refresh_from_db()
    sole = hearing.arbitration.seats.get(role="sole").user
    do.open_in_room(hearing=hearing, by=sole, at=timezone.now())
    return Hearing.objects.get(pk=hearing.pk)


@pytest.fixture
def desk(chromium, room_server, hearing):
    desk = Desk(chromium, room_server.url, cookie=cookie_of(cases.bench().keeper))
    yield desk
    complaints = [said for said in desk.complaints if "WebSocket" not in said]
    desk.context.close()
    assert complaints == []


def say(hearing: Hearing, kind: str, body: dict, stream: str = "pub") -> None:
    say.count += 1
    seat = hearing.room.seats.get(role="recorder")
    frame = Frame(seat.pk, stream, kind, f"s{say.count}", body, timezone.now())
    (answer,) = receive(room_id=hearing.room_id, frames=[frame]).answers
    assert answer.event, answer.why


say.count = 0


def an_exhibit(hearing: Hearing) -> Evidence:
    piece = Evidence.objects.create(
        case=hearing.arbitration.case, no=8, name="门禁记录", kind="电子数据", by_label="申请人"
    )
    file = store.put(scans.as_pages(an_image()).content, media_type="application/pdf")
    by = cases.bench().keeper
    EvidenceCopy.objects.create(evidence=piece, file=file, by=by, added_on=cases.HEARD)
    return piece


def test_the_projector_shows_the_step_who_speaks_and_the_exhibit_and_no_deliberation(desk, hearing):
    piece = an_exhibit(hearing)
    say(hearing, "agenda", {"step": "identity"})
    desk.open(reverse("hearing-screen", args=[hearing.pk]))
    page = desk.page
    expect(page.locator("[data-step='identity']")).to_have_attribute("aria-current", "step")
    say(hearing, "agenda", {"step": "elements"})
    say(hearing, "note", {"text": PRIVATE}, "med")
    say(hearing, "line", {"speaker": "被", "text": "没有安排加班。"})
    expect(page.locator("[data-lines]")).to_contain_text("没有安排加班。")
    expect(page.locator("[data-speaker]")).to_have_text("被申请人")
    expect(page.locator("[data-step='elements']")).to_have_attribute("aria-current", "step")
    say(hearing, "show", {"evidence": piece.pk})
    expect(page.locator("[data-name]")).to_have_text("证据8 门禁记录")
    expect(page.locator("[data-exhibit]")).to_be_visible()
    assert PRIVATE not in page.content()
    say(hearing, "show.end", {})
    expect(page.locator("[data-exhibit]")).to_be_hidden()
    page.reload()  # who comes later sees the same
    expect(page.locator("[data-lines]")).to_contain_text("没有安排加班。")
    expect(page.locator("[data-exhibit]")).to_be_hidden()
    assert PRIVATE not in page.content()


def test_the_projector_is_readable_and_fits_a_phone(desk, hearing):
    for size in ({"width": 1440, "height": 900}, PHONE):
        desk.page.set_viewport_size(size)
        desk.open(reverse("hearing-screen", args=[hearing.pk]))
        expect(desk.page.locator("[data-step='identity']")).to_have_attribute(
            "aria-current", "step"
        )
        assert faults(desk) == []
        assert not desk.sideways()
