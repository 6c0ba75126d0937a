"""支付令: for what is due and not disputed, against who can be found; objected to, it is over."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from adjudication import operations as do
from adjudication.choices import PaymentOrderState
from adjudication.papers.payment_order import Conditions
from cases.models import Case, Party
from cases.queries import worker_account
from mediation.routes import routes_after_agreement
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication.reviews import ask
from tests.confirmation import filings
from tests.confirmation.filings import court

pytestmark = pytest.mark.django_db
HOLD = Conditions(
    whole_sum_settled=True, no_counter_performance=True, serviceable=True, preserved=False
)


def refused(act, *, source: str, says: str = "") -> None:
    with pytest.raises(ActRefused, match=says or None) as caught:
        act()
    assert caught.value.source == source, str(caught.value)


def settled() -> tuple[Case, Party, date]:
    """A crew with an agreement of two instalments, on the day after the first was due."""
    case = builders.a_settled_case(2, 2)
    first = case.agreements.get().instalments.order_by("no").first()
    return case, case.parties.workers().first(), first.due_on + timedelta(days=1)


def apply(worker: Party, on: date, **changes):
    facts = {
        "debtor": worker.case.debtor,
        "court": court(),
        "conditions": HOLD,
        "by": builders.staff_of(worker.case).intake_officer,
        "on": on,
    }
    return do.apply_for_payment_order(worker=worker, **(facts | changes))


def issued(order, on: date):
    by = builders.staff_of(order.case).intake_officer
    number = "（2026）冀0699民督5号"
    do.court_accepts_payment_order(orders=[(order, number)], decided_on=on, by=by, on=on)
    return do.court_issues_payment_order(
        order=order,
        number=number,
        amount_fen=order.amount_fen,
        issued_on=on,
        served_on=on,
        by=by,
        on=on,
    )


def test_only_what_is_due_of_the_agreement_is_asked_for() -> None:
    case, worker, on = settled()
    share = case.agreements.get().instalments.get(no=1).shares.get(worker=worker).amount_fen
    order = apply(worker, on)
    assert order.amount_fen == share
    assert [i["no"] for i in order.document.context["items"]] == [1]
    assert order.overdue_since == on
    deadline = case.deadlines.get(rule="PAYO-01", suffix=worker.key)
    assert deadline.starts_on == on
    refused(lambda: apply(worker, on), source="V-X1", says="不能重复申请")


def test_nothing_is_asked_for_before_it_is_due_or_beyond_what_is() -> None:
    _, worker, on = settled()
    refused(lambda: apply(worker, on - timedelta(days=1)), source="PAYO-04", says="没有已经到期")
    refused(lambda: apply(worker, on, stated_fen=10**7), source="PAYO-04")


@pytest.mark.parametrize(
    "broken",
    [
        {"whole_sum_settled": False},
        {"no_counter_performance": False},
        {"serviceable": False},
        {"preserved": True},
    ],
)
def test_each_condition_of_the_law_stops_the_application(broken) -> None:
    _, worker, on = settled()
    conditions = Conditions(**(vars(HOLD) | broken))
    refused(lambda: apply(worker, on, conditions=conditions), source="PAYO-04")


def test_against_an_employer_who_absconded_there_is_no_order() -> None:
    case, worker, on = settled()
    Party.objects.filter(pk=case.debtor_id).update(missing=True)
    debtor = Party.objects.get(pk=case.debtor_id)
    refused(lambda: apply(worker, on, debtor=debtor), source="PAYO-04", says="下落不明")


def test_an_upheld_objection_ends_the_order_and_a_late_one_is_none() -> None:
    case, worker, on = settled()
    order = issued(apply(worker, on), on)
    assert order.effective_on == case.deadlines.get(rule="PAYO-03").due_on + timedelta(days=1)
    by = builders.staff_of(case).intake_officer
    late = order.effective_on

    def objects(day, upheld=True, ground="欠付金额有争议"):
        return do.object_to_payment_order(
            order=order,
            ground=ground,
            objected_on=day,
            decided_on=day,
            upheld=upheld,
            by=by,
            on=day,
        )

    refused(lambda: objects(late), source="PAYO-03", says="异议期已于")
    assert objects(on, upheld=False, ground="没有钱").state == PaymentOrderState.ISSUED
    assert objects(on).state == PaymentOrderState.OBJECTED
    refused(lambda: do.title_of_payment_order(_fresh(order), on=late), source="PAYO-03")
    assert apply(worker, late).pk != order.pk  # the way is open again


def test_an_order_nobody_objected_to_is_enforced_and_what_arrives_is_booked() -> None:
    case, worker, on = settled()
    order = issued(apply(worker, on), on)
    by = builders.staff_of(case).intake_officer
    early = order.effective_on - timedelta(days=1)
    refused(lambda: do.title_of_payment_order(order, on=early), source="PAYO-03")
    on = order.effective_on
    title = do.title_of_payment_order(order, on=on)

    def enforce(**changes):
        facts = {
            "case": case,
            "title": title,
            "workers": [worker],
            "court": court(),
            "by": by,
            "on": on,
        }
        return do.apply_for_enforcement(**(facts | changes))

    refused(lambda: enforce(stated_fen=1), source="V-M2")
    applied = enforce(stated_fen=order.amount_fen, stated_effective_on=on)
    assert _fresh(order).state == PaymentOrderState.EFFECTIVE
    refused(enforce, source="V-X1")
    owed = worker_account(worker).outstanding_fen
    half = order.amount_fen // 2

    def arrive(fen, **changes):
        rows = [(worker, "（2026）冀0699执8号", fen)]
        facts = {"enforcement": applied, "rows": rows, "by": by, "on": on}
        return do.record_enforcement(**(facts | changes))

    arrive(half, stated_total_fen=half, stated_outstanding_fen=order.amount_fen - half)
    assert worker_account(worker).outstanding_fen == owed - half
    refused(lambda: arrive(order.amount_fen), source="V-P4", says="超过本执行依据未付")
    refused(lambda: arrive(1, stated_outstanding_fen=0), source="V-M2")


def in_force(worker: Party, on: date, number: str) -> None:
    """Brought to effect by the desk: issued, served, and nobody objected."""
    order, by = apply(worker, on), builders.staff_of(worker.case).intake_officer
    do.court_accepts_payment_order(orders=[(order, number)], decided_on=on, by=by, on=on)
    order = do.court_issues_payment_order(
        order=order,
        number=number,
        amount_fen=order.amount_fen,
        issued_on=on,
        served_on=on,
        by=by,
        on=on,
    )
    early = order.effective_on - timedelta(days=1)
    refused(
        lambda: do.payment_order_takes_effect(order=order, by=by, on=early),
        source="PAYO-03",
        says="还没有届满",
    )
    do.payment_order_takes_effect(order=order, by=by, on=order.effective_on)


def test_orders_in_force_for_everybody_end_the_other_ways_and_the_pages_say_so(client) -> None:
    case = builders.a_settled_case(2, 1)
    agreement = case.agreements.get()
    first, second = case.parties.workers()
    on = agreement.instalments.get().due_on + timedelta(days=1)
    clocks = [case.deadlines.get(rule=rule) for rule in ("JC-01", "REV-01")]
    in_force(first, on, "（2026）冀0699民督5号")
    two_years = case.deadlines.get(rule="JC-16", suffix=first.key)
    assert two_years.state == "running"
    assert "cancelled" not in [_fresh(clock).state for clock in clocks]  # not everybody has one
    refused(lambda: apply(first, on + timedelta(days=30)), source="V-X1", says="已有支付令")
    in_force(second, on, "（2026）冀0699民督6号")
    for clock in clocks:
        ended = _fresh(clock)
        assert ended.state == "cancelled"
        assert "支付令已生效" in ended.history.first().history_change_reason
    ways = {way.name: way for way in routes_after_agreement(case, on=on + timedelta(days=30))}
    assert [name for name, way in ways.items() if way.open] == ["申请强制执行"]
    assert ways["申请强制执行"].until == two_years.due_on
    client.force_login(builders.staff_of(case).mediator)
    page = client.get(reverse("agreement", args=[agreement.pk])).content.decode()
    assert "每个人都有了执行依据：支付令" in page
    check = client.get(reverse("confirmation-check", args=[case.pk])).content.decode()
    assert "不再需要司法确认" in check


def test_an_order_for_the_first_instalment_leaves_the_ways_for_the_rest_open() -> None:
    case, _, on = settled()
    clock = case.deadlines.get(rule="JC-01")
    for no, one in enumerate(case.parties.workers(), 5):
        in_force(one, on, f"（2026）冀0699民督{no}号")
    assert _fresh(clock).state != "cancelled"
    assert "申请强制执行" not in {way.name for way in routes_after_agreement(case, on=on)}


def test_who_has_an_order_in_force_does_not_ask_the_court_or_the_commission_too() -> None:
    case = filings.a_complete_file(2, 1)
    on = case.agreements.get().instalments.get().due_on + timedelta(days=1)
    for no, one in enumerate(case.parties.workers(), 5):
        in_force(one, on, f"（2026）冀0699民督{no}号")
    refused(lambda: filings.draft(case), source="V-X1", says="已有支付令")
    refused(lambda: ask(case), source="V-X1", says="已有支付令")


def test_each_instalment_that_falls_due_is_asked_for_by_an_order_of_its_own(client) -> None:
    """Nothing of the law makes a worker wait for one order before the next sum that is due."""
    case, worker, on = settled()
    first = issued(apply(worker, on), on)
    refused(lambda: apply(worker, on), source="V-X1", says="第1期已经申请支付令")
    later = case.agreements.get().instalments.get(no=2).due_on + timedelta(days=1)
    second = apply(worker, later)
    assert [i["no"] for i in second.document.context["items"]] == [2]
    share = case.agreements.get().instalments.get(no=2).shares.get(worker=worker).amount_fen
    assert second.amount_fen == share
    refused(lambda: apply(worker, later), source="V-X1", says="第1、2期已经申请支付令")
    clocks = case.deadlines.filter(rule="PAYO-01").exclude(state="cancelled").order_by("id")
    assert [(d.starts_on, d.state) for d in clocks] == [(on, "met"), (later, "running")]
    # What is paid on the one is not taken off the other.
    builders.pay(case, rows=[(worker, first.amount_fen)], no=1, on=later + timedelta(days=1))
    day = later + timedelta(days=40)
    number = "（2026）冀0699民督9号"
    by = builders.staff_of(case).intake_officer
    do.court_accepts_payment_order(orders=[(second, number)], decided_on=later, by=by, on=day)
    do.court_issues_payment_order(
        order=second,
        number=number,
        amount_fen=share,
        issued_on=later,
        served_on=later,
        by=by,
        on=day,
    )
    assert do.title_of_payment_order(_fresh(second), on=day).open_fen(worker) == share
    assert do.title_of_payment_order(_fresh(first), on=day).open_fen(worker) == 0
    # A payment is recorded at the instalment it is made on.
    client.force_login(by)
    page = client.get(reverse("payment-orders", args=[case.pk])).content.decode()
    one, two = case.agreements.get().instalments.order_by("no")
    assert reverse("payment", args=[two.pk]) in page
    assert reverse("payment", args=[one.pk]) not in page


def _fresh(order):
    return type(order).objects.get(pk=order.pk)
