"""F01 垫付申请表, F02 欠薪核实表: before an advance is decided."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.fund import crew
from documents.contracts.schema import (
    Check,
    Context,
    Contract,
    Fault,
    Field,
    Kind,
    Slot,
    amount_dict,
    amount_fen,
)

TRIGGERS = ("一时难以支付", "逃匿", "不可抗力", "其他")
PURPOSES = ("部分工资", "基本生活费")
APPLICANTS = ("用人单位", "行业主管部门")
EVIDENCE = ("工资表", "考勤记录", "计件工票", "调查笔录", "欠条", "银行流水", "其他")

EMPLOYER = Field("employer", "用人单位", Kind.BLOCK, "the debtor", of=blocks.PARTY)
TRIGGER = Field("trigger", "垫付事由", Kind.CHOICE, choices=TRIGGERS)
PURPOSE = Field("purpose", "垫付性质", Kind.CHOICE, choices=PURPOSES)


def _sample_application() -> dict[str, Any]:
    return samples.header(
        ADVANCE_APPLICATION.law(),
        issuer="fund_body",
        case_number=crew.CASE_NUMBER,
        made_on="2026-05-06",
        applicant_kind="行业主管部门",
        applicant={
            "name": "示例市工业和信息化局",
            "head": "夏明",
            "address": "示例市示例区示例路41号",
            "phone": "10000090041",
        },
        employer=crew.FACTORY,
        trigger="逃匿",
        purpose="部分工资",
        arrears=amount_dict(13764220),
        worker_count=16,
        period_from="2026-02-01",
        period_to="2026-04-20",
        requested=amount_dict(2752844),
        deposit_first=True,
        sources=[
            {
                "name": "工资保证金",
                "applies": False,
                "used": amount_dict(0),
                "exhausted": False,
                "note": "非工程建设领域，未存储",
            },
            {
                "name": "工资专用账户",
                "applies": False,
                "used": amount_dict(0),
                "exhausted": False,
                "note": "非工程建设领域，未开设",
            },
        ],
        statement="该厂自2026年4月20日起停产，投资人手机关机、厂门上锁，公安机关协查回复无法联系。"
        "16名工人2026年2月至4月的工资未付清，部分工人生活困难。",
        employer_statement=None,
        repayment_plan=None,
        attachments=["欠薪核实表", "现场勘查照片", "公安机关协查回复"],
        signatures=[
            samples.signature(
                "申请单位",
                "示例市工业和信息化局",
                "organisation",
                signer="夏明",
                capacity="负责人",
            )
        ],
    )


def _other_sources_first(context: Context) -> Iterator[Fault]:
    for place, source in enumerate(context["sources"]):
        if not source["applies"] and amount_fen(source["used"]):
            yield Fault(
                "V-F2",
                f"sources[{place}].used",
                f"“{source['name']}”注明不适用，却有动用金额{source['used']['digits']}元。",
            )
        if context["deposit_first"] and source["applies"] and not source["exhausted"]:
            yield Fault(
                "V-F2",
                f"sources[{place}].exhausted",
                f"“{source['name']}”尚未用完，应当先行动用，不足部分才能申请周转金。",
            )


def _requested_within_arrears(context: Context) -> Iterator[Fault]:
    used = sum(amount_fen(source["used"]) for source in context["sources"])
    left = amount_fen(context["arrears"]) - used
    if amount_fen(context["requested"]) > left:
        yield Fault(
            "V-F2",
            "requested",
            f"申请垫付{context['requested']['digits']}元，"
            f"超过欠薪减去其他来源已付后的{amount_dict(max(left, 0))['digits']}元。",
        )


def _fits_applicant(context: Context) -> Iterator[Fault]:
    if context["applicant_kind"] == "用人单位":
        if context["trigger"] == "逃匿":
            yield Fault("V-F2", "trigger", "用人单位逃匿的，应由行业主管部门提出垫付申请。")
        for name, label in (("employer_statement", "用人单位说明"), ("repayment_plan", "还款计划")):
            if not context[name]:
                yield Fault("V-T1", name, f"用人单位申请垫付，须填写“{label}”。")


ADVANCE_APPLICATION = Contract(
    code="F01",
    title="应急周转金垫付申请表",
    series=None,
    volume="first",
    fields=(
        *blocks.header(blocks.FUND_BODY),
        Field("applicant_kind", "申请人类别", Kind.CHOICE, choices=APPLICANTS),
        Field(
            "applicant",
            "申请单位",
            Kind.BLOCK,
            "the employer, or the department in charge when the employer has fled",
            of=(
                Field("name", "名称"),
                Field("head", "负责人"),
                Field("address", "地址"),
                Field("phone", "电话"),
            ),
        ),
        EMPLOYER,
        TRIGGER,
        PURPOSE,
        Field("arrears", "拖欠工资总额", Kind.AMOUNT),
        blocks.WORKER_COUNT,
        Field("period_from", "欠薪起日", Kind.DATE),
        Field("period_to", "欠薪止日", Kind.DATE),
        Field("requested", "申请垫付金额", Kind.AMOUNT),
        Field(
            "deposit_first",
            "其他来源优先",
            Kind.FLAG,
            "parameter: deposit and project account are used before the fund",
        ),
        Field(
            "sources",
            "其他资金来源",
            Kind.ROWS,
            "工资保证金, 工资专用账户: three ledgers that are never mixed with the fund",
            of=(
                Field("name", "来源"),
                Field("applies", "适用", Kind.FLAG),
                Field("used", "已动用金额", Kind.AMOUNT),
                Field("exhausted", "已用完", Kind.FLAG),
                Field("note", "说明", required=False),
            ),
        ),
        Field("statement", "欠薪情况", Kind.LONG),
        Field(
            "employer_statement",
            "用人单位说明",
            Kind.LONG,
            "why it cannot pay now; None when it has fled",
            required=False,
        ),
        Field("repayment_plan", "还款计划", Kind.LONG, required=False),
        Field("attachments", "附件", Kind.TEXTS),
        blocks.SIGNATURES,
    ),
    slots=(Slot("applicant", "申请单位", blocks.SEAL_AND_SIGN),),
    sample=_sample_application,
    citations={"advance": ("FUND-01",)},
    checks=(
        _other_sources_first,
        _requested_within_arrears,
        _fits_applicant,
        checks.in_order(
            ("period_from", "欠薪起日"), ("period_to", "欠薪止日"), ("made_on", "申请日期")
        ),
        checks.slots_present("申请单位"),
    ),
)


def _sample_verification() -> dict[str, Any]:
    rows = [
        {
            "no": worker["no"],
            "name": worker["name"],
            "id_no": worker["id_no"],
            "claimed": amount_dict(worker["due"]),
            "verified": amount_dict(worker["due"]),
            "evidence": ["计件工票"] if worker["no"] not in (11, 12, 13, 16) else ["考勤记录"],
            "disputed": False,
            "note": None,
        }
        for worker in crew.workers()
    ]
    return samples.header(
        VERIFICATION.law(),
        issuer="fund_body",
        case_number=crew.CASE_NUMBER,
        made_on="2026-05-06",
        centre="示例市农民工欠薪快速解决中心",
        employer_name=crew.FACTORY["name"],
        period_from="2026-02-01",
        period_to="2026-04-20",
        worker_count=16,
        rows=rows,
        claimed_total=samples.sum_of(rows, "claimed"),
        verified_total=samples.sum_of(rows, "verified"),
        method="逐人核对计件工票、车间记录本和考勤记录，并制作调查笔录。",
        signatures=[
            samples.signature("核实人", "梁宽", "officer"),
            samples.signature("核实人", "董洁", "officer"),
        ],
    )


def _verified_rows(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["rows"]):
        who, path = f"第{row['no']}号劳动者“{row['name']}”", f"rows[{place}]"
        claimed, verified = amount_fen(row["claimed"]), amount_fen(row["verified"])
        if verified > claimed:
            yield Fault("V-M5", f"{path}.verified", f"{who}的核实金额大于申报金额。")
        if verified and not row["evidence"]:
            yield Fault("V-T1", f"{path}.evidence", f"{who}有核实金额，但没有核实依据。")
        for place_, kind in enumerate(row["evidence"] or []):
            if kind not in EVIDENCE:
                yield Fault(
                    "V-T1", f"{path}.evidence[{place_}]", f"{who}的核实依据“{kind}”不在可选范围内。"
                )
        if (row["disputed"] or verified < claimed) and not row["note"]:
            yield Fault("V-T1", f"{path}.note", f"{who}有争议或者核减，须在备注中写明原因。")


def two_people(role: str, label: str) -> Check:
    """V-S1: two different persons sign in this role."""

    def check(context: Context) -> Iterator[Fault]:
        names = [row["name"] for row in context["signatures"] if row["role"] == role]
        if len(names) != 2 or len(set(names)) != 2:
            yield Fault("V-S1", "signatures", f"{label}须由两名不同的{role}签名。")

    return check


VERIFICATION = Contract(
    code="F02",
    title="欠薪核实表",
    series=None,
    volume="first",
    fields=(
        *blocks.header(blocks.FUND_BODY),
        Field("centre", "核实单位", note="the centre that verified"),
        Field("employer_name", "用人单位"),
        Field("period_from", "欠薪起日", Kind.DATE),
        Field("period_to", "欠薪止日", Kind.DATE),
        blocks.WORKER_COUNT,
        Field(
            "rows",
            "核实明细",
            Kind.ROWS,
            "only what is verified may be advanced",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名"),
                Field("id_no", "公民身份号码"),
                Field("claimed", "申报金额", Kind.AMOUNT),
                Field("verified", "核实金额", Kind.AMOUNT, "zero amount when nothing is proved"),
                Field(
                    "evidence",
                    "核实依据",
                    Kind.TEXTS,
                    "、".join(EVIDENCE),
                    required=False,
                ),
                Field("disputed", "有争议", Kind.FLAG),
                Field("note", "备注", note="why less is verified", required=False),
            ),
        ),
        Field("claimed_total", "申报合计", Kind.AMOUNT),
        Field("verified_total", "核实合计", Kind.AMOUNT),
        Field("method", "核实方法", Kind.LONG),
        blocks.SIGNATURES,
    ),
    slots=(Slot("verifier", "核实人", ("signature",), each=True),),
    sample=_sample_verification,
    citations={"advance": ("FUND-01",)},
    checks=(
        checks.total_of("rows", "claimed", "claimed_total", "申报金额"),
        checks.total_of("rows", "verified", "verified_total", "核实金额"),
        checks.headcount("rows", "worker_count", "劳动者人数"),
        _verified_rows,
        two_people("核实人", "欠薪核实表"),
        checks.in_order(
            ("period_from", "欠薪起日"), ("period_to", "欠薪止日"), ("made_on", "核实日期")
        ),
    ),
)
