"""What the papers say of the caps and rows of an advance, recomputed by `law.advances`."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from documents.contracts.schema import Context, Fault, Field, Kind, amount_dict, amount_fen
from law.advances import NO_CAP, PER_CASE, PER_WORKER, Caps, Shares, shares

BINDING = (PER_WORKER, PER_CASE, NO_CAP)

CAPS = Field(
    "caps",
    "垫付限额",
    Kind.BLOCK,
    "parameters of the city's fund rules, and what they come to for this case",
    of=(
        Field("source", "限额依据", note="name and number of the city's fund rules"),
        Field(
            "per_worker",
            "每人限额",
            Kind.AMOUNT,
            "the most one worker gets, one monthly minimum wage; None when there is no such cap",
            required=False,
        ),
        Field(
            "per_worker_percent",
            "每人比例",
            note="20%: share of the worker's own arrears; None when there is no such cap",
            required=False,
        ),
        Field(
            "case_percent",
            "案件比例",
            note="20%: share of the arrears of the case; None when there is no such cap",
            required=False,
        ),
        Field("worker_caps_total", "每人限额合计", Kind.AMOUNT, "sum of `cap` over the rows"),
        Field(
            "case_cap",
            "案件比例限额",
            Kind.AMOUNT,
            "case_percent of the verified arrears, rounded down to the fen",
            required=False,
        ),
        Field("binding", "起限制作用的限额", Kind.CHOICE, choices=BINDING),
    ),
)
OVER_CAP = Field(
    "over_cap",
    "超限额批准",
    Kind.BLOCK,
    "approval of the government of the same level; None when the caps are kept",
    required=False,
    of=(
        Field("number", "批准文号"),
        Field("approved_by", "批准机关", note="示例市人民政府"),
        Field("on", "批准日期", Kind.DATE),
        Field("reason", "超限额理由", Kind.LONG),
    ),
)
ROWS = Field(
    "rows",
    "垫付明细",
    Kind.ROWS,
    "every worker who gets an advance; only what is verified and undisputed",
    of=(
        Field("no", "序号", Kind.COUNT),
        Field("name", "姓名"),
        Field("id_no", "公民身份号码"),
        Field("period_from", "欠薪起日", Kind.DATE),
        Field("period_to", "欠薪止日", Kind.DATE),
        Field("due", "核实欠薪", Kind.AMOUNT),
        Field("paid_otherwise", "其他已付", Kind.AMOUNT, "paid since by anybody else; zero amount"),
        Field("advanced_before", "同期已垫付", Kind.AMOUNT, "for the same months; must be zero"),
        Field("cap", "个人限额", Kind.AMOUNT, "what the parameters allow this worker"),
        Field("advance", "垫付金额", Kind.AMOUNT),
        Field("residual", "剩余欠薪", Kind.AMOUNT, "still owed by the employer to the worker"),
    ),
)
ADVANCE = (
    Field("worker_count", "劳动者人数", Kind.COUNT),
    ROWS,
    Field("due_total", "核实欠薪合计", Kind.AMOUNT),
    Field("advance_total", "垫付合计", Kind.AMOUNT),
    Field("residual_total", "剩余欠薪合计", Kind.AMOUNT),
    CAPS,
    OVER_CAP,
    Field("fund_balance", "周转金余额", Kind.AMOUNT, "before this advance"),
)
"""What the approval, the decision and the agreement say about the money."""


def within_caps(context: Context) -> Iterator[Fault]:
    """V-F2: caps recomputed from the parameters, rows within them, the sum within the fund."""
    caps = context["caps"]
    for name in ("per_worker_percent", "case_percent"):
        if caps[name] and not _is_percent(caps[name]):
            yield Fault(
                "V-F2", f"caps.{name}", f"比例“{caps[name]}”应写成20%的样子，并在0到100之间。"
            )
            return
    parameters = Caps(
        amount_fen(caps["per_worker"]) if caps["per_worker"] else None,
        caps["per_worker_percent"] or None,
        caps["case_percent"] or None,
    )
    if (faults := list(_rows_hold(context))) or not context["rows"]:
        yield from faults
        return
    dues = [amount_fen(row["due"]) - amount_fen(row["paid_otherwise"]) for row in context["rows"]]
    total = amount_fen(context["advance_total"])
    shared = shares(dues, parameters, total=total)
    yield from _caps_shown(context, shared)
    if total > amount_fen(context["fund_balance"]):
        yield Fault(
            "V-F2",
            "advance_total",
            f"垫付合计{context['advance_total']['digits']}元"
            f"超过周转金余额{context['fund_balance']['digits']}元。",
        )
    if not context["over_cap"]:
        yield from _rows_shared(context, shared, total)


def _is_percent(text: str) -> bool:
    try:
        share = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return False
    return text.endswith("%") and share.is_finite() and 0 < share <= 100


def _rows_hold(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["rows"]):
        who = f"第{row['no']}号劳动者“{row['name']}”"
        due, paid, before, advance, residual = (
            amount_fen(row[name])
            for name in ("due", "paid_otherwise", "advanced_before", "advance", "residual")
        )
        if row["period_to"] < row["period_from"]:
            yield Fault("V-D1", f"rows[{place}].period_to", f"{who}的欠薪止日早于起日。")
        if before:
            yield Fault(
                "V-F2",
                f"rows[{place}].advanced_before",
                f"{who}同一期间已经垫付{row['advanced_before']['digits']}元，不得重复垫付。",
            )
        if advance + paid > due:
            yield Fault(
                "V-F2",
                f"rows[{place}].advance",
                f"{who}的垫付金额{row['advance']['digits']}元"
                f"超过核实欠薪减去其他已付的金额{amount_dict(max(due - paid, 0))['digits']}元。",
            )
        elif residual != due - paid - advance:
            yield Fault(
                "V-M2",
                f"rows[{place}].residual",
                f"{who}的剩余欠薪应为{amount_dict(due - paid - advance)['digits']}元。",
            )


def _caps_shown(context: Context, shared: Shares) -> Iterator[Fault]:
    caps = context["caps"]
    for place, (row, cap) in enumerate(zip(context["rows"], shared.caps, strict=True)):
        if amount_fen(row["cap"]) != cap:
            yield Fault(
                "V-F2",
                f"rows[{place}].cap",
                f"第{row['no']}号劳动者“{row['name']}”的个人限额应为{amount_dict(cap)['digits']}元。",
            )
    shown = {
        "worker_caps_total": amount_dict(sum(shared.caps)),
        "case_cap": None if shared.case_cap is None else amount_dict(shared.case_cap),
        "binding": shared.binding,
    }
    labels = {field.name: field.label for field in CAPS.of}
    for name, expected in shown.items():
        if (caps[name] or None) != expected:
            text = expected["digits"] + "元" if isinstance(expected, dict) else expected or "空白"
            yield Fault("V-F2", f"caps.{name}", f"按参数计算，“{labels[name]}”应为{text}。")


def _rows_shared(context: Context, shared: Shares, total: int) -> Iterator[Fault]:
    if total > shared.allowed:
        yield Fault(
            "V-F2",
            "advance_total",
            f"垫付合计{context['advance_total']['digits']}元超过{shared.binding}"
            f"{amount_dict(shared.allowed)['digits']}元，又没有超限额批准。",
        )
        return
    for place, (row, part, cap) in enumerate(
        zip(context["rows"], shared.advances, shared.caps, strict=True)
    ):
        who, advance = f"第{row['no']}号劳动者“{row['name']}”", amount_fen(row["advance"])
        if advance > cap:
            yield Fault(
                "V-F2",
                f"rows[{place}].advance",
                f"{who}的垫付金额{row['advance']['digits']}元"
                f"超过个人限额{amount_dict(cap)['digits']}元。",
            )
        elif advance != part:
            yield Fault(
                "V-F2",
                f"rows[{place}].advance",
                f"{who}按比例应垫付{amount_dict(part)['digits']}元，"
                f"填写为{row['advance']['digits']}元。",
            )
