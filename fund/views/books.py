"""The books: vouchers of an account, its months, one voucher with what stands behind it."""

import csv
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from datetime import date
from itertools import islice

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.http import StreamingHttpResponse
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
LINES_AT_A_TIME = 200
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


def _moved(voucher: Voucher) -> dict[str, int]:
    """Return what the voucher moved in each ledger shown; 0 in one it did not touch."""
    moved: dict[str, int] = dict.fromkeys(SHOWN, 0)
    for posting in voucher.postings.all():
        if posting.ledger in moved:
            moved[posting.ledger] += posting.amount_fen
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
            "waiting": account.money_acts.waiting().select_related("entered_by").order_by("id"),
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
    """The same vouchers as a table for the auditor, oldest first, sent while they are read."""
    account = _account(request, pk)
    chosen, _ = _chosen(account, request.GET)
    lines = _csv_lines(Voucher.objects.filter(chosen))
    response = StreamingHttpResponse(
        sent_as_read(lines) if isinstance(request, ASGIRequest) else lines,
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="vouchers-{account.pk}.csv"'
    return response


async def sent_as_read(lines: Iterator[str]) -> AsyncIterator[str]:
    """Send some lines at a time, reading the next only then; an asynchronous server wants it so."""
    while some := await sync_to_async(lambda: "".join(islice(lines, LINES_AT_A_TIME)))():
        yield some


class _Line:
    """What a csv.writer writes to: it hands the line back."""

    @staticmethod
    def write(line: str) -> str:
        return line


def _csv_lines(vouchers: QuerySet[Voucher]) -> Iterator[str]:
    """
    Write the table line by line, in one query however many vouchers there are.

    Each voucher comes with its sums: no object for a posting, nothing kept of what was sent.
    """
    out = csv.writer(_Line())
    yield "\ufeff"
    yield out.writerow(
        ["凭证号", "日期", "种类", "摘要", *(f"{x.label}（元）" for x in SHOWN), "经办", "复核"]
    )
    sums = {
        f"moved_{ledger}": Sum("postings__amount_fen", filter=Q(postings__ledger=ledger))
        for ledger in SHOWN
    }
    rows = (
        vouchers.order_by("year", "number")
        .annotate(**sums)
        .values_list(
            *("year", "number", "on", "kind", "summary", "made_by__name", "checked_by__name"),
            *sums,
        )
    )
    for year, number, on, kind, summary, made_by, checked_by, *moved in rows.iterator():
        yield out.writerow(
            [
                f"{year}-{number:05d}",
                on.isoformat(),
                VoucherKind(kind).label,
                # A spreadsheet must not take a name for a formula.
                f"'{summary}" if summary[:1] in "=+-@" else summary,
                *(yuan(fen or 0) for fen in moved),
                made_by,
                checked_by or "",
            ]
        )


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
