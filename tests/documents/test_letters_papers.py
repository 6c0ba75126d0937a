"""Hand-offs and official letters: who may send them, what they must prove, when a card is red."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.contracts import CONTRACTS, amount_dict, moment_dict
from documents.contracts.letters.crime import evidence
from documents.contracts.letters.referral import sample_legal_aid
from documents.contracts.letters.report import COLUMNS_AT_MOST, UNITS, cell, heading, table
from documents.contracts.letters.supervision import OFFICE, RED, sample_card
from documents.contracts.samples import BODY
from documents.render import render
from law import statutes
from tests.documents.test_contracts import W, at, faults, part, rendered, template

LETTERS = ("H02", "H03", "H04", "H05", "H06", "H07", "H11", "H13", "H14")
SLIPS = ("H02L", "H09", "H10")


def text(code: str, context: dict[str, Any] | None = None) -> str:
    return "\n".join(rendered(code, context))


def test_the_catalogue_has_every_paper_but_the_received_and_the_reserved_one() -> None:
    assert {code for code in CONTRACTS if code[0] == "H"} == {*LETTERS, *SLIPS, "H12"}
    assert {code for code in CONTRACTS if code[0] == "H" and CONTRACTS[code].letter} == {*LETTERS}


@pytest.mark.parametrize("code", [*LETTERS, *SLIPS, "H12"])
def test_mediation_body_may_not_send_anything_to_another_body(code: str) -> None:
    block = {name: BODY[name] for name in ("name", "address", "phone")}
    assert "V-S1" in faults(code, at("authority", block))


@pytest.mark.parametrize("code", LETTERS)
def test_letter_signed_off_after_its_date_is_refused(code: str) -> None:
    assert faults(code, at("sign_off.on", "2030-01-01")) == ["V-D1"]


@pytest.mark.parametrize("code", ["H02", "H14"])
def test_leading_groups_office_may_not_transfer_crimes_or_query_accounts(code: str) -> None:
    assert faults(code, at("authority", OFFICE)) == ["V-S1"]


@pytest.mark.parametrize("code", LETTERS)
def test_letter_bears_arabic_date_and_its_number(code: str) -> None:
    context = CONTRACTS[code].sample()
    year, month, day = map(int, context["made_on"].split("-"))
    printed = rendered(code)
    assert f"{year}年{month}月{day}日" in printed
    assert printed[0] == context["number"]


PAID_OFF = amount_dict(13764220)
BROKEN: list[tuple[str, str, str, object]] = [
    # check, paper, field, value
    ("CRIM-01", "H02", "directive.deadline", "2026-05-12"),
    ("CRIM-01", "H02", "directive.paid", PAID_OFF),
    ("CRIM-04", "H02", "directive.recorded", False),
    ("CRIM-04", "H02", "directive.places", []),
    ("CRIM-02", "H02", "thresholds.one_worker", amount_dict(2000001)),
    ("CRIM-03", "H02", "thresholds.ten_workers", amount_dict(2999999)),
    ("CRIM-02", "H02", "directive.paid", amount_dict(13764220 - 5999999)),
    ("V-C1", "H02", "elements.4.evidence", ["9"]),
    ("V-C1", "H02", "elements.4.element", "拖欠劳动报酬"),
    ("V-T1", "H02", "elements.0.evidence", []),
    ("V-C1", "H02", "attachments", ["案件调查报告", "证据清单", "明细表"]),
    ("V-C1", "H02", "attachments", ["证据清单", "调查报告", "明细表", "限期改正指令书"]),
    ("CRIM-06", "H02", "reporters", [{"name": "高远", "certificate_no": "示监0101"}]),
    ("CRIM-06", "H02", "reporters.1.name", "高远"),
    ("CRIM-06", "H02", "reported_on", "2026-05-08"),
    ("CRIM-06", "H02", "delivered_at", moment_dict(datetime(2026, 5, 13, 9, 1))),
    ("V-X1", "H02", "earlier_transfer", "示农薪移字〔2026〕1号"),
    ("V-M2", "H02", "worker_count", 15),
    ("V-M2", "H02", "amount", amount_dict(13764221)),
    ("V-D1", "H02", "directive.served_on", "2026-04-27"),
    ("V-D1", "H02", "period_to", "2026-01-31"),
    ("V-D1", "H02", "approved_at", moment_dict(datetime(2026, 5, 10, 9))),
    ("V-C1", "H02L", "pages_total", 83),
    ("V-C1", "H02L", "enclosures.0.copies", 2),
    ("V-S1", "H02L", "signatures.1.role", "见证人"),
    ("V-D1", "H02L", "period_to", "2026-01-31"),
    ("V-T1", "H03", "triggers", ["心情"]),
    ("V-T1", "H03", "triggers", ["逃匿", "逃匿"]),
    ("V-T1", "H03", "requests", ["判刑"]),
    ("V-T1", "H03", "requests", ["立案监督"]),
    ("V-M2", "H03", "worker_count", 9),
    ("V-M2", "H04", "claim_total", amount_dict(1)),
    ("AID-04", "H04", "clocks.0.ends_on", "2026-05-12"),
    ("V-D2", "H04", "clocks.0.ends_on", "2026-05-05"),
    ("V-L1", "H05", "basis", ["《保障农民工工资支付条例》第九百九十条"]),
    ("V-D1", "H05", "rectify_by", "2026-09-21"),
    ("V-M2", "H06", "worker_count", 27),
    ("V-M2", "H06", "amount", amount_dict(1)),
    ("V-D1", "H06", "due_on", "2026-09-21"),
    ("V-D1", "H06", "report_by", "2026-10-21"),
    ("SEED-03", "H07", "failures", ["有关人员玩忽职守"]),
    ("SEED-03", "H07", "advice", ["对负责人给予处分"]),
    ("V-D1", "H07", "reply_by", "2026-11-09"),
    ("V-D1", "H09", "problems.0.due_on", "2026-09-21"),
    ("V-D1", "H09", "receipt_by", "2026-09-21"),
    ("V-C1", "H09", "pages_total", 8),
    ("V-S1", "H09", "signatures.0.role", "见证人"),
    ("SEED-03", "H10", "failures", ["有关人员违纪"]),
    ("V-C1", "H10", "pages_total", 13),
    ("V-S1", "H10", "signatures", CONTRACTS["H10"].sample()["signatures"][:1]),
    ("SEED-02", "H11", "overdue_days", 2),
    ("SEED-02", "H11", "due_on", "2026-10-23"),
    ("SEED-02", "H11", "card", RED),
    ("V-D1", "H11", "report_by", "2026-10-22"),
    ("V-D1", "H11", "assigned_on", "2026-10-23"),
    ("V-M2", "H12", "tables.0.totals.0.count", 8),
    ("V-M2", "H12", "tables.0.totals.8.amount", amount_dict(1)),
    ("V-M2", "H12", "tables.0.rows.0.cells.3.count", 4),
    ("V-M2", "H12", "tables.0.rows.0.cells.11.amount", amount_dict(25200001)),
    ("V-M2", "H12", "tables.0.rows.1.cells", [cell("件", 1)]),
    ("V-M2", "H12", "tables.0.rows.0.cells.0.records", 6),
    ("V-T1", "H12", "tables.0.rows.0.cells.8.count", 5),
    ("V-T1", "H12", "tables.0.rows.0.cells.8.amount", None),
    ("V-T1", "H12", "tables.0.columns.3.role", "其他"),
    ("V-T1", "H12", "tables.0.columns.0.unit", "吨"),
    ("V-D1", "H12", "cut_off", "2026-11-30"),
    ("V-D1", "H12", "made_on", "2026-12-30"),
    ("V-S1", "H12", "signatures.1.role", "复核人"),
    ("V-L1", "H13", "basis", ["《建筑法》第一条"]),
    ("V-D1", "H13", "reply_by", "2026-09-21"),
    ("ADM-07", "H14", "officers.1.certificate_no", "示监0101"),
    ("V-T1", "H14", "approval", None),
    ("V-T1", "H14", "approval.level", "县级"),
    ("V-D1", "H14", "approval.on", "2026-05-07"),
    ("V-D1", "H14", "reply_by", "2026-05-05"),
]


@pytest.mark.parametrize(("check", "code", "field", "value"), BROKEN)
def test_validate_broken_hand_off_is_refused(
    check: str, code: str, field: str, value: object
) -> None:
    assert check in faults(code, at(field, value))


def test_transfer_states_directive_default_conduct_and_law() -> None:
    printed = text("H02")
    assert "示人社监令字〔2026〕31号限期改正指令书" in printed
    assert "责令其于2026年5月9日前支付。期满仍未支付，并有逃匿的行为" in printed
    assert "16名劳动者劳动报酬合计人民币137642.20元" in printed
    assert "《刑法》第二百七十六条之一规定的拒不支付劳动报酬罪" in printed
    assert "立案或者不予立案的决定书面告知我单位" in printed
    assert evidence()[0]["name"] in printed


def test_directive_served_by_hand_and_partly_paid_is_said_so() -> None:
    context = CONTRACTS["H02"].sample()
    context["directive"] |= {
        "service": "直接送达",
        "places": [],
        "recorded": False,
        "paid": amount_dict(100000),
    }
    assert CONTRACTS["H02"].validate(context) == []
    printed = text("H02", context)
    assert "于2026年4月29日直接送达" in printed
    assert "期满仅支付1000.00元，其余仍未支付" in printed
    assert "张贴" not in printed.split("证　据　清　单")[0]


def one_worker(months: int, fen: int) -> dict[str, Any]:
    row = {"no": 1, "name": "秦玉梅", "months": months, "due": amount_dict(fen)}
    return CONTRACTS["H02"].sample() | {
        "workers": [row],
        "worker_count": 1,
        "amount": amount_dict(fen),
    }


@pytest.mark.parametrize(
    ("months", "fen", "reached"),
    [(3, 1000000, True), (2, 1000000, False), (3, 999999, False)],
)
def test_one_worker_needs_three_months_and_the_local_figure(
    months: int, fen: int, reached: bool
) -> None:
    found = [fault.code for fault in CONTRACTS["H02"].validate(one_worker(months, fen))]
    assert found == ([] if reached else ["CRIM-02"])


def test_transfer_once_more_needs_a_reason() -> None:
    again = {"earlier_transfer": "示农薪移字〔2026〕1号", "repeat_reason": "补充了转移财产的证据。"}
    assert CONTRACTS["H02"].validate(CONTRACTS["H02"].sample() | again) == []


def test_approval_on_the_third_day_after_the_report_is_in_time() -> None:
    context = CONTRACTS["H02"].sample() | {"reported_on": "2026-05-09"}
    assert CONTRACTS["H02"].validate(context) == []


def test_clue_slip_without_directive_and_suspects_leaves_no_empty_row() -> None:
    context = CONTRACTS["H02L"].sample() | {"directive": None, "suspects": None}
    assert CONTRACTS["H02L"].validate(context) == []
    printed = text("H02L", context)
    assert "责令支付" not in printed
    assert "涉嫌人员" not in printed


@pytest.mark.parametrize(
    ("requests", "title"),
    [
        (["支持起诉", "公益诉讼"], "关于移送公益诉讼（支持起诉）线索的函"),
        (["公益诉讼"], "关于移送公益诉讼线索的函"),
        (["支持起诉"], "关于移送支持起诉线索的函"),
    ],
)
def test_letter_to_the_procuratorate_asks_only_what_is_requested(
    requests: list[str], title: str
) -> None:
    context = CONTRACTS["H03"].sample() | {"requests": requests}
    printed = rendered("H03", context)
    assert title in printed
    body = "\n".join(printed)
    assert ("《民事诉讼法》第十五条" in body) == ("支持起诉" in requests)
    assert ("公益诉讼的条件" in body) == ("公益诉讼" in requests)


def test_supervision_of_filing_names_the_transfer_and_the_answer() -> None:
    context = CONTRACTS["H03"].sample() | {
        "requests": ["立案监督"],
        "transfer": {
            "number": "示农薪移字〔2026〕2号",
            "on": "2026-05-12",
            "reply": "公安机关逾期未作答复。",
        },
        "made_on": "2026-05-20",
    }
    assert CONTRACTS["H03"].validate(context) == []
    assert "以示农薪移字〔2026〕2号移送公安机关" in text("H03", context)
    assert faults("H03", at("transfer.on", "2026-05-21"), context) == ["V-D1"]


@pytest.mark.parametrize(("ends_on", "urgent"), [("2026-05-12", True), ("2026-05-13", False)])
def test_legal_aid_goes_in_advance_when_less_than_seven_days_are_left(
    ends_on: str, urgent: bool
) -> None:
    context = sample_legal_aid()
    context |= {"clocks": [{"name": "起诉期限", "ends_on": ends_on}], "urgent": urgent}
    assert CONTRACTS["H04"].validate(context) == []
    assert ("先行提供法律援助" in text("H04", context)) == urgent
    assert "免予核查经济困难状况（《法律援助法》第四十二条第（三）项）" in text("H04", context)


def test_legal_aid_without_a_running_clock_says_nothing_of_terms() -> None:
    context = sample_legal_aid() | {"clocks": []}
    assert CONTRACTS["H04"].validate(context) == []
    assert "请注意下列期限" not in text("H04", context)


@pytest.mark.parametrize("code", ["H05", "H13"])
def test_cited_articles_are_printed_as_the_law_has_them(code: str) -> None:
    assert statutes.cite("LIAB-01") in text(code)


def test_points_are_numbered_only_when_there_are_several() -> None:
    one = CONTRACTS["H05"].sample() | {"findings": ["未开设农民工工资专用账户"]}
    assert "下列问题：未开设农民工工资专用账户。" in text("H05", one)
    assert "（一）2026年7月至9月" in text("H05")


def test_accountability_leaves_the_conclusion_to_the_competent_body() -> None:
    assert "是否应当追究责任，请依照规定认定" in text("H07")
    assert "由有权机关依照规定认定" in text("H10")


def test_yellow_card_announces_the_red_one() -> None:
    printed = text("H11")
    assert "黄牌预警通知" in printed
    assert "已超期1天" in printed
    assert "超期10天仍无进展的，将予以红牌督办" in printed
    assert "保定市快速解决农民工欠薪的措施（十二）" in printed


def test_red_card_needs_ten_days_no_progress_leaders_and_copies() -> None:
    red = sample_card(RED)
    assert CONTRACTS["H11"].validate(red) == []
    printed = text("H11", red)
    assert "红牌督办通知" in printed
    assert "经领导签批" in printed
    assert "抄送：市委督查室，市政府督查室。" in printed
    late = [{"on": "2026-10-23", "what": "组织双方调解"}]
    assert faults("H11", at("progress", late), red) == ["SEED-02"]
    assert faults("H11", at("leaders", []), red) == ["V-S1"]
    assert faults("H11", at("leaders.0.on", "2026-11-03"), red) == ["V-D1"]
    assert faults("H11", at("copies_to", ["市政府督查室"]), red) == ["SEED-02"]


@pytest.mark.parametrize(
    ("made_on", "days", "found"), [("2026-10-31", 9, ["SEED-02"]), ("2026-11-01", 10, [])]
)
def test_red_card_on_the_tenth_day_and_not_before(
    made_on: str, days: int, found: list[str]
) -> None:
    red = sample_card(RED)
    red |= {"made_on": made_on, "overdue_days": days}
    red["sign_off"]["on"] = made_on
    for leader in red["leaders"]:
        leader["on"] = made_on
    assert [fault.code for fault in CONTRACTS["H11"].validate(red)] == found


def test_card_without_any_progress_says_so() -> None:
    assert "没有登记任何办理进展" in text("H11", sample_card() | {"progress": []})


def test_report_prints_the_columns_it_is_configured_with() -> None:
    columns = [heading("接待群众", "人"), heading("追回工资", "元")]
    one = table("一、自定统计", columns, {"示例区": (7, 12345600), "示例县": (3, 100)})
    context = CONTRACTS["H12"].sample() | {"tables": [one]}
    assert CONTRACTS["H12"].validate(context) == []
    printed = rendered("H12", context)
    for shown in ("接待群众（人）", "追回工资（元）", "123,456.00", "10", "123,457.00"):
        assert shown in printed
    assert not any("欠薪案件办理情况" in line for line in printed)


def test_report_with_too_many_columns_is_refused() -> None:
    one = table("一、太宽", [heading(f"第{n}栏", "件") for n in range(15)], {"示例区": range(15)})
    context = CONTRACTS["H12"].sample() | {"tables": [one]}
    (fault,) = CONTRACTS["H12"].validate(context)
    assert fault.message == "“一、太宽”有15栏，一张表最多14栏，请分成两张表。"


def test_report_flow_that_turns_negative_is_named() -> None:
    context = CONTRACTS["H12"].sample()
    context["tables"][0]["rows"][0]["cells"][2]["count"] = 30
    messages = [fault.message for fault in CONTRACTS["H12"].validate(context)]
    assert any("示例区（件）：上期加新增减办结为负数" in message for message in messages)


@settings(max_examples=20)
@given(st.data(), st.integers(1, COLUMNS_AT_MOST), st.integers(1, 30))
def test_report_of_any_shape_adds_up_and_prints_every_column(
    data: st.DataObject, columns: int, areas: int
) -> None:
    units = data.draw(st.lists(st.sampled_from(UNITS), min_size=columns, max_size=columns))
    figures = st.lists(st.integers(0, 10**9), min_size=columns, max_size=columns)
    rows = {f"第{n}区": data.draw(figures) for n in range(areas)}
    one = table("一、统计", [heading(f"第{n}栏", unit) for n, unit in enumerate(units)], rows)
    context = CONTRACTS["H12"].sample() | {"tables": [one]}
    assert CONTRACTS["H12"].validate(context) == []
    (drawn,) = part(render(template("H12"), context)).xpath("//*[local-name()='tbl'][1]")[:1]
    counts = {len(row) for row in (list(row.iter(f"{W}tc")) for row in drawn.iter(f"{W}tr"))}
    assert counts == {columns + 1}
    assert len(list(drawn.iter(f"{W}tr"))) == areas + 2


def test_inquiry_names_the_approval_and_keeps_it_confidential() -> None:
    printed = text("H14")
    assert "依照《保障农民工工资支付条例》第四十条" in printed
    assert "设区的市级人力资源社会保障行政部门负责人2026年5月6日批准" in printed
    assert "请予保密" in printed
