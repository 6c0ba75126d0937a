"""What the signatures in a PDF prove, in plain Chinese."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from asn1crypto import x509
from django.utils.timezone import localtime
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents.choices import SignatureLevel
from documents.signing import platform
from documents.signing.port import SignerBackend, backend

MEANING = {
    SignatureLevel.PLATFORM: (
        "平台签章只证明文件自签章起未被改动、由登录本系统的人办理，不等同于手写签名或者实体印章。"
    ),
    SignatureLevel.LICENSED_CA: "由持牌电子认证机构的证书签署，效力依电子签名法判断。",
}


class Stamp(Enum):
    """Whose word the time of a signature is."""

    NONE = "签章时间由本系统记载，没有第三方时间戳。"
    UNKNOWN = "带有时间戳，但签发时间戳的机构没有列为受信任的，签章时间只作参考。"
    TRUSTED = "签章时间由受信任的时间戳机构证明。"


@dataclass(frozen=True)
class Checked:
    """One signature in the file."""

    place: str
    signer: str
    level: SignatureLevel | None = None
    signed_at: datetime | None = None
    stamp: Stamp = Stamp.NONE
    intact: bool = False
    trusted: bool = False
    faults: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return self.intact and self.trusted and not self.faults

    @property
    def sentence(self) -> str:
        level = self.level.label if self.level else "来源不明的证书"
        when = f"{localtime(self.signed_at):%Y-%m-%d %H:%M}" if self.signed_at else "时间不明"
        told = f"{self.place}：{self.signer}，{level}，{when}"
        return told + ("，完好。" if self.is_good else "：" + "".join(self.faults))


@dataclass(frozen=True)
class Report:
    """The signatures of a file in the order they were made, and what is wrong with the file."""

    signatures: tuple[Checked, ...] = ()
    empty_places: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_signed(self) -> bool:
        return bool(self.signatures)

    @property
    def is_good(self) -> bool:
        return self.is_signed and not self.faults and all(s.is_good for s in self.signatures)

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        if self.faults:
            return "".join(self.faults)
        if not self.signatures:
            return "文件中没有电子签章。"
        bad = sum(not s.is_good for s in self.signatures)
        if bad:
            return f"{len(self.signatures)}处签章中有{bad}处不能通过，文件不可信。"
        return f"{len(self.signatures)}处签章完好，签章后文件未被改动。"


def validate(
    pdf: bytes, *, at: datetime | None = None, signers: SignerBackend | None = None
) -> Report:
    """
    Check every signature in the file: intact, by whom, of which level, what was changed after it.

    A certificate has to be valid at the time written in its signature; with `at` the report also
    says which have ended since. Never raises for a broken file: the report says so.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        embedded = list(reader.embedded_signatures)
        empty = tuple(str(name) for name, value, _ in enumerate_sig_fields(reader) if value is None)
        late = _late_places(pdf, reader, embedded)
    except Exception:
        # Whatever a hostile file provokes in the reader: it is no good PDF.
        return Report(faults=("文件不是完好的 PDF，不能核对签章。",))
    roots = _trusted(signers)
    checked = tuple(_checked(one, roots, last=one is embedded[-1]) for one in embedded)
    ends = [one.signer_cert.not_valid_after for one in embedded]
    faults = (f"签名域{'、'.join(late)}是在第一个签名之后增加的，文件不可信。",) if late else ()
    return Report(checked, empty, faults, tuple(_notes(checked, at, ends)))


def _late_places(
    pdf: bytes, reader: PdfFileReader, embedded: list[EmbeddedPdfSignature]
) -> list[str]:
    """The places that were not there when the first signature was made."""
    if not embedded:
        return []
    _, _, start, length = embedded[0].byte_range
    first = PdfFileReader(io.BytesIO(pdf[: start + length]), strict=True)
    known = {name for name, _, _ in enumerate_sig_fields(first)}
    return [str(name) for name, _, _ in enumerate_sig_fields(reader) if name not in known]


def _trusted(signers: SignerBackend | None) -> list[x509.Certificate]:
    own = platform.PlatformBackend().trusted()
    used = (signers or backend()).trusted()
    return [x509.Certificate.load(der) for der in dict.fromkeys((*own, *used))]


def _checked(one: EmbeddedPdfSignature, roots: list[x509.Certificate], *, last: bool) -> Checked:
    certificate = one.signer_cert
    place, signer = str(one.field_name), _named(certificate)
    context = ValidationContext(
        trust_roots=roots, allow_fetching=False, moment=one.self_reported_timestamp
    )
    timestampers = [x509.Certificate.load(der) for der in platform.trusted_timestampers()]
    for_time = ValidationContext(
        trust_roots=timestampers, allow_fetching=False, moment=one.self_reported_timestamp
    )
    try:
        status = validate_pdf_signature(
            one, context, for_time, key_usage_settings=KeyUsageConstraints()
        )
    except Exception as fault:
        return Checked(place, signer, faults=(f"签章不能核对（{fault}）。",))
    return Checked(
        place,
        signer,
        level=_level(certificate) if status.trusted else None,
        signed_at=status.signer_reported_dt,
        stamp=_stamp(status),
        intact=status.intact and status.valid,
        trusted=status.trusted,
        faults=tuple(_faults(status, certificate, last=last)),
    )


def _named(certificate: x509.Certificate) -> str:
    """示例市仲裁委员会（快解平台签章）: the body, and who made the certificate."""
    subject = certificate.subject.native
    name, body = subject.get("common_name", ""), subject.get("organization_name", "")
    return f"{body}（{name}）" if body else name


def _level(certificate: x509.Certificate) -> SignatureLevel:
    own = platform.PlatformBackend().trusted()
    return SignatureLevel.PLATFORM if certificate.dump() in own else SignatureLevel.LICENSED_CA


def _stamp(status: PdfSignatureStatus) -> Stamp:
    found = status.timestamp_validity
    if found is None:
        return Stamp.NONE
    return Stamp.TRUSTED if found.valid and found.trusted else Stamp.UNKNOWN


def _faults(
    status: PdfSignatureStatus, certificate: x509.Certificate, *, last: bool
) -> Iterable[str]:
    if not status.intact:
        yield "签章之后内容被改动。"
        return
    if not status.valid:
        yield "签章与证书不符。"
    signed_at = status.signer_reported_dt
    if signed_at is None:
        yield "没有写明签章时间。"
    elif signed_at > certificate.not_valid_after:
        yield f"签章时证书已于{certificate.not_valid_after:%Y-%m-%d}到期。"
    elif signed_at < certificate.not_valid_before:
        yield "签章时证书尚未生效。"
    elif not status.trusted:
        yield "签章的证书不是本系统认可的证书。"
    if status.timestamp_validity is not None and not status.timestamp_validity.valid:
        yield "时间戳不能通过。"
    if status.docmdp_ok is False or status.modification_level is None:
        yield "签章之后文件被增加了签名域或者其他不允许的内容。"
    elif last and status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        yield "最后一个签章之后文件又被追加了内容。"


def _notes(checked: Iterable[Checked], at: datetime | None, ends: Iterable[datetime]) -> list[str]:
    notes = [MEANING[level] for level in dict.fromkeys(c.level for c in checked) if level]
    notes += [stamp.value for stamp in Stamp if any(c.stamp is stamp for c in checked)]
    ended = [end for end in ends if at and end < at]
    if ended:
        notes.append(f"证书已于{max(ended):%Y-%m-%d}到期；签章时在有效期内的，签章仍可核对。")
    return notes
