"""Mediation from consent to the signed terms: who may, on which paper, and what is refused."""

from datetime import time, timedelta
from decimal import Decimal

import pytest

from cases.choices import AuthorityScope, Capacity, CaseStatus, SealKind
from cases.models import Case
from cases.operations import amend_party, record_authority
from mediation import operations
from mediation.choices import (
    AgreementState,
    Answer,
    ConsentChannel,
    EndReason,
    Fact,
    Liability,
    PayeeMode,
    ProposalState,
    SessionResult,
    SessionState,
)
from mediation.models import Attendance, MinutesLine, Session, TermsAnswer
from mediation.operations import InstalmentTerm, PayerTerm
from mediation.queries import current_agreement, tally
from staff.operations import declare_conflict
from staff.refusals import ActRefused, NotPermitted
from tests.builders import (
    LEGAL_REPRESENTATIVE,
    ON,
    a_case,
    a_held_session,
    a_proposal,
    a_session,
    accept,
    add_site,
    an_accepted_case,
    an_agreement,
    apply,
    end_session,
    everybody_agrees,
    say,
    sign_all,
    staff_of,
    willing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return an_accepted_case(2)


def refused_by(source, act, *args, **facts):
    with pytest.raises(ActRefused) as refused:
        act(*args, **facts)
    assert refused.value.source == source, refused.value
    return refused.value


# Consent, recusal


def test_nobody_is_called_to_a_session_after_a_refusal(case):
    willing(case)
    operations.record_mediation_consent(
        party=case.debtor, answer=Answer.REFUSE, channel=ConsentChannel.PHONE,
        by=staff_of(case).intake_officer, on=ON,
    )  # fmt: skip
    refused_by("MED-04", a_session, case)
    assert not case.sessions.exists()


def test_a_later_yes_opens_the_way_again(case):
    for answer in (Answer.REFUSE, Answer.AGREE):
        operations.record_mediation_consent(
            party=case.debtor, answer=answer, channel=ConsentChannel.PHONE,
            by=staff_of(case).intake_officer, on=ON,
        )  # fmt: skip
    assert a_session(case).no == 1


def test_willingness_is_not_asked_by_public_notice(case):
    refused_by(
        "MED-04", operations.invite_respondent, case=case, parties=[case.debtor],
        reply_by=ON, by=staff_of(case).intake_officer, on=ON, method="public_notice",
    )  # fmt: skip


def test_a_mediator_with_a_declared_relation_is_not_allocated():
    case = apply(a_case(n_workers=1))
    mediator = staff_of(case).mediator
    declare_conflict(
        user=mediator, counterpart_name=LEGAL_REPRESENTATIVE, relation="表兄弟", by=mediator, on=ON
    )
    refused_by("MED-24", accept, case)
    assert Case.objects.get(pk=case.pk).status == CaseStatus.FILED


def recuse(case, **changes):
    staff = staff_of(case)
    facts = {
        "mediator": staff.mediator,
        "ground": "是当事人或者当事人、代理人的近亲属",
        "replace": True,
        "reason": "属实",
    }
    facts |= {"by": staff.director, "on": ON, "replacement": staff.other_mediator}
    return operations.recuse_mediator(case=case, **(facts | changes))


def test_a_recused_mediator_leaves_the_case_to_another(case):
    staff = staff_of(case)
    recuse(case)
    assert not Case.objects.visible_to(staff.mediator).exists()
    assert Case.objects.visible_to(staff.other_mediator).exists()


def test_nobody_decides_on_their_own_recusal(case):
    staff = staff_of(case)
    with pytest.raises(NotPermitted):
        recuse(case, by=staff.mediator)


def test_the_replacement_is_checked_like_the_first(case):
    staff = staff_of(case)
    declare_conflict(
        user=staff.other_mediator, counterpart_name=case.debtor.name, relation="曾任法律顾问",
        by=staff.director, on=ON,
    )  # fmt: skip
    refused_by("MED-24", recuse, case)
    refused_by("MED-24", recuse, case, replacement=None)
    refused_by("MED-02", recuse, case, replacement=staff.recorder)


# Sessions and minutes


def test_a_second_session_waits_for_the_first(case):
    willing(case)
    a_session(case)
    refused_by("D06", a_session, case, at=time(15))


def test_a_cancelled_session_keeps_its_number_and_takes_no_minutes(case):
    willing(case)
    staff = staff_of(case)
    first = a_session(case)
    operations.cancel_session(session=first, reason="改期", by=staff.mediator, on=ON)
    assert a_session(case, at=time(15)).no == 2
    refused_by(
        "D10", operations.add_minutes_line, session=first, text="开始", by=staff.mediator, on=ON
    )


def line(session, text="无异议。", **changes):
    facts = {"session": session, "text": text, "on": ON}
    return operations.add_minutes_line(by=staff_of(session.case).recorder, **(facts | changes))


def test_minutes_are_corrected_by_a_new_line(case):
    session = a_held_session(case)
    wrong = line(session, "欠5000元。")
    right = line(session, "欠6930元。", corrects=wrong)
    wrong.refresh_from_db()
    assert (wrong.text, right.corrects, right.no) == ("欠5000元。", wrong, wrong.no + 1)
    refused_by("D10", line, session, "再改。", corrects=wrong)


def test_two_who_write_at_once_do_not_take_one_number(case):
    session = a_held_session(case)
    following = session.lines.count() + 1
    line(session, no=following)
    refused_by("D10", line, session, no=following)
    assert session.lines.count() == following


def test_minutes_are_closed_with_the_session(case):
    session = a_held_session(case)
    end_session(session, result=SessionResult.ADJOURNED)
    refused_by("D10", line, session)
    refused_by(
        "D10", operations.record_leaving, attendance=Attendance.objects.first(),
        left_at=time(11), by=staff_of(case).recorder, on=ON,
    )  # fmt: skip
    assert MinutesLine.objects.count() == 1


def test_everybody_present_signs_the_minutes(case):
    session = a_held_session(case)
    refused_by(
        "V-S1", operations.close_session, session=session,
        ended_at=session.starts_at + timedelta(hours=1), result=SessionResult.ADJOURNED,
        signed_by=[case.debtor], by=staff_of(case).recorder, on=ON,
    )  # fmt: skip
    assert Session.objects.get(pk=session.pk).state == SessionState.HELD


def test_settled_needs_a_worker_who_agreed(case):
    session = a_held_session(case)
    refused_by("D10", end_session, session)
    say(a_proposal(case), case.parties.workers().first())
    assert end_session(session).result == SessionResult.SETTLED


def confirm(case, agreed_by, **changes):
    facts = {"fact": Fact.DUE, "content": "欠付13860.00元。", "agreed_by": agreed_by}
    facts |= {"evidence": [], "by": staff_of(case).recorder, "on": ON}
    return operations.confirm_undisputed_fact(case=case, **(facts | changes))


def test_a_fact_is_undisputed_when_both_sides_say_so(case):
    worker = case.parties.workers().first()
    refused_by("MED-21", confirm, case, [worker])
    refused_by("MED-21", confirm, case, [case.debtor])
    first = confirm(case, [worker, case.debtor])
    confirm(case, [worker, case.debtor], content="欠付共13860.00元。")
    first.refresh_from_db()
    assert first.superseded


def test_an_undisputed_sum_is_the_sum_of_the_accounts(case):
    both = [case.parties.workers().first(), case.debtor]
    refused_by("V-M2", confirm, case, both, value={"total_fen": 1})
    assert confirm(case, both, value={"total_fen": 2 * 693000}).value


# Terms


TOTAL = 2 * 693000


def test_terms_divide_every_worker_to_the_fen(case):
    proposal = a_proposal(case, instalments=3)
    for row in proposal.rows.all():
        assert sum(row.shares) == row.amount_fen == 693000
    assert sum(part["amount_fen"] for part in proposal.schedule) == TOTAL


def half(no, percent, weeks, **more):
    return InstalmentTerm(no, ON + timedelta(weeks=weeks), Decimal(percent), **more)


@pytest.mark.parametrize(
    ("wrong", "source"),
    [
        ({"schedule": (half(1, 60, 1), half(2, 30, 2))}, "V-M3"),
        ({"schedule": (half(1, 100, 1, stated_fen=TOTAL - 1),)}, "V-M3"),
        ({"schedule": ()}, "V-M3"),
        ({"schedule": (half(2, 100, 1),)}, "V-M3"),
        ({"schedule": (InstalmentTerm(1, ON, parts={1: 693000, 2: 1}),)}, "V-M3"),
        ({"schedule": (half(1, 50, 2), half(2, 50, 1)), "instalments": 2}, "V-D1"),
        ({"schedule": (half(1, 100, -1),)}, "V-D1"),
        ({"stated_total_fen": TOTAL + 1}, "V-M2"),
        ({"payers": ()}, "JC-08"),
        ({"amounts": {1: 693001}}, "V-M5"),
        ({"amounts": {1: 0}}, "V-M5"),
        ({"grace_days": None, "instalments": 2}, "JC-08"),
        ({"joint_confirmation": True}, "JC-02"),
    ],
)
def test_terms_that_do_not_add_up_are_refused(case, wrong, source):
    refused_by(source, a_proposal, case, **wrong)
    assert not case.proposals.exists()


def test_a_waiver_is_explained(case):
    debtor = PayerTerm(case.debtor, Liability.DIRECT, TOTAL - 93000)
    less = {"amounts": {1: 600000}, "payers": (debtor,)}
    refused_by("MED-34", a_proposal, case, **less)
    assert a_proposal(case, waiver_explanation="本人自愿放弃零头，已知悉后果。", **less)


def test_a_payday_on_a_day_off_is_cautioned_with_an_earlier_one(case):
    saturday = InstalmentTerm(1, ON + timedelta(days=12), Decimal(100))
    [caution] = a_proposal(case, schedule=(saturday,)).cautions
    assert (caution["source"], caution["suggest"]) == ("V-D3", "2026-11-27")


def test_the_money_goes_to_the_worker_of_the_row(case):
    worker = case.parties.workers().last()
    amend_party(party=worker, bank_account="", by=staff_of(case).mediator, on=ON, reason="账号有误")
    refusal = refused_by("V-P4", a_proposal, case)
    assert worker.name in refusal.message
    assert a_proposal(case, payee_mode=PayeeMode.CASH_ON_SITE)


def test_a_worker_named_twice_has_one_row(case):
    worker = case.parties.workers().first()
    debtor = PayerTerm(case.debtor, Liability.DIRECT, 693000)
    assert a_proposal(case, workers=(worker, worker), payers=(debtor,)).rows.count() == 1


def test_payers_add_up_owe_and_stay_below_their_cap():
    case = a_case(n_workers=2)
    site = add_site(case)
    accept(apply(case))
    for payers, source in (
        ([PayerTerm(site.foreman, Liability.DIRECT, TOTAL)], "LIAB-04"),
        ([PayerTerm(site.contractor, Liability.DIRECT, TOTAL - 1)], "V-M2"),
        ([PayerTerm(case.parties.workers().first(), Liability.DIRECT, TOTAL)], "V-P3"),
        (
            [PayerTerm(site.contractor, Liability.CAPPED_ADVANCE, TOTAL, cap_fen=TOTAL - 1)],
            "LIAB-03",
        ),
    ):
        refused_by(source, a_proposal, case, payers=tuple(payers))
    both = (
        PayerTerm(site.contractor, Liability.SUBSTITUTE_PAYMENT, TOTAL - 1),
        PayerTerm(site.foreman, Liability.DIRECT, 1),
    )
    assert a_proposal(case, payers=both).payers.count() == 2


# Answers


def test_a_new_proposal_voids_earlier_answers(case):
    first = a_proposal(case)
    worker = case.parties.workers().first()
    say(first, worker)
    second = a_proposal(case, instalments=2)
    first.refresh_from_db()
    assert first.state == ProposalState.SUPERSEDED
    assert (tally(second).agree, tally(second).silent) == (0, 2)
    refused_by("COL-02", say, first, worker)


def test_an_answer_is_to_exactly_the_terms_read(case):
    read = a_proposal(case).terms_sha256
    second = a_proposal(case, instalments=2)
    worker = case.parties.workers().first()
    refused_by("COL-02", say, second, worker, terms_sha256=read)
    assert say(second, worker, terms_sha256=second.terms_sha256).answer == Answer.AGREE


def test_a_later_answer_replaces_the_earlier_one(case):
    proposal = a_proposal(case)
    worker = case.parties.workers().first()
    say(proposal, worker)
    say(proposal, worker, Answer.REFUSE)
    assert TermsAnswer.objects.get(party=worker).answer == Answer.REFUSE
    assert (tally(proposal).agree, tally(proposal).refuse, tally(proposal).silent) == (0, 1, 1)


def test_nobody_answers_after_mediation_has_ended(case):
    proposal = a_proposal(case)
    operations.terminate_mediation(
        case=case, reason=EndReason.WITHDRAWN, guidance=["可依法申请仲裁"],
        by=staff_of(case).mediator, on=ON,
    )  # fmt: skip
    refused_by("MED-07", say, proposal, case.parties.workers().first())


def authorise(case, party, scope, *, first=ON, last=ON):
    return record_authority(
        party=party, agent="何平", scope=scope, special_items=["代为和解"], valid_from=first,
        valid_to=last, seal_kind=SealKind.OFFICIAL if party.legal_rep else "",
        by=staff_of(case).recorder, on=ON,
    )  # fmt: skip


AGENT = {"through": "何平", "capacity": Capacity.AUTHORISED_AGENT}
DAY = timedelta(days=1)
ACTING = {
    "company by its chief": ("employer", None, {}, True),
    "company in person": ("employer", None, {"capacity": Capacity.SELF}, False),
    "company by somebody else as its chief": ("employer", None, {"through": "何平"}, False),
    "agent without a paper": ("employer", None, AGENT, False),
    "agent with general powers": ("employer", {"scope": AuthorityScope.GENERAL}, AGENT, False),
    "agent with special powers": ("employer", {"scope": AuthorityScope.SPECIAL}, AGENT, True),
    "agent whose paper ran out": (
        "employer",
        {"scope": AuthorityScope.SPECIAL, "first": ON - 9 * DAY, "last": ON - DAY},
        AGENT,
        False,
    ),
    "agent whose paper begins tomorrow": (
        "employer",
        {"scope": AuthorityScope.SPECIAL, "first": ON + DAY, "last": ON + 9 * DAY},
        AGENT,
        False,
    ),
    "worker in person": ("worker_1", None, {}, True),
    "worker by another": ("worker_1", None, {"through": "孙长河"}, False),
    "worker by an agent": ("worker_1", {"scope": AuthorityScope.SPECIAL}, AGENT, True),
    "worker by a representative": (
        "worker_1",
        None,
        {"capacity": Capacity.ELECTED_REPRESENTATIVE},
        False,
    ),
    "mediator for a party": ("worker_1", None, {"capacity": Capacity.MEDIATOR}, False),
}


@pytest.mark.parametrize(("key", "paper", "spoken", "allowed"), ACTING.values(), ids=ACTING.keys())
def test_only_who_may_settle_answers_for_a_party(case, key, paper, spoken, allowed):
    party = case.parties.get(key=key)
    if paper:
        authorise(case, party, **paper)
    proposal = a_proposal(case)
    if allowed:
        assert say(proposal, party, **spoken).answer == Answer.AGREE
        return
    refused_by("V-P2", say, proposal, party, **spoken)
    assert not proposal.answers.exists()


def test_an_elected_representative_does_not_settle_for_others():
    case = an_accepted_case(10)
    workers = list(case.parties.workers())
    assert case.elections.get().representatives.count() == 3
    spoken = {"through": workers[0].name, "capacity": Capacity.ELECTED_REPRESENTATIVE}
    refused_by("COL-02", say, a_proposal(case), workers[0], **spoken)


# From the answers to the agreement


def test_the_agreement_is_of_those_who_agreed(case):
    session = a_held_session(case)
    proposal = a_proposal(case)
    first, second = case.parties.workers()
    say(proposal, first)
    say(proposal, second, Answer.REFUSE)
    say(proposal, case.debtor)
    end_session(session)
    agreement = operations.generate_agreement(
        proposal=proposal, annex=False, by=staff_of(case).mediator, on=ON
    )
    shares = agreement.instalments.get().shares.all()
    assert [(s.worker, s.amount_fen) for s in shares] == [(first, 693000)]
    assert agreement.payers.get().share_fen == 693000


def test_no_agreement_without_the_payer(case):
    session = a_held_session(case)
    proposal = a_proposal(case)
    for worker in case.parties.workers():
        say(proposal, worker)
    end_session(session)
    refused_by(
        "MED-10", operations.generate_agreement, proposal=proposal, annex=True,
        by=staff_of(case).mediator, on=ON,
    )  # fmt: skip


def test_an_agreement_is_made_once_and_after_the_session(case):
    session = a_held_session(case)
    proposal = a_proposal(case)
    everybody_agrees(proposal)
    make = {"proposal": proposal, "annex": True, "by": staff_of(case).mediator, "on": ON}
    refused_by("D10", operations.generate_agreement, **make)
    end_session(session)
    operations.generate_agreement(**make)
    refused_by("D12", operations.generate_agreement, **make)
    assert case.agreements.count() == 1


def test_ending_mediation_voids_what_waits_for_signatures(case):
    agreement = an_agreement(case, instalments=2)
    operations.terminate_mediation(
        case=case, reason=EndReason.ONE_SIDE_REFUSES, guidance=["可依法申请仲裁"],
        by=staff_of(case).mediator, on=ON,
    )  # fmt: skip
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.VOID
    assert (agreement.document.state, agreement.annex.state) == ("void", "void")
    assert current_agreement(case) is None
    with pytest.raises(ActRefused):
        sign_all(agreement)
