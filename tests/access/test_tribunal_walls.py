"""
What was confided in a mediation, looked for on every page of who decides the case afterwards.

The mediation of this case was held in the live room with caucuses, notes, sealed and conveyed
offers; it failed, and the case went to the commission. The addresses come from the resolver: a
page of the tribunal that this crawl does not know how to ask for fails here.
"""

import re
import sys
from html import unescape

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.models import Arbitration
from adjudication.queries import everybody, panel, secretary
from cases.models import Case
from cases.operations import record
from documents.models import Document, Service
from mediation import operations as mediation
from mediation.choices import EndReason, SessionResult
from room import news
from tests import builders
from tests.access.conftest import (
    BACKEND,
    CANARIES,
    CAUCUS,
    CONCESSION,
    DISCLOSED,
    OFFER,
    SEALED,
    SECRETS,
    _confided_in_the_room,
)
from tests.access.test_walls import is_file, words_of
from tests.adjudication import cases, heard
from tests.mediation import in_session

pytestmark = pytest.mark.django_db

# A party's own phone, whose pages are about that party alone (test_doors).
OF_PHONE = ("m/", "t/")
# What the first part of an address is about; what has no row in this case is asked for as 0.
ABOUT = {
    "arbitrations/": "arbitration",
    "awards/": "award",
    "hearings/": "hearing",
    "tribunal/service/": "service",
    "tribunal/countersign/": "award",
    **dict.fromkeys(
        [
            *("statements/", "tribunal/batches/", "award-batches/", "enforcements/"),
            *("payment-orders/", "reviews/", "review-papers/", "review-packets/"),
            *("review-items/", "case"),
        ],
        "nothing",
    ),
}
WORDS = {"kind": ("summon", "issue", "countersign"), "part": ("lines",), "what": ("bag",)}
# Offers that were made, as a page would print them.
SUMS = tuple(f"{fen / 100:,.2f}" for fen in (1_234_500, *SEALED))
CONFIDED = (*SECRETS, *CANARIES, *SUMS, *(s.replace(",", "") for s in SUMS))


def confided_and_failed() -> Case:
    """Everything is said in confidence, and nothing is agreed."""
    case = builders.an_accepted_case(2, on=cases.ON)
    staff, on = builders.staff_of(case), case.opened_on
    mediation.disclose_mediator(
        case=case, relation=f"{DISCLOSED}：与法定代表人同乡", by=staff.mediator, on=on
    )
    meeting = in_session.a_meeting(case=case)
    _confided_in_the_room(meeting)
    mediation.add_minutes_line(
        session=meeting.session,
        text=f"{CONCESSION}：少三百元也可以",
        concession=True,
        party=case.parties.workers().first(),
        by=staff.mediator,
        on=on,
    )
    record(case, "caucus", by=staff.mediator, on=on, summary=CAUCUS, private=True)
    builders.a_proposal(case, other_terms=(f"{OFFER}：先付一半",))
    builders.end_session(meeting.session, result=SessionResult.NOT_SETTLED)
    mediation.terminate_mediation(
        case=case,
        reason=EndReason.ONE_SIDE_REFUSES,
        guidance=["arbitration"],
        by=staff.mediator,
        on=on,
    )
    return Case.objects.get(pk=case.pk)


def brought_to_a_hearing(case: Case) -> Arbitration:
    cases.bench()
    arbitration = cases.simplify(cases.accept(cases.file(case)))
    cases.form(arbitration)
    employer = arbitration.respondents.get()
    do.notify_respondent(
        arbitration=arbitration,
        respondent=employer,
        handed_over_on=cases.SERVED,
        by=cases.bench().clerk,
        on=cases.SERVED,
    )
    cases.serve(arbitration, employer, ["A01", "A03", "A04", "A05"])
    cases.answer(arbitration)
    cases.schedule(arbitration)
    for party in everybody(arbitration):
        cases.serve(arbitration, party, ["A07"], on=cases.HEARD.replace(day=9))
    cases.confirm(arbitration)
    return Arbitration.objects.get(pk=arbitration.pk)


def awarded(arbitration: Arbitration) -> None:
    heard.settle_the_place(heard.MIN_WAGE)
    cases.hold(arbitration.hearings.get())
    do.find_element(
        element=arbitration.elements.get(code="E10"),
        found="2",
        finding="用人单位没有提供考勤记录",
        article="ARB-39",
        by=panel(arbitration)[0].user,
        on=heard.AWARDED,
    )
    for award in heard.draft(arbitration):
        heard.issue(award)


# Every address


def routes(resolver=None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """Return every named address of the tribunal with its whole route."""
    found: list[tuple[str, URLPattern]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            found += routes(entry, route)
        elif _view(entry).__module__.startswith("adjudication.") or "adjudication" in str(
            entry.callback
        ):
            found.append((route, entry))
    return found


def _view(entry: URLPattern):
    return getattr(entry.callback, "view_class", entry.callback)


def urls_of(arbitration: Arbitration) -> list[str]:
    """
    Return every page of the tribunal, asked of this case in every variant.

    Raises:
        KeyError: an address whose subject this file does not know; give it a line in `ABOUT`.
    """
    keys = {
        "arbitration": arbitration.pk,
        "award": arbitration.awards.values_list("pk", flat=True).first() or 0,
        "hearing": arbitration.hearings.values_list("pk", flat=True).first() or 0,
        "service": Service.objects.filter(document__case=arbitration.case_id).first().pk,
        "nothing": 0,
    }
    named = {
        "case_pk": arbitration.case_id,
        "element_pk": arbitration.elements.first().pk,
        "claim_pk": arbitration.claims.first().pk,
        "award_pk": keys["award"],
    }
    found = []
    for route, entry in routes():
        if route.startswith(OF_PHONE):
            continue
        given: dict[str, object] = {}
        varied = ""
        for name in entry.pattern.converters:
            if name == "pk":
                given["pk"] = keys[ABOUT[route.partition("<")[0]]]
            elif name in named:
                given[name] = named[name]
            else:
                varied = name
        choices = _choices(entry, varied) if varied else [None]
        for choice in choices:
            more = {varied: choice} if varied else {}
            found.append(reverse(entry.name, kwargs={**given, **more}))
    return found


def _choices(entry: URLPattern, name: str) -> list[str]:
    """What stands in the place of a word: the acts a page knows, else what `WORDS` has."""
    if name != "act":
        return list(WORDS[name])
    view = _view(entry)
    known = getattr(view, "acts", None) or vars(sys.modules[view.__module__])["ACTS"]
    return list(known)


def pages_of(arbitration: Arbitration) -> list[str]:
    """Return what is asked for: the tribunal's pages, and every other way to the same case."""
    case = arbitration.case
    found = [
        *urls_of(arbitration),
        *("/", "/desk/arbitrator/", "/desk/secretary/", "/notices/", "/cases/"),
        *(f"/cases/{case.pk}/", f"/cases/{case.pk}/changes/", f"/cases/{case.pk}/batches/"),
        *(f"/search/?q={words}" for words in ("暗语", case.number, arbitration.number)),
    ]
    for paper in Document.objects.filter(case=case):
        found.append(reverse("document", args=[paper.pk]))
        found += [reverse("document-file", args=[paper.pk, kind]) for kind in ("pdf", "docx")]
        found.append(reverse("verify-code", args=[paper.verify_code]))
    for session in case.sessions.all():
        names = ("session", "room", "session-record", "session-shown")
        found += [reverse(name, args=[session.pk]) for name in names]
        found += [reverse(n, args=[session.room_id]) for n in ("room-log", "room-stream")]
    found += [reverse("proposal", args=[p.pk]) for p in case.proposals.all()]
    return list(dict.fromkeys(found))


def signed_in(user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture(autouse=True)
def _in_one_thread(settings):
    settings.ROOM_DB_THREADS = 0  # another thread would not see what is never committed
    yield
    news.listen(None)


def crawl(who, arbitration: Arbitration) -> tuple[list[str], set[str]]:
    """Return the pages on which somebody reads what was confided, and those that opened."""
    client = signed_in(who)
    leaks, opened = [], set()
    for url in pages_of(arbitration):
        answer = client.get(url)
        assert answer.status_code < 500, url
        if answer.status_code == 200:
            opened.add(url)
        if answer.streaming and not is_file(answer):
            continue
        text = words_of(answer)
        if not is_file(answer):
            text += re.sub(r"<[^>]+>", "", unescape(answer.content.decode()))
        found = [word for word in CONFIDED if word in text]
        if (found and "?q=" not in url) or set(found) - {"暗语"}:
            leaks.append(f"{url}: {found}")
    return leaks, opened


def test_nobody_of_the_tribunal_reads_what_was_confided_in_mediation():
    with freeze_time(f"{builders.ON} 06:00:00"):
        case = confided_and_failed()
        arbitration = brought_to_a_hearing(case)
        people = {"arbitrator": panel(arbitration)[0].user, "secretary": secretary(arbitration)}
        mediator = builders.staff_of(case).mediator
        said = signed_in(mediator).get(reverse("session-record", args=[case.sessions.get().pk]))
        assert any(word in said.content.decode() for word in CANARIES), "nothing was confided"
        for stage in ("before the hearing", "after the award"):
            if stage == "after the award":
                awarded(arbitration)
            arbitration = Arbitration.objects.get(pk=arbitration.pk)
            must = [reverse("arbitration", args=[arbitration.pk]), reverse("tribunal")]
            must += [reverse("hearing", args=[h.pk]) for h in arbitration.hearings.all()]
            must += [reverse("award", args=[a.pk]) for a in arbitration.awards.all()]
            for name, who in people.items():
                leaks, opened = crawl(who, arbitration)
                assert leaks == [], (stage, name)
                assert set(must) <= opened, (stage, name, set(must) - opened)


def test_the_papers_of_the_mediation_do_not_exist_for_the_tribunal():
    case = confided_and_failed()
    arbitration = brought_to_a_hearing(case)
    kept = case.documents.filter(code__in=["D05", "D10", "D09", "D02", "D03"])
    assert {"D05", "D10"} <= {paper.code for paper in kept}
    for who in (panel(arbitration)[0].user, secretary(arbitration)):
        client = signed_in(who)
        found = {
            client.get(url).status_code
            for paper in kept
            for url in (
                reverse("document", args=[paper.pk]),
                *(reverse("document-file", args=[paper.pk, kind]) for kind in ("pdf", "docx")),
            )
        }
        assert found == {404}
