"""Who joins later, changed claims, counter-claims, challenges, siblings, a crew of many."""

from datetime import date

import pytest

from adjudication import operations as do
from adjudication.models import Claim
from adjudication.operations import ClaimChange, Stated
from adjudication.papers.decisions import Approval
from adjudication.queries import (
    answer_due_on,
    deadline,
    next_act,
    panel,
    paper,
    papers,
    standing_of,
)
from cases.choices import PartyKind, PartyRole
from cases.operations import add_party
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.adjudication import cases

pytestmark = pytest.mark.django_db

ASKED = date(2026, 9, 8)


def investor(arbitration):
    return add_party(
        case=arbitration.case,
        key="investor",
        role=PartyRole.INVESTOR,
        kind=PartyKind.NATURAL,
        name="卢海洋",
        id_no=builders.id_number(77),
        address="示例区示例路5号",
        phone="10000090077",
        by=builders.staff_of(arbitration.case).intake_officer,
        on=ASKED,
    )


def join(arbitration, party, **changes):
    facts = {
        "as_respondent": True,
        "joined_by": "本委通知",
        "reason": "被申请人的营业执照已被吊销，应当追加其出资人",
        "by": cases.bench().clerk,
        "on": ASKED,
    }
    return do.join_party(arbitration=arbitration, party=party, **(facts | changes))


def test_a_respondent_who_joins_begins_the_45_days_anew_and_has_an_own_answer_period():
    arbitration = cases.a_served_arbitration()
    party = investor(arbitration)
    join(arbitration, party)
    # 8 September and 45 days: 23 October.
    assert deadline(arbitration, "ARB-19").due_on == date(2026, 10, 23)
    assert paper(arbitration, "A02X2").context["award_due"] == "2026-10-23"
    cases.serve(arbitration, party, ["A01", "A02X2"], on=date(2026, 9, 9))
    employer = arbitration.respondents.order_by("id").first()
    assert answer_due_on(arbitration, employer) == date(2026, 9, 17)
    assert answer_due_on(arbitration, party) == date(2026, 9, 22)
    with pytest.raises(ActRefused) as refused:
        join(arbitration, party)
    assert refused.value.source == "ARB-40"


def test_a_third_party_leaves_the_clock_alone():
    arbitration = cases.a_served_arbitration()
    join(arbitration, investor(arbitration), as_respondent=False, joined_by="本人申请")
    assert deadline(arbitration, "ARB-19").due_on == date(2026, 10, 16)
    assert arbitration.third_parties.get().place == "third_party"


def change(arbitration, **changes):
    worker = arbitration.applicants.first()
    facts = {
        "added": [cases.claimed(worker, 52000, formula="260.00元/日×2日")],
        "by": cases.bench().clerk,
        "on": ASKED,
    }
    return do.change_claims(arbitration=arbitration, **(facts | changes))


def evidence_until(arbitration, day: date):
    do.order_evidence(
        arbitration=arbitration,
        to=[arbitration.respondents.get()],
        employer_must_produce=["考勤记录"],
        due_on=day,
        by=cases.bench().clerk,
        on=cases.SERVED,
    )


def test_claims_change_only_while_evidence_may_be_brought():
    arbitration = cases.a_served_arbitration()
    with pytest.raises(ActRefused, match="举证期限"):
        change(arbitration)
    evidence_until(arbitration, date(2026, 9, 7))
    with pytest.raises(ActRefused) as refused:
        change(arbitration)
    assert refused.value.source == "ARB-22"


def test_changed_claims_begin_clock_and_answer_period_anew():
    arbitration = cases.a_served_arbitration()
    evidence_until(arbitration, date(2026, 9, 15))
    worker, company = arbitration.applicants.get(), arbitration.respondents.get()
    change(arbitration, changed=[ClaimChange(worker, 1, 680000, "6800.00元×1")])
    told = paper(arbitration, "A02X1").context
    assert (told["total_before"]["digits"], told["total_after"]["digits"]) == (
        "6930.00",
        "7320.00",
    )
    assert told["award_due"] == "2026-10-23"
    cases.serve(arbitration, company, ["A02X1"], on=date(2026, 9, 9))
    assert answer_due_on(arbitration, company) == date(2026, 9, 22)
    assert [c.no for c in arbitration.claims.order_by("no")] == [1, 2]
    with pytest.raises(ActRefused) as refused:
        change(arbitration, added=[], changed=[ClaimChange(worker, 1, 680001, "6800.00元×1")])
    assert refused.value.source == "V-M2"


def test_a_counter_claim_that_is_merged_begins_the_45_days_anew():
    arbitration = cases.a_served_arbitration()
    cases.answer(arbitration, counter_claims=["返还门禁卡"])
    facts = {
        "arbitration": arbitration,
        "respondent": arbitration.respondents.get(),
        "by": cases.bench().clerk,
        "on": date(2026, 9, 10),
    }
    with pytest.raises(ActRefused, match="理由"):
        do.decide_counter_claim(accepted=False, **facts)
    do.decide_counter_claim(accepted=True, **facts)
    assert deadline(arbitration, "ARB-19").due_on == date(2026, 10, 26)
    assert deadline(arbitration, "ARB-12").met_on == date(2026, 9, 10)
    assert {p.code for p in papers(arbitration, "A02X3", "A02X4")} == {"A02X3", "A02X4"}


# Challenges


def challenge(arbitration, **changes):
    facts = {
        "challenged": cases.bench().sole,
        "party": arbitration.applicants.first(),
        "ground": "仲裁员与被申请人的委托代理人系同学",
        "by": cases.bench().clerk,
        "on": ASKED,
    }
    return do.challenge_arbitrator(arbitration=arbitration, **(facts | changes))


def decide(asked, granted: bool, **changes):
    facts = {
        "reason": "申请人所述属实",
        "approval": Approval("范立群", "仲裁委员会主任", date(2026, 9, 9)),
        "by": cases.bench().clerk,
        "on": date(2026, 9, 9),
    }
    return do.decide_challenge(challenge=asked, granted=granted, **(facts | changes))


def test_a_challenged_arbitrator_does_nothing_until_it_is_decided():
    hearing = cases.a_scheduled_hearing()
    asked = challenge(hearing.arbitration, on=date(2026, 9, 21))
    assert deadline(hearing.arbitration, "ARB-17").due_on == date(2026, 9, 24)
    with pytest.raises(ActRefused) as refused:
        cases.hold(hearing)
    assert refused.value.source == "ARB-17"
    with pytest.raises(NotPermitted):
        do.order_evidence(
            arbitration=hearing.arbitration,
            to=[],
            due_on=date(2026, 9, 24),
            by=cases.bench().sole,
            on=date(2026, 9, 21),
        )
    head = Approval("范立群", "仲裁委员会主任", date(2026, 9, 21))
    decide(asked, False, reason="申请人所述不属实", on=date(2026, 9, 21), approval=head)
    assert cases.hold(hearing).document


def test_a_challenge_that_is_granted_puts_somebody_else_in_the_seat():
    arbitration = cases.a_formed_arbitration()
    asked = challenge(arbitration)
    with pytest.raises(ActRefused) as refused:
        decide(asked, True, on=date(2026, 9, 14))
    assert refused.value.source == "V-D2"
    decide(asked, True)
    assert [seat.user for seat in panel(arbitration)] == [cases.bench().second]
    told = paper(arbitration, "A04").context
    assert told["replaced"] == {"name": "廖清", "reason": "回避"}
    assert paper(arbitration, "A16").context["outcome"] == "准许"
    with pytest.raises(ActRefused):
        decide(asked, True)


def test_after_the_hearing_nobody_is_challenged_any_more():
    with pytest.raises(ActRefused) as refused:
        challenge(cases.a_heard_arbitration(), on=date(2026, 9, 23))
    assert refused.value.source == "ARB-17"


# Crews and siblings


def test_a_crew_is_represented_by_three_to_five_of_its_own():
    case = cases.a_failed_case(10)
    workers = cases.workers_of(case)
    with pytest.raises(ActRefused) as refused:
        cases.file(case, representatives=workers[:2])
    assert refused.value.source == "COL-02"
    arbitration = cases.accept(cases.file(case, representatives=workers[:3]))
    said = paper(arbitration, "A01").context
    assert [p["name"] for p in said["applicants"]] == [w.name for w in workers[:3]]
    assert len(said["roster"]) == 10
    # One of them gets the papers for all.
    assert [p.party for p in papers(arbitration, "A02")] == [workers[0]]


def test_claims_of_any_number_of_workers_are_filed_in_the_same_few_queries(
    django_assert_max_num_queries,
):
    few, many = cases.a_failed_case(12), cases.a_failed_case(36)
    for case in (few, many):
        workers = cases.workers_of(case)
        claims = do.wage_claims(case, workers)
        with django_assert_max_num_queries(130):
            cases.file(case, representatives=workers[:3], claims=claims)
    assert Claim.objects.filter(arbitration__case=many).count() == 36


def test_general_facts_of_sibling_cases_are_entered_once():
    first = cases.accept(
        cases.file(
            cases.a_failed_case(),
            elements=cases.stated(
                Stated("E1", "示例建筑劳务有限公司"), Stated("E5", "抹灰工，示例花园二期")
            ),
        )
    )
    second = cases.accept(cases.file(builders.a_case(on=cases.ON, n_workers=1)))
    do.group_siblings(
        arbitrations=[first, second], name="示例花园二期欠薪", by=cases.bench().clerk, on=ASKED
    )
    first.refresh_from_db()
    do.share_elements(source=first, codes=["E1", "E5", "E6"], by=cases.bench().clerk, on=ASKED)
    copied = {e.code: e for e in second.elements.all()}
    assert copied["E5"].applicant_value == "抹灰工，示例花园二期"
    assert copied["E5"].agreed is None
    assert second.elements.filter(code="E6").count() == 1


def test_of_several_respondents_each_is_waited_for_and_each_answer_is_passed_on():
    arbitration = cases.a_served_arbitration()
    party = investor(arbitration)
    join(arbitration, party)
    employer = arbitration.respondents.order_by("id").first()
    worker = cases.workers_of(arbitration.case)[0]
    cases.serve(arbitration, party, ["A01", "A02X2"], on=date(2026, 9, 9))
    cases.serve(arbitration, worker, ["A04"], on=date(2026, 9, 9))
    cases.answer(arbitration, respondent=employer, on=date(2026, 9, 10))

    def following(day: int):
        return next_act(standing_of(arbitration), on=date(2026, 9, day))

    passed_on = following(11)
    assert passed_on.title.startswith("送达答辩书")
    assert passed_on.due_on == date(2026, 9, 17)  # five working days from 10 September
    cases.serve(arbitration, worker, ["A01R"], on=date(2026, 9, 11))
    waits = following(14)
    assert (waits.title, waits.due_on) == ("等被申请人答辩", date(2026, 9, 22))
    assert party.name in waits.why
    assert employer.name not in waits.why
    cases.answer(
        arbitration, respondent=party, signer=party.name, capacity="self", on=date(2026, 9, 15)
    )
    again = following(15)
    assert again.title.startswith("送达答辩书")
    assert again.due_on == date(2026, 9, 21)  # the Sunday before is worked
    own = deadline(arbitration, "ARB-10.copy")
    assert own.met_on == date(2026, 9, 11)  # the first answer's days were kept
    cases.serve(arbitration, worker, ["A01R"], on=date(2026, 9, 15))
    assert "答辩" not in following(16).title


def test_a_case_is_held_until_a_day_and_then_looked_at_again():
    arbitration = cases.a_served_arbitration()
    facts = {
        "ground": "等待鉴定",
        "findings": "已经委托鉴定",
        "by": cases.bench().clerk,
        "on": ASKED,
    }
    approval = Approval("范立群", "仲裁委员会主任", ASKED)
    with pytest.raises(ActRefused, match="晚于中止"):
        do.suspend_arbitration(arbitration=arbitration, approval=approval, until=ASKED, **facts)
    do.suspend_arbitration(
        arbitration=arbitration, approval=approval, until=date(2026, 10, 12), **facts
    )
    before = next_act(standing_of(arbitration), on=date(2026, 10, 11))
    assert (before.waits, before.due_on) == (True, date(2026, 10, 12))
    then = next_act(standing_of(arbitration), on=date(2026, 10, 12))
    assert then.title == "核对中止的事由是否消除"
    assert not then.waits
