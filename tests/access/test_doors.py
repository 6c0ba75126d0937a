"""What every page does against forged requests, foreign content and files that are not wanted."""

import io
import zipfile
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Party
from documents.models import Scan, StoredFile
from tests import builders
from tests.access.addresses import addresses, url_of
from tests.access.conftest import PDF

# One of each kind of page that takes a form, with who may send it.
FORMS = {
    "account_login": "visitor",
    "account_logout": "mediator",
    "account_change_password": "mediator",
    "staff-declare-conflict": "mediator",
    "staff-appoint-person": "administrator",
    "staff-deactivate-person": "administrator",
    "parameter-confirm": "director",
    "calendar-enter": "director",
    "series-set": "director",
    "lead-new": "intake officer",
    "lead-docket": "intake officer",
    "lead-reveal": "intake officer",
    "party-add": "intake officer",
    "party-amend": "intake officer",
    "reveal": "intake officer",
    "roster": "intake officer",
    "roster-marked": "intake officer",
    "accept": "intake officer",
    "disclose": "mediator",
    "minutes-line": "mediator",
    "close-session": "recorder",
    "propose": "mediator",
    "answer": "recorder",
    "sign": "recorder",
    "seal": "mediator",
    "terminate": "mediator",
    "document": "mediator",
    "document-regenerate": "director",
    "batch-start": "intake officer",
    "batch-cancel": "mediator",
    "mediation:collect_signatures:assign": "mediator",
}
# A page of every kind, with who opens it.
SHOWN = {
    **{name: "director" for name in ("desk-director", "cases", "case-detail", "case-changes")},
    **{name: "director" for name in ("calendar", "law", "parameters", "series", "fonts")},
    **{name: "director" for name in ("document", "batches", "batch")},
    **{name: "director" for name in ("templates", "template", "template-version")},
    **{name: "mediator" for name in ("desk-mediator", "session", "proposal", "agreement", "sign")},
    **{name: "mediator" for name in ("propose", "minutes-line", "notices", "search", "disclose")},
    **{name: "intake officer" for name in ("desk-intake", "leads", "lead", "lead-new", "roster")},
    **{name: "intake officer" for name in ("application", "link-add", "reveal", "worker-add")},
    **{name: "administrator" for name in ("desk-administrator", "staff-people", "look")},
    **{name: "visitor" for name in ("account_login", "account_signup", "verify", "case-detail")},
    **{name: "court clerk" for name in ("desk-court", "lead-new", "accept")},
    **{name: "court clerk" for name in ("court-packet", "court-return", "returns")},
    "packet-open": "visitor",
}


def _url(name: str, world) -> str:
    address = next(a for a in addresses() if a.name == name)
    return url_of(address, world, world.cases["signing"])


@pytest.mark.parametrize("name", FORMS)
def test_form_of_another_site_is_refused(world, browser, strict_browser, name):
    answer = strict_browser(FORMS[name]).post(_url(name, world), {"reason": "x"})
    assert answer.status_code == 403
    assert browser(FORMS[name]).post(_url(name, world), {}).status_code != 403


@pytest.fixture(scope="module")
def strict_handler(world):
    return Client(enforce_csrf_checks=True).handler


@pytest.fixture
def strict_browser(browser, strict_handler):
    """Return a function that opens a browser whose requests must carry the token of the form."""

    def strict_browser(who: str) -> Client:
        client = browser(who)
        client.handler = strict_handler
        return client

    return strict_browser


@pytest.mark.parametrize("name", SHOWN)
def test_page_forbids_foreign_scripts_frames_and_guessed_types(world, browser, name):
    headers = browser(SHOWN[name]).get(_url(name, world)).headers
    policy = {
        words[0]: words[1:]
        for part in headers["Content-Security-Policy"].split(";")
        if (words := part.split())
    }
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & {word for p in policy.values() for word in p}
    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert policy["form-action"] == policy["base-uri"] == ["'self'"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] in ("SAMEORIGIN", "DENY")
    assert headers["Referrer-Policy"] == "same-origin"


class _Loads(HTMLParser):
    """Collects what a page would load, and what a strict policy would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        self.inline += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.inline += [f"{tag} style" for name in given if name == "style"]
        if tag == "style" or (tag == "script" and not given.keys() & {"src", "nonce", "type"}):
            self.inline.append(tag)
        names = {"link": "href", "a": "", "form": "action"}
        if value := given.get(names.get(tag, "src")):
            self.loaded.append(value)
        if srcset := given.get("srcset"):
            self.loaded += [part.split()[0] for part in srcset.split(",")]


@pytest.mark.parametrize("name", SHOWN)
def test_page_loads_nothing_from_elsewhere_and_nothing_inline(world, browser, name):
    found = _Loads()
    found.feed(browser(SHOWN[name]).get(_url(name, world), follow=True).content.decode())
    outside = [
        u for u in found.loaded if urlsplit(u).netloc or urlsplit(u).scheme not in ("", "data")
    ]
    assert outside == []
    assert found.inline == []


def test_session_cookie_is_kept_from_scripts_and_other_sites(world, client):
    answer = client.post(
        reverse("account_login"),
        {"login": world.staff.mediator.username, "password": builders.PASSWORD},
    )
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def _bomb() -> bytes:
    """A well-formed Excel archive whose one sheet unpacks to fifty megabytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    return archive.getvalue()


ROSTERS = {
    "text": (b"name,id\n", "这是 .csv 等文本文件"),
    "pdf": (PDF, "这是 PDF 文件，不能导入"),
    "page": (b"<html><script>alert(1)</script></html>", "这不是 .xlsx 文件"),
    "archive that is no sheet": (b"PK\x03\x04" + b"\0" * 200, "文件已损坏，不能读取"),
    "bomb": (_bomb(), "文件解压后过大"),
    "too large": (b"PK\x03\x04" + b"\0" * (2 * 1024 * 1024), "文件超过2兆"),
}


@pytest.mark.parametrize("kind", ROSTERS)
def test_roster_that_is_no_sheet_is_refused_by_its_content(world, browser, kind):
    content, sentence = ROSTERS[kind]
    case = builders.a_case()
    kept = Party.objects.count(), StoredFile.objects.count(), set(world.files.rglob("*"))
    answer = browser("intake officer").post(
        reverse("roster", args=[case.pk]),
        {"submission": "a", "file": SimpleUploadedFile("花名册.xlsx", content)},
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (Party.objects.count(), StoredFile.objects.count(), set(world.files.rglob("*"))) == kept


SCANS = {
    "program": (b"MZ\x90\x00" + b"\0" * 100, "扫描件只接受 PDF、JPG、PNG 文件。"),
    "page": (b"<html><script>alert(1)</script></html>", "扫描件只接受 PDF、JPG、PNG 文件。"),
    "picture with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "扫描件只接受"),
    "archive": (b"PK\x03\x04" + b"\0" * 200, "扫描件只接受"),
    "too large": (b"%PDF-1.4\n" + b"\0" * (20 * 1024 * 1024), "扫描件超过20MB"),
}


@pytest.mark.parametrize("kind", SCANS)
def test_scan_of_another_type_or_size_is_refused_and_not_kept(world, browser, kind):
    content, sentence = SCANS[kind]
    paper = world.cases["signing"].documents.get(code="D12")
    kept = StoredFile.objects.count(), Scan.objects.count(), set(world.files.rglob("*"))
    answer = browser("mediator").post(
        reverse("document", args=[paper.pk]),
        {"file": SimpleUploadedFile("签署件.pdf", content, "application/pdf")},
    )
    assert sentence in answer.content.decode()
    assert (StoredFile.objects.count(), Scan.objects.count(), set(world.files.rglob("*"))) == kept


@pytest.mark.parametrize("who", ["director", "court clerk", "mediator of another case"])
def test_scan_is_taken_from_nobody_but_who_works_on_the_case(world, browser, who):
    paper = world.cases["signing"].documents.get(code="D12")
    kept = Scan.objects.count()
    answer = browser(who).post(
        reverse("document", args=[paper.pk]), {"file": SimpleUploadedFile("a.pdf", PDF + b" ")}
    )
    assert answer.status_code in (200, 403, 404, 422)
    assert Scan.objects.count() == kept
