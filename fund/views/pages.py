"""The desks of the fund, one advance on one page, the books, and what has to come back."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cases.views.acts import NOT_PERMITTED, refused
from documents.models import Document
from fund import queries
from fund.choices import AdvanceState as S
from fund.models import Advance, FundAccount, PaymentList, Voucher
from fund.papers.bank_file import payment_file
from fund.permissions import can_handle_fund, can_watch_fund
from fund.views.acts import menu
from staff.choices import Role

PAGE = 30
TABS = {
    "todo": ("待经办", (S.APPLIED, S.APPROVED, S.DECIDED, S.PAYING)),
    "approval": ("待审批", (S.VERIFIED,)),
    "recovery": ("追偿中", (S.DISBURSED,)),
    "ended": ("已办结", (S.RECOVERED, S.WRITTEN_OFF, S.REFUSED, S.WITHDRAWN)),
}


@login_required
def desk(request):
    """周转金: the officer's first page."""
    if not request.user.has_role(Role.FUND_OFFICER):
        return refused(request, NOT_PERMITTED)
    return _desk(request, "周转金", "todo")


@login_required
def approver_desk(request):
    """周转金审批: what waits for a signature, with everything it needs on one page each."""
    if not request.user.has_role(Role.FUND_APPROVER):
        return refused(request, NOT_PERMITTED)
    return _desk(request, "周转金审批", "approval")


def _desk(request, title: str, first: str):
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else first
    visible = Advance.objects.visible_to(request.user)
    page = Paginator(
        visible.filter(state__in=TABS[tab][1])
        .select_related("case", "debtor", "account", "applied_by")
        .order_by("applied_on", "id"),
        PAGE,
    ).get_page(request.GET.get("page"))
    today = timezone.localdate()
    where = queries.standings(list(page))
    rows = [
        {
            "advance": advance,
            "standing": where[advance.pk],
            "amount_fen": sum(line.amount_fen for line in advance.lines.all()),
            "workers": advance.lines.count(),
            "small": queries.is_small(advance, on=today),
            "acts": menu(advance, request.user),
        }
        for advance in page
    ]
    rows.sort(key=lambda row: not row["small"])
    return render(
        request,
        "fund/desk.html",
        {
            "title": title,
            "rows": rows,
            "page": page,
            "tabs": [
                {
                    "url": f"?tab={name}",
                    "label": label,
                    "count": visible.filter(state__in=states).count(),
                    "active": name == tab,
                }
                for name, (label, states) in TABS.items()
            ],
            "accounts": _accounts(request.user),
        },
    )


def _accounts(user) -> list[dict]:
    accounts = FundAccount.objects.visible_to(user).order_by("id")
    return [{"account": account, "books": queries.books(account)} for account in accounts]


@login_required
def advance_page(request, pk: int):
    """One advance: the rules answered, the caps, the rows, the chain, the papers, the money."""
    rows = Advance.objects.visible_to(request.user)
    advance = get_object_or_404(
        rows.select_related("case", "debtor", "account__body", "verifier_a", "verifier_b"), pk=pk
    )
    lines = list(advance.lines.select_related("worker").order_by("worker__roster_no"))
    papers = advance.case.documents.filter(code__startswith="F").order_by("pk")
    where = queries.standing(advance)
    vouchers = Voucher.objects.filter(postings__advance=advance).distinct()
    return render(
        request,
        "fund/advance.html",
        {
            "title": f"垫付 {advance}",
            "advance": advance,
            "case": advance.case,
            "sees_case": type(advance.case)
            .objects.visible_to(request.user)
            .filter(pk=advance.case_id)
            .exists(),
            "standing": where,
            "lines": lines,
            "total_fen": sum(line.amount_fen for line in lines),
            "verified_fen": sum(line.verified_fen for line in lines),
            "checks": queries.rule_checks(advance, lines),
            "bars": _bars(advance, lines),
            "approvals": advance.approvals.select_related("by").order_by("round", "level"),
            "papers": papers,
            "lists": advance.payment_lists.prefetch_related("lines__line__worker").order_by("no"),
            "recoveries": advance.recoveries.select_related("entered_by", "checked_by"),
            "notices": advance.notices.select_related("party"),
            "vouchers": vouchers.order_by("year", "number"),
            "acts": menu(advance, request.user),
            "handles": can_handle_fund(request.user),
            "watches": can_watch_fund(request.user),
        },
    )


def _bars(advance: Advance, lines) -> list[dict]:
    """Each limit as a bar of the same scale; the one that binds is marked."""
    if not advance.caps:
        return []
    shared = queries.shares_of(advance)
    rows = [
        ("核实无争议欠薪", sum(x.verified_fen for x in lines if not x.disputed), "核实欠薪金额"),
        ("每人限额合计", sum(shared.caps), "每人限额"),
    ]
    if shared.case_cap is not None:
        rows.append(("案件比例限额", shared.case_cap, "案件比例限额"))
    rows.append(("申请金额", advance.requested_fen, ""))
    rows.append(("本次垫付", sum(x.amount_fen for x in lines), ""))
    top = max(fen for _, fen, _ in rows) or 1
    return [
        {
            "label": label,
            "fen": fen,
            "width": fen * 1000 // top,
            "binds": name == shared.binding,
            "given": label == "本次垫付",
        }
        for label, fen, name in rows
    ]


@login_required
def payment_list_file(request, pk: int):
    """The list for the bank, as a file; only for who handles the fund."""
    sheet = get_object_or_404(PaymentList.objects.select_related("advance"), pk=pk)
    if not Advance.objects.visible_to(request.user).filter(pk=sheet.advance_id).exists():
        raise Http404
    if not can_handle_fund(request.user):
        return refused(request, NOT_PERMITTED)
    response = HttpResponse(payment_file(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="payment-list-{sheet.pk}.csv"'
    return response


@login_required
def account_page(request, pk: int):
    """台账: the vouchers of one account, newest first, each with who made it."""
    account = get_object_or_404(FundAccount.objects.visible_to(request.user), pk=pk)
    kind = request.GET.get("kind", "")
    vouchers = account.vouchers.select_related("made_by", "checked_by", "reverses")
    if kind:
        vouchers = vouchers.filter(kind=kind)
    page = Paginator(
        vouchers.prefetch_related("postings").order_by("-year", "-number"), PAGE
    ).get_page(request.GET.get("page"))
    rows = []
    for voucher in page:
        moved = {p.ledger: 0 for p in voucher.postings.all()}
        for posting in voucher.postings.all():
            moved[posting.ledger] += posting.amount_fen
        rows.append(
            {
                "voucher": voucher,
                "bank": moved.get("bank"),
                "receivable": moved.get("receivable"),
                "committed": moved.get("committed"),
            }
        )
    return render(
        request,
        "fund/account.html",
        {
            "title": account.name,
            "account": account,
            "handles": can_handle_fund(request.user),
            "books": queries.books(account),
            "agrees": queries.books(account).available_fen == account.available_fen,
            "rows": rows,
            "page": page,
            "closes": account.closes.order_by("-on")[:5],
            "unmatched": queries.unmatched_bank_lines(account)[:20],
        },
    )


@login_required
def voucher_page(request, pk):
    """One voucher: its lines, what it takes back, and the papers behind it."""
    visible = FundAccount.objects.visible_to(request.user)
    voucher = get_object_or_404(
        Voucher.objects.filter(account__in=visible).select_related(
            "account", "made_by", "checked_by", "reverses", "event"
        ),
        pk=pk,
    )
    postings = voucher.postings.select_related("advance__case").order_by("id")
    advance = next((p.advance for p in postings if p.advance), None)
    papers = Document.objects.filter(event=voucher.event) if voucher.event_id else []
    return render(
        request,
        "fund/voucher.html",
        {
            "title": f"记账凭证 {voucher}",
            "voucher": voucher,
            "postings": postings,
            "advance": advance,
            "papers": papers,
            "receipts": advance.case.documents.filter(code="F06") if advance else [],
        },
    )


@login_required
def recoveries(request):
    """追偿: what is owed, by employer and age, the oldest first."""
    if not can_watch_fund(request.user):
        return refused(request, NOT_PERMITTED)
    today = timezone.localdate()
    found = list(
        Advance.objects.visible_to(request.user)
        .filter(state__in=[S.PAYING, S.DISBURSED])
        .select_related("case", "debtor")
        .order_by("paid_on", "id")
    )
    where = queries.standings(found)
    rows = [
        {
            "advance": a,
            "standing": where[a.pk],
            "days": (today - a.paid_on).days if a.paid_on else None,
            "notices": a.notices.values("no").distinct().count(),
        }
        for a in found
        if where[a.pk].outstanding_fen
    ]
    by_employer: dict[str, int] = {}
    for row in rows:
        name = row["advance"].debtor.name
        by_employer[name] = by_employer.get(name, 0) + row["standing"].outstanding_fen
    return render(
        request,
        "fund/recoveries.html",
        {
            "title": "追偿",
            "rows": rows,
            "employers": sorted(by_employer.items(), key=lambda pair: -pair[1]),
            "total_fen": sum(by_employer.values()),
        },
    )
