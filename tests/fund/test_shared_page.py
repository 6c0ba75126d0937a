"""One payment for the fund and the workers, entered on one page by the cashier."""

import pytest
from django.urls import reverse
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
    }
    for rows, name in zip(shares(advance), ("to_fund_fen", "to_worker_fen"), strict=True):
        given |= {f"worker-{worker.pk}-{name}": yuan(fen) for worker, fen in rows}
    return given | changes


def entered(client):
    """An advance with a payment for fund and workers entered by the cashier."""
    advance, instalment = agreed_on_the_debt()
    done = do(client, funds.crew().cashier, advance, "shared", **facts(advance))
    assert done.status_code == 302, text(done)
    return advance, instalment


def waiting(advance):
    return advance.money_acts.waiting().get()


def answered(client, user, act, decision="confirm", **data):
    """The page of the second person, and what they said on it."""
    shown = page(client, user, "money-act", act.pk)
    data |= {"decision": decision, "submission": shown.context["form"]["submission"].value()}
    return shown, client.post(reverse("money-act", args=[act.pk]), data)


def mediator(advance):
    return builders.staff_of(advance.case).mediator


def test_the_page_offers_the_whole_instalment_and_two_others_book_both_parts(client):
    advance, instalment = agreed_on_the_debt()
    cashier, handler = funds.crew().cashier, funds.crew().handler
    shown = text(page(client, cashier, "advance-act", advance.pk, "shared"))
    for rows in shares(advance):
        for worker, fen in rows:
            assert worker.name in shown
            assert f'value="{yuan(fen)}"' in shown
    assert "复核会计" not in shown  # nobody confirms for another
    do(client, cashier, advance, "shared", **facts(advance))
    owed = standing(advance).outstanding_fen
    assert owed
    assert not advance.recoveries.exists()
    act = waiting(advance)
    assert "另一名经办人、本案的受理员或者调解员" in text(
        page(client, cashier, "advance", advance.pk)
    )
    _, done = answered(client, handler, act)
    assert done.status_code == 302
    assert standing(advance).outstanding_fen == owed  # the officer of the case has not confirmed
    of_case = text(page(client, mediator(advance), "case-detail", advance.case_id))
    assert reverse("money-act", args=[act.pk]) in of_case
    desk = text(page(client, mediator(advance), "desk-mediator"))
    assert "核对兼付的款项" in desk  # before the payment is entered once more
    shown, done = answered(client, mediator(advance), act)
    assert all(worker.name in text(shown) for worker, _ in shares(advance)[1])
    assert done.status_code == 302, text(done)
    assert standing(advance).outstanding_fen == 0
    assert agreement_outstanding_fen(current_agreement(advance.case)) == 0
    assert instalment.payments.get().event.by == mediator(advance)
    recovery = advance.recoveries.get()
    assert (recovery.entered_by, recovery.checked_by) == (cashier, handler)


def test_who_entered_it_does_not_check_it_and_nobody_confirms_twice(client):
    advance, _ = entered(client)
    crew, act = funds.crew(), waiting(advance)
    own = text(page(client, crew.cashier, "money-act", act.pk))
    assert "作废这笔登记" in own
    assert "核对无误" not in own
    answered(client, crew.handler, act)
    assert "您已经确认过" in text(answered(client, crew.handler, act)[1])
    third = crew.verifiers[0]  # of the fund, not of the case
    assert "不由您确认" in text(answered(client, third, act)[1])
    again = do(client, crew.cashier, advance, "shared", **facts(advance))
    assert "正等待复核" in text(again)
    assert not advance.recoveries.exists()


def test_the_officer_of_the_case_refuses_it_with_a_reason_and_it_is_entered_anew(client):
    advance, _ = entered(client)
    act = waiting(advance)
    _, without = answered(client, mediator(advance), act, "refuse")
    assert "请写明理由" in text(without)
    _, done = answered(client, mediator(advance), act, "refuse", reason="古月明本人说没有收到")
    assert done.status_code == 302
    assert not advance.recoveries.exists()
    act.refresh_from_db()
    assert (act.state, act.ended_by) == ("refused", mediator(advance))
    assert do(client, funds.crew().cashier, advance, "shared", **facts(advance)).status_code == 302
    assert advance.money_acts.count() == 2


def test_a_part_that_is_refused_books_neither_and_says_why(client):
    advance, _ = agreed_on_the_debt()
    (worker, _), *_ = shares(advance)[1]
    wrong = facts(advance, **{f"worker-{worker.pk}-to_worker_fen": "99999.00"})
    refused = do(client, funds.crew().cashier, advance, "shared", **wrong)
    assert refused.status_code == 422
    assert "同一笔工资不得重复支付" in text(refused)
    assert not advance.money_acts.exists()


def test_what_was_paid_in_between_is_refused_when_it_would_be_booked(client):
    advance, _ = entered(client)
    act = waiting(advance)
    answered(client, funds.crew().handler, act)
    funds.recover(advance, standing(advance).outstanding_fen, slip="回单9")
    _, refused = answered(client, mediator(advance), act)
    assert refused.status_code == 422
    assert advance.recoveries.count() == 1
    assert not advance.case.documents.filter(code="D15").exists()


def test_without_an_agreement_the_page_sends_to_the_entry_of_money_that_came_back(client):
    advance = funds.an_advance_paid(1)
    refused = do(client, funds.crew().cashier, advance, "shared", fund_slip="回单1")
    assert "请改为登记回款" in text(refused)
