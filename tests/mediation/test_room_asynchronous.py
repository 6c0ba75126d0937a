"""A session in which everybody comes at their own time (MED-35)."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cases.choices import Capacity
from documents.models import Document
from mediation import operations
from mediation.choices import Answer, Fact, NoticeKind, SessionMode, SessionResult
from mediation.models import Session, TermsAnswer
from staff.refusals import ActRefused
from tests import builders
from tests.mediation.in_session import admitted, done, enter, own, send

pytestmark = pytest.mark.django_db
FIRST = builders.ON
LAST = FIRST + timedelta(days=3)


def moment(day: int, hour: int, minute: int = 0):
    return datetime(
        FIRST.year, FIRST.month, FIRST.day + day, hour, minute, tzinfo=builders.SHANGHAI
    )


def schedule(case, **changes) -> Session:
    facts = {
        "starts_at": moment(0, 9),
        "place": "第一调解室",
        "mode": SessionMode.ASYNC,
        "notice": NoticeKind.WRITTEN,
        "recipients": list(case.parties.exclude(place="none")),
        "answers_until": LAST,
        "agreed_apart": list(case.parties.exclude(place="none")),
        "by": builders.staff_of(case).mediator,
        "on": FIRST,
    }
    return operations.schedule_session(case=case, **(facts | changes))


@pytest.fixture
def case():
    case = builders.an_accepted_case(1)
    builders.willing(case)
    return case


@pytest.fixture
def session(case):
    session = schedule(case)
    mediator = builders.staff_of(case).mediator
    operations.enter_as_officer(session=session, by=mediator, at=moment(0, 9))
    return Session.objects.get(pk=session.pk)


def test_the_notice_says_that_everybody_may_come_when_they_can(case):
    schedule(case)
    notice = Document.objects.filter(case=case, code="D06").first().context
    assert notice["mode"] == "分时在线"
    assert "请在2026年11月19日以前自行选择时间进入" in notice["remote"]["link"]


@pytest.mark.parametrize(
    "changes",
    [
        {"answers_until": None},
        {"answers_until": FIRST - timedelta(days=1)},
        {"mode": SessionMode.ON_SITE, "agreed_apart": []},
    ],
)
def test_it_has_a_last_day_and_no_other_session_has_one(case, changes):
    with pytest.raises(ActRefused, match="截止日"):
        schedule(case, **changes)


def test_nobody_is_made_to_come_apart_from_the_others(case):
    worker = case.parties.workers().get()
    with pytest.raises(ActRefused, match=f"尚未同意的有：{case.debtor.name}。"):
        schedule(case, agreed_apart=[worker])
    assert not case.sessions.exists()
    schedule(case)
    said = case.events.get(act="schedule_session").facts["agreed_apart"]
    assert said == sorted([worker.key, case.debtor.key])


def test_in_a_session_held_together_nobody_agrees_to_come_apart(case):
    with pytest.raises(ActRefused, match="只有分时在线"):
        schedule(case, mode=SessionMode.VIDEO, answers_until=None)


def test_who_comes_in_for_the_first_time_is_on_the_roll_from_then_on(case, session):
    worker, boss = case.parties.workers().get(), case.debtor
    user = admitted(worker)
    enter(session, user, at=moment(0, 20, 15))
    enter(session, user, at=moment(1, 8))
    enter(session, admitted(boss), at=moment(1, 9, 5))
    session.refresh_from_db()
    assert session.state == "held"
    rows = session.attendance.order_by("pk").values_list("party", "arrived_on", "arrived_at")
    assert [(p, f"{d} {t:%H:%M}") for p, d, t in rows] == [
        (worker.pk, "2026-11-16 20:15"),
        (boss.pk, "2026-11-17 09:05"),
    ]


def test_terms_are_answered_until_the_last_day(case, session):
    worker = case.parties.workers().get()
    seat = enter(session, admitted(worker), at=moment(0, 20))
    proposal = builders.a_proposal(case)
    body = {"number": 1, "sha": proposal.terms_sha256, "answer": "agree"}
    late = send(seat, own(worker), "terms.answer", body, moment(4, 0, 1))
    assert "答复期已于2026年11月19日届满" in late.why
    operations.extend_answers(
        session=session,
        until=LAST + timedelta(days=1),
        by=builders.staff_of(case).mediator,
        on=LAST,
    )
    done(seat, own(worker), "terms.answer", body, moment(4, 10))
    assert TermsAnswer.objects.get().answer == "agree"


def test_facts_and_offers_stop_with_the_last_day_too(case, session):
    worker, boss, staff = case.parties.workers().get(), case.debtor, builders.staff_of(case)
    li = enter(session, admitted(worker), at=moment(0, 20))
    owner = enter(session, admitted(boss), at=moment(1, 9))
    asked = operations.put_fact(
        session=session,
        fact=Fact.POST,
        content="李工做木工。",
        by=staff.mediator,
        at=moment(1, 10),
    )
    offer = {"amount_fen": 100_00, "minutes": 30 * 24 * 60}
    to_workers = offer | {"to": "workers"}
    done(owner, "c:employer", "offer.make", to_workers, moment(3, 23, 59))
    made = session.offers.get()
    operations.convey_offer(offer=made, by=staff.mediator, at=moment(3, 23, 59))
    late = moment(4, 0, 1)
    yes = {"id": asked.pk, "answer": "agree"}
    for seat, stream, kind, body in (
        (li, own(worker), "fact.answer", yes),
        (li, "c:workers", "offer.answer", {"id": made.pk, "answer": "accept"}),
        (li, "c:workers", "offer.make", offer | {"to": "employer", "counters": made.pk}),
        (owner, "c:employer", "offer.make", to_workers),
    ):
        why = send(seat, stream, kind, body, late).why
        assert "答复期已于2026年11月19日届满" in why, kind
        assert "请联系调解员延长答复期" in why
    # What somebody says to the mediator after that is still written down, and nothing is revived.
    operations.answer_fact(
        proposed=asked,
        party=worker,
        answer=Answer.AGREE,
        through=worker.name,
        capacity=Capacity.SELF,
        by=staff.mediator,
        at=late,
    )
    done(owner, "c:employer", "offer.withdraw", {"id": made.pk}, late)
    assert session.offers.get().state == "withdrawn"


@pytest.mark.parametrize(
    ("until", "on", "why"),
    [
        (LAST, FIRST, "应晚于原来的截止日"),
        (LAST + timedelta(days=1), LAST + timedelta(days=2), "不能早于今天"),
    ],
)
def test_more_days_are_more_and_not_past(case, session, until, on, why):
    mediator = builders.staff_of(case).mediator
    with pytest.raises(ActRefused, match=why):
        operations.extend_answers(session=session, until=until, by=mediator, on=on)


def test_only_a_session_at_ones_own_time_is_given_more_days(case):
    ordinary, mediator = builders.a_session(case), builders.staff_of(case).mediator
    with pytest.raises(ActRefused, match="分时在线"):
        operations.extend_answers(session=ordinary, until=LAST, by=mediator, on=FIRST)


def test_the_mediator_gives_more_days_on_the_page_of_the_session(client, case, session):
    Session.objects.update(answers_until=timezone.localdate() - timedelta(days=1))
    client.force_login(builders.staff_of(case).mediator)
    page = f"/sessions/{session.pk}/"
    assert "延长答复期" in client.get(page).content.decode()
    until = timezone.localdate() + timedelta(days=3)
    answer = client.post(f"{page}answers/", {"until": until.isoformat(), "submission": "a"})
    assert answer.status_code == 302
    session.refresh_from_db()
    assert session.answers_until == until
    assert f"{until.month}月{until.day}日" in client.get(page).content.decode()


def test_the_minutes_say_who_came_when(case, session):
    worker, boss = case.parties.workers().get(), case.debtor
    enter(session, admitted(worker), at=moment(0, 20, 15))
    enter(session, admitted(boss), at=moment(1, 9, 5))
    staff = builders.staff_of(case)
    operations.add_minutes_line(session=session, text="双方先后答复。", by=staff.mediator, on=LAST)
    operations.close_session(
        session=session,
        ended_at=moment(3, 17),
        result=SessionResult.NOT_SETTLED,
        signed_by=[worker, boss],
        by=staff.recorder,
        on=LAST,
    )
    minutes = Document.objects.get(case=case, code="D10").context
    assert minutes["mode"] == "分时在线"
    first = minutes["lines"][0]["text"]
    assert "不同时参加" in first
    assert f"{worker.name}于2026年11月16日20:15首次进入" in first


def test_an_ordinary_session_notes_nobody_by_their_coming_in(case):
    session = builders.a_session(case)
    mediator = builders.staff_of(case).mediator
    operations.enter_as_officer(session=session, by=mediator, at=moment(0, 9))
    session.refresh_from_db()
    enter(session, admitted(case.debtor), at=moment(0, 9))
    assert not session.attendance.exists()
