"""
The lock every flow takes, and the page for whoever finds a case in somebody else's hands.

Lock order, everywhere: process, case, children. An operation locks its case by itself, because
several processes may touch one case.
"""

from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.lock import SelectForUpdateLock

# Waits in the database (lock_timeout) instead of failing at once: on PostgreSQL, flows without a
# lock end with duplicate joins, and retries inside a request cost seconds.
WAITING_LOCK = SelectForUpdateLock(nowait=False, attempts=1)

BUSY = "案件正在被他人处理，请稍后重试"

# lock_not_available, deadlock_detected
_PG_BUSY = {"55P03", "40P01"}


def is_busy(error: Exception) -> bool:
    """Return whether `error` says that somebody else holds the lock, on either database."""
    if isinstance(error, FlowLockFailed):
        return True
    if not isinstance(error, DatabaseError):
        return False
    if getattr(error.__cause__, "sqlstate", None) in _PG_BUSY:
        return True
    return isinstance(error, OperationalError) and "is locked" in str(error)


class BusyCaseMiddleware:
    """Answers 409 with a sentence where a lock could not be had; the act has not been done."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not is_busy(error):
            return None
        return render(request, "409.html", {"exception": FlowLockFailed(BUSY)}, status=409)
