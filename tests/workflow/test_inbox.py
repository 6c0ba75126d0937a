"""What a person finds on their desk: theirs, what they may take, what they have done."""

import pytest
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from cases.choices import CaseStatus, OfficerCapacity
from cases.operations import add_officer, start_deadline
from staff.choices import Role
from tests.workflow.conftest import ON
from workflow import bridge, queries

pytestmark = pytest.mark.both


@pytest.fixture
def cases(toy, new_case):
    """Return a function that makes cases of a status, each with its flow."""

    def cases(count: int, status: CaseStatus) -> list:
        made = [new_case(status, f"安劳调〔2026〕{status}{n}号") for n in range(count)]
        for case in made:
            bridge.reconcile(case.pk)
        return made

    return cases


def test_inbox_shows_ones_own_tasks_and_queue_what_may_be_taken(
    cases, intake, mediator, stranger, system
):
    (filed,) = cases(1, CaseStatus.FILED)
    (accepted,) = cases(1, CaseStatus.ACCEPTED)
    deadline = start_deadline(case=accepted, rule="MED-07", event="受理", trigger=ON, by=system)
    (row,) = queries.inbox(mediator).rows
    assert (row.title, row.case_number, row.mine, row.due_on) == (
        "主持调解",
        accepted.number,
        True,
        deadline.due_on,
    )
    assert row.url.endswith("/execute/")
    (row,) = queries.queue(intake).rows
    assert (row.title, row.case_number, row.takeable) == ("受理审查", filed.number, True)
    assert row.url.endswith("/assign/")
    for user in (mediator, stranger):
        assert queries.queue(user).rows == []
    assert queries.inbox(intake).rows == queries.inbox(stranger).rows == []
    assert queries.counts(intake) == {"inbox": 0, "queue": 1}


def test_a_queue_needs_the_permission_and_not_only_sight_of_the_case(cases, person):
    cases(1, CaseStatus.FILED)
    director = person("zhuren", "何远", Role.DIRECTOR)
    assert queries.queue(director).rows == []


def test_a_task_of_a_case_one_has_left_is_not_listed(cases, mediator, intake):
    from cases.operations import remove_officer

    (case,) = cases(1, CaseStatus.ACCEPTED)
    remove_officer(
        case=case, user=mediator, capacity=OfficerCapacity.MEDIATOR, by=intake, on=ON, reason="离岗"
    )
    assert queries.inbox(mediator).rows == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_one_query(cases, intake, mediator, count, django_assert_num_queries):
    cases(count, CaseStatus.FILED)
    cases(count, CaseStatus.ACCEPTED)
    for user in (intake, mediator):
        assert user.role_list  # read once per request
    with django_assert_num_queries(1):
        assert len(queries.inbox(mediator).rows) == count
    with django_assert_num_queries(1):
        assert len(queries.queue(intake).rows) == count
    with django_assert_num_queries(1):
        queries.done(mediator)
    with django_assert_num_queries(2):
        queries.counts(mediator)


def test_pages_follow_each_other_without_gap_or_repeat(cases, mediator):
    cases(5, CaseStatus.ACCEPTED)
    whole = [row.task_id for row in queries.inbox(mediator).rows]
    read, after = [], None
    for _ in range(4):
        page = queries.inbox(mediator, after=after, limit=2)
        read += [row.task_id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert read == whole
    assert len(whole) == 5


def test_done_lists_the_finished_latest_first(toy, cases, intake):
    made = cases(2, CaseStatus.FILED)
    for case in made:
        task = Task.objects.get(process__toyprocess__case=case, status=STATUS.NEW)
        with task.activation() as activation:
            activation.assign(intake)
            activation.start(None)
            activation.execute()
    page = queries.done(intake, limit=1)
    assert [row.case for row in page.rows] == [made[1]]
    assert [row.case for row in queries.done(intake, after=page.after).rows] == [made[0]]


def test_a_count_stops_at_the_cap(cases, mediator, monkeypatch):
    monkeypatch.setattr(queries, "COUNT_CAP", 2)
    cases(4, CaseStatus.ACCEPTED)
    assert queries.counts(mediator)["inbox"] == 3


def test_next_task_offers_each_person_what_they_can_do(cases, toy, intake, mediator, stranger):
    (case,) = cases(1, CaseStatus.FILED)
    assert queries.next_task(case, intake).url.endswith("/assign/")
    seen = queries.next_task(case, mediator)
    assert (seen.title, seen.url, seen.takeable) == ("受理审查", "", False)
    (other,) = cases(1, CaseStatus.ACCEPTED)
    assert queries.next_task(other, mediator).mine
    watched = queries.next_task(other, intake)
    assert (watched.owner_name, watched.url, watched.mine) == ("孙敏", "", False)
    (ended,) = cases(1, CaseStatus.ENDED)
    assert queries.next_task(ended, intake) is None


def test_lists_are_empty_where_no_flow_takes_part(intake, new_case):
    flows = bridge.flows()
    for flow_class in flows:
        bridge.unregister(flow_class)
    try:
        assert queries.inbox(intake).rows == queries.queue(intake).rows == []
        assert queries.next_task(new_case(), intake) is None
        assert queries.counts(intake) == {"inbox": 0, "queue": 0}
    finally:
        for flow_class in flows:
            bridge.register(flow_class)


def test_a_task_on_a_node_that_is_gone_breaks_no_list(cases, client, mediator):
    """The engine's own inbox answers 500 for its owner."""
    cases(2, CaseStatus.ACCEPTED)
    gone = Task.objects.filter(status=STATUS.ASSIGNED).first()
    Task.objects.filter(pk=gone.pk).update(flow_task="toyflow/flows.ToyFlow.hold_session")
    assert len(queries.inbox(mediator).rows) == 1


def test_who_takes_a_task_twice_finds_it_taken(cases, client, intake, person):
    (case,) = cases(1, CaseStatus.FILED)
    second = person("shouli2", "冯洁", Role.INTAKE_OFFICER)
    add_officer(case=case, user=second, capacity=OfficerCapacity.INTAKE, by=intake, on=ON)
    task = Task.objects.get(status=STATUS.NEW)
    for user, status in ((intake, 302), (second, 403)):
        client.force_login(user)
        assert client.post(task.reverse("assign")).status_code == status
    task.refresh_from_db()
    assert task.owner == intake
