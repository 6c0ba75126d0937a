"""Who must get a paper, who has it since when, and how it may still be brought to them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from cases.choices import CaseStatus, PartyKind, ProceduralPlace
from cases.models import Case, Party, ServiceAddress
from documents.models import Document, Service
from documents.service.choices import Outcome
from law.service import METHODS, Circumstances, Method, PaperKind, why_not
from staff.models import User

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
    "R02": (A, R),
    "R02N": (A, R),
    "R03": (A, R),
    "R04": (A, R),
    "A01": (R,),
    "A01R": (A,),
    "A02": (A,),
    "A02N": (A,),
    "A02B": (A,),
    "A02X1": (R,),
    "A02X2": (R, T),
    "A02X3": (R,),
    "A02X4": (A,),
    "A05C": (A, R, T),
    "A03": (R,),
    "A04": (A, R, T),
    "A05": (A, R, T),
    "A06": (A,),
    "A07": (A, R, T),
    "A08": (A, R, T),
    "A09": (),
    "A09C": (),
    "A10": (),
    "A11": (),
    "A12-1": (A, R, T),
    "A12-2": (A, R, T),
    "A13": (A, R, T),
    "A14": (A, R, T),
    "A15": (A, R, T),
    "A16": (A, R, T),
    "A18-1": (),
    "A18-2": (),
    "A18-3": (),
    "A18-4": (),
    "A19": (A, R, T),
    "A20": (),
    "A21": (),
}
# Made for one party, or in one copy for the workers as one side.
BY_SIDE = ("D04", "D06")
AGREEMENTS = ("D12", "D12A")
KINDS: dict[str, PaperKind] = {
    "D03": "invitation",
    "D12": "mediation",
    "D12A": "mediation",
    "R03": "mediation",
    "A19": "mediation",
}
AWARDS = ("A12", "A13", "A14")
# Whether a paper belongs to an arbitration that is handled simply (SUM-04); the app that keeps the
# arbitrations says so when it is ready.
HANDLED_SIMPLY: list[Callable[[Document], bool]] = []


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

    def counts_by(self, on: date) -> bool:
        """Return whether the paper counts as served on that day."""
        day = self.effective.served_on if self.effective else None
        return day is not None and day <= on

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


def standings_of_case(case: Case, user: User) -> list[Standing]:
    """
    Return the standings of the papers in force that `user` may read.

    A copy that a batch made for one worker is left out: the paper of that worker's side is counted.
    """
    papers = Document.objects.visible_to(user).filter(case=case, batch_item=None).current()
    return standings(case, papers.select_related("event").defer("context_json").order_by("id"))


def unserved(found: Iterable[Standing]) -> list[Standing]:
    """Return what still has to be brought to somebody, or confirmed."""
    return [standing for standing in found if standing.effective is None]


def served_on(document: Document, party: Party) -> date | None:
    """Return the day from which the paper counts as served on the party, None if it does not."""
    row = document.services.effective().filter(party=party).last()
    return row.served_on if row else None


def all_served(document: Document, *, on: date) -> bool:
    """Return whether the paper counts as served on everybody it must be served on, by that day."""
    return all(s.counts_by(on) for s in standings(document.case, [document]))


def confirmed_address(party: Party) -> ServiceAddress | None:
    """Return where the party itself said that papers reach it (D09)."""
    return party.service_addresses.filter(superseded=False).order_by("-id").first()


def circumstances(document: Document, party: Party) -> Circumstances:
    """Return what decides how this paper may be served on this party."""
    return circumstances_of(document, [party])[party.pk]


def circumstances_of(document: Document, parties: Iterable[Party]) -> dict[int, Circumstances]:
    """Return the circumstances of each party by its id, in a fixed number of queries."""
    parties = list(parties)
    channels: dict[int, str] = {}
    addresses = ServiceAddress.objects.filter(party__in=parties, superseded=False)
    for address in addresses.order_by("id"):
        channels[address.party_id] = address.e_channel if address.e_service else ""
    failed: dict[int, set[str]] = defaultdict(set)
    refused: set[int] = set()
    rows = Service.objects.filter(document__case_id=document.case_id, party__in=parties)
    for row in rows.current().filter(outcome=Outcome.FAILED):
        failed[row.party_id].add(row.method)
        if row.refused and row.document_id == document.pk:
            refused.add(row.party_id)
    workers = document.case.parties.workers().count()
    arbitral = document.code.startswith(("A", "R")) and document.code != "A09M"
    simply = any(asked(document) for asked in HANDLED_SIMPLY) if arbitral else None
    return {
        party.pk: Circumstances(
            e_channel=channels.get(party.pk) or None,
            whereabouts_unknown=party.missing,
            organisation=party.kind == PartyKind.ORG,
            workers=workers,
            refused=party.pk in refused,
            failed=frozenset(failed[party.pk]),
            simplified=simply,
        )
        for party in parties
    }


@dataclass(frozen=True)
class Way:
    """A method for a paper: who may be served so, and why the others may not."""

    method: Method
    parties: list[Party]
    reason: str


def ways(document: Document, parties: Iterable[Party]) -> list[Way]:
    """Return every method with those it may serve; the reason is that of the first it may not."""
    parties = list(parties)
    met = circumstances_of(document, parties)
    kind = kind_of(document.code)
    found = []
    for method in METHODS.values():
        reasons = {p.pk: why_not(method.code, kind, met[p.pk]) for p in parties}
        found.append(
            Way(
                method,
                [p for p in parties if not reasons[p.pk]],
                next((reason for reason in reasons.values() if reason), ""),
            )
        )
    return found


def reach_by(document: Document) -> str:
    """Return by when the paper should be there, in words; "" where nothing hangs on it."""
    if document.code == "D06":
        return f"请在调解会（{document.context['starts_at']['text']}）以前送到。"
    if document.code == "D03":
        return f"答复期限是{document.context['reply_by']}，请尽早送到。"
    return ""
