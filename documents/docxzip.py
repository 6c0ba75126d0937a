"""
A .docx as zip members that are kept as they are, so that writing it again changes only what must.

Member order and time are fixed: the same parts give the same bytes, and the digest of the file
is a value that can be proved later.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

MEMBERS_AT_MOST = 400
UNPACKED_AT_MOST = 32 * 1024 * 1024

_DOS_TIME, _DOS_DATE = 0, (2020 - 1980) << 9 | 1 << 5 | 1
_UTF8_NAMES = 0x0800
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


class NotADocx(Exception):
    """The bytes are no usable Word file."""


@dataclass(frozen=True)
class Member:
    name: str
    method: int
    crc: int
    size: int
    packed: bytes

    def content(self) -> bytes:
        if self.method == zipfile.ZIP_STORED:
            return self.packed
        # The declared size can be forged, so inflating stops at the limit by itself.
        inflater = zlib.decompressobj(-15)
        content = inflater.decompress(self.packed, UNPACKED_AT_MOST)
        if inflater.unconsumed_tail or not inflater.eof:
            raise NotADocx("文件解压后过大或已损坏。")
        return content


def read(blob: bytes) -> list[Member]:
    """
    The members in the order of the zip directory, still packed.

    Raises:
        NotADocx: no zip, no word/document.xml, encrypted, or larger than a paper can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError) as fault:
        raise NotADocx("文件不是有效的 Word 文档（.docx）。") from fault
    if len(entries) > MEMBERS_AT_MOST or sum(e.file_size for e in entries) > UNPACKED_AT_MOST:
        raise NotADocx("文件解压后过大，不能作为文书使用。")
    members = [_member(blob, entry) for entry in entries]
    names = [member.name for member in members]
    if "word/document.xml" not in names:
        raise NotADocx("文件中没有正文（word/document.xml），不是 Word 文档。")
    if len(set(names)) != len(names):
        raise NotADocx("文件中有重名的部件。")
    return members


def _member(blob: bytes, entry: zipfile.ZipInfo) -> Member:
    if entry.flag_bits & 0x1:
        raise NotADocx("文件已加密，不能使用。")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotADocx("文件的压缩方式不受支持。")
    try:
        local = _LOCAL.unpack_from(blob, entry.header_offset)
    except struct.error as fault:
        raise NotADocx("文件已损坏。") from fault
    start = entry.header_offset + _LOCAL.size + local[-2] + local[-1]
    packed = blob[start : start + entry.compress_size]
    return Member(entry.filename, entry.compress_type, entry.CRC, entry.file_size, packed)


def write(members: list[Member], changed: Mapping[str, bytes]) -> bytes:
    """The zip with the contents in ``changed`` (member name -> bytes) in place of the old ones."""
    out = io.BytesIO()
    directory = []
    for member in members:
        if member.name in changed:
            member = pack(member.name, changed[member.name])
        name = member.name.encode()
        described = (
            _UTF8_NAMES, member.method, _DOS_TIME, _DOS_DATE,
            member.crc, len(member.packed), member.size,
        )  # fmt: skip
        directory.append(
            _CENTRAL.pack(b"PK\x01\x02", 20, 20, *described, len(name), 0, 0, 0, 0, 0, out.tell())
            + name
        )
        out.write(_LOCAL.pack(b"PK\x03\x04", 20, *described, len(name), 0))
        out.write(name)
        out.write(member.packed)
    start = out.tell()
    out.write(b"".join(directory))
    size = out.tell() - start
    count = len(directory)
    out.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, start, 0))
    return out.getvalue()


def pack(name: str, content: bytes) -> Member:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    return Member(name, zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), packed)
