"""短信: who is to sign learns that a paper waits, once for each paper, and not what it says."""

import pytest
from django.urls import reverse

from cases.models import Party
from confirmation.operations import renew_application
from staff.models import Body
from staff.sms import no_sms
from tests import builders
from tests.confirmation.filings import a_complete_file, draft, sides
from tests.mediation.in_session import admitted

pytestmark = pytest.mark.django_db
PHONE = "10000091234"


@pytest.fixture
def told(capsys, django_capture_on_commit_callbacks):
    """Return what short messages an act sends: by number, each number's in their order."""

    def messages(act) -> dict[str, list[str]]:
        with django_capture_on_commit_callbacks(execute=True):
            act()
        sent: dict[str, list[str]] = {}
        for line in capsys.readouterr().err.splitlines():
            if line.startswith("[短信] "):
                number, _, text = line.removeprefix("[短信] ").partition("：")
                sent.setdefault(number, []).append(text)
        return sent

    return messages


@pytest.fixture
def case():
    made = a_complete_file(3)
    Body.objects.filter(pk=made.centre_id).update(phone=PHONE)
    Party.objects.filter(pk=made.debtor_id).update(phone="10000099999")
    return type(made).objects.get(pk=made.pk)


def test_everybody_who_signs_is_told_once_and_nothing_of_the_matter(told, case):
    workers, (employer,) = sides(case)
    admitted(workers[0])
    sent = told(lambda: draft(case))
    assert {number: len(texts) for number, texts in sent.items()} == dict.fromkeys(
        [*(w.phone for w in workers), employer.phone], 1
    )
    for texts in sent.values():
        (text,) = texts
        assert case.centre.name in text
        assert PHONE in text
        for secret in (case.number, case.title, employer.name, "元", "司法确认", workers[1].name):
            assert secret not in text
    assert "用手机打开" in sent[workers[0].phone][0]
    assert "带身份证到中心" in sent[workers[1].phone][0]  # has no way in by phone yet
    assert "公章" in sent[employer.phone][0]


def test_a_paper_made_anew_is_a_paper_of_its_own_and_the_same_one_is_not(told, case):
    application = draft(case)
    by = builders.staff_of(case).mediator
    on = application.drawn_on
    assert not told(lambda: renew_application(application=application, by=by, on=on))
    Party.objects.filter(pk=case.debtor_id).update(address="示例市示例区示例路99号")
    sent = told(lambda: renew_application(application=application, by=by, on=on))
    assert all(len(texts) == 1 for texts in sent.values())
    assert len(sent) == 4


def test_who_signs_for_several_batches_of_one_day_is_told_once(told, case):
    workers, others = sides(case)

    def in_batches():
        for no, worker in enumerate(workers, 1):
            draft(case, workers=[worker], jointly_with=others, batch=(no, 3))

    sent = told(in_batches)
    assert all(len(texts) == 1 for texts in sent.values())
    assert len(sent) == 4


def test_what_is_rehearsed_reaches_nobodys_phone(told, case):
    with no_sms():
        assert told(lambda: draft(case)) == {}


def test_the_page_for_signing_says_whom_to_call(client, case):
    worker = sides(case)[0][0]
    user = admitted(worker)
    application = draft(case)
    client.force_login(user)
    access = user.accesses.get()
    page = client.get(reverse("phone-application", args=[application.pk, access.pk]))
    foot = page.content.decode().partition("<footer")[2]
    mediator = builders.staff_of(case).mediator
    assert f"您的调解员：{mediator.name}" in foot
    assert f'href="tel:{PHONE}"' in foot
    assert "12333" in foot
