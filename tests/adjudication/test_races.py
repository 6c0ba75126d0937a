"""The tribunal's file in several hands at the same moment; SQLite lets them in one by one."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from adjudication import operations as do
from adjudication.choices import ArbitrationState, AwardState, BatchKind, ClaimKind
from adjudication.models import Arbitration, DeskBatch, DeskBatchItem, Hearing
from adjudication.operations.desk_batches import make_desk_batch
from adjudication.operations.window import Asked, file_at_window
from adjudication.papers.decisions import Approval
from cases.models import Case
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication import cases, heard
from tests.confirmation.test_races import said
from tests.workflow.test_races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)


def done(outcomes: list[str]) -> list[bool]:
    return sorted(outcome == "done" for outcome in outcomes)


def drafted(**facts):
    """The only draft of a case everything of which is final."""
    arbitration = heard.heard(claims=heard.CLAIMS[:2], elements=heard.ELEMENTS[:3], **facts)
    heard.find(arbitration)
    return heard.draft(arbitration)[0]


def test_an_award_issued_twice_at_once_is_made_once():
    award = drafted()
    outcomes = at_once(*[partial(said, heard.issue, award)] * 3)
    assert done(outcomes) == [False, False, True]
    award.refresh_from_db()
    assert award.state == AwardState.ISSUED
    assert award.arbitration.case.documents.filter(code="A12-1").count() == 1
    assert award.arbitration.case.events.filter(act="issue_award").count() == 1


def test_what_is_countersigned_while_it_is_returned_is_one_of_the_two():
    award = drafted()
    by, on = heard.presiding(award.arbitration), heard.AWARDED
    do.send_for_review(award=award, by=by, on=on)
    look = {"award": award, "by": cases.bench().fourth, "on": on}
    approved, returned = at_once(
        partial(said, do.countersign, **look),
        partial(said, do.return_award, opinion="请写明证据", **look),
    )
    award.refresh_from_db()
    assert returned == "done"
    # Approved first and returned after, or returned and no longer there to approve.
    assert award.state == AwardState.RETURNED
    assert award.countersigns.filter(approved=True).count() == (approved == "done")
    with pytest.raises(ActRefused, match="退回"):
        heard.issue(award)


def test_amounts_changed_while_it_is_countersigned_are_not_issued_unseen():
    award = drafted()
    by, on = heard.presiding(award.arbitration), heard.AWARDED
    do.send_for_review(award=award, by=by, on=on)
    seen = award.digest
    signed, changed = at_once(
        partial(said, do.countersign, award=award, by=cases.bench().fourth, on=on, digest=seen),
        partial(said, heard.draft, award.arbitration, pay_within_days=10),
    )
    award.refresh_from_db()
    assert signed == "done"
    assert "会签" in changed
    assert award.digest == seen
    assert award.pay_within_days == 15


def test_found_otherwise_while_it_is_issued_is_refused_or_comes_too_late():
    award = drafted()
    arbitration = award.arbitration
    issued, found = at_once(
        partial(said, heard.issue, award), partial(said, heard.find, arbitration, E10="8")
    )
    award.refresh_from_db()
    element = arbitration.elements.get(code="E10")
    if issued == "done":
        assert found != "done"
        assert element.found == "9"
    else:
        assert "变动" in issued
        assert award.state == AwardState.DRAFT
        assert element.found == "8"


def test_an_award_issued_by_hand_and_in_a_batch_at_once_is_made_once():
    """The arbitrator presses the button while the batch of the desk comes to the same row."""
    award = drafted()
    by = heard.presiding(award.arbitration)
    batch = DeskBatch.objects.create(
        commission=award.arbitration.commission,
        kind=BatchKind.ISSUE,
        made_on=heard.AWARDED,
        started_by=by,
        beat_at=AT,
    )
    DeskBatchItem.objects.create(
        batch=batch,
        no=1,
        key=f"issue/{award.pk}",
        arbitration=award.arbitration,
        award=award,
        told={"digest": award.digest},
    )
    at_once(partial(said, heard.issue, award), partial(said, make_desk_batch, batch, clock=now))
    award.refresh_from_db()
    assert award.state == AwardState.ISSUED
    assert award.arbitration.case.documents.filter(code="A12-1").count() == 1
    assert award.arbitration.case.events.filter(act="issue_award").count() == 1


def now() -> datetime:
    return AT


def test_one_application_taken_by_two_clerks_at_once_is_one_case():
    case = cases.a_failed_case()
    cases.bench()
    outcomes = at_once(*[partial(said, cases.file, case)] * 2)
    assert done(outcomes) == [False, True]
    assert Arbitration.objects.filter(case=case).count() == 1
    assert case.documents.filter(code="A01").count() == 1


def test_one_worker_taken_at_two_windows_at_once_is_one_case():
    bench = cases.bench()
    builders.a_centre(cases.ON)
    outcomes = at_once(*[partial(said, file_at_window, **told(), by=bench.clerk)] * 2)
    assert done(outcomes) == [False, True]
    assert Arbitration.objects.count() == Case.objects.count() == 1


def told() -> dict:
    """What a worker says at the window, whoever writes it down."""
    return {
        "workers": [
            {
                "name": "赵国栋",
                "id_no": builders.id_number(1),
                "phone": "13800000001",
                "address": "示例县示例镇示例村1号",
            }
        ],
        "employer": {
            "name": "示例建筑劳务有限公司",
            "uscc": builders.uscc(11),
            "legal_rep": builders.LEGAL_REPRESENTATIVE,
            "address": "示例区示例路11号",
        },
        "site": "示例花园二期",
        "period_from": date(2026, 6, 1),
        "period_to": date(2026, 7, 31),
        "asked": [Asked(ClaimKind.WAGES, "6月至7月工资", 1092000, "260.00元/日×42日")],
        "elements": [do.Stated("E6", "260.00", unit="元/日")],
        "facts": "在示例花园二期抹灰，两个月没有发工资。",
        "oral": True,
        "on": cases.FILED,
    }


def test_an_application_accepted_and_declined_at_once_is_one_of_the_two():
    arbitration = cases.a_filed_arbitration()
    decline = partial(
        said,
        do.decline_arbitration,
        arbitration=arbitration,
        ground="没有明确的被申请人",
        reason="申请书写明的单位不存在",
        court="示例市示例区人民法院",
        by=cases.bench().keeper,
        on=cases.ACCEPTED,
    )
    accepted, declined = at_once(partial(said, cases.accept, arbitration), decline)
    arbitration.refresh_from_db()
    assert done([accepted, declined]) == [False, True]
    codes = set(arbitration.case.documents.values_list("code", flat=True)) & {"A02", "A02N"}
    expected = ("A02", "accepted") if accepted == "done" else ("A02N", "declined")
    assert (codes, arbitration.state) == ({expected[0]}, expected[1])


def test_two_cases_accepted_at_once_get_two_numbers():
    cases.bench()
    filed = [cases.a_filed_arbitration(), cases.file(cases.a_failed_case())]
    outcomes = at_once(*[partial(said, cases.accept, each) for each in filed])
    assert done(outcomes) == [True, True]
    numbers = set(Arbitration.objects.values_list("number", flat=True))
    assert len(numbers) == 2
    assert "" not in numbers


def test_one_room_at_one_hour_is_given_to_one_of_two_cases():
    both = [cases.an_answered_arbitration(), _another_answered()]
    outcomes = at_once(*[partial(said, cases.schedule, each) for each in both])
    assert done(outcomes) == [False, True]
    assert Hearing.objects.count() == 1
    refused = next(outcome for outcome in outcomes if outcome != "done")
    assert "速裁庭" in refused or "稍后再试" in refused


def _another_answered() -> Arbitration:
    """A second case before somebody else, so that only the room stands in the way."""
    bench = cases.bench()
    arbitration = cases.accept(cases.file(cases.a_failed_case()))
    arbitration = cases.simplify(arbitration)
    cases.form(arbitration, arbitrators=[bench.third], secretary=bench.clerk, reason="分别承办")
    respondent = arbitration.respondents.get()
    do.notify_respondent(
        arbitration=arbitration,
        respondent=respondent,
        handed_over_on=cases.SERVED,
        by=bench.clerk,
        on=cases.SERVED,
    )
    cases.serve(arbitration, respondent, ["A01", "A03", "A04", "A05"])
    cases.answer(arbitration)
    return Arbitration.objects.get(pk=arbitration.pk)


def test_withdrawn_and_suspended_at_once_is_over():
    arbitration = cases.a_served_arbitration()
    withdraw = partial(
        said,
        do.withdraw_arbitration,
        arbitration=arbitration,
        workers=list(arbitration.applicants.all()),
        reason="双方已和解",
        voluntary=True,
        by=cases.bench().clerk,
        on=cases.SERVED,
    )
    suspend = partial(
        said,
        do.suspend_arbitration,
        arbitration=arbitration,
        ground="等待鉴定",
        findings="鉴定需要时间",
        approval=Approval("范立群", "仲裁委员会主任", cases.SERVED),
        by=cases.bench().keeper,
        on=cases.SERVED,
    )
    withdrawn, _ = at_once(withdraw, suspend)
    arbitration.refresh_from_db()
    assert withdrawn == "done"
    assert arbitration.state == ArbitrationState.WITHDRAWN
