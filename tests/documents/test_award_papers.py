"""The papers of the award as a family: volumes, seals, last pages, and a refusal for each check."""

import re
from functools import partial

import pytest

from documents.contracts import CONTRACTS, amount_dict, award
from documents.contracts.award.awards import (
    sample_collective_award,
)
from documents.contracts.award.decisions import MATTERS, sample_decision
from documents.contracts.award.effect import sample_certificate
from documents.contracts.award.items import FINAL, NON_FINAL
from documents.contracts.samples import moment
from documents.contracts.tribunal import samples as case
from documents.layout.flow import paginate
from documents.render import render
from tests.documents.award_cases import changed, found
from tests.documents.golden import lines as printed_lines
from tests.documents.papers import fonts
from tests.documents.test_contracts import template

CODES = [contract.code for contract in award.CONTRACTS]


def test_catalogue_of_the_award_is_complete_and_in_its_volumes() -> None:
    first = ["A12-1", "A12-2", "A13", "A14", "A14L", "A15", "A16", "A17", "A19"]
    first += ["A20", "A21"]
    second = ["A16P", "A18-1", "A18-2", "A18-3", "A18-4"]
    assert set(CODES) == {*first, *second}
    assert {CONTRACTS[code].volume for code in first} == {"first"}
    assert {CONTRACTS[code].volume for code in second} == {"second"}


@pytest.mark.parametrize(
    ("code", "roles"),
    [
        *(
            (code, ["arbitrator", "commission"])
            for code in ["A12-1", "A12-2", "A13", "A14", "A15", "A16"]
        ),
        *((code, ["commission"]) for code in ["A14L", "A17", "A20", "A21"]),
        *((code, ["handler", "head"]) for code in ["A16P", "A18-1", "A18-2", "A18-4"]),
        ("A18-3", ["arbitrator", "tribunal_secretary"]),
        ("A19", ["arbitrator", "commission", "receipt"]),
    ],
)
def test_paper_is_signed_and_sealed_by_those_who_answer_for_it(code: str, roles: list[str]) -> None:
    assert [slot.role for slot in CONTRACTS[code].slots] == roles


PRINTED = {
    **{code: (code, CONTRACTS[code].sample) for code in CODES},
    **{matter: ("A16", partial(sample_decision, matter)) for matter in MATTERS},
    "集体争议": ("A12-1", sample_collective_award),
    "终局证明": ("A17", partial(sample_certificate, FINAL)),
}


@pytest.mark.parametrize("paper", PRINTED)
def test_last_page_carries_text_above_the_signatures(paper: str) -> None:
    """V-T2: no page of signatures alone."""
    code, sample = PRINTED[paper]
    pages = paginate(render(template(code), sample()), fonts())
    body = [line for line in printed_lines(pages[-1]).splitlines() if line.strip()]
    before = next(
        (place for place, line in enumerate(body) if re.search("（签名）|（盖章）", line)),
        len(body),
    )
    assert before >= 2
    assert "此页无正文" not in "".join(body)


# What is refused, one line for each check.
THREE = sample_collective_award()["panel"]


BROKEN: list[tuple[str, str, dict[str, object], str]] = [
    # check, paper, changes, field
    ("V-F1", "A12-1", {"claims.0.finality": NON_FINAL}, "claims[0].finality"),
    ("V-M3", "A19", {"instalments.0.amount": amount_dict(1)}, "instalments"),
    ("V-D1", "A19", {"instalments.1.due_on": "2026-07-31"}, "instalments"),
    ("V-D1", "A19", {"instalments.0.due_on": "2026-07-01"}, "instalments[0].due_on"),
    ("V-M5", "A19", {"workers.0.claimed": amount_dict(1)}, "workers[0].due"),
    ("V-M2", "A19", {"total": amount_dict(1)}, "total"),
    ("JC-08", "A19", {"terms.1": "尽快付清。"}, "terms[1]"),
    ("ARB-32", "A19", {"legally_effective_on": "2026-07-03"}, "legally_effective_on"),
    (
        "SUM-04",
        "A19",
        {"receipts": [{"name": "钱卫东", "method": "短信", "signed_on": "2026-07-03"}]},
        "receipts[0].method",
    ),
    ("V-C1", "A19", {"copies": 2}, "copies"),
    ("V-F1", "A12-2", {"claims.3.finality": FINAL}, "claims[3].finality"),
    ("V-F1", "A12-1", {"finality_limit.amount": amount_dict(2640001)}, "finality_limit.amount"),
    ("ARB-27", "A12-1", {"finality": NON_FINAL}, "finality"),
    ("ARB-27", "A12-2", {"finality": FINAL}, "finality"),
    (
        "ARB-27",
        "A12-2",
        {"claims.3.finality": FINAL, "claims.3.finality_reason": "另有认定。"},
        "claims",
    ),
    ("V-M5", "A12-1", {"claims.1.awarded": amount_dict(728277)}, "claims[1].awarded"),
    ("V-M5", "A12-1", {"claims.1.amount": None}, "claims[1].awarded"),
    ("V-T1", "A12-1", {"claims.1.amount": None}, "claims[1].amount"),
    ("V-T1", "A12-1", {"claims.1.awarded": None}, "claims[1].awarded"),
    ("V-T1", "A12-1", {"claims.1.awarded_formula": None}, "claims[1].awarded_formula"),
    ("V-T1", "A12-1", {"claims.1.no": 1}, "claims[1].no"),
    ("V-T1", "A12-1", {"claims.1.kind": "确认劳动关系"}, "claims[1].amount"),
    ("V-M2", "A12-1", {"claims.4.awarded": amount_dict(303440)}, "claims[4].awarded"),
    ("V-M2", "A12-1", {"claims.4.awarded_formula": "按实计算"}, "claims[4].formula"),
    (
        "V-M2",
        "A12-1",
        {"claims.4.awarded_formula": "（6600.00元/月÷21.75日＝303.45）"},
        "claims[4].formula",
    ),
    ("V-M2", "A12-1", {"claims.0.formula": "6600.00元/月×3个月"}, "claims[0].amount"),
    ("V-M2", "A12-1", {"claim_total": amount_dict(10601725)}, "claim_total"),
    ("V-M2", "A12-1", {"awarded_total": amount_dict(8439655)}, "awarded_total"),
    ("V-M2", "A12-1", {"still_to_pay": amount_dict(5469654)}, "still_to_pay"),
    ("V-M2", "A12-1", {"paid_total": amount_dict(1)}, "paid_total"),
    ("V-M2", "A12-1", {"advanced_total": amount_dict(1)}, "advanced_total"),
    ("FUND-02", "A12-1", {"advanced_by": "示例市财政局"}, "advanced_by"),
    ("V-M2", "A12-1", {"worker_count": 2}, "worker_count"),
    ("V-P1", "A12-1", {"applicants.0.name": "钱卫西"}, "claims"),
    ("V-P1", "A12-1", {"debtor": "示例市另一公司"}, "debtor"),
    (
        "V-P1",
        "A12-1",
        {"liable": [{"name": "示例市另一公司", "mode": "连带清偿", "cap": None}]},
        "liable[0].name",
    ),
    (
        "V-T1",
        "A12-1",
        {"liable": [{"name": case.MACHINE_WORKS["name"], "mode": "建设单位限额垫付", "cap": None}]},
        "liable[0].cap",
    ),
    ("V-P1", "A12-1", {"respondents.0.credit_code": None}, "respondents[0].credit_code"),
    ("V-P3", "A12-1", {"respondents": [case.OPERATOR]}, "respondents[0]"),
    ("V-N1", "A12-1", {"number": "示劳人仲案字〔2026〕269-1号"}, "number"),
    ("V-N1", "A12-1", {"number": case.CASE_NUMBER}, "number"),
    ("V-N1", "A13", {"number": case.CASE_NUMBER}, "number"),
    ("V-D2", "A12-1", {"pay_within.days": 0}, "pay_within.days"),
    ("V-D2", "A12-2", {"pay_within.since": "作出"}, "pay_within.since"),
    ("V-D2", "A12-1", {"limit_on": "2026-07-07"}, "made_on"),
    ("V-D1", "A12-1", {"docketed_on": "2026-07-03"}, "hearings[0].starts_at"),
    ("V-D1", "A12-1", {"made_on": "2026-07-01"}, "made_on"),
    ("V-D1", "A12-1", {"received_on": "2026-06-19"}, "docketed_on"),
    ("V-S1", "A12-1", {"notified_panel": ["季明远"]}, "panel"),
    ("V-T1", "A12-1", {"signatures": []}, "signatures"),
    ("V-S1", "A12-1", {"signatures.0.name": "安然"}, "signatures"),
    ("V-S1", "A12-1", {"signatures.0.role": "首席仲裁员"}, "signatures[0].role"),
    ("V-S1", "A12-1", {"panel.0.dissents": True}, "panel"),
    ("ARB-15", "A12-1", {"secretary": "廖清"}, "secretary"),
    ("ARB-14", "A12-1", {"panel": THREE[:2]}, "panel"),
    ("SUM-01", "A12-1", {"panel": THREE}, "panel"),
    ("V-C1", "A12-1", {"copies": 2}, "copies"),
    ("V-T1", "A12-1", {"disputed.0.code": "E16"}, "disputed[1].code"),
    ("ARB-24", "A14", {"items.0.kind": "社会保险"}, "items[0].kind"),
    ("V-M5", "A14", {"items.0.claimed": amount_dict(1319999)}, "items[0].amount"),
    ("V-M2", "A14", {"total": amount_dict(1)}, "total"),
    ("V-M2", "A14", {"items.0.formula": "6600.00元/月×4个月"}, "items[0].amount"),
    ("V-P1", "A14", {"debtor": "示例市另一公司"}, "debtor"),
    ("V-D1", "A14", {"applied_on": "2026-07-04"}, "made_on"),
    ("V-C1", "A14", {"copies": 3}, "copies"),
    ("V-S1", "A14", {"notified_panel": ["季明远"]}, "panel"),
    ("V-C1", "A14L", {"attachments.4": "受理通知书1份"}, "attachments"),
    ("V-D1", "A14L", {"served.1.on": "2026-07-07"}, "served[1].on"),
    ("V-D1", "A14L", {"served.0.on": "2026-07-02"}, "served[0].on"),
    ("V-D1", "A14L", {"sign_off.on": "2026-07-07"}, "sign_off.on"),
    ("V-C1", "A21", {"attachments.0": "受理通知书1份"}, "attachments"),
    ("V-C1", "A21", {"attachments.4": "证据1份"}, "attachments"),
    ("V-T1", "A21", {"docketed_on": None}, "docketed_on"),
    ("V-D1", "A21", {"docketed_on": "2026-06-19"}, "docketed_on"),
    ("V-D1", "A21", {"applied_on": "2026-06-19"}, "made_on"),
    ("A15", "A15", {"total_after": amount_dict(5469656)}, "total_after"),
    (
        "A15",
        "A15",
        {"corrections.0.kind": "计算错误", "total_after": amount_dict(5469656)},
        "total_reason",
    ),
    ("A15", "A15", {"total_reason": "合计更正。"}, "total_reason"),
    ("V-T1", "A15", {"corrections.0.original": None}, "corrections[0].original"),
    ("V-T1", "A15", {"corrections.0.kind": "遗漏已裁决事项"}, "corrections[0].original"),
    ("V-T1", "A15", {"corrections.1.corrected": "数控车公"}, "corrections[1].corrected"),
    ("V-D1", "A15", {"made_on": "2026-07-07"}, "made_on"),
    ("V-S1", "A15", {"signatures.0.name": "安然"}, "signatures"),
    ("V-T1", "A16", {"clock_on": None}, "clock_on"),
    ("V-T1", "A16", {"outcome": "准许"}, "outcome"),
    ("V-T1", "A16", {"subject": "卢海洋"}, "subject"),
    ("ARB-19", "A16", {"approval": None}, "approval"),
    ("V-D1", "A16", {"approval.approved_on": "2026-07-11"}, "approval.approved_on"),
    ("V-S1", "A16", {"signatures.0.name": "廖清"}, "signatures"),
    ("V-C1", "A16", {"notified": ["钱卫东"]}, "notified"),
    ("V-D1", "A16", {"docketed_on": "2026-07-11"}, "made_on"),
    ("ARB-14", "A16", {"panel": THREE[:2]}, "panel"),
    ("V-S1", "A16P", {"opinions.2.name": "廖清"}, "opinions[2].name"),
    ("V-D1", "A16P", {"opinions.1.on": "2026-07-08"}, "opinions[1].on"),
    ("V-D1", "A16P", {"made_on": "2026-07-09"}, "made_on"),
    ("ARB-19", "A16P", {"opinions.2.post": "庭长"}, "opinions"),
    ("V-T1", "A16P", {"new_limit_on": "2026-08-13"}, "new_limit_on"),
    ("V-D2", "A17", {"served.1.expires_on": "2026-07-25"}, "served[1].expires_on"),
    ("V-D2", "A17", {"served.1.expires_on": None}, "served[1].expires_on"),
    ("A17", "A17", {"effective_on": "2026-07-27"}, "effective_on"),
    ("A17", "A17", {"suit_query": None}, "suit_query"),
    ("A17", "A17", {"suit_query.asked_on": "2026-07-27"}, "suit_query.asked_on"),
    ("A17", "A17", {"suit_query.result": "部分劳动者起诉"}, "suit_query.result"),
    ("V-D1", "A17", {"suit_query.asked_on": "2026-07-29"}, "suit_query.asked_on"),
    ("V-D1", "A17", {"served.0.served_on": "2026-07-07"}, "served[0].served_on"),
    ("A20", "A20", {"decided": "申请人公民身份号码99010119830609401X。"}, "decided"),
    ("A20", "A20", {"papers": ["账号0000000000000000101的凭证"]}, "papers"),
    ("V-T1", "A20", {"finality": None}, "finality"),
    ("V-T1", "A20", {"answer_days": 10}, "hearing"),
    ("ARB-35", "A20", {"days": 20}, "days"),
    (
        "V-D1",
        "A20",
        {"papers": ["开庭通知书"], "finality": None, "hearing": moment("2026-08-09T09:00")},
        "hearing",
    ),
    ("V-M2", "A18-1", {"claim_total": amount_dict(1)}, "claim_total"),
    ("V-T1", "A18-1", {"cause_boxes": ["工伤"]}, "cause_boxes[0]"),
    ("ARB-01", "A18-1", {"jurisdiction": []}, "jurisdiction"),
    ("V-T1", "A18-1", {"refusal": "无管辖"}, "refusal"),
    ("V-T1", "A18-1", {"decision": "不予受理"}, "refusal"),
    ("V-T1", "A18-1", {"decision": "不予受理", "refusal": "超时效"}, "refusal"),
    ("V-D2", "A18-1", {"decide_by": "2026-06-24"}, "decide_by"),
    ("V-D2", "A18-1", {"opinions.2.on": "2026-06-26", "made_on": "2026-06-26"}, "opinions"),
    ("V-S1", "A18-1", {"opinions.1.name": "康宁"}, "opinions[1].name"),
    ("V-M2", "A18-2", {"awarded_total": amount_dict(1)}, "awarded_total"),
    ("V-T1", "A18-2", {"papers": [], "awarded_total": amount_dict(0)}, "papers"),
    ("ARB-37", "A18-2", {"retain_until": "2036-07-27"}, "retain_until"),
    ("V-D1", "A18-2", {"closed_on": "2026-07-07"}, "closed_on"),
    ("V-S1", "A18-3", {"issues.0.opinions.2.name": "康宁"}, "issues[0].opinions"),
    ("V-D1", "A18-3", {"ends_at": moment("2026-07-06T13:00")}, "ends_at"),
    ("V-D1", "A18-3", {"last_hearing_on": "2026-07-07"}, "starts_at"),
    ("V-S1", "A18-3", {"signatures.3.name": "康宁"}, "signatures"),
    ("V-S1", "A18-3", {"signatures.2.name": "康宁"}, "signatures"),
    ("ARB-14", "A18-3", {"panel": [{**case.PANEL[0], "dissents": False}]}, "panel"),
    ("V-M2", "A18-4", {"awarded_total": amount_dict(1)}, "awarded_total"),
    ("V-S1", "A18-4", {"opinions.1.name": "廖清"}, "opinions[1].name"),
    ("V-D1", "A18-4", {"limit_on": "2026-07-01"}, "limit_on"),
]


@pytest.mark.parametrize(("check", "code", "changes", "field"), BROKEN)
def test_broken_paper_is_refused_naming_the_field(
    check: str, code: str, changes: dict[str, object], field: str
) -> None:
    contract = CONTRACTS[code]
    context = changed(code, changes)
    assert (check, field) in found(contract, context)
    for fault in contract.validate(context):
        assert re.search(r"[\u4e00-\u9fff]", fault.message)
        assert fault.message.endswith("。")
