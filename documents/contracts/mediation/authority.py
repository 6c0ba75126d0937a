"""D08 授权委托书、法定代表人身份证明书, D09 送达地址确认书."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot

SPECIAL_ITEMS = (
    "代为承认、放弃、变更请求",
    "进行调解、和解",
    "签署调解协议",
    "共同申请司法确认",
    "签收文书",
)


def _sample_authority() -> dict[str, Any]:
    return samples.header(
        AUTHORITY.law(),
        made_on="2026-09-24",
        principal={**samples.GENERAL_CONTRACTOR, "role": "委托人", "agents": []},
        agent={**samples.SITE_AGENT, "id_no": "990101198805052018", "phone": "10000000322"},
        relation="本单位员工",
        submitted_to="示例市农民工工资争议人民调解委员会",
        matter="周建民等12人与示例建设集团第九工程有限公司等劳动报酬争议调解一案",
        special_items=list(SPECIAL_ITEMS),
        valid_from="2026-09-24",
        valid_to="2026-12-31",
        proof_of_office=True,
        signatures=[
            samples.signature(
                "委托人",
                samples.GENERAL_CONTRACTOR["name"],
                "organisation",
                signer="吕振华",
                capacity="法定代表人",
            ),
            samples.signature("受委托人", "施文涛", "officer"),
        ],
    )


def _special_scope_has_items(context: Context) -> Iterator[Fault]:
    special, items = context["agent"]["scope"] == "特别授权", context["special_items"]
    if special and not items:
        yield Fault("V-P2", "special_items", "特别授权须逐项写明授权事项。")
    if items and not special:
        yield Fault("V-P2", "special_items", "一般授权不能列特别授权事项。")


def _proof_of_office_is_complete(context: Context) -> Iterator[Fault]:
    principal = context["principal"]
    if not context["proof_of_office"]:
        return
    if principal["kind"] != "organisation":
        yield Fault("V-P2", "proof_of_office", "只有单位才出具法定代表人身份证明书。")
    elif not principal["head"]:
        yield Fault("V-P2", "principal.head", "法定代表人身份证明书须写明法定代表人姓名。")
    elif not principal["credit_code"]:
        yield Fault("V-P2", "principal.credit_code", "法定代表人身份证明书须写明统一社会信用代码。")


AUTHORITY = Contract(
    code="D08",
    title="授权委托书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("principal", "委托人", Kind.BLOCK, "role 委托人, no agents", of=blocks.PARTY),
        Field(
            "agent",
            "受委托人",
            Kind.BLOCK,
            "None of id_no and phone leaves a line to fill by pen",
            of=(
                *blocks.AGENT,
                Field("id_no", "公民身份号码", required=False),
                Field("phone", "联系电话", required=False),
            ),
        ),
        Field("relation", "与委托人关系", note="本单位员工, 近亲属, 法律援助"),
        Field("submitted_to", "提交的机构", note="one authority per body"),
        Field("matter", "委托事项", note="…劳动报酬争议调解一案"),
        Field("special_items", "特别授权事项", Kind.TEXTS, "[] for 一般授权", required=False),
        Field("valid_from", "起始日期", Kind.DATE),
        Field("valid_to", "终止日期", Kind.DATE),
        Field("proof_of_office", "附法定代表人身份证明书", Kind.FLAG, "adds the second sheet"),
        blocks.SIGNATURES,
    ),
    slots=(
        Slot("principal", "委托人", blocks.SEAL_AND_SIGN),
        Slot("authorised_agent", "受委托人", ("signature",)),
    ),
    sample=_sample_authority,
    citations={},
    checks=(
        _special_scope_has_items,
        _proof_of_office_is_complete,
        checks.in_order(("valid_from", "起始日期"), ("valid_to", "终止日期")),
        checks.slots_present("委托人", "受委托人"),
    ),
)


def _sample_service_address() -> dict[str, Any]:
    return samples.header(
        SERVICE_ADDRESS.law(),
        made_on="2026-09-24",
        role="被申请人",
        recipients=[
            {
                "name": samples.GENERAL_CONTRACTOR["name"],
                "id_no": samples.GENERAL_CONTRACTOR["credit_code"],
                "phone": "10000090022",
            }
        ],
        addresses=["示例市示例区示例路22号"],
        e_service=True,
        channels=[{"kind": "短信", "address": "10000090022"}],
        substitute=None,
        confirmed_on="2026-09-24",
        signatures=[samples.party_signature(samples.GENERAL_CONTRACTOR)],
    )


def _e_service_has_channel(context: Context) -> Iterator[Fault]:
    if context["e_service"] and not context["channels"]:
        yield Fault("V-T1", "channels", "同意电子送达的，须写明接收方式。")


SERVICE_ADDRESS = Contract(
    code="D09",
    title="送达地址确认书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("role", "身份", note="申请人, 被申请人, 第三人"),
        Field(
            "recipients",
            "受送达人",
            Kind.ROWS,
            "one, or all workers who share the address",
            of=(
                Field("name", "姓名或名称"),
                Field("id_no", "公民身份号码或统一社会信用代码", required=False),
                Field("phone", "联系电话", required=False),
            ),
        ),
        Field("addresses", "送达地址", Kind.TEXTS, "in the order in which they are tried"),
        Field("e_service", "同意电子送达", Kind.FLAG),
        Field(
            "channels",
            "电子送达方式",
            Kind.ROWS,
            required=False,
            of=(
                Field("kind", "方式", Kind.CHOICE, choices=("短信", "电子邮箱", "平台")),
                Field("address", "号码或账号", note="多人时写“见名单”"),
            ),
        ),
        Field(
            "substitute",
            "代收人",
            Kind.BLOCK,
            required=False,
            of=(
                Field("name", "姓名"),
                Field("relation", "关系"),
                Field("phone", "联系电话"),
                Field("address", "地址"),
            ),
        ),
        Field("confirmed_on", "确认日期", Kind.DATE),
        blocks.SIGNATURES,
    ),
    slots=(Slot("recipient", "受送达人", blocks.SIGN_AND_PRINT, each=True),),
    sample=_sample_service_address,
    citations={"e_service": ("DATA-06",)},
    checks=(_e_service_has_channel,),
)
