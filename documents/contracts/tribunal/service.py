"""A09 送达回证, A09C 仲裁文书送达证明."""

from collections.abc import Iterator, Mapping
from typing import Any

from documents.contracts import blocks
from documents.contracts import checks as shared
from documents.contracts.schema import Check, Context, Contract, Fault, Field, Kind, Slot
from documents.contracts.tribunal import checks, samples
from documents.contracts.tribunal.panel import (
    CAUSE,
    COMMISSION_SEAL,
    HEADER,
    RECIPIENT_ROLES,
)
from law import service
from law.statutes import cite

METHODS = tuple(method.word for method in service.METHODS.values())
DIRECT, LEFT, POSTED, MAILED, ELECTRONIC, SIMPLE, ENTRUSTED, FORWARDED, NOTICE = (
    service.METHODS[code].word
    for code in (
        *("direct", "left", "posted", "post", "electronic"),
        *("simple", "entrusted", "forwarded", "public_notice"),
    )
)
PAPERS = ("一般文书", "开庭通知", "决定书", "调解书", "裁决书")
NEVER_SIMPLY = ("调解书", "裁决书")
REFUSED, GONE = "受送达人拒绝签收", "劳动者一方十人以上，用人单位停业或者下落不明"
RELATIONS = (
    "本人",
    "法定代表人或者负责人",
    "单位收发人员",
    "委托代理人",
    "指定代收人",
    "同住成年家属",
    "推选的代表人",
)

RETURN_FIELDS = (
    Field("recipient", "受送达人", note="one; a return of its own for each"),
    Field("recipient_role", "受送达人身份", Kind.CHOICE, choices=RECIPIENT_ROLES),
    CAUSE,
    Field("simplified", "简易处理", Kind.FLAG, "needed for 简便"),
    Field(
        "documents",
        "送达文书",
        Kind.ROWS,
        of=(
            Field("title", "文书名称"),
            Field("number", "文号", required=False),
            Field("kind", "文书种类", Kind.CHOICE, choices=PAPERS),
            Field("made_on", "制作日期", Kind.DATE),
            Field("copies", "份数", Kind.COUNT),
        ),
    ),
    Field("method", "送达方式", Kind.CHOICE, choices=METHODS),
    Field("address", "送达地址", note="or the number or account it was sent to"),
    Field("sent_on", "送出日期", Kind.DATE, "None before the errand", required=False),
    Field(
        "served_on",
        "送达日期",
        Kind.DATE,
        "received, or deemed by law; None prints a blank to be filled in by hand",
        required=False,
    ),
    Field("receiver", "签收人", required=False),
    Field("relation", "签收人与受送达人的关系", Kind.CHOICE, required=False, choices=RELATIONS),
    Field(
        "refusal",
        "拒收情况",
        Kind.BLOCK,
        "when it was refused; the paper is left or posted then",
        required=False,
        of=(
            Field("reason", "拒收的事由"),
            Field("witnesses", "见证人", Kind.TEXTS, required=False),
        ),
    ),
    Field(
        "left",
        "留置或者张贴",
        Kind.BLOCK,
        "留置, 张贴 only",
        required=False,
        of=(
            Field("reason", "事由", Kind.CHOICE, choices=(REFUSED, GONE)),
            Field("left_on", "留置、张贴日期", Kind.DATE),
            Field("record", "照片或者录像", note="file name and its digest: the upload is a must"),
        ),
    ),
    Field("tracking_no", "邮件号码", note="邮寄 only", required=False),
    Field(
        "electronic",
        "电子送达",
        Kind.BLOCK,
        "电子 only",
        required=False,
        of=(
            Field("channel", "方式", note="短信, 电子邮件, 送达平台"),
            Field("consented_on", "同意电子送达的日期", Kind.DATE),
            Field("arrived_at", "到达对方系统的时间", Kind.MOMENT),
            Field("record", "送达记录", note="file name and its digest"),
        ),
    ),
    Field(
        "public_notice",
        "公告",
        Kind.BLOCK,
        "公告 only",
        required=False,
        of=(
            Field("reason", "公告的原因", note="受送达人下落不明, or what was tried in vain"),
            Field("media", "公告媒体"),
            Field("published_on", "公告日期", Kind.DATE),
            Field("days", "公告期（日）", Kind.COUNT, "30; 15 where a province says so"),
        ),
    ),
    Field("through", "受委托或者转交的单位", note="委托, 转交 only", required=False),
    Field("servers", "送达人", Kind.TEXTS),
    Field("note", "备注", Kind.LONG, required=False),
)
"""What every return prints, whoever issues it; stands after the issuer's header."""


def sample_return() -> dict[str, Any]:
    """The values of RETURN_FIELDS."""
    return {
        "recipient": samples.MACHINE_WORKS["name"],
        "recipient_role": "被申请人",
        "cause": samples.CAUSE,
        "simplified": True,
        "documents": [
            {"title": title, "number": None, "kind": kind, "made_on": made_on, "copies": 1}
            for title, kind, made_on in (
                ("仲裁申请书副本", "一般文书", "2026-06-17"),
                ("应诉通知书", "一般文书", "2026-06-22"),
                ("组庭通知书", "一般文书", "2026-06-18"),
                ("简易处理告知书", "一般文书", "2026-06-18"),
                ("开庭通知书", "开庭通知", "2026-06-22"),
                ("举证通知书", "一般文书", "2026-06-22"),
            )
        ],
        "method": DIRECT,
        "address": "示例市示例区示例路41号",
        "sent_on": "2026-06-22",
        "served_on": "2026-06-22",
        "receiver": "方琳",
        "relation": "委托代理人",
        "refusal": None,
        "left": None,
        "tracking_no": None,
        "electronic": None,
        "public_notice": None,
        "through": None,
        "servers": ["康宁"],
        "note": None,
    }


_PROOFS = {
    LEFT: ("left",),
    POSTED: ("left",),
    MAILED: ("tracking_no",),
    ELECTRONIC: ("electronic",),
    NOTICE: ("public_notice",),
    ENTRUSTED: ("through",),
    FORWARDED: ("through",),
}


def _method_has_its_proof(context: Context) -> Iterator[Fault]:
    """What proves the method is there, and nothing that proves another one."""
    labels = {field.name: field.label for field in RETURN_FIELDS}
    wanted = _PROOFS.get(context["method"], ())
    for field in ("left", "tracking_no", "electronic", "public_notice", "through"):
        if field in wanted and not context[field]:
            code = "ARB-34" if field == "left" else "V-T1"
            yield Fault(code, field, f"{context['method']}送达应当填写“{labels[field]}”。")
        if context[field] and field not in wanted:
            yield Fault("V-T1", field, f"{context['method']}送达不应填写“{labels[field]}”。")
    left = context["left"]
    if left and (left["reason"] == REFUSED) != bool(context["refusal"]):
        yield Fault("V-T1", "refusal", "因拒绝签收而留置、张贴的，应当记明拒收的事由。")
    if context["refusal"] and context["method"] not in (LEFT, POSTED, MAILED):
        yield Fault("V-T1", "method", "受送达人拒收的，应当留置、张贴或者以邮件退回处理。")


def _method_is_lawful(context: Context) -> Iterator[Fault]:
    """What the table of methods says of this method, of the recipient and of each paper."""
    method = service.method_called(context["method"])
    met = _circumstances(context)
    if reason := service.why_not(method.code, "ordinary", met):
        yield Fault((*method.rules, "V-T1")[0], "method", f"不能{method.title}：{reason}")
        return
    for place, row in enumerate(context["documents"]):
        if reason := service.why_not(method.code, service.kind_of_title(row["kind"]), met):
            yield Fault("SUM-04", f"documents[{place}]", f"《{row['title']}》：{reason}")


def _circumstances(context: Context) -> service.Circumstances:
    """What the return itself says of the recipient."""
    left, wire = context["left"], context["electronic"]
    gone = bool(left and left["reason"] == GONE)
    return service.Circumstances(
        e_channel=service.channel_called(wire["channel"]) if wire else None,
        whereabouts_unknown=gone or bool(context["public_notice"]),
        organisation=gone,
        workers=service.COLLECTIVE_FROM if gone else 1,
        refused=bool(left and left["reason"] == REFUSED),
        simplified=context["simplified"],
    )


def _in_order(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["documents"]):
        for field, label in (("sent_on", "送出日期"), ("served_on", "送达日期")):
            if context[field] and context[field] < row["made_on"]:
                yield Fault(
                    "V-D1",
                    f"documents[{place}].made_on",
                    f"{label}（{context[field]}）早于《{row['title']}》的制作日期。",
                )
    electronic = context["electronic"]
    if electronic and context["served_on"] not in (None, electronic["arrived_at"]["iso"][:10]):
        yield Fault("V-D2", "served_on", "电子送达以到达受送达人特定系统的日期为送达日期。")
    if electronic and electronic["consented_on"] > electronic["arrived_at"]["iso"][:10]:
        yield Fault("V-D1", "electronic.consented_on", "同意电子送达的日期晚于送达的日期。")


def _somebody_signed(context: Context) -> Iterator[Fault]:
    taken = context["served_on"] and context["method"] in (DIRECT, ENTRUSTED, FORWARDED)
    if taken and not context["receiver"]:
        yield Fault("V-S1", "receiver", f"{context['method']}送达应当写明签收人。")
    confirmed = context["receiver"] or context["note"]
    if context["method"] == SIMPLE and context["served_on"] and not confirmed:
        yield Fault(
            "SUM-04",
            "receiver",
            "简便送达以确认收到为准：写明由谁确认收到，或者在备注中写明证明已经收到的方法。",
        )
    if context["receiver"] and not context["relation"]:
        yield Fault("V-T1", "relation", "应当写明签收人与受送达人的关系。")
    if context["relation"] == "本人" and context["receiver"] != context["recipient"]:
        yield Fault("V-T1", "relation", "签收人不是受送达人本人，请写明关系。")


def _notice_days_are_lawful(context: Context) -> Iterator[Fault]:
    notice = context["public_notice"]
    if notice and notice["days"] not in service.notice_days():
        yield Fault(
            "ARB-35",
            "public_notice.days",
            f"公告期应为三十日（{cite('ARB-35')}），地方规定集体争议为十五日的从其规定。",
        )


RETURN_CHECKS: tuple[Check, ...] = (
    _method_is_lawful,
    _method_has_its_proof,
    _in_order,
    _somebody_signed,
    _notice_days_are_lawful,
    shared.in_order(("sent_on", "送出日期"), ("served_on", "送达日期")),
    checks.counted("ARB-34", "left.left_on", "served_on", "送达日期"),
    checks.counted(
        "ARB-35",
        "public_notice.published_on",
        "served_on",
        "送达日期",
        days="public_notice.days",
    ),
)
RETURN_SLOTS = (
    Slot("server", "送达人", ("signature",), each=True),
    Slot("receiver", "签收人", ("signature",), required=False),
    Slot("witness", "见证人", ("signature",), required=False, each=True),
)
RETURN_CITATIONS: Mapping[str, tuple[str, ...]] = {
    "left": ("ARB-34",),
    "simple": ("SUM-04",),
    "notice": ("ARB-35",),
}


def _sample_return() -> dict[str, Any]:
    return samples.header(RETURN.law(), made_on="2026-06-22", **sample_return())


RETURN = Contract(
    code="A09",
    title="送达回证",
    series=None,
    volume="first",
    fields=(*HEADER, *RETURN_FIELDS),
    slots=RETURN_SLOTS,
    sample=_sample_return,
    citations=RETURN_CITATIONS,
    checks=RETURN_CHECKS,
)


def _sample_certificate() -> dict[str, Any]:
    return samples.header(
        CERTIFICATE.law(),
        made_on="2026-07-28",
        addressee=samples.COURT,
        applicants_text="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        document={
            "kind": "裁决书",
            "title": "仲裁裁决书",
            "number": "示劳人仲案字〔2026〕268-2号",
            "made_on": "2026-07-08",
        },
        parties=["钱卫东", samples.MACHINE_WORKS["name"]],
        rows=[
            {
                "role": "申请人",
                "name": "钱卫东",
                "served_on": "2026-07-09",
                "method": DIRECT,
                "receiver": "钱卫东",
            },
            {
                "role": "被申请人",
                "name": samples.MACHINE_WORKS["name"],
                "served_on": "2026-07-10",
                "method": DIRECT,
                "receiver": "方琳",
            },
        ],
        contact=samples.CONTACT,
    )


def _every_party_was_served(context: Context) -> Iterator[Fault]:
    served = [row["name"] for row in context["rows"]]
    for name in context["parties"]:
        if name not in served:
            yield Fault("V-S1", "rows", f"没有“{name}”的送达记录，不能出具送达证明。")
    for place, row in enumerate(context["rows"]):
        path = f"rows[{place}]"
        if row["name"] not in context["parties"]:
            yield Fault("V-T1", f"{path}.name", f"“{row['name']}”不是本案当事人。")
        kind = service.kind_of_title(context["document"]["kind"])
        if reason := service.never(service.method_called(row["method"]).code, kind):
            yield Fault("SUM-04", f"{path}.method", reason)
        if not context["document"]["made_on"] <= row["served_on"] <= context["made_on"]:
            yield Fault(
                "V-D1",
                f"{path}.served_on",
                f"“{row['name']}”的送达日期应在文书制作之后、出具证明之前。",
            )


CERTIFICATE = Contract(
    code="A09C",
    title="仲裁文书送达证明",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        Field("addressee", "证明的提交对象", note="the party or the court that asks for it"),
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        Field(
            "document",
            "送达的文书",
            Kind.BLOCK,
            of=(
                Field("kind", "种类", Kind.CHOICE, choices=NEVER_SIMPLY),
                Field("title", "名称", note="仲裁裁决书, 先行裁决书, 仲裁调解书"),
                Field("number", "文号"),
                Field("made_on", "制作日期", Kind.DATE),
            ),
        ),
        Field("parties", "当事人", Kind.TEXTS, "every party the document binds"),
        Field(
            "rows",
            "送达情况",
            Kind.ROWS,
            "copied from the returns, one per party",
            of=(
                Field("role", "身份"),
                Field("name", "受送达人"),
                Field("served_on", "送达日期", Kind.DATE),
                Field("method", "送达方式", Kind.CHOICE, choices=METHODS),
                Field("receiver", "签收人", required=False),
            ),
        ),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_certificate,
    citations={},
    checks=(
        _every_party_was_served,
        shared.in_order(("document.made_on", "文书制作日期"), ("made_on", "制作日期")),
    ),
)
