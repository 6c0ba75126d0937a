"""One packet: its items as listed, the bundle a clerk reads, the bag a machine reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from cases.models import Party
from confirmation.bag import Payload, as_json, bag, file_name
from confirmation.models import Application, Packet, PacketItem
from documents import scans, store
from documents.bundle import Cover, Enclosed, bundle
from documents.contracts.court.exchange import export
from documents.models import Document, StoredFile
from documents.operations import PDF
from documents.registry import fonts
from staff.refusals import ActRefused

ZIP = "application/zip"
SCHEMA_VERSION = "1"
SCHEMA_FILE = settings.BASE_DIR / "docs" / "packet.schema.json"
# What is attached, and in which order: the letter comes first and lists the rest.
ORDER = (
    "C04",
    "C10R",
    "C01",
    "C02",
    "D12",
    "D12A",
    "C03",
    "C07",
    "D07",
    "C06",
    "D04",
    "C05",
    "D15",
    "C08",
)


@dataclass(frozen=True)
class Made:
    """The two files of a packet and the pages of the bundle."""

    bundle: bytes
    bag: bytes
    pages: int


def listed(papers: Sequence[Document]) -> list[PacketItem]:
    """Return the papers as items, in the order of the packet, numbered from 1."""
    ordered = sorted(papers, key=lambda p: (ORDER.index(p.code), p.pk))
    return [
        PacketItem(
            no=no,
            code=paper.code,
            name=_name(paper),
            document=paper,
            file=paper.pdf,
            pages=paper.pages,
            first_page=0,
        )
        for no, paper in enumerate(ordered, 1)
    ]


def enclosed(
    application: Application, papers: Sequence[Document], *, after: int
) -> list[PacketItem]:
    """
    Return the scans that come behind the papers, numbered on from `after`.

    Signed originals of the papers sent, then every party's identity papers, then the evidence.

    Raises:
        ActRefused: one of them cannot be put into a packet; the sentence says which.
    """
    found: list[tuple[str, str, StoredFile, int]] = []
    for paper in papers:
        scan = paper.scans.select_related("file").last()
        if scan:
            name = f"{paper.title}（签署件）"
            file, pages = _as_pages(name, scan.file)
            found.append((paper.code, name, file, pages))
    parties = [*application.workers.order_by("roster_no"), *application.others.order_by("id")]
    found += [row for party in parties for row in _identity_scans(party)]
    evidence = application.case.evidence.filter(submitted=True, scan__isnull=False)
    for piece in evidence.select_related("scan__file").order_by("no"):
        found.append(("C05", f"{piece}（复印件）", piece.scan.file, piece.scan.pages))
    return [
        PacketItem(
            no=no,
            code=code,
            name=name[:160],
            file=file,
            pages=pages,
            first_page=0,
            original=False,
        )
        for no, (code, name, file, pages) in enumerate(found, after + 1)
    ]


def _identity_scans(party: Party) -> list[tuple[str, str, StoredFile, int]]:
    rows = [paper for paper in party.identity_papers.all() if paper.file_sha256]
    files = StoredFile.objects.in_bulk([paper.file_sha256 for paper in rows])
    return [
        ("C07", f"{paper.name}（{party.name}）", files[paper.file_sha256], paper.pages)
        for paper in rows
        if paper.file_sha256 in files
    ]


def _as_pages(name: str, file: StoredFile) -> tuple[StoredFile, int]:
    try:
        scan = scans.as_pages(store.get(file))
    except ActRefused as refusal:
        raise ActRefused(f"“{name}”：{refusal}", source=refusal.source) from refusal
    return store.put(scan.content, media_type=PDF), scan.pages


def _name(paper: Document) -> str:
    of = f"（{paper.recipient}）" if paper.recipient else ""
    return f"{paper.title}{of}"[:160]


def make(application: Application, items: Sequence[PacketItem], *, version: int, on: date) -> Made:
    """Draw the bundle, place every item in it, and pack the bag."""
    papers = [(i.name, store.get(i.document.docx)) for i in items if i.document]
    behind = [Enclosed(i.name, store.get(i.file), i.pages) for i in items if not i.document]
    title = f"{application.agreement.number}司法确认材料"
    cover = Cover(
        organisation=application.case.mediation_body.name,
        title="司法确认材料",
        lines=(
            ("受送法院", application.court.name),
            ("协议文号", application.agreement.number),
            ("版次", f"第{version}版"),
            ("提交日期", f"{on.year}年{on.month}月{on.day}日"),
            ("申请期限", f"{application.confirm_by:%Y-%m-%d}"),
        ),
    )
    whole = bundle(papers, title=title, created=on, fonts=fonts(), cover=cover, enclosed=behind)
    page = whole.pages - sum(item.pages for item in items)
    for item in items:
        item.first_page = page + 1
        page += item.pages
    payload = [
        Payload(file_name(0, "全部材料"), whole.content),
        *(Payload(file_name(i.no, f"{i.code}-{i.name}"), store.get(i.file)) for i in items),
        Payload("packet.json", as_json(data(application, items, version=version, on=on))),
    ]
    about = {
        "Source-Organization": application.case.mediation_body.name,
        "External-Description": title,
        "External-Identifier": f"{application.agreement.number} v{version}",
    }
    return Made(whole.content, bag(payload, about=about, made_on=on), whole.pages)


def data(application: Application, items: Sequence[PacketItem], *, version: int, on: date) -> dict:
    """Return packet.json: what a court system need not type again (docs/packet.schema.json)."""
    information = next(i.document for i in items if i.document and i.code == "C08")
    return {
        "schema": SCHEMA_VERSION,
        "version": version,
        "sent_on": on.isoformat(),
        "case": {
            "agreement": application.agreement.number,
            "court": application.court.name,
            "confirm_by": application.confirm_by.isoformat(),
        },
        "information": export(information.context),
        "items": [
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
        ],
    }


def store_packet(
    application: Application,
    items: Sequence[PacketItem],
    *,
    version: int,
    changes: list[dict],
    to_look: list[dict],
    by,
    on: date,
) -> Packet:
    """Make and keep one version of the packet with its items."""
    made = make(application, items, version=version, on=on)
    packet = Packet(
        application=application,
        version=version,
        sent_on=on,
        sent_by=by,
        bundle=store.put(made.bundle, media_type=PDF),
        bag=store.put(made.bag, media_type=ZIP),
        pages=made.pages,
        changes=changes,
        to_look=to_look,
    )
    packet.save()
    for item in items:
        item.packet = packet
    PacketItem.objects.bulk_create(items)
    return packet


def changed(earlier: Packet, items: Sequence[PacketItem], answers: dict[str, str]) -> list[dict]:
    """
    Return what is new, replaced or gone against `earlier`.

    `answers` has, by the name of a material, the court's point about it and what was answered.
    """
    before = {(item.code, item.name): item.file_id for item in earlier.items.all()}
    now = {(item.code, item.name): item.file_id for item in items}
    found = []
    for (code, name), digest in now.items():
        if (code, name) not in before:
            found.append({"what": "新增", "code": code, "name": name, "for": answers.get(name, "")})
        elif before[code, name] != digest:
            found.append({"what": "更换", "code": code, "name": name, "for": answers.get(name, "")})
    for code, name in before.keys() - now.keys():
        found.append({"what": "删去", "code": code, "name": name, "for": ""})
    return sorted(found, key=lambda row: (ORDER.index(row["code"]), row["name"]))
