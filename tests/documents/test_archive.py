import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageCms

from documents.archive import LEVEL, check
from documents.colour import srgb_profile
from tests.documents.papers import docx, p
from tests.documents.test_pdf import AGREEMENT, SHIPPED, made, sample, with_seal


def faults(pdf: bytes) -> list[str]:
    return [finding.rule for finding in check(pdf).faults]


@pytest.mark.parametrize("template", SHIPPED, ids=lambda template: template.stem)
def test_shipped_paper_keeps_every_rule(template):
    report = check(made(sample(template)))
    assert report.faults == []
    assert report.sentence.startswith(LEVEL)


def test_picture_with_transparency_is_drawn_opaque():
    assert faults(made(with_seal(docx(p("印章"))))) == []


def test_title_with_markup_and_quotes_is_the_same_in_both_places():
    assert faults(made(AGREEMENT, title="甲<乙>&“丙”\"丁'的协议")) == []


def test_report_claims_no_certificate():
    sentence = check(made(AGREEMENT)).sentence
    assert "结构" in sentence
    assert "认证" not in sentence


def saved(pdf: Pdf, **options) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def without_font_program(pdf: Pdf) -> None:
    for held in pdf.objects:
        if isinstance(held, Dictionary) and held.get("/Type") == Name.FontDescriptor:
            del held["/FontFile2"]
            return


def with_helvetica(pdf: Pdf) -> None:
    fonts = pdf.pages[0].Resources.Font
    fonts["/Helv"] = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )


def with_wrong_widths(pdf: Pdf) -> None:
    for held in pdf.objects:
        if isinstance(held, Dictionary) and held.get("/Type") == Name.Font:
            held.Widths = Array([int(width) + 40 for width in held.Widths])
            return


def with_encoding(pdf: Pdf) -> None:
    for held in pdf.objects:
        if isinstance(held, Dictionary) and held.get("/Type") == Name.Font:
            held.Encoding = Name.WinAnsiEncoding
            return


def without_unicode(pdf: Pdf) -> None:
    for held in pdf.objects:
        if isinstance(held, Dictionary) and held.get("/Type") == Name.Font:
            del held["/ToUnicode"]
            return


def with_javascript(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def with_page_action(pdf: Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit])))


def with_other_title(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "另一份文书"


def with_other_day(pdf: Pdf) -> None:
    pdf.docinfo["/CreationDate"] = "D:20200101000000+08'00'"


def with_author(pdf: Pdf) -> None:
    pdf.docinfo["/Author"] = "某人"


def without_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


def as_another_part(pdf: Pdf) -> None:
    xmp = pdf.Root.Metadata.read_bytes().replace(b"<pdfaid:part>2", b"<pdfaid:part>1")
    pdf.Root.Metadata.write(xmp)


def without_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def without_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def without_title_shown(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def with_attachment(pdf: Pdf) -> None:
    pdf.attachments["账.txt"] = b"1"


def with_transparency_group(pdf: Pdf) -> None:
    pdf.pages[0].Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


def with_half_ink(pdf: Pdf) -> None:
    pdf.pages[0].Resources.ExtGState = Dictionary(G=Dictionary(ca=0.5))


def with_cmyk(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.contents_add(pdf.make_stream(b"0 0 0 1 k 0 0 9 9 re f"))


def with_outside_data(pdf: Pdf) -> None:
    stream = pdf.make_stream(b"")
    stream["/F"] = Dictionary(Type=Name.Filespec, F=pikepdf.String("else.bin"))
    pdf.Root.Elsewhere = pdf.make_indirect(stream)


def with_lzw(pdf: Pdf) -> None:
    stream = pdf.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50", filter=Name.LZWDecode)
    pdf.Root.Elsewhere = pdf.make_indirect(stream)


def with_hidden_mark(pdf: Pdf) -> None:
    mark = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 10, 10]), F=2, Contents="x"
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(mark)])


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (without_font_program, "字体全部嵌入"),
        (with_helvetica, "字体全部嵌入"),
        (with_wrong_widths, "字形和字宽齐全"),
        (with_encoding, "字体编码合规"),
        (without_unicode, "文字可复制检索"),
        (with_javascript, "没有脚本和动作"),
        (with_page_action, "没有脚本和动作"),
        (with_other_title, "元数据与文档信息一致"),
        (with_other_day, "元数据与文档信息一致"),
        (with_author, "元数据与文档信息一致"),
        (without_metadata, "标明 PDF/A-2B"),
        (as_another_part, "标明 PDF/A-2B"),
        (without_intent, "输出意图为 sRGB"),
        (without_language, "注明语言"),
        (without_title_shown, "有标题并显示"),
        (with_attachment, "没有夹带附件"),
        (with_transparency_group, "没有透明效果"),
        (with_half_ink, "没有透明效果"),
        (with_cmyk, "颜色与输出意图相符"),
        (with_outside_data, "没有外部内容"),
        (with_lzw, "压缩方式合规"),
        (with_hidden_mark, "批注和签名域可见可印"),
    ],
)
def test_broken_rule_is_found_by_name(spoil, rule):
    with pikepdf.open(io.BytesIO(made(AGREEMENT))) as pdf:
        spoil(pdf)
        report = check(saved(pdf, compress_streams=False))
    assert rule in [finding.rule for finding in report.faults]
    assert all(finding.fault.endswith("。") for finding in report.faults)
    assert report.sentence.startswith(f"不是{LEVEL}")


@pytest.mark.parametrize(("password", "rule"), [("", "未加密"), ("secret", "未加密")])
def test_encryption_is_found(password, rule):
    with pikepdf.open(io.BytesIO(made(AGREEMENT))) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(user=password, owner="owner"))
    assert rule in faults(locked)


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7\n", b"not a file", b"PK\x03\x04" * 50])
def test_what_is_no_pdf_is_said_to_be_none(file):
    assert faults(file)


def test_foreign_file_with_entries_of_the_wrong_kind_is_judged_all_the_same():
    with pikepdf.open(io.BytesIO(made(AGREEMENT))) as pdf:
        pdf.Root.AcroForm = Name.Nothing
        pdf.Root.OutputIntents = Array([1, 2])
        pdf.Root.ViewerPreferences = Array([])
        report = check(saved(pdf))
    assert "不能判断" in " ".join(finding.fault for finding in report.faults)


def test_line_end_before_the_end_of_a_stream_is_asked_for():
    assert faults(made(AGREEMENT).replace(b"\nendstream", b" endstream", 1)) == ["文件结构完整"]


def test_text_after_the_end_is_found():
    assert "文件结构完整" in faults(made(AGREEMENT) + b"more")


def test_profile_means_the_colours_of_srgb():
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    change = ImageCms.buildTransform(ours, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    ramp = Image.frombytes(
        "RGB", (256, 1), bytes(n * k % 256 for n in range(256) for k in (1, 3, 7))
    )
    assert ImageCms.applyTransform(ramp, change).tobytes() == ramp.tobytes()


def outline_of(pdf: Pdf) -> list:
    with pdf.open_outline() as outline:
        return [(item.title, [child.title for child in item.children]) for item in outline.root]


def test_bookmarks_are_the_name_of_the_paper_and_its_headings():
    rights = next(template for template in SHIPPED if template.stem == "D04")
    with pikepdf.open(io.BytesIO(made(sample(rights)))) as pdf:
        ((name, below),) = outline_of(pdf)
        assert name == "权利义务告知书"
        assert len(below) == 4
        assert [str(element.S) for element in pdf.Root.StructTreeRoot.K.K] == ["/H1", *["/H2"] * 4]
        assert not pdf.Root.MarkInfo.Marked
