"""D10 调解笔录, D11 无争议事实确认书: what is said and what is agreed in a session."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.mediation.notices import MODES
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot

RESULTS = ("达成调解协议", "未达成调解协议", "择期继续调解")


def _sample_minutes() -> dict[str, Any]:
    attendees = [
        {
            "name": party["name"],
            "role": "申请人代表人",
            "capacity": "推选的代表人",
            "authority": "推选代表人记录",
        }
        for party in samples.REPRESENTATIVES
    ] + [
        {
            "name": "施文涛",
            "role": "被申请人1（总包）",
            "capacity": "委托代理人",
            "authority": "特别授权",
        },
        {
            "name": "张启明",
            "role": "被申请人2（分包）",
            "capacity": "法定代表人",
            "authority": "法定代表人身份证明书",
        },
        {"name": "曹守业", "role": "被申请人3", "capacity": "本人", "authority": None},
        {
            "name": "何志远",
            "role": "第三人",
            "capacity": "法定代表人",
            "authority": "法定代表人身份证明书",
        },
    ]
    return samples.header(
        MINUTES.law(),
        made_on="2026-09-28",
        session_no=2,
        starts_at=samples.moment("2026-09-28T09:30"),
        ends_at=samples.moment("2026-09-28T11:00"),
        place=samples.ROOM,
        mode="现场",
        dispute="劳动报酬",
        mediators=samples.MEDIATORS,
        recorder="姚静",
        attendees=attendees,
        absent=[],
        with_concessions=True,
        lines=[
            {
                "speaker": "调解员",
                "text": "各方对第一次调解确认的考勤和工资标准有无异议？",
                "concession": False,
            },
            {
                "speaker": "申请人代表人周建民",
                "text": "无异议，12人共欠153222.63元。",
                "concession": False,
            },
            {
                "speaker": "被申请人1",
                "text": "同意由总包先行清偿，请求分三期支付。",
                "concession": True,
            },
            {
                "speaker": "申请人代表人冯玉柱",
                "text": "第一期不少于四成，可以接受。",
                "concession": True,
            },
        ],
        facts_agreed=[
            "12名劳动者出勤天数以实名制考勤导出表为准。",
            "欠付劳动报酬合计153222.63元。",
        ],
        offers=["分三期支付：2026年9月30日付40%，10月10日付30%，11月30日付30%。"],
        result=RESULTS[0],
        result_text="各方达成一致，另行制作调解协议书，12名劳动者逐一在附件签名捺印。",
        next_session=None,
        signatures=[
            row | {"confirmation": None} | _IN_THE_ROOM.get(row["name"], {})
            for row in _sample_signatures()
        ],
    )


# Most sign on paper; one confirmed in the room, one would not.
_IN_THE_ROOM = {
    "周建民": {"confirmation": "2026-09-28 10:58在调解室手写签名确认，笔录校验码3f9a1c7e"},
    "曹守业": {"refusal": "拒绝签名，原因：对人数有异议；见证人：宋平"},
}


def _sample_signatures() -> list[dict[str, Any]]:
    return [
        *(samples.party_signature(party) for party in samples.REPRESENTATIVES),
        samples.signature(
            "被申请人1",
            samples.GENERAL_CONTRACTOR["name"],
            "officer",
            signer="施文涛",
            capacity="委托代理人",
        ),
        samples.signature(
            "被申请人2",
            samples.SUBCONTRACTOR["name"],
            "officer",
            signer="张启明",
            capacity="法定代表人",
        ),
        samples.signature("被申请人3", "曹守业", "person"),
        samples.signature(
            "第三人",
            samples.PROJECT_OWNER["name"],
            "officer",
            signer="何志远",
            capacity="法定代表人",
        ),
        samples.MEDIATOR_SIGNATURE,
        samples.RECORDER_SIGNATURE,
    ]


def _everyone_signs(context: Context) -> Iterator[Fault]:
    signing = {row["name"] for row in context["signatures"]} | {
        row["signer"] for row in context["signatures"]
    }
    for place, attendee in enumerate(context["attendees"]):
        if attendee["name"] not in signing:
            yield Fault(
                "V-S1", f"attendees[{place}]", f"签名栏缺少到场人“{attendee['name']}”的位置。"
            )


def _next_session_fits_result(context: Context) -> Iterator[Fault]:
    if context["next_session"] and context["result"] != RESULTS[2]:
        yield Fault("V-T1", "next_session", "只有“择期继续调解”才写下次调解时间。")


def _ends_after_start(context: Context) -> Iterator[Fault]:
    if context["ends_at"]["iso"] < context["starts_at"]["iso"]:
        yield Fault("V-D1", "ends_at", "调解结束时间早于开始时间。")


MINUTES = Contract(
    code="D10",
    title="调解笔录",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("session_no", "调解会次数", Kind.COUNT),
        Field("starts_at", "开始时间", Kind.MOMENT),
        Field("ends_at", "结束时间", Kind.MOMENT),
        Field("place", "地点"),
        Field("mode", "调解方式", Kind.CHOICE, choices=MODES),
        blocks.DISPUTE,
        blocks.MEDIATORS,
        Field("recorder", "记录员"),
        Field(
            "attendees",
            "到场人员",
            Kind.ROWS,
            "persons, not companies; mediators and recorder are not repeated here",
            of=(
                Field("name", "姓名"),
                Field("role", "代表的当事人"),
                Field("capacity", "到场身份", note="本人, 法定代表人, 委托代理人, 推选的代表人"),
                Field("authority", "权限依据", required=False),
            ),
        ),
        Field("absent", "未到场人员", Kind.TEXTS, required=False),
        Field(
            "with_concessions",
            "含让步内容",
            Kind.FLAG,
            "False leaves out the concessions and the offers: the copy that may travel",
        ),
        Field(
            "lines",
            "调解过程",
            Kind.ROWS,
            of=(
                Field("speaker", "发言人", note="调解员, 申请人, 被申请人1 …"),
                Field("text", "内容", Kind.LONG),
                Field("concession", "调解让步", Kind.FLAG),
            ),
        ),
        Field("facts_agreed", "共同确认的事实", Kind.TEXTS, required=False),
        Field("offers", "调解方案", Kind.TEXTS, required=False),
        Field("result", "调解结果", Kind.CHOICE, choices=RESULTS),
        Field("result_text", "结果说明", Kind.LONG, required=False),
        Field(
            "next_session",
            "下次调解时间",
            Kind.MOMENT,
            "择期继续调解 only; None prints that it will be notified",
            required=False,
        ),
        Field("signatures", "签名栏", Kind.ROWS, of=(*blocks.SIGNATURE, blocks.CONFIRMED)),
    ),
    slots=(
        Slot("attendee", "到场人员", ("signature",), each=True, every_page=True),
        Slot("mediator", "调解员", ("signature",), each=True, every_page=True),
        Slot("recorder", "记录员", ("signature",), every_page=True),
    ),
    sample=_sample_minutes,
    citations={"secrecy": ("MED-20",)},
    checks=(
        _ends_after_start,
        _everyone_signs,
        _next_session_fits_result,
        checks.slots_present("调解员", "记录员"),
    ),
)

ELEMENTS = (
    "用工主体",
    "用工起止",
    "工作岗位",
    "工资标准",
    "出勤或计件",
    "已付金额",
    "欠付金额",
    "支付主体",
)

_FACT = (
    Field("element", "要素", Kind.CHOICE, choices=ELEMENTS),
    Field("content", "内容", Kind.LONG),
    Field("evidence", "证据编号", note="证据1、证据2", required=False),
)


def _sample_agreed_facts() -> dict[str, Any]:
    rows = samples.crew()
    return samples.header(
        AGREED_FACTS.law(),
        made_on="2026-09-24",
        applicants_text="周建民等12人",
        respondents_text=samples.RESPONDENT_NAMES,
        dispute="劳动报酬",
        confirmed_on="2026-09-24",
        facts=[
            {"element": "用工主体", "content": "示例市示例建筑劳务有限公司", "evidence": "证据2"},
            {"element": "用工起止", "content": "2026年7月1日至2026年9月15日", "evidence": "证据1"},
            {"element": "工作岗位", "content": "示例家园二期3号楼瓦工", "evidence": "证据1"},
            {"element": "出勤或计件", "content": "各人出勤天数见下表", "evidence": "证据1"},
            {
                "element": "欠付金额",
                "content": "合计153222.63元，各人金额见下表",
                "evidence": "证据1至3",
            },
        ],
        disputed=["付款期限和分期比例。"],
        workers=rows,
        due_total=samples.sum_of(rows, "due"),
        signatures=[
            *(samples.party_signature(party) for party in samples.REPRESENTATIVES),
            *(samples.party_signature(party) for party in samples.RESPONDENTS),
            samples.MEDIATOR_SIGNATURE,
            samples.RECORDER_SIGNATURE,
        ],
    )


AGREED_FACTS = Contract(
    code="D11",
    title="无争议事实确认书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        blocks.DISPUTE,
        Field("confirmed_on", "确认日期", Kind.DATE),
        Field(
            "facts",
            "无争议事实",
            Kind.ROWS,
            "facts all sides agree on; never a concession",
            of=_FACT,
        ),
        Field("disputed", "仍有争议的事项", Kind.TEXTS, required=False),
        Field(
            "workers",
            "劳动者明细",
            Kind.ROWS,
            "the agreed rows; [] when no amount is agreed",
            required=False,
            of=blocks.WORKER,
        ),
        Field(
            "due_total",
            "欠付合计",
            Kind.AMOUNT,
            "sum of workers.due; None without rows",
            required=False,
        ),
        blocks.SIGNATURES,
    ),
    slots=(
        blocks.APPLICANT_SLOT,
        blocks.RESPONDENT_SLOT,
        blocks.MEDIATOR_SLOT,
        blocks.RECORDER_SLOT,
    ),
    sample=_sample_agreed_facts,
    citations={"facts": ("MED-21",), "use": ("MED-20",)},
    checks=(
        checks.when("workers", checks.total_of("workers", "due", "due_total", "欠付金额")),
        checks.when("workers", checks.worker_rows),
        checks.in_order(("confirmed_on", "确认日期"), ("made_on", "制作日期")),
        checks.slots_present("调解员", "记录员"),
    ),
)
