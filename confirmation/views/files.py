"""Files of a packet, each fetch on record; and the public page of a link."""

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from confirmation.choices import Fetched
from confirmation.models import Application, CourtPaper, Packet, PacketItem, PacketLink, Ruling
from confirmation.operations import log_download, open_link
from confirmation.operations.desk import digest
from documents import store
from documents.models import StoredFile
from staff.refusals import ActRefused

WHOLE = {
    "bundle": (Fetched.BUNDLE, "pdf"),
    "preview": (Fetched.PREVIEW, "pdf"),
    "bag": (Fetched.BAG, "zip"),
    "withdrawal": (Fetched.WITHDRAWAL, "pdf"),
}
TRIES_A_MINUTE = 20
OPEN_SECONDS = 3600


def _send(file: StoredFile, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(store.get(file), content_type=file.media_type)
    place = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _name(packet: Packet) -> str:
    form = packet.application
    batch = f" 第{form.batch_no}批" if form.batch_count > 1 else ""
    return f"{form.agreement.number}{batch} 司法确认材料第{packet.version}版"


def _visible(request):
    return Application.objects.visible_to(request.user)


def _file_of(packet: Packet, what: str) -> StoredFile:
    if what == "withdrawal":
        if packet.application.withdrawal is None:
            raise Http404
        return packet.application.withdrawal.pdf
    return packet.bag if what == "bag" else packet.bundle


@login_required
@require_GET
def packet_file(request, pk: int, what: str):
    """Send the bundle, shown or to keep, or the bag."""
    rows = Packet.objects.filter(application__in=_visible(request))
    packet = get_object_or_404(
        rows.select_related("application__agreement", "bundle", "bag"), pk=pk
    )
    if what not in WHOLE:
        raise Http404
    kind, suffix = WHOLE[what]
    file = _file_of(packet, what)
    log_download(packet=packet, what=kind, by=request.user, at=timezone.now())
    return _send(file, f"{_name(packet)}.{suffix}", inline=what == "preview")


@login_required
@require_GET
def packet_item(request, pk: int):
    """Send one line of the list as a file of its own."""
    rows = PacketItem.objects.filter(packet__application__in=_visible(request))
    item = get_object_or_404(rows.select_related("packet__application__agreement", "file"), pk=pk)
    log_download(
        packet=item.packet, item=item, what=Fetched.ITEM, by=request.user, at=timezone.now()
    )
    return _send(item.file, f"{item.no:02d} {item.name}.pdf", inline=True)


@login_required
@require_GET
def ruling_file(request, pk: int):
    rulings = Ruling.objects.filter(application__in=_visible(request), file__isnull=False)
    ruling = get_object_or_404(rulings.select_related("file", "application"), pk=pk)
    # As it was uploaded: kept on disk first, never run in the page.
    return _send(ruling.file, f"{ruling.application.number} 民事裁定书.pdf", inline=False)


@login_required
@require_GET
def court_paper(request, pk: int):
    papers = CourtPaper.objects.filter(application__in=_visible(request))
    paper = get_object_or_404(papers.select_related("file"), pk=pk)
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
    return _send(paper.file, f"{paper.title}.{ending[paper.file.media_type]}", inline=False)


# Without an account


@never_cache
@require_http_methods(["GET", "POST"])
def packet_open(request, token: str):
    """Ask for the code of a link; the right one opens the files to this browser for an hour."""
    if _too_often(request):
        return render(request, "confirmation/open.html", {"too_often": True}, status=429)
    link = _link(token)
    if link is None:
        return render(request, "confirmation/open.html", {"unknown": True}, status=404)
    now = timezone.now()
    if request.method == "POST":
        try:
            open_link(link=link, code=request.POST.get("code", "")[:20], at=now)
        except ActRefused as refusal:
            shown = {"refusal": str(refusal), "token": token}
            return render(request, "confirmation/open.html", shown, status=422)
        request.session[_key(link)] = now.timestamp()
        return redirect("packet-open", token=token)
    shown = {"token": token, "opened": _is_open(request, link, now)}
    if shown["opened"]:
        shown |= {"packet": link.packet, "items": link.packet.items.all()}
    elif link.revoked_at or now >= link.expires_at or link.opened_at:
        shown["over"] = True
    return render(request, "confirmation/open.html", shown)


@never_cache
@require_GET
def packet_fetch(request, token: str, what: str):
    """Send a file to who opened the link; on record with the address it went to."""
    link = _link(token)
    now = timezone.now()
    if link is None or what not in ("bundle", "bag"):
        raise Http404
    if not _is_open(request, link, now):
        return redirect("packet-open", token=token)
    kind, suffix = WHOLE[what]
    log_download(
        packet=link.packet,
        what=kind,
        link=link,
        at=now,
        address=request.META.get("REMOTE_ADDR", "")[:60],
    )
    return _send(_file_of(link.packet, what), f"{_name(link.packet)}.{suffix}", inline=False)


def _link(token: str) -> PacketLink | None:
    rows = PacketLink.objects.select_related(
        "packet__application__agreement",
        "packet__application__court",
        "packet__application__case__mediation_body",
        "packet__bundle",
        "packet__bag",
    )
    return rows.filter(token_sha256=digest(token)).first()


def _key(link: PacketLink) -> str:
    return f"packet-link-{link.pk}"


def _is_open(request, link: PacketLink, now) -> bool:
    """Whether this browser gave the code within the hour, and the link still stands."""
    since = request.session.get(_key(link))
    if since is None or link.revoked_at or now >= link.expires_at:
        return False
    return now.timestamp() - since < OPEN_SECONDS


def _too_often(request) -> bool:
    key = f"packet-open:{request.method}:{request.META.get('REMOTE_ADDR', '')}"
    if cache.add(key, 1, 60):
        return False
    try:
        return cache.incr(key) > TRIES_A_MINUTE
    except ValueError:  # it ended between the two
        return False
