"""Importing a roster (花名册): every worker with wages and earlier payments, or nothing."""

import calendar as months
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from django.db import connection, transaction

from cases.choices import (
    CaseStatus,
    EntryKind,
    PartyKind,
    PartyRole,
    PayUnit,
    ProceduralPlace,
    WageKind,
)
from cases.models import Case, CaseEvent, Party, WageEntry, WageItem
from cases.models.fields import blind_index
from cases.operations.records import checked_name, lock_case, record, require, require_open
from cases.operations.roster_sheet import Row
from cases.permissions import can_edit_case
from law.identity import IdCheck, check_id_number, clean_id_number
from law.money import yuan
from law.wages import PayUnit as WagePayUnit
from law.wages import gross, settle_oldest_first
from staff.models import User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class RosterPeriod:
    """
    Work of one month ('2026-07'): `quantity` of the worker's pay unit, or `days` at monthly pay.

    `stated_gross_fen` is a control figure; where it is given it must equal the computed one.
    """

    month: str
    quantity: Decimal | None = None
    days: Decimal | None = None
    stated_gross_fen: int | None = None


@dataclass(frozen=True)
class RosterRow:
    """One worker as the roster has them; money in fen, figures named `stated_` are controls."""

    no: int
    name: str
    id_no: str
    pay_unit: str
    rate_fen: int
    periods: tuple[RosterPeriod, ...]
    already_paid_fen: int = 0
    sex: str = ""
    birth: date | None = None
    phone: str = ""
    post: str = ""
    bank_account: str = ""
    bank_name: str = ""
    compensation_fen: int = 0
    compensation_formula: str = ""
    stated_gross_fen: int | None = None
    stated_due_fen: int | None = None
    details: dict = field(default_factory=dict)


def from_sheet(rows: Iterable[Row]) -> list[RosterRow]:
    """The rows of a parsed roster sheet as `import_roster` takes them, figures as controls."""
    return [
        RosterRow(
            no=row.no,
            name=row.name,
            id_no=row.id_no,
            pay_unit=row.pay_unit,
            rate_fen=row.rate_fen,
            periods=tuple(
                RosterPeriod(p.month, p.quantity, p.days, p.gross_fen) for p in row.periods
            ),
            already_paid_fen=row.already_paid_fen,
            sex=row.sex,
            birth=row.birth,
            phone=row.phone,
            post=row.post,
            bank_account=row.bank_account,
            bank_name=row.bank_name,
            compensation_fen=row.compensation_fen,
            compensation_formula=row.compensation_formula,
            stated_gross_fen=row.gross_fen,
            stated_due_fen=row.due_fen,
        )
        for row in rows
    ]


class RosterRefused(ActRefused):
    """The roster as a whole was not imported; `faults` names every bad row in Chinese."""

    def __init__(self, faults: list[str], *, source: str = "V-M2") -> None:
        self.faults = faults
        more = f"……共{len(faults)}处" if len(faults) > 5 else ""
        super().__init__(
            "花名册未导入：" + "；".join(faults[:5]) + more,
            source=source,
            suggest="请按提示改正后重新导入，原有数据没有变动。",
        )


@transaction.atomic
def import_roster(
    *,
    case: Case,
    rows: list[RosterRow],
    by: User,
    on: date,
    payer: Party | None = None,
    stated_rows: int | None = None,
    stated_total_fen: int | None = None,
) -> list[Party]:
    """
    Enter the workers of a roster with their wage items and opening entries.

    Until the application is filed further workers may follow, numbered after the last.

    What a worker had been paid before is set against the oldest month first. Months that are paid
    in full stay in the account as such.

    Raises:
        RosterRefused: V-P1 for identities, V-P3 for a person on both sides, V-M4 for a negative
            amount, V-M2 for a control figure (row, total, number of rows) that differs from the
            computed one, or months that give no wage.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    if case.status != CaseStatus.FILED:
        raise ActRefused("案件受理后不能再整体导入花名册。", source="V-M2")
    payer = payer or case.debtor
    if payer is None:
        raise ActRefused("请先登记欠薪主体（用人单位），再导入花名册。", source="V-P1")
    if case.received_on and case.parties.workers().exists():
        raise ActRefused(
            "本案已有花名册并已登记申请。如需更正，请逐人更正并写明理由。", source="V-M2"
        )
    identities = _checked_identities(case, rows, on)
    _refuse_amounts(rows)
    drafts = [_items_of(row) for row in rows]
    _refuse_figures(rows, drafts, stated_rows, stated_total_fen)

    workers = Party.objects.bulk_create(
        [_worker(case, row, known) for row, known in zip(rows, identities, strict=True)]
    )
    _keep_history(case, from_no=min(row.no for row in rows), by=by, reason="导入花名册")
    total = sum(_due(row, drafted) for row, drafted in zip(rows, drafts, strict=True))
    event = record(
        case,
        "import_roster",
        by=by,
        on=on,
        summary=f"导入花名册{len(rows)}人，欠付合计{yuan(total)}元",
        facts={"rows": len(rows), "total_due_fen": total},
    )
    _open_accounts(workers, rows, drafts, payer=payer, event=event, by=by, on=on)
    return workers


@dataclass(frozen=True)
class _Identity:
    """The number of a worker as it is stored, its blind index and what it says."""

    number: str
    index: str
    checked: IdCheck


@dataclass(frozen=True)
class _Draft:
    kind: WageKind
    period_from: date
    period_to: date
    quantity: Decimal
    rate_fen: int
    gross_fen: int
    formula: str


def month_span(month: str) -> tuple[date, date]:
    """Return the first and the last day of '2026-07'."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1), date(year, number, months.monthrange(year, number)[1])


def _items_of(row: RosterRow) -> list[_Draft]:
    """The wage items of a row, oldest first, compensation last."""
    drafts = []
    periods = sorted(row.periods, key=lambda period: period.month)
    for period in periods:
        first, last = month_span(period.month)
        quantity = cast(Decimal, period.days if period.quantity is None else period.quantity)
        amount = gross(
            cast(WagePayUnit, row.pay_unit),
            row.rate_fen,
            quantity=period.quantity,
            days=period.days,
        )
        how = f"{yuan(row.rate_fen)}×{quantity}"
        if period.days is not None:
            how = f"{yuan(row.rate_fen)}÷21.75×{period.days}"
        drafts.append(_Draft(WageKind.WAGES, first, last, quantity, row.rate_fen, amount, how))
    if row.compensation_fen:
        first, last = month_span(periods[-1].month)
        drafts.append(
            _Draft(
                WageKind.ECONOMIC_COMPENSATION,
                first,
                last,
                Decimal(1),
                row.compensation_fen,
                row.compensation_fen,
                row.compensation_formula,
            )
        )
    return drafts


def _due(row: RosterRow, drafts: list[_Draft]) -> int:
    return sum(d.gross_fen for d in drafts) - row.already_paid_fen


def _checked_identities(case: Case, rows: list[RosterRow], on: date) -> list[_Identity]:
    if not rows:
        raise RosterRefused(["花名册没有任何一行"], source="V-M2")
    faults: list[str] = []
    found: list[_Identity] = []
    numbers: set[int] = set()
    identities: dict[str, int] = {}
    others = {p.id_index: p.name for p in case.parties.others() if p.id_index}
    before = {p.id_index: p for p in case.parties.workers()}
    last = max((p.roster_no for p in before.values()), default=0)
    for row in rows:
        where = f"第{row.no}行{row.name}"
        if row.no in numbers or row.no <= last:
            faults.append(f"序号{row.no}重复")
        numbers.add(row.no)
        number = clean_id_number(row.id_no)
        checked = check_id_number(number, on=on)
        faults += [f"{where}：{fault}" for fault in _identity_faults(row, checked)]
        if number in identities:
            faults.append(f"第{identities[number]}行与第{row.no}行身份证号相同")
        identities[number] = row.no
        index = blind_index(number)
        if index in before:
            faults.append(f"{where}已在花名册第{before[index].roster_no}行")
        if index in others:
            raise RosterRefused([f"{where}与对方当事人{others[index]}是同一人"], source="V-P3")
        found.append(_Identity(number, index, checked))
    if faults:
        raise RosterRefused(faults, source="V-P1")
    return found


def _identity_faults(row: RosterRow, checked: IdCheck) -> list[str]:
    faults = list(checked.errors)
    try:
        checked_name(row.name)
    except ActRefused as wrong:
        faults.append(str(wrong))
    if checked.ok and row.birth and checked.birth != row.birth:
        faults.append("出生日期与身份证号不符")
    if checked.ok and row.sex and checked.sex != row.sex:
        faults.append("性别与身份证号不符")
    return faults


def _refuse_amounts(rows: list[RosterRow]) -> None:
    """Refuse what no wage item can be made of: months missing or doubled, negative amounts."""
    faults: list[str] = []
    for row in rows:
        where = f"第{row.no}行{row.name}"
        if min(row.rate_fen, row.already_paid_fen, row.compensation_fen) < 0:
            raise RosterRefused([f"{where}：金额不能为负"], source="V-M4")
        if not row.periods:
            faults.append(f"{where}：没有填写任何月份")
        if len({period.month for period in row.periods}) < len(row.periods):
            faults.append(f"{where}：同一月份填写了两次")
        for period in row.periods:
            if min(period.quantity or 0, period.days or 0) < 0:
                raise RosterRefused([f"{where}：{period.month}数量不能为负"], source="V-M4")
            if (period.quantity is None) == (period.days is None):
                faults.append(f"{where}：{period.month}数量和天数必须且只能填写一项")
            elif period.days is not None and row.pay_unit != PayUnit.MONTH:
                faults.append(f"{where}：{period.month}只有月工资按天数折算")
    if faults:
        raise RosterRefused(faults)


def _refuse_figures(
    rows: Sequence[RosterRow],
    drafts: list[list[_Draft]],
    stated_rows: int | None,
    stated_total_fen: int | None,
) -> None:
    faults: list[str] = []
    total = 0
    for row, drafted in zip(rows, drafts, strict=True):
        where = f"第{row.no}行{row.name}"
        periods = sorted(row.periods, key=lambda period: period.month)
        for period, draft in zip(periods, drafted, strict=False):
            if period.stated_gross_fen not in (None, draft.gross_fen):
                faults.append(
                    f"{where}：{period.month}应发{yuan(period.stated_gross_fen)}元，"
                    f"按算式应为{yuan(draft.gross_fen)}元"
                )
        wages = sum(d.gross_fen for d in drafted if d.kind == WageKind.WAGES)
        if row.stated_gross_fen not in (None, wages):
            faults.append(
                f"{where}：应发合计{yuan(row.stated_gross_fen)}元，逐月相加为{yuan(wages)}元"
            )
        due = _due(row, drafted)
        if due < 0:
            faults.append(f"{where}：已付金额超过应发金额")
        if row.stated_due_fen not in (None, due):
            faults.append(f"{where}：欠付{yuan(row.stated_due_fen)}元，按算式应为{yuan(due)}元")
        total += due
    if stated_rows not in (None, len(rows)):
        faults.append(f"写明{stated_rows}人，实有{len(rows)}人")
    if stated_total_fen not in (None, total):
        faults.append(f"写明合计{yuan(stated_total_fen)}元，各行相加为{yuan(total)}元")
    if faults:
        raise RosterRefused(faults)


def _worker(case: Case, row: RosterRow, known: _Identity) -> Party:
    return Party(
        case=case,
        key=f"worker_{row.no}",
        role=PartyRole.APPLICANT,
        place=ProceduralPlace.APPLICANT,
        kind=PartyKind.NATURAL,
        name=checked_name(row.name),
        id_no=known.number,
        id_index=known.index,
        sex=known.checked.sex or "",
        birth=known.checked.birth,
        phone=row.phone,
        roster_no=row.no,
        post=row.post,
        pay_unit=row.pay_unit,
        rate_fen=row.rate_fen,
        bank_account=row.bank_account,
        bank_name=row.bank_name,
        **row.details,
    )


def _keep_history(case: Case, *, from_no: int, by: User, reason: str) -> None:
    """
    Write the history rows of a whole roster, with their author and reason.

    The database copies them from what has just been stored: making 5,000 objects anew and
    encrypting every number a second time takes as long as the rest of the import.
    """
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in Party._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(Party.history.model._meta.db_table)} ({columns},"
            " history_date, history_type, history_change_reason, history_user_id)"
            f" SELECT {columns}, CURRENT_TIMESTAMP, '+', %s, %s"
            f" FROM {quoted(Party._meta.db_table)}"
            " WHERE case_id = %s AND roster_no >= %s ORDER BY roster_no",
            [reason, by.pk, case.pk, from_no],
        )


def _open_accounts(
    workers: list[Party],
    rows: Sequence[RosterRow],
    drafts: list[list[_Draft]],
    *,
    payer: Party,
    event: CaseEvent,
    by: User,
    on: date,
) -> None:
    """Create the wage items and, on each, what was claimed and what had been paid before."""
    items: list[WageItem] = []
    for worker, row, drafted in zip(workers, rows, drafts, strict=True):
        items += [
            WageItem(
                case=event.case,
                worker=worker,
                payer=payer,
                kind=draft.kind,
                period_from=draft.period_from,
                period_to=draft.period_to,
                unit=row.pay_unit,
                quantity=draft.quantity,
                rate_fen=draft.rate_fen,
                formula=draft.formula,
            )
            for draft in drafted
        ]
    created = iter(WageItem.objects.bulk_create(items))
    entries: list[tuple[int, EntryKind, int]] = []
    for row, drafted in zip(rows, drafts, strict=True):
        booked = [(next(created).pk, draft.gross_fen) for draft in drafted]
        entries += [(item, EntryKind.CLAIMED, amount) for item, amount in booked]
        entries += [
            (item, EntryKind.PAID_BEFORE, part)
            for item, part in settle_oldest_first(booked, row.already_paid_fen)
        ]
    _book(entries, event=event, by=by, on=on)


def _book(
    entries: list[tuple[int, EntryKind, int]], *, event: CaseEvent, by: User, on: date
) -> None:
    """
    Add entries, each (id of the item, kind, amount in fen), by plain inserts.

    A roster opens with several entries per worker; as model objects they take seconds.
    """
    quoted = connection.ops.quote_name
    columns = ("item_id", "kind", "amount_fen", "on", "event_id", "by_id", "basis")
    insert = (
        f"INSERT INTO {quoted(WageEntry._meta.db_table)}"
        f" ({', '.join(map(quoted, columns))}) VALUES "
    )
    common = (on.isoformat(), event.pk, by.pk, "")
    with connection.cursor() as cursor:
        for start in range(0, len(entries), 500):
            chunk = entries[start : start + 500]
            places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(chunk))
            values = [v for item, kind, fen in chunk for v in (item, kind.value, fen, *common)]
            cursor.execute(insert + places, values)
