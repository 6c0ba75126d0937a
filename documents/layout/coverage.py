"""Which file draws each kind of type, under which licence, and which characters it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from documents.layout.fonts import FALLBACKS, KINDS, Face, FontSet, GlyphMissing

# GB 18030-2022 and 通用规范汉字表: characters people really have in their names.
RARE_NAMES = "".join(
    map(
        chr,
        (
            *(0x2CC56, 0x36C3, 0x2B372, 0x4DAE, 0x20164, 0x9FA6, 0x9FB4, 0x3F06, 0x4C9F, 0x28C4F),
            *(0x2CB4E, 0x5803, 0x5586, 0x56CD, 0x7287, 0x71CA, 0x6607, 0x5A73, 0x794E, 0x73FA),
            *(0x2C35B, 0x2CE2A, 0x3666, 0x2C029, 0x212FE, 0x2CB4A, 0x3447, 0x3BBE, 0x2AA58),
            *(0x2B5AE, 0x2C72C, 0x2B688, 0x3128F),
        ),
    )
)

OWN = "本单位自备，请确认许可允许嵌入"
_OFL = "SIL OFL 1.1"
_LICENCES = (
    ("NotoSerifSC_", _OFL),
    ("NotoSansSC_", _OFL),
    ("LXGWWenKai", _OFL),
    ("FandolFang", "GPL，字体例外"),
    ("HanaMin", "SIL OFL 1.1 或花园许可"),
    ("BabelStoneHan", "Arphic PL"),
)


@dataclass(frozen=True, slots=True)
class KindDrawn:
    """
    A kind of type and the file that draws it.

    ``gb2312`` counts the hanzi the file has itself; ``rare`` are those of RARE_NAMES that can be
    printed, with the faces for rare names, and ``missing`` the others.
    """

    title: str
    names: tuple[str, ...]
    file: str
    licence: str
    is_stand_in: bool
    gb2312: int
    rare: int
    missing: str


@dataclass(frozen=True, slots=True)
class Report:
    kinds: tuple[KindDrawn, ...]
    fallbacks: tuple[tuple[str, str, bool], ...]
    """Faces tried for rare names: file, licence, whether it is there."""
    faults: tuple[str, ...]
    """What the installation's own map of names asks for and does not get."""

    @property
    def stand_ins(self) -> tuple[KindDrawn, ...]:
        return tuple(kind for kind in self.kinds if kind.is_stand_in)


def report(fonts: FontSet) -> Report:
    """Read every face in use; takes a second when none has been read before."""
    return Report(
        kinds=tuple(_drawn(fonts, kind.title, kind.names, kind.stand_in) for kind in KINDS),
        fallbacks=tuple((name, licence(name), bool(fonts.file(name))) for name in FALLBACKS),
        faults=tuple(
            f"字体对照把“{name}”指到{file}，字体目录里没有这个文件，现按默认字体打印。"
            for name, file in fonts.mapped.items()
            if fonts.file(file) is None
        ),
    )


def _drawn(
    fonts: FontSet, title: str, names: tuple[str, ...], stand_in: tuple[str, str] | None
) -> KindDrawn:
    glyphs = fonts.glyphs(names[0], False)
    face = glyphs.main
    missing = []
    for char in RARE_NAMES:
        try:
            glyphs[char]
        except GlyphMissing:
            missing.append(char)
    return KindDrawn(
        title=title,
        names=names,
        file=face.path.name,
        licence=licence(face.path.name),
        is_stand_in=bool(stand_in) and face.path.name == stand_in[0],
        gb2312=_count(face, gb2312_hanzi()),
        rare=len(RARE_NAMES) - len(missing),
        missing="".join(missing),
    )


def _count(face: Face, characters: Iterable[str]) -> int:
    return sum(face.width(ord(char)) is not None for char in characters)


@cache
def gb2312_hanzi() -> tuple[str, ...]:
    """The 6,763 hanzi of GB 2312."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return tuple(char for pair in rows if (char := pair.decode("gb2312", "ignore")))


def licence(file: str) -> str:
    return next((named for stem, named in _LICENCES if file.startswith(stem)), OWN)
