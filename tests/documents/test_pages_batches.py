"""The pages of a batch, as the office sees them."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from documents.choices import BatchState
from documents.jobs.operations import SILENT
from documents.jobs.running import make_batch
from documents.models import Batch
from tests.builders import ON, an_accepted_case, staff_of
from tests.centre.conftest import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
NOW = f"{ON} 06:00:00"


@pytest.fixture(autouse=True)
def _on_that_day():
    with freeze_time(NOW):
        yield


@pytest.fixture
def case():
    return an_accepted_case(3)


@pytest.fixture
def browser(case):
    client = Client()
    client.force_login(staff_of(case).mediator, backend=BACKEND)
    return client


def post_start(browser, case, kind="rights", **options):
    data = {"kind": kind, "submission": f"{kind}-{Batch.objects.count()}"}
    return browser.post(reverse("batch-start", args=[case.pk]), data, **options)


def page(browser, batch, name="batch") -> str:
    return browser.get(reverse(name, args=[batch.pk])).content.decode()


def test_case_without_a_batch_says_so_and_how_one_comes(browser, case):
    text = browser.get(reverse("batches", args=[case.pk])).content.decode()
    assert "还没有批量出具过文书" in text
    assert reverse("batch-start", args=[case.pk]) in text


def test_papers_of_the_case_lead_to_its_batches(browser, case):
    text = browser.get(reverse("case-detail", args=[case.pk]) + "?tab=papers").content.decode()
    assert reverse("batches", args=[case.pk]) in text


def test_batch_is_started_watched_and_downloaded(browser, case, django_capture_on_commit_callbacks):
    answer = post_start(browser, case)
    batch = Batch.objects.get()
    assert answer.headers["Location"] == reverse("batch", args=[batch.pk])
    waiting = page(browser, batch)
    assert "0 / 3" in waiting
    assert reverse("batch-progress", args=[batch.pk]) in waiting  # asks again by itself
    make_batch(batch, now=timezone.now)
    finished = page(browser, batch, "batch-progress")
    assert "已出具3份" in finished
    assert "hx-get" not in finished
    packed = browser.get(reverse("batch-zip", args=[batch.pk]))
    names = zipfile.ZipFile(io.BytesIO(b"".join(packed.streaming_content))).namelist()
    workers = [worker.name for worker in case.parties.workers()]
    assert len(names) == 6
    assert all(any(worker in name for name in names) for worker in workers)
    bound = browser.get(reverse("batch-bundle", args=[batch.pk]))
    assert bound.content.startswith(b"%PDF-")


def test_papers_of_the_case_are_not_buried_under_those_of_a_batch(browser, case):
    post_start(browser, case)
    make_batch(Batch.objects.get(), now=timezone.now)
    text = browser.get(reverse("case-detail", args=[case.pk]) + "?tab=papers").content.decode()
    made = case.documents.filter(batch_item__isnull=False)
    assert made.count() == 3
    assert not any(paper.verify_code in text for paper in made)


def test_starting_again_says_that_everybody_has_the_paper(browser, case):
    post_start(browser, case)
    make_batch(Batch.objects.get(), now=timezone.now)
    answer = post_start(browser, case)
    assert answer.status_code == 422
    assert "已经为每名劳动者出具" in answer.content.decode()


def test_batch_the_case_is_not_ready_for_is_refused_on_the_form(browser, case):
    answer = post_start(browser, case, "own_row")
    assert answer.status_code == 422
    assert "请先生成协议" in answer.content.decode()


def test_batch_that_stands_still_offers_to_go_on(
    browser, case, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    post_start(browser, case)  # its job is lost
    batch = Batch.objects.get()
    assert "继续</button>" not in page(browser, batch)
    with freeze_time(timezone.now() + SILENT + timedelta(seconds=1)):
        assert "继续</button>" in page(browser, batch)
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(reverse("batch-resume", args=[batch.pk]))
        assert "继续</button>" not in page(browser, batch)
        assert "正在排队" in page(browser, batch)


def test_batch_is_cancelled_from_its_page(browser, case):
    post_start(browser, case)
    batch = Batch.objects.get()
    answer = browser.post(reverse("batch-cancel", args=[batch.pk]), follow=True)
    assert "已取消" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.state == BatchState.CANCELLED
    again = browser.post(reverse("batch-cancel", args=[batch.pk]), follow=True)
    assert "不能再取消" in again.content.decode()


def test_bundle_that_is_not_bound_yet_is_not_there(browser, case):
    post_start(browser, case)
    assert browser.get(reverse("batch-bundle", args=[Batch.objects.get().pk])).status_code == 404


def test_why_a_paper_could_not_be_made_stands_beside_the_name(browser, case):
    worker = case.parties.workers().first()
    type(worker).objects.filter(pk=worker.pk).update(name="王" + chr(0xF0000))
    post_start(browser, case)
    make_batch(Batch.objects.get(), now=timezone.now)
    text = page(browser, Batch.objects.get())
    assert "1份未能出具" in text
    assert "U+F0000" in text


def test_archive_of_another_case_is_not_there(case):
    client = Client()
    client.force_login(staff_of(case).mediator, backend=BACKEND)
    post_start(client, case)
    other = Client()
    other.force_login(staff_of(case).stranger, backend=BACKEND)
    for name in ("batch", "batch-progress", "batch-zip", "batch-bundle"):
        assert other.get(reverse(name, args=[Batch.objects.get().pk])).status_code == 404
