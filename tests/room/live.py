"""
A server that speaks sockets, on the database of the test, and people at browsers before it.

The fixture is `room_server` in tests/conftest.py, which also gives the run a database in a file:
one in memory belongs to one process.
"""

import multiprocessing
import os
import tempfile

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.journeys.browser import Desk
from tests.room.serving import serve

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# A process that has everything loaded divides itself for each server; to load it takes seconds.
_servers = multiprocessing.get_context("forkserver")
_servers.set_forkserver_preload(["tests.room.warmed"])


class LiveServer:
    """A running server; `url` is its address."""

    def __init__(self) -> None:
        changes = {name: getattr(settings, name) for name in ("FILES_DIR", "SIGNING_DIR", "TASKS")}
        # What the test writes is seen by the server's next look at the log.
        changes["ROOM_SWEEP_SECONDS"] = float(os.environ.get("ROOM_SWEEP_SECONDS", "0.3"))
        changes["VIDEO_PROVIDER"] = os.environ.get("VIDEO_PROVIDER", settings.VIDEO_PROVIDER)
        database = {k: connection.settings_dict[k] for k in ("NAME", "HOST", "PORT", "USER")}
        self.log = tempfile.NamedTemporaryFile("r")  # noqa: SIM115 -- closed by stop()
        address, ready = _servers.Pipe(duplex=False)
        self.process = _servers.Process(
            target=serve, args=(changes, database, self.log.name, ready), daemon=True
        )
        self.process.start()
        ready.close()
        try:
            self.url = address.recv()
        except EOFError:
            said = self.said
            self.stop()
            raise RuntimeError(f"The server did not start:\n{said}") from None
        finally:
            address.close()

    @property
    def said(self) -> str:
        """What the server wrote to its log."""
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> None:
        self.process.terminate()
        self.process.join(5)
        if self.process.is_alive():
            # A request that was being answered waits for an event loop that is gone.
            self.process.kill()
            self.process.join()
        self.process.close()
        self.log.close()


def cookie_of(user) -> str:
    """Return the key of a fresh sign-in, as the browser would hold it."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def desk_of(browser, server: LiveServer, user) -> Desk:
    """Seat a signed-in person at a browser of their own."""
    return Desk(browser, server.url, cookie=cookie_of(user))
