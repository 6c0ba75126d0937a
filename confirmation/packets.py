"""One packet: its items as listed, the bundle a clerk reads, the bag a machine reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from confirmation.bag import Payload, as_json, bag, file_name
from confirmation.models import Application, Packet, PacketItem
from documents import store
from documents.bundle import Cover, bundle
from documents.contracts.court.exchange import export
from documents.models import Document
from documents.operations import PDF
from documents.registry import fonts

ZIP = "application/zip"
SCHEMA_VERSION = "1"
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


def _name(paper: Document) -> str:
    of = f"（{paper.recipient}）" if paper.recipient else ""
    return f"{paper.title}{of}"[:160]


def make(application: Application, items: Sequence[PacketItem], *, version: int, on: date) -> Made:
    """Draw the bundle, place every item in it, and pack the bag."""
    papers = [(item.name, store.get(item.document.docx)) for item in items]
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
    whole = bundle(papers, title=title, created=on, fonts=fonts(), cover=cover)
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
    information = next(i.document for i in items if i.code == "C08")
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
    )
    packet.save()
    for item in items:
        item.packet = packet
    PacketItem.objects.bulk_create(items)
    return packet


def changed(earlier: Packet, items: Sequence[PacketItem], answers: dict[str, str]) -> list[dict]:
    """Return what is new, replaced or gone against `earlier`, with the court's point it answers."""
    before = {(item.code, item.name): item.file_id for item in earlier.items.all()}
    now = {(item.code, item.name): item.file_id for item in items}
    found = []
    for (code, name), digest in now.items():
        if (code, name) not in before:
            found.append({"what": "新增", "code": code, "name": name, "for": answers.get(code, "")})
        elif before[code, name] != digest:
            found.append({"what": "更换", "code": code, "name": name, "for": answers.get(code, "")})
    for code, name in before.keys() - now.keys():
        found.append({"what": "删去", "code": code, "name": name, "for": ""})
    return sorted(found, key=lambda row: (ORDER.index(row["code"]), row["name"]))
