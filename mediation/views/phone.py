"""
A party's own pages: the case at a glance, the room on a phone, the text that is signed.

Everything needed to say yes or no to exact terms works without a script; the room is better with.
"""

from functools import wraps
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cases.choices import Capacity
from cases.models import Case, Party, PartyAccess
from cases.queries import wage_accounts
from documents import store
from mediation import operations, queries
from mediation.choices import AgreementState, Answer, SessionState
from mediation.forms.phone import PhoneAnswerForm
from mediation.models import Agreement, InstalmentShare, Proposal, Session
from mediation.queries.calls import calls_to, papers_for, ways_of
from mediation.views import phone_cards as cards
from room.choices import CAUCUS, PERSONAL
from room.models import Seat
from room.queries import seat_of
from staff.refusals import ActRefused


def party_page(view):
    """Open the page to a party's person; anybody else is asked to come in by the door."""

    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs):
        if not (request.user.is_authenticated and request.user.is_party):
            return redirect("phone-door")
        return never_cache(view)(request, *args, **kwargs)

    return opened


def _accesses(user, case: Case | None = None) -> list[PartyAccess]:
    held = PartyAccess.objects.filter(user=user, revoked_at=None)
    # Who acts before the commission alone sees nothing of the mediation.
    found = held.exclude(authority__before="arb").select_related("party__case__centre")
    return list(found.filter(party__case=case) if case else found)


def _session(request, pk: int) -> Session:
    cases = [access.party.case_id for access in _accesses(request.user)]
    sessions = Session.objects.filter(case__in=cases)
    return get_object_or_404(sessions.select_related("case__centre", "room"), pk=pk)


def whom_to_call(case: Case) -> dict:
    """Return who answers the party's questions, for the foot of their pages."""
    mediator = queries.mediators_of(case).first()
    return {
        "mediator_name": mediator.name if mediator else "",
        "mediator_phone": (mediator.phone if mediator else "") or case.centre.phone,
    }


# 我的案件


@require_GET
@party_page
def home(request):
    """Say what happens now, when the money comes, and whom to call."""
    accesses = _accesses(request.user)
    if not accesses:
        return render(request, "phone/nothing.html")
    case = accesses[0].party.case
    sessions = case.sessions.exclude(state=SessionState.CANCELLED).select_related("room")
    return render(
        request,
        "phone/home.html",
        {
            "case": case,
            "accesses": accesses,
            "person": accesses[0].person,
            "session": sessions.last(),
            "to_sign": [paper for a in accesses for paper in papers_for(a)],
            "calls": list(dict.fromkeys(c for a in accesses for c in calls_to(a.party))),
            "ways": ways_of([a.party for a in accesses]),
            "money": [m for a in accesses if (m := _money(a.party))],
            **whom_to_call(case),
        },
    )


def _money(party: Party) -> dict | None:
    """Return what a worker gets and has got, or what is owed while nothing is agreed."""
    if not party.is_worker:
        return None
    agreement = queries.current_agreement(party.case)
    if agreement is None or agreement.state not in (
        AgreementState.EFFECTIVE,
        AgreementState.PERFORMED,
    ):
        account = next((a for a in wage_accounts(party.case) if a.worker.pk == party.pk), None)
        return {"party": party, "owed_fen": account.outstanding_fen} if account else None
    shares = InstalmentShare.objects.filter(
        instalment__agreement=agreement, worker=party
    ).select_related("instalment")
    rows = [
        {
            "due_on": share.instalment.due_on,
            "fen": share.amount_fen,
            "paid_fen": (paid := queries.paid_on_instalment(share.instalment).get(party.pk, 0)),
            "open_fen": share.amount_fen - paid,
        }
        for share in shares
    ]
    return {"party": party, "rows": rows} if rows else None


# The room


def _shown(request, session: Session, seat: Seat | None) -> dict:
    """Return everything on the page that follows from the case rather than from the log."""
    today = timezone.localdate()
    accesses = _accesses(request.user, session.case)
    now, what = cards.step(session, seat)
    return {
        "session": session,
        "case": session.case,
        "accesses": accesses,
        "now": now,
        "what": what,
        "answers_until": getattr(session, "answers_until", None),
        "terms": cards.terms_cards(session, accesses, on=today),
        "signing": cards.signing_cards(session, accesses, on=today),
    }


@require_GET
@party_page
def room_page(request, pk: int):
    """Show the room, or how to get into it."""
    session = _session(request, pk)
    seat = seat_of(request.user, session.room_id) if session.room_id else None
    context = _shown(request, session, seat) | whom_to_call(session.case)
    if seat is None:
        is_open = session.room is not None and session.room.is_open
        out = queries.shown_out(session, request.user)
        return render(request, "phone/before.html", context | {"open": is_open, "out": out})
    group = session.groups.filter(slug=seat.group).first()
    lines = session.lines.filter(corrected_by=None).order_by("no")
    return render(
        request,
        "phone/room.html",
        context
        | {
            "seat": seat,
            "group_name": group.name if group else "",
            "caucus": f"{CAUCUS}:{seat.group}" if seat.group else "",
            "sides": offer_sides(session, seat),
            "personal": [f"{PERSONAL}:{key}" for key in seat.keys],
            "lines": lines,
            "steps": {key: list(words) for key, words in cards.STEPS.items()},
        },
    )


def offer_sides(session: Session, seat: Seat) -> list[tuple[str, str]]:
    """Return the sides somebody may make an offer to: all but their own that anybody belongs to."""
    others = session.groups.filter(parties__isnull=False).exclude(slug=seat.group)
    over = session.state in (SessionState.CLOSED, SessionState.CANCELLED)
    can_offer = seat.group and not over
    return list(others.distinct().values_list("slug", "name")) if can_offer else []


@require_GET
@party_page
def room_cards(request, pk: int):
    """The cards again, after something they show has changed."""
    session = _session(request, pk)
    seat = seat_of(request.user, session.room_id) if session.room_id else None
    if seat is None:
        raise Http404
    return render(request, "phone/cards.html", _shown(request, session, seat))


@require_POST
@party_page
def enter(request, pk: int):
    """Take one's seat again."""
    session = _session(request, pk)
    try:
        operations.come_back(session=session, user=request.user, at=timezone.now())
    except ActRefused as refusal:
        messages.error(request, f"{refusal}{refusal.suggest}")
    return redirect("phone-room", pk=pk)


@require_POST
@party_page
def answer(request, pk: int):
    """表态 without a script: to exactly the version that was on the page."""
    session = _session(request, pk)
    accesses = _accesses(request.user, session.case)
    mine = Party.objects.filter(pk__in=[access.party_id for access in accesses])
    form = PhoneAnswerForm(request.POST, parties=mine)
    if not form.is_valid():
        messages.error(request, " ".join(e for errors in form.errors.values() for e in errors))
        return redirect("phone-room", pk=pk)
    data = form.cleaned_data
    access = next(a for a in accesses if a.party_id == data["party"].pk)
    proposal = Proposal.objects.filter(case=session.case, number=data["number"]).first()
    try:
        if proposal is None:
            raise ActRefused("没有这一版方案，请看现在的方案。", source="COL-02")
        operations.answer_terms(
            proposal=proposal,
            party=access.party,
            answer=Answer(data["answer"]),
            terms_sha256=data["sha"],
            through=access.person,
            capacity=Capacity(access.capacity),
            reason=data["reason"],
            by=request.user,
            on=timezone.localdate(),
        )
    except ActRefused as refusal:
        messages.error(request, f"没有记录：{refusal}{refusal.suggest}")
    else:
        said = Answer(data["answer"]).label
        messages.success(request, f"已记录：{access.party.name}{said}第{data['number']}版方案。")
    return redirect("phone-room", pk=pk)


@require_GET
@party_page
def agreement_paper(request, pk: int, which: str):
    """Send the text of the agreement, or of its annex, to somebody who signs it."""
    mine = _accesses(request.user)
    cases = [access.party.case_id for access in mine]
    found = get_object_or_404(Agreement.objects.filter(case__in=cases), pk=pk)
    paper = found.document if which == "text" else found.annex
    if paper is None or not cards.may_read_agreement(found, {a.party_id for a in mine}):
        raise Http404
    response = HttpResponse(store.get(paper.pdf), content_type=paper.pdf.media_type)
    name = quote(f"{paper.title} {found.number}.pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def leave(request):
    """退出: the sign-in ends, and with it every screen of it."""
    if request.user.is_authenticated and request.user.is_party:
        logout(request)
    return redirect("phone-door")
