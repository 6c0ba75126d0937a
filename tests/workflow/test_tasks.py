"""A task is done by who may do it, once, and with its act or not at all."""

import re

import pytest
from django.db import OperationalError
from django.urls import reverse
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from cases.choices import CaseStatus, OfficerCapacity
from cases.models import CaseEvent, Submission
from cases.operations import add_officer
from staff.choices import Role
from tests.workflow.conftest import ON
from workflow import bridge
from workflow.models import TaskTrail


@pytest.fixture
def case(toy, new_case):
    return new_case()


@pytest.fixture
def task(toy, case):
    """The task of accepting the case, which nobody has taken."""
    bridge.reconcile(case.pk)
    return Task.objects.get(flow_task=toy.accept_case)


@pytest.fixture
def taken(task, intake):
    with task.activation() as activation:
        activation.assign(intake)
    task.refresh_from_db()
    return task


def submission_in(response) -> str:
    return re.search(r'name="submission" value="(\w+)"', response.content.decode())[1]


@pytest.fixture
def open_form(client):
    """Return a function that opens a task's form as somebody and gives back what it would send."""

    def open_form(user, task, **answers):
        client.force_login(user)
        page = client.get(task.reverse("execute"))
        assert page.status_code == 200
        return {"submission": submission_in(page), **answers}

    return open_form


def test_a_task_nobody_has_is_taken_and_done(
    client, toy, case, task, intake, mediator, django_capture_on_commit_callbacks
):
    client.force_login(intake)
    taken = client.post(task.reverse("assign"))
    assert taken.url == task.reverse("execute")
    page = client.get(taken.url)
    assert "五日内决定是否受理" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(taken.url, {"submission": submission_in(page), "reason": "属实"})
    assert done.url == reverse("case-detail", args=[case.pk])
    case.refresh_from_db()
    task.refresh_from_db()
    assert (case.status, task.status) == (CaseStatus.ACCEPTED, STATUS.DONE)
    following = Task.objects.get(flow_task=toy.settle_case)
    assert (following.status, following.owner) == (STATUS.ASSIGNED, mediator)


def test_the_last_act_finishes_the_process(client, toy, new_case, mediator, open_form):
    case = new_case(CaseStatus.ACCEPTED)
    bridge.reconcile(case.pk)
    task = Task.objects.get(flow_task=toy.settle_case)
    client.post(task.reverse("execute"), open_form(mediator, task))
    assert case.toy.status == PROCESS.DONE
    assert Task.objects.filter(flow_task=toy.end_settled, status=STATUS.DONE).count() == 1


@pytest.mark.parametrize("view", ["assign", "execute", "detail"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_refused_in_words(client, task, stranger, view, method):
    client.force_login(stranger)
    answer = getattr(client, method)(task.reverse(view))
    assert answer.status_code == 403
    assert "这项任务不由您办理" in answer.content.decode()


@pytest.mark.parametrize("view", ["execute", "detail"])
def test_a_foreign_mediator_is_refused_although_they_hold_the_role(
    client, toy, new_case, stranger, view
):
    case = new_case(CaseStatus.ACCEPTED)
    bridge.reconcile(case.pk)
    client.force_login(stranger)
    task = Task.objects.get(flow_task=toy.settle_case)
    assert client.get(task.reverse(view)).status_code == 403
    assert client.post(task.reverse(view), {"submission": "x"}).status_code == 403


def test_a_visitor_is_sent_to_sign_in(client, task):
    assert client.get(task.reverse("execute")).url.startswith(reverse("account_login"))


def test_a_task_is_looked_at_on_the_page_of_its_case(client, case, task, mediator):
    client.force_login(mediator)
    answer = client.get(task.reverse("detail"))
    assert answer.url == reverse("case-detail", args=[case.pk])


def test_a_refused_act_leaves_nothing_but_its_sentence(client, case, taken, intake, open_form):
    before = CaseEvent.objects.count()
    answer = client.post(taken.reverse("execute"), open_form(intake, taken, reason="违法"))
    assert answer.status_code == 422
    assert "理由不成立。请重写理由。" in answer.content.decode()
    case.refresh_from_db()
    taken.refresh_from_db()
    assert (case.status, taken.status) == (CaseStatus.FILED, STATUS.ASSIGNED)
    assert CaseEvent.objects.count() == before
    assert not Submission.objects.exists()


def test_a_refused_form_can_be_sent_again_with_its_key(client, case, taken, intake, open_form):
    form = open_form(intake, taken, reason="违法")
    client.post(taken.reverse("execute"), form)
    client.post(taken.reverse("execute"), form | {"reason": "属实"})
    case.refresh_from_db()
    assert case.status == CaseStatus.ACCEPTED


def test_a_router_that_fails_takes_the_act_back(
    client, case, taken, intake, open_form, monkeypatch
):
    form = open_form(intake, taken, reason="属实")
    monkeypatch.setattr(bridge.flows()[0].route, "_next_node", lambda case: "nowhere")
    client.raise_request_exception = False
    assert client.post(taken.reverse("execute"), form).status_code == 500
    case.refresh_from_db()
    taken.refresh_from_db()
    assert (case.status, taken.status) == (CaseStatus.FILED, STATUS.ASSIGNED)
    assert not CaseEvent.objects.filter(act="accept").exists()


def test_a_form_sent_twice_acts_once(client, case, taken, intake, open_form):
    form = open_form(intake, taken, reason="属实")
    client.post(taken.reverse("execute"), form)
    second = client.post(taken.reverse("execute"), form, follow=False)
    assert second.url == reverse("case-detail", args=[case.pk])
    assert CaseEvent.objects.filter(act="accept").count() == 1
    assert Task.objects.filter(flow_task_type="HUMAN").count() == 2


def test_a_form_without_its_key_is_refused(client, case, taken, intake):
    client.force_login(intake)
    assert client.post(taken.reverse("execute"), {"reason": "属实"}).status_code == 422
    case.refresh_from_db()
    assert case.status == CaseStatus.FILED


def test_a_caution_is_said_and_does_not_hinder(client, case, taken, intake, open_form):
    answer = client.post(taken.reverse("execute"), open_form(intake, taken, reason="缺材料"))
    case.refresh_from_db()
    assert case.status == CaseStatus.ACCEPTED
    said = [str(message) for message in answer.wsgi_request._messages]
    assert said == ["已办理。", "身份证复印件未交。"]


@pytest.mark.parametrize("view", ["assign", "execute", "detail"])
def test_a_task_under_another_process_is_not_found(client, toy, new_case, taken, intake, view):
    """The engine would do it under the wrong lock."""
    other = new_case(number="安劳调〔2026〕2号")
    bridge.reconcile(other.pk)
    url = taken.flow_task.reverse(view, args=[other.toy.pk, taken.pk])
    client.force_login(intake)
    assert client.get(url).status_code == 404
    assert client.post(url, {"submission": "x", "reason": "属实"}).status_code == 404
    taken.refresh_from_db()
    assert taken.status == STATUS.ASSIGNED


def test_a_finished_task_leaves_one_row_of_trail(client, case, taken, intake, open_form):
    client.post(taken.reverse("execute"), open_form(intake, taken, reason="属实"))
    row = TaskTrail.objects.get()
    assert (row.task_id, row.case_id, row.by, row.title) == (
        taken.pk,
        case.pk,
        intake,
        "受理审查",
    )


@pytest.mark.parametrize(
    "error",
    [
        FlowLockFailed("locked"),
        OperationalError("database is locked"),
    ],
)
def test_a_busy_case_is_a_409_with_a_sentence(client, taken, intake, open_form, monkeypatch, error):
    def busy(*args, **kwargs):
        raise error

    form = open_form(intake, taken, reason="属实")
    monkeypatch.setattr("cases.views.acts.claim_submission", busy)
    answer = client.post(taken.reverse("execute"), form)
    assert answer.status_code == 409
    assert "案件正在被他人处理，请稍后重试" in answer.content.decode()


class TestAnActThatIsNoTask:
    @pytest.fixture
    def page(self, client, toy, new_case):
        case = new_case(CaseStatus.ACCEPTED)
        return case, reverse("toy-end", args=[case.pk])

    def test_its_form_does_it_once(self, client, page, mediator):
        case, url = page
        client.force_login(mediator)
        form = {"submission": submission_in(client.get(url)), "reason": "撤回"}
        assert client.post(url, form).url == reverse("case-detail", args=[case.pk])
        second = client.post(url, form)
        assert second.url == reverse("case-detail", args=[case.pk])
        assert "这份表单已经提交过，未重复办理。" in [
            str(message) for message in second.wsgi_request._messages
        ]
        assert CaseEvent.objects.filter(act="end").count() == 1

    def test_an_act_out_of_its_time_is_refused_on_the_form(self, client, page, mediator):
        _, url = page
        client.force_login(mediator)
        for _ in range(2):
            form = {"submission": submission_in(client.get(url)), "reason": "撤回"}
            answer = client.post(url, form)
        assert answer.status_code == 422
        assert "不能办理“终止调解”" in answer.content.decode()

    def test_a_case_one_may_not_see_is_not_found(self, client, page, stranger):
        client.force_login(stranger)
        assert client.get(page[1]).status_code == 404

    def test_an_unknown_case_is_not_found(self, client, page, mediator):
        client.force_login(mediator)
        assert client.get(reverse("toy-end", args=[0])).status_code == 404

    def test_who_sees_but_may_not_act_is_refused_in_words(self, client, page, person, intake):
        case, url = page
        recorder = person("jilu", "郑芳", Role.RECORDER)
        add_officer(case=case, user=recorder, capacity=OfficerCapacity.RECORDER, by=intake, on=ON)
        client.force_login(recorder)
        answer = client.get(url)
        assert answer.status_code == 403
        assert "您没有办理此事项的权限。" in answer.content.decode()

    def test_a_visitor_is_sent_to_sign_in(self, client, page):
        assert client.get(page[1]).url.startswith(reverse("account_login"))
