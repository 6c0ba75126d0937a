"""C04 移送函及材料清单: what goes to the court, listed as it is attached."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from documents.contracts import blocks, checks, joint, samples
from documents.contracts.court.confirmation import COURT_NAME
from documents.contracts.schema import Context, Contract, Fault, Field, Kind

BATCH_POLICIES = ("一协议一申请", "分批申请", "逐人申请")
ALWAYS_IN_PACKET = ("C01", "D12", "C03", "C05", "C06", "C07")
OF_SEVERAL, OF_A_CREW = ("D12A",), ("D12A", "D07")

ATTACHMENT = (
    Field("no", "序号", Kind.COUNT),
    Field("code", "文书代号", note="D12, C01; EV for evidence, ID for copies"),
    Field("name", "材料名称"),
    Field("original", "原件", Kind.FLAG, "True 原件, False 复印件"),
    Field("copies", "份数", Kind.COUNT),
    Field("pages", "页数", Kind.COUNT, "pages of one copy, as printed on the list"),
    Field("file_pages", "实有页数", Kind.COUNT, "pages counted in the file that is attached"),
)


def attached(no: int, code: str, name: str, pages: int, *, original: bool = True) -> dict:
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
        attached(1, "C01", "司法确认申请书（并入双方承诺书）", 5),
        attached(2, "D12", "调解协议书", 4),
        attached(3, "D12A", "附件：欠付劳动报酬明细及签名表", 3),
        attached(4, "C03", "调解组织主持调解的证明", 1),
        attached(5, "C07", "身份证明、资格证明目录及复印件", 23, original=False),
        attached(6, "D07", "推选代表人记录", 2),
        attached(7, "C06", "送达地址确认书", 8),
        attached(8, "D04", "权利义务告知书", 2),
        attached(9, "C05", "证据目录", 1),
        attached(10, "EV", "证据材料", 16, original=False),
        attached(11, "D15", "履行情况记录（第1期）", 2),
        attached(12, "C08", "案件信息表", 2),
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
        number="示农薪调移字〔2026〕7号",
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
        separately="",
        handler="田禾",
    )


def signed_off(context: Context) -> Iterator[Fault]:
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
        Field(
            "separately",
            "原件另送的材料",
            note="what is listed without a scan, and how the court gets the original",
            required=False,
        ),
        Field("handler", "经办人"),
    ),
    slots=blocks.letter_slots(blocks.MEDIATION_BODY),
    sample=sample_referral,
    citations={"joint": ("JC-01",), "papers": ("JC-04",)},
    checks=(
        signed_off,
        checks.total_of("cases", "total", "total", "给付总额"),
        _cases_add_up,
        _batch_fits,
        list_matches_attachments,
        _packet_is_complete,
    ),
)
