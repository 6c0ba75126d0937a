"""Searching, and what others did in one's own cases."""

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.utils import timezone

from cases.choices import OfficerCapacity
from cases.models import CaseEvent, CaseOfficer
from centre import queries
from centre.views.pages import newest_first


@login_required
def search(request):
    words = request.GET.get("q", "").strip()[:60]
    found = queries.search(request.user, words) if len(words) > 1 else None
    return render(
        request,
        "centre/search.html",
        {"today": timezone.localdate(), "words": words, "found": found},
    )


@login_required
def notices(request):
    """Show the acts of others in the person's open cases, the newest first."""
    at_work = CaseOfficer.objects.filter(case=OuterRef("case"), user=request.user, until_on=None)
    conducting = at_work.filter(capacity__in=[OfficerCapacity.MEDIATOR, OfficerCapacity.RECORDER])
    events = CaseEvent.objects.filter(Exists(at_work)).exclude(by=request.user)
    events = events.exclude(~Exists(conducting), private=True)
    rows, before, after = newest_first(
        events.select_related("case", "by"), request.GET, size=queries.PAGE
    )
    return render(request, "centre/notices.html", {"rows": rows, "before": before, "after": after})
