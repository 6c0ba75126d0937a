"""
Encrypted fields and their blind index.

Identity, bank and phone numbers are stored as AES-GCM text (个人信息保护法 28, 51); equality search
goes through an HMAC whose key, like the encryption key, is kept outside the database. An unkeyed
hash of an identity number would be reversible in seconds.
"""

import base64
import hashlib
import hmac
import os
import unicodedata
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_MARK = "aes1:"


@lru_cache(maxsize=4)
def _keys(secret: str) -> tuple[AESGCM, bytes]:
    material = hashlib.scrypt(secret.encode(), salt=b"kuaijie-field", n=2**14, r=8, p=1, dklen=64)
    return AESGCM(material[:32]), material[32:]


def encrypt(text: str) -> str:
    """Return `text` as stored: marker, then base64 of nonce and ciphertext."""
    nonce = os.urandom(12)
    cipher, _ = _keys(settings.FIELD_KEY)
    return _MARK + base64.b64encode(nonce + cipher.encrypt(nonce, text.encode(), None)).decode()


def decrypt(stored: str) -> str:
    raw = base64.b64decode(stored.removeprefix(_MARK))
    cipher, _ = _keys(settings.FIELD_KEY)
    return cipher.decrypt(raw[:12], raw[12:], None).decode()


def blind_index(text: str) -> str:
    """Return the keyed digest by which an encrypted value can be found; empty for empty text."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not plain:
        return ""
    _, key = _keys(settings.FIELD_KEY)
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that stands encrypted in the database and plain in Python; it cannot be filtered on."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if not value or value.startswith(_MARK):
            return value
        return encrypt(value)

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value and value.startswith(_MARK) else value

    def to_python(self, value):
        value = super().to_python(value)
        return decrypt(value) if isinstance(value, str) and value.startswith(_MARK) else value
