"""
What was said in confidence, and numbers in full, looked for wherever anybody can read.

Confided are a concession in the minutes, terms that were put and given up, a caucus and what the
mediator disclosed: the mediator and the recorder of the case read them, and nobody else.
"""

import io
import re
import zipfile
from functools import cache
from html import unescape
from typing import NamedTuple

import pypdf
import pytest
from django.urls import reverse

from documents.models import Document
from staff.models import ReadLog
from tests.access.addresses import (
    OF_ARRIVAL,
    OF_CONFIRMATION,
    OF_CONSOLE,
    addresses,
    room_of,
    subjects,
    url_of,
)
from tests.access.conftest import DISCLOSED, OUTSIDE, PEOPLE, SECRETS, STRANGERS

TABS = ("course", "parties", "wages", "papers", "deadlines", "letters")
HELD = {"mediator", "recorder"}
SPOKEN = tuple(set(SECRETS) - {DISCLOSED})
# One's own account knows no cases; the doors of tasks lead to pages that are here themselves; the
# log of a room is followed in test_room_walls.
NOT_READ = ("account_", "mfa_", "mediation:", "room-stream", "room-log", "room-say")


def pages_of(case, world) -> list[str]:
    """Return every address about that case, in every variant."""
    known = subjects(case)
    found = [
        url_of(address, world, case)
        for address in addresses()
        if not address.name.startswith(NOT_READ)
        and ("case_pk" in address.parameters or address.name in known)
    ]
    found += [f"/cases/{case.pk}/?tab={tab}" for tab in TABS]
    found += [f"/cases/{case.pk}/?tab=wages&worker={w.pk}" for w in case.parties.workers()]
    found += [reverse("party-amend", args=[p.pk]) for p in case.parties.all()]
    found += [reverse("proposal", args=[p.pk]) for p in case.proposals.all()]
    for paper in Document.objects.filter(case=case):
        found.append(reverse("document", args=[paper.pk]))
        found += [reverse("document-file", args=[paper.pk, kind]) for kind in ("pdf", "docx")]
        found.append(reverse("verify-code", args=[paper.verify_code]))
    return list(dict.fromkeys(found))


def pages_of_all(world) -> list[str]:
    """Return the pages about no case in particular: desks, lists, notices, leads, searches."""
    case = world.cases["signing"]
    about = {name for known in world.subjects.values() for name in known}
    found = [
        url_of(address, world, case)
        for address in addresses()
        if not address.name.startswith(NOT_READ)
        and "case_pk" not in address.parameters
        and address.name not in (*about, *OF_CONFIRMATION)
    ]
    minutes = Document.objects.filter(code="D10").values_list("verify_code", flat=True)
    worker = case.parties.workers().first()
    for words in (worker.id_no, minutes.first(), "示例建筑", "暗语"):
        found += [f"/search/?q={words}", f"/cases/?q={words}"]
    return found


def numbers(world) -> list[str]:
    """Return every identity, bank and telephone number of a worker in the cases."""
    workers = [w for case in world.cases.values() for w in case.parties.workers()]
    found = {n for w in workers for n in (w.id_no, w.bank_account, w.phone) if n}
    return sorted(found | {world.lead.reporter_phone})


@cache
def words_of_file(content: bytes, kind: str) -> str:
    """Return the text of a PDF, Word or Excel file; of a scan or a photograph there is none."""
    if "pdf" in kind:
        try:
            reader = pypdf.PdfReader(io.BytesIO(content))
        except pypdf.errors.PdfReadError:
            return ""
        return "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    if not content.startswith(b"PK"):
        return ""
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    return re.sub(r"<[^>]+>", "", "".join(parts))


def words_of(answer) -> str:
    """Return what an answer says to a reader, as a page or as a file."""
    if is_file(answer):
        content = answer.getvalue() if answer.streaming else answer.content
        return words_of_file(content, answer.headers["Content-Type"])
    text = unescape(answer.content.decode())
    # What was searched for is repeated in its own field and sentence.
    searched = answer.wsgi_request.GET.get("q")
    return text.replace(searched, "") if searched else text


def is_file(answer) -> bool:
    return "Content-Disposition" in answer.headers


class Read(NamedTuple):
    words: str
    is_file: bool


def crawl(world, browser, who: str, urls: list[str]) -> dict[str, Read]:
    """Read the addresses as somebody; the world stays as it is, so that once is enough."""
    client = browser(who)
    for url in urls:
        if (who, url) not in world.read:
            answer = client.get(url)
            world.read[who, url] = Read(words_of(answer), is_file(answer))
    return {url: world.read[who, url] for url in urls}


@pytest.mark.parametrize("who", sorted(HELD))
def test_who_held_the_session_reads_what_was_confided(world, browser, who):
    answers = crawl(world, browser, who, pages_of(world.cases["signing"], world))
    read = "".join(answer.words for answer in answers.values())
    assert [secret for secret in SECRETS if secret not in read] == []


@pytest.mark.parametrize("who", ["intake officer", "director", "mediator of another case"])
def test_who_did_not_hold_the_session_never_reads_what_was_confided(world, browser, who):
    answers = crawl(world, browser, who, pages_of(world.cases["signing"], world))
    leaks = [u for u, a in answers.items() if any(s in a.words for s in SPOKEN)]
    assert leaks == []


def test_what_the_mediator_disclosed_stays_in_its_paper(world, browser):
    case = world.cases["signing"]
    urls = [f"/cases/{case.pk}/", f"/cases/{case.pk}/changes/", "/notices/"]
    for who in ("intake officer", "director"):
        answers = crawl(world, browser, who, urls)
        assert [u for u, a in answers.items() if DISCLOSED in a.words] == []


LOOKING = ("intake officer", "mediator", "director", "mediator of another case", "administrator")
OTHERS = [
    pytest.param(who, marks=pytest.mark.slow) for who in (*PEOPLE, *OUTSIDE) if who not in LOOKING
]


@pytest.mark.parametrize("who", [*LOOKING, *OTHERS])
def test_no_list_desk_or_search_tells_what_was_confided(world, browser, who):
    answers = crawl(world, browser, who, pages_of_all(world))
    text = {url: answer.words for url, answer in answers.items()}
    leaks = {url for url, words in text.items() if any(secret in words for secret in SPOKEN)}
    assert leaks <= ({"/notices/"} if who in HELD else set())
    hidden = numbers(world)
    shown = {url for url, words in text.items() if any(n in words for n in hidden)}
    assert shown == set()


@pytest.mark.parametrize("name", ["signing", pytest.param("settled", marks=pytest.mark.slow)])
@pytest.mark.parametrize("who", ["intake officer", "mediator", "recorder", "director"])
def test_no_page_shows_a_number_in_full(world, browser, who, name):
    answers = crawl(world, browser, who, pages_of(world.cases[name], world))
    hidden = numbers(world)
    shown = {
        url
        for url, answer in answers.items()
        if not answer.is_file and any(n in answer.words for n in hidden)
    }
    assert shown == set()


def test_private_papers_do_not_exist_for_who_did_not_hold_the_session(world, browser):
    case = world.cases["signing"]
    for code in ("D05", "D10"):
        paper = case.documents.get(code=code)
        urls = [reverse("document", args=[paper.pk])]
        urls += [reverse("document-file", args=[paper.pk, kind]) for kind in ("pdf", "docx")]
        urls += [reverse("scan-file", args=[scan.pk]) for scan in paper.scans.all()]
        for who in PEOPLE:
            found = {browser(who).get(url).status_code for url in urls}
            assert found == ({200} if who in HELD else {404}), (code, who)


# What a colleague of another case finds by counting on in the address bar.
COUNTED = (
    *("party-amend", "reveal", "session", "session-cancel", "attendance", "leaving"),
    *("minutes-line", "close-session", "proposal", "answer", "answer-together", "agreement"),
    *("sign", "sign-together", "sign-mediator", "void-agreement", "payment", "default", "demand"),
    "payment-reverse",
    *("document", "document-file", "document-regenerate", "document-seal", "scan-file"),
    "sealed-file",
    *("batch", "batch-progress", "batch-cancel", "batch-resume", "batch-bundle", "batch-zip"),
    *("session-record", "session-record-file", "session-shown", "session-media"),
    *("session-extend", "evidence-copy"),
    *("answer-for", "roster-sheet", "session-door", *OF_ARRIVAL, *OF_CONSOLE),
    *("service", "service-confirm", "service-correct", "service-proof", "service-return", "serve"),
    *("case-detail", "case-changes"),
)


@pytest.mark.parametrize("name", COUNTED)
def test_counting_on_finds_nothing_of_another_case(world, browser, name):
    client = browser("mediator of another case")
    for case in (world.cases["signing"], world.cases["settled"]):
        if name not in subjects(case) or (name in OF_CONSOLE and not room_of(case)):
            continue
        address = next(a for a in addresses() if a.name == name)
        url = url_of(address, world, case)
        refusals = {client.get(url).status_code, client.post(url).status_code}
        assert 404 in refusals
        assert refusals <= {404, 405}
        assert browser("mediator").get(url).status_code in (200, 405)  # there is something to find


def test_every_thing_of_a_case_found_by_number_is_counted():
    by_number = {a.name for a in addresses() if a.parameters[:1] == ("pk",)}
    # A party's own pages show everybody else to the door, whatever the number.
    own_pages = {n for n in by_number if n.startswith(("staff-", "lead", "template", "phone-"))}
    assert by_number - own_pages == set(COUNTED) | set(ELSEWHERE) | {
        name for name in OF_CONFIRMATION if not name.startswith(("enclosure", "phone-"))
    }


# Found by the number of something that is no part of a case's own pages: what a stranger is told.
ELSEWHERE = {
    **dict.fromkeys(("advance", "advance-act", "payment-file", "payment-bounce"), 404),
    **dict.fromkeys(("fund-account", "fund-account-act", "fund-account-csv", "fund-months"), 404),
    **dict.fromkeys(("fund-voucher", "fund-voucher-correct"), 404),
    **dict.fromkeys(("held-act", "money-act", "bank-line-match", "recovery-reverse"), 404),
    **dict.fromkeys(("directive-default", "directive-listing", "directive-serve"), 404),
    **dict.fromkeys(("police-delivery", "police-reply", "police-review"), 404),
    **dict.fromkeys(("fund-seats", "fund-seat-vacate"), 403),
    "court-appearance": 404,
    "court-token-revoke": 403,
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_counting_on_finds_nothing_of_the_fund_or_a_court(world, browser, name):
    address = next(a for a in addresses() if a.name == name)
    url = url_of(address, world, world.cases["signing"])
    client = browser("mediator of another case")
    refusals = {client.get(url).status_code, client.post(url).status_code}
    assert ELSEWHERE[name] in refusals
    assert refusals <= {ELSEWHERE[name], 405}


@pytest.mark.parametrize("name", [n for n in OF_CONFIRMATION if not n.startswith("phone-")])
def test_counting_on_finds_nothing_of_another_confirmation(world, browser, name):
    url = url_of(next(a for a in addresses() if a.name == name), world, world.cases["signing"])
    client = browser("mediator of another case")
    refusals = {client.get(url).status_code, client.post(url).status_code}
    assert 404 in refusals
    assert refusals <= {404, 405}


def test_only_the_data_sheet_of_the_court_shows_a_number_in_full(world, browser):
    for who in ("mediator", "director", "court clerk"):
        for name in OF_CONFIRMATION:
            url = url_of(
                next(a for a in addresses() if a.name == name), world, world.cases["signing"]
            )
            answer = browser(who).get(url)
            if not is_file(answer) and name != "court-data":
                shown = [
                    number
                    for worker in world.confirming.parties.workers()
                    for number in (worker.id_no, worker.bank_account, worker.phone)
                    if number in words_of(answer)
                ]
                assert shown == [], (who, name)


def test_number_is_shown_once_with_a_reason_and_on_record(world, browser):
    worker = world.cases["signing"].parties.workers().first()
    url = reverse("reveal", args=[worker.pk])
    for who in ("intake officer", "mediator", "recorder"):
        for what in ("id_no", "bank_account", "phone"):
            before = ReadLog.objects.count()
            answer = browser(who).post(url, {"what": what, "reason": "核对收款账号"})
            assert getattr(worker, what) in answer.content.decode()
            assert "no-store" in answer.headers["Cache-Control"]
            assert ReadLog.objects.count() == before + 1
            entry = ReadLog.objects.latest("id")
            assert entry.reason == "核对收款账号"
            assert worker.name in entry.object_label
            assert getattr(worker, what) not in f"{entry.what}{entry.object_label}"


@pytest.mark.parametrize("reason", ["", "   "])
def test_number_without_a_reason_stays_masked(world, browser, reason):
    worker = world.cases["signing"].parties.workers().first()
    answer = browser("mediator").post(
        reverse("reveal", args=[worker.pk]), {"what": "id_no", "reason": reason}
    )
    assert answer.status_code == 422
    assert worker.id_no not in answer.content.decode()
    assert not ReadLog.objects.exists()


@pytest.mark.parametrize("who", ["director", *STRANGERS, *OUTSIDE])
def test_number_is_refused_to_who_does_not_work_on_the_case(world, browser, who):
    worker = world.cases["signing"].parties.workers().first()
    answer = browser(who).post(
        reverse("reveal", args=[worker.pk]), {"what": "id_no", "reason": "想看一看"}
    )
    assert worker.id_no not in answer.content.decode()
    assert answer.status_code in (302, 403, 404)
    assert not ReadLog.objects.exists()


def test_reporter_of_a_lead_is_telephoned_with_a_reason_only(world, browser):
    url = reverse("lead-reveal", args=[world.lead.pk])
    phone = world.lead.reporter_phone
    asked = {"what": "phone", "reason": "回复来件"}
    assert phone not in browser("mediator").post(url, asked).content.decode()
    without = browser("intake officer").post(url, {"what": "phone", "reason": ""})
    assert phone not in without.content.decode()
    assert not ReadLog.objects.exists()
    assert phone in browser("intake officer").post(url, asked).content.decode()
    assert ReadLog.objects.get().object_label == world.lead.number
