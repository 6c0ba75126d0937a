"""Pages of the seal: making the sealed copy, fetching it, and the public page of verification."""

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents import store
from documents.models import Document, SealedFile
from documents.permissions import can_seal_document
from documents.registry import contract_of
from documents.signing.genuine import compare, document_of, document_of_file, signed_how
from documents.signing.operations import body_seals, seal_document
from staff.rates import too_often, visitor
from staff.refusals import ActRefused

UPLOAD_LIMIT = 20 * 1024 * 1024
# A minute's questions from one address.
LOOKUPS_AT_MOST = 60
UPLOADS_AT_MOST = 20


def sealing_context(request, document: Document) -> dict:
    """What the page of a paper shows of its sealed copies and signatures."""
    check = request.GET.get("seal", "")
    sealed = list(document.sealed_files.select_related("file", "sealed_by"))
    chosen = next((one for one in sealed if str(one.pk) == check), None)
    offered = (
        document.state == "issued"
        and not sealed
        and body_seals(contract_of(document.code))
        and can_seal_document(request.user, document)
    )
    return {
        "sealed_files": sealed,
        "signatures": list(document.signatures.all()),
        "may_seal": offered,
        "checked": chosen,
        "report": _report(chosen) if chosen else None,
    }


def _report(sealed: SealedFile):
    # Loads the PDF library, which takes a second; few pages need it.
    from documents.signing.validate import validate  # noqa: PLC0415

    return validate(store.get(sealed.file), at=timezone.now())


@login_required
@require_POST
def seal(request, pk: int):
    """Make the sealed copy of a paper."""
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    if not can_seal_document(request.user, document):
        raise PermissionDenied("签章由办理本案的人制作。")
    try:
        sealed = seal_document(
            document=document, by=request.user, on=timezone.localdate(), at=timezone.now()
        )
    except ActRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{sealed.get_level_display()}件已制作，可以下载。")
    return redirect("document", pk=document.pk)


@login_required
@require_GET
def sealed_file(request, pk: int):
    """Send a sealed copy."""
    visible = Document.objects.visible_to(request.user)
    sealed = get_object_or_404(
        SealedFile.objects.select_related("document__case", "file").filter(document__in=visible),
        pk=pk,
    )
    paper = sealed.document
    name = f"{paper.number or paper.case.number} {paper.title}（{sealed.get_level_display()}）.pdf"
    response = HttpResponse(store.get(sealed.file), content_type=sealed.file.media_type)
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class VerifyFileForm(forms.Form):
    code = forms.CharField(label="验真码", max_length=40, required=False)
    file = forms.FileField(label="手中的电子文件（PDF 或 Word，20MB 以内）", required=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            raise forms.ValidationError("请选择要核对的文件。")
        if file.size > UPLOAD_LIMIT:
            raise forms.ValidationError("文件超过20MB，不是本中心出具的文书。")
        return file


@require_http_methods(["GET", "POST"])
def verify(request, code: str = ""):
    """Tell anybody who holds a paper or its file whether it is genuine; no personal data."""
    if _too_often(request):
        return render(request, "documents/verify.html", {"too_often": True}, status=429)
    if request.method == "POST":
        return _verify_file(request)
    code = (code or request.GET.get("code", "")).strip().upper()[:40]
    return _answer(request, code=code, document=document_of(code))


def _verify_file(request):
    form = VerifyFileForm(request.POST, request.FILES)
    if not form.is_valid():
        problem = " ".join(str(e) for errors in form.errors.values() for e in errors)
        code = request.POST.get("code", "").strip().upper()[:40]
        return _answer(request, code=code, document=document_of(code), problem=problem, status=422)
    content = form.cleaned_data["file"].read()
    code = form.cleaned_data["code"].strip().upper()
    document = document_of(code) if code else document_of_file(content)
    if document is None:
        return _answer(request, code=code, document=None, unknown_file=not code)
    return _answer(
        request,
        code=document.verify_code,
        document=document,
        compared=compare(content, document),
    )


def _answer(request, *, document: Document | None, status: int = 200, **shown):
    context = {"document": document, "may_upload": True, **shown}
    if document is not None:
        context["signed_how"] = signed_how(document)
        context["sealed_files"] = document.sealed_files.select_related("file")
    return render(request, "documents/verify.html", context, status=status)


def _too_often(request) -> bool:
    """Count this question; guessing codes and heavy uploads are slowed down per address."""
    most = UPLOADS_AT_MOST if request.method == "POST" else LOOKUPS_AT_MOST
    return too_often(f"verify:{request.method}:{visitor(request)}", most=most)
