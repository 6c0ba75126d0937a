"""What every page of the office shows around its content."""

from django.conf import settings
from django.utils import timezone

from cases.queries import centre_of_leads
from centre.queries import page_url
from staff.queries import desks_of

DESK_LABELS = {
    "desk-intake": "收件",
    "desk-mediator": "调解",
    "tribunal": "速裁",
    "desk-court": "司法确认",
    "desk-fund": "周转金",
    "desk-approver": "周转金审批",
    "desk-director": "督办",
    "desk-administrator": "系统",
}


def shell(request) -> dict:
    """Return the day, the centre's name, the person's desks and whether this is a rehearsal."""
    user = getattr(request, "user", None)
    today = timezone.localdate()  # noqa: TID251 - the edge: every page counts from its day
    shown = {"today": today, "demo": settings.DEMO, "desks": []}
    if user is None or not user.is_authenticated:
        return shown
    centre = centre_of_leads()
    shown["centre_name"] = centre.name if centre else ""
    shown["centre_phone"] = centre.phone if centre else ""
    shown["desks"] = [
        (url, DESK_LABELS[name], url == request.path)
        for name in desks_of(user)
        if (url := page_url(name))
    ]
    return shown
