"""The bank's statement: imported once per line, and laid against the vouchers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum

from cases.operations import require
from fund.choices import Ledger
from fund.models import BankLine, FundAccount, Voucher
from fund.permissions import can_handle_account
from fund.queries import vouchers_not_on_statement
from law.money import yuan
from staff.models import User
from staff.refusals import ActRefused

# A payment shows on the statement on the day of the voucher or within a few days of it.
SPREAD = timedelta(days=5)


@dataclass(frozen=True)
class StatementLine:
    """One line of the statement; money in is positive, in fen."""

    serial: str
    on: date
    amount_fen: int
    counterparty: str = ""
    remark: str = ""


@transaction.atomic
def import_statement(
    *,
    account: FundAccount,
    account_no: str,
    lines: Sequence[StatementLine],
    by: User,
    on: date,
) -> tuple[int, int]:
    """
    导入银行对账单 and match what is plain: the same sum, the one voucher that can be meant.

    A line imported before is left as it is. Returns how many are new and how many were matched.

    Raises:
        ActRefused: the statement of another account (V-P4), a serial number twice in the file, or
            known with another sum (V-N1).
    """
    require(can_handle_account(by, account))
    account = FundAccount.objects.select_for_update().get(pk=account.pk)
    if account_no.replace(" ", "") != account.account_no.replace(" ", ""):
        raise ActRefused("对账单的账号不是该周转金账户，没有导入。", source="V-P4")
    known = dict(account.bank_lines.values_list("serial", "amount_fen"))
    seen: set[str] = set()
    fresh = []
    for line in lines:
        if line.serial in seen:
            raise ActRefused(f"流水号{line.serial}在文件中出现两次，没有导入。", source="V-N1")
        seen.add(line.serial)
        if line.serial in known:
            if known[line.serial] != line.amount_fen:
                raise ActRefused(
                    f"流水号{line.serial}以前导入为{yuan(known[line.serial])}元，"
                    f"这次为{yuan(line.amount_fen)}元，没有导入。",
                    source="V-N1",
                )
            continue
        fresh.append(
            BankLine(
                account=account,
                serial=line.serial,
                on=line.on,
                amount_fen=line.amount_fen,
                counterparty=line.counterparty[:120],
                remark=line.remark[:200],
                imported_by=by,
                imported_on=on,
            )
        )
    BankLine.objects.bulk_create(fresh)
    return len(fresh), _match(account)


def _match(account: FundAccount) -> int:
    waiting = account.bank_lines.filter(voucher=None).order_by("on", "id")
    matched = 0
    for line in waiting:
        candidates = [
            v
            for v in vouchers_not_on_statement(account, until=line.on + SPREAD).filter(
                on__gte=line.on - SPREAD
            )
            if _moved(v) == line.amount_fen
        ]
        named = [v for v in candidates if _names(v, line)]
        chosen = named or candidates
        if len(chosen) == 1:
            line.voucher = chosen[0]
            line.save(update_fields=["voucher"])
            matched += 1
    return matched


def _moved(voucher: Voucher) -> int:
    rows = voucher.postings.filter(ledger=Ledger.BANK)
    return rows.aggregate(total=Sum("amount_fen"))["total"] or 0


def _names(voucher: Voucher, line: BankLine) -> bool:
    """Whether the voucher says the same as the line: its bank slip, or who was paid."""
    if line.serial and line.serial in voucher.key:
        return True
    return bool(line.counterparty) and voucher.summary.endswith(line.counterparty)


@transaction.atomic
def match_bank_line(*, line: BankLine, voucher: Voucher, by: User) -> BankLine:
    """
    人工勾对 of a line with the voucher a person chose.

    Raises:
        ActRefused: another sum or account, or one of the two is matched already.
    """
    require(can_handle_account(by, line.account))
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    if line.voucher_id or BankLine.objects.filter(voucher=voucher).exists():
        raise ActRefused("该流水或者凭证已经勾对。", source="V-N1")
    if line.account_id != voucher.account_id or _moved(voucher) != line.amount_fen:
        raise ActRefused("金额或者账户不同，不能勾对。", source="V-M2")
    line.voucher = voucher
    line.save(update_fields=["voucher"])
    return line
