"""A roster is imported whole after it was shown, or not at all."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from cases.queries import case_months, wage_accounts
from tests.builders import a_case, id_number, staff_of

pytestmark = pytest.mark.django_db

HEAD = ["序号", "姓名", "身份证号", "计薪单位", "单价(元)", "2026年6月数量", "2026年7月数量"]
GOOD = [
    [1, "赵国栋", id_number(1), "日", 260, 20, 10.5],
    [2, "孙长河", id_number(2), "日", 300, 20, None],
]
BAD = [GOOD[0], [2, "孙长河", id_number(2)[:-1] + "?", "日", 300, 20, None]]
TOTAL_FEN = 260 * 3050 + 300 * 2000


def sheet(rows) -> SimpleUploadedFile:
    book = Workbook()
    for row in [HEAD, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("花名册.xlsx", out.getvalue())


@pytest.fixture
def case():
    return a_case()


@pytest.fixture
def desk(client, case):
    client.force_login(staff_of(case).intake_officer)
    return client


@pytest.fixture
def page(case):
    return reverse("roster", args=[case.pk])


def upload(desk, page, rows):
    return desk.post(page, {"file": sheet(rows), "submission": "up"})


def test_template_has_a_column_for_each_month_of_the_case(desk, case):
    answer = desk.get(reverse("roster-template", args=[case.pk]))
    rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    header = list(rows)[1]
    assert {"2026年6月数量", "2026年7月数量"} <= set(header)
    assert case_months(case) == ["2026-06", "2026-07"]


def test_clean_roster_is_shown_with_its_total_and_nothing_is_imported_yet(desk, page, case):
    answer = upload(desk, page, GOOD)
    assert f"确认导入2人，合计{TOTAL_FEN / 100:.2f}元" in answer.text
    assert id_number(1) not in answer.text
    assert not case.parties.workers().exists()


def test_confirming_imports_exactly_what_was_shown(desk, page, case):
    shown = upload(desk, page, GOOD).context["form"]
    confirmed = {"sealed": shown.initial["sealed"], "submission": "yes"}
    assert desk.post(page, confirmed).status_code == 302
    assert [w.name for w in case.parties.workers()] == ["赵国栋", "孙长河"]
    assert sum(a.due_fen for a in wage_accounts(case)) == TOTAL_FEN


def test_confirming_twice_imports_once(desk, page, case):
    shown = upload(desk, page, GOOD).context["form"]
    confirmed = {"sealed": shown.initial["sealed"], "submission": "yes"}
    desk.post(page, confirmed)
    desk.post(page, confirmed)
    assert case.parties.workers().count() == 2


def test_one_bad_row_keeps_the_whole_roster_out(desk, page, case):
    answer = upload(desk, page, BAD)
    assert answer.status_code == 422
    assert "需要改正" in answer.text
    assert "确认导入" not in answer.text
    assert not case.parties.workers().exists()


def test_a_faulty_roster_comes_back_with_its_faults_marked(desk, page, case):
    sealed = upload(desk, page, BAD).context["form"].initial["sealed"]
    answer = desk.post(reverse("roster-marked", args=[case.pk]), {"sealed": sealed})
    header = next(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert "需要改正" in header


def test_a_faulty_roster_cannot_be_confirmed(desk, page, case):
    sealed = upload(desk, page, BAD).context["form"].initial["sealed"]
    answer = desk.post(page, {"sealed": sealed, "submission": "yes"})
    assert answer.status_code == 422
    assert not case.parties.workers().exists()


def test_what_was_sealed_for_one_case_is_not_imported_into_another(desk, page, case):
    other = a_case(case.centre)
    sealed = upload(desk, page, GOOD).context["form"].initial["sealed"]
    answer = desk.post(reverse("roster", args=[other.pk]), {"sealed": sealed, "submission": "yes"})
    assert "为另一案件上传" in answer.text
    assert not other.parties.workers().exists()


@pytest.mark.parametrize("sealed", ["nonsense", "aes1:AAAA", "aes1:" + "A" * 64])
def test_a_forged_seal_is_refused(desk, page, case, sealed):
    answer = desk.post(page, {"sealed": sealed, "submission": "yes"})
    assert answer.status_code == 422
    assert "请重新上传" in answer.text


def test_a_file_that_is_no_spreadsheet_is_refused_with_a_sentence(desk, page):
    wrong = SimpleUploadedFile("花名册.xlsx", b"hello")
    answer = desk.post(page, {"file": wrong, "submission": "up"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_no_file_is_asked_for(desk, page):
    assert "请选择花名册文件" in desk.post(page, {"submission": "up"}).text


def worker(**changes) -> dict:
    typed = {
        "name": "赵国栋",
        "id_no": id_number(1),
        "pay_unit": "day",
        "rate_fen": "260.00",
        "already_paid_fen": "1000",
        "submission": "w",
        "rows-TOTAL_FORMS": "2",
        "rows-INITIAL_FORMS": "2",
        "rows-0-month": "2026-06",
        "rows-0-quantity": "20",
        "rows-1-month": "2026-07",
        "rows-1-quantity": "10.5",
    }
    return typed | changes


def test_one_worker_is_typed_by_hand(desk, case):
    assert desk.post(reverse("worker-add", args=[case.pk]), worker()).status_code == 302
    (account,) = wage_accounts(case)
    assert account.due_fen == 260 * 3050 - 100000


def test_days_of_a_monthly_wage_are_paid_by_21_75(desk, case):
    typed = {"pay_unit": "month", "rate_fen": "6525", "already_paid_fen": ""}
    typed |= {"rows-0-quantity": "1", "rows-1-quantity": "", "rows-1-days": "10"}
    desk.post(reverse("worker-add", args=[case.pk]), worker(**typed))
    (account,) = wage_accounts(case)
    assert account.due_fen == 652500 + 300000


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id_no": id_number(1)[:-1] + "?"}, "身份证"),
        ({"rows-0-quantity": "", "rows-1-quantity": ""}, "请至少填写一个月的数量"),
        ({"rows-0-days": "3"}, "数量和天数只填一项"),
        ({"rows-0-quantity": "", "rows-0-days": "3"}, "只有按月计薪而不满整月的才填天数"),
        ({"already_paid_fen": "99999"}, "已付金额超过应发金额"),
    ],
)
def test_a_worker_who_does_not_add_up_is_refused(desk, case, changes, sentence):
    answer = desk.post(reverse("worker-add", args=[case.pk]), worker(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not case.parties.workers().exists()
