"""C10R 补正材料回复."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, joint, samples
from documents.contracts.court.confirmation import COURT_NAME, COURT_NUMBER, court_number_is_whole
from documents.contracts.court.referral import (
    ATTACHMENT,
    attached,
    list_matches_attachments,
    signed_off,
)
from documents.contracts.schema import Context, Contract, Fault, Field, Kind


def sample_reply() -> dict[str, Any]:
    materials = [
        attached(1, "C06", "曹守业送达地址确认书", 1),
        attached(2, "EV", "班组工资表（曹守业签字）", 3, original=False),
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
        signed_off,
        checks.in_order(
            ("notice_on", "补正通知日期"), ("received_on", "收到日期"), ("made_on", "回复日期")
        ),
        joint.in_time("made_on", "due_on", "补正"),
        _every_item_is_answered,
        _materials_match,
        court_number_is_whole,
    ),
)
