"""A19 仲裁调解书 of a case that was settled before the tribunal, wholly or for some workers."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from documents.contracts import checks, terms
from documents.contracts.award import panel
from documents.contracts.review.outcome import BY_HAND, SIMPLE
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
from documents.contracts.tribunal import panel as tribunal
from documents.contracts.tribunal.checks import identified


def sample_settlement() -> dict[str, Any]:
    total = amount_dict(8000000)
    return panel.sample_header(
        SETTLEMENT.law(),
        made_on="2026-07-02",
        certified_copy=True,
        **panel.sample_case(),
        docketed_on="2026-06-18",
        heard=True,
        part_no=1,
        others_go_on=False,
        claims="申请人请求被申请人支付工资、加班费、二倍工资差额、经济补偿和未休年休假工资"
        "共计106017.24元。",
        terms=[
            "被申请人示例市示例精密机械有限公司支付申请人钱卫东80000.00元，于2026年7月31日前"
            "支付40000.00元，于2026年8月31日前支付40000.00元，直接转入申请人本人的工资账户。",
            "双方就本案请求再无其他争议。",
        ],
        instalments=[
            {"no": 1, "due_on": "2026-07-31", "amount": amount_dict(4000000)},
            {"no": 2, "due_on": "2026-08-31", "amount": amount_dict(4000000)},
        ],
        total=total,
        workers=[
            {
                "no": 1,
                "name": "钱卫东",
                "id_no": "99010119830609401X",
                "claimed": amount_dict(10601724),
                "due": total,
            }
        ],
        receipts=[],
        legally_effective_on=None,
        **panel.sample_bench(),
        copies=3,
    )


def _sums_hold(context: Context) -> Iterator[Fault]:
    """V-M3, V-M5: the instalments make the total, nobody gets more than was asked for."""
    added = sum(amount_fen(row["amount"]) for row in context["instalments"])
    if added != amount_fen(context["total"]):
        yield Fault("V-M3", "instalments", "各期金额合计与给付总额不等。")
    for before, after in pairwise(context["instalments"]):
        if after["due_on"] <= before["due_on"]:
            yield Fault("V-D1", "instalments", f"第{after['no']}期付款日应晚于前一期。")
    for place, row in enumerate(context["workers"]):
        if amount_fen(row["due"]) > amount_fen(row["claimed"]):
            yield Fault(
                "V-M5",
                f"workers[{place}].due",
                f"“{row['name']}”的调解金额{row['due']['digits']}元超过请求的"
                f"{row['claimed']['digits']}元。",
            )


def _paid_after_it_was_made(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["instalments"]):
        if row["due_on"] < context["made_on"]:
            yield Fault(
                "V-D1",
                f"instalments[{place}].due_on",
                f"第{row['no']}期付款日早于调解书的制作日期。",
            )


def _received_by_hand(context: Context) -> Iterator[Fault]:
    """SUM-04, ARB-32: signed for by everybody it binds, effective by the last receipt."""
    receipts = {row["name"]: row for row in context["receipts"] or []}
    for place, row in enumerate(context["receipts"] or []):
        if row["method"] in SIMPLE:
            yield Fault(
                "SUM-04",
                f"receipts[{place}].method",
                f"调解书不得以{row['method']}送达“{row['name']}”，须由当事人签收。",
            )
        if row["signed_on"] < context["made_on"]:
            yield Fault(
                "V-D1", f"receipts[{place}].signed_on", f"“{row['name']}”的签收早于制作日期。"
            )
    bound = [row["name"] for row in (*context["workers"], *context["respondents"])]
    complete = all(name in receipts for name in bound)
    last = max((row["signed_on"] for row in receipts.values()), default=None)
    if context["legally_effective_on"] != (last if complete else None):
        yield Fault(
            "ARB-32",
            "legally_effective_on",
            f"调解书自最后一方签收之日（{last}）起发生法律效力。"
            if complete
            else "尚有当事人未签收，调解书还没有发生法律效力。",
        )


def _copies(context: Context) -> Iterator[Fault]:
    """V-C1: a copy for everybody it binds and one for the file."""
    others = len(context["respondents"]) + len(context["third_parties"] or [])
    needed = context["worker_count"] + others + 1
    if context["copies"] != needed:
        yield Fault(
            "V-C1",
            "copies",
            f"份数应为{needed}份（每方一份，存卷一份），现为{context['copies']}份。",
        )


SETTLEMENT = Contract(
    code="A19",
    title="仲裁调解书",
    series=None,
    volume="first",
    fields=(
        *tribunal.HEADER,
        Field("certified_copy", "送达本", Kind.FLAG, "as in the award"),
        *panel.CASE,
        Field("docketed_on", "立案日期", Kind.DATE),
        Field("heard", "经过开庭", Kind.FLAG, "False: settled before the hearing"),
        Field("part_no", "第几份", Kind.COUNT, "of this case; 1 where it is the only one"),
        Field("others_go_on", "其余继续审理", Kind.FLAG, "True: other applicants did not settle"),
        Field("claims", "仲裁请求", Kind.LONG, "a whole sentence", sentence=True),
        Field("terms", "调解结果", Kind.TEXTS, "whole sentences, who pays whom what until when"),
        Field(
            "instalments",
            "付款计划",
            Kind.ROWS,
            of=(
                Field("no", "期次", Kind.COUNT),
                Field("due_on", "付款日", Kind.DATE),
                Field("amount", "金额", Kind.AMOUNT),
            ),
        ),
        Field("total", "给付总额", Kind.AMOUNT),
        Field(
            "workers",
            "劳动者明细",
            Kind.ROWS,
            "printed as a table where there are two or more",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名"),
                Field("id_no", "公民身份号码"),
                Field("claimed", "请求金额", Kind.AMOUNT),
                Field("due", "调解金额", Kind.AMOUNT),
            ),
        ),
        Field(
            "receipts",
            "签收情况",
            Kind.ROWS,
            "[] when the document is made; filled for the copy in the file",
            required=False,
            of=(
                Field("name", "当事人"),
                Field("method", "送达方式", Kind.CHOICE, choices=(*BY_HAND, *SIMPLE)),
                Field("signed_on", "签收日期", Kind.DATE),
            ),
        ),
        Field(
            "legally_effective_on",
            "发生法律效力日期",
            Kind.DATE,
            "the last receipt once everybody has signed; None before",
            required=False,
        ),
        *panel.BENCH,
        panel.COPIES,
    ),
    slots=(
        tribunal.ARBITRATOR_SLOT,
        tribunal.COMMISSION_SEAL,
        Slot("receipt", "签收人", ("signature",), each=True),
    ),
    sample=sample_settlement,
    citations={"effect": ("ARB-32",), "enforcement": ("ARB-44",)},
    checks=(
        checks.headcount("workers", "worker_count", "劳动者人数"),
        checks.total_of("workers", "due", "total", "给付总额"),
        checks.in_order(("docketed_on", "立案日期"), ("made_on", "制作日期")),
        _sums_hold,
        _paid_after_it_was_made,
        terms.definite("terms", "调解结果"),
        terms.paid_in_person("terms", "调解结果"),
        identified("applicants", "respondents"),
        tribunal.panel_formed,
        panel.signatures_are_the_panel,
        _received_by_hand,
        _copies,
        checks.reachable("respondents"),
    ),
)
