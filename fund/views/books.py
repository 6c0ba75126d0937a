"""The books: vouchers of an account, its months, one voucher with what stands behind it."""

import csv
import re
from collections import defaultdict
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from documents.models import Document
from fund import queries
from fund.choices import Ledger, VoucherKind
from fund.models import FundAccount, Posting, Voucher
from fund.permissions import can_handle_fund, can_open_account
from fund.views.money import held_menu
from law.money import yuan

PAGE = 30
# What has an act of its own that also puts wages right is not taken back from its voucher.
BY_HAND = (VoucherKind.FUNDING, VoucherKind.SUSPENSE_IN)
SHOWN = (Ledger.BANK, Ledger.COMMITTED, Ledger.RECEIVABLE, Ledger.SUSPENSE)


def _account(request, pk: int) -> FundAccount:
    return get_object_or_404(FundAccount.objects.visible_to(request.user), pk=pk)


def _chosen(account: FundAccount, wanted) -> tuple[Q, list[str]]:
    """Return which vouchers the address asks for, and in words which those are."""
    chosen, words = Q(account=account), []
    month = re.fullmatch(r"(\d{4})-(\d{2})", wanted.get("month", ""))
    if month:
        chosen &= Q(on__year=int(month[1]), on__month=int(month[2]))
        words.append(f"{month[1]}年{int(month[2])}月")
    if wanted.get("kind") in VoucherKind.values:
        chosen &= Q(kind=wanted["kind"])
        words.append(VoucherKind(wanted["kind"]).label)
    if wanted.get("ledger") in Ledger.values:
        # By key: a join would give a voucher once per posting.
        touched = Posting.objects.filter(account=account, ledger=wanted["ledger"])
        chosen &= Q(pk__in=touched.values("voucher"))
        words.append(Ledger(wanted["ledger"]).label)
    return chosen, words


def _moved(voucher: Voucher) -> dict[str, int | None]:
    """Return what the voucher moved in each ledger shown; None in one it did not touch."""
    moved: dict[str, int | None] = dict.fromkeys(SHOWN)
    for posting in voucher.postings.all():
        if posting.ledger in moved:
            moved[posting.ledger] = (moved[posting.ledger] or 0) + posting.amount_fen
    return moved


@login_required
def account_page(request, pk: int):
    """台账: the vouchers of one account, newest first, each with who made it."""
    account = _account(request, pk)
    chosen, words = _chosen(account, request.GET)
    vouchers = Voucher.objects.filter(chosen)
    sums = Posting.objects.filter(account=account, voucher__in=vouchers).values("ledger")
    totals = dict.fromkeys(SHOWN, 0)
    totals |= {row["ledger"]: row["total"] for row in sums.annotate(total=Sum("amount_fen"))}
    shown = vouchers.select_related("made_by", "checked_by", "reverses", "reversed_by")
    page = Paginator(
        shown.prefetch_related("postings").order_by("-year", "-number"), PAGE
    ).get_page(request.GET.get("page"))
    books = queries.books(account)
    return render(
        request,
        "fund/account.html",
        {
            "title": account.name,
            "account": account,
            "handles": can_handle_fund(request.user),
            "books": books,
            "agrees": books.available_fen == account.available_fen,
            "rows": [{"voucher": v, "moved": _moved(v)} for v in page],
            "page": page,
            "words": "，".join(words),
            "totals": totals,
            "query": request.GET.urlencode(),
            "seats": can_open_account(request.user),
            "this_year": timezone.localdate().year,
            "closes": account.closes.order_by("-on")[:5],
            "held": [
                {"held": one, "rest_fen": queries.held_rest_fen(one), "acts": held_menu(one)}
                for one in queries.open_held(account)
            ],
            "unmatched": queries.unmatched_bank_lines(account)[:20],
        },
    )


@login_required
def account_csv(request, pk: int):
    """The same vouchers as a table for the auditor, oldest first."""
    account = _account(request, pk)
    chosen, _ = _chosen(account, request.GET)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="vouchers-{account.pk}.csv"'
    response.write("\ufeff")
    out = csv.writer(response)
    out.writerow(
        ["凭证号", "日期", "种类", "摘要", *(f"{x.label}（元）" for x in SHOWN), "经办", "复核"]
    )
    vouchers = Voucher.objects.filter(chosen)
    # A year has thousands of vouchers: plain rows and sums, no object for each posting.
    sums = Posting.objects.filter(account=account, voucher__in=vouchers, ledger__in=SHOWN)
    moved: dict[tuple, int] = {
        (voucher, ledger): total
        for voucher, ledger, total in sums.values_list("voucher_id", "ledger")
        .annotate(total=Sum("amount_fen"))
        .order_by()
    }
    rows = vouchers.order_by("year", "number").values_list(
        *("pk", "year", "number", "on", "kind", "summary", "made_by__name", "checked_by__name")
    )
    for pk, year, number, on, kind, summary, made_by, checked_by in rows.iterator():
        fen = [moved.get((pk, ledger)) for ledger in SHOWN]
        out.writerow(
            [
                f"{year}-{number:05d}",
                on.isoformat(),
                VoucherKind(kind).label,
                # A spreadsheet must not take a name for a formula.
                f"'{summary}" if summary[:1] in "=+-@" else summary,
                *("" if one is None else yuan(one) for one in fen),
                made_by,
                checked_by or "",
            ]
        )
    return response


@login_required
def month_page(request, pk: int, year: int):
    """月报: what moved in each month of a year; every figure opens the vouchers it is made of."""
    account = _account(request, pk)
    months = month_table(account, year)
    years = account.vouchers.values_list("year", flat=True).distinct().order_by("year")
    return render(
        request,
        "fund/months.html",
        {
            "title": f"{account.name}{year}年月报",
            "account": account,
            "year": year,
            "months": months,
            "years": list(years),
            "total": {
                name: sum(m[name] for m in months)
                for name in ("funded", "advanced", "recovered", "held", "written_off")
            },
            "opening": months[0]["opening"] if months else 0,
            "closing": months[-1]["closing"] if months else 0,
        },
    )


def month_table(account: FundAccount, year: int) -> list[dict]:
    """
    Return the months of `year` with a voucher, in fen.

    opening + funded - advanced + recovered + held = closing, the balance of the bank account;
    `held` is what came into suspense less what left it. A red voucher counts in its own month.
    """
    rows = (
        Posting.objects.filter(account=account, voucher__on__year=year)
        .values_list("voucher__on__month", "ledger", "voucher__kind")
        .annotate(total=Sum("amount_fen"))
        .order_by()
    )
    moved: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    for month, ledger, kind, total in rows:
        moved[month][ledger, kind] = total
    balance = queries.books(account, until=date(year - 1, 12, 31)).balance_fen
    table = []
    for month in sorted(moved):
        sums = moved[month]

        def of(*ledgers: str, sums=sums, but: str = "", only: str = "") -> int:
            return sum(
                total
                for (ledger, kind), total in sums.items()
                if ledger in ledgers and kind != but and only in ("", kind)
            )

        row = {
            "month": f"{year}-{month:02d}",
            "opening": balance,
            "funded": -of(Ledger.CAPITAL),
            "advanced": of(Ledger.RECEIVABLE, only=VoucherKind.DISBURSE),
            "recovered": -of(Ledger.RECEIVABLE, Ledger.WRITTEN_OFF, but=VoucherKind.DISBURSE),
            "held": -of(Ledger.SUSPENSE),
            "written_off": of(Ledger.WRITTEN_OFF, only=VoucherKind.WRITE_OFF),
            "closing": balance + of(Ledger.BANK),
        }
        balance = row["closing"]
        table.append(row)
    return table


@login_required
def voucher_page(request, pk):
    """One voucher: its lines, what it takes back, and the papers behind it."""
    visible = FundAccount.objects.visible_to(request.user)
    voucher = get_object_or_404(
        Voucher.objects.filter(account__in=visible).select_related(
            *("account", "made_by", "checked_by", "reverses", "reversed_by", "event", "bank_line")
        ),
        pk=pk,
    )
    postings = list(voucher.postings.select_related("advance__case").order_by("id"))
    for posting in postings:
        posting.credit_fen = -posting.amount_fen
    advance = next((p.advance for p in postings if p.advance), None)
    papers = Document.objects.filter(event=voucher.event) if voucher.event_id else []
    beside = account_neighbours(voucher)
    return render(
        request,
        "fund/voucher.html",
        {
            "title": f"记账凭证 {voucher}",
            "voucher": voucher,
            "postings": postings,
            "advance": advance,
            "payments": voucher.payment_lines.select_related("line__worker", "list"),
            "recovery": getattr(voucher, "recovery", None),
            "bank_line": getattr(voucher, "bank_line", None),
            "reversal": getattr(voucher, "reversed_by", None),
            "papers": papers,
            "receipts": advance.case.documents.filter(code="F06")
            if advance and voucher.kind == VoucherKind.DISBURSE
            else [],
            "before": beside[0],
            "after": beside[1],
            "correctable": can_handle_fund(request.user)
            and voucher.kind in BY_HAND
            and not voucher.reverses_id
            and not hasattr(voucher, "reversed_by"),
        },
    )


def account_neighbours(voucher: Voucher) -> tuple[Voucher | None, Voucher | None]:
    """Return the vouchers before and after in the account's own order."""
    rows = voucher.account.vouchers
    place = (voucher.year, voucher.number)
    before = rows.filter(Q(year__lt=place[0]) | Q(year=place[0], number__lt=place[1]))
    after = rows.filter(Q(year__gt=place[0]) | Q(year=place[0], number__gt=place[1]))
    return before.order_by("-year", "-number").first(), after.order_by("year", "number").first()
