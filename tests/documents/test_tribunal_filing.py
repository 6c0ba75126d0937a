"""A01, A01R, A02X5: application, answer and withdrawal."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.contracts import CONTRACTS, amount_dict
from documents.contracts.samples import RESPONDENTS
from documents.contracts.tribunal import samples
from documents.contracts.tribunal.elements import CODES, ELEMENTS
from documents.contracts.tribunal.filing import limitation_warning
from law.money import half_up, yuan
from tests.documents.test_contracts import at, faults
from tests.documents.tribunal_cases import ROSTER, changed, text


def test_elements_are_sixteen_and_numbered_alike_in_every_paper() -> None:
    assert [int(code[1:]) for code in CODES] == list(range(1, 17))
    named = {row["code"]: row["label"] for row in samples.claimed_elements()}
    for code, path in (("A01R", "elements"), ("A10", "elements")):
        rows = CONTRACTS[code].sample()[path]
        assert {row["code"]: row["label"] for row in rows} == named
    minutes = CONTRACTS["A11"].sample()
    assert {row["code"] for row in [*minutes["undisputed"], *minutes["disputed"]]} == set(named)
    assert set(ELEMENTS) == set(CODES)


def test_application_states_each_claim_with_its_formula_and_the_total() -> None:
    printed = text("A01")
    assert "6600.00元/月÷21.75日×2×12日¶7,282.76" in printed
    assert "人民币106017.24元（大写：壹拾万陆仟零壹拾柒元贰角肆分）" in printed
    assert "《劳动人事争议仲裁办案规则》第二十九条" in printed
    assert "6、9" in printed


def test_claim_of_a_labour_relation_asks_for_no_money() -> None:
    context = CONTRACTS["A01"].sample()
    context["claims"].append(
        {
            "no": 6,
            "kind": "确认劳动关系",
            "what": "确认2022年1月10日至2026年5月31日存在劳动关系",
            "period_from": "2022-01-10",
            "period_to": "2026-05-31",
            "formula": None,
            "amount": None,
            "elements": ["E2", "E3"],
        }
    )
    assert CONTRACTS["A01"].validate(context) == []
    assert "确认2022年1月10日至2026年5月31日存在劳动关系" in text("A01", context)


@settings(max_examples=60)
@given(st.integers(1, 10**8), st.integers(1, 60))
def test_application_prints_only_amounts_its_formulas_reproduce(rate: int, days: int) -> None:
    context = CONTRACTS["A01"].sample()
    claim = context["claims"][1]
    claim["formula"] = f"{yuan(rate)}元/月÷21.75日×200%×{days}日"
    from fractions import Fraction

    right = half_up(Fraction(rate * days * 2 * 100, 2175))
    rest = 10601724 - 728276
    for amount, found in ((right, []), (right + 1, ["V-M2"])):
        claim["amount"] = amount_dict(amount)
        context["claim_total"] = amount_dict(rest + amount)
        assert [fault.code for fault in CONTRACTS["A01"].validate(context)] == found


def test_roster_of_an_application_adds_up_to_heads_and_total() -> None:
    context = changed("A01", worker_count=2, roster=copy.deepcopy(ROSTER))
    assert CONTRACTS["A01"].validate(context) == []
    context["roster"][1]["amount"] = amount_dict(1)
    context["worker_count"] = 3
    found = CONTRACTS["A01"].validate(context)
    assert [fault.field for fault in found] == ["worker_count", "claim_total"]


def test_withdrawn_claim_may_be_filed_again() -> None:
    filing = {
        "commission": "示例市劳动人事争议仲裁委员会",
        "filed_on": "2026-06-01",
        "ended": "申请人撤回",
        "same_claim": True,
    }
    assert faults("A01", at("earlier_filings", [filing])) == []
    assert "结果为申请人撤回" in text("A01", changed("A01", earlier_filings=[filing]))


def test_additional_compensation_needs_a_directive_that_has_run_out() -> None:
    context = changed("A01", claims__4__kind="加付赔偿金")
    directive = {"number": "示人社监令字〔2026〕5号", "due_on": "2026-06-10"}
    assert CONTRACTS["A01"].validate({**context, "payment_directive": directive}) == []
    running = {**directive, "due_on": "2026-06-17"}
    found = CONTRACTS["A01"].validate({**context, "payment_directive": running})
    assert [fault.code for fault in found] == ["WAGE-09"]


def test_limitation_is_a_warning_and_no_fault() -> None:
    context = changed("A01", employment_ended_on="2025-05-31")
    assert CONTRACTS["A01"].validate(context) == []
    warning = limitation_warning(context)
    assert warning
    assert "2026-06-01" in warning  # 31 May 2026 is a Sunday
    assert limitation_warning(CONTRACTS["A01"].sample()) is None
    assert limitation_warning(changed("A01", employment_ended_on=None)) is None


def test_answer_has_an_express_limitation_field_nobody_else_fills() -> None:
    assert "是否提出时效抗辩¶□ 是　■ 否" in text("A01R")
    context = changed("A01R", limitation_defence=True, limitation_reason="申请超过一年。")
    assert CONTRACTS["A01R"].validate(context) == []
    assert "是否提出时效抗辩¶■ 是　□ 否¶申请超过一年。" in text("A01R", context)


@pytest.mark.parametrize(
    ("flag", "reason", "value", "rule"),
    [
        ("jurisdiction_objection", "jurisdiction_reason", "合同履行地不在本市。", "ARB-11"),
        ("counter_claim", "counter_claims", ["返还工具。"], "ARB-12"),
    ],
)
def test_objection_after_the_answer_period_is_refused(
    flag: str, reason: str, value: object, rule: str
) -> None:
    context = changed("A01R", **{flag: True, reason: value})
    assert CONTRACTS["A01R"].validate(context) == []
    context["submitted_on"] = "2026-06-26"
    assert [fault.code for fault in CONTRACTS["A01R"].validate(context)] == [rule]


def test_agent_of_a_person_accepts_a_claim_only_by_special_authority() -> None:
    answer = CONTRACTS["A01R"].sample()
    agent = {"name": "方琳", "kind": "公民", "unit": None, "scope": "一般授权"}
    context = changed(
        "A01R",
        respondent={**RESPONDENTS[2], "agents": [agent]},
        seal_kind=None,
        signatures=[
            {**answer["signatures"][0], "name": "曹守业", "kind": "person", "signer": "方琳"}
        ],
    )
    assert [fault.code for fault in CONTRACTS["A01R"].validate(context)] == ["V-P2"]
    agent["scope"] = "特别授权"
    assert CONTRACTS["A01R"].validate(context) == []


def test_withdrawal_by_an_agent_needs_special_authority() -> None:
    agent = {"name": "李明", "kind": "法律援助律师", "unit": None, "scope": "一般授权"}
    context = changed("A02X5", applicants__0__agents=[agent], signatures__0__signer="李明")
    assert [fault.code for fault in CONTRACTS["A02X5"].validate(context)] == ["V-P2"]
    agent["scope"] = "特别授权"
    assert CONTRACTS["A02X5"].validate(context) == []


def test_fewer_than_ten_send_no_representatives() -> None:
    found = CONTRACTS["A01"].validate(changed("A01", representatives=["钱卫东"]))
    assert [(fault.code, fault.field) for fault in found] == [("COL-02", "representatives")]
