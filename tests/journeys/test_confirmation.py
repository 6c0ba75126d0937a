"""A packet goes to the court, comes back, is mended, docketed and ruled on, all by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from confirmation.models import Application
from tests import builders
from tests.confirmation.filings import a_complete_file, court
from tests.documents.test_scans import a_pdf
from tests.journeys.browser import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NUMBER = "（2026）冀0699民特12号"


@pytest.fixture
def case():
    return a_complete_file(2, 2)


@pytest.fixture
def desk_of(chromium, live_server, case):
    """Return a function that seats the mediator, or the clerk of the court, at a browser."""
    staff = builders.staff_of(case)
    staff.court_clerk.body = court()
    staff.court_clerk.save()
    seated: dict[str, Desk] = {}

    def desk_of(name: str) -> Desk:
        if name not in seated:
            seated[name] = Desk(chromium, live_server.url, name)
        return seated[name]

    yield desk_of
    complaints = {name: desk.complaints for name, desk in seated.items() if desk.complaints}
    for desk in seated.values():
        desk.context.close()
    assert complaints == {}


def file(name: str) -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": a_pdf(2)}


def test_a_packet_comes_back_is_mended_and_becomes_a_title(desk_of, case):
    today = timezone.localdate()
    mediator, clerk = desk_of("mediator"), desk_of("court_clerk")

    mediator.open(f"/cases/{case.pk}/")
    mediator.act("送确认前自检")
    mediator.reads("没有发现会被退回的问题")
    mediator.follow("共同申请司法确认")
    mediator.tick("没有申请仲裁审查")
    mediator.press("生成申请书")
    mediator.reads("申请书已生成", "没有双方签名的申请书，不能提交")
    mediator.page.get_by_role("link", name="上传签署件").first.click()
    mediator.field("申请书签署件").set_input_files(file("申请书.pdf"))
    mediator.page.get_by_label("全选").check()
    mediator.press("上传")
    mediator.page.get_by_role("link", name="提交法院").first.click()
    mediator.press("提交法院")
    mediator.reads("材料包不完整", "原件另送法院的，写明由谁、哪一天、怎样送交")
    how = {"没有随附扫描件的，原件怎样送交法院": "由调解员当面送立案庭"}
    mediator.fill(how)
    mediator.press("提交法院")
    mediator.reads("核验一致", "已提交法院")

    clerk.open("/")
    clerk.reads("新到1件", "3处需人看")
    clerk.follow("打开" + case.agreements.get().number)
    clerk.reads("核验一致", "三十日中的第")
    clerk.follow("退回补正")  # one
    clerk.page.get_by_label("身份证明、资格证明目录的理由").select_option("RR-28")  # two
    clerk.press("退回补正")  # three
    clerk.reads("已退回", "退回补正")

    mediator.open(f"/cases/{case.pk}/")
    mediator.next_act("补正司法确认材料", "田禾、罗安")
    mediator.follow("补正司法确认材料")
    mediator.reads("法院退回，要求补正1项", "补交身份证明、资格证明")
    page = mediator.path
    mediator.follow("补交扫描件")
    mediator.follow(f"登记{case.parties.workers().first().name}的身份证明")
    mediator.field("第1项扫描件").set_input_files(file("身份证.pdf"))
    mediator.press("登记身份证明")
    mediator.reads("居民身份证 2页")
    mediator.open(page)
    mediator.follow("逐项答复，重新提交")
    mediator.page.locator("textarea").fill("已补交身份证复印件")
    mediator.fill(how)
    mediator.press("提交下一版")
    mediator.reads("材料包第2版", "新增", "已补交身份证复印件")

    clerk.open("/")
    clerk.reads("第2次提交")
    clerk.follow("打开" + case.agreements.get().number)
    clerk.reads("与上一版相比", "新增", "居民身份证")
    clerk.follow("立案")
    clerk.fill({"案号": NUMBER})
    clerk.press("立案")
    clerk.reads("法院已立案", NUMBER)
    clerk.follow("通知双方到场")
    clerk.fill({"日期": (today + timedelta(days=2)).isoformat(), "时间": "09:30"})
    clerk.fill({"地点或者接入方式": "第二审判区203室"})
    clerk.press("通知")
    clerk.reads("待核实", "第二审判区203室")
    clerk.follow("登记裁定")
    clerk.tick("确认有效")
    clerk.fill({"送达日期": today.isoformat()})
    clerk.field("裁定书（PDF）").set_input_files(file("裁定书.pdf"))
    clerk.press("登记裁定")
    clerk.reads("裁定确认有效", "民事裁定书")

    mediator.open(f"/cases/{case.pk}/?tab=deadlines")
    mediator.reads("申请强制执行")
    application = Application.objects.get()
    assert application.ruling.services.count() == 3
    phone = ["/desk/court/", f"/court/{application.pk}/", f"/court/{application.pk}/data/"]
    assert clerk.on_a_phone(phone) == []
    phone = [f"/cases/{case.pk}/confirmation/", f"/confirmations/{application.pk}/"]
    assert mediator.on_a_phone([*phone, f"/cases/{case.pk}/enclosures/"]) == []
