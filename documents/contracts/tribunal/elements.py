"""
The elements E1 to E16 of an element-based (要素式) case, and the claims that rest on them.

One numbering for the application, the answer, the confirmation before the hearing, the minutes and
the award. A paper prints the number alone (`{{ e.code[1:] }}`).
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from documents.contracts.schema import Check, Context, Fault, Field, Kind, amount_fen
from law.formulas import NotAFormula, worth_fen
from law.money import grouped

ELEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "E1": "用人单位及招用人",
        "E2": "入职时间",
        "E3": "离职时间及原因",
        "E4": "书面劳动合同",
        "E5": "岗位及工作地点、项目",
        "E6": "工资构成及标准",
        "E7": "离职前十二个月平均工资",
        "E8": "发薪日及发放方式",
        "E9": "未支付工资的期间",
        "E10": "加班天数（时数）",
        "E11": "未休年休假天数",
        "E12": "社会保险",
        "E13": "解除或者终止的通知",
        "E14": "经济补偿年限",
        "E15": "二倍工资月数",
        "E16": "其他",
    }
)
CODES = tuple(ELEMENTS)

CLAIM_KINDS = (
    "劳动报酬",
    "加班费",
    "经济补偿",
    "二倍工资",
    "赔偿金",
    "加付赔偿金",
    "未休年休假工资",
    "工伤医疗费",
    "社会保险",
    "确认劳动关系",
    "其他",
)
"""What a claim is for; finality is decided by it (调解仲裁法 47)."""
STATUS_CLAIMS = ("确认劳动关系",)
"""Claims that ask for no money."""

CODE = Field("code", "要素编号", Kind.CHOICE, "E1 to E16", choices=CODES)
LABEL = Field("label", "要素", note="as in ELEMENTS, or narrower: 休息日加班天数 for E10")
EVIDENCE_NOS = Field("evidence", "证据编号", note="numbers of the list: 1、3", required=False)

CLAIMED_ELEMENT = (
    CODE,
    LABEL,
    Field("value", "内容", note="what the applicant states"),
    Field("unit", "单位", note="元/月, 天, 个月", required=False),
    EVIDENCE_NOS,
)
"""A row of the application."""

ANSWERS = ("认可", "不认可", "部分认可")
ANSWERED_ELEMENT = (
    CODE,
    LABEL,
    Field("claimed", "申请人主张"),
    Field("answer", "答辩意见", Kind.CHOICE, choices=ANSWERS),
    Field("value", "被申请人主张", note="None when 认可", required=False),
    Field("reason", "理由", note="None when 认可", required=False),
    EVIDENCE_NOS,
)
"""A row of the answer."""

CONFIRMED_ELEMENT = (
    CODE,
    LABEL,
    Field("applicant_value", "申请人主张"),
    Field("respondent_value", "被申请人主张"),
    Field("agreed", "双方一致", Kind.FLAG),
    EVIDENCE_NOS,
)
"""A row of the confirmation before the hearing."""

UNDISPUTED_ELEMENT = (CODE, LABEL, Field("value", "双方无争议的内容"), EVIDENCE_NOS)
DISPUTED_ELEMENT = (
    CODE,
    LABEL,
    Field("applicant_value", "申请人主张"),
    Field("respondent_value", "被申请人主张"),
    EVIDENCE_NOS,
)
"""What the hearing turns on; an award adds what the tribunal finds."""

CLAIM = (
    Field("no", "序号", Kind.COUNT, "1, 2, 3 …; the number stays through the case"),
    Field("kind", "请求种类", Kind.CHOICE, choices=CLAIM_KINDS),
    Field("what", "请求内容", note="2026年2月至5月工资", sentence=False),
    Field("period_from", "起日", Kind.DATE, required=False),
    Field("period_to", "止日", Kind.DATE, required=False),
    Field(
        "formula",
        "计算方式",
        note="as printed: 6600.00元/月÷21.75日×2×9日; None when there is nothing to reckon",
        required=False,
    ),
    Field("amount", "金额", Kind.AMOUNT, "None only for 确认劳动关系", required=False),
    Field("elements", "所依要素", Kind.TEXTS, "codes of rows of the element table", required=False),
)


def in_element_order(rows: str) -> Check:
    """V-T1: elements stand in the order of E1 to E16, and none stands twice under one name."""

    def check(context: Context) -> Iterator[Fault]:
        seen: set[tuple[str, str]] = set()
        before = 0
        for place, row in enumerate(context[rows] or []):
            path, now = f"{rows}[{place}]", CODES.index(row["code"])
            if now < before:
                yield Fault("V-T1", f"{path}.code", f"要素“{row['label']}”没有按编号顺序排列。")
            if (row["code"], row["label"]) in seen:
                yield Fault("V-T1", f"{path}.label", f"要素“{row['label']}”重复。")
            before = now
            seen.add((row["code"], row["label"]))

    return check


def formulas_hold(rows: str, *, amount: str = "amount") -> Check:
    """V-M2: a printed formula reproduces the printed amount."""

    def check(context: Context) -> Iterator[Fault]:
        for place, row in enumerate(context[rows] or []):
            yield from formula_faults(row, f"{rows}[{place}]", amount=amount)

    return check


def formula_faults(row: Mapping[str, Any], path: str, *, amount: str = "amount") -> Iterator[Fault]:
    """The faults of one row with `what`, `formula` and an amount."""
    if not row["formula"] or row[amount] is None:
        return
    try:
        worth = worth_fen(row["formula"])
    except NotAFormula as fault:
        yield Fault("V-M2", f"{path}.formula", f"“{row['what']}”的计算方式不能复算：{fault}。")
        return
    if worth != amount_fen(row[amount]):
        yield Fault(
            "V-M2",
            f"{path}.{amount}",
            f"“{row['what']}”按算式应为{grouped(worth)}元，栏内为{row[amount]['grouped']}元。",
        )


def claims_sound(context: Context) -> Iterator[Fault]:
    """V-M2, V-D1, V-T1 on `claims` and `claim_total`: amounts, sum, periods, element references."""
    known = {row["code"] for row in context["elements"] or []}
    added = 0
    for place, claim in enumerate(context["claims"]):
        path, who = f"claims[{place}]", f"第{claim['no']}项请求"
        if claim["no"] != place + 1:
            yield Fault("V-T1", f"{path}.no", f"请求事项的序号应当连续，此处应为{place + 1}。")
        if claim["kind"] in STATUS_CLAIMS:
            if claim["amount"]:
                yield Fault("V-M2", f"{path}.amount", f"{who}确认劳动关系，没有金额。")
        elif not claim["amount"]:
            yield Fault("V-M2", f"{path}.amount", f"{who}“{claim['what']}”没有写明金额。")
        else:
            added += amount_fen(claim["amount"])
        if claim["period_from"] and (claim["period_to"] or "9999") < claim["period_from"]:
            yield Fault("V-D1", f"{path}.period_to", f"{who}的止日早于起日。")
        for code in claim["elements"] or []:
            if code not in known:
                yield Fault("V-C1", f"{path}.elements", f"{who}所依的要素{code}不在要素表内。")
    if added != amount_fen(context["claim_total"]):
        yield Fault(
            "V-M2",
            "claim_total",
            f"请求金额不等：各项合计{grouped(added)}元，"
            f"合计栏{context['claim_total']['grouped']}元。",
        )
    yield from formulas_hold("claims")(context)
