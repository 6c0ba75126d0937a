"""The papers of the emergency revolving fund (应急周转金): caps, titles, sums that must agree."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.contracts import CONTRACTS, amount_dict, moment_dict
from documents.contracts.fund.crew import CAPS, advance, workers
from documents.contracts.fund.decision import sample_agreement
from documents.contracts.fund.payout import ASSIGNMENT, MANDATE, STATUTORY, sample_mandate
from documents.contracts.fund.recovery import sample_notice
from documents.contracts.schema import amount_fen
from documents.render import render
from law import money
from law.advances import NO_CAP, PER_CASE, PER_WORKER, Caps, shares
from tests.documents.test_contracts import W, at, faults, part, rendered, template

DUES = [worker["due"] for worker in workers()]


def text(code: str, context: dict[str, Any] | None = None) -> str:
    return "\n".join(rendered(code, context))


def test_one_minimum_wage_each_and_a_fifth_of_the_case_scales_every_row() -> None:
    shared = shares(DUES, CAPS)
    assert money.yuan(sum(shared.caps)) == "34548.00"
    assert money.yuan(shared.case_cap or 0) == "27528.44"
    assert (shared.binding, money.yuan(shared.allowed)) == (PER_CASE, "27528.44")
    advances = [money.yuan(advance) for advance in shared.advances]
    assert advances == ["1753.00"] * 7 + ["1233.47"] + ["1753.00"] * 5 + ["1752.99"] * 3
    assert sum(shared.advances) == shared.allowed


def test_a_fifth_of_each_workers_own_arrears_is_capped_by_one_minimum_wage() -> None:
    shared = shares(DUES, Caps(220000, "20%", None))
    assert money.yuan(sum(shared.advances)) == "27366.44"
    assert shared.advances == shared.caps
    assert shared.binding == PER_WORKER
    assert shared.case_cap is None


def test_without_caps_the_verified_arrears_are_the_limit() -> None:
    shared = shares(DUES, Caps(None, None, None))
    assert (shared.advances, shared.binding) == (DUES, NO_CAP)


@settings(max_examples=200)
@given(
    st.lists(st.integers(1, 10**7), min_size=1, max_size=60),
    st.none() | st.integers(1, 10**6),
    st.none() | st.sampled_from(["10%", "20%", "33.3%", "100%"]),
    st.none() | st.sampled_from(["5%", "20%", "30%", "100%"]),
    st.none() | st.integers(0, 10**8),
)
def test_shares_never_pass_a_cap_and_use_the_allowance_to_the_fen(
    dues: list[int], each: int | None, own: str | None, case: str | None, total: int | None
) -> None:
    shared = shares(dues, Caps(each, own, case), total=total)
    rows = zip(dues, shared.caps, shared.advances, strict=True)
    assert all(0 <= advance <= cap <= due for due, cap, advance in rows)
    expected = shared.allowed if total is None else min(total, shared.allowed)
    assert sum(shared.advances) == expected


BROKEN: list[tuple[str, str, str, object]] = [
    # check, paper, field, value
    ("V-F2", "F01", "requested", amount_dict(13764221)),
    ("V-F2", "F01", "sources.0.used", amount_dict(1)),
    ("V-F2", "F01", "sources.0.applies", True),
    ("V-F2", "F01", "applicant_kind", "用人单位"),
    ("V-D1", "F01", "period_to", "2026-01-31"),
    ("V-S1", "F01", "signatures.0.role", "经办人"),
    ("V-T1", "F01", "trigger", "无"),
    ("V-M2", "F02", "verified_total", amount_dict(1)),
    ("V-M2", "F02", "claimed_total", amount_dict(1)),
    ("V-M2", "F02", "worker_count", 15),
    ("V-M5", "F02", "rows.0.claimed", amount_dict(893599)),
    ("V-T1", "F02", "rows.0.evidence", []),
    ("V-T1", "F02", "rows.0.evidence", ["听说"]),
    ("V-T1", "F02", "rows.0.disputed", True),
    ("V-S1", "F02", "signatures.1.name", "梁宽"),
    ("V-D1", "F02", "period_to", "2026-01-31"),
    ("V-F2", "F03", "caps.worker_caps_total", amount_dict(3454801)),
    ("V-F2", "F03", "caps.case_cap", amount_dict(2752845)),
    ("V-F2", "F03", "caps.case_cap", None),
    ("V-F2", "F03", "caps.binding", PER_WORKER),
    ("V-F2", "F03", "caps.case_percent", "两成"),
    ("V-F2", "F03", "caps.case_percent", "120%"),
    ("V-F2", "F03", "caps.case_percent", "10%"),
    ("V-F2", "F03", "rows.7.cap", amount_dict(220000)),
    ("V-F2", "F03", "rows.7.advance", amount_dict(154801)),
    ("V-F2", "F03", "rows.0.advanced_before", amount_dict(100)),
    ("V-F2", "F03", "rows.0.paid_otherwise", amount_dict(893600)),
    ("V-F2", "F03", "fund_balance", amount_dict(2752843)),
    ("V-M2", "F03", "rows.0.residual", amount_dict(1)),
    ("V-M2", "F03", "advance_total", amount_dict(2752843)),
    ("V-M2", "F03", "residual_total", amount_dict(1)),
    ("V-M2", "F03", "due_total", amount_dict(1)),
    ("V-D1", "F03", "rows.0.period_to", "2026-01-31"),
    ("V-D1", "F03", "approvals.3.on", "2026-05-07"),
    ("V-D1", "F03", "approvals.3.on", "2026-05-09"),
    ("V-D1", "F03", "verified_on", "2026-05-05"),
    ("F03", "F03", "approvals.0.name", "梁宽"),
    ("F03", "F03", "approvals.1.name", "方正"),
    ("F03", "F03", "approvals.1.level", 3),
    ("F03", "F03", "approvals.1.opinion", "不同意"),
    ("F03", "F03", "levels", [{"up_to": amount_dict(500000), "last_level": 2}]),
    ("V-F2", "F04", "rows.7.advance", amount_dict(154801)),
    ("V-F2", "F04", "trigger", "一时难以支付"),
    ("V-D1", "F04", "approved_on", "2026-05-12"),
    ("V-M2", "F04", "worker_count", 17),
    ("V-F2", "F04A", "trigger", "逃匿"),
    ("V-F2", "F04A", "employer.whereabouts_unknown", True),
    ("V-M3", "F04A", "instalments.0.amount", amount_dict(1)),
    ("V-D1", "F04A", "instalments.0.due_on", "2026-05-11"),
    ("V-D1", "F04A", "instalments.1.due_on", "2026-07-31"),
    ("V-S1", "F04A", "signatures.1.role", "丙方"),
    ("V-F3", "F05", "received", amount_dict(175299)),
    ("V-F3", "F05", "assigned", amount_dict(175300)),
    ("V-F3", "F05", "residual", amount_dict(718299)),
    ("V-F2", "F05", "due", amount_dict(175299)),
    ("V-D1", "F05", "decision_on", "2026-05-12"),
    ("V-S1", "F05", "signatures.1.role", "经办人"),
    ("V-F3", "F06", "rows.0.paid", amount_dict(175299)),
    ("V-F3", "F06", "paid_total", amount_dict(1)),
    ("V-M2", "F06", "decided_total", amount_dict(1)),
    ("V-P4", "F06", "rows.0.account_holder", "尤丽华"),
    ("V-P4", "F06", "rows.0.account_no", None),
    ("V-P4", "F06", "rows.1.account_no", "0000000000000000301"),
    ("V-T1", "F06", "rows.0.proxy", {"name": "秦建国", "id_no": "990101197001103021"}),
    ("V-T1", "F06", "rows.0.proxy", {"name": "秦建国", "id_no": "", "authority": "委托书"}),
    ("V-S1", "F06", "signatures.1.role", "经办人"),
    ("V-M2", "F07", "outstanding", amount_dict(2752843)),
    ("V-T1", "F07", "notice_no", 2),
    ("V-T1", "F07", "notice_no", 4),
    ("V-D1", "F07", "pay_by", "2026-05-19"),
    ("V-D1", "F07", "sign_off.on", "2026-05-21"),
    ("F08", "F08", "to_fund", amount_dict(2752845)),
    ("F08", "F08", "to_workers", amount_dict(11011377)),
    ("V-M2", "F08", "to_workers", amount_dict(1)),
    ("F08", "F08", "designation", "支付剩余工资"),
    ("F08", "F08", "outstanding_after", amount_dict(752843)),
    ("F08", "F08", "balance_after", amount_dict(49247157)),
    ("F08", "F08", "residual_after", amount_dict(11011375)),
    ("F08", "F08", "advanced", amount_dict(2752843)),
    ("F08", "F08", "status", "已收回"),
    ("V-S1", "F08", "signatures.1.name", "邓敏"),
    ("V-D1", "F08", "received_on", "2026-07-21"),
    ("V-M2", "F09", "amount", amount_dict(752843)),
    ("V-M2", "F09", "recovered", amount_dict(2752844)),
    ("F03", "F09", "approvals.0.name", "邓敏"),
    ("F03", "F09", "approvals", CONTRACTS["F09"].sample()["approvals"][:1]),
    ("V-T1", "F09", "evidence", []),
    ("V-D1", "F09", "decision_on", "2028-12-16"),
]


@pytest.mark.parametrize(("check", "code", "field", "value"), BROKEN)
def test_validate_broken_fund_paper_is_refused(
    check: str, code: str, field: str, value: object
) -> None:
    assert check in faults(code, at(field, value))


def test_employer_who_applies_explains_itself_and_offers_a_plan() -> None:
    context = CONTRACTS["F01"].sample() | {
        "applicant_kind": "用人单位",
        "trigger": "一时难以支付",
        "employer_statement": "工程款未到账，账户余额不足。",
        "repayment_plan": "工程款到账后三十日内归还。",
    }
    assert CONTRACTS["F01"].validate(context) == []
    assert "工程款到账后三十日内归还。" in text("F01", context)
    assert faults("F01", at("repayment_plan", None), context) == ["V-T1"]


def test_money_left_in_the_deposit_is_used_first_unless_the_city_says_otherwise() -> None:
    context = CONTRACTS["F01"].sample()
    context["sources"][0] |= {"applies": True, "used": amount_dict(100000)}
    (fault,) = CONTRACTS["F01"].validate(context)
    assert fault.message == "“工资保证金”尚未用完，应当先行动用，不足部分才能申请周转金。"
    assert CONTRACTS["F01"].validate(context | {"deposit_first": False}) == []


def test_approval_shows_every_cap_and_names_the_binding_one() -> None:
    printed = text("F03")
    assert "每人不超过2,200.00元；全案不超过欠薪总额的20%" in printed
    assert "34,548.00元" in printed
    assert "27528.44元" in printed
    assert "案件比例限额" in printed


def over_cap() -> dict[str, Any]:
    """Two workers who get all they are owed, by approval of the government."""
    context = CONTRACTS["F03"].sample()
    rows = context["rows"][:2]
    for row in rows:
        row |= {"advance": row["due"], "residual": amount_dict(0)}
    total = amount_dict(sum(amount_fen(row["due"]) for row in rows))
    shared = shares([amount_fen(row["due"]) for row in rows], CAPS)
    context |= {
        "rows": rows,
        "worker_count": 2,
        "due_total": total,
        "advance_total": total,
        "residual_total": amount_dict(0),
        "over_cap": {
            "number": "示政批〔2026〕8号",
            "approved_by": "示例市人民政府",
            "on": "2026-05-08",
            "reason": "劳动者患重病，急需医疗费用。",
        },
    }
    context["caps"] |= {
        "worker_caps_total": amount_dict(sum(shared.caps)),
        "case_cap": amount_dict(shared.case_cap or 0),
        "binding": shared.binding,
    }
    return context


def test_more_than_the_caps_needs_a_referenced_approval_by_the_government() -> None:
    context = over_cap()
    assert CONTRACTS["F03"].validate(context) == []
    assert "示政批〔2026〕8号" in text("F03", context)
    assert "V-F2" in faults("F03", at("over_cap", None), context)
    assert faults("F03", at("approvals.3.body", "财政"), context) == ["F03"]


def test_small_amount_needs_only_the_lower_levels_and_a_large_one_all() -> None:
    context = CONTRACTS["F03"].sample()
    context["approvals"] = context["approvals"][:2]
    (fault,) = CONTRACTS["F03"].validate(context)
    assert fault.message == "垫付27528.44元须审批至第4级，现只到第2级。"
    context["levels"][0]["up_to"] = amount_dict(3000000)
    assert CONTRACTS["F03"].validate(context) == []


def test_refusal_ends_the_chain_where_it_was_given() -> None:
    context = CONTRACTS["F03"].sample()
    context["approvals"] = context["approvals"][:2]
    context["approvals"][1]["opinion"] = "不同意"
    assert CONTRACTS["F03"].validate(context) == []
    assert "□ 同意　■ 不同意" in text("F03", context)


def test_decision_keeps_recovery_and_residual_and_masks_identity_numbers() -> None:
    printed = text("F04")
    assert "人民币27528.44元（大写：贰万柒仟伍佰贰拾捌元肆角肆分）" in printed
    assert "人民币110113.76元（大写：壹拾壹万零壹佰壹拾叁元柒角陆分）" in printed
    assert "追偿（《保障农民工工资支付条例》第六十三条）" in printed
    assert "支付至劳动者本人账户" in printed
    assert "应当全部退回" in printed
    assert "990101********3021" in printed
    assert "990101197001103021" not in printed


def test_agreement_states_term_interest_and_default_without_gaps_in_the_numbers() -> None:
    for security, count in ((None, 9), ("乙方以厂房内设备提供抵押担保。", 10)):
        context = CONTRACTS["F04A"].sample() | {"security": security}
        printed = rendered("F04A", context)
        numbers = [line.split("、")[0] for line in printed if line[1:2] == "、"]
        assert numbers == list("一二三四五六七八九十")[:count]
        assert any("2026年7月31日前归还人民币13764.22元" in line for line in printed)
        assert any("不计利息" in line for line in printed)


@pytest.mark.parametrize(
    ("title", "heading", "says"),
    [
        (STATUTORY, "垫付领款及追偿确认书", "依法向示例市示例制衣厂追偿"),
        (MANDATE, "追偿授权书", "本人授权示例市农民工欠薪应急周转金管理办公室向"),
        (ASSIGNMENT, "权利转让及追偿授权书", "工资债权转让给"),
    ],
)
def test_three_titles_of_recovery(title: str, heading: str, says: str) -> None:
    context = sample_mandate(title)
    assert CONTRACTS["F05"].validate(context) == []
    printed = rendered("F05", context)
    assert printed[0] == heading
    body = "\n".join(printed)
    assert says in body
    assert ("转让" in body) == (title == ASSIGNMENT)
    assert "人民币7183.00元" in body
    assert "通知" in body


@pytest.mark.parametrize("title", [MANDATE, ASSIGNMENT])
@pytest.mark.parametrize("value", [None, amount_dict(175301)])
def test_assigned_amount_is_the_advance_to_the_fen(title: str, value: object) -> None:
    assert faults("F05", at("assigned", value), sample_mandate(title)) == ["V-F3"]


def test_receipt_of_the_worker_agrees_with_decision_and_assignment() -> None:
    decision, receipt = CONTRACTS["F04"].sample(), CONTRACTS["F06"].sample()
    assert receipt["paid_total"] == receipt["decided_total"] == decision["advance_total"]
    assert [row["paid"] for row in receipt["rows"]] == [row["advance"] for row in decision["rows"]]
    assert sample_mandate()["received"] == receipt["rows"][0]["paid"]


def test_receipt_outside_its_days_is_refused() -> None:
    early, late = moment_dict(datetime(2026, 5, 10, 9)), moment_dict(datetime(2026, 5, 12, 9))
    assert faults("F06", at("rows.0.paid_at", early)) == ["V-D1"]
    assert faults("F06", at("rows.0.paid_at", late)) == ["V-D1"]


def test_proxy_and_cash_are_named_in_the_row() -> None:
    context = CONTRACTS["F06"].sample()
    context["rows"][0] |= {"account_holder": None, "bank": None, "account_no": None}
    context["rows"][1]["proxy"] = {
        "name": "尤建国",
        "id_no": "990101199002143016",
        "authority": "2026年5月9日授权委托书",
    }
    assert CONTRACTS["F06"].validate(context) == []
    printed = text("F06", context)
    assert "现场现金" in printed
    assert "由代领人尤建国（990101199002143016）领取，2026年5月9日授权委托书" in printed
    assert "代领人签名：" in printed


def test_second_and_third_notice_are_demands_that_name_the_earlier_ones() -> None:
    first, third = sample_notice(1), sample_notice(3)
    assert CONTRACTS["F07"].validate(third) == []
    assert "追偿通知书" in text("F07", first)
    assert "催款函（第三次）" in text("F07", third)
    assert "于2026年6月20日发出示农薪追字〔2026〕5号通知" in text("F07", third)
    assert faults("F07", at("earlier.1.on", "2026-07-20"), third) == ["V-D1"]


def test_payment_order_is_announced_only_where_the_address_is_known() -> None:
    context = sample_notice()
    assert "支付令" not in text("F07", context)
    assert "申请支付令或者提起诉讼" in text("F07", context | {"address_known": True})


@pytest.mark.parametrize(
    ("standing", "says"),
    [
        ("施工总承包单位", "《保障农民工工资支付条例》第三十条第三款"),
        ("出资人", "《保障农民工工资支付条例》第二十条"),
    ],
)
def test_notice_to_another_payer_says_why_it_is_liable(standing: str, says: str) -> None:
    assert says in text("F07", sample_notice() | {"standing": standing, "recipient": "胡长林"})
    assert says not in text("F07")


def test_notice_without_the_list_does_not_mention_it() -> None:
    assert "失信" in text("F07")
    assert "失信" not in text("F07", sample_notice() | {"listing": False})


def test_nothing_is_demanded_once_all_came_back() -> None:
    done = {"recovered": amount_dict(2752844), "outstanding": amount_dict(0)}
    (fault,) = CONTRACTS["F07"].validate(sample_notice() | done)
    assert fault.message == "垫付款已经全部收回，不应再发追偿通知。"


@pytest.mark.parametrize(
    ("order", "to_fund"),
    [("周转金优先", 2000000), ("劳动者优先", 0), ("按比例", 400000)],
)
def test_undesignated_money_follows_the_order_of_the_city(order: str, to_fund: int) -> None:
    context = CONTRACTS["F08"].sample() | {
        "designation": "未指定",
        "order": order,
        "to_fund": amount_dict(to_fund),
        "to_workers": amount_dict(2000000 - to_fund),
        "outstanding_after": amount_dict(2752844 - to_fund),
        "residual_after": amount_dict(11011376 - 2000000 + to_fund),
        "balance_after": amount_dict(47247156 + to_fund),
    }
    assert CONTRACTS["F08"].validate(context) == []
    other = {"周转金优先": "劳动者优先", "劳动者优先": "按比例", "按比例": "周转金优先"}[order]
    assert faults("F08", at("order", other), context) == ["F08"]


def test_last_payment_closes_the_advance() -> None:
    context = CONTRACTS["F08"].sample() | {
        "made_on": "2026-09-16",
        "received_on": "2026-09-16",
        "entry_no": 2,
        "amount": amount_dict(752844),
        "to_fund": amount_dict(752844),
        "outstanding_before": amount_dict(752844),
        "outstanding_after": amount_dict(0),
        "balance_before": amount_dict(49247156),
        "balance_after": amount_dict(50000000),
        "status": "已收回",
    }
    assert CONTRACTS["F08"].validate(context) == []
    assert "追偿事项销账" in text("F08", context)
    too_much = context | {"amount": amount_dict(752845), "to_fund": amount_dict(752845)}
    first, *_ = CONTRACTS["F08"].validate(too_much)
    assert (first.code, first.field) == ("F08", "to_fund")
    assert first.message == "归还周转金7528.45元超过尚未收回的7528.44元。"


def test_internal_papers_go_to_the_second_volume() -> None:
    second = {code for code in CONTRACTS if code[0] == "F" and CONTRACTS[code].volume == "second"}
    assert second == {"F03", "F09"}


def test_numbered_papers_draw_from_the_fund_series() -> None:
    series = {code: CONTRACTS[code].series for code in ("F04", "F04A", "F07")}
    assert series == {"F04": "垫付", "F04A": "垫付", "F07": "追偿"}


@settings(max_examples=20)
@given(st.integers(1, 120), st.sampled_from(["F03", "F04", "F04A"]))
def test_advance_of_any_size_is_valid_and_prints_a_row_per_worker(size: int, code: str) -> None:
    context = sample_agreement(size) if code == "F04A" else CONTRACTS[code].sample()
    context |= {} if code == "F04A" else advance(size)
    assert CONTRACTS[code].validate(context) == []
    *_, roster = part(render(template(code), context)).iter(f"{W}tbl")
    assert len(list(roster.iter(f"{W}tr"))) == size + 2
