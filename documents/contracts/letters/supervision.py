"""H05 to H11: warnings, assignments, advice on accountability, yellow and red cards."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.letters.crime import (
    ENCLOSURES,
    HAND_OVER_SLOTS,
    hand_over,
    handed_over,
    pages_add_up,
)
from documents.contracts.letters.referral import BASIS, known_law
from documents.contracts.schema import Check, Context, Contract, Fault, Field, Kind, amount_dict
from law import statutes

OFFICE = {
    "name": "示例市根治拖欠农民工工资工作领导小组办公室",
    "address": "示例市示例区示例路7号",
    "phone": "10000090007",
}
# Whether somebody broke discipline or the law is for the body the letter goes to.
CONCLUSIONS = (
    "违纪",
    "违法犯罪",
    "渎职",
    "玩忽职守",
    "滥用职权",
    "受贿",
    "贪污",
    "给予处分",
    "开除",
)


def facts_only(*names: str) -> Check:
    """No conclusion about a person: the letter reports what happened and what is advised."""

    def check(context: Context) -> Iterator[Fault]:
        for name in names:
            texts = context[name] if isinstance(context[name], list) else [context[name]]
            for text in texts:
                for word in CONCLUSIONS:
                    if word in text:
                        yield Fault(
                            "SEED-03",
                            name,
                            f"只写事实和建议，不对个人作出“{word}”的结论，由有权机关认定。",
                        )

    return check


def _sample_warning() -> dict[str, Any]:
    return samples.letter(
        WARNING.law(),
        authority=OFFICE,
        recipient=samples.GENERAL_CONTRACTOR["name"],
        number="示薪办函〔2026〕8号",
        made_on="2026-09-22",
        findings=[
            "2026年7月至9月，未按约定拨付示例区示例路商住楼工程的人工费用",
            "分包单位拖欠12名劳动者工资153222.63元，你单位未先行清偿",
        ],
        basis=[statutes.cite("LIAB-01")],
        measures=["于限期内先行清偿拖欠的工资", "建立按月考核工程量、按月支付工资的制度"],
        rectify_by="2026-10-12",
        consequence="由有关部门依法处理；符合规定情形的，列入拖欠农民工工资失信联合惩戒对象名单",
    )


WARNING = Contract(
    code="H05",
    title="警示函",
    series="函",
    volume="first",
    letter=True,
    fields=(
        *blocks.letter(),
        Field("findings", "存在的问题", Kind.TEXTS, "facts, without a full stop at the end"),
        BASIS,
        Field("measures", "整改要求", Kind.TEXTS, "without a full stop at the end"),
        Field("rectify_by", "整改期限", Kind.DATE),
        Field("consequence", "逾期后果", Kind.LONG, "without a full stop at the end"),
    ),
    slots=blocks.letter_slots(),
    sample=_sample_warning,
    citations={},
    checks=(
        checks.of_authority,
        known_law,
        checks.in_order(("made_on", "成文日期"), ("rectify_by", "整改期限")),
    ),
)


def _sample_assignment() -> dict[str, Any]:
    cases = [
        {
            "no": 1,
            "case_number": "示农薪调字〔2026〕12号",
            "employer": samples.GENERAL_CONTRACTOR["name"],
            "worker_count": 12,
            "amount": amount_dict(15322263),
            "source": "现场登记",
        },
        {
            "no": 2,
            "case_number": "示农薪调字〔2026〕31号",
            "employer": "示例市示例制衣厂",
            "worker_count": 16,
            "amount": amount_dict(13764220),
            "source": "12345热线",
        },
    ]
    return samples.letter(
        ASSIGNMENT.law(),
        authority=OFFICE,
        recipient="示例区根治拖欠农民工工资工作领导小组",
        number="示薪办函〔2026〕9号",
        made_on="2026-09-22",
        attachments=["交办案件清单"],
        cases=cases,
        worker_count=28,
        amount=samples.sum_of(cases, "amount"),
        requirements=["明确包案领导和责任单位", "逐案核实，依法办理", "每周报送进展情况"],
        due_on="2026-10-22",
        report_by="2026-10-26",
    )


def _people_add_up(context: Context) -> Iterator[Fault]:
    added = sum(row["worker_count"] for row in context["cases"])
    if added != context["worker_count"]:
        yield Fault(
            "V-M2",
            "worker_count",
            f"涉及人数不符：清单合计{added}人，正文{context['worker_count']}人。",
        )


ASSIGNMENT = Contract(
    code="H06",
    title="交办函",
    series="函",
    volume="first",
    letter=True,
    fields=(
        *blocks.letter(),
        Field(
            "cases",
            "交办案件",
            Kind.ROWS,
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("case_number", "案号"),
                Field("employer", "用人单位"),
                Field("worker_count", "人数", Kind.COUNT),
                Field("amount", "金额", Kind.AMOUNT),
                Field("source", "来源", required=False),
            ),
        ),
        Field("worker_count", "涉及人数", Kind.COUNT),
        Field("amount", "涉及金额", Kind.AMOUNT),
        Field("requirements", "办理要求", Kind.TEXTS, "without a full stop at the end"),
        Field("due_on", "办结期限", Kind.DATE),
        Field("report_by", "报告期限", Kind.DATE),
    ),
    slots=blocks.letter_slots(),
    sample=_sample_assignment,
    citations={"duty": ("ADM-06",)},
    checks=(
        checks.of_authority,
        _people_add_up,
        checks.total_of("cases", "amount", "amount", "涉及金额"),
        checks.in_order(("made_on", "成文日期"), ("due_on", "办结期限"), ("report_by", "报告期限")),
    ),
)

_FAILURES = [
    "2026年9月22日交办的2件欠薪案件，至2026年10月22日未办结，也未报送进展",
    "2026年10月26日收到黄牌预警后，仍未明确责任领导",
]


def _sample_advice() -> dict[str, Any]:
    return samples.letter(
        ACCOUNTABILITY_ADVICE.law(),
        authority=OFFICE,
        recipient="示例市纪委监委驻示例局纪检监察组",
        number="示薪办函〔2026〕14号",
        made_on="2026-11-10",
        attachments=["交办函及送达回证", "黄牌预警通知、红牌督办通知"],
        responsible_unit="示例区示例街道办事处",
        failures=_FAILURES,
        evidence=[
            {
                "no": 1,
                "name": "交办函及送达回证",
                "form": "书证",
                "original": False,
                "pages": 4,
                "source": "领导小组办公室",
                "proves": "交办时间和要求",
            },
            {
                "no": 2,
                "name": "督办系统办理记录",
                "form": "电子数据",
                "original": False,
                "pages": 6,
                "source": "中心",
                "proves": "未报送进展",
            },
        ],
        advice=["对有关责任情况进行核查", "督促责任单位限期办结"],
        reply_by="2026-12-10",
    )


ACCOUNTABILITY_ADVICE = Contract(
    code="H07",
    title="问责建议函",
    series="函",
    volume="first",
    letter=True,
    fields=(
        *blocks.letter(),
        Field("responsible_unit", "责任单位"),
        Field("failures", "履职不到位的事实", Kind.TEXTS, "facts, without a full stop at the end"),
        Field("evidence", "证据", Kind.ROWS, of=blocks.EVIDENCE),
        Field("advice", "建议", Kind.TEXTS, "without a full stop at the end"),
        Field("reply_by", "反馈期限", Kind.DATE),
    ),
    slots=blocks.letter_slots(),
    sample=_sample_advice,
    citations={},
    checks=(
        checks.of_authority,
        facts_only("failures", "advice"),
        checks.in_order(("made_on", "成文日期"), ("reply_by", "反馈期限")),
    ),
)


def _sample_problem() -> dict[str, Any]:
    return samples.header(
        PROBLEM_SLIP.law(),
        issuer="authority",
        authority=OFFICE,
        number="示农薪移字〔2026〕5号",
        made_on="2026-09-22",
        recipient="示例市住房和城乡建设局",
        problems=[
            {
                "no": 1,
                "problem": "示例区示例路商住楼工程未开设农民工工资专用账户",
                "clue": "现场检查记录",
                "unit": samples.GENERAL_CONTRACTOR["name"],
                "due_on": "2026-10-12",
            },
            {
                "no": 2,
                "problem": "施工现场未设立维权信息告示牌",
                "clue": "现场照片4张",
                "unit": samples.GENERAL_CONTRACTOR["name"],
                "due_on": "2026-09-30",
            },
        ],
        enclosures=[
            {"no": 1, "name": "现场检查记录", "copies": 1, "pages": 3},
            {"no": 2, "name": "现场照片", "copies": 1, "pages": 4},
        ],
        pages_total=7,
        receipt_by="2026-09-25",
        signatures=[
            *hand_over(OFFICE["name"], "田禾", "示例市住房和城乡建设局", "许明"),
        ],
    )


def _due_after_hand_over(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["problems"]):
        if row["due_on"] < context["made_on"]:
            yield Fault(
                "V-D1", f"problems[{place}].due_on", f"第{row['no']}项的办理期限早于移交日期。"
            )


PROBLEM_SLIP = Contract(
    code="H09",
    title="问题移交单",
    series="移送",
    volume="first",
    fields=(
        *blocks.header(blocks.AUTHORITY),
        blocks.RECIPIENT_BODY,
        Field(
            "problems",
            "移交的问题",
            Kind.ROWS,
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("problem", "问题", Kind.LONG),
                Field("clue", "线索", note="where it comes from", required=False),
                Field("unit", "涉及单位"),
                Field("due_on", "办理期限", Kind.DATE),
            ),
        ),
        Field("enclosures", "移交材料", Kind.ROWS, required=False, of=ENCLOSURES),
        Field("pages_total", "总页数", Kind.COUNT, "0 without enclosures"),
        Field("receipt_by", "回执期限", Kind.DATE),
        blocks.SIGNATURES,
    ),
    slots=HAND_OVER_SLOTS,
    sample=_sample_problem,
    citations={"onward": ("ADM-06",)},
    checks=(
        checks.no_mediator_sends,
        _due_after_hand_over,
        pages_add_up("enclosures"),
        checks.in_order(("made_on", "移交日期"), ("receipt_by", "回执期限")),
        handed_over,
    ),
)


def _sample_accountability_slip() -> dict[str, Any]:
    return samples.header(
        ACCOUNTABILITY_SLIP.law(),
        issuer="authority",
        authority=OFFICE,
        number="示农薪移字〔2026〕6号",
        made_on="2026-11-10",
        recipient="示例市纪委监委驻示例局纪检监察组",
        responsible_unit="示例区示例街道办事处",
        failures=_FAILURES,
        advice=["对有关责任情况进行核查"],
        enclosures=[
            {"no": 1, "name": "交办函及送达回证", "copies": 1, "pages": 4},
            {"no": 2, "name": "黄牌预警通知、红牌督办通知", "copies": 1, "pages": 4},
            {"no": 3, "name": "督办系统办理记录", "copies": 1, "pages": 6},
        ],
        pages_total=14,
        signatures=[
            *hand_over(OFFICE["name"], "田禾", "示例市纪委监委驻示例局纪检监察组", "齐正"),
        ],
    )


ACCOUNTABILITY_SLIP = Contract(
    code="H10",
    title="问责移交单",
    series="移送",
    volume="first",
    fields=(
        *blocks.header(blocks.AUTHORITY),
        blocks.RECIPIENT_BODY,
        Field("responsible_unit", "责任单位"),
        Field("failures", "履职不到位的事实", Kind.TEXTS, "facts, without a full stop at the end"),
        Field("advice", "建议", Kind.TEXTS, "without a full stop at the end"),
        Field("enclosures", "移交案卷材料", Kind.ROWS, of=ENCLOSURES),
        Field("pages_total", "总页数", Kind.COUNT),
        blocks.SIGNATURES,
    ),
    slots=HAND_OVER_SLOTS,
    sample=_sample_accountability_slip,
    citations={},
    checks=(
        checks.no_mediator_sends,
        facts_only("failures", "advice"),
        pages_add_up("enclosures"),
        handed_over,
    ),
)

YELLOW, RED = "黄牌预警", "红牌督办"
SUPERVISORS = ("市委督查室", "市政府督查室")


def sample_card(card: str = YELLOW) -> dict[str, Any]:
    red = card == RED
    return samples.letter(
        CARD.law(),
        recipient="示例区示例街道办事处",
        number=f"示薪督〔2026〕{4 if red else 3}号",
        made_on="2026-11-02" if red else "2026-10-23",
        copies_to=list(SUPERVISORS) if red else [],
        card=card,
        employer_name=samples.GENERAL_CONTRACTOR["name"],
        worker_count=12,
        amount=amount_dict(15322263),
        assigned_on="2026-09-22",
        due_on="2026-10-22",
        overdue_days=11 if red else 1,
        red_after_days=10,
        progress=[{"on": "2026-10-09", "what": "约谈施工总承包单位负责人"}],
        demands=["于收到本通知之日起三个工作日内提出办结方案", "每日报送进展情况"],
        report_by="2026-11-05" if red else "2026-10-28",
        leaders=[
            {"name": "程明", "post": "分管副市长", "on": "2026-11-02"},
            {"name": "石磊", "post": "市人力资源和社会保障局局长", "on": "2026-11-02"},
        ]
        if red
        else [],
    )


def _days_overdue(context: Context) -> Iterator[Fault]:
    due, made = (date.fromisoformat(context[name]) for name in ("due_on", "made_on"))
    days = (made - due).days
    if days < 1:
        yield Fault(
            "SEED-02",
            "due_on",
            f"办结期限（{context['due_on']}）尚未超过，不能发出{context['card']}。",
        )
    elif days != context["overdue_days"]:
        yield Fault(
            "SEED-02", "overdue_days", f"超期天数应为{days}天，填写为{context['overdue_days']}天。"
        )


def _red_is_earned(context: Context) -> Iterator[Fault]:
    if context["card"] != RED:
        return
    if context["overdue_days"] < context["red_after_days"]:
        yield Fault(
            "SEED-02",
            "overdue_days",
            f"超期满{context['red_after_days']}天仍无进展的才能红牌督办，"
            f"现超期{context['overdue_days']}天。",
        )
    for place, step in enumerate(context["progress"] or []):
        if step["on"] > context["due_on"]:
            yield Fault(
                "SEED-02",
                f"progress[{place}].on",
                f"{step['on']}已有进展（{step['what']}），不符合红牌督办的条件。",
            )
    if not context["leaders"]:
        yield Fault("V-S1", "leaders", "红牌督办须经领导签批。")
    for place, leader in enumerate(context["leaders"] or []):
        if leader["on"] > context["made_on"]:
            yield Fault("V-D1", f"leaders[{place}].on", f"{leader['name']}的签批晚于发出日期。")
    for name in SUPERVISORS:
        if not any(name in copy for copy in context["copies_to"] or []):
            yield Fault("SEED-02", "copies_to", f"红牌督办应抄送{name}。")


CARD = Contract(
    code="H11",
    title="黄牌预警（红牌督办）通知",
    series="督办",
    volume="first",
    letter=True,
    fields=(
        *blocks.letter(),
        Field("card", "类别", Kind.CHOICE, choices=(YELLOW, RED)),
        Field("employer_name", "用人单位"),
        blocks.WORKER_COUNT,
        Field("amount", "拖欠金额", Kind.AMOUNT),
        Field("assigned_on", "交办日期", Kind.DATE),
        Field("due_on", "办结期限", Kind.DATE),
        Field("overdue_days", "超期天数", Kind.COUNT, "calendar days to the day of issue"),
        Field("red_after_days", "红牌天数", Kind.COUNT, "parameter, 10"),
        Field(
            "progress",
            "办理进展",
            Kind.ROWS,
            "every step that was logged, in order; one after the due date bars the red card",
            required=False,
            of=(Field("on", "日期", Kind.DATE), Field("what", "事项")),
        ),
        Field("demands", "督办要求", Kind.TEXTS, "without a full stop at the end"),
        Field("report_by", "报告期限", Kind.DATE),
        Field(
            "leaders",
            "领导签批",
            Kind.ROWS,
            "red card only; kept with the letter, not printed",
            required=False,
            of=(Field("name", "姓名"), Field("post", "职务"), Field("on", "签批日期", Kind.DATE)),
        ),
    ),
    slots=blocks.letter_slots(),
    sample=sample_card,
    citations={"card": ("SEED-02",)},
    checks=(
        checks.of_authority,
        _days_overdue,
        _red_is_earned,
        checks.in_order(
            ("assigned_on", "交办日期"), ("due_on", "办结期限"), ("report_by", "报告期限")
        ),
        checks.in_order(("made_on", "发出日期"), ("report_by", "报告期限")),
    ),
)
