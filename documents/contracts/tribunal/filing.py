"""A01 仲裁申请书（要素式）, A01R 答辩书（要素表）: what the parties file."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from documents.contracts import blocks
from documents.contracts import checks as shared
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
from documents.contracts.tribunal import checks, samples
from documents.contracts.tribunal.elements import (
    ANSWERED_ELEMENT,
    CLAIM,
    CLAIM_KINDS,
    CLAIMED_ELEMENT,
    claims_sound,
    in_element_order,
)
from documents.contracts.tribunal.panel import CAUSE, HEADER
from law.calendar import published_calendar
from law.money import grouped
from law.statutes import cite
from law.time_limits import last_day

ENDINGS = ("申请人撤回", "按撤回处理", "裁决或者调解结案", "不予受理")
MONTH = (
    Field("month", "月份", note="2026年2月"),
    Field("gross", "应发", Kind.AMOUNT),
    Field("paid", "已发", Kind.AMOUNT),
    Field("due", "欠发", Kind.AMOUNT),
)


def limitation_warning(context: Mapping[str, Any]) -> str | None:
    """A hint for the applicant's helper; limitation is a defence and never stops a filing."""
    if not context["employment_ended_on"]:
        return None
    ended = date.fromisoformat(context["employment_ended_on"])
    end = last_day("ARB-03", ended, published_calendar())
    if date.fromisoformat(context["applied_on"]) <= end.due_on:
        return None
    return (
        f"离职已满一年（{end.due_on.isoformat()}届满，{end.article}），"
        "请核对有无中断、中止的事由；是否主张时效由被申请人决定，不影响提出申请。"
    )


def _sample_application() -> dict[str, Any]:
    return samples.header(
        APPLICATION.law(),
        case_number="示农薪调字〔2026〕41号",
        made_on="2026-06-17",
        oral=False,
        applicants=[samples.OPERATOR],
        representatives=[],
        worker_count=1,
        respondents=[samples.MACHINE_WORKS],
        third_parties=[],
        cause=samples.CAUSE,
        claims=samples.claims(),
        claim_total=samples.CLAIM_TOTAL,
        elements=samples.claimed_elements(),
        months=[
            {
                "month": f"2026年{month}月",
                "gross": amount_dict(660000),
                "paid": amount_dict(0),
                "due": amount_dict(660000),
            }
            for month in range(2, 6)
        ],
        employment_ended_on="2026-05-31",
        roster=[],
        facts="申请人于2022年1月10日入职被申请人处，任数控车工，月工资6600.00元。"
        "被申请人自2026年2月起未支付工资。2026年5月31日，"
        "申请人以被申请人未及时足额支付劳动报酬为由书面解除劳动合同。\n"
        "书面劳动合同于2025年11月30日到期后，双方至2026年4月1日才续签。在职期间，"
        "申请人在休息日加班12天未获安排补休，2025年度5天年休假未获安排，"
        "多次向被申请人主张，被申请人均以资金周转困难为由未予支付。",
        mediation={"number": "示农薪调字〔2026〕41号", "ended_on": "2026-06-16"},
        settled=[],
        earlier_filings=[],
        payment_directive=None,
        evidence=samples.EVIDENCE,
        witnesses=[],
        copies=2,
        applied_on="2026-06-17",
        recorder=None,
        signatures=[samples.OPERATOR_SIGNATURE],
    )


def _months_add_up(context: Context) -> Iterator[Fault]:
    months = context["months"] or []
    for place, row in enumerate(months):
        gross, paid, due = (amount_fen(row[name]) for name in ("gross", "paid", "due"))
        if gross - paid != due:
            yield Fault(
                "V-M2",
                f"months[{place}].due",
                f"{row['month']}的欠发金额不等于应发减已发（应为{grouped(gross - paid)}元）。",
            )


def _not_settled(context: Context) -> Iterator[Fault]:
    """V-X1: what an agreement in force has settled is not claimed again."""
    names = {party["name"] for party in context["applicants"]}
    for place, row in enumerate(context["settled"] or []):
        if row["worker"] not in names:
            continue
        for claim in context["claims"]:
            start, end = claim["period_from"], claim["period_to"]
            if start and end and start <= row["period_to"] and end >= row["period_from"]:
                yield Fault(
                    "V-X1",
                    f"settled[{place}]",
                    f"“{row['worker']}”已签署调解协议{row['number']}，"
                    f"第{claim['no']}项请求的期间与该协议重叠，不能再申请仲裁。",
                )


def _not_barred(context: Context) -> Iterator[Fault]:
    """V-X1: no second filing after 按撤回处理 or on what has been decided."""
    barring = {"按撤回处理": "ARB-21", "裁决或者调解结案": "ARB-41"}
    for place, row in enumerate(context["earlier_filings"] or []):
        if row["same_claim"] and row["ended"] in barring:
            yield Fault(
                "V-X1",
                f"earlier_filings[{place}]",
                f"同一请求已由{row['commission']}以“{row['ended']}”结案，再次申请的不予受理"
                f"（{cite(barring[row['ended']])}）。",
            )


def _directive_has_expired(context: Context) -> Iterator[Fault]:
    """WAGE-09: 加付赔偿金 only after a payment directive whose day has passed."""
    for place, claim in enumerate(context["claims"]):
        if claim["kind"] != CLAIM_KINDS[5]:
            continue
        directive = context["payment_directive"]
        if not directive or directive["due_on"] >= context["applied_on"]:
            yield Fault(
                "WAGE-09",
                f"claims[{place}].kind",
                f"加付赔偿金须先有劳动行政部门责令限期支付且逾期未付的文书（{cite('WAGE-09')}）。",
            )


def _claimed_before_application(context: Context) -> Iterator[Fault]:
    for place, claim in enumerate(context["claims"]):
        if claim["period_to"] and claim["period_to"] > context["applied_on"]:
            yield Fault(
                "V-D1", f"claims[{place}].period_to", f"第{claim['no']}项请求的止日晚于申请日期。"
            )


def _enough_copies(context: Context) -> Iterator[Fault]:
    if context["copies"] < len(context["respondents"]):
        yield Fault("V-C1", "copies", "申请书副本的份数应当不少于被申请人的人数。")


def _oral_has_recorder(context: Context) -> Iterator[Fault]:
    if context["oral"] and not context["recorder"]:
        yield Fault("V-T1", "recorder", "口头申请须写明记录人。")


def _many_are_represented(context: Context) -> Iterator[Fault]:
    count = len(context["representatives"] or [])
    if context["worker_count"] < len(context["applicants"]):
        yield Fault("V-M2", "worker_count", "劳动者人数少于所列申请人。")
    if context["roster"]:
        yield from shared.headcount("roster", "worker_count", "申请人名单的人数")(context)
        yield from shared.total_of("roster", "amount", "claim_total", "各人请求金额")(context)
    elif context["worker_count"] > len(context["applicants"]):
        yield Fault("V-T1", "roster", "申请人没有逐一列明的，应当附名单和各人的请求金额。")
    listed = {row["name"] for row in context["roster"] or context["applicants"]}
    for place, name in enumerate(context["representatives"] or []):
        if name not in listed:
            yield Fault(
                "COL-02", f"representatives[{place}]", f"代表人“{name}”不是申请人，不能推举为代表。"
            )
    for place, party in enumerate(context["applicants"]):
        if party["name"] not in listed:
            yield Fault("V-P1", f"applicants[{place}]", f"“{party['name']}”不在申请人名单内。")
    if count and context["worker_count"] < shared.COLLECTIVE_FROM:
        yield Fault(
            "COL-02",
            "representatives",
            f"不足十人的不推举代表，由各申请人本人或者委托代理人参加（{cite('MED-26')}）。",
        )
    elif count and not (shared.REPRESENTATIVES_MIN <= count <= shared.REPRESENTATIVES_MAX):
        yield Fault(
            "COL-02", "representatives", f"代表人应为三至五名，现为{count}名（{cite('COL-02')}）。"
        )


APPLICATION = Contract(
    code="A01",
    title="仲裁申请书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        Field("oral", "口头申请", Kind.FLAG, "True prints 口头仲裁申请笔录 and the recorder"),
        blocks.parties("applicants", "申请人", "of a collective case the representatives only"),
        Field("representatives", "代表人姓名", Kind.TEXTS, "three to five", required=False),
        blocks.WORKER_COUNT,
        blocks.parties("respondents", "被申请人"),
        blocks.parties("third_parties", "第三人", required=False),
        CAUSE,
        Field("claims", "仲裁请求", Kind.ROWS, of=CLAIM),
        Field("claim_total", "请求金额合计", Kind.AMOUNT),
        Field("elements", "要素表", Kind.ROWS, "in the order of E1 to E16", of=CLAIMED_ELEMENT),
        Field(
            "months",
            "欠付工资明细",
            Kind.ROWS,
            "element E9 month by month",
            required=False,
            of=MONTH,
        ),
        Field(
            "employment_ended_on",
            "劳动关系终止日",
            Kind.DATE,
            "None while employed",
            required=False,
        ),
        Field(
            "roster",
            "申请人名单",
            Kind.ROWS,
            "when the paper names representatives only: every worker and what is claimed for each",
            required=False,
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名"),
                Field("id_no", "公民身份号码"),
                Field("phone", "联系电话", required=False),
                Field("amount", "请求金额", Kind.AMOUNT),
            ),
        ),
        Field("facts", "事实与理由", Kind.LONG, sentence=True),
        Field(
            "mediation",
            "先行调解情况",
            Kind.BLOCK,
            "None when nobody mediated; no offer or concession is told",
            required=False,
            of=(Field("number", "调解案号"), Field("ended_on", "调解终止日期", Kind.DATE)),
        ),
        Field(
            "settled",
            "已签署的调解协议",
            Kind.ROWS,
            "agreements in force of these workers; they block the same period",
            required=False,
            of=(
                Field("worker", "劳动者"),
                Field("number", "协议文号"),
                Field("period_from", "起日", Kind.DATE),
                Field("period_to", "止日", Kind.DATE),
            ),
        ),
        Field(
            "earlier_filings",
            "此前申请仲裁情况",
            Kind.ROWS,
            required=False,
            of=(
                Field("commission", "仲裁委员会"),
                Field("filed_on", "申请日期", Kind.DATE),
                Field("ended", "结果", Kind.CHOICE, choices=ENDINGS),
                Field("same_claim", "同一请求", Kind.FLAG, "same facts, reasons and claim"),
            ),
        ),
        Field(
            "payment_directive",
            "责令限期支付文书",
            Kind.BLOCK,
            "needed for 加付赔偿金",
            required=False,
            of=(Field("number", "文号"), Field("due_on", "责令支付期限", Kind.DATE)),
        ),
        Field("evidence", "证据", Kind.ROWS, required=False, of=blocks.EVIDENCE),
        Field(
            "witnesses",
            "证人",
            Kind.ROWS,
            required=False,
            of=(
                Field("name", "姓名"),
                Field("address", "住所"),
                Field("proves", "证明内容"),
            ),
        ),
        Field("copies", "副本份数", Kind.COUNT, "one per respondent and one for the file"),
        Field("applied_on", "申请日期", Kind.DATE),
        Field("recorder", "记录人", note="of an oral application", required=False),
        blocks.SIGNATURES,
    ),
    slots=(
        blocks.APPLICANT_SLOT,
        Slot("recorder", "记录人（口头申请）", ("signature",), required=False),
    ),
    sample=_sample_application,
    citations={
        "jurisdiction": ("ARB-01",),
        "application": ("ARB-06",),
        "free": ("ARB-36",),
        "representatives": ("COL-02",),
    },
    checks=(
        claims_sound,
        in_element_order("elements"),
        _months_add_up,
        _claimed_before_application,
        _not_settled,
        _not_barred,
        _directive_has_expired,
        _enough_copies,
        _oral_has_recorder,
        _many_are_represented,
        checks.evidence_listed("elements"),
        checks.identified("applicants", "respondents", "third_parties"),
        checks.agent_may_sign("applicants"),
        shared.reachable("applicants", by_phone_alone=True),
        shared.reachable("respondents"),
        shared.one_side_only("applicants", "respondents"),
        shared.slots_for("applicants"),
        shared.in_order(("employment_ended_on", "劳动关系终止日"), ("applied_on", "申请日期")),
    ),
)

NO_OPINION = "未表态"
POSITIONS = ("同意", "不同意", "部分同意", NO_OPINION)
"""Silence on a claim is no admission of it: who says nothing beyond the elements is quoted so."""


def _sample_answer() -> dict[str, Any]:
    answers = {
        "E10": ("9", "钉钉记录中有三天为自愿到岗，未安排工作"),
        "E11": ("0", "2025年春节期间已统一安排休假"),
        "E15": ("0", "续签前双方一直协商，责任不在被申请人"),
    }
    return samples.header(
        ANSWER.law(),
        made_on="2026-06-25",
        respondent=samples.MACHINE_WORKS_BY_AGENT,
        applicants_text="钱卫东",
        cause=samples.CAUSE,
        received_on="2026-06-22",
        answer_due="2026-06-25",
        submitted_on="2026-06-25",
        elements=[
            {
                "code": row["code"],
                "label": row["label"],
                "claimed": samples.with_unit(row),
                "answer": "不认可" if row["code"] in answers else "认可",
                "value": answers[row["code"]][0] + row["unit"] if row["code"] in answers else None,
                "reason": answers[row["code"]][1] if row["code"] in answers else None,
                "evidence": None,
            }
            for row in samples.claimed_elements()
        ],
        claims=[
            {
                "no": claim["no"],
                "what": claim["what"],
                "claimed": claim["amount"],
                "position": position,
                "admitted": admitted,
                "reason": reason,
            }
            for claim, (position, admitted, reason) in zip(
                samples.claims(),
                [
                    ("同意", amount_dict(2640000), None),
                    ("部分同意", amount_dict(546207), "加班天数为9天"),
                    ("不同意", None, "未及时续签不能归责于被申请人"),
                    ("不同意", None, "经营困难，请求减免"),
                    ("不同意", None, "年休假已安排"),
                ],
                strict=True,
            )
        ],
        defence=None,
        limitation_defence=False,
        limitation_reason=None,
        jurisdiction_objection=False,
        jurisdiction_reason=None,
        counter_claim=False,
        counter_claims=[],
        evidence=[],
        seal_kind=checks.OFFICIAL_SEAL,
        signatures=[
            {
                "role": "被申请人",
                "name": samples.MACHINE_WORKS["name"],
                "kind": "organisation",
                "signer": "方琳",
                "capacity": "委托代理人",
                "refusal": None,
            }
        ],
    )


def _answers_give_reasons(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["elements"]):
        if row["answer"] != "认可" and not (row["value"] and row["reason"]):
            yield Fault(
                "V-T1",
                f"elements[{place}]",
                f"要素“{row['label']}”{row['answer']}的，应当写明自己的主张和理由。",
            )
        if row["answer"] == "认可" and row["value"] not in (None, row["claimed"]):
            yield Fault(
                "V-T1",
                f"elements[{place}].value",
                f"要素“{row['label']}”写了认可，又写了不同的内容。",
            )


def _admissions_fit(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["claims"]):
        path, who = f"claims[{place}]", f"第{row['no']}项请求"
        if row["position"] in ("不同意", NO_OPINION):
            if row["admitted"]:
                yield Fault(
                    "V-T1", f"{path}.admitted", f"{who}{row['position']}，不应写认可的金额。"
                )
            continue
        if row["claimed"] and not row["admitted"]:
            yield Fault("V-T1", f"{path}.admitted", f"{who}{row['position']}，应当写明金额。")
        if row["claimed"] and row["admitted"]:
            claimed, admitted = amount_fen(row["claimed"]), amount_fen(row["admitted"])
            if admitted > claimed:
                yield Fault("V-M5", f"{path}.admitted", f"{who}认可的金额超过请求的金额。")
            elif (admitted == claimed) != (row["position"] == "同意"):
                yield Fault(
                    "V-T1", f"{path}.position", f"{who}的意见“{row['position']}”与金额不一致。"
                )
    for place, row in enumerate(context["claims"]):
        if row["position"] in ("不同意", "部分同意") and not row["reason"]:
            yield Fault(
                "V-T1", f"claims[{place}].reason", f"第{row['no']}项请求未写明不同意的理由。"
            )


def _agent_may_concede(context: Context) -> Iterator[Fault]:
    """V-P2: a person's agent accepts a claim only by special authority; a company's seal does."""
    if not context["seal_kind"]:
        concedes = any(row["position"] in ("同意", "部分同意") for row in context["claims"])
        yield from checks.agent_may_sign("respondent", settles=concedes)(context)
    else:
        yield from checks.agent_may_sign("respondent")(context)


def _objections_in_time(context: Context) -> Iterator[Fault]:
    """ARB-11, ARB-12: within the answer period; what is raised has its reason."""
    late = context["answer_due"] and context["submitted_on"] > context["answer_due"]
    if context["jurisdiction_objection"] and late:
        yield Fault(
            "ARB-11",
            "jurisdiction_objection",
            f"管辖异议应当在答辩期满（{context['answer_due']}）前提出（{cite('ARB-11')}）。",
        )
    if context["counter_claim"] and late:
        yield Fault(
            "ARB-12",
            "counter_claim",
            f"反申请应当在答辩期间（至{context['answer_due']}）提出（{cite('ARB-12')}）。",
        )
    for flag, field, label in (
        ("jurisdiction_objection", "jurisdiction_reason", "管辖异议的理由"),
        ("limitation_defence", "limitation_reason", "时效抗辩的理由"),
        ("counter_claim", "counter_claims", "反申请的请求"),
    ):
        if context[flag] and not context[field]:
            yield Fault("V-T1", field, f"未写明{label}。")
        if context[field] and not context[flag]:
            yield Fault("V-T1", flag, f"写了{label}，但没有选“是”。")


ANSWER = Contract(
    code="A01R",
    title="答辩书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        Field("respondent", "答辩人", Kind.BLOCK, "one respondent", of=blocks.PARTY),
        blocks.APPLICANTS_TEXT,
        CAUSE,
        Field("received_on", "收到申请书副本日期", Kind.DATE),
        Field(
            "answer_due",
            "答辩期限届满日",
            Kind.DATE,
            "as shortened, if it was; None when dropped",
            required=False,
        ),
        Field("submitted_on", "提交日期", Kind.DATE),
        Field("elements", "要素表", Kind.ROWS, "every element claimed", of=ANSWERED_ELEMENT),
        Field(
            "claims",
            "对仲裁请求的意见",
            Kind.ROWS,
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("what", "请求内容"),
                Field("claimed", "请求金额", Kind.AMOUNT, "None of a status claim", required=False),
                Field("position", "意见", Kind.CHOICE, choices=POSITIONS),
                Field("admitted", "认可金额", Kind.AMOUNT, required=False),
                Field("reason", "理由", required=False),
            ),
        ),
        Field("defence", "其他答辩意见", Kind.LONG, required=False, sentence=True),
        Field(
            "limitation_defence",
            "时效抗辩",
            Kind.FLAG,
            "asked for expressly: nobody raises it for the respondent",
        ),
        Field("limitation_reason", "时效抗辩的理由", Kind.LONG, required=False),
        Field("jurisdiction_objection", "管辖异议", Kind.FLAG),
        Field("jurisdiction_reason", "管辖异议的理由", Kind.LONG, required=False),
        Field("counter_claim", "反申请", Kind.FLAG),
        Field("counter_claims", "反申请的请求", Kind.TEXTS, required=False),
        Field("evidence", "证据", Kind.ROWS, required=False, of=blocks.EVIDENCE),
        Field(
            "seal_kind",
            "印章种类",
            Kind.CHOICE,
            "None of a natural person",
            required=False,
            choices=checks.SEALS,
        ),
        blocks.SIGNATURES,
    ),
    slots=(Slot("respondent", "答辩人", blocks.SEAL_AND_SIGN),),
    sample=_sample_answer,
    citations={
        "answer": ("ARB-10",),
        "limitation": ("ARB-05",),
        "jurisdiction": ("ARB-11",),
        "counter_claim": ("ARB-12",),
    },
    checks=(
        in_element_order("elements"),
        _answers_give_reasons,
        _admissions_fit,
        _objections_in_time,
        checks.identified("respondent"),
        _agent_may_concede,
        checks.official_seal(),
        shared.in_order(("received_on", "收到申请书副本日期"), ("submitted_on", "提交日期")),
        shared.slots_present("被申请人"),
    ),
)
