"""What the court answers: docketing, returns that come back mended, rulings and their clocks."""

from datetime import timedelta

import pikepdf
import pytest

from confirmation.choices import ApplicationState, ReturnReason, RulingResult
from confirmation.models import Application, Ruling
from confirmation.operations import (
    court_accepts,
    court_returns,
    court_rules,
    resubmit_packet,
    withdraw_confirmation,
)
from confirmation.operations.court import AnotherNumber, Point, Unconfirmed
from confirmation.queries import confirmed_fen, effective_on
from documents import store
from documents.models import Document
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.confirmation.filings import (
    NUMBER,
    ORIGINALS,
    a_docketed_application,
    an_application,
    apply,
    later,
    show_papers,
    sides,
)
from tests.documents.test_scans import a_pdf, script

pytestmark = pytest.mark.django_db


def officer(application):
    return builders.staff_of(application.case).mediator


def everybody(application):
    return [*application.workers.all(), *application.others.all()]


def send_back(application, **changes):
    facts = {
        "points": [
            Point(ReturnReason.NO_SERVICE_ADDRESS, "补交送达地址确认书", "送达地址确认书"),
            Point(ReturnReason.OTHER, "说明日工资标准的依据"),
        ],
        "notice_on": later(application.case, 4),
        "received_on": later(application.case, 4),
        "due_on": later(application.case, 10),
        "by": officer(application),
        "on": later(application.case, 4),
    }
    return court_returns(application=application, **(facts | changes))


def mend(application, **changes):
    facts = {
        "answers": ["已补交", "见班组工资表"],
        "approved_by": officer(application),
        "by": officer(application),
        "on": later(application.case, 6),
        "originals": ORIGINALS,
    }
    return resubmit_packet(application=application, **(facts | changes))


def rule(application, result=RulingResult.VALID, **changes):
    day = later(application.case, 9)
    facts = {
        "number": NUMBER,
        "ruled_on": day,
        "served_on": dict.fromkeys(everybody(application), day),
        "by": officer(application),
        "on": day,
    }
    return court_rules(application=application, result=result, **(facts | changes))


def test_docketing_starts_the_courts_clocks():
    application = a_docketed_application()
    clocks = {d.rule: d for d in application.case.deadlines.all()}
    assert (clocks["JC-10"].amount, clocks["JC-11"].amount) == (15, 30)
    assert clocks["JC-10"].starts_on == application.accepted_on
    assert clocks["JC-09"].state == "met"


@pytest.mark.parametrize("number", ["", "民特12号", "（2026）冀0699民特号", "2026-12"])
def test_a_number_that_is_none_is_refused(number):
    application = an_application()
    with pytest.raises(ActRefused, match="案号") as refused:
        court_accepts(
            application=application,
            number=number,
            decided_on=later(application.case, 5),
            by=officer(application),
            on=later(application.case, 5),
        )
    assert refused.value.source == "V-N1"


def test_two_clerks_cannot_docket_it_twice():
    application = a_docketed_application()
    with pytest.raises(ActRefused, match="法院已立案"):
        court_accepts(
            application=application,
            number="（2026）冀0699民特13号",
            decided_on=later(application.case, 5),
            by=officer(application),
            on=later(application.case, 5),
        )


def test_a_day_before_the_packet_was_sent_is_refused():
    application = an_application()
    with pytest.raises(ActRefused, match="早于材料提交日"):
        court_accepts(
            application=application,
            number=NUMBER,
            decided_on=application.case.opened_on,
            by=officer(application),
            on=later(application.case, 5),
        )


def test_a_clerk_of_the_court_answers_and_one_of_another_court_does_not():
    application = an_application()
    clerk = builders.staff_of(application.case).court_clerk
    clerk.body = application.court
    clerk.save()
    assert Application.objects.visible_to(clerk).filter(pk=application.pk).exists()
    clerk.body = application.case.centre
    clerk.save()
    assert not Application.objects.visible_to(clerk).filter(pk=application.pk).exists()
    with pytest.raises(NotPermitted):
        send_back(application, by=clerk)


def test_a_return_comes_back_as_a_new_version_that_says_what_changed():
    application = an_application()
    send_back(application)
    application.refresh_from_db()
    assert application.state == ApplicationState.RETURNED
    copies = [("营业执照", 2, ""), ("法定代表人身份证明书", 1, "")]
    show_papers(application.case.debtor, papers=copies)
    mend(application)
    first, second = application.packets.order_by("version")
    assert second.version == 2
    replaced = {row["code"] for row in second.changes if row["what"] == "更换"}
    assert replaced == {"C04", "C07"}  # what says the same as before is not sent anew
    assert "C10R" in {row["code"] for row in second.changes if row["what"] == "新增"}
    assert "D12" not in {row["code"] for row in second.changes}
    reply = Document.objects.get(case=application.case, code="C10R").context
    assert [i["answer"] for i in reply["items"]] == ["已补交。", "见班组工资表。"]
    assert first.items.get(code="C07").document.state == "superseded"


def test_the_courts_days_run_anew_and_the_thirty_go_on():
    application = an_application()
    before = application.case.deadlines.get(rule="JC-01").due_on
    send_back(application)
    mend(application)
    clock = application.case.deadlines.filter(rule="JC-09").order_by("-id").first()
    assert clock.starts_on == later(application.case, 6)
    assert application.case.deadlines.get(rule="JC-01").due_on == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answers": ["已补交"]}, "2项"),
        ({"answers": ["已补交", " "]}, "逐项"),
    ],
)
def test_what_is_not_mended_is_not_sent_again(changes, words):
    application = an_application()
    send_back(application)
    with pytest.raises(ActRefused, match=words):
        mend(application, **changes)
    assert application.packets.count() == 1


def test_an_application_that_was_not_returned_is_not_sent_again():
    application = a_docketed_application()
    with pytest.raises(ActRefused, match="没有待补正的材料"):
        mend(application)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"points": []}, "理由"),
        ({"points": [Point(ReturnReason.OTHER, " ")]}, "理由"),
        ({"refused": True}, "第三百五十五条"),
        ({"version": 7}, "版次"),
        ({"notice_on": "before"}, "早于"),
    ],
)
def test_a_return_that_says_nothing_or_not_this_packet_is_refused(changes, words):
    application = an_application()
    if changes.get("notice_on") == "before":
        changes = {"notice_on": application.case.opened_on}
    with pytest.raises(ActRefused, match=words):
        send_back(application, **changes)


def test_not_accepted_frees_the_workers_to_apply_elsewhere():
    application = an_application()
    send_back(
        application, refused=True, points=[Point(ReturnReason.NO_JURISDICTION, "本院无管辖权")]
    )
    application.refresh_from_db()
    assert application.state == ApplicationState.REFUSED
    assert apply(application.case, on=later(application.case, 8)).state == ApplicationState.SENT


def test_a_valid_ruling_is_a_title_with_its_clocks():
    application = a_docketed_application()
    ruling = rule(application)
    total = sum(application.agreement.proposal.rows.values_list("amount_fen", flat=True))
    assert confirmed_fen(application) == total
    assert effective_on(ruling) == later(application.case, 9)
    clocks = {d.rule: d for d in application.case.deadlines.all()}
    assert (clocks["JC-12"].amount, clocks["JC-16"].amount) == (15, 2)
    last = application.agreement.instalments.order_by("due_on").last()
    assert clocks["JC-16"].starts_on == last.due_on
    assert clocks["JC-10"].state == clocks["JC-11"].state == "met"


def test_each_party_objects_within_days_of_its_own_service():
    application = a_docketed_application()
    ruled = later(application.case, 9)
    served = {
        party: ruled + timedelta(days=place) for place, party in enumerate(everybody(application))
    }
    ruling = rule(application, served_on=served)
    clocks = application.case.deadlines.filter(rule="JC-12")
    assert {d.suffix: d.starts_on for d in clocks} == {p.key: day for p, day in served.items()}
    assert effective_on(ruling) == max(served.values())


def test_a_partial_ruling_leaves_the_rest_of_a_worker_open():
    application = a_docketed_application()
    worker = application.workers.first()
    rule(
        application,
        RulingResult.PARTLY_VALID,
        unconfirmed=[Unconfirmed(worker, 12345, ReturnReason.INDEFINITE)],
    )
    row = application.ruling.rows.get(worker=worker)
    agreed = application.agreement.proposal.rows.get(worker=worker).amount_fen
    assert (row.confirmed_fen, row.unconfirmed_fen) == (agreed - 12345, 12345)
    application.refresh_from_db()
    assert application.state == ApplicationState.PARTLY_CONFIRMED


def test_a_rejection_confirms_nothing_and_lets_both_sides_mediate_again():
    application = a_docketed_application()
    ruling = rule(application, RulingResult.REJECTED, reason=ReturnReason.INDEFINITE)
    assert confirmed_fen(application) == 0
    assert effective_on(ruling) is None
    assert not application.case.deadlines.filter(rule="JC-16").exists()


@pytest.mark.parametrize(
    ("result", "changes", "words"),
    [
        (RulingResult.VALID, {"number": "（2026）冀0699民特99号"}, "不一致"),
        (RulingResult.REJECTED, {}, "第三百五十八条"),
        (RulingResult.REJECTED, {"reason": ReturnReason.LATE}, "第三百五十八条"),
        (RulingResult.PARTLY_VALID, {}, "未确认"),
        (RulingResult.VALID, {"file": b"PK\x03\x04"}, "PDF"),
        (RulingResult.VALID, {"ruled_on": "before"}, "早于立案"),
    ],
)
def test_a_ruling_that_cannot_be_is_refused(result, changes, words):
    application = a_docketed_application()
    if changes.get("ruled_on") == "before":
        changes = {"ruled_on": later(application.case, 1), "served_on": {}}
    with pytest.raises(ActRefused, match=words):
        rule(application, result, **changes)
    application.refresh_from_db()
    assert application.state == ApplicationState.ACCEPTED


def test_more_than_was_agreed_cannot_stay_unconfirmed():
    application = a_docketed_application()
    worker = application.workers.first()
    agreed = application.agreement.proposal.rows.get(worker=worker).amount_fen
    with pytest.raises(ActRefused, match="超出协议金额"):
        rule(
            application,
            RulingResult.PARTLY_VALID,
            unconfirmed=[Unconfirmed(worker, agreed + 1, ReturnReason.OTHER)],
        )


def withdraw(application, **changes):
    facts = {
        "reason": "双方另行商定付款日期",
        "signed_by": everybody(application),
        "by": officer(application),
        "on": later(application.case, 7),
    }
    return withdraw_confirmation(application=application, **(facts | changes))


def test_both_sides_may_withdraw_before_the_ruling():
    application = a_docketed_application()
    assert withdraw(application).state == ApplicationState.WITHDRAWN
    assert Document.objects.filter(case=application.case, code="C12").exists()
    assert not application.case.deadlines.filter(rule="JC-10", state="running").exists()


def test_one_side_cannot_withdraw_alone_and_nobody_after_the_ruling():
    application = a_docketed_application()
    workers, _ = sides(application.case)
    with pytest.raises(ActRefused, match="共同"):
        withdraw(application, signed_by=workers)
    rule(application)
    with pytest.raises(ActRefused, match="不能再撤回"):
        withdraw(application)


# The paper of the ruling


def a_ruling_paper(number: str) -> bytes:
    """What a court prints: a PDF whose words can be read."""
    from datetime import date

    from documents.bundle import bundle
    from tests.documents.papers import docx, fonts, p

    words = f"民事裁定书{number}申请人共同申请司法确认调解协议一案"
    return bundle(
        [("民事裁定书", docx(p(words)))],
        title="裁定",
        created=date(2026, 11, 20),
        fonts=fonts(),
        index=False,
        numbered=False,
    ).content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04", "PDF"),
        (lambda: a_pdf(change=script), "脚本"),
        (lambda: a_pdf(encryption=pikepdf.Encryption(user="a", owner="b")), "设了密码"),
        (lambda: b"%PDF-1.4 nothing more", "损坏"),
        (lambda: b"%PDF-" + b"0" * (20 * 1024 * 1024), "20MB"),
    ],
    ids=["no pdf", "script", "password", "damaged", "large"],
)
def test_a_ruling_that_could_do_harm_is_not_kept(content, words):
    application = a_docketed_application()
    file = content if isinstance(content, bytes) else content()
    with pytest.raises(ActRefused, match=words):
        rule(application, file=file)
    application.refresh_from_db()
    assert application.state == ApplicationState.ACCEPTED


def test_a_ruling_is_kept_byte_for_byte():
    application = a_docketed_application()
    paper = a_ruling_paper(NUMBER)
    assert store.get(rule(application, file=paper).file) == paper


def test_a_ruling_of_another_case_is_pointed_out_before_it_is_kept():
    application = a_docketed_application()
    wrong = a_ruling_paper("（2026）冀0699民特99号")
    with pytest.raises(AnotherNumber, match="民特99号"):
        rule(application, file=wrong)
    assert not Ruling.objects.exists()
    assert rule(application, file=wrong, whatever_number=True).file is not None


def test_a_ruling_that_names_its_own_number_with_others_is_no_doubt():
    application = a_docketed_application()
    paper = a_ruling_paper(f"(2025)冀0699民特7号，本案{NUMBER}")
    assert rule(application, file=paper).result == RulingResult.VALID
