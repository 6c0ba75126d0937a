"""A18: 立案审批表, 结案审批表, 评议笔录, 裁决书审批稿; internal, second volume."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.award import panel
from documents.contracts.award.decisions import (
    APPROVAL_SLOTS,
    OPINIONS,
    approved_in_turn,
    sample_opinions,
)
from documents.contracts.award.items import FINAL, NON_FINAL
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
from documents.contracts.tribunal import samples as case
from law.calendar import published_calendar
from law.time_limits import last_day

CAUSE_BOXES = ("确认劳动关系", "劳动合同", "劳动报酬", "社会保险", "福利待遇", "劳动保护")
JURISDICTIONS = ("劳动合同履行地", "用人单位所在地")
# 超时效 is no ground: limitation is a defence of the respondent, not a condition of acceptance.
REFUSALS = ("不属受案范围", "无管辖", "请求不明", "一事不再理")
_PARTIES = (blocks.APPLICANTS_TEXT, blocks.RESPONDENTS_TEXT, tribunal.CAUSE)


def _sample_docket() -> dict[str, Any]:
    return panel.sample_header(
        DOCKET_APPROVAL.law(),
        made_on="2026-06-18",
        applicants_text=case.OPERATOR["name"],
        respondents_text=case.MACHINE_WORKS["name"],
        cause=case.CAUSE,
        received_on="2026-06-17",
        decide_by="2026-06-25",
        worker_count=1,
        jurisdiction=["劳动合同履行地", "用人单位所在地"],
        cause_boxes=["劳动合同", "劳动报酬", "福利待遇"],
        claims=[
            {"no": claim["no"], "what": claim["what"], "amount": claim["amount"]}
            for claim in case.claims()
        ],
        claim_total=case.CLAIM_TOTAL,
        decision="同意立案",
        refusal=None,
        opinions=sample_opinions(
            ("承办人", "康宁", "申请符合受理条件，建议立案，适用简易处理。", "2026-06-17"),
            ("仲裁院负责人", "段和平", "同意立案。", "2026-06-18"),
            ("仲裁委员会主任", "范立群", "同意。", "2026-06-18"),
        ),
    )


def _claims_add_up(context: Context) -> Iterator[Fault]:
    """V-M2: claims without an amount do not count."""
    added = sum(amount_fen(row["amount"]) for row in context["claims"] if row["amount"])
    if added != amount_fen(context["claim_total"]):
        yield Fault(
            "V-M2",
            "claim_total",
            f"争议金额不等：各项合计{amount_dict(added)['digits']}元，"
            f"合计栏{context['claim_total']['digits']}元。",
        )


def _boxes_known(context: Context) -> Iterator[Fault]:
    for field, label, known in (
        ("jurisdiction", "管辖依据", JURISDICTIONS),
        ("cause_boxes", "案由", CAUSE_BOXES),
    ):
        for place, word in enumerate(context[field] or []):
            if word not in known:
                yield Fault("V-T1", f"{field}[{place}]", f"{label}没有“{word}”一项。")
    if context["decision"] == "同意立案" and not context["jurisdiction"]:
        yield Fault("ARB-01", "jurisdiction", "立案须有管辖依据（合同履行地或者单位所在地）。")


def _refusal_has_ground(context: Context) -> Iterator[Fault]:
    if (context["decision"] == "不予受理") != bool(context["refusal"]):
        yield Fault("V-T1", "refusal", "不予受理须写明理由；同意立案不写。")


def _decided_in_time(context: Context) -> Iterator[Fault]:
    """V-D2, ARB-07: five working days from receipt."""
    counted = last_day("ARB-07", date.fromisoformat(context["received_on"]), published_calendar())
    if not counted.provisional and context["decide_by"] != counted.due_on.isoformat():
        yield Fault("V-D2", "decide_by", f"决定受理的期限应为{counted.due_on.isoformat()}。")
    if context["opinions"][-1]["on"] > context["decide_by"]:
        yield Fault("V-D2", "opinions", f"审批已超过决定受理的期限（{context['decide_by']}）。")


DOCKET_APPROVAL = Contract(
    code="A18-1",
    title="立案审批表",
    series=None,
    volume="second",
    fields=(
        *tribunal.HEADER,
        *_PARTIES,
        blocks.WORKER_COUNT,
        Field("received_on", "收到申请日期", Kind.DATE),
        Field("decide_by", "决定受理期限", Kind.DATE, "ARB-07"),
        Field(
            "jurisdiction", "管辖依据", Kind.TEXTS, "of JURISDICTIONS, one or both", required=False
        ),
        Field("cause_boxes", "案由类别", Kind.TEXTS, "ticked boxes, of CAUSE_BOXES"),
        Field(
            "claims",
            "仲裁请求",
            Kind.ROWS,
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("what", "请求内容"),
                Field("amount", "金额", Kind.AMOUNT, "None without an amount", required=False),
            ),
        ),
        Field("claim_total", "争议金额", Kind.AMOUNT),
        Field("decision", "审查意见", Kind.CHOICE, choices=("同意立案", "不予受理")),
        Field(
            "refusal",
            "不予受理理由",
            Kind.CHOICE,
            "不予受理 only",
            required=False,
            choices=REFUSALS,
        ),
        OPINIONS,
    ),
    slots=APPROVAL_SLOTS,
    sample=_sample_docket,
    citations={"jurisdiction": ("ARB-01",), "acceptance": ("ARB-07",)},
    checks=(
        _claims_add_up,
        _boxes_known,
        _refusal_has_ground,
        _decided_in_time,
        approved_in_turn,
        checks.in_order(("received_on", "收到申请日期"), ("made_on", "制作日期")),
    ),
)

OUTCOMES = ("裁决", "调解", "撤回申请", "按撤回处理", "撤销案件", "移送管辖")


def _sample_closing() -> dict[str, Any]:
    return panel.sample_header(
        CLOSING_APPROVAL.law(),
        made_on="2026-07-28",
        applicants_text=case.OPERATOR["name"],
        respondents_text=case.MACHINE_WORKS["name"],
        cause=case.CAUSE,
        worker_count=1,
        arbitrators=["廖清"],
        secretary=case.SECRETARY,
        docketed_on="2026-06-18",
        limit_on="2026-08-03",
        decided_on="2026-07-08",
        closed_on="2026-07-28",
        outcome="裁决",
        papers=[
            {
                "title": "仲裁裁决书（终局）",
                "number": "示劳人仲案字〔2026〕268-1号",
                "amount": amount_dict(5469655),
                "effective_on": "2026-07-08",
            },
            {
                "title": "仲裁裁决书（非终局）",
                "number": "示劳人仲案字〔2026〕268-2号",
                "amount": amount_dict(2970000),
                "effective_on": "2026-07-28",
            },
        ],
        claim_total=case.CLAIM_TOTAL,
        awarded_total=amount_dict(8439655),
        retain_until="2036-07-28",
        opinions=sample_opinions(
            ("承办人", "廖清", "两份裁决书均已送达并生效，建议结案归档。", "2026-07-28"),
            ("仲裁院负责人", "段和平", "同意结案。", "2026-07-28"),
        ),
    )


def _retained_long_enough(context: Context) -> Iterator[Fault]:
    """ARB-37: ten years after an award, five otherwise."""
    years = 10 if context["outcome"] == "裁决" else 5
    closed = context["closed_on"]
    least = f"{int(closed[:4]) + years}{closed[4:]}"
    if context["retain_until"] < least:
        yield Fault(
            "ARB-37",
            "retain_until",
            f"以“{context['outcome']}”结案的案卷保存期不少于{years}年，应至{least}以后。",
        )


def _papers_add_up(context: Context) -> Iterator[Fault]:
    added = sum(amount_fen(row["amount"]) for row in context["papers"] or [] if row["amount"])
    if added != amount_fen(context["awarded_total"]):
        yield Fault(
            "V-M2",
            "awarded_total",
            f"结案金额不等：各文书合计{amount_dict(added)['digits']}元，"
            f"合计栏{context['awarded_total']['digits']}元。",
        )
    if context["outcome"] in ("裁决", "调解") and not context["papers"]:
        yield Fault("V-T1", "papers", f"以“{context['outcome']}”结案须列出文书。")


CLOSING_APPROVAL = Contract(
    code="A18-2",
    title="结案审批表",
    series=None,
    volume="second",
    fields=(
        *tribunal.HEADER,
        *_PARTIES,
        blocks.WORKER_COUNT,
        Field("arbitrators", "仲裁员", Kind.TEXTS),
        tribunal.SECRETARY,
        Field("docketed_on", "立案日期", Kind.DATE),
        Field("limit_on", "审限届满日", Kind.DATE),
        Field("decided_on", "裁决或者决定日期", Kind.DATE),
        Field("closed_on", "结案日期", Kind.DATE),
        Field("outcome", "结案方式", Kind.CHOICE, choices=OUTCOMES),
        Field(
            "papers",
            "结案文书",
            Kind.ROWS,
            required=False,
            of=(
                Field("title", "名称"),
                Field("number", "文号", required=False),
                Field("amount", "金额", Kind.AMOUNT, "None without an amount", required=False),
                Field("effective_on", "生效日期", Kind.DATE, required=False),
            ),
        ),
        Field("claim_total", "争议金额", Kind.AMOUNT),
        Field("awarded_total", "结案金额", Kind.AMOUNT, "sum of the papers, zero when none"),
        Field("retain_until", "保管期满日", Kind.DATE, "ARB-37"),
        OPINIONS,
    ),
    slots=APPROVAL_SLOTS,
    sample=_sample_closing,
    citations={"retention": ("ARB-37",)},
    checks=(
        _papers_add_up,
        _retained_long_enough,
        approved_in_turn,
        checks.in_order(
            ("docketed_on", "立案日期"),
            ("decided_on", "裁决或者决定日期"),
            ("closed_on", "结案日期"),
            ("made_on", "制作日期"),
        ),
    ),
)


def sample_deliberation() -> dict[str, Any]:
    bench = panel.sample_bench(case.PANEL_OF_THREE)
    bench["signatures"].append(samples.signature("书记员", case.SECRETARY, "officer"))
    views = (
        (
            "二倍工资差额支持的月数",
            (
                "合同到期后用工一个月内为宽限期，支持2026年1月至3月三个月。",
                "同意首席意见，支持三个月。",
                "劳动者亦拖延签订，应支持两个月。",
            ),
            "多数意见：支持三个月，19800.00元。少数意见记入笔录。",
        ),
        (
            "解除劳动合同经济补偿",
            (
                "未及时足额支付劳动报酬，解除有据，支持四个半月工资。",
                "同意。",
                "同意。",
            ),
            "一致意见：支持29700.00元。",
        ),
    )
    names = [member["name"] for member in case.PANEL_OF_THREE]
    return panel.sample_header(
        DELIBERATION.law(),
        made_on="2026-07-06",
        applicants_text=case.OPERATOR["name"],
        respondents_text=case.MACHINE_WORKS["name"],
        cause=case.CAUSE,
        last_hearing_on="2026-07-02",
        starts_at=samples.moment("2026-07-06T14:00"),
        ends_at=samples.moment("2026-07-06T15:20"),
        place="示例市劳动人事争议仲裁委员会合议室",
        issues=[
            {
                "issue": issue,
                "opinions": [
                    {"name": name, "opinion": opinion}
                    for name, opinion in zip(names, opinions, strict=True)
                ],
                "result": result,
            }
            for issue, opinions, result in views
        ],
        conclusion="终局事项裁决支付54696.55元，非终局事项裁决支付29700.00元，"
        "分别制作裁决书，驳回其余请求。",
        **bench,
    )


def _everyone_speaks(context: Context) -> Iterator[Fault]:
    """调解仲裁法 45: each arbitrator's opinion on each issue is in the record."""
    members = {member["name"] for member in context["panel"]}
    for place, issue in enumerate(context["issues"]):
        speakers = [row["name"] for row in issue["opinions"]]
        path, who = f"issues[{place}].opinions", f"“{issue['issue']}”"
        for name in sorted(members - set(speakers)):
            yield Fault("V-S1", path, f"{who}没有仲裁员“{name}”的意见。")
        for name in speakers:
            if name not in members:
                yield Fault("V-S1", path, f"{who}中的“{name}”不是本案仲裁员。")


def _deliberated_in_order(context: Context) -> Iterator[Fault]:
    begins, ends = context["starts_at"]["iso"], context["ends_at"]["iso"]
    if ends < begins:
        yield Fault("V-D1", "ends_at", "评议结束时间早于开始时间。")
    if begins[:10] < context["last_hearing_on"]:
        yield Fault("V-D1", "starts_at", "评议时间早于最后一次开庭。")


def _all_sign(context: Context) -> Iterator[Fault]:
    """V-S1: the record is signed by every arbitrator and the clerk, dissenting or not."""
    signers = [row["name"] for row in context["signatures"]]
    for member in context["panel"]:
        if member["name"] not in signers:
            yield Fault("V-S1", "signatures", f"签名栏缺少{member['role']}“{member['name']}”。")
    if context["secretary"] not in signers:
        yield Fault("V-S1", "signatures", f"签名栏缺少书记员“{context['secretary']}”。")
    if len(context["panel"]) < 2:
        yield Fault("ARB-14", "panel", "独任仲裁的案件没有评议，不制作评议笔录。")


DELIBERATION = Contract(
    code="A18-3",
    title="评议笔录",
    series=None,
    volume="second",
    fields=(
        *tribunal.HEADER,
        *_PARTIES,
        Field("last_hearing_on", "最后一次开庭日期", Kind.DATE),
        Field("starts_at", "评议开始时间", Kind.MOMENT),
        Field("ends_at", "评议结束时间", Kind.MOMENT),
        Field("place", "地点"),
        Field(
            "issues",
            "评议事项",
            Kind.ROWS,
            of=(
                Field("issue", "问题"),
                Field(
                    "opinions",
                    "各仲裁员意见",
                    Kind.ROWS,
                    "every arbitrator, in the order of speaking",
                    of=(Field("name", "姓名"), Field("opinion", "意见", Kind.LONG)),
                ),
                Field(
                    "result",
                    "评议结果",
                    Kind.LONG,
                    "whole sentences; names a minority",
                    sentence=True,
                ),
            ),
        ),
        Field("conclusion", "评议结论", Kind.LONG, "whole sentences", sentence=True),
        *panel.BENCH,
    ),
    slots=(
        Slot("arbitrator", "仲裁员", ("signature",), each=True),
        Slot("tribunal_secretary", "书记员", ("signature",)),
    ),
    sample=sample_deliberation,
    citations={},
    checks=(
        tribunal.panel_formed,
        _everyone_speaks,
        _deliberated_in_order,
        _all_sign,
    ),
)


def _sample_draft() -> dict[str, Any]:
    return panel.sample_header(
        AWARD_APPROVAL.law(),
        made_on="2026-07-07",
        applicants_text=case.OPERATOR["name"],
        respondents_text=case.MACHINE_WORKS["name"],
        cause=case.CAUSE,
        docketed_on="2026-06-18",
        limit_on="2026-08-03",
        arbitrators=["廖清"],
        finality=FINAL,
        claim_total=case.CLAIM_TOTAL,
        items=[
            {"what": "2026年2月至5月工资", "amount": amount_dict(2640000)},
            {"what": "休息日加班工资", "amount": amount_dict(546207)},
            {"what": "未签书面劳动合同二倍工资差额", "amount": amount_dict(1980000)},
            {"what": "2025年未休年休假工资", "amount": amount_dict(303448)},
        ],
        awarded_total=amount_dict(5469655),
        reasons="争议要素为休息日加班天数、未休年休假天数和二倍工资月数，分别认定为9天、5天和3个月；"
        "各项裁决数额均不超过当地月最低工资标准十二个月金额，适用终局裁决。",
        opinions=sample_opinions(
            ("承办仲裁员", "廖清", "拟按上述内容裁决，请审批。", "2026-07-06"),
            ("仲裁院负责人", "段和平", "事实清楚，适用法律正确，同意签发。", "2026-07-07"),
        ),
    )


AWARD_APPROVAL = Contract(
    code="A18-4",
    title="裁决书审批稿",
    series=None,
    volume="second",
    fields=(
        *tribunal.HEADER,
        *_PARTIES,
        Field("docketed_on", "立案日期", Kind.DATE),
        Field("limit_on", "审限届满日", Kind.DATE),
        Field("arbitrators", "仲裁员", Kind.TEXTS),
        Field("finality", "终局类型", Kind.CHOICE, choices=(FINAL, NON_FINAL)),
        Field("claim_total", "争议金额", Kind.AMOUNT),
        Field(
            "items",
            "拟裁决事项",
            Kind.ROWS,
            "what the draft grants; [] when all is rejected",
            required=False,
            of=(Field("what", "事项"), Field("amount", "金额", Kind.AMOUNT)),
        ),
        Field("awarded_total", "拟裁决总额", Kind.AMOUNT),
        Field("reasons", "主要理由", Kind.LONG, "whole sentences", sentence=True),
        OPINIONS,
    ),
    slots=APPROVAL_SLOTS,
    sample=_sample_draft,
    citations={"contents": ("ARB-33",)},
    checks=(
        checks.total_of("items", "amount", "awarded_total", "拟裁决总额"),
        approved_in_turn,
        checks.in_order(
            ("docketed_on", "立案日期"), ("made_on", "制作日期"), ("limit_on", "审限届满日")
        ),
    ),
)
