"""
The QR code of a paper: the address at which anybody can ask whether it is genuine.

It is a picture of the template's footer; only the bytes of that zip member change per paper.
"""

from __future__ import annotations

import struct
import zlib

import segno

MEMBER = "word/media/qr.png"
DOTS_PER_MODULE = 6
# Choosing the best of the eight masks costs four fifths of the time; every one can be read.
_MASK = 2
_GREY, _WHITE, _BLACK = 0xC0, 0xFF, 0x00


def matrix(text: str) -> list[list[int]]:
    """The modules, 1 for black, without the quiet zone (the paper around it is white)."""
    code = segno.make_qr(text, error="m", boost_error=False, mask=_MASK)
    return [[int(module) for module in row] for row in code.matrix]


def picture(text: str) -> bytes:
    """The code as a PNG; the same text gives the same bytes."""
    rows = []
    for line in matrix(text):
        row = b"".join(bytes([_BLACK if dark else _WHITE]) * DOTS_PER_MODULE for dark in line)
        rows += [row] * DOTS_PER_MODULE
    return _png(rows)


def placeholder() -> bytes:
    """What the template shows: a thin grey square where the code will be."""
    side = 33
    edge, inside = bytes([_GREY]) * side, bytes([_GREY, *[_WHITE] * (side - 2), _GREY])
    # Stored, not deflated: the templates are the same bytes with every release of zlib.
    return _png([edge, *[inside] * (side - 2), edge], level=0)


def blank() -> bytes:
    """What a draft shows: nothing."""
    return _png([bytes([_WHITE])])


def _png(rows: list[bytes], *, level: int = 6) -> bytes:
    header = struct.pack(">2I5B", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), level)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
