"""From an open element to a served award: an arbitrator, a countersigner and the secretary."""

from pathlib import Path

import pytest

from adjudication.models import Award
from tests.adjudication import heard
from tests.journeys.browser import DESKTOP, PHONE, Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def desk_of(chromium, live_server):
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


def calm(desk: Desk) -> None:
    """Nothing serious for who cannot see the page, and nothing sideways at either width."""
    for size in (PHONE, DESKTOP):
        desk.page.set_viewport_size(size)
        assert not desk.sideways(), (desk.path, size)
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = desk.page.evaluate("axe.run()")["violations"]
    serious = [f for f in found if f["impact"] in ("serious", "critical")]
    assert serious == [], (desk.path, [(f["id"], f["nodes"][0]["html"][:160]) for f in serious])


def test_an_award_is_found_drafted_countersigned_issued_and_served(desk_of):
    arbitration = heard.heard(2)
    head = heard.presiding(arbitration)
    sole, clerk = desk_of(head.username), desk_of("clerk")
    file = f"/arbitrations/{arbitration.pk}/"
    sole.open(file)
    sole.follow("认定与计算")
    sole.reads("还有2项要素待认定")
    calm(sole)
    for found in ("9", "3"):
        sole.page.locator(".page-head a.btn-primary").click()
        calm(sole)
        sole.fill({"认定的内容": found, "认定的理由": "考勤表可以证明"})
        sole.tick("证据9 考勤表（赵国栋）")
        sole.press("认定")
    sole.reads("要素和金额齐备", "6600.00元/月÷21.75日×2×9日")
    calm(sole)
    sole.follow("起草裁决书")
    calm(sole)
    sole.press("起草裁决书")
    sole.reads("裁决书草稿已生成")
    sole.page.get_by_text("本委认定为9天").first.click()
    sole.reads("证据9 考勤表")
    calm(sole)
    sole.follow("送会签")
    sole.press("送会签")
    final = Award.objects.get(kind="A12-1")

    reader = next(n for n in ("second", "third") if n != head.username)
    other = desk_of(reader)
    other.open("/tribunal/countersign/")
    other.follow(arbitration.number)
    other.reads("您还没有看过，下面是全文")
    calm(other)
    other.page.get_by_label("同意", exact=True).check()
    other.press("提交会签意见")

    sole.open(f"/awards/{final.pk}/")
    sole.follow("作出裁决")
    calm(sole)
    sole.fill({"超过审限的原因": "等待补充证据"})
    sole.press("作出裁决")
    sole.reads("裁决书已作出", "可以向中级人民法院申请撤销")

    clerk.open(f"/awards/{final.pk}/serve/")
    clerk.reads("这些方式为什么不能用")
    calm(clerk)
    clerk.page.get_by_label("赵国栋").check()
    clerk.press("记录送达")
    clerk.reads("送达已记录")
    for act in ("certify", "suit"):
        clerk.open(f"/awards/{final.pk}/do/{act}/")
        calm(clerk)
    for path in (file, f"{file}enforcement/", "/award-batches/"):
        clerk.open(path)
        calm(clerk)
    for path in (
        f"/awards/{final.pk}/do/correct/",
        f"{file}award/partial/",
        f"{file}award/interim/",
        f"{file}award/claims/{arbitration.claims.filter(no=4).first().pk}/",
        "/award-batches/start/",
    ):
        sole.open(path)
        calm(sole)
