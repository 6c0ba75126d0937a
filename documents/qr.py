"""
The QR code of a paper: the address at which anybody can ask whether it is genuine.

It is a picture of the template's footer; only the bytes of that zip member change per paper.

segno encodes. Two texts of one length have codes that differ only where their data and check words
do, and these can be calculated a hundred times faster than a whole code: so segno is asked once for
each length of text, and what differs is turned over.
"""

from __future__ import annotations

import re
import struct
import zlib
from functools import lru_cache
from math import isqrt
from operator import itemgetter

import segno

MEMBER = "word/media/qr.png"
# One byte of a picture that has one bit for a dot.
DOTS_PER_MODULE = 8
# Choosing the best of the eight masks costs four fifths of the time; every one can be read.
_MASK = 2
_GREY, _WHITE, _BLACK = 0xC0, 0xFF, 0x00

# What only the byte mode can say; a text without it may be encoded in another way.
_AS_BYTES = re.compile(r"[^0-9A-Z $%*+\-./:]")
# ISO/IEC 18004, level M, by version: number of blocks, data words and check words of each.
_BLOCKS = {
    1: (1, 16, 10), 2: (1, 28, 16), 3: (1, 44, 26), 4: (2, 32, 18), 5: (2, 43, 24), 6: (4, 27, 16),
}  # fmt: skip
_MODE_AND_COUNT_BITS = 12
_FIELD = 0x11D  # x⁸ + x⁴ + x³ + x² + 1, over which the check words are calculated


def matrix(text: str) -> list[list[int]]:
    """The modules, 1 for black, without the quiet zone (the paper around it is white)."""
    bits, side = _modules(text)
    return [[int(module) for module in bits[at : at + side]] for at in range(0, len(bits), side)]


def picture(text: str) -> bytes:
    """The code as a PNG; the same text gives the same bytes."""
    bits, side = _modules(text)
    dots = bits.encode().translate(_TO_DOTS)
    rows = [dots[at : at + side] for at in range(0, len(dots), side)]
    # A small window: to make a large one ready takes longer than to fill it.
    packer = zlib.compressobj(1, zlib.DEFLATED, 12, 4)
    return _png([row for row in rows for _ in range(DOTS_PER_MODULE)], packer, depth=1)


_TO_DOTS = bytes.maketrans(b"01", bytes([_WHITE, _BLACK]))


def placeholder() -> bytes:
    """What the template shows: a thin grey square where the code will be."""
    side = 33
    edge, inside = bytes([_GREY]) * side, bytes([_GREY, *[_WHITE] * (side - 2), _GREY])
    # Stored, not deflated: the templates are the same bytes with every release of zlib.
    return _png([edge, *[inside] * (side - 2), edge], zlib.compressobj(0))


def blank() -> bytes:
    """What a draft shows: nothing."""
    return _png([bytes([_WHITE])], zlib.compressobj(6))


def _modules(text: str) -> tuple[str, int]:
    """The modules row by row, 1 for black, and how many are in a row."""
    like = _Like.of(len(text)) if text.isascii() and _AS_BYTES.search(text) else None
    bits = like.bits(text) if like else _bits(_encoded(text))
    return bits, isqrt(len(bits))


def _encoded(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m", boost_error=False, mask=_MASK)


def _bits(code: segno.QRCode) -> str:
    return "".join("01"[module] for row in code.matrix for module in row)


class _Like:
    """The code of one text, from which that of every other of its length follows."""

    def __init__(self, code: segno.QRCode, text: bytes) -> None:
        self.blocks, self.words, self.checks = _BLOCKS[int(code.version)]
        self._text = int.from_bytes(text, "big")
        self._shift = 8 * (self.blocks * self.words - len(text)) - _MODE_AND_COUNT_BITS
        self._code = int(_bits(code), 2)
        self._modules = len(code.matrix) ** 2
        data = _data_modules(len(code.matrix))
        self._count = 8 * self.blocks * (self.words + self.checks)
        turned = dict(zip(data, range(self._count), strict=False))
        # A module that is not data never differs: it is given the bit that is always 0.
        self._spread = itemgetter(*(turned.get(at, self._count) for at in range(self._modules)))

    @staticmethod
    @lru_cache(maxsize=32)
    def of(length: int) -> _Like | None:
        """None for texts too long for the table of blocks."""
        text = "a" * length
        code = _encoded(text)
        return _Like(code, text.encode()) if code.version in _BLOCKS else None

    def bits(self, text: str) -> str:
        differing = int.from_bytes(text.encode(), "big") ^ self._text
        words = (differing << self._shift).to_bytes(self.blocks * self.words, "big")
        data = [words[at : at + self.words] for at in range(0, len(words), self.words)]
        checks = [_check_words(block, self.checks) for block in data]
        # The first words of all blocks, then the second ones, then the check words likewise.
        ordered = bytes(
            word
            for of_blocks in (data, checks)
            for same in zip(*of_blocks, strict=True)
            for word in same
        )
        stream = f"{int.from_bytes(ordered, 'big'):0{self._count}b}0"
        turned = int("".join(self._spread(stream)), 2)
        return f"{self._code ^ turned:0{self._modules}b}"


def _data_modules(side: int) -> list[int]:
    """The places of data in the order they are filled: pairs of columns from the right, in turn."""
    # The column of the timing marks is left out.
    pairs = [right if right > 6 else right - 1 for right in range(side - 1, 0, -2)]
    return [
        row * side + column
        for turn, right in enumerate(pairs)
        for row in (range(side) if turn % 2 else range(side - 1, -1, -1))
        for column in (right, right - 1)
        if not _is_pattern(row, column, side)
    ]


def _is_pattern(row: int, column: int, side: int) -> bool:
    """Whether the module belongs to the three corners, the timing marks or the alignment mark."""
    far = side - 8
    if row == 6 or column == 6 or (row < 9 and (column < 9 or column >= far)):
        return True
    aligned = side > 21 and abs(row - side + 7) <= 2 and abs(column - side + 7) <= 2
    return aligned or (row >= far and column < 9)


def _check_words(block: bytes, count: int) -> bytes:
    """The remainder of the block, as a polynomial, divided by that of the code (Reed–Solomon)."""
    steps, top = _steps(count), 8 * (count - 1)
    kept = (1 << top) - 1
    rest = 0
    for word in block:
        rest = ((rest & kept) << 8) ^ steps[(rest >> top) ^ word]
    return rest.to_bytes(count, "big")


@lru_cache(maxsize=8)
def _steps(count: int) -> list[int]:
    """What each of the 256 words subtracts: the word times the polynomial, without its head."""
    polynomial, root = [1], 1
    for _ in range(count):
        times_root = [0, *(_times(root, factor) for factor in polynomial)]
        polynomial = [a ^ b for a, b in zip([*polynomial, 0], times_root, strict=True)]
        root = _times(root, 2)
    return [
        int.from_bytes(bytes(_times(word, factor) for factor in polynomial[1:]), "big")
        for word in range(256)
    ]


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        if other & 1:
            product ^= one
        one, other = one << 1, other >> 1
        if one & 0x100:
            one ^= _FIELD
    return product


def _png(rows: list[bytes], packer: zlib._Compress, *, depth: int = 8) -> bytes:
    """A picture in grey with ``depth`` bits for a dot."""
    header = struct.pack(">2I5B", len(rows[0]) * 8 // depth, len(rows), depth, 0, 0, 0, 0)
    data = packer.compress(b"\0" + b"\0".join(rows)) + packer.flush()
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
