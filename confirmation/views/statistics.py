"""退回统计: why packets came back, for the director and for the clerks of a court."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.views.acts import NOT_PERMITTED, refused
from confirmation.models import Application, Packet
from confirmation.queries import of_court, returns_by_mediator, returns_by_reason
from staff.choices import Role

YEAR = timedelta(days=365)


@login_required
@require_GET
def returns(request):
    user = request.user
    if user.has_role(Role.DIRECTOR):
        applications, whose = Application.objects.all(), "本中心提交"
    elif user.has_role(Role.COURT_CLERK):
        applications, whose = of_court(user), "提交本院"
    else:
        return refused(request, NOT_PERMITTED)
    today = timezone.localdate()
    since = today - YEAR
    packets = Packet.objects.filter(application__in=applications, sent_on__gte=since)
    return render(
        request,
        "confirmation/returns.html",
        {
            "today": today,
            "since": since,
            "whose": whose,
            "sent": packets.count(),
            "returned": packets.filter(returned__isnull=False).count(),
            "reasons": returns_by_reason(applications, since=since),
            "mediators": returns_by_mediator(applications, since=since),
        },
    )
