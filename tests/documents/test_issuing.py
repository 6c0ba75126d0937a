"""Whose paper it is: the body a paper names is the one that issues it, or the paper is refused."""

from datetime import date

import pytest

from documents.contracts import CONTRACTS
from documents.contracts.blocks import HEADER
from documents.operations import PaperRefused, issue_document
from staff import operations as staff
from staff.choices import BodyKind
from tests.builders import an_accepted_case, staff_of

pytestmark = pytest.mark.django_db
ADDED = {field.name for field in HEADER} | {"law"}


def issue(case, code: str):
    contract = CONTRACTS[code]
    sample = contract.sample()
    own = {k: v for k, v in sample.items() if k not in ADDED | {contract.issuer.name}}
    return issue_document(
        case=case,
        code=code,
        fields=own,
        by=staff_of(case).mediator,
        on=date.fromisoformat(sample["made_on"]),
    )


def test_paper_of_the_tribunal_names_the_commission():
    paper = issue(an_accepted_case(1), "A03")
    assert paper.context["commission"]["name"] == "示例市劳动人事争议仲裁委员会"
    assert "mediation_body" not in paper.context


def test_paper_of_the_fund_is_refused_until_its_body_is_registered():
    case = an_accepted_case(1)
    with pytest.raises(PaperRefused, match="尚未确定周转金管理机构，不能出具《欠薪核实表》"):
        issue(case, "F02")
    staff.register_body(
        kind=BodyKind.FUND_BODY,
        name="示例市应急周转金管理办公室",
        by=staff_of(case).system,
        address="示例区示例路5号",
        phone="10000090005",
    )
    paper = issue(case, "F02")
    assert paper.context["fund_body"]["name"] == "示例市应急周转金管理办公室"


def test_paper_whose_number_has_no_pattern_yet_is_refused_by_name():
    with pytest.raises(PaperRefused, match="使用“移送”文号") as refused:
        issue(an_accepted_case(1), "H02")
    assert refused.value.source == "V-N1"
