"""A09M: what the mediation body's return of service prints and refuses."""

import copy

import pytest

from documents.contracts import CONTRACTS
from documents.contracts.mediation.service import TITLES
from law.service import METHODS
from tests.documents.test_contracts import at, faults, rendered

RETURN = CONTRACTS["A09M"]


def sample(**changes) -> dict:
    return copy.deepcopy(RETURN.sample()) | changes


LEFT = {
    "method": "留置送达",
    "receiver": None,
    "relation": None,
    "served_on": "2026-09-29",
    "refusal": {"reason": "称与公司无关", "witnesses": "林立"},
    "proofs": ["照片（摘要3f9a1c7e）"],
    "particulars": ["2026年9月29日视为送达。"],
}
BLANK = {"method": None, "sent_on": None, "served_on": None, "receiver": None, "relation": None}


def test_every_way_of_the_law_has_its_box() -> None:
    assert tuple(method.title for method in METHODS.values()) == TITLES
    text = "".join(rendered("A09M"))
    assert text.count("■") == 1
    assert text.count("□") == len(TITLES) - 1
    assert "■ 直接送达" in text


def test_blank_return_leaves_everything_for_the_pen() -> None:
    assert RETURN.validate(sample(**BLANK)) == []
    text = "".join(rendered("A09M", sample(**BLANK)))
    assert "■" not in text
    assert "　　　年　　月　　日" in text


def test_left_paper_prints_reason_witness_picture_and_the_counted_day() -> None:
    assert RETURN.validate(sample(**LEFT)) == []
    text = "".join(rendered("A09M", sample(**LEFT)))
    for words in ("■ 留置送达", "称与公司无关", "林立", "3f9a1c7e", "2026年9月29日视为送达"):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"served_on": "2026-09-23", "sent_on": "2026-09-23"}, "V-D1"),
        ({"sent_on": "2026-09-26", "served_on": "2026-09-25"}, "V-D1"),
        ({"receiver": None}, "V-S1"),
        ({"method": None}, "V-T1"),
        (LEFT | {"proofs": []}, "ARB-34"),
        (LEFT | {"refusal": None}, "V-T1"),
    ],
)
def test_return_that_proves_nothing_is_refused(changes, code) -> None:
    assert code in {fault.code for fault in RETURN.validate(sample(**changes))}


@pytest.mark.parametrize("title", ["调解协议书", "仲裁调解书", "仲裁裁决书"])
def test_mediation_paper_or_award_by_phone_is_refused(title) -> None:
    def change(context) -> None:
        at("method", "简便送达")(context)
        at("documents.0.title", title)(context)

    assert "SUM-04" in faults("A09M", change)


def test_nobody_is_asked_by_public_notice_whether_they_will_mediate() -> None:
    def change(context) -> None:
        at("method", "公告送达")(context)
        at("documents.0.title", "调解意愿征询函")(context)

    assert "MED-04" in faults("A09M", change)
    assert "MED-04" not in faults("A09M", at("documents.0.title", "调解意愿征询函"))
