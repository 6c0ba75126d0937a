"""One wage, one payment: the accounts derive from entries that are only ever added."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.choices import EntryKind
from cases.models import WageEntry
from cases.operations import MoreThanOwed, import_roster, post, record, reverse
from cases.queries import open_items, total_account, wage_accounts, worker_account
from staff.refusals import ActRefused
from tests.builders import ON, a_case, a_roster, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DUE = 693000
CREDITS = (EntryKind.PAID, EntryKind.ADVANCED, EntryKind.WAIVED)


@pytest.fixture
def case():
    return a_case(n_workers=1)


def event(case):
    return record(case, "pay", by=staff_of(case).intake_officer, on=ON, summary="付款")


def book(case, amount_fen, kind=EntryKind.PAID, worker=None):
    worker = worker or case.parties.workers().first()
    by = staff_of(case).intake_officer
    return post(
        worker=worker, kind=kind, amount_fen=amount_fen, event=event(case), by=by, on=ON,
        paid_by=case.debtor,
    )  # fmt: skip


def take_back(entry):
    case = entry.item.case
    return reverse(entry=entry, event=event(case), by=staff_of(case).intake_officer, on=ON)


def account(case):
    return worker_account(case.parties.workers().first())


def test_an_account_opens_with_gross_less_what_was_paid_before(case):
    opened = account(case)
    assert (opened.gross_fen, opened.paid_before_fen, opened.due_fen) == (793000, 100000, DUE)
    assert opened.outstanding_fen == DUE


def test_a_payment_goes_to_the_oldest_wage(case):
    entries = book(case, 430000)
    assert [(e.item.period_from.month, e.amount_fen) for e in entries] == [(6, 420000), (7, 10000)]


def test_more_than_is_owed_is_refused_with_what_was_received(case):
    book(case, 600000)
    with pytest.raises(MoreThanOwed, match=r"尚欠930\.00元.*已收：.*6000\.00元") as refused:
        book(case, 93001)
    assert refused.value.source == "V-P4"
    assert account(case).received_fen == 600000


def test_a_negative_amount_is_refused(case):
    with pytest.raises(ActRefused) as refused:
        book(case, -1)
    assert refused.value.source == "V-M4"


def test_what_was_agreed_is_not_money_received(case):
    book(case, DUE, EntryKind.AGREED)
    assert (account(case).agreed_fen, account(case).outstanding_fen) == (DUE, DUE)


def test_a_reversal_restores_the_account_and_leaves_the_original(case):
    [entry] = book(case, 5000)
    mirror = take_back(entry)
    assert account(case).outstanding_fen == DUE
    entry.refresh_from_db()
    assert (entry.amount_fen, mirror.amount_fen, mirror.reverses) == (5000, -5000, entry)


def test_an_entry_is_reversed_once(case):
    [entry] = book(case, 5000)
    mirror = take_back(entry)
    for again in (entry, mirror):
        with pytest.raises(ActRefused, match="已经冲销"):
            take_back(again)


def test_a_claim_that_has_been_paid_cannot_be_reversed(case):
    book(case, DUE)
    claimed = WageEntry.objects.filter(item__case=case, kind=EntryKind.CLAIMED).first()
    with pytest.raises(ActRefused, match="请先冲销"):
        take_back(claimed)
    assert account(case).outstanding_fen == 0


steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(CREDITS), st.integers(min_value=0, max_value=2 * DUE)),
        st.tuples(st.just("reverse"), st.integers(min_value=0, max_value=20)),
    ),
    max_size=12,
)


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(rates=st.lists(st.integers(min_value=1, max_value=99999), min_size=1, max_size=3),
       paid_before=st.integers(min_value=0, max_value=10**5), moves=steps)  # fmt: skip
def test_nobody_ever_receives_more_than_is_owed(db, rates, paid_before, moves):
    with transaction.atomic():
        case = a_case()
        rows = [
            replace(row, rate_fen=rate, already_paid_fen=min(paid_before, rate * 30))
            for row, rate in zip(a_roster(len(rates)), rates, strict=True)
        ]
        by = staff_of(case).intake_officer
        import_roster(case=case, rows=rows, by=by, on=ON)
        worker = case.parties.workers().first()
        done = event(case)
        model = {kind: 0 for kind in CREDITS}
        for kind, number in moves:
            before = worker_account(worker).outstanding_fen
            if kind == "reverse":
                entries = WageEntry.objects.filter(
                    item__worker=worker, kind__in=CREDITS, reverses=None, reversed_by=None
                )
                if entry := entries.order_by("id")[number : number + 1].first():
                    reverse(entry=entry, event=done, by=by, on=ON + timedelta(days=1))
                    model[entry.kind] -= entry.amount_fen
                continue
            common = {"worker": worker, "kind": kind, "event": done, "by": by, "on": ON}
            if number > before:
                with pytest.raises(MoreThanOwed):
                    post(amount_fen=number, **common)
                continue
            assert sum(e.amount_fen for e in post(amount_fen=number, **common)) == number
            model[kind] += number
        now = worker_account(worker)
        assert now.due_fen == now.gross_fen - now.paid_before_fen
        assert {k: now.sums.get(k, 0) for k in CREDITS} == model
        assert 0 <= now.received_fen <= now.due_fen
        assert now.outstanding_fen == now.due_fen - sum(model.values())
        assert now.outstanding_fen == sum(rest for _, rest in open_items(worker))
        assert all(rest > 0 for _, rest in open_items(worker))
        totals = total_account(wage_accounts(case))
        assert totals["outstanding"] == sum(a.outstanding_fen for a in wage_accounts(case))
        transaction.set_rollback(True)
