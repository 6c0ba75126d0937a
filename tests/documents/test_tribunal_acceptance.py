"""A02 and what goes with it: acceptance, refusal, papers still to come."""

from documents.contracts import CONTRACTS
from documents.contracts.tribunal import samples
from tests.documents.tribunal_cases import changed, text


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


def test_papers_before_docketing_say_what_kind_of_dispute_it_is() -> None:
    for code in ("A02N", "A02B"):
        assert f"与{samples.MACHINE_WORKS['name']}劳动争议的仲裁申请收悉" in text(code)
