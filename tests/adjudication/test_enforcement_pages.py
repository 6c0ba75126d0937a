"""What is enforced, on which title, and the order to pay: conditions checked on their pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.choices import HandedOver
from adjudication.models import Enforcement
from adjudication.operations.review import receive_statement
from cases.queries import worker_account
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication import heard
from tests.adjudication.reviews import a_made_statement, day, tribunal
from tests.confirmation.filings import court, sides

pytestmark = pytest.mark.django_db
SERVED = date(2026, 9, 29)


def words(answer) -> str:
    return answer.content.decode()


def on(day_: date):
    return freeze_time(f"{day_} 02:45:00")


def served_awards(n_workers: int = 1):
    arbitration = heard.an_issued_award(n_workers)
    for award in arbitration.awards.all():
        for party in (*arbitration.applicants.all(), arbitration.case.debtor):
            heard.serve(award, party, SERVED)
    return arbitration


def test_the_page_says_for_each_award_why_it_cannot_be_enforced_yet_and_then_it_is(client):
    arbitration = served_awards(2)
    url = reverse("enforcement", args=[arbitration.pk])
    with on(date(2026, 10, 1)):
        client.force_login(heard.bench().clerk)
        page = words(client.get(url))
        assert "支付期限到2026-10-13" in page
        assert "尚未发生法律效力" in page
    later = date(2026, 11, 5)
    final = arbitration.awards.get(kind="A12-1")
    first, second = arbitration.applicants.order_by("roster_no")
    with on(later):
        client.force_login(heard.bench().clerk)
        page = words(client.get(url))
        assert "请先出具裁决书" in page  # of the other one there is no certificate
        assert "2名劳动者可以申请强制执行" in page
        apply = reverse("enforcement-apply", args=[arbitration.pk, final.pk])
        assert first.name in words(client.get(apply))
        given = {"workers": [first.pk], "court": heard.court().pk, "submission": "1"}
        half = client.post(apply, given | {"clue_1": "银行账户"})
        assert "请写明这条线索的内容" in words(half)
        done = client.post(
            apply, given | {"clue_1": "银行账户", "clue_1_where": "示例银行", "submission": "2"}
        )
        assert done.status_code == 302, words(done)
        applied = Enforcement.objects.get()
        assert applied.amount_fen == heard.MARK + 546207 + 1980000
        assert done.url == reverse("enforcement-record", args=[applied.pk])
        owed = worker_account(first).outstanding_fen
        arrived = {"number": "（2026）冀0699执9号", f"sum_{first.pk}": "1000.00", "submission": "3"}
        assert client.post(done.url, arrived).status_code == 302
        assert worker_account(first).outstanding_fen == owed - 100000
        assert "（2026）冀0699执9号" in words(client.get(done.url))
        above = client.post(done.url, arrived | {f"sum_{first.pk}": "999999.00", "submission": "4"})
        assert "超过本执行依据未付的" in words(above)
        page = words(client.get(url))
        assert "1名劳动者可以申请" in page
        assert second.name in words(client.get(apply))


def an_effective_statement():
    review = a_made_statement()
    workers, others = sides(review.case)
    return receive_statement(
        review=review,
        signed_for=dict.fromkeys([*workers, *others], day(review.case, 10)),
        method=HandedOver.DIRECT,
        by=tribunal().review_clerk,
        on=day(review.case, 10),
    )


def test_a_statement_of_a_review_is_a_title_for_what_of_it_is_due_and_unpaid(client):
    waiting = a_made_statement()
    with pytest.raises(ActRefused, match="双方签收") as refused:
        do.title_of_review(waiting, list(waiting.workers), on=day(waiting.case, 12))
    assert refused.value.source == "REV-05"
    review = an_effective_statement()
    agreement, case = review.agreement, review.case
    first = agreement.instalments.order_by("due_on").first()
    workers = list(review.workers)
    with pytest.raises(ActRefused, match="没有到期未付"):
        do.title_of_review(review, workers, on=first.due_on)
    last = agreement.instalments.order_by("-due_on").first()
    late = last.due_on + timedelta(days=1)
    title = do.title_of_review(review, workers, on=late)
    owed = {w: sum(w.instalment_shares.values_list("amount_fen", flat=True)) for w in workers}
    assert title.owed == owed
    assert title.last_due_on == last.due_on
    for worker in workers:
        worker.bank_name, worker.bank_account = "示例银行", "6222000000000000001"
        worker.save()
    with on(late):
        client.force_login(builders.staff_of(case).mediator)
        url = reverse("review-enforce", args=[review.pk])
        assert url in words(client.get(reverse("review", args=[review.pk])))
        done = client.post(
            url, {"workers": [w.pk for w in workers], "court": court().pk, "submission": "1"}
        )
        assert done.status_code == 302, words(done)
    applied = Enforcement.objects.get()
    assert (applied.title, applied.title_number) == ("R03", review.number)
    assert applied.document.context["title_document"]["kind"] == "仲裁调解书"
    assert applied.amount_fen == sum(title.owed.values())


def test_an_order_to_pay_is_asked_for_accepted_issued_and_objected_to_on_its_page(client):
    case = builders.a_settled_case(2, 2)
    worker = case.parties.workers().first()
    due = case.agreements.get().instalments.order_by("no").first().due_on
    with on(due + timedelta(days=1)):
        client.force_login(builders.staff_of(case).intake_officer)
        url = reverse("payment-orders", args=[case.pk])
        assert url in words(client.get(reverse("case-detail", args=[case.pk])))
        asked = {
            "worker": worker.pk,
            "debtor": case.debtor_id,
            "court": court().pk,
            "head": "劳动报酬",
            "submission": "1",
        }
        silent = client.post(url, asked)
        assert silent.status_code == 422
        assert "不能申请支付令" in words(silent)  # nothing was declared
        declared = dict.fromkeys(
            ("whole_sum_settled", "no_counter_performance", "serviceable"), "on"
        )
        done = client.post(url, asked | declared | {"submission": "2"})
        assert done.status_code == 302, words(done)
        order = worker.payment_orders.get()

        def act(name: str, **given):
            address = reverse("payment-order-act", args=[order.pk, name])
            return client.post(address, given | {"submission": name})

        today = (due + timedelta(days=1)).isoformat()
        number = "（2026）冀0699民督5号"
        assert act("issue", number=number).status_code == 403  # not before it is accepted
        assert act("accept", number=number, decided_on=today).status_code == 302
        wrong = act("issue", number=number, amount_fen="1.00", issued_on=today, served_on=today)
        assert "与申请的" in words(wrong)
        amount = f"{order.amount_fen / 100:.2f}"
        issued = {"number": number, "issued_on": today, "served_on": today}
        assert act("issue", amount_fen=amount, **issued).status_code == 302
        early = act("enforce", workers=[worker.pk], court=court().pk)
        assert "此前不能申请强制执行" in words(early)
        objected = {"ground": "数额不对", "objected_on": today, "decided_on": today}
        assert act("object", upheld="yes", **objected).status_code == 302
        assert "异议成立" in words(client.get(url))


def test_the_clerk_enters_a_payment_on_the_award_and_sees_what_is_left(client):
    arbitration = served_awards()
    award, worker = arbitration.awards.get(kind="A12-1"), arbitration.applicants.get()
    page = reverse("enforcement", args=[arbitration.pk])
    url = reverse("award-payment", args=[arbitration.pk, award.pk])
    with on(date(2026, 10, 20)):
        client.force_login(heard.bench().clerk)
        assert url in words(client.get(page))
        form = words(client.get(url))
        assert "应当在2026年10月13日以前支付" in form
        given = {
            "payer": arbitration.case.debtor.pk,
            "method": "bank_transfer",
            "voucher": "银行回单0012号",
            f"worker-{worker.pk}-amount_fen": "10000.00",
            f"worker-{worker.pk}-acknowledged": "on",
            "on": "2026-10-19",
            "submission": "pay-1",
        }
        without = client.post(url, given | {"voucher": ""})
        assert "请写明付款凭证" in words(without)
        done = client.post(url, given | {"submission": "pay-2"})
        assert (done.status_code, done.url) == (302, page)
        shown = words(client.get(page))
        assert "已付 10,000.00 元" in shown
        assert "申请强制执行的最后一日是2028年10月13日" in shown
        assert "逾期" in shown


def test_a_title_without_effect_says_so_instead_of_asking_for_a_payment(client):
    arbitration = served_awards()
    other = arbitration.awards.get(kind="A12-2")
    url = reverse("award-payment", args=[arbitration.pk, other.pk])
    with on(date(2026, 10, 1)):
        client.force_login(heard.bench().clerk)
        assert "还没有发生法律效力" in words(client.get(url))
        assert client.post(url, {}).status_code == 422
