"""
Fields first, then one signature after another; every step is appended to the file before it.

A field that is added after the first signature breaks that signature, so all places are made in
one go and none is added later. The first signature certifies the text; after it only the places
that are there may be filled.
"""

from __future__ import annotations

import io
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import tsp, x509
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.content import AppearanceContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.signing.appearance import Drawing
from documents.signing.port import Signer, SigningFault

SEAM_PAGES = 6
TSA_SECONDS = 10
TSA_BYTES_AT_MOST = 64 * 1024
_SEAM = "/SeamSeal"


@dataclass(frozen=True)
class Place:
    """
    A place to sign: page from 0, and the box (left, bottom, right, top) in points of a visible one.

    `label` is what a reader's program shows for the field.
    """

    name: str
    label: str
    page: int = 0
    box: tuple[float, float, float, float] | None = None


class FieldsClosed(SigningFault):
    """A place was asked for after the first signature, or one that is not in the file."""


def prepare(pdf: bytes, places: Sequence[Place]) -> bytes:
    """
    Append all the places to an unsigned PDF.

    Raises:
        FieldsClosed: the PDF is signed already.
        SigningFault: it is no PDF that can be read.
    """
    reader = _reader(pdf)
    if reader.embedded_signatures:
        raise FieldsClosed("文件已经签署，不能再增加签名域；签名域须在第一个签名之前全部建立。")
    writer = _Writer(io.BytesIO(pdf))
    for place in places:
        box = tuple(round(side, 2) for side in place.box) if place.box else None
        fields.append_signature_field(
            writer,
            fields.SigFieldSpec(
                place.name,
                on_page=place.page,
                box=box,  # type: ignore[arg-type]
                readable_field_name=place.label,
            ),
        )
    return _written(writer)


def sign(
    pdf: bytes,
    *,
    place: str,
    signer: Signer,
    at: datetime,
    reason: str = "",
    drawing: Drawing | None = None,
    tsa_url: str = "",
) -> bytes:
    """
    Append one signature in a place that is there and empty; the first one certifies the text.

    Raises:
        FieldsClosed: the place is not in the file.
        SigningFault: the place is signed, the certificate is not valid at that moment, the
            signature does not fit its certificate, the timestamp server does not answer.
    """
    reader = _reader(pdf)
    states = {name: value for name, value, _ in fields.enumerate_sig_fields(reader)}
    if place not in states:
        raise FieldsClosed(
            f"文件中没有签名域“{place}”；签名域须在第一个签名之前全部建立，签署后不能增加。"
        )
    if states[place] is not None:
        raise SigningFault(f"签名域“{place}”已经签署，不能再签。")
    certificate = x509.Certificate.load(signer.certificate)
    _refuse_invalid(certificate, at)
    metadata = signers.PdfSignatureMetadata(
        field_name=place,
        md_algorithm="sha256",
        name=signer.name,
        reason=reason or None,
        certify=not reader.embedded_signatures,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        subfilter=fields.SigSeedSubFilter.PADES,
        signer_key_usage=set(),
    )
    made = _SignerAt(
        metadata,
        _Bridge(signer, certificate),
        timestamper=_TimeServer(tsa_url) if tsa_url else None,
        stamp_style=_Style(drawing=drawing),
    )
    made.at = at
    writer = _Writer(io.BytesIO(pdf))
    try:
        out = made.sign_pdf(writer, existing_fields_only=True)
    except timestamps.TimestampRequestError as unanswered:
        raise SigningFault(
            "时间戳服务器没有应答，未签署。请稍后再试，或者由管理员检查设置。"
        ) from unanswered
    except (SigningError, PdfError) as refused:
        raise SigningFault(f"文件不能签署：{refused}") from refused
    return out.getbuffer().tobytes()


def _refuse_invalid(certificate: x509.Certificate, at: datetime) -> None:
    if at > certificate.not_valid_after:
        raise SigningFault(
            f"签章证书已于{certificate.not_valid_after:%Y-%m-%d}到期，不能再签；请先更新证书。"
        )
    if at < certificate.not_valid_before:
        raise SigningFault(f"签章证书自{certificate.not_valid_before:%Y-%m-%d}起才有效。")


def _reader(pdf: bytes) -> PdfFileReader:
    try:
        return PdfFileReader(io.BytesIO(pdf), strict=True)
    except (PdfError, ValueError, RecursionError) as broken:
        raise SigningFault("文件不是完好的 PDF，不能签署。") from broken


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Appends without a word in the metadata: they tell of the paper, as archive files must."""

    def _update_meta(self) -> None:
        pass


class _SignerAt(signers.PdfSigner):
    """Writes the moment it is given as the time of signing, not the clock's."""

    at: datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _TimeServer(timestamps.TimeStamper):
    """An RFC 3161 server asked over HTTP."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        asked = urllib.request.Request(
            self._url,
            data=req.dump(),
            headers={
                "Content-Type": "application/timestamp-query",
                "Accept": "application/timestamp-reply",
            },
        )
        try:
            with urllib.request.urlopen(asked, timeout=TSA_SECONDS) as answer:
                return tsp.TimeStampResp.load(answer.read(TSA_BYTES_AT_MOST))
        except (OSError, ValueError) as fault:
            raise timestamps.TimestampRequestError(str(fault)) from fault


class _Bridge(signers.Signer):
    """Our port as a signer of the PDF library."""

    def __init__(self, signer: Signer, certificate: x509.Certificate) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(x509.Certificate.load(der) for der in signer.chain)
        super().__init__(signing_cert=certificate, cert_registry=store)
        self._port = signer

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if dry_run:
            return bytes(512)
        return self._port.sign(data, digest_algorithm)


@dataclass(frozen=True)
class _Style(BaseStampStyle):
    drawing: Drawing | None = None

    # Any appearance will do, not only one of the library's own stamps.
    def create_stamp(  # type: ignore[override]
        self, writer: BasePdfFileWriter, box: layout.BoxConstraints, text_params: dict
    ) -> _Stamp | None:
        return _Stamp(writer, box, self.drawing) if self.drawing else None


class _Stamp(AppearanceContent):
    """The drawing fitted into the field's box."""

    def __init__(
        self, writer: BasePdfFileWriter, box: layout.BoxConstraints, drawing: Drawing
    ) -> None:
        super().__init__(writer=writer, box=box)
        self._drawing = drawing

    def as_form_xobject(self) -> generic.StreamObject:
        form = super().as_form_xobject()
        form.compress()
        return form

    def render(self) -> bytes:
        scale = min(self.box.width / self._drawing.width, self.box.height / self._drawing.height)
        return b"q %.4f 0 0 %.4f 0 0 cm %s Q" % (scale, scale, self._drawing.content)


def append_pages(pdf: bytes, more: bytes) -> bytes:
    """
    Append the pages of another PDF; the bytes of the first stay as they are in front.

    Raises:
        SigningFault: one of the two cannot be read.
    """
    added = _reader(more)
    _reader(pdf)
    writer = _Writer(io.BytesIO(pdf))
    for number in range(int(added.root["/Pages"]["/Count"])):
        ref, resources = added.find_page_for_modification(number)
        source = ref.get_object()
        page = generic.DictionaryObject({generic.pdf_name("/Type"): generic.pdf_name("/Page")})
        for key in ("/MediaBox", "/Contents"):
            page[generic.pdf_name(key)] = writer.import_object(source.raw_get(key))
        page[generic.pdf_name("/Resources")] = writer.import_object(resources)
        writer.insert_page(page)
    return _written(writer)


def seam(pdf: bytes, drawing: Drawing) -> bytes:
    """
    Append a seal across the right edges of the pages (骑缝章), a slice on each.

    Up to SEAM_PAGES pages share one seal; a file of one page stays as it is.

    Raises:
        SigningFault: the PDF cannot be read.
    """
    count = int(_reader(pdf).root["/Pages"]["/Count"])
    if count < 2:
        return pdf
    writer = _Writer(io.BytesIO(pdf))
    box = [generic.FloatObject(round(side, 3)) for side in (0, 0, drawing.width, drawing.height)]
    seal = generic.StreamObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
            generic.pdf_name("/BBox"): generic.ArrayObject(box),
        },
        stream_data=drawing.content,
    )
    seal.compress()
    objects = generic.DictionaryObject({generic.pdf_name(_SEAM): writer.add_object(seal)})
    resources = generic.DictionaryObject({generic.pdf_name("/XObject"): objects})
    for page, slice_no, slices in _slices(count):
        before = writer.add_object(generic.StreamObject(stream_data=b"q"))
        writer.add_stream_to_page(page, before, prepend=True)
        ref, _ = writer.find_page_for_modification(page)
        _, _, right, top = (float(side) for side in ref.get_object()["/MediaBox"])
        wide = drawing.width / slices
        low = (top - drawing.height) / 2
        drawn = b"Q q %.3f %.3f %.3f %.3f re W n 1 0 0 1 %.3f %.3f cm %s Do Q" % (
            *(right - wide, low, wide, drawing.height),
            *(right - wide * (slice_no + 1), low),
            _SEAM.encode(),
        )
        stream = writer.add_object(generic.StreamObject(stream_data=drawn))
        writer.add_stream_to_page(page, stream, resources)
    return _written(writer)


def _slices(count: int) -> Iterator[tuple[int, int, int]]:
    """Page, its slice and how many slices its seal has, over evenly filled groups of pages."""
    groups = -(-count // SEAM_PAGES)
    page = 0
    for group in range(groups):
        size = count // groups + (group < count % groups)
        for place in range(size):
            yield page, place, size
            page += 1
