"""Signatures on a PDF: fields first, in sequence, seen through when anything is changed."""

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.core.management import CommandError, call_command
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.timestamps import DummyTimeStamper
from pypdf import PdfReader

from documents.choices import SignatureLevel
from documents.layout.flow import paginate
from documents.layout.fonts import GlyphMissing
from documents.pdf import convert
from documents.signing import handwriting, platform
from documents.signing.appearance import seal
from documents.signing.placing import seal_box
from documents.signing.port import SigningFault, backend
from documents.signing.sign import FieldsClosed, Place, append_pages, prepare, seam, sign
from documents.signing.validate import MEANING, Stamp, validate
from tests import builders
from tests.documents.papers import docx, fonts, p

AT = datetime(2026, 10, 18, 6, 0, tzinfo=UTC)
BODY = "示例市农民工工资争议人民调解委员会"
PLACES = [
    Place("worker", "申请人"),
    Place("company", "被申请人"),
    Place("mediator", "调解员"),
    Place("seal", "调解组织", 0, (300.0, 100.0, 419.0, 219.0)),
]


@pytest.fixture(scope="module")
def paper() -> bytes:
    file = docx(*[p("本协议自各方签字之日起生效。")] * 12)
    return convert(file, title="调解协议书", created=date(2026, 10, 18), fonts=fonts())


@dataclass
class Certified:
    """Somebody with a certificate of their own making, valid for a year before and after."""

    level: str = "licensed_ca"
    name: str = "某公司"
    chain: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "另一家")])
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(7)
            .not_valid_before(AT - timedelta(days=365))
            .not_valid_after(AT + timedelta(days=365))
            .sign(self.key, hashes.SHA256())
        )
        self.certificate = made.public_bytes(serialization.Encoding.DER)

    def sign(self, data: bytes, digest: str) -> bytes:
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


CERTIFIED: list[Certified] = []


class LicensedBackend:
    """A plug-in as SIGNER_BACKEND names one."""

    def signer(self, at, body=""):
        return CERTIFIED[0]

    def trusted(self):
        return (CERTIFIED[0].certificate,)


@pytest.fixture
def licensed():
    CERTIFIED[:] = [Certified()]
    return CERTIFIED[0]


def signed(paper: bytes, *names: str, signer=None, at: datetime = AT) -> bytes:
    made = prepare(paper, PLACES)
    signer = signer or platform.PlatformBackend().signer(at)
    for name in names:
        made = sign(made, place=name, signer=signer, at=at, reason=name)
    return made


def all_signed(paper: bytes) -> bytes:
    return signed(paper, *(place.name for place in PLACES))


# In sequence


def test_four_signers_in_sequence_all_hold(paper):
    report = validate(all_signed(paper))
    assert report.is_good, [s.sentence for s in report.signatures]
    assert [s.place for s in report.signatures] == [place.name for place in PLACES]
    assert {s.level for s in report.signatures} == {SignatureLevel.PLATFORM}
    assert {s.signed_at for s in report.signatures} == {AT}
    assert report.empty_places == ()
    assert "4处签章完好" in report.sentence


def test_places_still_empty_are_told(paper):
    report = validate(signed(paper, "worker", "mediator"))
    assert report.is_good
    assert set(report.empty_places) == {"company", "seal"}


def test_text_signed_is_in_front_byte_for_byte(paper):
    assert all_signed(paper).startswith(paper)


def test_place_is_signed_once(paper):
    with pytest.raises(SigningFault, match="已经签署"):
        signed(paper, "worker", "worker")


def test_paper_nobody_signed_says_so(paper):
    report = validate(paper)
    assert not report.is_good
    assert report.sentence == "文件中没有电子签章。"


# Fields first


def test_fields_cannot_be_made_after_the_first_signature(paper):
    made = signed(paper, "worker")
    with pytest.raises(FieldsClosed, match="第一个签名之前"):
        prepare(made, [Place("late", "后来的人")])
    with pytest.raises(FieldsClosed, match="late"):
        sign(made, place="late", signer=platform.PlatformBackend().signer(AT), at=AT)


@pytest.mark.parametrize("is_signed", [False, True])
def test_field_slipped_in_by_other_means_is_seen(paper, is_signed):
    writer = IncrementalPdfFileWriter(io.BytesIO(signed(paper, "worker", "company")))
    fields.append_signature_field(writer, fields.SigFieldSpec("late"))
    out = io.BytesIO()
    writer.write(out)
    slipped = out.getvalue()
    if is_signed:
        slipped = sign(slipped, place="late", signer=platform.PlatformBackend().signer(AT), at=AT)
    report = validate(slipped)
    assert not report.is_good
    assert "late" in report.sentence
    assert "第一个签名之后增加" in report.sentence


# Changed files


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_one_flipped_byte_of_the_text_breaks_every_signature(paper, share):
    content = bytearray(all_signed(paper))
    content[int(len(paper) * share)] ^= 1
    report = validate(bytes(content))
    assert not report.is_good
    assert not any(s.is_good for s in report.signatures)


def test_something_appended_is_seen(paper):
    report = validate(all_signed(paper) + b"\n% more\n")
    assert not report.is_good
    assert "又被追加" in report.signatures[-1].sentence


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"%PDF-1.7\n%%EOF" * 99])
def test_what_is_no_pdf_is_told_not_raised(broken):
    assert "不是完好的 PDF" in validate(broken).sentence
    with pytest.raises(SigningFault, match="不是完好的 PDF"):
        prepare(broken, PLACES)


# Keys and certificates


def test_unknown_certificate_is_not_trusted(paper, licensed):
    report = validate(signed(paper, "worker", signer=licensed))
    assert not report.is_good
    (one,) = report.signatures
    assert one.intact
    assert one.level is None
    assert "不是本系统认可的证书" in one.sentence


def test_key_that_does_not_fit_its_certificate_is_seen(paper, licensed):
    licensed.certificate = platform.PlatformBackend().signer(AT).certificate
    report = validate(signed(paper, "worker", signer=licensed))
    assert not report.is_good
    assert "不符" in report.signatures[0].sentence


def test_licensed_plug_in_signs_at_its_own_level(paper, licensed, settings):
    settings.SIGNER_BACKEND = f"{__name__}.LicensedBackend"
    made = signed(paper, "worker", signer=backend().signer(AT))
    made = sign(made, place="seal", signer=platform.PlatformBackend().signer(AT), at=AT)
    report = validate(made)
    assert [s.level for s in report.signatures] == [
        SignatureLevel.LICENSED_CA,
        SignatureLevel.PLATFORM,
    ]
    assert report.is_good


def test_backend_that_is_not_there_is_told(settings):
    settings.SIGNER_BACKEND = "nowhere.Backend"
    with pytest.raises(SigningFault, match="SIGNER_BACKEND"):
        backend()


def test_ended_certificate_does_not_sign(paper):
    signer = platform.PlatformBackend().signer(AT)
    after = AT + timedelta(days=platform.VALID_DAYS + 1)
    with pytest.raises(SigningFault, match="到期"):
        sign(prepare(paper, PLACES), place="seal", signer=signer, at=after)


def test_signature_made_with_an_ended_certificate_is_not_accepted(paper, monkeypatch):
    signer = platform.PlatformBackend().signer(AT)
    monkeypatch.setattr("documents.signing.sign._refuse_invalid", lambda *_: None)
    after = AT + timedelta(days=platform.VALID_DAYS + 1)
    report = validate(sign(prepare(paper, PLACES), place="seal", signer=signer, at=after), at=after)
    assert not report.is_good
    assert "签章时证书已于" in report.signatures[0].sentence


def test_signature_outlives_its_certificate(paper):
    report = validate(all_signed(paper), at=AT + timedelta(days=platform.VALID_DAYS + 1))
    assert report.is_good
    assert any("到期" in note for note in report.notes)


def test_certificate_is_renewed_before_it_ends_and_old_files_stay_good(paper, settings, tmp_path):
    settings.SIGNING_DIR = tmp_path
    old = signed(paper, "seal")
    soon = AT + timedelta(days=platform.VALID_DAYS - platform.RENEW_DAYS + 1)
    first = platform.PlatformBackend().signer(AT).certificate
    second = platform.PlatformBackend().signer(soon).certificate
    assert first != second
    assert len(platform.generations()) == 2
    assert validate(old, at=soon).is_good
    assert validate(signed(paper, "seal", at=soon), at=soon).is_good


def test_private_key_is_encrypted_and_readable_by_its_owner_only(settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "signing"
    platform.PlatformBackend().signer(AT)
    (key,) = settings.SIGNING_DIR.glob("*.key")
    assert key.stat().st_mode & 0o777 == 0o600
    assert settings.SIGNING_DIR.stat().st_mode & 0o777 == 0o700
    assert key.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")


@pytest.mark.parametrize(
    ("fault", "said"), [("missing", "从备份恢复"), ("secret", "KUAIJIE_FIELD_KEY")]
)
def test_key_that_cannot_be_opened_is_told_with_what_to_do(
    settings, tmp_path, monkeypatch, fault, said
):
    settings.SIGNING_DIR = tmp_path
    certificate = platform.renew(AT)
    if fault == "missing":
        platform._path(certificate, "key").unlink()
    else:
        monkeypatch.setattr(platform, "_passphrase", lambda: b"another")
    with pytest.raises(SigningFault, match=said):
        platform.PlatformBackend().signer(AT)


def test_timestamp_server_that_does_not_answer_stops_the_signature(paper):
    signer = platform.PlatformBackend().signer(AT)
    made = prepare(paper, PLACES)
    with pytest.raises(SigningFault, match="时间戳"):
        sign(made, place="seal", signer=signer, at=AT, tsa_url="http://127.0.0.1:9/")


class TimeServer:
    """A time stamp server in this process, with a certificate of its own making."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "时间戳中心")])
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(9)
            .not_valid_before(AT - timedelta(days=9))
            .not_valid_after(AT + timedelta(days=9))
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        plain = serialization.NoEncryption()
        form = serialization.PrivateFormat.PKCS8
        self.stamper = DummyTimeStamper(
            tsa_cert=asn1_x509.Certificate.load(
                self.certificate.public_bytes(serialization.Encoding.DER)
            ),
            tsa_key=asn1_keys.PrivateKeyInfo.load(
                key.private_bytes(serialization.Encoding.DER, form, plain)
            ),
            fixed_dt=AT,
        )

    def answer(self, asked, timeout):
        assert asked.headers["Content-type"] == "application/timestamp-query"
        request = tsp.TimeStampReq.load(asked.data)
        return io.BytesIO(self.stamper.request_tsa_response(request).dump())


@pytest.mark.parametrize("is_trusted", [True, False])
def test_time_stamp_is_told_for_what_it_is_worth(
    paper, settings, tmp_path, monkeypatch, is_trusted
):
    settings.SIGNING_DIR = tmp_path
    server = TimeServer()
    monkeypatch.setattr("urllib.request.urlopen", server.answer)
    signer = platform.PlatformBackend().signer(AT)
    made = sign(
        prepare(paper, PLACES), place="seal", signer=signer, at=AT, tsa_url="http://tsa.example/"
    )
    if is_trusted:
        (tmp_path / "timestamp").mkdir()
        pem = server.certificate.public_bytes(serialization.Encoding.PEM)
        (tmp_path / "timestamp" / "center.pem").write_bytes(pem)
    report = validate(made)
    assert report.is_good, report.signatures[0].sentence
    assert (Stamp.TRUSTED if is_trusted else Stamp.UNKNOWN).value in report.notes


def test_platform_level_is_never_called_equal_to_a_signature_by_hand(paper):
    report = validate(all_signed(paper))
    assert MEANING[SignatureLevel.PLATFORM] in report.notes
    assert "不等同于手写签名" in MEANING[SignatureLevel.PLATFORM]
    assert Stamp.NONE.value in report.notes


@pytest.mark.django_db
def test_command_makes_shows_renews_and_checks(paper, settings, tmp_path, capsys):
    settings.SIGNING_DIR = tmp_path / "signing"
    call_command("signing", "show")
    assert "还没有平台证书" in capsys.readouterr().out
    with pytest.raises(CommandError, match="登记印章备案日期"):
        call_command("signing", "init")
    builders.a_centre()
    call_command("signing", "init")
    assert BODY in capsys.readouterr().out
    call_command("signing", "init")
    assert len(platform.generations()) == 1
    call_command("signing", "renew")
    assert len(platform.generations()) == 2
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    now = platform.generations()[-1].not_valid_before_utc + timedelta(hours=2)
    good.write_bytes(signed(paper, "seal", at=now))
    bad.write_bytes(paper)
    call_command("signing", "check", str(good))
    assert "签章完好" in capsys.readouterr().out
    with pytest.raises(CommandError, match="没有通过"):
        call_command("signing", "check", str(bad))


# The drawing


def test_same_seal_has_the_same_bytes():
    assert seal(BODY, "平台签章", fonts()) == seal(BODY, "平台签章", fonts())
    assert seal(BODY, "平台签章", fonts()) != seal(BODY, "持牌CA", fonts())


@pytest.mark.parametrize("name", ["调委会", BODY, "示例市" * 14])
def test_seal_stays_in_its_box(name):
    drawing = seal(name, "平台签章", fonts())
    assert drawing.width == drawing.height == pytest.approx(42 / 25.4 * 72)
    assert drawing.content.count(b" cm ") == 1 + len(name) + 4
    for x, y in re.findall(rb"1 0 0 1 (\S+) (\S+) cm", drawing.content):
        assert float(x) == float(y) == pytest.approx(drawing.width / 2, abs=0.01)


def test_seal_with_a_character_no_font_has_is_refused():
    with pytest.raises(GlyphMissing, match="U\\+2B688"):
        seal("某" + chr(0x2B688), "平台签章", fonts())


def test_seal_is_drawn_where_the_body_signs():
    right = '<w:jc w:val="right"/>'
    file = docx(p(BODY), p("正文"), p(f"{BODY}（盖章）", right), p("二〇二六年十月十八日", right))
    page, (left, bottom, right_edge, top) = seal_box(paginate(file, fonts()), BODY, 119.0)
    assert page == 0
    assert right_edge - left == pytest.approx(119) == top - bottom
    lines = [t for t in paginate(file, fonts())[0].texts if "二〇" in t.text]
    assert lines[0].x < (left + right_edge) / 2
    assert bottom < 842 - lines[0].y < (bottom + top) / 2


def test_paper_the_body_does_not_sign_has_no_place_for_its_seal():
    with pytest.raises(SigningFault, match="找不到盖章的位置"):
        seal_box(paginate(docx(p(BODY), p("正文")), fonts()), BODY, 119.0)


# Handwriting


def test_strokes_of_the_pad_become_a_picture():
    drawn = handwriting.read(builders.drawn_signature())
    assert len(drawn.strokes) == 3
    png, ratio = drawn.picture()
    assert png.startswith(b"\x89PNG")
    assert ratio > 1
    assert drawn.picture() == (png, ratio)


@pytest.mark.parametrize(
    "svg",
    [
        b"",
        b"<svg/>",
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script/></svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><image href='x'/></svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M 1,1 L 2,2'/></svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9e9 9'>"
        b"<circle r='1' cx='2' cy='2'/></svg>",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>&b;</svg>",
    ],
)
def test_what_the_pad_does_not_write_is_refused(svg):
    with pytest.raises(SigningFault):
        handwriting.of_svg(svg)


def test_pages_are_appended_without_touching_the_text(paper):
    more = convert(docx(p("签署页")), title="签署页", created=date(2026, 10, 18), fonts=fonts())
    made = append_pages(paper, more)
    assert made.startswith(paper)
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 2
    assert "签署页" in pages[-1].extract_text()
    assert validate(sign(prepare(made, PLACES), place="seal", at=AT,
                         signer=platform.PlatformBackend().signer(AT))).is_good  # fmt: skip


@pytest.mark.parametrize("pages", [1, 2, 5, 6, 7, 13])
def test_seal_across_the_pages_has_a_slice_on_each(pages):
    file = docx(*[p("第一页")], *[p("又一页", "<w:pageBreakBefore/>")] * (pages - 1))
    pdf = convert(file, title="协议", created=date(2026, 10, 18), fonts=fonts())
    drawing = seal(BODY, "平台签章", fonts())
    made = seam(pdf, drawing)
    assert made.startswith(pdf)
    wide = []
    for page in PdfReader(io.BytesIO(made)).pages:
        clip = re.search(rb"q (\S+) (\S+) (\S+) (\S+) re W n", page.get_contents().get_data())
        if clip:
            x, _, width, _ = map(float, clip.groups())
            assert x + width == pytest.approx(float(page.mediabox.right), abs=0.01)
            wide.append(width)
    assert len(wide) == (pages if pages > 1 else 0)
    assert sum(wide) == pytest.approx(drawing.width * -(-pages // 6) * (pages > 1), abs=0.01)
