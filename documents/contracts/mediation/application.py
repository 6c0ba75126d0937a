"""D01 调解申请书 / 口头调解申请笔录, D07 推选代表人记录, D14 材料接收清单: at intake."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot, amount_dict

_CLAIM = (
    Field("what", "请求内容", note="2026年7月至9月工资"),
    Field("period_from", "起日", Kind.DATE, required=False),
    Field("period_to", "止日", Kind.DATE, required=False),
    Field("amount", "金额", Kind.AMOUNT),
    Field("calculation", "计算方式", note="26日×260.00元/日＋…－已付4000.00元; 见名册 for a crew"),
)


def _claims_end_before_application(context: Context) -> Iterator[Fault]:
    for place, claim in enumerate(context["claims"]):
        if claim["period_to"] and claim["period_to"] > context["applied_on"]:
            yield Fault(
                "V-D1", f"claims[{place}].period_to", f"第{place + 1}项请求的止日晚于申请日期。"
            )
        if (
            claim["period_from"]
            and claim["period_to"]
            and claim["period_to"] < claim["period_from"]
        ):
            yield Fault(
                "V-D1", f"claims[{place}].period_to", f"第{place + 1}项请求的止日早于起日。"
            )


def _oral_has_recorder(context: Context) -> Iterator[Fault]:
    if context["oral"] and not context["recorder"]:
        yield Fault("V-T1", "recorder", "口头申请须写明记录人。")


def _collective_has_representatives(context: Context) -> Iterator[Fault]:
    if context["collective"] and not context["representatives"]:
        yield Fault("V-T1", "representatives", "十人以上集体申请须写明推选的代表人。")


def _sample_application() -> dict[str, Any]:
    total = amount_dict(601000)
    return samples.header(
        APPLICATION.law(),
        made_on="2026-02-13",
        case_number="示农薪调字〔2026〕3号",
        oral=True,
        collective=False,
        worker_count=1,
        applicants=[samples.PLASTERER],
        representatives=[],
        respondents=[samples.DECORATOR],
        third_parties=[],
        dispute="劳动报酬",
        channel="现场",
        project={
            "name": "示例商场二层改造工程",
            "project_owner": None,
            "general_contractor": None,
            "subcontractor": None,
            "crew_leader": None,
        },
        claims=[
            {
                "what": "支付2025年12月1日至2026年1月16日工资",
                "period_from": "2025-12-01",
                "period_to": "2026-01-16",
                "amount": total,
                "calculation": "26日×260.00元/日＋12.5日×260.00元/日－已付4000.00元",
            }
        ],
        claim_total=total,
        facts="申请人于2025年12月1日起在示例商场二层改造工程从事抹灰作业，约定日工资260.00元，完工结清。"
        "2026年1月16日完工后，被申请人仅支付4000.00元，尚欠6010.00元未付。",
        evidence=[
            {
                "no": 1,
                "name": "计工记录本",
                "form": "书证",
                "original": True,
                "pages": 2,
                "source": "申请人",
                "proves": "出勤天数和日工资",
            }
        ],
        prior_channels=None,
        applied_on="2026-02-13",
        recorder="田禾",
        signatures=[
            samples.party_signature(samples.PLASTERER),
            samples.signature("记录人", "田禾", "officer"),
        ],
    )


APPLICATION = Contract(
    code="D01",
    title="调解申请书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field(
            "oral", "口头申请", Kind.FLAG, "True prints 口头调解申请笔录 and the reading-back line"
        ),
        Field("collective", "十人以上", Kind.FLAG, "ten or more workers with one common claim"),
        blocks.WORKER_COUNT,
        blocks.parties(
            "applicants", "申请人", "every applicant; of a collective case the representatives only"
        ),
        Field("representatives", "代表人姓名", Kind.TEXTS, "of a collective case", required=False),
        blocks.parties("respondents", "被申请人"),
        blocks.parties("third_parties", "第三人", required=False),
        blocks.DISPUTE,
        Field("channel", "来源渠道", note="现场, 扫码, 12345, 信访, 线索平台, 监察转入"),
        Field(
            "project",
            "工程项目",
            Kind.BLOCK,
            "None when no project is known",
            required=False,
            of=(
                Field("name", "项目名称"),
                Field("project_owner", "建设单位", required=False),
                Field("general_contractor", "施工总承包单位", required=False),
                Field("subcontractor", "分包单位", required=False),
                Field("crew_leader", "班组长", required=False),
            ),
        ),
        Field("claims", "请求事项", Kind.ROWS, of=_CLAIM),
        Field("claim_total", "请求金额合计", Kind.AMOUNT),
        Field("facts", "事实与理由", Kind.LONG),
        Field("evidence", "证据", Kind.ROWS, required=False, of=blocks.EVIDENCE),
        Field(
            "prior_channels",
            "此前处理情况",
            note="filed before with 监察, arbitration or a court; None prints 未向其他部门申请处理",
            required=False,
        ),
        Field("applied_on", "申请日期", Kind.DATE),
        Field("recorder", "记录人", note="who wrote down an oral application", required=False),
        blocks.SIGNATURES,
    ),
    slots=(
        blocks.APPLICANT_SLOT,
        Slot("recorder", "记录人（口头申请）", ("signature",), required=False),
    ),
    sample=_sample_application,
    citations={"application": ("MED-03",), "free": ("MED-32",)},
    checks=(
        checks.total_of("claims", "amount", "claim_total", "请求金额"),
        _claims_end_before_application,
        _oral_has_recorder,
        _collective_has_representatives,
        checks.reachable("applicants", by_phone_alone=True),
        checks.reachable("respondents"),
        checks.one_side_only("applicants", "respondents"),
        checks.slots_present("申请人"),
    ),
)

_VOTER = (
    Field("no", "序号", Kind.COUNT),
    Field("name", "姓名"),
    Field("id_no", "公民身份号码"),
    Field("phone", "联系电话", required=False),
    Field("due", "请求金额", Kind.AMOUNT),
)
POWERS = ("递交材料", "参加调解", "陈述意见", "签收文书", "代为达成协议")


def _representatives_in_number(context: Context) -> Iterator[Fault]:
    count, roster = len(context["representatives"]), {row["name"] for row in context["roster"]}
    if context["worker_count"] < checks.COLLECTIVE_FROM:
        yield Fault("COL-01", "worker_count", "不足十人，不能推选代表人，请使用授权委托书。")
    if not checks.REPRESENTATIVES_MIN <= count <= checks.REPRESENTATIVES_MAX:
        yield Fault("COL-02", "representatives", f"代表人应为三至五名，现为{count}名。")
    for place, person in enumerate(context["representatives"]):
        if person["name"] not in roster:
            yield Fault(
                "COL-02", f"representatives[{place}]", f"代表人“{person['name']}”不在名册内。"
            )


def _sample_election(size: int = 12) -> dict[str, Any]:
    rows = samples.crew(size)
    names = [row["name"] for row in rows]
    return samples.header(
        ELECTION.law(),
        made_on="2026-09-21",
        respondents_text=samples.RESPONDENT_NAMES,
        dispute="劳动报酬",
        worker_count=size,
        representatives=[
            {
                "name": rows[place]["name"],
                "id_no": rows[place]["id_no"],
                "phone": rows[place]["phone"],
            }
            for place in (0, 3, 8)
        ],
        powers=list(POWERS[:4]),
        elected_on="2026-09-21",
        place=samples.ROOM,
        roster=[
            {name: row[name] for name in ("no", "name", "id_no", "phone", "due")} for row in rows
        ],
        claim_total=samples.sum_of(rows, "due"),
        signatures=[
            *(samples.signature("代表人", names[place], "person") for place in (0, 3, 8)),
            samples.signature("见证人", "田禾", "officer"),
        ],
    )


ELECTION = Contract(
    code="D07",
    title="推选代表人记录",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        blocks.RESPONDENTS_TEXT,
        blocks.DISPUTE,
        blocks.WORKER_COUNT,
        Field(
            "representatives",
            "代表人",
            Kind.ROWS,
            "three to five workers of the roster",
            of=(
                Field("name", "姓名"),
                Field("id_no", "公民身份号码"),
                Field("phone", "联系电话", required=False),
            ),
        ),
        Field("powers", "代表权限", Kind.TEXTS, f"from {'、'.join(POWERS)}"),
        Field("elected_on", "推选日期", Kind.DATE),
        Field("place", "推选地点"),
        Field("roster", "名册", Kind.ROWS, "every worker; each signs the own row", of=_VOTER),
        Field("claim_total", "请求金额合计", Kind.AMOUNT),
        blocks.SIGNATURES,
    ),
    slots=(
        Slot("roster", "名册各劳动者", blocks.SIGN_AND_PRINT, each=True),
        Slot("elected_representative", "代表人", blocks.SIGN_AND_PRINT, each=True),
        Slot("witness", "见证人", ("signature",)),
    ),
    sample=_sample_election,
    citations={"election": ("MED-26",), "number": ("COL-02",)},
    checks=(
        checks.headcount("roster", "worker_count", "推选人数"),
        checks.total_of("roster", "due", "claim_total", "请求金额"),
        _representatives_in_number,
        checks.in_order(("elected_on", "推选日期"), ("made_on", "制作日期")),
        checks.slots_present("代表人", "见证人"),
    ),
)


def _sample_receipt() -> dict[str, Any]:
    return samples.header(
        MATERIALS.law(),
        made_on="2026-09-21",
        handed_in_by="周建民等12人",
        materials=[
            {
                "no": 1,
                "name": "居民身份证复印件",
                "original": False,
                "copies": 12,
                "pages": 24,
                "note": None,
            },
            {
                "no": 2,
                "name": "班组工资表（曹守业签字）",
                "original": True,
                "copies": 1,
                "pages": 3,
                "note": "核对后退还原件",
            },
        ],
        pages_total=27,
        received_on="2026-09-21",
        received_by="田禾",
        originals_returned=True,
        returned_on="2026-09-21",
        signatures=[
            samples.signature("提交人", "周建民", "person"),
            samples.signature("接收人", "田禾", "officer"),
        ],
    )


def _pages_add_up(context: Context) -> Iterator[Fault]:
    added = sum(row["pages"] for row in context["materials"])
    if added != context["pages_total"]:
        yield Fault(
            "V-C1",
            "pages_total",
            f"总页数不符：各项合计{added}页，合计栏{context['pages_total']}页。",
        )


MATERIALS = Contract(
    code="D14",
    title="材料接收清单",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("handed_in_by", "提交人"),
        Field(
            "materials",
            "材料",
            Kind.ROWS,
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "材料名称"),
                Field("original", "原件", Kind.FLAG, "True 原件, False 复印件"),
                Field("copies", "份数", Kind.COUNT),
                Field("pages", "页数", Kind.COUNT, "pages of this item over all copies"),
                Field("note", "备注", required=False),
            ),
        ),
        Field("pages_total", "总页数", Kind.COUNT),
        Field("received_on", "接收日期", Kind.DATE),
        Field("received_by", "接收人"),
        Field("originals_returned", "原件已退还", Kind.FLAG),
        Field("returned_on", "退还日期", Kind.DATE, required=False),
        blocks.SIGNATURES,
    ),
    slots=(Slot("giver", "提交人", ("signature",)), Slot("receiver", "接收人", ("signature",))),
    sample=_sample_receipt,
    citations={},
    checks=(
        _pages_add_up,
        checks.in_order(("received_on", "接收日期"), ("returned_on", "退还日期")),
        checks.slots_present("提交人", "接收人"),
    ),
)
