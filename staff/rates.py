"""How often one visitor may ask: a count in the cache that forgets by itself."""

from django.core.cache import cache


def too_often(key: str, *, most: int, seconds: int = 60) -> bool:
    """Count one more question under `key`; whether there were more than `most` of late."""
    if cache.add(key, 1, seconds):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # it ended between the two
        return False


def visitor(request) -> str:
    """Return by what a visitor nobody knows is counted."""
    return request.META.get("REMOTE_ADDR", "")
