"""支付令: for what is due and not disputed, against who can be found; objected to, it is over."""

from datetime import date, timedelta

import pytest

from adjudication import operations as do
from adjudication.choices import PaymentOrderState
from adjudication.papers.payment_order import Conditions
from cases.models import Case, Party
from cases.queries import worker_account
from staff.refusals import ActRefused
from tests import builders
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


def _fresh(order):
    return type(order).objects.get(pk=order.pk)
