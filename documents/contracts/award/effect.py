"""A17 生效证明书, A20 公告送达稿."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from documents.contracts import blocks
from documents.contracts.award import panel
from documents.contracts.award.items import FINAL, NON_FINAL
from documents.contracts.schema import Context, Contract, Fault, Field, Kind
from documents.contracts.tribunal import panel as tribunal
from documents.contracts.tribunal import samples as case
from law.calendar import published_calendar
from law.service import notice_days
from law.time_limits import last_day

_NON_FINAL_DAYS, _NOTICE_DAYS = 15, 30


def sample_certificate(finality: str = NON_FINAL) -> dict[str, Any]:
    final = finality == FINAL
    return panel.sample_header(
        CERTIFICATE.law(),
        made_on="2026-07-28",
        recipient=case.OPERATOR["name"],
        applicants_text=case.OPERATOR["name"],
        respondents_text=case.MACHINE_WORKS["name"],
        cause=case.CAUSE,
        paper="仲裁裁决书",
        paper_number=f"示劳人仲案字〔2026〕268-{1 if final else 2}号",
        paper_on="2026-07-08",
        finality=finality,
        served=[
            {
                "role": "申请人",
                "name": case.OPERATOR["name"],
                "served_on": "2026-07-09",
                "expires_on": None if final else "2026-07-24",
            },
            {
                "role": "被申请人",
                "name": case.MACHINE_WORKS["name"],
                "served_on": "2026-07-10",
                "expires_on": None if final else "2026-07-27",
            },
        ],
        suit_query=None
        if final
        else {"court": case.COURT, "asked_on": "2026-07-28", "result": "无人起诉"},
        effective_on="2026-07-08" if final else "2026-07-28",
        effective_for=[],
    )


def _everybody_served(context: Context) -> Iterator[Fault]:
    """A17, ARB-30: the last party's days decide, so no party may be missing from the list."""
    names = [row["name"] for row in context["served"]]
    if not any(row["role"].startswith("申请人") for row in context["served"]):
        yield Fault("A17", "served", "没有申请人的送达情况，不能出具生效证明。")
    for name in context["respondents_text"].split("、"):
        if name not in names:
            yield Fault("A17", "served", f"没有被申请人“{name}”的送达情况，不能出具生效证明。")


def _expiry_counted(context: Context) -> Iterator[Fault]:
    """V-D2, ARB-30: each party's fifteen days are counted from its own receipt, and rolled."""
    if context["finality"] == FINAL:
        return
    for place, row in enumerate(context["served"]):
        path, who = f"served[{place}].expires_on", f"{row['role']}“{row['name']}”"
        if not row["expires_on"]:
            yield Fault("V-D2", path, f"{who}缺少起诉期满日。")
            continue
        served = date.fromisoformat(row["served_on"])
        counted = last_day("ARB-30", served, published_calendar())
        if counted.provisional:
            # The calendar of that year may be known to the centre: only the plain days are sure.
            due = (served + timedelta(days=_NON_FINAL_DAYS)).isoformat()
            if row["expires_on"] < due:
                yield Fault("V-D2", path, f"{who}的起诉期满日不应早于{due}。")
        elif row["expires_on"] != counted.due_on.isoformat():
            yield Fault("V-D2", path, f"{who}的起诉期满日应为{counted.due_on.isoformat()}。")


def _effective_day(context: Context) -> Iterator[Fault]:
    """ARB-25, ARB-30: final when made; another the day after the last party's days ran out."""
    if context["finality"] == FINAL:
        due = context["paper_on"]
    else:
        days = [row["expires_on"] for row in context["served"] if row["expires_on"]]
        due = (date.fromisoformat(max(days)) + timedelta(days=1)).isoformat() if days else ""
    if due and context["effective_on"] != due:
        yield Fault("A17", "effective_on", f"生效日期应为{due}，现为{context['effective_on']}。")


def _not_before_effect(context: Context) -> Iterator[Fault]:
    """A17: no certificate before the day of effect."""
    if context["made_on"] < context["effective_on"]:
        yield Fault(
            "A17",
            "made_on",
            f"{context['paper_number']}自{context['effective_on']}起生效，"
            f"{context['made_on']}不能出具生效证明。",
        )


def _court_asked(context: Context) -> Iterator[Fault]:
    """A17: the court was asked after the last day, and nobody had sued."""
    query = context["suit_query"]
    if context["finality"] == FINAL:
        return
    if not query:
        yield Fault("A17", "suit_query", "非终局裁决的生效证明，须先向人民法院查询有无起诉。")
        return
    if query["result"] != "无人起诉" and not context["effective_for"]:
        yield Fault(
            "A17", "suit_query.result", "已有当事人起诉，只能对未起诉的劳动者出具生效证明。"
        )
    if query["result"] == "无人起诉" and context["effective_for"]:
        yield Fault("ARB-31", "effective_for", "无人起诉的，裁决对全体劳动者生效，不逐人列明。")
    days = [row["expires_on"] for row in context["served"] if row["expires_on"]]
    if days and query["asked_on"] <= max(days):
        yield Fault("A17", "suit_query.asked_on", f"查询日期应在起诉期满日（{max(days)}）之后。")
    if query["asked_on"] > context["made_on"]:
        yield Fault("V-D1", "suit_query.asked_on", "查询日期晚于证明书日期。")


def _served_after_made(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["served"]):
        if row["served_on"] < context["paper_on"]:
            yield Fault(
                "V-D1", f"served[{place}].served_on", f"送达{row['name']}的日期早于裁决日期。"
            )
        if row["served_on"] > context["made_on"]:
            yield Fault(
                "V-D1", f"served[{place}].served_on", f"送达{row['name']}的日期晚于证明书日期。"
            )


CERTIFICATE = Contract(
    code="A17",
    title="生效证明书",
    series=None,
    volume="first",
    fields=(
        *tribunal.HEADER,
        Field("recipient", "申请出具人", note="the party that asked for it"),
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        tribunal.CAUSE,
        Field("paper", "文书", Kind.CHOICE, choices=("仲裁裁决书", "先行裁决书")),
        Field("paper_number", "裁决书文号"),
        Field("paper_on", "裁决日期", Kind.DATE),
        Field("finality", "终局类型", Kind.CHOICE, choices=(FINAL, NON_FINAL)),
        Field(
            "served",
            "送达情况",
            Kind.ROWS,
            "every party, from the service returns only",
            of=(
                Field("role", "身份"),
                Field("name", "姓名或名称"),
                Field("served_on", "送达日期", Kind.DATE),
                Field(
                    "expires_on",
                    "起诉期满日",
                    Kind.DATE,
                    "15 days, rolled (ARB-30); None for a final award",
                    required=False,
                ),
            ),
        ),
        Field(
            "suit_query",
            "向法院查询",
            Kind.BLOCK,
            "None for a final award",
            required=False,
            of=(
                Field("court", "人民法院"),
                Field("asked_on", "查询日期", Kind.DATE),
                Field("result", "查询结果", Kind.CHOICE, choices=("无人起诉", "部分劳动者起诉")),
            ),
        ),
        Field("effective_on", "生效日期", Kind.DATE),
        Field(
            "effective_for",
            "对其生效的劳动者",
            Kind.TEXTS,
            "names, when some of several workers sued (ARB-31); [] for all",
            required=False,
        ),
    ),
    slots=(tribunal.COMMISSION_SEAL,),
    sample=sample_certificate,
    citations={"final": ("ARB-25",), "non_final": ("ARB-30",), "each_worker": ("ARB-31",)},
    checks=(
        _everybody_served,
        _served_after_made,
        _expiry_counted,
        _effective_day,
        _not_before_effect,
        _court_asked,
    ),
)

_PERSONAL = re.compile(r"\d{17}[\dXx]|\d{15,19}")


def _sample_notice() -> dict[str, Any]:
    return panel.sample_header(
        PUBLIC_NOTICE.law(),
        made_on="2026-07-10",
        recipient=case.MACHINE_WORKS["name"],
        applicants_text=case.OPERATOR["name"],
        respondents_text=case.MACHINE_WORKS["name"],
        cause=case.CAUSE,
        papers=["仲裁裁决书（示劳人仲案字〔2026〕268-1号）"],
        decided="裁决结果详见裁决书。",
        days=_NOTICE_DAYS,
        pick_up="示例市劳动人事争议仲裁委员会（示例市示例区示例路3号）",
        answer_days=None,
        hearing=None,
        finality=FINAL,
        basic_court=case.COURT,
        intermediate_court=panel.INTERMEDIATE_COURT,
        media="示例日报、本委公告栏",
        contact=case.CONTACT,
    )


def _no_personal_numbers(context: Context) -> Iterator[Fault]:
    """A20: a public notice carries no identity or bank number."""
    for name, value in context.items():
        texts = value if isinstance(value, list) else [value]
        for text in texts:
            if isinstance(text, str) and _PERSONAL.search(text):
                yield Fault("A20", name, "公告不得载明公民身份号码、银行账号等信息。")


def _award_or_hearing(context: Context) -> Iterator[Fault]:
    """V-T1: a notice of an award tells the remedies, one before the hearing tells its day."""
    award = any("裁决书" in paper for paper in context["papers"])
    if award != bool(context["finality"]):
        yield Fault("V-T1", "finality", "公告送达裁决书的，须写明终局类型；送达其他文书的不写。")
    if award and (context["hearing"] or context["answer_days"]):
        yield Fault("V-T1", "hearing", "公告送达裁决书的，不写答辩期和开庭时间。")
    hearing = context["hearing"]
    if hearing:
        ends = date.fromisoformat(context["made_on"]) + timedelta(days=context["days"])
        last = "公告期满日"
        if context["answer_days"]:
            answer = last_day("ARB-10", ends, published_calendar(), amount=context["answer_days"])
            ends, last = answer.due_on, "答辩期届满日"
        if date.fromisoformat(hearing["iso"][:10]) <= ends:
            yield Fault("V-D1", "hearing", f"开庭时间应在{last}（{ends.isoformat()}）之后。")


def _term_of_law(context: Context) -> Iterator[Fault]:
    """ARB-35: thirty days, or fewer where the law of the place shortens it for crews."""
    if context["days"] not in notice_days():
        yield Fault("ARB-35", "days", "公告期为三十日；本省对集体争议另有规定的为十五日。")


PUBLIC_NOTICE = Contract(
    code="A20",
    title="公告送达稿",
    series=None,
    volume="first",
    fields=(
        *tribunal.HEADER,
        Field("recipient", "受送达人", note="name alone, no number of any kind"),
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        tribunal.CAUSE,
        Field("papers", "送达的文书", Kind.TEXTS, "title and number of each"),
        Field(
            "decided", "主要内容", Kind.LONG, "whole sentences; None", required=False, sentence=True
        ),
        Field("days", "公告期", Kind.COUNT, "30; 15 where the province says so (parameter)"),
        Field("pick_up", "领取地点"),
        Field(
            "answer_days",
            "答辩期",
            Kind.COUNT,
            "working days, with the application's copy",
            required=False,
        ),
        Field("hearing", "开庭时间", Kind.MOMENT, "with the hearing notice", required=False),
        Field(
            "finality",
            "终局类型",
            Kind.CHOICE,
            "of the award that is served; None for other papers",
            required=False,
            choices=(FINAL, NON_FINAL),
        ),
        *panel.COURTS,
        Field("media", "刊登媒体", note="newspaper, notice board; not printed in the notice"),
        blocks.CONTACT,
    ),
    slots=(tribunal.COMMISSION_SEAL,),
    sample=_sample_notice,
    citations={
        "notice": ("ARB-35",),
        "answer": ("ARB-10",),
        "default": ("ARB-21",),
        "annulment": ("ARB-29",),
        "suit": ("ARB-30",),
    },
    checks=(_no_personal_numbers, _award_or_hearing, _term_of_law),
)
