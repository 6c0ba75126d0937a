"""D13 调解终止通知书（未达成协议证明）, D18 案卷封面及卷内目录."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot, amount_dict

ENDINGS = ("一方拒绝调解", "逾期未达成协议", "当事人撤回申请", "部分达成协议", "当事人失联", "其他")


def _sample_termination() -> dict[str, Any]:
    return samples.header(
        TERMINATION.law(),
        made_on="2026-10-09",
        addressee="周建民等12人、" + samples.RESPONDENT_NAMES,
        applicants_text="周建民等12人",
        respondents_text=samples.RESPONDENT_NAMES,
        dispute="劳动报酬",
        worker_count=12,
        accepted_on="2026-09-22",
        ended_on="2026-10-09",
        sessions=2,
        reason="逾期未达成协议",
        reason_text="各方对付款期限意见分歧较大",
        agreed_facts_on="2026-09-24",
        agreed=[],
        not_agreed=[row["name"] for row in samples.crew()],
        arbitration_commission="示例市劳动人事争议仲裁委员会",
        guidance=["申请法律援助：示例市法律援助中心，电话10000090088。"],
    )


def _lists_cover_roster(context: Context) -> Iterator[Fault]:
    agreed, rest = set(context["agreed"] or []), set(context["not_agreed"])
    if agreed & rest:
        yield Fault("V-M2", "agreed", f"“{'、'.join(sorted(agreed & rest))}”同时列在两份名单。")
    listed = len(context["agreed"] or []) + len(context["not_agreed"])
    if listed != context["worker_count"]:
        yield Fault(
            "V-M2",
            "not_agreed",
            f"名单合计{listed}人，与劳动者人数{context['worker_count']}人不符。",
        )
    if (context["reason"] == "部分达成协议") != bool(agreed):
        yield Fault("V-M2", "agreed", "“部分达成协议”须列出已达成协议的劳动者；其他原因不列。")


TERMINATION = Contract(
    code="D13",
    title="调解终止通知书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("addressee", "送达对象"),
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        blocks.DISPUTE,
        blocks.WORKER_COUNT,
        Field("accepted_on", "受理日期", Kind.DATE),
        Field("ended_on", "终止日期", Kind.DATE),
        Field("sessions", "调解会次数", Kind.COUNT, "0 when none was held"),
        Field("reason", "终止原因", Kind.CHOICE, choices=ENDINGS),
        Field("reason_text", "原因说明", Kind.LONG, "follows 因, without a closing mark"),
        Field(
            "agreed_facts_on",
            "无争议事实确认日期",
            Kind.DATE,
            "day of the D11 of this case; None when there is none",
            required=False,
        ),
        Field("agreed", "已达成协议的劳动者", Kind.TEXTS, "部分达成协议 only", required=False),
        Field("not_agreed", "未达成协议的劳动者", Kind.TEXTS, "every other worker of the case"),
        Field("arbitration_commission", "仲裁委员会"),
        Field(
            "guidance", "其他途径", Kind.TEXTS, "whole sentences on further routes", required=False
        ),
    ),
    slots=(blocks.BODY_SEAL,),
    sample=_sample_termination,
    citations={
        "termination": ("MED-18",),
        "arbitration": ("MED-06",),
        "limitation": ("ARB-02",),
        "wages": ("ARB-03",),
        "facts": ("MED-20",),
    },
    checks=(
        _lists_cover_roster,
        checks.in_order(
            ("accepted_on", "受理日期"), ("ended_on", "终止日期"), ("made_on", "制作日期")
        ),
    ),
)


def _sample_cover() -> dict[str, Any]:
    papers = (
        ("调解申请书", "2026-09-21", 4),
        ("推选代表人记录", "2026-09-21", 3),
        ("受理通知书", "2026-09-22", 2),
        ("权利义务告知书", "2026-09-24", 10),
        ("调解笔录", "2026-09-28", 6),
        ("调解协议书及附件", "2026-09-28", 7),
        ("履行情况记录", "2026-11-30", 6),
        ("回访记录", "2026-11-30", 1),
    )
    index, page = [], 1
    for no, (title, day, pages) in enumerate(papers, 1):
        index.append(
            {
                "no": no,
                "title": title,
                "number": None,
                "made_on": day,
                "first_page": page,
                "pages": pages,
                "note": None,
            }
        )
        page += pages
    return samples.header(
        FILE_COVER.law(),
        made_on="2026-11-30",
        volume="正卷",
        applicants_text="周建民等12人",
        respondents_text=samples.RESPONDENT_NAMES,
        third_parties_text=samples.PROJECT_OWNER["name"],
        dispute="劳动报酬",
        worker_count=12,
        claim_total=amount_dict(15322263),
        outcome="达成调解协议，已全部履行",
        accepted_on="2026-09-22",
        closed_on="2026-11-30",
        archived_on="2026-11-30",
        retain_until="2031-11-30",
        mediators=samples.MEDIATORS,
        recorder="姚静",
        index=index,
        pages_total=page - 1,
        signatures=[samples.signature("立卷人", "田禾", "officer")],
    )


def _pages_run_on(context: Context) -> Iterator[Fault]:
    page = 1
    for place, row in enumerate(context["index"]):
        if row["first_page"] != page:
            yield Fault(
                "V-C1",
                f"index[{place}].first_page",
                f"卷内目录第{row['no']}项起始页应为第{page}页。",
            )
        page = row["first_page"] + row["pages"]
    if page - 1 != context["pages_total"]:
        yield Fault("V-C1", "pages_total", f"卷内总页数应为{page - 1}页。")


FILE_COVER = Contract(
    code="D18",
    title="案卷封面及卷内目录",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("volume", "卷别", Kind.CHOICE, choices=("正卷", "副卷")),
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        Field("third_parties_text", "第三人（简称）", required=False),
        blocks.DISPUTE,
        blocks.WORKER_COUNT,
        Field("claim_total", "请求金额", Kind.AMOUNT),
        Field("outcome", "处理结果"),
        Field("accepted_on", "受理日期", Kind.DATE),
        Field("closed_on", "结案日期", Kind.DATE),
        Field("archived_on", "归档日期", Kind.DATE),
        Field(
            "retain_until",
            "保管期满日",
            Kind.DATE,
            "not disposed of before (ARB-37 or the centre's default)",
        ),
        blocks.MEDIATORS,
        Field("recorder", "记录员"),
        Field(
            "index",
            "卷内目录",
            Kind.ROWS,
            "from the document register, in filing order",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("title", "文书名称"),
                Field("number", "文号", required=False),
                Field("made_on", "日期", Kind.DATE, required=False),
                Field("first_page", "起始页", Kind.COUNT, "continuous from 1"),
                Field("pages", "页数", Kind.COUNT),
                Field("note", "备注", required=False),
            ),
        ),
        Field("pages_total", "卷内总页数", Kind.COUNT),
        blocks.SIGNATURES,
    ),
    slots=(Slot("handler", "立卷人", ("signature",)),),
    sample=_sample_cover,
    citations={},
    checks=(
        _pages_run_on,
        checks.in_order(
            ("accepted_on", "受理日期"),
            ("closed_on", "结案日期"),
            ("archived_on", "归档日期"),
            ("retain_until", "保管期满日"),
        ),
        checks.slots_present("立卷人"),
    ),
)
