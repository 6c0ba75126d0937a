"""Cash on site, and money that somebody takes for a worker: the wage reaches the worker."""

from datetime import datetime, time, timedelta

import pytest
from freezegun import freeze_time

from cases.queries import worker_account
from fund import operations as fund
from fund.choices import AdvanceState, PaymentState
from fund.models import Advance, PaymentLine
from fund.queries import books, standing
from staff.refusals import ActRefused
from tests import builders
from tests.fund import funds
from tests.fund.test_pages import do, page

pytestmark = pytest.mark.django_db
ON = funds.ON
PROXY = fund.Proxy("古月明", builders.id_number(77), ON)


@pytest.fixture(autouse=True)
def _today():
    with freeze_time(f"{ON} 06:00:00"):
        yield


@pytest.fixture
def advance():
    """Two workers wait for their money; nobody has been sent to the bank."""
    case = funds.a_fled_case(2)
    funds.confirm_rules(case)
    return funds.decided(funds.approved(funds.verified(funds.applied(case, funds.an_account()))))


def workers(advance) -> list:
    return list(advance.case.parties.workers())


def in_cash(advance, *chosen, **changes):
    facts = {
        "workers": chosen,
        "reason": "银行卡被冻结",
        "slip": "取现1",
        "witnesses": ["姚静", "罗安"],
        "paid_at": datetime.combine(ON, time(9), builders.SHANGHAI),
        "by": funds.crew().cashier,
        "on": ON,
    }
    return fund.pay_in_cash(advance=advance, **(facts | changes))


def refusal(act, *args, **changes) -> ActRefused:
    with pytest.raises(ActRefused) as refused:
        act(*args, **changes)
    return refused.value


def test_cash_counts_like_a_transfer_and_the_paper_says_so(advance):
    first, _second = workers(advance)
    before = books(advance.account).balance_fen
    sheet = in_cash(advance, first, proxies={first.pk: PROXY})
    advance = Advance.objects.get(pk=advance.pk)
    assert advance.state == AdvanceState.PAYING
    assert worker_account(first).advanced_fen == sheet.total_fen
    assert before - books(advance.account).balance_fen == sheet.total_fen
    assert standing(advance).advanced_fen == sheet.total_fen
    advance = funds.disbursed(advance)  # the other one by the bank
    assert advance.state == AdvanceState.DISBURSED
    fund.confirm_receipts(advance=advance, witness="姚静", by=funds.crew().cashier, on=ON)
    paper = advance.case.documents.get(code="F06").context
    cash, bank = paper["rows"]
    assert (cash["account_no"], cash["account_holder"]) == (None, None)
    assert cash["proxy"]["name"] == "古月明"
    assert cash["proxy"]["authority"].startswith("授权委托书（")
    assert bank["account_no"]
    assert bank["proxy"] is None
    assert paper["method"] == "现场现金、银行转账至本人账户"
    assert [s["name"] for s in paper["signatures"]] == ["邓敏", "姚静", "罗安"]


def test_nobody_is_paid_in_cash_and_by_the_bank(advance):
    first, second = workers(advance)
    in_cash(advance, first)
    assert refusal(in_cash, advance, first).source == "V-P4"
    sheet = fund.make_payment_list(advance=advance, by=funds.crew().cashier, on=ON)
    assert [p.holder for p in sheet.lines.all()] == [second.name]
    assert "已送银行" in str(refusal(in_cash, advance, second))


@pytest.mark.parametrize(
    ("changes", "source"),
    [
        ({"witnesses": ["姚静"]}, "V-S1"),
        ({"witnesses": ["姚静", "姚静"]}, "V-S1"),
        ({"witnesses": ["姚静", "邓敏"]}, "V-S1"),
        ({"reason": " "}, "V-T1"),
        ({"slip": ""}, "V-T1"),
        ({"paid_at": datetime.combine(ON + timedelta(1), time(9), builders.SHANGHAI)}, "V-D1"),
    ],
)
def test_cash_needs_a_reason_a_slip_its_day_and_two_who_watch(advance, changes, source):
    assert refusal(in_cash, advance, workers(advance)[0], **changes).source == source
    assert not PaymentLine.objects.exists()


def test_who_verified_pays_no_cash(advance):
    by = funds.crew().verifiers[0]
    assert refusal(in_cash, advance, workers(advance)[0], by=by).source == "F06"


def test_a_proxy_has_a_card_and_an_authority_and_stands_on_nobodys_side(advance):
    worker = workers(advance)[0]
    number = builders.id_number(77)
    for proxy, source in (
        (fund.Proxy("古月明", number, None), "F06"),
        (fund.Proxy("古月明", "", ON), "F06"),
        (fund.Proxy("古月明", number[:-1] + ("1" if number[-1] != "1" else "2"), ON), "V-P1"),
        (fund.Proxy("古月明", number, ON + timedelta(days=1)), "V-D1"),
        (fund.Proxy("古月明", worker.id_no, ON), "F06"),
        (fund.Proxy("邓敏", number, ON), "WAGE-02"),
        (fund.Proxy("任重", number, ON), "WAGE-02"),
        (fund.Proxy(advance.debtor.legal_rep, number, ON), "WAGE-02"),
    ):
        refused = refusal(in_cash, advance, worker, proxies={worker.pk: proxy})
        assert refused.source == source, proxy
    assert not PaymentLine.objects.exists()


def test_cash_is_not_bounced(advance):
    sheet = in_cash(advance, *workers(advance))
    line = sheet.lines.first()
    refused = refusal(fund.enter_bounce, line=line, reason="退", by=funds.crew().cashier, on=ON)
    assert "没有退票" in str(refused)
    assert line.state == PaymentState.PAID


# By page


def test_the_cashier_pays_one_in_cash_and_enters_the_receipts_by_page(client, advance):
    people = funds.crew()
    first, second = (line for line in advance.lines.order_by("worker__roster_no"))
    shown = page(client, people.cashier, "advance-act", advance.pk, "cash")
    assert first.worker.name in shown.content.decode()
    facts = {
        "reason": "银行卡被冻结",
        "slip": "取现1",
        "witnesses": "姚静、罗安",
        "paid_at_0": ON,
        "paid_at_1": "09:00",
        f"line-{first.pk}-taken": "on",
        f"line-{first.pk}-proxy_name": "古月明",
    }
    half = do(client, people.cashier, advance, "cash", **facts)
    assert half.status_code == 422
    assert "授权委托书日期" in half.content.decode()
    whole = facts | {
        f"line-{first.pk}-proxy_id_no": builders.id_number(77),
        f"line-{first.pk}-authority_on": ON,
    }
    assert do(client, people.cashier, advance, "cash", **whole).status_code == 302
    advance = funds.disbursed(Advance.objects.get(pk=advance.pk))
    signed = {
        "witness": "姚静",
        f"line-{second.pk}-proxy_name": "白水清",
        f"line-{second.pk}-proxy_id_no": builders.id_number(78),
        f"line-{second.pk}-authority_on": ON,
    }
    assert do(client, people.cashier, advance, "receipts", **signed).status_code == 302
    rows = advance.case.documents.get(code="F06").context["rows"]
    assert [row["proxy"]["name"] for row in rows] == ["古月明", "白水清"]
