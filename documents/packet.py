"""One packet: papers and scans as listed, the bundle a person reads, the bag a machine reads."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import NamedTuple, Protocol, TypeVar

from django.db import transaction

from cases.models import Case, IdentityPaper, Party
from documents import scans, store
from documents.bag import Payload, as_json, bag, file_name
from documents.bundle import Cover, Enclosed, bundle
from documents.choices import SignatureLevel
from documents.models import Document, Scan, Signature, StoredFile
from documents.operations import PDF, Moved
from documents.pdf import page_count
from documents.registry import fonts
from documents.signing.operations import signature_page_of
from staff.refusals import ActRefused

ZIP = "application/zip"
DRAWN_AT_MOST = 3

D = TypeVar("D")
R = TypeVar("R")


class Line(Protocol):
    """A line of a packet's list, kept (documents.models.PacketLine) or not yet."""

    no: int
    code: str
    name: str
    document: Document | None
    file: StoredFile
    pages: int
    first_page: int
    original: bool

    @property
    def file_id(self) -> str: ...


class Scanned(NamedTuple):
    """A scan that goes behind the papers: what it is a copy of, the file, how many pages."""

    code: str
    name: str
    file: StoredFile
    pages: int


class Made(NamedTuple):
    """The two files of a packet and the pages of the bundle."""

    bundle: bytes
    bag: bytes
    pages: int


@dataclass(frozen=True)
class Front:
    """What stands before the papers: whose packet it is, what it is called, lines of the cover."""

    organisation: str
    name: str
    title: str
    lines: tuple[tuple[str, str], ...]


def in_order(papers: Iterable[Document], order: Sequence[str]) -> list[Document]:
    """Return the papers by the place of their code in `order`, the older first."""
    return sorted(papers, key=lambda p: (order.index(p.code), p.pk or inf))  # not kept yet: last


def name_of(paper: Document) -> str:
    of = f"（{paper.recipient}）" if paper.recipient else ""
    return f"{paper.title}{of}"[:160]


def signed_originals(papers: Iterable[Document]) -> list[Scanned]:
    """
    Return the scans of the signed originals of these papers, and who signed them on a screen.

    Raises:
        ActRefused: one of them cannot be put into a packet; the sentence says which.
    """
    found = []
    for paper in (paper for paper in papers if paper.pk):
        scan = paper.scans.select_related("file").last()
        if scan:
            name = f"{paper.title}（签署件）"
            found.append(Scanned(paper.code, name, *_as_pages(name, scan.file)))
        if drawn := list(paper.signatures.filter(level=SignatureLevel.DRAWN)):
            page = signature_page_of(paper, drawn)
            kept = store.put(page, media_type=PDF)
            found.append(Scanned(paper.code, f"{paper.title}（签署页）", kept, page_count(page)))
    return found


def identity_scans(parties: Iterable[Party], *, code: str) -> list[Scanned]:
    """Return the copies of everybody's identity papers, as items of that code."""
    found = []
    for party in parties:
        rows = [paper for paper in party.identity_papers.all() if paper.file_sha256]
        files = StoredFile.objects.in_bulk([paper.file_sha256 for paper in rows])
        found += [
            Scanned(code, f"{paper.name}（{party.name}）", files[paper.file_sha256], paper.pages)
            for paper in rows
            if paper.file_sha256 in files
        ]
    return found


def _as_pages(name: str, file: StoredFile) -> tuple[StoredFile, int]:
    try:
        scan = scans.as_pages(store.get(file))
    except ActRefused as refusal:
        raise ActRefused(f"“{name}”：{refusal}", source=refusal.source) from refusal
    return store.put(scan.content, media_type=PDF), scan.pages


def make(
    items: Sequence[Line], *, front: Front, version: int, on: date, data: Callable[[], dict]
) -> Made:
    """
    Draw the bundle, place every item in it, and pack the bag.

    `data` is asked for packet.json once every item knows the page it begins on.
    """
    papers = [(i.name, store.get(i.document.docx)) for i in items if i.document]
    behind = [Enclosed(i.name, store.get(i.file), i.pages) for i in items if not i.document]
    cover = Cover(organisation=front.organisation, title=front.title, lines=front.lines)
    title = f"{front.name}{front.title}"
    whole = bundle(papers, title=title, created=on, fonts=fonts(), cover=cover, enclosed=behind)
    page = whole.pages - sum(item.pages for item in items)
    for item in items:
        item.first_page = page + 1
        page += item.pages
    payload = [
        Payload(file_name(0, "全部材料"), whole.content),
        *(Payload(file_name(i.no, f"{i.code}-{i.name}"), store.get(i.file)) for i in items),
        Payload("packet.json", as_json(data())),
    ]
    about = {
        "Source-Organization": front.organisation,
        "External-Description": title,
        "External-Identifier": f"{front.name} v{version}",
    }
    return Made(whole.content, bag(payload, about=about, made_on=on), whole.pages)


def drawn_before_locking(draw: Callable[[], D], keep: Callable[[D], R]) -> R:
    """
    Draw while nothing is locked, then keep it in a transaction; what has moved is drawn anew.

    `keep` locks, looks again at what was drawn from, and raises `Moved` if it is not so any more.
    """
    turn = 1
    while True:
        drawn = draw()
        try:
            with transaction.atomic():
                return keep(drawn)
        except Moved:
            if turn == DRAWN_AT_MOST:
                raise
        turn += 1


def drawn_from(case: Case, papers: Iterable[Document], parties: Iterable[Party]) -> list:
    """Return, as plain data, which papers and scans a packet is drawn from; cheap to ask again."""
    kept = list(papers)
    scanned = Scan.objects.filter(document__in=[paper.pk for paper in kept])
    signed = Signature.objects.filter(document__in=[paper.pk for paper in kept])
    shown = IdentityPaper.objects.filter(party__in=[party.pk for party in parties])
    evidence = case.evidence.filter(submitted=True, scan__isnull=False)
    return [
        [[paper.pk, paper.pdf_id, paper.title, paper.recipient] for paper in kept],
        list(scanned.order_by("id").values_list("document", "file")),
        list(signed.order_by("id").values_list("document", "binding")),
        list(shown.order_by("id").values_list("party", "name", "pages", "file_sha256")),
        list(evidence.order_by("no").values_list("no", "name", "scan__file", "scan__pages")),
    ]


def listed_data(items: Iterable[Line]) -> list[dict]:
    """Return the list as it stands in packet.json."""
    return [
        {
            "no": item.no,
            "code": item.code,
            "name": item.name,
            "pages": item.pages,
            "first_page": item.first_page,
            "sha256": item.file_id,
            "original": item.original,
        }
        for item in items
    ]


def changed(
    earlier: Iterable[Line],
    items: Iterable[Line],
    *,
    order: Sequence[str],
    answers: dict[str, str] | None = None,
) -> list[dict]:
    """
    Return what is new, replaced or gone against the items of an earlier version.

    `answers` has, by the name of a material, what was asked about it and what was answered.
    """
    said = answers or {}
    before = {(item.code, item.name): item.file_id for item in earlier}
    now = {(item.code, item.name): item.file_id for item in items}
    found = []
    for (code, name), digest in now.items():
        if (code, name) not in before:
            found.append({"what": "新增", "code": code, "name": name, "for": said.get(name, "")})
        elif before[code, name] != digest:
            found.append({"what": "更换", "code": code, "name": name, "for": said.get(name, "")})
    for code, name in before.keys() - now.keys():
        found.append({"what": "删去", "code": code, "name": name, "for": ""})
    return sorted(found, key=lambda row: (order.index(row["code"]), row["name"]))
