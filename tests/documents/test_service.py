"""Service on parties: what was brought to whom, what proves it, and what the pages offer."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from freezegun import freeze_time

from cases.models import Case
from cases.operations import record_service_addresses
from documents.contracts import CONTRACTS
from documents.models import Document, Service
from documents.operations import void_document
from documents.service.choices import Outcome, Relation
from documents.service.operations import (
    Delivery,
    Proof,
    confirm_electronic,
    confirm_service,
    correct_service,
    record_refusal,
    record_service,
    record_service_together,
)
from documents.service.queries import (
    SERVED_ON,
    all_served,
    kind_of,
    reach_by,
    recipients,
    served_on,
    standings,
    unserved,
    ways,
)
from documents.service.returns import issue_return
from mediation.operations import (
    confirm_service_address,
    give_rights_notice,
    invite_respondent,
    schedule_session,
)
from staff.refusals import ActRefused, NotPermitted
from tests import builders

pytestmark = pytest.mark.django_db

ON = builders.ON
LATER = ON + timedelta(days=21)
PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 60
PDF = b"%PDF-1.4\n%%EOF\n"
VIDEO = b"\x00\x00\x00\x18ftypmp42" + b"0" * 40
SIGNED = Delivery(method="direct", sent_on=ON, done_on=ON)


@pytest.fixture
def case() -> Case:
    return builders.an_accepted_case(2)


@pytest.fixture
def paper(case) -> Document:
    return case.documents.get(code="D02")


@pytest.fixture
def mediator(case):
    return builders.staff_of(case).mediator


@pytest.fixture
def worker(case):
    return case.parties.workers().first()


@pytest.fixture
def serve(paper, mediator):
    def serve(party, *, document=paper, on=LATER, **facts) -> Service:
        given = {"method": "direct", "sent_on": ON, "done_on": ON} | facts
        return record_service(
            document=document, party=party, delivery=Delivery(**given), by=mediator, on=on
        )

    return serve


def signed(party) -> dict:
    """What a direct service on this party is signed with."""
    if party.kind == "natural":
        return {"receiver": party.name, "relation": Relation.SELF}
    return {"receiver": party.legal_rep, "relation": Relation.HEAD}


# Who must get what


def test_acceptance_goes_to_every_worker_and_to_the_respondent(case, paper):
    assert {p.name for p in recipients(paper)} == {
        *(w.name for w in case.parties.workers()),
        case.debtor.name,
    }


def test_only_papers_of_the_catalogue_are_served_and_each_kind_is_known():
    assert set(SERVED_ON) <= set(CONTRACTS)
    assert {code for code in CONTRACTS if kind_of(code) == "award"} >= {"A12-1", "A12-2", "A13"}
    assert [kind_of(code) for code in ("D03", "D06", "D12", "R03")] == [
        "invitation",
        "ordinary",
        "mediation",
        "mediation",
    ]


def test_what_a_party_hands_in_is_served_on_nobody(case, mediator, worker):
    confirm_service_address(
        case=case,
        parties=[worker],
        address="示例村1号",
        e_service=False,
        e_channel="",
        by=mediator,
        on=ON,
    )
    assert recipients(case.documents.get(code="D09")) == []


def test_agreement_is_served_only_once_it_binds(case):
    settled = builders.a_settled_case(n_workers=2)
    paper = settled.documents.get(code="D12")
    assert len(recipients(paper)) == 3
    paper.case.status = "accepted"
    assert recipients(paper) == []


def test_rights_handed_over_on_the_spot_are_served_by_that_act(case, mediator):
    everybody = [*case.parties.workers(), case.debtor]
    give_rights_notice(case=case, parties=everybody, received_by=[], by=mediator, on=ON)
    papers = case.documents.filter(code="D04")
    found = standings(case, papers)
    assert len(found) == 3
    assert unserved(found) == []
    assert all(all_served(p, on=ON) for p in papers)
    own = Service.objects.get(party=case.parties.workers().first())
    assert (own.receiver, own.relation, own.served_on) == (own.party.name, Relation.SELF, ON)


def test_session_told_of_on_the_spot_leaves_nothing_to_serve_a_written_notice_does(case):
    builders.a_session(case)
    assert not case.documents.filter(code="D06").exists()
    written = builders.an_accepted_case(1)
    schedule_session(
        case=written,
        starts_at=datetime.combine(ON, time(16), tzinfo=builders.SHANGHAI),
        place="第二调解室",
        mode="on_site",
        notice="written",
        recipients=[*written.parties.workers(), written.debtor],
        by=builders.staff_of(written).mediator,
        on=ON,
    )
    notices = written.documents.filter(code="D06")
    found = standings(written, notices)
    assert {s.party.name for s in unserved(found)} == {
        *(w.name for w in written.parties.workers()),
        written.debtor.name,
    }
    assert "下午4时" in reach_by(notices.first())


# Recording


def test_record_service_direct_counts_from_the_day_it_was_signed_for(serve, paper, worker):
    row = serve(worker, **signed(worker))
    assert (row.outcome, row.served_on) == (Outcome.SERVED, ON)
    assert served_on(paper, worker) == ON
    assert not all_served(paper, on=LATER)
    assert paper.case.events.last().act == "record_service"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "请填写签收人"),
        ({"receiver": "张三"}, "请写明张三与"),
        ({"receiver": "张三", "relation": Relation.SELF}, "“本人”应为"),
        ({"receiver": "张三", "relation": Relation.HEAD}, "不能是“法定代表人或者负责人”"),
        ({"receiver": "示例建筑劳务有限公司", "relation": Relation.AGENT}, "另一方当事人"),
        ({"method": "post"}, "邮件号码"),
        ({"method": "entrusted"}, "受委托或者转交的单位"),
        ({"method": "left", "reason": "不在"}, "没有拒绝签收"),
        ({"method": "electronic"}, "同意电子送达"),
        ({"method": "posted"}, "十人以上"),
        ({"method": "public_notice"}, "下落不明"),
        ({"method": "pigeon"}, "请选择送达方式"),
        ({"sent_on": ON - timedelta(days=1)}, "才制作"),
        ({"done_on": ON - timedelta(days=1), "sent_on": ON}, "早于送出"),
        ({"done_on": LATER + timedelta(days=1)}, "今天以后"),
        ({"done_on": None}, "请填写送达的日期"),
        ({"failed": True}, "没有送到的，请写明原因"),
    ],
)
def test_record_service_refuses_what_proves_nothing(serve, worker, facts, sentence):
    with pytest.raises(ActRefused, match=sentence):
        serve(worker, **facts)
    assert not Service.objects.exists()


def test_record_service_twice_is_refused(serve, worker):
    serve(worker, **signed(worker))
    with pytest.raises(ActRefused, match="不用再记"):
        serve(worker, **signed(worker))


def test_record_service_of_a_void_paper_is_refused(serve, paper, worker, mediator):
    void_document(document=paper, reason="重出", by=mediator)
    paper.refresh_from_db()
    with pytest.raises(ActRefused, match="作废，不能送达"):
        serve(worker, **signed(worker))


def test_record_service_by_somebody_who_does_not_work_on_the_case(case, paper, worker):
    with pytest.raises(NotPermitted):
        record_service(
            document=paper,
            party=worker,
            delivery=SIGNED,
            by=builders.staff_of(case).stranger,
            on=ON,
        )


def test_agreement_never_goes_by_phone_or_message():
    case = builders.a_settled_case(n_workers=2)
    worker, mediator = case.parties.workers().first(), builders.staff_of(case).mediator
    record_service_addresses(
        case=case,
        parties=[worker],
        address="示例村1号",
        e_service=True,
        e_channel="sms",
        by=mediator,
        on=ON,
    )
    paper = case.documents.get(code="D12")
    day = paper.issued_on
    for method in ("simple", "electronic"):
        delivery = Delivery(method=method, sent_on=day, channel="phone", receiver=worker.name)
        with pytest.raises(ActRefused) as refused:
            record_service(document=paper, party=worker, delivery=delivery, by=mediator, on=LATER)
        assert refused.value.source in ("SUM-04", "DATA-06")
        assert "调解协议书" in str(refused.value)


def test_electronic_service_counts_when_it_reaches_the_confirmed_number(case, serve, worker):
    mediator = builders.staff_of(case).mediator
    record_service_addresses(
        case=case,
        parties=[worker],
        address="示例村1号",
        e_service=True,
        e_channel="sms",
        by=mediator,
        on=ON,
    )
    sent = serve(worker, method="electronic", done_on=None)
    assert (sent.outcome, sent.served_on) == (Outcome.SENT, None)
    assert worker.phone not in sent.address
    row = confirm_electronic(service=sent, reached_on=ON + timedelta(days=1), by=mediator, on=LATER)
    assert (row.served_on, row.replaces) == (ON + timedelta(days=1), sent)
    with pytest.raises(ActRefused, match="已被新的记录代替"):
        confirm_electronic(service=sent, reached_on=LATER, by=mediator, on=LATER)


def test_refusal_with_a_photograph_leaves_the_paper_and_waits_three_working_days(
    case, paper, mediator
):
    row = record_refusal(
        document=paper,
        party=case.debtor,
        reason="称与公司无关",
        done_on=ON,  # a Monday
        witnesses=["居民委员会 林立"],
        proofs=[Proof(kind="photo", content=PHOTO, name="门口.jpg")],
        by=mediator,
        on=ON,
    )
    assert (row.method, row.served_on) == ("left", ON + timedelta(days=3))
    refused, left = paper.services.order_by("id")
    assert (refused.outcome, refused.refused) == (Outcome.FAILED, True)
    assert left.proofs.get().name == "门口.jpg"
    assert not all_served(paper, on=ON + timedelta(days=2))


def test_refusal_without_a_picture_is_no_service(case, paper, mediator):
    row = record_refusal(
        document=paper,
        party=case.debtor,
        reason="不收",
        done_on=ON,
        witnesses=["林立"],
        by=mediator,
        on=ON,
    )
    assert row.outcome == Outcome.FAILED
    assert served_on(paper, case.debtor) is None
    left = Delivery(method="left", sent_on=ON, done_on=ON, reason="不收")
    with pytest.raises(ActRefused, match="必须上传照片或者录像"):
        record_service(document=paper, party=case.debtor, delivery=left, by=mediator, on=ON)


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [
        ("photo", PDF, "不是照片"),
        ("photo", VIDEO, "不是照片"),
        ("video", PHOTO, "不是录像"),
        ("photo", b"GIF89a", "只接受"),
    ],
)
def test_refusal_wants_a_real_picture(case, paper, mediator, kind, content, sentence):
    with pytest.raises(ActRefused, match=sentence):
        record_refusal(
            document=paper,
            party=case.debtor,
            reason="不收",
            done_on=ON,
            proofs=[Proof(kind=kind, content=content, name="x")],
            by=mediator,
            on=ON,
        )
    assert not Service.objects.exists()


@pytest.mark.parametrize("confirmed", [True, False])
def test_letter_that_came_back_counts_only_from_the_address_the_party_confirmed(
    case, serve, worker, mediator, confirmed
):
    if confirmed:
        record_service_addresses(
            case=case,
            parties=[worker],
            address="示例村1号",
            e_service=False,
            e_channel="",
            by=mediator,
            on=ON,
        )
    sent = serve(worker, method="post", done_on=None, tracking_no="EA1", address="示例村1号")
    back = ON + timedelta(days=5)
    row = confirm_service(service=sent, done_on=back, returned=True, by=mediator, on=LATER)
    assert row.outcome == (Outcome.SERVED if confirmed else Outcome.FAILED)
    assert row.served_on == (back if confirmed else None)
    assert row.returned
    if not confirmed:  # what could not be delivered may be published
        open_ways = {w.method.code for w in ways(row.document, [worker]) if w.parties}
        assert "public_notice" in open_ways


def test_public_notice_runs_thirty_days_and_needs_its_page(case, serve, paper):
    debtor = case.debtor
    debtor.missing = True
    debtor.save()
    facts = {"method": "public_notice", "media": "示例日报", "reason": "住所已搬空"}
    with pytest.raises(ActRefused, match="公告的版面"):
        serve(debtor, **facts)
    row = serve(debtor, **facts, proofs=[Proof(kind="notice", content=PDF)])
    assert row.notice_days == 30
    assert row.served_on == date(2026, 12, 16)
    assert not all_served(paper, on=LATER)


def test_nobody_is_asked_to_mediate_by_public_notice(case, mediator, serve):
    debtor = case.debtor
    debtor.missing = True
    debtor.save()
    invite_respondent(case=case, parties=[debtor], reply_by=LATER, by=mediator, on=ON)
    asked = case.documents.get(code="D03")
    with pytest.raises(ActRefused, match="自愿") as refused:
        serve(debtor, document=asked, method="public_notice", media="示例日报", reason="下落不明")
    assert refused.value.source == "MED-04"


def test_correction_is_a_new_row_and_the_wrong_one_stays(serve, worker, mediator, paper):
    wrong = serve(worker, **signed(worker))
    right = Delivery(method="direct", sent_on=ON, done_on=ON + timedelta(days=2), **signed(worker))
    row = correct_service(service=wrong, delivery=right, reason="日期写错", by=mediator, on=LATER)
    assert served_on(paper, worker) == ON + timedelta(days=2)
    assert (row.replaces, row.note) == (wrong, "更正：日期写错")
    wrong.refresh_from_db()
    assert wrong.served_on == ON


@pytest.mark.both
def test_rows_of_service_cannot_be_changed_in_the_database(serve, worker):
    row = serve(worker, **signed(worker))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Service.objects.filter(pk=row.pk).update(served_on=LATER)


def test_together_one_row_refused_leaves_the_others(case, paper, mediator):
    workers = list(case.parties.workers())
    items = [
        *(
            (paper, w, Delivery(method="direct", sent_on=ON, done_on=ON, **signed(w)))
            for w in workers
        ),
        (paper, case.debtor, SIGNED),
    ]
    came = record_service_together(case=case, items=items, by=mediator, on=ON)
    assert [row.party for row in came.done] == workers
    assert [(p.name, "签收人" in why) for _, p, why in came.failed] == [(case.debtor.name, True)]
    assert case.debtor.name in came.cautions[0].message
    assert case.events.filter(act="record_service").count() == 1


def test_together_with_nothing_right_is_refused_as_a_whole(case, paper, mediator):
    with pytest.raises(ActRefused, match="签收人"):
        record_service_together(case=case, items=[(paper, case.debtor, SIGNED)], by=mediator, on=ON)


# The return of service


def test_blank_return_lists_what_the_recipient_has_not_got(case, mediator, worker, paper):
    made = issue_return(case=case, party=worker, documents=[paper], by=mediator, on=ON)
    assert (made.code, made.recipient) == ("A09M", worker.name)
    assert [row["title"] for row in made.context["documents"]] == ["受理通知书"]
    assert made.context["served_on"] is None
    again = issue_return(case=case, party=worker, documents=[paper], by=mediator, on=ON)
    assert again == made
    assert recipients(made) == []


def test_filled_return_supersedes_the_blank_one(case, mediator, worker, paper, serve):
    blank = issue_return(case=case, party=worker, documents=[paper], by=mediator, on=ON)
    row = serve(worker, **signed(worker))
    filled = issue_return(
        case=case, party=worker, documents=[paper], service=row, by=mediator, on=ON
    )
    assert filled.supersedes == blank
    assert filled.context["method"] == "直接送达"
    assert filled.context["receiver"] == worker.name


def test_return_of_a_refusal_names_reason_witness_and_pictures(case, mediator, paper):
    row = record_refusal(
        document=paper,
        party=case.debtor,
        reason="称与公司无关",
        done_on=ON,
        witnesses=["林立"],
        proofs=[Proof(kind="photo", content=PHOTO)],
        by=mediator,
        on=ON,
    )
    made = issue_return(
        case=case, party=case.debtor, documents=[paper], service=row, by=mediator, on=ON
    )
    assert made.context["refusal"] == {"reason": "称与公司无关", "witnesses": "林立"}
    assert made.context["proofs"] == [f"照片（摘要{row.proofs.get().file_id[:8]}）"]


# Pages


@pytest.fixture
def page(client, mediator):
    """A browser of the mediator, on the afternoon of the day the papers are made."""
    with freeze_time(f"{ON} 06:00:00"):
        client.force_login(mediator)
        yield client


def test_page_of_a_paper_says_who_has_not_got_it(page, paper, worker):
    shown = page.get(reverse("document", args=[paper.pk])).content.decode()
    assert "应送3人，已送达0人" in shown
    assert reverse("serve", args=[paper.pk]) in shown


def test_serve_page_offers_only_lawful_ways_and_says_why_not_the_others(page, paper):
    shown = page.get(reverse("serve", args=[paper.pk])).content.decode()
    assert "?method=post" in shown
    assert "?method=electronic" not in shown
    assert "?method=public_notice" not in shown
    assert "只有下落不明，或者其他方式都送不到的" in shown


def test_serve_page_records_several_people_at_once(page, case, paper):
    workers = list(case.parties.workers())
    answer = page.post(
        reverse("serve", args=[paper.pk]),
        {
            "parties": [w.pk for w in workers],
            "done_on": ON.isoformat(),
            "submission": "a" * 32,
        },
    )
    assert answer.status_code == 302
    assert all(served_on(paper, w) == ON for w in workers)


def test_serve_page_leaves_a_refused_paper_with_its_photograph(page, case, paper):
    answer = page.post(
        reverse("serve", args=[paper.pk]) + "?method=left",
        {
            "parties": [case.debtor.pk],
            "done_on": ON.isoformat(),
            "reason": "不收",
            "witnesses": "林立，田禾",
            "proofs": SimpleUploadedFile("门口.jpg", PHOTO),
            "submission": "b" * 32,
        },
    )
    assert answer.status_code == 302
    said = page.get(answer.url).content.decode()
    assert "2026-11-19视为送达" in said
    left = paper.services.get(method="left")
    assert left.witnesses == ["林立", "田禾"]
    shown = page.get(reverse("service", args=[left.pk])).content.decode()
    assert "3个工作日" in shown
    proof = page.get(reverse("service-proof", args=[left.proofs.get().pk]))
    assert proof.content == PHOTO


def test_serve_page_without_a_signer_for_a_company_says_so(page, case, paper):
    answer = page.post(
        reverse("serve", args=[paper.pk]),
        {"parties": [case.debtor.pk], "done_on": ON.isoformat(), "submission": "c" * 32},
    )
    assert answer.status_code == 422
    assert "请填写签收人" in answer.content.decode()


def test_posted_letter_is_confirmed_on_its_own_page(page, case, paper, worker):
    answer = page.post(
        reverse("serve", args=[paper.pk]) + "?method=post",
        {
            "parties": [worker.pk],
            "sent_on": ON.isoformat(),
            "tracking_no": "EA000000001CN",
            "submission": "d" * 32,
        },
        follow=True,
    )
    assert "已记录送出" in answer.content.decode()
    sent = paper.services.get()
    assert sent.outcome == Outcome.SENT
    assert "确认结果" in page.get(reverse("serve", args=[paper.pk])).content.decode()
    page.post(
        reverse("service-confirm", args=[sent.pk]),
        {"done_on": ON.isoformat(), "submission": "e" * 32},
    )
    assert served_on(paper, worker) == ON


def test_correct_page_starts_from_the_facts_and_keeps_the_row(page, paper, worker, serve):
    wrong = serve(worker, **signed(worker))
    url = reverse("service-correct", args=[wrong.pk])
    assert worker.name in page.get(url).content.decode()
    page.post(
        url,
        {
            "done_on": ON.isoformat(),
            "receiver": "赵桂芝",
            "relation": "family",
            "why": "由其妻子签收",
            "submission": "f" * 32,
        },
    )
    row = paper.services.current().get()
    assert (row.receiver, row.relation) == ("赵桂芝", "family")
    old = page.get(reverse("service", args=[wrong.pk])).content.decode()
    assert "新的记录" in old


def test_on_the_spot_page_records_many_and_names_who_was_left_out(page, case, paper):
    workers = list(case.parties.workers())
    url = reverse("case-service", args=[case.pk])
    assert "受理通知书" in page.get(url).content.decode()
    answer = page.post(
        url,
        {
            "documents": [paper.pk],
            "done_on": ON.isoformat(),
            "serve": [*(w.pk for w in workers), case.debtor.pk],
            "submission": "g" * 32,
        },
        follow=True,
    )
    assert all(served_on(paper, w) == ON for w in workers)
    assert f"{case.debtor.name}的《受理通知书》没有记录" in answer.content.decode()


def test_case_page_shows_who_works_on_it_what_is_not_served(page, case):
    shown = page.get(reverse("case-detail", args=[case.pk])).content.decode()
    assert "份文书没有送到" in shown


def test_print_of_a_blank_return_makes_the_paper(page, case, worker):
    answer = page.post(reverse("service-blank-return", args=[case.pk, worker.pk]))
    made = case.documents.get(code="A09M")
    assert answer.url == reverse("document", args=[made.pk])
