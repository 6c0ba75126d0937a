"""R01 仲裁审查申请书, R02 审查受理通知书, R02N 审查不予受理通知书."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, joint, samples, terms
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot

HEADER = blocks.header(blocks.COMMISSION)
"""Once the review is accepted, `case_number` is the commission's own number of it."""
COMMISSION_SEAL = Slot("commission", "仲裁委员会", ("seal",))
CONFIRMATION_STATES = ("未申请", "已撤回", "不予受理", "审查中", "已确认", "已驳回")

MEDIATION_BODY_NAME = Field("mediation_body_name", "调解组织名称", note="whose agreement it is")
AGREEMENT_NUMBER = Field("agreement_number", "调解协议文号")
REVIEW_CASE = "示劳人仲审字〔2026〕6号"


def header(law: dict[str, str], **values: Any) -> dict[str, Any]:
    return samples.header(law, issuer="commission", **values)


def sample_application(size: int = 12) -> dict[str, Any]:
    return header(
        APPLICATION.law(),
        made_on="2026-10-09",
        **joint.sample_sides(size),
        mediation_body_name=samples.BODY["name"],
        dispute="劳动报酬",
        agreement=joint.sample_agreement(size),
        terms=list(joint.SAMPLE_TERMS),
        payers=[samples.GENERAL_CONTRACTOR["name"]],
        applied_on="2026-10-09",
        review_by="2026-10-13",
        confirmation_state="未申请",
        attachments=[
            "调解协议书及附件《欠付劳动报酬明细及签名表》",
            "双方当事人身份证明、资格证明及授权委托书",
            "与调解协议有关的证据材料",
            "双方送达地址确认书",
        ],
    )


def _attachments_complete(context: Context) -> Iterator[Fault]:
    for what in ("调解协议", "身份证明", "资格证明", "证据材料", "送达地址"):
        if not any(what in name for name in context["attachments"]):
            yield Fault("REV-02", "attachments", f"附件缺少“{what}”。")


def _contacts_complete(context: Context) -> Iterator[Fault]:
    """REV-02 asks for the address and the telephone of both sides."""
    for side in ("applicants", "respondents"):
        for place, party in enumerate(context[side]):
            for name, label in (("address", "送达地址"), ("phone", "联系电话")):
                if not party[name]:
                    yield Fault(
                        "REV-02", f"{side}[{place}].{name}", f"“{party['name']}”没有{label}。"
                    )


def _not_confirmed(context: Context) -> Iterator[Fault]:
    if context["confirmation_state"] == "已确认":
        yield Fault(
            "REV-03", "confirmation_state", "协议已经人民法院司法确认，不能再申请仲裁审查。"
        )
    elif context["confirmation_state"] == "审查中":
        yield Fault(
            "V-X1",
            "confirmation_state",
            "同一协议的司法确认正在审查，不能同时申请仲裁审查。",
        )


APPLICATION = Contract(
    code="R01",
    title="仲裁审查申请书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        *joint.SIDES,
        MEDIATION_BODY_NAME,
        blocks.DISPUTE,
        joint.AGREEMENT,
        joint.TERMS,
        joint.PAYERS,
        Field("applied_on", "申请日期", Kind.DATE),
        Field("review_by", "申请期限", Kind.DATE, "REV-01 from effective_on, rolled"),
        Field("confirmation_state", "司法确认情况", Kind.CHOICE, choices=CONFIRMATION_STATES),
        Field("attachments", "附件", Kind.TEXTS),
        blocks.SIGNATURES,
    ),
    slots=joint.SLOTS,
    sample=sample_application,
    citations={"joint": ("REV-01",), "papers": ("REV-02",)},
    checks=(
        *joint.CHECKS,
        joint.payers_apply,
        joint.agreement_adds_up,
        checks.in_order(
            ("agreement.made_on", "协议日期"),
            ("agreement.effective_on", "协议生效日期"),
            ("applied_on", "申请日期"),
        ),
        joint.counted("REV-01", "agreement.effective_on", "review_by", "申请期限"),
        joint.in_time("applied_on", "review_by", "共同申请仲裁审查"),
        terms.no_status("terms", "协议内容"),
        terms.definite("terms", "协议内容"),
        terms.paid_in_person("terms", "协议内容"),
        _not_confirmed,
        _contacts_complete,
        _attachments_complete,
    ),
)

ADDRESSED = (
    Field("recipient", "送达对象", note="one party of either side; one paper each"),
    Field("applicants_text", "劳动者一方", note="周建民等12人"),
    Field("respondents_text", "用工一方", note="names joined by 、"),
    MEDIATION_BODY_NAME,
    AGREEMENT_NUMBER,
    Field("applied_on", "申请日期", Kind.DATE),
)


def sample_address(**values: Any) -> dict[str, Any]:
    return {
        "case_number": REVIEW_CASE,
        "recipient": samples.GENERAL_CONTRACTOR["name"],
        "applicants_text": joint.CREW,
        "respondents_text": joint.PAYING_SIDE_TEXT,
        "mediation_body_name": samples.BODY["name"],
        "agreement_number": "示农薪调协字〔2026〕12号",
        "applied_on": "2026-10-09",
        **values,
    }


def _sample_accepted() -> dict[str, Any]:
    return header(
        ACCEPTED.law(),
        **sample_address(),
        made_on="2026-10-10",
        effective_on="2026-09-28",
        accepted_on="2026-10-10",
        end_by="2026-10-16",
        reviewers=["韩清"],
        clerk="白露",
        bring=["调解协议书原件", "身份证明原件", "工资支付凭证"],
        contact={"name": "白露", "phone": "10000090003"},
    )


ACCEPTED = Contract(
    code="R02",
    title="仲裁审查受理通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        *ADDRESSED,
        Field(
            "effective_on", "协议生效日期", Kind.DATE, "not printed; the application is late by it"
        ),
        Field("accepted_on", "受理日期", Kind.DATE),
        Field("end_by", "审查期限", Kind.DATE, "REV-04: five working days from acceptance"),
        Field("reviewers", "审查人员", Kind.TEXTS, "arbitrators"),
        Field("clerk", "书记员"),
        Field("bring", "应提交的材料", Kind.TEXTS, required=False),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_accepted,
    citations={
        "joint": ("REV-01",),
        "end": ("REV-04",),
        "withdrawal": ("REV-07",),
        "result": ("REV-05",),
    },
    checks=(
        checks.in_order(
            ("effective_on", "协议生效日期"),
            ("applied_on", "申请日期"),
            ("accepted_on", "受理日期"),
            ("made_on", "制作日期"),
        ),
        joint.counted_in("REV-01", "effective_on", "applied_on", "申请审查"),
        joint.counted("REV-04", "accepted_on", "end_by", "审查期限"),
    ),
)

REFUSAL_GROUNDS = (
    "不属于劳动人事争议受案范围",
    "不属于本仲裁委员会管辖",
    "超出规定的申请期间",
    "确认劳动关系",
    "调解协议已经人民法院司法确认",
)
OUT_OF_SCOPE, ELSEWHERE, LATE, STATUS, CONFIRMED = REFUSAL_GROUNDS


def sample_not_accepted(ground: str = LATE) -> dict[str, Any]:
    late = ground == LATE
    return header(
        NOT_ACCEPTED.law(),
        **sample_address(
            case_number="示农薪调字〔2026〕12号",
            number="示劳人仲收〔2026〕91号",
            applied_on="2026-10-15" if late else "2026-10-09",
        ),
        made_on="2026-10-16" if late else "2026-10-12",
        effective_on="2026-09-28",
        review_by="2026-10-13",
        confirm_by="2026-10-28",
        decided_on="2026-10-16" if late else "2026-10-12",
        ground=ground,
        reason="调解协议自2026年9月28日生效，申请期间至2026年10月13日届满，"
        "双方于2026年10月15日提出申请，已超出该期间。"
        if late
        else "经审查，该申请具有上述情形。",
        competent="示例市示例县劳动人事争议仲裁委员会" if ground == ELSEWHERE else None,
        pay_only=ground != STATUS,
        contact={"name": "白露", "phone": "10000090003"},
    )


def _ground_fits(context: Context) -> Iterator[Fault]:
    late = context["applied_on"] > context["review_by"]
    if (context["ground"] == LATE) != late:
        yield Fault(
            "REV-03",
            "ground",
            f"申请日期{context['applied_on']}，申请期限{context['review_by']}，"
            f"与不予受理的理由“{context['ground']}”不符。",
        )
    if (context["ground"] == ELSEWHERE) != bool(context["competent"]):
        yield Fault(
            "REV-03", "competent", "不属本委管辖的，须写明有管辖权的仲裁委员会；其他理由不写。"
        )
    if context["ground"] == STATUS and context["pay_only"]:
        yield Fault("REV-03", "pay_only", "协议含确认劳动关系的内容，不是仅就给付达成的协议。")


NOT_ACCEPTED = Contract(
    code="R02N",
    title="仲裁审查不予受理通知书",
    series="仲裁收件",
    volume="first",
    fields=(
        *HEADER,
        *ADDRESSED,
        Field("effective_on", "协议生效日期", Kind.DATE),
        Field("review_by", "仲裁审查申请期限", Kind.DATE),
        Field("confirm_by", "司法确认申请期限", Kind.DATE, "JC-01; printed while it still runs"),
        Field("decided_on", "决定日期", Kind.DATE),
        Field("ground", "不予受理的理由", Kind.CHOICE, choices=REFUSAL_GROUNDS),
        Field("reason", "说明", Kind.LONG, "whole sentences", sentence=True),
        Field(
            "competent",
            "有管辖权的仲裁委员会",
            note=f"“{ELSEWHERE}” only",
            required=False,
        ),
        Field("pay_only", "仅就给付达成协议", Kind.FLAG, "True opens the direct suit (MED-16)"),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=sample_not_accepted,
    citations={
        "refusal": ("REV-03",),
        "joint": ("REV-01",),
        "confirmation": ("JC-01",),
        "arbitration": ("MED-14",),
        "suit": ("MED-16",),
        "enforcement": ("JC-03",),
    },
    checks=(
        checks.in_order(
            ("effective_on", "协议生效日期"),
            ("applied_on", "申请日期"),
            ("decided_on", "决定日期"),
            ("made_on", "制作日期"),
        ),
        joint.counted("REV-01", "effective_on", "review_by", "仲裁审查申请期限"),
        joint.counted("JC-01", "effective_on", "confirm_by", "司法确认申请期限"),
        _ground_fits,
    ),
)
