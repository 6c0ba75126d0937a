"""C06 送达地址确认书（法院格式）, C08 案件信息表: what the clerk of the court works from."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, joint, samples
from documents.contracts.court.confirmation import (
    COURT_NAME,
    COURT_NUMBER,
    GROUNDS,
    court_number_is_whole,
)
from documents.contracts.mediation.authority import SERVICE_ADDRESS
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot, amount_fen

_OF_D09 = {field.name: field for field in SERVICE_ADDRESS.fields}


def _sample_service_address() -> dict[str, Any]:
    context = SERVICE_ADDRESS.sample()
    return {
        **context,
        "law": COURT_SERVICE_ADDRESS.law(),
        "made_on": "2026-10-09",
        "confirmed_on": "2026-10-09",
        "court_name": COURT_NAME,
        "court_number": None,
        "cause": "申请司法确认调解协议",
        "role": "申请人",
        "signatures": [samples.party_signature(joint.PAYING_SIDE[0])],
    }


def _recipients_sign(context: Context) -> Iterator[Fault]:
    present = {row["name"] for row in context["signatures"]}
    for recipient in context["recipients"]:
        if recipient["name"] not in present:
            yield Fault("V-S1", "signatures", f"签名栏缺少受送达人“{recipient['name']}”的位置。")


def _recipient_is_reachable(context: Context) -> Iterator[Fault]:
    if context["e_service"] and not context["channels"]:
        yield Fault("V-T1", "channels", "同意电子送达的，须写明接收方式。")
    for place, recipient in enumerate(context["recipients"]):
        if not recipient["phone"]:
            yield Fault(
                "V-P1", f"recipients[{place}].phone", f"“{recipient['name']}”没有联系电话。"
            )


COURT_SERVICE_ADDRESS = Contract(
    code="C06",
    title="送达地址确认书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("court_name", "人民法院", note="printed on top"),
        COURT_NUMBER,
        Field("cause", "案由", note="申请司法确认调解协议"),
        *(
            _OF_D09[name]
            for name in ("role", "recipients", "addresses", "e_service", "channels", "substitute")
        ),
        _OF_D09["confirmed_on"],
        blocks.SIGNATURES,
    ),
    slots=(Slot("recipient", "受送达人", blocks.SIGN_AND_PRINT, each=True),),
    sample=_sample_service_address,
    citations={"contact": ("JC-04",), "e_service": ("DATA-06",)},
    checks=(_recipients_sign, _recipient_is_reachable, court_number_is_whole),
)


def sample_information(size: int = 12) -> dict[str, Any]:
    rows = samples.crew(size)
    sides = joint.sample_sides(size)
    return samples.header(
        INFORMATION.law(),
        made_on="2026-10-09",
        court_name=COURT_NAME,
        court_ground="调解组织所在地",
        cause="申请司法确认调解协议",
        dispute="劳动报酬",
        worker_count=size,
        applicants=sides["applicants"],
        respondents=sides["respondents"],
        agreement=joint.sample_agreement(size, 0),
        applied_on="2026-10-09",
        confirm_by="2026-10-28",
        payers=[{"name": samples.GENERAL_CONTRACTOR["name"], "share": samples.sum_of(rows, "due")}],
        instalments=samples.instalments_of(rows),
        workers=rows,
        mediators=samples.MEDIATORS,
        contact=samples.CONTACT,
    )


def _sums_agree(context: Context) -> Iterator[Fault]:
    total = amount_fen(context["agreement"]["total"])
    for rows, column, label in (
        ("workers", "due", "各劳动者欠付金额"),
        ("payers", "share", "各付款人承担金额"),
        ("instalments", "amount", "各期金额"),
    ):
        added = sum(amount_fen(row[column]) for row in context[rows])
        if added != total:
            yield Fault(
                "V-M3" if rows == "instalments" else "V-M2",
                rows,
                f"{label}合计与协议给付总额{context['agreement']['total']['digits']}元不等。",
            )


INFORMATION = Contract(
    code="C08",
    title="案件信息表",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("court_name", "人民法院"),
        Field("court_ground", "管辖依据", Kind.CHOICE, choices=GROUNDS),
        Field("cause", "案由", note="申请司法确认调解协议"),
        blocks.DISPUTE,
        blocks.WORKER_COUNT,
        blocks.parties("applicants", "劳动者一方申请人", "of a crew its representatives"),
        blocks.parties("respondents", "用工一方申请人"),
        joint.AGREEMENT,
        Field("applied_on", "申请日期", Kind.DATE),
        Field("confirm_by", "申请期限", Kind.DATE),
        Field(
            "payers",
            "付款人",
            Kind.ROWS,
            of=(Field("name", "名称"), Field("share", "承担金额", Kind.AMOUNT)),
        ),
        Field("instalments", "付款计划", Kind.ROWS, of=blocks.INSTALMENT),
        Field("workers", "劳动者及收款账户", Kind.ROWS, of=blocks.WORKER),
        blocks.MEDIATORS,
        blocks.CONTACT,
    ),
    slots=(),
    sample=sample_information,
    citations={"online": ("JC-15",)},
    checks=(
        checks.headcount("workers", "worker_count", "劳动者人数"),
        _sums_agree,
        checks.instalments,
        checks.worker_rows,
        joint.agreement_adds_up,
        joint.counted("JC-01", "agreement.effective_on", "confirm_by", "申请期限"),
        joint.in_time("applied_on", "confirm_by", "共同申请司法确认"),
        checks.reachable("respondents"),
        checks.one_side_only("applicants", "respondents"),
    ),
)
