"""The papers of the tribunal as a family: seals, pages, variants, and a refusal for each check."""

import copy
import re
from datetime import datetime
from typing import Any

import pytest

from documents.contracts import CONTRACTS, amount_dict, moment_dict
from documents.contracts.samples import REPRESENTATIVES, RESPONDENTS, crew, signature
from documents.contracts.tribunal import CONTRACTS as FAMILY
from documents.contracts.tribunal import samples
from documents.contracts.tribunal.forming import AGREED, NONE, SMALL
from documents.contracts.tribunal.joining import SEPARATE
from documents.contracts.tribunal.service import (
    MAILED,
    NOTICE,
    POSTED,
    SIMPLE,
)
from documents.layout.flow import paginate
from documents.render import render
from tests.documents.golden import lines
from tests.documents.papers import fonts
from tests.documents.test_contracts import at, faults, rendered, template
from tests.documents.tribunal_cases import ROSTER, changed, text

AT = moment_dict(datetime(2026, 6, 25, 9))


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
    ("V-D1", "A02X6", "ends_at", moment_dict(datetime(2026, 6, 29, 14, 29))),
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
    ("V-D1", "A11", "ends_at", moment_dict(datetime(2026, 7, 2, 9, 29))),
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


@pytest.mark.parametrize("code", [contract.code for contract in FAMILY])
def test_papers_of_the_tribunal_go_to_the_first_volume(code: str) -> None:
    assert CONTRACTS[code].volume == "first"
    assert CONTRACTS[code].issuer.name == "commission"


def test_representative_who_is_no_applicant_is_refused() -> None:
    values = next(values for _, values, _ in VARIANTS if "representatives" in values)
    values = values | {"representatives": ["曹守业", "冯玉柱", "沈秀兰"]}
    found = CONTRACTS["A01"].validate(changed("A01", **values))
    assert [(fault.code, fault.field) for fault in found] == [("COL-02", "representatives[0]")]
