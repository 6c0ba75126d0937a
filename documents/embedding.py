"""
The glyphs of a face that a PDF shows, as TrueType fonts of at most 256 codes.

The outline of a character is the same in every paper: it is cut out of the font file once per
process, with its measures, its sum for the checksums and its line of the map to Unicode. It is also
deflated once: a seventh more bytes than when a font is deflated whole, for a third of the time of a
paper.
"""

from __future__ import annotations

import string
import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from typing import NamedTuple
from weakref import WeakKeyDictionary

from documents.layout.fonts import Face
from documents.pdffile import File

CODES = 256

_CHECKSUM_OF_A_FONT = 0xB1B0AFBA
_WORDS_ARE_ARGUMENTS, _HAS_SCALE, _MORE = 0x0001, 0x0008, 0x0020
_HAS_TWO_SCALES, _HAS_MATRIX = 0x0040, 0x0080
_SYMBOLIC, _NON_SYMBOLIC = 1 << 2, 1 << 5
_COPIED = ("cvt ", "fpgm", "prep")
_PLAIN = frozenset(b"-_." + string.ascii_letters.encode() + string.digits.encode())
_LETTERS = str.maketrans("0123456789", "ABCDEFGHIJ")


class _Glyph(NamedTuple):
    """
    The outline, padded to whole words, as it is and deflated, and the line of the hmtx table.

    ``parts`` are the glyphs a composite one is made of: where its number stands, and the number.
    """

    outline: bytes
    packed: bytes
    sum: int
    metrics: bytes
    parts: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, outline: bytes, metrics: bytes, parts: Iterable[tuple[int, int]] = ()) -> _Glyph:
        return cls(outline, _packed(outline), _sum(outline), metrics, tuple(parts))


class _Source:
    """A font file from which glyphs are cut."""

    def __init__(self, face: Face) -> None:
        self.face = face.read
        self._start = self.face.get_table_pos("glyf")[0]
        self._glyphs: dict[int, _Glyph] = {}
        self._shown: dict[str, tuple[_Glyph, str, str]] = {}
        tables = {tag: self.face.get_table(tag) for tag in ("head", "hhea", "maxp")}
        self.head, self.hhea, self.maxp = tables.values()
        # Nothing but the italic angle and the underline: the glyphs have no names.
        post = b"\0\3\0\0" + self.face.get_table("post")[4:16] + bytes(16)
        self.copied = {"post": post} | {
            tag: self.face.get_table(tag) for tag in _COPIED if tag in self.face.table
        }
        self.nothing = self.glyph(0)

    def shown(self, char: str) -> tuple[_Glyph, str, str]:
        """The glyph of a character, its width in the PDF, and its name in UTF-16."""
        known = self._shown.get(char)
        if known is None:
            code = ord(char)
            width = f"{self.face.charWidths.get(code, self.face.defaultWidth):.6g}"
            # Above U+FFFF two halves: readers take five digits for another character.
            words = char.encode("utf-16-be").hex().upper()
            known = self._shown[char] = (self.glyph(self.face.charToGlyph[code]), width, words)
        return known

    def glyph(self, number: int) -> _Glyph:
        known = self._glyphs.get(number)
        if known is None:
            known = self._glyphs[number] = self._cut(number)
        return known

    def _cut(self, number: int) -> _Glyph:
        begin, end = self.face.glyphPos[number], self.face.glyphPos[number + 1]
        outline = self.face._ttf_data[self._start + begin : self._start + end]
        outline += bytes(-len(outline) % 4)
        advance, bearing = self.face.hmetrics[number]
        metrics = struct.pack(">HH", int(advance) & 0xFFFF, int(bearing) & 0xFFFF)
        return _Glyph.of(outline, metrics, _parts(outline))


_sources: WeakKeyDictionary[Face, _Source] = WeakKeyDictionary()


def _source(face: Face) -> _Source:
    if face not in _sources:
        _sources[face] = _Source(face)
    return _sources[face]


def _parts(outline: bytes) -> Iterator[tuple[int, int]]:
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, number = struct.unpack_from(">HH", outline, at)
        yield at + 2, number
        at += 8 if flags & _WORDS_ARE_ARGUMENTS else 6
        if flags & _HAS_SCALE:
            at += 2
        elif flags & _HAS_TWO_SCALES:
            at += 4
        elif flags & _HAS_MATRIX:
            at += 8


class Embedded:
    """One face in one PDF: characters get codes as they are first shown."""

    def __init__(self, face: Face, name: str) -> None:
        self._source = _source(face)
        self._name = name
        self._codes: dict[str, int] = {}
        self._subsets: list[list[str]] = [[]]

    def shown(self, text: str) -> Iterator[tuple[str, bytes]]:
        """Pieces of a text, each of one font: its name and the codes."""
        known = self._codes
        try:
            codes = [known[char] for char in text]
        except KeyError:
            codes = [known[char] if char in known else self._new(char) for char in text]
        if len(self._subsets) == 1:
            yield f"{self._name}+0", bytes(codes)
            return
        for subset, of_subset in groupby(codes, lambda code: code >> 8):
            yield f"{self._name}+{subset}", bytes(code & 0xFF for code in of_subset)

    def _new(self, char: str) -> int:
        if char == "\u00a0":  # drawn and copied as the space it looks like
            return self._codes.get(" ") or self._new(" ")
        # Code 0 is kept for what has no glyph.
        if len(self._subsets[-1]) == CODES - 1:
            self._subsets.append([])
        subset = self._subsets[-1]
        subset.append(char)
        code = self._codes[char] = (len(self._subsets) - 1) << 8 | len(subset)
        return code

    def write(self, file: File) -> Iterator[tuple[str, str]]:
        """Write the fonts; their names on the pages, and the references."""
        for number, chars in enumerate(self._subsets):
            yield f"{self._name}+{number}", self._font(file, number, chars)

    def _font(self, file: File, number: int, chars: list[str]) -> str:
        source, face = self._source, self._source.face
        shown = [source.shown(char) for char in chars]
        called = f"{number:06}".translate(_LETTERS) + "+" + _plain(face.name + face.subfontNameX)
        size, program = _program(source, [glyph for glyph, _, _ in shown])
        held = file.stream(program, f"/Length1 {size}/Filter/FlateDecode", packed=False)
        left, bottom, right, top = (f"{edge:.6g}" for edge in face.bbox)
        descriptor = file.add(
            f"<</Type/FontDescriptor/FontName/{called}/FontFile2 {held}"
            f"/Flags {face.flags & ~_NON_SYMBOLIC | _SYMBOLIC}"
            f"/FontBBox[{left} {bottom} {right} {top}]/ItalicAngle {face.italicAngle:.6g}"
            f"/Ascent {face.ascent:.6g}/Descent {face.descent:.6g}"
            f"/CapHeight {face.capHeight:.6g}/StemV {face.stemV:.6g}"
            f"/MissingWidth {face.defaultWidth:.6g}>>"
        )
        names = file.stream(_to_unicode(called, [words for _, _, words in shown]).encode())
        widths = " ".join(width for _, width, _ in shown)
        return file.add(
            f"<</Type/Font/Subtype/TrueType/BaseFont/{called}/FirstChar 0/LastChar {len(chars)}"
            f"/Widths[{face.defaultWidth:.6g} {widths}]"
            f"/FontDescriptor {descriptor}/ToUnicode {names}>>"
        )


def _plain(name: bytes) -> str:
    """A font's name as a PDF name: what is no letter or digit is written by its number."""
    return "".join(chr(byte) if byte in _PLAIN else f"#{byte:02X}" for byte in name)


def _program(source: _Source, shown: list[_Glyph]) -> tuple[int, bytes]:
    """The font file, its size and deflated: glyph n is that of code n, then parts of composites."""
    glyphs = [source.nothing, *shown]
    if any(glyph.parts for glyph in glyphs):
        glyphs = _with_parts(source, glyphs)
    outlines = [glyph.outline for glyph in glyphs]
    offsets = [0, *accumulate(map(len, outlines))]
    is_long = offsets[-1] > 0x1FFFE
    loca = struct.pack(
        f">{len(offsets)}{'L' if is_long else 'H'}",
        *(offsets if is_long else [offset >> 1 for offset in offsets]),
    )
    count = struct.pack(">H", len(glyphs))
    codes = range(len(shown) + 1)
    cmap = struct.pack(
        f">{11 + len(codes)}H",
        *(0, 1, 1, 0, 0, 12, 6, 10 + 2 * len(codes), 0, 0, len(codes), *codes),
    )
    tables = source.copied | {
        "head": source.head[:8] + bytes(4) + source.head[12:50] + bytes((0, is_long))
        + source.head[52:],
        "hhea": source.hhea[:34] + count + source.hhea[36:],
        "maxp": source.maxp[:4] + count + source.maxp[6:],
        "hmtx": b"".join([glyph.metrics for glyph in glyphs]),
        "cmap": cmap,
        "loca": loca,
    }  # fmt: skip
    before = _before_outlines(tables, offsets[-1], sum([glyph.sum for glyph in glyphs]))
    # RFC 1950: pieces that each end at a whole byte follow each other, then an empty last one.
    checksum = zlib.adler32(b"".join([before, *outlines]))
    pieces = [b"\x78\x01", _packed(before), *[glyph.packed for glyph in glyphs], b"\3\0"]
    return len(before) + offsets[-1], b"".join([*pieces, struct.pack(">L", checksum)])


def _with_parts(source: _Source, glyphs: list[_Glyph]) -> list[_Glyph]:
    """The composite glyphs with the new numbers of their parts, which follow the others."""
    numbers: dict[int, int] = {}
    whole = list(glyphs)
    for place, glyph in enumerate(whole):  # grows while it is read: a part may have parts
        if not glyph.parts:
            continue
        outline = bytearray(glyph.outline)
        for at, number in glyph.parts:
            if number not in numbers:
                numbers[number] = len(whole)
                whole.append(source.glyph(number))
            struct.pack_into(">H", outline, at, numbers[number])
        whole[place] = _Glyph.of(bytes(outline), glyph.metrics)
    return whole


def _before_outlines(tables: dict[str, bytes], size: int, sum_of_outlines: int) -> bytes:
    """The directory and every table but the outlines, which stand last."""
    count = len(tables) + 1
    power = 1 << count.bit_length() - 1
    head = struct.pack(
        ">LHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    entries, parts, offset = {}, [], len(head) + 16 * count
    total = sum_of_outlines & 0xFFFFFFFF
    for tag, content in tables.items():
        padded = content + bytes(-len(content) % 4)
        entries[tag] = (_sum(padded), offset, len(content))
        parts.append(padded)
        offset += len(padded)
        total += entries[tag][0]
    entries["glyf"] = (sum_of_outlines & 0xFFFFFFFF, offset, size)
    listed = head + b"".join(
        struct.pack(">4sLLL", tag.encode(), *entry) for tag, entry in sorted(entries.items())
    )
    before = bytearray(b"".join([listed, *parts]))
    adjustment = (_CHECKSUM_OF_A_FONT - total - _sum(listed)) & 0xFFFFFFFF
    struct.pack_into(">L", before, entries["head"][1] + 8, adjustment)
    return bytes(before)


def _packed(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15, 6)
    return packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)


def _sum(words: bytes) -> int:
    return sum(struct.unpack(f">{len(words) >> 2}L", words)) & 0xFFFFFFFF


def _to_unicode(font: str, words: list[str]) -> str:
    """The map by which text is copied and searched: code -> UTF-16BE."""
    rows = [f"<{code:02X}> <{name}>" for code, name in enumerate(words, 1)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({font}) /Ordering ({font}) /Supplement 0 >> def",
        f"/CMapName /{font} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(words):02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join(
        [*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end end"]
    )
