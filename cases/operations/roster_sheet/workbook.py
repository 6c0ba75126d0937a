"""
An uploaded .xlsx, read within bounds: cells, formulas and merged ranges in one streaming pass.

The file comes from a stranger. Sizes are checked in the zip directory and counted again while
inflating; the XML is read as a stream with a budget, so nothing is ever held that was not paid for;
a document type declaration, a macro or a link to elsewhere refuses the file.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple
from xml.parsers import expat

PACKED_AT_MOST = 10 * 1024 * 1024
UNPACKED_AT_MOST = 100 * 1024 * 1024
RATIO_AT_MOST = 200
RATIO_FREE = 1024 * 1024
MEMBERS_AT_MOST = 1000
TAGS_AT_MOST = 2_000_000
CELLS_AT_MOST = 350_000
CHARACTERS_AT_MOST = 8 * 1024 * 1024
TOKEN_AT_MOST = 1024 * 1024
ROWS_AT_MOST = 20_000
HEADER_WITHIN = 10

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LONGEST_CELL = 32_767
_CHUNK = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "请用 Excel 或 WPS 打开后“另存为”.xlsx 格式再上传"
_BROKEN = "文件已损坏，不能读取；请用 Excel 或 WPS 打开并重新“另存为”.xlsx 后再上传"
_TOO_BIG = "文件解压后过大，不能作为花名册导入；请新建工作簿，只复制有内容的行和列"
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_TAGS = {
    f"{namespace} {tag}": tag
    for namespace in _MAIN
    for tag in ("row", "c", "v", "f", "t", "si", "rPh", "mergeCell", "sheet")
}
_RELATION_ID = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Kind = Literal["text", "number", "boolean", "error"]


class SheetRefused(Exception):
    """The file is refused whole; the message says why and what to do, in Chinese."""


class Cell(NamedTuple):
    """`raw` is the text as stored; for a formula, the result the file remembers."""

    kind: Kind
    raw: str
    formula: bool = False


Row = dict[int, Cell]


@dataclass
class Sheet:
    """Only cells with content; rows and columns count from 1, in the order of the file."""

    name: str
    rows: dict[int, Row] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def first_sheet(
    data: bytes, *, filename: str, has_header: Callable[[Mapping[int, Row]], bool]
) -> tuple[Sheet, tuple[str, ...]]:
    """
    The first visible sheet whose first rows satisfy `has_header`, and the names of the others.

    Raises:
        SheetRefused: no .xlsx, a hostile or broken one, or no such sheet.

    """
    try:
        with _opened(data, filename) as archive:
            return _Workbook(archive).first_sheet(has_header)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        expat.ExpatError,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as fault:
        raise SheetRefused(_BROKEN) from fault


def reference(row: int, column: int) -> str:
    """`F7`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _position(text: str) -> tuple[int, int]:
    """Row and column of `F7`."""
    letters = text.rstrip("0123456789")
    row, column = int(text[len(letters) :]), _column(letters)
    if not 1 <= row <= _LAST_ROW:
        raise SheetRefused(_BROKEN)
    return row, column


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise SheetRefused(_BROKEN)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > _LAST_COLUMN:
        raise SheetRefused(_BROKEN)
    return column


def _opened(data: bytes, filename: str) -> zipfile.ZipFile:
    if not data:
        raise SheetRefused("文件是空的，请重新选择花名册文件")
    if len(data) > PACKED_AT_MOST:
        raise SheetRefused("文件超过10MB，请只保留花名册一张表，或者分成几份上传")
    if not data.startswith(b"PK\x03\x04"):
        raise SheetRefused(_what_it_is_instead(data))
    # Counted before the directory is read: two hundred thousand entries fit into ten megabytes.
    if data.count(b"PK\x01\x02") > MEMBERS_AT_MOST:
        raise SheetRefused(_TOO_BIG)
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    _refuse_by_size(entries)
    _refuse_by_content({entry.filename.lower() for entry in entries})
    if not filename.lower().endswith(".xlsx"):
        raise SheetRefused(f"文件名的后缀不是 .xlsx，{_SAVE_AS}")
    return archive


def _what_it_is_instead(data: bytes) -> str:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "文件设有打开密码，请在 Excel 或 WPS 中取消密码、保存后再上传"
        return f"这是旧版 .xls（或其他旧版 Office）文件，{_SAVE_AS}"
    if data.startswith(b"%PDF"):
        return "这是 PDF 文件，不能导入；请上传 .xlsx 花名册"
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return "这是图片，不能导入；请上传 .xlsx 花名册"
    if b"\0" not in data[:4096] and any(mark in data[:4096] for mark in (b",", b"\t", b";")):
        return f"这是 .csv 等文本文件，{_SAVE_AS}"
    return f"这不是 .xlsx 文件，{_SAVE_AS}"


def _refuse_by_size(entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > UNPACKED_AT_MOST:
        raise SheetRefused(_TOO_BIG)
    for entry in entries:
        if entry.file_size > max(RATIO_FREE, entry.compress_size * RATIO_AT_MOST):
            raise SheetRefused(_TOO_BIG)
        if entry.flag_bits & 0x1:
            raise SheetRefused("文件设有密码，请取消密码、保存后再上传")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SheetRefused(_BROKEN)
    if len({entry.filename for entry in entries}) != len(entries):
        raise SheetRefused(_BROKEN)


def _refuse_by_content(names: set[str]) -> None:
    if "word/document.xml" in names:
        raise SheetRefused(
            f"这是 Word 文件，不能导入；请把表格复制到 Excel 或 WPS 表格中，{_SAVE_AS}"
        )
    if "ppt/presentation.xml" in names:
        raise SheetRefused("这是演示文稿，不能导入；请上传 .xlsx 花名册")
    if "xl/workbook.bin" in names:
        raise SheetRefused(f"这是 .xlsb 文件，{_SAVE_AS}")
    if "content.xml" in names:
        raise SheetRefused(f"这是 .ods 等格式的文件，{_SAVE_AS}")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise SheetRefused("文件含有宏，不能导入；请“另存为”不含宏的 .xlsx 后再上传")
    if any("/externallinks/" in name or name.endswith("/connections.xml") for name in names):
        raise SheetRefused(
            "文件链接了外部文件或数据，不能导入；请在“数据—编辑链接”中断开链接，保存后再上传"
        )
    if any("/embeddings/" in name or "/activex/" in name for name in names):
        raise SheetRefused("文件嵌入了其他文件或控件，不能导入；请删去后保存再上传")
    if "[content_types].xml" not in names:
        raise SheetRefused(f"这不是 .xlsx 文件，{_SAVE_AS}")


class _Workbook:
    """The parts of one archive, read against one common budget."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._bytes_left = UNPACKED_AT_MOST
        self._tags_left = TAGS_AT_MOST
        self._characters_left = CHARACTERS_AT_MOST
        self.strings: list[str] = []

    def first_sheet(
        self, has_header: Callable[[Mapping[int, Row]], bool]
    ) -> tuple[Sheet, tuple[str, ...]]:
        with self._archive.open("[Content_Types].xml") as part:
            if b"macroEnabled" in part.read(TOKEN_AT_MOST):
                raise SheetRefused("文件含有宏，不能导入；请“另存为”不含宏的 .xlsx 后再上传")
        start = [path for kind, path in self._relations("").values() if kind == "officeDocument"]
        if len(start) != 1:
            raise SheetRefused(_BROKEN)
        relations = self._relations(start[0])
        self.strings = self._shared_strings(
            [path for kind, path in relations.values() if kind == "sharedStrings"]
        )
        names = self._sheet_names(start[0])
        for name, relation_id, hidden in names:
            kind, path = relations.get(relation_id, ("", ""))
            if hidden or kind != "worksheet":
                continue
            reading = _SheetReading(self, Sheet(name), has_header)
            if self._parse(path, reading) and has_header(reading.sheet.rows):
                return reading.sheet, tuple(other for other, _, _ in names if other != name)
        raise SheetRefused(
            f"前{HEADER_WITHIN}行没有找到表头（姓名、身份证号、计薪单位、单价……），"
            "请下载花名册模板，按模板的列名填写"
        )

    def _relations(self, source: str) -> dict[str, tuple[str, str]]:
        """Kind and path of every part the source points to, by relation id."""
        found = {}
        folder, file = posixpath.split(source)

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == _RELATION and attributes.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
                kind = attributes["Type"].rpartition("/")[2]
                found[attributes["Id"]] = kind, path.lstrip("/")

        self._stream(posixpath.join(folder, "_rels", f"{file}.rels"), start, None, None)
        return found

    def _sheet_names(self, path: str) -> list[tuple[str, str, bool]]:
        """Name, relation id and whether hidden."""
        found = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if _TAGS.get(name) == "sheet":
                relation = next(attributes[key] for key in _RELATION_ID if key in attributes)
                hidden = attributes.get("state", "visible") != "visible"
                found.append((attributes["name"], relation, hidden))

        try:
            self._stream(path, start, None, None)
        except StopIteration as fault:
            raise SheetRefused(_BROKEN) from fault
        return found

    def _shared_strings(self, paths: list[str]) -> list[str]:
        if not paths:
            return []
        reading = _StringsReading(self)
        self._parse(paths[0], reading)
        return reading.strings

    def _parse(self, path: str, reading: "_SheetReading | _StringsReading") -> bool:
        """Whether the part was read to its end."""
        try:
            self._stream(path, reading.start, reading.end, reading.text)
        except _NoHeader:
            return False
        return True

    def spend_characters(self, count: int) -> None:
        self._characters_left -= count
        if self._characters_left < 0:
            raise SheetRefused(_TOO_BIG)

    def _stream(
        self,
        path: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None,
        text: Callable[[str], None] | None,
    ) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        fed = 0
        with self._archive.open(path) as part:
            while chunk := part.read(_CHUNK):
                fed += len(chunk)
                self._bytes_left -= len(chunk)
                self._tags_left -= chunk.count(b"<")
                if self._bytes_left < 0 or self._tags_left < 0:
                    raise SheetRefused(_TOO_BIG)
                parser.Parse(chunk, False)
                # One endless tag would be scanned again from its beginning with every chunk.
                if fed - parser.CurrentByteIndex > TOKEN_AT_MOST:
                    raise SheetRefused(_TOO_BIG)
        parser.Parse(b"", True)


class _NoHeader(Exception):
    """The first rows show that this sheet is not the roster; the rest need not be read."""


class _SheetReading:
    def __init__(
        self, workbook: _Workbook, sheet: Sheet, has_header: Callable[[Mapping[int, Row]], bool]
    ) -> None:
        self.sheet = sheet
        self._workbook = workbook
        self._has_header = has_header
        self._judged = False
        self._cells_left = CELLS_AT_MOST
        self._row = self._column = 0
        self._cells: Row = {}
        self._type = "n"
        self._formula = False
        self._parts: list[str] = []
        self._taking = False
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _TAGS.get(name)
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t"):
            self._taking = not self._phonetic
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell":
            self._merge(attributes["ref"])

    def end(self, name: str) -> None:
        tag = _TAGS.get(name)
        if tag == "c":
            self._end_cell()
        elif tag in ("v", "t"):
            self._taking = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "row":
            self._end_row()

    def text(self, text: str) -> None:
        if self._taking:
            self._workbook.spend_characters(len(text))
            self._parts.append(text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self._row + 1))
        if not self._row < row <= _LAST_ROW:
            raise SheetRefused(_BROKEN)
        if row > HEADER_WITHIN and not self._judged:
            self._judged = True
            if not self._has_header(self.sheet.rows):
                raise _NoHeader
        self._row, self._column, self._cells = row, 0, {}

    def _end_row(self) -> None:
        if self._cells:
            self.sheet.rows[self._row] = self._cells
            self._cells_left -= len(self._cells)
            if self._cells_left < 0:
                raise SheetRefused(_TOO_BIG)
            if len(self.sheet.rows) > ROWS_AT_MOST + HEADER_WITHIN + 1:
                raise TooManyRows
        self._cells = {}

    def _start_cell(self, attributes: dict[str, str]) -> None:
        row, column = self._row, self._column + 1
        if "r" in attributes:
            row, column = _position(attributes["r"])
        if row != self._row or column <= self._column or column > _LAST_COLUMN:
            raise SheetRefused(_BROKEN)
        self._column = column
        self._type = attributes.get("t", "n")
        self._formula = self._taking = self._phonetic = False
        self._parts = []

    def _end_cell(self) -> None:
        raw = "".join(self._parts)
        self._parts = []
        if self._type == "s" and raw:
            index = int(raw)
            if index < 0:
                raise SheetRefused(_BROKEN)
            raw = self._workbook.strings[index]
            # A text stored once may stand in every cell, and every cell is judged.
            self._workbook.spend_characters(len(raw))
        elif self._type in ("str", "inlineStr"):
            raw = _unescaped(raw)
        if self._formula or raw.strip():
            if len(raw) > _LONGEST_CELL:
                raise SheetRefused(_BROKEN)
            self._cells[self._column] = Cell(_KINDS.get(self._type, "text"), raw, self._formula)

    def _merge(self, text: str) -> None:
        first, _, last = text.partition(":")
        self.sheet.merged.append((*_position(first), *_position(last or first)))


class _StringsReading:
    def __init__(self, workbook: _Workbook) -> None:
        self.strings: list[str] = []
        self._workbook = workbook
        self._parts: list[str] = []
        self._taking = False
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _TAGS.get(name)
        if tag == "si":
            self._parts = []
        elif tag == "t":
            self._taking = not self._phonetic
        elif tag == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        tag = _TAGS.get(name)
        if tag == "t":
            self._taking = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            self.strings.append(_unescaped("".join(self._parts)))

    def text(self, text: str) -> None:
        if self._taking:
            self._workbook.spend_characters(len(text))
            self._parts.append(text)


class TooManyRows(SheetRefused):
    def __init__(self) -> None:
        super().__init__(f"花名册超过{ROWS_AT_MOST:,}行，请分成几份上传")


_KINDS: dict[str, Kind] = {"n": "number", "b": "boolean", "e": "error"}


def _refuse_doctype(*_: object) -> None:
    raise SheetRefused("文件中有文档类型声明（DTD），不是正常的表格文件，不能导入")


def _unescaped(text: str) -> str:
    """Excel writes a character XML cannot hold as `_x0007_`."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def printable(text: str) -> str:
    """The text with every character that XML cannot hold, or nobody can see, replaced by �."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
