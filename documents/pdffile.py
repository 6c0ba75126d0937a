"""
Objects given as their text to the document of a ReportLab canvas, which numbers and writes them.

What a paper mostly consists of (page contents, fonts, pictures) is ready as bytes when it is added;
ReportLab's own objects are formatted piece by piece for every paper.
"""

from __future__ import annotations

import zlib

from reportlab.pdfbase import pdfdoc


class Direct(pdfdoc.PDFObject):
    """A value that stands where it is used."""

    def __init__(self, content: str | bytes = b"") -> None:
        self.content = content.encode("ascii") if isinstance(content, str) else content

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return self.content


class Indirect(Direct):
    """An object of its own, to which its users refer."""

    __RefOnly__ = 1


class File:
    """``add`` and ``stream`` return the reference to an object of the document."""

    def __init__(self, document: pdfdoc.PDFDocument) -> None:
        self._document = document
        self._reserved: dict[str, Indirect] = {}

    def reserve(self) -> str:
        """A reference to an object that is put later, because others refer to it."""
        kept = Indirect()
        reference = self.refer(kept)
        self._reserved[reference] = kept
        return reference

    def put(self, reference: str, content: str) -> None:
        self._reserved.pop(reference).content = content.encode("ascii")

    def add(self, content: str) -> str:
        return self.refer(Indirect(content))

    def stream(self, content: bytes, entries: str = "", *, packed: bool = True) -> str:
        return self.refer(stream(content, entries, packed=packed))

    def refer(self, kept: pdfdoc.PDFObject) -> str:
        name = self._document.Reference(kept).name
        return f"{self._document.idToObjectNumberAndVersion[name][0]} 0 R"


def own_reference(text: str) -> pdfdoc.PDFObjectReference:
    """The reference ``12 0 R`` where ReportLab asks for one of its own."""
    return pdfdoc.PDFObjectReference(f"R{text.split()[0]}")


def stream(content: bytes, entries: str = "", *, packed: bool = True) -> Indirect:
    """``packed`` content is deflated here; what has a filter of its own is given as it is."""
    if packed:
        content, entries = deflated(content), f"{entries}/Filter/FlateDecode"
    head = f"<<{entries}/Length {len(content)}>>\nstream\n".encode("ascii")
    # A line end before the keyword: ISO 19005-2, 6.1.7.1.
    return Indirect(head + content + b"\nendstream")


def deflated(content: bytes) -> bytes:
    """At a level that takes half the time of the usual one for a fiftieth more bytes."""
    return zlib.compress(content, 3)


def text(words: str) -> str:
    """A text string, of a title or a bookmark."""
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"


def number(value: float) -> str:
    # Thousandths of a point, and never an exponent or a minus before nothing.
    return f"{round(value, 3) + 0.0:.9g}"
