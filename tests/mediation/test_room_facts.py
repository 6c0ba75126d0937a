"""Facts put to the parties in the room: words asked, answered by each, confirmed by both sides."""

import pytest

from cases.choices import AuthorityScope
from mediation import operations
from mediation.models import ProposedFact, UndisputedFact
from tests import builders
from tests.mediation.in_session import AT, a_meeting, agent, done, enter, own, send, told

pytestmark = pytest.mark.django_db
WORDS = "2026年6月1日至7月20日在示例花园二期抹灰"


@pytest.fixture
def meeting():
    return a_meeting(2)


def put(meeting, words=WORDS, **more) -> int:
    body = {"fact": "period", "content": words, **more}
    return done(meeting.seats["mediator"], "pub", "fact.put", body).body["id"]


def say(meeting, who: str, party, fact: int, answer: str = "agree", **more):
    body = {"id": fact, "answer": answer, **more}
    return send(meeting.seats[who], own(party), "fact.answer", body)


def confirm(meeting, fact: int):
    return send(meeting.seats["mediator"], "pub", "fact.confirm", {"id": fact})


def everybody_agrees(meeting, fact: int) -> None:
    for no, worker in enumerate(meeting.workers, start=1):
        assert not say(meeting, f"worker{no}", worker, fact).why
    assert not say(meeting, "boss", meeting.debtor, fact).why


def test_what_both_sides_agreed_to_becomes_undisputed_and_is_told_to_all(meeting):
    fact = put(meeting)
    everybody_agrees(meeting, fact)
    assert not confirm(meeting, fact).why
    row = UndisputedFact.objects.get()
    assert (row.content, row.agreed_by.count(), row.superseded) == (WORDS, 3, False)
    assert told(meeting.seats["boss"], "fact")[-1].body["text"] == WORDS


def test_one_side_alone_confirms_nothing(meeting):
    fact = put(meeting)
    for no, worker in enumerate(meeting.workers, start=1):
        say(meeting, f"worker{no}", worker, fact)
    assert "须双方共同确认" in confirm(meeting, fact).why
    assert not UndisputedFact.objects.exists()


def test_what_somebody_disputes_is_not_undisputed(meeting):
    fact = put(meeting)
    everybody_agrees(meeting, fact)
    say(meeting, "worker2", meeting.workers[1], fact, "refuse", note="做到七月底")
    assert meeting.workers[1].name in confirm(meeting, fact).why
    assert not UndisputedFact.objects.exists()


def test_a_changed_fact_leaves_the_answers_to_the_old_words_behind(meeting):
    fact = put(meeting)
    everybody_agrees(meeting, fact)
    changed = put(meeting, "2026年6月1日至7月31日")
    assert "已撤回" in say(meeting, "boss", meeting.debtor, fact).why
    assert told(meeting.seats["worker1"], "fact.withdrawn")[-1].body == {"id": fact, "voided": 3}
    assert confirm(meeting, changed).why
    assert confirm(meeting, fact).why


def test_all_see_how_many_agreed_and_only_the_staff_see_who_said_what(meeting):
    fact = put(meeting)
    say(meeting, "worker1", meeting.workers[0], fact, "refuse", note="少算三天")
    for name, seat in meeting.seats.items():
        assert told(seat, "fact.tally")[-1].body == {"id": fact, "agree": 0, "refuse": 1}
        reads = any("少算三天" in str(event.body) for event in told(seat))
        assert reads == (name in ("mediator", "recorder", "worker1"))


def test_nobody_answers_for_another_party(meeting):
    fact = put(meeting)
    answer = say(meeting, "worker1", meeting.workers[1], fact)
    assert answer.why == "您不能在这里写入。"


def test_a_party_puts_no_fact_and_the_recorder_confirms_none(meeting):
    fact = put(meeting)
    everybody_agrees(meeting, fact)
    body = {"fact": "post", "content": "抹灰工"}
    assert send(meeting.seats["boss"], "pub", "fact.put", body).why
    assert send(meeting.seats["recorder"], "pub", "fact.confirm", {"id": fact}).why


def test_an_agent_without_special_authority_admits_nothing(meeting):
    clerk = enter(meeting.session, agent(meeting.debtor, "施文涛", AuthorityScope.GENERAL))
    fact = put(meeting)
    answer = send(clerk, own(meeting.debtor), "fact.answer", {"id": fact, "answer": "agree"})
    assert "一般授权" in answer.why


def test_a_total_that_differs_from_the_wage_accounts_is_not_even_asked(meeting):
    body = {"fact": "due", "content": "共欠十元", "total_fen": 1000}
    assert "工资明细相加" in send(meeting.seats["mediator"], "pub", "fact.put", body).why
    assert told(meeting.seats["boss"], "fact.put") == []


def test_the_officer_writes_down_the_answer_of_who_has_no_phone(meeting):
    asked = ProposedFact.objects.get(pk=put(meeting))
    speaks = builders.acting(meeting.debtor)
    operations.answer_fact(
        proposed=asked,
        party=meeting.debtor,
        answer="agree",
        through=speaks["person"],
        capacity=speaks["capacity"],
        by=meeting.staff.recorder,
        at=AT,
    )
    assert told(meeting.seats["boss"], "fact.answered")[-1].body["answer"] == "agree"


@pytest.mark.parametrize(
    "body",
    [
        {"fact": "weather", "content": "晴"},
        {"fact": "post", "content": "  "},
        {"fact": "post", "content": 7},
        {"fact": "due", "content": "欠薪", "total_fen": "1"},
        {},
    ],
)
def test_a_broken_frame_is_answered_with_a_sentence(meeting, body):
    assert send(meeting.seats["mediator"], "pub", "fact.put", body).why
