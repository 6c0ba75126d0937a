"""
What was confided in a mediation, looked for in the courtroom that decides the case afterwards.

Everybody of the hearing reads their console or phone, all its parts and every frame of its room,
asked for, streamed and by socket. The room of the mediation stays shut to the tribunal.
"""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.models import Hearing
from adjudication.views.hearing.court import PARTS
from cases.models import Case
from room.models import Seat
from tests import builders
from tests.access.test_room_walls import _followed, _streamed, in_a_loop
from tests.access.test_tribunal_walls import (
    CANARIES,
    CONFIDED,
    brought_to_a_hearing,
    confided_and_failed,
    signed_in,
)
from tests.access.test_walls import words_of
from tests.adjudication.test_hearing_room import (
    LINES,
    NOW,
    admitted,
    chair,
    done,
    keeper,
    opened,
    send,
)

pytestmark = pytest.mark.django_db
STREAMS = ("pub", "med", "c:workers", "c:employer", "p:worker_1", "p:worker_2", "p:employer")
WHO = ("arbitrator", "secretary", "worker", "employer")


@pytest.fixture(autouse=True)
def _in_one_thread(settings):
    settings.ROOM_DB_THREADS = 0  # another thread would not see what is never committed


@pytest.fixture
def court():
    """The mediated case before the tribunal, its hearing held up to the minutes handed out."""
    with freeze_time(f"{builders.ON} 06:00:00"):
        case = confided_and_failed()
        arbitration = brought_to_a_hearing(case)
    with freeze_time(NOW):
        hearing = opened(arbitration.hearings.get())
        worker, company = (
            do.enter_as_party_of(hearing=hearing, user=admitted(party), at=NOW)
            for party in (arbitration.applicants.first(), arbitration.respondents.get())
        )
        conduct(hearing)
    seats = hearing.room.seats
    people = {
        "arbitrator": seats.get(role="chair").user,
        "secretary": seats.get(role="recorder").user,
        "worker": worker.user,
        "employer": company.user,
    }
    return SimpleNamespace(
        case=Case.objects.get(pk=case.pk),
        hearing=Hearing.objects.get(pk=hearing.pk),
        people=people,
        clients={who: signed_in(user) for who, user in people.items()},
    )


def conduct(hearing: Hearing) -> None:
    """Who is there, what they say, the disputed element, mediation in vain, the minutes."""
    head, clerk, arbitration = chair(hearing), keeper(hearing), hearing.arbitration
    parties = [*arbitration.applicants.all(), arbitration.respondents.get()]
    for party in parties:
        person = party.name if party.is_worker else party.legal_rep
        done(send(clerk, "roll", {"party": party.key, "present": "yes", "person": person}))
        done(send(clerk, "recusal", {"party": party.key, "text": "不申请回避。"}))
    for step, speaker, text in LINES:
        done(send(clerk, "agenda", {"step": step}))
        done(send(clerk, "line", {"speaker": speaker, "text": text}))
    element = arbitration.elements.filter(agreed=False).first()
    done(
        send(clerk, "element", {"element": element.pk, "state": "open"}),
        send(clerk, "element", {"element": element.pk, "state": "done"}),
        send(head, "mediation", {"result": "not_settled"}),
    )
    for party in parties:
        done(send(clerk, "last", {"party": party.key, "text": "坚持已经陈述的意见。"}))
    done(send(clerk, "minutes.give"))


def confided_in(text: str) -> list[str]:
    return [word for word in CONFIDED if word in text]


def pages(court, who: str) -> list[str]:
    pk, number = court.hearing.pk, court.hearing.arbitration_id
    if who in ("worker", "employer"):
        return [
            reverse("phone-arbitration", args=[number]),
            reverse("phone-elements", args=[number]),
            reverse("phone-hearing", args=[pk]),
            reverse("phone-hearing-cards", args=[pk]),
        ]
    return [
        reverse("hearing", args=[pk]),
        reverse("hearing-room", args=[pk]),
        *(reverse("hearing-part", args=[pk, part]) for part in PARTS),
        reverse("elements", args=[number]),
        reverse("entries", args=[number]),
    ]


@pytest.mark.parametrize("who", WHO)
def test_no_page_of_the_hearing_tells_what_was_confided(court, who):
    with freeze_time(NOW):
        client = signed_in(court.people[who])
        for url in pages(court, who):
            answer = client.get(url)
            assert answer.status_code == 200, url
            assert confided_in(words_of(answer)) == [], url


def frames(court, who: str) -> str:
    """All the room of the hearing tells somebody: asked for, streamed, and by its socket."""
    room = court.hearing.room_id
    cookie = court.clients[who].cookies[settings.SESSION_COOKIE_NAME].value
    world = SimpleNamespace(sessions={who: cookie})
    cursors = "{" + ",".join(f'"{stream}":0' for stream in STREAMS) + "}"
    asked = court.clients[who].get(f"/rooms/{room}/log/", {"cur": cursors}).content.decode()
    streamed = in_a_loop(_streamed, world, who, room)
    followed = in_a_loop(_followed, world, who, room)
    return asked + streamed + followed


@pytest.mark.parametrize("who", WHO)
def test_no_frame_of_the_hearing_tells_what_was_confided(court, who):
    told = frames(court, who)
    assert "坚持请求。" in told  # the minutes of the hearing went by
    assert confided_in(told) == []


def test_the_rooms_of_the_mediation_are_shut_to_who_decides(court):
    session = court.case.sessions.get()
    for who in ("arbitrator", "secretary"):
        user, client = court.people[who], court.clients[who]
        assert not Seat.objects.filter(user=user, room=session.room_id).exists()
        for url in (
            *(reverse(name, args=[session.room_id]) for name in ("room-log", "room-stream")),
            *(reverse(n, args=[session.pk]) for n in ("room", "session-record", "session-shown")),
        ):
            answer = client.get(url)
            assert answer.status_code in (302, 403, 404), url
    mediator = Client()
    mediator.force_login(
        builders.staff_of(court.case).mediator,
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    said = words_of(mediator.get(reverse("session-record", args=[session.pk])))
    assert any(word in said for word in CANARIES)  # there was something to be kept
