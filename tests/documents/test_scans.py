"""Scans as they are uploaded: what is laid on A4, what is refused and with which sentence."""

import io
from datetime import date

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from documents import scans
from documents.bundle import Enclosed, bundle
from staff.refusals import ActRefused
from tests.documents.papers import docx, fonts, p


def a_pdf(pages: int = 1, *, size=(595, 842), words: str = "SCAN", change=None, **options) -> bytes:
    pdf = pikepdf.new()
    for no in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=size)
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F1=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type1,
                    BaseFont=pikepdf.Name.Helvetica,
                )
            )
        )
        page.Contents = pdf.make_stream(f"BT /F1 24 Tf 100 600 Td ({words}{no}) Tj ET".encode())
    if change:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def an_image(kind: str = "JPEG", orientation: int = 1) -> bytes:
    image = Image.new("RGB", (300, 400), "white")
    image.paste("black", (0, 0, 60, 60))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )


def script_by_name(pdf):
    action = pdf.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))
    )
    pdf.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), action]))
    )


def launch(pdf):
    pdf.pages[0].obj.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    )


def enclose(pdf):
    pdf.attachments["a.exe"] = b"MZ"


def form(pdf):
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=[])


def video(pdf):
    pdf.pages[0].obj.Annots = pikepdf.Array(
        [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia)]
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (script, "脚本"),
        (script_by_name, "脚本"),
        (launch, "启动程序"),
        (enclose, "夹带的文件"),
        (form, "动态表单"),
        (video, "多媒体"),
    ],
)
def test_a_file_with_something_in_it_that_acts_is_refused(change, words):
    with pytest.raises(ActRefused, match=words):
        scans.as_pages(a_pdf(change=change))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00", "只接受"),
        (b"<html>%PDF-1.7", "只接受"),
        (b"%PDF-1.7\nnothing of the kind", "损坏"),
        (a_pdf()[:300], "损坏"),
        (b"\xff\xd8\xff\xe0" + b"0" * 60, "图片已损坏"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 60, "图片已损坏"),
        (b"%PDF-" + b"0" * (scans.LIMIT + 1), "20MB"),
    ],
)
def test_what_is_no_scan_is_refused(content, words):
    with pytest.raises(ActRefused, match=words):
        scans.as_pages(content)


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_file_is_refused_even_if_it_opens_without_a_password(password):
    locked = a_pdf(encryption=pikepdf.Encryption(user=password, owner="owner"))
    with pytest.raises(ActRefused, match="密"):
        scans.as_pages(locked)


def test_a_huge_upload_is_refused_before_it_is_read():
    class Upload:
        size = 600 * 1024 * 1024

        def read(self):
            raise AssertionError("read into memory")

    with pytest.raises(ActRefused, match="600MB"):
        scans.read(Upload())


def test_pages_of_every_size_become_a4_and_keep_what_stands_on_them():
    scan = scans.as_pages(a_pdf(2, size=(1200, 1700)))
    pages = PdfReader(io.BytesIO(scan.content)).pages
    assert scan.pages == len(pages) == 2
    assert [round(float(p.mediabox.width)) for p in pages] == [595, 595]
    assert "SCAN2" in pages[1].extract_text()


def test_a_page_on_its_side_is_laid_lengthwise():
    def on_its_side(pdf):
        pdf.pages[0].rotate(90, relative=False)

    page = PdfReader(io.BytesIO(scans.as_pages(a_pdf(change=on_its_side)).content)).pages[0]
    assert page.mediabox.width > page.mediabox.height
    assert page.rotation == 0


def test_a_page_upside_down_is_pointed_out_and_can_be_turned():
    def upside_down(pdf):
        pdf.pages[1].rotate(180, relative=False)

    scan = scans.as_pages(a_pdf(3, change=upside_down))
    assert scan.doubtful == (2,)
    once = scans.turned(scan.content, page=2, degrees=180)
    assert once.content != scan.content
    assert once.pages == 3


@pytest.mark.parametrize(
    ("page", "degrees", "words"), [(0, 90, "没有"), (2, 90, "没有"), (1, 45, "90")]
)
def test_a_turn_that_cannot_be_is_refused(page, degrees, words):
    with pytest.raises(ActRefused, match=words):
        scans.turned(scans.as_pages(a_pdf()).content, page=page, degrees=degrees)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_becomes_a_page(kind):
    scan = scans.as_pages(an_image(kind))
    assert (scan.pages, scan.doubtful) == (1, ())
    assert len(PdfReader(io.BytesIO(scan.content)).pages) == 1


def test_a_photograph_taken_upside_down_is_pointed_out():
    assert scans.as_pages(an_image(orientation=3)).doubtful == (1,)


@pytest.mark.parametrize("content", [a_pdf(2), an_image()])
def test_the_same_upload_gives_the_same_bytes(content):
    assert scans.as_pages(content).content == scans.as_pages(content).content


def test_scans_follow_the_papers_in_one_run_of_page_numbers():
    scan = scans.as_pages(a_pdf(2, words="CARD"))
    photo = scans.as_pages(an_image())
    made = bundle(
        [("申请书", docx(p("正文")))],
        title="材料",
        created=date(2026, 11, 20),
        fonts=fonts(),
        enclosed=[Enclosed("身份证", scan.content, 2), Enclosed("考勤表", photo.content, 1)],
    )
    pages = ["".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(made.content)).pages]
    assert made.pages == len(pages) == 5
    assert [f"总第{no}页" in page for no, page in enumerate(pages, 1)] == [True] * 5
    assert "CARD1" in pages[2]
    assert "身份证3" in pages[0]
    assert "考勤表5" in pages[0]
    with pikepdf.open(io.BytesIO(made.content)) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["目录", "申请书", "身份证", "考勤表"]


def test_a_bundle_with_scans_does_not_claim_to_be_an_archive_file():
    made = bundle(
        [("申请书", docx(p("正文")))],
        title="材料",
        created=date(2026, 11, 20),
        fonts=fonts(),
        enclosed=[Enclosed("身份证", scans.as_pages(a_pdf()).content, 1)],
    )
    assert b"pdfaid:part" not in made.content
