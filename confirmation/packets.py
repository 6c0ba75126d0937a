"""The packet of a joint application for confirmation: what is in it, in which order, as data."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from confirmation.models import Application, Packet, PacketItem
from documents import packet as packets
from documents import store
from documents.contracts.court.exchange import export
from documents.models import Document
from documents.operations import PDF
from documents.packet import ZIP, Front, Scanned

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


def listed(papers: Sequence[Document]) -> list[PacketItem]:
    """Return the papers as items, in the order of the packet, numbered from 1."""
    return [
        PacketItem(
            no=no,
            code=paper.code,
            name=packets.name_of(paper),
            document=paper,
            file=paper.pdf,
            pages=paper.pages,
            first_page=0,
        )
        for no, paper in enumerate(packets.in_order(papers, ORDER), 1)
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
    parties = [*application.workers.order_by("roster_no"), *application.others.order_by("id")]
    evidence = application.case.evidence.filter(submitted=True, scan__isnull=False)
    found = [
        *packets.signed_originals(papers),
        *packets.identity_scans(parties, code="C07"),
        *(
            Scanned("C05", f"{piece}（复印件）", piece.scan.file, piece.scan.pages)
            for piece in evidence.select_related("scan__file").order_by("no")
        ),
    ]
    return [
        PacketItem(
            no=no,
            code=scan.code,
            name=scan.name[:160],
            file=scan.file,
            pages=scan.pages,
            first_page=0,
            original=False,
        )
        for no, scan in enumerate(found, after + 1)
    ]


def make(
    application: Application,
    items: Sequence[PacketItem],
    *,
    version: int,
    on: date,
    to_look: Sequence[dict],
) -> Packet:
    """
    Draw the bundle, place every item in it, pack the bag; the packet is not saved.

    `to_look`: what the self-check left to people, [{"code", "sentence"}].
    """
    front = Front(
        organisation=application.case.mediation_body.name,
        name=application.agreement.number,
        title="司法确认材料",
        lines=(
            ("受送法院", application.court.name),
            ("协议文号", application.agreement.number),
            ("版次", f"第{version}版"),
            ("提交日期", f"{on.year}年{on.month}月{on.day}日"),
            ("申请期限", f"{application.confirm_by:%Y-%m-%d}"),
        ),
    )
    made = packets.make(
        items,
        front=front,
        version=version,
        on=on,
        data=lambda: data(application, items, version=version, on=on, to_look=to_look),
    )
    return Packet(
        application=application,
        version=version,
        sent_on=on,
        bundle=store.put(made.bundle, media_type=PDF),
        bag=store.put(made.bag, media_type=ZIP),
        pages=made.pages,
        to_look=list(to_look),
    )


def data(
    application: Application,
    items: Sequence[PacketItem],
    *,
    version: int,
    on: date,
    to_look: Sequence[dict],
) -> dict:
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
        "to_look": list(to_look),
        "items": packets.listed_data(items),
    }


def changed(earlier: Packet, items: Sequence[PacketItem], answers: dict[str, str]) -> list[dict]:
    """
    Return what is new, replaced or gone against `earlier`.

    `answers` has, by the name of a material, the court's point about it and what was answered.
    """
    return packets.changed(earlier.items.all(), items, order=ORDER, answers=answers)
