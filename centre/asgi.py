"""The server's entry point: pages over HTTP; sockets join here with the live room."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")

application = get_asgi_application()
