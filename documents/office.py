"""
The PDF of a paper by LibreOffice: an optional backend, and what the tests compare our own with.

It draws what our layout refuses, but takes a second, and its files differ from run to run.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from lxml import etree

from documents import docxzip
from documents.layout.fonts import FALLBACKS, KINDS, Face, FontSet
from documents.layout.vocabulary import W

LONGEST = 300


class OfficeFailed(Exception):
    """LibreOffice is not there, or made no PDF."""


def convert(docx: bytes, *, title: str, created: date, fonts: FontSet) -> bytes:
    """
    The .docx as PDF, drawn with the same faces as our own.

    Raises:
        OfficeFailed: LibreOffice is not there, or made no PDF.
        GlyphMissing: no face has a character of the text.
        NotADocx: the bytes are no Word file.
    """
    for char in sorted(_characters(docx)):
        fonts.glyphs("宋体", False)[char]
    made = convert_all({"paper": docx}, fonts)["paper"]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        told = pikepdf.Dictionary(
            Title=title, Producer="LibreOffice", CreationDate=f"D:{created:%Y%m%d}000000+08'00'"
        )
        pdf.docinfo = pdf.make_indirect(told)
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
        return out.getvalue()


def convert_all(files: Mapping[str, bytes], fonts: FontSet) -> dict[str, bytes]:
    """The files as LibreOffice writes them, by name; it is started once."""
    program = shutil.which("soffice")
    if program is None:
        raise OfficeFailed("本机没有安装 LibreOffice，请安装，或把文书后端改回 own。")
    with tempfile.TemporaryDirectory(prefix="kuaijie-office-") as name:
        folder = Path(name)
        papers = []
        for stem, content in files.items():
            papers.append(folder / f"{stem}.docx")
            papers[-1].write_bytes(content)
        config = _font_config(folder, fonts)
        command = [
            *(program, f"-env:UserInstallation=file://{folder}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder)),
        ]
        environment = os.environ | {"FONTCONFIG_FILE": str(config), "HOME": str(folder)}
        try:
            subprocess.run(
                [*command, *papers],
                env=environment, check=True, capture_output=True, timeout=LONGEST,
            )  # fmt: skip
            return {stem: (folder / f"{stem}.pdf").read_bytes() for stem in files}
        except (OSError, subprocess.SubprocessError) as fault:
            raise OfficeFailed("LibreOffice 没有生成 PDF，请检查安装。") from fault


def _font_config(folder: Path, fonts: FontSet) -> Path:
    """A fontconfig of nothing but our faces, which gives every name the face we draw it with."""
    rare = [face for name in FALLBACKS if (face := fonts.file(name))]
    linked = folder / "faces"
    linked.mkdir()
    rules = []
    names = {name for kind in KINDS for name in kind.names} | set(fonts.mapped)
    for named in sorted(names):
        faces = [fonts.glyphs(named, bold).main for bold in (False, True)]
        test = f'<test name="family"><string>{escape(named)}</string></test>'
        rules.append(_rule(test, faces[:1]))
        for face in (*faces, *rare):
            link = linked / face.path.name
            if not link.exists():
                link.symlink_to(face.path)
    config = folder / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{linked}</dir><cachedir>{folder}/cache</cachedir>'
        f"{''.join(rules)}{_rule('', rare, mode='append')}</fontconfig>",
        encoding="utf-8",
    )
    return config


def _rule(test: str, faces: Iterable[Face], mode: str = "assign") -> str:
    families = "".join(f"<string>{escape(face.family)}</string>" for face in faces)
    return (
        f'<match target="pattern">{test}<edit name="family" mode="{mode}" binding="strong">'
        f"{families}</edit></match>"
    )


def _characters(docx: bytes) -> set[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    found: set[str] = set()
    for member in docxzip.read(docx):
        if member.name.startswith("word/") and member.name.endswith(".xml"):
            for text in etree.fromstring(member.content(), parser).iter(W + "t"):
                found.update(text.text or "")
    return {char for char in found if not char.isspace()}
