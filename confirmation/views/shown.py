"""What the page of a packet shows, to the court and to the centre alike."""

from django.utils import timezone

from confirmation.checks import ARTICLES, COVERED
from confirmation.choices import BEFORE_COURT, ApplicationState, ReturnReason
from confirmation.models import Application, Packet, PacketDownload, Return, ReturnItem
from confirmation.queries import COURT_CLOCKS, last_packet
from confirmation.views.mending import mended_point
from documents import store
from documents.bag import faults
from law.statutes import cite
from mediation.routes import deadline_of

DOWNLOADS_SHOWN = 20


def packet_context(application: Application, *, version: str = "") -> dict:
    """Return one version of the packet (the last one, or that asked for) with all about it."""
    packets = list(application.packets.select_related("bundle", "bag", "sent_by"))
    packet = next((p for p in packets if str(p.version) == version), None)
    packet = packet or last_packet(application)
    if packet is None:
        return {"packet": None, "packets": []}
    points = standing_points(application)
    on_items: dict[str, list[ReturnItem]] = {}
    for point in points:
        on_items.setdefault(point.about, []).append(point)
    changed = {(row["code"], row["name"]): row for row in packet.changes}
    return {
        "packet": packet,
        "packets": packets,
        "items": [
            {
                "item": item,
                "points": on_items.get(item.name, []),
                "changed": changed.get((item.code, item.name)),
            }
            for item in packet.items.all()
        ],
        "gone": [row for row in packet.changes if row["what"] == "删去"],
        "whole_points": on_items.get("", []),
        "points": points,
        "returns": list(
            _returns_of(application).prefetch_related("items").select_related("packet", "by")
        ),
        "broken": verification(packet),
        "checked": checked(packet),
        "deadlines": clocks(application),
        "downloads": _downloads(application),
        "ruling": getattr(application, "ruling", None),
        "appearances": application.appearances.prefetch_related("came"),
        "calls": application.state in BEFORE_COURT
        and not application.appearances.filter(outcome="").exists(),
        "court_papers": application.court_papers.select_related("added_by"),
    }


def _returns_of(application: Application):
    return Return.objects.filter(packet__application=application).order_by("-id")


def standing_points(application: Application) -> list[ReturnItem]:
    """The points of the last return until they are answered, each with where it is mended."""
    if application.state != ApplicationState.RETURNED:
        return []
    last = last_packet(application)
    points = list(last.returned.items.all()) if last else []
    for point in points:
        point.url, point.words = mended_point(application, point)
    return points


def verification(packet: Packet) -> list[str]:
    """Return what is wrong with the stored packet against its own manifest; empty if nothing."""
    try:
        found = faults(store.get(packet.bag))
        store.get(packet.bundle)
    except store.FileDamaged as damaged:
        return [str(damaged)]
    return found


def checked(packet: Packet) -> list[dict]:
    """Return every reason that was looked for when it was sent, with the article and the answer."""
    look: dict[str, list[str]] = {}
    for row in packet.to_look:
        look.setdefault(row["code"], []).append(row["sentence"])
    return [
        {
            "reason": ReturnReason(reason).label,
            "code": reason.value,
            "article": cite(ARTICLES[reason]),
            "look": look.get(reason.value, []),
        }
        for reason in COVERED
    ]


def clocks(application: Application) -> list:
    """Return the thirty days and the court's own limits with how each was counted."""
    rows = application.case.deadlines.exclude(state="cancelled")
    own = list(rows.filter(rule__in=COURT_CLOCKS, suffix=application.clock))
    thirty = deadline_of(application.agreement, "JC-01")
    wanted = [*([thirty] if thirty else []), *own]
    for deadline in wanted:
        deadline.article = cite(deadline.rule)
    return sorted(wanted, key=lambda d: (d.rule != "JC-01", d.due_on))


def _downloads(application: Application) -> list:
    rows = PacketDownload.objects.filter(packet__application=application)
    return list(
        rows.select_related("packet", "by", "by__body", "link", "token", "item")[:DOWNLOADS_SHOWN]
    )


def today_in_thirty(application: Application) -> dict:
    """Return which of the thirty days the application was made on, and what is left today."""
    effective = application.agreement.effective_on
    sent = application.packets.order_by("version").values_list("sent_on", flat=True).first()
    return {
        "effective_on": effective,
        "sent_on": sent or application.applied_on,
        "day": ((sent or application.applied_on) - effective).days if effective else None,
        "left": (application.confirm_by - timezone.localdate()).days,
    }
