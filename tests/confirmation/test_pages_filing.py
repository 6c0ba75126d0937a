"""The mediator's pages: self-check, identity papers and scans, applying, mending a return."""

import io
import json
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from freezegun import freeze_time
from pypdf import PdfReader

from confirmation.choices import ApplicationState, ReturnReason
from confirmation.models import Application, EvidenceScan
from confirmation.operations import attach_evidence, send_all
from documents import scans, store
from documents.operations import attach_scan
from tests import builders
from tests.confirmation.filings import (
    ORIGINALS,
    a_complete_file,
    an_application,
    apply,
    later,
    show_papers,
    sign,
)
from tests.confirmation.test_court import send_back
from tests.documents.test_scans import a_pdf, an_image

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(f"{builders.ON + timedelta(days=4)} 02:45:00") as clock:
        yield clock


@pytest.fixture
def desk(client):
    """Return a function that opens a page for the mediator of a case."""

    def desk(case):
        client.force_login(builders.staff_of(case).mediator)
        return client

    return desk


def words(answer) -> str:
    return answer.content.decode()


def upload(content: bytes, name: str = "扫描.pdf") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def applying(case, **changes) -> dict:
    keys = [p.pk for p in case.parties.workers()]
    return {
        "court": case.court_id
        or Application._meta.get_field("court").related_model.objects.get(kind="court").pk,
        "ground": "mediation_org_place",
        "place": "示例区示例路1号",
        "workers": keys,
        "jointly_with": [case.debtor_id],
        "review_state": "未申请",
        "batch_size": "",
        "submission": "apply-1",
    } | changes


def test_the_self_check_says_how_long_there_is_and_that_nothing_stands_in_the_way(desk):
    case = a_complete_file()
    page = words(desk(case).get(reverse("confirmation-check", args=[case.pk])))
    assert "没有发现会被退回的问题" in page
    assert "只能择一" in page
    assert case.deadlines.get(rule="JC-01").due_on.strftime("%Y年%-m月%-d日") in page
    assert reverse("confirmation-apply", args=[case.pk]) in page


def test_what_would_be_returned_is_named_with_the_place_to_mend_it(desk):
    case = a_complete_file()
    worker = case.parties.workers().first()
    worker.identity_papers.all().delete()
    page = words(desk(case).get(reverse("confirmation-check", args=[case.pk])))
    assert f"缺{worker.name}的身份证明" in page
    assert reverse("identity-papers", args=[worker.pk]) in page
    assert reverse("confirmation-apply", args=[case.pk]) not in page


def test_a_reason_packets_came_back_for_is_pointed_out(desk):
    send_back(an_application())
    other = a_complete_file(1)
    page = words(desk(other).get(reverse("confirmation-check", args=[other.pk])))
    assert "近一年因此被退回1次" in page


def test_a_case_without_an_agreement_says_so(desk):
    case = builders.an_accepted_case(1)
    page = words(desk(case).get(reverse("confirmation-check", args=[case.pk])))
    assert "还没有生效的调解协议" in page


def sending(case, **changes) -> dict:
    approves = builders.staff_of(case).mediator.pk
    return {"approved_by": approves, "originals": ORIGINALS, "submission": "send-1"} | changes


def test_drafted_printed_signed_and_sent_page_by_page(desk):
    case = a_complete_file()
    assert desk(case).get(reverse("confirmation-apply", args=[case.pk])).status_code == 200
    answer = desk(case).post(reverse("confirmation-apply", args=[case.pk]), applying(case))
    application = case.confirmations.get()
    here = reverse("confirmation", args=[application.pk])
    sign = reverse("confirmation-sign", args=[application.pk])
    send = reverse("confirmation-send", args=[application.pk])
    assert answer.headers["Location"] == here
    page = words(desk(case).get(here))
    assert reverse("document-file", args=[application.paper_id, "pdf"]) in page
    assert sign in page
    assert send not in page
    assert desk(case).get(sign).status_code == 200
    signed = [p.pk for p in [*case.parties.workers(), case.debtor]]
    given = {"paper": upload(a_pdf(2)), "signed_by": signed, "submission": "sign-1"}
    assert desk(case).post(sign, given).headers["Location"] == here
    assert send in words(desk(case).get(here))
    assert desk(case).get(send).status_code == 200
    assert desk(case).post(send, sending(case)).headers["Location"] == here
    page = words(desk(case).get(here))
    assert "核验一致" in page
    assert "司法确认申请书（签署件）" in page


def test_an_unsigned_application_is_refused_on_the_page(desk):
    case = a_complete_file()
    desk(case).post(reverse("confirmation-apply", args=[case.pk]), applying(case))
    application = case.confirmations.get()
    answer = desk(case).post(reverse("confirmation-send", args=[application.pk]), sending(case))
    assert answer.status_code == 422
    assert "双方共同申请" in words(answer)
    assert not application.packets.exists()


def test_what_is_under_review_is_refused_on_the_page(desk):
    case = a_complete_file()
    given = applying(case, review_state="审查中")
    answer = desk(case).post(reverse("confirmation-apply", args=[case.pk]), given)
    assert answer.status_code == 422
    assert "正在仲裁审查" in words(answer)
    assert not case.confirmations.exists()


def test_batches_of_the_size_the_court_wishes_are_drafted_and_sent_in_the_background(
    desk, django_capture_on_commit_callbacks
):
    case = a_complete_file(3)
    url = reverse("confirmation-apply", args=[case.pk])
    check = reverse("confirmation-check", args=[case.pk])
    answer = desk(case).post(url, applying(case, batch_size="2"))
    assert answer.headers["Location"] == check
    assert "0 / 2批" in words(desk(case).get(check))
    again = desk(case).post(url, applying(case, batch_size="2", submission="apply-2"))
    assert "正在分批办理" in words(again)
    drafting = case.sendings.get()
    with django_capture_on_commit_callbacks(execute=True):
        desk(case).post(reverse("sending-resume", args=[drafting.pk]))
    rows = list(case.confirmations.order_by("batch_no"))
    assert [(a.batch_no, a.batch_count, a.workers.count()) for a in rows] == [(1, 2, 2), (2, 2, 1)]
    assert "全部起草" in words(desk(case).get(reverse("sending", args=[drafting.pk])))
    send_all(sending=drafting)  # once more, as a second worker would
    assert case.confirmations.count() == 2

    every = reverse("confirmation-send-signed", args=[case.pk])
    assert "没有双方已经签名" in words(desk(case).post(every, sending(case)))
    sign(rows[0])
    assert "提交已签名的1件" in words(desk(case).get(check))
    assert desk(case).get(every).status_code == 200
    desk(case).post(every, sending(case))
    send_all(sending=case.sendings.first())
    states = case.confirmations.order_by("batch_no").values_list("state", flat=True)
    assert list(states) == [ApplicationState.SENT, ApplicationState.DRAFT]


def test_a_batch_that_cannot_be_drafted_stops_the_rest_and_says_why(desk):
    case = a_complete_file(3)
    desk(case).post(reverse("confirmation-apply", args=[case.pk]), applying(case, batch_size="2"))
    drafting = case.sendings.get()
    case.parties.workers().last().identity_papers.all().delete()
    send_all(sending=drafting)
    assert (drafting.done, case.confirmations.count()) == (1, 1)
    page = words(desk(case).get(reverse("confirmation-check", args=[case.pk])))
    assert "停在第2批" in page
    assert "的身份证明" in page


def test_what_is_seen_beforehand_is_refused_before_a_batch_is_drafted(desk):
    case = a_complete_file(3)
    given = applying(case, batch_size="2", jointly_with=[])
    answer = desk(case).post(reverse("confirmation-apply", args=[case.pk]), given)
    assert answer.status_code == 422
    assert not case.sendings.exists()


def test_the_scan_of_a_card_is_recorded_with_its_own_pages(desk):
    case = a_complete_file()
    worker = case.parties.workers().first()
    answer = desk(case).post(
        reverse("identity-papers", args=[worker.pk]),
        {
            "registered_name": worker.name,
            "licence_state": "natural",
            "name_1": "居民身份证",
            "pages_1": "9",
            "file_1": upload(a_pdf(2)),
            "submission": "identity-1",
        },
    )
    assert answer.headers["Location"] == reverse("enclosures", args=[case.pk])
    paper = worker.identity_papers.get()
    assert paper.pages == 2
    assert desk(case).get(reverse("enclosure", args=["identity", paper.pk])).status_code == 200
    file = desk(case).get(reverse("enclosure-file", args=["identity", paper.pk]))
    assert len(PdfReader(io.BytesIO(file.content)).pages) == 2


def test_a_scan_with_a_password_is_refused_in_words(desk):
    import pikepdf

    case = a_complete_file()
    worker = case.parties.workers().first()
    locked = a_pdf(encryption=pikepdf.Encryption(user="a", owner="b"))
    given = {
        "registered_name": worker.name,
        "licence_state": "natural",
        "name_1": "居民身份证",
        "pages_1": "1",
        "file_1": upload(locked),
        "submission": "identity-2",
    }
    answer = desk(case).post(reverse("identity-papers", args=[worker.pk]), given)
    assert answer.status_code == 422
    assert "设了密码" in words(answer)


def test_a_page_that_came_upside_down_is_pointed_out_and_turned(desk):
    case = a_complete_file()
    piece = case.evidence.get()
    url = reverse("evidence-scan", args=[piece.pk])
    upside_down = upload(an_image(orientation=3), "照片.jpg")
    answer = desk(case).post(url, {"content": upside_down, "submission": "e-1"}, follow=True)
    assert "第1页可能上下颠倒" in words(answer)
    before = EvidenceScan.objects.get(evidence=piece).file_id
    page = reverse("enclosure", args=["evidence", piece.pk])
    desk(case).post(page, {"page": "1", "degrees": "180", "submission": "t-1"})
    assert EvidenceScan.objects.get(evidence=piece).file_id != before
    wrong = desk(case).post(page, {"page": "7", "degrees": "180", "submission": "t-2"})
    assert "没有第7页" in words(wrong)


def with_scans(case):
    """Add the scan of a card, of the evidence and of the signed agreement."""
    mediator, on = builders.staff_of(case).mediator, later(case)
    card = store.put(scans.as_pages(a_pdf(2, words="CARD")).content, media_type="application/pdf")
    show_papers(case.parties.workers().first(), papers=[("居民身份证", 2, card.pk)])
    attach_evidence(evidence=case.evidence.get(), content=an_image(), by=mediator, on=on)
    paper = case.agreements.get().document
    attach_scan(document=paper, content=a_pdf(3, words="SIGNED"), note="", by=mediator, on=on)
    return case


def test_scans_follow_our_papers_in_the_bundle_the_list_and_the_letter():
    application = apply(with_scans(a_complete_file()))
    packet = application.packets.get()
    enclosed = list(packet.items.filter(document=None))
    assert [(i.code, i.pages, i.original) for i in enclosed] == [
        ("C01", 1, False),
        ("D12", 3, False),
        ("C07", 2, False),
        ("C05", 1, False),
    ]
    content = store.get(packet.bundle)
    pages = ["".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(content)).pages]
    assert len(pages) == packet.pages
    assert "CARD1" in pages[enclosed[2].first_page - 1]
    assert f"总第{enclosed[2].first_page}页" in pages[enclosed[2].first_page - 1]
    letter = packet.items.get(code="C04").document.context
    assert [r["name"] for r in letter["materials"]][-4:] == [i.name for i in enclosed]
    assert letter["pages_total"] == sum(i.pages for i in packet.items.exclude(code="C04"))


def test_the_bag_holds_for_any_bagit_tool(tmp_path):
    bagit = pytest.importorskip("bagit", reason="没有 bagit")
    import zipfile

    packet = apply(with_scans(a_complete_file())).packets.get()
    with zipfile.ZipFile(io.BytesIO(store.get(packet.bag))) as archive:
        archive.extractall(tmp_path)
    bag = bagit.Bag(str(tmp_path / "packet"))
    assert bag.is_valid()
    data = json.loads((tmp_path / "packet/data/packet.json").read_text())
    assert len(data["items"]) == packet.items.count()
    schema = json.loads((ROOT / "docs/packet.schema.json").read_text(encoding="utf-8"))
    assert sorted(schema["required"]) == sorted(data)
    assert sorted(schema["properties"]["case"]["required"]) == sorted(data["case"])
    fields = schema["properties"]["items"]["items"]["required"]
    assert all(sorted(item) == sorted(fields) for item in data["items"])
    assert set(schema["properties"]["information"]["required"]) <= data["information"].keys()
    paper = next((tmp_path / "packet/data").glob("01-*.pdf"))
    paper.write_bytes(paper.read_bytes() + b" ")
    assert not bag.is_valid()


@pytest.mark.needs_qpdf
def test_qpdf_finds_no_fault_in_a_bundle_with_scans(tmp_path):
    packet = apply(with_scans(a_complete_file())).packets.get()
    path = tmp_path / "bundle.pdf"
    path.write_bytes(store.get(packet.bundle))
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_signed_original_that_cannot_go_in_is_named():
    from staff.refusals import ActRefused

    case = a_complete_file()
    paper = case.agreements.get().document
    mediator = builders.staff_of(case).mediator
    attach_scan(document=paper, content=b"%PDF-1.7 broken", note="", by=mediator, on=case.opened_on)
    with pytest.raises(ActRefused, match="签署件）”：这个 PDF 已损坏"):
        apply(case)


def test_the_courts_points_stand_at_the_very_items_and_the_answers_go_back(desk, clock):
    application = an_application()
    case = application.case
    item = application.packets.get().items.get(code="C07")
    from confirmation.operations.court import Point

    send_back(
        application, points=[Point(ReturnReason.NO_IDENTITY_PAPERS, "补交营业执照", item.name)]
    )
    page = words(desk(case).get(reverse("confirmation", args=[application.pk])))
    assert "法院退回，要求补正1项" in page
    assert page.count("补交营业执照") >= 2  # above, and at the item itself
    copies = [("营业执照", 2, ""), ("法定代表人身份证明书", 1, "")]
    show_papers(case.debtor, papers=copies)
    clock.move_to(f"{later(case, 6)} 02:45:00")
    url = reverse("confirmation-resubmit", args=[application.pk])
    everybody = [*application.workers.all(), *application.others.all()]
    given = {
        "signed_by": [p.pk for p in everybody],
        "approved_by": builders.staff_of(case).mediator.pk,
        "originals": ORIGINALS,
        "submission": "again-1",
    }
    silent = desk(case).post(url, given | {"answer_1": ""})
    assert silent.status_code == 422
    sent = desk(case).post(url, given | {"answer_1": "已补交两页"})
    assert sent.status_code == 302, words(sent)
    application.refresh_from_db()
    assert application.state == ApplicationState.SENT
    page = words(desk(case).get(reverse("confirmation", args=[application.pk])))
    assert "第2版" in page
    assert "补交营业执照：已补交两页" in page
    old = words(desk(case).get(reverse("confirmation", args=[application.pk]) + "?version=1"))
    assert "材料包第1版" in old


def test_both_sides_withdraw_on_the_page(desk):
    application = an_application()
    everybody = [*application.workers.all(), *application.others.all()]
    url = reverse("confirmation-withdraw", args=[application.pk])
    given = {"reason": "另行商定", "submission": "w-1"}
    one_side = desk(application.case).post(url, given | {"signed_by": [everybody[0].pk]})
    assert "双方共同提出" in words(one_side)
    desk(application.case).post(url, given | {"signed_by": [p.pk for p in everybody]})
    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN


def test_the_case_page_leads_to_the_self_check(desk):
    case = a_complete_file()
    page = words(desk(case).get(reverse("case-detail", args=[case.pk])))
    assert reverse("confirmation-check", args=[case.pk]) in page
