"""One payment for the fund and the workers, entered on one page by the cashier."""

import pytest
from freezegun import freeze_time

from fund.queries import standing
from law.money import yuan
from mediation.queries import agreement_outstanding_fen, current_agreement
from tests import builders
from tests.fund import funds
from tests.fund.test_one_wage import agreed_on_the_debt, shares
from tests.fund.test_pages import do, page, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with freeze_time(f"{funds.ON} 06:00:00"):
        yield


def facts(advance, **changes) -> dict:
    """Everything of the instalment, as the page offers it."""
    given = {
        "payer": advance.debtor_id,
        "fund_slip": "回单1",
        "method": "bank_transfer",
        "voucher": "银行回单2",
        "checked_by": funds.crew().handler.pk,
        "officer": builders.staff_of(advance.case).mediator.pk,
    }
    for rows, name in zip(shares(advance), ("to_fund_fen", "to_worker_fen"), strict=True):
        given |= {f"worker-{worker.pk}-{name}": yuan(fen) for worker, fen in rows}
    return given | changes


def test_the_page_offers_the_whole_instalment_and_books_both_parts(client):
    advance, instalment = agreed_on_the_debt()
    cashier = funds.crew().cashier
    shown = text(page(client, cashier, "advance-act", advance.pk, "shared"))
    for rows in shares(advance):
        for worker, fen in rows:
            assert worker.name in shown
            assert f'value="{yuan(fen)}"' in shown
    done = do(client, cashier, advance, "shared", **facts(advance))
    assert done.status_code == 302, text(done)
    assert standing(advance).outstanding_fen == 0
    assert agreement_outstanding_fen(current_agreement(advance.case)) == 0
    assert instalment.payments.get().event.by == builders.staff_of(advance.case).mediator


def test_a_part_that_is_refused_books_neither_and_says_why(client):
    advance, _ = agreed_on_the_debt()
    (worker, _), *_ = shares(advance)[1]
    wrong = facts(advance, **{f"worker-{worker.pk}-to_worker_fen": "99999.00"})
    refused = do(client, funds.crew().cashier, advance, "shared", **wrong)
    assert refused.status_code == 422
    assert "同一笔工资不得重复支付" in text(refused)
    assert not advance.recoveries.exists()


def test_without_an_agreement_the_page_sends_to_the_entry_of_money_that_came_back(client):
    advance = funds.an_advance_paid(1)
    refused = do(client, funds.crew().cashier, advance, "shared", fund_slip="回单1")
    assert "请改为登记回款" in text(refused)
