"""F03 审批表, F04 垫付决定书, F04A 垫付协议书: who approves an advance, and how it is given."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.fund import caps, crew
from documents.contracts.fund.application import EMPLOYER, PURPOSE, TRIGGER
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

GOVERNMENT = "政府"

HANDLERS = Field(
    "handlers", "经办人", Kind.TEXTS, "everybody who applied, verified or prepared the paper"
)
APPROVALS = Field(
    "approvals",
    "审批意见",
    Kind.ROWS,
    "the chain in its order, as the city's rules have it: 中心, 人社, 财政, 政府",
    of=(
        Field("level", "级次", Kind.COUNT, "1, 2, 3 …"),
        Field("body", "审批单位", note="中心, 人社, 财政, 政府"),
        Field("name", "审批人"),
        Field("post", "职务", required=False),
        Field("opinion", "意见", Kind.CHOICE, choices=("同意", "不同意")),
        Field("remark", "说明", Kind.LONG, required=False),
        Field("on", "审批日期", Kind.DATE),
    ),
)
LEVELS = Field(
    "levels",
    "审批权限",
    Kind.ROWS,
    "parameter: the last level that has to approve, by amount; the last row has no limit",
    of=(
        Field("up_to", "金额上限", Kind.AMOUNT, "None: any amount", required=False),
        Field("last_level", "审批至", Kind.COUNT, "level of `approvals`"),
    ),
)


def approved_by_others(context: Context) -> Iterator[Fault]:
    """F03: nobody approves what he handled, and nobody approves twice; the days follow."""
    seen: set[str] = set()
    for place, step in enumerate(context["approvals"]):
        path = f"approvals[{place}]"
        if step["name"] in context["handlers"]:
            yield Fault(
                "F03", f"{path}.name", f"“{step['name']}”是本事项的经办人，不得审批自己经办的事项。"
            )
        if step["name"] in seen:
            yield Fault("F03", f"{path}.name", f"“{step['name']}”不得在两级审批中重复签署。")
        seen.add(step["name"])
        if step["level"] != place + 1:
            yield Fault(
                "F03", f"{path}.level", f"审批应逐级进行，第{place + 1}级缺失或者次序有误。"
            )
        if step["on"] > context["made_on"]:
            yield Fault("V-D1", f"{path}.on", f"{step['body']}的审批日期晚于本表日期。")
    for place, (before, after) in enumerate(pairwise(context["approvals"]), 1):
        if after["on"] < before["on"]:
            yield Fault(
                "V-D1",
                f"approvals[{place}].on",
                f"{after['body']}的审批日期（{after['on']}）早于{before['body']}。",
            )
        if before["opinion"] == "不同意":
            yield Fault("F03", f"approvals[{place}]", f"{before['body']}不同意，后续各级不再审批。")


def _reaches_the_level(context: Context) -> Iterator[Fault]:
    chain = context["approvals"]
    if any(step["opinion"] == "不同意" for step in chain):
        return
    total = amount_fen(context["advance_total"])
    needed = next(
        (
            row["last_level"]
            for row in context["levels"]
            if not row["up_to"] or total <= amount_fen(row["up_to"])
        ),
        None,
    )
    if needed is None:
        yield Fault("F03", "levels", "审批权限中没有适用于本次垫付金额的一级。")
    elif len(chain) < needed:
        yield Fault(
            "F03",
            "approvals",
            f"垫付{context['advance_total']['digits']}元须审批至第{needed}级，"
            f"现只到第{len(chain)}级。",
        )
    if context["over_cap"] and not any(GOVERNMENT in step["body"] for step in chain):
        yield Fault("F03", "approvals", "超过限额的垫付须由同级人民政府审批。")


def _sample_approval() -> dict[str, Any]:
    return samples.header(
        APPROVAL.law(),
        issuer="fund_body",
        made_on="2026-05-08",
        applicant="示例市工业和信息化局",
        applied_on="2026-05-06",
        verified_on="2026-05-06",
        levels=[
            {"up_to": amount_dict(500000), "last_level": 2},
            {"up_to": None, "last_level": 4},
        ],
        handlers=["梁宽", "董洁"],
        approvals=[
            {
                "level": level,
                "body": body,
                "name": name,
                "post": post,
                "opinion": "同意",
                "remark": remark,
                "on": "2026-05-08",
            }
            for level, body, name, post, remark in (
                (1, "中心", "方正", "主任", "材料齐全，核实无误，拟按案件比例限额垫付。"),
                (2, "人社", "任重", "分管负责人", None),
                (3, "财政", "江帆", "负责人", None),
                (4, "政府", "程明", "分管负责人", None),
            )
        ],
        **crew.advance(),
    )


_TOTALS = (
    checks.total_of("rows", "due", "due_total", "核实欠薪"),
    checks.total_of("rows", "advance", "advance_total", "垫付金额"),
    checks.total_of("rows", "residual", "residual_total", "剩余欠薪"),
    checks.headcount("rows", "worker_count", "劳动者人数"),
    caps.within_caps,
)

APPROVAL = Contract(
    code="F03",
    title="应急周转金垫付审批表",
    series=None,
    volume="second",
    fields=(
        *blocks.header(blocks.FUND_BODY),
        Field("applicant", "申请单位"),
        Field("applied_on", "申请日期", Kind.DATE),
        Field("verified_on", "核实日期", Kind.DATE),
        EMPLOYER,
        TRIGGER,
        PURPOSE,
        *caps.ADVANCE,
        LEVELS,
        HANDLERS,
        APPROVALS,
    ),
    slots=(Slot("approver", "各级审批人", ("signature",), each=True),),
    sample=_sample_approval,
    citations={"advance": ("FUND-01",)},
    checks=(
        *_TOTALS,
        approved_by_others,
        _reaches_the_level,
        checks.in_order(
            ("applied_on", "申请日期"), ("verified_on", "核实日期"), ("made_on", "审批日期")
        ),
    ),
)

_ISSUED = (
    EMPLOYER,
    TRIGGER,
    PURPOSE,
    *caps.ADVANCE,
    Field("approved_on", "审批日期", Kind.DATE, "the last step of the approval"),
)


def _sample_decision() -> dict[str, Any]:
    return samples.header(
        ADVANCE_DECISION.law(),
        issuer="fund_body",
        number=crew.ADVANCE_NUMBER,
        made_on=crew.DECIDED_ON,
        applicant="示例市工业和信息化局",
        applied_on="2026-05-06",
        approved_on="2026-05-08",
        **crew.advance(),
    )


def _for_fled_employer(context: Context) -> Iterator[Fault]:
    if context["trigger"] == "一时难以支付":
        yield Fault(
            "V-F2",
            "trigger",
            "用人单位一时难以支付、能够到场的，应与其签订垫付协议书，不以决定书垫付。",
        )


ADVANCE_DECISION = Contract(
    code="F04",
    title="垫付决定书",
    series="垫付",
    volume="first",
    fields=(
        *blocks.header(blocks.FUND_BODY),
        Field("applicant", "申请单位"),
        Field("applied_on", "申请日期", Kind.DATE),
        *_ISSUED,
    ),
    slots=(Slot("fund_body", "周转金管理机构", ("seal",)),),
    sample=_sample_decision,
    citations={"advance": ("FUND-01",), "recovery": ("FUND-02",), "own_account": ("WAGE-02",)},
    checks=(
        *_TOTALS,
        _for_fled_employer,
        checks.in_order(
            ("applied_on", "申请日期"), ("approved_on", "审批日期"), ("made_on", "决定日期")
        ),
    ),
)


def sample_agreement(size: int = 16) -> dict[str, Any]:
    advance = crew.advance(size)
    total = amount_fen(advance["advance_total"])
    employer = {
        **crew.FACTORY,
        "role": "乙方",
        "whereabouts_unknown": False,
    }
    return samples.header(
        ADVANCE_AGREEMENT.law(),
        issuer="fund_body",
        number=crew.ADVANCE_NUMBER,
        made_on=crew.DECIDED_ON,
        approved_on="2026-05-08",
        **{
            **advance,
            "employer": employer,
            "trigger": "一时难以支付",
        },
        instalments=[
            {"no": 1, "due_on": "2026-07-31", "amount": amount_dict(total // 2)},
            {"no": 2, "due_on": "2026-09-30", "amount": amount_dict(total - total // 2)},
        ],
        interest="不计利息",
        default_terms="任何一期逾期超过十日的，甲方可以要求乙方立即归还全部未还款项。",
        security=None,
        account=crew.FUND_ACCOUNT,
        copies=3,
        signatures=[
            samples.signature("甲方", samples.FUND_BODY["name"], "organisation", capacity="负责人"),
            samples.signature(
                "乙方", employer["name"], "organisation", signer="胡长林", capacity="投资人"
            ),
        ],
    )


def _repaid_in_full(context: Context) -> Iterator[Fault]:
    rows = context["instalments"]
    added = sum(amount_fen(row["amount"]) for row in rows)
    if added != amount_fen(context["advance_total"]):
        yield Fault(
            "V-M3",
            "instalments",
            f"各期归还金额合计{amount_dict(added)['digits']}元，"
            f"与垫付合计{context['advance_total']['digits']}元不等。",
        )
    days = [context["made_on"], *(row["due_on"] for row in rows)]
    for place, (before, after) in enumerate(pairwise(days)):
        if after <= before:
            yield Fault(
                "V-D1",
                f"instalments[{place}].due_on",
                f"第{rows[place]['no']}期归还日（{after}）应晚于"
                f"{'签订日期' if place == 0 else '前一期'}（{before}）。",
            )


def _with_present_employer(context: Context) -> Iterator[Fault]:
    if context["trigger"] == "逃匿" or context["employer"]["whereabouts_unknown"]:
        yield Fault(
            "V-F2", "trigger", "用人单位逃匿或者下落不明的，不能签订垫付协议书，应使用垫付决定书。"
        )


ADVANCE_AGREEMENT = Contract(
    code="F04A",
    title="垫付协议书",
    series="垫付",
    volume="first",
    fields=(
        *blocks.header(blocks.FUND_BODY),
        *_ISSUED,
        Field(
            "instalments",
            "归还计划",
            Kind.ROWS,
            of=(
                Field("no", "期次", Kind.COUNT),
                Field("due_on", "归还日", Kind.DATE),
                Field("amount", "金额", Kind.AMOUNT),
            ),
        ),
        Field("interest", "利息约定", note="parameter interest_rule: 不计利息, or a whole clause"),
        Field("default_terms", "违约责任", Kind.LONG, "a whole sentence"),
        Field("security", "担保", Kind.LONG, "a whole sentence", required=False),
        Field(
            "account",
            "归还账户",
            Kind.BLOCK,
            of=(
                Field("holder", "户名"),
                Field("bank", "开户银行"),
                Field("account_no", "账号"),
            ),
        ),
        Field("copies", "份数", Kind.COUNT),
        blocks.SIGNATURES,
    ),
    slots=(
        Slot("fund_body", "甲方", blocks.SEAL_AND_SIGN),
        Slot("employer", "乙方", blocks.SEAL_AND_SIGN),
    ),
    sample=sample_agreement,
    citations={"advance": ("FUND-01",), "recovery": ("FUND-02",), "own_account": ("WAGE-02",)},
    checks=(
        *_TOTALS,
        _repaid_in_full,
        _with_present_employer,
        checks.in_order(("approved_on", "审批日期"), ("made_on", "签订日期")),
        checks.slots_present("甲方", "乙方"),
    ),
)
