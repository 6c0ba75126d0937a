"""Pages of the fund and of hand-offs that no other journey comes to: calm, also on a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Deadline
from fund import operations as fund
from fund.choices import Designation
from fund.models import Advance
from mediation.choices import PaymentMethod
from tests import builders
from tests.fund import funds
from tests.fund.test_one_wage import agreed_on_the_debt, shares
from tests.journeys.test_fund import calm
from tests.room.live import desk_of as signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE_MS = 60_000


@pytest.fixture
def desk_of(chromium, live_server):
    seated = {}

    def desk_of(user):
        if user.username not in seated:
            seated[user.username] = signed_in(chromium, live_server, user)
            seated[user.username].page.set_default_timeout(PATIENCE_MS)
        return seated[user.username]

    yield desk_of
    complaints = {name: desk.complaints for name, desk in seated.items() if desk.complaints}
    for desk in seated.values():
        desk.context.close()
    assert complaints == {}


def see(desk, name: str, *args, query: str = "", words: str = "") -> None:
    assert desk.open(reverse(name, args=args) + query) == 200, name
    if words:
        assert words in desk.page.inner_text("main"), name
    calm(desk)


def test_cash_receipts_and_what_came_back(desk_of):
    case = funds.a_fled_case(2)
    funds.confirm_rules(case)
    advance = funds.decided(funds.approved(funds.verified(funds.applied(case, funds.an_account()))))
    cashier, officer = desk_of(funds.crew().cashier), desk_of(funds.crew().handler)
    see(cashier, "advance-act", advance.pk, "cash", words="当场领取")
    advance = funds.disbursed(Advance.objects.get(pk=advance.pk))
    see(cashier, "advance-act", advance.pk, "receipts", words="代领人")
    everything = sum(line.claimed_fen for line in advance.lines.all())
    recovery = funds.recover(advance, everything + 7, designation=Designation.NONE, over_fen=7)
    held = recovery.held.get(purpose="workers")
    see(cashier, "held-act", held.pk, "pass-on", words="现有")
    see(officer, "advance", advance.pk, words="回款")
    see(officer, "fund-account", advance.account_id, words="合计")
    see(officer, "fund-months", advance.account_id, funds.ON.year, words="全年")


def test_a_shared_payment_and_what_is_to_be_pressed_for(desk_of):
    advance, instalment = agreed_on_the_debt()
    cashier, officer = desk_of(funds.crew().cashier), desk_of(funds.crew().handler)
    see(cashier, "advance-act", advance.pk, "shared", words="归还周转金")
    to_fund, to_workers = shares(advance)
    act = fund.enter_shared_payment(
        advance=advance,
        instalment=instalment,
        payer=advance.debtor,
        to_fund_rows=to_fund,
        to_worker_rows=to_workers,
        fund_slip="回单1",
        method=PaymentMethod.BANK_TRANSFER,
        voucher="银行回单2",
        by=funds.crew().cashier,
        on=funds.ON,
    )
    see(officer, "advance", advance.pk, words="待复核")
    see(officer, "desk-fund", query="?tab=checking", words="等您复核")
    see(officer, "money-act", act.pk, words="等另一名经办人登录后复核")
    see(cashier, "money-act", act.pk, words="作废这笔登记")
    mediator = desk_of(builders.staff_of(advance.case).mediator)
    see(mediator, "money-act", act.pk, words="核对无误")
    see(officer, "desk-fund", query="?tab=dunning", words="发出追偿通知")
    see(officer, "fund-recoveries", words="账龄")


def test_cards_and_the_page_of_the_hand_off(desk_of):
    case = funds.a_fled_case(2)
    today = timezone.localdate()
    Deadline.objects.filter(case=case, rule="MED-07").update(due_on=today - timedelta(days=3))
    director = desk_of(builders.staff_of(case).director)
    see(director, "cards", case.pk, words="超期")
    see(director, "card-show", case.pk, words="责任单位")
    see(director, "all-cards", words="红黄牌")
    see(desk_of(builders.staff_of(case).intake_officer), "handoff", case.pk, words="移送")


def test_a_long_account_is_read_page_by_page(desk_of):
    account = funds.an_account(100_000_00)
    for no in range(60):
        fund.receive_funding(
            account=account,
            amount_fen=100 + no,
            source=f"示财预〔2026〕{no + 2}号",
            key=f"more-{no}",
            by=funds.crew().cashier,
            on=funds.ON,
        )
    officer = desk_of(funds.crew().handler)
    see(officer, "fund-account", account.pk, words="合计61份凭证")
    officer.follow("下一页")
    see(officer, "fund-account", account.pk, query="?page=3", words="上一页")
