"""
Fetch the free faces npm does not have, from Debian's packages: 仿宋, 楷体 and rare names.

Packages are downloaded by name and unpacked into `.fonts`, not installed: it takes apt, but
neither root nor what the packages depend on. Without apt or a network the papers are printed with
the fonts from npm; whoever runs this is told so, and nothing fails. Runs on the Python of .venv.
"""

import io
import multiprocessing
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

from debian import say
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

FONTS = Path(__file__).resolve().parent.parent / ".fonts"
INSTALLED = Path("/usr/share/fonts")
# Of what cannot be reached, apt would wait for minutes.
WAIT = ["Acquire::http::Timeout=15", "Acquire::https::Timeout=15", "Acquire::Retries=0"]
LONGEST = 180


class Package(NamedTuple):
    name: str
    megabytes: int
    purpose: str
    files: tuple[str, ...]
    """Faces, as they are called in `.fonts`; an .otf of the same stem is converted."""
    licence: str


PACKAGES = (
    Package(
        "texlive-lang-chinese", 49, "仿宋", ("FandolFang-Regular.ttf",),
        "doc/texlive-doc/fonts/fandol/README",
    ),
    Package(
        "fonts-lxgw-wenkai", 52, "楷体", ("LXGWWenKai-Regular.ttf", "LXGWWenKai-Bold.ttf"),
        "doc/fonts-lxgw-wenkai/copyright",
    ),
    Package(
        "fonts-hanazono", 22, "生僻字", ("HanaMinA.ttf", "HanaMinB.ttf"),
        "doc/fonts-hanazono/copyright",
    ),
    Package(
        "fonts-babelstone-han", 11, "生僻字", ("BabelStoneHan.ttf",),
        "doc/fonts-babelstone-han/copyright",
    ),
)  # fmt: skip


def main() -> None:
    present = {path.name for folder in (FONTS, INSTALLED) for path in folder.rglob("*.ttf")}
    wanted = [package for package in PACKAGES if not present.issuperset(package.files)]
    if wanted and not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return _do_without(wanted, "本机没有 apt")
    with tempfile.TemporaryDirectory(prefix="kuaijie-fonts-") as folder:
        apt = Apt(Path(folder))
        for place, package in enumerate(wanted):
            size = f"{package.megabytes} MB"
            say(
                f"取文书字体：{package.purpose}（{package.name}，{size}）",
                f"fetching fonts for papers, {size}",
            )
            archive = apt.download(package.name)
            if archive is None:
                return _do_without(wanted[place:], f"取不到 {package.name}")
            _unpack(package, archive)
            archive.unlink()


def _do_without(packages: list[Package], reason: str) -> None:
    lacking = "、".join(dict.fromkeys(package.purpose for package in packages))
    say(
        f"{reason}，{lacking}用 npm 的宋体代替，文书照常打印；联网后运行 make fonts 补装",
        "some fonts could not be had; papers print with those from npm. Later: make fonts",
    )


class Apt:
    """Downloads by package name; where the machine's lists are missing, with lists of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.own_lists: list[str] = []

    def download(self, package: str) -> Path | None:
        if not self._run("download", package) and not self.own_lists:
            lists = self.folder / "lists"
            (lists / "partial").mkdir(parents=True)
            self.own_lists = [f"Dir::State::lists={lists}", f"Dir::Cache={lists}"]
            self._run("update")
            self._run("download", package)
        return next(self.folder.glob(f"{package}_*.deb"), None)

    def _run(self, *act: str) -> bool:
        options = ["APT::Sandbox::User=root", *WAIT, *self.own_lists]
        command = ["apt-get", "-qq", *(f"-o{option}" for option in options), *act]
        try:
            done = subprocess.run(
                command, cwd=self.folder, capture_output=True, check=False, timeout=LONGEST
            )
        except subprocess.TimeoutExpired:
            return False
        return not done.returncode


def _unpack(package: Package, archive: Path) -> None:
    FONTS.mkdir(exist_ok=True)
    stems = {Path(name).stem: name for name in package.files}
    found = 0
    unpacking = subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with unpacking, tarfile.open(fileobj=unpacking.stdout, mode="r|") as members:
        for member in members:
            path = Path(member.name)
            is_licence = member.name.endswith(f"share/{package.licence}")
            is_face = path.suffix in (".ttf", ".otf") and path.stem in stems
            content = members.extractfile(member) if is_licence or is_face else None
            if content is None:
                continue
            found += 1
            if is_licence:
                (FONTS / f"{package.name}.licence.txt").write_bytes(content.read())
            elif path.suffix == ".otf":
                say("转换字形（约十五秒）", "converting outlines (about fifteen seconds)")
                _keep(stems[path.stem], converted(content.read()))
            else:
                _keep(path.name, content.read())
            if found > len(stems):
                unpacking.kill()  # the rest of a large package
                break


def _keep(name: str, content: bytes) -> None:
    """Write a face whole or not at all: half a file would stop every paper."""
    unfinished = FONTS / f"{name}.part"
    unfinished.write_bytes(content)
    unfinished.rename(FONTS / name)


def converted(otf: bytes) -> bytes:
    """Return the face with its cubic outlines (CFF) turned into the quadratic ones of TrueType."""
    source = TTFont(io.BytesIO(otf))
    codes = source.getBestCmap()
    order = [".notdef", *dict.fromkeys(name for name in codes.values() if name != ".notdef")]
    with multiprocessing.Pool(initializer=_open, initargs=(otf,)) as pool:
        outlines = []
        for outline in pool.imap(_outline, order, chunksize=100):
            outlines.append(outline)
            if sys.stderr.isatty() and len(outlines) % 100 == 0:
                done = len(outlines) * 100 // len(order)
                print(f"\r  {done}%", end="\r", file=sys.stderr, flush=True)
    head, lines, names = source["head"], source["hhea"], source["name"]
    made = FontBuilder(head.unitsPerEm, isTTF=True)
    # The days of the source: the same package gives the same bytes.
    made.updateHead(created=head.created, modified=head.modified)
    made.font.recalcTimestamp = False
    made.setupGlyphOrder(order)
    made.setupCharacterMap(codes)
    made.setupGlyf(dict(zip(order, outlines, strict=True)))
    advances = source["hmtx"].metrics
    made.setupHorizontalMetrics({name: advances[name] for name in order})
    made.setupHorizontalHeader(ascent=lines.ascent, descent=lines.descent, lineGap=lines.lineGap)
    kept = {"copyright": 0, "familyName": 1, "psName": 6, "licenseInfoURL": 14}
    told = {key: text for key, number in kept.items() if (text := names.getDebugName(number))}
    made.setupNameTable(told | {"styleName": "Regular"})
    style = source["OS/2"]
    made.setupOS2(
        sTypoAscender=style.sTypoAscender,
        sTypoDescender=style.sTypoDescender,
        usWinAscent=style.usWinAscent,
        usWinDescent=style.usWinDescent,
        fsType=style.fsType,
    )
    made.setupPost(keepGlyphNames=False)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# In each process of the pool: the glyphs of the face it reads.
_open_face: list = []


def _open(otf: bytes) -> None:
    _open_face.append(TTFont(io.BytesIO(otf)).getGlyphSet())


def _outline(name: str):
    pen = TTGlyphPen(None)
    # An error of a thousandth of an em is less than a dot of a printer.
    _open_face[-1][name].draw(Cu2QuPen(pen, max_err=1.0))
    glyph = pen.glyph()
    # The two kinds of outlines run in opposite directions.
    start = 0
    points = list(getattr(glyph, "coordinates", ()))
    for last in getattr(glyph, "endPtsOfContours", ()):
        contour = slice(start, last + 1)
        points[contour] = points[contour][::-1]
        glyph.flags[contour] = glyph.flags[contour][::-1]
        start = last + 1
    if points:
        glyph.coordinates = GlyphCoordinates(points)
    return glyph


if __name__ == "__main__":
    main()
