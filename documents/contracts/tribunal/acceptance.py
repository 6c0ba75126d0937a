"""A02 受理通知书, A02N 不予受理通知书, A02B 一次性补正（容缺）告知书."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks
from documents.contracts import checks as shared
from documents.contracts.schema import Context, Contract, Fault, Field, Kind
from documents.contracts.tribunal import checks, samples
from documents.contracts.tribunal.panel import CAUSE, COMMISSION_SEAL, HEADER, RECIPIENT
from law.statutes import cite

RECEIVED_ON = Field("received_on", "收到申请日期", Kind.DATE)
COMPLETE_ON = Field(
    "complete_on",
    "收到补正材料日期",
    Kind.DATE,
    "when papers were supplemented: the periods count from here",
    required=False,
)


def _sample_acceptance() -> dict[str, Any]:
    return samples.header(
        ACCEPTANCE.law(),
        made_on="2026-06-18",
        recipient="钱卫东",
        employer_applies=False,
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        received_on="2026-06-17",
        complete_on=None,
        accepted_on="2026-06-18",
        award_due="2026-08-03",
        evidence_by="2026-06-30",
        authority_by="2026-07-03",
        supplements=["2025年考勤记录（如持有）"],
        supplement_by="2026-06-30",
        contact=samples.CONTACT,
    )


def _supplements_have_a_day(context: Context) -> Iterator[Fault]:
    if context["supplements"] and not context["supplement_by"]:
        yield Fault("V-T1", "supplement_by", "列有需要补交的材料，未写明补交期限。")


def _clock_starts_when_complete(context: Context) -> Iterator[Fault]:
    """V-D2: 45 days from acceptance, or from the supplemented papers when some were (ARB-20)."""
    start = "complete_on" if context["complete_on"] else "accepted_on"
    yield from checks.counted("ARB-19", start, "award_due", "审限届满日")(context)


ACCEPTANCE = Contract(
    code="A02",
    title="受理通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        RECIPIENT,
        Field("employer_applies", "申请人为用人单位", Kind.FLAG, "asks for proof of office"),
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        RECEIVED_ON,
        COMPLETE_ON,
        Field(
            "accepted_on",
            "受理日期",
            Kind.DATE,
            "the 45 days count from here, unless papers were supplemented",
        ),
        Field("award_due", "审限届满日", Kind.DATE),
        Field(
            "evidence_by",
            "举证期限届满日",
            Kind.DATE,
            "None when the notice of evidence sets it",
            required=False,
        ),
        Field("authority_by", "提交委托手续的期限", Kind.DATE, "ten days", required=False),
        Field("supplements", "需补交的材料", Kind.TEXTS, required=False),
        Field("supplement_by", "补交期限", Kind.DATE, required=False),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_acceptance,
    citations={
        "acceptance": ("ARB-07",),
        "limit": ("ARB-19",),
        "clock": ("ARB-20",),
        "change": ("ARB-22",),
        "recusal": ("ARB-16",),
        "absence": ("ARB-21",),
        "free": ("ARB-36",),
    },
    checks=(
        shared.in_order(
            ("received_on", "收到申请日期"),
            ("complete_on", "收到补正材料日期"),
            ("accepted_on", "受理日期"),
            ("made_on", "制作日期"),
            ("supplement_by", "补交期限"),
        ),
        shared.in_order(("made_on", "制作日期"), ("evidence_by", "举证期限届满日")),
        checks.within("ARB-07", "received_on", "complete_on", day="accepted_on", label="受理日期"),
        _clock_starts_when_complete,
        _supplements_have_a_day,
    ),
)

NO_JURISDICTION = "不属于本委管辖"
GROUNDS = (
    "不属于劳动人事争议的受理范围",
    NO_JURISDICTION,
    "没有明确的仲裁请求和事实理由",
    "没有明确的被申请人",
    "申请人与本案没有直接利害关系",
    "基于同一事实、理由和仲裁请求重复申请",
    "曾按撤回仲裁申请处理后重新申请",
)
"""Grounds of a refusal. Limitation is none: it is the respondent's to plead (ARB-02)."""


def _sample_refusal() -> dict[str, Any]:
    return samples.header(
        REFUSAL.law(),
        case_number="示农薪调字〔2026〕41号",
        number="示劳人仲收〔2026〕291号",
        made_on="2026-06-23",
        recipient="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        received_on="2026-06-17",
        complete_on=None,
        decided_on="2026-06-23",
        ground=NO_JURISDICTION,
        reason_text="劳动合同履行地和被申请人住所地均在示例市示例县，"
        "应由示例县劳动人事争议仲裁委员会管辖。",
        competent="示例县劳动人事争议仲裁委员会",
        court=samples.COURT,
        contact=samples.CONTACT,
    )


def _ground_is_lawful(context: Context) -> Iterator[Fault]:
    if context["ground"] == NO_JURISDICTION and not context["competent"]:
        yield Fault(
            "V-T1", "competent", "以没有管辖权为由不予受理的，应当写明有管辖权的仲裁委员会。"
        )
    if "时效" in context["reason_text"]:
        yield Fault(
            "ARB-02",
            "reason_text",
            "仲裁时效不是受理条件，不能作为不予受理的理由；是否超过时效由被申请人提出抗辩"
            f"（{cite('ARB-02')}）。",
        )


REFUSAL = Contract(
    code="A02N",
    title="不予受理通知书",
    series="仲裁收件",
    volume="first",
    fields=(
        *HEADER,
        RECIPIENT,
        blocks.RESPONDENTS_TEXT,
        RECEIVED_ON,
        COMPLETE_ON,
        Field("decided_on", "决定日期", Kind.DATE),
        Field("ground", "不予受理的事由", Kind.CHOICE, choices=GROUNDS),
        Field("reason_text", "理由", Kind.LONG, sentence=True),
        Field("competent", "有管辖权的仲裁委员会", required=False),
        Field("court", "可以起诉的人民法院", note="of basic level, by name"),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_refusal,
    citations={
        "refusal": ("ARB-07",),
        "suit": ("ARB-08",),
        "absence": ("ARB-21",),
        "duplicate": ("ARB-41",),
        "jurisdiction": ("ARB-01",),
    },
    checks=(
        shared.in_order(
            ("received_on", "收到申请日期"),
            ("complete_on", "收到补正材料日期"),
            ("decided_on", "决定日期"),
            ("made_on", "制作日期"),
        ),
        checks.within("ARB-07", "received_on", "complete_on", day="decided_on", label="决定日期"),
        _ground_is_lawful,
    ),
)

MUST, LATER = "必须补正", "可以后补"


def _sample_correction() -> dict[str, Any]:
    return samples.header(
        CORRECTION.law(),
        case_number="示农薪调字〔2026〕41号",
        number="示劳人仲收〔2026〕291号",
        made_on="2026-06-17",
        recipient="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        received_on="2026-06-17",
        items=[
            {
                "no": 1,
                "name": "仲裁申请书副本一份",
                "essential": True,
                "treatment": MUST,
                "note": "按被申请人人数提交",
            },
            {
                "no": 2,
                "name": "被申请人的工商登记信息",
                "essential": False,
                "treatment": LATER,
                "note": None,
            },
            {
                "no": 3,
                "name": "2026年1月银行工资流水",
                "essential": False,
                "treatment": LATER,
                "note": "向开户银行打印",
            },
        ],
        correct_by="2026-06-23",
        supply_by="2026-06-30",
        provisional=False,
        contact=samples.CONTACT,
    )


def _only_what_may_wait_waits(context: Context) -> Iterator[Fault]:
    """Essential papers never come later; days and treatment fit each other."""
    treatments = {row["treatment"] for row in context["items"]}
    for place, row in enumerate(context["items"]):
        if row["essential"] and row["treatment"] == LATER:
            yield Fault(
                "SUM-11",
                f"items[{place}].treatment",
                f"“{row['name']}”是立案必需的材料，不能容缺后补。",
            )
    if MUST in treatments and not context["correct_by"]:
        yield Fault("V-T1", "correct_by", "有必须补正的材料，未写明补正期限。")
    if LATER in treatments and not context["supply_by"]:
        yield Fault("V-T1", "supply_by", "有可以后补的材料，未写明后补期限。")
    if context["provisional"] and MUST in treatments:
        yield Fault("SUM-11", "provisional", "还有必须补正的材料，不能容缺受理。")


CORRECTION = Contract(
    code="A02B",
    title="一次性补正（容缺）告知书",
    series="仲裁收件",
    volume="first",
    fields=(
        *HEADER,
        RECIPIENT,
        blocks.RESPONDENTS_TEXT,
        RECEIVED_ON,
        Field(
            "items",
            "欠缺的材料",
            Kind.ROWS,
            "all of them at once; nothing may be asked for a second time",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "材料名称"),
                Field("essential", "立案必需", Kind.FLAG),
                Field("treatment", "处理", Kind.CHOICE, choices=(MUST, LATER)),
                Field("note", "说明", required=False),
            ),
        ),
        Field("correct_by", "补正期限", Kind.DATE, required=False),
        Field("supply_by", "后补期限", Kind.DATE, required=False),
        Field(
            "provisional", "容缺受理", Kind.FLAG, "True: nothing essential lacks, docketed at once"
        ),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_correction,
    citations={"correction": ("ARB-06",), "acceptance": ("ARB-07",), "clock": ("ARB-20",)},
    checks=(
        shared.in_order(
            ("received_on", "收到申请日期"),
            ("made_on", "制作日期"),
            ("correct_by", "补正期限"),
        ),
        shared.in_order(("made_on", "制作日期"), ("supply_by", "后补期限")),
        checks.within("ARB-06", "received_on", day="made_on", label="告知日期"),
        _only_what_may_wait_waits,
    ),
)
