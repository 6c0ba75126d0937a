"""The 45 days: no move without an article, a stop of n days moves the day by n, one extension."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adjudication import operations as do
from adjudication.choices import ArbitrationState, ClockChange
from adjudication.clock import NoArticle, longest_extension, read
from adjudication.papers.decisions import Approval
from adjudication.queries import clock_reading, deadline, papers
from law.calendar import published_calendar
from law.time_limits import last_day
from staff.refusals import ActRefused
from tests.adjudication import cases

CALENDAR = published_calendar()
START = date(2026, 3, 2)
HEAD = Approval("范立群", "仲裁委员会主任", date(2026, 9, 10))


@dataclass(frozen=True)
class Move:
    change: str
    on: date
    cause: str = "受理"
    rule: str = "ARB-20"
    until: date | None = None


def started(on: date = START) -> Move:
    return Move(ClockChange.STARTED, on, rule="ARB-19")


def stopped(since: date, until: date, cause: str = "中止") -> list[Move]:
    return [
        Move(ClockChange.STOPPED, since, cause),
        Move(ClockChange.RESUMED, until, cause),
    ]


def due(*moves: Move, on: date = date(2026, 12, 1)) -> date:
    reading = read(moves, CALENDAR, on=on)
    assert reading is not None
    return reading.due_on


spans = st.tuples(st.integers(1, 20), st.integers(1, 15))


@given(spans)
def test_a_stop_of_n_days_moves_the_last_day_by_n(span):
    after, length = span
    since = START + timedelta(days=after)
    moves = [started(), *stopped(since, since + timedelta(days=length))]
    assert due(*moves) == last_day("ARB-19", START, CALENDAR, amount=45 + length).due_on


@given(spans, st.integers(0, 14))
def test_two_causes_at_once_take_a_day_out_only_once(span, offset):
    after, length = span
    since = START + timedelta(days=after)
    until = since + timedelta(days=length)
    second = since + timedelta(days=min(offset, length - 1))
    within = [*stopped(since, until), *stopped(second, until, "公告")]
    assert due(started(), *within) == due(started(), *stopped(since, until))


@given(st.lists(spans, max_size=4))
def test_stops_never_bring_the_last_day_nearer(lengths):
    moves, day = [started()], START
    for after, length in lengths:
        since = day + timedelta(days=after)
        day = since + timedelta(days=length)
        moves += stopped(since, day)
    assert due(*moves) >= due(started())


@given(st.integers(1, 40), spans)
def test_what_begins_the_count_anew_forgets_what_was_before(after, span):
    again = START + timedelta(days=after)
    earlier, length = span
    since = START + timedelta(days=min(earlier, after))
    resumed = min(since + timedelta(days=length), again)
    moves = [started(), *stopped(since, resumed), Move(ClockChange.RESTARTED, again, "追加")]
    assert due(*moves) == last_day("ARB-19", again, CALENDAR).due_on


@given(st.sampled_from(list(ClockChange)), st.text(max_size=8))
def test_no_clock_moves_without_an_article(change, rule):
    if rule in ("ARB-19", "ARB-20"):
        return
    moves = [started(), Move(change, START + timedelta(days=3), rule="无" + rule)]
    with pytest.raises(NoArticle):
        read(moves, CALENDAR, on=START + timedelta(days=9))


def test_while_it_stands_each_day_moves_the_last_one():
    stop = Move(ClockChange.STOPPED, START + timedelta(days=5), "中止")
    first = read([started(), stop], CALENDAR, on=START + timedelta(days=6))
    later = read([started(), stop], CALENDAR, on=START + timedelta(days=9))
    assert first.standing
    assert (first.amount, later.amount) == (46, 49)


def test_an_extension_names_its_day_and_a_later_stop_moves_it():
    limit = due(started())
    until = longest_extension(limit, CALENDAR)
    extended = Move(ClockChange.EXTENDED, limit, "批准延期", "ARB-19", until)
    assert due(started(), extended) == until
    since = limit + timedelta(days=1)
    moved = due(started(), extended, *stopped(since, since + timedelta(days=4)))
    assert moved == last_day("ARB-19.extension", until, CALENDAR, amount=4).due_on


def test_before_it_started_there_is_no_clock():
    assert read([], CALENDAR, on=START) is None


# By the acts


def decide(operation, arbitration, on: date, **facts):
    return operation(
        arbitration=arbitration,
        ground="被申请人的清算组尚未成立",
        findings="被申请人已决议解散，无人代表其参加仲裁",
        approval=HEAD,
        by=cases.bench().clerk,
        on=on,
        **facts,
    )


@pytest.mark.django_db
def test_suspension_stops_the_clock_and_resumption_adds_the_days():
    arbitration = cases.a_formed_arbitration()
    decide(do.suspend_arbitration, arbitration, date(2026, 9, 10))
    arbitration.refresh_from_db()
    assert arbitration.state == ArbitrationState.SUSPENDED
    assert deadline(arbitration, "ARB-19").state == "suspended"
    with pytest.raises(ActRefused):
        cases.schedule(arbitration)
    decide(do.resume_arbitration, arbitration, date(2026, 9, 20))
    # 45 + 10 days from 1 September.
    assert deadline(arbitration, "ARB-19").due_on == date(2026, 10, 26)
    told = [paper.context["matter"] for paper in papers(arbitration, "A16")]
    assert told == ["中止", "恢复"]


@pytest.mark.django_db
def test_the_limit_is_extended_once_by_at_most_fifteen_days_and_before_it_ends():
    arbitration = cases.a_formed_arbitration()
    until = date(2026, 11, 2)
    on = date(2026, 10, 12)
    with pytest.raises(ActRefused, match="2026年11月2日"):
        # 31 October is a Saturday.
        decide(do.extend_award_limit, arbitration, on, until=date(2026, 11, 3))
    with pytest.raises(ActRefused, match="届满"):
        decide(do.extend_award_limit, arbitration, date(2026, 10, 17), until=until)
    decision = decide(do.extend_award_limit, arbitration, on, until=until)
    assert decision.approver == "范立群"
    assert deadline(arbitration, "ARB-19").due_on == until
    with pytest.raises(ActRefused, match="一次"):
        decide(do.extend_award_limit, arbitration, on, until=date(2026, 11, 10))
    assert clock_reading(arbitration, on=on).extended


@pytest.mark.django_db
def test_nobody_extends_without_the_head_of_the_commission():
    arbitration = cases.a_formed_arbitration()
    with pytest.raises(ActRefused) as refused:
        do.extend_award_limit(
            arbitration=arbitration,
            until=date(2026, 10, 20),
            ground="案情复杂",
            findings="需要鉴定",
            approval=Approval("", "仲裁委员会主任", date(2026, 10, 12)),
            by=cases.bench().clerk,
            on=date(2026, 10, 12),
        )
    assert refused.value.source == "ARB-19"
