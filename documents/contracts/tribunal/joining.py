"""
A02X1 to A02X4: what comes in after acceptance.

变更仲裁请求受理通知书, 第三人参加仲裁通知书, 反申请受理通知书, 反申请通知书.
"""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks
from documents.contracts import checks as shared
from documents.contracts.schema import (
    Context,
    Contract,
    Fault,
    Field,
    Kind,
    amount_dict,
    amount_fen,
)
from documents.contracts.tribunal import checks, samples
from documents.contracts.tribunal.panel import (
    CAUSE,
    COMMISSION_SEAL,
    HEADER,
    RECIPIENT,
    RECIPIENT_ROLE,
)
from law.statutes import cite

AWARD_DUE = Field("award_due", "重新计算的审限届满日", Kind.DATE)
CHANGES = ("增加", "变更")


def _sample_change() -> dict[str, Any]:
    return samples.header(
        CHANGE.law(),
        made_on="2026-06-29",
        recipient=samples.MACHINE_WORKS["name"],
        recipient_role="被申请人",
        applicants_text="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        requested_on="2026-06-26",
        evidence_by="2026-06-30",
        changes=[
            {
                "no": 2,
                "kind": "变更",
                "what": "休息日加班工资，12天改为14天",
                "before": amount_dict(728276),
                "after": amount_dict(849655),
            }
        ],
        total_before=samples.CLAIM_TOTAL,
        total_after=amount_dict(10723103),
        accepted_on="2026-06-29",
        answer_waived=False,
        received_on=None,
        answer_due=None,
        award_due="2026-08-13",
        contact=samples.CONTACT,
    )


def _changes_add_up(context: Context) -> Iterator[Fault]:
    moved = 0
    for place, row in enumerate(context["changes"]):
        before = amount_fen(row["before"]) if row["before"] else 0
        if (row["kind"] == "增加") == bool(row["before"]):
            yield Fault(
                "V-T1",
                f"changes[{place}].before",
                "增加的请求没有原金额，变更的请求应当写明原金额。",
            )
        moved += amount_fen(row["after"]) - before
    total = amount_fen(context["total_before"]) + moved
    if total != amount_fen(context["total_after"]):
        yield Fault(
            "V-M2",
            "total_after",
            f"变更后的请求总额不等：按各项应为{amount_dict(max(total, 0))['grouped']}元，"
            f"栏内为{context['total_after']['grouped']}元。",
        )


def _before_evidence_closes(context: Context) -> Iterator[Fault]:
    if context["requested_on"] > context["evidence_by"]:
        yield Fault(
            "ARB-22",
            "requested_on",
            f"增加或者变更仲裁请求应当在举证期限届满（{context['evidence_by']}）前提出"
            f"（{cite('ARB-22')}）。",
        )


def _waived_or_counted(context: Context) -> Iterator[Fault]:
    if context["answer_waived"] and context["answer_due"]:
        yield Fault("V-T1", "answer_due", "被申请人已放弃新的答辩期，不应再写答辩期限。")


CHANGE = Contract(
    code="A02X1",
    title="变更仲裁请求受理通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        RECIPIENT,
        RECIPIENT_ROLE,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        Field("requested_on", "提出变更日期", Kind.DATE),
        Field("evidence_by", "举证期限届满日", Kind.DATE),
        Field(
            "changes",
            "增加或者变更的请求",
            Kind.ROWS,
            of=(
                Field("no", "请求序号", Kind.COUNT),
                Field("kind", "种类", Kind.CHOICE, choices=CHANGES),
                Field("what", "内容"),
                Field("before", "原金额", Kind.AMOUNT, "None of an added claim", required=False),
                Field("after", "现金额", Kind.AMOUNT),
            ),
        ),
        Field("total_before", "原请求总额", Kind.AMOUNT),
        Field("total_after", "现请求总额", Kind.AMOUNT),
        Field("accepted_on", "受理变更日期", Kind.DATE),
        Field("answer_waived", "放弃新的答辩期", Kind.FLAG),
        Field("received_on", "收到本通知日期", Kind.DATE, "on the spot only", required=False),
        Field("answer_due", "新的答辩期限届满日", Kind.DATE, required=False),
        AWARD_DUE,
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_change,
    citations={"change": ("ARB-22",), "answer": ("ARB-10",), "clock": ("ARB-20",)},
    checks=(
        _changes_add_up,
        _before_evidence_closes,
        _waived_or_counted,
        shared.in_order(
            ("requested_on", "提出变更日期"),
            ("accepted_on", "受理变更日期"),
            ("made_on", "制作日期"),
        ),
        checks.counted("ARB-10", "received_on", "answer_due", "新的答辩期限届满日"),
        checks.counted("ARB-19", "accepted_on", "award_due", "重新计算的审限届满日"),
    ),
)

JOINED_BY = ("本人申请", "本委通知", "申请追加")


def _sample_third_party() -> dict[str, Any]:
    return samples.header(
        THIRD_PARTY.law(),
        made_on="2026-06-24",
        recipient="示例市示例人力资源有限公司",
        applicants_text="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        joined_by="本委通知",
        as_respondent=False,
        reason="该公司曾代被申请人缴纳申请人的社会保险，案件处理结果与其有利害关系。",
        decided_on="2026-06-24",
        enclosures=["仲裁申请书副本", "举证通知书", "开庭通知书", "送达地址确认书"],
        statement_by="2026-07-01",
        award_due=None,
        contact=samples.CONTACT,
    )


def _joining_respondent_restarts_the_clock(context: Context) -> Iterator[Fault]:
    if context["as_respondent"] and not context["award_due"]:
        yield Fault(
            "ARB-20",
            "award_due",
            f"追加当事人的，审限重新计算，应当写明新的届满日（{cite('ARB-20')}）。",
        )


THIRD_PARTY = Contract(
    code="A02X2",
    title="第三人参加仲裁通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        Field("recipient", "被通知人", note="the third party or the joined respondent"),
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        Field("joined_by", "参加方式", Kind.CHOICE, choices=JOINED_BY),
        Field(
            "as_respondent",
            "追加为共同被申请人",
            Kind.FLAG,
            "owner or founder of an unlicensed employer (ARB-40); False: third party",
        ),
        Field("reason", "参加的理由", Kind.LONG, sentence=True),
        Field("decided_on", "决定日期", Kind.DATE),
        Field("enclosures", "随附材料", Kind.TEXTS),
        Field("statement_by", "提交书面意见的期限", Kind.DATE, required=False),
        Field("award_due", "重新计算的审限届满日", Kind.DATE, required=False),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_third_party,
    citations={
        "joint": ("ARB-40",),
        "absence": ("ARB-21",),
        "clock": ("ARB-20",),
        "recusal": ("ARB-16",),
    },
    checks=(
        _joining_respondent_restarts_the_clock,
        shared.in_order(
            ("decided_on", "决定日期"),
            ("made_on", "制作日期"),
            ("statement_by", "提交书面意见的期限"),
        ),
        checks.counted("ARB-19", "decided_on", "award_due", "重新计算的审限届满日"),
    ),
)

MERGED, SEPARATE = "与本申请合并审理", "另案审理"
COUNTER_CLAIMS = Field("counter_claims", "反申请请求", Kind.TEXTS)
FILED_ON = Field("filed_on", "收到反申请日期", Kind.DATE)
DECIDED_ON = Field("decided_on", "受理反申请日期", Kind.DATE)
HANDLING = Field("handling", "审理方式", Kind.CHOICE, choices=(MERGED, SEPARATE))


def _merging_restarts_the_clock(context: Context) -> Iterator[Fault]:
    if (context["handling"] == MERGED) != bool(context["award_due"]):
        yield Fault(
            "ARB-20",
            "award_due",
            f"反申请合并审理的，审限重新计算并写明届满日；另案审理的不写（{cite('ARB-20')}）。",
        )


_COUNTER_CLAIM_CHECKS = (
    shared.in_order(
        ("filed_on", "收到反申请日期"),
        ("decided_on", "受理反申请日期"),
        ("made_on", "制作日期"),
    ),
    checks.within("ARB-12", "filed_on", day="decided_on", label="受理反申请日期"),
    checks.counted("ARB-19", "decided_on", "award_due", "重新计算的审限届满日"),
    _merging_restarts_the_clock,
)


def _sample_counter_acceptance() -> dict[str, Any]:
    return samples.header(
        COUNTER_ACCEPTANCE.law(),
        made_on="2026-06-26",
        recipient=samples.MACHINE_WORKS["name"],
        applicants_text="钱卫东",
        cause=samples.CAUSE,
        counter_claims=["返还工作服押金收据和门禁卡"],
        filed_on="2026-06-24",
        answer_ends_on="2026-06-25",
        decided_on="2026-06-26",
        handling=MERGED,
        evidence_by="2026-07-03",
        award_due="2026-08-10",
        contact=samples.CONTACT,
    )


def _filed_in_the_answer_period(context: Context) -> Iterator[Fault]:
    if context["filed_on"] > context["answer_ends_on"]:
        yield Fault(
            "ARB-12",
            "filed_on",
            f"反申请应当在答辩期间（至{context['answer_ends_on']}）提出（{cite('ARB-12')}）。",
        )


COUNTER_ACCEPTANCE = Contract(
    code="A02X3",
    title="反申请受理通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        Field("recipient", "反申请人", note="the respondent who counter-claims"),
        blocks.APPLICANTS_TEXT,
        CAUSE,
        COUNTER_CLAIMS,
        FILED_ON,
        Field("answer_ends_on", "答辩期限届满日", Kind.DATE),
        DECIDED_ON,
        HANDLING,
        Field("evidence_by", "举证期限届满日", Kind.DATE, required=False),
        Field("award_due", "重新计算的审限届满日", Kind.DATE, required=False),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_counter_acceptance,
    citations={"counter_claim": ("ARB-12",), "clock": ("ARB-20",)},
    checks=(
        *_COUNTER_CLAIM_CHECKS,
        _filed_in_the_answer_period,
        shared.in_order(("made_on", "制作日期"), ("evidence_by", "举证期限届满日")),
    ),
)


def _sample_counter_notice() -> dict[str, Any]:
    return samples.header(
        COUNTER_NOTICE.law(),
        made_on="2026-06-26",
        recipient="钱卫东",
        counter_applicant=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        counter_claims=["返还工作服押金收据和门禁卡"],
        filed_on="2026-06-24",
        decided_on="2026-06-26",
        handling=MERGED,
        enclosures=["反申请书副本", "举证通知书"],
        received_on="2026-06-26",
        answer_due="2026-07-10",
        award_due="2026-08-10",
        contact=samples.CONTACT,
    )


COUNTER_NOTICE = Contract(
    code="A02X4",
    title="反申请通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        Field("recipient", "被反申请人", note="the applicant, who answers the counter-claim"),
        Field("counter_applicant", "反申请人"),
        CAUSE,
        COUNTER_CLAIMS,
        FILED_ON,
        DECIDED_ON,
        HANDLING,
        Field("enclosures", "随附材料", Kind.TEXTS),
        Field("received_on", "收到副本日期", Kind.DATE, "on the spot only", required=False),
        Field("answer_due", "答辩期限届满日", Kind.DATE, required=False),
        Field("award_due", "重新计算的审限届满日", Kind.DATE, required=False),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_counter_notice,
    citations={"counter_claim": ("ARB-12",), "answer": ("ARB-10",), "clock": ("ARB-20",)},
    checks=(
        *_COUNTER_CLAIM_CHECKS,
        checks.counted("ARB-10", "received_on", "answer_due", "答辩期限届满日"),
    ),
)
