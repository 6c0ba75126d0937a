"""C05 证据目录."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, joint, samples
from documents.contracts.court.confirmation import COURT_NAME, COURT_NAME_FIELD, HANDLER_SLOT
from documents.contracts.schema import Context, Contract, Fault, Field, Kind


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
