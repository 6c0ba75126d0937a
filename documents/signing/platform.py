"""
The platform's own certificates: one for each body that seals, renewed before it ends.

One directory holds a certificate and an encrypted key per body and generation. Each is made at
first use; files sealed under an older generation stay checkable because its certificate stays. The
keys never leave the directory.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from django.conf import settings

from documents.signing.port import SigningFault

LEVEL = "platform"
NAME = "快解平台签章"
VALID_DAYS = 5 * 365
RENEW_DAYS = 30
KEY_BITS = 3072
# An organisation's name in a certificate holds no more (RFC 5280).
BODY_AT_MOST = 64


class PlatformSigner:
    """The platform's key of one generation."""

    level = LEVEL
    name = NAME
    chain: tuple[bytes, ...] = ()

    def __init__(self, certificate: x509.Certificate, key: rsa.RSAPrivateKey) -> None:
        self.certificate = certificate.public_bytes(serialization.Encoding.DER)
        self._key = key

    def sign(self, data: bytes, digest: str) -> bytes:
        if digest != "sha256":
            raise SigningFault(f"平台证书只按 SHA-256 签章，不按{digest}。")
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


class PlatformBackend:
    """The default of SIGNER_BACKEND."""

    def signer(self, at: datetime, body: str = "") -> PlatformSigner:
        """The body's newest valid generation; a new one where it ends within RENEW_DAYS."""
        lasting = [
            certificate
            for certificate in generations()
            if body_of(certificate) == body[:BODY_AT_MOST]
            and certificate.not_valid_before_utc <= at
            and certificate.not_valid_after_utc - at >= timedelta(days=RENEW_DAYS)
        ]
        found = lasting[-1] if lasting else renew(at, body)
        return PlatformSigner(found, _key(found))

    def trusted(self) -> tuple[bytes, ...]:
        return tuple(c.public_bytes(serialization.Encoding.DER) for c in generations())


def folder() -> Path:
    return Path(settings.SIGNING_DIR)


def generations() -> list[x509.Certificate]:
    """All certificates there are, the newest last."""
    found = [x509.load_pem_x509_certificate(p.read_bytes()) for p in folder().glob("*.pem")]
    return sorted(found, key=lambda c: (c.not_valid_before_utc, c.serial_number))


def trusted_timestampers() -> tuple[bytes, ...]:
    """The DER certificates a time stamp may end in: PEM files an operator put into timestamp/."""
    found = [x509.load_pem_x509_certificate(p.read_bytes()) for p in _timestampers()]
    return tuple(c.public_bytes(serialization.Encoding.DER) for c in found)


def _timestampers() -> list[Path]:
    return sorted((folder() / "timestamp").glob("*.pem"))


def body_of(certificate: x509.Certificate) -> str:
    """The body a certificate was made for; "" for the platform itself."""
    named = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(named[0].value) if named else ""


def renew(at: datetime, body: str = "") -> x509.Certificate:
    """Make a new key and its certificate for a body, valid from the hour before `at`."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    name = x509.Name(
        [
            *([x509.NameAttribute(NameOID.ORGANIZATION_NAME, body[:BODY_AT_MOST])] if body else []),
            x509.NameAttribute(NameOID.COMMON_NAME, NAME),
        ]
    )
    public = key.public_key()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_passphrase()),
    )
    # The key first: a certificate that is there always has its key.
    _write(_path(certificate, "key"), sealed)
    _write(_path(certificate, "pem"), certificate.public_bytes(serialization.Encoding.PEM))
    return certificate


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _path(certificate: x509.Certificate, ending: str) -> Path:
    return folder() / f"{certificate.serial_number:040x}.{ending}"


def _passphrase() -> bytes:
    # FIELD_KEY has to be kept anyway to read the database; SECRET_KEY may be changed at any time.
    return (
        hmac.new(settings.FIELD_KEY.encode(), b"kuaijie-signing", hashlib.sha256)
        .hexdigest()
        .encode()
    )


def _key(certificate: x509.Certificate) -> rsa.RSAPrivateKey:
    path = _path(certificate, "key")
    try:
        return _opened(path.read_bytes(), _passphrase())
    except FileNotFoundError as missing:
        raise SigningFault(
            f"平台签章的私钥文件不在（{path.name}）。请从备份恢复，"
            "或者由管理员运行 manage.py signing renew 另发证书。"
        ) from missing
    except ValueError as wrong:
        raise SigningFault(
            "平台签章的私钥不能用现在的密钥（KUAIJIE_FIELD_KEY）打开。请恢复原来的密钥，"
            "或者由管理员运行 manage.py signing renew 另发证书。"
        ) from wrong


@lru_cache(maxsize=4)
def _opened(sealed: bytes, passphrase: bytes) -> rsa.RSAPrivateKey:
    # Opening costs a tenth of a second by design.
    key = serialization.load_pem_private_key(sealed, passphrase)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("not an RSA key")
    return key
