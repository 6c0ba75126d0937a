"""Whatever is done in whatever order, the books say what a child with a jar of coins would say."""

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from fund.choices import Ledger
from fund.models import FundAccount, Posting
from fund.operations import close_day, entries, receive_funding, reverse_voucher
from fund.queries import books, first_broken_voucher, standing
from staff.operations import establish_system_user
from staff.refusals import ActRefused
from tests import builders
from tests.fund import funds

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ON = funds.ON
AMOUNT = st.integers(min_value=1, max_value=120)
WHICH = st.integers(min_value=0, max_value=1)
STAGE = {}


class Fund(RuleBasedStateMachine):
    """The model: a jar (`bank`), promises, debts, written-off debts, coins held for others."""

    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.by = establish_system_user()
        self.account = funds.an_account(0)
        self.advances = [
            funds.a_bare_advance(self.account, STAGE["case"], self.by) for _ in range(2)
        ]
        self.bank = self.held = self.funded = self.steps = 0
        self.promised, self.owed, self.lost = [0, 0], [0, 0], [0, 0]
        self.paid: list[tuple[int, int, object]] = []
        self.came: list[tuple[int, int, int, int, object]] = []
        self.last = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)

    @property
    def free(self) -> int:
        return self.bank - self.held - sum(self.promised)

    def attempt(self, allowed: bool, act, **facts):
        """Do the act, once more with the same key, and see that refusal and model agree."""
        self.steps += 1
        facts |= {"key": f"step-{self.account.pk}-{self.steps}", "by": self.by, "on": ON}
        try:
            with transaction.atomic():
                voucher = act(**facts)
        except ActRefused:
            assert not allowed
            return None
        assert allowed
        assert act(**facts) == voucher
        return voucher

    @rule(fen=AMOUNT)
    def fund(self, fen):
        self.attempt(True, receive_funding, account=self.account, amount_fen=fen, source="拨款")
        self.bank += fen
        self.funded += fen

    @rule(which=WHICH, fen=AMOUNT)
    def promise(self, which, fen):
        allowed = fen <= self.free
        self.attempt(allowed, entries.commit, advance=self.advances[which], amount_fen=fen)
        self.promised[which] += fen * allowed

    @rule(which=WHICH, fen=AMOUNT)
    def take_back_the_promise(self, which, fen):
        allowed = fen <= self.promised[which]
        self.attempt(
            allowed, entries.release, advance=self.advances[which], amount_fen=fen, reason="退款"
        )
        self.promised[which] -= fen * allowed

    @rule(which=WHICH, fen=AMOUNT)
    def pay(self, which, fen):
        allowed = fen <= self.promised[which]
        voucher = self.attempt(
            allowed, entries.disburse, advance=self.advances[which], amount_fen=fen, to="甲"
        )
        if voucher:
            self.bank -= fen
            self.promised[which] -= fen
            self.owed[which] += fen
            self.paid.append((which, fen, voucher))

    @rule(place=st.integers(min_value=0))
    def the_bank_returns_a_payment(self, place):
        if not self.paid:
            return
        which, fen, voucher = self.paid[place % len(self.paid)]
        allowed = fen <= self.owed[which]
        if self.attempt(allowed, reverse_voucher, voucher=voucher, reason="退票"):
            self.paid.remove((which, fen, voucher))
            self.bank += fen
            self.promised[which] += fen
            self.owed[which] -= fen

    @rule(
        which=WHICH,
        fen=AMOUNT,
        extra=st.integers(min_value=0, max_value=20),
        over=st.sampled_from([0, 0, 5]),
    )
    def money_comes_in(self, which, fen, extra, over):
        allowed = fen <= self.owed[which] + self.lost[which]
        voucher = self.attempt(
            allowed,
            lambda **f: entries.recover(**f, checked_by=None),
            advance=self.advances[which],
            to_fund_fen=fen,
            to_workers_fen=extra,
            over_fen=over,
            payer="乙",
        )
        if allowed:
            of_debt = min(fen, self.owed[which])
            self.owed[which] -= of_debt
            self.lost[which] -= fen - of_debt
            self.bank += fen + extra + over
            self.held += extra + over
            self.came.append((which, of_debt, fen - of_debt, extra + over, voucher))

    @rule(place=st.integers(min_value=0))
    def it_is_taken_back_in_red(self, place):
        if not self.came:
            return
        which, of_debt, of_lost, others, voucher = row = self.came[place % len(self.came)]
        moved = of_debt + of_lost + others
        # What was passed on is not there any more, and what is promised is not free to go.
        allowed = others <= self.held and moved - others <= self.free
        if self.attempt(allowed, reverse_voucher, voucher=voucher, reason="记错"):
            self.came.remove(row)
            self.owed[which] += of_debt
            self.lost[which] += of_lost
            self.bank -= moved
            self.held -= others

    @rule(fen=AMOUNT)
    def somebody_unknown_pays(self, fen):
        self.attempt(
            True, entries.hold_in_suspense, account=self.account, amount_fen=fen, payer="丁"
        )
        self.bank += fen
        self.held += fen

    @rule(which=WHICH, fen=AMOUNT)
    def it_turns_out_to_be_a_repayment(self, which, fen):
        allowed = fen <= self.held and fen <= self.owed[which] + self.lost[which]
        self.attempt(
            allowed,
            lambda **f: entries.recover(**f, checked_by=None),
            advance=self.advances[which],
            to_fund_fen=fen,
            to_workers_fen=0,
            from_suspense=True,
            payer="丁",
        )
        if allowed:
            of_debt = min(fen, self.owed[which])
            self.owed[which] -= of_debt
            self.lost[which] -= fen - of_debt
            self.held -= fen

    @rule(which=WHICH, fen=AMOUNT)
    def give_up(self, which, fen):
        allowed = fen <= self.owed[which]
        self.attempt(
            allowed,
            lambda **f: entries.write_off(**f, checked_by=None),
            advance=self.advances[which],
            amount_fen=fen,
        )
        self.owed[which] -= fen * allowed
        self.lost[which] += fen * allowed

    @rule(fen=AMOUNT)
    def pass_on_what_is_held(self, fen):
        allowed = fen <= self.held
        self.attempt(
            allowed, entries.pay_from_suspense, account=self.account, amount_fen=fen, to="丙"
        )
        self.held -= fen * allowed
        self.bank -= fen * allowed

    @invariant()
    def the_books_say_the_same(self):
        state = books(self.account)
        assert state.balance_fen == self.bank >= 0
        assert state.suspense_fen == self.held >= 0
        assert state.capital_fen == self.funded
        assert state.available_fen == self.free >= 0
        assert sum(state.sums.values()) == 0
        assert FundAccount.objects.get(pk=self.account.pk).available_fen == self.free
        for which, advance in enumerate(self.advances):
            where = standing(advance)
            assert where.committed_fen == self.promised[which] >= 0
            assert where.outstanding_fen == self.owed[which] >= 0
            assert where.written_off_open_fen == self.lost[which] >= 0
        # Conservation: what the treasury gave is in the jar, owed, or lost.
        assert self.funded == self.bank - self.held + sum(self.owed) + sum(self.lost)
        assert not Posting.objects.filter(account=self.account, amount_fen=0).exists()
        assert state.of(Ledger.COMMITMENTS) == -sum(self.promised)

    @rule()
    def the_chain_holds(self):
        assert first_broken_voucher(self.account) is None

    @rule()
    def the_day_could_close(self):
        with transaction.atomic():
            close_day(account=self.account, by=self.by, on=ON)
            transaction.set_rollback(True)


def test_no_order_of_events_makes_or_loses_a_fen():
    STAGE["case"] = builders.a_case()
    run_state_machine_as_test(Fund, settings=settings(max_examples=12, stateful_step_count=25))
