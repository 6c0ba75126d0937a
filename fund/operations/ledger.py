"""Writing the books: opening an account, posting a voucher, reversing one, closing the day."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import F, Sum

from cases.models import CaseEvent
from cases.operations import require
from fund.choices import FundLevel, Ledger, VoucherKind
from fund.models import Advance, DailyClose, FundAccount, Posting, Voucher
from fund.permissions import can_handle_account, can_open_account
from fund.queries import books, last_voucher, voucher_hash
from law.money import yuan
from staff.choices import BodyKind
from staff.history import save_with_reason
from staff.models import Body, User
from staff.permissions import is_system
from staff.refusals import ActRefused

# What may still be promised grows with the first two and shrinks with the third.
_AVAILABLE = {Ledger.BANK: 1, Ledger.SUSPENSE: 1, Ledger.COMMITTED: -1}


class NotEnough(ActRefused):
    """The fund has less than the act would take."""

    def __init__(self, account: FundAccount, wanted_fen: int) -> None:
        super().__init__(
            f"{account.name}可用余额{yuan(account.available_fen)}元，"
            f"不足以承担{yuan(wanted_fen)}元。",
            source="V-F2",
            suggest="请减少金额，或等财政拨款到账后再办理。",
        )


@dataclass(frozen=True)
class Line:
    """One posting to be: debit positive, credit negative, in fen."""

    ledger: Ledger
    amount_fen: int
    advance: Advance | None = None


@transaction.atomic
def open_account(
    *,
    body: Body,
    level: FundLevel,
    name: str,
    holder: str,
    bank_name: str,
    account_no: str,
    by: User,
    on: date,
) -> FundAccount:
    """
    Open the books of one fund; the money comes by `receive_funding`.

    Raises:
        ActRefused: the body is no fund body (FUND-03).
    """
    require(can_open_account(by) or by.is_system)
    if body.kind != BodyKind.FUND_BODY:
        raise ActRefused("周转金账户只能为周转金管理机构开设。", source="FUND-03")
    if not (name.strip() and holder.strip() and bank_name.strip() and account_no.strip()):
        raise ActRefused("请写明账户名称、户名、开户银行和账号。", source="V-T1")
    account = FundAccount(
        body=body,
        level=level,
        name=name.strip(),
        holder=holder.strip(),
        bank_name=bank_name.strip(),
        account_no=account_no.strip(),
        opened_on=on,
    )
    return save_with_reason(account, by=by, reason="启用周转金账户")


@transaction.atomic
def receive_funding(
    *,
    account: FundAccount,
    amount_fen: int,
    source: str,
    key: str,
    by: User,
    on: date,
    checked_by: User | None = None,
) -> Voucher:
    """Book 拨入本金: the treasury pays money into the fund; what is there at first, the system."""
    require(can_handle_account(by, account) or by.is_system)
    if amount_fen <= 0:
        raise ActRefused("拨入金额须大于零。", source="V-M4")
    if not source.strip():
        raise ActRefused("请写明拨款文件或者凭证。", source="V-T1")
    return post_voucher(
        account=account,
        kind=VoucherKind.FUNDING,
        key=key,
        on=on,
        summary=source.strip(),
        lines=[Line(Ledger.BANK, amount_fen), Line(Ledger.CAPITAL, -amount_fen)],
        by=by,
        checked_by=checked_by,
    )


@transaction.atomic
def post_voucher(
    *,
    account: FundAccount,
    kind: VoucherKind,
    key: str,
    on: date,
    summary: str,
    lines: Sequence[Line],
    by: User,
    checked_by: User | None = None,
    reverses: Voucher | None = None,
    event: CaseEvent | None = None,
) -> Voucher:
    """
    Write one voucher; the same key a second time returns the first and writes nothing.

    The account's row is locked, so that numbers have no gaps and the chain no fork.

    Raises:
        ActRefused: the lines do not balance (V-M2), the key was used for something else (V-N1),
            the day is closed or the year is over (V-D1), an advance would be repaid or paid more
            than it has (F08, V-F3).
        NotEnough: the fund has less than the voucher takes (V-F2).
    """
    lines = [line for line in lines if line.amount_fen]
    if len(lines) < 2 or sum(line.amount_fen for line in lines) != 0:
        raise ActRefused("凭证借贷不平，不能入账。", source="V-M2")
    account = FundAccount.objects.select_for_update().get(pk=account.pk)
    last = _last(account, key)
    if last.known is not None:
        return _the_same(last.known, account, kind, lines)
    _refuse_closed_day(last, on)
    delta = sum(_AVAILABLE.get(line.ledger, 0) * line.amount_fen for line in lines)
    if delta:
        enough = FundAccount.objects.filter(pk=account.pk, available_fen__gte=-delta)
        if not enough.update(available_fen=F("available_fen") + delta):
            raise NotEnough(account, -delta)
    voucher = Voucher(
        account=account,
        year=on.year,
        number=last.number + 1 if last.year == on.year else 1,
        kind=kind,
        on=on,
        summary=summary[:200],
        key=key,
        reverses=reverses,
        made_by=by,
        checked_by=checked_by,
        event=event,
        prev_hash=last.hash,
    )
    postings = [
        Posting(
            voucher=voucher,
            account=account,
            ledger=line.ledger,
            advance=line.advance,
            amount_fen=line.amount_fen,
        )
        for line in lines
    ]
    voucher.hash = voucher_hash(voucher, postings)
    Posting.objects.bulk_create(postings)
    voucher.save(force_insert=True)
    _refuse_overdrawn_advance(lines)
    _refuse_overdrawn_suspense(account, lines)
    return voucher


@dataclass(frozen=True)
class _Last:
    """Where the books of an account stand: the last voucher, the last close, the key if known."""

    year: int = 0
    number: int = 0
    hash: str = ""
    closed_on: date | None = None
    known: Voucher | None = None


_STAND = """
SELECT v.year, v.number, v.hash,
       (SELECT max(c."on") FROM fund_dailyclose c WHERE c.account_id = v.account_id),
       (SELECT k.id FROM fund_voucher k WHERE k.key = %s)
FROM fund_voucher v WHERE v.account_id = %s ORDER BY v.year DESC, v.number DESC LIMIT 1
"""


def _last(account: FundAccount, key: str) -> _Last:
    """
    Read where the books stand, in one statement, since every payment of a list waits for it.

    It must be another statement than the one that locks the account: what waits for a lock sees the
    rest of the database as it was before the wait. It is written out, because composing it anew for
    every payment takes longer than running it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAND, [key, account.pk])
        row = cursor.fetchone()
    if row is None:
        closed = account.closes.order_by("-on").values_list("on", flat=True).first()
        return _Last(closed_on=closed, known=Voucher.objects.filter(key=key).first())
    year, number, digest, closed, known = row
    return _Last(
        year,
        number,
        digest,
        closed and date.fromisoformat(str(closed)),  # SQLite keeps a day as text
        Voucher.objects.get(pk=known) if known else None,
    )


def _the_same(
    known: Voucher, account: FundAccount, kind: VoucherKind, lines: Sequence[Line]
) -> Voucher:
    written = sorted(known.postings.values_list("ledger", "advance_id", "amount_fen"), key=str)
    asked = sorted(
        ((line.ledger.value, line.advance and line.advance.pk, line.amount_fen) for line in lines),
        key=str,
    )
    if known.account_id != account.pk or known.kind != kind or written != asked:
        raise ActRefused(
            f"这一笔已经以不同的内容入账（凭证{known}），请刷新页面核对。", source="V-N1"
        )
    return known


def _refuse_closed_day(last: _Last, on: date) -> None:
    closed = last.closed_on
    if closed and on <= closed:
        raise ActRefused(
            f"{closed:%Y-%m-%d}已经日结，不能再记{on:%Y-%m-%d}的账。",
            source="V-D1",
            suggest="请以日结之后的日期入账；更正以前的账，用红字冲销。",
        )
    if on.year < last.year:
        raise ActRefused(f"{last.year}年度已经开账，不能再记{on.year}年的账。", source="V-D1")


def _refuse_overdrawn_advance(lines: Sequence[Line]) -> None:
    """Nobody gives back more than is owed, and nothing is paid that was not promised."""
    touched = {line.advance.pk for line in lines if line.advance}
    if not touched:
        return
    sums = (
        Posting.objects.filter(advance__in=touched)
        .values_list("advance_id", "ledger")
        .annotate(total=Sum("amount_fen"))
        .order_by()
    )
    for _, ledger, total in sums:
        if ledger == Ledger.RECEIVABLE and total < 0:
            raise ActRefused(f"超过尚未收回的垫付款{yuan(-total)}元，不能入账。", source="F08")
        if ledger == Ledger.WRITTEN_OFF and total < 0:
            raise ActRefused("收回的金额超过已经核销的金额，不能入账。", source="F08")
        if ledger == Ledger.COMMITTED and total < 0:
            raise ActRefused(f"超过已决定垫付的金额{yuan(-total)}元，不能入账。", source="V-F3")


def _refuse_overdrawn_suspense(account: FundAccount, lines: Sequence[Line]) -> None:
    if not any(line.ledger == Ledger.SUSPENSE and line.amount_fen > 0 for line in lines):
        return
    held = Posting.objects.filter(account=account, ledger=Ledger.SUSPENSE)
    total = held.aggregate(total=Sum("amount_fen"))["total"] or 0
    if total > 0:
        raise ActRefused(f"超过暂收款余额{yuan(total)}元，不能转付。", source="V-M2")


@transaction.atomic
def reverse_voucher(
    *,
    voucher: Voucher,
    key: str,
    reason: str,
    by: User,
    on: date,
    checked_by: User | None = None,
    event: CaseEvent | None = None,
) -> Voucher:
    """
    红字冲销: take a voucher back by its mirror; both stay. `event`: the act that takes it back.

    Raises:
        ActRefused: it is itself a reversal or has been reversed; no reason given.
    """
    require(can_handle_account(by, voucher.account) or by.is_system)
    if not reason.strip():
        raise ActRefused("请写明冲销的理由。", source="V-T1")
    FundAccount.objects.select_for_update().get(pk=voucher.account_id)
    earlier = Voucher.objects.filter(reverses=voucher).first()
    if earlier is not None and earlier.key == key:
        return earlier
    if voucher.reverses_id or earlier is not None:
        raise ActRefused("该凭证已经冲销，或者本身是冲销凭证，不能再冲销。", source="V-N1")
    return post_voucher(
        account=voucher.account,
        kind=VoucherKind(voucher.kind),
        key=key,
        on=on,
        summary=f"冲销{voucher.year}年{voucher.number}号：{reason.strip()}",
        lines=[
            Line(Ledger(p.ledger), -p.amount_fen, p.advance)
            for p in voucher.postings.select_related("advance")
        ],
        by=by,
        checked_by=checked_by,
        reverses=voucher,
        event=event or voucher.event,
    )


@transaction.atomic
def close_day(*, account: FundAccount, by: User, on: date) -> DailyClose:
    """
    日结: prove the books of the day and fix them by a digest.

    Raises:
        ActRefused: the hot balance is not the sum of the postings, or the postings do not sum to
            zero (V-M2); the day is closed already.
    """
    require(can_handle_account(by, account) or is_system(by))
    account = FundAccount.objects.select_for_update().get(pk=account.pk)
    last = account.closes.order_by("-on").first()
    if last and on <= last.on:
        raise ActRefused(f"{last.on:%Y-%m-%d}已经日结。", source="V-D1")
    later = account.vouchers.filter(on__gt=on).exists()
    if later:
        raise ActRefused("该日之后已有凭证，请先日结到最近的一天。", source="V-D1")
    state = books(account)
    if state.available_fen != account.available_fen or sum(state.sums.values()) != 0:
        raise ActRefused(
            f"账户可用余额{yuan(account.available_fen)}元，按分录计算为"
            f"{yuan(state.available_fen)}元，两者不符，不能日结。",
            source="V-M2",
            suggest="请停止付款，报告管理员核对数据库。",
        )
    newest = last_voucher(account)
    close = DailyClose(
        account=account,
        on=on,
        sums=dict(sorted(state.sums.items())),
        vouchers=account.vouchers.count(),
        last_hash=newest.hash if newest else "",
        prev_digest=last.digest if last else "",
        by=by,
    )
    close.digest = close_digest(close)
    close.save()
    return close


def close_digest(close: DailyClose) -> str:
    """Return the SHA-256 of a close and of the one before it."""
    content = [
        close.account_id,
        close.on.isoformat(),
        close.sums,
        close.vouchers,
        close.last_hash,
        close.prev_digest,
    ]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
