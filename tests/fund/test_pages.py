"""The desks, the approver's one page, the acts from application to the bank's answer, the books."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from freezegun import freeze_time

from fund import operations as fund
from fund.choices import AdvanceState
from fund.models import Advance
from law.money import yuan
from tests import builders
from tests.fund import funds

pytestmark = pytest.mark.django_db
NOW = f"{funds.ON} 06:00:00"


@pytest.fixture(autouse=True)
def _today():
    with freeze_time(NOW):
        yield


@pytest.fixture
def case():
    case = funds.a_fled_case(2)
    funds.confirm_rules(case)
    return case


@pytest.fixture
def account():
    return funds.an_account()


def page(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(name, args=args))


def do(client, user, advance, act, **data):
    client.force_login(user)
    address = reverse("advance-act", args=[advance.pk, act])
    shown = client.get(address)
    key = shown.context["form"]["submission"].value()
    return client.post(address, {"submission": key} | data)


def text(response) -> str:
    return response.content.decode()


def test_from_the_case_page_to_the_worker_signed_receipt(client, case, account):
    people = funds.crew()
    intake = builders.staff_of(case).intake_officer
    address = reverse("advance-apply", args=[case.pk])
    client.force_login(intake)
    shown = client.get(address)
    data = {
        "submission": shown.context["form"]["submission"].value(),
        "account": account.pk,
        "trigger": "absconded",
        "kind": "part_of_wages",
        "applicant_kind": "department",
        "applicant_name": "示例市住建局",
        "applicant_head": "夏明",
        "applicant_address": "示例区",
        "applicant_phone": "10000090041",
    }
    assert client.post(address, data).status_code == 302
    advance = Advance.objects.get(case=case)

    first, second = people.verifiers
    rows = {}
    for line in advance.lines.all():
        rows[f"line-{line.pk}-verified_fen"] = yuan(line.claimed_fen)
        rows[f"line-{line.pk}-evidence"] = "考勤记录"
    answered = do(
        client,
        first,
        advance,
        "verify",
        second_verifier=second.pk,
        method="逐人核对考勤记录。",
        **rows,
    )
    assert answered.status_code == 302, text(answered)
    for approver in people.approvers[:2]:
        assert do(client, approver, advance, "approve", opinion="approve").status_code == 302
    advance.refresh_from_db()
    assert advance.state == AdvanceState.APPROVED

    facts = {"form": "decision", "interest": "不计利息", "default_terms": "逾期的，立即归还。"}
    assert do(client, people.handler, advance, "decide", **facts).status_code == 302
    assert do(client, people.handler, advance, "assign", witness="姚静").status_code == 302
    assert do(client, people.cashier, advance, "list").status_code == 302
    sheet = advance.payment_lists.get()
    sent = page(client, people.cashier, "payment-file", sheet.pk).content.decode("utf-8-sig")
    assert yuan(sheet.total_fen) in sent

    upload = SimpleUploadedFile("answers.csv", _bank_says(sheet).encode("gb18030"))
    assert do(client, people.cashier, advance, "answers", file=upload).status_code == 302
    assert do(client, people.cashier, advance, "receipts", witness="姚静").status_code == 302
    advance.refresh_from_db()
    assert advance.receipts_on == funds.ON
    codes = set(case.documents.values_list("code", flat=True))
    assert {"F01", "F02", "F03", "F04", "F05", "F06"} <= codes


def _bank_says(sheet, **changed) -> str:
    lines = ["序号,户名,账号,金额(元),结果,原因"]
    lines += [
        f"{p.line.worker.roster_no},{p.holder},{p.account_no},{yuan(p.amount_fen)},成功,"
        for p in sheet.lines.select_related("line__worker")
    ]
    return "\n".join([*lines, f"合计,,,{changed.get('total') or yuan(sheet.total_fen)},,"])


@pytest.fixture
def paying(case, account):
    advance = funds.decided(funds.approved(funds.verified(funds.applied(case, account))))
    fund.make_payment_list(advance=advance, by=funds.crew().cashier, on=funds.ON)
    return advance


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\x01", "没有“序号”一栏"),
        ("户名,金额\n甲,1.00", "没有“序号”一栏"),
        ("序号,户名,账号,金额,结果\n1,赵国栋,0,1.00,大概", "看不懂"),
        ("序号,户名,账号,金额,结果\n1,赵国栋,0,一元,成功", "第2行"),
    ],
    ids=["no table", "other columns", "unknown result", "no amount"],
)
def test_a_file_that_is_no_answer_of_the_bank_is_refused_in_words(client, paying, content, words):
    raw = content if isinstance(content, bytes) else content.encode()
    upload = SimpleUploadedFile("answers.csv", raw)
    answered = do(client, funds.crew().cashier, paying, "answers", file=upload)
    assert answered.status_code == 422
    assert words in text(answered)


def test_a_total_that_differs_is_said_on_the_form_and_nothing_is_booked(client, paying):
    sheet = paying.payment_lists.get()
    upload = SimpleUploadedFile("answers.csv", _bank_says(sheet, total="1.00").encode())
    answered = do(client, funds.crew().cashier, paying, "answers", file=upload)
    assert answered.status_code == 422
    assert "逐行相加" in text(answered)
    assert not paying.payment_lists.get().answered_on


def test_the_approver_sees_rules_caps_and_papers_on_one_page_and_own_work_not_offered(
    client, case, account
):
    advance = funds.verified(funds.applied(case, account))
    people = funds.crew()
    shown = text(page(client, people.approvers[0], "advance", advance.pk))
    for words in ("规则核对", "起限制作用", "案件比例限额", "欠薪核实表", "重复垫付"):
        assert words in shown
    act = reverse("advance-act", args=[advance.pk, "approve"])
    assert act in shown
    assert act not in text(page(client, people.handler, "advance", advance.pk))


def test_a_figure_leads_to_its_voucher_and_on_to_the_signed_receipt(client):
    advance = funds.an_advance_paid()
    people = funds.crew()
    fund.confirm_receipts(advance=advance, witness="姚静", by=people.cashier, on=funds.ON)
    books = text(page(client, people.handler, "fund-account", advance.account_id))
    voucher = advance.account.vouchers.get(kind="disburse", summary__endswith="赵国栋")
    assert reverse("fund-voucher", args=[voucher.pk]) in books
    behind = text(page(client, people.handler, "fund-voucher", voucher.pk))
    assert "垫付款领款确认表" in behind
    receipt = advance.case.documents.get(code="F06")
    assert page(client, people.handler, "document", receipt.pk).status_code == 200


def test_the_fund_reads_its_papers_and_not_the_minutes(client):
    advance = funds.an_advance_paid()
    officer = funds.crew().handler
    for paper in advance.case.documents.exclude(code__startswith="F").exclude(code="D01"):
        assert page(client, officer, "document", paper.pk).status_code == 404


def test_what_is_owed_is_listed_by_employer(client):
    advance = funds.an_advance_paid()
    shown = text(page(client, funds.crew().handler, "fund-recoveries"))
    assert advance.debtor.name in shown
    assert advance.number in shown


def test_the_desk_says_what_to_do_next(client, case, account):
    advance = funds.applied(case, account)
    shown = text(page(client, funds.crew().verifiers[0], "desk-fund"))
    assert reverse("advance-act", args=[advance.pk, "verify"]) in shown


def test_the_day_is_closed_and_the_treasurys_money_entered_from_the_account(client, account):
    people = funds.crew()
    client.force_login(people.handler)
    address = reverse("fund-account-act", args=[account.pk, "funding"])
    key = client.get(address).context["form"]["submission"].value()
    data = {"submission": key, "amount_fen": "1000.00", "source": "示财预〔2026〕2号"}
    assert client.post(address, data).status_code == 302
    client.post(address, data)
    act = account.money_acts.get()
    account.refresh_from_db()
    assert account.available_fen == 50_000_000  # nobody has confirmed it
    client.force_login(people.cashier)
    paper = reverse("money-act", args=[act.pk])
    shown = client.get(paper)
    assert "示财预〔2026〕2号" in text(shown)
    key = shown.context["form"]["submission"].value()
    assert client.post(paper, {"submission": key, "decision": "confirm"}).status_code == 302
    account.refresh_from_db()
    assert account.available_fen == 50_100_000
    client.force_login(people.handler)
    address = reverse("fund-account-act", args=[account.pk, "close"])
    key = client.get(address).context["form"]["submission"].value()
    assert client.post(address, {"submission": key}).status_code == 302
    assert account.closes.get().on == funds.ON


def test_the_statement_is_laid_against_the_vouchers(client, account):
    people = funds.crew()
    client.force_login(people.handler)
    address = reverse("fund-account-act", args=[account.pk, "statement"])
    key = client.get(address).context["form"]["submission"].value()
    rows = (
        "流水号,日期,收入,支出,对方户名\n"
        f"S1,{funds.ON},500000.00,,示例市财政局\nS2,{funds.ON},88.00,,不明"
    )
    data = {
        "submission": key,
        "account_no": account.account_no,
        "file": SimpleUploadedFile("statement.csv", rows.encode()),
    }
    assert client.post(address, data).status_code == 302
    matched = account.bank_lines.get(serial="S1")
    assert matched.voucher == account.vouchers.get(kind="funding")
    shown = text(page(client, people.handler, "fund-account", account.pk))
    assert "S2" in shown
    assert "未对上的银行流水" in shown


def test_the_statement_of_another_account_is_refused(client, account):
    client.force_login(funds.crew().handler)
    address = reverse("fund-account-act", args=[account.pk, "statement"])
    key = client.get(address).context["form"]["submission"].value()
    rows = f"流水号,日期,收入,支出\nS1,{funds.ON},500000.00,"
    data = {
        "submission": key,
        "account_no": "0000000000000000999",
        "file": SimpleUploadedFile("statement.csv", rows.encode()),
    }
    answered = client.post(address, data)
    assert answered.status_code == 422
    assert "不是该周转金账户" in text(answered)
