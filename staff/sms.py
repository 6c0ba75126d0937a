"""
Short messages (短信): the port, and the sender for training.

An office names its own sender, a class with `reaches_phones` and `send(number, text)`, in
KUAIJIE_SMS_BACKEND. `send` hands the message over and returns at once.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SmsSender(Protocol):
    # Whether a message arrives on a phone; without that a code proves nothing.
    reaches_phones: bool

    def send(self, number: str, text: str) -> None: ...


class ConsoleSms:
    """Prints the message where the server runs: for training, and for trying out."""

    reaches_phones = not settings.PRODUCTION

    def send(self, number: str, text: str) -> None:
        sys.stderr.write(f"[短信] {number}：{text}\n")
        sys.stderr.flush()


@cache
def _made(name: str) -> SmsSender:
    return import_string(name)()


def sender() -> SmsSender:
    return _made(settings.SMS_BACKEND)


_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def no_sms() -> Iterator[None]:
    """Send nothing meanwhile: what is rehearsed reaches nobody's phone."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


def send_sms(number: str, text: str) -> None:
    if not _silent.get():
        sender().send(number, text)
