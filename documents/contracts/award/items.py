"""What was claimed and what is awarded: finality of each item, formulas, sums, deductions."""

from collections.abc import Iterator, Mapping
from typing import Any

from documents.contracts.schema import (
    Check,
    Context,
    Fault,
    Field,
    Kind,
    amount_dict,
    amount_fen,
)
from documents.contracts.tribunal import samples as case
from documents.contracts.tribunal.elements import CLAIM, STATUS_CLAIMS, formula_faults
from law.finality import finality
from law.formulas import worth_fen
from law.wages import is_final

FINAL, NON_FINAL = "终局", "非终局"

CLAIMS = Field(
    "claims",
    "仲裁请求及裁决",
    Kind.ROWS,
    "every claim of every worker with what is decided on it; each paper prints all claims and "
    "decides those of its finality",
    of=(
        *CLAIM,
        Field("worker_no", "申请人序号", Kind.COUNT, "2 for 申请人2, on each claim"),
        Field("worker", "劳动者", note="of two with one name: 张伟（申请人2）"),
        Field(
            "id_no",
            "公民身份号码",
            note="where the head names representatives only; None where it names everybody",
            required=False,
        ),
        Field(
            "awarded",
            "裁决金额",
            Kind.AMOUNT,
            "zero when rejected; None for a claim without an amount",
            required=False,
        ),
        Field(
            "awarded_formula",
            "裁决的算式",
            note="printed after 即：; reproduces the awarded amount; None when rejected",
            required=False,
        ),
        Field(
            "order",
            "裁决内容",
            note="operative words of a claim without an amount: 确认…存在劳动关系; None: rejected",
            required=False,
            sentence=False,
        ),
        Field(
            "opinion",
            "本委认为",
            Kind.LONG,
            "reasons on this claim, whole sentences",
            sentence=True,
        ),
        Field("finality", "终局类型", Kind.CHOICE, choices=(FINAL, NON_FINAL)),
        Field(
            "finality_reason",
            "终局类型的说明",
            Kind.LONG,
            "not printed; why the tribunal departs from the proposal; None when it does not",
            required=False,
        ),
    ),
)

LIMIT = Field(
    "finality_limit",
    "终局限额",
    Kind.BLOCK,
    "twelve local monthly minimum wages at the date of the award (ARB-25)",
    of=(
        Field("monthly_min_wage", "月最低工资标准", Kind.AMOUNT),
        Field("amount", "十二个月金额", Kind.AMOUNT),
        Field("source", "标准来源", note="示政发〔2025〕12号, not printed"),
    ),
)

TOTALS = (
    Field("claim_total", "请求总额", Kind.AMOUNT, "over all claims, whatever their finality"),
    Field("awarded_total", "裁决总额", Kind.AMOUNT, "over the items this paper decides"),
)

PAID, ADVANCED, RETURNED = "用人单位已付", "应急周转金垫付", "用人单位已归还周转金"

DEDUCTIONS = (
    Field(
        "deductions",
        "应扣除款项",
        Kind.ROWS,
        "what has reached the worker on an item this paper decides",
        required=False,
        of=(
            Field("claim_no", "请求序号", Kind.COUNT),
            Field("worker", "劳动者"),
            Field("kind", "款项", Kind.CHOICE, choices=(PAID, ADVANCED, RETURNED)),
            Field("amount", "金额", Kind.AMOUNT),
            Field("paid_on", "支付日期", Kind.DATE),
        ),
    ),
    Field(
        "advanced_total",
        "周转金已垫付",
        Kind.AMOUNT,
        "sum of the advances less what came back of them, zero when none",
    ),
    Field(
        "returned_total",
        "已归还周转金",
        Kind.AMOUNT,
        "sum of what the employer gave back of the advances; None when nothing",
        required=False,
    ),
    Field("paid_total", "用人单位已付", Kind.AMOUNT, "sum of the payments, zero when none"),
    Field("still_to_pay", "尚应支付", Kind.AMOUNT, "awarded_total - the totals above"),
    Field(
        "advanced_by",
        "周转金管理机构",
        note="who receives the advanced part from the employer; None without an advance",
        required=False,
    ),
)


def proposed_finality(
    claim: Mapping[str, Any], monthly_min_wage_fen: int, *, status_claimed: bool
) -> str:
    """
    What the awarded amount of one item of one worker makes of it; equality is 终局.

    The rule is `law.finality`.
    """
    awarded = amount_fen(claim["awarded"]) if claim["awarded"] is not None else None
    found = finality(claim["kind"], awarded, monthly_min_wage_fen, status_claimed=status_claimed)
    return FINAL if found.final else NON_FINAL


def called(claim: Mapping[str, Any]) -> str:
    return f"{claim['worker']}的第{claim['no']}项请求“{claim['what']}”"


def finality_of_each(context: Context) -> Iterator[Fault]:
    """V-F1: per item and per worker on the awarded amount, or the tribunal says why not."""
    limit = context["finality_limit"]
    wage = amount_fen(limit["monthly_min_wage"])
    if amount_fen(limit["amount"]) != 12 * wage:
        digits = amount_dict(12 * wage)["digits"]
        yield Fault(
            "V-F1", "finality_limit.amount", f"终局限额应为月最低工资标准的十二倍，即{digits}元。"
        )
        return
    status_claimed = any(claim["kind"] in STATUS_CLAIMS for claim in context["claims"])
    for place, claim in enumerate(context["claims"]):
        proposed = proposed_finality(claim, wage, status_claimed=status_claimed)
        if claim["finality"] == proposed or claim["finality_reason"]:
            continue
        awarded = f"裁决{claim['awarded']['digits']}元，" if claim["awarded"] else ""
        yield Fault(
            "V-F1",
            f"claims[{place}].finality",
            f"{called(claim)}{awarded}限额{limit['amount']['digits']}元，应为{proposed}；"
            f"仲裁庭另有认定的，须写明理由。",
        )


def decided(context: Context) -> list[Mapping[str, Any]]:
    """The claims whose finality is the paper's."""
    return [claim for claim in context["claims"] if claim["finality"] == context["finality"]]


def has_items(context: Context) -> Iterator[Fault]:
    """ARB-27: a paper of one finality has at least one item of it."""
    if not decided(context):
        yield Fault("ARB-27", "claims", f"没有{context['finality']}事项，不出具本文书。")


def of_finality(finality: str) -> Check:
    """ARB-27: the paper is of the one class; the other items go to the other paper."""

    def check(context: Context) -> Iterator[Fault]:
        if context["finality"] != finality:
            yield Fault("ARB-27", "finality", f"本文书只裁决{finality}事项，不得混写。")

    return check


def not_above_claimed(context: Context) -> Iterator[Fault]:
    """V-M5: the tribunal may not award more than was claimed, item by item."""
    for place, claim in enumerate(context["claims"]):
        if claim["awarded"] is None:
            continue
        if claim["amount"] is None:
            yield Fault(
                "V-M5", f"claims[{place}].awarded", f"{called(claim)}没有请求金额，不得裁决金额。"
            )
        elif amount_fen(claim["awarded"]) > amount_fen(claim["amount"]):
            yield Fault(
                "V-M5",
                f"claims[{place}].awarded",
                f"{called(claim)}裁决{claim['awarded']['digits']}元，"
                f"超过请求的{claim['amount']['digits']}元。",
            )


def complete(context: Context) -> Iterator[Fault]:
    """V-T1: an amount has its decision and its formula; one row per claim and worker."""
    seen: set[tuple[str, int]] = set()
    for place, claim in enumerate(context["claims"]):
        path, who = f"claims[{place}]", called(claim)
        if (claim["worker"], claim["no"]) in seen:
            yield Fault("V-T1", f"{path}.no", f"{who}的序号重复，同一请求不得拆成两行。")
        seen.add((claim["worker"], claim["no"]))
        if claim["amount"] is None:
            if claim["kind"] not in STATUS_CLAIMS:
                yield Fault("V-T1", f"{path}.amount", f"{who}缺少请求金额。")
        elif claim["kind"] in STATUS_CLAIMS:
            yield Fault("V-T1", f"{path}.amount", f"{who}没有金额，不得填写。")
        elif claim["awarded"] is None:
            yield Fault("V-T1", f"{path}.awarded", f"{who}没有裁决金额；不予支持的填0.00。")
        elif amount_fen(claim["awarded"]) and not claim["awarded_formula"]:
            yield Fault("V-T1", f"{path}.awarded_formula", f"{who}缺少裁决的算式。")


def formulas_reproduce(context: Context) -> Iterator[Fault]:
    """V-M2: the printed formula comes to the printed amount, rounded once at the end."""
    for place, claim in enumerate(context["claims"]):
        path = f"claims[{place}]"
        yield from formula_faults(claim, path)
        found = {
            "what": claim["what"],
            "formula": claim["awarded_formula"],
            "awarded": claim["awarded"],
        }
        yield from formula_faults(found, path, amount="awarded")


def totals_add_up(context: Context) -> Iterator[Fault]:
    """V-M2: claimed over all claims, awarded over the items of the paper."""
    for name, label, column, rows in (
        ("claim_total", "请求总额", "amount", context["claims"]),
        ("awarded_total", "裁决总额", "awarded", decided(context)),
    ):
        added = sum(amount_fen(row[column]) for row in rows if row[column])
        if added != amount_fen(context[name]):
            yield Fault(
                "V-M2",
                name,
                f"{label}不等：各项合计{amount_dict(added)['digits']}元，"
                f"合计栏{context[name]['digits']}元。",
            )


def deductions_reconcile(context: Context) -> Iterator[Fault]:
    """V-M2, FUND-02: total - all that was taken off = still to pay, and no item is paid twice."""
    left = {
        (claim["worker"], claim["no"]): amount_fen(claim["awarded"])
        for claim in decided(context)
        if claim["awarded"]
    }
    sums = {ADVANCED: 0, RETURNED: 0, PAID: 0}
    for place, row in enumerate(context["deductions"] or []):
        path, key = f"deductions[{place}]", (row["worker"], row["claim_no"])
        sums[row["kind"]] += amount_fen(row["amount"])
        if not amount_fen(row["amount"]):
            yield Fault("V-M2", f"{path}.amount", "扣除的款项为零，请删除该行。")
        if key not in left:
            yield Fault(
                "V-M2",
                path,
                f"扣除的款项（{row['worker']}第{row['claim_no']}项）不属于本文书。",
            )
            continue
        left[key] -= amount_fen(row["amount"])
        if left[key] < 0:
            yield Fault(
                "V-M2",
                f"{path}.amount",
                f"{row['worker']}第{row['claim_no']}项扣除的款项超过该项裁决金额。",
            )
        if row["paid_on"] > context["made_on"]:
            yield Fault("V-D1", f"{path}.paid_on", "扣除款项的支付日期晚于裁决日期。")
    yield from _sums_are(context, sums)


def _sums_are(context: Context, sums: Mapping[str, int]) -> Iterator[Fault]:
    advanced, returned, paid = sums[ADVANCED], sums[RETURNED], sums[PAID]
    rest = amount_fen(context["awarded_total"]) - advanced - returned - paid
    stated = context["returned_total"]
    if (amount_fen(stated) if stated else 0) != returned:
        yield Fault("V-M2", "returned_total", "“已归还周转金”应为各行归还的合计。")
    for name, label, due in (
        ("advanced_total", "周转金已垫付", advanced),
        ("paid_total", "用人单位已付", paid),
        ("still_to_pay", "尚应支付", rest),
    ):
        if due >= 0 and amount_fen(context[name]) != due:
            yield Fault(
                "V-M2",
                name,
                f"“{label}”应为{amount_dict(due)['digits']}元，现为{context[name]['digits']}元。",
            )
    if rest < 0:
        yield Fault("V-M2", "still_to_pay", "扣除的款项超过裁决总额。")
    if bool(advanced) != bool(context["advanced_by"]):
        yield Fault(
            "FUND-02", "advanced_by", "有周转金垫付的须写明收回垫付款的机构；没有垫付的不写。"
        )


MONEY_CHECKS: tuple[Check, ...] = (
    has_items,
    complete,
    not_above_claimed,
    finality_of_each,
    formulas_reproduce,
    totals_add_up,
    deductions_reconcile,
)


_OPINIONS = (
    "双方对月工资6600.00元和2026年2月至5月工资未支付均无争议，被申请人应当支付。",
    "考勤记录载明休息日加班9天且未安排补休；申请人主张的其余3天没有证据，本委按9天认定。",
    "书面劳动合同于2025年11月30日到期，2026年4月1日续签，扣除一个月宽限期，"
    "被申请人应当支付2026年1月至3月的二倍工资差额。",
    "被申请人未及时足额支付劳动报酬，申请人据此解除劳动合同，工作年限四年四个月，"
    "被申请人应当支付四个半月工资的经济补偿。",
    "被申请人掌握年休假记录而未提供，应当承担不利后果，本委采信申请人未休5天的主张。",
)
_AWARDED: dict[int, str] = {2: "6600.00元/月÷21.75日×2×9日", 3: "6600.00元/月×3个月"}
"""Where the tribunal finds less than was claimed."""


def sample_claims() -> list[dict[str, Any]]:
    rows = []
    for claim, opinion in zip(case.claims(), _OPINIONS, strict=True):
        formula: str = _AWARDED.get(claim["no"]) or claim["formula"]
        awarded = worth_fen(formula)
        rows.append(
            {
                **claim,
                "worker_no": 1,
                "worker": case.OPERATOR["name"],
                "id_no": None,
                "awarded": amount_dict(awarded),
                "awarded_formula": formula,
                "order": None,
                "opinion": opinion,
                "finality": FINAL if is_final(awarded, 220000) else NON_FINAL,
                "finality_reason": None,
            }
        )
    return rows
