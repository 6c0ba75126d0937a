"""The page on which an administrator sees what papers are printed with."""

import pytest

from documents import registry
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


def test_only_who_settles_sees_the_fonts(signed_in):
    assert signed_in("mediator").get("/fonts/").status_code == 403
    assert "字体" in signed_in("administrator").get("/desk/system/").content.decode()
