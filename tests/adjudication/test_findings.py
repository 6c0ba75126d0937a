"""What the tribunal finds rests on proof or law, and not on what both sides settled themselves."""

import pytest

from adjudication import operations as do
from staff.refusals import ActRefused, NotPermitted
from tests.adjudication import heard

pytestmark = pytest.mark.django_db


def found(arbitration, code: str, **changes):
    facts = {
        "found": "9",
        "finding": "考勤表只证明9天。",
        "evidence": list(arbitration.case.evidence.filter(no=9)),
        "by": heard.presiding(arbitration),
        "on": heard.AWARDED,
    }
    element = arbitration.elements.get(code=code)
    return do.find_element(element=element, **(facts | changes))


def test_a_finding_keeps_its_value_reason_evidence_and_article() -> None:
    arbitration = heard.heard()
    element = found(arbitration, "E10", article="ARB-39")
    assert (element.settled_value, element.article) == ("9", "ARB-39")
    assert [e.no for e in element.evidence.all()] == [9]
    assert arbitration.case.events.last().facts["element"] == "E10"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"found": " "}, "内容和理由"),
        ({"finding": ""}, "内容和理由"),
        ({"evidence": []}, "没有依据"),
        ({"article": "ARB-999"}, "没有“ARB-999”"),
    ],
)
def test_a_finding_without_value_reason_or_ground_is_refused(changes, says) -> None:
    with pytest.raises(ActRefused, match=says):
        found(heard.heard(), "E10", **changes)


def test_evidence_that_was_not_handed_in_proves_nothing() -> None:
    arbitration = heard.heard()
    piece = arbitration.case.evidence.get(no=9)
    piece.submitted = False
    piece.save()
    with pytest.raises(ActRefused, match="没有提交") as refused:
        found(arbitration, "E10", evidence=[piece])
    assert refused.value.source == "ARB-39"


def test_what_both_sides_agree_on_is_not_silently_found_otherwise() -> None:
    arbitration = heard.heard()
    with pytest.raises(ActRefused, match="没有争议") as refused:
        found(arbitration, "E6", found="6000.00")
    assert refused.value.source == "SUM-05"
    element = found(
        arbitration, "E6", found="6000.00", departing="双方的陈述与银行流水不符，不予采信"
    )
    assert element.settled_value == "6000.00"
    assert element.finding.startswith("双方的陈述与银行流水不符")


def test_only_who_sits_in_the_case_finds() -> None:
    arbitration = heard.heard()
    sitting = set(arbitration.seats.values_list("user_id", flat=True))
    other = next(u for u in vars(heard.bench()).values() if u.pk not in sitting)
    with pytest.raises(NotPermitted):
        found(arbitration, "E10", by=other)


def test_nothing_is_found_before_the_parties_were_heard() -> None:
    arbitration = heard.heard()
    arbitration.hearings.update(state="scheduled")
    with pytest.raises(ActRefused, match="尚未开庭"):
        found(arbitration, "E10")
