"""
What the test wants from the database of the servers, in a process of its own.

`tables` makes them; `rooms COUNT SEATS EVENTS` opens rooms and prints of each {room, people: {name:
{seat, cookie}}}; `log ROOM` prints every event of it in the order of the room.
"""

import importlib
import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from room.models import Event  # noqa: E402
from room.operations import Draft, open_room, publish, seat_person  # noqa: E402
from staff.models import User  # noqa: E402
from tests.room.meeting import AT, person  # noqa: E402


def cookie(user: User) -> str:
    """Sign a person in and return the cookie of their browser."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def tables() -> None:
    """Make the tables from the models, as the tests have them: sixty migrations take a minute."""
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    append_only = importlib.import_module("room.migrations.0002_append_only")
    with connection.schema_editor() as editor:
        append_only.add_triggers(None, editor)


def people(seats: list[tuple[str, str, str]], events: int) -> dict:
    """Seat (name, role, group) in a new room."""
    room = open_room(purpose="test", at=AT)
    found = {}
    for name, role, group in seats:
        user = person(name)
        seat = seat_person(room=room, user=user, role=role, group=group, label=name, at=AT)
        found[name] = {"seat": seat.pk, "cookie": cookie(user)}
    publish(room.pk, [Draft("pub", "say", {"text": str(n)}) for n in range(events)], at=AT)
    return {"room": room.pk, "people": found}


def log(room: int) -> list[dict]:
    rows = Event.objects.filter(room=room).order_by("position")
    return list(rows.values("position", "stream", "number", "seat_id", "client_id", "body"))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["tables"]:
            tables()
        case ["rooms", count, seats, events]:
            print(json.dumps([people(json.loads(seats), int(events)) for _ in range(int(count))]))
        case ["log", room]:
            print(json.dumps(log(int(room))))
