"""The application as it is served, and the protocol of the tests."""

from centre.asgi import application
from tests.room import meeting

__all__ = ["application", "meeting"]
