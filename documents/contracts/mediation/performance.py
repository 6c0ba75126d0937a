"""D15 履行情况记录（收款确认）, D16 回访记录, D17 督促履行通知书: after the agreement."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
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

STATES = ("按期", "逾期已付", "部分", "未付")
OF_AGREEMENT = "调解协议书"
TITLES = (
    OF_AGREEMENT,
    "仲裁裁决书",
    "先行裁决书",
    "先予执行裁决书",
    "仲裁调解书",
    "支付令",
)


def sample_performance(size: int = 12) -> dict[str, Any]:
    rows = [
        {
            "no": worker["no"],
            "name": worker["name"],
            "due": worker["instalments"][0]["amount"],
            "paid": worker["instalments"][0]["amount"],
            "paid_on": "2026-09-30",
            "account_no": worker["account_no"],
            "state": "按期",
        }
        for worker in samples.crew(size)
    ]
    return samples.header(
        PERFORMANCE.law(),
        made_on="2026-09-30",
        title_kind=OF_AGREEMENT,
        title_number="示农薪调协字〔2026〕12号",
        title_on="2026-09-28",
        instalment_no=1,
        instalments_count=3,
        due_on="2026-09-30",
        payer=samples.GENERAL_CONTRACTOR["name"],
        method="工资专用账户转账",
        voucher="银行批量代发回单（2026年9月30日）",
        rows=rows,
        due_total=samples.sum_of(rows, "due"),
        paid_total=samples.sum_of(rows, "paid"),
        outstanding_total=amount_dict(9193358),
        fund=None,
        cash=False,
        signatures=[samples.signature("经办人", "田禾", "officer")],
    )


def _paid_within_due(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["rows"]):
        due, paid, who = amount_fen(row["due"]), amount_fen(row["paid"]), f"“{row['name']}”"
        if paid > due:
            yield Fault("V-M3", f"rows[{place}].paid", f"{who}的已付金额大于应付金额。")
        expected = {0: ("未付",)}.get(paid, ("部分",) if paid < due else ("按期", "逾期已付"))
        if row["state"] not in expected:
            yield Fault("V-M3", f"rows[{place}].state", f"{who}的履行状态与金额不符。")
        if paid and not row["paid_on"]:
            yield Fault("V-T1", f"rows[{place}].paid_on", f"{who}没有付款日期。")
        if row["paid_on"] and row["paid_on"] > context["made_on"]:
            yield Fault("V-D1", f"rows[{place}].paid_on", f"{who}的付款日期晚于本记录日期。")


def _fund_within_paid(context: Context) -> Iterator[Fault]:
    """FUND-02: the fund's part is the sum of its rows, and no row is above what was credited."""
    fund = context["fund"]
    if not fund:
        return
    paid = {row["no"]: amount_fen(row["paid"]) for row in context["rows"]}
    for place, row in enumerate(fund["rows"]):
        if amount_fen(row["amount"]) > paid.get(row["no"], 0):
            yield Fault(
                "FUND-02",
                f"fund.rows[{place}].amount",
                f"“{row['name']}”名下归还周转金的金额大于本期实付。",
            )
    if sum(amount_fen(row["amount"]) for row in fund["rows"]) != amount_fen(fund["total"]):
        yield Fault("V-M2", "fund.total", "归还周转金的合计与各人相加不符。")


def _cash_has_witnesses(context: Context) -> Iterator[Fault]:
    witnesses = [row for row in context["signatures"] if row["role"].startswith("见证人")]
    if context["cash"] and len(witnesses) < 2:
        yield Fault("V-S1", "signatures", "现场现金支付须有两名见证人签名。")


PERFORMANCE = Contract(
    code="D15",
    title="履行情况记录",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("title_kind", "付款依据", Kind.CHOICE, choices=TITLES),
        Field("title_number", "付款依据的文号"),
        Field("title_on", "付款依据的日期", Kind.DATE, "from which day it binds"),
        Field("instalment_no", "期次", Kind.COUNT),
        Field("instalments_count", "总期数", Kind.COUNT),
        Field("due_on", "应付日期", Kind.DATE),
        Field("payer", "付款人"),
        Field("method", "付款方式", note="工资专用账户转账, 银行转账, 现场现金"),
        Field(
            "voucher",
            "付款凭证",
            note="bank slip or cash list; None when nothing was paid",
            required=False,
        ),
        Field(
            "rows",
            "各劳动者收款情况",
            Kind.ROWS,
            "every worker of the title for this instalment; each signs the own row",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名"),
                Field("due", "本期应付", Kind.AMOUNT),
                Field("paid", "本期实付", Kind.AMOUNT),
                Field("paid_on", "付款日期", Kind.DATE, required=False),
                Field("account_no", "收款账号", note="None for cash", required=False),
                Field("state", "履行状态", Kind.CHOICE, choices=STATES),
            ),
        ),
        Field("due_total", "本期应付合计", Kind.AMOUNT),
        Field("paid_total", "本期实付合计", Kind.AMOUNT),
        Field(
            "outstanding_total",
            "未付余额",
            Kind.AMOUNT,
            "of the whole title, after this payment",
        ),
        Field(
            "fund",
            "归还周转金",
            Kind.BLOCK,
            "the part of this instalment that went back to the fund (FUND-02); in `paid`",
            required=False,
            of=(
                Field("payee", "收款单位"),
                Field(
                    "rows",
                    "各劳动者名下",
                    Kind.ROWS,
                    of=(
                        Field("no", "序号", Kind.COUNT),
                        Field("name", "姓名"),
                        Field("amount", "归还金额", Kind.AMOUNT),
                    ),
                ),
                Field("total", "归还合计", Kind.AMOUNT),
            ),
        ),
        Field("cash", "现场现金", Kind.FLAG, "True asks for two witnesses in signatures"),
        blocks.SIGNATURES,
    ),
    slots=(
        Slot("worker", "各劳动者", blocks.SIGN_AND_PRINT, each=True),
        Slot("handler", "经办人", ("signature",)),
        Slot("witness", "见证人（现金）", ("signature",), required=False, each=True),
    ),
    sample=sample_performance,
    citations={
        "supervision": ("MED-31",),
        "award": ("ARB-44",),
        "order": ("PAYO-03",),
        "recovery": ("FUND-02",),
    },
    checks=(
        checks.total_of("rows", "due", "due_total", "本期应付"),
        checks.total_of("rows", "paid", "paid_total", "本期实付"),
        _paid_within_due,
        _fund_within_paid,
        _cash_has_witnesses,
        checks.in_order(("title_on", "付款依据的日期"), ("made_on", "制作日期")),
        checks.slots_present("经办人"),
    ),
)


def _sample_follow_up() -> dict[str, Any]:
    return samples.header(
        FOLLOW_UP.law(),
        made_on="2026-11-30",
        agreement_number="示农薪调协字〔2026〕12号",
        visited_on="2026-11-30",
        method="电话",
        interviewees=[{"name": "周建民", "phone": "10000000201"}],
        paid_in_full=True,
        satisfied=True,
        new_arrears=False,
        remarks="三期工资均已到账。",
        follow_up="无",
        visited_by="田禾",
        signatures=[samples.signature("回访人", "田禾", "officer")],
    )


FOLLOW_UP = Contract(
    code="D16",
    title="回访记录",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("agreement_number", "调解协议书文号"),
        Field("visited_on", "回访日期", Kind.DATE),
        Field("method", "回访方式", Kind.CHOICE, choices=("电话", "上门", "短信", "视频")),
        Field(
            "interviewees",
            "受访人",
            Kind.ROWS,
            of=(Field("name", "姓名"), Field("phone", "联系电话", required=False)),
        ),
        Field("paid_in_full", "是否全部付清", Kind.FLAG),
        Field("satisfied", "是否满意", Kind.FLAG),
        Field("new_arrears", "是否有新的欠薪", Kind.FLAG),
        Field("remarks", "受访人意见", Kind.LONG, required=False),
        Field("follow_up", "后续处理", Kind.LONG, "无, or what is done next"),
        Field("visited_by", "回访人"),
        blocks.SIGNATURES,
    ),
    slots=(Slot("handler", "回访人", ("signature",)),),
    sample=_sample_follow_up,
    citations={"supervision": ("MED-31",)},
    checks=(
        checks.in_order(("visited_on", "回访日期"), ("made_on", "制作日期")),
        checks.slots_present("回访人"),
    ),
)


def _sample_demand() -> dict[str, Any]:
    return samples.header(
        DEMAND.law(),
        made_on="2026-10-16",
        recipient=samples.GENERAL_CONTRACTOR["name"],
        agreement_number="示农薪调协字〔2026〕12号",
        agreement_on="2026-09-28",
        applicants_text="周建民等12人",
        worker_count=12,
        instalment_no=2,
        due_on="2026-10-10",
        overdue=amount_dict(4596680),
        outstanding=amount_dict(9193358),
        accelerated=True,
        pay_by="2026-10-23",
        confirmed=False,
        contact=samples.CONTACT,
    )


def _overdue_within_outstanding(context: Context) -> Iterator[Fault]:
    if amount_fen(context["overdue"]) > amount_fen(context["outstanding"]):
        yield Fault("V-M2", "overdue", "逾期未付金额大于未付余额。")


DEMAND = Contract(
    code="D17",
    title="督促履行通知书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("recipient", "付款人"),
        Field("agreement_number", "调解协议书文号"),
        Field("agreement_on", "协议生效日期", Kind.DATE),
        blocks.APPLICANTS_TEXT,
        blocks.WORKER_COUNT,
        Field("instalment_no", "逾期期次", Kind.COUNT),
        Field("due_on", "约定付款日", Kind.DATE),
        Field("overdue", "逾期未付金额", Kind.AMOUNT),
        Field("outstanding", "未付余额", Kind.AMOUNT, "everything unpaid under the agreement"),
        Field("accelerated", "已加速到期", Kind.FLAG, "True when the agreement makes the rest due"),
        Field("pay_by", "履行期限", Kind.DATE),
        Field(
            "confirmed", "已司法确认", Kind.FLAG, "True names enforcement, False the payment order"
        ),
        blocks.CONTACT,
    ),
    slots=(blocks.BODY_SEAL,),
    sample=_sample_demand,
    citations={
        "supervision": ("MED-31",),
        "payment_order": ("MED-15",),
        "enforcement": ("JC-03",),
        "arbitration": ("MED-14",),
    },
    checks=(
        _overdue_within_outstanding,
        checks.in_order(
            ("agreement_on", "协议生效日期"),
            ("due_on", "约定付款日"),
            ("made_on", "制作日期"),
            ("pay_by", "履行期限"),
        ),
    ),
)
