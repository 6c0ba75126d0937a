"""The faces papers are drawn with: found on disk, loaded when first used, chosen per character."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

Pair = tuple[str, str]
"""File names of a regular face and of the face used for its bold text."""

_NOTO_SERIF: Pair = ("NotoSerifSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf")
_NOTO_SANS: Pair = ("NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf")


class Kind(NamedTuple):
    """
    One kind of type: the names it has in templates, and the files that draw it.

    An office's licensed faces come first, then the free ones of the kind, then what stands in
    where there is none.
    """

    title: str
    names: tuple[str, ...]
    faces: tuple[Pair, ...]
    stand_in: Pair | None = None


def _twice(*files: str) -> tuple[Pair, ...]:
    return tuple((file, file) for file in files)


SONG = Kind(
    "宋体",
    ("宋体", "SimSun", "新宋体", "NSimSun", "Times New Roman"),
    (("simsun.ttc", "simsunb.ttf"), _NOTO_SERIF),
)
KINDS = (
    Kind(
        "小标宋",
        ("方正小标宋简体", "方正小标宋_GBK", "小标宋"),
        _twice(
            *("FZXBSJW.TTF", "FZXBSK.TTF", "方正小标宋简体.ttf", "方正小标宋_GBK.ttf"),
            *("NotoSerifSC_600SemiBold.ttf", _NOTO_SERIF[1]),
        ),
    ),
    Kind(
        "仿宋",
        ("仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312", "方正仿宋_GBK"),
        _twice("仿宋_GB2312.ttf", "simfang.ttf", "FZFSK.TTF", "FandolFang-Regular.ttf"),
        _NOTO_SERIF,
    ),
    Kind(
        "楷体",
        ("楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK"),
        (
            *_twice("楷体_GB2312.ttf", "simkai.ttf", "FZKTK.TTF"),
            ("LXGWWenKai-Regular.ttf", "LXGWWenKai-Bold.ttf"),
        ),
        _NOTO_SERIF,
    ),
    Kind(
        "黑体",
        ("黑体", "SimHei", "微软雅黑", "Microsoft YaHei", "方正黑体_GBK", "Arial"),
        (*_twice("simhei.ttf", "FZHTK.TTF"), _NOTO_SANS),
    ),
    SONG,
)
_KIND_OF = {name: kind for kind in KINDS for name in kind.names}

# Rare names: tried in this order when the named face lacks the character.
FALLBACKS = (
    "NotoSerifSC_400Regular.ttf",
    "LXGWWenKai-Regular.ttf",
    "HanaMinA.ttf",
    "HanaMinB.ttf",
    "BabelStoneHan.ttf",
)


class FontsMissing(Exception):
    """A face that papers need is not there, or cannot be embedded."""


class GlyphMissing(Exception):
    """No installed face has the character."""


class Face:
    """One font file; read when a width or a glyph is first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.stem

    def __repr__(self) -> str:
        return f"Face({self.name})"

    @cached_property
    def read(self) -> TTFontFace:
        try:
            return TTFontFace(str(self.path))
        except TTFError as fault:
            raise FontsMissing(
                f"字体文件{self.path.name}不能嵌入文书（{_why(fault)}），"
                "请由管理员从字体目录中移走，或换成 TrueType 字形、许可嵌入的文件。"
            ) from fault

    @property
    def family(self) -> str:
        """The name by which an office suite finds the face."""
        name = self.read.familyName
        return name.decode() if isinstance(name, bytes) else name

    def width(self, code: int) -> float | None:
        """In em; None where the face has no glyph for the code point."""
        face = self.read
        if code not in face.charToGlyph:
            return None
        return face.charWidths.get(code, face.defaultWidth) / 1000

    @cached_property
    def ascent_and_descent(self) -> tuple[float, float]:
        """In em, both positive, with half the line gap at either side."""
        face = self.read
        ascender, descender, gap = struct.unpack(">hhh", face.get_table("hhea")[4:10])
        em = face.unitsPerEm
        return (ascender + gap / 2) / em, (-descender + gap / 2) / em


class Glyphs(dict[str, tuple[Face, float]]):
    """Character -> (face, width in em) for one font name and weight, filled as it is asked."""

    def __init__(self, faces: list[Face], font: str) -> None:
        super().__init__()
        self.faces = faces
        self.font = font

    def __missing__(self, char: str) -> tuple[Face, float]:
        code = ord(char)
        for face in self.faces:
            width = face.width(code)
            if width is not None:
                self[char] = (face, width)
                return self[char]
        raise GlyphMissing(
            f"字符“{char}”（U+{code:04X}）在已安装的字体中没有字形，不能印入文书；"
            "请由管理员补装含该字的字体（如花园明朝、BabelStone Han）后重试。"
        )

    @property
    def main(self) -> Face:
        return self.faces[0]


class FontSet:
    """The faces found, and the map from a template's font names to them."""

    def __init__(self, files: Mapping[str, Path], names: Mapping[str, str] | None = None) -> None:
        self._faces = {name: Face(path) for name, path in files.items()}
        self._names = dict(names or {})
        self._glyphs: dict[tuple[str, bool], Glyphs] = {}
        self.lines: dict[Hashable, list] = {}
        """Lines already set with these faces, kept by ``text.set_lines``."""
        lacking = [
            name for name in (*_NOTO_SERIF, *_NOTO_SANS) if name.casefold() not in self._faces
        ]
        if lacking:
            raise FontsMissing(
                f"缺少生成文书所需的字体文件：{'、'.join(lacking)}。"
                "请先运行 npm ci，并检查字体目录设置。"
            )

    @classmethod
    def discover(cls, dirs: Iterable[Path], names: Mapping[str, str] | None = None) -> FontSet:
        """
        The faces found under the directories, the first directory first.

        ``names`` adds to the name map: font name in a template -> file name.

        Raises:
            FontsMissing: the faces for 宋体 and 黑体 are not there.
        """
        files: dict[str, Path] = {}
        for folder in dirs:
            for path in sorted(Path(folder).rglob("*")):
                if path.suffix.lower() in (".ttf", ".ttc"):
                    files.setdefault(_key(path.name), path)
        return cls(files, names)

    def glyphs(self, font: str, bold: bool) -> Glyphs:
        """The glyphs of a font named in a template; an unknown name is drawn as 宋体."""
        key = (font, bold)
        if key not in self._glyphs:
            chain = [self._named(font, bold)]
            chain += [face for name in FALLBACKS if (face := self.file(name))]
            self._glyphs[key] = Glyphs(chain, font)
        return self._glyphs[key]

    def path_of(self, file: str) -> Path | None:
        """Where the font file of that name is, or None."""
        face = self._faces.get(_key(file))
        return face.path if face else None

    def is_mapped(self, font: str) -> bool:
        """Whether a font named in a template has a face of its kind, or is drawn as 宋体."""
        return font in _KIND_OF or self.file(self._names.get(font, "")) is not None

    def _named(self, font: str, bold: bool) -> Face:
        if own := self.file(self._names.get(font, "")):
            return own
        kind = _KIND_OF.get(font, SONG)
        pairs = (*kind.faces, kind.stand_in) if kind.stand_in else kind.faces
        for pair in pairs:
            if face := self.file(pair[bold]):
                return face
        raise FontsMissing(f"没有可用于“{font}”的字体文件。")

    def file(self, name: str) -> Face | None:
        """The face of a file name, whatever its letters' case."""
        return self._faces.get(_key(name))

    @property
    def mapped(self) -> Mapping[str, str]:
        """The names the installation itself maps: font name in a template -> file name."""
        return self._names


def _why(fault: TTFError) -> str:
    reason = str(fault)
    if "postscript" in reason:
        return "其字形是 PostScript 曲线"
    return "其许可不允许嵌入" if "embedding" in reason else "文件已损坏"


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
