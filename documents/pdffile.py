"""A PDF as numbered objects, put together and written at the end; same objects, same bytes."""

from __future__ import annotations

import hashlib
import zlib

_HEADER = b"%PDF-1.7\n%\x93\x8c\x8b\x9e\n"


class File:
    """Objects are given as their text; ``add`` and ``stream`` return the reference to one."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> str:
        """A reference to an object that is put later, because others refer to it."""
        self._objects.append(b"")
        return f"{len(self._objects)} 0 R"

    def put(self, reference: str, content: str) -> None:
        self._objects[int(reference.split()[0]) - 1] = content.encode("ascii")

    def add(self, content: str) -> str:
        self._objects.append(content.encode("ascii"))
        return f"{len(self._objects)} 0 R"

    def stream(self, content: bytes, entries: str = "", *, packed: bool = True) -> str:
        """``packed`` content is deflated here; what has a filter of its own is given as it is."""
        if packed:
            content, entries = deflated(content), f"{entries}/Filter/FlateDecode"
        head = f"<<{entries}/Length {len(content)}>>\nstream\n".encode("ascii")
        # A line end before the keyword: ISO 19005-2, 6.1.7.1.
        self._objects.append(head + content + b"\nendstream")
        return f"{len(self._objects)} 0 R"

    def written(self, *, root: str, info: str) -> bytes:
        places, parts, size = [], [_HEADER], len(_HEADER)
        for number, content in enumerate(self._objects, 1):
            places.append(size)
            part = b"%d 0 obj\n%b\nendobj\n" % (number, content)
            parts.append(part)
            size += len(part)
        body = b"".join(parts)
        name = hashlib.md5(body, usedforsecurity=False).hexdigest()
        count = len(self._objects) + 1
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        end = (
            f"xref\n0 {count}\n0000000000 65535 f \n{table}"
            f"trailer\n<</Size {count}/Root {root}/Info {info}/ID[<{name}><{name}>]>>\n"
            f"startxref\n{size}\n%%EOF\n"
        )
        return body + end.encode("ascii")


def deflated(content: bytes) -> bytes:
    """At a level that takes half the time of the usual one for a fiftieth more bytes."""
    return zlib.compress(content, 3)


def text(words: str) -> str:
    """A text string, of a title or a bookmark."""
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"


def number(value: float) -> str:
    # Thousandths of a point, and never an exponent or a minus before nothing.
    return f"{round(value, 3) + 0.0:.9g}"
