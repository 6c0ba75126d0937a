"""A09, A09C: the return of service, its proofs and its methods."""

from datetime import datetime
from typing import Any

import pytest

from documents.contracts import CONTRACTS, moment_dict
from documents.contracts.tribunal.service import (
    DIRECT,
    ELECTRONIC,
    GONE,
    LEFT,
    MAILED,
    METHODS,
    NEVER_SIMPLY,
    NOTICE,
    POSTED,
    RETURN_FIELDS,
    SIMPLE,
)
from documents.contracts.tribunal.service import (
    REFUSED as REFUSAL,
)
from documents.layout.flow import paginate
from documents.render import render
from tests.documents.golden import lines
from tests.documents.papers import fonts
from tests.documents.test_contracts import template
from tests.documents.tribunal_cases import changed, text

NO_RECEIPT = {"receiver": None, "relation": None}


REFUSED = {"reason": "收发人员看过后拒绝签收", "witnesses": ["王建设"]}


LEFT_BEHIND = {"reason": REFUSAL, "left_on": "2026-06-22", "record": "IMG_0622.jpg，摘要3f9a1c7e"}


ARRIVED = {
    "channel": "短信",
    "consented_on": "2026-06-10",
    "arrived_at": moment_dict(datetime(2026, 6, 23, 10)),
    "record": "短信送达记录.png，摘要77aa01bc",
}


GONE_AWAY = {**LEFT_BEHIND, "reason": GONE}


PUBLISHED = {
    "reason": "受送达人下落不明",
    "media": "示例日报",
    "published_on": "2026-06-22",
    "days": 30,
}


@pytest.mark.parametrize(
    ("method", "values", "served_on", "printed"),
    [
        (LEFT, {"refusal": REFUSED, "left": LEFT_BEHIND}, "2026-06-25", "经过三个工作日视为送达"),
        (POSTED, {"left": GONE_AWAY}, "2026-06-25", "停业或者下落不明而张贴，已拍照、录像"),
        (MAILED, {"tracking_no": "EX000000000CN"}, "2026-06-24", "EX000000000CN"),
        (ELECTRONIC, {"electronic": ARRIVED}, "2026-06-23", "2026年6月10日书面同意"),
        (NOTICE, {"public_notice": PUBLISHED}, "2026-07-22", "公告期30日，期满视为送达"),
        (SIMPLE, {"note": "对方当场电话确认收到。"}, "2026-06-22", "■ 简便"),
    ],
)
def test_each_method_of_service_has_its_proof(
    method: str, values: dict[str, Any], served_on: str, printed: str
) -> None:
    context = changed("A09", method=method, served_on=served_on, **NO_RECEIPT, **values)
    assert CONTRACTS["A09"].validate(context) == []
    assert printed in text("A09", context)


@pytest.mark.parametrize(
    ("method", "values"),
    [
        (POSTED, {"left": GONE_AWAY, "served_on": "2026-06-22"}),
        (ELECTRONIC, {"electronic": ARRIVED, "served_on": "2026-06-22"}),
        (NOTICE, {"public_notice": PUBLISHED, "served_on": "2026-07-07"}),
    ],
)
def test_deemed_day_of_service_is_counted_by_law(method: str, values: dict[str, Any]) -> None:
    context = changed("A09", method=method, **NO_RECEIPT, **values)
    assert [fault.code for fault in CONTRACTS["A09"].validate(context)] == ["V-D2"]


def test_public_notice_is_no_shorter_than_the_law_says() -> None:
    shorter = {**PUBLISHED, "days": 7}
    context = changed(
        "A09", method=NOTICE, public_notice=shorter, served_on="2026-06-29", **NO_RECEIPT
    )
    assert [fault.code for fault in CONTRACTS["A09"].validate(context)] == ["ARB-35"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", NEVER_SIMPLY)
def test_award_and_mediation_statement_are_never_served_simply(kind: str, method: str) -> None:
    context = changed("A09", method=method, served_on=None, **NO_RECEIPT)
    context["documents"] = [
        {"title": "仲裁裁决书", "number": None, "kind": kind, "made_on": "2026-06-01", "copies": 1}
    ]
    found = [fault.code for fault in CONTRACTS["A09"].validate(context)]
    assert ("SUM-04" in found) == (method == SIMPLE)


def test_simple_service_needs_a_simplified_case() -> None:
    confirmed = {"note": "对方当场电话确认收到。", **NO_RECEIPT}
    context = changed("A09", method=SIMPLE, simplified=False, **confirmed)
    assert [fault.field for fault in CONTRACTS["A09"].validate(context)] == ["method"]


def test_simple_service_that_nobody_confirmed_is_no_service() -> None:
    context = changed("A09", method=SIMPLE, **NO_RECEIPT)
    (fault,) = CONTRACTS["A09"].validate(context)
    assert (fault.code, fault.field) == ("SUM-04", "receiver")
    context["served_on"] = None
    assert CONTRACTS["A09"].validate(context) == []


@pytest.mark.parametrize(
    ("channel", "found"), [("短信", ["SUM-04"]), ("电子邮件", ["SUM-04"]), ("送达平台", [])]
)
def test_award_is_not_served_by_a_message_even_if_consented_to(
    channel: str, found: list[str]
) -> None:
    context = changed(
        "A09",
        method=ELECTRONIC,
        electronic={**ARRIVED, "channel": channel},
        served_on="2026-06-23",
        **NO_RECEIPT,
    )
    context["documents"][0]["kind"] = "裁决书"
    assert [fault.code for fault in CONTRACTS["A09"].validate(context)] == found


def test_paper_is_left_only_when_it_was_refused() -> None:
    context = changed("A09", method=LEFT, left=GONE_AWAY, served_on="2026-06-25", **NO_RECEIPT)
    assert [fault.code for fault in CONTRACTS["A09"].validate(context)] == ["ARB-34"]
    context = changed("A09", method=LEFT, left=LEFT_BEHIND, served_on="2026-06-25", **NO_RECEIPT)
    assert [fault.field for fault in CONTRACTS["A09"].validate(context)] == ["refusal"]


def test_return_printed_before_the_errand_has_blanks_to_sign() -> None:
    context = changed("A09", method=DIRECT, sent_on=None, served_on=None, **NO_RECEIPT)
    assert CONTRACTS["A09"].validate(context) == []
    assert "　　　年　　月　　日" in text("A09", context)


def test_return_fields_stand_after_any_issuers_header() -> None:
    fields = CONTRACTS["A09"].fields
    assert fields[-len(RETURN_FIELDS) :] == RETURN_FIELDS


def test_certificate_of_service_copies_every_return_and_leaves_effect_to_another_paper() -> None:
    printed = text("A09C")
    assert "钱卫东¶2026.07.09¶直接" in printed
    assert "以生效证明书为准" in printed


def test_return_keeps_its_signing_places_on_one_page() -> None:
    (row,) = CONTRACTS["A09"].sample()["documents"][:1]
    for count in range(6, 20):
        paper = render(template("A09"), changed("A09", documents=[row] * count))
        signing = [
            [label for label in ("签 收 人", "拒收事由", "送 达 人") if label in lines(page)]
            for page in paginate(paper, fonts())
        ]
        assert [labels for labels in signing if labels] == [["签 收 人", "拒收事由", "送 达 人"]]
