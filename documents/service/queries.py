"""Who must get a paper, who has it since when, and how it may still be brought to them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cases.choices import CaseStatus, PartyKind, ProceduralPlace
from cases.models import Case, Party, ServiceAddress
from documents.choices import DocumentState
from documents.models import Document
from documents.service.choices import Outcome
from documents.service.models import Service
from law.service import Circumstances, Offer, PaperKind, offers

A, R, T = ProceduralPlace.APPLICANT, ProceduralPlace.RESPONDENT, ProceduralPlace.THIRD_PARTY
# Whom a paper goes to; () is nobody: what a party hands in, the minutes, the file's own papers.
# One made for one party goes to that party alone.
SERVED_ON: dict[str, tuple[str, ...]] = {
    "D01": (R,),
    "D02": (A, R),
    "D02N": (A,),
    "D03": (R, T),
    "D04": (A, R, T),
    "D05": (A, R, T),
    "D06": (A, R, T),
    "D07": (),
    "D08": (),
    "D09": (),
    "D10": (),
    "D11": (),
    "D12": (A, R, T),
    "D12A": (A, R, T),
    "D13": (A, R, T),
    "D14": (),
    "D15": (A,),
    "D16": (A,),
    "D17": (R, T),
    "D18": (),
    "A09M": (),
}
# Made for one party, or in one copy for the workers as one side.
BY_SIDE = ("D04", "D06")
AGREEMENTS = ("D12", "D12A")
KINDS: dict[str, PaperKind] = {
    "D03": "invitation",
    "D12": "mediation",
    "D12A": "mediation",
    "R03": "mediation",
}
AWARDS = ("A12", "A13", "A14")


def kind_of(code: str) -> PaperKind:
    """Return what a paper is to the rules of service."""
    return "award" if code.startswith(AWARDS) else KINDS.get(code, "ordinary")


@dataclass
class Standing:
    """How far the service of one paper on one recipient has come."""

    document: Document
    party: Party
    rows: list[Service] = field(default_factory=list)

    @property
    def effective(self) -> Service | None:
        return next((r for r in reversed(self.rows) if r.outcome == Outcome.SERVED), None)

    @property
    def last(self) -> Service | None:
        return self.rows[-1] if self.rows else None

    @property
    def pending(self) -> Service | None:
        """Return the row that waits for its confirmation."""
        last = self.last
        return last if last and last.outcome == Outcome.SENT else None


def standings(case: Case, documents: Iterable[Document]) -> list[Standing]:
    """Return a standing for each recipient of each of the papers, in a fixed number of queries."""
    documents = list(documents)
    for document in documents:
        document.case = case
    parties = list(case.parties.order_by("roster_no", "id"))
    rows = defaultdict(list)
    found = Service.objects.filter(document__in=documents).current().order_by("id")
    for row in found.select_related("recorded_by"):
        rows[row.document_id, row.party_id].append(row)
    return [
        Standing(document, party, rows[document.pk, party.pk])
        for document in documents
        for party in recipients(document, parties)
    ]


def recipients(document: Document, parties: list[Party] | None = None) -> list[Party]:
    """Return whom the paper must be served on; `parties` are those of its case."""
    code = document.code
    places = SERVED_ON.get(code)
    if places == () or not ready(document):
        return []
    if parties is None:
        parties = list(document.case.parties.order_by("roster_no", "id"))
    if document.party_id:
        return [p for p in parties if p.pk == document.party_id]
    if code in BY_SIDE:
        called = set(document.event.facts.get("to", ())) if document.event else set()
        return [p for p in parties if p.is_worker and (not called or p.key in called)]
    found = [p for p in parties if p.place in (places or ())]
    if code in AGREEMENTS:
        bound = _bound(document)
        found = [p for p in found if p.name in bound or p.roster_no in bound]
    return found


def ready(document: Document) -> bool:
    """Return whether there is something to serve: an agreement only once it binds (MED-10)."""
    unsigned = document.case.status in (CaseStatus.FILED, CaseStatus.ACCEPTED)
    return not (document.code in AGREEMENTS and unsigned)


def _bound(document: Document) -> set:
    """Return who is bound by an agreement: the workers by number, the others by name."""
    context = document.context
    numbers = {row["no"] for row in context.get("workers") or []}
    others = (*(context.get("respondents") or []), *(context.get("third_parties") or []))
    names = {name.strip() for name in (context.get("respondents_text") or "").split("、")}
    return numbers | names | {party["name"] for party in others}


def standings_of_case(case: Case, *, papers: Iterable[Document] | None = None) -> list[Standing]:
    """Return the standings of the papers in force; `papers` are those the reader may see."""
    if papers is None:
        papers = Document.objects.filter(case=case)
    current = [p for p in papers if p.state == DocumentState.ISSUED]
    return standings(case, sorted(current, key=lambda p: p.pk))


def unserved(found: Iterable[Standing]) -> list[Standing]:
    """Return what still has to be brought to somebody, or confirmed."""
    return [standing for standing in found if standing.effective is None]


def served_on(document: Document, party: Party) -> date | None:
    """Return the day from which the paper counts as served on the party, None if it does not."""
    row = document.services.effective().filter(party=party).last()
    return row.served_on if row else None


def all_served(document: Document, *, on: date) -> bool:
    """Return whether the paper counts as served on everybody it must be served on, by that day."""
    found = standings(document.case, [document])
    return all(s.effective and s.effective.served_on <= on for s in found)


def confirmed_address(party: Party) -> ServiceAddress | None:
    """Return where the party itself said that papers reach it (D09)."""
    return party.service_addresses.filter(superseded=False).order_by("-id").first()


def circumstances(document: Document, party: Party) -> Circumstances:
    """Return what decides how this paper may be served on this party."""
    address = confirmed_address(party)
    rows = Service.objects.filter(document__case_id=document.case_id, party=party).current()
    failed = rows.filter(outcome=Outcome.FAILED)
    consented = address is not None and address.e_service and address.e_channel
    return Circumstances(
        e_channel=address.e_channel if address and consented else None,
        whereabouts_unknown=party.missing,
        organisation=party.kind == PartyKind.ORG,
        workers=document.case.parties.workers().count(),
        refused=failed.filter(document=document, refused=True).exists(),
        failed=frozenset(failed.values_list("method", flat=True)),
        simplified=False if document.code.startswith(("A1", "A0", "A2", "R")) else None,
    )


def offers_for(document: Document, party: Party) -> tuple[Offer, ...]:
    return offers(kind_of(document.code), circumstances(document, party))
