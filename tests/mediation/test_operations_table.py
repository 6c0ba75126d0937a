"""Terms changed at the table, and the sides that are spoken to in private."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from freezegun import freeze_time

from mediation import operations
from mediation.choices import Answer, Liability, PerformanceMode, ProposalState
from mediation.models import Proposal
from mediation.operations import (
    InstalmentTerm,
    PayerShare,
    PayerTerm,
    Side,
    changes_between,
)
from mediation.queries import current_proposal
from room.models import Event
from room.operations import remove_seat
from staff.refusals import ActRefused, NotPermitted
from tests.builders import (
    ON,
    a_held_session,
    a_proposal,
    add_site,
    an_accepted_case,
    an_agreement,
    say,
    staff_of,
)
from tests.room.seated import seat_mediator, seat_party, send

pytestmark = pytest.mark.django_db

LESS = {"waiver_explanation": "本人知道应得数额，自愿少领。"}


@pytest.fixture(autouse=True)
def _today():
    with freeze_time(f"{ON} 02:45:00"):
        yield


@pytest.fixture
def case():
    return an_accepted_case(2)


@pytest.fixture
def session(case):
    return a_held_session(case)


def revise(base, amounts=None, **changes):
    by = staff_of(base.case).mediator
    return operations.revise_terms(base=base, amounts=amounts or {}, by=by, on=ON, **changes)


def sums(proposal) -> list[int]:
    return list(proposal.rows.values_list("amount_fen", flat=True))


def test_one_workers_sum_is_changed_and_everything_else_stays(session, case):
    base = a_proposal(case, instalments=2)
    before = sums(base)
    after = revise(base, {1: before[0] - 50000}, **LESS)
    assert (after.number, sums(after)) == (base.number + 1, [before[0] - 50000, before[1]])
    assert [s["due_on"] for s in after.schedule] == [s["due_on"] for s in base.schedule]
    assert after.default_kind == base.default_kind
    assert after.payers.get().share_fen == sum(before) - 50000
    assert all(sum(row.shares) == row.amount_fen for row in after.rows.all())


def test_answers_to_the_terms_before_count_no_longer(session, case):
    base = a_proposal(case)
    say(base, case.parties.workers().first())
    after = revise(base, {1: sums(base)[0] - 100}, **LESS)
    base.refresh_from_db()
    assert base.state == ProposalState.SUPERSEDED
    assert not after.answers.exists()


def test_the_difference_names_who_gets_less_and_who_pays_less(session, case):
    base = a_proposal(case)
    after = revise(base, {1: sums(base)[0] - 50000}, **LESS)
    first = case.parties.workers().first().name
    told = operations.changes_between(base, after)
    assert [changed.words for changed in told] == [
        f"{first}少500.00元",
        f"{case.debtor.name}（付款）少500.00元",
    ]


def test_terms_others_have_changed_meanwhile_are_not_overwritten(session, case):
    base = a_proposal(case)
    second = revise(base, {1: sums(base)[0] - 50000}, **LESS)
    with pytest.raises(ActRefused) as refused:
        revise(base, {2: sums(base)[1] - 100}, **LESS)
    assert refused.value.source == "COL-02"
    assert "少500.00元" in str(refused.value)
    third = revise(second, schedule=[(ON + timedelta(days=9), Decimal(100))])
    with pytest.raises(ActRefused, match="第1期由2026年11月23日付100%改为2026年11月25日付100%"):
        revise(second, {2: sums(base)[1] - 100}, **LESS)
    second = third
    assert current_proposal(case) == second


@pytest.mark.parametrize(
    ("amounts", "changes", "source"),
    [
        ({}, {}, "COL-02"),
        ({9: 100}, LESS, "V-M2"),
        ({1: 0}, LESS, "V-M5"),
        ({1: 10**9}, LESS, "V-M5"),
        ({1: 100}, {}, "MED-34"),
        ({1: 100}, {**LESS, "terms_sha256": "0" * 64}, "COL-02"),
        ({}, {"schedule": [(ON + timedelta(days=7), Decimal(60))]}, "V-M3"),
        ({}, {"schedule": [(ON - timedelta(days=7), Decimal(100))]}, "V-D1"),
        ({1: 100}, {**LESS, "payers": [PayerShare("nobody", Liability.DIRECT, 100)]}, "V-M2"),
    ],
)
def test_changes_that_cannot_stand_are_refused_and_leave_the_terms(
    session, case, amounts, changes, source
):
    base = a_proposal(case)
    with pytest.raises(ActRefused) as refused:
        revise(base, amounts, **changes)
    assert refused.value.source == source, refused.value
    assert current_proposal(case) == base


def test_only_the_mediator_changes_terms(session, case):
    base = a_proposal(case)
    with pytest.raises(NotPermitted):
        operations.revise_terms(
            base=base, amounts={1: 100}, by=staff_of(case).recorder, on=ON, **LESS
        )


def test_terms_of_an_agreement_are_not_changed_at_the_table(case):
    agreement = an_agreement(case)
    with pytest.raises(ActRefused):
        revise(agreement.proposal, {1: 100}, **LESS)


def test_new_days_make_instalments_of_one_payment_and_back(session, case):
    base = a_proposal(case, default_kind="acceleration", grace_days=3)
    week = timedelta(days=7)
    halves = [(ON + week, Decimal(50)), (ON + 2 * week, Decimal(50))]
    two = revise(base, schedule=halves)
    assert two.performance_mode == PerformanceMode.INSTALMENTS
    one = revise(two, schedule=[(ON + week, Decimal(100))])
    assert one.performance_mode == PerformanceMode.ONE_PAYMENT


def test_parts_agreed_in_sums_keep_their_proportion(session, case):
    total = sums(a_proposal(case))
    parts = [{1: total[0] - 300, 2: total[1] - 300}, {1: 300, 2: 300}]
    base = a_proposal(
        case,
        schedule=tuple(
            InstalmentTerm(no, ON + timedelta(weeks=no), parts=part)
            for no, part in enumerate(parts, 1)
        ),
        performance_mode=PerformanceMode.INSTALMENTS,
    )
    after = revise(base, {2: total[1] // 2}, **LESS)
    first, second = after.rows.all()
    assert first.shares == [total[0] - 300, 300]
    assert sum(second.shares) == total[1] // 2


def test_several_payers_keep_their_proportion_unless_told():
    case = an_accepted_case(2)
    site = add_site(case)
    a_held_session(case)
    total = sum(sums(a_proposal(case)))
    third = total // 3
    payers = (
        PayerTerm(case.debtor, Liability.DIRECT, total - third),
        PayerTerm(site.contractor, Liability.SUBSTITUTE_PAYMENT, third),
    )
    base = a_proposal(case, payers=payers)
    less = sums(base)[0] - 90000
    after = revise(base, {1: less}, **LESS)
    shares = dict(after.payers.values_list("party__key", "share_fen"))
    assert sum(shares.values()) == total - 90000
    assert abs(shares[site.contractor.key] - (third - 30000)) <= 1
    told = [
        PayerShare(case.debtor.key, Liability.DIRECT, total - third - 90100),
        PayerShare(site.contractor.key, Liability.SUBSTITUTE_PAYMENT, third),
    ]
    third_version = revise(after, {1: less - 100}, payers=told, **LESS)
    assert list(third_version.payers.values_list("party__key", "share_fen")) == [
        (one.party, one.share_fen) for one in told
    ]


def test_payers_who_share_an_instalment_keep_their_proportion_of_it():
    case = an_accepted_case(2)
    site = add_site(case)
    a_held_session(case)
    total = sum(sums(a_proposal(case)))
    first = total * 2 // 5  # forty of a hundred; the sums of the builder divide without a rest
    twice = (total - first) * 2 // 3
    payers = (
        PayerTerm(case.debtor, Liability.DIRECT, first, instalments=(1,)),
        PayerTerm(site.contractor, Liability.SUBSTITUTE_PAYMENT, twice, instalments=(2,)),
        PayerTerm(site.foreman, Liability.JOINT, total - first - twice, instalments=(2,)),
    )
    week = timedelta(days=7)
    base = a_proposal(
        case,
        payers=payers,
        schedule=(
            InstalmentTerm(1, ON + week, Decimal(40)),
            InstalmentTerm(2, ON + 2 * week, Decimal(60)),
        ),
        performance_mode=PerformanceMode.INSTALMENTS,
        default_kind="acceleration",
        grace_days=3,
    )
    after = revise(base, {1: sums(base)[0] - 10001}, **LESS)
    debtor, contractor, foreman = after.payers.values_list("share_fen", flat=True)
    assert debtor == after.schedule[0]["amount_fen"]
    assert contractor + foreman == after.schedule[1]["amount_fen"]
    assert abs(contractor - 2 * foreman) <= 2
    days = [(ON + week, Decimal(50)), (ON + 2 * week, Decimal(50))]
    halves = revise(after, schedule=days)
    assert sum(halves.payers.values_list("share_fen", flat=True)) == total - 10001
    assert halves.payers.first().share_fen == halves.schedule[0]["amount_fen"]


def test_a_payer_comes_in_and_one_goes_at_the_table():
    case = an_accepted_case(2)
    site = add_site(case)
    a_held_session(case)
    base = a_proposal(case)
    total = sum(sums(base))
    told = [
        PayerShare(site.contractor.key, Liability.SUBSTITUTE_PAYMENT, total - 1),
        PayerShare(site.foreman.key, Liability.JOINT, 1),
    ]
    after = revise(base, payers=told)
    assert list(after.payers.values_list("party__key", "liability", "share_fen")) == [
        (one.party, one.liability, one.share_fen) for one in told
    ]
    assert "不再列入" in str([changed.words for changed in changes_between(base, after)])
    worker = case.parties.workers().first()
    for wrong, words in (
        ([told[0]], "两者必须相等"),
        ([told[0], told[0]], "每人只写一次"),
        ([PayerShare(worker.key, Liability.DIRECT, total)], "劳动者以外"),
    ):
        with pytest.raises(ActRefused, match=words):
            revise(after, payers=wrong)


# Over the socket


def test_the_mediator_changes_terms_in_the_room_and_each_worker_sees_their_own(session, case):
    chair = seat_mediator(session)
    worker = seat_party(session, case.parties.workers().first())
    base = a_proposal(case)
    amount = sums(base)[1] - 50000
    body = {"base": base.number, "changes": {"2": amount}, "waiver": "自愿少领。"}
    told = send(chair, "pub", "terms.set", body)
    assert told.event.kind == "terms", told.why
    assert told.event.body["number"] == base.number + 1
    seen = Event.objects.visible_to(worker).filter(kind="terms.mine")
    assert [e.stream for e in seen] == [f"p:{worker.keys[0]}"] * 2
    late = send(chair, "pub", "terms.set", body)
    assert "现行的已经是方案" in late.why


@pytest.mark.parametrize(
    "change",
    [
        {"changes": {"一": 100}},
        {"changes": {"1": 1.5}},
        {"changes": {"1": "100"}},
        {"changes": {"1": -1}},
        {"changes": {"1": True}},
        {"changes": []},
        {"base": 77},
        {"base": "1"},
        {"schedule": [{"due_on": "明天", "percent": "100"}]},
        {"schedule": [{"due_on": "2026-12-01", "percent": "NaN"}]},
        {"schedule": []},
        {"payers": []},
        {"payers": "employer"},
        {"payers": ["employer"]},
        {"payers": [{"party": "employer", "liability": "mercy", "fen": 100}]},
        {"payers": [{"party": "employer", "liability": [], "fen": 100}]},
        {"payers": [{"party": "employer", "liability": "direct", "fen": 0}]},
        {"payers": [{"party": "nobody", "liability": "direct", "fen": 100}]},
        {"sha": 5},
        {"waiver": "长" * 301},
    ],
)
def test_broken_terms_frames_get_a_sentence_and_change_nothing(session, case, change):
    chair = seat_mediator(session)
    base = a_proposal(case)
    body = {"base": base.number, "changes": {"1": 100}, "waiver": "自愿"} | change
    assert send(chair, "pub", "terms.set", body).why
    assert Proposal.objects.filter(case=case).count() == 1


def test_neither_recorder_nor_party_sends_terms(session, case):
    staff = staff_of(case)
    seat_mediator(session)
    recorder = operations.enter_as_officer(session=session, by=staff.recorder, at=timezone.now())
    worker = seat_party(session, case.parties.workers().first())
    base = a_proposal(case)
    body = {"base": base.number, "changes": {"1": 100}, "waiver": "自愿"}
    for seat in (recorder, worker):
        assert send(seat, "pub", "terms.set", body).why == "您不能在这里写入。"


# Groups


@pytest.fixture
def three_sides():
    """A session with workers, the debtor and a contractor, each a side of its own."""
    case = an_accepted_case(2, third_parties=())
    site = add_site(case)
    session = a_held_session(case)
    session.recipients.add(site.contractor)
    seat_mediator(session)
    session.refresh_from_db()
    return session, case, site.contractor


def divide(session, **sides):
    by = staff_of(session.case).mediator
    sides = [Side(name, parties) for name, parties in sides.items()]
    return operations.regroup(session=session, sides=sides, by=by, on=ON)


def crew(case):
    return list(case.parties.workers())


def standing(session) -> dict[str, str]:
    return {g.name: g.slug for g in session.groups.filter(parties__isnull=False).distinct()}


def test_two_payers_are_joined_and_parted_and_never_share_what_was_said_before(three_sides):
    session, case, contractor = three_sides
    slugs = set(standing(session).values())
    divide(session, 工人方=crew(case), 付款方=[case.debtor, contractor])
    joined = standing(session)
    assert joined["工人方"] == "workers"
    assert joined["付款方"] not in slugs
    seat = seat_party(session, contractor)
    assert seat.group == joined["付款方"]
    remove_seat(seat=seat, at=timezone.now())
    divide(session, 工人方=crew(case), 甲=[case.debtor], 乙=[contractor])
    assert not {standing(session)["甲"], standing(session)["乙"]} & (slugs | {joined["付款方"]})


def test_nobody_who_is_in_the_room_changes_sides(three_sides):
    session, case, contractor = three_sides
    seat = seat_party(session, case.debtor)
    before = standing(session)
    with pytest.raises(ActRefused) as refused:
        divide(session, 工人方=crew(case), 付款方=[case.debtor, contractor])
    assert seat.label in str(refused.value)
    assert standing(session) == before


def test_a_side_that_stays_as_it_is_may_be_in_the_room(three_sides):
    session, case, contractor = three_sides
    seat = seat_party(session, crew(case)[0])
    divide(session, 班组=crew(case), 付款方=[case.debtor, contractor])
    assert standing(session)["班组"] == seat.group


@pytest.mark.parametrize("wrong", ["left out", "twice", "unnamed", "same name", "empty"])
def test_a_division_has_everybody_once(three_sides, wrong):
    session, case, contractor = three_sides
    sides = {
        "left out": [Side("工人方", crew(case)), Side("甲", [case.debtor])],
        "twice": [
            Side("工人方", crew(case)),
            Side("甲", [case.debtor, contractor]),
            Side("乙", [contractor]),
        ],
        "unnamed": [Side("工人方", crew(case)), Side(" ", [case.debtor, contractor])],
        "same name": [Side("甲", crew(case)), Side("甲", [case.debtor, contractor])],
        "empty": [
            Side("工人方", crew(case)),
            Side("甲", [case.debtor, contractor]),
            Side("乙", []),
        ],
    }[wrong]
    with pytest.raises(ActRefused):
        operations.regroup(session=session, sides=sides, by=staff_of(case).mediator, on=ON)


def test_only_the_mediator_divides(three_sides):
    session, case, _ = three_sides
    with pytest.raises(NotPermitted):
        operations.regroup(session=session, sides=[], by=staff_of(case).recorder, on=ON)


def test_an_answer_given_before_the_terms_changed_is_refused_in_the_room(session, case):
    seat_mediator(session)
    worker = seat_party(session, case.parties.workers().first())
    base = a_proposal(case)
    body = {"number": base.number, "sha": base.terms_sha256, "answer": Answer.AGREE}
    own = f"p:{worker.keys[0]}"
    assert send(worker, own, "terms.answer", body).event
    revise(base, {1: sums(base)[0] - 100}, **LESS)
    assert send(worker, own, "terms.answer", body).why
