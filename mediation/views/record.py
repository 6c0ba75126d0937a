"""Pages for whoever had a place in a session: its record, and what is shown in it now."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases.models import Evidence
from documents import store
from documents.models import StoredFile
from mediation import media, operations
from mediation.forms.session import EvidenceCopyForm
from mediation.models import Agreement, EvidenceCopy, Session
from mediation.papers.record import entries, export
from mediation.permissions import can_edit_case
from mediation.queries import reader_of, shown_now
from mediation.views.acts import SubjectAct
from room.models import Seat
from staff.operations import log_reading


def _opened(request, pk: int) -> tuple[Session, Seat]:
    """Return a session and the seat by which the person reads it; 404 to everybody else."""
    session = get_object_or_404(Session.objects.select_related("case", "room"), pk=pk)
    reader = reader_of(session, request.user)
    if reader is None:
        raise Http404
    return session, reader


@login_required
@never_cache
@require_GET
def record(request, pk: int):
    session, reader = _opened(request, pk)
    shown = {"session": session, "case": session.case, "entries": entries(session, reader)}
    return render(request, "mediation/record.html", shown | {"all_streams": reader.is_staff})


@login_required
@never_cache
@require_GET
def record_file(request, pk: int):
    session, reader = _opened(request, pk)
    now = timezone.now()
    content = export(session, reader, made_at=now)
    log_reading(
        by=request.user,
        at=now,
        what="调解室记录",
        object_label=f"{session.case.number} {session}",
        reason="下载本人可以阅看的记录",
    )
    answer = HttpResponse(content, content_type="application/zip")
    name = f"session-{session.pk}-record.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
@never_cache
@require_GET
def shown_file(request, pk: int):
    """Send what is being shown to everybody at this moment; nothing once it is over."""
    session, _ = _opened(request, pk)
    shown = shown_now(session.room)
    if shown is None:
        raise Http404
    file = _file_of(session, shown)
    answer = HttpResponse(store.get(file), content_type=file.media_type)
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _file_of(session: Session, shown: dict) -> StoredFile:
    if shown["kind"] == "agreement":
        rows = Agreement.objects.filter(case=session.case).select_related("document__pdf")
        return get_object_or_404(rows, pk=shown["id"]).document.pdf
    copies = EvidenceCopy.objects.filter(evidence__case=session.case, evidence=shown["id"])
    copy = copies.select_related("file").last()
    if copy is None:
        raise Http404
    return copy.file


@login_required
@never_cache
@require_GET
def media_page(request, pk: int):
    """Sound and picture beside the room, where the centre has switched a way of it on."""
    session, reader = _opened(request, pk)
    provider = media.provider()
    party = session.case.parties.filter(key__in=reader.keys).first()
    seated = (
        session.room.is_open
        and session.room.seats.filter(user=request.user, removed_at=None).exists()
    )
    shown = {
        "session": session,
        "case": session.case,
        "in_page": provider.in_page and seated,
        "link": provider.join_url(session, party),
        "ice_servers": media.ice_servers(reader.pk or 0, timezone.now()),
        "is_open": session.room.is_open,
    }
    return render(request, "mediation/media.html", shown)


class AttachEvidenceCopy(SubjectAct):
    """Take in the scan of one piece of evidence, so that it can be shown in a session."""

    model = Evidence
    argument = "evidence"
    permission = can_edit_case
    operation = staticmethod(operations.attach_evidence_copy)
    form_class = EvidenceCopyForm
    title = "录入证据复制件"
    button = "录入"
    done = "复制件已录入，可以在调解会上出示。"

    def arguments(self, form) -> dict:
        return {"content": form.cleaned_data["file"].read()}
