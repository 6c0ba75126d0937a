"""A07 开庭通知书, A08 举证通知书."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks
from documents.contracts import checks as shared
from documents.contracts.samples import moment
from documents.contracts.schema import Context, Contract, Fault, Field, Kind
from documents.contracts.tribunal import checks, samples
from documents.contracts.tribunal.panel import (
    CAUSE,
    COMMISSION_SEAL,
    HEADER,
    PANEL,
    RECIPIENT,
    RECIPIENT_ROLE,
    SECRETARY,
    panel_formed,
)
from law.statutes import cite


def _sample_hearing() -> dict[str, Any]:
    return samples.header(
        HEARING_NOTICE.law(),
        made_on="2026-06-22",
        recipient=samples.MACHINE_WORKS["name"],
        recipient_role="被申请人",
        applicants_text="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        hearing_at=moment("2026-07-02T09:30"),
        place=samples.ROOM,
        address="示例市示例区示例路3号",
        public=True,
        panel=samples.PANEL,
        secretary=samples.SECRETARY,
        answer_ends_on="2026-06-25",
        simplified=True,
        own_period=False,
        serve_by="2026-06-24",
        postpone_by="2026-06-26",
        moved_from=None,
        contact=samples.CONTACT,
    )


def _answer_period_is_over(context: Context) -> Iterator[Fault]:
    if context["hearing_at"]["iso"][:10] <= context["answer_ends_on"]:
        yield Fault(
            "SUM-03",
            "hearing_at",
            f"开庭日期不能早于答辩期届满（{context['answer_ends_on']}）之后；"
            f"缩短或者取消答辩期须有被申请人的书面同意（{cite('SUM-03')}）。",
        )


def _postponement_can_still_be_asked(context: Context) -> Iterator[Fault]:
    """ARB-18: a day that is past is not printed; only an own, shorter period leaves it out."""
    day = context["postpone_by"]
    if not day and not context["own_period"]:
        yield Fault("ARB-18", "postpone_by", "应当写明请求延期的最后日期。")
    elif day and day < context["made_on"]:
        yield Fault(
            "V-D1",
            "postpone_by",
            f"请求延期的最后日期（{day}）早于制作日期：仲裁庭自定通知期限的不写，"
            "其他案件请改期开庭。",
        )


def _in_time_to_be_served(context: Context) -> Iterator[Fault]:
    """ARB-18: five full working days, unless the tribunal of a simplified case sets the period."""
    if context["own_period"]:
        if not context["simplified"]:
            yield Fault(
                "SUM-05",
                "own_period",
                f"只有简易处理的案件可以由仲裁庭自行确定通知的期限（{cite('SUM-05')}）。",
            )
        return
    yield from checks.counted_back("ARB-18", "hearing_at", "serve_by", "最迟送达日")(context)
    if context["made_on"] > context["serve_by"]:
        yield Fault(
            "ARB-18",
            "made_on",
            f"开庭通知应当在{context['serve_by']}前（含当日）送达，制作日期已经晚了"
            f"（{cite('ARB-18')}）。",
        )


HEARING_NOTICE = Contract(
    code="A07",
    title="开庭通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        RECIPIENT,
        RECIPIENT_ROLE,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        Field("hearing_at", "开庭时间", Kind.MOMENT),
        Field("place", "开庭地点"),
        Field("address", "地址"),
        Field("public", "公开开庭", Kind.FLAG, "True unless closed by agreement or secrecy"),
        PANEL,
        SECRETARY,
        Field("answer_ends_on", "答辩期届满日", Kind.DATE, "statutory, or as consented to"),
        Field("simplified", "简易处理", Kind.FLAG),
        Field(
            "own_period",
            "仲裁庭自定通知期限",
            Kind.FLAG,
            "only in a simplified case; drops the five working days",
        ),
        Field("serve_by", "最迟送达日", Kind.DATE, "five full working days before the hearing"),
        Field(
            "postpone_by",
            "请求延期的最后日期",
            Kind.DATE,
            "three full working days before; None when that day is past under an own period",
            required=False,
        ),
        Field(
            "moved_from", "原定开庭时间", Kind.MOMENT, "when the hearing is moved", required=False
        ),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_hearing,
    citations={
        "hearing": ("ARB-18",),
        "absence": ("ARB-21",),
        "public": ("ARB-42",),
        "recusal": ("ARB-17",),
    },
    checks=(
        _answer_period_is_over,
        _in_time_to_be_served,
        _postponement_can_still_be_asked,
        panel_formed,
        shared.in_order(("made_on", "制作日期"), ("hearing_at", "开庭时间")),
        checks.counted_back(
            "ARB-18.postponement", "hearing_at", "postpone_by", "请求延期的最后日期"
        ),
    ),
)


def _sample_evidence() -> dict[str, Any]:
    return samples.header(
        EVIDENCE_NOTICE.law(),
        made_on="2026-06-22",
        recipient=samples.MACHINE_WORKS["name"],
        recipient_role="被申请人",
        employer=True,
        applicants_text="钱卫东",
        respondents_text=samples.MACHINE_WORKS["name"],
        cause=samples.CAUSE,
        evidence_by="2026-06-30",
        must_produce=["工资支付台账（2024年6月起）", "考勤记录", "年休假记录", "劳动合同文本"],
        hearing_at=moment("2026-07-02T09:30"),
        with_form=True,
        contact=samples.CONTACT,
    )


def _employer_is_told_what_to_bring(context: Context) -> Iterator[Fault]:
    if context["employer"] and not context["must_produce"]:
        yield Fault(
            "ARB-39",
            "must_produce",
            f"发给用人单位的，应当列明由其掌握管理、应当提供的证据（{cite('ARB-39')}）。",
        )
    if not context["employer"] and context["must_produce"]:
        yield Fault("ARB-39", "must_produce", "责令提供的证据只能列给用人单位。")


EVIDENCE_NOTICE = Contract(
    code="A08",
    title="举证通知书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        RECIPIENT,
        RECIPIENT_ROLE,
        Field("employer", "受送达人为用人单位", Kind.FLAG),
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        CAUSE,
        Field("evidence_by", "举证期限届满日", Kind.DATE),
        Field("must_produce", "应当提供的证据", Kind.TEXTS, "employer only", required=False),
        Field("hearing_at", "开庭时间", Kind.MOMENT, "when already set", required=False),
        Field("with_form", "附证据清单表", Kind.FLAG, "an empty list of evidence to fill in"),
        blocks.CONTACT,
    ),
    slots=(COMMISSION_SEAL,),
    sample=_sample_evidence,
    citations={
        "burden": ("ARB-39",),
        "ledger": ("WAGE-03",),
        "change": ("ARB-22",),
    },
    checks=(
        _employer_is_told_what_to_bring,
        shared.in_order(
            ("made_on", "制作日期"),
            ("evidence_by", "举证期限届满日"),
            ("hearing_at", "开庭时间"),
        ),
    ),
)
