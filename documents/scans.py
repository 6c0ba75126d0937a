"""
Scans somebody uploads: examined, refused where they could do harm, laid on upright A4 pages.

What is kept is drawn anew page by page, so that nothing but what is seen on the page survives; the
same upload gives the same bytes.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pikepdf
import pypdf
from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from staff.refusals import ActRefused

LIMIT = 20 * 1024 * 1024
PAGES_AT_MOST = 300
PIXELS_AT_MOST = 80_000_000
A4 = (595.28, 841.89)
_HEAD, _EDGE = 34.0, 12.0  # room for the page number of a bundle, and round about
_LONGEST_SIDE = 2480  # A4 at 300 dots per inch upright, 210 lengthwise
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"

# Keys and actions that make a viewer do something, or hide a file inside the file.
_ACTIVE_KINDS = {
    "/JavaScript": "脚本",
    "/Launch": "启动程序的指令",
    "/ImportData": "导入数据的指令",
    "/SubmitForm": "提交数据的指令",
    "/GoToE": "夹带的文件",
    "/RichMedia": "多媒体",
    "/Rendition": "多媒体",
    "/Movie": "多媒体",
    "/Sound": "多媒体",
}
_ACTIVE_KEYS = {
    "/JS": "脚本",
    "/EF": "夹带的文件",
    "/EmbeddedFiles": "夹带的文件",
    "/XFA": "动态表单",
    "/RichMediaContent": "多媒体",
}


class Scan(NamedTuple):
    """A scan as upright A4 pages; `doubtful` are the pages, from 1, that came upside down."""

    content: bytes
    pages: int
    doubtful: tuple[int, ...] = ()


def _refuse(sentence: str) -> ActRefused:
    return ActRefused(sentence, source="V-H1")


def read(upload) -> bytes:
    """
    Return the bytes of an uploaded file, whose size is looked at before a byte of it is read.

    Raises:
        ActRefused: it is larger than 20 MB.
    """
    if upload.size > LIMIT:
        raise _refuse(
            f"文件{upload.size // 1024 // 1024}MB，超过20MB，请降低分辨率或者分成几份重新扫描。"
        )
    return upload.read()


def as_pages(content: bytes) -> Scan:
    """
    Return a PDF, JPEG or PNG file as upright A4 pages.

    Raises:
        ActRefused: another kind of file, larger than 20 MB, encrypted, damaged, too many pages or
            pixels, or with something in it that acts: scripts, programs to launch, enclosed files.
    """
    if len(content) > LIMIT:
        raise _refuse("扫描件超过20MB，请降低分辨率后重新扫描。")
    if content.startswith((_JPEG, _PNG)):
        return _of_image(content)
    if not content.startswith(b"%PDF-"):
        raise _refuse("扫描件只接受 PDF、JPG、PNG 文件，请另存为其中一种再上传。")
    with _opened(content) as source:
        doubtful = tuple(
            no for no, page in enumerate(source.pages, 1) if page.obj.get("/Rotate", 0) == 180
        )
        return Scan(_laid_out(source), len(source.pages), doubtful)


def looked_through(content: bytes) -> None:
    """
    Look a PDF through that is kept as it came, because it bears somebody's signature.

    Raises:
        ActRefused: it is no PDF, or one that as_pages would not take.
    """
    if len(content) > LIMIT:
        raise _refuse("文件超过20MB，请缩小后重新上传。")
    if not content.startswith(b"%PDF-"):
        raise _refuse("请上传 PDF 文件。")
    _opened(content).close()


def words(content: bytes, *, pages: int = 3) -> str:
    """Return the words on the first pages of a PDF looked through before; "" of pictures."""
    try:
        read = pypdf.PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in read[:pages])
    except Exception:
        return ""


def turned(content: bytes, *, page: int, degrees: int) -> Scan:
    """
    Return a scan with one page (from 1) turned clockwise.

    Raises:
        ActRefused: there is no such page, or no quarter turn.
    """
    with _opened(content) as source:
        if not 1 <= page <= len(source.pages):
            raise _refuse(f"没有第{page}页，这份扫描件共{len(source.pages)}页。")
        if degrees not in (90, 180, 270):
            raise _refuse("只能旋转90度、180度或者270度。")
        source.pages[page - 1].rotate(degrees, relative=True)
        return Scan(_laid_out(source), len(source.pages))


def _opened(content: bytes) -> pikepdf.Pdf:
    try:
        source = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as locked:
        raise _refuse("这个 PDF 设了密码，法院打不开，请去掉密码后再上传。") from locked
    except (pikepdf.PdfError, ValueError) as broken:
        raise _refuse("这个 PDF 已损坏，打不开，请重新扫描。") from broken
    try:
        _refuse_what_acts(source)
    except (pikepdf.PdfError, ValueError, RecursionError) as broken:
        source.close()
        raise _refuse("这个 PDF 已损坏，打不开，请重新扫描。") from broken
    except ActRefused:
        source.close()
        raise
    return source


def _refuse_what_acts(source: pikepdf.Pdf) -> None:
    if source.is_encrypted:
        raise _refuse("这个 PDF 加了密，法院不能摘录和合订，请解除加密后再上传。")
    count = len(source.pages)
    if not count:
        raise _refuse("这个 PDF 没有一页，请重新扫描。")
    if count > PAGES_AT_MOST:
        raise _refuse(f"扫描件有{count}页，超过{PAGES_AT_MOST}页，请分成几份上传。")
    if found := next(_what_acts(source), None):
        raise _refuse(f"这个 PDF 里有{found}，不能放进材料包。请打印后重新扫描，再上传。")
    if source.check_pdf_syntax():
        raise _refuse("这个 PDF 已损坏，有的页面读不出来，请重新扫描。")


def _what_acts(source: pikepdf.Pdf) -> Iterator[str]:
    for thing in source.objects:
        yield from _in(thing)
    yield from _in(source.trailer)


def _in(thing: object, depth: int = 0) -> Iterator[str]:
    """What acts in one object; another object it refers to is looked at in its own turn."""
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if isinstance(thing, pikepdf.Dictionary):
        yield from (words for key, words in _ACTIVE_KEYS.items() if key in thing)
        kinds = (thing.get(key) for key in ("/S", "/Subtype", "/Type"))
        named = (str(kind) for kind in kinds if isinstance(kind, pikepdf.Name))
        yield from (_ACTIVE_KINDS[kind] for kind in named if kind in _ACTIVE_KINDS)
        below = [value for _, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        below = list(thing)
    else:
        return
    if depth < 40:
        for value in below:
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _in(value, depth + 1)


def _laid_out(source: pikepdf.Pdf) -> bytes:
    """Every page as a picture of itself on a new A4 page that stands the way it is read."""
    source.flatten_annotations("all")
    out = pikepdf.new()
    for page in source.pages:
        left, bottom, right, top = (float(side) for side in page.mediabox)
        width, height = abs(right - left), abs(top - bottom)
        if int(page.obj.get("/Rotate", 0)) % 180:
            width, height = height, width
        new = out.add_blank_page(page_size=A4 if height >= width else A4[::-1])
        x, y = (float(side) for side in new.mediabox[2:])
        box = pikepdf.Rectangle(_EDGE, _EDGE, x - _EDGE, y - _HEAD)
        # By a name of our own: a random one would make other bytes of the same upload.
        seen = out.copy_foreign(page.as_form_xobject())
        new.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Seen=seen))
        placed = new.calc_form_xobject_placement(
            seen,
            pikepdf.Name.Seen,
            box,
            invert_transformations=True,
            allow_shrink=True,
            allow_expand=True,
        )
        new.obj.Contents = out.make_stream(placed)
    return saved(out)


def sizes(content: bytes) -> list[tuple[float, float]]:
    """Return width and height of every page of a scan."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [(float(p.mediabox[2]), float(p.mediabox[3])) for p in pdf.pages]


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _of_image(content: bytes) -> Scan:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            photo = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if photo.width * photo.height > PIXELS_AT_MOST:
                raise _refuse("图片太大，请降低分辨率后重新拍照或者扫描。")
            doubtful = (1,) if photo.getexif().get(0x0112) in (3, 4) else ()
            image = ImageOps.exif_transpose(photo).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as broken:
        raise _refuse("这张图片已损坏，打不开，请重新拍照或者扫描。") from broken
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    drawn = io.BytesIO()
    image.save(drawn, "JPEG", quality=85)
    drawn.seek(0)
    page = A4 if image.height >= image.width else A4[::-1]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=page, invariant=1, pageCompression=1)
    box = (_EDGE, _EDGE, page[0] - 2 * _EDGE, page[1] - _EDGE - _HEAD)
    canvas.drawImage(ImageReader(drawn), *box, preserveAspectRatio=True, anchor="c")
    canvas.save()
    return Scan(out.getvalue(), 1, doubtful)


def joined(whole: bytes, parts: Sequence[tuple[str, bytes]], stamps: bytes, *, first: int) -> bytes:
    """
    Return `whole` with the pages of `parts` (title, scan) behind it, each bearing its stamp.

    `first` is how many pages come before the first of them; every part gets its bookmark.
    """
    with pikepdf.open(io.BytesIO(whole)) as out, pikepdf.open(io.BytesIO(stamps)) as numbers:
        place, marks = first, []
        for title, content in parts:
            marks.append((title, place))
            with pikepdf.open(io.BytesIO(content)) as part:
                out.pages.extend(part.pages)
                place += len(part.pages)
        for page, number in zip(out.pages[first:], numbers.pages, strict=True):
            stamp = out.copy_foreign(number.as_form_xobject())
            page.add_resource(stamp, pikepdf.Name.XObject, pikepdf.Name.Stamp)
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q q /Stamp Do Q")
        with out.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, at) for title, at in marks)
        # Scans may be anything on their page: the whole no longer claims to be an archive file.
        with out.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
            for key in [k for k in about if "pdfa/ns/id" in k]:
                del about[key]
        return saved(out)
