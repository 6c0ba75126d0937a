"""Reading papers: the page of one paper, its files and scans."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents import store
from documents.forms import ScanForm
from documents.models import Document, Scan
from documents.operations import attach_scan, regenerate
from documents.permissions import can_attach_scan
from documents.signing.views import sealing_context
from staff.refusals import ActRefused


def _document(request, pk: int) -> Document:
    return get_object_or_404(
        Document.objects.visible_to(request.user).select_related("case", "docx", "pdf"), pk=pk
    )


def _file(content: bytes, *, media_type: str, name: str, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    place = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


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
            **sealing_context(request, document),
        },
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
    """Prove that the paper can still be produced byte for byte."""
    document = _document(request, pk)
    if regenerate(document):
        messages.success(request, "已按原数据和原模板重新生成，与存档文件逐字节一致。")
    else:
        messages.error(request, "重新生成的文件与存档不一致，请联系管理员核查字体和程序版本。")
    return redirect("document", pk=document.pk)
