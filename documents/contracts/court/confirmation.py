"""C01 司法确认申请书, C02 双方承诺书, C12 撤回司法确认申请书: what both sides sign."""

import re
from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, joint, samples, terms
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot

GROUNDS = ("当事人住所地", "标的物所在地", "调解组织所在地", "邀请法院")
REVIEW_STATES = (
    *("未申请", "已撤回", "不予受理", "审查中", "已制作调解书"),
    "不予制作调解书",
)
NO_BASIC_COURT = re.compile(r"(中级|高级|最高)人民法院|海事法院|铁路运输法院|知识产权法院")
COURT_NUMBERS = re.compile(r"（20\d{2}）[\u4e00-\u9fa5]\d{0,4}[\u4e00-\u9fa5]{1,4}\d{1,6}号")

COURT_NAME = "示例市示例区人民法院"
COURT = Field(
    "court",
    "申请的人民法院",
    Kind.BLOCK,
    of=(
        Field("name", "名称", note="a basic court"),
        Field("ground", "管辖依据", Kind.CHOICE, choices=GROUNDS),
        Field("place", "连接点所在地", note="示例市示例区: where the party, matter or body is"),
        Field(
            "party",
            "住所地在此的当事人",
            note="当事人住所地 only: name of one applicant",
            required=False,
        ),
        Field(
            "invitation", "邀请文书", note="邀请法院 only: 委派函 and its number", required=False
        ),
    ),
)
COURT_NAME_FIELD = Field("court_name", "人民法院")
HANDLER_SLOT = Slot("handler", "经办人", ("signature",))
COURT_NUMBER = Field(
    "court_number", "法院案号", note="（2026）冀0699民特12号; None before docketing", required=False
)


def court_has_jurisdiction(context: Context) -> Iterator[Fault]:
    """JC-02: a basic court on one of the four grounds."""
    court = context["court"]
    names = [party["name"] for side in ("applicants", "respondents") for party in context[side]]
    if court["ground"] == "邀请法院":
        if not court["invitation"]:
            yield Fault("JC-02", "court.invitation", "以邀请法院为管辖依据的，须写明邀请文书。")
    elif NO_BASIC_COURT.search(court["name"]):
        yield Fault("JC-02", "court.name", f"“{court['name']}”不是基层人民法院，请改选。")
    if court["ground"] == "当事人住所地" and court["party"] not in names:
        yield Fault("JC-02", "court.party", "须写明住所地在该院辖区的当事人，且为本案申请人。")


def court_number_faults(number: str | None, field: str) -> Iterator[Fault]:
    if number and not COURT_NUMBERS.fullmatch(number):
        yield Fault("V-N1", field, f"法院案号应为“（2026）冀0699民特12号”的样子：{number}。")


def court_number_is_whole(context: Context) -> Iterator[Fault]:
    yield from court_number_faults(context["court_number"], "court_number")


def _one_track_at_a_time(context: Context) -> Iterator[Fault]:
    if context["review_state"] in ("审查中", "已制作调解书"):
        yield Fault(
            "V-X1",
            "review_state",
            f"同一协议的仲裁审查{context['review_state']}，不能同时申请司法确认。",
        )


def sample_application(size: int = 12) -> dict[str, Any]:
    return samples.header(
        CONFIRMATION.law(),
        made_on="2026-10-09",
        **joint.sample_sides(size),
        court={
            "name": COURT_NAME,
            "ground": "调解组织所在地",
            "place": "示例市示例区",
            "party": None,
            "invitation": None,
        },
        dispute="劳动报酬",
        agreement=joint.sample_agreement(size),
        terms=list(joint.SAMPLE_TERMS),
        payers=[samples.GENERAL_CONTRACTOR["name"]],
        applied_on="2026-10-09",
        confirm_by="2026-10-28",
        review_state="未申请",
        with_undertaking=True,
        attachments=[
            "调解协议书及附件《欠付劳动报酬明细及签名表》",
            "调解组织主持调解的证明",
            "双方当事人身份证明、资格证明及授权委托书",
            "送达地址确认书",
            "证据目录及证据",
        ],
    )


def _attachments_complete(context: Context) -> Iterator[Fault]:
    for what in ("调解协议", "主持调解的证明", "身份证明", "送达地址"):
        if not any(what in name for name in context["attachments"]):
            yield Fault("JC-04", "attachments", f"附件缺少“{what}”材料。")


CONFIRMATION = Contract(
    code="C01",
    title="司法确认申请书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        *joint.SIDES,
        COURT,
        blocks.DISPUTE,
        joint.AGREEMENT,
        joint.TERMS,
        joint.PAYERS,
        Field("applied_on", "申请日期", Kind.DATE),
        Field("confirm_by", "申请期限", Kind.DATE, "JC-01 from effective_on, rolled"),
        Field("review_state", "仲裁审查情况", Kind.CHOICE, choices=REVIEW_STATES),
        Field(
            "with_undertaking",
            "并入承诺书",
            Kind.FLAG,
            "True prints the undertaking here; False when C02 is a paper of its own",
        ),
        Field("attachments", "附件", Kind.TEXTS, "as listed after the text"),
        blocks.SIGNATURES,
    ),
    slots=joint.SLOTS,
    sample=sample_application,
    citations={"joint": ("JC-01",), "court": ("JC-02",), "payment": ("JC-14",)},
    checks=(
        *joint.CHECKS,
        joint.lawful_body,
        joint.payers_apply,
        joint.agreement_adds_up,
        joint.something_is_owed,
        checks.in_order(
            ("agreement.made_on", "协议日期"),
            ("agreement.effective_on", "协议生效日期"),
            ("applied_on", "申请日期"),
        ),
        joint.counted("JC-01", "agreement.effective_on", "confirm_by", "申请期限"),
        joint.in_time("applied_on", "confirm_by", "共同申请司法确认"),
        court_has_jurisdiction,
        terms.pay_only("terms", "协议内容"),
        terms.definite("terms", "协议内容"),
        terms.paid_in_person("terms", "协议内容"),
        _one_track_at_a_time,
        _attachments_complete,
    ),
)


def _sample_undertaking() -> dict[str, Any]:
    return samples.header(
        UNDERTAKING.law(),
        made_on="2026-10-09",
        **joint.sample_sides(),
        court_name=COURT_NAME,
        agreement=joint.sample_agreement(),
    )


UNDERTAKING = Contract(
    code="C02",
    title="承诺书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        *joint.SIDES,
        Field("court_name", "人民法院"),
        joint.AGREEMENT,
        blocks.SIGNATURES,
    ),
    slots=joint.SLOTS,
    sample=_sample_undertaking,
    citations={"joint": ("JC-01",), "false_mediation": ("MED-27",)},
    checks=(
        *joint.CHECKS,
        joint.agreement_adds_up,
        checks.in_order(("agreement.effective_on", "协议生效日期"), ("made_on", "承诺日期")),
    ),
)


def _sample_withdrawal() -> dict[str, Any]:
    return samples.header(
        WITHDRAWAL.law(),
        made_on="2026-10-13",
        **joint.sample_sides(),
        court_name=COURT_NAME,
        court_number="（2026）冀0699民特12号",
        agreement=joint.sample_agreement(),
        applied_on="2026-10-09",
        reason="双方另行商定付款日期，拟变更调解协议后重新申请",
        withdrawn_on="2026-10-13",
        ruled_on=None,
    )


def _before_the_ruling(context: Context) -> Iterator[Fault]:
    if context["ruled_on"]:
        yield Fault(
            "C12", "ruled_on", f"人民法院已于{context['ruled_on']}作出裁定，不能再撤回申请。"
        )


WITHDRAWAL = Contract(
    code="C12",
    title="撤回司法确认申请书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        *joint.SIDES,
        Field("court_name", "人民法院"),
        COURT_NUMBER,
        joint.AGREEMENT,
        Field("applied_on", "申请司法确认日期", Kind.DATE),
        Field(
            "reason", "撤回理由", Kind.LONG, "follows 因, without a closing mark", sentence=False
        ),
        Field("withdrawn_on", "撤回日期", Kind.DATE),
        Field(
            "ruled_on",
            "裁定日期",
            Kind.DATE,
            "None while the court has not ruled; a day refuses the paper",
            required=False,
        ),
        blocks.SIGNATURES,
    ),
    slots=joint.SLOTS,
    sample=_sample_withdrawal,
    citations={},
    checks=(
        *joint.CHECKS,
        joint.agreement_adds_up,
        checks.in_order(
            ("agreement.effective_on", "协议生效日期"),
            ("applied_on", "申请司法确认日期"),
            ("withdrawn_on", "撤回日期"),
        ),
        court_number_is_whole,
        _before_the_ruling,
    ),
)
