"""
Loads the application once and forks a server for every port it reads; prints the number of each.

A server is the command daphne, as it is started for work, in a process of its own.
"""

import ctypes
import os
import signal
import sys
import uuid

# What daphne loads, but for the reactor, whose poll may not be shared.
import autobahn.twisted.websocket  # noqa: F401
import channels_redis.core  # noqa: F401 -- loaded with the first screen, as below
import twisted.web.http  # noqa: F401
from django.apps import apps

from room import news
from tests.room.chaos import asgi

APPLICATION = f"{asgi.__name__}:application"
DIE_WITH_PARENT = 1


def serve(port: str) -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, int(signal.SIGKILL))
    news.PROCESS = uuid.uuid4().hex
    from daphne.cli import CommandLineInterface

    web = ["-v", "0", "-b", "127.0.0.1", "-p", port, "--websocket_connect_timeout", "20"]
    CommandLineInterface().run([*web, APPLICATION])


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    apps.get_model("staff.User")._meta.get_fields()  # looks up the relations of all models, once
    for line in sys.stdin:
        if pid := os.fork():
            print(pid, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(1)
        serve(line.strip())
        os._exit(0)
