"""A02X5 撤回仲裁申请书, A02X6 申请人调查笔录: a withdrawal and whether it is voluntary."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks
from documents.contracts import checks as shared
from documents.contracts.samples import moment, signature
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot, amount_dict
from documents.contracts.tribunal import checks, samples
from documents.contracts.tribunal.panel import CAUSE, HEADER, SECRETARY_SLOT

REASONS = ("双方已和解", "被申请人已付款", "补充证据后另行申请", "其他原因")


def _sample_withdrawal() -> dict[str, Any]:
    return samples.header(
        WITHDRAWAL.law(),
        made_on="2026-06-29",
        applicants=[samples.OPERATOR],
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        whole=True,
        claims=[],
        reason="被申请人已付款",
        reason_text="被申请人于2026年6月28日将全部款项支付至申请人本人银行账户。",
        received=amount_dict(8439655),
        accepted_on="2026-06-18",
        withdrawn_on="2026-06-29",
        signatures=[samples.OPERATOR_SIGNATURE],
    )


def _part_names_its_claims(context: Context) -> Iterator[Fault]:
    if not context["whole"] and not context["claims"]:
        yield Fault("V-T1", "claims", "撤回部分请求的，应当写明撤回哪几项。")
    if context["whole"] and context["claims"]:
        yield Fault("V-T1", "claims", "撤回全部申请的，不应列出部分请求。")
    if context["reason"] == "被申请人已付款" and not context["received"]:
        yield Fault("V-T1", "received", "以已付款为由撤回的，应当写明收到的金额。")


WITHDRAWAL = Contract(
    code="A02X5",
    title="撤回仲裁申请书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        blocks.parties("applicants", "申请人", "those who withdraw"),
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        Field("whole", "撤回全部申请", Kind.FLAG),
        Field("claims", "撤回的请求", Kind.TEXTS, "when only some are withdrawn", required=False),
        Field("reason", "撤回原因", Kind.CHOICE, choices=REASONS),
        Field("reason_text", "原因说明", Kind.LONG, required=False, sentence=True),
        Field("received", "已收到的款项", Kind.AMOUNT, required=False),
        Field("accepted_on", "受理日期", Kind.DATE),
        Field("withdrawn_on", "撤回日期", Kind.DATE),
        blocks.SIGNATURES,
    ),
    slots=(blocks.APPLICANT_SLOT,),
    sample=_sample_withdrawal,
    citations={},
    checks=(
        _part_names_its_claims,
        checks.identified("applicants"),
        checks.agent_may_sign("applicants", settles=True),
        shared.slots_for("applicants"),
        shared.in_order(("accepted_on", "受理日期"), ("withdrawn_on", "撤回日期")),
    ),
)


def _sample_inquiry() -> dict[str, Any]:
    return samples.header(
        INQUIRY.law(),
        made_on="2026-06-29",
        starts_at=moment("2026-06-29T14:30"),
        ends_at=moment("2026-06-29T14:50"),
        place=samples.ROOM,
        person=samples.OPERATOR,
        cause=samples.CAUSE,
        respondents_text=samples.MACHINE_WORKS["name"],
        asked_by="廖清",
        recorder=samples.SECRETARY,
        lines=[
            {
                "question": "你是否申请撤回对示例市示例精密机械有限公司的仲裁申请？",
                "answer": "是的，撤回申请书是我本人签名。",
            },
            {"question": "撤回的原因是什么？", "answer": "公司已经把钱打到我的工资卡上了。"},
            {"question": "有没有人强迫、威胁或者欺骗你撤回？", "answer": "没有，是我自愿的。"},
            {
                "question": "撤回后案件不再审理，你是否清楚？",
                "answer": "清楚。",
            },
        ],
        voluntary=True,
        paid=True,
        paid_amount=amount_dict(8439655),
        signatures=[
            samples.OPERATOR_SIGNATURE,
            signature("调查人", "廖清", "officer"),
            signature("记录人", samples.SECRETARY, "officer"),
        ],
    )


def _paid_has_an_amount(context: Context) -> Iterator[Fault]:
    if context["paid"] != bool(context["paid_amount"]):
        yield Fault("V-T1", "paid_amount", "是否已收到款项与所写金额不一致。")


def _two_people_ask(context: Context) -> Iterator[Fault]:
    if context["asked_by"] == context["recorder"]:
        yield Fault("ARB-15", "recorder", "记录人不得由调查人兼任。")
    if context["ends_at"]["iso"] < context["starts_at"]["iso"]:
        yield Fault("V-D1", "ends_at", "调查结束时间早于开始时间。")


INQUIRY = Contract(
    code="A02X6",
    title="申请人调查笔录",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        Field("starts_at", "开始时间", Kind.MOMENT),
        Field("ends_at", "结束时间", Kind.MOMENT),
        Field("place", "地点"),
        Field("person", "被调查人", Kind.BLOCK, "the applicant who withdraws", of=blocks.PARTY),
        CAUSE,
        blocks.RESPONDENTS_TEXT,
        Field("asked_by", "调查人"),
        Field("recorder", "记录人"),
        Field(
            "lines",
            "问答",
            Kind.ROWS,
            of=(Field("question", "问", Kind.LONG), Field("answer", "答", Kind.LONG)),
        ),
        Field("voluntary", "自愿撤回", Kind.FLAG, "False: the withdrawal is not to be granted"),
        Field("paid", "已收到款项", Kind.FLAG),
        Field("paid_amount", "收到的金额", Kind.AMOUNT, required=False),
        blocks.SIGNATURES,
    ),
    slots=(
        Slot("applicant", "被调查人", blocks.SIGN_AND_PRINT, every_page=True),
        Slot("arbitrator", "调查人", ("signature",)),
        SECRETARY_SLOT,
    ),
    sample=_sample_inquiry,
    citations={},
    checks=(
        _paid_has_an_amount,
        _two_people_ask,
        checks.identified("person"),
        shared.slots_present("申请人", "调查人", "记录人"),
    ),
)
