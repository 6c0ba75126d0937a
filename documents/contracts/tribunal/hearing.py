"""A10 庭前要素确认表, A11 庭审笔录."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks
from documents.contracts import checks as shared
from documents.contracts.samples import moment, signature
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot, amount_dict
from documents.contracts.tribunal import checks, samples
from documents.contracts.tribunal.elements import (
    CONFIRMED_ELEMENT,
    DISPUTED_ELEMENT,
    UNDISPUTED_ELEMENT,
    formula_faults,
    in_element_order,
)
from documents.contracts.tribunal.panel import (
    CAUSE,
    HEADER,
    PANEL,
    SECRETARY,
    panel_formed,
)
from law.statutes import cite

ATTENDEE = (
    Field("name", "姓名"),
    Field("role", "代表的当事人", note="申请人, 被申请人1"),
    Field("capacity", "到庭身份", note="本人, 法定代表人, 委托代理人"),
    Field("authority", "权限依据", required=False),
)
_ATTENDEES = [
    {"name": "钱卫东", "role": "申请人", "capacity": "本人", "authority": None},
    {
        "name": "方琳",
        "role": "被申请人",
        "capacity": "委托代理人",
        "authority": "一般授权",
    },
]
_AGENT_SIGNATURE = signature(
    "被申请人",
    samples.MACHINE_WORKS["name"],
    "officer",
    signer="方琳",
    capacity="委托代理人",
)
_SIGNATURES = [
    samples.OPERATOR_SIGNATURE,
    _AGENT_SIGNATURE,
    samples.ARBITRATOR_SIGNATURE,
    samples.SECRETARY_SIGNATURE,
]


# Most sign on paper; one confirmed on the own phone.
_ON_THE_PHONE = {
    _AGENT_SIGNATURE["name"]: "2026-07-02 10:56在庭审室手写签名确认，笔录校验码7b20c41e"
}


def _attendees_sign(context: Context) -> Iterator[Fault]:
    """ARB-43: whoever was there signs, or the refusal is noted in the place of the signature."""
    signing = {row["signer"] or row["name"] for row in context["signatures"]}
    wanted = [row["name"] for row in context["attendees"]]
    for name in [*wanted, *(row["name"] for row in context["panel"]), context["secretary"]]:
        if name not in signing:
            yield Fault("V-S1", "signatures", f"签名栏缺少“{name}”的位置（{cite('ARB-43')}）。")


def _sample_confirmation() -> dict[str, Any]:
    return samples.header(
        CONFIRMATION.law(),
        made_on="2026-06-30",
        applicants_text="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        held_on="2026-06-30",
        place=samples.ROOM,
        panel=samples.PANEL,
        secretary=samples.SECRETARY,
        attendees=_ATTENDEES,
        elements=samples.confirmed_elements(),
        amounts=[
            {
                "no": 1,
                "what": "2026年2月至5月工资",
                "formula": "6600.00元/月×4个月",
                "amount": amount_dict(2640000),
                "agreed": True,
            },
            {
                "no": 2,
                "what": "休息日加班工资（9天部分）",
                "formula": "6600.00元/月÷21.75日×2×9日",
                "amount": amount_dict(546207),
                "agreed": True,
            },
        ],
        issues=[
            {"code": "E10", "question": "申请人休息日加班的天数是12天还是9天"},
            {"code": "E11", "question": "2025年度年休假是否已经安排"},
            {"code": "E15", "question": "合同到期后未续签的责任及二倍工资的月数"},
        ],
        hearing_at=moment("2026-07-02T09:30"),
        signatures=_SIGNATURES,
    )


def _agreed_is_the_same(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["elements"]):
        same = row["applicant_value"] == row["respondent_value"]
        if row["agreed"] and not same:
            yield Fault(
                "V-T1",
                f"elements[{place}].agreed",
                f"要素“{row['label']}”标为一致，双方主张却不同。",
            )


def _issues_are_what_is_disputed(context: Context) -> Iterator[Fault]:
    disputed = {row["code"] for row in context["elements"] if not row["agreed"]}
    named = {row["code"] for row in context["issues"] or []}
    labels = {row["code"]: row["label"] for row in context["elements"]}
    for code in sorted(disputed - named):
        yield Fault("V-C1", "issues", f"有争议的要素“{labels[code]}”没有列入庭审焦点。")
    for place, row in enumerate(context["issues"] or []):
        if row["code"] not in disputed:
            yield Fault(
                "V-C1",
                f"issues[{place}].code",
                f"要素{row['code'][1:]}双方没有争议（或者未列出），不应作为庭审焦点。",
            )


def _agreed_amounts_hold(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["amounts"] or []):
        path = f"amounts[{place}]"
        if row["agreed"] and not row["formula"]:
            yield Fault("V-M2", f"{path}.formula", f"双方一致的“{row['what']}”没有写明计算方式。")
        yield from formula_faults(row, path)


CONFIRMATION = Contract(
    code="A10",
    title="庭前要素确认表",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        Field("held_on", "确认日期", Kind.DATE),
        Field("place", "地点"),
        PANEL,
        SECRETARY,
        Field("attendees", "参加人员", Kind.ROWS, of=ATTENDEE),
        Field("elements", "要素", Kind.ROWS, of=CONFIRMED_ELEMENT),
        Field(
            "amounts",
            "按要素计算的金额",
            Kind.ROWS,
            "one per claim that can be reckoned already",
            required=False,
            of=(
                Field("no", "请求序号", Kind.COUNT),
                Field("what", "请求内容"),
                Field("formula", "计算方式", required=False),
                Field("amount", "金额", Kind.AMOUNT),
                Field("agreed", "双方一致", Kind.FLAG),
            ),
        ),
        Field(
            "issues",
            "庭审焦点",
            Kind.ROWS,
            "the disputed elements as questions",
            required=False,
            of=(
                Field("code", "要素编号", Kind.CHOICE, choices=CONFIRMED_ELEMENT[0].choices),
                Field("question", "争议的问题"),
            ),
        ),
        Field("hearing_at", "开庭时间", Kind.MOMENT, required=False),
        blocks.SIGNATURES,
    ),
    slots=(
        Slot("attendee", "双方当事人", ("signature",), each=True, every_page=True),
        Slot("arbitrator", "仲裁员", ("signature",), each=True, every_page=True),
        Slot("tribunal_secretary", "书记员", ("signature",), every_page=True),
    ),
    sample=_sample_confirmation,
    citations={"tribunal": ("SUM-05",)},
    checks=(
        in_element_order("elements"),
        _agreed_is_the_same,
        _issues_are_what_is_disputed,
        _agreed_amounts_hold,
        _attendees_sign,
        panel_formed,
        shared.in_order(("held_on", "确认日期"), ("made_on", "制作日期")),
        shared.in_order(("held_on", "确认日期"), ("hearing_at", "开庭时间")),
    ),
)

SPEAKERS = ("仲", "申", "被", "第", "证")
PARTS = ("核对身份", "陈述与答辩", "要素确认", "举证质证", "辩论", "其他")
STATEMENTS = PARTS[:2]
"""Come before the elements are gone through."""
EVIDENCE_PART, DEBATE = PARTS[3], PARTS[4]
OUTCOMES = ("达成调解", "未达成调解", "一方不同意调解", "一方未到庭，不能调解")


def _line(part: str, speaker: str, text: str) -> dict[str, Any]:
    return {"part": part, "speaker": speaker, "text": text}


def _sample_minutes() -> dict[str, Any]:
    return samples.header(
        MINUTES.law(),
        made_on="2026-07-02",
        cause=samples.CAUSE,
        starts_at=moment("2026-07-02T09:30"),
        ends_at=moment("2026-07-02T11:00"),
        place=samples.ROOM,
        public=True,
        panel=samples.PANEL,
        secretary=samples.SECRETARY,
        applicants=[samples.OPERATOR],
        respondents=[samples.MACHINE_WORKS_BY_AGENT],
        third_parties=[],
        attendees=_ATTENDEES,
        absent=[],
        recusal=[
            {"role": "申请人", "answer": "听清楚了，不申请回避。"},
            {"role": "被申请人", "answer": "听清楚了，不申请回避。"},
        ],
        lines=[
            _line(PARTS[0], "仲", "双方对对方到庭人员的身份和权限有无异议？"),
            _line(PARTS[0], "申", "没有异议。"),
            _line(PARTS[0], "被", "没有异议。"),
            _line(PARTS[1], "仲", "请申请人陈述仲裁请求和理由。"),
            _line(PARTS[1], "申", "请求和理由同仲裁申请书，请求金额合计106017.24元。"),
            _line(PARTS[1], "被", "欠付四个月工资26400.00元属实，其他意见同答辩书（要素表）。"),
            _line(EVIDENCE_PART, "仲", "就有争议的要素举证、质证。先就休息日加班天数举证。"),
            _line(EVIDENCE_PART, "申", "证据2考勤导出显示12个休息日到岗。"),
            _line(EVIDENCE_PART, "被", "真实性认可，其中三天为自愿到岗，公司没有安排工作。"),
            _line(EVIDENCE_PART, "仲", "被申请人能否提交2025年年休假安排的书面记录？"),
            _line(EVIDENCE_PART, "被", "没有书面记录。"),
            _line(DEBATE, "申", "公司没有证据证明安排过年休假，应当支付。"),
            _line(DEBATE, "被", "坚持答辩意见。"),
        ],
        undisputed=samples.undisputed_elements(),
        disputed=samples.disputed_elements(),
        last_statements=[
            {"role": "申请人", "text": "坚持仲裁请求，请求依法裁决。"},
            {"role": "被申请人", "text": "坚持答辩意见，请求依法裁决。"},
        ],
        mediation="未达成调解",
        next_hearing=None,
        adjourned_for=None,
        corrections=None,
        signatures=[row | {"confirmation": _ON_THE_PHONE.get(row["name"])} for row in _SIGNATURES],
    )


def _ends_after_start(context: Context) -> Iterator[Fault]:
    if context["ends_at"]["iso"] < context["starts_at"]["iso"]:
        yield Fault("V-D1", "ends_at", "庭审结束时间早于开始时间。")


def _roles_present(context: Context) -> list[str]:
    return list(dict.fromkeys(row["role"] for row in context["attendees"]))


def _everybody_was_asked(context: Context) -> Iterator[Fault]:
    """ARB-16, SUM-05: recusal asked of each side there, last statements of each before the end."""
    for field, label in (("recusal", "回避的询问和回答"), ("last_statements", "最后陈述")):
        if field == "last_statements" and context["adjourned_for"]:
            continue
        answered = {row["role"] for row in context[field] or []}
        for role in _roles_present(context):
            if role not in answered:
                yield Fault("V-T1", field, f"缺少{role}的{label}。")


def _steps_are_complete(context: Context) -> Iterator[Fault]:
    if context["adjourned_for"]:
        return
    parts = {row["part"] for row in context["lines"]}
    for part in (EVIDENCE_PART, DEBATE):
        if part not in parts:
            yield Fault("V-T1", "lines", f"笔录缺少“{part}”部分。")
    if not context["mediation"]:
        yield Fault("V-T1", "mediation", "裁决前应当先行调解，笔录须写明调解的结果。")


def _statements_come_first(context: Context) -> Iterator[Fault]:
    """The paper prints the elements after the statements, so no statement stands behind them."""
    later = False
    for place, row in enumerate(context["lines"]):
        if row["part"] not in STATEMENTS:
            later = True
        elif later:
            yield Fault(
                "V-T1", f"lines[{place}].part", f"“{row['part']}”应记在要素确认和举证质证之前。"
            )


def _adjourned_or_not(context: Context) -> Iterator[Fault]:
    if context["next_hearing"] and not context["adjourned_for"]:
        yield Fault("V-T1", "adjourned_for", "写了下次开庭时间，未写明休庭的原因。")
    later = context["next_hearing"]
    if later and later["iso"] <= context["ends_at"]["iso"]:
        yield Fault("V-D1", "next_hearing", "下次开庭时间应晚于本次庭审结束时间。")


def _an_element_is_disputed_or_not(context: Context) -> Iterator[Fault]:
    agreed = {(row["code"], row["label"]) for row in context["undisputed"] or []}
    for place, row in enumerate(context["disputed"] or []):
        if (row["code"], row["label"]) in agreed:
            yield Fault(
                "V-T1", f"disputed[{place}]", f"要素“{row['label']}”同时列为无争议和有争议。"
            )


MINUTES = Contract(
    code="A11",
    title="庭审笔录",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        CAUSE,
        Field("starts_at", "开庭时间", Kind.MOMENT),
        Field("ends_at", "闭庭时间", Kind.MOMENT),
        Field("place", "地点"),
        Field("public", "公开开庭", Kind.FLAG),
        PANEL,
        SECRETARY,
        blocks.parties("applicants", "申请人"),
        blocks.parties("respondents", "被申请人"),
        blocks.parties("third_parties", "第三人", required=False),
        Field("attendees", "到庭人员", Kind.ROWS, of=ATTENDEE),
        Field("absent", "未到庭的当事人", Kind.TEXTS, required=False),
        Field(
            "recusal",
            "回避的询问和回答",
            Kind.ROWS,
            "the answer of each side after rights and grounds were read out",
            of=(Field("role", "当事人"), Field("answer", "回答", Kind.LONG)),
        ),
        Field(
            "lines",
            "庭审过程",
            Kind.ROWS,
            "in the order spoken; numbered when printed",
            of=(
                Field("part", "阶段", Kind.CHOICE, choices=PARTS),
                Field("speaker", "发言人", Kind.CHOICE, choices=SPEAKERS),
                Field("text", "内容", Kind.LONG),
            ),
        ),
        Field("undisputed", "无争议的要素", Kind.ROWS, required=False, of=UNDISPUTED_ELEMENT),
        Field("disputed", "有争议的要素", Kind.ROWS, required=False, of=DISPUTED_ELEMENT),
        Field(
            "last_statements",
            "最后陈述",
            Kind.ROWS,
            "each side; [] only when adjourned",
            required=False,
            of=(Field("role", "当事人"), Field("text", "内容", Kind.LONG)),
        ),
        Field("mediation", "庭审调解", Kind.CHOICE, required=False, choices=OUTCOMES),
        Field("adjourned_for", "休庭的原因", required=False),
        Field("next_hearing", "下次开庭时间", Kind.MOMENT, required=False),
        Field("corrections", "笔录的补正", Kind.LONG, required=False),
        Field("signatures", "签名栏", Kind.ROWS, of=(*blocks.SIGNATURE, blocks.CONFIRMED)),
    ),
    slots=(
        Slot("attendee", "到庭人员", ("signature",), each=True, every_page=True),
        Slot("arbitrator", "仲裁员", ("signature",), each=True, every_page=True),
        Slot("tribunal_secretary", "书记员", ("signature",), every_page=True),
    ),
    sample=_sample_minutes,
    citations={
        "recusal": ("ARB-16",),
        "public": ("ARB-42",),
        "minutes": ("ARB-43",),
        "tribunal": ("SUM-05",),
    },
    checks=(
        _ends_after_start,
        panel_formed,
        _everybody_was_asked,
        _steps_are_complete,
        _statements_come_first,
        _adjourned_or_not,
        in_element_order("undisputed"),
        in_element_order("disputed"),
        _an_element_is_disputed_or_not,
        _attendees_sign,
        checks.identified("applicants", "respondents", "third_parties"),
        shared.one_side_only("applicants", "respondents"),
    ),
)
