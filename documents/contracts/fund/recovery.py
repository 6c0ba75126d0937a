"""F07 追偿通知书／催款函, F08 回款核销单, F09 呆账核销审批表: getting the money back."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.fund import crew
from documents.contracts.fund.decision import APPROVALS, HANDLERS, approved_by_others
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
from law.advances import RecoveryOrder, to_fund

STANDINGS = ("用人单位", "施工总承包单位", "出资人")
DESIGNATIONS = ("归还垫付款", "支付剩余工资", "未指定")
ORDERS = ("周转金优先", "劳动者优先", "按比例")
_ORDERS: tuple[RecoveryOrder, ...] = ("fund_first", "worker_first", "pro_rata")
DESIGNATED: dict[str, RecoveryOrder] = {
    "归还垫付款": "fund_first",
    "支付剩余工资": "worker_first",
}
LAST_NOTICE = 3


def sample_notice(notice_no: int = 1) -> dict[str, Any]:
    return samples.letter(
        RECOVERY_NOTICE.law(),
        issuer="fund_body",
        recipient="示例市示例制衣厂",
        case_number=crew.CASE_NUMBER,
        number=f"示农薪追字〔2026〕{notice_no + 3}号",
        made_on=f"2026-0{notice_no + 4}-20",
        contact=crew.CONTACT,
        standing="用人单位",
        employer_name="示例市示例制衣厂",
        notice_no=notice_no,
        earlier=[
            {
                "no": no,
                "number": f"示农薪追字〔2026〕{no + 3}号",
                "on": f"2026-0{no + 4}-20",
                "served_on": f"2026-0{no + 4}-25",
            }
            for no in range(1, notice_no)
        ],
        decision_number=crew.ADVANCE_NUMBER,
        decision_on=crew.DECIDED_ON,
        worker_count=16,
        purpose="部分工资",
        advanced=amount_dict(2752844),
        recovered=amount_dict(0),
        outstanding=amount_dict(2752844),
        pay_by=f"2026-0{notice_no + 5}-05",
        account=crew.FUND_ACCOUNT,
        address_known=False,
        listing=True,
        attachments=["垫付决定书复印件", "垫付明细"],
    )


def _outstanding_adds_up(context: Context) -> Iterator[Fault]:
    advanced, recovered, outstanding = (
        amount_fen(context[name]) for name in ("advanced", "recovered", "outstanding")
    )
    if recovered + outstanding != advanced:
        yield Fault(
            "V-M2",
            "outstanding",
            f"尚未归还的金额应为垫付金额减去已收回金额，"
            f"即{amount_dict(max(advanced - recovered, 0))['digits']}元。",
        )
    elif not outstanding:
        yield Fault("V-M2", "outstanding", "垫付款已经全部收回，不应再发追偿通知。")


def _notices_in_sequence(context: Context) -> Iterator[Fault]:
    number, earlier = context["notice_no"], context["earlier"] or []
    if not 1 <= number <= LAST_NOTICE:
        yield Fault("V-T1", "notice_no", f"催告次数应为1至{LAST_NOTICE}次。")
    elif [row["no"] for row in earlier] != list(range(1, number)):
        yield Fault("V-T1", "earlier", f"第{number}次催款应列明此前{number - 1}次的文号和日期。")
    for place, row in enumerate(earlier):
        if row["on"] >= context["made_on"]:
            yield Fault("V-D1", f"earlier[{place}].on", f"第{row['no']}次通知不早于本次通知。")


def _signed_off(context: Context) -> Iterator[Fault]:
    on = context["sign_off"]["on"]
    if on > context["made_on"]:
        yield Fault(
            "V-D1", "sign_off.on", f"签发日期（{on}）晚于成文日期（{context['made_on']}）。"
        )


ACCOUNT = Field(
    "account",
    "归还账户",
    Kind.BLOCK,
    "the fund's own account, never the deposit's or the project's",
    of=(Field("holder", "户名"), Field("bank", "开户银行"), Field("account_no", "账号")),
)

RECOVERY_NOTICE = Contract(
    code="F07",
    title="追偿通知书",
    series="追偿",
    volume="first",
    letter=True,
    fields=(
        *blocks.letter(blocks.FUND_BODY),
        Field(
            "standing",
            "受通知人地位",
            Kind.CHOICE,
            "one letter per recipient: the employer, and whoever else is liable",
            choices=STANDINGS,
        ),
        Field("employer_name", "用人单位"),
        Field("notice_no", "第几次通知", Kind.COUNT, "1 追偿通知书, 2 and 3 催款函"),
        Field(
            "earlier",
            "此前的通知",
            Kind.ROWS,
            required=False,
            of=(
                Field("no", "次数", Kind.COUNT),
                Field("number", "文号"),
                Field("on", "日期", Kind.DATE),
                Field("served_on", "送达日期", Kind.DATE, required=False),
            ),
        ),
        Field("decision_number", "垫付文书文号"),
        Field("decision_on", "垫付文书日期", Kind.DATE),
        blocks.WORKER_COUNT,
        Field("purpose", "垫付性质", Kind.CHOICE, choices=("部分工资", "基本生活费")),
        Field("advanced", "垫付金额", Kind.AMOUNT),
        Field("recovered", "已收回金额", Kind.AMOUNT, "zero amount when nothing came back"),
        Field("outstanding", "尚未归还金额", Kind.AMOUNT),
        Field("pay_by", "归还期限", Kind.DATE),
        ACCOUNT,
        Field(
            "address_known",
            "地址明确",
            Kind.FLAG,
            "False: a payment order is impossible and is not announced",
        ),
        Field("listing", "告知失信名单", Kind.FLAG, "True announces the list of wage defaulters"),
    ),
    slots=blocks.letter_slots(blocks.FUND_BODY),
    sample=sample_notice,
    citations={
        "advance": ("FUND-01",),
        "recovery": ("FUND-02",),
        "general_contractor": ("LIAB-01",),
        "investor": ("LIAB-08",),
        "listing": ("LIST-01",),
    },
    checks=(
        _outstanding_adds_up,
        _notices_in_sequence,
        _signed_off,
        checks.in_order(
            ("decision_on", "垫付文书日期"), ("made_on", "成文日期"), ("pay_by", "归还期限")
        ),
    ),
)


def sample_entry() -> dict[str, Any]:
    return samples.header(
        RECOVERY_ENTRY.law(),
        issuer="fund_body",
        case_number=crew.CASE_NUMBER,
        made_on="2026-07-20",
        decision_number=crew.ADVANCE_NUMBER,
        employer_name=crew.FACTORY["name"],
        entry_no=1,
        received_on="2026-07-20",
        payer="胡雪梅（投资人胡长林之女）",
        amount=amount_dict(2000000),
        bank_slip="回单0720",
        designation="归还垫付款",
        order="周转金优先",
        to_fund=amount_dict(2000000),
        to_workers=amount_dict(0),
        over=None,
        advanced=amount_dict(2752844),
        outstanding_before=amount_dict(2752844),
        outstanding_after=amount_dict(752844),
        residual_before=amount_dict(11011376),
        residual_after=amount_dict(11011376),
        balance_before=amount_dict(47247156),
        balance_after=amount_dict(49247156),
        status="追偿中",
        signatures=[crew.CASHIER, crew.ACCOUNTANT],
    )


def _shared_by_order(context: Context) -> Iterator[Fault]:
    amount, fund, workers = (amount_fen(context[n]) for n in ("amount", "to_fund", "to_workers"))
    over = amount_fen(context["over"]) if context["over"] else 0
    amount -= over
    owed_fund, owed_workers = (
        amount_fen(context[n]) for n in ("outstanding_before", "residual_before")
    )
    if fund > owed_fund:
        yield Fault(
            "F08",
            "to_fund",
            f"归还周转金{context['to_fund']['digits']}元"
            f"超过尚未收回的{context['outstanding_before']['digits']}元。",
        )
        return
    if workers > owed_workers:
        yield Fault(
            "F08",
            "to_workers",
            f"支付劳动者{context['to_workers']['digits']}元"
            f"超过剩余欠薪{context['residual_before']['digits']}元。",
        )
        return
    if fund + workers != amount:
        yield Fault(
            "V-M2", "to_fund", "归还周转金、支付劳动者和多付待退的金额合计应当等于本次回款金额。"
        )
        return
    if over and amount < owed_fund + owed_workers:
        yield Fault("F08", "over", "还有欠款没有还清，不能作为多付退还。")
        return
    if context["order"] is None and context["designation"] not in DESIGNATED:
        yield Fault("V-L1", "order", "付款人没有指定用途，须写明市里核定的分配次序。")
        return
    expected = _to_fund(context["designation"], context["order"], amount, owed_fund, owed_workers)
    if fund != expected:
        yield Fault(
            "F08",
            "to_fund",
            f"按照“{context['designation']}”“{context['order'] or '未核定次序'}”，"
            f"应归还周转金{amount_dict(expected)['digits']}元。",
        )


def _to_fund(designation: str, order: str | None, amount: int, fund: int, workers: int) -> int:
    """What of the money goes to the fund, in fen: as the payer says, else in the set order."""
    said = DESIGNATED.get(designation) or dict(zip(ORDERS, _ORDERS, strict=True))[str(order)]
    return to_fund(amount, fund=fund, workers=workers, order=said)


def _ledger_goes_on(context: Context) -> Iterator[Fault]:
    for before, after, moved, sign, label in (
        ("outstanding_before", "outstanding_after", "to_fund", -1, "尚未收回"),
        ("residual_before", "residual_after", "to_workers", -1, "剩余欠薪"),
        ("balance_before", "balance_after", "to_fund", 1, "周转金余额"),
    ):
        expected = amount_fen(context[before]) + sign * amount_fen(context[moved])
        if expected >= 0 and amount_fen(context[after]) != expected:
            yield Fault(
                "F08",
                after,
                f"入账后的“{label}”应为{amount_dict(expected)['digits']}元。",
            )
    if amount_fen(context["outstanding_before"]) > amount_fen(context["advanced"]):
        yield Fault("F08", "outstanding_before", "尚未收回的金额大于垫付金额。")
    closed = not amount_fen(context["outstanding_after"])
    if closed != (context["status"] == "已收回"):
        yield Fault(
            "F08",
            "status",
            "垫付款全部收回的，状态应为“已收回”；尚有余额的，应为“追偿中”。",
        )


def _kept_apart(context: Context) -> Iterator[Fault]:
    names = {
        role: {row["name"] for row in context["signatures"] if row["role"] == role}
        for role in ("出纳", "会计")
    }
    if names["出纳"] & names["会计"]:
        yield Fault("V-S1", "signatures", "出纳和会计不得为同一人。")


RECOVERY_ENTRY = Contract(
    code="F08",
    title="回款核销单",
    series=None,
    volume="first",
    fields=(
        *blocks.header(blocks.FUND_BODY),
        Field("decision_number", "垫付文书文号"),
        Field("employer_name", "用人单位"),
        Field("entry_no", "回款次序", Kind.COUNT),
        Field("received_on", "到账日期", Kind.DATE),
        Field("payer", "付款人"),
        Field("amount", "回款金额", Kind.AMOUNT),
        Field("bank_slip", "银行回单号"),
        Field("designation", "付款人指定用途", Kind.CHOICE, choices=DESIGNATIONS),
        Field(
            "order",
            "未指定时的分配次序",
            Kind.CHOICE,
            "parameter of the city; None only where the payer said what the money is for",
            choices=ORDERS,
            required=False,
        ),
        Field("to_fund", "归还周转金", Kind.AMOUNT),
        Field("to_workers", "支付劳动者", Kind.AMOUNT),
        Field(
            "over",
            "多付待退",
            Kind.AMOUNT,
            "more than both are owed: kept in suspense to be given back",
            required=False,
        ),
        Field("advanced", "垫付金额", Kind.AMOUNT),
        Field("outstanding_before", "入账前尚未收回", Kind.AMOUNT),
        Field("outstanding_after", "入账后尚未收回", Kind.AMOUNT),
        Field("residual_before", "入账前剩余欠薪", Kind.AMOUNT, "still owed to the workers"),
        Field("residual_after", "入账后剩余欠薪", Kind.AMOUNT),
        Field("balance_before", "入账前周转金余额", Kind.AMOUNT),
        Field("balance_after", "入账后周转金余额", Kind.AMOUNT),
        Field("status", "追偿状态", Kind.CHOICE, choices=("追偿中", "已收回")),
        blocks.SIGNATURES,
    ),
    slots=(
        Slot("cashier", "出纳", ("signature",)),
        Slot("accountant", "会计", ("signature",)),
    ),
    sample=sample_entry,
    citations={"recovery": ("FUND-02",)},
    checks=(
        _shared_by_order,
        _ledger_goes_on,
        _kept_apart,
        checks.in_order(("received_on", "到账日期"), ("made_on", "制单日期")),
        checks.slots_present("出纳", "会计"),
    ),
)

GROUNDS = (
    "用人单位已注销，无可供清偿的财产",
    "破产程序终结，未获足额清偿",
    "人民法院裁定终结执行",
    "债务人死亡，无遗产可供清偿",
)


def _sample_write_off() -> dict[str, Any]:
    return samples.header(
        WRITE_OFF.law(),
        issuer="fund_body",
        case_number=crew.CASE_NUMBER,
        made_on="2028-12-15",
        decision_number=crew.ADVANCE_NUMBER,
        decision_on=crew.DECIDED_ON,
        employer_name=crew.FACTORY["name"],
        advanced=amount_dict(2752844),
        recovered=amount_dict(2000000),
        amount=amount_dict(752844),
        ground="人民法院裁定终结执行",
        facts="用人单位已被吊销营业执照，厂房系租赁，机器设备已在执行中变卖；"
        "投资人名下无不动产、车辆和存款，人民法院裁定终结执行。",
        efforts=[
            "2026年5月至7月发出追偿通知书、催款函共三次",
            "2026年10月向人民法院起诉并取得生效判决",
            "2027年3月申请强制执行，执行到位0.00元",
        ],
        evidence=[
            {
                "no": 1,
                "name": "终结执行裁定书",
                "form": "书证",
                "original": False,
                "pages": 3,
                "source": "人民法院",
                "proves": "无可供执行的财产",
            },
            {
                "no": 2,
                "name": "企业登记信息查询单",
                "form": "书证",
                "original": True,
                "pages": 2,
                "source": "市场监督管理部门",
                "proves": "营业执照已被吊销",
            },
        ],
        handlers=["邓敏", "苏平"],
        approvals=[
            {
                "level": level,
                "body": body,
                "name": name,
                "post": post,
                "opinion": "同意",
                "remark": remark,
                "on": on,
            }
            for level, body, name, post, remark, on in (
                (1, "人社", "任重", "分管负责人", "证据充分，同意核销，账销案存。", "2028-12-11"),
                (2, "财政", "江帆", "负责人", None, "2028-12-13"),
                (3, "政府", "程明", "分管负责人", None, "2028-12-15"),
            )
        ],
    )


def _writes_off_the_rest(context: Context) -> Iterator[Fault]:
    rest = amount_fen(context["advanced"]) - amount_fen(context["recovered"])
    if amount_fen(context["amount"]) != rest or not rest:
        yield Fault(
            "V-M2",
            "amount",
            f"核销金额应为垫付金额减去已收回金额，即{amount_dict(max(rest, 0))['digits']}元。",
        )


def _approved(context: Context) -> Iterator[Fault]:
    if len(context["approvals"]) < 2:
        yield Fault("F03", "approvals", "呆账核销须至少经两级审批。")


WRITE_OFF = Contract(
    code="F09",
    title="垫付款呆账核销审批表",
    series=None,
    volume="second",
    fields=(
        *blocks.header(blocks.FUND_BODY),
        Field("decision_number", "垫付文书文号"),
        Field("decision_on", "垫付文书日期", Kind.DATE),
        Field("employer_name", "用人单位"),
        Field("advanced", "垫付金额", Kind.AMOUNT),
        Field("recovered", "已收回金额", Kind.AMOUNT),
        Field("amount", "申请核销金额", Kind.AMOUNT),
        Field("ground", "核销事由", Kind.CHOICE, choices=GROUNDS),
        Field("facts", "无法收回的事实", Kind.LONG),
        Field("efforts", "追偿经过", Kind.TEXTS),
        Field(
            "evidence",
            "证据",
            Kind.ROWS,
            "dissolution, ruling that there is no property",
            of=blocks.EVIDENCE,
        ),
        HANDLERS,
        APPROVALS,
    ),
    slots=(Slot("approver", "各级审批人", ("signature",), each=True),),
    sample=_sample_write_off,
    citations={"recovery": ("FUND-02",)},
    checks=(
        _writes_off_the_rest,
        _approved,
        approved_by_others,
        checks.in_order(("decision_on", "垫付文书日期"), ("made_on", "审批日期")),
    ),
)
