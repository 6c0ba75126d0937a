"""A worker's own application: filled in on the phone, reckoned, handed in, filed by an officer."""

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.models import ApplicationDraft
from cases.choices import Capacity, IdentityProof
from cases.operations import admit_person
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.adjudication import cases

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = cases.at(cases.FILED, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with freeze_time(NOW):
        yield


def admitted(party):
    return admit_person(
        party=party,
        person=party.name,
        capacity=Capacity.SELF,
        proof=IdentityProof.OFFICER,
        at=NOW,
    ).user


def answers(case, **changes) -> dict[str, str]:
    facts = {
        "employer": case.debtor.key,
        "hired_by": "班长老周",
        "work": "抹灰",
        "site": "示例花园二期",
        "began": "2026-06-01",
        "ended": "2026-07-31",
        "unit": "day",
        "rate": "260",
        "quantity": "31",
        "paid": "2000",
    }
    return {k: v for k, v in (facts | changes).items() if v}


def handed_in(worker, **changes) -> ApplicationDraft:
    user = admitted(worker)
    draft = do.save_draft(party=worker, answers=answers(worker.case, **changes), by=user, at=NOW)
    return do.hand_in_draft(draft=draft, by=user, at=NOW)


@pytest.mark.parametrize(
    ("changes", "formula", "owed"),
    [
        ({}, "260.00元/日×31日－2000.00元", 606000),
        (
            {"unit": "month", "rate": "6600", "quantity": "4", "paid": ""},
            "6600.00元/月×4个月",
            2640000,
        ),
        (
            {"unit": "piece", "rate": "12.5", "quantity": "80", "paid": ""},
            "12.50元/件×80件",
            100000,
        ),
        ({"quantity": "10.5", "paid": ""}, "260.00元/日×10.5日", 273000),
    ],
)
def test_what_is_owed_is_reckoned_by_a_formula(changes, formula, owed):
    case = cases.a_failed_case()
    found = do.reckon(answers(case, **changes))
    assert (found.formula, found.owed_fen, found.missing) == (formula, owed, [])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"employer": ""}, "谁该付工钱"),
        ({"unit": ""}, "工钱怎么算"),
        ({"rate": "二百六"}, "请写数字"),
        ({"paid": "99999"}, "已经付清"),
        ({"ended": "2026-05-01"}, "不能早于开始的那天"),
    ],
)
def test_what_is_missing_is_said_plainly_and_the_draft_is_kept(changes, words):
    worker = cases.workers_of(cases.a_failed_case())[0]
    with pytest.raises(ActRefused, match=words):
        handed_in(worker, **changes)
    assert ApplicationDraft.objects.get(party=worker).handed_in_at is None


def test_several_workers_drafts_become_one_application():
    case = cases.a_failed_case(3)
    workers = cases.workers_of(case)
    drafts = [handed_in(worker) for worker in workers[:2]]
    filed = do.file_from_drafts(
        case=case, drafts=drafts, by=builders.staff_of(case).intake_officer, on=cases.FILED
    )
    assert set(filed.applicants.all()) == set(workers[:2])
    assert {c.amount_fen for c in filed.claims.all()} == {606000}
    assert filed.elements.filter(code="E6", worker=workers[0], applicant_value="260").exists()
    assert "尚欠6060.00元" in filed.facts
    with pytest.raises(ActRefused, match="已经提交的申请"):
        do.file_from_drafts(
            case=case, drafts=drafts, by=builders.staff_of(case).intake_officer, on=cases.FILED
        )


def test_nobody_applies_for_another_and_not_while_mediation_runs():
    case = cases.a_failed_case(2)
    first, second = cases.workers_of(case)
    with pytest.raises(NotPermitted):
        do.save_draft(party=second, answers={}, by=admitted(first), at=NOW)
    running = cases.workers_of(builders.an_accepted_case(1, on=cases.ON))[0]
    with pytest.raises(ActRefused, match="调解还在进行"):
        do.save_draft(party=running, answers={}, by=admitted(running), at=NOW)


def test_the_worker_saves_comes_back_and_hands_in_and_an_officer_files():
    case = cases.a_failed_case()
    worker = cases.workers_of(case)[0]
    phone = Client()
    phone.force_login(admitted(worker), BACKEND)
    assert "申请仲裁" in phone.get(reverse("phone-home")).content.decode()
    url = reverse("phone-apply")
    phone.post(url, {"work": "抹灰", "act": "save"})
    assert 'value="抹灰"' in phone.get(url).content.decode()
    early = phone.post(url, {"work": "抹灰", "act": "hand-in"})
    assert "请选择谁该付工钱" in early.content.decode()
    phone.post(url, answers(case) | {"act": "hand-in"})
    assert "您的申请已于" in phone.get(url).content.decode()
    officer = Client()
    officer.force_login(builders.staff_of(case).intake_officer, BACKEND)
    filing = reverse("arbitration-drafts", args=[case.pk])
    page = officer.get(filing)
    assert "6,060.00元" in page.content.decode()
    draft = ApplicationDraft.objects.get()
    officer.post(
        filing,
        {"drafts": [draft.pk], "submission": page.context["form"]["submission"].value()},
    )
    draft.refresh_from_db()
    assert draft.arbitration.claims.get().amount_fen == 606000
    assert "看仲裁案件" in phone.get(reverse("phone-home")).content.decode()
