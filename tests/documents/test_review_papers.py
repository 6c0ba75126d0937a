"""The papers of an arbitration review: what the rules ask of each, what each tells its reader."""

import copy
from typing import Any

import pytest

from documents.contracts import CONTRACTS, amount_dict, samples
from documents.contracts.review.application import (
    CONFIRMED,
    ELSEWHERE,
    LATE,
    OUT_OF_SCOPE,
    REFUSAL_GROUNDS,
    STATUS,
    sample_application,
    sample_not_accepted,
)
from documents.contracts.review.outcome import (
    DECISIONS,
    NO_DOCUMENT_GROUNDS,
    SIMPLE,
    sample_document,
    sample_no_document,
)
from tests.documents.test_contracts import at, faults, rendered

REFUSED = "拒绝签名，原因：对金额有异议，见证人：田禾"


def codes(code: str, context: dict[str, Any]) -> list[str]:
    return [fault.code for fault in CONTRACTS[code].validate(context)]


def text(code: str, context: dict[str, Any] | None = None) -> str:
    return "\n".join(rendered(code, context))


def received(**changes: Any) -> dict[str, Any]:
    """The mediation document with everybody's receipt, the last on 19 October."""
    context = sample_document()
    parties = [*context["applicants"], *context["respondents"]]
    context["receipts"] = [
        {"name": party["name"], "method": "直接送达", "signed_on": f"2026-10-{16 + place % 4}"}
        for place, party in enumerate(parties)
    ]
    return context | {"legally_effective_on": "2026-10-19"} | changes


@pytest.mark.parametrize(
    ("check", "code", "field", "value"),
    [
        ("V-D2", "R01", "applied_on", "2026-10-14"),
        ("V-D2", "R01", "review_by", "2026-10-14"),
        ("V-D1", "R01", "applied_on", "2026-09-27"),
        ("V-S1", "R01", "signatures.0.refusal", REFUSED),
        ("V-S1", "R01", "roster", []),
        ("V-S1", "R01", "payers", ["示例市示例置业有限公司"]),
        ("V-P2", "R01", "respondents.0.agents.0.scope", "一般授权"),
        ("V-M2", "R01", "agreement.paid", amount_dict(1)),
        ("REV-02", "R01", "respondents.2.phone", None),
        ("REV-02", "R01", "applicants.0.address", None),
        ("REV-02", "R01", "attachments", ["调解协议书", "身份证明"]),
        ("REV-03", "R01", "terms.0", "双方确认存在劳动关系。"),
        ("REV-03", "R01", "confirmation_state", "已确认"),
        ("V-X1", "R01", "confirmation_state", "审查中"),
        ("JC-08", "R01", "terms.0", "余款尽快付清。"),
        ("V-D2", "R02", "end_by", "2026-10-19"),
        ("V-D1", "R02", "accepted_on", "2026-10-08"),
        ("V-T1", "R02N", "number", None),
        ("REV-03", "R02N", "applied_on", "2026-10-13"),
        ("REV-03", "R02N", "ground", OUT_OF_SCOPE),
        ("REV-03", "R02N", "competent", "示例市示例县劳动人事争议仲裁委员会"),
        ("V-D2", "R02N", "review_by", "2026-10-14"),
        ("V-D2", "R02N", "confirm_by", "2026-10-29"),
        ("V-D1", "R02N", "decided_on", "2026-10-14"),
        ("REV-05", "R03", "terms.1", "被申请人于2026年12月31日前付清全部款项。"),
        ("REV-05", "R03", "terms", ["被申请人付清全部款项。"]),
        ("V-M2", "R03", "workers.2.due", amount_dict(1)),
        ("V-M2", "R03", "worker_count", 11),
        ("V-D1", "R03", "accepted_on", "2026-10-08"),
        ("ARB-32", "R03", "legally_effective_on", "2026-10-15"),
        ("REV-06", "R04", "ground", None),
        ("REV-07", "R04", "withdrawn_on", "2026-10-14"),
        ("V-D1", "R04", "decided_on", "2026-10-09"),
    ],
)
def test_paper_against_the_rules_is_refused(
    check: str, code: str, field: str, value: object
) -> None:
    assert check in faults(code, at(field, value))


def test_status_in_both_texts_is_refused_in_the_document_too() -> None:
    term = "双方确认存在劳动关系。"
    context = sample_document() | {"terms": [term], "agreement_terms": [term]}
    assert codes("R03", context) == ["REV-03"]


@pytest.mark.parametrize("method", SIMPLE)
def test_mediation_document_is_not_served_by_a_simple_channel(method: str) -> None:
    context = received()
    context["receipts"][2]["method"] = method
    assert codes("R03", context) == ["SUM-04"]


def test_mediation_document_takes_effect_with_the_last_receipt() -> None:
    assert codes("R03", received()) == []
    assert codes("R03", received(legally_effective_on="2026-10-18")) == ["ARB-32"]
    assert codes("R03", received(legally_effective_on=None)) == ["ARB-32"]
    missing = received()
    del missing["receipts"][0]
    assert codes("R03", missing) == ["ARB-32"]
    assert codes("R03", missing | {"legally_effective_on": None}) == []
    assert "本调解书自2026年10月19日起发生法律效力。" in text("R03", received())
    assert "起发生法律效力。" not in text("R03")


def test_receipt_before_the_document_was_made_is_refused() -> None:
    context = received()
    context["receipts"][0]["signed_on"] = "2026-10-14"
    assert codes("R03", context) == ["V-D1"]


def test_mediation_document_repeats_the_agreement_and_its_force() -> None:
    printed = text("R03")
    for place, term in enumerate(sample_document()["agreement_terms"]):
        assert f"{'一二三'[place]}、{term}" in printed
    assert "经双方当事人签收后，发生法律效力（《劳动争议调解仲裁法》第四十二条）" in printed
    assert "向人民法院申请执行（《劳动争议调解仲裁法》第五十一条）" in printed
    assert "本件与原本核对无异" in printed
    assert "本件与原本核对无异" not in text("R03", sample_document() | {"certified_copy": False})


def test_mediation_document_of_one_worker_has_no_list() -> None:
    context = sample_document(1)
    assert codes("R03", context) == []
    printed = text("R03", context)
    assert "附：劳动者名单及金额" not in printed
    assert "签收情况" in printed


@pytest.mark.parametrize(
    ("ground", "told", "not_told"),
    [
        (OUT_OF_SCOPE, ["共同向人民法院申请司法确认", "有处理权限的机关"], ["依法申请仲裁"]),
        (
            ELSEWHERE,
            ["2026年10月13日前（含当日）共同向示例市示例县劳动人事争议仲裁委员会", "申请仲裁"],
            [],
        ),
        (LATE, ["2026年10月28日前（含当日）共同向人民法院申请司法确认"], ["示例县"]),
        (STATUS, ["申请仲裁"], ["司法确认", "提起诉讼"]),
        (CONFIRMED, ["向人民法院申请执行（《民事诉讼法》第二百零六条）"], ["申请仲裁（"]),
    ],
)
def test_refusal_tells_the_way_that_stays_open(
    ground: str, told: list[str], not_told: list[str]
) -> None:
    context = sample_not_accepted(ground)
    assert codes("R02N", context) == []
    printed = text("R02N", context)
    assert all(sentence in printed for sentence in told)
    assert not any(sentence in printed for sentence in not_told)


def test_refusal_after_the_fifteen_days_sends_nobody_to_another_commission() -> None:
    late = {"made_on": "2026-10-14", "decided_on": "2026-10-14"}
    context = sample_not_accepted(ELSEWHERE) | late
    assert codes("R02N", context) == []
    assert "示例县" not in text("R02N", context)


def test_refusal_after_thirty_days_offers_no_confirmation() -> None:
    context = sample_not_accepted() | {"made_on": "2026-10-29", "decided_on": "2026-10-29"}
    assert codes("R02N", context) == []
    assert "司法确认" not in text("R02N", context)


def test_refusal_for_status_is_no_pay_only_agreement() -> None:
    assert codes("R02N", sample_not_accepted(STATUS) | {"pay_only": True}) == ["REV-03"]


def test_every_ground_of_refusal_has_a_lawful_sample() -> None:
    assert all(codes("R02N", sample_not_accepted(ground)) == [] for ground in REFUSAL_GROUNDS)


@pytest.mark.parametrize("ground", NO_DOCUMENT_GROUNDS)
def test_decision_names_its_ground(ground: str) -> None:
    context = sample_no_document() | {"ground": ground}
    assert codes("R04", context) == []
    assert f"属于{ground}的情形" in text("R04", context)


def test_withdrawal_before_service_ends_the_review() -> None:
    context = sample_no_document(DECISIONS[1])
    assert codes("R04", context) == []
    printed = text("R04", context)
    assert "终止对该调解协议的审查" in printed
    assert "《劳动人事争议仲裁办案规则》第七十六条第二款" in printed
    assert codes("R04", context | {"served_on": "2026-10-13"}) == ["REV-07"]
    assert codes("R04", context | {"withdrawn_on": None}) == ["REV-07"]


def test_direct_suit_is_told_only_of_an_agreement_on_payment() -> None:
    assert "提起诉讼" in text("R04")
    assert "提起诉讼" not in text("R04", sample_no_document() | {"pay_only": False})


def test_application_for_review_by_one_worker() -> None:
    context = copy.deepcopy(sample_application(1))
    context["agreement"] |= {
        "paid": amount_dict(0),
        "outstanding": context["agreement"]["total"],
    }
    assert codes("R01", context) == []
    printed = text("R01", context)
    assert "并根据该协议制作调解书" in printed
    assert "已履行" not in printed


def test_acceptance_of_a_late_application_is_refused() -> None:
    last = CONTRACTS["R02"].sample() | {
        "applied_on": "2026-10-13",
        "accepted_on": "2026-10-14",
        "end_by": "2026-10-21",
        "made_on": "2026-10-14",
    }
    assert codes("R02", last) == []
    assert codes("R02", last | {"applied_on": "2026-10-14"}) == ["V-D2"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # After the five working days of the law and the five of an extension it is still made:
        # a period the commission let pass takes nothing from the parties.
        ({"made_on": "2026-10-26"}, []),
        ({"made_on": "2026-10-09"}, ["V-D1"]),
        ({"applied_on": "2026-10-14", "accepted_on": "2026-10-15"}, ["V-D2"]),
    ],
)
def test_mediation_document_comes_from_a_review_asked_for_in_time(
    changes: dict[str, Any], expected: list[str]
) -> None:
    assert codes("R03", sample_document() | changes) == expected


def test_a_late_decision_not_to_make_the_document_is_still_made() -> None:
    late = {"decided_on": "2026-10-26", "made_on": "2026-10-26"}
    assert codes("R04", sample_no_document() | late) == []


def test_mediation_document_on_a_wrong_identity_or_payee_is_refused() -> None:
    assert "V-P1" in faults("R03", at("respondents.0.credit_code", "91990100MA0X00022A"))
    context = sample_document()
    context["terms"] = context["agreement_terms"] = ["上述款项支付至班组长曹守业账户。"]
    assert codes("R03", context) == ["V-P4"]


def test_mediation_document_prints_the_plan_its_term_speaks_of() -> None:
    context = sample_document()
    context["terms"][1] = "示例建设集团第九工程有限公司将上述款项按下表分3期支付："
    context["agreement_terms"] = list(context["terms"])
    assert codes("R03", context) == ["V-M3"]
    context["instalments"] = samples.instalments_of(samples.crew())
    assert codes("R03", context) == []
    shown = rendered("R03", context)
    place = shown.index("二、示例建设集团第九工程有限公司将上述款项按下表分3期支付：")
    assert "2026年11月30日" in shown[place : place + 20]
    context["instalments"] = context["instalments"][:2]
    assert codes("R03", context) == ["V-M3"]
