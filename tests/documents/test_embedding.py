"""The fonts and pictures in a PDF: the same outlines and dots as in the files they come from."""

import io
import re
from datetime import date

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import calcChecksum
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from documents import docxzip
from documents.embedding import Embedded
from documents.layout.fonts import Face
from documents.layout.page import Fill, Page, Rule, Text
from documents.layout.text import Ink
from documents.pdf import convert, write
from documents.pdffile import Direct, File
from tests.documents.papers import docx, fonts, p
from tests.documents.test_pdf import with_seal

HANZI = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))


def song() -> Face:
    return fonts().glyphs("宋体", False).main


def embedded(text: str, face: Face) -> tuple[list[tuple[str, bytes]], dict[str, bytes]]:
    """The pieces as they are shown, and the font files by the name they are shown with."""
    out = io.BytesIO()
    canvas = Canvas(out)
    file = File(canvas._doc)
    made = Embedded(face, "F1")
    pieces = list(made.shown(text))
    held = " ".join(f"/{name} {reference}" for name, reference in made.write(file))
    canvas.showPage()
    canvas._doc.Pages.pages[-1].Resources = Direct(f"<</Font<<{held}>>>>")
    canvas.save()
    with pikepdf.open(out) as pdf:
        held = pdf.pages[0].Resources.Font
        programs = {name[1:]: held[name].FontDescriptor.FontFile2.read_bytes() for name in held}
        assert len({str(held[name].BaseFont) for name in held}) == len(programs)
    return pieces, programs


def outline(font: TTFont, glyph: str) -> list:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return pen.value


@pytest.fixture
def accented(tmp_path) -> Face:
    """A face of which Á is A and an accent, and Ấ is Á and the accent once more, at half size."""
    square, parts = TTGlyphPen(None), {}
    for corner in ((0, 0), (0, 500), (500, 500), (500, 0)):
        (square.lineTo if corner != (0, 0) else square.moveTo)(corner)
    square.closePath()
    plain = square.glyph()
    for name, whole in (("Aacute", ("A", "acute")), ("Abreve", ("Aacute", "acute"))):
        pen = TTGlyphPen(parts | dict.fromkeys(("A", "acute"), plain))
        pen.addComponent(whole[0], (1, 0, 0, 1, 0, 0))
        pen.addComponent(whole[1], (0.5, 0, 0, 0.5, 300, 700))
        parts[name] = pen.glyph()
    names = [".notdef", "acute", "A", "Aacute", "Abreve"]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord("A"): "A", ord("Á"): "Aacute", ord("Ấ"): "Abreve"})
    font.setupGlyf(dict.fromkeys(names[:3], plain) | parts)
    font.setupHorizontalMetrics({name: (600 + 10 * at, at) for at, name in enumerate(names)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Test", "styleName": "Regular", "psName": "Test-Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(tmp_path / "accented.ttf")
    return Face(tmp_path / "accented.ttf")


def assert_same_glyphs(text: str, face: Face) -> None:
    pieces, held = embedded(text, face)
    shown = [(name, code) for name, codes in pieces for code in codes]
    programs = {name: TTFont(io.BytesIO(program)) for name, program in held.items()}
    source = TTFont(face.path)
    names = source.getBestCmap()
    for char, (name, code) in zip(text, shown, strict=True):
        program = programs[name]
        glyph = program["cmap"].tables[0].cmap[code]
        assert outline(program, glyph) == outline(source, names[ord(char)])
        assert program["hmtx"][glyph] == source["hmtx"][names[ord(char)]]


def test_glyphs_of_the_pdf_are_those_of_the_font():
    assert_same_glyphs(HANZI, song())


@pytest.mark.parametrize("text", ["AÁẤ", "Ấ", "ÁA"])
def test_glyphs_put_together_from_others_are_embedded_with_them(text, accented):
    assert_same_glyphs(text, accented)


def test_font_of_more_than_256_characters_is_several_fonts_with_names_of_their_own():
    pieces, held = embedded(HANZI, song())
    assert len(held) == 3
    assert all(0 not in codes for _, codes in pieces)


def test_font_in_the_pdf_is_a_sound_file():
    _, held = embedded(HANZI[:200], song())
    (program,) = held.values()
    assert calcChecksum(program) == 0xB1B0AFBA
    TTFont(io.BytesIO(program), checkChecksums=2).ensureDecompiled()


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "LA"])
def test_picture_has_the_dots_of_its_file(mode):
    shades = Image.new("RGB", (9, 5))
    shades.putdata([(40 * (n % 7), 5 * n, 255 - 5 * n) for n in range(45)])
    picture = shades.convert(mode)
    file = docxzip.read(with_seal(docx(p("印"))))
    content = io.BytesIO()
    picture.save(content, "PNG")
    changed = docxzip.write(file, {"word/media/seal.png": content.getvalue()})
    made = convert(changed, title="印", created=date(2026, 10, 18), fonts=fonts())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        (held,) = pdf.pages[0].Resources.XObject.values()
        drawn = pikepdf.PdfImage(held).as_pil_image().convert("RGB")
    assert drawn.tobytes() == picture.convert("RGB").tobytes()


def test_place_next_to_nothing_is_written_without_an_exponent():
    """A figure like 1e-14 is none in a PDF: readers lose the rest of the page."""
    page = Page(595.3, 841.9, 1)
    page.texts.append(Text(1e-14, 841.9 - 1e-14, "印", Ink(song(), 14.0, "000000", False), 1e-9))
    page.rules.append(Rule(1e-14, 841.9 - 1e-14, 100.0, 841.9 - 1e-14, 1e-5, "000000"))
    page.fills.append(Fill(-1e-14, 841.9, 10.0, 1e-14, "FF0000"))
    made = write([page], title="印", created=date(2026, 10, 18))
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode()
    assert not re.search(r"\de[-+]?\d", re.sub(r"<[0-9a-f]*>", "", content))
