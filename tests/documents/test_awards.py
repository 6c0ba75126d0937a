"""A12-1, A12-2, A13: what an award says, how it is divided by finality, and what is refused."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.contracts import CONTRACTS, amount_dict
from documents.contracts.award.awards import (
    FINAL_AWARD,
    LIABILITIES,
    sample_award,
    sample_collective_award,
)
from documents.contracts.award.items import FINAL, NON_FINAL, proposed_finality
from documents.contracts.samples import CREW_LEADER, PROJECT_OWNER, moment
from documents.contracts.tribunal import samples as case
from documents.drafting.award.awards import award as award_template
from documents.drafting.parts import FOOTER_NOTE
from documents.drafting.writing import docx
from documents.render import render
from law.formulas import worth_fen
from law.money import fen, yuan
from tests.documents.award_cases import Context, changed, found, text
from tests.documents.test_contracts import lines, part, rendered, template


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


def test_what_the_fund_got_back_is_not_to_be_paid_to_it_again() -> None:
    rows = [
        deduction(kind=kind, amount=amount_dict(amount))
        for kind, amount in (("应急周转金垫付", 200000), ("用人单位已归还周转金", 20000))
    ]
    net = {
        "deductions": rows,
        "advanced_total": amount_dict(200000),
        "returned_total": amount_dict(20000),
        "still_to_pay": amount_dict(5249655),
        "advanced_by": "示例市应急周转金管理办公室",
    }
    context = sample_award(FINAL, **net)
    assert FINAL_AWARD.validate(context) == []
    assert (
        "扣除应急周转金已垫付、尚未归还的人民币2000.00元"
        "（该部分由被申请人支付给示例市应急周转金管理办公室，"
        "《保障农民工工资支付条例》第六十三条）、用人单位已归还应急周转金的人民币200.00元，"
        "尚应支付申请人人民币52496.55元。"
    ) in text("A12-1", context)
    unsaid = sample_award(FINAL, **net | {"returned_total": None})
    assert ("V-M2", "returned_total") in found(FINAL_AWARD, unsaid)


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


def test_reasons_that_hold_for_all_workers_do_not_list_their_names() -> None:
    context = sample_collective_award()
    reasons = next(line for line in rendered("A12-1", context) if line.startswith("（一）关于"))
    assert reasons.startswith("（一）关于全体申请人的2026年7月至9月工资。")
    context["claims"][0]["opinion"] = "周建民的出勤天数另有考勤记录为证，本委予以确认。"
    assert "（一）关于周建民的" in text("A12-1", context)
