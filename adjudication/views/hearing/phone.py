"""A party's own pages of an arbitration: where it stands, the elements, papers, the hearing."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from adjudication import operations, queries
from adjudication.choices import HearingState, HearingStep
from adjudication.forms.phone import RepliesForm
from adjudication.models import Arbitration, Hearing
from adjudication.queries import course, parties
from adjudication.views.sections.elements import elements_of, table_row
from cases.models import PartyAccess
from documents import store
from mediation.views.phone import party_page
from room.queries import seat_of
from staff.refusals import ActRefused

STEPS = {
    HearingStep.IDENTITY: "正在核对到庭的人，请等叫到您。",
    HearingStep.RIGHTS: "仲裁员在说明您的权利，会问您是否申请回避。",
    HearingStep.FIRST_MEDIATION: "先看能不能谈成。愿意的话，说出您能接受的办法。",
    HearingStep.STATEMENTS: "双方说明各自的请求和理由。",
    HearingStep.ELEMENTS: "只审双方有争议的事项，一项一项说。",
    HearingStep.DEBATE: "双方可以反驳对方的说法。",
    HearingStep.LAST: "请说您最后的意见。",
    HearingStep.MEDIATION: "再谈一次。谈不成，就由仲裁庭裁决。",
}


def _arbitration(request, pk: int) -> tuple[Arbitration, list[PartyAccess]]:
    today = timezone.localdate()
    rows = parties.arbitrations_of(request.user, on=today)
    found = get_object_or_404(rows.select_related("case__centre", "commission"), pk=pk)
    return found, parties.acting_in(request.user, found, on=today)


def _hearing(request, pk: int) -> tuple[Hearing, list[PartyAccess]]:
    today = timezone.localdate()
    mine = parties.arbitrations_of(request.user, on=today)
    rows = Hearing.objects.filter(arbitration__in=mine)
    found = get_object_or_404(
        rows.select_related("arbitration__case", "arbitration__commission", "room"), pk=pk
    )
    return found, parties.acting_in(request.user, found.arbitration, on=today)


def _frame(arbitration: Arbitration, held: list[PartyAccess]) -> dict:
    keeper = queries.secretary(arbitration)
    return {
        "arbitration": arbitration,
        "accesses": held,
        "person": held[0].person,
        "contact": keeper.name if keeper else "",
        "phone": (keeper.phone if keeper else "") or arbitration.commission.phone,
    }


@require_GET
@party_page
def home(request, pk: int):
    """Say where the case stands, what to do now, when the hearing is, and whom to call."""
    arbitration, held = _arbitration(request, pk)
    mine = {access.party_id for access in held}
    hearings = arbitration.hearings.exclude(state=HearingState.CANCELLED).select_related("room")
    table = queries.paper(arbitration, "A10")
    claims = arbitration.claims.exclude(state="withdrawn").select_related("worker")
    applies = arbitration.applicants.filter(pk__in=mine).exists()
    return render(
        request,
        "adjudication/phone/home.html",
        {
            **_frame(arbitration, held),
            "hearing": hearings.last(),
            "papers": parties.papers_for_party(arbitration, [a.party for a in held]),
            "claims": claims.filter(worker__in=mine) if applies else claims,
            "applies": applies,
            "open_elements": arbitration.elements.exclude(agreed=True).count(),
            "confirms": table is not None
            and bool(
                mine
                & {p.pk for p in parties.called(arbitration)} - set(parties.confirmations_of(table))
            ),
        },
    )


@require_http_methods(["GET", "POST"])
@party_page
def elements(request, pk: int):
    """The elements, one question each; and the table both sides confirm."""
    arbitration, held = _arbitration(request, pk)
    access = _chosen(request, held)
    applicant = arbitration.applicants.filter(pk=access.party_id).exists()
    rows = [
        e
        for e in elements_of(arbitration)
        if not applicant or e.worker_id in (None, access.party_id)
    ]
    replies = {
        pk: next((r for r in found if r.party_id == access.party_id), None)
        for pk, found in parties.last_replies(arbitration).items()
    }
    given = {
        "elements": [e for e in rows if not e.locked_by_id and not e.agreed],
        "applicant": applicant,
        "said": {pk: reply for pk, reply in replies.items() if reply},
    }
    form = RepliesForm(request.POST if request.POST.get("act") == "reply" else None, **given)
    status = 200
    if request.method == "POST":
        done = _send(request, arbitration, access, form)
        if done:
            messages.success(request, done)
            return redirect(f"{request.path}?party={access.party_id}")
        status = 422
    table = queries.paper(arbitration, "A10")
    confirmed = parties.confirmations_of(table) if table else {}
    return render(
        request,
        "adjudication/phone/elements.html",
        {
            **_frame(arbitration, held),
            "access": access,
            "form": form,
            "applicant": applicant,
            "agreed": [table_row(e) for e in rows if e.locked_by_id or e.agreed],
            "rows": [table_row(e) for e in rows],
            "table": table,
            "confirmed": confirmed.get(access.party_id),
            "asked": access.party_id in {p.pk for p in parties.called(arbitration)},
        },
        status=status,
    )


def _chosen(request, held: list[PartyAccess]) -> PartyAccess:
    """Return for which party the person speaks now: the one named, else the first."""
    named = request.POST.get("party") or request.GET.get("party") or ""
    return next((a for a in held if str(a.party_id) == named), held[0])


def _send(request, arbitration: Arbitration, access: PartyAccess, form: RepliesForm) -> str:
    """Carry out what was pressed; what is said afterwards, "" where it was refused."""
    now = timezone.now()
    given = {"arbitration": arbitration, "party": access.party, "by": request.user, "at": now}
    try:
        if request.POST.get("act") == "confirm":
            table = queries.paper(arbitration, "A10")
            if table is None or str(table.pk) != request.POST.get("document"):
                raise ActRefused("要素表已经换了新的，请看新的一份再确认。", source="SUM-05")
            operations.confirm_as_party(document=table, **given)
            return "已确认。开庭时只审有争议的事项。"
        if not form.is_valid():
            return ""
        made = operations.reply_to_elements(replies=form.replies(), **given)
    except ActRefused as refusal:
        if form.is_bound:
            form.add_error(None, f"{refusal}{refusal.suggest}")
        else:
            messages.error(request, f"{refusal}{refusal.suggest}")
        return ""
    return f"已收到您的{len(made)}项答复。改主意的，开庭前可以再改。"


@require_GET
@party_page
def paper(request, pk: int):
    """Send a paper that was served on the person's party, or that it handed in."""
    for found in parties.arbitrations_of(request.user, on=timezone.localdate()):
        held = parties.acting_in(request.user, found, on=timezone.localdate())
        readable = parties.papers_for_party(found, [a.party for a in held])
        row = next((each for each in readable if each.paper.pk == pk), None)
        if row:
            return _pdf(row.paper)
    raise Http404


def _pdf(document) -> HttpResponse:
    answer = HttpResponse(store.get(document.pdf), content_type=document.pdf.media_type)
    name = quote(f"{document.title}.pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@party_page
def receive(request, pk: int):
    """签收 a paper that was sent electronically."""
    for found in parties.arbitrations_of(request.user, on=timezone.localdate()):
        held = parties.acting_in(request.user, found, on=timezone.localdate())
        readable = parties.papers_for_party(found, [a.party for a in held])
        row = next((each for each in readable if each.paper.pk == pk), None)
        if row is None:
            continue
        try:
            operations.receive_on_phone(
                document=row.paper, arbitration=found, by=request.user, at=timezone.now()
            )
            messages.success(request, f"已签收《{row.paper.title}》。请看里面写的期限。")
        except ActRefused as refusal:
            messages.error(request, f"{refusal}{refusal.suggest}")
        return redirect("phone-arbitration", pk=found.pk)
    raise Http404


# The hearing


@require_http_methods(["GET", "POST"])
@party_page
def hearing(request: HttpRequest, pk: int):
    """Follow the hearing: the minutes as they are written, what is shown, and confirm them."""
    found, held = _hearing(request, pk)
    if request.method == "POST":
        try:
            operations.enter_as_party_of(hearing=found, user=request.user, at=timezone.now())
        except ActRefused as refusal:
            messages.error(request, f"{refusal}{refusal.suggest}")
        return redirect("phone-hearing", pk=pk)
    seat = seat_of(request.user, found.room_id) if found.room_id else None
    shown = {**_frame(found.arbitration, held), "hearing": found, "seat": seat}
    if seat is None:
        shown["is_open"] = found.room is not None and found.room.is_open
        return render(request, "adjudication/phone/before.html", shown)
    return render(
        request,
        "adjudication/phone/hearing.html",
        {
            **shown,
            **_cards(found, held),
            "steps": {slug: [HearingStep(slug).label, words] for slug, words in STEPS.items()},
        },
    )


@require_GET
@party_page
def hearing_cards(request, pk: int):
    """The cards again, after something they show has changed."""
    found, held = _hearing(request, pk)
    if found.room_id is None or seat_of(request.user, found.room_id) is None:
        raise Http404
    shown = {**_frame(found.arbitration, held), "hearing": found, **_cards(found, held)}
    return render(request, "adjudication/phone/cards.html", shown)


def _cards(found: Hearing, held: list[PartyAccess]) -> dict:
    now = course.course_of(found)
    trying = found.arbitration.elements.filter(pk__in=now.opened).select_related("worker")
    return {
        "course": now,
        "over": found.state == HearingState.CLOSED,
        "step": HearingStep(now.step).label if now.step else "等待开庭",
        "what": STEPS[HearingStep(now.step)] if now.step else "仲裁员宣布开庭以后，这里会变。",
        "trying": [table_row(e) for e in trying],
        "marks": [
            {"party": a.party, "mark": now.confirmed.get(a.party.key)}
            for a in held
            if a.party.key in now.present
        ],
    }
