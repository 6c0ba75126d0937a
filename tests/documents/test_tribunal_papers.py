"""The papers of an arbitration up to the hearing: what the law asks of each, what is refused."""

import copy
import re
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.contracts import CONTRACTS, amount_dict, moment_dict
from documents.contracts.samples import REPRESENTATIVES, RESPONDENTS, crew, signature
from documents.contracts.tribunal import CONTRACTS as FAMILY
from documents.contracts.tribunal import forming, samples
from documents.contracts.tribunal.elements import CODES, ELEMENTS
from documents.contracts.tribunal.filing import limitation_warning
from documents.contracts.tribunal.forming import AGREED, NONE, SMALL
from documents.contracts.tribunal.joining import SEPARATE
from documents.contracts.tribunal.service import (
    DIRECT,
    ELECTRONIC,
    GONE,
    LEFT,
    MAILED,
    METHODS,
    NEVER_SIMPLY,
    NOTICE,
    POSTED,
    RETURN_FIELDS,
    SIMPLE,
)
from documents.contracts.tribunal.service import (
    REFUSED as REFUSAL,
)
from documents.layout.flow import paginate
from documents.render import render
from law.areas import Profile
from law.money import half_up, yuan
from tests.documents.golden import lines
from tests.documents.papers import fonts
from tests.documents.test_contracts import at, faults, rendered, template

AT = moment_dict(datetime(2026, 6, 25, 9))


def text(code: str, context: dict[str, Any] | None = None) -> str:
    return "¶".join(rendered(code, context))


def changed(code: str, **values: Any) -> dict[str, Any]:
    context = copy.deepcopy(CONTRACTS[code].sample())
    for path, value in values.items():
        at(path.replace("__", "."), value)(context)
    return context


# Brings the check, the paper, the field and the value that breaks it.
BROKEN: list[tuple[str, str, str, object]] = [
    ("V-M2", "A01", "claim_total", amount_dict(10601725)),
    ("V-M2", "A01", "claims.1.amount", amount_dict(728277)),
    ("V-M2", "A01", "claims.0.amount", None),
    ("V-M2", "A01", "claims.0.kind", "确认劳动关系"),
    ("V-M2", "A01", "claims.2.formula", "见工资条"),
    ("V-M2", "A01", "months.0.due", amount_dict(1)),
    ("V-M2", "A01", "worker_count", 0),
    ("V-T1", "A01", "worker_count", 12),
    ("V-M4", "A01", "claims.0.amount.digits", "-1.00"),
    ("V-M1", "A01", "claim_total.upper", "人民币壹拾万元整"),
    ("V-D1", "A01", "claims.0.period_to", "2026-01-31"),
    ("V-D1", "A01", "claims.0.period_to", "2026-06-30"),
    ("V-D1", "A01", "employment_ended_on", "2026-06-18"),
    ("V-C1", "A01", "claims.0.elements", ["E12"]),
    ("V-C1", "A01", "elements.0.evidence", "4"),
    ("V-C1", "A01", "copies", 0),
    ("V-T1", "A01", "elements.1.code", "E16"),
    ("V-T1", "A01", "claims.1.no", 3),
    ("V-T1", "A01", "oral", True),
    ("V-P1", "A01", "respondents.0.address", None),
    ("V-P1", "A01", "applicants.0.id_no", "990101198306094010"),
    ("V-P1", "A01", "applicants.0.born_on", "1983-06-10"),
    ("V-P1", "A01", "applicants.0.sex", "女"),
    ("V-P1", "A01", "respondents.0.credit_code", "91990100MA0X00041G"),
    ("V-P2", "A01", "signatures.0.signer", "方琳"),
    ("V-P3", "A01", "respondents", [{**samples.OPERATOR, "role": "被申请人"}]),
    ("V-S1", "A01", "signatures.0.name", "吴德顺"),
    ("V-X1", "A01", "settled", [
        {
            "worker": "钱卫东",
            "number": "示农薪调协字〔2026〕9号",
            "period_from": "2026-05-01",
            "period_to": "2026-05-31",
        }
    ]),
    ("V-X1", "A01", "earlier_filings", [
        {
            "commission": "示例市劳动人事争议仲裁委员会",
            "filed_on": "2026-06-01",
            "ended": "按撤回处理",
            "same_claim": True,
        }
    ]),
    ("WAGE-09", "A01", "claims.4.kind", "加付赔偿金"),
    ("COL-02", "A01", "representatives", ["钱卫东", "吴德顺"]),
    ("V-T1", "A01R", "elements.9.reason", None),
    ("V-T1", "A01R", "elements.0.value", "另一公司"),
    ("V-T1", "A01R", "claims.2.reason", None),
    ("V-T1", "A01R", "claims.2.admitted", amount_dict(1)),
    ("V-T1", "A01R", "claims.0.admitted", None),
    ("V-T1", "A01R", "claims.1.admitted", amount_dict(728276)),
    ("V-M5", "A01R", "claims.0.admitted", amount_dict(2640001)),
    ("V-T1", "A01R", "limitation_defence", True),
    ("V-T1", "A01R", "limitation_reason", "已过一年。"),
    ("V-T1", "A01R", "counter_claim", True),
    ("V-D1", "A01R", "submitted_on", "2026-06-21"),
    ("V-S2", "A01R", "seal_kind", "合同专用章"),
    ("V-P2", "A01R", "signatures.0.signer", "王建设"),
    ("V-S1", "A01R", "signatures.0.role", "申请人"),
    ("V-P1", "A01R", "respondent.credit_code", "91990100MA0X00041G"),
    ("V-D1", "A02", "accepted_on", "2026-06-16"),
    ("V-D2", "A02", "accepted_on", "2026-06-26"),
    ("V-D2", "A02", "award_due", "2026-08-02"),
    ("V-D1", "A02", "evidence_by", "2026-06-17"),
    ("V-T1", "A02", "supplement_by", None),
    ("V-D2", "A02N", "decided_on", "2026-06-26"),
    ("V-T1", "A02N", "competent", None),
    ("V-T1", "A02N", "ground", "超过仲裁时效"),
    ("ARB-02", "A02N", "reason_text", "申请已经超过一年的仲裁时效。"),
    ("V-T1", "A02N", "number", None),
    ("SUM-11", "A02B", "items.0.treatment", "可以后补"),
    ("SUM-11", "A02B", "provisional", True),
    ("V-T1", "A02B", "correct_by", None),
    ("V-T1", "A02B", "supply_by", None),
    ("V-D2", "A02B", "received_on", "2026-06-09"),
    ("V-D1", "A02B", "correct_by", "2026-06-16"),
    ("V-M2", "A02X1", "total_after", amount_dict(10723104)),
    ("V-T1", "A02X1", "changes.0.before", None),
    ("V-T1", "A02X1", "changes.0.kind", "增加"),
    ("ARB-22", "A02X1", "evidence_by", "2026-06-25"),
    ("V-D1", "A02X1", "accepted_on", "2026-06-25"),
    ("V-D2", "A02X1", "award_due", "2026-08-03"),
    ("ARB-20", "A02X2", "as_respondent", True),
    ("V-D1", "A02X2", "statement_by", "2026-06-23"),
    ("ARB-12", "A02X3", "answer_ends_on", "2026-06-23"),
    ("V-D2", "A02X3", "filed_on", "2026-06-12"),
    ("ARB-20", "A02X3", "award_due", None),
    ("ARB-20", "A02X3", "handling", SEPARATE),
    ("V-D2", "A02X4", "answer_due", "2026-07-06"),
    ("V-D1", "A02X4", "decided_on", "2026-06-23"),
    ("V-T1", "A02X5", "whole", False),
    ("V-T1", "A02X5", "claims", ["撤回第一项请求"]),
    ("V-T1", "A02X5", "received", None),
    ("V-D1", "A02X5", "withdrawn_on", "2026-06-17"),
    ("V-S1", "A02X5", "signatures.0.name", "吴德顺"),
    ("V-P1", "A02X5", "applicants.0.id_no", "990101198306094010"),
    ("V-T1", "A02X6", "paid", False),
    ("ARB-15", "A02X6", "recorder", "廖清"),
    ("V-D1", "A02X6", "ends_at", moment_dict(datetime(2026, 6, 29, 14, 30))),
    ("V-S1", "A02X6", "signatures.2.role", "见证人"),
    ("V-C1", "A03", "enclosures", ["仲裁申请书副本", "送达地址确认书"]),
    ("V-D2", "A03", "answer_due", "2026-07-02"),
    ("V-D2", "A03", "received_on", None),
    ("V-D2", "A03", "accepted_on", "2026-06-11"),
    ("V-D1", "A03", "accepted_on", "2026-06-23"),
    ("ARB-14", "A04", "panel.0.role", "首席仲裁员"),
    ("ARB-14", "A04", "panel", [samples.PANEL_OF_THREE[0]] * 3),
    ("ARB-15", "A04", "secretary", "廖清"),
    ("ARB-17", "A04", "replaced", {"name": "廖清", "reason": "仲裁员回避"}),
    ("V-D2", "A04", "accepted_on", "2026-06-10"),
    ("SUM-01", "A05", "ground", AGREED),
    ("SUM-01", "A05", "ground", SMALL),
    ("SUM-01", "A05", "panel", samples.PANEL_OF_THREE),
    ("V-X1", "A05", "respondent_missing", True),
    ("V-X1", "A05", "public_interest", True),
    ("V-X1", "A05", "social_impact", True),
    ("V-D1", "A05", "object_by", "2026-06-17"),
    ("V-D2", "A05C", "award_due", "2026-08-17"),
    ("SUM-06", "A05C", "converted_on", "2026-08-04"),
    ("V-D1", "A05C", "simplified_on", "2026-06-17"),
    ("V-T1", "A06", "answer_due", None),
    ("V-T1", "A06", "mode", NONE),
    ("V-D2", "A06", "answer_due", "2026-06-24"),
    ("V-D2", "A06", "statutory_due", "2026-07-02"),
    ("SUM-03", "A06", "hearing_at", AT),
    ("V-S2", "A06", "seal_kind", "项目部章"),
    ("V-P2", "A06", "signatures.0.signer", "方琳"),
    ("V-S1", "A06", "signatures.0.role", "申请人"),
    ("SUM-03", "A07", "answer_ends_on", "2026-07-06"),
    ("ARB-18", "A07", "made_on", "2026-06-25"),
    ("V-D2", "A07", "serve_by", "2026-06-25"),
    ("V-D2", "A07", "postpone_by", "2026-06-29"),
    ("ARB-15", "A07", "secretary", "廖清"),
    ("ARB-39", "A08", "must_produce", []),
    ("ARB-39", "A08", "employer", False),
    ("V-D1", "A08", "evidence_by", "2026-06-21"),
    ("V-D1", "A08", "hearing_at", AT),
    ("V-D1", "A09", "documents.0.made_on", "2026-06-23"),
    ("V-D1", "A09", "served_on", "2026-06-21"),
    ("V-S1", "A09", "receiver", None),
    ("V-T1", "A09", "relation", None),
    ("V-T1", "A09", "relation", "本人"),
    ("V-T1", "A09", "method", MAILED),
    ("V-T1", "A09", "method", NOTICE),
    ("V-T1", "A09", "method", "委托"),
    ("ARB-34", "A09", "method", POSTED),
    ("V-T1", "A09", "tracking_no", "EX000000000CN"),
    ("V-T1", "A09", "refusal", {"reason": "拒绝签收", "witnesses": []}),
    ("V-S1", "A09C", "rows", [CONTRACTS["A09C"].sample()["rows"][0]]),
    ("V-T1", "A09C", "rows.1.name", "示例市另一公司"),
    ("SUM-04", "A09C", "rows.0.method", SIMPLE),
    ("V-D1", "A09C", "rows.0.served_on", "2026-07-07"),
    ("V-T1", "A10", "elements.9.agreed", True),
    ("V-C1", "A10", "issues", []),
    ("V-C1", "A10", "issues.0.code", "E2"),
    ("V-M2", "A10", "amounts.0.amount", amount_dict(2640001)),
    ("V-M2", "A10", "amounts.0.formula", None),
    ("V-S1", "A10", "signatures.1.signer", "卢海峰"),
    ("V-D1", "A10", "hearing_at", AT),
    ("V-T1", "A11", "recusal", [{"role": "申请人", "answer": "不申请。"}]),
    ("V-T1", "A11", "last_statements", []),
    ("V-T1", "A11", "mediation", None),
    ("V-T1", "A11", "lines", CONTRACTS["A11"].sample()["lines"][:6]),
    ("V-T1", "A11", "next_hearing", moment_dict(datetime(2026, 7, 9, 9))),
    ("V-T1", "A11", "disputed.0.label", "月工资"),
    ("V-T1", "A11", "lines.0.part", "举证质证"),
    ("V-S1", "A11", "attendees.1.name", "王建设"),
    ("V-S1", "A11", "secretary", "康宁"),
    ("ARB-15", "A11", "secretary", "廖清"),
    ("V-D1", "A11", "ends_at", moment_dict(datetime(2026, 7, 2, 9, 30))),
    ("V-P3", "A11", "respondents", [{**samples.OPERATOR, "role": "被申请人"}]),
    ("V-P1", "A11", "applicants.0.id_no", "990101198306094010"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "code", "field", "value"), BROKEN)
def test_validate_broken_paper_is_refused(check: str, code: str, field: str, value: object) -> None:
    if (code, field) == ("A11", "disputed.0.label"):
        context = changed("A11", disputed__0__code="E6", disputed__0__label="月工资")
        assert check in [fault.code for fault in CONTRACTS["A11"].validate(context)]
        return
    assert check in faults(code, at(field, value))


def test_every_paper_of_the_family_refuses_something() -> None:
    assert {contract.code for contract in FAMILY} == {code for _, code, _, _ in BROKEN}


def test_every_fault_speaks_chinese_and_names_a_field_of_the_paper() -> None:
    for _, code, field, value in BROKEN:
        context = copy.deepcopy(CONTRACTS[code].sample())
        at(field, value)(context)
        names = {named.name for named in CONTRACTS[code].all_fields()}
        for fault in CONTRACTS[code].validate(context):
            assert re.split(r"[.\[]", fault.field)[0] in names
            assert re.search(r"[\u4e00-\u9fff]", fault.message)
            assert "None" not in fault.message


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


def test_acceptance_counts_from_the_papers_that_were_supplemented() -> None:
    context = changed(
        "A02",
        received_on="2026-06-08",
        complete_on="2026-06-15",
    )
    assert [f.field for f in CONTRACTS["A02"].validate(context)] == ["award_due"]
    context["award_due"] = "2026-07-30"
    assert CONTRACTS["A02"].validate(context) == []
    printed = text("A02", context)
    assert "自收到补正材料之日起四十五日内结束" in printed
    assert "《劳动人事争议仲裁办案规则》第四十六条" in printed


def test_changed_claims_end_with_the_evidence_period_not_three_days_before_the_hearing() -> None:
    printed = text("A02")
    assert "应当在举证期限届满前（2026年6月30日前，含当日）书面提出" in printed
    assert "开庭三日前" not in printed


def test_refusal_names_the_court_and_no_limitation() -> None:
    printed = text("A02N")
    assert "向示例市示例区人民法院提起诉讼（《劳动争议调解仲裁法》第二十九条）" in printed
    assert "时效" not in printed


def test_provisional_acceptance_lets_only_minor_papers_wait() -> None:
    context = changed("A02B", provisional=True, correct_by=None)
    context["items"] = context["items"][1:]
    assert CONTRACTS["A02B"].validate(context) == []
    printed = text("A02B", context)
    assert "本委先予受理" in printed
    assert "“必须补正”的材料" not in printed


def test_panel_of_three_for_ten_workers_unless_simplified() -> None:
    assert faults("A04", at("worker_count", 10)) == []
    context = changed("A04", worker_count=10, simplified=False)
    assert [fault.code for fault in CONTRACTS["A04"].validate(context)] == ["ARB-14"]
    context["panel"] = samples.PANEL_OF_THREE
    assert CONTRACTS["A04"].validate(context) == []
    assert "由三名仲裁员组成仲裁庭" in text("A04", context)
    assert faults("A05C", at("panel", samples.PANEL)) == []
    assert faults("A05C", at("panel", samples.PANEL), changed("A05C", worker_count=10)) == [
        "ARB-14"
    ]


def test_replacement_after_recusal_is_told_in_a_new_notice() -> None:
    replaced = {"name": "季明远", "reason": "仲裁员季明远依法回避"}
    context = changed("A04", replaced=replaced, made_on="2026-07-01")
    assert CONTRACTS["A04"].validate(context) == []
    assert "因仲裁员季明远依法回避，季明远不再参加本案审理" in text("A04", context)


@pytest.mark.parametrize(("claimed", "found"), [(9800000, []), (9800001, ["SUM-01"]), (1, [])])
def test_simplified_for_its_amount_includes_equality(claimed: int, found: list[str]) -> None:
    context = changed(
        "A05", ground=SMALL, average_wage=amount_dict(9800000), claimed=amount_dict(claimed)
    )
    assert [fault.code for fault in CONTRACTS["A05"].validate(context)] == found


@pytest.mark.parametrize(
    ("province", "workers", "found"),
    [("山东省", 10, ["V-X1"]), ("山东省", 9, []), ("河北省", 10, [])],
)
def test_collective_case_is_simplified_where_the_province_does_not_forbid_it(
    province: str, workers: int, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Profile(("国家", province, "某市"))
    monkeypatch.setattr(forming, "Profile", lambda: here)
    context = changed("A05", worker_count=workers)
    assert [fault.code for fault in CONTRACTS["A05"].validate(context)] == found


def test_consent_gives_up_the_answer_period_whole() -> None:
    context = changed("A06", mode=NONE, days=None, answer_due=None)
    assert CONTRACTS["A06"].validate(context) == []
    printed = text("A06", context)
    assert "■ 放弃答辩期，不再另行提交书面答辩" in printed
    assert "新的答辩期限" not in printed


def test_answer_period_is_never_lengthened_by_consent() -> None:
    context = changed("A06", days=12, answer_due="2026-07-08")
    assert "SUM-03" in [fault.code for fault in CONTRACTS["A06"].validate(context)]


def test_hearing_before_the_answer_period_ends_is_refused_by_name() -> None:
    context = changed("A07", answer_ends_on="2026-07-06")
    (fault,) = CONTRACTS["A07"].validate(context)
    assert (fault.code, fault.field) == ("SUM-03", "hearing_at")
    assert "《劳动人事争议仲裁办案规则》第五十八条" in fault.message


def test_tribunal_of_a_simplified_case_sets_its_own_period() -> None:
    context = changed("A07", own_period=True, made_on="2026-06-29", postpone_by=None)
    assert CONTRACTS["A07"].validate(context) == []
    context["simplified"] = False
    assert [fault.code for fault in CONTRACTS["A07"].validate(context)] == ["SUM-05"]


@pytest.mark.parametrize(
    ("role", "consequence"),
    [
        ("申请人", "可以按撤回仲裁申请处理；其后重新申请仲裁的，不予受理"),
        ("被申请人", "可以缺席裁决"),
        ("第三人", "第三人无正当理由不到庭的，不影响本案的审理"),
    ],
)
def test_hearing_notice_tells_each_party_its_own_consequence(role: str, consequence: str) -> None:
    others = {"可以按撤回仲裁申请处理", "可以缺席裁决", "不影响本案的审理"}
    printed = text("A07", changed("A07", recipient_role=role))
    assert consequence in printed
    assert sum(other in printed for other in others) == 1


def test_employer_is_ordered_to_produce_what_it_keeps_and_the_worker_is_not() -> None:
    assert "工资支付台账应当至少保存三年（《保障农民工工资支付条例》第十五条）" in text("A08")
    context = changed(
        "A08", recipient="钱卫东", recipient_role="申请人", employer=False, must_produce=[]
    )
    assert CONTRACTS["A08"].validate(context) == []
    printed = text("A08", context)
    assert "可以申请责令其提供" in printed
    assert "你单位应当提供下列" not in printed


NO_RECEIPT = {"receiver": None, "relation": None}
REFUSED = {"reason": "收发人员看过后拒绝签收", "witnesses": ["王建设"]}
LEFT_BEHIND = {"reason": REFUSAL, "left_on": "2026-06-22", "record": "IMG_0622.jpg，摘要3f9a1c7e"}
ARRIVED = {
    "channel": "短信",
    "consented_on": "2026-06-10",
    "arrived_at": moment_dict(datetime(2026, 6, 23, 10)),
    "record": "短信送达记录.png，摘要77aa01bc",
}
GONE_AWAY = {**LEFT_BEHIND, "reason": GONE}
PUBLISHED = {
    "reason": "受送达人下落不明",
    "media": "示例日报",
    "published_on": "2026-06-22",
    "days": 30,
}


@pytest.mark.parametrize(
    ("method", "values", "served_on", "printed"),
    [
        (LEFT, {"refusal": REFUSED, "left": LEFT_BEHIND}, "2026-06-25", "经过三个工作日视为送达"),
        (POSTED, {"left": GONE_AWAY}, "2026-06-25", "停业或者下落不明而张贴，已拍照、录像"),
        (MAILED, {"tracking_no": "EX000000000CN"}, "2026-06-24", "EX000000000CN"),
        (ELECTRONIC, {"electronic": ARRIVED}, "2026-06-23", "2026年6月10日书面同意"),
        (NOTICE, {"public_notice": PUBLISHED}, "2026-07-22", "公告期30日，期满视为送达"),
        (SIMPLE, {"note": "对方当场电话确认收到。"}, "2026-06-22", "■ 简便"),
    ],
)
def test_each_method_of_service_has_its_proof(
    method: str, values: dict[str, Any], served_on: str, printed: str
) -> None:
    context = changed("A09", method=method, served_on=served_on, **NO_RECEIPT, **values)
    assert CONTRACTS["A09"].validate(context) == []
    assert printed in text("A09", context)


@pytest.mark.parametrize(
    ("method", "values"),
    [
        (POSTED, {"left": GONE_AWAY, "served_on": "2026-06-22"}),
        (ELECTRONIC, {"electronic": ARRIVED, "served_on": "2026-06-22"}),
        (NOTICE, {"public_notice": PUBLISHED, "served_on": "2026-07-07"}),
    ],
)
def test_deemed_day_of_service_is_counted_by_law(method: str, values: dict[str, Any]) -> None:
    context = changed("A09", method=method, **NO_RECEIPT, **values)
    assert [fault.code for fault in CONTRACTS["A09"].validate(context)] == ["V-D2"]


def test_public_notice_is_no_shorter_than_the_law_says() -> None:
    shorter = {**PUBLISHED, "days": 7}
    context = changed(
        "A09", method=NOTICE, public_notice=shorter, served_on="2026-06-29", **NO_RECEIPT
    )
    assert [fault.code for fault in CONTRACTS["A09"].validate(context)] == ["ARB-35"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", NEVER_SIMPLY)
def test_award_and_mediation_statement_are_never_served_simply(kind: str, method: str) -> None:
    context = changed("A09", method=method, served_on=None, **NO_RECEIPT)
    context["documents"] = [
        {"title": "仲裁裁决书", "number": None, "kind": kind, "made_on": "2026-06-01", "copies": 1}
    ]
    found = [fault.code for fault in CONTRACTS["A09"].validate(context)]
    assert ("SUM-04" in found) == (method == SIMPLE)


def test_simple_service_needs_a_simplified_case() -> None:
    confirmed = {"note": "对方当场电话确认收到。", **NO_RECEIPT}
    context = changed("A09", method=SIMPLE, simplified=False, **confirmed)
    assert [fault.field for fault in CONTRACTS["A09"].validate(context)] == ["method"]


def test_simple_service_that_nobody_confirmed_is_no_service() -> None:
    context = changed("A09", method=SIMPLE, **NO_RECEIPT)
    (fault,) = CONTRACTS["A09"].validate(context)
    assert (fault.code, fault.field) == ("SUM-04", "receiver")
    context["served_on"] = None
    assert CONTRACTS["A09"].validate(context) == []


@pytest.mark.parametrize(
    ("channel", "found"), [("短信", ["SUM-04"]), ("电子邮件", ["SUM-04"]), ("送达平台", [])]
)
def test_award_is_not_served_by_a_message_even_if_consented_to(
    channel: str, found: list[str]
) -> None:
    context = changed(
        "A09",
        method=ELECTRONIC,
        electronic={**ARRIVED, "channel": channel},
        served_on="2026-06-23",
        **NO_RECEIPT,
    )
    context["documents"][0]["kind"] = "裁决书"
    assert [fault.code for fault in CONTRACTS["A09"].validate(context)] == found


def test_paper_is_left_only_when_it_was_refused() -> None:
    context = changed("A09", method=LEFT, left=GONE_AWAY, served_on="2026-06-25", **NO_RECEIPT)
    assert [fault.code for fault in CONTRACTS["A09"].validate(context)] == ["ARB-34"]
    context = changed("A09", method=LEFT, left=LEFT_BEHIND, served_on="2026-06-25", **NO_RECEIPT)
    assert [fault.field for fault in CONTRACTS["A09"].validate(context)] == ["refusal"]


def test_return_printed_before_the_errand_has_blanks_to_sign() -> None:
    context = changed("A09", method=DIRECT, sent_on=None, served_on=None, **NO_RECEIPT)
    assert CONTRACTS["A09"].validate(context) == []
    assert "　　　年　　月　　日" in text("A09", context)


def test_return_fields_stand_after_any_issuers_header() -> None:
    fields = CONTRACTS["A09"].fields
    assert fields[-len(RETURN_FIELDS) :] == RETURN_FIELDS


def test_certificate_of_service_copies_every_return_and_leaves_effect_to_another_paper() -> None:
    printed = text("A09C")
    assert "钱卫东¶2026.07.09¶直接" in printed
    assert "以生效证明书为准" in printed


def test_hearing_keeps_to_what_is_disputed() -> None:
    printed = text("A10")
    assert "12天¶9天¶有争议" in printed
    assert "双方一致的要素，庭审中不再举证、质证" in printed
    nothing = CONTRACTS["A10"].sample()
    nothing["elements"] = [row for row in nothing["elements"] if row["agreed"]]
    nothing["issues"] = []
    assert CONTRACTS["A10"].validate(nothing) == []
    assert "双方对全部要素没有争议" in text("A10", nothing)


def test_minutes_ask_for_recusal_and_end_with_last_statements() -> None:
    printed = text("A11")
    asked, answered = printed.index("是否申请仲裁员、书记员回避"), printed.index("不申请回避")
    assert asked < answered < printed.index("最后陈述") < printed.index("庭审结束")


def test_adjourned_hearing_needs_no_last_statements() -> None:
    context = changed(
        "A11",
        adjourned_for="需要补充证据",
        next_hearing=moment_dict(datetime(2026, 7, 9, 9, 30)),
        last_statements=[],
        mediation=None,
        lines=CONTRACTS["A11"].sample()["lines"][:6],
    )
    assert CONTRACTS["A11"].validate(context) == []
    assert "现在休庭。下次开庭时间：2026年7月9日（星期四）上午9时30分" in text("A11", context)
    context["next_hearing"] = moment_dict(datetime(2026, 7, 2, 10))
    assert [fault.code for fault in CONTRACTS["A11"].validate(context)] == ["V-D1"]


def test_refused_signature_is_noted_in_its_place() -> None:
    refusal = "拒绝签名，原因：认为记录不完整，见证人：安然"
    assert refusal in text("A11", changed("A11", signatures__1__refusal=refusal))


ROSTER = [
    {
        "no": no,
        "name": name,
        "id_no": id_no,
        "phone": None,
        "amount": amount_dict(fen),
    }
    for no, name, id_no, fen in (
        (1, "钱卫东", "99010119830609401X", 10000000),
        (2, "吴德顺", "990101197511192036", 601724),
    )
]
CREW_OF_TEN = [
    {
        "no": row["no"],
        "name": row["name"],
        "id_no": row["id_no"],
        "phone": None,
        "amount": amount_dict(1060172 if row["no"] < 10 else 1060176),
    }
    for row in crew(10)
]
VARIANTS: list[tuple[str, dict[str, Any], str]] = [
    ("A01", {"oral": True, "recorder": "康宁"}, "口头仲裁申请笔录（要素式）"),
    ("A01", {"worker_count": 2, "roster": ROSTER}, "钱卫东等2人（名单见附件）"),
    ("A01", {"worker_count": 2, "roster": ROSTER}, "吴德顺¶990101197511192036¶—¶6,017.24"),
    ("A11", {}, "3. 被：没有异议。"),
    (
        "A01",
        {
            "worker_count": 10,
            "roster": CREW_OF_TEN,
            "applicants": REPRESENTATIVES,
            "signatures": [
                signature(party["role"], party["name"], "person") for party in REPRESENTATIVES
            ],
            "representatives": ["周建民", "冯玉柱", "沈秀兰"],
        },
        "推举周建民、冯玉柱、沈秀兰为代表人（《劳动人事争议仲裁办案规则》第六十三条）",
    ),
    ("A01", {"months": [], "mediation": None, "evidence": [], "elements__0__evidence": None}, ""),
    (
        "A01",
        {
            "settled": [
                {
                    "worker": "钱卫东",
                    "number": "示农薪调协字〔2026〕9号",
                    "period_from": "2025-10-01",
                    "period_to": "2025-11-30",
                }
            ]
        },
        "本申请不含该期间的请求",
    ),
    (
        "A01",
        {"witnesses": [{"name": "李明", "address": "示例路2号", "proves": "加班情况"}]},
        "证人：李明，住示例路2号，证明加班情况。",
    ),
    ("A01R", {"defence": "公司经营困难。"}, "四、其他答辩意见"),
    ("A01R", {"answer_due": None}, "争议一案的仲裁申请书副本，现依照"),
    ("A02", {"employer_applies": True}, "你单位应当提交营业执照副本复印件"),
    ("A02", {"supplements": [], "supplement_by": None}, "七、仲裁不收费"),
    (
        "A02N",
        {"ground": "曾按撤回仲裁申请处理后重新申请", "competent": None, "reason_text": "同前案。"},
        "《劳动人事争议仲裁办案规则》第三十九条、《劳动人事争议仲裁办案规则》第三十条",
    ),
    ("A02X1", {"answer_waived": True}, "被申请人已书面放弃新的答辩期"),
    (
        "A02X1",
        {"received_on": "2026-06-29", "answer_due": "2026-07-13"},
        "十个工作日内（至2026年7月13日）可以提交书面答辩",
    ),
    (
        "A02X2",
        {"as_respondent": True, "award_due": "2026-08-10", "joined_by": "申请追加"},
        "作为共同被申请人（《劳动人事争议仲裁办案规则》第六条）参加本案",
    ),
    ("A02X3", {"handling": SEPARATE, "award_due": None}, "反申请另案审理，案号另行通知"),
    ("A02X4", {"received_on": None, "answer_due": None}, "十个工作日内提交书面答辩"),
    ("A02X5", {"whole": False, "claims": ["第二项请求"]}, "一、第二项请求。"),
    (
        "A02X6",
        {"voluntary": False, "paid": False, "paid_amount": None},
        "并非自愿，不予准许撤回",
    ),
    ("A03", {"received_on": None, "answer_due": None}, "自收到仲裁申请书副本之日起十个工作日内"),
    ("A03", {"natural": True}, "请提交本人身份证复印件"),
    ("A05", {"ground": AGREED, "agreed_on": "2026-06-18"}, "已于2026年6月18日同意简易处理"),
    (
        "A05",
        {"ground": SMALL, "average_wage": amount_dict(12000000)},
        "不超过本省上年度职工年平均工资（120000.00元）",
    ),
    ("A05C", {"agreed_facts": []}, "二、审理期限仍自受理之日"),
    ("A06", {"respondent": RESPONDENTS[2], "seal_kind": None, "signatures": [
        {"role": "被申请人3", "name": "曹守业", "kind": "person", "signer": None,
         "capacity": None, "refusal": None}]}, "被申请人3：曹守业（班组长）"),
    ("A07", {"moved_from": moment_dict(datetime(2026, 6, 30, 9))}, "原定2026年6月30日（星期二）"),
    ("A07", {"public": False}, "本案依法不公开开庭"),
    ("A08", {"with_form": False, "hearing_at": None}, "举证期限至2026年6月30日（含当日）届满。"),
    ("A09", {"method": "转交", "through": "示例县法律援助中心"}, "转交单位¶示例县法律援助中心"),
    ("A10", {"amounts": [], "hearing_at": None}, "二、庭审焦点"),
    ("A11", {"absent": ["示例市示例置业有限公司"]}, "未到庭：示例市示例置业有限公司。"),
    ("A11", {"corrections": "第3页“9天”应为“九天半”。"}, "笔录补正：第3页"),
    ("A11", {"mediation": "达成调解"}, "调解书另行制作"),
    ("A11", {"public": False}, "本案不公开审理"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "values", "printed"), VARIANTS)
def test_paper_prints_what_its_case_calls_for(
    code: str, values: dict[str, Any], printed: str
) -> None:
    context = changed(code, **values)
    if code == "A01" and not context["evidence"]:
        for row in context["elements"]:
            row["evidence"] = None
    assert CONTRACTS[code].validate(context) == []
    assert printed in text(code, context)


@pytest.mark.parametrize("code", [contract.code for contract in FAMILY])
def test_paper_prints_values_and_no_machinery(code: str) -> None:
    assert not re.search(r"<built-in|object at|\{'|\['", text(code))


@pytest.mark.parametrize(
    "code", [contract.code for contract in FAMILY if "contact" in contract.sample()]
)
def test_notice_bears_the_commissions_name_above_and_its_seal_and_date_below(code: str) -> None:
    lines = [line for line in rendered(code) if line.strip()]
    commission = "示例市劳动人事争议仲裁委员会"
    assert lines[0] == commission
    assert f"{commission}（盖章）" in lines
    assert any(re.fullmatch(r"二〇二六年.+日", line) for line in lines)


@pytest.mark.parametrize(
    "code", [c.code for c in FAMILY if "cause" in c.sample() and c.code != "A09"]
)
def test_no_page_carries_seal_or_signatures_alone(code: str) -> None:
    for longer in range(7):  # about a line each
        context = changed(code)
        context["cause"] += "、停工期间的生活费、垫付的差旅费、押金和工作服费用" * longer
        paper = render(template(code), context)
        for page in paginate(paper, fonts())[1:]:
            first = lines(page).split("\n")[0]
            assert not re.search(r"（盖章）|（签名|^二〇二六年|^\d{4}年\d+月\d+日$", first), longer


def test_return_keeps_its_signing_places_on_one_page() -> None:
    (row,) = CONTRACTS["A09"].sample()["documents"][:1]
    for count in range(6, 20):
        paper = render(template("A09"), changed("A09", documents=[row] * count))
        signing = [
            [label for label in ("签 收 人", "拒收事由", "送 达 人") if label in lines(page)]
            for page in paginate(paper, fonts())
        ]
        assert [labels for labels in signing if labels] == [["签 收 人", "拒收事由", "送 达 人"]]


@pytest.mark.parametrize("code", [contract.code for contract in FAMILY])
def test_papers_of_the_tribunal_go_to_the_first_volume(code: str) -> None:
    assert CONTRACTS[code].volume == "first"
    assert CONTRACTS[code].issuer.name == "commission"


def test_hearing_notice_prints_no_day_of_postponement_that_is_past() -> None:
    short = {"made_on": "2026-06-30", "own_period": True}
    assert "V-D1" in faults("A07", lambda context: context.update(short))
    silent = changed("A07", postpone_by=None, **short)
    assert CONTRACTS["A07"].validate(silent) == []
    assert "在开庭前及时书面提出，是否延期由仲裁庭决定" in text("A07", silent)
    assert "ARB-18" in faults("A07", at("postpone_by", None))


def test_copy_handed_over_too_late_is_refused() -> None:
    late = {"received_on": "2026-06-29", "answer_due": "2026-07-13"}
    assert faults("A03", lambda context: context.update(late)) == ["V-D2"]


def test_challenge_is_decided_by_the_provision_that_says_so() -> None:
    assert "作出决定（《劳动人事争议仲裁办案规则》第十一条），其间该人员暂停参与" in text("A04")


def test_papers_before_docketing_say_what_kind_of_dispute_it_is() -> None:
    for code in ("A02N", "A02B"):
        assert f"与{samples.MACHINE_WORKS['name']}劳动争议的仲裁申请收悉" in text(code)


def test_representative_who_is_no_applicant_is_refused() -> None:
    values = next(values for _, values, _ in VARIANTS if "representatives" in values)
    values = values | {"representatives": ["曹守业", "冯玉柱", "沈秀兰"]}
    found = CONTRACTS["A01"].validate(changed("A01", **values))
    assert [(fault.code, fault.field) for fault in found] == [("COL-02", "representatives[0]")]


def test_fewer_than_ten_send_no_representatives() -> None:
    found = CONTRACTS["A01"].validate(changed("A01", representatives=["钱卫东"]))
    assert [(fault.code, fault.field) for fault in found] == [("COL-02", "representatives")]
