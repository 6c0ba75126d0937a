"""The first page of each role: a sentence about today, and the work in the order of the law."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils import timezone

from adjudication.obligations import open_fen_of
from adjudication.queries.titles import CLOCKS, titles_due
from cases.choices import CaseStatus, DeadlineState, LeadStatus, OfficerCapacity
from cases.models import Case, Deadline, Lead
from cases.queries import centre_of_leads, current_calendar
from cases.views.acts import NOT_PERMITTED, refused
from centre import clocks, queries
from centre.next_acts import next_acts
from centre.views.pages import soonest_first
from law.calendar import missing_year_warning
from mediation.choices import AgreementState, SessionState
from mediation.models import Agreement, Session
from mediation.queries import instalments_due
from staff.choices import Role
from staff.models import Body, User
from staff.queries import landing_url_name, people
from workflow.management.commands.flow_doctor import EXAMINATIONS

AHEAD = timedelta(days=7)
LOOKED_AT = 200  # cases whose titles are asked about
INTAKE = (OfficerCapacity.INTAKE,)
CONDUCTING = (OfficerCapacity.MEDIATOR, OfficerCapacity.RECORDER)


@login_required
def home(request):
    return redirect(landing_url_name(request.user))


def desk(*roles: Role):
    """Open the page to people who hold one of `roles`, and tell anybody else so."""

    def wrap(view):
        @login_required
        def opened(request):
            if not request.user.has_role(*roles):
                return refused(request, NOT_PERMITTED)
            return view(request)

        return opened

    return wrap


def _work(request, *capacities: OfficerCapacity) -> dict:
    """Return the person's open cases with the act that comes next, the most pressing first."""
    today = timezone.localdate()
    cases = queries.by_next_day(queries.own_cases(request.user, *capacities))
    page, after = soonest_first(cases, request.GET)
    acts = next_acts(page, on=today)
    rows = [
        {
            "row": row,
            "act": (act := acts.get(row.case.pk)),
            "url": queries.page_url(act.page, act.key) if act else "",
        }
        for row in queries.case_rows(page)
    ]
    return {"today": today, "rows": rows, "after": after}


@desk(Role.INTAKE_OFFICER)
def intake(request):
    shown = _work(request, *INTAKE)
    today = shown["today"]
    mine = queries.own_cases(request.user, *INTAKE)
    open_leads = Lead.objects.visible_to(request.user).filter(status=LeadStatus.OPEN)
    undecided = mine.filter(status=CaseStatus.FILED, received_on__isnull=False)
    counts = {
        "leads": queries.capped_count(open_leads),
        "mine": queries.capped_count(mine),
        "undecided": queries.capped_count(undecided),
        "unallocated": queries.capped_count(
            queries.cases_found(request.user, on=today, due="unallocated")
        ),
    }
    return render(
        request,
        "centre/desk_intake.html",
        shown
        | {
            "counts": counts,
            "deadlines": queries.deadlines_of(request.user, until=today + AHEAD)[:8],
            "leads_url": queries.page_url("leads"),
            "new_url": queries.page_url("lead-new"),
        },
    )


@desk(Role.MEDIATOR, Role.RECORDER)
def mediator(request):
    shown = _work(request, *CONDUCTING)
    today = shown["today"]
    board = _board(request.user, today)
    instalments = list(
        instalments_due(user=request.user, until=today + AHEAD).filter(
            agreement__case__in=queries.own_cases(request.user, *CONDUCTING)
        )[:20]
    )
    signing = Agreement.objects.filter(
        state=AgreementState.SIGNING, case__in=queries.own_cases(request.user, *CONDUCTING)
    )
    to_file = clocks.counting().filter(
        state=DeadlineState.RUNNING,
        rule__in=["JC-01", "REV-01"],
        case__in=queries.own_cases(request.user, *CONDUCTING),
    )
    return render(
        request,
        "centre/desk_mediator.html",
        shown
        | {
            "board": board,
            "titles": _titles(request.user, until=today + AHEAD),
            "instalments": [i for i in queries.with_outstanding(instalments) if i.outstanding_fen],
            "signing": queries.capped_count(signing),
            "to_file": list(to_file.select_related("case").order_by("due_on", "id")[:20]),
            "overdue": sum(
                r["row"].due_on is not None and r["row"].due_on < today for r in shown["rows"]
            ),
        },
    )


def _titles(user: User, *, until: date) -> list[dict]:
    """Return awards, statements and orders of own cases to be paid by that day, oldest first."""
    mine = queries.own_cases(user, *CONDUCTING)
    running = Deadline.objects.filter(case__in=mine, rule__in=CLOCKS, state=DeadlineState.RUNNING)
    cases = list(running.order_by("starts_on").values_list("case", flat=True)[:LOOKED_AT])
    found = [title for titles in titles_due(cases).values() for title in titles]
    due = [title for title in found if title.due_on <= until]
    shown = sorted(due, key=lambda title: title.due_on)[:20]
    rows = [
        {"title": title, "url": queries.page_url(*title.page), "open_fen": open_fen_of(title)}
        for title in shown
    ]
    return sorted(rows, key=lambda row: (row["title"].due_on, -row["open_fen"]))


def _board(user: User, today) -> list[dict]:
    """Return today's sessions of the person, by the hour, with who has come."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(today, time.min, zone)
    sessions = list(
        Session.objects.filter(
            starts_at__gte=start,
            starts_at__lt=start + timedelta(days=1),
            case__in=queries.own_cases(user, *CONDUCTING),
        )
        .exclude(state=SessionState.CANCELLED)
        .select_related("case")
        .annotate(
            present=Count("attendance", filter=Q(attendance__present=True), distinct=True),
            invited=Count("recipients", distinct=True),
        )
        .order_by("starts_at", "id")
    )
    rows = {row.case.pk: row for row in queries.case_rows(session.case for session in sessions)}
    return [
        {
            "session": session,
            "row": rows[session.case_id],
            "url": queries.page_url("session", session.pk),
            "room_url": queries.page_url("room", session.pk)
            if session.room_id or session.state != SessionState.CLOSED
            else "",
        }
        for session in sessions
    ]


@desk(Role.DIRECTOR)
def director(request):
    today = timezone.localdate()
    user = request.user
    cases_url = queries.page_url("cases")

    def figure(label: str, query: str, **wanted) -> dict:
        found = queries.cases_found(user, on=today, **wanted)
        return {
            "label": label,
            "count": queries.capped_count(found),
            "url": f"{cases_url}?{query}",
        }

    figures = [
        figure("在办案件", ""),
        *(
            figure(status.label, f"status={status}", status=status)
            for status in CaseStatus
            if status != CaseStatus.CLOSED
        ),
        figure("尚未分案", "due=unallocated", due="unallocated"),
        figure("有期限已超期", "due=over", due="over"),
        figure("三天内到期", "due=soon", due="soon"),
        figure("已结案", "tab=closed", is_open=False),
    ]
    centre = centre_of_leads()
    parameters = queries.parameter_rows(centre, on=today)
    return render(
        request,
        "centre/desk_director.html",
        {
            "today": today,
            "figures": figures,
            "open_count": figures[0]["count"],
            "over_count": next(f["count"] for f in figures if "due=over" in f["url"]),
            "soon_count": next(f["count"] for f in figures if "due=soon" in f["url"]),
            "deadlines": queries.deadlines_ahead(user),
            "loads": queries.loads(user, on=today),
            "cases_url": cases_url,
            "calendar_warning": missing_year_warning(today, current_calendar()),
            "unconfirmed": [row for row in parameters if not row.confirmed],
        },
    )


@desk(Role.ADMINISTRATOR)
def administrator(request):
    today = timezone.localdate()
    centre = centre_of_leads()
    staff = people().filter(is_active=True)
    findings = [finding for examine in EXAMINATIONS for finding in examine()]
    return render(
        request,
        "centre/desk_administrator.html",
        {
            "today": today,
            "people_count": staff.count(),
            "body_count": Body.objects.filter(is_active=True).count(),
            "case_count": Case.objects.exclude(status=CaseStatus.CLOSED).count(),
            "centre": centre,
            "may_seal": any(
                body.may_seal for body in Body.objects.filter(is_active=True, kind="mediation_body")
            ),
            "calendar_warning": missing_year_warning(today, current_calendar()),
            "unconfirmed": [
                row for row in queries.parameter_rows(centre, on=today) if not row.confirmed
            ],
            "series": queries.series_rows(centre, year=today.year),
            "public_url": settings.PUBLIC_BASE_URL,
            "findings": findings,
        },
    )
