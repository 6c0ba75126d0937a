"""A session with an open door, the messages its phones get, and people who come to it."""

from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace

from django.db import connection
from django.test import Client
from django.urls import reverse

from mediation import operations
from mediation.models import Arrival, Door, Session
from tests import builders

AT = datetime.combine(builders.ON, datetime.min.time(), builders.SHANGHAI).replace(hour=11)


class Outbox:
    """A sender that keeps what it is given."""

    reaches_phones = True
    sent: list[tuple[str, str]] = []

    def send(self, number: str, text: str) -> None:
        self.sent.append((number, text))


SENDER = f"{__name__}.Outbox"


def a_meeting(n_workers: int = 2, *, on=None, at: datetime | None = None) -> SimpleNamespace:
    """A held session with its room open and a code on the screen."""
    case = builders.an_accepted_case(n_workers, on=on or builders.ON)
    session = builders.a_held_session(case)
    staff, at = builders.staff_of(case), at or AT
    operations.enter_as_officer(session=session, by=staff.mediator, at=at)
    door = operations.open_door(session=session, by=staff.mediator, at=at)
    session = Session.objects.get(pk=session.pk)
    return SimpleNamespace(
        case=case,
        session=session,
        staff=staff,
        door=Door.objects.get(pk=door.pk),
        workers=list(case.parties.workers()),
        employer=case.debtor,
    )


def code_for(party) -> str:
    """Return the last code that was sent to the phone of `party`."""
    texts = [text for number, text in Outbox.sent if number == party.phone]
    return texts[-1].removeprefix("验证码")[:6]


def arrive(meeting, name: str, *, represents: str = "", at: datetime = AT) -> Arrival:
    """Somebody says who they are, and the message is really sent."""
    with commits():
        return operations.arrive(
            door=meeting.door,
            name=name,
            standing="for_another" if represents else "self",
            represents=represents,
            at=at,
        )


@contextmanager
def commits():
    """Do what waits for the commit although the test never commits."""
    before = len(connection.run_on_commit)
    yield
    waiting = connection.run_on_commit[before:]
    del connection.run_on_commit[before:]
    for _, do, _ in waiting:
        do()


def come_in(meeting, party, *, at: datetime = AT):
    """A worker comes in by the code on their phone; returns their user."""
    arrival = arrive(meeting, party.name, at=at)
    arrival = operations.prove_identity(arrival=arrival, code=code_for(party), at=at)
    assert arrival.state == "admitted", arrival.reason
    return arrival.user


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def room_url(meeting) -> str:
    return reverse("phone-room", args=[meeting.session.pk])
