"""到期未付: a title that binds is watched until it is paid or enforced, as an agreement is."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.obligations import open_fen_of
from adjudication.queries import next_act, standing_of
from adjudication.queries.titles import page_of_unpaid, titles_due
from cases.choices import EntryKind
from cases.models import Evidence
from cases.operations import post, record
from cases.queries import worker_account
from centre.next_acts import next_act as next_in_case
from law.money import grouped
from mediation.queries import next_node
from tests import builders
from tests.adjudication import cases, heard
from tests.adjudication import test_payment_orders as orders
from tests.adjudication.test_performance import AWARDED, pay
from tests.adjudication.test_statements import settle, sign

pytestmark = pytest.mark.django_db
LATE = date(2026, 10, 20)


def watched(case) -> list[tuple[str, date]]:
    return [(t.name, t.due_on) for t in titles_due([case.pk]).get(case.pk, [])]


def everything_served(arbitration):
    worker = arbitration.applicants.get()
    for award in arbitration.awards.all():
        heard.serve(award, worker, date(2026, 9, 29))
        heard.serve(award, arbitration.case.debtor, date(2026, 9, 30))
    return arbitration


def test_an_award_is_watched_from_its_effect_until_it_is_paid():
    arbitration = heard.an_issued_award()
    worker, award = arbitration.applicants.get(), arbitration.awards.get(kind="A12-1")
    assert watched(arbitration.case) == [("仲裁裁决书", date(2026, 10, 13))]
    pay(award, (worker, AWARDED - 1))
    assert watched(arbitration.case)
    pay(award, (worker, 1))
    assert watched(arbitration.case) == []


def test_what_is_before_the_court_is_no_longer_ours_to_watch():
    arbitration = heard.an_issued_award()
    case, award = arbitration.case, arbitration.awards.get(kind="A12-1")
    do.apply_for_enforcement(
        case=case,
        title=do.title_of_award(award, list(arbitration.applicants.all()), on=LATE),
        workers=list(arbitration.applicants.all()),
        court=heard.court(),
        by=builders.staff_of(case).intake_officer,
        on=LATE,
    )
    assert watched(case) == []


def test_an_award_that_is_not_final_is_watched_once_it_is_certified():
    arbitration = everything_served(heard.an_issued_award())
    on, other = date(2026, 11, 5), arbitration.awards.get(kind="A12-2")
    assert len(watched(arbitration.case)) == 1
    do.certify_effectiveness(
        award=other, court=heard.court(), asked_on=on, by=heard.bench().clerk, on=on
    )
    assert len(watched(arbitration.case)) == 2
    pay(other, (arbitration.applicants.get(), 2970000), on=on)
    assert len(watched(arbitration.case)) == 1


def test_the_tribunals_desk_asks_for_what_is_late_and_stops_when_it_is_paid():
    arbitration = everything_served(heard.an_issued_award())
    award, worker = arbitration.awards.get(kind="A12-1"), arbitration.applicants.get()
    assert next_act(standing_of(arbitration), on=date(2026, 10, 13)) is None
    late = next_act(standing_of(arbitration), on=LATE)
    assert (late.title, late.due_on) == (
        "仲裁裁决书到期未付：登记付款或者申请执行",
        date(2026, 10, 13),
    )
    assert award.number in late.why
    pay(award, (worker, AWARDED))
    assert next_act(standing_of(arbitration), on=LATE) is None


def test_the_desk_leads_the_secretary_to_the_page_where_it_is_recorded(client):
    arbitration = everything_served(heard.an_issued_award())
    with freeze_time("2026-10-20 10:00"):
        client.force_login(heard.bench().clerk)
        shown = client.get("/tribunal/?stage=performance").content.decode()
    assert reverse("enforcement", args=[arbitration.pk]) in shown
    assert "支付期限已过" in shown


def test_the_case_tells_its_officers_before_and_after_the_day():
    arbitration = heard.an_issued_award()
    case, worker = arbitration.case, arbitration.applicants.get()
    before, after = (next_in_case(case, on=on) for on in (date(2026, 10, 1), LATE))
    assert (before.title, before.due_on) == ("登记仲裁裁决书的付款", date(2026, 10, 13))
    assert (after.page, after.key) == ("enforcement", arbitration.pk)
    assert after.title.startswith("仲裁裁决书到期未付")
    assert after.permission(builders.staff_of(case).intake_officer, case)
    pay(arbitration.awards.get(kind="A12-1"), (worker, AWARDED))
    assert next_in_case(case, on=LATE).title == "结案"


def test_the_task_is_to_watch_until_it_is_paid_and_then_to_close():
    arbitration = heard.an_issued_award()
    case, worker = arbitration.case, arbitration.applicants.get()
    assert next_node(case) == "watch_performance"
    assert page_of_unpaid(case) == ("enforcement", arbitration.pk)
    pay(arbitration.awards.get(kind="A12-1"), (worker, AWARDED))
    assert next_node(case) == "close_case"


def test_the_mediator_sees_the_day_on_the_own_desk(client):
    arbitration = heard.an_issued_award()
    client.force_login(builders.staff_of(arbitration.case).mediator)
    number = arbitration.awards.get(kind="A12-1").number
    with freeze_time("2026-10-01 10:00"):
        assert number not in client.get(reverse("desk-mediator")).content.decode()
    with freeze_time("2026-10-08 10:00"):
        assert number in client.get(reverse("desk-mediator")).content.decode()


def test_the_mediators_desk_and_the_case_say_the_same_sum_that_is_still_owed(client):
    arbitration = heard.an_issued_award()
    case, award = arbitration.case, arbitration.awards.get(kind="A12-1")
    client.force_login(builders.staff_of(case).mediator)
    for paid, owed in ((0, AWARDED), (100000, AWARDED - 100000)):
        if paid:
            pay(award, (arbitration.applicants.get(), paid))
        with freeze_time("2026-10-20 10:00"):
            desk = client.get(reverse("desk-mediator")).content.decode()
            page = client.get(reverse("case-detail", args=[case.pk])).content.decode()
        assert f"尚欠 {grouped(owed)} 元" in desk
        assert f"{award.number}尚欠{grouped(owed)}元" in page


def test_what_is_longest_overdue_stands_first_on_the_mediators_desk(client):
    arbitration = everything_served(heard.an_issued_award())
    on, other = date(2026, 11, 5), arbitration.awards.get(kind="A12-2")
    do.certify_effectiveness(
        award=other, court=heard.court(), asked_on=on, by=heard.bench().clerk, on=on
    )
    with freeze_time("2026-11-25 10:00"):
        client.force_login(builders.staff_of(arbitration.case).mediator)
        desk = client.get(reverse("desk-mediator")).content.decode()
    first, second = (
        desk.index(f"尚欠 {grouped(owed)} 元") for owed in (AWARDED, 2970000)
    )  # due on 13 October and on 31 October
    assert first < second


def test_of_a_statement_every_day_is_watched_by_itself():
    arbitration = cases.a_formed_arbitration(2)
    workers = cases.workers_of(arbitration.case)
    made = sign(settle(arbitration, workers), *workers, arbitration.respondents.get())
    days = [date.fromisoformat(row["due_on"]) for row in made.instalments]
    assert watched(arbitration.case) == [("仲裁调解书", days[0])]
    pay(made, *((worker, 80000) for worker in workers))
    assert watched(arbitration.case) == [("仲裁调解书", days[1])]
    pay(made, *((worker, 120000) for worker in workers))
    assert watched(arbitration.case) == []


def test_wages_paid_past_the_title_are_seen_in_the_accounts():
    """The fund passes wages on without naming a title; then nothing is left to ask for."""
    arbitration = heard.an_issued_award(claims=heard.CLAIMS[:2], elements=heard.ELEMENTS[:3])
    case, worker = arbitration.case, arbitration.applicants.get()
    by = builders.staff_of(case).intake_officer
    post(
        worker=worker,
        kind=EntryKind.PAID,
        amount_fen=worker_account(worker).outstanding_fen,
        event=record(case, "note", by=by, on=LATE, summary="经周转金账户转付"),
        by=by,
        on=LATE,
    )
    assert watched(case) == []


def test_a_payment_order_without_an_agreement_is_watched_like_any_title():
    case = cases.a_failed_case(1)
    worker, by = case.parties.workers().get(), builders.staff_of(case).intake_officer
    Evidence.objects.create(
        case=case, no=9, name="考勤表", kind="书证", by=worker, by_label=worker.name
    )
    order = orders.issued(orders.apply(worker, LATE, overdue_since=date(2026, 6, 16)), LATE)
    assert watched(case) == []  # it may still be objected to
    order = do.payment_order_takes_effect(order=order, by=by, on=order.effective_on)
    assert watched(case) == [("支付令", order.effective_on - timedelta(days=1))]
    assert page_of_unpaid(case) == ("payment-orders", case.pk)


def test_the_order_after_one_that_was_objected_to_is_watched_too():
    case = cases.a_failed_case(1)
    worker, by = case.parties.workers().get(), builders.staff_of(case).intake_officer
    Evidence.objects.create(
        case=case, no=9, name="考勤表", kind="书证", by=worker, by_label=worker.name
    )
    first = orders.issued(orders.apply(worker, LATE, overdue_since=date(2026, 6, 16)), LATE)
    do.object_to_payment_order(
        order=first,
        ground="欠付金额有争议",
        objected_on=LATE,
        decided_on=LATE,
        upheld=True,
        by=by,
        on=LATE,
    )
    again = LATE + timedelta(days=10)
    second = orders.apply(worker, again, overdue_since=date(2026, 6, 16))
    number = "（2026）冀0699民督9号"
    do.court_accepts_payment_order(orders=[(second, number)], decided_on=again, by=by, on=again)
    second = do.court_issues_payment_order(
        order=second,
        number=number,
        amount_fen=second.amount_fen,
        issued_on=again,
        served_on=again,
        by=by,
        on=again,
    )
    do.payment_order_takes_effect(order=second, by=by, on=second.effective_on)
    (due,) = titles_due([case.pk])[case.pk]
    assert (due.pk, due.due_on) == (second.pk, second.effective_on - timedelta(days=1))
    assert open_fen_of(due) == second.amount_fen
