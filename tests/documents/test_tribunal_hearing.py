"""A03–A08, A10, A11: forming the panel, calling and holding the hearing."""

from datetime import datetime

import pytest

from documents.contracts import CONTRACTS, amount_dict, moment_dict
from documents.contracts.tribunal import forming, samples
from documents.contracts.tribunal.forming import NONE, SMALL
from law.areas import Profile
from tests.documents.test_contracts import at, faults
from tests.documents.tribunal_cases import changed, text


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
