"""What a court's system fetches: the packets sent to that court, and their files."""

import io
import json
import zipfile
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from confirmation.api.door import Entry
from confirmation.api.problems import Problem
from confirmation.api.schemas import Detail, Page, ReasonOut, State
from confirmation.choices import (
    REFUSAL_REASONS,
    REJECTION_REASONS,
    Fetched,
    ReturnReason,
)
from confirmation.models import Application, Packet, PacketItem
from confirmation.operations import log_download
from confirmation.packets import SCHEMA_FILE
from confirmation.queries import of_court
from documents import store
from documents.bag import ROOT
from documents.models import StoredFile
from staff.rates import visitor

PAGE, PAGE_AT_MOST = 50, 200
CANNOT = {401: Problem, 422: Problem, 429: Problem}
NOT_THERE = CANNOT | {404: Problem}
router = Router(auth=Entry(), tags=["领取"])


def packets_of(token):
    """Return the last packet of every application that was sent to the court of the token."""
    last = Packet.objects.filter(application=OuterRef("application")).order_by("-version")
    return (
        Packet.objects.filter(application__in=of_court(token.clerk))
        .filter(pk=Subquery(last.values("pk")[:1]))
        .select_related(
            "application__agreement",
            "application__court",
            "application__withdrawal",
            "application__case__mediation_body",
        )
    )


def packet_of(request, pk: int) -> Packet:
    return get_object_or_404(packets_of(request.auth), pk=pk)


@router.get(
    "packets", response={200: Page} | CANNOT, url_name="packets", summary="列出提交给本院的材料包"
)
def packets(
    request,
    state: State | None = Query(None, description="只列这一状态的，新到的是 sent"),
    sent_since: date | None = Query(None, description="只列这一天以后提交的"),
    after: str = Query("", pattern=r"^[0-9]{0,18}$", description="上一页的 next"),
    limit: int = Query(PAGE, ge=1, le=PAGE_AT_MOST),
):
    """每件申请列最后提交的一版，先提交的在前。定时取 state=sent 的，立案或者退回后就不再列出。"""
    rows = packets_of(request.auth).annotate(worker_count=Count("application__workers"))
    if state:
        rows = rows.filter(application__state=state)
    if sent_since:
        rows = rows.filter(sent_on__gte=sent_since)
    if after:
        rows = rows.filter(pk__gt=int(after))
    found = list(rows.order_by("pk")[: limit + 1])
    page = found[:limit]
    return {
        "packets": [summary(packet, packet.worker_count) for packet in page],
        "next": str(page[-1].pk) if len(found) > limit else None,
    }


def summary(packet: Packet, workers: int) -> dict:
    form = packet.application
    return {
        "id": packet.pk,
        "agreement": form.agreement.number,
        "batch": {"no": form.batch_no, "count": form.batch_count},
        "version": packet.version,
        "sent_on": packet.sent_on,
        "confirm_by": form.confirm_by,
        "state": form.state,
        "state_name": form.get_state_display(),
        "court_number": form.number,
        "workers": workers,
        "pages": packet.pages,
        "bundle_sha256": packet.bundle_id,
        "bag_sha256": packet.bag_id,
    }


@router.get(
    "packets/{int:packet_id}",
    response={200: Detail} | NOT_THERE,
    url_name="packet",
    summary="一个材料包的清单、当事人和状态",
)
def packet(request, packet_id: int):
    found = packet_of(request, packet_id)
    form: Application = found.application
    workers, others = list(form.workers.order_by("roster_no")), list(form.others.order_by("id"))
    paper = form.withdrawal
    return summary(found, len(workers)) | {
        "sent_by": form.case.mediation_body.name,
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
            for item in found.items.all()
        ],
        "parties": [
            {"key": party.key, "name": party.name, "worker": party.is_worker}
            for party in [*workers, *others]
        ],
        "changes": found.changes,
        "calls": [
            {
                "starts_at": call.starts_at,
                "mode": call.mode,
                "place": call.place,
                "bring": call.bring,
                "outcome": call.outcome,
                "came": [party.key for party in call.came.all()],
                "note": call.note,
            }
            for call in form.appearances.prefetch_related("came")
        ],
        "withdrawal": {"withdrawn_on": paper.issued_on, "sha256": paper.pdf_id} if paper else None,
    }


def _file(media_type: str, schema: dict | None = None) -> dict:
    content = {media_type: {"schema": schema or {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": "文件", "content": content}}}


PDF, ZIP = "application/pdf", "application/zip"


@router.get(
    "packets/{int:packet_id}/packet.json",
    response=NOT_THERE,
    openapi_extra=_file("application/json", json.loads(SCHEMA_FILE.read_text("utf-8"))),
    url_name="packet-data",
    summary="packet.json，格式见 /schemas/packet.json",
)
def packet_data(request, packet_id: int):
    """与压缩包里的逐字节相同。"""
    found = packet_of(request, packet_id)
    with zipfile.ZipFile(io.BytesIO(store.get(found.bag))) as bag:
        content = bag.read(f"{ROOT}/data/packet.json")
    _log(request, found, Fetched.DATA)
    return HttpResponse(content, content_type="application/json")


@router.get(
    "packets/{int:packet_id}/bundle.pdf",
    response=NOT_THERE,
    openapi_extra=_file(PDF),
    url_name="packet-bundle",
    summary="合订 PDF",
)
def packet_bundle(request, packet_id: int):
    found = packet_of(request, packet_id)
    _log(request, found, Fetched.BUNDLE)
    return _send(found.bundle)


@router.get(
    "packets/{int:packet_id}/bag.zip",
    response=NOT_THERE,
    openapi_extra=_file(ZIP),
    url_name="packet-bag",
    summary="BagIt 压缩包",
)
def packet_bag(request, packet_id: int):
    found = packet_of(request, packet_id)
    _log(request, found, Fetched.BAG)
    return _send(found.bag)


@router.get(
    "packets/{int:packet_id}/items/{int:no}.pdf",
    response=NOT_THERE,
    openapi_extra=_file(PDF),
    url_name="packet-item",
    summary="清单上的一份材料",
)
def packet_item(request, packet_id: int, no: int):
    found = packet_of(request, packet_id)
    item = get_object_or_404(PacketItem.objects.select_related("file"), packet=found, no=no)
    _log(request, found, Fetched.ITEM, item)
    return _send(item.file)


@router.get(
    "packets/{int:packet_id}/withdrawal.pdf",
    response=NOT_THERE,
    openapi_extra=_file(PDF),
    url_name="packet-withdrawal",
    summary="双方的撤回申请书",
)
def packet_withdrawal(request, packet_id: int):
    found = packet_of(request, packet_id)
    paper = found.application.withdrawal
    if paper is None:
        found = get_object_or_404(Packet.objects.none())
    _log(request, found, Fetched.WITHDRAWAL)
    return _send(paper.pdf)


def _log(request, packet: Packet, what: Fetched, item: PacketItem | None = None) -> None:
    log_download(
        packet=packet,
        what=what,
        item=item,
        by=request.auth.clerk,
        token=request.auth,
        address=visitor(request)[:60],
        at=timezone.now(),
    )


def _send(file: StoredFile) -> HttpResponse:
    answer = HttpResponse(store.get(file), content_type=file.media_type)
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@router.get(
    "reasons",
    response={200: list[ReasonOut]} | CANNOT,
    url_name="reasons",
    summary="退回、不予受理、驳回的理由代号",
)
def reasons(request):
    acts = dict.fromkeys(REFUSAL_REASONS, "refuse") | dict.fromkeys(REJECTION_REASONS, "reject")
    return [
        {"code": reason.value, "name": reason.label, "act": acts.get(reason, "return")}
        for reason in ReturnReason
    ]
