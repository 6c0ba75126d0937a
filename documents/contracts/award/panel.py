"""Who decides and when: the tribunal, its signatures, the hearing, the days of the case."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from documents.contracts import blocks, samples
from documents.contracts.checks import COLLECTIVE_FROM
from documents.contracts.schema import Check, Context, Fault, Field, Kind
from documents.contracts.tribunal import panel
from documents.contracts.tribunal import samples as case
from law.calendar import published_calendar
from law.statutes import cite
from law.time_limits import latest_day_before

SOLE, PRESIDING, MEMBER = panel.PANEL_ROLES
PROCEDURES = ("简易处理", "一般程序")

PANEL = Field(
    "panel",
    "仲裁庭",
    Kind.ROWS,
    of=(
        *panel.ARBITRATOR,
        Field("dissents", "持不同意见", Kind.FLAG, "he may then sign or not"),
    ),
)
NOTIFIED_PANEL = Field(
    "notified_panel",
    "已告知的仲裁员",
    Kind.TEXTS,
    "names on the last 组庭通知书, in any order",
)
SIGNATURES = Field(
    "signatures",
    "签名栏",
    Kind.ROWS,
    "one officer row per arbitrator who signs, in the order of the panel, role as in the panel",
    of=blocks.SIGNATURE,
)
BENCH = (PANEL, NOTIFIED_PANEL, panel.SECRETARY, SIGNATURES)

CASE = (
    blocks.parties("applicants", "申请人", "all; of a collective case the representatives"),
    blocks.parties("respondents", "被申请人"),
    blocks.parties("third_parties", "第三人", required=False),
    blocks.APPLICANTS_TEXT,
    blocks.RESPONDENTS_TEXT,
    panel.CAUSE,
    blocks.WORKER_COUNT,
)

PROCEEDINGS = (
    Field("procedure", "审理程序", Kind.CHOICE, choices=PROCEDURES),
    Field("received_on", "收到申请日期", Kind.DATE),
    Field("docketed_on", "立案日期", Kind.DATE),
    Field(
        "hearings",
        "开庭",
        Kind.ROWS,
        "every hearing in order",
        of=(
            Field("starts_at", "开庭时间", Kind.MOMENT),
            Field("public", "公开", Kind.FLAG, "False only for the grounds of ARB-42"),
        ),
    ),
    Field(
        "attendance",
        "到庭情况",
        note="申请人钱卫东、被申请人的委托代理人方琳; 到庭参加仲裁活动 follows in print",
        sentence=False,
    ),
    Field(
        "absent",
        "缺席的被申请人",
        Kind.ROWS,
        "respondents heard in default; how the hearing notice reached them",
        required=False,
        of=(
            Field("name", "名称"),
            Field("notice_served_on", "开庭通知送达日期", Kind.DATE),
            Field("simple_channel", "简便方式送达", Kind.FLAG, "telephone, SMS, fax, e-mail"),
            Field("receipt_proved", "已确认收悉", Kind.FLAG, "confirmed, or receipt proved"),
        ),
    ),
)

COURTS = (
    Field("basic_court", "基层人民法院", note="where the parties may sue"),
    Field("intermediate_court", "中级人民法院", note="of the commission's place"),
)


def signatures_are_the_panel(context: Context) -> Iterator[Fault]:
    """
    V-S1: those who sign are the panel of the notice.

    An arbitrator who dissents may leave his signature out (调解仲裁法 45, 46).
    """
    members = {member["name"]: member for member in context["panel"]}
    if sorted(members) != sorted(context["notified_panel"]):
        yield Fault(
            "V-S1",
            "panel",
            f"仲裁庭（{'、'.join(members)}）与组庭通知书告知的仲裁员"
            f"（{'、'.join(context['notified_panel'])}）不一致。",
        )
    signers = [row["name"] for row in context["signatures"]]
    for place, row in enumerate(context["signatures"]):
        member = members.get(row["name"])
        if member and row["role"] != member["role"]:
            yield Fault(
                "V-S1",
                f"signatures[{place}].role",
                f"“{row['name']}”在本庭的职务是{member['role']}，签名栏写作{row['role']}。",
            )
    for name, count in Counter(signers).items():
        if name not in members:
            yield Fault("V-S1", "signatures", f"签名栏中的“{name}”不是本案仲裁员。")
        elif count > 1:
            yield Fault("V-S1", "signatures", f"签名栏中“{name}”出现{count}次。")
    for name, member in members.items():
        if name not in signers and not member["dissents"]:
            yield Fault("V-S1", "signatures", f"签名栏缺少{member['role']}“{name}”的签名位置。")


def panel_fits_procedure(context: Context) -> Iterator[Fault]:
    """ARB-14, COL-04, SUM-01: three for ten workers, one where the case is simplified."""
    simplified = context["procedure"] == PROCEDURES[0]
    if simplified and len(context["panel"]) > 1:
        yield Fault("SUM-01", "panel", "简易处理的案件由一名仲裁员独任仲裁。")
    if context["worker_count"] >= COLLECTIVE_FROM and len(context["panel"]) == 1 and not simplified:
        yield Fault("COL-04", "panel", "十人以上的集体争议应由三名仲裁员组成仲裁庭。")


def simplified_only_when_found(context: Context) -> Iterator[Fault]:
    """V-X1, SUM-02: no simplified procedure against somebody whose whereabouts are unknown."""
    if context["procedure"] != PROCEDURES[0]:
        return
    for place, party in enumerate(context["respondents"]):
        if party["whereabouts_unknown"]:
            yield Fault(
                "V-X1",
                f"respondents[{place}].whereabouts_unknown",
                f"被申请人“{party['name']}”下落不明，不得简易处理（{cite('SUM-02')}）。",
            )


def decided_by_majority(context: Context) -> Iterator[Fault]:
    """V-S1: the award of three needs two who agree, or the presiding one's view is the award."""
    dissenting = [member for member in context["panel"] if member["dissents"]]
    if len(context["panel"]) == 1 and dissenting:
        yield Fault("V-S1", "panel", "独任仲裁员不能对自己的裁决持不同意见。")
    elif len(dissenting) > 1 and any(member["role"] == PRESIDING for member in dissenting):
        yield Fault(
            "V-S1", "panel", "首席仲裁员与另一名仲裁员均持不同意见，裁决既非多数意见也非首席意见。"
        )


def heard_in_order(context: Context) -> Iterator[Fault]:
    """V-D1: received, docketed, heard, decided; a respondent in default was told in time."""
    steps = [("received_on", "收到申请日期", context["received_on"])]
    steps.append(("docketed_on", "立案日期", context["docketed_on"]))
    for place, hearing in enumerate(context["hearings"]):
        steps.append((f"hearings[{place}].starts_at", "开庭", hearing["starts_at"]["iso"][:10]))
    steps.append(("made_on", "裁决日期", context["made_on"]))
    for (_, before, earlier), (path, after, later) in pairwise(steps):
        if later < earlier:
            yield Fault(
                "V-D1", path, f"日期先后有误：“{after}”（{later}）早于“{before}”（{earlier}）。"
            )


def default_stands_on_notice(context: Context) -> Iterator[Fault]:
    """
    V-D1, ARB-18 and SUM-04: who is heard in default was served in time, and provably.

    Five full working days before, unless the tribunal of a simplified case set the period (SUM-05).
    """
    parties = {party["name"] for party in context["respondents"]}
    first = context["hearings"][0]["starts_at"]["iso"][:10]
    latest = latest_day_before("ARB-18", date.fromisoformat(first), published_calendar())
    free = context["procedure"] == PROCEDURES[0] or latest.provisional
    for place, absent in enumerate(context["absent"] or []):
        path, who = f"absent[{place}]", f"缺席的“{absent['name']}”"
        if absent["name"] not in parties:
            yield Fault("V-P1", f"{path}.name", f"{who}不是本案被申请人。")
        if absent["notice_served_on"] >= first:
            yield Fault("V-D1", f"{path}.notice_served_on", f"{who}的开庭通知未在开庭前送达。")
        elif not free and absent["notice_served_on"] > latest.due_on.isoformat():
            yield Fault(
                "ARB-18",
                f"{path}.notice_served_on",
                f"{who}的开庭通知应在{latest.due_on.isoformat()}以前送达（{latest.article}），"
                "不得缺席裁决。",
            )
        if absent["simple_channel"] and not absent["receipt_proved"]:
            yield Fault(
                "SUM-04",
                f"{path}.receipt_proved",
                f"{who}的开庭通知以简便方式送达且未确认收悉，不得缺席裁决。",
            )


def within_time_limit(context: Context) -> Iterator[Fault]:
    """V-D2: decided before the clock of the case ran out, or the reason why not is on file."""
    if context["made_on"] > context["limit_on"] and not context["late_reason"]:
        yield Fault(
            "V-D2",
            "made_on",
            f"裁决日期（{context['made_on']}）超过审限（{context['limit_on']}），"
            "须先办理延期，或者写明超期原因。",
        )


CLOCK = (
    Field(
        "limit_on",
        "审限届满日",
        Kind.DATE,
        "last day of the 45 days with every restart, stop and extension counted (ARB-19, ARB-20)",
    ),
    Field("late_reason", "超期原因", Kind.LONG, "not printed; None in time", required=False),
)


def copies_for_all(context: Context) -> Iterator[Fault]:
    """V-C1: a copy for each party and one for the file."""
    others = len(context["respondents"]) + len(context["third_parties"] or [])
    needed = context["worker_count"] + others + 1
    if context["copies"] != needed:
        yield Fault(
            "V-C1",
            "copies",
            f"份数应为{needed}份（每方一份，存卷一份），现为{context['copies']}份。",
        )


COPIES = Field("copies", "份数", Kind.COUNT, "one for each party and one for the file")


def sub_number(context: Context) -> Iterator[Fault]:
    """V-N1: the award's number is the case's, or the case's with -1, -2."""
    stem = context["case_number"].removesuffix("号")
    number = context["number"]
    if number and number != f"{stem}号" and not _numbered_from(stem, number):
        yield Fault("V-N1", "number", f"文号{number}与案号{context['case_number']}不对应。")


def _numbered_from(stem: str, number: str) -> bool:
    suffix = number.removeprefix(stem).removesuffix("号")
    return number.startswith(stem) and suffix[:1] == "-" and suffix[1:].isdecimal()


def has_sub_number(why: str) -> Check:
    """V-N1: the paper is one of several of the case and says which."""

    def check(context: Context) -> Iterator[Fault]:
        if not context["number"] or context["number"] == context["case_number"]:
            yield Fault("V-N1", "number", f"{why}，文号须在案号后加分号（如“-1”）。")

    return check


INTERMEDIATE_COURT = "示例市中级人民法院"


def sample_header(law: dict[str, str], **values: Any) -> dict[str, Any]:
    return case.header(law, **{"made_on": "2026-07-08", **values})


def sample_case() -> dict[str, Any]:
    return {
        "applicants": [case.OPERATOR],
        "respondents": [case.MACHINE_WORKS_BY_AGENT],
        "third_parties": [],
        "applicants_text": case.OPERATOR["name"],
        "respondents_text": case.MACHINE_WORKS["name"],
        "cause": case.CAUSE,
        "worker_count": 1,
    }


def sample_bench(rows: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The sole arbitrator, or the given panel; all agree and sign."""
    members = rows or case.PANEL
    return {
        "panel": [{**member, "dissents": False} for member in members],
        "notified_panel": [member["name"] for member in members],
        "secretary": case.SECRETARY,
        "signatures": [
            samples.signature(member["role"], member["name"], "officer") for member in members
        ],
    }


def sample_proceedings() -> dict[str, Any]:
    return {
        "procedure": "简易处理",
        "received_on": "2026-06-17",
        "docketed_on": "2026-06-18",
        "hearings": [{"starts_at": samples.moment("2026-07-02T09:30"), "public": True}],
        "attendance": "申请人钱卫东、被申请人的委托代理人方琳",
        "absent": [],
    }
