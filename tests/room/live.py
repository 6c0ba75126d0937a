"""
A server that speaks sockets, on the database of the test, and people at browsers before it.

The fixture is `room_server` in tests/conftest.py, which also gives the run a database in a file:
one in memory belongs to one process.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.journeys.browser import Desk

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROOT = Path(__file__).resolve().parents[2]


class LiveServer:
    """A running server; `url` is its address."""

    def __init__(self) -> None:
        given = {
            "database": {k: connection.settings_dict[k] for k in ("NAME", "HOST", "PORT", "USER")},
            "FILES_DIR": str(settings.FILES_DIR),
            "SIGNING_DIR": str(settings.SIGNING_DIR),
            "TASKS": settings.TASKS,
        }
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 -- closed by stop()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.room.serving", json.dumps(given, default=str)],
            cwd=ROOT,
            # What the test writes is seen by the server's next look at the log.
            env={"ROOM_SWEEP_SECONDS": "0.3"} | os.environ,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http"):
            said = self.said
            self.stop()
            raise RuntimeError(f"The server did not start:\n{said}")

    @property
    def said(self) -> str:
        """What the server wrote to its log."""
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            # A request that was being answered waits for an event loop that is gone.
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.log.close()


def cookie_of(user) -> str:
    """Return the key of a fresh sign-in, as the browser would hold it."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def desk_of(browser, server: LiveServer, user) -> Desk:
    """Seat a signed-in person at a browser of their own."""
    return Desk(browser, server.url, cookie=cookie_of(user))
