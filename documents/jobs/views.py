"""The batches of a case: start one, watch it, cancel it, take it up again, download it."""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases.models import Case
from cases.views.acts import NOT_PERMITTED, ActFormView, refused
from documents import store
from documents.choices import BatchState, ItemState
from documents.jobs.forms import BatchForm
from documents.jobs.operations import (
    cancel_batch,
    is_queued,
    is_silent,
    resume_batch,
    start_batch,
)
from documents.models import Batch, BatchItem, Document
from documents.permissions import can_run_batch
from staff.refusals import ActRefused

ZIP_TIME = (2020, 1, 1, 0, 0, 0)


def _batch(request, pk: int) -> Batch:
    visible = Batch.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("case", "started_by", "bundle"), pk=pk)


@login_required
@require_GET
def batch_list(request, case_pk: int):
    """Show the batches of a case, the newest first."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_pk)
    batches = case.batches.select_related("started_by")
    return render(
        request,
        "documents/batches.html",
        {
            "case": case,
            "rows": [{"batch": batch, "counts": batch.counts()} for batch in batches],
            "may_start": can_run_batch(request.user, case) and case.is_open,
        },
    )


class StartBatch(ActFormView):
    """批量出具: choose a kind; the papers are made in the background."""

    operation = staticmethod(start_batch)
    form_class = BatchForm
    permission = staticmethod(can_run_batch)
    template_name = "documents/batch_start.html"
    title = "逐人批量出具文书"
    button = "开始出具"
    done = "已开始在后台出具，可以离开本页。"
    started: Batch | None = None

    def act(self, form):
        now = timezone.now()
        self.started = start_batch(
            case=self.case,
            kind=form.cleaned_data["kind"],
            by=self.request.user,
            on=timezone.localdate(now),
            at=now,
        )
        return self.started

    def get_success_url(self):
        if self.started:
            return resolve_url("batch", self.started.pk)
        return resolve_url("batches", self.case.pk)


def _shown(request, batch: Batch) -> dict:
    counts = batch.counts()
    settled = counts[ItemState.DONE] + counts[ItemState.REFUSED]
    return {
        "batch": batch,
        "case": batch.case,
        "counts": counts,
        "settled": settled,
        "binding": batch.state == BatchState.RUNNING and settled == counts["total"],
        "silent": is_silent(batch, at=timezone.now()),
        "queued": is_queued(batch),
        "refused": batch.items.filter(state=ItemState.REFUSED).select_related("party"),
        "may_run": can_run_batch(request.user, batch.case),
    }


@login_required
@require_GET
def batch_page(request, pk: int):
    """Show how far a batch is; the page asks again by itself while the batch runs."""
    return render(request, "documents/batch.html", _shown(request, _batch(request, pk)))


@login_required
@require_GET
def batch_progress(request, pk: int):
    return render(request, "documents/batch_progress.html", _shown(request, _batch(request, pk)))


@login_required
@require_POST
def batch_cancel(request, pk: int):
    act = partial(cancel_batch, by=request.user, on=timezone.localdate())
    return _acted(request, pk, act, "已取消，已出具的文书保留。")


@login_required
@require_POST
def batch_resume(request, pk: int):
    act = partial(resume_batch, by=request.user, at=timezone.now())
    return _acted(request, pk, act, "已重新排入后台，从停下的一件接着出具。")


def _acted(request, pk: int, act: Callable[..., Batch], done: str):
    batch = _batch(request, pk)
    if not can_run_batch(request.user, batch.case):
        return refused(request, NOT_PERMITTED)
    try:
        act(batch=batch)
    except ActRefused as refusal:
        messages.error(request, f"{refusal}{refusal.suggest}")
    else:
        messages.success(request, done)
    return redirect("batch", pk=batch.pk)


@login_required
@require_GET
def batch_bundle(request, pk: int):
    """Send all papers of a finished batch as one PDF with cover, index and page numbers."""
    batch = _batch(request, pk)
    if batch.bundle is None:
        raise Http404
    response = HttpResponse(store.get(batch.bundle), content_type=batch.bundle.media_type)
    name = quote(f"{batch.case.number} {batch.title}.pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_GET
def batch_zip(request, pk: int):
    """Send the papers made so far, the Word file and the PDF of each, as one archive."""
    batch = _batch(request, pk)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in _files(request, batch):
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), content, zipfile.ZIP_STORED)
    packed.seek(0)
    return FileResponse(
        packed,
        as_attachment=True,
        filename=f"{batch.case.number} {batch.title}.zip",
        content_type="application/zip",
    )


def _files(request, batch: Batch) -> Iterator[tuple[str, bytes]]:
    readable = Document.objects.visible_to(request.user).filter(batch_item__batch=batch)
    items = BatchItem.objects.filter(document__in=readable).order_by("no")
    for item in items.select_related("party", "document__docx", "document__pdf"):
        document = item.document
        name = f"{item.no:03} {_plain(item.party.name)} {document.title}"
        yield f"{name}.pdf", store.get(document.pdf)
        yield f"{name}.docx", store.get(document.docx)


def _plain(name: str) -> str:
    """A name as part of a file name: without what some systems take for a folder."""
    return "".join("_" if char in '\\/:*?"<>|' or not char.isprintable() else char for char in name)
