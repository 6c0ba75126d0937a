"""F05 权利转让及追偿授权书, F06 领款确认表: what each worker signs for the money."""

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

STATUTORY, MANDATE, ASSIGNMENT = (
    "statutory_recovery",
    "mandate",
    "assignment_and_recovery_mandate",
)


def sample_mandate(title: str = STATUTORY) -> dict[str, Any]:
    row = crew.advance_rows()[0]
    worker = samples.person(
        "劳动者",
        row["name"],
        sex="女",
        born_on="1970-01-10",
        id_no=row["id_no"],
        phone="10000000301",
    )
    return samples.header(
        RECOVERY_MANDATE.law(),
        issuer="fund_body",
        case_number=crew.CASE_NUMBER,
        made_on=crew.DECIDED_ON,
        recovery_title=title,
        decision_number=crew.ADVANCE_NUMBER,
        decision_on=crew.DECIDED_ON,
        worker=worker,
        employer_name=crew.FACTORY["name"],
        employer_credit_code=crew.FACTORY["credit_code"],
        period_from=row["period_from"],
        period_to=row["period_to"],
        due=row["due"],
        advance=row["advance"],
        received=row["advance"],
        assigned=None if title == STATUTORY else row["advance"],
        residual=row["residual"],
        signatures=[
            samples.signature("劳动者", row["name"], "person"),
            crew.WITNESS,
        ],
    )


def _advance_is_assigned(context: Context) -> Iterator[Fault]:
    due, advance, received, residual = (
        amount_fen(context[name]) for name in ("due", "advance", "received", "residual")
    )
    if received != advance:
        yield Fault(
            "V-F3",
            "received",
            f"领款金额{context['received']['digits']}元"
            f"与垫付金额{context['advance']['digits']}元不等。",
        )
    if context["recovery_title"] == STATUTORY:
        if context["assigned"]:
            yield Fault(
                "V-F3", "assigned", "依法追偿的，不转让权利，也不授权追偿，不填写转让或者授权金额。"
            )
    elif not context["assigned"] or amount_fen(context["assigned"]) != advance:
        yield Fault(
            "V-F3",
            "assigned",
            f"转让或者授权追偿的金额应当等于垫付金额{context['advance']['digits']}元。",
        )
    if advance > due:
        yield Fault("V-F2", "advance", "垫付金额大于核实欠薪。")
    elif residual != due - advance:
        yield Fault(
            "V-F3",
            "residual",
            f"剩余欠薪应为{amount_dict(due - advance)['digits']}元，仍归劳动者本人。",
        )


RECOVERY_MANDATE = Contract(
    code="F05",
    title="权利转让及追偿授权书",
    series=None,
    volume="first",
    fields=(
        *blocks.header(blocks.FUND_BODY),
        Field(
            "recovery_title",
            "追偿依据",
            Kind.CHOICE,
            "parameter: 依法追偿 (the default), 授权追偿, 权利转让及授权追偿, in the order of "
            "the choices",
            choices=(STATUTORY, MANDATE, ASSIGNMENT),
        ),
        Field("decision_number", "垫付文书文号", note="of the decision or the agreement"),
        Field("decision_on", "垫付文书日期", Kind.DATE),
        Field("worker", "劳动者", Kind.BLOCK, "one paper per worker", of=blocks.PARTY),
        Field("employer_name", "用人单位"),
        Field("employer_credit_code", "用人单位统一社会信用代码", required=False),
        Field("period_from", "欠薪起日", Kind.DATE),
        Field("period_to", "欠薪止日", Kind.DATE),
        Field("due", "核实欠薪", Kind.AMOUNT),
        Field("advance", "垫付金额", Kind.AMOUNT, "the worker's row of the decision"),
        Field("received", "领款金额", Kind.AMOUNT, "the worker's row of the receipt"),
        Field(
            "assigned",
            "转让或授权金额",
            Kind.AMOUNT,
            "equal to the advance; None with statutory_recovery",
            required=False,
        ),
        Field("residual", "剩余欠薪", Kind.AMOUNT, "stays with the worker"),
        blocks.SIGNATURES,
    ),
    slots=(
        Slot("worker", "劳动者", blocks.SIGN_AND_PRINT),
        Slot("witness", "见证人", ("signature",)),
    ),
    sample=sample_mandate,
    citations={"advance": ("FUND-01",), "recovery": ("FUND-02",)},
    checks=(
        _advance_is_assigned,
        checks.in_order(
            ("period_from", "欠薪起日"),
            ("period_to", "欠薪止日"),
            ("decision_on", "垫付文书日期"),
            ("made_on", "签署日期"),
        ),
        checks.slots_present("劳动者", "见证人"),
    ),
)


def _sample_receipt(size: int = 16) -> dict[str, Any]:
    rows = [
        {
            "no": row["no"],
            "name": row["name"],
            "id_no": row["id_no"],
            "advance": row["advance"],
            "paid": row["advance"],
            "account_holder": row["name"],
            "bank": "示例银行示例支行",
            "account_no": worker["account_no"],
            "paid_at": samples.moment("2026-05-11T10:30"),
            "proxy": None,
        }
        for row, worker in zip(crew.advance_rows(size), crew.workers(size), strict=True)
    ]
    return samples.header(
        RECEIPT.law(),
        issuer="fund_body",
        case_number=crew.CASE_NUMBER,
        made_on=crew.DECIDED_ON,
        decision_number=crew.ADVANCE_NUMBER,
        decision_on=crew.DECIDED_ON,
        employer_name=crew.FACTORY["name"],
        purpose="部分工资",
        method="银行转账至本人账户",
        worker_count=size,
        rows=rows,
        decided_total=samples.sum_of(rows, "advance"),
        paid_total=samples.sum_of(rows, "paid"),
        signatures=[crew.CASHIER, crew.WITNESS],
    )


def _paid_as_decided(context: Context) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, row in enumerate(context["rows"]):
        who, path = f"第{row['no']}号劳动者“{row['name']}”", f"rows[{place}]"
        if row["paid"] != row["advance"]:
            yield Fault(
                "V-F3",
                f"{path}.paid",
                f"{who}的领款金额{row['paid']['digits']}元"
                f"与决定垫付金额{row['advance']['digits']}元不等。",
            )
        if row["account_holder"] not in (None, row["name"]):
            yield Fault(
                "V-P4",
                f"{path}.account_holder",
                f"{who}的收款账户不是本人账户（户名“{row['account_holder']}”）。",
            )
        if row["account_holder"] and not row["account_no"]:
            yield Fault("V-P4", f"{path}.account_no", f"{who}没有收款账号。")
        if row["account_no"] and row["account_no"] in seen:
            yield Fault("V-P4", f"{path}.account_no", f"{who}的账号与其他劳动者相同。")
        seen.add(row["account_no"] or "")
        if row["paid_at"]["iso"][:10] < context["decision_on"]:
            yield Fault("V-D1", f"{path}.paid_at", f"{who}的领款时间早于垫付决定。")
        if row["paid_at"]["iso"][:10] > context["made_on"]:
            yield Fault("V-D1", f"{path}.paid_at", f"{who}的领款时间晚于本表日期。")
    if context["decided_total"] != context["paid_total"]:
        yield Fault(
            "V-F3",
            "paid_total",
            f"领款合计{context['paid_total']['digits']}元"
            f"与垫付合计{context['decided_total']['digits']}元不等。",
        )


RECEIPT = Contract(
    code="F06",
    title="垫付款领款确认表",
    series=None,
    volume="first",
    fields=(
        *blocks.header(blocks.FUND_BODY),
        Field("decision_number", "垫付文书文号"),
        Field("decision_on", "垫付文书日期", Kind.DATE),
        Field("employer_name", "用人单位"),
        Field("purpose", "垫付性质", Kind.CHOICE, choices=("部分工资", "基本生活费")),
        Field("method", "支付方式", note="银行转账至本人账户, 现场现金"),
        blocks.WORKER_COUNT,
        Field(
            "rows",
            "领款明细",
            Kind.ROWS,
            "each worker signs and prints the own row",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名"),
                Field("id_no", "公民身份号码"),
                Field("advance", "决定垫付金额", Kind.AMOUNT, "the row of the decision"),
                Field("paid", "领款金额", Kind.AMOUNT),
                Field(
                    "account_holder",
                    "户名",
                    note="the worker's own name; None for cash on site",
                    required=False,
                ),
                Field("bank", "开户银行", required=False),
                Field("account_no", "账号", required=False),
                Field("paid_at", "领款时间", Kind.MOMENT),
                Field(
                    "proxy",
                    "代领人",
                    Kind.BLOCK,
                    "only with a written authority and the proxy's identity card",
                    required=False,
                    of=(
                        Field("name", "姓名"),
                        Field("id_no", "公民身份号码"),
                        Field("authority", "授权委托书", note="name and day of the authority"),
                    ),
                ),
            ),
        ),
        Field("decided_total", "决定垫付合计", Kind.AMOUNT, "advance_total of the decision"),
        Field("paid_total", "领款合计", Kind.AMOUNT),
        blocks.SIGNATURES,
    ),
    slots=(
        Slot("worker", "各劳动者", blocks.SIGN_AND_PRINT, each=True),
        Slot("cashier", "出纳", ("signature",)),
        Slot("witness", "见证人", ("signature",)),
    ),
    sample=_sample_receipt,
    citations={"paid": ("WAGE-02", "FUND-01")},
    checks=(
        checks.total_of("rows", "advance", "decided_total", "决定垫付金额"),
        checks.total_of("rows", "paid", "paid_total", "领款金额"),
        checks.headcount("rows", "worker_count", "劳动者人数"),
        _paid_as_decided,
        checks.in_order(("decision_on", "垫付文书日期"), ("made_on", "制表日期")),
        checks.slots_present("出纳", "见证人"),
    ),
    landscape=True,
)
