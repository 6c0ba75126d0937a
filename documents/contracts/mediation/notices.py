"""D04 权利义务告知书, D05 调解员告知及回避申请处理表, D06 调解通知书."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot
from law.calendar import published_calendar


def _sample_rights() -> dict[str, Any]:
    return samples.header(
        RIGHTS.law(),
        made_on="2026-09-24",
        recipient=samples.GENERAL_CONTRACTOR["name"],
        mediators=samples.MEDIATORS,
        public=False,
        signatures=[samples.party_signature(samples.GENERAL_CONTRACTOR)],
    )


RIGHTS = Contract(
    code="D04",
    title="权利义务告知书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("recipient", "被告知人", note="one party; a crew is named by 周建民等12人"),
        blocks.MEDIATORS,
        Field("public", "公开调解", Kind.FLAG, "True only when the parties ask for it"),
        blocks.SIGNATURES,
    ),
    slots=(Slot("recipient", "被告知人", blocks.SIGN_AND_PRINT, each=True),),
    sample=_sample_rights,
    citations={
        "voluntary": ("MED-04",),
        "private": ("MED-25",),
        "recusal": ("MED-24",),
        "secrecy": ("MED-20",),
        "effect": ("MED-10",),
        "confirmation": ("JC-01",),
        "review": ("REV-01",),
        "payment_order": ("MED-15",),
        "arbitration": ("MED-06",),
        "free": ("MED-32",),
        "false_mediation": ("MED-27",),
    },
    checks=(),
)

RECUSAL_GROUNDS = (
    "是当事人或者当事人、代理人的近亲属",
    "与纠纷有利害关系",
    "与当事人、代理人有其他可能影响公正调解的关系",
)


def _sample_disclosure() -> dict[str, Any]:
    return samples.header(
        DISCLOSURE.law(),
        made_on="2026-09-24",
        applicants_text="周建民等12人",
        respondents_text=samples.RESPONDENT_NAMES,
        mediators=[
            {
                "name": "罗安",
                "certificate_no": "示调员0009",
                "relation": "与各方当事人及其代理人无亲属关系和利害关系。",
            }
        ],
        recorder="姚静",
        disclosed_on="2026-09-24",
        objections=[],
        waiver=None,
        signatures=[
            samples.MEDIATOR_SIGNATURE,
            *(samples.party_signature(party) for party in samples.REPRESENTATIVES),
            *samples.RESPONDENT_SIGNATURES,
        ],
    )


def _decided_objections(context: Context) -> Iterator[Fault]:
    for place, objection in enumerate(context["objections"] or []):
        path = f"objections[{place}]"
        if objection["decided_on"] < objection["raised_on"]:
            yield Fault(
                "V-D1", f"{path}.decided_on", f"第{place + 1}项回避申请的决定日期早于提出日期。"
            )


DISCLOSURE = Contract(
    code="D05",
    title="调解员告知及回避申请处理表",
    series=None,
    volume="second",
    fields=(
        *blocks.HEADER,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        Field(
            "mediators",
            "调解员",
            Kind.ROWS,
            of=(*blocks.MEDIATOR, Field("relation", "关系说明", Kind.LONG, "a whole sentence")),
        ),
        Field("recorder", "记录员"),
        Field("disclosed_on", "告知日期", Kind.DATE),
        Field(
            "objections",
            "回避申请",
            Kind.ROWS,
            "[] prints 各方均未申请回避",
            required=False,
            of=(
                Field("by", "申请人"),
                Field("mediator", "被申请回避人"),
                Field("ground", "事由", Kind.CHOICE, choices=RECUSAL_GROUNDS),
                Field("raised_on", "提出日期", Kind.DATE),
                Field("decision", "处理决定", Kind.CHOICE, choices=("更换", "驳回")),
                Field("reason", "决定理由", Kind.LONG),
                Field("decided_by", "决定人"),
                Field("decided_on", "决定日期", Kind.DATE),
            ),
        ),
        Field(
            "waiver",
            "各方同意继续调解的说明",
            Kind.LONG,
            "written waiver after disclosure",
            required=False,
        ),
        blocks.SIGNATURES,
    ),
    slots=(
        blocks.MEDIATOR_SLOT,
        blocks.APPLICANT_SLOT,
        blocks.RESPONDENT_SLOT,
        Slot("director", "回避决定人", ("signature",), required=False),
    ),
    sample=_sample_disclosure,
    citations={"recusal": ("MED-24",)},
    checks=(_decided_objections, checks.slots_present("调解员")),
)

MODES = ("现场", "视频", "电话", "分时在线")


def _sample_session_notice() -> dict[str, Any]:
    return samples.header(
        SESSION_NOTICE.law(),
        made_on="2026-09-22",
        recipient=samples.SUBCONTRACTOR["name"],
        applicants_text="周建民等12人",
        respondents_text=samples.RESPONDENT_NAMES,
        dispute="劳动报酬",
        session_no=1,
        starts_at=samples.moment("2026-09-24T09:00"),
        place=samples.ROOM,
        mode="现场",
        remote=None,
        day_off=False,
        mediators=samples.MEDIATORS,
        recorder="姚静",
        attendees=["法定代表人或者持特别授权委托书的代理人", "熟悉劳动用工和工资支付情况的人员"],
        bring=[
            "营业执照副本复印件、法定代表人身份证明书",
            "劳动合同、考勤记录、工资支付台账及银行流水",
        ],
        contact=samples.CONTACT,
    )


def _remote_has_link(context: Context) -> Iterator[Fault]:
    if context["mode"] != "现场" and not context["remote"]:
        yield Fault("V-T1", "remote", "视频或者电话调解须写明接入方式和身份核验方式。")


def _day_off_is_said(context: Context) -> Iterator[Fault]:
    day, calendar = date.fromisoformat(context["starts_at"]["iso"][:10]), published_calendar()
    if calendar.covers(day) and not calendar.is_working_day(day) and not context["day_off"]:
        yield Fault(
            "V-D3",
            "day_off",
            f"调解时间（{day}）是休息日（{calendar.reason(day)}），须在通知中说明，或者改期。",
        )


SESSION_NOTICE = Contract(
    code="D06",
    title="调解通知书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("recipient", "被通知人"),
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        blocks.DISPUTE,
        Field("session_no", "调解会次数", Kind.COUNT),
        Field("starts_at", "调解时间", Kind.MOMENT),
        Field(
            "day_off",
            "安排在休息日",
            Kind.FLAG,
            "the paper says so, and that another day may be asked for",
        ),
        Field("place", "调解地点", note="of a remote session: the room the mediator sits in"),
        Field("mode", "调解方式", Kind.CHOICE, choices=MODES),
        Field(
            "remote",
            "远程接入",
            Kind.BLOCK,
            "None for 现场",
            required=False,
            of=(Field("link", "接入方式"), Field("identity_check", "身份核验方式")),
        ),
        blocks.MEDIATORS,
        Field("recorder", "记录员"),
        Field("attendees", "应到人员", Kind.TEXTS),
        Field("bring", "携带材料", Kind.TEXTS, required=False),
        blocks.CONTACT,
    ),
    slots=(blocks.BODY_SEAL,),
    sample=_sample_session_notice,
    citations={"voluntary": ("MED-04",)},
    checks=(
        checks.in_order(("made_on", "制作日期"), ("starts_at", "调解时间")),
        _remote_has_link,
        _day_off_is_said,
    ),
)
