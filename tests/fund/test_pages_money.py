"""What goes wrong with money, seen on the pages: said in words, and nothing half done."""

import csv
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from cases.queries import worker_account
from fund import operations as fund
from fund.choices import AdvanceState, PaymentState, Standing
from fund.models import Advance, FundAccount, PaymentLine, Voucher
from fund.queries import books, standing
from fund.views.books import LINES_AT_A_TIME, month_table, sent_as_read
from law.money import yuan
from staff.operations import establish_system_user
from tests import builders
from tests.fund import funds

pytestmark = pytest.mark.django_db
NOW = f"{funds.ON} 06:00:00"


@pytest.fixture(autouse=True)
def _today():
    with freeze_time(NOW):
        yield


@pytest.fixture
def paying():
    case = funds.a_fled_case(2)
    funds.confirm_rules(case)
    waiting = funds.approved(funds.verified(funds.applied(case, funds.an_account())))
    advance = funds.decided(waiting)
    fund.make_payment_list(advance=advance, by=funds.crew().cashier, on=funds.ON)
    return Advance.objects.get(pk=advance.pk)


@pytest.fixture
def paid():
    return funds.an_advance_paid()


class Person:
    def __init__(self, client, user) -> None:
        self.client, self.user = client, user

    def sees(self, name, *args, query="") -> str:
        self.client.force_login(self.user)
        return self.client.get(reverse(name, args=args) + query).getvalue().decode()

    def does(self, name, *args, **data):
        self.client.force_login(self.user)
        address = reverse(name, args=args)
        key = self.client.get(address).context["form"]["submission"].value()
        return self.client.post(address, {"submission": key} | data)


@pytest.fixture
def cashier(client):
    return Person(client, funds.crew().cashier)


@pytest.fixture
def officer(client):
    return Person(client, funds.crew().handler)


def confirmed(person, account) -> None:
    """The one thing that waits on the account, confirmed by this person on its page."""
    act = account.money_acts.waiting().get()
    assert act.words in person.sees("desk-fund", query="?tab=checking")
    done = person.does("money-act", act.pk, decision="confirm")
    assert done.status_code == 302, done.content.decode()


def refused(response, words: str) -> None:
    assert response.status_code == 422, response.content.decode()
    assert words in response.content.decode()


def bank_says(sheet, change) -> str:
    """The bank's file; `change` mends the rows (no, holder, account, yuan, result)."""
    rows = [
        [str(p.line.worker.roster_no), p.holder, p.account_no, yuan(p.amount_fen), "成功"]
        for p in sheet.lines.select_related("line__worker").order_by("pk")
    ]
    lines = [",".join(row) for row in change(rows)]
    return "\n".join(["序号,户名,账号,金额,结果", *lines])


def _other_account(rows):
    rows[0][2] = "0000000000000000999"
    return rows


def _twice(rows):
    return [*rows, rows[0]]


def _unknown(rows):
    rows[1][0] = "9"
    return rows


def _a_fen_more(rows):
    rows[0][3] = f"{float(rows[0][3]) + 0.01:.2f}"
    return rows


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_other_account, "账号或者户名与付款清单不符"),
        (_twice, "出现两次"),
        (_unknown, "第9号不在这份付款清单上"),
        (_a_fen_more, "付款清单为"),
    ],
)
def test_a_wrong_line_of_the_bank_keeps_the_whole_file_out(cashier, paying, change, words):
    sheet = paying.payment_lists.get()
    content = bank_says(sheet, change).encode()
    upload = SimpleUploadedFile("answers.csv", content)
    refused(cashier.does("advance-act", paying.pk, "answers", file=upload), words)
    assert set(sheet.lines.values_list("state", flat=True)) == {PaymentState.SENT}
    assert not paying.account.vouchers.filter(kind="disburse").exists()


def test_an_advance_a_fen_over_the_balance_is_not_approved(client):
    case = funds.a_fled_case(2)
    funds.confirm_rules(case)
    total = sum(
        line.amount_fen
        for line in funds.verified(funds.applied(case, funds.an_account(1))).lines.all()
    )
    account = FundAccount.objects.get()
    fund.receive_funding(
        account=account,
        amount_fen=total - 2,
        source="示财预〔2026〕9号",
        key="short",
        by=funds.crew().handler,
        on=funds.ON,
    )
    advance, approvers = Advance.objects.get(), funds.crew().approvers
    first = Person(client, approvers[0])
    assert "不符合" in first.sees("advance", advance.pk)
    assert "余额不足" in first.sees("desk-approver")
    answered = first.does("advance-act", advance.pk, "approve", opinion="approve")
    last = Person(client, approvers[1])
    if answered.status_code == 302:
        answered = last.does("advance-act", advance.pk, "approve", opinion="approve")
    refused(answered, "超过周转金余额")
    advance.refresh_from_db()
    assert advance.state == AdvanceState.VERIFIED
    assert books(advance.account).committed_fen == 0


def test_who_verified_is_not_offered_approval_and_is_refused_it(client):
    case = funds.a_fled_case(2)
    funds.confirm_rules(case)
    advance = funds.verified(funds.applied(case, funds.an_account()))
    verifier = funds.crew().verifiers[0]
    funds.grant_role(
        user=verifier,
        role=funds.Role.FUND_APPROVER,
        by=funds.establish_system_user(),
        on=funds.ON,
    )
    person = Person(client, type(verifier).objects.get(pk=verifier.pk))
    act = reverse("advance-act", args=[advance.pk, "approve"])
    assert act not in person.sees("advance", advance.pk)
    refused(
        person.does("advance-act", advance.pk, "approve", opinion="approve"),
        "不得审批自己经办的事项",
    )


def test_without_a_confirmed_cap_the_application_says_who_confirms_it(client):
    case = funds.a_fled_case(2)
    account = funds.an_account()
    funds.confirm_rules(case, leave_out=("fund_cap_case_ratio",))
    data = {
        "account": account.pk,
        "trigger": "absconded",
        "kind": "part_of_wages",
        "applicant_kind": "department",
        "applicant_name": "示例市住建局",
        "applicant_head": "夏明",
        "applicant_address": "示例区",
        "applicant_phone": "10000090041",
    }
    intake = Person(client, builders.staff_of(case).intake_officer)
    refused(intake.does("advance-apply", case.pk, **data), "尚未核定")
    assert not case.advances.exists()


def test_money_the_bank_sends_back_is_reversed_and_paid_again(cashier, officer, paid):
    line = PaymentLine.objects.filter(line__advance=paid).first()
    owed = worker_account(line.line.worker).outstanding_fen
    assert reverse("payment-bounce", args=[line.pk]) in cashier.sees("advance", paid.pk)
    assert cashier.does("payment-bounce", line.pk, reason="账号已销户").status_code == 302
    assert worker_account(line.line.worker).outstanding_fen == owed
    confirmed(officer, paid.account)
    paid.refresh_from_db()
    assert paid.state == AdvanceState.PAYING
    assert worker_account(line.line.worker).outstanding_fen == owed + line.amount_fen
    shown = cashier.sees("fund-account", paid.account_id)
    assert "红冲" in shown
    assert "账号已销户" in shown
    assert reverse("advance-act", args=[paid.pk, "list"]) in cashier.sees("advance", paid.pk)


def test_a_line_nobody_matched_is_laid_against_a_voucher_of_the_same_sum_by_hand(officer, paid):
    account, on = paid.account, funds.ON
    same = account.vouchers.filter(kind="disburse")
    sums = {v.pk: -v.postings.get(ledger="bank").amount_fen for v in same}
    chosen = same.first()
    fund.import_statement(
        account=account,
        account_no=account.account_no,
        lines=[fund.StatementLine("S7", on, -sums[chosen.pk], "代发工资户")],
        by=officer.user,
        on=on,
    )
    line = account.bank_lines.get()
    if line.voucher_id is None:
        page = officer.sees("bank-line-match", line.pk)
        offered = {v.pk for v in Voucher.objects.all() if f'value="{v.pk}"' in page}
        assert offered == {pk for pk, fen in sums.items() if fen == sums[chosen.pk]}
        assert officer.does("bank-line-match", line.pk, voucher=chosen.pk).status_code == 302
        line.refresh_from_db()
    assert line.voucher == chosen
    assert "S7" in officer.sees("fund-voucher", chosen.pk)


def test_a_recovery_entered_wrongly_is_taken_back_in_red_and_entered_anew(cashier, officer, paid):
    before = standing(paid).outstanding_fen
    recovery = funds.recover(paid, 100)
    done = cashier.does("recovery-reverse", recovery.pk, reason="录错金额")
    assert done.status_code == 302, done.content.decode()
    confirmed(officer, paid.account)
    assert standing(paid).outstanding_fen == before
    assert "已冲销" in cashier.sees("advance", paid.pk)
    again = cashier.does(
        "advance-act",
        paid.pk,
        "recover",
        payer="投资人的亲属",
        amount_fen="2.00",
        bank_slip=recovery.bank_slip,
        received_on=funds.ON,
        designation="fund",
    )
    assert again.status_code == 302, again.content.decode()
    assert standing(paid).outstanding_fen == before
    confirmed(officer, paid.account)
    assert standing(paid).outstanding_fen == before - 200


def test_money_from_nobody_known_waits_in_suspense_until_it_has_a_name(cashier, officer, paid):
    account = paid.account
    facts = {
        "payer": "不明",
        "amount_fen": "1.00",
        "bank_slip": "回单77",
        "received_on": funds.ON,
    }
    assert cashier.does("fund-account-act", account.pk, "hold", **facts).status_code == 302
    assert not account.held.exists()
    assert "待复核的资金登记" in cashier.sees("fund-account", account.pk)
    confirmed(officer, account)
    held = account.held.get()
    shown = cashier.sees("fund-account", account.pk)
    assert reverse("held-act", args=[held.pk, "name"]) in shown
    assert reverse("held-act", args=[held.pk, "pass-on"]) not in shown
    too_much = {"amount_fen": "1.01", "bank_slip": "回单78", "reason": "误付"}
    refused(
        cashier.does("held-act", held.pk, "give-back", **too_much),
        "还有1.00元",
    )
    named = cashier.does("held-act", held.pk, "name", advance=paid.pk, designation="fund")
    assert named.status_code == 302, named.content.decode()
    confirmed(officer, account)
    assert books(account).suspense_fen == 0
    assert paid.recoveries.get().amount_fen == 100


def test_every_figure_of_a_month_opens_its_vouchers_and_the_month_ties_to_the_bank(officer, paid):
    funds.recover(paid, 100)
    account, on = paid.account, funds.ON
    (month,) = month_table(account, on.year)
    moved = month["funded"] - month["advanced"] + month["recovered"] + month["held"]
    assert month["opening"] + moved == month["closing"] == books(account).balance_fen
    page = officer.sees("fund-months", account.pk, on.year)
    query = f"?month={month['month']}&kind=disburse"
    assert query.replace("&", "&amp;") in page
    behind = officer.sees("fund-account", account.pk, query=query)
    vouchers = account.vouchers.filter(kind="disburse")
    assert all(reverse("fund-voucher", args=[v.pk]) in behind for v in vouchers)
    assert reverse("fund-voucher", args=[account.vouchers.get(kind="recover").pk]) not in behind
    table = officer.sees("fund-account-csv", account.pk, query=query)
    assert table.count("\n") == 1 + vouchers.count()


def test_a_sum_of_nothing_is_written_alike_on_every_page_and_in_the_table(officer, paid):
    account, on = paid.account, funds.ON
    months = officer.sees("fund-months", account.pk, on.year)
    assert ">0.00</td>" in months
    assert "—</td>" not in months
    assert "—</td>" not in officer.sees("fund-account", account.pk)
    table = officer.sees("fund-account-csv", account.pk)
    (row,) = [row for row in csv.reader(table.splitlines()) if row[2] == "拨入本金"]
    assert row[4:8] == [yuan(50_000_000), "0.00", "0.00", "0.00"]


def test_the_table_of_vouchers_asks_the_database_as_often_for_many_as_for_few(officer, paid):
    address = reverse("fund-account-csv", args=[paid.account_id])
    system = establish_system_user()
    officer.client.force_login(officer.user)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert "拨入本金" in officer.client.get(address).getvalue().decode()
        return len(queries)

    few = asked()
    for number in range(20):
        fund.receive_funding(
            account=paid.account,
            amount_fen=100,
            source="示财预",
            key=f"more-{number}",
            by=system,
            on=funds.ON,
        )
    assert asked() == few


def test_a_server_that_sends_asynchronously_reads_no_further_than_it_sends():
    read = []

    def lines():
        for number in range(LINES_AT_A_TIME + 1):
            read.append(number)
            yield f"{number}\n"

    async def sent() -> list[tuple[int, int]]:
        return [(some.count("\n"), len(read)) async for some in sent_as_read(lines())]

    assert async_to_sync(sent)() == [(LINES_AT_A_TIME,) * 2, (1, LINES_AT_A_TIME + 1)]


def test_recoveries_open_by_employer_and_age(officer, paid):
    page = officer.sees("fund-recoveries")
    assert "30天以内" in page
    assert paid.number in officer.sees("fund-recoveries", query=f"?employer={paid.debtor.name}")
    assert paid.number not in officer.sees("fund-recoveries", query="?age=180天以上")


def test_what_is_to_be_pressed_for_is_a_list_of_its_own_with_the_next_demand(officer, paid):
    with freeze_time(f"{funds.ON + timedelta(days=1)} 06:00:00"):
        listed = officer.sees("desk-fund", query="?tab=dunning")
        assert "发出追偿通知" in listed
        fund.send_recovery_notice(
            advance=paid,
            to=[(paid.debtor, Standing.EMPLOYER, "示例区")],
            pay_by=funds.ON + timedelta(days=10),
            method="post",
            signed_off={"name": "石磊", "post": "主任"},
            by=funds.crew().handler,
            on=funds.ON,
        )
        assert "没有该催收的垫付" in officer.sees("desk-fund", query="?tab=dunning")
    with freeze_time(f"{funds.ON + timedelta(days=11)} 06:00:00"):
        assert "再次催款" in officer.sees("desk-fund", query="?tab=dunning")


def test_the_age_of_what_is_owed_is_drawn_and_each_bar_opens_its_list(officer, paid):
    page = officer.sees("fund-recoveries")
    owed = yuan(standing(paid).outstanding_fen)
    assert page.count('class="bar-drawing"') == 4
    # Four grounds, and the one bar that is full.
    assert page.count('width="1000" height="14"') == 5
    assert owed.replace(",", "") in page.replace(",", "")


def test_the_desk_reminds_of_the_receipt_and_of_the_demand(officer, paid):
    shown = officer.sees("desk-fund")
    assert "还没有签字确认领款" in shown
    assert "还没有发出追偿通知" in shown


def test_seats_are_named_by_the_director_and_bind_the_level(client, paid):
    director = Person(client, builders.staff_of(paid.case).director)
    approver = funds.crew().approvers[0]
    seated = director.does("fund-seats", paid.account_id, body="中心", user=approver.pk)
    assert seated.status_code == 302, seated.content.decode()
    assert approver.name in director.sees("fund-seats", paid.account_id)
    seat = paid.account.seats.get()
    assert director.does("fund-seat-vacate", seat.pk).status_code == 302
    assert "没有指定" in director.sees("fund-seats", paid.account_id)
