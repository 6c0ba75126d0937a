"""The process of `tests.room.live`: daphne until it is told to stop; first it says its address."""

import os
from multiprocessing.connection import Connection


def serve(changes: dict, database: dict, log: str, address: Connection) -> None:
    """Serve on that database with these settings changed; complaints are written to `log`."""
    os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND), 2)

    from django.conf import settings

    from tests.room.warmed import served

    settings.DATABASES["default"].update(database)
    for name, value in changes.items():
        setattr(settings, name, value)

    # It opens the event loop, which no other process may have a part in.
    from daphne.server import Server

    def ready() -> None:
        host, port = server.listening_addresses[0]
        address.send(f"http://{host}:{port}")

    server = Server(
        served,
        endpoints=["tcp:port=0:interface=127.0.0.1"],
        ready_callable=ready,
        application_close_timeout=2,
    )
    server.run()
