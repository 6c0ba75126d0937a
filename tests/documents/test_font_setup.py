"""The set-up of fonts: what is fetched, what is converted, and what happens without a network."""

import importlib
import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from documents.layout.fonts import Face
from tests.documents.papers import ADDITIONAL_FONTS, ROOT


@pytest.fixture
def setup_fonts(monkeypatch, tmp_path):
    """The module of the set-up, on a machine that has none of the fonts."""
    monkeypatch.syspath_prepend(str(ROOT / "setup"))
    module = importlib.import_module("fonts")
    monkeypatch.setattr(module, "FONTS", tmp_path / ".fonts")
    monkeypatch.setattr(module, "INSTALLED", tmp_path / "installed")
    return module


def test_packages_hold_every_face_the_papers_ask_for(setup_fonts):
    assert {file for package in setup_fonts.PACKAGES for file in package.files} == ADDITIONAL_FONTS


def test_machine_without_apt_is_told_once_and_goes_on(setup_fonts, monkeypatch, capsys):
    monkeypatch.setattr(setup_fonts.shutil, "which", lambda program: None)
    setup_fonts.main()
    (line,) = capsys.readouterr().err.splitlines()
    assert "本机没有 apt" in line
    assert "仿宋、楷体、生僻字" in line
    assert "make fonts" in line


@pytest.mark.parametrize("answer", ["exit 100", "exit 0"])
def test_machine_without_a_network_is_told_and_goes_on(
    setup_fonts, monkeypatch, capsys, tmp_path, answer
):
    for program in ("apt-get", "dpkg-deb"):
        (tmp_path / program).write_text(f"#!/bin/sh\n{answer}\n", encoding="ascii")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    setup_fonts.main()
    assert "取不到 texlive-lang-chinese" in capsys.readouterr().err
    assert not list(tmp_path.rglob("*.ttf"))


def test_second_call_fetches_nothing(setup_fonts, monkeypatch, capsys):
    for folder, faces in (("FONTS", ("FandolFang-Regular.ttf",)), ("INSTALLED", ADDITIONAL_FONTS)):
        at = getattr(setup_fonts, folder)
        at.mkdir()
        for name in faces:
            (at / name).touch()
    monkeypatch.setattr(setup_fonts.Apt, "download", lambda *_: pytest.fail("fetched again"))
    setup_fonts.main()
    assert capsys.readouterr().err == ""


def cubic_face() -> bytes:
    """A face of one round glyph with PostScript outlines, 仿, a tenth of an em off the edges."""
    pen = T2CharStringPen(1000, None)
    pen.moveTo((100, 500))
    pen.curveTo((100, 721), (279, 900), (500, 900))
    pen.curveTo((721, 900), (900, 721), (900, 500))
    pen.curveTo((900, 279), (721, 100), (500, 100))
    pen.curveTo((279, 100), (100, 279), (100, 500))
    pen.closePath()
    empty = T2CharStringPen(500, None).getCharString()
    made = FontBuilder(1000, isTTF=False)
    made.setupGlyphOrder([".notdef", "fang"])
    made.setupCharacterMap({ord("仿"): "fang"})
    made.setupCFF("Face", {}, {".notdef": empty, "fang": pen.getCharString()}, {})
    made.setupHorizontalMetrics({".notdef": (500, 0), "fang": (1000, 100)})
    made.setupHorizontalHeader(ascent=880, descent=-120)
    made.setupNameTable({"familyName": "Face", "styleName": "Regular", "psName": "Face"})
    made.setupOS2()
    made.setupPost()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_postscript_outlines_become_ones_that_can_be_embedded(setup_fonts, tmp_path):
    otf = cubic_face()
    made = setup_fonts.converted(otf)
    face = TTFont(io.BytesIO(made))
    glyph = face["glyf"][face.getBestCmap()[ord("仿")]]
    assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (100, 100, 900, 900)
    path = tmp_path / "Face.ttf"
    path.write_bytes(made)
    assert Face(path).width(ord("仿")) == 1
    assert setup_fonts.converted(otf) == made
