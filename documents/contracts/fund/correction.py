"""F10 记账更正单: money that was entered wrongly, taken back in red."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.fund import crew
from documents.contracts.schema import (
    Context,
    Contract,
    Fault,
    Field,
    Kind,
    Slot,
    amount_dict,
    amount_fen,
)


def sample_correction() -> dict[str, Any]:
    return samples.header(
        CORRECTION.law(),
        issuer="fund_body",
        case_number=crew.CASE_NUMBER,
        made_on="2026-07-22",
        decision_number=crew.ADVANCE_NUMBER,
        employer_name=crew.FACTORY["name"],
        voucher="2026-00014",
        voucher_on="2026-07-20",
        kind="收回",
        summary="示农薪垫字〔2026〕6号收到胡雪梅",
        amount=amount_dict(2000000),
        red_voucher="2026-00015",
        reason="银行回单0720为其他案件的款项",
        voided="回款核销单（2026年7月20日）",
        outstanding_before=amount_dict(752844),
        outstanding_after=amount_dict(2752844),
        balance_before=amount_dict(49247156),
        balance_after=amount_dict(47247156),
        signatures=[crew.CASHIER, crew.ACCOUNTANT],
    )


def _two_vouchers(context: Context) -> Iterator[Fault]:
    if context["voucher"] == context["red_voucher"]:
        yield Fault("V-N1", "red_voucher", "红字凭证须另行编号，不得与原凭证相同。")


def _goes_back(context: Context) -> Iterator[Fault]:
    """F08: what was taken off the debt is put on it again, and leaves the fund's balance."""
    debt = amount_fen(context["outstanding_after"]) - amount_fen(context["outstanding_before"])
    money = amount_fen(context["balance_before"]) - amount_fen(context["balance_after"])
    if debt != money or not 0 <= debt <= amount_fen(context["amount"]):
        yield Fault(
            "F08",
            "outstanding_after",
            "冲销后尚未收回的增加数应当等于周转金余额的减少数，且不超过冲销金额。",
        )


def _kept_apart(context: Context) -> Iterator[Fault]:
    people = [row["name"] for row in context["signatures"]]
    if len(people) != len(set(people)):
        yield Fault("V-S1", "signatures", "出纳和会计不得为同一人。")


CORRECTION = Contract(
    code="F10",
    title="记账更正单",
    series=None,
    volume="first",
    fields=(
        *blocks.header(blocks.FUND_BODY),
        Field("decision_number", "垫付文书文号"),
        Field("employer_name", "用人单位"),
        Field("voucher", "原凭证号"),
        Field("voucher_on", "原凭证日期", Kind.DATE),
        Field("kind", "凭证种类"),
        Field("summary", "摘要"),
        Field("amount", "冲销金额", Kind.AMOUNT, "what the voucher brought into the bank"),
        Field("red_voucher", "红字凭证号"),
        Field("reason", "更正理由", Kind.LONG, "without a full stop at the end", sentence=False),
        Field("voided", "作废的文书", note="the paper of the voucher", required=False),
        Field("outstanding_before", "冲销前尚未收回", Kind.AMOUNT),
        Field("outstanding_after", "冲销后尚未收回", Kind.AMOUNT),
        Field("balance_before", "冲销前周转金余额", Kind.AMOUNT),
        Field("balance_after", "冲销后周转金余额", Kind.AMOUNT),
        blocks.SIGNATURES,
    ),
    slots=(
        Slot("cashier", "出纳", ("signature",)),
        Slot("accountant", "会计", ("signature",)),
    ),
    sample=sample_correction,
    citations={"recovery": ("FUND-02",)},
    checks=(
        _two_vouchers,
        _goes_back,
        _kept_apart,
        checks.in_order(("voucher_on", "原凭证日期"), ("made_on", "制单日期")),
        checks.slots_present("出纳", "会计"),
    ),
)
