"""What signs: the port, the backend in use, and why a signature is refused."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SigningFault(Exception):
    """A file cannot be signed; the sentence says why."""


class Signer(Protocol):
    """
    Whoever holds a key.

    `level` is a value of SignatureLevel: "platform", or "licensed_ca" for a plug-in of a licensed
    certification body. Certificates are DER; `chain` leads up to the root and may be empty.
    """

    level: str
    name: str
    certificate: bytes
    chain: tuple[bytes, ...]

    def sign(self, data: bytes, digest: str) -> bytes:
        """The raw signature (RSA PKCS#1 v1.5 or ECDSA) of `data` under the digest "sha256"."""


class SignerBackend(Protocol):
    """A class named by SIGNER_BACKEND, made without arguments."""

    def signer(self, at: datetime, body: str = "") -> Signer:
        """
        Whoever signs at that moment for the body of that name, without one for the platform.

        Raises:
            SigningFault: no certificate is valid then.
        """

    def trusted(self) -> tuple[bytes, ...]:
        """The DER certificates a signature of this backend may end in, old ones too."""


def backend() -> SignerBackend:
    """The backend that SIGNER_BACKEND names."""
    try:
        return import_string(settings.SIGNER_BACKEND)()
    except ImportError as missing:
        raise SigningFault(
            f"找不到设置 SIGNER_BACKEND 所指的签章程序（{settings.SIGNER_BACKEND}），请管理员核对。"
        ) from missing
