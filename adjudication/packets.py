"""The packet of an application for review: what is in it, in which order, as data."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from adjudication.models import Review, ReviewItem, ReviewPacket
from cases.models import Party
from documents import packet as packets
from documents import store
from documents.models import Document
from documents.operations import PDF
from documents.packet import ZIP, Front, Scanned
from staff.models import User

FORMAT = "kuaijie.review/1"
SCHEMA_FILE = settings.BASE_DIR / "docs" / "review-packet.schema.json"
# The application, the agreement, and what 办案规则 74 asks for beside them; nothing of the talks.
ORDER = ("R01", "D12", "D12A", "D07", "D08", "D09", "D15")
SCANS = {"identity": "D08", "evidence": "D15"}
_SAID = ("applicants", "representatives", "respondents", "worker_count", "roster", "agreement")


def papers_of(review: Review) -> list[Document]:
    """Return the papers of the case that go along with the application."""
    agreement = review.agreement
    along = review.case.documents.current().filter(code__in=["D07", "D08", "D09", "D15"])
    return [agreement.document, *filter(None, [agreement.annex]), *along.order_by("id")]


def items_of(
    review: Review, papers: Sequence[Document], parties: Sequence[Party]
) -> list[ReviewItem]:
    """
    Return the papers in order, and behind them the scans: signed originals, identity, evidence.

    Raises:
        ActRefused: a scan cannot be put into a packet; the sentence says which.
    """
    evidence = review.case.evidence.filter(submitted=True, scan__isnull=False)
    scans = [
        *packets.signed_originals(papers),
        *packets.identity_scans(parties, code=SCANS["identity"]),
        *(
            Scanned(SCANS["evidence"], f"{piece}（复印件）", piece.scan.file, piece.scan.pages)
            for piece in evidence.select_related("scan__file").order_by("no")
        ),
    ]
    ordered = packets.in_order(papers, ORDER)
    return [
        *(
            ReviewItem(
                no=no,
                code=paper.code,
                name=packets.name_of(paper),
                document=paper,
                file=paper.pdf,
                pages=paper.pages,
                first_page=0,
            )
            for no, paper in enumerate(ordered, 1)
        ),
        *(
            ReviewItem(
                no=no,
                code=scan.code,
                name=scan.name[:160],
                file=scan.file,
                pages=scan.pages,
                first_page=0,
                original=False,
            )
            for no, scan in enumerate(scans, len(ordered) + 1)
        ),
    ]


def make(
    review: Review,
    items: Sequence[ReviewItem],
    *,
    earlier: ReviewPacket | None = None,
    by: User,
    on: date,
) -> ReviewPacket:
    """Draw the bundle, pack the bag, say what changed since `earlier`; nothing is saved."""
    version = earlier.version + 1 if earlier else 1
    body = review.case.mediation_body
    front = Front(
        organisation=body.name if body else "",
        name=review.agreement.number,
        title="仲裁审查材料",
        lines=(
            ("受送仲裁委员会", review.commission.name),
            ("协议文号", review.agreement.number),
            ("版次", f"第{version}版"),
            ("提交日期", f"{on.year}年{on.month}月{on.day}日"),
            ("申请期限", f"{review.review_by:%Y-%m-%d}"),
        ),
    )
    made = packets.make(
        items,
        front=front,
        version=version,
        on=on,
        data=lambda: data(review, items, version=version, on=on),
    )
    return ReviewPacket(
        review=review,
        version=version,
        sent_on=on,
        sent_by=by,
        bundle=store.put(made.bundle, media_type=PDF),
        bag=store.put(made.bag, media_type=ZIP),
        pages=made.pages,
        changes=packets.changed(earlier.items.all(), items, order=ORDER) if earlier else [],
    )


def data(review: Review, items: Sequence[ReviewItem], *, version: int, on: date) -> dict:
    """Return packet.json: what the commission's system need not type again (SCHEMA_FILE)."""
    form = next(i.document for i in items if i.document and i.code == "R01").context
    return {
        "format": FORMAT,
        "version": version,
        "sent_on": on.isoformat(),
        "commission": review.commission.name,
        "review_by": review.review_by.isoformat(),
        **{name: form[name] for name in _SAID},
        "terms": form["terms"],
        "items": packets.listed_data(items),
    }
