"""A16P, A18: the forms that stay in the house."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.contracts import CONTRACTS, amount_dict
from documents.contracts.award.awards import (
    sample_award,
)
from documents.contracts.award.items import FINAL, NON_FINAL, proposed_finality
from documents.layout.flow import paginate
from documents.render import render
from law.money import fen
from tests.documents.award_cases import changed, found, text
from tests.documents.papers import fonts
from tests.documents.test_contracts import rendered, template


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
