"""Several people at the same moment; SQLite lets them in one by one, so PostgreSQL decides."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from cases.choices import CaseStatus
from cases.models import CaseEvent
from tests.workflow.conftest import ON
from workflow import bridge, clock
from workflow.models import ClockLease

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

ROUNDS = 5


def at_once(*acts) -> list:
    """Run the acts at the same moment, each on its own connection; return their results."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def live() -> list[str]:
    open_ = Task.objects.filter(flow_task_type="HUMAN", finished=None)
    return [task.flow_task.name for task in open_]


def test_a_case_is_adopted_once(toy, new_case):
    for number in range(ROUNDS):
        case = new_case(number=f"安劳调〔2026〕{number}号")
        at_once(*[partial(bridge.reconcile, case.pk)] * 4)
        tasks = Task.objects.filter(process__toyprocess__case=case, flow_task_type="HUMAN")
        assert tasks.count() == 1
    assert Process.objects.count() == ROUNDS


def sign_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_double_click_acts_once(toy, new_case, intake):
    for number in range(ROUNDS):
        case = new_case(number=f"安劳调〔2026〕{number}号")
        bridge.reconcile(case.pk)
        task = Task.objects.get(flow_task=toy.accept_case, status=STATUS.NEW)
        with task.activation() as activation:
            activation.assign(intake)
        clients = [sign_in(intake), sign_in(intake)]
        page = clients[0].get(task.reverse("execute")).content.decode()
        key = re.search(r'name="submission" value="(\w+)"', page)[1]
        sends = [
            partial(client.post, task.reverse("execute"), {"submission": key, "reason": "属实"})
            for client in clients
        ]
        answers = [answer.status_code for answer in at_once(*sends)]
        assert answers == [302, 302]
        assert CaseEvent.objects.filter(case=case, act="accept").count() == 1
        settling = Task.objects.filter(process__toyprocess__case=case, flow_task=toy.settle_case)
        assert settling.count() == 1


def test_a_task_and_an_act_elsewhere_leave_no_stale_task(toy, new_case, intake, mediator):
    from tests.workflow.toyflow import acts

    for number in range(ROUNDS):
        case = new_case(CaseStatus.ACCEPTED, number=f"安劳调〔2026〕{number}号")
        bridge.reconcile(case.pk)
        task = Task.objects.get(flow_task=toy.settle_case, status=STATUS.ASSIGNED)
        client = sign_in(mediator)
        page = client.get(task.reverse("execute")).content.decode()
        key = re.search(r'name="submission" value="(\w+)"', page)[1]

        def settle(client=client, task=task, key=key):
            return client.post(task.reverse("execute"), {"submission": key}).status_code

        def end(case=case):
            try:
                acts.end_mediation(case=case, by=mediator, on=ON)
            except Exception as refused:
                return type(refused).__name__
            return "ended"

        answer, ended = at_once(settle, end)
        case.refresh_from_db()
        if ended == "ended":
            assert (case.status, answer) in [(CaseStatus.ENDED, 422), (CaseStatus.ENDED, 302)]
        else:
            assert (case.status, ended, answer) == (CaseStatus.SETTLED, "IllegalMove", 302)
        assert live() == []
        assert bridge.out_of_step(toy, bridge.process_of(toy, case.pk)) == ""


def test_one_of_several_clocks_gets_the_lease(toy, system):
    for _ in range(ROUNDS):
        ClockLease.objects.all().delete()
        now = timezone.now()
        got = at_once(*[partial(clock.take_lease, f"{n}号", now=now) for n in range(4)])
        assert sum(got) == 1
