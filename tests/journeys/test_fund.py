"""An advance by hand: officer, verifier, two approvers, cashier, bank, receipt, and the audit."""

import csv
import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from fund.choices import AdvanceState
from fund.models import Advance
from law.money import yuan
from tests.fund import funds
from tests.journeys.browser import PHONE, Desk
from tests.room.live import desk_of as signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def calm(desk: Desk) -> None:
    """Nothing serious for who cannot see the page, and nothing sideways on a phone."""
    wide = desk.page.viewport_size
    desk.page.set_viewport_size(PHONE)
    assert not desk.sideways(), desk.path
    desk.page.set_viewport_size(wide)
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = desk.page.evaluate("axe.run()")["violations"]
    serious = [f for f in found if f["impact"] in ("serious", "critical")]
    assert serious == [], (desk.path, [(f["id"], f["nodes"][0]["html"][:160]) for f in serious])


@pytest.fixture
def world():
    case = funds.a_fled_case(2)
    funds.confirm_rules(case)
    account = funds.an_account()
    people = funds.crew()
    advance = funds.applied(case, account)
    return SimpleNamespace(case=case, account=account, people=people, advance=advance)


@pytest.fixture
def desk_of(chromium, live_server, world):
    """Return a function that seats somebody of the fund at a browser of their own."""
    seated: dict[str, Desk] = {}

    def desk_of(user) -> Desk:
        if user.username not in seated:
            seated[user.username] = signed_in(chromium, live_server, user)
        return seated[user.username]

    yield desk_of
    complaints = {name: desk.complaints for name, desk in seated.items() if desk.complaints}
    for desk in seated.values():
        desk.context.close()
    assert complaints == {}


def bank_says(sent: str) -> dict:
    """The bank's answer to the list it was sent: everybody was paid."""
    rows = list(csv.reader(io.StringIO(sent.lstrip("\ufeff"))))
    header, body = rows[0], [row for row in rows[1:] if row and row[0].isdigit()]
    places = [
        next(i for i, c in enumerate(header) if n in c) for n in ("序号", "户名", "账号", "金额")
    ]
    lines = ["序号,户名,账号,金额,结果"]
    lines += [",".join([*(row[i] for i in places), "成功"]) for row in body]
    content = "\n".join(lines).encode("gb18030")
    return {"name": "回盘.csv", "mimeType": "text/csv", "buffer": content}


def test_from_the_application_to_the_signed_receipt_and_back_from_the_month(desk_of, world):
    people, advance = world.people, world.advance
    verifier, second = people.verifiers

    officer = desk_of(verifier)
    officer.open("/")
    officer.reads("待经办1件", "规则符合")
    calm(officer)
    officer.page.get_by_role("link", name="登记核实").first.click()
    officer.page.get_by_label("另一名核实人").select_option(str(second.pk))
    calm(officer)
    officer.press("登记核实")
    officer.reads("已登记核实", "待审批")
    calm(officer)

    for approver in people.approvers[:2]:
        desk = desk_of(approver)
        desk.open("/")
        desk.page.get_by_role("link", name="审批").and_(
            desk.page.locator(".act-column a")
        ).first.click()
        desk.reads("规则核对", "限额", "逐人明细", "起限制作用")
        calm(desk)
        desk.page.get_by_label("同意", exact=True).check()
        desk.press("审批")
        desk.reads("审批意见已登记")

    handler = desk_of(people.handler)
    handler.open(f"/advances/{advance.pk}/")
    handler.follow("出具垫付文书")
    handler.reads("规则核对")
    handler.press("出具垫付文书")
    handler.reads("垫付文书已出具")
    handler.follow("登记追偿文书签署")
    handler.fill({"见证人": "姚静"})
    handler.press("登记追偿文书签署")
    handler.reads("追偿文书已逐人出具")

    cashier = desk_of(people.cashier)
    cashier.open(f"/advances/{advance.pk}/")
    cashier.follow("制作付款清单")
    cashier.press("制作付款清单")
    cashier.reads("付款清单已制作")
    with cashier.page.expect_download() as waited:
        cashier.page.get_by_role("link", name="下载银行文件").click()
    sent = Path(waited.value.path()).read_text(encoding="utf-8-sig")
    cashier.follow("登记银行回盘")
    cashier.page.get_by_label("银行回盘文件（CSV）").set_input_files(bank_says(sent))
    cashier.press("登记银行回盘")
    cashier.reads("到账的已入账", "追偿中")
    cashier.follow("登记领款确认")
    cashier.fill({"见证人": "姚静"})
    cashier.press("登记领款确认")
    cashier.reads("领款确认表已出具")
    calm(cashier)
    done = Advance.objects.get(pk=advance.pk)
    assert done.state == AdvanceState.DISBURSED

    # An auditor starts from the month and ends at what the worker signed.
    total = sum(line.amount_fen for line in done.lines.all())
    grouped = f"{int(yuan(total).split('.')[0]):,}.{yuan(total).split('.')[1]}"
    handler.open("/")
    handler.page.get_by_role("link", name="月报").first.click()
    calm(handler)
    handler.page.get_by_role("cell", name=grouped).get_by_role("link").first.click()
    handler.reads("合计2份凭证")
    calm(handler)
    handler.page.locator(".work-table tbody th a").first.click()
    handler.reads("付给谁", "劳动者签名、捺印")
    calm(handler)
    handler.follow("垫付款领款确认表")
    handler.reads("垫付款领款确认表")
    handler.open("/fund/recoveries/")
    handler.reads(done.debtor.name, "30天以内", "尚未通知")
    calm(handler)
