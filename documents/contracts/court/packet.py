"""C03 调解证明, C04 移送函及材料清单, C05 证据目录, C07 身份资格证明, C10R 补正材料回复."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from documents.contracts import blocks, checks, joint, samples
from documents.contracts.court.confirmation import (
    COURT_NAME,
    COURT_NUMBER,
    court_number_is_whole,
)
from documents.contracts.schema import (
    Context,
    Contract,
    Fault,
    Field,
    Kind,
    Slot,
)
from law.identity import check_id_number, check_uscc

BATCH_POLICIES = ("一协议一申请", "分批申请", "逐人申请")
ALWAYS_IN_PACKET = ("C01", "D12", "C03", "C05", "C06", "C07")
OF_SEVERAL, OF_A_CREW = ("D12A",), ("D12A", "D07")

COURT_NAME_FIELD = Field("court_name", "人民法院")
HANDLER_SLOT = Slot("handler", "经办人", ("signature",))


def _sample_certificate() -> dict[str, Any]:
    return samples.header(
        CERTIFICATE.law(),
        made_on="2026-10-09",
        court_name=COURT_NAME,
        applicants_text=joint.CREW,
        respondents_text=joint.PAYING_SIDE_TEXT,
        dispute="劳动报酬",
        worker_count=12,
        accepted_on="2026-09-22",
        place=samples.ROOM,
        mediators=samples.MEDIATORS,
        sessions=[
            {"no": 1, "held_at": samples.moment("2026-09-24T09:00"), "result": "择期继续调解"},
            {"no": 2, "held_at": samples.moment("2026-09-28T09:00"), "result": "达成调解协议"},
        ],
        agreement=joint.sample_agreement(),
        signatures=[samples.MEDIATOR_SIGNATURE],
    )


def _mediators_are_named(context: Context) -> Iterator[Fault]:
    for place, mediator in enumerate(context["mediators"]):
        if not mediator["certificate_no"]:
            yield Fault(
                "JC-04",
                f"mediators[{place}].certificate_no",
                f"调解员“{mediator['name']}”没有证号，法院无法核对。",
            )


def _sessions_within_the_mediation(context: Context) -> Iterator[Fault]:
    agreed, before = context["agreement"]["made_on"], context["accepted_on"]
    for place, session in enumerate(context["sessions"]):
        day = session["held_at"]["iso"][:10]
        if not before <= day <= agreed:
            yield Fault(
                "V-D1",
                f"sessions[{place}].held_at",
                f"第{session['no']}次调解（{day}）应在{before}至协议日期{agreed}之间。",
            )
        before = max(before, day)


CERTIFICATE = Contract(
    code="C03",
    title="调解组织主持调解的证明",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        COURT_NAME_FIELD,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        blocks.DISPUTE,
        blocks.WORKER_COUNT,
        Field("accepted_on", "受理日期", Kind.DATE),
        Field("place", "调解地点"),
        blocks.MEDIATORS,
        Field(
            "sessions",
            "调解经过",
            Kind.ROWS,
            of=(
                Field("no", "次序", Kind.COUNT),
                Field("held_at", "时间", Kind.MOMENT),
                Field("result", "结果", note="择期继续调解, 达成调解协议"),
            ),
        ),
        joint.AGREEMENT,
        blocks.SIGNATURES,
    ),
    slots=(blocks.MEDIATOR_SLOT, blocks.BODY_SEAL),
    sample=_sample_certificate,
    citations={"papers": ("JC-04",), "effect": ("MED-10", "MED-12"), "free": ("MED-32",)},
    checks=(
        joint.lawful_body,
        joint.agreement_adds_up,
        checks.crew_counted(),
        _mediators_are_named,
        _sessions_within_the_mediation,
        checks.in_order(
            ("accepted_on", "受理日期"),
            ("agreement.made_on", "协议日期"),
            ("agreement.effective_on", "协议生效日期"),
            ("made_on", "出具日期"),
        ),
        checks.slots_present("调解员"),
    ),
)

ATTACHMENT = (
    Field("no", "序号", Kind.COUNT),
    Field("code", "文书代号", note="D12, C01; EV for evidence, ID for copies"),
    Field("name", "材料名称"),
    Field("original", "原件", Kind.FLAG, "True 原件, False 复印件"),
    Field("copies", "份数", Kind.COUNT),
    Field("pages", "页数", Kind.COUNT, "pages of one copy, as printed on the list"),
    Field("file_pages", "实有页数", Kind.COUNT, "pages counted in the file that is attached"),
)


def _attached(no: int, code: str, name: str, pages: int, *, original: bool = True) -> dict:
    return {
        "no": no,
        "code": code,
        "name": name,
        "original": original,
        "copies": 1,
        "pages": pages,
        "file_pages": pages,
    }


def _sample_attachments() -> list[dict[str, Any]]:
    return [
        _attached(1, "C01", "司法确认申请书（并入双方承诺书）", 5),
        _attached(2, "D12", "调解协议书", 4),
        _attached(3, "D12A", "附件：欠付劳动报酬明细及签名表", 3),
        _attached(4, "C03", "调解组织主持调解的证明", 1),
        _attached(5, "C07", "身份证明、资格证明目录及复印件", 23, original=False),
        _attached(6, "D07", "推选代表人记录", 2),
        _attached(7, "C06", "送达地址确认书", 8),
        _attached(8, "D04", "权利义务告知书", 2),
        _attached(9, "C05", "证据目录", 1),
        _attached(10, "EV", "证据材料", 16, original=False),
        _attached(11, "D15", "履行情况记录（第1期）", 2),
        _attached(12, "C08", "案件信息表", 2),
    ]


def sample_referral(batch: bool = False) -> dict[str, Any]:
    materials = _sample_attachments()
    total = samples.sum_of(samples.crew(), "due")
    return samples.letter(
        REFERRAL.law(),
        recipient=COURT_NAME,
        issuer="mediation_body",
        sign_off={"name": "程立", "post": "调解委员会主任", "on": "2026-10-09"},
        attachments=["移送材料清单"],
        number="示农薪移字〔2026〕7号",
        made_on="2026-10-09",
        batch_policy="分批申请" if batch else "一协议一申请",
        batch={"no": 1, "count": 3, "limit": 50} if batch else None,
        cases=[
            {
                "no": 1,
                "agreement_number": "示农薪调协字〔2026〕12号",
                "applicants_text": joint.CREW,
                "respondents_text": joint.PAYING_SIDE_TEXT,
                "worker_count": 12,
                "total": total,
                "effective_on": "2026-09-28",
                "confirm_by": "2026-10-28",
            }
        ],
        dispute="劳动报酬",
        worker_count=12,
        total=total,
        materials=materials,
        pages_total=sum(row["pages"] for row in materials),
        handler="田禾",
    )


def _signed_off(context: Context) -> Iterator[Fault]:
    if context["sign_off"]["on"] > context["made_on"]:
        yield Fault("V-D1", "sign_off.on", "签发日期晚于成文日期。")


def list_matches_attachments(context: Context) -> Iterator[Fault]:
    """V-C1: consecutive numbers, the pages that are there, and their sum."""
    rows = context["materials"]
    for place, row in enumerate(rows):
        if row["no"] != place + 1:
            yield Fault(
                "V-C1", f"materials[{place}].no", f"清单序号应为{place + 1}，现为{row['no']}。"
            )
        if not row["copies"] or not row["pages"]:
            yield Fault(
                "V-C1", f"materials[{place}]", f"清单第{row['no']}项“{row['name']}”没有份数或页数。"
            )
        if row["pages"] != row["file_pages"]:
            yield Fault(
                "V-C1",
                f"materials[{place}].pages",
                f"清单第{row['no']}项“{row['name']}”写{row['pages']}页，实有{row['file_pages']}页。",
            )
    added = sum(row["pages"] for row in rows)
    if added != context["pages_total"]:
        yield Fault(
            "V-C1",
            "pages_total",
            f"总页数不符：各项合计{added}页，合计栏{context['pages_total']}页。",
        )


def _packet_is_complete(context: Context) -> Iterator[Fault]:
    present = {row["code"] for row in context["materials"]}
    people = context["worker_count"]
    several = people > len(context["cases"])
    of_workers = OF_A_CREW if people >= checks.COLLECTIVE_FROM else OF_SEVERAL if several else ()
    for code in (*ALWAYS_IN_PACKET, *of_workers):
        if code not in present:
            yield Fault("JC-04", "materials", f"材料清单缺少{code}，法院将要求补正。")


def _batch_fits(context: Context) -> Iterator[Fault]:
    batch = context["batch"]
    if (context["batch_policy"] == "分批申请") != bool(batch):
        yield Fault("C04", "batch", "“分批申请”须写明批次；其他方式不写。")
    elif batch:
        if not 1 <= batch["no"] <= batch["count"]:
            yield Fault("C04", "batch.no", f"共{batch['count']}批，没有第{batch['no']}批。")
        if context["worker_count"] > batch["limit"]:
            yield Fault(
                "C04",
                "worker_count",
                f"每批不超过{batch['limit']}人，本批{context['worker_count']}人，请分批移送。",
            )


def _cases_add_up(context: Context) -> Iterator[Fault]:
    people = sum(case["worker_count"] for case in context["cases"])
    if people != context["worker_count"]:
        yield Fault(
            "V-M2",
            "worker_count",
            f"人数不符：各案合计{people}人，合计栏{context['worker_count']}人。",
        )
    counted = joint.counted("JC-01", "effective_on", "confirm_by", "申请期限")
    for place, case in enumerate(context["cases"]):
        for fault in (*counted(case), *checks.crew_counted()(case)):
            yield replace(fault, field=f"cases[{place}].{fault.field}")
        if context["made_on"] > case["confirm_by"]:
            yield Fault(
                "V-D2",
                f"cases[{place}].confirm_by",
                f"{case['agreement_number']}的申请期限{case['confirm_by']}已过，不能再移送。",
            )
        if context["made_on"] < case["effective_on"]:
            yield Fault(
                "V-D1",
                f"cases[{place}].effective_on",
                f"{case['agreement_number']}尚未生效，不能移送。",
            )


REFERRAL = Contract(
    code="C04",
    letter=True,
    title="移送函及材料清单",
    series="移送",
    volume="first",
    fields=(
        *blocks.letter(blocks.MEDIATION_BODY),
        Field("batch_policy", "申请方式", Kind.CHOICE, "the court's wish", choices=BATCH_POLICIES),
        Field(
            "batch",
            "批次",
            Kind.BLOCK,
            "分批申请 only",
            required=False,
            of=(
                Field("no", "第几批", Kind.COUNT),
                Field("count", "总批数", Kind.COUNT),
                Field("limit", "每批人数上限", Kind.COUNT, "50 unless the court says otherwise"),
            ),
        ),
        Field(
            "cases",
            "移送案件",
            Kind.ROWS,
            "one row per application",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("agreement_number", "协议文号"),
                Field("applicants_text", "劳动者一方"),
                Field("respondents_text", "用工一方"),
                Field("worker_count", "人数", Kind.COUNT),
                Field("total", "给付总额", Kind.AMOUNT),
                Field("effective_on", "协议生效日期", Kind.DATE),
                Field("confirm_by", "申请期限", Kind.DATE),
            ),
        ),
        blocks.DISPUTE,
        blocks.WORKER_COUNT,
        Field("total", "给付总额合计", Kind.AMOUNT),
        Field("materials", "材料清单", Kind.ROWS, of=ATTACHMENT),
        Field("pages_total", "总页数", Kind.COUNT, "sum of pages over the list"),
        Field("handler", "经办人"),
    ),
    slots=blocks.letter_slots(blocks.MEDIATION_BODY),
    sample=sample_referral,
    citations={"joint": ("JC-01",), "papers": ("JC-04",)},
    checks=(
        _signed_off,
        checks.total_of("cases", "total", "total", "给付总额"),
        _cases_add_up,
        _batch_fits,
        list_matches_attachments,
        _packet_is_complete,
    ),
)


def _sample_evidence() -> dict[str, Any]:
    return samples.header(
        EVIDENCE_LIST.law(),
        made_on="2026-10-09",
        court_name=COURT_NAME,
        applicants_text=joint.CREW,
        respondents_text=joint.PAYING_SIDE_TEXT,
        submitted_by="双方当事人",
        evidence=samples.EVIDENCE,
        pages_total=sum(row["pages"] for row in samples.EVIDENCE),
        signatures=[samples.signature("经办人", "田禾", "officer")],
    )


_OF_WAGES = ("工资", "考勤", "出勤", "工时", "欠付", "结算", "工程量")


def _wages_are_evidenced(context: Context) -> Iterator[Fault]:
    if not any(
        word in row["name"] + (row["proves"] or "")
        for row in context["evidence"]
        for word in _OF_WAGES
    ):
        yield Fault("MED-27", "evidence", "没有工资或者出勤方面的证据，法院将不予确认。")


def _evidence_is_in_order(context: Context) -> Iterator[Fault]:
    before = 0
    for place, row in enumerate(context["evidence"]):
        if row["no"] <= before:
            yield Fault(
                "V-C1",
                f"evidence[{place}].no",
                f"证据编号{row['no']}重复或者次序有误，编号在全案中不变。",
            )
        before = max(before, row["no"])
        if not row["proves"]:
            yield Fault(
                "V-T1", f"evidence[{place}].proves", f"证据{row['no']}“{row['name']}”未写证明内容。"
            )
    added = sum(row["pages"] for row in context["evidence"])
    if added != context["pages_total"]:
        yield Fault(
            "V-C1",
            "pages_total",
            f"总页数不符：各项合计{added}页，合计栏{context['pages_total']}页。",
        )


EVIDENCE_LIST = Contract(
    code="C05",
    title="证据目录",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        COURT_NAME_FIELD,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        Field("submitted_by", "提交人"),
        Field("evidence", "证据", Kind.ROWS, "numbers as in the case file", of=blocks.EVIDENCE),
        Field("pages_total", "总页数", Kind.COUNT),
        blocks.SIGNATURES,
    ),
    slots=(HANDLER_SLOT,),
    sample=_sample_evidence,
    citations={},
    checks=(_wages_are_evidenced, _evidence_is_in_order, checks.slots_present("经办人")),
)

LICENCE_STATES = ("存续", "吊销", "注销", "未办理", "自然人")
GONE = ("吊销", "注销", "未办理")
_IDENTITY_PAPERS = {
    "natural": ("居民身份证",),
    "organisation": ("营业执照", "法定代表人身份证明"),
    "sole_trader": ("营业执照", "居民身份证"),
    "sole_proprietorship": ("营业执照", "居民身份证"),
}


def _identity(no: int, party: dict[str, Any], papers: tuple[str, ...], pages: int) -> dict:
    natural = party["kind"] == "natural"
    return {
        "no": no,
        "name": party["name"],
        "registered_name": party["name"],
        "kind": party["kind"],
        "identity_no": party["id_no"] if natural else party["credit_code"],
        "licence_state": "自然人" if natural else "存续",
        "investor": None,
        "agent": party["agents"][0]["name"] if party["agents"] else None,
        "papers": list(papers),
        "pages": pages,
    }


def _sample_identity() -> dict[str, Any]:
    rows = [
        _identity(place, {**samples.PLASTERER, **worker, "agents": []}, ("居民身份证",), 1)
        for place, worker in enumerate(
            ({"name": row["name"], "id_no": row["id_no"]} for row in samples.crew()), 1
        )
    ]
    of_company = ("营业执照", "法定代表人身份证明书")
    of_agent = ("授权委托书（特别授权）", "受委托人居民身份证")
    rows += [
        _identity(13, samples.GENERAL_CONTRACTOR, of_company + of_agent, 5),
        _identity(14, samples.SUBCONTRACTOR, (*of_company, "法定代表人居民身份证"), 3),
        _identity(15, samples.CREW_LEADER, ("居民身份证",), 1),
    ]
    return samples.header(
        IDENTITY_PAPERS.law(),
        made_on="2026-10-09",
        court_name=COURT_NAME,
        applicants_text=joint.CREW,
        respondents_text=joint.PAYING_SIDE_TEXT,
        parties=rows,
        pages_total=sum(row["pages"] for row in rows),
        checked_on="2026-10-09",
        signatures=[samples.signature("经办人", "田禾", "officer")],
    )


def _identity_is_proved(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["parties"]):
        who, path = f"“{row['name']}”", f"parties[{place}]"
        natural = row["kind"] == "natural"
        check = check_id_number if natural else check_uscc
        errors = () if row["licence_state"] == "未办理" else check(row["identity_no"]).errors
        for error in errors:
            yield Fault("V-P1", f"{path}.identity_no", f"{who}的{error}。")
        if row["registered_name"] != row["name"]:
            yield Fault(
                "V-P1",
                f"{path}.name",
                f"{who}与证照上的名称“{row['registered_name']}”不一致，请按证照改正。",
            )
        needed = _IDENTITY_PAPERS[row["kind"]]
        if row["licence_state"] in GONE:
            needed = tuple(name for name in needed if name != "营业执照")
            if not row["investor"]:
                yield Fault(
                    "ARB-40",
                    f"{path}.investor",
                    f"{who}营业执照{row['licence_state']}，须将出资人或者开办单位列为当事人。",
                )
        for name in (*needed, *(("授权委托书",) if row["agent"] else ())):
            if not any(name in paper for paper in row["papers"]):
                yield Fault("V-P1", f"{path}.papers", f"{who}缺少{name}。")
        if natural != (row["licence_state"] == "自然人"):
            yield Fault("V-P1", f"{path}.licence_state", f"{who}的登记状态与主体类型不符。")
    added = sum(row["pages"] for row in context["parties"])
    if added != context["pages_total"]:
        yield Fault(
            "V-C1",
            "pages_total",
            f"总页数不符：各项合计{added}页，合计栏{context['pages_total']}页。",
        )


IDENTITY_PAPERS = Contract(
    code="C07",
    title="身份证明、资格证明目录",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        COURT_NAME_FIELD,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        Field(
            "parties",
            "当事人",
            Kind.ROWS,
            "every applicant of C01 on both sides; the copies follow in this order",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名或名称", note="as in C01"),
                Field("registered_name", "证照上的名称", note="as on the card or licence"),
                Field("kind", "主体类型", Kind.CHOICE, choices=tuple(_IDENTITY_PAPERS)),
                Field("identity_no", "证件号码"),
                Field("licence_state", "登记状态", Kind.CHOICE, choices=LICENCE_STATES),
                Field(
                    "investor",
                    "出资人或开办单位",
                    note="joined as a party when the licence is gone",
                    required=False,
                ),
                Field("agent", "委托代理人", required=False),
                Field("papers", "所附证明", Kind.TEXTS),
                Field("pages", "页数", Kind.COUNT),
            ),
        ),
        Field("pages_total", "总页数", Kind.COUNT),
        Field("checked_on", "核对日期", Kind.DATE, "licence status looked up on this day"),
        blocks.SIGNATURES,
    ),
    slots=(HANDLER_SLOT,),
    sample=_sample_identity,
    citations={"papers": ("JC-04",), "investor": ("ARB-40",)},
    checks=(
        _identity_is_proved,
        checks.in_order(("checked_on", "核对日期"), ("made_on", "制作日期")),
        checks.slots_present("经办人"),
    ),
)


def sample_reply() -> dict[str, Any]:
    materials = [
        _attached(1, "C06", "曹守业送达地址确认书", 1),
        _attached(2, "EV", "班组工资表（曹守业签字）", 3, original=False),
    ]
    return samples.letter(
        REPLY.law(),
        recipient=COURT_NAME,
        issuer="mediation_body",
        sign_off={"name": "程立", "post": "调解委员会主任", "on": "2026-10-14"},
        attachments=["补正材料清单"],
        number="示农薪函〔2026〕21号",
        made_on="2026-10-14",
        court_number=None,
        applicants_text=joint.CREW,
        respondents_text=joint.PAYING_SIDE_TEXT,
        agreement_number="示农薪调协字〔2026〕12号",
        notice_on="2026-10-12",
        received_on="2026-10-12",
        due_on="2026-10-16",
        confirm_by="2026-10-28",
        submission_no=2,
        items=[
            {
                "no": 1,
                "asked": "补交曹守业的送达地址确认书",
                "kind": "补交材料",
                "answer": "已由曹守业本人填写并签名、捺印，随函提交。",
            },
            {
                "no": 2,
                "asked": "说明日工资标准的依据",
                "kind": "说明情况",
                "answer": "各劳动者日工资标准见班组工资表，已由班组长签字确认，随函提交复印件。",
            },
        ],
        materials=materials,
        pages_total=sum(row["pages"] for row in materials),
    )


def _every_item_is_answered(context: Context) -> Iterator[Fault]:
    for place, item in enumerate(context["items"]):
        if item["no"] != place + 1:
            yield Fault("V-C1", f"items[{place}].no", f"补正事项序号应为{place + 1}。")
    supplied = any(item["kind"] == "补交材料" for item in context["items"])
    if supplied and not context["materials"]:
        yield Fault("V-C1", "materials", "有补交材料的事项，须列明所附材料。")
    if context["submission_no"] < 2:
        yield Fault("V-T1", "submission_no", "补正后的提交次数从第2次起。")


def _materials_match(context: Context) -> Iterator[Fault]:
    if context["materials"] or context["pages_total"]:
        yield from list_matches_attachments({**context, "materials": context["materials"] or []})


REPLY = Contract(
    code="C10R",
    letter=True,
    title="补正材料回复",
    series="函",
    volume="first",
    fields=(
        *blocks.letter(blocks.MEDIATION_BODY),
        COURT_NUMBER,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        Field("agreement_number", "协议文号"),
        Field("notice_on", "补正通知日期", Kind.DATE),
        Field("received_on", "收到通知日期", Kind.DATE),
        Field("due_on", "补正期限", Kind.DATE, "as the court's notice says"),
        Field("confirm_by", "申请期限", Kind.DATE, "keeps running (JC-01)"),
        Field("submission_no", "第几次提交", Kind.COUNT, "2 for the first reply"),
        Field(
            "items",
            "补正事项",
            Kind.ROWS,
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("asked", "法院要求", note="as in the notice"),
                Field("kind", "处理", Kind.CHOICE, choices=("补交材料", "更正内容", "说明情况")),
                Field("answer", "回复", Kind.LONG, "whole sentences", sentence=True),
            ),
        ),
        Field("materials", "所附材料", Kind.ROWS, required=False, of=ATTACHMENT),
        Field("pages_total", "总页数", Kind.COUNT, "0 without attachments"),
    ),
    slots=blocks.letter_slots(blocks.MEDIATION_BODY),
    sample=sample_reply,
    citations={"papers": ("JC-04",)},
    checks=(
        _signed_off,
        checks.in_order(
            ("notice_on", "补正通知日期"), ("received_on", "收到日期"), ("made_on", "回复日期")
        ),
        joint.in_time("made_on", "due_on", "补正"),
        _every_item_is_answered,
        _materials_match,
        court_number_is_whole,
    ),
)
