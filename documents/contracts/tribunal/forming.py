"""
A03 应诉通知书, A04 组庭通知书, A05 简易处理告知书, A05C 转普通程序通知书, A06 答辩期同意书.

What each side is told once a case is docketed, and who will hear it how.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from documents.contracts import blocks
from documents.contracts import checks as shared
from documents.contracts.samples import moment
from documents.contracts.schema import (
    Context,
    Contract,
    Fault,
    Field,
    Kind,
    Slot,
    amount_fen,
)
from documents.contracts.tribunal import checks, samples
from documents.contracts.tribunal.panel import (
    CAUSE,
    COMMISSION_SEAL,
    HEADER,
    PANEL,
    RECIPIENT,
    SECRETARY,
    panel_formed,
    panel_large_enough,
)
from law.areas import Profile
from law.statutes import article, cite

ACCEPTED_ON = Field("accepted_on", "受理日期", Kind.DATE)
MUST_ENCLOSE = ("仲裁申请书副本", "举证通知书", "送达地址确认书")


def _sample_respondent() -> dict[str, Any]:
    return samples.header(
        RESPONDENT_NOTICE.law(),
        made_on="2026-06-22",
        recipient=samples.MACHINE_WORKS["name"],
        natural=False,
        applicants_text="钱卫东",
        cause=samples.CAUSE,
        accepted_on="2026-06-18",
        enclosures=[
            "仲裁申请书副本",
            "答辩书（要素表）",
            "举证通知书",
            "组庭通知书",
            "送达地址确认书",
        ],
        received_on="2026-06-22",
        answer_due="2026-07-06",
        contact=samples.CONTACT,
    )


def _encloses_what_the_answer_needs(context: Context) -> Iterator[Fault]:
    for name in MUST_ENCLOSE:
        if not any(name in enclosed for enclosed in context["enclosures"]):
            yield Fault("V-C1", "enclosures", f"应诉通知书应当随附《{name}》。")


def _answer_day_needs_receipt(context: Context) -> Iterator[Fault]:
    if bool(context["answer_due"]) != bool(context["received_on"]):
        yield Fault(
            "V-D2",
            "answer_due",
            "答辩期限自收到申请书副本起算：当场送达的写明届满日，尚未送达的两项都不写。",
        )


RESPONDENT_NOTICE = Contract(
    code="A03",
    title="应诉通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        RECIPIENT,
        Field("natural", "被申请人为自然人", Kind.FLAG, "asks for an identity card only"),
        blocks.APPLICANTS_TEXT,
        CAUSE,
        ACCEPTED_ON,
        Field("enclosures", "随附材料", Kind.TEXTS),
        Field(
            "received_on",
            "收到副本日期",
            Kind.DATE,
            "handed over on the spot; None when it is still to be served",
            required=False,
        ),
        Field("answer_due", "答辩期限届满日", Kind.DATE, required=False),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_respondent,
    citations={
        "served": ("ARB-09",),
        "answer": ("ARB-10",),
        "jurisdiction": ("ARB-11",),
        "counter_claim": ("ARB-12",),
        "burden": ("ARB-39",),
        "absence": ("ARB-21",),
    },
    checks=(
        _encloses_what_the_answer_needs,
        _answer_day_needs_receipt,
        shared.in_order(
            ("accepted_on", "受理日期"),
            ("made_on", "制作日期"),
            ("received_on", "收到副本日期"),
        ),
        checks.within("ARB-09", "accepted_on", day="made_on", label="制作日期"),
        checks.within("ARB-09", "accepted_on", day="received_on", label="收到副本日期"),
        checks.counted("ARB-10", "received_on", "answer_due", "答辩期限届满日"),
    ),
)


def _sample_panel() -> dict[str, Any]:
    return samples.header(
        PANEL_NOTICE.law(),
        made_on="2026-06-18",
        recipient="钱卫东",
        applicants_text="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        worker_count=1,
        accepted_on="2026-06-18",
        simplified=True,
        panel=samples.PANEL,
        secretary=samples.SECRETARY,
        replaced=None,
    )


def _replacement_is_new(context: Context) -> Iterator[Fault]:
    replaced = context["replaced"]
    if replaced and replaced["name"] in {row["name"] for row in context["panel"]}:
        yield Fault("ARB-17", "replaced.name", f"被更换的“{replaced['name']}”仍在仲裁庭名单中。")


def _formed_in_time(context: Context) -> Iterator[Fault]:
    if not context["replaced"]:
        yield from checks.within("ARB-13", "accepted_on", day="made_on", label="组庭通知日期")(
            context
        )


PANEL_NOTICE = Contract(
    code="A04",
    title="组庭通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        RECIPIENT,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        blocks.WORKER_COUNT,
        ACCEPTED_ON,
        Field("simplified", "简易处理", Kind.FLAG),
        PANEL,
        SECRETARY,
        Field(
            "replaced",
            "更换",
            Kind.BLOCK,
            "the new notice after a recusal; None on the first",
            required=False,
            of=(Field("name", "被更换的人员"), Field("reason", "更换的原因", sentence=False)),
        ),
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_panel,
    citations={
        "formation": ("ARB-13",),
        "number": ("ARB-14",),
        "recusal": ("ARB-16",),
        "challenge": ("ARB-17",),
    },
    checks=(
        panel_formed,
        shared.crew_counted(),
        panel_large_enough(unless="simplified"),
        _replacement_is_new,
        _formed_in_time,
        shared.in_order(("accepted_on", "受理日期"), ("made_on", "制作日期")),
    ),
)

CLEAR, SMALL, AGREED = (
    "事实清楚、权利义务关系明确、争议不大",
    "标的额不超过本省上年度职工年平均工资",
    "双方当事人同意简易处理",
)


def _sample_simplified() -> dict[str, Any]:
    return samples.header(
        SIMPLIFIED.law(),
        made_on="2026-06-18",
        recipient=samples.MACHINE_WORKS["name"],
        applicants_text="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        worker_count=1,
        ground=CLEAR,
        claimed=samples.CLAIM_TOTAL,
        average_wage=None,
        agreed_on=None,
        respondent_missing=False,
        public_interest=False,
        social_impact=False,
        panel=samples.PANEL,
        secretary=samples.SECRETARY,
        steps=["庭前核对要素，庭审围绕有争议的要素进行。"],
        object_by="2026-06-23",
        contact=samples.CONTACT,
    )


def _ground_holds(context: Context) -> Iterator[Fault]:
    """SUM-01: each ground has what it rests on."""
    if context["ground"] == SMALL:
        if not context["average_wage"]:
            yield Fault(
                "SUM-01", "average_wage", "以标的额为由简易处理，须填写上年度职工年平均工资。"
            )
        elif amount_fen(context["claimed"]) > amount_fen(context["average_wage"]):
            yield Fault(
                "SUM-01",
                "claimed",
                f"标的额{context['claimed']['grouped']}元超过上年度职工年平均工资"
                f"{context['average_wage']['grouped']}元（{cite('SUM-01')}）。",
            )
    if context["ground"] == AGREED and not context["agreed_on"]:
        yield Fault("SUM-01", "agreed_on", "以双方同意为由简易处理，须填写双方同意的日期。")


def _nothing_excludes_it(context: Context) -> Iterator[Fault]:
    """V-X1: SUM-02, and SUM-08 where it is the law of the place."""
    for field, label in (
        ("respondent_missing", "被申请人下落不明"),
        ("public_interest", "涉及国家利益、社会公共利益"),
        ("social_impact", "有重大社会影响"),
    ):
        if context[field]:
            yield Fault("V-X1", field, f"{label}的案件不得简易处理（{cite('SUM-02')}）。")
    collective = context["worker_count"] >= shared.COLLECTIVE_FROM
    if collective and Profile().holds("SUM-08"):
        province = article("SUM-08").layer
        yield Fault(
            "V-X1", "worker_count", f"{province}的集体争议不适用简易程序（{cite('SUM-08')}）。"
        )


def _formed_if_appointed(context: Context) -> Iterator[Fault]:
    """Who is not appointed yet is told by A04."""
    if context["panel"] or context["secretary"]:
        yield from panel_formed(context)
        yield from _heard_by_one(context)


def _heard_by_one(context: Context) -> Iterator[Fault]:
    if [row["role"] for row in context["panel"]] != ["独任仲裁员"]:
        yield Fault("SUM-01", "panel", f"简易处理的案件由一名仲裁员独任仲裁（{cite('SUM-01')}）。")


SIMPLIFIED = Contract(
    code="A05",
    title="简易处理告知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        RECIPIENT,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        blocks.WORKER_COUNT,
        Field("ground", "简易处理的事由", Kind.CHOICE, choices=(CLEAR, SMALL, AGREED)),
        Field("claimed", "标的额", Kind.AMOUNT),
        Field(
            "average_wage",
            "上年度职工年平均工资",
            Kind.AMOUNT,
            "the parameter of the province; for the ground of the amount",
            required=False,
        ),
        Field("agreed_on", "双方同意日期", Kind.DATE, required=False),
        Field("respondent_missing", "被申请人下落不明", Kind.FLAG),
        Field("public_interest", "涉及国家利益、社会公共利益", Kind.FLAG),
        Field("social_impact", "有重大社会影响", Kind.FLAG),
        replace(PANEL, required=False),
        replace(SECRETARY, required=False),
        Field(
            "steps",
            "本案程序上的其他安排",
            Kind.TEXTS,
            "besides what the law itself provides",
            required=False,
        ),
        Field("object_by", "提出异议的期限", Kind.DATE),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_simplified,
    citations={
        "ground": ("SUM-01",),
        "excluded": ("SUM-02",),
        "answer": ("SUM-03",),
        "service": ("SUM-04",),
        "tribunal": ("SUM-05",),
        "conversion": ("SUM-06",),
        "recusal": ("ARB-16",),
    },
    checks=(
        shared.crew_counted(),
        _ground_holds,
        _nothing_excludes_it,
        _formed_if_appointed,
        shared.in_order(("made_on", "制作日期"), ("object_by", "提出异议的期限")),
        shared.in_order(("agreed_on", "双方同意日期"), ("made_on", "制作日期")),
    ),
)


def _sample_conversion() -> dict[str, Any]:
    return samples.header(
        CONVERSION.law(),
        made_on="2026-07-03",
        recipient="钱卫东",
        applicants_text="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        worker_count=1,
        simplified_on="2026-06-18",
        accepted_on="2026-06-18",
        converted_on="2026-07-03",
        reason="被申请人提交的考勤记录与申请人提交的电子考勤差异较大，需要鉴定，案情较为复杂。",
        panel=samples.PANEL_OF_THREE,
        secretary=samples.SECRETARY,
        award_due="2026-08-03",
        agreed_facts=["入职时间、岗位和月工资标准", "2026年2月至5月工资未支付"],
        contact=samples.CONTACT,
    )


def _converted_before_the_limit(context: Context) -> Iterator[Fault]:
    if context["converted_on"] > context["award_due"]:
        yield Fault(
            "SUM-06",
            "converted_on",
            f"应当在仲裁期限届满（{context['award_due']}）前决定转为一般程序（{cite('SUM-06')}）。",
        )


CONVERSION = Contract(
    code="A05C",
    title="转普通程序通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        RECIPIENT,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        blocks.WORKER_COUNT,
        Field("simplified_on", "决定简易处理日期", Kind.DATE),
        ACCEPTED_ON,
        Field("converted_on", "决定转程序日期", Kind.DATE),
        Field("reason", "转程序的理由", Kind.LONG, sentence=True),
        PANEL,
        SECRETARY,
        Field("award_due", "审限届满日", Kind.DATE, "still counted from the original acceptance"),
        Field("agreed_facts", "双方已确认的事实", Kind.TEXTS, required=False),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_conversion,
    citations={
        "conversion": ("SUM-06",),
        "limit": ("ARB-19",),
        "recusal": ("ARB-16",),
    },
    checks=(
        panel_formed,
        shared.crew_counted(),
        panel_large_enough(),
        _converted_before_the_limit,
        shared.in_order(
            ("accepted_on", "受理日期"),
            ("simplified_on", "决定简易处理日期"),
            ("converted_on", "决定转程序日期"),
            ("made_on", "制作日期"),
        ),
        checks.counted("ARB-19", "accepted_on", "award_due", "审限届满日"),
    ),
)

SHORTER, NONE = "缩短答辩期", "放弃答辩期"


def _sample_consent() -> dict[str, Any]:
    return samples.header(
        CONSENT.law(),
        made_on="2026-06-22",
        respondent=samples.MACHINE_WORKS,
        applicants_text="钱卫东",
        cause=samples.CAUSE,
        received_on="2026-06-22",
        statutory_due="2026-07-06",
        mode=SHORTER,
        days=3,
        answer_due="2026-06-25",
        agrees_to_simplified=True,
        hearing_at=moment("2026-07-02T09:30"),
        signed_on="2026-06-22",
        seal_kind=checks.OFFICIAL_SEAL,
        signatures=[
            {
                "role": "被申请人",
                "name": samples.MACHINE_WORKS["name"],
                "kind": "organisation",
                "signer": "卢海峰",
                "capacity": "法定代表人",
                "refusal": None,
            }
        ],
    )


def _mode_fits(context: Context) -> Iterator[Fault]:
    shortened = context["mode"] == SHORTER
    if shortened != bool(context["answer_due"]) or shortened != bool(context["days"]):
        yield Fault(
            "V-T1",
            "answer_due",
            "缩短答辩期的，写明工作日数和新的届满日；放弃答辩期的，两项都不写。",
        )
    if shortened and context["answer_due"] and context["answer_due"] > context["statutory_due"]:
        yield Fault("SUM-03", "answer_due", "新的答辩期限不能晚于法定的答辩期限。")


def _heard_after_the_answer(context: Context) -> Iterator[Fault]:
    hearing = context["hearing_at"]
    if hearing and hearing["iso"][:10] <= (context["answer_due"] or context["received_on"]):
        yield Fault("SUM-03", "hearing_at", f"开庭日期不能早于答辩期届满之后（{cite('SUM-03')}）。")


CONSENT = Contract(
    code="A06",
    title="缩短（放弃）答辩期同意书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        Field("respondent", "被申请人", Kind.BLOCK, "who consents", of=blocks.PARTY),
        blocks.APPLICANTS_TEXT,
        CAUSE,
        Field("received_on", "收到申请书副本日期", Kind.DATE),
        Field("statutory_due", "法定答辩期限届满日", Kind.DATE),
        Field("mode", "同意事项", Kind.CHOICE, choices=(SHORTER, NONE)),
        Field("days", "缩短后的工作日数", Kind.COUNT, required=False),
        Field("answer_due", "新的答辩期限届满日", Kind.DATE, required=False),
        Field("agrees_to_simplified", "同意简易处理", Kind.FLAG),
        Field("hearing_at", "开庭时间", Kind.MOMENT, "when already set", required=False),
        Field("signed_on", "签署日期", Kind.DATE),
        Field("seal_kind", "印章种类", Kind.CHOICE, required=False, choices=checks.SEALS),
        blocks.SIGNATURES,
    ),
    slots=(Slot("respondent", "被申请人", blocks.SEAL_AND_SIGN),),
    sample=_sample_consent,
    citations={"answer": ("ARB-10",), "consent": ("SUM-03",), "simplified": ("SUM-01",)},
    checks=(
        _mode_fits,
        _heard_after_the_answer,
        shared.in_order(("received_on", "收到申请书副本日期"), ("signed_on", "签署日期")),
        checks.counted("ARB-10", "received_on", "statutory_due", "法定答辩期限届满日"),
        checks.counted("SUM-03", "received_on", "answer_due", "新的答辩期限届满日", days="days"),
        checks.identified("respondent"),
        checks.agent_may_sign("respondent"),
        checks.official_seal(),
        shared.slots_present("被申请人"),
    ),
)
