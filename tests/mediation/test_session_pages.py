from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from mediation import queries
from mediation.choices import Answer, SessionState
from mediation.models import Attendance, MinutesLine, Proposal, TermsAnswer
from mediation.operations import grant_authority, record_attendance
from tests import builders

TODAY = builders.ON


@pytest.fixture(autouse=True)
def _today():
    with freeze_time(f"{TODAY} 02:45:00"):  # a quarter to eleven in the office
        yield


@pytest.fixture
def desk(client, db):
    """The mediator of every case the builders make."""
    centre = builders.a_centre()
    client.force_login(builders.people(centre).mediator)
    return client


def words(answer) -> str:
    return answer.content.decode()


def pages_of(case, session) -> list[str]:
    by_case = (
        "invite",
        "consent",
        "rights",
        "disclose",
        "objection",
        "extend",
        "session-schedule",
        "fact-confirm",
        "facts-paper",
        "propose",
        "generate",
        "seal",
        "follow-up",
        "terminate",
        "close-case",
    )
    of_session = ("session", "session-cancel", "session-extend", "attendance", "close-session")
    return [
        *(reverse(name, args=[case.pk]) for name in by_case),
        *(reverse(name, args=[session.pk]) for name in of_session),
        reverse("leaving", args=[session.attendance.first().pk]),
    ]


def test_mediator_opens_every_page_of_her_case(desk):
    case = builders.an_accepted_case(2)
    session = builders.a_held_session(case)
    for url in pages_of(case, session):
        assert desk.get(url).status_code == 200, url


def test_mediator_of_another_case_finds_none_of_them(client, desk):
    case = builders.an_accepted_case(1)
    session = builders.a_held_session(case)
    client.force_login(builders.staff_of(case).stranger)
    for url in pages_of(case, session):
        assert client.get(url).status_code == 404, url
        assert client.post(url).status_code == 404, url


def test_minutes_and_proposals_are_closed_to_who_did_not_hold_the_session(client, desk):
    case = builders.an_accepted_case(1)
    session = builders.a_held_session(case)
    proposal = builders.a_proposal(case)
    client.force_login(builders.staff_of(case).intake_officer)
    for url in (
        reverse("session", args=[session.pk]),
        reverse("proposal", args=[proposal.pk]),
        reverse("propose", args=[case.pk]),
    ):
        answer = client.get(url)
        assert answer.status_code == 403, url
        assert "没有办理此事项的权限" in words(answer)


def test_visitor_is_sent_to_sign_in(client, desk):
    session = builders.a_held_session(builders.an_accepted_case(1))
    client.logout()
    answer = client.get(reverse("session", args=[session.pk]))
    assert answer.headers["Location"].startswith(reverse("account_login"))


def schedule(case, **changes) -> dict:
    data = {
        "starts_at_0": "2026-11-18",
        "starts_at_1": "09:30",
        "place": "第二调解室",
        "mode": "on_site",
        "notice": "written",
        "recipients": [p.pk for p in case.parties.exclude(place="none")],
        "submission": "schedule-1",
    }
    return data | changes


def test_session_is_scheduled_once_however_often_the_button_is_pressed(desk):
    case = builders.an_accepted_case(1)
    builders.willing(case)
    url = reverse("session-schedule", args=[case.pk])
    for _ in range(2):
        assert desk.post(url, schedule(case)).status_code == 302
    session = case.sessions.get()
    assert session.place == "第二调解室"
    assert f"{session.starts_at:%Y-%m-%d %H:%M%z}" == "2026-11-18 01:30+0000"


def test_session_with_a_party_who_refused_is_refused_in_words(desk):
    case = builders.an_accepted_case(1)
    desk.post(
        reverse("consent", args=[case.pk]),
        {
            "party": case.debtor.pk,
            "answer": "refuse",
            "channel": "phone",
            "through": "",
            "on": TODAY.isoformat(),
            "submission": "consent-1",
        },
    )
    page = desk.post(reverse("session-schedule", args=[case.pk]), schedule(case))
    assert page.status_code == 422
    assert "已明确拒绝调解，不能再安排调解会" in words(page)
    assert 'value="第二调解室"' in words(page), "what was typed is kept"
    assert not case.sessions.exists()


def test_act_is_not_dated_in_the_future(desk):
    case = builders.an_accepted_case(1)
    page = desk.post(
        reverse("disclose", args=[case.pk]),
        {"relation": "", "waiver": "", "on": "2026-11-17", "submission": "x"},
    )
    assert page.status_code == 422
    assert "办理日期不能晚于今天" in words(page)
    assert not case.disclosures.exists()


def test_roll_is_called_for_worker_and_company_alike(desk):
    case = builders.an_accepted_case(1)
    builders.willing(case)
    session = builders.a_session(case)
    worker, employer = case.parties.workers().get(), case.debtor
    mediator = builders.staff_of(case).mediator
    desk.post(
        reverse("attendance", args=[session.pk]),
        {
            f"party-{worker.pk}-presence": "here",
            f"party-{worker.pk}-capacity": "self",
            f"party-{worker.pk}-person": worker.name,
            f"party-{employer.pk}-presence": "here",
            f"party-{employer.pk}-capacity": "legal_representative",
            f"party-{employer.pk}-person": "钱进",
            "officers": [mediator.pk],
            "arrived_at": "",
            "submission": "roll-1",
        },
    )
    session.refresh_from_db()
    assert session.state == SessionState.HELD
    assert {a.person for a in session.attendance.filter(present=True)} == {
        worker.name,
        "钱进",
        mediator.name,
    }


def test_agent_without_power_of_attorney_is_not_put_on_the_roll(desk):
    case = builders.an_accepted_case(1)
    builders.willing(case)
    session = builders.a_session(case)
    page = desk.post(
        reverse("attendance", args=[session.pk]),
        {
            f"party-{case.debtor.pk}-presence": "here",
            f"party-{case.debtor.pk}-capacity": "authorised_agent",
            f"party-{case.debtor.pk}-person": "施文涛",
            "submission": "roll-2",
        },
    )
    assert page.status_code == 422
    assert "施文涛没有示例建筑劳务有限公司" in words(page)
    assert not Attendance.objects.exists()


def test_powers_that_do_not_cover_settling_are_flagged_before_the_talk(desk):
    case = builders.an_accepted_case(1)
    builders.willing(case)
    staff = builders.staff_of(case)
    grant_authority(
        party=case.debtor,
        agent="施文涛",
        scope="general",
        special_items=[],
        valid_from=TODAY,
        valid_to=date(2026, 12, 31),
        seal_kind="official",
        by=staff.intake_officer,
        on=TODAY,
    )
    session = builders.a_session(case)
    assert "施文涛：一般授权，不能达成协议" in words(
        desk.get(reverse("attendance", args=[session.pk]))
    )
    record_attendance(
        session=session,
        present=[{"party": case.debtor, "capacity": "authorised_agent", "person": "施文涛"}],
        absent=[],
        by=staff.recorder,
        on=TODAY,
    )
    assert "不能代为达成协议" in words(desk.get(reverse("session", args=[session.pk])))


def line(text: str, key: str, **more) -> dict:
    return {"speaker": "m0", "text": text, "submission": key, **more}


def test_line_is_recorded_once_and_stays_for_the_next(desk):
    session = builders.a_held_session(builders.an_accepted_case(1))
    url = reverse("minutes-line", args=[session.pk])
    for _ in range(2):
        answer = desk.post(url, line("请双方核对工日。", "line-1"))
        assert answer.status_code == 302
    assert session.lines.filter(text="请双方核对工日。").count() == 1
    assert "请双方核对工日。" in words(desk.get(reverse("session", args=[session.pk])))


def test_line_sent_by_script_brings_the_minutes_back(desk):
    session = builders.a_held_session(builders.an_accepted_case(1))
    answer = desk.post(
        reverse("minutes-line", args=[session.pk]),
        line("请双方核对工日。", "line-1", concession="on"),
        headers={"hx-request": "true"},
    )
    assert answer.status_code == 200
    assert "<html" not in words(answer)
    assert "请双方核对工日。" in words(answer)
    assert session.lines.last().concession


def test_empty_line_is_refused_in_words(desk):
    session = builders.a_held_session(builders.an_accepted_case(1))
    answer = desk.post(
        reverse("minutes-line", args=[session.pk]),
        line("  ", "line-1"),
        headers={"hx-request": "true"},
    )
    assert "笔录内容不能为空" in words(answer)
    assert session.lines.count() == 1


def test_corrected_line_stays_readable_and_points_to_its_correction(desk):
    session = builders.a_held_session(builders.an_accepted_case(1))
    desk.post(
        reverse("minutes-line", args=[session.pk]),
        line("双方对工日有无异议？", "line-2", corrects="1"),
    )
    page = words(desk.get(reverse("session", args=[session.pk])))
    assert "<del>双方对工日和工价有无异议？</del>" in page
    assert "更正第1行" in page
    assert MinutesLine.objects.get(no=2).corrects.no == 1


def test_undisputed_fact_needs_both_sides(desk):
    case = builders.an_accepted_case(1)
    builders.a_held_session(case)
    worker = case.parties.workers().get()
    data = {
        "fact": "due",
        "content": "尚欠6,930.00元。",
        "total_fen": "6930.00",
        "agreed_by": [worker.pk],
        "submission": "fact-1",
    }
    url = reverse("fact-confirm", args=[case.pk])
    page = desk.post(url, data)
    assert page.status_code == 422
    assert "须双方共同确认" in words(page)
    desk.post(url, data | {"agreed_by": [worker.pk, case.debtor.pk], "submission": "fact-2"})
    assert case.undisputed_facts.get().value == {"total_fen": 693000}


def closing(session, signed) -> dict:
    return {
        "ended_at_0": "2026-11-16",
        "ended_at_1": "11:40",
        "result": "adjourned",
        "signed_by": [a.pk for a in signed],
        "submission": f"close-{len(signed)}",
    }


def test_session_ends_only_when_everybody_has_signed_the_minutes(desk):
    session = builders.a_held_session(builders.an_accepted_case(1))
    here = list(session.attendance.all())
    url = reverse("close-session", args=[session.pk])
    page = desk.post(url, closing(session, here[1:]))
    assert page.status_code == 422
    assert f"尚未在笔录上签名：{here[0].person}" in words(page)
    desk.post(url, closing(session, here))
    session.refresh_from_db()
    assert session.state == SessionState.CLOSED


def draft(case, **changes) -> dict:
    """What the proposal form sends: everybody in full, by the debtor, in two parts."""
    data = {
        "performance_mode": "instalments",
        "payee_mode": "own_account",
        "default_kind": "acceleration",
        "grace_days": "3",
        "penalty_rate": "",
        "residual_rights": "this_claim_settled",
        "waiver_explanation": "",
        "other_terms": "",
        "payer-1-party": case.debtor.pk,
        "payer-1-liability": "direct",
        "instalment-1-due_on": "2026-11-30",
        "instalment-1-percent": "60",
        "instalment-2-due_on": "2026-12-31",
        "instalment-2-percent": "40",
        "submission": "propose-1",
    }
    for worker in case.parties.workers():
        data[f"worker-{worker.pk}-take"] = "on"
        data[f"worker-{worker.pk}-amount_fen"] = "6930.00"
    return data | changes


def test_trial_run_shows_every_sum_and_writes_nothing(desk):
    case = builders.an_accepted_case(2)
    builders.a_held_session(case)
    events = case.events.count()
    page = desk.post(reverse("propose", args=[case.pk]), draft(case))
    assert page.status_code == 200
    for shown in ("13,860.00", "4,158.00", "2,772.00", "8,316.00"):
        assert shown in words(page)
    assert not Proposal.objects.exists()
    assert case.events.count() == events


def test_trial_run_warns_of_a_payday_on_a_day_off(desk):
    case = builders.an_accepted_case(1)
    builders.a_held_session(case)
    page = words(
        desk.post(
            reverse("propose", args=[case.pk]), draft(case, **{"instalment-1-due_on": "2026-11-29"})
        )
    )
    assert "2026-11-29是休息日" in page
    assert "建议改为 <strong>2026-11-27</strong>" in page


def test_what_was_tried_is_proposed_and_what_was_changed_is_tried_again(desk):
    case = builders.an_accepted_case(1)
    session = builders.a_held_session(case)
    url = reverse("propose", args=[case.pk])
    digest = desk.post(url, draft(case)).context["tried"]["proposal"].terms_sha256
    changed = desk.post(url, draft(case, previewed=digest, grace_days="5"))
    assert changed.status_code == 422
    assert "试算之后内容有改动" in words(changed)
    assert not Proposal.objects.exists()
    answer = desk.post(url, draft(case, previewed=digest))
    assert answer.headers["Location"] == reverse("session", args=[session.pk])
    assert Proposal.objects.get().terms_sha256 == digest


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"instalment-2-percent": "30"}, "各期比例合计应为100%，现为90%"),
        ({"instalment-2-percent": ""}, "第2期：付款日和比例须同时填写"),
        ({"payer-1-party": ""}, "请写明付款人"),
        ({"grace_days": ""}, "请写明违约条款的宽限日数"),
    ],
)
def test_incomplete_terms_are_refused_in_words(desk, change, sentence):
    case = builders.an_accepted_case(1)
    builders.a_held_session(case)
    page = desk.post(reverse("propose", args=[case.pk]), draft(case, **change))
    assert page.status_code == 422
    assert sentence in words(page)


def test_amount_that_is_no_amount_is_refused_with_the_name(desk):
    case = builders.an_accepted_case(1)
    builders.a_held_session(case)
    worker = case.parties.workers().get()
    page = desk.post(
        reverse("propose", args=[case.pk]), draft(case, **{f"worker-{worker.pk}-amount_fen": "6,9"})
    )
    assert page.status_code == 422
    assert f"{worker.name}：金额不要写千位分隔符" in words(page)


def answered(proposal, party, answer="agree", **changes) -> dict:
    speaks = builders.acting(party)
    return {
        "party": party.pk,
        "answer": answer,
        "capacity": speaks["capacity"],
        "through": speaks["person"],
        "terms_sha256": proposal.terms_sha256,
        "submission": f"answer-{party.pk}-{answer}",
    } | changes


def test_each_answer_is_recorded_for_its_own_person(desk):
    case = builders.an_accepted_case(2)
    builders.a_held_session(case)
    proposal = builders.a_proposal(case)
    url = reverse("answer", args=[proposal.pk])
    first, second = case.parties.workers()
    desk.post(url, answered(proposal, first))
    desk.post(url, answered(proposal, second, "refuse"))
    desk.post(url, answered(proposal, case.debtor))
    counted = queries.tally(proposal)
    assert (counted.agree, counted.refuse, counted.silent) == (1, 1, 0)
    assert proposal.answers.get(party=case.debtor).through == "钱进"


def test_answer_to_terms_that_have_changed_is_refused(desk):
    case = builders.an_accepted_case(1)
    builders.a_held_session(case)
    proposal = builders.a_proposal(case)
    worker = case.parties.workers().get()
    page = desk.post(
        reverse("answer", args=[proposal.pk]), answered(proposal, worker, terms_sha256="0" * 64)
    )
    assert page.status_code == 422
    assert "方案内容已变更" in words(page)
    assert not TermsAnswer.objects.exists()


def test_several_who_are_here_say_yes_one_record_each(desk):
    case = builders.an_accepted_case(3)
    builders.a_held_session(case)
    proposal = builders.a_proposal(case)
    workers = list(case.parties.workers())
    desk.post(
        reverse("answer-together", args=[proposal.pk]),
        {
            "parties": [w.pk for w in workers[:2]],
            "terms_sha256": proposal.terms_sha256,
            "submission": "together-1",
        },
    )
    assert proposal.answers.filter(answer=Answer.AGREE).count() == 2
    assert case.events.filter(act="confirm_terms").count() == 2


def test_new_proposal_is_shown_beside_the_one_before(desk):
    case = builders.an_accepted_case(1)
    builders.a_held_session(case)
    builders.a_proposal(case, instalments=2)
    proposal = builders.a_proposal(case, instalments=3)
    page = words(desk.get(reverse("proposal", args=[proposal.pk])))
    assert "与方案1比较" in page
    assert "<del>2026年11月23日支付3,465.00元（50%）</del>" in page


def queries_of(read) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()
    return len(captured)


def test_working_screen_asks_the_same_questions_for_one_worker_and_for_five(desk):
    counts = []
    for n in (1, 5):
        session = builders.a_held_session(builders.an_accepted_case(n))
        builders.a_proposal(session.case)
        url = reverse("session", args=[session.pk])
        desk.get(url)
        counts.append(queries_of(lambda url=url: desk.get(url)))
    assert counts[0] == counts[1]


def test_board_asks_the_same_questions_for_one_case_and_for_three(db):
    mediator = builders.people(builders.a_centre()).mediator
    builders.a_session(builders.an_accepted_case(1), at=time(9, 0))
    queries.board_rows(mediator)  # the person's roles are read once
    one = queries_of(lambda: queries.board_rows(mediator))
    builders.a_session(builders.an_accepted_case(1), at=time(15, 0))
    builders.an_agreement(builders.an_accepted_case(1))
    assert queries_of(lambda: queries.board_rows(mediator)) == one


def test_board_says_what_comes_next_in_each_case(db):
    centre = builders.a_centre()
    mediator = builders.people(centre).mediator
    asked = builders.an_accepted_case(2)
    held = builders.an_accepted_case(2)
    builders.a_held_session(held)
    signing = builders.an_accepted_case(1)
    builders.an_agreement(signing)
    rows = {r.case: r for r in queries.board_rows(mediator)}
    assert rows[asked].next_step == "记录调解意愿"
    assert rows[held].next_step == "进入调解会"
    assert (rows[held].present, rows[held].called) == (3, 3)
    assert rows[held].due_fen == 1386000
    assert rows[signing].next_step == "请各方签署"
    assert [r.case for r in queries.sessions_on(mediator, TODAY)] == [held, signing]
    assert queries.sessions_on(builders.people(centre).stranger, TODAY) == []
