"""The page on which an administrator sees what papers are printed with."""

import io

import pytest
from django.core.management import call_command
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen

from documents import registry
from documents.font_files import check_font_files
from tests.documents.papers import FONTS_OF_SETUP


@pytest.fixture
def fonts_in(settings):
    """Set the directories of fonts; the faces read before are put back afterwards."""

    def fonts_in(*dirs, names=None):
        settings.DOCUMENT_FONT_DIRS = list(dirs)
        settings.DOCUMENT_FONT_MAP = names or {}
        registry.fonts.cache_clear()

    yield fonts_in
    registry.fonts.cache_clear()


def test_page_says_which_kinds_are_printed_in_song_instead(signed_in, fonts_in):
    fonts_in(FONTS_OF_SETUP)
    shown = signed_in("administrator").get("/fonts/").content.decode()
    assert "仿宋、楷体没有本种字体，用宋体代替" in shown
    assert shown.count("宋体代替") == 3
    assert "HanaMinB.ttf" in shown
    assert shown.count("未安装") == 4
    assert "30 / 33" in shown


def test_page_says_that_no_paper_can_be_made_without_fonts(signed_in, fonts_in, tmp_path):
    fonts_in(tmp_path)
    shown = signed_in("director").get("/fonts/").content.decode()
    assert "现在不能出具文书" in shown
    assert "缺少生成文书所需的字体文件" in shown


def test_page_names_a_mapped_file_that_is_not_there(signed_in, fonts_in):
    fonts_in(FONTS_OF_SETUP, names={"局标宋": "JBS.ttf"})
    shown = signed_in("administrator").get("/fonts/").content.decode()
    assert "字体对照把“局标宋”指到JBS.ttf" in shown


def cff() -> bytes:
    """The smallest font with PostScript outlines."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    pen = T2CharStringPen(500, None)
    builder.setupCFF("Office", {}, {".notdef": pen.getCharString()}, {})
    builder.setupHorizontalMetrics({".notdef": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Office"})
    builder.setupOS2()
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("方正小标宋简体.otf", cff, "转换成 TrueType 字形（glyf）"),
        ("simfang.ttf", cff, "转换成 TrueType 字形（glyf）"),
        ("局标宋.otf", lambda: b"\0\1\0\0" + bytes(60), "扩展名改为 .ttf"),
        ("局标宋.woff2", lambda: b"wOF2", "网页字体"),
        ("局标宋.ttc", lambda: b"ttcf" + bytes(2), "可能已损坏"),
    ],
)
def test_font_file_papers_cannot_use_is_named_with_what_to_do(
    signed_in, fonts_in, tmp_path, capsys, file, content, told
):
    (tmp_path / file).write_bytes(content())
    # The page and the command read the faces; the setup's stand first here so that they can.
    fonts_in(FONTS_OF_SETUP, tmp_path)
    shown = signed_in("administrator").get("/fonts/").content.decode()
    if file != "simfang.ttf":
        call_command("fonts")
        assert f"字体文件{file}没有使用" in capsys.readouterr().out
    assert [file in warning.msg and told in warning.msg for warning in check_font_files()] == [True]
    assert f"字体文件{file}没有使用" in shown
    assert told in shown


def test_font_files_of_the_operating_system_are_not_complained_of(fonts_in, tmp_path, settings):
    settings.SHIPPED_FONT_DIRS = [tmp_path]
    (tmp_path / "DejaVu.otf").write_bytes(cff())
    fonts_in(FONTS_OF_SETUP, tmp_path)
    assert check_font_files() == []
    (tmp_path / "FZXBSJW.otf").write_bytes(cff())
    assert ["FZXBSJW.otf" in warning.msg for warning in check_font_files()] == [True]


def test_only_who_settles_sees_the_fonts(signed_in):
    assert signed_in("mediator").get("/fonts/").status_code == 403
    assert "字体" in signed_in("administrator").get("/desk/system/").content.decode()
