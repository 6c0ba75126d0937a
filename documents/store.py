"""The file store: content by digest below one directory, written once and read back verified."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from documents.models import StoredFile


class FileDamaged(Exception):
    """A stored file no longer has the digest it is named by."""


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


def put(content: bytes, *, media_type: str) -> StoredFile:
    """Store `content` once and return its row; safe against a crash half way and against races."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(target)
    row, _ = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "sm3": hashlib.new("sm3", content).hexdigest(),
            "size": len(content),
            "media_type": media_type,
        },
    )
    return row


def get(file: StoredFile) -> bytes:
    """
    Return the content of a stored file.

    Raises:
        FileDamaged: the bytes on disk are missing or not those that were stored.
    """
    try:
        content = path_of(file.sha256).read_bytes()
    except FileNotFoundError as missing:
        raise FileDamaged(f"文件缺失：{file.sha256}") from missing
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileDamaged(f"文件已被改动：{file.sha256}")
    return content
