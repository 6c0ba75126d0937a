"""The process of `tests.room.live`: daphne until it is told to stop; first it says its address."""

import json
import os
import sys
from pathlib import Path

from django.conf import settings


def serve(given: dict) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")
    settings.DATABASES["default"].update(given.pop("database"))
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.WHITENOISE_USE_FINDERS = False
    for name, value in given.items():
        setattr(settings, name, Path(value) if name.endswith("_DIR") else value)

    # They need the settings.
    from daphne.server import Server
    from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler

    from centre.asgi import application

    def ready() -> None:
        host, port = server.listening_addresses[0]
        print(f"http://{host}:{port}", flush=True)

    server = Server(
        ASGIStaticFilesHandler(application),
        endpoints=["tcp:port=0:interface=127.0.0.1"],
        ready_callable=ready,
        application_close_timeout=2,
    )
    server.run()


if __name__ == "__main__":
    serve(json.loads(sys.argv[1]))
