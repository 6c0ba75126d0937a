import pytest
from django.db import connection

from room.frames import allowances


@pytest.fixture(autouse=True)
def _one_database(settings) -> None:
    """SQLite's test database is in memory: the hub works on it in the thread of the test."""
    if connection.vendor == "sqlite":
        settings.ROOM_DB_THREADS = 0


@pytest.fixture(autouse=True)
def _nobody_has_sent_anything() -> None:
    """Seats have the same numbers in every test."""
    allowances.forget()
