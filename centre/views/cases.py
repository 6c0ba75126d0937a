"""The list of cases, and the page of one case with its six tabs."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.choices import CaseStatus
from cases.models import Case
from cases.permissions import can_edit_case, can_read_minutes
from cases.queries import (
    current_calendar,
    liabilities,
    liability_chain,
    total_account,
    wage_accounts,
)
from centre import queries
from centre.changes import changes
from centre.forms import CaseFilter
from centre.next_acts import next_act
from centre.views.case_acts import acts_menu
from centre.views.pages import newest_first
from documents.choices import DocumentState
from documents.models import Document
from documents.service.queries import Standing, standings, standings_of_case, unserved
from law.statutes import article, cite
from law.time_limits import LIMITS, Computation, last_day
from staff.queries import absences_on
from workflow.queries import next_task

WORKERS_PER_PAGE = 50
EVENTS_PER_PAGE = 40

TABS = {
    "course": "经过",
    "parties": "当事人",
    "wages": "工资",
    "papers": "文书",
    "deadlines": "期限",
    "letters": "往来",
}


@login_required
def case_list(request):
    today = timezone.localdate()
    form = CaseFilter(request.GET)
    valid = form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    if "mediator" in wanted:
        wanted["mediator"] = wanted["mediator"].pk
    is_open = request.GET.get("tab") != "closed"
    if not is_open:
        wanted.pop("status", None)
        wanted.pop("due", None)
    found = queries.cases_found(request.user, on=today, is_open=is_open, **wanted)
    rows, before, after = newest_first(found if valid else found.none(), request.GET)
    shared = {name: request.GET[name] for name in ("q", "mediator") if request.GET.get(name)}
    tabs = []
    for tab, label in (("open", "在办"), ("closed", "已结")):
        narrowed = {name: wanted[name] for name in ("q", "mediator") if name in wanted}
        counted = queries.cases_found(request.user, on=today, is_open=tab == "open", **narrowed)
        query = request.GET.copy()
        query.clear()
        query.update({"tab": tab} | shared)
        tabs.append(
            {
                "url": f"?{query.urlencode()}",
                "label": label,
                "count": queries.capped_count(counted),
                "active": is_open == (tab == "open"),
            }
        )
    return render(
        request,
        "centre/cases.html",
        {
            "title": "案件",
            "today": today,
            "form": form,
            "is_open": is_open,
            "rows": queries.case_rows(rows),
            "before": before,
            "after": after,
            "tabs": tabs,
            "empty_what": "没有符合条件的案件。" if wanted else "这里还没有案件。",
            "empty_how": "可以换一个条件，或者清除条件再看。"
            if wanted
            else "线索核实后登记为案件，由您承办的列在这里。",
        },
    )


def _case(request, pk: int) -> Case:
    cases = Case.objects.visible_to(request.user)
    return get_object_or_404(
        cases.select_related("centre", "mediation_body", "court", "debtor", "project"), pk=pk
    )


def _officers(case: Case, today) -> list[dict]:
    away = {absence.user_id: absence for absence in absences_on(today)}
    at_work = case.officers.filter(until_on=None).select_related("user")
    return [{"officer": officer, "absence": away.get(officer.user_id)} for officer in at_work]


@login_required
def case_page(request, pk: int):
    case = _case(request, pk)
    tab = request.GET.get("tab")
    tab = tab if tab in TABS else "course"
    today = timezone.localdate()
    shown = {
        "case": case,
        "today": today,
        "row": queries.case_row(case),
        "officers": _officers(case, today),
        "reads_log": request.user.has_perm("staff.read_readings"),
        "next": _next(case, request.user, today),
        "menu": acts_menu(case, request.user),
        "confirmations": list(case.confirmations.order_by("id")),
        "to_serve": _to_serve(case, request.user),
        "tab": tab,
        "tabs": [
            {"url": f"?tab={name}", "label": label, "count": None, "active": name == tab}
            for name, label in TABS.items()
        ],
    }
    if case.demo:
        shown["demo"] = True
    return render(request, f"centre/case_{tab}.html", shown | _TAB[tab](request, case))


def _to_serve(case: Case, user) -> dict | None:
    """Return what people who work on the case still have to bring to somebody."""
    if not (case.is_open and can_edit_case(user, case)):
        return None
    by_paper: dict[int, list[Standing]] = {}
    for standing in unserved(standings_of_case(case, user)):
        by_paper.setdefault(standing.document.pk, []).append(standing)
    if not by_paper:
        return None
    return {
        "papers": [
            {
                "title": found[0].document.title,
                "url": queries.page_url("serve", pk),
                "n": len(found),
            }
            for pk, found in list(by_paper.items())[:4]
        ],
        "more": max(len(by_paper) - 4, 0),
        "count": len(by_paper),
        "url": queries.page_url("case-service", case.pk),
    }


def _next(case: Case, user, today) -> dict | None:
    """
    Return what the next-act card shows: the engine's task, else the act the state asks for.

    In mediation one task spans several acts of the law (consent, rights, disclosure, notice): there
    the act is named, unless the task still has to be taken. Who may do the act is not told to wait
    for a colleague whose task it happens to be.
    """
    act = next_act(case, on=today)
    task = next_task(case, user)
    may_act = act is not None and act.permission(user, case)
    if task and not task.url and may_act:
        task = None
    spans = act is not None and case.status == CaseStatus.ACCEPTED
    returned = act is not None and act.page == "confirmation"  # the court waits, days run
    if task and not returned and (task.takeable or not spans):
        return {
            "title": task.title,
            "who": task.owner_name or "有权办理的人员（待领取）",
            "due_on": act.due_on if act else task.due_on,
            "words": act.words if act else "",
            "article": act.article if act else "",
            "url": task.url,
            "button": "领取" if task.takeable else task.title,
            "waiting": "" if task.url else f"等待{task.owner_name or '有权办理的人员'}办理",
        }
    if act is None:
        return None
    url = queries.page_url(act.page, act.key) if may_act else ""
    return {
        "title": act.title,
        "who": act.who,
        "due_on": act.due_on,
        "words": act.words,
        "article": act.article,
        "url": url,
        "button": act.title,
        "waiting": "" if url else f"等待{act.who}办理",
    }


def _course(request, case: Case) -> dict:
    events = case.events.select_related("by")
    if not can_read_minutes(request.user, case):
        events = events.filter(private=False)
    page, before, after = newest_first(events, request.GET, size=EVENTS_PER_PAGE)
    papers: dict[int, Document] = {}
    readable = Document.objects.visible_to(request.user).filter(event__in=page)
    for paper in readable.order_by("-id"):
        papers[paper.event_id] = paper
    entries = []
    for event in page:
        paper = papers.get(event.pk)
        entries.append(
            {
                "on": event.on,
                "at": event.at,
                "title": event.summary,
                "by": _recorded(event),
                "private": event.private,
                "url": queries.page_url("document", paper.pk) if paper else "",
                "paper": str(paper) if paper else "",
            }
        )
    return {"entries": entries, "before": before, "after": after}


def _recorded(event) -> str:
    """Return who recorded an act, and when, where that was not on the day of the act."""
    at = timezone.localtime(event.at)
    return event.by.name if at.date() == event.on else f"{event.by.name}，{at:%Y-%m-%d %H:%M}记入"


def _parties(request, case: Case) -> dict:
    nodes, edges = liability_chain(case)
    workers = case.parties.workers()
    first = _roster_key(request)
    page = list(workers.filter(roster_no__gt=first)[: WORKERS_PER_PAGE + 1])
    more = len(page) > WORKERS_PER_PAGE
    page = page[:WORKERS_PER_PAGE]
    return {
        "nodes": nodes,
        "edges": edges,
        "liabilities": liabilities(case),
        "others": case.parties.others(),
        "workers": page,
        "worker_count": workers.count(),
        "after": page[-1].roster_no if more else None,
        "project": getattr(case, "project", None),
        "authorities": case.authorities.select_related("party"),
        "addresses": case.service_addresses.filter(superseded=False).select_related("party"),
    }


def _wages(request, case: Case) -> dict:
    accounts = wage_accounts(case)
    totals = total_account(accounts)
    first = _roster_key(request)
    rest = [a for a in accounts if (a.worker.roster_no or 0) > first]
    page = rest[:WORKERS_PER_PAGE]
    worker = None
    if chosen := request.GET.get("worker", ""):
        worker = next((a for a in accounts if str(a.worker.pk) == chosen), None)
    items = []
    if worker:
        items = worker.worker.wage_items.select_related("payer").prefetch_related("entries__by")
    return {
        "accounts": page,
        "totals": totals,
        "owed_fen": totals["due"] - totals["waived"],
        "worker_count": len(accounts),
        "after": page[-1].worker.roster_no if len(rest) > WORKERS_PER_PAGE else None,
        "account": worker,
        "items": items,
        "claims": case.claims.all(),
    }


def _roster_key(request) -> int:
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _papers(request, case: Case) -> dict:
    # Those made for every worker are listed with their batch.
    papers = Document.objects.visible_to(request.user).filter(case=case, batch_item=None)
    papers = papers.select_related("event")
    page, before, after = newest_first(papers, request.GET, size=40)
    scans = {}
    for paper_id in Document.objects.filter(pk__in=[p.pk for p in page]).values_list(
        "scans__document", flat=True
    ):
        if paper_id:
            scans[paper_id] = scans.get(paper_id, 0) + 1
    served: dict[int, list[Standing]] = {}
    for standing in standings(case, page):
        served.setdefault(standing.document.pk, []).append(standing)
    return {
        "papers": [
            {
                "name": paper.title,
                "url": queries.page_url("document", paper.pk),
                "pdf_url": queries.page_url("document-file", paper.pk, "pdf"),
                "docx_url": queries.page_url("document-file", paper.pk, "docx"),
                "number": paper.number or "无文号",
                "version": paper.version,
                "state": paper.get_state_display(),
                "superseded": paper.state == DocumentState.SUPERSEDED,
                "code": paper.verify_code,
                "recipient": paper.recipient,
                "issued_on": paper.issued_on,
                "pages": paper.pages,
                "scans": scans.get(paper.pk, 0),
                "to_serve": len(served.get(paper.pk, ())),
                "served": sum(bool(s.effective) for s in served.get(paper.pk, ())),
            }
            for paper in page
        ],
        "before": before,
        "after": after,
    }


def _deadlines(request, case: Case) -> dict:
    calendar = current_calendar()
    rows = []
    kept = case.deadlines.exclude(state="cancelled")
    for deadline in sorted(kept, key=lambda d: (d.state == "met", d.due_on, d.pk)):
        limit = LIMITS[deadline.rule]
        later: Computation | None = None
        if deadline.roll == limit.roll and limit.unit != "hour":
            later = last_day(
                limit, deadline.starts_on + timedelta(days=1), calendar, amount=deadline.amount
            )
        rows.append(
            {
                "deadline": deadline,
                "limit": limit,
                "article": article(limit.article),
                "cite": cite(limit.article),
                "later": later,
            }
        )
    cancelled = case.deadlines.filter(state="cancelled").order_by("-id")
    return {"deadlines": rows, "cancelled": cancelled}


def _letters(request, case: Case) -> dict:
    return {
        "leads": case.leads.select_related("taken_by").order_by("id"),
        "receipts": case.receipts.select_related("received_by").prefetch_related("evidence"),
        "may_copy": can_edit_case(request.user, case) and case.is_open,
    }


@login_required
def case_changes(request, pk: int):
    case = _case(request, pk)
    found, after = changes(case, before=parse_datetime(request.GET.get("after", "")))
    return render(
        request,
        "centre/case_changes.html",
        {"case": case, "rows": found, "after": after.isoformat() if after else None},
    )


_TAB = {
    "course": _course,
    "parties": _parties,
    "wages": _wages,
    "papers": _papers,
    "deadlines": _deadlines,
    "letters": _letters,
}
