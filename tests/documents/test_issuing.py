"""Whose paper it is: the body a paper names is the one that issues it, or the paper is refused."""

from datetime import date

import pytest

from cases.operations.numbering import SUGGESTED, SeriesMissing
from documents.contracts import CONTRACTS
from documents.contracts.blocks import HEADER
from documents.operations import PaperRefused, _number, issue_document
from staff import operations as staff
from staff.choices import BodyKind
from tests.builders import ON, an_accepted_case, settle_series, staff_of

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


NUMBERED = [code for code, contract in CONTRACTS.items() if contract.series]
_OTHER_BODIES = (
    (BodyKind.FUND_BODY, "示例市应急周转金管理办公室"),
    (BodyKind.LABOUR_DEPARTMENT, "示例市人力资源和社会保障局"),
)


def every_body(case):
    system = staff_of(case).system
    for kind, name in _OTHER_BODIES:
        staff.register_body(kind=kind, name=name, by=system, address="示例路6号", phone="1000009")
    settle_series(case.centre, by=system, on=ON)


@pytest.mark.parametrize("code", NUMBERED)
def test_every_numbered_paper_has_a_series_and_begins_anew_each_year(code):
    case = an_accepted_case(1)
    every_body(case)
    contract = CONTRACTS[code]
    days = (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1))
    first, second, new_year = (_number(contract, case, on) for on in days)
    before, _, running = first.partition("〔2026〕")
    assert second == f"{before}〔2026〕{int(running.removesuffix('号')) + 1}号"
    assert new_year == f"{before}〔2027〕1号"


def test_bodies_number_their_own_papers_and_no_two_series_look_alike():
    patterns = [one.pattern for one in SUGGESTED.values()]
    assert len(set(patterns)) == len(patterns)
    case = an_accepted_case(1)
    every_body(case)
    letters = {c: _number(CONTRACTS[c], case, ON) for c in ("C10R", "A21", "H05")}
    assert letters == {
        "C10R": "示农薪函〔2026〕1号",
        "A21": "示劳人仲函〔2026〕1号",
        "H05": "示人社函〔2026〕1号",
    }
    assert _number(CONTRACTS["A14L"], case, ON) == "示劳人仲函〔2026〕2号"


def test_paper_is_issued_with_the_number_of_its_issuer():
    case = an_accepted_case(1)
    every_body(case)
    paper = issue(case, "H04")
    assert paper.number == paper.context["number"] == f"示人社函〔{paper.issued_on.year}〕1号"
    assert paper.context["authority"]["name"] == "示例市人力资源和社会保障局"


def test_paper_whose_number_has_no_pattern_yet_is_refused_by_name():
    case = an_accepted_case(1)
    with pytest.raises(PaperRefused, match="尚未确定发函机关，不能出具《涉嫌犯罪案件移送书》"):
        issue(case, "H02")
    staff.register_body(
        kind=BodyKind.LABOUR_DEPARTMENT, name="示例市人力资源和社会保障局", by=staff_of(case).system
    )
    with pytest.raises(SeriesMissing, match="尚未设置“移送文书编号”的编号格式") as refused:
        issue(case, "H02")
    assert refused.value.source == "V-N1"
