"""Reading papers: the page of one paper, its files and scans."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents import archive, store
from documents.choices import RegenerationResult
from documents.forms import ScanForm
from documents.models import Document, Scan
from documents.operations import attach_scan, regenerate
from documents.permissions import can_attach_scan
from documents.regeneration import fonts_gone_or_changed
from documents.service.views import service_panel
from documents.signing.views import sealing_context
from staff.refusals import ActRefused

REGENERATIONS_SHOWN = 5


def _document(request, pk: int) -> Document:
    return get_object_or_404(
        Document.objects.visible_to(request.user).select_related("case", "event", "docx", "pdf"),
        pk=pk,
    )


def _file(content: bytes, *, media_type: str, name: str, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    place = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _archive_report(document: Document) -> archive.Report | None:
    """What the archive check says of the paper's PDF; None where the file is lost."""
    key = f"archive:{archive.EDITION}:{document.pdf_id}"
    report = cache.get(key)
    if report is None:
        try:
            report = archive.check(store.get(document.pdf))
        except store.FileDamaged:
            return None
        cache.set(key, report, timeout=None)
    return report


@login_required
@require_http_methods(["GET", "POST"])
def document_page(request, pk: int):
    """Show one paper: number, version, digests, data, files, scans; take a scan of the original."""
    document = _document(request, pk)
    may_attach = can_attach_scan(request.user, document)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            attach_scan(
                document=document,
                content=form.cleaned_data["file"].read(),
                note=form.cleaned_data["note"],
                by=request.user,
                on=timezone.localdate(),
            )
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "签署件已上传。")
            return redirect("document", pk=document.pk)
    return render(
        request,
        "documents/document.html",
        {
            "document": document,
            "case": document.case,
            "form": form if may_attach else None,
            "scans": document.scans.select_related("file", "added_by"),
            "archive": _archive_report(document),
            "changed_fonts": fonts_gone_or_changed(document),
            "regenerations": document.regenerations.select_related("by")[:REGENERATIONS_SHOWN],
            **sealing_context(request, document),
            **service_panel(document, request.user, on=timezone.localdate()),
        },
        status=422 if request.method == "POST" else 200,
    )


@login_required
@require_GET
def document_file(request, pk: int, kind: str):
    """Send the paper as `docx` (download) or `pdf` (shown in the browser)."""
    document = _document(request, pk)
    if kind not in {"docx", "pdf"}:
        raise Http404
    file = getattr(document, kind)
    name = f"{document.number or document.case.number} {document.title}.{kind}"
    return _file(store.get(file), media_type=file.media_type, name=name, inline=kind == "pdf")


@login_required
@require_GET
def scan_file(request, pk: int):
    scan = get_object_or_404(Scan.objects.select_related("document__case", "file"), pk=pk)
    _document(request, scan.document_id)
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
    name = f"{scan.document.title} 签署件.{ending[scan.file.media_type]}"
    return _file(store.get(scan.file), media_type=scan.file.media_type, name=name, inline=False)


@login_required
@require_POST
def document_regenerate(request, pk: int):
    """Make the paper again, compare it byte for byte, and say what was compared."""
    document = _document(request, pk)
    kept = regenerate(document=document, by=request.user, at=timezone.now())
    if kept.result == RegenerationResult.SAME:
        messages.success(request, kept.sentence)
    else:
        messages.error(request, kept.sentence)
    return redirect("document", pk=document.pk)
