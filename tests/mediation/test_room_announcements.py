"""What the room is told of an act done on any page, and who is told it."""

from datetime import time

import pytest

from mediation import operations
from mediation.choices import Answer, Fact
from tests.builders import (
    a_proposal,
    everybody_agrees,
    say,
    sign,
    staff_of,
)
from tests.builders import (
    end_session as end,
)
from tests.mediation.in_session import a_meeting, own, told

pytestmark = pytest.mark.django_db
STAFF = ("mediator", "recorder")


@pytest.fixture
def meeting():
    return a_meeting(2)


def everybody_reads(meeting, kind: str) -> dict:
    """Return the body of the last event of that kind, which is open to all."""
    events = {name: told(seat, kind)[-1] for name, seat in meeting.seats.items()}
    assert {event.stream for event in events.values()} == {"pub"}
    return events["worker1"].body


def readers(meeting, kind: str, stream: str) -> set[str]:
    return {
        name
        for name, seat in meeting.seats.items()
        if any(event.stream == stream for event in told(seat, kind))
    }


def test_who_comes_and_goes_is_told_to_all(meeting):
    row = meeting.session.attendance.get(party=meeting.debtor)
    operations.record_leaving(
        attendance=row, left_at=time(11, 5), by=meeting.staff.recorder, on=meeting.case.opened_on
    )
    body = everybody_reads(meeting, "roll")
    assert (body["person"], body["for"]) == (row.person, meeting.debtor.name)
    assert (body["arrived"], body["left"]) == ("10:30", "11:05")


def test_a_line_of_the_minutes_is_told_to_all_with_what_it_corrects(meeting):
    by, on = meeting.staff.recorder, meeting.case.opened_on
    first = operations.add_minutes_line(
        session=meeting.session, text="欠八千元", party=meeting.workers[0], by=by, on=on
    )
    operations.add_minutes_line(
        session=meeting.session,
        text="欠九千元",
        party=meeting.workers[0],
        corrects=first,
        by=by,
        on=on,
    )
    body = everybody_reads(meeting, "minutes.line")
    assert (body["no"], body["text"], body["corrects"]) == (first.no + 1, "欠九千元", first.no)


def test_each_worker_is_told_their_own_sum_and_nobody_elses(meeting):
    first, second = meeting.workers
    proposal = a_proposal(meeting.case)
    row = proposal.rows.get(worker=first)
    assert everybody_reads(meeting, "terms")["workers"] == 2
    (mine,) = told(meeting.seats["worker1"], "terms.mine")
    assert (mine.stream, mine.body["amount_fen"]) == (own(first), row.amount_fen)
    assert sum(part["fen"] for part in mine.body["parts"]) == row.amount_fen
    assert readers(meeting, "terms.mine", own(first)) == {*STAFF, "worker1"}
    assert readers(meeting, "terms.mine", own(second)) == {*STAFF, "worker2"}
    assert told(meeting.seats["boss"], "terms.mine") == []


def test_an_answer_goes_to_who_gave_it_and_only_its_count_to_all(meeting):
    first, second = meeting.workers
    proposal = a_proposal(meeting.case)
    say(proposal, first)
    say(proposal, second, Answer.REFUSE, reason="太少")
    body = everybody_reads(meeting, "terms.tally")
    assert body == {"number": 1, "agree": 1, "refuse": 1, "silent": 0}
    assert readers(meeting, "terms.answered", own(first)) == {*STAFF, "worker1"}
    assert readers(meeting, "terms.answered", own(second)) == {*STAFF, "worker2"}
    open_words = " ".join(str(e.body) for e in told(meeting.seats["boss"]))
    assert "太少" not in open_words


def test_new_terms_tell_how_many_answers_they_void(meeting):
    everybody_agrees(a_proposal(meeting.case))
    a_proposal(meeting.case)
    assert everybody_reads(meeting, "terms")["voided"] == 3


def test_a_confirmed_fact_is_told_to_all_with_who_agreed(meeting):
    operations.confirm_undisputed_fact(
        case=meeting.case,
        fact=Fact.POST,
        content="抹灰工",
        agreed_by=[*meeting.workers, meeting.debtor],
        evidence=[],
        by=meeting.staff.recorder,
        on=meeting.case.opened_on,
    )
    body = everybody_reads(meeting, "fact")
    assert (body["text"], len(body["agreed"])) == ("抹灰工", 3)


def test_end_agreement_and_each_signature_are_told_to_all(meeting):
    case, on = meeting.case, meeting.case.opened_on
    proposal = a_proposal(case)
    everybody_agrees(proposal)
    end(meeting.session)
    assert everybody_reads(meeting, "session") == {"state": "closed", "result": "达成调解协议"}
    agreement = operations.generate_agreement(
        proposal=proposal, annex=False, by=staff_of(case).mediator, on=on
    )
    body = everybody_reads(meeting, "agreement")
    assert (body["number"], body["state"]) == (agreement.number, "signing")
    sign(agreement, meeting.workers[0])
    body = everybody_reads(meeting, "signed")
    assert (body["for"], body["left"]) == (meeting.workers[0].name, 3)


def test_an_act_that_was_refused_tells_nothing(meeting):
    before = len(told(meeting.seats["mediator"]))
    with pytest.raises(Exception, match="笔录内容不能为空"):
        operations.add_minutes_line(
            session=meeting.session, text=" ", by=meeting.staff.recorder, on=meeting.case.opened_on
        )
    assert len(told(meeting.seats["mediator"])) == before
