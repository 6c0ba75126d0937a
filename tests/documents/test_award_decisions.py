"""A15, A16: corrections and decisions on procedure."""

import pytest

from documents.contracts import CONTRACTS, amount_dict
from documents.contracts.award.decisions import DECISION, MATTERS, sample_decision
from documents.contracts.samples import MEDIATOR_SIGNATURE, moment
from tests.documents.award_cases import changed, found, text


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


def test_correction_of_a_mediation_document_speaks_of_no_award() -> None:
    shown = text("A15", changed("A15", {"paper": "仲裁调解书"}))
    assert "不改变调解结果，给付总额仍为" in shown
    assert "裁决结果" not in shown
