"""The papers from the award to its effect: what the law asks of them, what they refuse."""

import copy
import re
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.contracts import CONTRACTS, amount_dict, award
from documents.contracts.award.awards import (
    FINAL_AWARD,
    LIABILITIES,
    sample_award,
    sample_collective_award,
)
from documents.contracts.award.decisions import DECISION, MATTERS, sample_decision
from documents.contracts.award.effect import CERTIFICATE, sample_certificate
from documents.contracts.award.items import FINAL, NON_FINAL, proposed_finality
from documents.contracts.samples import CREW_LEADER, MEDIATOR_SIGNATURE, PROJECT_OWNER, moment
from documents.contracts.schema import Contract
from documents.contracts.tribunal import samples as case
from documents.drafting.award.awards import award as award_template
from documents.drafting.parts import FOOTER_NOTE
from documents.drafting.writing import docx
from documents.layout.flow import paginate
from documents.render import render
from law.formulas import worth_fen
from law.money import fen, yuan
from tests.documents.golden import lines as printed_lines
from tests.documents.papers import fonts
from tests.documents.test_contracts import at, lines, part, rendered, template

Context = dict[str, Any]
CODES = [contract.code for contract in award.CONTRACTS]


def text(code: str, context: Context | None = None) -> str:
    return "\n".join(rendered(code, context))


def found(contract: Contract, context: Context) -> list[tuple[str, str]]:
    return [(fault.code, fault.field) for fault in contract.validate(context)]


def changed(code: str, changes: dict[str, object], context: Context | None = None) -> Context:
    made = copy.deepcopy(context or CONTRACTS[code].sample())
    for path, value in changes.items():
        at(path, value)(made)
    return made


def test_catalogue_of_the_award_is_complete_and_in_its_volumes() -> None:
    first = ["A12-1", "A12-2", "A13", "A14", "A14L", "A15", "A16", "A17", "A20", "A21"]
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
    ],
)
def test_paper_is_signed_and_sealed_by_those_who_answer_for_it(code: str, roles: list[str]) -> None:
    assert [slot.role for slot in CONTRACTS[code].slots] == roles


# One case, two awards


def test_pair_of_awards_comes_from_one_context() -> None:
    final, other = sample_award(FINAL), sample_award(NON_FINAL)
    differing = {name for name in final if final[name] != other[name]}
    assert differing == {"number", "finality", "awarded_total", "still_to_pay"}


def test_pair_of_awards_divides_the_items_by_finality() -> None:
    final, other = text("A12-1"), text("A12-2")
    assert "以上各项合计人民币54696.55元" in final
    assert "支付申请人钱卫东解除劳动合同经济补偿" not in final
    assert "支付申请人钱卫东解除劳动合同经济补偿人民币29700.00元" in other
    assert "支付申请人钱卫东2026年2月至5月工资" not in other
    for paper in (final, other):
        assert "对申请人的其他仲裁请求，本委以分别裁决的方式另行处理。" in paper
        assert "5. 2025年未休年休假工资（另行支付200%部分）3034.48元" in paper
        assert "以上合计人民币106017.24元。" in paper


def test_final_award_tells_the_worker_to_sue_and_the_employer_to_ask_for_annulment() -> None:
    paper = text("A12-1")
    assert (
        "本裁决为终局裁决，自作出之日起发生法律效力。申请人不服本裁决的，"
        "可以自收到本裁决书之日起十五日内向示例市示例区人民法院提起诉讼"
        "（《劳动争议调解仲裁法》第四十八条）；"
        "被申请人有证据证明本裁决有《劳动争议调解仲裁法》第四十九条规定情形之一的，"
        "可以自收到本裁决书之日起三十日内向示例市中级人民法院申请撤销裁决。"
    ) in paper
    assert "期满不起诉的" not in paper


def test_non_final_award_lets_every_party_sue() -> None:
    paper = text("A12-2")
    assert (
        "当事人不服本裁决的，可以自收到本裁决书之日起十五日内向示例市示例区人民法院提起诉讼；"
        "期满不起诉的，本裁决书发生法律效力（《劳动争议调解仲裁法》第五十条）。"
    ) in paper
    assert "终局裁决" not in paper
    assert "中级人民法院" not in paper


@pytest.mark.parametrize("code", ["A12-1", "A12-2", "A13"])
def test_award_states_what_the_rules_of_procedure_ask(code: str) -> None:
    paper = text(code)
    for stated in ("申请人称：", "被申请人辩称：", "经审理查明", "本委认为", "本委裁决如下"):
        assert stated in paper
    assert paper.index("本委裁决如下") < paper.index("提起诉讼") < paper.rindex("二〇二六年七月")
    assert "公开开庭审理" in paper
    assert "书记员　安然" in paper


def test_award_shows_each_item_with_the_formula_it_comes_from() -> None:
    paper = text("A12-1")
    assert "即：6600.00元/月÷21.75日×2×9日＝5462.07元。" in paper
    assert "即：6600.00元/月×3个月＝19800.00元。" in paper
    assert "五、驳回申请人第2项、第3项仲裁请求的其余部分。" in paper
    assert "驳回" not in text("A12-2")


def test_award_numbers_its_operative_items_without_gaps() -> None:
    numbers = re.findall(r"^([一二三四五六七八九十]+)、", text("A12-1"), re.MULTILINE)
    assert numbers == list("一二三四五")


@pytest.mark.parametrize("code", ["A12-1", "A12-2", "A13", "A14"])
def test_award_writes_no_amount_in_words_unless_its_template_says_so(code: str) -> None:
    assert "大写" not in text(code)
    in_words = template(code)
    assert b"set upper_case = false" in part(in_words).xpath("string()").encode()


def test_office_may_have_the_operative_part_say_amounts_in_words() -> None:
    body = award_template().replace("set upper_case = false", "set upper_case = true")
    made = render(docx(body, footer_note=FOOTER_NOTE), CONTRACTS["A12-1"].sample())
    said = "以上各项合计人民币54696.55元（大写：伍万肆仟陆佰玖拾陆元伍角伍分）。"
    assert said in "\n".join(lines(made))


def test_award_lists_undisputed_elements_and_finds_on_disputed_ones() -> None:
    paper = text("A12-1")
    assert "下列要素双方当事人均无争议，本委予以确认：" in paper
    assert "2022年1月10日" in paper
    assert "被申请人未提供年休假记录，采信申请人的主张。" in paper


@settings(max_examples=60)
@given(st.integers(0, 8_000_000), st.integers(100_000, 400_000))
def test_item_is_final_up_to_and_with_twelve_monthly_minimum_wages(awarded: int, wage: int) -> None:
    claim = {"kind": "劳动报酬", "awarded": amount_dict(awarded)}
    proposed = proposed_finality(claim, wage, status_claimed=False)
    assert proposed == (FINAL if awarded <= 12 * wage else NON_FINAL)


@pytest.mark.parametrize(
    ("awarded", "finality"), [(2640000, FINAL), (2640001, NON_FINAL), (2639999, FINAL), (0, FINAL)]
)
def test_equality_with_the_limit_is_final(awarded: int, finality: str) -> None:
    claim = {"kind": "经济补偿", "awarded": amount_dict(awarded)}
    assert proposed_finality(claim, 220000, status_claimed=False) == finality


def test_claim_to_confirm_the_labour_relationship_makes_every_item_non_final() -> None:
    claim = {"kind": "劳动报酬", "awarded": amount_dict(100)}
    assert proposed_finality(claim, 220000, status_claimed=True) == NON_FINAL
    context = sample_award(FINAL)
    relation = {
        **context["claims"][0],
        "no": 6,
        "kind": "确认劳动关系",
        "what": "确认劳动关系",
        "amount": None,
        "formula": None,
        "awarded": None,
        "awarded_formula": None,
        "order": "确认申请人与被申请人自2022年1月10日至2026年5月31日存在劳动关系",
        "finality": NON_FINAL,
    }
    context["claims"].append(relation)
    faults = found(FINAL_AWARD, context)
    assert ("V-F1", "claims[0].finality") in faults
    assert ("V-F1", "claims[5].finality") not in faults


def non_final_whole() -> Context:
    """Everything in one non-final award, a labour relationship being confirmed."""
    claims = [{**claim, "finality": NON_FINAL} for claim in sample_award(FINAL)["claims"][:1]]
    claims.append(
        {
            **claims[0],
            "no": 2,
            "kind": "确认劳动关系",
            "what": "确认劳动关系",
            "amount": None,
            "formula": None,
            "awarded": None,
            "awarded_formula": None,
            "order": "确认申请人与被申请人自2022年1月10日至2026年5月31日存在劳动关系",
        }
    )
    return sample_award(
        NON_FINAL, claims=claims, claim_total=claims[0]["amount"], number=case.CASE_NUMBER
    )


def test_award_confirms_a_labour_relationship_in_words() -> None:
    context = non_final_whole()
    assert CONTRACTS["A12-2"].validate(context) == []
    paper = text("A12-2", context)
    assert "二、确认申请人与被申请人自2022年1月10日至2026年5月31日存在劳动关系。" in paper
    assert "分别裁决" not in paper


def test_tribunal_may_depart_from_the_proposed_finality_with_a_reason() -> None:
    reason = "涉及休息休假的国家劳动标准。"
    departed = {"claims.3.finality": FINAL, "claims.3.finality_reason": reason}
    total = amount_dict(8439655)
    context = changed("A12-1", {**departed, "awarded_total": total, "still_to_pay": total})
    assert FINAL_AWARD.validate(context) == []
    assert reason not in text("A12-1", context)


def test_deductions_are_shown_down_to_what_is_still_to_pay() -> None:
    rows = [
        {
            "claim_no": 1,
            "worker": "钱卫东",
            "kind": kind,
            "amount": amount_dict(amount),
            "paid_on": "2026-06-20",
        }
        for kind, amount in (("应急周转金垫付", 220000), ("用人单位已付", 100000))
    ]
    context = sample_award(
        FINAL,
        deductions=rows,
        advanced_total=amount_dict(220000),
        paid_total=amount_dict(100000),
        still_to_pay=amount_dict(5149655),
        advanced_by="示例市农民工欠薪应急周转金管理办公室",
    )
    assert FINAL_AWARD.validate(context) == []
    assert (
        "上述款项合计人民币54696.55元，扣除应急周转金已垫付的人民币2200.00元"
        "（该部分由被申请人支付给示例市农民工欠薪应急周转金管理办公室，"
        "《保障农民工工资支付条例》第六十三条）和用人单位已付的人民币1000.00元，"
        "尚应支付申请人人民币51496.55元。"
    ) in text("A12-1", context)


def test_award_that_grants_nothing_refuses_each_claim() -> None:
    nothing = amount_dict(0)
    claims = [
        {**claim, "awarded": nothing, "awarded_formula": None, "finality": FINAL}
        for claim in sample_award(FINAL)["claims"]
    ]
    context = sample_award(FINAL, claims=claims, number=case.CASE_NUMBER)
    assert FINAL_AWARD.validate(context) == []
    paper = text("A12-1", context)
    assert "一、驳回申请人第1项、第2项、第3项、第4项、第5项仲裁请求。" in paper
    assert "以上各项合计" not in paper
    assert "予以支持" not in paper.replace("不予支持", "")


def test_collective_award_lists_the_workers_and_sums_them() -> None:
    context = sample_collective_award()
    assert FINAL_AWARD.validate(context) == []
    paper = text("A12-1", context)
    assert "按下表支付申请人各项款项，合计人民币153222.63元：" in paper
    assert "67.5日×285.50元/日－6000.00元" in paper
    assert "由首席仲裁员廖清、仲裁员季明远和温如玉组成仲裁庭" in paper
    assert "经仲裁庭合议，本委裁决如下" in paper
    assert (
        "二、示例建设集团第九工程有限公司作为施工总承包单位，"
        "依照《保障农民工工资支付条例》第三十条第三款对上述款项先行清偿" in paper
    )


def test_collective_award_shows_what_was_deducted_for_whom() -> None:
    row = deduction(worker="吴德顺", paid_on="2026-11-02")
    total = sample_collective_award()["awarded_total"]
    context = sample_collective_award() | {
        "deductions": [row],
        "paid_total": row["amount"],
        "still_to_pay": amount_dict(fen(total["digits"]) - 100000),
    }
    assert FINAL_AWARD.validate(context) == []
    paper = text("A12-1", context)
    assert "吴德顺\n用人单位已付\n2026年11月2日\n1,000.00" in paper
    assert "尚应支付申请人人民币152222.63元。" in paper


def test_collective_award_that_is_not_final_takes_effect_worker_by_worker() -> None:
    context = sample_collective_award()
    claims = [
        {**claim, "finality": NON_FINAL, "finality_reason": "另有认定。"}
        for claim in context["claims"]
    ]
    context |= {"finality": NON_FINAL, "claims": claims}
    assert CONTRACTS["A12-2"].validate(context) == []
    assert "对未起诉的申请人发生法律效力" in text("A12-2", context)


@pytest.mark.parametrize("mode", LIABILITIES)
def test_award_says_how_somebody_else_answers_for_the_sum(mode: str) -> None:
    owner = mode == "建设单位限额垫付"
    context = sample_award(
        FINAL,
        third_parties=[PROJECT_OWNER],
        copies=4,
        liable=[
            {
                "name": PROJECT_OWNER["name"],
                "mode": mode,
                "cap": amount_dict(1000000) if owner else None,
            }
        ],
    )
    assert FINAL_AWARD.validate(context) == []
    item = next(line for line in rendered("A12-1", context) if line.startswith("五、"))
    assert item.startswith(f"五、{PROJECT_OWNER['name']}")
    assert re.search(r"《[^》]+条例》第[一二三四五六七八九十]+条", item)
    assert ("以未结清的工程款人民币10000.00元为限" in item) is owner


def test_award_in_default_says_that_the_notice_was_served() -> None:
    absent = {
        "name": case.MACHINE_WORKS["name"],
        "notice_served_on": "2026-06-22",
        "simple_channel": False,
        "receipt_proved": False,
    }
    context = sample_award(
        FINAL, absent=[absent], attendance="申请人钱卫东", respondent_case=None, undisputed=[]
    )
    assert FINAL_AWARD.validate(context) == []
    paper = text("A12-1", context)
    assert "经本委于2026年6月22日依法送达开庭通知，无正当理由拒不到庭" in paper
    assert "第三十九条缺席裁决" in paper
    assert "被申请人未提交答辩意见。" in paper


def test_dissenting_arbitrator_may_leave_his_signature_out() -> None:
    context = sample_collective_award()
    context["panel"][2]["dissents"] = True
    assert FINAL_AWARD.validate(context) == []
    del context["signatures"][2]
    assert FINAL_AWARD.validate(context) == []
    assert "温如玉（签名）" not in text("A12-1", context)


def test_served_copy_is_marked_as_checked_against_the_original() -> None:
    assert "本件与原本核对无异" in text("A12-1")
    assert "本件与原本核对无异" not in text("A12-1", sample_award(FINAL, certified_copy=False))


def test_partial_award_tells_the_clear_part_from_the_part_that_goes_on() -> None:
    paper = text("A13")
    assert "《劳动人事争议仲裁办案规则》第四十九条就该部分先行裁决" in paper
    assert "该部分事实已经清楚" in paper
    assert "继续审理的部分：休息日加班工资" in paper
    assert "现已审理终结" not in paper
    assert "本裁决为终局裁决" in paper


def test_interim_award_asks_no_security_and_goes_to_the_court() -> None:
    paper = text("A14")
    assert "不提供担保" in paper
    assert "《劳动争议调解仲裁法》第四十四条" in paper
    assert "二、本裁决移送示例市示例区人民法院执行。" in paper
    assert "当事人不服本裁决提起诉讼的，人民法院不予受理。" in paper


@pytest.mark.parametrize("code", ["A14L", "A21"])
def test_letter_of_the_commission_has_its_red_head_and_arabic_date(code: str) -> None:
    contract, context = CONTRACTS[code], CONTRACTS[code].sample()
    assert contract.letter
    assert contract.series == "函"
    first = paginate(render(template(code), context), fonts())[0]
    head = [mark for mark in first.texts if mark.ink.colour == "FF0000"]
    assert "".join(mark.text for mark in head) == "示例市劳动人事争议仲裁委员会"
    assert f"{context['made_on'][:4]}年" in text(code, context)
    assert "二〇二六" not in text(code, context)


def test_preservation_before_the_case_reminds_of_both_limits() -> None:
    context = changed(
        "A21", {"stage": "仲裁前", "docketed_on": None, "attachments.4": "初步证据1份，共3页"}
    )
    assert CONTRACTS["A21"].validate(context) == []
    paper = text("A21", context)
    assert "四十八小时内作出裁定（《民事诉讼法》第一百零四条）" in paper
    assert "三十日内申请仲裁" in paper
    assert "可以不要求申请人提供担保" in paper
    assert "四十八小时" not in text("A21")


def test_correction_quotes_what_stood_and_what_stands() -> None:
    paper = text("A15")
    assert "“数控车公”\n“数控车工”" in paper
    assert "上述补正不改变裁决结果，裁决总额仍为人民币54696.55元。" in paper
    assert "本决定书附于仲裁裁决书之后" in paper


def test_correction_of_the_arithmetic_says_how_the_total_moved() -> None:
    context = changed(
        "A15",
        {
            "corrections.0.kind": "计算错误",
            "corrections.0.original": "5462.07元",
            "corrections.0.corrected": "5462.70元",
            "total_after": amount_dict(5469718),
            "total_reason": "加班工资一项的分位误写，合计相应更正。",
        },
    )
    assert CONTRACTS["A15"].validate(context) == []
    assert "裁决总额由人民币54696.55元更正为人民币54697.18元。" in text("A15", context)


MATTER_WORDS = {
    "准许撤回": "准许申请人撤回仲裁申请",
    "按撤回处理": "《劳动人事争议仲裁办案规则》第三十九条，本案按申请人撤回仲裁申请处理",
    "中止": "自2026年7月10日起中止审理。中止审理期间不计入仲裁期限",
    "恢复": "审理期限至2026年8月13日届满",
    "延期": "本案审理期限由2026年8月3日延长至2026年8月18日",
    "回避": "驳回对廖清的回避申请",
    "移送管辖": "本案移送示例县劳动人事争议仲裁委员会处理",
    "管辖异议": "驳回被申请人提出的管辖异议",
    "撤销案件": "撤销本案。",
    "追加当事人": "追加卢海洋为本案被申请人",
    "调查": "对被申请人2026年1月至6月的银行流水的调查申请，不予准许",
}


def test_there_are_eleven_matters_of_decision() -> None:
    assert set(MATTERS) == set(MATTER_WORDS)
    assert len(MATTERS) == 11


@pytest.mark.parametrize("matter", MATTERS)
def test_decision_on_each_matter_says_what_is_decided(matter: str) -> None:
    context = sample_decision(matter)
    assert DECISION.validate(context) == []
    paper = text("A16", context)
    assert MATTER_WORDS[matter] in paper
    assert "本决定书送达即发生法律效力。" in paper
    other = next(words for name, words in MATTER_WORDS.items() if name != matter)
    assert other not in paper


@pytest.mark.parametrize(
    ("matter", "words"),
    [
        ("回避", "廖清退出本案的审理"),
        ("管辖异议", "管辖异议成立。"),
        ("调查", "准许调查申请，由本委对被申请人2026年1月至6月的银行流水进行调查。"),
    ],
)
def test_decision_that_grants_says_so(matter: str, words: str) -> None:
    context = sample_decision(matter, outcome="准许")
    assert DECISION.validate(context) == []
    assert words in text("A16", context)


def test_decision_before_the_panel_is_formed_is_signed_for_the_commission() -> None:
    signed = [{**MEDIATOR_SIGNATURE, "role": "仲裁院负责人", "name": "段和平"}]
    context = sample_decision("移送管辖", panel=[], notified_panel=[], signatures=signed)
    assert DECISION.validate(context) == []
    assert "仲裁院负责人　段和平（签名）：" in text("A16", context)


def test_certificate_of_a_non_final_award_counts_both_parties_days() -> None:
    paper = text("A17")
    assert "申请人钱卫东于2026年7月9日收到该裁决书，起诉期限于2026年7月24日届满。" in paper
    assert "起诉期限于2026年7月27日届满。" in paper
    assert "各方当事人均未起诉" in paper
    assert "自2026年7月28日起发生法律效力" in paper


def test_certificate_of_a_final_award_counts_from_the_day_it_was_made() -> None:
    context = sample_certificate(FINAL)
    assert CERTIFICATE.validate(context) == []
    paper = text("A17", context)
    assert "自作出之日即2026年7月8日起发生法律效力" in paper
    assert "届满" not in paper


def test_certificate_is_blocked_before_its_day() -> None:
    context = changed("A17", {"made_on": "2026-07-27", "suit_query.asked_on": "2026-07-27"})
    assert ("A17", "made_on") in found(CERTIFICATE, context)


def test_certificate_for_those_who_did_not_sue_names_them() -> None:
    context = changed(
        "A17", {"suit_query.result": "部分劳动者起诉", "effective_for": ["周建民", "吴德顺"]}
    )
    assert CERTIFICATE.validate(context) == []
    assert "对未起诉的周建民、吴德顺发生法律效力" in text("A17", context)


def test_certificate_in_a_year_without_a_calendar_only_checks_the_plain_days() -> None:
    def moved(worker: str) -> Context:
        return changed(
            "A17",
            {
                "paper_on": "2027-12-01",
                "served.0.served_on": "2027-12-03",
                "served.0.expires_on": worker,
                "served.1.served_on": "2027-12-06",
                "served.1.expires_on": "2027-12-21",
                "suit_query.asked_on": "2027-12-22",
                "effective_on": "2027-12-22",
                "made_on": "2027-12-22",
            },
        )

    assert CERTIFICATE.validate(moved("2027-12-20")) == []
    assert ("V-D2", "served[0].expires_on") in found(CERTIFICATE, moved("2027-12-17"))


def test_public_notice_of_a_hearing_tells_its_day_and_the_answer_period() -> None:
    context = changed(
        "A20",
        {
            "papers": ["仲裁申请书副本", "应诉通知书", "开庭通知书"],
            "decided": None,
            "finality": None,
            "answer_days": 10,
            "hearing": moment("2026-09-10T09:00"),
        },
    )
    assert CONTRACTS["A20"].validate(context) == []
    paper = text("A20", context)
    assert "公告期满后十个工作日内" in paper
    assert "2026年9月10日（星期四）上午9时开庭审理" in paper
    assert "申请撤销裁决" not in paper


def test_public_notice_of_a_non_final_award_counts_from_the_end_of_the_notice() -> None:
    paper = text("A20", changed("A20", {"finality": NON_FINAL}))
    assert "可以自公告期满之日起十五日内向示例市示例区人民法院提起诉讼" in paper


def test_docketing_form_offers_no_refusal_for_limitation() -> None:
    context = changed("A18-1", {"decision": "不予受理", "refusal": "无管辖", "jurisdiction": []})
    assert CONTRACTS["A18-1"].validate(context) == []
    paper = text("A18-1", context)
    assert "■ 不予受理" in paper
    assert "■ 无管辖" in paper
    assert "□ 不属受案范围" in paper
    assert "时效" not in paper
    assert "■ 劳动报酬" in text("A18-1")


def test_deliberation_record_keeps_the_minority_view() -> None:
    paper = text("A18-3")
    assert "温如玉：劳动者亦拖延签订，应支持两个月。" in paper
    assert "书记员　安然（签名）：" in paper


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


@pytest.mark.parametrize("code", ["A16P", "A18-1", "A18-2", "A18-4"])
def test_internal_form_stays_on_one_page(code: str) -> None:
    assert len(paginate(render(template(code), CONTRACTS[code].sample()), fonts())) == 1


@settings(max_examples=25)
@given(st.lists(st.integers(0, 12), min_size=5, max_size=5), st.integers(150000, 400000))
def test_awards_of_one_case_divide_its_total_whatever_is_awarded(
    months: list[int], wage: int
) -> None:
    claims = []
    for claim, granted in zip(sample_award(FINAL)["claims"], months, strict=True):
        formula = f"6600.00元/月×{granted}个月" if granted else None
        row = {
            **claim,
            "formula": "6600.00元/月×12个月",
            "amount": amount_dict(7920000),
            "awarded": amount_dict(660000 * granted),
            "awarded_formula": formula,
        }
        row["finality"] = proposed_finality(row, wage, status_claimed=False)
        claims.append(row)
    limit = {
        "monthly_min_wage": amount_dict(wage),
        "amount": amount_dict(12 * wage),
        "source": "示例",
    }
    printed = 0
    for finality, code in ((FINAL, "A12-1"), (NON_FINAL, "A12-2")):
        context = sample_award(
            finality, claims=claims, claim_total=amount_dict(39600000), finality_limit=limit
        )
        own = [claim for claim in claims if claim["finality"] == finality]
        faults = found(CONTRACTS[code], context)
        assert faults == ([] if own else [("ARB-27", "claims")])
        if not own:
            continue
        printed += fen(context["awarded_total"]["digits"])
        items = rendered(code, context)
        numbers = [line[0] for line in items if re.match(r"[一二三四五六七]、", line)]
        granted = [claim for claim in own if claim["awarded_formula"]]
        whole = {claim["no"] for claim in own if not claim["awarded_formula"]}
        partly = {claim["no"] for claim in granted if claim["awarded"] != claim["amount"]}
        assert numbers == list("一二三四五六七")[: len(granted) + bool(whole) + bool(partly)]
        refused = "".join(line for line in items if "驳回申请人" in line)
        assert {int(no) for no in re.findall(r"第(\d)项", refused)} == whole | partly
    assert printed == 660000 * sum(months)


# What is refused, one line for each check.

THREE = sample_collective_award()["panel"]
BROKEN: list[tuple[str, str, dict[str, object], str]] = [
    # check, paper, changes, field
    ("V-F1", "A12-1", {"claims.0.finality": NON_FINAL}, "claims[0].finality"),
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


def test_day_rate_rounded_before_it_is_multiplied_does_not_reproduce() -> None:
    """The published award that printed 2814.90 for 2783÷21.75×11×200%."""
    formula = "2783.00元/月÷21.75日×11日×200%"
    assert yuan(worth_fen(formula)) == "2814.99"
    context = changed(
        "A12-1",
        {
            "claims.4.awarded_formula": formula,
            "claims.4.awarded": amount_dict(fen(Decimal("2814.90"))),
        },
    )
    assert ("V-M2", "claims[4].awarded") in found(FINAL_AWARD, context)


def deduction(**values: object) -> dict[str, object]:
    return {
        "claim_no": 1,
        "worker": "钱卫东",
        "kind": "用人单位已付",
        "amount": amount_dict(100000),
        "paid_on": "2026-06-20",
        **values,
    }


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (deduction(claim_no=4), ("V-M2", "deductions[0]")),
        (deduction(amount=amount_dict(2640001)), ("V-M2", "deductions[0].amount")),
        (deduction(paid_on="2026-07-09"), ("V-D1", "deductions[0].paid_on")),
        (deduction(kind="应急周转金垫付"), ("FUND-02", "advanced_by")),
    ],
)
def test_deduction_that_does_not_belong_here_is_refused(
    row: dict[str, object], fault: tuple[str, str]
) -> None:
    assert fault in found(FINAL_AWARD, sample_award(FINAL, deductions=[row]))


@pytest.mark.parametrize(
    ("absent", "fault"),
    [
        ({"name": "示例市另一公司"}, ("V-P1", "absent[0].name")),
        ({"notice_served_on": "2026-07-02"}, ("V-D1", "absent[0].notice_served_on")),
        ({"simple_channel": True}, ("SUM-04", "absent[0].receipt_proved")),
    ],
)
def test_default_award_without_a_provable_notice_is_refused(
    absent: dict[str, object], fault: tuple[str, str]
) -> None:
    row = {
        "name": case.MACHINE_WORKS["name"],
        "notice_served_on": "2026-06-22",
        "simple_channel": False,
        "receipt_proved": False,
        **absent,
    }
    assert fault in found(FINAL_AWARD, sample_award(FINAL, absent=[row]))


def test_sole_arbitrator_of_an_ordinary_collective_case_is_refused() -> None:
    context = sample_collective_award()
    sole = sample_award(FINAL)
    for name in ("panel", "notified_panel", "signatures"):
        context[name] = sole[name]
    assert ("COL-04", "panel") in found(FINAL_AWARD, context)
    assert found(FINAL_AWARD, context | {"procedure": "简易处理"}) == []


def test_award_against_the_majority_and_the_presiding_one_is_refused() -> None:
    context = sample_collective_award()
    context["panel"][0]["dissents"] = context["panel"][1]["dissents"] = True
    assert ("V-S1", "panel") in found(FINAL_AWARD, context)


@pytest.mark.parametrize("name", ["廖清", "温如玉"])
def test_arbitrator_who_agrees_must_sign_once(name: str) -> None:
    context = sample_collective_award()
    row = next(row for row in context["signatures"] if row["name"] == name)
    context["signatures"].append(row)
    assert ("V-S1", "signatures") in found(FINAL_AWARD, context)
    context["signatures"] = [other for other in context["signatures"] if other is not row]
    assert ("V-S1", "signatures") in found(FINAL_AWARD, context)


def test_late_award_needs_the_reason_on_file() -> None:
    context = changed("A12-1", {"limit_on": "2026-07-07", "late_reason": "延期手续正在补办。"})
    assert FINAL_AWARD.validate(context) == []


NOTICE = {
    "served_on": "2026-06-22",
    "hearing": moment("2026-07-02T09:30"),
    "simple_channel": False,
    "receipt_proved": False,
}


@pytest.mark.parametrize(
    ("matter", "changes", "fault"),
    [
        ("延期", {"new_limit_on": "2026-08-19"}, ("V-D2", "new_limit_on")),
        ("延期", {"new_limit_on": "2026-08-03"}, ("V-D2", "new_limit_on")),
        ("延期", {"made_on": "2026-08-04"}, ("V-D2", "made_on")),
        ("延期", {"new_limit_on": None}, ("V-T1", "new_limit_on")),
        ("回避", {"outcome": None}, ("V-T1", "outcome")),
        ("回避", {"subject": "范立群"}, ("ARB-17", "approval.name")),
        ("移送管辖", {"subject": None}, ("V-T1", "subject")),
        ("回避", {"raised_on": "2026-07-06"}, ("V-D2", "made_on")),
        ("按撤回处理", {"notice": None}, ("V-T1", "notice")),
        ("准许撤回", {"notice": NOTICE}, ("V-T1", "notice")),
        (
            "按撤回处理",
            {"notice": NOTICE | {"simple_channel": True}},
            ("SUM-04", "notice.receipt_proved"),
        ),
        (
            "按撤回处理",
            {"notice": NOTICE | {"served_on": "2026-07-02"}},
            ("V-D1", "notice.served_on"),
        ),
        ("准许撤回", {"notified_panel": ["季明远"]}, ("V-S1", "panel")),
        ("准许撤回", {"raised_on": "2026-07-11"}, ("V-D1", "made_on")),
        (
            "移送管辖",
            {"panel": [], "notified_panel": []},
            ("V-S1", "signatures[0].role"),
        ),
    ],
)
def test_decision_that_lacks_its_ground_is_refused(
    matter: str, changes: dict[str, object], fault: tuple[str, str]
) -> None:
    assert fault in found(DECISION, sample_decision(matter, **changes))


def test_hearing_on_several_days_is_told_in_order() -> None:
    context = sample_award(
        FINAL,
        hearings=[
            {"starts_at": moment("2026-07-02T09:30"), "public": True},
            {"starts_at": moment("2026-07-06T14:00"), "public": False},
        ],
    )
    assert FINAL_AWARD.validate(context) == []
    assert (
        "于2026年7月2日（星期四）上午9时30分公开、2026年7月6日（星期一）下午2时不公开开庭审理了本案"
        in text("A12-1", context)
    )
    context["hearings"].reverse()
    assert ("V-D1", "hearings[1].starts_at") in found(FINAL_AWARD, context)


def test_parties_of_the_crew_stand_in_the_award_with_their_numbers() -> None:
    context = sample_collective_award() | {
        "respondents": [*sample_collective_award()["respondents"], CREW_LEADER],
        "copies": 16,
    }
    assert FINAL_AWARD.validate(context) == []
    assert "公民身份号码990101197402112914" in text("A12-1", context)


def test_simplified_award_against_a_missing_respondent_is_refused() -> None:
    context = changed("A12-1", {"respondents.0.whereabouts_unknown": True})
    assert ("V-X1", "respondents[0].whereabouts_unknown") in found(FINAL_AWARD, context)
    ordinary = context | {"procedure": "一般程序"}
    assert "V-X1" not in [code for code, _ in found(FINAL_AWARD, ordinary)]


@pytest.mark.parametrize(
    ("procedure", "served_on", "refused"),
    [
        ("一般程序", "2026-06-24", False),
        ("一般程序", "2026-06-25", True),
        # The tribunal of a simplified case sets the period itself.
        ("简易处理", "2026-06-25", False),
    ],
)
def test_default_award_needs_five_full_working_days_of_notice(
    procedure: str, served_on: str, refused: bool
) -> None:
    context = changed("A12-1", {"procedure": procedure})
    context["absent"] = [
        {
            "name": case.MACHINE_WORKS["name"],
            "notice_served_on": served_on,
            "simple_channel": False,
            "receipt_proved": True,
        }
    ]
    assert (("ARB-18", "absent[0].notice_served_on") in found(FINAL_AWARD, context)) is refused


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("respondents.0.credit_code", "91990100MA0X00041A"),
        ("applicants.0.id_no", "990101198306094011"),
        ("applicants.0.born_on", "1983-06-08"),
    ],
)
def test_award_on_a_wrong_identity_is_refused(path: str, value: str) -> None:
    assert "V-P1" in [code for code, _ in found(FINAL_AWARD, changed("A12-1", {path: value}))]


def test_award_names_every_claim_of_every_worker_even_a_refused_one() -> None:
    context = sample_collective_award()
    first = context["claims"][0]
    refused = {**first, "awarded": amount_dict(0), "awarded_formula": None}
    context["claims"] = [refused, *context["claims"][1:]]
    total = amount_dict(
        sum(int(Decimal(row["awarded"]["digits"]) * 100) for row in context["claims"])
    )
    context |= {"awarded_total": total, "still_to_pay": total}
    assert found(FINAL_AWARD, context) == []
    shown = rendered("A12-1", context)
    head = shown.index("仲裁请求")
    asked = shown[head : shown.index("本委认为")]
    for row in context["claims"]:
        assert row["worker"] in asked
        assert f"{Decimal(row['amount']['digits']):,}" in asked
        assert row["formula"] in asked


def test_claim_of_somebody_who_is_no_applicant_is_refused() -> None:
    context = sample_collective_award()
    context["applicants"] = [*context["applicants"][:2], CREW_LEADER]
    assert ("V-P1", "applicants[2].name") in found(FINAL_AWARD, context)


def test_money_that_article_47_does_not_name_is_not_final() -> None:
    claim = {"kind": "其他", "awarded": amount_dict(100)}
    assert proposed_finality(claim, 220000, status_claimed=False) == NON_FINAL


def test_award_on_social_insurance_does_not_rest_on_the_item_of_amounts() -> None:
    context = changed("A12-1", {"claims.0.kind": "社会保险"})
    context["claims"] = context["claims"][:1]
    context |= {
        name: context["claims"][0]["awarded"]
        for name in ("claim_total", "awarded_total", "still_to_pay")
    }
    context["number"] = context["case_number"]
    assert found(FINAL_AWARD, context) == []
    assert "第四十七条" not in text("A12-1", context)
    assert "第四十七条" in text("A12-1")


def deducted(fen_paid: int) -> Context:
    context = changed("A12-1", {})
    claim = context["claims"][0]
    rest = int(Decimal(context["awarded_total"]["digits"]) * 100) - fen_paid
    return context | {
        "deductions": [
            {
                "claim_no": claim["no"],
                "worker": claim["worker"],
                "kind": "用人单位已付",
                "amount": amount_dict(fen_paid),
                "paid_on": "2026-07-01",
            }
        ],
        "paid_total": amount_dict(fen_paid),
        "still_to_pay": amount_dict(rest),
    }


def test_deduction_of_nothing_is_refused() -> None:
    assert ("V-M2", "deductions[0].amount") in found(FINAL_AWARD, deducted(0))
    assert found(FINAL_AWARD, deducted(100)) == []


def test_award_of_one_granted_item_prints_no_sum() -> None:
    context = changed("A12-1", {})
    for row in context["claims"][1:]:
        if row["finality"] == FINAL:
            row["awarded"], row["awarded_formula"] = amount_dict(0), None
    first = context["claims"][0]["awarded"]
    context |= {"awarded_total": first, "still_to_pay": first}
    assert found(FINAL_AWARD, context) == []
    shown = text("A12-1", context)
    assert "以上各项合计" not in shown
    assert "以上各项合计" in text("A12-1")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("applicant_case", "申请人未领到工资"),
        ("respondent_case", "不同意"),
        ("claims.0.opinion", "应当支付"),
        ("claims.0.what", "2026年2月至5月工资。"),
        ("attendance", "申请人钱卫东，"),
        ("cause", "追索劳动报酬。"),
    ],
)
def test_text_that_would_break_the_sentence_around_it_is_refused(path: str, value: str) -> None:
    assert "V-T1" in [code for code, _ in found(FINAL_AWARD, changed("A12-1", {path: value}))]


def test_certificate_of_effect_needs_the_service_on_every_party() -> None:
    context = sample_certificate()
    alone = context | {
        "served": context["served"][:1],
        "effective_on": "2026-07-25",
        "suit_query": {**context["suit_query"], "asked_on": "2026-07-27"},
    }
    assert ("A17", "served") in found(CERTIFICATE, alone)
    assert ("A17", "served") in found(CERTIFICATE, context | {"served": context["served"][1:]})


def test_certificate_for_some_workers_needs_that_others_sued() -> None:
    context = sample_certificate() | {"effective_for": ["周建民"]}
    assert ("ARB-31", "effective_for") in found(CERTIFICATE, context)


@pytest.mark.parametrize(
    ("matter", "new_limit_on"), [("追加当事人", "2026-08-25"), ("恢复", "2026-07-19")]
)
def test_decision_that_moves_the_clock_prints_the_counted_day(
    matter: str, new_limit_on: str
) -> None:
    context = sample_decision(matter)
    assert found(DECISION, context) == []
    context["new_limit_on"] = new_limit_on
    assert ("V-D2", "new_limit_on") in found(DECISION, context)


def test_notice_of_a_hearing_leaves_the_days_of_the_answer() -> None:
    values: dict[str, object] = {
        "papers": ["仲裁申请书副本", "开庭通知书"],
        "finality": None,
        "decided": None,
        "answer_days": 10,
        "hearing": moment("2026-08-24T09:00"),
    }
    notice = CONTRACTS["A20"]
    assert notice.validate(changed("A20", values)) == []
    values["hearing"] = moment("2026-08-21T09:00")
    assert [fault.field for fault in notice.validate(changed("A20", values))] == ["hearing"]


def test_interim_award_may_be_asked_for_with_the_application() -> None:
    assert CONTRACTS["A14"].validate(changed("A14", {"applied_on": "2026-06-17"})) == []
    assert "依法可以不提供担保" in text("A14")


def test_letter_of_transfer_waits_for_the_respondent() -> None:
    context = CONTRACTS["A14L"].sample()
    context["served"] = context["served"][:1]
    assert ("V-C1", "served") in found(CONTRACTS["A14L"], context)


def test_correction_of_a_mediation_document_speaks_of_no_award() -> None:
    shown = text("A15", changed("A15", {"paper": "仲裁调解书"}))
    assert "不改变调解结果，给付总额仍为" in shown
    assert "裁决结果" not in shown


def test_reasons_that_hold_for_all_workers_do_not_list_their_names() -> None:
    context = sample_collective_award()
    reasons = next(line for line in rendered("A12-1", context) if line.startswith("（一）关于"))
    assert reasons.startswith("（一）关于全体申请人的2026年7月至9月工资。")
    context["claims"][0]["opinion"] = "周建民的出勤天数另有考勤记录为证，本委予以确认。"
    assert "（一）关于周建民的" in text("A12-1", context)
