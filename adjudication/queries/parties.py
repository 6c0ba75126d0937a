"""Reads for parties: as whom somebody acts in a case, what they said and confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from adjudication.choices import ElementAnswer
from adjudication.models import Arbitration, Element, ElementReply
from adjudication.queries.docket import respondents, speaking, third_parties
from cases.choices import CaseStatus
from cases.models import CaseEvent, Party, PartyAccess
from documents.models import Document, Service
from documents.service.choices import Outcome
from mediation.queries.calls import Way
from staff.models import User

CONFIRMS = "party_confirms_paper"


def arbitrations_of(user: User, *, on: date) -> QuerySet[Arbitration]:
    """Return the cases `user` takes part in as a party's person, today."""
    mine = [access.party_id for access in accesses_of(user, on=on)]
    sides = Q(applicants__in=mine) | Q(respondents__in=mine) | Q(third_parties__in=mine)
    return Arbitration.objects.filter(sides).distinct()


def accesses_of(user: User, *, on: date) -> list[PartyAccess]:
    """
    Return as whom `user` acts before a commission on a day.

    Who speaks for a party only before the mediators acts for nobody here (V-P2).
    """
    held = PartyAccess.objects.filter(user=user, revoked_at=None).filter(
        Q(authority=None)
        | Q(authority__before="arb", authority__valid_from__lte=on, authority__valid_to__gte=on)
    )
    return list(held.select_related("party", "authority").order_by("id"))


def acting_in(user: User, arbitration: Arbitration, *, on: date) -> list[PartyAccess]:
    """Return as whom `user` acts in this very case."""
    there = {p.pk for p in parties_of(arbitration)}
    return [access for access in accesses_of(user, on=on) if access.party_id in there]


def parties_of(arbitration: Arbitration) -> list[Party]:
    """Return every party of the case, each applicant included."""
    return [
        *arbitration.applicants.order_by("roster_no", "id"),
        *respondents(arbitration),
        *third_parties(arbitration),
    ]


def called(arbitration: Arbitration) -> list[Party]:
    """Return who has to be at a hearing: who speaks for the applicants, and all others."""
    return [*speaking(arbitration), *respondents(arbitration), *third_parties(arbitration)]


# What they said


@dataclass(frozen=True)
class Said:
    """Both sides' words on an element as they stand with the last replies, and whether they fit."""

    element: Element
    applicant_value: str
    respondent_value: str
    replies: list[ElementReply]

    @property
    def same(self) -> bool:
        return bool(self.applicant_value) and self.applicant_value == self.respondent_value


def last_replies(arbitration: Arbitration) -> dict[int, list[ElementReply]]:
    """Return each party's last reply by element, in two queries however many elements."""
    found: dict[tuple[int, int], ElementReply] = {}
    rows = ElementReply.objects.filter(element__arbitration=arbitration).select_related("party")
    for reply in rows.order_by("id"):
        found[reply.element_id, reply.party_id] = reply
    by_element: dict[int, list[ElementReply]] = {}
    for (element, _), reply in found.items():
        by_element.setdefault(element, []).append(reply)
    return by_element


def said_of(
    arbitration: Arbitration, elements: Iterable[Element], *, applicants: set[int]
) -> list[Said]:
    """
    Return what each side says now: the reply of a party over what stands in the table.

    Of several on one side a denial stands, as in the answers handed in.
    """
    replies = last_replies(arbitration)
    found = []
    for element in elements:
        own = replies.get(element.pk, [])
        mine = _side([r for r in own if r.party_id in applicants])
        theirs = _side([r for r in own if r.party_id not in applicants])
        applicant = element.applicant_value
        respondent = element.respondent_value
        if theirs is not None:
            respondent = applicant if theirs.answer == ElementAnswer.ADMIT else theirs.value
        if mine is not None:
            applicant = respondent if mine.answer == ElementAnswer.ADMIT else mine.value
        found.append(Said(element, applicant, respondent, own))
    return found


def _side(replies: list[ElementReply]) -> ElementReply | None:
    denied = [r for r in replies if r.answer != ElementAnswer.ADMIT]
    return (denied or replies or [None])[-1]


# What they confirmed


def confirmations_of(document: Document) -> dict[int, CaseEvent]:
    """Return who of the parties has confirmed a paper, by party."""
    events = document.case.events.filter(act=CONFIRMS, facts__document=document.pk)
    return {event.party_id: event for event in events.order_by("id") if event.party_id}


# What they may read


@dataclass(frozen=True)
class Readable:
    """A paper a party may read on the phone; `waits` while it is theirs to sign for."""

    paper: Document
    served_on: date | None
    waits: bool = False


def papers_for_party(arbitration: Arbitration, parties: Iterable[Party]) -> list[Readable]:
    """
    Return the papers these parties may read on the phone: what counts as served on one of them.

    And what was sent to them electronically, what they handed in themselves, and what both sides
    confirm (A10, A11). An award or a mediation statement can be read once it was served as the law
    asks, never by being shown here.
    """
    own = {party.pk for party in parties}
    made = Document.objects.current().filter(
        case=arbitration.case_id, event__facts__arbitration=arbitration.pk
    )
    papers = list(made.select_related("pdf", "event").order_by("-issued_on", "-id"))
    rows = Service.objects.current().filter(document__in=papers, party__in=own)
    served: dict[int, date] = {}
    waiting: set[int] = set()
    for row in rows.order_by("id"):
        if row.served_on:
            served.setdefault(row.document_id, row.served_on)
        elif row.outcome == Outcome.SENT and row.method == "electronic":
            waiting.add(row.document_id)
    # The application prints the numbers of everybody who applies: for those who speak for all.
    applies = bool(own & {party.pk for party in speaking(arbitration)}) and bool(
        arbitration.applicants.filter(pk__in=own)
    )
    return [
        Readable(paper, served.get(paper.pk), paper.pk in waiting and paper.pk not in served)
        for paper in papers
        if paper.pk in served
        or paper.pk in waiting
        or paper.code in ("A10", "A11")
        or (paper.code == "A01" and applies)
        or (paper.code == "A01R" and paper.event and paper.event.party_id in own)
    ]


# From the party's own page of the case

OPEN_TO = (CaseStatus.ENDED, CaseStatus.SETTLED, CaseStatus.FILED, CaseStatus.DECLINED)


def ways_in(party: Party) -> list[Way]:
    """Return the party's arbitrations, or for a worker without one the way to apply."""
    sides = Q(applicants=party) | Q(respondents=party) | Q(third_parties=party)
    own = Arbitration.objects.filter(sides).distinct().order_by("id")
    found = [
        Way(f"看仲裁案件 {arbitration}", "phone-arbitration", arbitration.pk) for arbitration in own
    ]
    if not found and party.is_worker and party.case.status in OPEN_TO:
        found.append(Way("申请仲裁", "phone-apply"))
    return found
