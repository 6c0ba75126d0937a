"""A roster comes in whole, every figure checked, or not at all."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from cases.choices import CaseStatus, EntryKind, PartyKind, PartyRole
from cases.models import CaseEvent, Party, WageEntry, WageItem
from cases.operations import RosterPeriod, RosterRefused, add_party, from_sheet, import_roster
from cases.operations.roster_sheet import Period, Row
from cases.queries import total_account, wage_accounts
from staff.refusals import ActRefused, NotPermitted
from tests.builders import ON, a_case, a_roster, an_accepted_case, id_number, staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return a_case()


def enter(case, rows, **changes):
    return import_roster(case=case, rows=rows, by=staff_of(case).intake_officer, on=ON, **changes)


def stored(case) -> tuple[int, ...]:
    """What a roster leaves behind: workers, their history, items, entries, events."""
    return (
        case.parties.workers().count(),
        Party.history.filter(case=case, roster_no__isnull=False).count(),
        WageItem.objects.filter(case=case).count(),
        WageEntry.objects.filter(item__case=case).count(),
        CaseEvent.objects.filter(case=case, act="import_roster").count(),
    )


def test_import_enters_workers_items_and_opening_entries(case):
    workers = enter(case, a_roster(2), stated_rows=2, stated_total_fen=2 * 693000)
    # One opening entry per month, and what was paid before went on the first.
    assert stored(case) == (2, 2, 4, 6, 1)
    assert [w.roster_no for w in workers] == [1, 2]
    assert total_account(wage_accounts(case))["due"] == 2 * 693000
    row = Party.history.filter(case=case, roster_no=1).get()
    assert (row.history_user, row.history_change_reason, row.history_type) == (
        staff_of(case).intake_officer,
        "导入花名册",
        "+",
    )
    assert row.id_no == workers[0].id_no
    assert row.history_date is not None


def test_import_keeps_numbers_out_of_the_database(case):
    worker = enter(case, a_roster(1))[0]
    with connection.cursor() as cursor:
        for table in ("cases_party", "cases_historicalparty"):
            cursor.execute(f"SELECT id_no, phone, bank_account FROM {table} WHERE roster_no = 1")
            kept = cursor.fetchall()
            assert len(kept) == 1
            assert all(value.startswith("aes1:") for value in kept[0])
    again = Party.objects.get(pk=worker.pk)
    assert (again.id_no, again.bank_account) == (id_number(1), "0000000000000000001")


def test_paid_before_is_set_against_the_oldest_month_first(case):
    late_first = tuple(reversed(a_roster(1)[0].periods))
    row = replace(a_roster(1)[0], periods=late_first, already_paid_fen=520000 + 73000)
    enter(case, [row])
    booked = {
        e.item.period_from: e.amount_fen
        for e in WageEntry.objects.filter(item__case=case, kind=EntryKind.PAID_BEFORE)
    }
    assert booked == {date(2026, 6, 1): 520000, date(2026, 7, 1): 73000}


def test_days_of_a_monthly_wage_are_divided_by_21_75(case):
    period = RosterPeriod("2026-07", days=Decimal("10"), stated_gross_fen=275862)
    row = replace(
        a_roster(1)[0], pay_unit="month", rate_fen=600000, periods=(period,), already_paid_fen=0
    )
    enter(case, [row])
    assert wage_accounts(case)[0].due_fen == 275862


def test_compensation_is_an_item_of_its_own(case):
    row = replace(a_roster(1)[0], compensation_fen=520000, compensation_formula="1个月×5200.00")
    enter(case, [row], stated_total_fen=693000 + 520000)
    kinds = WageItem.objects.filter(case=case).values_list("kind", flat=True)
    assert sorted(kinds) == ["economic_compensation", "wages", "wages"]


FULL_WIDTH_NINE = "\uff19"
ROW = a_roster(1)[0]
JUNE = ROW.periods[0]
REFUSED = {
    "no row": (lambda: [], "V-M2"),
    "wrong check digit": (lambda: [replace(ROW, id_no=ROW.id_no[:-1] + "0")], "V-P1"),
    "no identity number": (lambda: [replace(ROW, id_no="")], "V-P1"),
    "born tomorrow": (lambda: [replace(ROW, id_no=id_number(1, birth=date(2026, 11, 17)))], "V-P1"),
    "another birth": (lambda: [replace(ROW, birth=date(1979, 8, 17))], "V-P1"),
    "another sex": (lambda: [replace(ROW, sex="女")], "V-P1"),
    "a name without letters": (lambda: [replace(ROW, name="123")], "V-P1"),
    "one identity twice": (lambda: [ROW, replace(ROW, no=2, name="孙长河")], "V-P1"),
    "one identity, once in full-width": (
        lambda: [ROW, replace(ROW, no=2, id_no=ROW.id_no.replace("9", FULL_WIDTH_NINE))],
        "V-P1",
    ),
    "one number twice": (lambda: [ROW, replace(a_roster(2)[1], no=1)], "V-P1"),
    "month misstated": (
        lambda: [replace(ROW, periods=(replace(JUNE, stated_gross_fen=520001),))],
        "V-M2",
    ),
    "gross misstated": (lambda: [replace(ROW, stated_gross_fen=793001)], "V-M2"),
    "due misstated": (lambda: [replace(ROW, stated_due_fen=692999)], "V-M2"),
    "paid more than earned": (lambda: [replace(ROW, already_paid_fen=793001)], "V-M2"),
    "no month": (lambda: [replace(ROW, periods=())], "V-M2"),
    "a month twice": (lambda: [replace(ROW, periods=(JUNE, JUNE))], "V-M2"),
    "a month without a quantity": (
        lambda: [replace(ROW, periods=(RosterPeriod("2026-06"),))],
        "V-M2",
    ),
    "days of a daily wage": (
        lambda: [replace(ROW, periods=(RosterPeriod("2026-06", days=Decimal(3)),))],
        "V-M2",
    ),
    "a negative rate": (lambda: [replace(ROW, rate_fen=-1)], "V-M4"),
    "a negative payment": (lambda: [replace(ROW, already_paid_fen=-1)], "V-M4"),
    "a negative compensation": (lambda: [replace(ROW, compensation_fen=-1)], "V-M4"),
    "a negative quantity": (
        lambda: [replace(ROW, periods=(replace(JUNE, quantity=Decimal(-1)),))],
        "V-M4",
    ),
}


@pytest.mark.parametrize(("rows", "source"), REFUSED.values(), ids=REFUSED.keys())
def test_import_refuses_and_leaves_nothing(case, rows, source):
    with pytest.raises(RosterRefused) as refused:
        enter(case, rows())
    assert refused.value.source == source
    assert stored(case) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize("stated", [{"stated_rows": 3}, {"stated_total_fen": 1}])
def test_import_refuses_a_wrong_total(case, stated):
    with pytest.raises(RosterRefused) as refused:
        enter(case, a_roster(2), **stated)
    assert refused.value.source == "V-M2"
    assert stored(case) == (0, 0, 0, 0, 0)


def test_import_names_every_bad_row(case):
    rows = [replace(row, stated_due_fen=1) for row in a_roster(7)]
    with pytest.raises(RosterRefused) as refused:
        enter(case, rows)
    assert [fault[:3] for fault in refused.value.faults] == [f"第{n}行" for n in range(1, 8)]


def test_import_refuses_a_worker_who_is_on_the_other_side(case):
    foreman = {"role": PartyRole.FOREMAN, "kind": PartyKind.NATURAL, "name": "马六"}
    add_party(case=case, by=staff_of(case).intake_officer, on=ON, id_no=ROW.id_no, **foreman)
    with pytest.raises(RosterRefused) as refused:
        enter(case, [ROW])
    assert refused.value.source == "V-P3"
    assert stored(case) == (0, 0, 0, 0, 0)


def test_import_needs_somebody_who_owes(case):
    case.debtor = None
    case.save()
    with pytest.raises(ActRefused, match="欠薪主体"):
        enter(case, [ROW])


def test_a_worker_follows_until_the_application_is_filed(case):
    enter(case, [ROW])
    second = a_roster(2)[1]
    with pytest.raises(RosterRefused, match="重复"):
        enter(case, [replace(second, no=1)])
    with pytest.raises(RosterRefused, match="已在花名册第1行"):
        enter(case, [replace(ROW, no=2)])
    enter(case, [second])
    assert [p.roster_no for p in case.parties.workers()] == [1, 2]
    for worker in case.parties.workers():
        assert worker.history.count() == 1


def test_a_second_roster_after_the_application_is_refused():
    case = an_accepted_case(1)
    case.status = CaseStatus.FILED
    case.save()
    with pytest.raises(ActRefused, match="已登记申请"):
        import_roster(case=case, rows=[a_roster(2)[1]], by=staff_of(case).mediator, on=ON)
    assert case.parties.workers().count() == 1


def test_a_roster_after_acceptance_is_refused():
    accepted = an_accepted_case(1)
    mediator = staff_of(accepted).mediator
    with pytest.raises(ActRefused, match="受理后"):
        import_roster(case=accepted, rows=[a_roster(2)[1]], by=mediator, on=ON)


def test_a_stranger_cannot_import(case):
    with pytest.raises(NotPermitted):
        import_roster(case=case, rows=[ROW], by=staff_of(case).stranger, on=ON)


def test_rows_of_a_sheet_come_in_with_their_figures_as_controls():
    sheet_row = Row(
        no=1,
        name="赵国栋",
        sex="男",
        birth=date(1979, 8, 16),
        id_no=id_number(1),
        phone="10000000001",
        post="抹灰工",
        pay_unit="day",
        rate_fen=26000,
        periods=(Period("2026-06", Decimal("20"), None, 520000),),
        already_paid_fen=100000,
        bank_account="0000000000000000001",
        bank_name="示例银行",
    )
    [row] = from_sheet([sheet_row])
    assert (row.stated_gross_fen, row.stated_due_fen) == (520000, 420000)
    assert row.periods == (RosterPeriod("2026-06", Decimal("20"), None, 520000),)
    assert (row.no, row.id_no, row.bank_account) == (1, id_number(1), "0000000000000000001")
