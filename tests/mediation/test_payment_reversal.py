"""A payment booked wrongly is taken back, not deleted: it is owed again, and both rows stay."""

import pytest
from django.urls import reverse
from freezegun import freeze_time

from cases.choices import EntryKind
from cases.models import Case, WageEntry
from cases.queries import total_account, wage_accounts
from documents.choices import DocumentState
from fund import operations as fund
from fund.choices import Designation
from mediation import operations
from mediation.choices import AgreementState, PaymentMethod
from mediation.models import Payment
from mediation.queries import (
    agreement_outstanding_fen,
    current_agreement,
    next_node,
    unpaid_shares,
)
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.fund import funds

pytestmark = pytest.mark.django_db
TODAY = builders.ON


@pytest.fixture
def case():
    return builders.a_settled_case(2, 2)


def take_back(payment, **changes) -> Payment:
    facts = {
        "payment": payment,
        "reason": "回单是另一家单位的",
        "by": builders.staff_of(payment.event.case).mediator,
        "on": TODAY,
    }
    return operations.reverse_payment(**(facts | changes))


def owed(case) -> int:
    return total_account(wage_accounts(case))["outstanding"]


def test_what_was_booked_wrongly_is_owed_again_and_both_rows_stay(case):
    before = owed(case)
    payment = builders.pay(case)
    mirror = take_back(payment)
    assert owed(case) == before == agreement_outstanding_fen(current_agreement(case))
    assert [p.total_fen for p in Payment.objects.order_by("id")] == [
        payment.total_fen,
        -payment.total_fen,
    ]
    assert mirror.reverses == payment
    entries = WageEntry.objects.filter(item__case=case, kind=EntryKind.PAID)
    assert sum(e.amount_fen for e in entries) == 0
    assert all(e.reverses or e.reversed_by for e in entries)
    assert "回单是另一家单位的" in case.events.last().summary


def test_the_paper_that_said_it_was_paid_is_void(case):
    payment = builders.pay(case)
    take_back(payment)
    paper = case.documents.get(code="D15")
    assert paper.state == DocumentState.VOID
    builders.pay(case)
    rows = case.documents.get(code="D15", state=DocumentState.ISSUED).context["rows"]
    assert {row["state"] for row in rows} == {"按期"}


def test_a_day_on_which_nothing_stands_is_on_no_paper(case):
    builders.pay(case)
    take_back(Payment.objects.get())
    first = unpaid_shares(current_agreement(case).instalments.get(no=1))[0]
    builders.pay(case, rows=[first])
    rows = case.documents.get(code="D15", state=DocumentState.ISSUED).context["rows"]
    assert [row["paid_on"] for row in rows] == [TODAY.isoformat(), None]


def test_an_agreement_that_seemed_performed_is_open_again_and_somebodys_turn(case):
    builders.pay(case, no=1)
    last = builders.pay(case, no=2)
    assert current_agreement(case).state == AgreementState.PERFORMED
    take_back(last)
    assert current_agreement(case).state == AgreementState.EFFECTIVE
    assert next_node(Case.objects.get(pk=case.pk)) == "watch_performance"


def test_only_the_last_payment_is_taken_back_and_only_once(case):
    first, last = builders.pay(case, no=1), builders.pay(case, no=2)
    with pytest.raises(ActRefused) as refused:
        take_back(first)
    assert "从最后登记的一笔起" in refused.value.suggest
    mirror = take_back(last)
    for again in (last, mirror):
        with pytest.raises(ActRefused, match="已经冲销"):
            take_back(again)
    take_back(first)
    assert agreement_outstanding_fen(current_agreement(case)) == owed(case)


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"reason": " "}, "写明冲销的理由"), ({"on": TODAY.replace(day=1)}, "不能早于付款日")],
)
def test_it_asks_for_a_reason_and_a_day_that_can_be(case, changes, words):
    payment = builders.pay(case)
    with pytest.raises(ActRefused, match=words):
        take_back(payment, **changes)


def test_who_may_not_book_a_payment_may_not_take_one_back(case):
    payment = builders.pay(case)
    with pytest.raises(NotPermitted):
        take_back(payment, by=builders.staff_of(case).recorder)


def test_what_the_fund_passed_on_is_corrected_by_the_fund():
    case = builders.an_accepted_case(1)
    funds.confirm_rules(case)
    advance = funds.applied(case, funds.an_account())
    advance = funds.disbursed(funds.decided(funds.approved(funds.verified(advance))))
    builders.an_agreement(case)
    builders.sign_all(current_agreement(case))
    builders.seal(case)
    account = wage_accounts(case)[0]
    total = account.owed_to_fund_fen + 5_000
    recovery = funds.recover(advance, total, designation=Designation.NONE)
    funds.entered_and_confirmed(
        fund.enter_passing_on,
        held=recovery.held.get(),
        rows=[(account.worker, 5_000)],
        bank_slip="付1",
    )
    payment = Payment.objects.get()
    before = owed(case)
    with pytest.raises(ActRefused, match="周转金转付的"):
        take_back(payment, on=funds.ON)
    assert owed(case) == before
    assert not Payment.objects.exclude(pk=payment.pk).exists()


# On the page of the agreement


def test_the_mediator_takes_it_back_on_the_page_and_sees_both(client, case):
    payment = builders.pay(case, method=PaymentMethod.BANK_TRANSFER)
    with freeze_time(f"{TODAY} 02:45:00"):
        client.force_login(builders.staff_of(case).mediator)
        page = reverse("agreement", args=[payment.agreement_id])
        way = reverse("payment-reverse", args=[payment.pk])
        assert way in client.get(page).content.decode()
        assert "另一家单位" not in client.get(way).content.decode()
        refused = client.post(way, {"reason": "", "submission": "a"})
        assert refused.status_code == 422
        done = client.post(way, {"reason": "回单是另一家单位的", "submission": "b"}, follow=True)
    words = done.content.decode()
    assert "付款已冲销" in words
    assert "已冲销" in words
    assert way not in words
