"""
Where no process can hear another, one of them holds the screens of all rooms.

A lock on a file beside the data, for one database; it ends with its process. Processes on several
machines cannot be told from here: `presence.is_served_twice` notices those afterwards.
"""

import fcntl
import hashlib
from typing import IO

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

_held: IO | None = None


def take() -> bool:
    """Whether this process holds the lock, or gets it now."""
    global _held
    connection = connections[DEFAULT_DB_ALIAS]
    if _held or (connection.vendor == "sqlite" and connection.is_in_memory_db()):
        return True
    given = connection.settings_dict
    database = "|".join(str(given[part]) for part in ("HOST", "PORT", "NAME"))
    name = f"rooms-{hashlib.sha256(database.encode()).hexdigest()[:16]}.lock"
    file = (settings.DATA_DIR / name).open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return False
    _held = file
    return True


def give_back() -> None:
    global _held
    if _held:
        _held.close()
    _held = None
