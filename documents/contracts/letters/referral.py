"""H03, H04, H13, H14: a case, a person or a question goes to another body."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.fund import crew
from documents.contracts.letters.crime import INVESTOR, of_labour_bureau
from documents.contracts.schema import Check, Context, Contract, Fault, Field, Kind, amount_dict
from law import statutes

TRIGGERS = ("集体欠薪", "恶意欠薪", "逃匿", "执行无果")
REQUESTS = ("立案监督", "支持起诉", "公益诉讼")
URGENT_DAYS = 7


def only(name: str, choices: tuple[str, ...]) -> Check:
    """Each of the texts is one of the choices, and none is named twice."""

    def check(context: Context) -> Iterator[Fault]:
        for place, text in enumerate(context[name]):
            if text not in choices:
                yield Fault(
                    "V-T1", f"{name}[{place}]", f"“{text}”不在可选范围内：{'、'.join(choices)}。"
                )
        if len(set(context[name])) != len(context[name]):
            yield Fault("V-T1", name, "同一选项不得重复。")

    return check


def known_law(context: Context) -> Iterator[Fault]:
    """V-L1: what is cited in `basis` is a provision the system knows, as it prints it."""
    known = {statutes.cite(article.id) for article in statutes.all_articles()}
    for place, text in enumerate(context["basis"]):
        if text not in known:
            yield Fault("V-L1", f"basis[{place}]", f"“{text}”不是系统收录的法律条文，不能引用。")


BASIS = Field(
    "basis", "依据", Kind.TEXTS, "articles as `law.statutes.cite` prints them, by the rule's id"
)


def _sample_procuratorate() -> dict[str, Any]:
    return samples.letter(
        PROCURATORATE.law(),
        recipient="示例市示例区人民检察院",
        case_number=crew.CASE_NUMBER,
        number="示农薪移字〔2026〕3号",
        made_on="2026-05-13",
        attachments=["欠薪核实表", "限期改正指令书及张贴照片", "涉嫌犯罪案件移送书"],
        employer_name=crew.FACTORY["name"],
        workers_text="秦玉梅等16人",
        worker_count=16,
        amount=amount_dict(13764220),
        facts="示例市示例制衣厂拖欠16名劳动者2026年2月至4月工资，投资人胡长林逃匿。"
        "人力资源社会保障行政部门责令限期支付，期满仍未支付。",
        harm="应急周转金仅垫付部分工资，其余110113.76元至今未付，部分劳动者生活困难，"
        "自行起诉确有困难。",
        triggers=["集体欠薪", "逃匿"],
        requests=["支持起诉", "公益诉讼"],
        transfer=None,
    )


def _supervision_needs_a_transfer(context: Context) -> Iterator[Fault]:
    if "立案监督" in context["requests"] and not context["transfer"]:
        yield Fault(
            "V-T1", "transfer", "请求立案监督的，须写明案件移送的文号、日期和公安机关的答复。"
        )


def _collective_has_many(context: Context) -> Iterator[Fault]:
    if "集体欠薪" in context["triggers"] and context["worker_count"] < checks.COLLECTIVE_FROM:
        yield Fault(
            "V-M2",
            "triggers",
            f"“集体欠薪”应为{checks.COLLECTIVE_FROM}人以上，本案{context['worker_count']}人。",
        )


PROCURATORATE = Contract(
    code="H03",
    title="公益诉讼（支持起诉）线索移送函",
    series="移送",
    volume="first",
    letter=True,
    fields=(
        *blocks.letter(),
        Field("employer_name", "用人单位"),
        Field("workers_text", "劳动者（简称）", note="秦玉梅等16人"),
        blocks.WORKER_COUNT,
        Field("amount", "拖欠金额", Kind.AMOUNT),
        Field("facts", "基本事实", Kind.LONG, "whole sentences"),
        Field("harm", "损害情况", Kind.LONG, "whole sentences"),
        Field("triggers", "移送情形", Kind.TEXTS, "、".join(TRIGGERS)),
        Field("requests", "移送请求", Kind.TEXTS, "、".join(REQUESTS)),
        Field(
            "transfer",
            "涉嫌犯罪移送情况",
            Kind.BLOCK,
            "needed for 立案监督",
            required=False,
            of=(
                Field("number", "移送文号"),
                Field("on", "移送日期", Kind.DATE),
                Field("reply", "公安机关答复", Kind.LONG, "or that none came in time"),
            ),
        ),
    ),
    slots=blocks.letter_slots(),
    sample=_sample_procuratorate,
    citations={"supported_suit": ("PROC-01",), "reply": ("CRIM-07",)},
    checks=(
        checks.of_authority,
        only("triggers", TRIGGERS),
        only("requests", REQUESTS),
        _supervision_needs_a_transfer,
        _collective_has_many,
        checks.in_order(("transfer.on", "移送日期"), ("made_on", "成文日期")),
    ),
)


def sample_legal_aid() -> dict[str, Any]:
    return samples.letter(
        LEGAL_AID.law(),
        recipient="示例市法律援助中心",
        case_number=crew.CASE_NUMBER,
        number="示人社函〔2026〕22号",
        made_on="2026-05-06",
        attachments=["法律援助申请表", "居民身份证复印件", "计件工票复印件"],
        applicants=[
            {
                "no": no,
                "name": name,
                "id_no": id_no,
                "phone": phone,
                "claim": amount_dict(claim),
            }
            for no, name, id_no, phone, claim in (
                (1, "秦玉梅", "990101197001103021", "10000000301", 893600),
                (2, "吕桂芳", "990101197405143062", "10000000305", 1181000),
                (3, "魏文斌", "990101198204133137", "10000000313", 1070000),
            )
        ],
        opponent=crew.FACTORY["name"],
        matter="追索劳动报酬",
        stage="仲裁",
        claim_total=amount_dict(3144600),
        clocks=[{"name": "申请仲裁的时效期间", "ends_on": "2027-04-20"}],
        urgent=False,
        summary="三名劳动者被拖欠2026年2月至4月工资，用人单位投资人下落不明，调解已经终止。",
    )


def _urgent_when_a_clock_runs_out(context: Context) -> Iterator[Fault]:
    made = date.fromisoformat(context["made_on"])
    for place, clock in enumerate(context["clocks"] or []):
        left = (date.fromisoformat(clock["ends_on"]) - made).days
        if left < 0:
            yield Fault(
                "V-D2", f"clocks[{place}].ends_on", f"“{clock['name']}”已于{clock['ends_on']}届满。"
            )
        elif left < URGENT_DAYS and not context["urgent"]:
            yield Fault(
                "AID-04",
                "urgent",
                f"“{clock['name']}”距届满不足{URGENT_DAYS}日（剩余{left}日），"
                "应当提请先行提供法律援助。",
            )


LEGAL_AID = Contract(
    code="H04",
    title="法律援助转介函",
    series="函",
    volume="first",
    letter=True,
    fields=(
        *blocks.letter(),
        Field(
            "applicants",
            "申请人",
            Kind.ROWS,
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名"),
                Field("id_no", "公民身份号码"),
                Field("phone", "联系电话"),
                Field("claim", "请求金额", Kind.AMOUNT),
            ),
        ),
        Field("opponent", "对方当事人"),
        Field("matter", "申请事项", note="追索劳动报酬"),
        Field("stage", "办理阶段", Kind.CHOICE, choices=("调解", "仲裁", "诉讼", "执行")),
        Field("claim_total", "请求金额合计", Kind.AMOUNT),
        Field(
            "clocks",
            "将届满的期限",
            Kind.ROWS,
            "every limitation or term that is running",
            required=False,
            of=(Field("name", "期限"), Field("ends_on", "届满日期", Kind.DATE)),
        ),
        Field("urgent", "先行提供", Kind.FLAG, "True when any clock has less than seven days"),
        Field("summary", "案情摘要", Kind.LONG, "whole sentences"),
    ),
    slots=blocks.letter_slots(),
    sample=sample_legal_aid,
    citations={"no_means_test": ("AID-01",), "terms": ("AID-02",), "in_advance": ("AID-04",)},
    checks=(
        checks.of_authority,
        checks.total_of("applicants", "claim", "claim_total", "请求金额"),
        _urgent_when_a_clock_runs_out,
    ),
)


def _sample_onward() -> dict[str, Any]:
    return samples.letter(
        ONWARD_TRANSFER.law(),
        recipient="示例市住房和城乡建设局",
        number="示人社函〔2026〕41号",
        made_on="2026-09-22",
        attachments=["欠薪人员明细表", "工资专用账户流水复印件"],
        project={
            "name": "示例区示例路商住楼工程",
            "owner": samples.PROJECT_OWNER["name"],
            "general_contractor": samples.GENERAL_CONTRACTOR["name"],
            "subcontractor": samples.SUBCONTRACTOR["name"],
        },
        worker_count=12,
        amount=amount_dict(15322263),
        breaches=[
            "未按月将人工费用足额拨付至农民工工资专用账户",
            "分包单位拖欠工资后，施工总承包单位未先行清偿",
        ],
        basis=[statutes.cite("LIAB-01"), statutes.cite("DEP-04")],
        requests=[
            "督促施工总承包单位先行清偿拖欠的农民工工资",
            "对上述违法行为依法调查处理",
        ],
        reply_by="2026-10-12",
    )


ONWARD_TRANSFER = Contract(
    code="H13",
    title="转办函",
    series="函",
    volume="first",
    letter=True,
    fields=(
        *blocks.letter(),
        Field(
            "project",
            "工程项目",
            Kind.BLOCK,
            of=(
                Field("name", "名称"),
                Field("owner", "建设单位", required=False),
                Field("general_contractor", "施工总承包单位"),
                Field("subcontractor", "分包单位", required=False),
            ),
        ),
        blocks.WORKER_COUNT,
        Field("amount", "拖欠金额", Kind.AMOUNT),
        Field("breaches", "违法情形", Kind.TEXTS, "facts, without a full stop at the end"),
        BASIS,
        Field("requests", "转办请求", Kind.TEXTS, "without a full stop at the end"),
        Field("reply_by", "反馈期限", Kind.DATE),
    ),
    slots=blocks.letter_slots(),
    sample=_sample_onward,
    citations={"onward": ("ADM-06",)},
    checks=(
        checks.of_authority,
        known_law,
        checks.in_order(("made_on", "成文日期"), ("reply_by", "反馈期限")),
    ),
)

LEVELS = ("设区的市级", "省级", "国家级")
HOLDERS = ("金融机构", "不动产登记机构", "公安机关", "市场监督管理部门")


def _sample_inquiry() -> dict[str, Any]:
    return samples.letter(
        INQUIRY.law(),
        recipient="示例银行示例支行",
        case_number=crew.CASE_NUMBER,
        number="示人社函〔2026〕19号",
        made_on="2026-05-06",
        holder="金融机构",
        subjects=[
            {
                "no": 1,
                "name": crew.FACTORY["name"],
                "identifier": crew.FACTORY["credit_code"],
                "relation": "用人单位",
            },
            {
                "no": 2,
                "name": INVESTOR["name"],
                "identifier": INVESTOR["id_no"],
                "relation": "投资人",
            },
        ],
        reason="示例市示例制衣厂拖欠16名劳动者工资137642.20元，投资人下落不明。",
        items=["2026年1月1日以来的账户开立情况", "账户余额和资金往来明细"],
        officers=[
            {"name": "高远", "certificate_no": "示监0101"},
            {"name": "白露", "certificate_no": "示监0102"},
        ],
        approval={
            "name": "石磊",
            "post": "局长",
            "level": "设区的市级",
            "number": "示人社监批〔2026〕5号",
            "on": "2026-05-06",
        },
        reply_by="2026-05-13",
    )


def _two_officers(context: Context) -> Iterator[Fault]:
    if len({row["certificate_no"] for row in context["officers"]}) < 2:
        yield Fault("ADM-07", "officers", "协助查询应由二名以上劳动保障监察员持证办理。")


INQUIRY = Contract(
    code="H14",
    title="协助查询函",
    series="函",
    volume="first",
    letter=True,
    fields=(
        *blocks.letter(),
        Field("holder", "协助单位类别", Kind.CHOICE, choices=HOLDERS),
        Field(
            "subjects",
            "查询对象",
            Kind.ROWS,
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "名称或姓名"),
                Field("identifier", "统一社会信用代码或公民身份号码"),
                Field("relation", "与本案关系"),
            ),
        ),
        Field("reason", "查询事由", Kind.LONG, "whole sentences"),
        Field("items", "查询内容", Kind.TEXTS, "without a full stop at the end"),
        Field(
            "officers",
            "经办监察员",
            Kind.ROWS,
            of=(Field("name", "姓名"), Field("certificate_no", "监察证号")),
        ),
        Field(
            "approval",
            "批准",
            Kind.BLOCK,
            "by the head of the department of a city divided into districts, or higher",
            of=(
                Field("name", "批准人"),
                Field("post", "职务"),
                Field("level", "部门层级", Kind.CHOICE, choices=LEVELS),
                Field("number", "批准文号", required=False),
                Field("on", "批准日期", Kind.DATE),
            ),
        ),
        Field("reply_by", "回复期限", Kind.DATE),
    ),
    slots=blocks.letter_slots(),
    sample=_sample_inquiry,
    citations={"inquiry": ("ADM-07",)},
    checks=(
        checks.of_authority,
        of_labour_bureau,
        _two_officers,
        checks.in_order(
            ("approval.on", "批准日期"), ("made_on", "成文日期"), ("reply_by", "回复期限")
        ),
    ),
)
