"""A15 补正决定书, A16 仲裁决定书 (eleven matters), A16P 程序事项审批表."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.award import panel
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

CORRECTIONS = ("文字笔误", "计算错误", "遗漏已裁决事项")
MOVES_TOTAL = ("计算错误", "遗漏已裁决事项")


def _sample_correction() -> dict[str, Any]:
    total = amount_dict(5469655)
    return panel.sample_header(
        CORRECTION.law(),
        made_on="2026-07-14",
        **panel.sample_case(),
        paper="仲裁裁决书",
        paper_number="示劳人仲案字〔2026〕268-1号",
        paper_on="2026-07-08",
        corrections=[
            {
                "place": "裁决书第5页裁决主文第三项",
                "kind": "文字笔误",
                "original": "2025年1月至3月",
                "corrected": "2026年1月至3月",
            },
            {
                "place": "裁决书第3页第2行",
                "kind": "文字笔误",
                "original": "数控车公",
                "corrected": "数控车工",
            },
        ],
        total_before=total,
        total_after=total,
        total_reason=None,
        **panel.sample_bench(),
    )


def _corrects_something(context: Context) -> Iterator[Fault]:
    """V-T1: what stood there, what stands there now, and that they differ."""
    for place, row in enumerate(context["corrections"]):
        path, who = f"corrections[{place}]", f"“{row['place']}”"
        if (row["kind"] == "遗漏已裁决事项") == bool(row["original"]):
            yield Fault("V-T1", f"{path}.original", f"{who}须写明原文；遗漏事项没有原文，不写。")
        if row["original"] == row["corrected"]:
            yield Fault("V-T1", f"{path}.corrected", f"{who}补正前后文字相同。")


def _outcome_stands(context: Context) -> Iterator[Fault]:
    """A15: the total does not change silently, and only where the arithmetic did."""
    before, after = context["total_before"], context["total_after"]
    moved = amount_fen(before) != amount_fen(after)
    reasons = [row["kind"] for row in context["corrections"] if row["kind"] in MOVES_TOTAL]
    if moved and not reasons:
        yield Fault(
            "A15",
            "total_after",
            f"裁决总额由{before['digits']}元变为{after['digits']}元，但没有计算错误或者遗漏事项："
            "补正不得改变裁决结果。",
        )
    elif moved and not context["total_reason"]:
        yield Fault(
            "A15",
            "total_reason",
            f"裁决总额由{before['digits']}元变为{after['digits']}元，须写明由来。",
        )
    elif context["total_reason"] and not moved:
        yield Fault("A15", "total_reason", "裁决总额没有变化，不写变化的由来。")


CORRECTION = Contract(
    code="A15",
    title="补正决定书",
    series=None,
    volume="first",
    fields=(
        *tribunal.HEADER,
        *panel.CASE,
        Field(
            "paper",
            "补正的文书",
            Kind.CHOICE,
            choices=("仲裁裁决书", "先行裁决书", "先予执行裁决书", "仲裁调解书"),
        ),
        Field("paper_number", "补正文书的文号"),
        Field("paper_on", "补正文书的日期", Kind.DATE),
        Field(
            "corrections",
            "补正内容",
            Kind.ROWS,
            of=(
                Field("place", "位置", note="裁决书第5页裁决主文第三项"),
                Field("kind", "性质", Kind.CHOICE, choices=CORRECTIONS),
                Field("original", "原文", note="word for word; None when omitted", required=False),
                Field("corrected", "补正为", note="word for word"),
            ),
        ),
        Field("total_before", "补正前总额", Kind.AMOUNT, "as the paper printed it"),
        Field("total_after", "补正后总额", Kind.AMOUNT, "the same unless the arithmetic was wrong"),
        Field(
            "total_reason",
            "总额变化的由来",
            Kind.LONG,
            "printed; whole sentence; None while the total stands",
            required=False,
            sentence=True,
        ),
        *panel.BENCH,
    ),
    slots=(tribunal.ARBITRATOR_SLOT, tribunal.COMMISSION_SEAL),
    sample=_sample_correction,
    # ARB-48, the article on corrections, is not cited until its words have been read.
    citations={},
    checks=(
        _corrects_something,
        _outcome_stands,
        checks.in_order(("paper_on", "原文书日期"), ("made_on", "补正日期")),
        tribunal.panel_formed,
        panel.signatures_are_the_panel,
    ),
)


@dataclass(frozen=True)
class Matter:
    """
    What one matter of A16 needs.

    outcome: whether the decision is 准许 or 不准许; subject: what `subject` holds, None: unused;
    head: decided by the head of the commission or the delegated head of the office; clock: what
    `clock_on` is called, None where the days of the case go on.
    """

    outcome: bool = False
    subject: str | None = None
    head: bool = False
    clock: str | None = None


MATTERS: dict[str, Matter] = {
    "准许撤回": Matter(),
    "按撤回处理": Matter(),
    "中止": Matter(head=True, clock="中止日期"),
    "恢复": Matter(head=True, clock="恢复日期"),
    "延期": Matter(head=True, clock="原审限届满日"),
    "回避": Matter(outcome=True, subject="被申请回避人", head=True),
    "移送管辖": Matter(subject="受移送的仲裁委员会"),
    "管辖异议": Matter(outcome=True, subject="异议主张的仲裁委员会"),
    "撤销案件": Matter(),
    "追加当事人": Matter(subject="追加的当事人", clock="重新计算之日"),
    "调查": Matter(outcome=True, subject="申请调查的事项"),
}
HEADS = ("仲裁委员会主任", "仲裁院负责人")


_MATTER_FIELDS = (
    Field("matter", "事项", Kind.CHOICE, choices=tuple(MATTERS)),
    Field(
        "outcome",
        "决定",
        Kind.CHOICE,
        "准许 or 不准许 on 回避, 管辖异议, 调查; None for the others",
        required=False,
        choices=("准许", "不准许"),
    ),
    Field(
        "subject",
        "事项对象",
        note="回避: the challenged person; 移送管辖, 管辖异议: the other commission; "
        "追加当事人: the party; 调查: what to collect; None for the others",
        required=False,
    ),
    Field(
        "clock_on",
        "期限变动日",
        Kind.DATE,
        "中止: the clock stops; 恢复: it runs again; 延期: the old last day; "
        "追加当事人: it restarts; None for the others",
        required=False,
    ),
    Field(
        "new_limit_on",
        "新的审限届满日",
        Kind.DATE,
        "恢复, 延期 and 追加当事人; None for the others",
        required=False,
    ),
)
_NEW_LIMIT = ("恢复", "延期", "追加当事人")


def _matter_complete(context: Context) -> Iterator[Fault]:
    """V-T1: each matter has what it needs and nothing of another."""
    name = context["matter"]
    matter = MATTERS[name]
    for field, label, needed in (
        ("outcome", "准许或者不准许", matter.outcome),
        ("subject", matter.subject or "事项对象", bool(matter.subject)),
        ("clock_on", matter.clock or "期限变动日", bool(matter.clock)),
        ("new_limit_on", "新的审限届满日", name in _NEW_LIMIT),
    ):
        if needed and not context[field]:
            yield Fault("V-T1", field, f"“{name}”须写明{label}。")
        elif context[field] and not needed:
            yield Fault("V-T1", field, f"“{name}”不写{label}。")


def _extension_within_law(context: Context) -> Iterator[Fault]:
    """V-D2, ARB-19: an extension ends after the old last day and at most fifteen days later."""
    before, after = context["clock_on"], context["new_limit_on"]
    if context["matter"] != "延期" or not (before and after):
        return
    latest = last_day(
        "ARB-19.extension", date.fromisoformat(before), published_calendar()
    ).due_on.isoformat()
    if not before < after <= latest:
        yield Fault(
            "V-D2",
            "new_limit_on",
            f"延期后的审限（{after}）应在{before}之后、{latest}以前，延长不得超过十五日。",
        )
    if context["made_on"] > before:
        yield Fault("V-D2", "made_on", f"延期应在原审限（{before}）届满前决定。")


def _restarted_clock_counted(context: Context) -> Iterator[Fault]:
    """V-D2, ARB-20: a new party restarts the 45 days; what resumes ends after it resumed."""
    restart, limit = context["clock_on"], context["new_limit_on"]
    if not (restart and limit):
        return
    if context["matter"] == "追加当事人":
        counted = last_day("ARB-19", date.fromisoformat(restart), published_calendar())
        if not counted.provisional and limit != counted.due_on.isoformat():
            yield Fault(
                "V-D2",
                "new_limit_on",
                f"重新计算的审限届满日应为{counted.due_on.isoformat()}（{counted.article}），"
                f"现为{limit}。",
            )
    elif context["matter"] == "恢复" and limit < restart:
        yield Fault("V-D2", "new_limit_on", f"恢复审理（{restart}）后的审限不能早于恢复之日。")


def _absence_proved(context: Context) -> Iterator[Fault]:
    """SUM-04: who is taken to have withdrawn was told of the hearing, and provably."""
    notice = context["notice"]
    if (context["matter"] == "按撤回处理") != bool(notice):
        yield Fault("V-T1", "notice", "“按撤回处理”须写明开庭通知的送达情况；其他事项不写。")
    elif notice and notice["simple_channel"] and not notice["receipt_proved"]:
        yield Fault(
            "SUM-04",
            "notice.receipt_proved",
            "开庭通知以简便方式送达且未确认收悉，不得按撤回仲裁申请处理。",
        )
    if notice and not notice["served_on"] < notice["hearing"]["iso"][:10] <= context["made_on"]:
        yield Fault("V-D1", "notice.served_on", "日期先后有误：应先送达，再开庭，后决定。")


def _recusal_in_time(context: Context) -> Iterator[Fault]:
    """V-D2, ARB-17: recusal is decided within three working days of the application."""
    if context["matter"] != "回避" or not context["raised_on"]:
        return
    counted = last_day("ARB-17", date.fromisoformat(context["raised_on"]), published_calendar())
    due = counted.due_on.isoformat()
    if context["made_on"] > due:
        yield Fault("V-D2", "made_on", f"回避申请应在{due}前作出决定。")


def _decided_by_head(context: Context) -> Iterator[Fault]:
    """ARB-17, ARB-19: suspension, resumption, extension and recusal are the head's to decide."""
    approval = context["approval"]
    if MATTERS[context["matter"]].head and not approval:
        yield Fault(
            "ARB-19",
            "approval",
            f"“{context['matter']}”须经仲裁委员会主任或者其委托的仲裁院负责人书面批准。",
        )
    if approval and approval["approved_on"] > context["made_on"]:
        yield Fault("V-D1", "approval.approved_on", "批准日期晚于决定日期。")
    if approval and approval["name"] == context["subject"]:
        yield Fault("ARB-17", "approval.name", "被申请回避的人不能决定本人的回避。")


def _everybody_told(context: Context) -> Iterator[Fault]:
    """ARB-19, ARB-20: every party is told in writing before the clock stops or is extended."""
    parties = [
        party["name"]
        for side in ("applicants", "respondents", "third_parties")
        for party in context[side] or []
    ]
    for name in parties:
        if name not in context["notified"]:
            yield Fault("V-C1", "notified", f"书面通知对象缺少“{name}”。")


def _signed_by_deciders(context: Context) -> Iterator[Fault]:
    """V-S1: the panel signs what it decides, the head what he decides."""
    approval, signers = context["approval"], [row["name"] for row in context["signatures"]]
    if MATTERS[context["matter"]].head:
        if approval and signers != [approval["name"]]:
            yield Fault("V-S1", "signatures", f"本事项由{approval['name']}决定并签名。")
    elif context["panel"]:
        yield from panel.signatures_are_the_panel(context)
    else:
        for place, row in enumerate(context["signatures"]):
            if row["role"] not in HEADS:
                yield Fault(
                    "V-S1",
                    f"signatures[{place}].role",
                    "未组庭的案件，由仲裁委员会主任或者仲裁院负责人签名。",
                )


def _panel_formed(context: Context) -> Iterator[Fault]:
    if context["panel"]:
        yield from tribunal.panel_formed(context)


def sample_decision(matter: str = "中止", **values: Any) -> dict[str, Any]:
    """One of the eleven matters, in the case of the lathe operator."""
    kind = MATTERS[matter]
    grounds = {
        "准许撤回": ("申请人与被申请人已自行和解。", "申请人撤回仲裁申请系其真实意思表示。"),
        "按撤回处理": (
            "申请人无正当理由未到庭。",
            "申请人未说明不到庭的理由。",
        ),
        "中止": (
            "被申请人的清算组尚未成立，无人代表其参加仲裁。",
            "被申请人已于2026年7月1日决议解散。",
        ),
        "恢复": ("中止的原因已经消除。", "被申请人的清算组已于2026年7月15日成立。"),
        "延期": ("考勤数据需要鉴定，案情复杂。", "鉴定机构预计于2026年8月7日出具意见。"),
        "回避": ("仲裁员与被申请人的委托代理人系同学。", "申请人所述情形不属实。"),
        "移送管辖": (
            "劳动合同履行地和用人单位所在地均不在本委管辖区域。",
            "劳动合同履行地和用人单位所在地均在示例县。",
        ),
        "管辖异议": (
            "被申请人主张本案应由示例县仲裁委员会管辖。",
            "劳动合同履行地在示例市示例区，属本委管辖。",
        ),
        "撤销案件": (
            "立案后发现不符合受理条件。",
            "申请人就同一事项已由人民法院作出判决。",
        ),
        "追加当事人": (
            "被申请人的营业执照已被吊销，须追加其出资人。",
            "卢海洋系被申请人的出资人。",
        ),
        "调查": ("申请人因客观原因不能自行收集。", "该证据由银行保存，与待证事实有关联。"),
    }
    subjects = {
        "回避": "廖清",
        "移送管辖": "示例县劳动人事争议仲裁委员会",
        "管辖异议": "示例县劳动人事争议仲裁委员会",
        "追加当事人": "卢海洋",
        "调查": "被申请人2026年1月至6月的银行流水",
    }
    clocks = {
        "中止": ("2026-07-10", None),
        "恢复": ("2026-07-20", "2026-08-13"),
        "延期": ("2026-08-03", "2026-08-18"),
        "追加当事人": ("2026-07-10", "2026-08-24"),
    }
    clock_on, new_limit_on = clocks.get(matter, (None, None))
    raised_by = {"准许撤回": "申请人", "回避": "申请人", "管辖异议": "被申请人", "调查": "申请人"}
    bench = panel.sample_bench()
    made_on = "2026-07-20" if matter == "恢复" else "2026-07-10"
    head = {"name": "范立群", "post": "仲裁委员会主任", "approved_on": made_on}
    if kind.head:
        bench["signatures"] = [samples.signature(head["post"], head["name"], "officer")]
    return panel.sample_header(
        DECISION.law(),
        **{
            "made_on": made_on,
            **panel.sample_case(),
            "docketed_on": "2026-06-18",
            "matter": matter,
            "outcome": "不准许" if kind.outcome else None,
            "subject": subjects.get(matter),
            "clock_on": clock_on,
            "new_limit_on": new_limit_on,
            "raised_by": raised_by.get(matter),
            "raised_on": "2026-07-08" if matter in raised_by else None,
            "ground": grounds[matter][0],
            "findings": grounds[matter][1],
            "notice": {
                "served_on": "2026-06-22",
                "hearing": samples.moment("2026-07-02T09:30"),
                "simple_channel": False,
                "receipt_proved": True,
            }
            if matter == "按撤回处理"
            else None,
            "approval": head if kind.head else None,
            "notified": [case.OPERATOR["name"], case.MACHINE_WORKS["name"]],
            **bench,
            **values,
        },
    )


DECISION = Contract(
    code="A16",
    title="仲裁决定书",
    series=None,
    volume="first",
    fields=(
        *tribunal.HEADER,
        *panel.CASE,
        Field("docketed_on", "立案日期", Kind.DATE),
        *_MATTER_FIELDS,
        Field(
            "raised_by",
            "提出人",
            note="申请人, 被申请人; None when the commission acts of its own motion",
            required=False,
        ),
        Field("raised_on", "提出日期", Kind.DATE, required=False),
        Field("ground", "事由", Kind.LONG, "whole sentences", sentence=True),
        Field("findings", "查明事项", Kind.LONG, "whole sentences", sentence=True),
        Field(
            "notice",
            "开庭通知送达",
            Kind.BLOCK,
            "按撤回处理 only: how the applicant learnt of the hearing",
            required=False,
            of=(
                Field("served_on", "送达日期", Kind.DATE),
                Field("hearing", "开庭时间", Kind.MOMENT),
                Field("simple_channel", "简便方式送达", Kind.FLAG),
                Field("receipt_proved", "已确认收悉", Kind.FLAG),
            ),
        ),
        Field(
            "approval",
            "批准",
            Kind.BLOCK,
            "中止, 恢复, 延期, 回避; from A16P; None for the others",
            required=False,
            of=(
                Field("name", "批准人"),
                Field("post", "职务", Kind.CHOICE, choices=HEADS),
                Field("approved_on", "批准日期", Kind.DATE),
            ),
        ),
        Field("notified", "书面通知对象", Kind.TEXTS, "names of every party"),
        Field(
            "panel",
            "仲裁庭",
            Kind.ROWS,
            "[] before it is formed",
            required=False,
            of=panel.PANEL.of,
        ),
        Field("notified_panel", "已告知的仲裁员", Kind.TEXTS, required=False),
        tribunal.SECRETARY,
        Field(
            "signatures",
            "签名栏",
            Kind.ROWS,
            "the panel; the head alone for what he decides",
            of=blocks.SIGNATURE,
        ),
    ),
    slots=(
        Slot("arbitrator", "仲裁员或者仲裁委员会负责人", ("signature",), each=True),
        tribunal.COMMISSION_SEAL,
    ),
    sample=sample_decision,
    citations={
        "withdrawal": ("ARB-45",),
        "deemed_withdrawal": ("ARB-21",),
        "clock": ("ARB-20",),
        "extension": ("ARB-19",),
        "recusal_grounds": ("ARB-16",),
        "recusal": ("ARB-17",),
        "jurisdiction": ("ARB-01",),
        "objection": ("ARB-11",),
        "joint_parties": ("ARB-40",),
    },
    checks=(
        _matter_complete,
        _extension_within_law,
        _restarted_clock_counted,
        _absence_proved,
        _recusal_in_time,
        _decided_by_head,
        _everybody_told,
        _signed_by_deciders,
        _panel_formed,
        checks.in_order(
            ("docketed_on", "立案日期"), ("raised_on", "提出日期"), ("made_on", "决定日期")
        ),
    ),
)

OPINION = (
    Field("post", "职务", note="承办人, 仲裁院负责人, 仲裁委员会主任"),
    Field("name", "姓名"),
    Field("opinion", "意见", Kind.LONG, "whole sentence", sentence=True),
    Field("on", "日期", Kind.DATE),
)
"""One step of an internal approval."""
OPINIONS = Field("opinions", "审批意见", Kind.ROWS, "in the order of approval", of=OPINION)


def approved_in_turn(context: Context) -> Iterator[Fault]:
    """V-S1, V-D1: nobody approves his own draft, and each step follows the one before."""
    opinions = context["opinions"]
    names = [row["name"] for row in opinions]
    for place, name in enumerate(names):
        if name in names[:place]:
            yield Fault("V-S1", f"opinions[{place}].name", f"“{name}”不能审批本人承办的事项。")
    if len(opinions) < 2:
        yield Fault("V-S1", "opinions", "审批意见至少应有承办人和负责人两级。")
    for place in range(1, len(opinions)):
        if opinions[place]["on"] < opinions[place - 1]["on"]:
            yield Fault(
                "V-D1",
                f"opinions[{place}].on",
                f"{opinions[place]['post']}的日期早于{opinions[place - 1]['post']}的日期。",
            )
    if opinions and opinions[-1]["on"] > context["made_on"]:
        yield Fault("V-D1", "made_on", "制作日期早于最后一级审批日期。")


def sample_opinions(*steps: tuple[str, str, str, str]) -> list[dict[str, Any]]:
    return [dict(zip(("post", "name", "opinion", "on"), step, strict=True)) for step in steps]


APPROVAL_SLOTS = (
    Slot("handler", "承办人", ("signature",)),
    Slot("head", "负责人", ("signature",)),
)


def _sample_approval() -> dict[str, Any]:
    return panel.sample_header(
        APPROVAL.law(),
        made_on="2026-07-10",
        applicants_text=case.OPERATOR["name"],
        respondents_text=case.MACHINE_WORKS["name"],
        cause=case.CAUSE,
        received_on="2026-06-17",
        docketed_on="2026-06-18",
        limit_on="2026-08-03",
        matter="中止",
        outcome=None,
        subject=None,
        clock_on="2026-07-10",
        new_limit_on=None,
        raised_by=None,
        reason="被申请人已于2026年7月1日决议解散，清算组尚未成立，无人代表其参加仲裁。",
        opinions=sample_opinions(
            ("承办人", "廖清", "建议自2026年7月10日起中止审理。", "2026-07-09"),
            ("仲裁院负责人", "段和平", "同意承办人意见，报主任审批。", "2026-07-09"),
            ("仲裁委员会主任", "范立群", "同意中止审理。", "2026-07-10"),
        ),
    )


def _head_has_the_last_word(context: Context) -> Iterator[Fault]:
    """ARB-19: 中止, 恢复, 延期 and 回避 end with the head's opinion."""
    last = context["opinions"][-1]["post"]
    if MATTERS[context["matter"]].head and last not in HEADS:
        yield Fault(
            "ARB-19",
            "opinions",
            f"“{context['matter']}”须由仲裁委员会主任或者其委托的仲裁院负责人审批。",
        )


APPROVAL = Contract(
    code="A16P",
    title="程序事项审批表",
    series=None,
    volume="second",
    fields=(
        *tribunal.HEADER,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        tribunal.CAUSE,
        Field("received_on", "收到申请日期", Kind.DATE),
        Field("docketed_on", "立案日期", Kind.DATE),
        Field("limit_on", "审限届满日", Kind.DATE),
        *_MATTER_FIELDS,
        Field("raised_by", "提出人", required=False),
        Field("reason", "事由", Kind.LONG, "whole sentences", sentence=True),
        OPINIONS,
    ),
    slots=APPROVAL_SLOTS,
    sample=_sample_approval,
    citations={"clock": ("ARB-20",), "extension": ("ARB-19",)},
    checks=(
        _matter_complete,
        _extension_within_law,
        _restarted_clock_counted,
        approved_in_turn,
        _head_has_the_last_word,
        checks.in_order(
            ("received_on", "收到申请日期"), ("docketed_on", "立案日期"), ("made_on", "制作日期")
        ),
    ),
)
