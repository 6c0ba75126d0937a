"""
Importing a roster (花名册): every worker, their wage items and what they had been paid, or nothing.
"""

import calendar as months
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction

from cases.choices import CaseStatus, EntryKind, PartyKind, PartyRole, ProceduralPlace, WageKind
from cases.models import Case, Party, WageEntry, WageItem
from cases.models.fields import blind_index
from cases.operations.records import checked_name, lock_case, record, require, require_open
from cases.permissions import can_edit_case
from law.identity import check_id_number
from law.money import yuan
from law.wages import gross, settle_oldest_first
from staff.history import bulk_create_with_reason
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
    by,
    on: date,
    payer: Party | None = None,
    stated_rows: int | None = None,
    stated_total_fen: int | None = None,
) -> list[Party]:
    """
    Enter all workers of a roster with their wage items and opening entries.

    What a worker had been paid before is set against the oldest month first. Months that are paid
    in full stay in the account as such.

    Raises:
        RosterRefused: V-P1 for identities, V-P3 for a person on both sides, V-M2 for a control
            figure (row, total, number of rows) that differs from the computed one.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    if case.status != CaseStatus.FILED:
        raise ActRefused("案件受理后不能再整体导入花名册。", source="V-M2")
    payer = payer or case.debtor
    if payer is None:
        raise ActRefused("请先登记欠薪主体（用人单位），再导入花名册。", source="V-P1")
    if case.parties.workers().exists():
        raise ActRefused("本案已有花名册。如需更正，请逐人更正并写明理由。", source="V-M2")
    _refuse_identities(case, rows)
    drafts = [_items_of(row) for row in rows]
    _refuse_figures(rows, drafts, stated_rows, stated_total_fen)

    workers = bulk_create_with_reason(
        Party, [_worker(case, row) for row in rows], by=by, reason="导入花名册"
    )
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
    drafts = []
    for period in row.periods:
        first, last = month_span(period.month)
        quantity = period.days if period.quantity is None else period.quantity
        amount = gross(row.pay_unit, row.rate_fen, quantity=period.quantity, days=period.days)
        how = f"{yuan(row.rate_fen)}×{quantity}"
        if period.days is not None:
            how = f"{yuan(row.rate_fen)}÷21.75×{period.days}"
        drafts.append(_Draft(WageKind.WAGES, first, last, quantity, row.rate_fen, amount, how))
    if row.compensation_fen:
        first, last = month_span(row.periods[-1].month)
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


def _refuse_identities(case: Case, rows: list[RosterRow]) -> None:
    if not rows:
        raise RosterRefused(["花名册没有任何一行"], source="V-M2")
    faults: list[str] = []
    numbers: dict[int, str] = {}
    identities: dict[str, int] = {}
    others = {p.id_index: p.name for p in case.parties.others() if p.id_index}
    for row in rows:
        where = f"第{row.no}行{row.name}"
        if row.no in numbers:
            faults.append(f"序号{row.no}重复")
        numbers[row.no] = row.name
        checked_name(row.name)
        checked = check_id_number(row.id_no)
        faults += [f"{where}：{error}" for error in checked.errors]
        if checked.ok:
            if row.birth and checked.birth != row.birth:
                faults.append(f"{where}：出生日期与身份证号不符")
            if row.sex and checked.sex != row.sex:
                faults.append(f"{where}：性别与身份证号不符")
        identity = row.id_no.strip().upper()
        if identity in identities:
            faults.append(f"第{identities[identity]}行与第{row.no}行身份证号相同")
        identities[identity] = row.no
        if blind_index(identity) in others:
            raise RosterRefused(
                [f"{where}与对方当事人{others[blind_index(identity)]}是同一人"], source="V-P3"
            )
    if faults:
        raise RosterRefused(faults, source="V-P1")


def _refuse_figures(rows, drafts, stated_rows, stated_total_fen) -> None:
    faults: list[str] = []
    total = 0
    for row, drafted in zip(rows, drafts, strict=True):
        where = f"第{row.no}行{row.name}"
        if row.rate_fen < 0 or row.already_paid_fen < 0:
            raise RosterRefused([f"{where}：金额不能为负"], source="V-M4")
        for period, draft in zip(row.periods, drafted, strict=False):
            if draft.quantity < 0:
                raise RosterRefused([f"{where}：{period.month}数量不能为负"], source="V-M4")
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


def _worker(case: Case, row: RosterRow) -> Party:
    identity = row.id_no.strip().upper()
    checked = check_id_number(identity)
    return Party(
        case=case,
        key=f"worker_{row.no}",
        role=PartyRole.APPLICANT,
        place=ProceduralPlace.APPLICANT,
        kind=PartyKind.NATURAL,
        name=checked_name(row.name),
        id_no=identity,
        id_index=blind_index(identity),
        sex=checked.sex or row.sex,
        birth=checked.birth or row.birth,
        phone=row.phone,
        roster_no=row.no,
        post=row.post,
        pay_unit=row.pay_unit,
        rate_fen=row.rate_fen,
        bank_account=row.bank_account,
        bank_name=row.bank_name,
        **row.details,
    )


def _open_accounts(workers, rows, drafts, *, payer, event, by, on: date) -> None:
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
    entries: list[WageEntry] = []
    for row, drafted in zip(rows, drafts, strict=True):
        booked = [(next(created), draft.gross_fen) for draft in drafted]
        entries += [
            WageEntry(
                item=item, kind=EntryKind.CLAIMED, amount_fen=amount, on=on, event=event, by=by
            )
            for item, amount in booked
        ]
        entries += [
            WageEntry(
                item=item, kind=EntryKind.PAID_BEFORE, amount_fen=part, on=on, event=event, by=by
            )
            for item, part in settle_oldest_first(booked, row.already_paid_fen)
            if part
        ]
    WageEntry.objects.bulk_create(entries)
