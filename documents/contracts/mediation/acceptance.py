"""D02 受理登记表、受理通知书, D02N 不予受理通知书, D03 调解意愿征询函及回执."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.joint import counted
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot, amount_dict

REFUSAL_REASONS = (
    "已裁判或者仲裁已受理",
    "不属于劳动报酬争议",
    "不属于本地管辖",
    "对方明确拒绝调解",
    "主体无法确定",
    "涉嫌虚假讨薪",
)


def _sample_acceptance() -> dict[str, Any]:
    return samples.header(
        ACCEPTANCE.law(),
        number="示农薪受字〔2026〕31号",
        made_on="2026-09-22",
        with_register=True,
        addressee="周建民等12人",
        applicants_text="周建民等12人",
        respondents_text=samples.RESPONDENT_NAMES,
        dispute="劳动报酬",
        channel="现场",
        worker_count=12,
        claim_total=amount_dict(15322263),
        summary="12名劳动者自2026年7月起在示例家园二期3号楼从事瓦工作业，2026年9月15日完工退场，"
        "尚欠工资153222.63元未付。",
        received_on="2026-09-21",
        decided_on="2026-09-22",
        agree_by="2026-10-08",
        end_by="2026-10-08",
        mediators=samples.MEDIATORS,
        recorder="姚静",
        venue=samples.ROOM,
        intake_officer="田禾",
        contact=samples.CONTACT,
    )


ACCEPTANCE = Contract(
    code="D02",
    title="受理通知书",
    series="受理",
    volume="first",
    fields=(
        *blocks.HEADER,
        Field(
            "with_register",
            "附受理登记表",
            Kind.FLAG,
            "True for the file's copy, False when served",
        ),
        Field("addressee", "送达对象", note="周建民等12人, or the party's name"),
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        blocks.DISPUTE,
        Field("channel", "来源渠道"),
        blocks.WORKER_COUNT,
        Field("claim_total", "请求金额", Kind.AMOUNT),
        Field("summary", "案情摘要", Kind.LONG),
        Field("received_on", "收到申请日期", Kind.DATE),
        Field("decided_on", "受理日期", Kind.DATE),
        Field("agree_by", "达成协议期限", Kind.DATE, "MED-06, counted from receipt"),
        Field("end_by", "调解结束期限", Kind.DATE, "MED-07, counted from acceptance"),
        blocks.MEDIATORS,
        Field("recorder", "记录员"),
        Field("venue", "调解地点"),
        Field("intake_officer", "受理员"),
        blocks.CONTACT,
    ),
    slots=(blocks.BODY_SEAL,),
    sample=_sample_acceptance,
    citations={"acceptance": ("MED-01", "MED-03"), "arbitration": ("MED-06",), "end": ("MED-07",)},
    checks=(
        checks.in_order(
            ("received_on", "收到申请日期"), ("decided_on", "受理日期"), ("end_by", "调解结束期限")
        ),
        counted("MED-06", "received_on", "agree_by", "达成协议期限"),
        counted("MED-07", "decided_on", "end_by", "调解结束期限"),
    ),
)


def _sample_refusal() -> dict[str, Any]:
    return samples.header(
        REFUSAL.law(),
        number="示农薪受字〔2026〕32号",
        made_on="2026-09-22",
        addressee="赵国栋",
        respondents_text="示例市示例装饰工程有限公司",
        received_on="2026-09-21",
        decided_on="2026-09-22",
        reason="不属于劳动报酬争议",
        reason_text="请求支付的款项系工程材料款，不属于劳动报酬。",
        next_step="可以依法向有管辖权的人民法院提起诉讼；材料已按首问负责要求转示例市住房和城乡建设局，"
        "联系电话10000090099。",
        contact=samples.CONTACT,
    )


REFUSAL = Contract(
    code="D02N",
    title="不予受理通知书",
    series="受理",
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("addressee", "送达对象"),
        blocks.RESPONDENTS_TEXT,
        Field("received_on", "收到申请日期", Kind.DATE),
        Field("decided_on", "决定日期", Kind.DATE),
        Field("reason", "不予受理情形", Kind.CHOICE, choices=REFUSAL_REASONS),
        Field("reason_text", "不予受理理由", Kind.LONG, "one or more whole sentences"),
        Field(
            "next_step",
            "救济途径",
            Kind.LONG,
            "follows 你（单位）: the route and where it was passed on",
        ),
        blocks.CONTACT,
    ),
    slots=(blocks.BODY_SEAL,),
    sample=_sample_refusal,
    citations={"acceptance": ("MED-01", "MED-05"), "first_inquiry": ("ADM-06",)},
    checks=(checks.in_order(("received_on", "收到申请日期"), ("decided_on", "决定日期")),),
)


def _sample_invitation() -> dict[str, Any]:
    return samples.header(
        INVITATION.law(),
        made_on="2026-09-22",
        recipient="示例建设集团第九工程有限公司",
        applicants_text="周建民等12人",
        dispute="劳动报酬",
        project_name="示例家园二期3号楼",
        worker_count=12,
        claim_total=amount_dict(15322263),
        summary="12名劳动者请求支付2026年7月至9月工资。",
        reply_by="2026-09-24",
        reply=None,
        contact=samples.CONTACT,
    )


def _reply_in_time(context: Context) -> Iterator[Fault]:
    reply = context["reply"]
    if reply and reply["replied_on"] < context["made_on"]:
        yield Fault("V-D1", "reply.replied_on", "答复日期早于征询函日期。")


INVITATION = Contract(
    code="D03",
    title="调解意愿征询函",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("recipient", "被征询人"),
        blocks.APPLICANTS_TEXT,
        blocks.DISPUTE,
        Field("project_name", "工程项目", required=False),
        blocks.WORKER_COUNT,
        Field("claim_total", "请求金额", Kind.AMOUNT),
        Field("summary", "请求摘要", Kind.LONG),
        Field("reply_by", "答复期限", Kind.DATE),
        Field(
            "reply",
            "答复",
            Kind.BLOCK,
            "None leaves the slip blank for the pen; filled when the answer was taken otherwise",
            required=False,
            of=(
                Field("answer", "答复", Kind.CHOICE, choices=("同意", "不同意")),
                Field("signer", "答复人"),
                Field("channel", "答复方式", note="当场, 书面回执, 电话, 短信"),
                Field("replied_on", "答复日期", Kind.DATE),
            ),
        ),
        blocks.CONTACT,
    ),
    slots=(blocks.BODY_SEAL, Slot("respondent", "回执签署人", blocks.SEAL_AND_SIGN)),
    sample=_sample_invitation,
    citations={"voluntary": ("MED-04",), "mediation": ("MED-01",)},
    checks=(checks.in_order(("made_on", "制作日期"), ("reply_by", "答复期限")), _reply_in_time),
)
