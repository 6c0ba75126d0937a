"""仲裁调解书: settled before the tribunal, effective with the last receipt, or given up before."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.choices import ArbitrationState, ClaimState, HandedOver, StatementState
from adjudication.models import Arbitration, Statement
from cases.models import Deadline
from documents.service.operations import record_service
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication import cases, heard

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MADE, SIGNED, LAST = date(2026, 9, 22), date(2026, 9, 23), date(2026, 9, 25)
DAYS = [(date(2026, 10, 15), Decimal(40)), (date(2026, 11, 16), Decimal(60))]
pytestmark = pytest.mark.django_db


def settle(arbitration: Arbitration, workers, fen: int = 200000, **changes) -> Statement:
    company = arbitration.respondents.get()
    facts = {
        "amounts": dict.fromkeys(workers, fen),
        "days": DAYS,
        "payers": [company],
        "agreed_through": {company: company.legal_rep} | {w: w.name for w in workers},
        "other_terms": ["双方就本案请求再无其他争议"],
        "by": heard.presiding(arbitration),
        "on": MADE,
    }
    return do.settle_in_arbitration(arbitration=arbitration, **(facts | changes))


def sign(statement: Statement, *parties, on: date = SIGNED) -> Statement:
    return do.receive_settlement(
        statement=statement,
        signed_for=dict.fromkeys(parties, on),
        method=HandedOver.DIRECT,
        by=cases.bench().keeper,
        on=LAST,
    )


@pytest.fixture
def arbitration(db) -> Arbitration:
    return cases.a_formed_arbitration(3)


def states(arbitration: Arbitration) -> list[str]:
    claims = arbitration.claims.order_by("worker__roster_no", "no")
    return list(claims.values_list("state", flat=True))


def test_some_settle_and_the_rest_go_on(arbitration):
    first, second, third = cases.workers_of(arbitration.case)
    statement = settle(arbitration, [first, second])
    said = statement.document.context
    assert statement.document.code == "A19"
    assert said["total"]["digits"] == "4000.00"
    assert said["others_go_on"]
    assert [row["amount"]["digits"] for row in said["instalments"]] == ["1600.00", "2400.00"]
    assert set(states(arbitration)) == {ClaimState.SETTLED, ClaimState.PENDING}
    company = arbitration.respondents.get()
    sign(statement, first, second, company)
    arbitration.refresh_from_db()
    assert arbitration.state == ArbitrationState.ACCEPTED
    rest = settle(arbitration, [third], on=LAST)
    assert rest.no == 2


def test_it_takes_effect_with_the_last_receipt_and_the_case_is_settled(arbitration):
    workers, company = cases.workers_of(arbitration.case), arbitration.respondents.get()
    statement = settle(arbitration, workers)
    statement = sign(statement, *workers)
    assert statement.state == StatementState.ISSUED
    statement = sign(statement, company, on=LAST)
    assert (statement.state, statement.effective_on) == (StatementState.EFFECTIVE, LAST)
    arbitration.refresh_from_db()
    assert arbitration.state == ArbitrationState.SETTLED
    enforce = Deadline.objects.get(case=arbitration.case, rule="JC-16")
    assert enforce.due_on == date(2028, 11, 16)


def test_before_the_last_receipt_a_party_may_go_back_on_it(arbitration):
    workers, company = cases.workers_of(arbitration.case), arbitration.respondents.get()
    statement = settle(arbitration, workers)
    sign(statement, *workers)
    given_up = do.give_up_settlement(
        statement=statement,
        party=company,
        reason="资金没有着落",
        by=cases.bench().keeper,
        on=LAST,
    )
    assert given_up.state == StatementState.LAPSED
    assert set(states(arbitration)) == {ClaimState.PENDING}
    statement.document.refresh_from_db()
    assert statement.document.state == "void"
    with pytest.raises(ActRefused, match="未生效"):
        sign(statement, company)


@pytest.mark.parametrize(
    ("changes", "source"),
    [
        ({"fen": 90000000}, "V-M5"),
        ({"fen": 0}, "V-M5"),
        ({"days": [(date(2026, 10, 15), Decimal(90))]}, "V-M3"),
        ({"days": [(date(2026, 9, 1), Decimal(100))]}, "V-D1"),
        ({"payers": []}, "ARB-32"),
        ({"agreed_through": {}}, "ARB-32"),
        ({"other_terms": ["余款尽快付清"]}, "JC-08"),
    ],
)
def test_what_cannot_be_settled_so(arbitration, changes, source):
    worker = cases.workers_of(arbitration.case)[0]
    with pytest.raises(ActRefused) as refused:
        settle(arbitration, [worker], **changes)
    assert refused.value.source == source
    assert not Statement.objects.exists()


def test_nobody_settles_twice_and_a_stranger_not_at_all(arbitration):
    worker, other = cases.workers_of(arbitration.case)[:2]
    settle(arbitration, [worker])
    with pytest.raises(ActRefused, match="没有正在审理的请求"):
        settle(arbitration, [worker])
    with pytest.raises(ActRefused, match="没有代理"):
        settle(arbitration, [other], agreed_through={other: "路人甲"})


def test_it_is_never_served_by_short_message(arbitration):
    workers = cases.workers_of(arbitration.case)
    statement = settle(arbitration, workers)
    with pytest.raises(ActRefused) as refused:
        record_service(
            document=statement.document,
            party=workers[0],
            delivery=cases.by_hand(workers[0].name, on=SIGNED).__class__(
                method="simple", sent_on=SIGNED, done_on=SIGNED, channel="sms"
            ),
            by=cases.bench().clerk,
            on=SIGNED,
        )
    assert refused.value.source == "SUM-04"


@freeze_time(datetime(2026, 9, 22, 3))
def test_it_is_made_and_signed_for_on_the_pages(arbitration):
    workers, company = cases.workers_of(arbitration.case), arbitration.respondents.get()
    client = Client()
    client.force_login(heard.presiding(arbitration), BACKEND)
    url = reverse("settle", args=[arbitration.pk])
    page = client.get(url)
    given = {
        "submission": page.context["form"]["submission"].value(),
        "payers": [company.pk],
        "other_terms": "",
        "day-1": "2026-10-15",
        "share-1": "100",
        f"who-{company.pk}": company.legal_rep,
    }
    for worker in workers:
        given[f"who-{worker.pk}"] = worker.name
    wrong = client.post(url, given | {f"sum-{workers[0].pk}": "两千"})
    assert "金额请写数字" in wrong.content.decode()
    empty = client.post(url, given)
    assert "请至少填写一名" in empty.content.decode()
    made = client.post(url, given | {f"sum-{workers[0].pk}": "2,000.00"})
    statement = Statement.objects.get()
    assert made.headers["Location"] == reverse("statement", args=[statement.pk])
    act = reverse("statement-act", args=[statement.pk, "signed"])
    form = client.get(act).context["form"]
    client.post(
        act,
        {
            "submission": form["submission"].value(),
            "parties": [workers[0].pk, company.pk],
            "method": "direct",
            "signed_on": "2026-09-22",
        },
    )
    statement.refresh_from_db()
    assert statement.state == StatementState.EFFECTIVE
    assert "已生效" in client.get(reverse("statement", args=[statement.pk])).content.decode()
    mediator = Client()
    mediator.force_login(builders.staff_of(arbitration.case).mediator, BACKEND)
    assert mediator.get(url).status_code == 403
