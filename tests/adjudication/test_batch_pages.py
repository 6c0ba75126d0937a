"""Sibling cases found once and decided in one go, with a page that says what was left out."""

import pytest
from django.urls import reverse
from freezegun import freeze_time

from adjudication.models import Award, AwardBatch
from documents.choices import ItemState
from tests.adjudication import heard, siblings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(f"{heard.AWARDED} 02:45:00") as clock:
        yield clock


def words(answer) -> str:
    return answer.content.decode()


def test_what_is_common_is_found_once_and_every_worker_gets_his_own_award(
    client, django_capture_on_commit_callbacks
):
    group = siblings.of(3)
    bad = group[2]
    bad.elements.filter(code="E6").update(agreed=None, respondent_value="200.00")
    client.force_login(siblings.presiding(group[0]))
    assert "要素齐备0件" in words(client.get(reverse("award-batches")))
    find = reverse("award-find-together")
    assert "E10 休息日加班天数（3件待认定）" in words(client.get(find))
    given = {
        "element": "E10 休息日加班天数",
        "found": "9",
        "finding": "考勤表证明",
        "submission": "1",
    }
    assert "没有依据" in words(client.post(find, given))
    done = client.post(find, given | {"article": "ARB-39", "submission": "2"})
    assert done.status_code == 302
    start = reverse("award-batch-start")
    page = words(client.get(start))
    assert page.count(" checked") == 2  # the one with an open element is not ticked
    assert "1项待认定" in page
    nothing = client.post(start, {"pay_within_days": 15, "submission": "3"})
    assert "请选择要裁决的案件" in words(nothing)
    asked = {"pay_within_days": 15, "arbitrations": [a.pk for a in group], "submission": "4"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(start, asked)
    batch = AwardBatch.objects.get()
    assert answer.url == reverse("award-batch", args=[batch.pk])
    counts = batch.counts()
    assert (counts[ItemState.DONE], counts[ItemState.REFUSED]) == (2, 1)
    page = words(client.get(answer.url))
    assert "已裁决2件" in page
    assert "E6“日工资”尚未认定" in page
    for award in Award.objects.all():
        assert reverse("award", args=[award.pk]) in page
    again = client.post(start, asked | {"submission": "5"})
    assert again.status_code == 422  # what is decided is not offered again
    assert Award.objects.count() == 2


def test_a_batch_of_another_commission_or_for_another_role_does_not_exist(client):
    group = siblings.of(1, found=True)
    client.force_login(siblings.presiding(group[0]))
    client.post(
        reverse("award-batch-start"),
        {"pay_within_days": 15, "arbitrations": [group[0].pk], "submission": "1"},
    )
    batch = AwardBatch.objects.get()
    client.force_login(heard.bench().clerk)
    assert client.get(reverse("award-batch", args=[batch.pk])).status_code == 200
    assert client.get(reverse("award-batch-start")).status_code == 403
    assert client.post(reverse("award-batch-resume", args=[batch.pk])).status_code == 403
    mediator = heard.filed.builders.staff_of(group[0].case).mediator
    client.force_login(mediator)
    assert client.get(reverse("award-batches")).status_code == 403
    assert client.get(reverse("award-batch", args=[batch.pk])).status_code == 404


def test_one_award_of_many_workers_is_reckoned_and_drafted(client):
    arbitration = heard.heard(12, claims=heard.CLAIMS[:2], elements=heard.ELEMENTS[:3])
    heard.find(arbitration)
    client.force_login(heard.presiding(arbitration))
    page = words(client.get(reverse("award-reckoning", args=[arbitration.pk])))
    assert "合计24项" in page
    (award,) = heard.draft(arbitration)
    page = words(client.get(reverse("award", args=[award.pk])))
    assert "12名劳动者" in page
    last = arbitration.applicants.order_by("-roster_no").first()
    other = words(client.get(f"{reverse('award', args=[award.pk])}?worker={last.pk}"))
    assert f"理由和来源：{last.name}" in other
