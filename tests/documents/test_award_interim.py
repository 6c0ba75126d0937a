"""A14, A14L, A21: interim enforcement and preservation."""

import pytest

from documents.contracts import CONTRACTS
from documents.layout.flow import paginate
from documents.render import render
from tests.documents.award_cases import changed, found, text
from tests.documents.papers import fonts
from tests.documents.test_contracts import template


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


def test_interim_award_may_be_asked_for_with_the_application() -> None:
    assert CONTRACTS["A14"].validate(changed("A14", {"applied_on": "2026-06-17"})) == []
    assert "依法可以不提供担保" in text("A14")


def test_letter_of_transfer_waits_for_the_respondent() -> None:
    context = CONTRACTS["A14L"].sample()
    context["served"] = context["served"][:1]
    assert ("V-C1", "served") in found(CONTRACTS["A14L"], context)
