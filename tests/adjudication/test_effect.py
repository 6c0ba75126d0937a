"""From which day an award has effect, for whom, and what nobody may do before."""

from datetime import date

import pytest

from adjudication import operations as do
from adjudication.choices import SuitResult
from adjudication.effect import effects
from adjudication.queries.titles import titles_due
from cases.choices import CaseStatus, CloseOutcome
from cases.models import Case
from cases.queries import total_account, wage_accounts
from documents.service.operations import Delivery, record_service
from staff.refusals import ActRefused
from tests.adjudication import heard

pytestmark = pytest.mark.django_db
WORKER_SERVED, EMPLOYER_SERVED = date(2026, 9, 29), date(2026, 9, 30)
# 15 days from 30 September, a Thursday in October: the employer's last day; effect the day after.
LAST_DAY, EFFECTIVE = date(2026, 10, 15), date(2026, 10, 16)


def awards(n_workers: int = 1, **facts):
    arbitration = heard.an_issued_award(n_workers, **facts)
    found = {award.kind: award for award in arbitration.awards.order_by("kind")}
    for award in found.values():
        for worker in arbitration.applicants.order_by("roster_no"):
            heard.serve(award, worker, WORKER_SERVED)
        heard.serve(award, arbitration.case.debtor, EMPLOYER_SERVED)
    return found["A12-1"], found["A12-2"]


def certify(award, **changes):
    facts = {
        "court": heard.court(),
        "asked_on": EFFECTIVE,
        "by": heard.bench().clerk,
        "on": EFFECTIVE,
    }
    return do.certify_effectiveness(award=award, **(facts | changes))


def sue(award, party, **changes):
    facts = {
        "court": "示例市示例区人民法院",
        "filed_on": date(2026, 10, 9),
        "by": heard.bench().clerk,
        "on": date(2026, 10, 9),
    }
    return do.record_suit(award=award, party=party, **(facts | changes))


def refused(act, *, source: str, says: str = "") -> None:
    with pytest.raises(ActRefused, match=says or None) as caught:
        act()
    assert caught.value.source == source, str(caught.value)


def test_each_partys_days_run_from_its_own_service() -> None:
    final, other = awards()
    worker = final.arbitration.applicants.get()
    days = {d.key: (d.starts_on, d.due_on) for d in final.arbitration.case.deadlines.all()}
    assert days[f"ARB-28.{worker.key}"] == (WORKER_SERVED, date(2026, 10, 14))
    assert days["ARB-29.employer"] == (EMPLOYER_SERVED, date(2026, 10, 30))
    assert days[f"ARB-30.{worker.key}"] == (WORKER_SERVED, date(2026, 10, 14))
    assert days["ARB-30.employer"] == (EMPLOYER_SERVED, LAST_DAY)
    assert [e.effective_on for e in effects(final)] == [heard.AWARDED]
    assert [e.effective_on for e in effects(other)] == [EFFECTIVE]


def partial(arbitration, claim):
    return do.issue_partial_award(
        arbitration=arbitration,
        claims=[claim],
        clear_part="月工资和未支付的月份双方均无争议",
        continuing_part="其余请求继续审理",
        pay_within_days=15,
        by=heard.presiding(arbitration),
        on=heard.AWARDED,
    )


@pytest.mark.parametrize("final", [True, False])
def test_each_partial_award_has_days_of_its_own_from_its_own_service(final) -> None:
    claims = heard.CLAIMS[:1] if final else heard.CLAIMS[3:]
    arbitration = heard.heard(3, claims=claims, elements=[heard.ELEMENTS[i] for i in (0, 1, 3)])
    employer, case = arbitration.case.debtor, arbitration.case
    first, second, _ = arbitration.claims.order_by("worker__roster_no")
    later = date(2026, 10, 9)
    awards = []
    for claim, on in ((first, EMPLOYER_SERVED), (second, later)):
        awards.append(partial(arbitration, claim))
        for party in (claim.worker, employer):
            heard.serve(awards[-1], party, on)
    running = {d.key: d.starts_on for d in case.deadlines.filter(state="running")}
    rule = "ARB-29" if final else "ARB-30"
    assert running[f"{rule}.A13.employer"] == EMPLOYER_SERVED
    assert running[f"{rule}.A13_2.employer"] == later
    # Who sues on the second leaves the days of the first, and its effect, as they are.
    sue(awards[1], employer, annulment=final, filed_on=later, on=later)
    state = dict(case.deadlines.filter(rule=rule).values_list("suffix", "state"))
    assert (state["A13.employer"], state["A13_2.employer"]) == ("running", "met")
    if final:
        assert {"ARB-44.A13", "ARB-44.A13_2"} <= set(running)
        assert [t.number for t in titles_due([case.pk])[case.pk]] == [a.number for a in awards]
    else:
        certify(awards[0])
        assert [e.effective_on for e in effects(awards[0])] == [EFFECTIVE]
        assert [e.effective_on for e in effects(awards[1])] == [None]


def test_an_award_is_never_served_by_text_message() -> None:
    award = heard.an_issued_award().awards.first()
    party = award.arbitration.case.debtor
    by_text = Delivery("simple", WORKER_SERVED, WORKER_SERVED, channel="sms", receiver="钱进")
    refused(
        lambda: record_service(
            document=award.document,
            party=party,
            delivery=by_text,
            by=heard.bench().clerk,
            on=WORKER_SERVED,
        ),
        source="SUM-04",
    )


def test_the_certificate_is_blocked_until_the_last_partys_last_day_is_over() -> None:
    _, other = awards()
    refused(lambda: certify(other, on=LAST_DAY, asked_on=LAST_DAY), source="A17", says="还可以起诉")
    refused(lambda: certify(other, asked_on=LAST_DAY), source="A17", says="查询")
    refused(lambda: certify(other, court=None), source="A17", says="查询")
    refused(lambda: certify(other, stated_on=LAST_DAY), source="A17", says="应为2026-10-16")
    certificate = certify(other)
    assert certificate.effective_on == EFFECTIVE
    assert certificate.document.context["suit_query"]["result"] == "无人起诉"
    other.refresh_from_db()
    assert other.effective_on == EFFECTIVE


def test_nobody_gets_a_certificate_while_somebody_was_not_served() -> None:
    other = heard.an_issued_award().awards.get(kind="A12-2")
    heard.serve(other, other.arbitration.applicants.get(), WORKER_SERVED)
    refused(lambda: certify(other), source="A17", says="还没有送达示例建筑劳务有限公司")


def test_what_is_owed_is_what_was_awarded_once_it_has_effect() -> None:
    final, other = awards()
    certify(other)
    owed = total_account(wage_accounts(final.arbitration.case))["outstanding"]
    assert owed == heard.MARK + 546207 + 1980000 + 2970000


def test_one_workers_suit_leaves_the_others_their_award() -> None:
    _, other = awards(3)
    first, second, third = other.arbitration.applicants.order_by("roster_no")
    sue(other, first)
    found = {e.worker.pk: e.effective_on for e in effects(other)}
    assert found == {first.pk: None, second.pk: EFFECTIVE, third.pk: EFFECTIVE}
    refused(lambda: certify(other), source="A17", says="不一致")
    certificate = certify(other, nobody_sued=False)
    assert certificate.document.context["effective_for"] == [second.name, third.name]
    refused(lambda: certify(other, worker=first), source="A17", says="起诉")


def test_an_employers_suit_leaves_no_award_with_effect_and_one_against_a_worker_only_his() -> None:
    _, other = awards(2)
    first = other.arbitration.applicants.order_by("roster_no").first()
    suit = sue(other, other.arbitration.case.debtor, worker=first)
    assert [e.effective_on for e in effects(other)] == [None, EFFECTIVE]
    on = date(2026, 11, 20)
    clerk = heard.bench().clerk
    do.record_suit_result(suit=suit, result=SuitResult.WITHDRAWN, served_on=on, by=clerk, on=on)
    assert [e.effective_on for e in effects(other)] == [on, EFFECTIVE]
    sue(other, other.arbitration.case.debtor)
    assert [e.effective_on for e in effects(other)] == [None, None]


def test_each_side_has_its_own_way_to_court() -> None:
    final, other = awards()
    worker, employer = final.arbitration.applicants.get(), final.arbitration.case.debtor
    refused(lambda: sue(final, employer), source="ARB-29", says="只能向中级人民法院申请撤销")
    refused(lambda: sue(final, worker, annulment=True), source="ARB-28")
    refused(lambda: sue(other, employer, annulment=True), source="ARB-30")
    late = {"filed_on": date(2026, 10, 16), "on": date(2026, 10, 16)}
    refused(lambda: sue(other, employer, **late), source="ARB-30", says="已逾期")
    suit = sue(final, employer, annulment=True)
    (effect,) = effects(final)
    assert (effect.effective_on, effect.stayed) == (heard.AWARDED, True)
    refused(lambda: sue(final, employer, annulment=True), source="V-X1")
    on = date(2026, 11, 5)
    clerk = heard.bench().clerk
    do.record_suit_result(suit=suit, result=SuitResult.ANNULLED, served_on=on, by=clerk, on=on)
    assert [e.effective_on for e in effects(final)] == [None]
    assert final.arbitration.case.deadlines.filter(rule="ARB-29.suit").exists()


def test_the_file_is_closed_when_every_award_has_effect_and_kept_ten_years() -> None:
    _, other = awards()
    arbitration = other.arbitration
    owed = heard.MARK + 546207 + 1980000 + 2970000

    def close(**changes):
        facts = {
            "outcome": CloseOutcome.AWARD_EFFECTIVE,
            "outstanding_fen": owed,
            "by": heard.bench().clerk,
            "on": EFFECTIVE,
        }
        return do.close_arbitration(arbitration=arbitration, **(facts | changes))

    refused(close, source="D18", says="尚未生效")
    certify(other)
    refused(lambda: close(outstanding_fen=owed - 1), source="V-M2")
    refused(lambda: close(outcome=CloseOutcome.WITHDRAWN), source="D18")
    closed = close()
    assert closed.file_closed_on == EFFECTIVE
    case = Case.objects.get(pk=arbitration.case_id)
    assert case.status == CaseStatus.CLOSED
    kept = case.deadlines.filter(rule="ARB-37").exclude(state="cancelled").get()
    assert kept.due_on == date(2036, 10, 16)
    assert case.documents.filter(code="D18").exists()
    refused(close, source="V-N1")
