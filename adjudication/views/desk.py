"""速裁待办: the first page of arbitrators and secretaries, and the queue of countersigning."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from adjudication import queries
from adjudication.choices import REVIEW_WAITS
from adjudication.queries import desk as reads
from adjudication.views.batches import KINDS
from adjudication.views.desk_rows import drawn
from cases.views.acts import NOT_PERMITTED, refused
from staff.choices import Role

FILTERS = ("tab", "mine", "stage", "due", "collective", "held", "ours")
KEPT = "tribunal-filters"
ENDED_SHOWN = 100


def of_tribunal(view):
    """Open a page to the people of the tribunal, and tell anybody else so."""

    @login_required
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_role(Role.ARBITRATOR, Role.TRIBUNAL_SECRETARY):
            return refused(request, NOT_PERMITTED)
        return view(request, *args, **kwargs)

    return opened


@of_tribunal
def tribunal(request: HttpRequest) -> HttpResponse:
    """Show the cases in the order of the next act; the filters stay until they are cleared."""
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    if "clear" in request.GET:
        request.session.pop(KEPT, None)
        return redirect("tribunal")
    if not request.GET and (kept := request.session.get(KEPT)):
        return redirect(f"{reverse('tribunal')}?{urlencode(kept)}")
    if request.GET:
        request.session[KEPT] = asked
    user, today = request.user, timezone.localdate()
    wanted = reads.Wanted(
        mine=asked.get("mine") == "1",
        stage=asked.get("stage", ""),
        due=asked.get("due", ""),
        collective=asked.get("collective") == "1",
        held=asked.get("held") == "1",
        ours=asked.get("ours") == "1",
    )
    found = reads.desk(user, wanted, on=today)
    is_ended = asked.get("tab") == "ended"
    secretary = user.has_role(Role.TRIBUNAL_SECRETARY)
    return render(
        request,
        "adjudication/desk/desk.html",
        {
            "today": today,
            "rows": [] if is_ended else drawn(found.rows, user, secretary=secretary, on=today),
            "ended": list(reads.ended(user)[:ENDED_SHOWN]) if is_ended else [],
            "is_ended": is_ended,
            "total": len(found.every) + found.more,
            "more": found.more,
            "figures": [f for f in reads.figures(found.every, user, on=today) if f[1]],
            "asked": asked,
            "stages": queries.Stage.choices,
            "filtered": bool({k for k in asked if k != "tab"}),
            "kinds": [
                (code, kind.label)
                for code, kind in KINDS.items()
                if code != "countersign" and kind.allowed(user)
            ],
            "secretary": secretary,
            "to_sign": reads.awaiting_countersign(user).count(),
            "hearings_today": queries.hearings_from(
                user.body_id, on=today, until=today + timedelta(days=1)
            ).filter(arbitration__in=reads.of_tribunal(user)),
            "reviews": queries.reviews_of_commission(user).filter(state__in=REVIEW_WAITS).count(),
        },
    )
