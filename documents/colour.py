"""The colour space papers are drawn in, as an ICC profile: sRGB (IEC 61966-2-1)."""

import struct
from functools import lru_cache

NAME = "sRGB IEC61966-2.1"

# Adapted to D50 as the profile connection space asks (ICC.1:2004-10, annex E).
_WHITE = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    b"rXYZ": (0.4360747, 0.2225045, 0.0139322),
    b"gXYZ": (0.3850649, 0.7168786, 0.0971045),
    b"bXYZ": (0.1430804, 0.0606169, 0.7141733),
}
_ADAPTATION = (
    *(1.0478112, 0.0228866, -0.0501270),
    *(0.0295424, 0.9904844, -0.0170491),
    *(-0.0092345, 0.0150436, 0.7521316),
)
# Y = ((aX + b) ** g) for X >= d, else cX
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_MADE = (2026, 1, 1, 0, 0, 0)


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """A display profile of version 4: matrix and tone curve, the same bytes every time."""
    curve = b"para" + struct.pack(">IHH", 0, 3, 0) + _fixed(*_CURVE)
    tags = {
        b"desc": _text(NAME),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": _xyz(_WHITE),
        b"chad": b"sf32" + bytes(4) + _fixed(*_ADAPTATION),
        **{tag: _xyz(primary) for tag, primary in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    start = 128 + 4 + 12 * len(tags)
    table, data, placed = struct.pack(">I", len(tags)), b"", {}
    for tag, content in tags.items():
        if content not in placed:
            placed[content] = start + len(data)
            data += content + bytes(-len(content) % 4)
        table += tag + struct.pack(">II", placed[content], len(content))
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sIIIQI", start + len(data), b"\0\0\0\0", 0x04200000, b"mntr", b"RGB ",
        b"XYZ ", *_MADE, b"acsp", b"\0\0\0\0", 0, 0, 0, 0, 0,
    )  # fmt: skip
    return (header + _fixed(*_WHITE)).ljust(128, b"\0") + table + data


def _fixed(*numbers: float) -> bytes:
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def _xyz(colour: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(*colour)


def _text(words: str) -> bytes:
    """A localised text with the one language enUS."""
    encoded = words.encode("utf-16-be")
    head = struct.pack(">IIII2s2sII", 0, 0, 1, 12, b"en", b"US", len(encoded), 28)
    return b"mluc" + head[4:] + encoded
