"""The books balance, have no gaps, are never rewritten, and give no more than there is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from fund import operations as fund
from fund.choices import Ledger, VoucherKind
from fund.models import FundAccount, Posting, Voucher
from fund.operations import Line, entries
from fund.operations.ledger import close_digest
from fund.queries import books, first_broken_voucher, standing
from staff.operations import establish_system_user
from staff.refusals import ActRefused
from tests import builders
from tests.fund import funds

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ON = funds.ON


@pytest.fixture
def system():
    return establish_system_user()


@pytest.fixture
def account():
    return funds.an_account(1_000_00)


@pytest.fixture
def advance(account, system):
    return funds.a_bare_advance(account, builders.a_case(), system)


def fresh(account) -> FundAccount:
    return FundAccount.objects.get(pk=account.pk)


def paid_out(advance, fen, by, key="p"):
    entries.commit(advance=advance, amount_fen=fen, key=f"{key}-commit", by=by, on=ON)
    return entries.disburse(
        advance=advance, amount_fen=fen, to="赵国栋", key=f"{key}-pay", by=by, on=ON
    )


def test_what_is_promised_is_no_longer_available_but_still_in_the_bank(account, advance, system):
    entries.commit(advance=advance, amount_fen=300_00, key="c", by=system, on=ON)
    state = books(account)
    assert (state.balance_fen, state.committed_fen, state.available_fen) == (
        1_000_00,
        300_00,
        700_00,
    )
    assert fresh(account).available_fen == 700_00


def test_one_fen_more_than_available_is_refused_and_leaves_no_trace(account, advance, system):
    with pytest.raises(fund.NotEnough) as refused, transaction.atomic():
        entries.commit(advance=advance, amount_fen=1_000_01, key="c", by=system, on=ON)
    assert refused.value.source == "V-F2"
    assert "可用余额1000.00元" in str(refused.value)
    assert account.vouchers.count() == 1
    assert fresh(account).available_fen == 1_000_00


def test_an_advance_goes_out_comes_back_and_every_figure_is_a_sum(account, advance, system):
    paid_out(advance, 400_00, system)
    entries.recover(
        advance=advance,
        to_fund_fen=150_00,
        to_workers_fen=20_00,
        payer="甲公司",
        key="r",
        by=system,
        checked_by=None,
        on=ON,
    )
    where = standing(advance)
    assert (where.advanced_fen, where.recovered_fen, where.outstanding_fen) == (
        400_00,
        150_00,
        250_00,
    )
    state = books(account)
    assert (state.balance_fen, state.suspense_fen, state.available_fen) == (770_00, 20_00, 750_00)
    assert fresh(account).available_fen == 750_00


def test_nobody_gives_back_more_than_is_owed(account, advance, system):
    paid_out(advance, 400_00, system)
    with pytest.raises(ActRefused) as refused:
        entries.recover(
            advance=advance,
            to_fund_fen=400_01,
            to_workers_fen=0,
            payer="甲公司",
            key="r",
            by=system,
            checked_by=None,
            on=ON,
        )
    assert refused.value.source == "F08"


def test_a_recovery_sent_again_is_answered_with_its_voucher_whatever_is_owed_since(
    account, advance, system
):
    paid_out(advance, 400_00, system)

    def recover(key: str, fen: int):
        return entries.recover(
            advance=advance,
            to_fund_fen=fen,
            to_workers_fen=0,
            payer="甲公司",
            key=key,
            by=system,
            checked_by=None,
            on=ON,
        )

    first = recover("r1", 300_00)
    recover("r2", 100_00)
    assert recover("r1", 300_00) == first
    with pytest.raises(ActRefused) as refused:
        recover("r1", 300_01)
    assert refused.value.source == "V-N1"
    assert standing(advance).recovered_fen == 400_00


def test_nothing_is_paid_that_was_not_promised(account, advance, system):
    entries.commit(advance=advance, amount_fen=100_00, key="c", by=system, on=ON)
    with pytest.raises(ActRefused) as refused, transaction.atomic():
        entries.disburse(advance=advance, amount_fen=100_01, to="赵国栋", key="d", by=system, on=ON)
    assert refused.value.source == "V-F3"
    assert standing(advance).advanced_fen == 0


def test_the_same_key_again_writes_nothing(account, advance, system):
    first = paid_out(advance, 100_00, system)
    again = entries.disburse(
        advance=advance, amount_fen=100_00, to="赵国栋", key="p-pay", by=system, on=ON
    )
    assert again == first
    assert standing(advance).advanced_fen == 100_00


def test_a_key_used_for_another_sum_is_refused(account, advance, system):
    paid_out(advance, 100_00, system)
    with pytest.raises(ActRefused, match="以不同的内容入账"):
        entries.disburse(
            advance=advance, amount_fen=99_00, to="赵国栋", key="p-pay", by=system, on=ON
        )


def test_numbers_have_no_gaps_and_begin_anew_each_year(account, advance, system):
    entries.commit(advance=advance, amount_fen=1_00, key="a", by=system, on=ON)
    with pytest.raises(ActRefused):
        entries.commit(advance=advance, amount_fen=9_999_00, key="b", by=system, on=ON)
    entries.commit(advance=advance, amount_fen=1_00, key="c", by=system, on=ON)
    next_year = ON.replace(year=ON.year + 1, month=1, day=4)
    entries.commit(advance=advance, amount_fen=1_00, key="d", by=system, on=next_year)
    numbers = list(account.vouchers.order_by("year", "number").values_list("year", "number"))
    assert numbers == [(2026, 1), (2026, 2), (2026, 3), (2027, 1)]
    with pytest.raises(ActRefused, match="年度已经开账"):
        entries.commit(advance=advance, amount_fen=1_00, key="e", by=system, on=ON)
    assert first_broken_voucher(account) is None


def test_a_reversal_mirrors_the_whole_voucher_and_happens_once(account, advance, system):
    voucher = paid_out(advance, 100_00, system)
    mirror = fund.reverse_voucher(voucher=voucher, key="m", reason="退票", by=system, on=ON)
    assert standing(advance).outstanding_fen == 0
    assert standing(advance).committed_fen == 100_00
    assert fund.reverse_voucher(voucher=voucher, key="m", reason="退票", by=system, on=ON) == mirror
    with pytest.raises(ActRefused, match="已经冲销"):
        fund.reverse_voucher(voucher=voucher, key="m2", reason="退票", by=system, on=ON)
    with pytest.raises(ActRefused, match="已经冲销"):
        fund.reverse_voucher(voucher=mirror, key="m3", reason="误", by=system, on=ON)


def test_what_was_paid_to_the_fund_and_passed_on_cannot_be_reversed(account, advance, system):
    """Taking back a payment whose money has gone on would leave the fund with less than nothing."""
    entries.commit(advance=advance, amount_fen=1_000_00, key="c", by=system, on=ON)
    funding = account.vouchers.get(kind=VoucherKind.FUNDING)
    with pytest.raises(fund.NotEnough):
        fund.reverse_voucher(voucher=funding, key="m", reason="误", by=system, on=ON)


def test_unbalanced_lines_are_refused(account, system):
    with pytest.raises(ActRefused, match="借贷不平"):
        fund.post_voucher(
            account=account,
            kind=VoucherKind.FUNDING,
            key="x",
            on=ON,
            summary="x",
            lines=[Line(Ledger.BANK, 2), Line(Ledger.CAPITAL, -1)],
            by=system,
        )


def _a_voucher(account, system, **changes) -> Voucher:
    facts = {
        "account": account,
        "year": 2026,
        "number": 99,
        "kind": VoucherKind.FUNDING,
        "on": ON,
        "summary": "绕过",
        "key": "bypass",
        "made_by": system,
        "hash": "0",
    }
    return Voucher(**(facts | changes))


def test_the_database_refuses_a_voucher_that_does_not_balance(account, system):
    """Even when somebody writes past the operations."""
    voucher = _a_voucher(account, system)
    with transaction.atomic():
        Posting(voucher=voucher, account=account, ledger=Ledger.BANK, amount_fen=5).save()
        with pytest.raises(IntegrityError, match="unbalanced"), transaction.atomic():
            voucher.save(force_insert=True)
        transaction.set_rollback(True)


def test_the_database_refuses_a_line_more_on_a_voucher_that_stands(account):
    voucher = account.vouchers.get()
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        Posting(voucher=voucher, account=account, ledger=Ledger.BANK, amount_fen=5).save()


def test_the_database_refuses_to_rewrite_the_books(account):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Posting.objects.filter(account=account).update(amount_fen=1)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Voucher.objects.filter(account=account).update(summary="另一件事")


def test_the_database_refuses_a_negative_balance(account):
    with pytest.raises(IntegrityError), transaction.atomic():
        FundAccount.objects.filter(pk=account.pk).update(available_fen=-1)


def test_the_day_closes_on_books_that_agree_and_then_takes_no_more(account, advance, system):
    paid_out(advance, 100_00, system)
    close = fund.close_day(account=account, by=system, on=ON)
    assert close.sums[Ledger.BANK] == 900_00
    assert close.digest == close_digest(close)
    with pytest.raises(ActRefused, match="已经日结"):
        entries.commit(advance=advance, amount_fen=1, key="late", by=system, on=ON)
    after = ON + timedelta(days=1)
    entries.commit(advance=advance, amount_fen=1_00, key="next", by=system, on=after)
    following = fund.close_day(account=account, by=system, on=after)
    assert following.prev_digest == close.digest


def test_a_balance_somebody_changed_by_hand_stops_the_close(account, system):
    FundAccount.objects.filter(pk=account.pk).update(available_fen=1_000_01)
    with pytest.raises(ActRefused, match="两者不符"):
        fund.close_day(account=account, by=system, on=ON)


def test_after_a_write_off_the_debt_goes_on(account, advance, system):
    paid_out(advance, 400_00, system)
    entries.write_off(
        advance=advance, amount_fen=400_00, key="w", by=system, checked_by=None, on=ON
    )
    assert standing(advance).outstanding_fen == 0
    entries.recover(
        advance=advance,
        to_fund_fen=50_00,
        to_workers_fen=0,
        payer="继承人",
        key="late",
        by=system,
        checked_by=None,
        on=ON,
    )
    where = standing(advance)
    assert (where.recovered_fen, where.written_off_fen, where.written_off_open_fen) == (
        50_00,
        400_00,
        350_00,
    )
    assert books(account).balance_fen == 650_00


def test_a_payment_takes_few_statements_while_everybody_waits_for_the_account(
    advance, system, django_assert_max_num_queries
):
    entries.commit(advance=advance, amount_fen=2, key="c", by=system, on=ON)
    # Lock, read, postings, voucher, proof; and the two of the transaction.
    with django_assert_max_num_queries(7):
        entries.disburse(advance=advance, amount_fen=1, to="甲", key="p", by=system, on=ON)


def test_an_account_closed_before_its_first_voucher_takes_none_of_that_day(system):
    empty = funds.an_account(0, name="新账户")
    fund.close_day(account=empty, by=system, on=ON)
    with pytest.raises(ActRefused) as refused:
        fund.receive_funding(account=empty, amount_fen=1, source="拨", key="k", by=system, on=ON)
    assert refused.value.source == "V-D1"
