"""Payment order and enforcement: what may be asked for, by whom, and how long."""

from typing import Any

import pytest

from documents.contracts import CONTRACTS, amount_dict
from documents.contracts.enforcement.applications import (
    AWARD,
    BASES,
    BY_ARREARS,
    ORDER,
    REVIEWED,
    RULING,
    sample_enforcement,
    sample_payment_order,
)
from documents.contracts.samples import CREW_LEADER, signature
from tests.documents.test_contracts import at, faults, rendered


def codes(code: str, context: dict[str, Any]) -> list[str]:
    return [fault.code for fault in CONTRACTS[code].validate(context)]


def text(code: str, context: dict[str, Any] | None = None) -> str:
    return "\n".join(rendered(code, context))


@pytest.mark.parametrize(
    ("check", "code", "field", "value"),
    [
        ("V-X1", "E01", "debtor.whereabouts_unknown", True),
        ("V-X1", "E01", "agreement.confirmed", True),
        ("PAYO-04", "E01", "debtor.address", None),
        ("PAYO-04", "E01", "items.1.due_on", "2026-10-19"),
        ("PAYO-04", "E01", "whole_sum_settled", False),
        ("PAYO-04", "E01", "no_counter_performance", False),
        ("PAYO-04", "E01", "serviceable", False),
        ("PAYO-04", "E01", "preserved", True),
        ("PAYO-04", "E01", "penalty", {"amount": amount_dict(100), "basis": "按日万分之三"}),
        ("V-M2", "E01", "items.0.paid", amount_dict(100)),
        ("V-M2", "E01", "amount_due", amount_dict(1)),
        ("V-D1", "E01", "overdue_since", "2026-10-09"),
        ("V-P1", "E01", "applicant.kind", "organisation"),
        ("V-P1", "E01", "applicant.id_no", "990101197103022012"),
        ("PAYO-04", "E01", "court_name", "示例市中级人民法院"),
        ("V-P4", "E01", "account.holder", "曹守业"),
        ("V-T1", "E01", "agreement", None),
        ("V-T1", "E01", "head", "违约金"),
        ("V-S1", "E01", "signatures.0.role", "代理人"),
        ("V-D2", "E02", "applied_on", "2028-12-01"),
        ("V-D2", "E02", "enforce_by", "2028-11-29"),
        ("V-D1", "E02", "applied_on", "2026-10-15"),
        ("V-X1", "E02", "annulment_pending", True),
        ("V-F1", "E02", "title_document.finality", "终局"),
        ("V-M2", "E02", "workers.3.outstanding", amount_dict(1)),
        ("V-M2", "E02", "outstanding_total", amount_dict(1)),
        ("V-M2", "E02", "worker_count", 11),
        ("V-P4", "E02", "workers.3.account_holder", "曹守业"),
        ("V-P1", "E02", "debtors.0.credit_code", "91990100MA0X00022A"),
        ("V-S1", "E02", "signatures.0.name", "王建设"),
        ("E02", "E02", "attachments", ["调解协议书"]),
        ("E02", "E02", "court_ground", "被执行人住所地"),
        ("E02", "E02", "court_name", "示例市示例县人民法院"),
        ("E02", "E02", "court_place", "示例市示例区"),
        ("V-N1", "E02", "title_document.number", "2026民特12"),
        ("DEP-07", "E02", "protected_funds", False),
    ],
)
def test_application_against_the_rules_is_refused(
    check: str, code: str, field: str, value: object
) -> None:
    assert check in faults(code, at(field, value))


def test_part_that_is_paid_is_no_part_of_the_order() -> None:
    context = sample_payment_order()
    context["items"][0] |= {"paid": context["items"][0]["amount"], "due": amount_dict(0)}
    assert codes("E01", context) == ["PAYO-04", "V-M2"]


def test_order_on_the_agreement_and_order_on_the_arrears() -> None:
    agreed = text("E01")
    assert "依照《劳动争议调解仲裁法》第十六条，申请人可以向人民法院申请支付令" in agreed
    assert "示农薪调协字〔2026〕12号调解协议" in agreed
    assert "其余款项已经立即到期" in agreed
    context = sample_payment_order(BY_ARREARS)
    assert codes("E01", context) == []
    arrears = text("E01", context)
    assert "依照《劳动合同法》第三十条第二款" in arrears
    assert "调解协议" not in arrears


def test_without_an_agreement_only_wages_may_be_ordered() -> None:
    context = sample_payment_order(BY_ARREARS) | {"head": "经济补偿"}
    assert codes("E01", context) == ["PAYO-05"]


def test_agreed_penalty_is_part_of_the_sum() -> None:
    context = sample_payment_order()
    context["agreement"]["penalty_agreed"] = True
    context["penalty"] = {"amount": amount_dict(10000), "basis": "逾期按未付金额每日万分之三"}
    context["amount_due"] = amount_dict(796275 + 10000)
    assert codes("E01", context) == []
    assert "（含按约定计算的违约金或者利息100.00元）" in text("E01", context)


@pytest.mark.parametrize(
    ("basis", "article"),
    [
        (RULING, "《民事诉讼法》第二百零六条"),
        (REVIEWED, "《劳动争议调解仲裁法》第五十一条"),
        (AWARD, "《劳动争议调解仲裁法》第五十一条"),
        (ORDER, "《民事诉讼法》第二百二十七条第二款"),
    ],
)
def test_enforcement_rests_on_its_title(basis: str, article: str) -> None:
    context = sample_enforcement(basis)
    assert codes("E02", context) == []
    printed = text("E02", context)
    assert article in printed
    assert "第二百五十条，申请执行人在" in printed
    assert ("（非终局）" in printed) == (basis == AWARD)
    assert ("未提出书面异议" in printed) == (basis == ORDER)
    assert (f"贵院系作出上述{basis}的人民法院。" in printed) == (basis in (RULING, ORDER))
    assert ("被执行人住所地为示例市示例区，属贵院辖区。" in printed) == (basis in (REVIEWED, AWARD))


def test_property_gives_jurisdiction_for_every_title() -> None:
    for basis in BASES:
        context = sample_enforcement(basis) | {
            "court_name": "示例市示例县人民法院",
            "court_ground": "被执行的财产所在地",
            "court_place": "示例市示例县",
        }
        assert codes("E02", context) == []


def test_award_is_not_enforced_by_who_made_it() -> None:
    context = sample_enforcement(AWARD) | {
        "court_ground": "作出执行依据的人民法院",
        "court_place": None,
    }
    assert codes("E02", context) == ["E02", "E02"]


def test_every_title_needs_its_own_papers() -> None:
    for basis in BASES:
        context = sample_enforcement(basis)
        context["attachments"] = context["attachments"][2:]
        assert codes("E02", context) == ["E02", "E02"]


def test_award_without_finality_is_refused() -> None:
    context = sample_enforcement(AWARD)
    context["title_document"]["finality"] = None
    assert codes("E02", context) == ["V-F1"]


def test_nothing_left_to_enforce_is_refused() -> None:
    context = sample_enforcement()
    for row in context["workers"]:
        row |= {"paid": row["obliged"], "outstanding": amount_dict(0)}
    context |= {"paid_total": context["obliged_total"], "outstanding_total": amount_dict(0)}
    assert codes("E02", context) == ["E02"]


def test_two_years_are_printed_only_when_the_calendar_is_known() -> None:
    assert "申请执行的二年期间内提出申请" in text("E02")
    context = sample_enforcement() | {"enforce_by": "2028-11-30"}
    assert codes("E02", context) == []
    assert "申请执行的二年期间内（至2028年11月30日）提出申请" in text("E02", context)


def test_one_worker_is_paid_to_the_account_in_the_text() -> None:
    context = sample_enforcement(RULING, 1) | {"representatives": []}
    context["applicants"] = [{**context["applicants"][0], "role": "申请执行人"}]
    context["signatures"] = context["signatures"][:1]
    assert codes("E02", context) == []
    printed = text("E02", context)
    assert "户名：周建民" in printed
    assert "申请执行人名单、金额及账户" not in printed


def test_no_clues_leaves_out_the_heading() -> None:
    context = sample_enforcement() | {"clues": [], "protected_funds": False}
    assert codes("E02", context) == []
    assert "财产线索" not in text("E02", context)
    assert "《保障农民工工资支付条例》第三十三条" in text("E02")


def test_ruling_is_called_by_the_name_the_court_gives_it() -> None:
    assert "（2026）冀0699民特12号民事裁定书" in text("E02")
    assert "贵院系作出上述民事裁定书的人民法院" in text("E02")


@pytest.mark.parametrize(
    ("finality", "effective_on", "refused"),
    [
        ("终局", "2026-09-28", False),
        ("终局", "2026-10-16", True),
        ("非终局", "2026-10-14", False),
        ("非终局", "2026-10-13", True),
    ],
)
def test_award_is_enforced_from_its_effect(finality: str, effective_on: str, refused: bool) -> None:
    context = sample_enforcement(AWARD)
    context["title_document"] |= {"finality": finality, "effective_on": effective_on}
    assert codes("E02", context) == (["V-F1"] if refused else [])


def test_enforcement_names_every_worker_or_representatives_from_among_them() -> None:
    context = sample_enforcement()
    assert "V-S1" in codes("E02", context | {"representatives": []})
    leader = {**CREW_LEADER, "role": "申请执行人代表人1"}
    outsider = context | {
        "applicants": [leader, *context["applicants"][1:]],
        "representatives": [leader["name"], *context["representatives"][1:]],
        "signatures": [
            signature(leader["role"], leader["name"], "person"),
            *context["signatures"][1:],
        ],
    }
    assert codes("E02", outsider) == ["V-S1"]


def test_enforcement_signed_by_somebody_without_authority_is_refused() -> None:
    context = sample_enforcement()
    context["signatures"][0] |= {"signer": "曹守业", "capacity": "委托代理人"}
    assert codes("E02", context) == ["V-P2"]


def test_nothing_paid_is_said_in_words() -> None:
    context = sample_enforcement()
    for row in context["workers"]:
        row |= {"paid": amount_dict(0), "outstanding": row["obliged"]}
    context |= {"paid_total": amount_dict(0), "outstanding_total": context["obliged_total"]}
    assert codes("E02", context) == []
    assert "被执行人至今未履行。" in text("E02", context)


def test_payment_order_is_asked_of_an_employer_by_the_worker_in_person() -> None:
    context = sample_payment_order()
    person = {**CREW_LEADER, "role": "被申请人"}
    assert codes("E01", context | {"debtor": person}) == ["V-X1"]
    others = [signature("申请人", "曹守业", "person")]
    assert codes("E01", context | {"signatures": others}) == ["V-S1"]


def test_sum_is_overdue_from_the_day_after_its_day() -> None:
    assert "自2026年10月11日起逾期" in text("E01")
    assert faults("E01", at("overdue_since", "2026-10-10")) == ["V-D1"]
