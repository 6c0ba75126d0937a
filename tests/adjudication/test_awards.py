"""An award is drafted from the record, split by finality, and issued exactly as drafted."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adjudication import operations as do
from adjudication.choices import ArbitrationState, AwardKind, AwardState, ClaimKind
from adjudication.drafting import unsourced
from adjudication.models import Award
from adjudication.operations import Ruling, StatedAward, StatedItem
from adjudication.operations.countersigning import changes_since_look
from cases.queries import worker_account
from staff.refusals import ActRefused, NotPermitted
from tests.adjudication import heard

pytestmark = pytest.mark.django_db
RATE = ("E6", "月工资", "元/月", "6600.00", "6600.00")


def by_no(award) -> dict:
    return {item.claim.no: item for item in award.items.select_related("claim")}


def claim(arbitration, no):
    return arbitration.claims.get(no=no)


def the_draft(**facts) -> Award:
    """One final claim, found and drafted."""
    arbitration = heard.heard(claims=heard.CLAIMS[1:2], elements=(RATE, heard.ELEMENTS[2]), **facts)
    heard.find(arbitration)
    return heard.draft(arbitration)[0]


def refused(act, *, source: str, says: str = "") -> ActRefused:
    with pytest.raises(ActRefused, match=says or None) as caught:
        act()
    assert caught.value.source == source, str(caught.value)
    return caught.value


def test_a_mixed_case_is_drafted_into_two_papers_with_recomputed_sums() -> None:
    arbitration = heard.heard()
    heard.find(arbitration)
    final, other = sorted(heard.draft(arbitration), key=lambda award: award.kind)
    assert (final.kind, other.kind) == (AwardKind.FINAL, AwardKind.NON_FINAL)
    assert {no: item.awarded_fen for no, item in by_no(final).items()} == {
        1: heard.MARK,
        2: 546207,
        3: 1980000,
    }
    assert by_no(final)[2].formula == "6600.00元/月÷21.75日×2×9日"
    assert {no: item.awarded_fen for no, item in by_no(other).items()} == {4: 2970000}
    issued = heard.issue(final)
    assert (issued.number, issued.effective_on) == (f"{heard.NUMBER[:-1]}-1号", heard.AWARDED)
    second = heard.issue(other)
    assert (second.number, second.effective_on) == (f"{heard.NUMBER[:-1]}-2号", None)
    arbitration.refresh_from_db()
    assert arbitration.state == ArbitrationState.DECIDED
    assert issued.document.context["basic_court"] != issued.document.context["intermediate_court"]


def test_every_sentence_says_what_it_rests_on_and_one_that_does_not_stops_the_award() -> None:
    award = the_draft()
    assert unsourced(award) == []
    rows = next(iter(award.reasoning.values()))
    kept = [dict(row) for row in rows]
    for row in rows:
        row |= {"elements": [], "evidence": [], "articles": [], "agreed": False}
        award.save()
        assert unsourced(award) == [row["text"]]
        refused(lambda: heard.issue(award), source="ARB-33", says="没有来源")
        row |= kept[rows.index(row)]


def test_an_element_nobody_settled_stops_the_draft_and_is_named() -> None:
    arbitration = heard.heard()
    heard.find(arbitration, E15="")
    refused(lambda: heard.draft(arbitration), source="ARB-33", says="E15“二倍工资月数”")


def test_without_a_confirmed_minimum_wage_nothing_is_drafted() -> None:
    arbitration = heard.heard(min_wage=None)
    heard.find(arbitration)
    refused(lambda: heard.draft(arbitration), source="ARB-26", says="待核定")


@pytest.mark.parametrize(
    ("min_wage", "kind"), [("2200.00", "A12-1"), ("2199.99", "A12-2"), ("2200.01", "A12-1")]
)
def test_a_sum_of_exactly_twelve_months_is_final(min_wage, kind) -> None:
    wages = (heard.CLAIMS[0],)
    arbitration = heard.heard(claims=wages, elements=heard.ELEMENTS[:2], min_wage=min_wage)
    (award,) = heard.draft(arbitration)
    assert award.kind == kind
    assert heard.issue(award).number == heard.NUMBER  # one paper decides all: no sub-number


def test_a_claim_to_confirm_the_relationship_leaves_nothing_final() -> None:
    status = (ClaimKind.LABOUR_RELATION, "确认劳动关系", "", None, ["E6"])
    arbitration = heard.heard(claims=(heard.CLAIMS[0], status), elements=heard.ELEMENTS[:2])
    order = "确认申请人与被申请人自2026年2月1日起存在劳动关系"
    asked = Ruling(claim(arbitration, 2), article="ARB-39", order=order)
    (award,) = heard.draft(arbitration, rulings=[asked])
    assert award.kind == AwardKind.NON_FINAL
    assert by_no(award)[2].order == order
    heard.issue(award)


def test_the_tribunal_departs_from_the_laws_finality_only_with_a_reason() -> None:
    arbitration = heard.heard(claims=(heard.CLAIMS[0],), elements=heard.ELEMENTS[:2])
    one = claim(arbitration, 1)
    refused(lambda: heard.draft(arbitration, rulings=[Ruling(one, final=False)]), source="V-F1")
    why = "涉及工伤待遇的认定"
    (award,) = heard.draft(arbitration, rulings=[Ruling(one, final=False, why=why)])
    assert (award.kind, by_no(award)[1].override_reason) == (AwardKind.NON_FINAL, why)
    heard.issue(award)


def test_more_than_claimed_is_not_awarded_even_by_a_formula() -> None:
    arbitration = heard.heard(claims=heard.CLAIMS[1:2], elements=(RATE, heard.ELEMENTS[2]))
    heard.find(arbitration, E10="13")
    refused(lambda: heard.draft(arbitration), source="V-M5", says="超过请求的7282.76元")


def test_what_the_tribunal_ruled_stands_when_it_drafts_again() -> None:
    arbitration = heard.heard(claims=heard.CLAIMS[1:2], elements=(RATE, heard.ELEMENTS[2]))
    heard.find(arbitration)
    own = Ruling(claim(arbitration, 1), formula="6600.00元/月÷21.75日×2×9日－100.00元")
    heard.draft(arbitration, rulings=[own])
    heard.find(arbitration, E10="8")
    (again,) = heard.draft(arbitration)
    assert by_no(again)[1].formula == "6600.00元/月÷21.75日×2×9日－100.00元"
    assert Award.objects.filter(arbitration=arbitration).count() == 1


@pytest.mark.parametrize(
    ("no", "fen", "formula", "final", "source"),
    [
        (1, 728277, "", True, "V-M5"),
        (1, 546208, "", True, "V-M2"),
        (1, 546207, "6600.00元/月÷21.75日×2×10日", True, "V-M2"),
        (1, 546207, "6600.00元/月÷21.75日×2×9日", False, "ARB-27"),
    ],
)
def test_figures_stated_otherwise_than_drafted_are_refused(no, fen, formula, final, source) -> None:
    award = the_draft()
    stated = StatedAward([StatedItem(claim(award.arbitration, no), fen, formula, final)])
    refused(lambda: heard.issue(award, stated=stated), source=source)


def test_final_and_other_items_are_never_issued_in_one_paper() -> None:
    arbitration = heard.heard()
    heard.find(arbitration)
    final = heard.draft(arbitration)[0]
    items = [StatedItem(c, 0) for c in arbitration.claims.all()]
    stated = StatedAward([StatedItem(i.claim, 2970000) for i in items if i.claim.no == 4])
    refused(lambda: heard.issue(final, stated=stated), source="ARB-27", says="不得混写")


def test_what_changed_after_the_draft_is_not_issued() -> None:
    award = the_draft()
    heard.find(award.arbitration, E10="8")
    said = refused(lambda: heard.issue(award), source="V-M2", says="起草以后内容有变动")
    assert "9→8" in str(said)
    (again,) = heard.draft(award.arbitration)
    assert heard.issue(again).document.context["awarded_total"]["digits"] == "4855.17"


def test_of_two_people_who_issue_at_once_the_second_is_told_who_did() -> None:
    award = the_draft()
    heard.issue(award)
    said = refused(lambda: heard.issue(award), source="V-N1", says="未重复办理")
    assert heard.presiding(award.arbitration).name in str(said)
    assert award.arbitration.case.documents.filter(code=award.kind).count() == 1


def test_after_the_limit_an_award_says_why_it_is_late() -> None:
    award = the_draft()
    late = date(2026, 10, 30)
    refused(lambda: heard.issue(award, on=late), source="ARB-19", says="超过审限")
    issued = heard.issue(award, on=late, late_reason="等待鉴定意见。")
    assert issued.made_on == late


def test_nothing_is_decided_in_default_without_proof_of_the_notice() -> None:
    award = the_draft(absent=True)
    refused(lambda: heard.issue(award), source="ARB-21", says="没有向.*送达开庭通知的证明")


def test_only_the_head_of_the_tribunal_issues() -> None:
    award = the_draft()
    with pytest.raises(NotPermitted):
        heard.issue(award, by=heard.bench().keeper)


def test_the_wage_account_owes_what_was_awarded_and_no_more() -> None:
    arbitration = heard.heard()
    worker = arbitration.applicants.get()
    registered = worker_account(worker).outstanding_fen
    heard.find(arbitration)
    final, other = sorted(heard.draft(arbitration), key=lambda award: award.kind)
    heard.issue(final)
    account = worker_account(worker)
    assert account.awarded_fen == heard.MARK + 546207 + 1980000
    assert account.outstanding_fen == account.awarded_fen
    assert registered != account.awarded_fen
    heard.issue(other)  # without effect yet: nothing is posted
    assert worker_account(worker).outstanding_fen == account.awarded_fen


def test_a_partial_award_decides_the_clear_part_and_the_rest_goes_on() -> None:
    arbitration = heard.heard()
    (first,) = arbitration.claims.filter(no=1)
    award = do.issue_partial_award(
        arbitration=arbitration,
        claims=[first],
        clear_part="月工资和未支付的月份双方均无争议",
        continuing_part="其余请求继续审理",
        pay_within_days=15,
        by=heard.presiding(arbitration),
        on=heard.AWARDED,
    )
    assert (award.kind, award.number) == ("A13", f"{heard.NUMBER[:-1]}-1号")
    heard.find(arbitration)
    numbers = [heard.issue(a).number for a in heard.draft(arbitration)]
    assert numbers == [f"{heard.NUMBER[:-1]}-2号", f"{heard.NUMBER[:-1]}-3号"]
    decided = sum(a.items.count() for a in arbitration.awards.all())
    assert decided == arbitration.claims.count()


def test_a_partial_award_does_not_mix_what_is_final_with_what_is_not() -> None:
    arbitration = heard.heard()
    refused(
        lambda: do.draft_partial_award(
            arbitration=arbitration,
            claims=list(arbitration.claims.filter(no__in=[1, 4])),
            clear_part="清楚。",
            continuing_part="继续。",
            pay_within_days=15,
            by=heard.presiding(arbitration),
            on=heard.AWARDED,
        ),
        source="ARB-27",
    )


def test_who_countersigns_sees_only_what_changed_since_last_time() -> None:
    award, second = the_draft(), heard.bench()
    reader = next(
        u
        for u in (second.second, second.third, second.fourth, second.sole)
        if u.pk != award.drafted_by_id
    )
    by, on = heard.presiding(award.arbitration), heard.AWARDED
    award = do.send_for_review(award=award, by=by, on=on)
    assert changes_since_look(award, reader)
    refused(lambda: heard.issue(award), source="ARB-33", says="会签同意后")
    refused(lambda: heard.draft(award.arbitration), source="ARB-33", says="正在会签")
    refused(lambda: do.countersign(award=award, by=by, on=on), source="V-S1")
    do.return_award(award=award, opinion="加班天数请核对考勤表", by=reader, on=on)
    award.refresh_from_db()
    assert award.state == AwardState.RETURNED
    refused(lambda: heard.issue(award), source="ARB-33", says="退回修改")
    heard.find(award.arbitration, E10="8")
    (award,) = heard.draft(award.arbitration)
    award = do.send_for_review(award=award, by=by, on=on)
    shown = {
        change.where: (change.before, change.after) for change in changes_since_look(award, reader)
    }
    assert ("要素 · E10 休息日加班天数 · 认定") in shown
    assert all(before != after for before, after in shown.values())
    assert not any("E6" in where for where in shown)
    old = award.versions.first().digest
    refused(lambda: do.countersign(award=award, digest=old, by=reader, on=on), source="V-H1")
    do.countersign(award=award, digest=award.digest, by=reader, on=on)
    assert heard.issue(award).state == AwardState.ISSUED


def test_a_correction_quotes_the_award_and_changes_no_sum() -> None:
    award = heard.issue(the_draft())
    by, on = heard.presiding(award.arbitration), date(2026, 9, 30)

    def correct(original, corrected):
        row = do.Correction("裁决书第1页", original, corrected)
        return do.correct_award(award=award, corrections=[row], by=by, on=on)

    refused(lambda: correct("不存在的文字", "文字"), source="A15", says="没有“不存在的文字”")
    refused(lambda: correct("5462.07", "5462.70"), source="A15", says="不得改变裁决结果")
    decision = correct("休息日加班天数", "休息日加班的天数")
    assert decision.document.context["paper_number"] == award.number
    award.refresh_from_db()
    assert award.items.get().awarded_fen == 546207


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(1, 6), min_size=1, max_size=4))
def test_the_papers_together_award_what_the_items_do(months) -> None:
    """Sum of documents = sum of awards; each item in exactly one paper, by its own sum."""
    claims = tuple(
        (ClaimKind.DAMAGES, f"赔偿金{n}", f"6600.00元/月×{m}个月", 660000 * m, ["E6"])
        for n, m in enumerate(months, 1)
    )
    with transaction.atomic():
        arbitration = heard.heard(claims=claims, elements=(RATE,))
        asked = [Ruling(c, article="ARB-39") for c in arbitration.claims.all()]
        awards = [heard.issue(a) for a in heard.draft(arbitration, rulings=asked)]
        printed = [a.document.context["awarded_total"]["digits"] for a in awards]
        items = [item for a in awards for item in a.items.select_related("award")]
        transaction.set_rollback(True)
    assert sum(int(p.replace(".", "")) for p in printed) == 660000 * sum(months)
    assert len(items) == len(months)
    for item in items:
        assert (item.awarded_fen <= heard.MARK) is item.award.final is item.final


def test_an_error_of_arithmetic_is_put_right_by_its_formula_and_the_account_follows() -> None:
    arbitration = heard.heard(claims=heard.CLAIMS[1:2], elements=(RATE, heard.ELEMENTS[2]))
    heard.find(arbitration)
    slip = Ruling(claim(arbitration, 1), formula="6600.00元/月÷21.75日×2×8日")
    (award,) = heard.draft(arbitration, rulings=[slip])
    award = heard.issue(award)
    item, worker = award.items.get(), arbitration.applicants.get()
    before = worker_account(worker)
    assert (item.awarded_fen, before.awarded_fen) == (485517, 485517)
    place = "裁决书主文第一项"

    def correct(formula="6600.00元/月÷21.75日×2×9日", corrected="5462.07", kind="计算错误"):
        return do.correct_award(
            award=award,
            corrections=[do.Correction(place, "4855.17", corrected, kind)],
            sums=[do.CorrectedSum(item, formula)] if kind == "计算错误" else [],
            by=heard.presiding(arbitration),
            on=date(2026, 9, 30),
        )

    refused(lambda: correct(kind="文字笔误"), source="A15", says="不得改变裁决结果")
    refused(lambda: correct("5000.00元×1"), source="A15", says="没有用认定的E6")
    refused(lambda: correct("6600.00元/月÷21.75日×2×8日"), source="A15", says="没有补正")
    refused(lambda: correct("6600.00元/月÷21.75日×2×13日"), source="V-M5", says="超过请求")
    refused(lambda: correct(corrected="5462.70"), source="A15", says="补正后的5462.07")
    said = correct().document.context
    assert (said["total_before"]["digits"], said["total_after"]["digits"]) == ("4855.17", "5462.07")
    assert "6600.00元/月÷21.75日×2×9日" in said["total_reason"]
    item = award.items.get()
    assert (item.awarded_fen, item.standing_fen) == (485517, 546207)
    after = worker_account(worker)
    assert after.awarded_fen == 546207
    assert after.outstanding_fen - before.outstanding_fen == 546207 - 485517


def test_what_would_make_a_final_item_open_to_suit_is_no_correction() -> None:
    wages = (heard.CLAIMS[3],)
    arbitration = heard.heard(claims=wages, elements=(RATE, heard.ELEMENTS[3]))
    four = Ruling(claim(arbitration, 1), formula="6600.00元/月×4个月")
    award = heard.issue(heard.draft(arbitration, rulings=[four])[0])
    row = do.Correction("主文第一项", "26400.00", "29700.00", "计算错误")
    refused(
        lambda: do.correct_award(
            award=award,
            corrections=[row],
            sums=[do.CorrectedSum(award.items.get(), "6600.00元/月×4.5个月")],
            by=heard.presiding(arbitration),
            on=date(2026, 9, 30),
        ),
        source="ARB-26",
        says="不能用补正",
    )
