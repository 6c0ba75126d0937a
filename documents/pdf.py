"""The PDF of a rendered .docx: same input, same bytes, every font embedded."""

from datetime import date

from documents.layout.fonts import FontSet


def convert(docx: bytes, *, title: str, created: date, fonts: FontSet) -> bytes:
    """
    The .docx as PDF.

    Raises:
        UnsupportedElement: the file holds what the layout does not know.
        GlyphMissing: no face has a character of the text.
    """
    raise NotImplementedError
