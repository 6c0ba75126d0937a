"""The court clerk's pages, the statistics, and the link for a court without an account."""

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from confirmation.choices import ApplicationState, Fetched, ReturnReason
from confirmation.models import Application, ClerkNote, PacketDownload, PacketLink
from confirmation.operations.court import Point
from confirmation.operations.desk import LINK_DAYS_AT_MOST
from documents import store
from documents.bag import faults
from staff import operations as staff_operations
from staff.choices import BodyKind, Role
from tests import builders
from tests.confirmation.filings import (
    NUMBER,
    a_complete_file,
    a_docketed_application,
    an_application,
    apply,
    court,
    later,
    sides,
)
from tests.confirmation.test_court import rule, send_back
from tests.documents.test_scans import a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(f"{builders.ON + timedelta(days=10)} 02:45:00") as clock:
        yield clock


@pytest.fixture
def clerk(client):
    """Return a function that seats the clerk of the court an application was sent to."""

    def clerk(application, person=None):
        person = person or builders.staff_of(application.case).court_clerk
        person.body = application.court
        person.save()
        client.force_login(person)
        return client

    return clerk


def words(answer) -> str:
    return answer.content.decode()


def colleague(application, *, body=None, name: str = "second_clerk"):
    staff = builders.staff_of(application.case)
    person = staff_operations.appoint_person(
        username=name,
        name="沈立",
        password=builders.PASSWORD,
        body=body or application.court,
        by=staff.system,
    )
    staff_operations.choose_password(user=person, password=builders.PASSWORD)
    staff_operations.grant_role(user=person, role=Role.COURT_CLERK, by=staff.system, on=builders.ON)
    return person


def another_court():
    system = builders.people(builders.a_centre()).system
    return staff_operations.register_body(
        kind=BodyKind.COURT, name="邻县人民法院", code="冀0698", by=system
    )


def test_the_inbox_shows_what_came_and_by_when_it_is_decided(clerk):
    application = an_application()
    page = words(clerk(application).get(reverse("desk-court")))
    assert "新到1件" in page
    assert application.agreement.number in page
    assert "3处需人看" in page  # no scans are enclosed
    due = application.case.deadlines.get(rule="JC-09").due_on
    assert due.isoformat() in page


def test_a_packet_with_every_copy_enclosed_is_complete(clerk):
    application = an_application()
    application.packets.update(to_look=[])
    assert "齐全" in words(clerk(application).get(reverse("desk-court")))


def test_each_tab_holds_its_own(clerk):
    application = an_application()
    send_back(application)
    desk = clerk(application)
    assert application.agreement.number not in words(desk.get(reverse("desk-court")))
    assert application.agreement.number in words(desk.get("/desk/court/?tab=returned"))
    assert "这里没有" in words(desk.get("/desk/court/?tab=decided"))


def test_the_inbox_asks_the_same_number_of_questions_however_much_came(
    clerk, django_assert_max_num_queries
):
    case = a_complete_file(3)
    workers, others = sides(case)
    for no, worker in enumerate(workers, 1):
        one = apply(case, workers=[worker], signed_by=[worker, *others], batch=(no, 3))
    desk = clerk(one)
    with django_assert_max_num_queries(16):
        page = words(desk.get(reverse("desk-court")))
    assert "第3批 / 共3批" in page


def test_a_clerk_of_another_court_sees_nothing(clerk, client):
    application = an_application()
    packet = application.packets.get()
    client.force_login(colleague(application, body=another_court()))
    assert application.agreement.number not in words(client.get(reverse("desk-court")))
    for url in (
        reverse("court-packet", args=[application.pk]),
        reverse("court-accept", args=[application.pk]),
        reverse("court-data", args=[application.pk]),
        reverse("packet-file", args=[packet.pk, "bag"]),
        reverse("packet-item", args=[packet.items.first().pk]),
    ):
        assert client.get(url).status_code == 404


def test_a_clerk_sees_the_packet_and_never_the_case(clerk):
    application = an_application()
    desk = clerk(application)
    page = words(desk.get(reverse("court-packet", args=[application.pk])))
    assert "核验一致" in page
    assert "三十日中的第" in page
    assert f"/cases/{application.case_id}/" not in page
    for name, key in (
        ("case-detail", application.case_id),
        ("confirmation-check", application.case_id),
        ("agreement", application.agreement_id),
    ):
        assert desk.get(reverse(name, args=[key])).status_code in (403, 404)
    assert desk.get(reverse("confirmation", args=[application.pk])).status_code == 403


def test_a_packet_that_was_tampered_with_is_red(clerk):
    application = an_application()
    packet = application.packets.get()
    path = store.path_of(packet.bag_id)
    path.write_bytes(path.read_bytes()[:-200])
    page = words(clerk(application).get(reverse("court-packet", args=[application.pk])))
    assert "核验不符" in page
    assert "核验一致" not in page


def test_a_changed_file_in_a_bag_is_found():
    import zipfile

    content = store.get(an_application().packets.get().bag)
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w") as new,
    ):
        for name in old.namelist():
            extra = b" " if name.endswith("packet.json") else b""
            new.writestr(name, old.read(name) + extra)
        new.writestr("packet/data/more.pdf", b"")
    assert faults(content) == []
    found = faults(changed.getvalue())
    assert any("packet.json与清单上的摘要不符" in f for f in found)
    assert any("清单上没有data/more.pdf" in f for f in found)


def test_every_fetch_is_on_record_and_shown(clerk):
    application = an_application()
    packet = application.packets.get()
    desk = clerk(application)
    for what in ("preview", "bundle", "bag"):
        assert desk.get(reverse("packet-file", args=[packet.pk, what])).status_code == 200
    desk.get(reverse("packet-item", args=[packet.items.first().pk]))
    desk.get(reverse("court-data", args=[application.pk]))
    kept = list(PacketDownload.objects.order_by("id").values_list("what", flat=True))
    assert kept == [Fetched.PREVIEW, Fetched.BUNDLE, Fetched.BAG, Fetched.ITEM, Fetched.DATA]
    assert "文清：第1版 合订 PDF" in words(desk.get(reverse("court-packet", args=[application.pk])))
    assert desk.get(reverse("packet-file", args=[packet.pk, "other"])).status_code == 404


def test_the_data_sheet_can_be_copied_in_full(clerk):
    application = an_application()
    worker = application.workers.first()
    answer = clerk(application).get(reverse("court-data", args=[application.pk]))
    assert worker.id_no in words(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_docketing_on_the_page_and_the_second_clerk_is_told_who_was_first(clerk, client):
    application = an_application()
    url = reverse("court-accept", args=[application.pk])
    given = {"number": NUMBER, "decided_on": later(application.case, 5).isoformat()}
    answer = clerk(application).post(url, given | {"submission": "a-1"})
    assert answer.headers["Location"] == reverse("court-packet", args=[application.pk])
    client.force_login(colleague(application))
    second = client.post(url, given | {"submission": "a-2"})
    assert second.status_code == 422
    assert "法院已立案”（文清办理）" in words(second)


def test_a_day_that_has_not_come_is_refused(clerk):
    application = an_application()
    answer = clerk(application).post(
        reverse("court-accept", args=[application.pk]),
        {"number": NUMBER, "decided_on": "2027-01-04", "submission": "a-3"},
    )
    assert "不能晚于今天" in words(answer)


def three_batches():
    case = a_complete_file(3)
    workers, others = sides(case)
    return [
        apply(case, workers=[worker], signed_by=[worker, *others], batch=(no, 3))
        for no, worker in enumerate(workers, 1)
    ]


def test_siblings_are_docketed_in_one_step_and_a_wrong_number_loses_no_other(clerk):
    first, second, third = three_batches()
    desk, url = clerk(first), reverse("court-batch", args=[first.pk])
    assert "待立案3件" in words(desk.get(url))
    answer = desk.post(
        url,
        {
            f"number_{first.pk}": "（2026）冀0699民特21号",
            f"number_{second.pk}": "写错了",
            f"number_{third.pk}": "（2026）冀0699民特23号",
            "decided_on": later(first.case, 5).isoformat(),
            "submission": "b-1",
        },
        follow=True,
    )
    states = list(Application.objects.order_by("batch_no").values_list("state", flat=True))
    assert states == [ApplicationState.ACCEPTED, ApplicationState.SENT, ApplicationState.ACCEPTED]
    assert "已立案2件" in words(answer)
    assert "第2批没有立案" in words(answer)
    assert "待立案1件" in words(answer)


def test_a_return_needs_a_reason_on_an_item_and_nothing_else(clerk):
    application = an_application()
    item = application.packets.get().items.get(code="C07")
    desk, url = clerk(application), reverse("court-return", args=[application.pk])
    assert item.name in words(desk.get(url))
    day = later(application.case, 5).isoformat()
    nothing = desk.post(url, {"notice_on": day, "submission": "r-1"})
    assert "请在有问题的材料上选择理由" in words(nothing)
    desk.post(url, {f"code_{item.no}": "RR-28", "notice_on": day, "submission": "r-2"})
    application.refresh_from_db()
    point = application.packets.get().returned.items.get()
    assert application.state == ApplicationState.RETURNED
    assert (point.about, point.what) == (item.name, "补交身份证明、资格证明")


def test_not_accepted_on_one_of_the_five_grounds(clerk):
    application = an_application()
    url = reverse("court-refuse", args=[application.pk])
    day = later(application.case, 5).isoformat()
    clerk(application).post(
        url, {"code": "RR-02", "what": "不属本院管辖", "notice_on": day, "submission": "n-1"}
    )
    application.refresh_from_db()
    assert application.state == ApplicationState.REFUSED


def ruling(application, **changes) -> dict:
    file = io.BytesIO(a_pdf())
    file.name = "裁定书.pdf"
    day = later(application.case, 9).isoformat()
    return {
        "result": "valid",
        "number": NUMBER,
        "ruled_on": day,
        "served_on": day,
        "file": file,
        "submission": "u-1",
    } | changes


def test_a_ruling_with_its_paper_and_a_day_of_service_for_each(clerk):
    application = a_docketed_application()
    desk, url = clerk(application), reverse("court-rule", args=[application.pk])
    worker = application.workers.first()
    other_day = later(application.case, 10)
    desk.post(url, ruling(application, **{f"served_{worker.pk}": other_day.isoformat()}))
    kept = application.ruling
    assert kept.services.get(party=worker).served_on == other_day
    assert kept.services.count() == 3
    assert desk.get(reverse("ruling-file", args=[kept.pk])).content.startswith(b"%PDF")
    page = words(desk.get(reverse("court-packet", args=[application.pk])))
    assert "裁定确认有效" in page


def test_a_partial_ruling_says_what_of_whom_and_why(clerk):
    application = a_docketed_application()
    desk, url = clerk(application), reverse("court-rule", args=[application.pk])
    worker = application.workers.first()
    rows = {f"left_{worker.pk}": "123.45"}
    silent = desk.post(url, ruling(application, result="partly_valid", **rows))
    assert "请选择未确认的理由" in words(silent)
    rows[f"why_{worker.pk}"] = "RR-10"
    desk.post(url, ruling(application, result="partly_valid", submission="u-2", **rows))
    assert application.ruling.rows.get(worker=worker).unconfirmed_fen == 12345


def test_the_ruling_of_another_case_is_not_taken(clerk):
    application = a_docketed_application()
    url = reverse("court-rule", args=[application.pk])
    answer = clerk(application).post(url, ruling(application, number="（2026）冀0699民特99号"))
    assert answer.status_code == 422
    assert "不一致，请核对是否传错" in words(answer)


def test_notes_stay_among_the_clerks_of_the_court(clerk, client):
    application = an_application()
    desk = clerk(application)
    url = reverse("court-note", args=[application.pk])
    desk.post(url, {"text": "已电话核实地址", "submission": "k-1"})
    page = reverse("court-packet", args=[application.pk])
    assert "已电话核实地址" in words(desk.get(page))
    client.force_login(colleague(application))
    assert "已电话核实地址" in words(client.get(page))
    staff = builders.staff_of(application.case)
    for person in (staff.mediator, staff.director):
        client.force_login(person)
        assert "已电话核实地址" not in words(
            client.get(reverse("confirmation", args=[application.pk]))
        )
        assert not ClerkNote.objects.visible_to(person).exists()
        assert client.get(url).status_code == 403


def test_the_centre_enters_the_answer_of_a_court_outside_with_its_paper(client):
    application = an_application()
    client.force_login(builders.staff_of(application.case).mediator)
    url = reverse("court-accept", args=[application.pk])
    given = {
        "number": NUMBER,
        "decided_on": later(application.case, 5).isoformat(),
        "submission": "o-1",
    }
    assert client.post(url, given).status_code == 422  # without what the court wrote
    paper = io.BytesIO(a_pdf())
    paper.name = "立案通知.pdf"
    answer = client.post(url, given | {"paper": paper})
    assert answer.headers["Location"] == reverse("confirmation", args=[application.pk])
    kept = application.court_papers.get()
    assert client.get(reverse("court-paper", args=[kept.pk])).status_code == 200


def test_the_centre_is_told_that_it_enters_an_answer_and_does_not_give_one(client, clerk):
    application = an_application()
    client.force_login(builders.staff_of(application.case).mediator)
    page = words(client.get(reverse("court-accept", args=[application.pk])))
    assert "<h1>登记法院的答复：立案</h1>" in page
    assert "登记立案" in page
    own = words(clerk(application).get(reverse("court-accept", args=[application.pk])))
    assert "<h1>立案</h1>" in own


def test_each_point_of_a_return_leads_to_where_it_is_mended(client, clerk):
    application = an_application()
    case, worker = application.case, application.workers.first()
    send_back(
        application,
        points=[
            Point(ReturnReason.NO_SERVICE_ADDRESS, "重新确认地址"),
            Point(ReturnReason.NO_IDENTITY_PAPERS, f"{worker.name}的身份证看不清"),
            Point(ReturnReason.WRONG_SEAL, "请加盖公章"),
        ],
    )
    client.force_login(builders.staff_of(case).mediator)
    places = [
        reverse("service-address", args=[case.pk]),
        reverse("identity-papers", args=[worker.pk]),
        reverse("agreement", args=[application.agreement_id]),
    ]
    for name in ("confirmation", "confirmation-resubmit"):
        page = words(client.get(reverse(name, args=[application.pk])))
        assert all(f'href="{place}"' in page for place in places)
    inbox = words(clerk(application).get(reverse("desk-court") + "?tab=returned"))
    assert "待补正" in inbox
    assert "齐全" not in inbox


def test_returns_are_counted_by_reason_and_by_mediator(client):
    application = an_application()
    send_back(application)
    staff = builders.staff_of(application.case)
    client.force_login(staff.director)
    page = words(client.get(reverse("returns")))
    assert "被退回1个" in page
    assert "缺送达地址确认书或者格式不符" in page
    assert "罗安" in page
    staff.court_clerk.body = court()
    staff.court_clerk.save()
    client.force_login(staff.court_clerk)
    assert "提交本院材料包1个" in words(client.get(reverse("returns")))
    client.force_login(staff.mediator)
    assert client.get(reverse("returns")).status_code == 403


# Without an account


def a_link(client, application, **changes) -> tuple[str, str]:
    """The mediator makes a link; returns its path and the code."""
    client.force_login(builders.staff_of(application.case).mediator)
    given = {"sent_to": "邻县人民法院立案庭", "days": "7", "submission": "l-1"} | changes
    page = words(client.post(reverse("packet-link", args=[application.pk]), given))
    path = re.search(r"http://testserver(/p/[^<]+/)<", page)[1]
    code = re.search(r'<strong class="code">(\d{8})</strong>', page)[1]
    client.logout()
    return path, code


def test_a_court_without_an_account_opens_the_link_with_the_code_once(client):
    application = an_application()
    path, code = a_link(client, application)
    assert "验证码" in words(client.get(path))
    assert client.get(f"{path}bundle/").status_code == 302
    assert application.agreement.number not in words(client.get(path))
    opened = client.post(path, {"code": code}, follow=True)
    assert application.agreement.number in words(opened)
    packet = application.packets.get()
    assert client.get(f"{path}bag/").content == store.get(packet.bag)
    kept = PacketDownload.objects.get()
    assert (kept.by, kept.address) == (None, "127.0.0.1")
    assert kept.link.sent_to == "邻县人民法院立案庭"
    client.cookies.clear()
    again = client.post(path, {"code": code})
    assert again.status_code == 422
    assert "已经用过" in words(again)


def test_neither_link_nor_code_can_be_read_from_the_database(client):
    path, code = a_link(client, an_application())
    link = PacketLink.objects.get()
    kept = f"{link.token_sha256} {link.code_hash}"
    assert code not in kept
    assert path.strip("/").removeprefix("p/") not in kept


def test_wrong_codes_close_the_link(client):
    path, code = a_link(client, an_application())
    wrong = "00000000" if code != "00000000" else "11111111"
    for left in (4, 3, 2, 1, 0):
        assert f"还可以再试{left}次" in words(client.post(path, {"code": wrong}))
    assert "输错次数过多" in words(client.post(path, {"code": code}))


def test_a_link_ends_on_its_day_and_when_another_is_made(client, clock):
    application = an_application()
    path, code = a_link(client, application)
    other, other_code = a_link(client, application, submission="l-2")
    assert "已失效" in words(client.post(path, {"code": code}))
    client.post(other, {"code": other_code})
    assert client.get(f"{other}bundle/").status_code == 200
    clock.move_to(timezone.now() + timedelta(hours=1, minutes=1))
    assert client.get(f"{other}bundle/").status_code == 302
    third, third_code = a_link(client, application, submission="l-3")
    clock.move_to(timezone.now() + timedelta(days=7))
    assert "已失效" in words(client.post(third, {"code": third_code}))


def test_guessing_is_slowed_down_and_an_unknown_link_says_nothing(client):
    assert client.get("/p/there-is-none/").status_code == 404
    answers = [client.get("/p/there-is-none/").status_code for _ in range(25)]
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "changes", [{"days": str(LINK_DAYS_AT_MOST + 1)}, {"sent_to": " "}, {"days": "0"}]
)
def test_a_link_without_an_end_or_addressee_is_not_made(client, changes):
    application = an_application()
    client.force_login(builders.staff_of(application.case).mediator)
    given = {"sent_to": "邻县人民法院", "days": "7", "submission": "l-4"} | changes
    assert client.post(reverse("packet-link", args=[application.pk]), given).status_code == 422
    assert not PacketLink.objects.exists()


def test_a_decided_application_gives_no_more_links(client):
    application = a_docketed_application()
    rule(application)
    client.force_login(builders.staff_of(application.case).mediator)
    given = {"sent_to": "邻县人民法院", "days": "7", "submission": "l-5"}
    answer = client.post(reverse("packet-link", args=[application.pk]), given)
    assert "不再提供材料" in words(answer)


def test_the_ruling_of_another_case_asks_once_more(clerk):
    from tests.confirmation.test_court import a_ruling_paper

    application = a_docketed_application()
    desk, url = clerk(application), reverse("court-rule", args=[application.pk])
    assert "已核对" not in words(desk.get(url))

    def given(**more):
        file = io.BytesIO(a_ruling_paper("（2026）冀0699民特99号"))
        file.name = "裁定书.pdf"
        day = later(application.case, 9).isoformat()
        asked = {"result": "valid", "number": NUMBER, "ruled_on": day, "served_on": day}
        return asked | {"file": file, "submission": "rule-99"} | more

    page = desk.post(url, given())
    assert page.status_code == 422
    assert "民特99号" in words(page)
    assert "已核对" in words(page)
    assert desk.post(url, given(whatever_number="on")).status_code == 302
    application.refresh_from_db()
    assert application.state == ApplicationState.CONFIRMED


def test_the_clerk_reads_the_withdrawal_and_what_a_system_fetched(clerk):
    from confirmation.operations import withdraw_confirmation
    from tests.confirmation.systems import System
    from tests.confirmation.test_court import everybody, officer

    application = an_application()
    packet = application.packets.get()
    desk = clerk(application)
    file = reverse("packet-file", args=[packet.pk, "withdrawal"])
    assert desk.get(file).status_code == 404
    System(application).get(f"packets/{packet.pk}/bag.zip")
    withdraw_confirmation(
        application=application,
        reason="已经付清",
        signed_by=everybody(application),
        by=officer(application),
        on=later(application.case, 4),
    )
    page = words(desk.get(reverse("court-packet", args=[application.pk])))
    assert file in page
    assert "网上立案系统" in page
    assert desk.get(file).content.startswith(b"%PDF-")
