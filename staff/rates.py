"""
How often one visitor may ask: a count that forgets by itself.

Where several processes answer (PostgreSQL) they count together, in the database; SQLite is served
by one process, which counts in its own memory and keeps the database free for writing.
"""

from datetime import timedelta

from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from staff.models import RateCount


def too_often(key: str, *, most: int, seconds: int = 60) -> bool:
    """Count one more question under `key`; whether there were more than `most` of late."""
    if connection.vendor == "postgresql":
        return count_together(key, seconds=seconds) > most
    if cache.add(key, 1, seconds):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # it ended between the two
        return False


def count_together(key: str, *, seconds: int) -> int:
    """Count one more question in the database; return how many there were in this stretch."""
    kept = RateCount.objects.filter(pk=key[:120])
    end = Now() + timedelta(seconds=seconds)
    if not kept.filter(until__gt=Now()).update(count=F("count") + 1):
        RateCount.objects.filter(until__lte=Now()).delete()
        try:
            with transaction.atomic():
                RateCount.objects.create(pk=key[:120], count=1, until=end)
        except IntegrityError:  # another process began the stretch
            kept.update(count=F("count") + 1)
    return kept.values_list("count", flat=True).first() or 1


def visitor(request) -> str:
    """Return by what a visitor nobody knows is counted."""
    return request.META.get("REMOTE_ADDR", "")
