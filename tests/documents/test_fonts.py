import re
from datetime import date

import pytest
from django.core.management import call_command

from documents.contracts import CONTRACTS
from documents.layout.coverage import RARE_NAMES, report
from documents.layout.fonts import FontSet, FontsMissing, GlyphMissing
from documents.pdf import convert
from tests.documents.papers import (
    FONTS_OF_SETUP,
    ROOT,
    docx,
    fonts,
    has_additional_fonts,
    p,
    shown,
)

# GB 18030-2022 and 通用规范汉字表: characters people really have in their names.
RARE = [
    0x2CC56, 0x36C3, 0x2B372, 0x4DAE, 0x20164, 0x9FA6, 0x9FB4, 0x3F06, 0x4C9F, 0x28C4F, 0x2CB4E,
    0x5803, 0x5586, 0x56CD, 0x7287, 0x71CA, 0x6607, 0x5A73, 0x794E, 0x73FA, 0x2C35B, 0x2CE2A,
    0x3666, 0x2C029, 0x2CB4A, 0x3447, 0x3BBE, 0x2AA58, 0x2B5AE, 0x2C72C,
]  # fmt: skip
ONLY_IN_RARE_FONTS = [0x212FE, 0x2B688, 0x3128F]

needs_rare_fonts = pytest.mark.skipif(
    not has_additional_fonts(), reason="没有补装的字体；联网后运行 make fonts"
)


def test_directory_without_fonts_is_one_clear_sentence(tmp_path):
    with pytest.raises(FontsMissing, match="缺少生成文书所需的字体文件：NotoSerifSC"):
        FontSet.discover([tmp_path])


def test_finding_fonts_reads_none_of_them(tmp_path):
    for name in ("NotoSerifSC_400Regular", "NotoSerifSC_700Bold"):
        (tmp_path / f"{name}.ttf").write_bytes(b"")
    for name in ("NotoSansSC_400Regular", "NotoSansSC_700Bold"):
        (tmp_path / f"{name}.ttf").write_bytes(b"")
    assert FontSet.discover([tmp_path])


@pytest.mark.parametrize("code", RARE)
def test_rare_name_is_drawn_with_the_fonts_of_setup(code):
    face, width = fonts().glyphs("仿宋_GB2312", False)[chr(code)]
    assert face.width(code) == width


@pytest.mark.parametrize("code", ONLY_IN_RARE_FONTS)
def test_name_no_font_has_is_refused_with_its_code_point(code):
    with pytest.raises(GlyphMissing, match=f"“{chr(code)}”（U\\+{code:X}）"):
        fonts().glyphs("仿宋_GB2312", False)[chr(code)]


@needs_rare_fonts
@pytest.mark.parametrize("code", RARE + ONLY_IN_RARE_FONTS)
def test_every_rare_name_is_drawn_with_the_additional_fonts(code):
    face, _ = fonts(rare=True).glyphs("仿宋_GB2312", False)[chr(code)]
    assert face.width(code)


@pytest.mark.parametrize(
    ("name", "bold", "file"),
    [
        ("仿宋_GB2312", False, "NotoSerifSC_400Regular"),
        ("仿宋_GB2312", True, "NotoSerifSC_700Bold"),
        ("方正小标宋简体", False, "NotoSerifSC_600SemiBold"),
        ("黑体", False, "NotoSansSC_400Regular"),
        ("楷体_GB2312", False, "NotoSerifSC_400Regular"),
        ("某种没有的字体", False, "NotoSerifSC_400Regular"),
    ],
)
def test_name_in_a_template_is_drawn_with_a_free_face(name, bold, file):
    assert fonts().glyphs(name, bold).main.name == file


@needs_rare_fonts
@pytest.mark.parametrize(
    ("name", "bold", "file"),
    [
        ("楷体_GB2312", False, "LXGWWenKai-Regular"),
        ("楷体_GB2312", True, "LXGWWenKai-Bold"),
        ("仿宋_GB2312", False, "FandolFang-Regular"),
    ],
)
def test_kind_is_drawn_with_a_face_of_its_own_where_there_is_one(name, bold, file):
    assert fonts(rare=True).glyphs(name, bold).main.name == file


def test_report_says_what_stands_in_when_there_are_only_the_fonts_from_npm():
    found = report(fonts())
    assert [kind.title for kind in found.stand_ins] == ["仿宋", "楷体"]
    for kind in found.kinds:
        assert (kind.gb2312, kind.rare) == (6763, len(RARE_NAMES) - 3)
        assert set(kind.missing) == set(map(chr, ONLY_IN_RARE_FONTS))
        assert kind.licence == "SIL OFL 1.1"
    assert [present for _, _, present in found.fallbacks] == [True, *[False] * 4]


@needs_rare_fonts
def test_report_of_a_whole_installation_has_nothing_to_complain_of():
    found = report(fonts(rare=True))
    assert not found.stand_ins
    assert not found.faults
    assert all(kind.rare == len(RARE_NAMES) for kind in found.kinds)
    assert len({kind.file for kind in found.kinds}) == len(found.kinds)


def test_report_names_the_file_a_map_asks_for_in_vain():
    found = report(FontSet.discover([FONTS_OF_SETUP], {"局用宋体": "JYST.ttf"}))
    assert [fault for fault in found.faults if "局用宋体" in fault and "JYST.ttf" in fault]


def test_face_that_cannot_be_embedded_stops_the_paper_by_its_file_name(tmp_path):
    (tmp_path / "simfang.ttf").write_bytes(b"OTTO" + bytes(100))
    found = FontSet.discover([tmp_path, FONTS_OF_SETUP])
    with pytest.raises(FontsMissing, match=r"simfang\.ttf不能嵌入文书"):
        convert(docx(p("文")), title="文", created=date(2026, 10, 18), fonts=found)


def test_command_prints_every_kind_with_its_file(capsys):
    call_command("fonts")
    printed = capsys.readouterr().out
    for kind in ("小标宋", "仿宋", "楷体", "黑体", "宋体"):
        assert re.search(rf"^{kind}　\S+\.ttf", printed, re.MULTILINE)


@pytest.mark.parametrize("code", sorted(CONTRACTS))
def test_every_branch_of_a_shipped_template_prints_with_the_fonts_of_setup(code):
    template = (ROOT / "templates" / "docx" / f"{code}.docx").read_bytes()
    glyphs = fonts().glyphs("仿宋_GB2312", False)
    assert not [char for char in set(shown(template)) if not char.isspace() and not glyphs[char]]


def test_licensed_face_of_an_office_comes_before_the_free_one(tmp_path):
    licensed = FONTS_OF_SETUP / "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"
    (tmp_path / "FZXBSJW.TTF").symlink_to(licensed)
    found = FontSet.discover([tmp_path, FONTS_OF_SETUP])
    assert found.glyphs("方正小标宋简体", False).main.name == "FZXBSJW"


def test_map_of_the_installation_names_the_file():
    found = FontSet.discover([FONTS_OF_SETUP], {"局用宋体": "NotoSansSC_700Bold.ttf"})
    assert found.glyphs("局用宋体", False).main.name == "NotoSansSC_700Bold"
