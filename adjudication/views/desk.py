"""速裁待办: the first page of arbitrators and secretaries, and the queue of countersigning."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from adjudication import queries
from adjudication.choices import REVIEW_WAITS
from adjudication.queries import desk as reads
from adjudication.queries import register
from adjudication.views.batches import KINDS
from adjudication.views.desk_rows import drawn
from cases.views.acts import NOT_PERMITTED, refused
from staff.choices import Role

FILTERS = ("mine", "stage", "due", "collective", "held", "ours")
KEPT = "tribunal-filters"


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
    user, today = request.user, timezone.localdate()
    if request.GET.get("tab") == "ended":
        return render(request, "adjudication/desk/ended.html", _ended(request))
    if request.GET:
        request.session[KEPT] = asked
    wanted = reads.Wanted(
        mine=asked.get("mine") == "1",
        stage=asked.get("stage", ""),
        due=asked.get("due", ""),
        collective=asked.get("collective") == "1",
        held=asked.get("held") == "1",
        ours=asked.get("ours") == "1",
    )
    secretary = user.has_role(Role.TRIBUNAL_SECRETARY)
    found = reads.desk(user, wanted, on=today)
    shown = {
        "today": today,
        "asked": asked,
        "secretary": secretary,
        "rows": drawn(found.rows, user, secretary=secretary, on=today),
        "total": len(found.every) + found.more,
        "more": found.more,
        "figures": [f for f in reads.figures(found.every, on=today) if f[1]],
        "stages": queries.Stage.choices,
        "filtered": bool(asked),
        "kinds": [
            (code, kind.label)
            for code, kind in KINDS.items()
            if code != "countersign" and kind.allowed(user)
        ],
        "to_sign": reads.awaiting_countersign(user).count(),
        "hearings_today": reads.hearings_today(found.every, on=today),
        "reviews": queries.reviews_of_commission(user).filter(state__in=REVIEW_WAITS).count(),
    }
    return render(request, "adjudication/desk/desk.html", shown)


def _ended(request: HttpRequest) -> dict:
    words = request.GET.get("q", "").strip()[:60]
    after = request.GET.get("after", "")
    return {"register": register.ended(request.user, words=words, after=after), "words": words}
