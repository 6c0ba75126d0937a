"""A09M 送达回证 of the mediation body: one recipient, every paper of one round a row."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot
from law.service import METHODS, kind_of_title, method_called, never

TITLES = tuple(method.title for method in METHODS.values())


def _sample() -> dict[str, Any]:
    return samples.header(
        RETURN.law(),
        made_on="2026-09-24",
        recipient=samples.GENERAL_CONTRACTOR["name"],
        role="被申请人1",
        dispute="劳动报酬",
        documents=[
            {"title": "权利义务告知书", "number": None, "made_on": "2026-09-24", "copies": 1},
            {"title": "调解通知书", "number": None, "made_on": "2026-09-24", "copies": 1},
        ],
        method="直接送达",
        address="示例市示例区示例路22号",
        sent_on="2026-09-24",
        served_on="2026-09-24",
        receiver="施文涛",
        relation="委托代理人",
        refusal=None,
        particulars=[],
        proofs=[],
        servers=["姚静"],
        note=None,
    )


def _method_serves_these_papers(context: Context) -> Iterator[Fault]:
    """SUM-04, MED-04: what the table of methods says no paper of a kind is served by."""
    if not context["method"]:
        return
    code = method_called(context["method"]).code
    for place, row in enumerate(context["documents"]):
        kind = kind_of_title(row["title"])
        if reason := never(code, kind):
            rule = "MED-04" if kind == "invitation" else "SUM-04"
            yield Fault(rule, f"documents[{place}]", f"《{row['title']}》：{reason}")


def _not_before_it_was_made(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["documents"]):
        for name, label in (("sent_on", "送出日期"), ("served_on", "送达日期")):
            if context[name] and context[name] < row["made_on"]:
                yield Fault(
                    "V-D1",
                    f"documents[{place}].made_on",
                    f"{label}（{context[name]}）早于《{row['title']}》的制作日期。",
                )


def _served_has_its_proof(context: Context) -> Iterator[Fault]:
    if not context["served_on"]:
        return
    method = method_called(context["method"]) if context["method"] else None
    if method is None:
        yield Fault("V-T1", "method", "写了送达日期的，须写明送达方式。")
        return
    if "receiver" in method.needs and not context["receiver"]:
        yield Fault("V-S1", "receiver", f"{method.title}须写明签收人。")
    if method.code in ("left", "posted") and not context["proofs"]:
        yield Fault("ARB-34", "proofs", "留置、张贴送达须附照片或者录像。")
    if method.code == "left" and not context["refusal"]:
        yield Fault("V-T1", "refusal", "留置送达须记明拒收的事由。")


RETURN = Contract(
    code="A09M",
    title="送达回证",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("recipient", "受送达人", note="one; a return of its own for each"),
        Field("role", "受送达人身份", note="申请人, 被申请人1, 第三人"),
        blocks.DISPUTE,
        Field(
            "documents",
            "送达文书",
            Kind.ROWS,
            of=(
                Field("title", "文书名称"),
                Field("number", "文号", required=False),
                Field("made_on", "制作日期", Kind.DATE),
                Field("copies", "份数", Kind.COUNT),
            ),
        ),
        Field(
            "method",
            "送达方式",
            Kind.CHOICE,
            "None on a blank return, ticked by hand",
            required=False,
            choices=TITLES,
        ),
        Field("address", "送达地址", note="as confirmed in D09", required=False),
        Field("sent_on", "送出日期", Kind.DATE, "None before the errand", required=False),
        Field(
            "served_on",
            "送达日期",
            Kind.DATE,
            "received, or deemed by law; None prints a blank for the pen",
            required=False,
        ),
        Field("receiver", "签收人", required=False),
        Field("relation", "与受送达人的关系", required=False),
        Field(
            "refusal",
            "拒收情况",
            Kind.BLOCK,
            required=False,
            of=(Field("reason", "拒收事由"), Field("witnesses", "见证人", required=False)),
        ),
        Field(
            "particulars",
            "送达情况",
            Kind.TEXTS,
            "mail number, medium of a notice, how the day was counted",
            required=False,
        ),
        Field("proofs", "送达证据", Kind.TEXTS, "照片（摘要3f9a1c7e）", required=False),
        Field("servers", "送达人", Kind.TEXTS),
        Field("note", "备注", Kind.LONG, required=False),
    ),
    slots=(
        Slot("receiver", "签收人", ("signature",), required=False),
        Slot("server", "送达人", ("signature",), each=True),
        Slot("witness", "见证人", ("signature",), required=False, each=True),
    ),
    sample=_sample,
    citations={"left": ("ARB-34",), "simple": ("SUM-04",), "notice": ("ARB-35",)},
    checks=(
        _method_serves_these_papers,
        _not_before_it_was_made,
        _served_has_its_proof,
        checks.in_order(("sent_on", "送出日期"), ("served_on", "送达日期")),
    ),
)
