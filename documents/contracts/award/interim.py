"""A14 先予执行裁决书, A14L 先予执行移送函, A21 财产保全申请转交函."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.award import panel
from documents.contracts.schema import (
    Check,
    Context,
    Contract,
    Fault,
    Field,
    Kind,
    amount_dict,
    amount_fen,
)
from documents.contracts.tribunal import panel as tribunal
from documents.contracts.tribunal import samples as case
from documents.contracts.tribunal.checks import identified
from documents.contracts.tribunal.elements import CLAIM_KINDS, formulas_hold

INTERIM_KINDS = ("劳动报酬", "加班费", "经济补偿", "二倍工资", "赔偿金", "加付赔偿金", "工伤医疗费")
"""调解仲裁法 44: 劳动报酬、工伤医疗费、经济补偿或者赔偿金."""

_COMMISSION_SIGN_OFF = {"name": "范立群", "post": "仲裁委员会主任", "on": "2026-07-03"}


def _sample_interim() -> dict[str, Any]:
    ordered = amount_dict(1320000)
    return panel.sample_header(
        INTERIM_AWARD.law(),
        made_on="2026-07-03",
        number="示劳人仲案字〔2026〕268-1号",
        certified_copy=True,
        **panel.sample_case(),
        docketed_on="2026-06-18",
        applied_on="2026-06-30",
        request="请求先予执行2026年2月至5月工资中的13200.00元。",
        clear_relation="双方对劳动关系、月工资6600.00元和2026年2月至5月工资未支付均无争议，"
        "权利义务关系明确。",
        hardship="申请人四个月没有工资收入，独自抚养一名未成年子女并须支付房租，"
        "不先予执行将严重影响其生活。",
        items=[
            {
                "worker": case.OPERATOR["name"],
                "what": "2026年2月至5月的部分工资",
                "kind": "劳动报酬",
                "claimed": amount_dict(2640000),
                "amount": ordered,
                "formula": "6600.00元/月×4个月×50%",
            }
        ],
        total=ordered,
        debtor=case.MACHINE_WORKS["name"],
        court=case.COURT,
        **panel.sample_bench(),
        copies=4,
    )


def _items_eligible(context: Context) -> Iterator[Fault]:
    """ARB-24 and V-M5: only the kinds the law names, none above what is claimed."""
    for place, row in enumerate(context["items"]):
        path = f"items[{place}]"
        if row["kind"] not in INTERIM_KINDS:
            yield Fault("ARB-24", f"{path}.kind", f"“{row['what']}”（{row['kind']}）不能先予执行。")
        if amount_fen(row["amount"]) > amount_fen(row["claimed"]):
            yield Fault(
                "V-M5",
                f"{path}.amount",
                f"“{row['what']}”先予执行{row['amount']['digits']}元，"
                f"超过该项请求的{row['claimed']['digits']}元。",
            )


def _copies_and_court(context: Context) -> Iterator[Fault]:
    """V-C1: a copy for each party, one for the file, one for the court that executes."""
    others = len(context["respondents"]) + len(context["third_parties"] or [])
    needed = context["worker_count"] + others + 2
    if context["copies"] != needed:
        yield Fault(
            "V-C1",
            "copies",
            f"份数应为{needed}份（每方当事人一份，存卷一份，移送人民法院一份），"
            f"现为{context['copies']}份。",
        )


def _debtor_is_respondent(context: Context) -> Iterator[Fault]:
    if context["debtor"] not in [party["name"] for party in context["respondents"]]:
        yield Fault("V-P1", "debtor", f"支付人“{context['debtor']}”不是本案被申请人。")


INTERIM_AWARD = Contract(
    code="A14",
    title="先予执行裁决书",
    series=None,
    volume="first",
    fields=(
        *tribunal.HEADER,
        Field("certified_copy", "送达本", Kind.FLAG, "as in the award"),
        *panel.CASE,
        Field("docketed_on", "立案日期", Kind.DATE),
        Field("applied_on", "申请先予执行日期", Kind.DATE),
        Field("request", "先予执行请求", Kind.LONG, "whole sentence", sentence=True),
        Field(
            "clear_relation", "权利义务关系明确", Kind.LONG, "why, whole sentences", sentence=True
        ),
        Field("hardship", "严重影响生活", Kind.LONG, "why, whole sentences", sentence=True),
        Field(
            "items",
            "先予执行事项",
            Kind.ROWS,
            of=(
                Field("worker", "劳动者"),
                Field("what", "事项", note="2026年2月至5月的部分工资"),
                Field("kind", "请求种类", Kind.CHOICE, choices=CLAIM_KINDS),
                Field("claimed", "请求金额", Kind.AMOUNT, "of the claim it is part of"),
                Field("amount", "先予执行金额", Kind.AMOUNT),
                Field("formula", "计算方式", note="None when there is none", required=False),
            ),
        ),
        Field("total", "先予执行总额", Kind.AMOUNT),
        Field("debtor", "支付人", note="the respondent who has to pay"),
        Field("court", "执行法院", note="to which the award is sent"),
        *panel.BENCH,
        Field("copies", "份数", Kind.COUNT, "one for each party, the file and the court"),
    ),
    slots=(tribunal.ARBITRATOR_SLOT, tribunal.COMMISSION_SEAL),
    sample=_sample_interim,
    citations={"interim": ("ARB-24",)},
    checks=(
        _items_eligible,
        checks.total_of("items", "amount", "total", "先予执行总额"),
        formulas_hold("items"),
        _debtor_is_respondent,
        # The application may come with that for arbitration, before the case is docketed.
        checks.in_order(("docketed_on", "立案日期"), ("made_on", "裁决日期")),
        checks.in_order(("applied_on", "申请日期"), ("made_on", "裁决日期")),
        identified("applicants", "respondents"),
        tribunal.panel_formed,
        panel.signatures_are_the_panel,
        panel.decided_by_majority,
        panel.sub_number,
        _copies_and_court,
        checks.reachable("respondents"),
    ),
)


def names_all(*words: str, field: str = "attachments") -> Check:
    """V-C1: each of the words stands in the list of attachments."""

    def check(context: Context) -> Iterator[Fault]:
        for word in words:
            if not any(word in name for name in context[field] or []):
                yield Fault("V-C1", field, f"附件缺少“{word}”。")

    return check


def signed_off_in_time(context: Context) -> Iterator[Fault]:
    """V-D1: approved on the day of making or before."""
    on = context["sign_off"]["on"]
    if on > context["made_on"]:
        yield Fault(
            "V-D1", "sign_off.on", f"签发日期（{on}）晚于成文日期（{context['made_on']}）。"
        )


_LETTER = blocks.letter(blocks.COMMISSION)


def _sample_letter(law: dict[str, str], **values: Any) -> dict[str, Any]:
    return samples.letter(
        law,
        issuer="commission",
        **{
            "case_number": case.CASE_NUMBER,
            "made_on": "2026-07-03",
            "recipient": case.COURT,
            "sign_off": _COMMISSION_SIGN_OFF,
            "contact": case.CONTACT,
            **values,
        },
    )


def _sample_transfer() -> dict[str, Any]:
    return _sample_letter(
        TRANSFER.law(),
        number="示劳人仲函〔2026〕6号",
        made_on="2026-07-06",
        applicants_text=case.OPERATOR["name"],
        respondents_text=case.MACHINE_WORKS["name"],
        cause=case.CAUSE,
        award_number="示劳人仲案字〔2026〕268-1号",
        award_on="2026-07-03",
        total=amount_dict(1320000),
        served=[
            {"name": case.OPERATOR["name"], "on": "2026-07-03"},
            {"name": case.MACHINE_WORKS["name"], "on": "2026-07-06"},
        ],
        clues=[
            "示例银行示例支行基本存款账户",
            "登记在被申请人名下的数控机床四台，存放于示例市示例区示例路41号",
        ],
        attachments=[
            "先予执行裁决书1份，共3页",
            "先予执行申请书1份，共2页",
            "生活困难证据1份，共5页",
            "被申请人财产线索1份，共2页",
            "送达回证2份，共2页",
        ],
    )


def _served_in_order(context: Context) -> Iterator[Fault]:
    """V-D1, V-C1: the letter goes out once the award was served on everybody."""
    names = [row["name"] for row in context["served"]]
    for name in context["respondents_text"].split("、"):
        if name not in names:
            yield Fault("V-C1", "served", f"移送时尚未送达被申请人“{name}”。")
    for place, row in enumerate(context["served"]):
        if row["on"] < context["award_on"]:
            yield Fault("V-D1", f"served[{place}].on", f"送达{row['name']}的日期早于裁决日期。")
        if row["on"] > context["made_on"]:
            yield Fault("V-D1", f"served[{place}].on", f"移送时尚未送达{row['name']}。")


TRANSFER = Contract(
    code="A14L",
    title="先予执行移送函",
    series="函",
    volume="first",
    fields=(
        *_LETTER,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        tribunal.CAUSE,
        Field("award_number", "先予执行裁决书文号"),
        Field("award_on", "裁决日期", Kind.DATE),
        Field("total", "先予执行总额", Kind.AMOUNT),
        Field(
            "served",
            "送达情况",
            Kind.ROWS,
            "from the service returns",
            of=(Field("name", "受送达人"), Field("on", "送达日期", Kind.DATE)),
        ),
        Field("clues", "财产线索", Kind.TEXTS, "of the respondent", sentence=False),
    ),
    slots=blocks.letter_slots(blocks.COMMISSION),
    sample=_sample_transfer,
    citations={"interim": ("ARB-24",)},
    checks=(
        names_all("先予执行裁决书", "先予执行申请书", "困难", "财产线索", "送达回证"),
        _served_in_order,
        signed_off_in_time,
    ),
    letter=True,
)


def _sample_preservation() -> dict[str, Any]:
    return _sample_letter(
        PRESERVATION.law(),
        number="示劳人仲函〔2026〕5号",
        made_on="2026-06-18",
        sign_off={**_COMMISSION_SIGN_OFF, "on": "2026-06-18"},
        applicants_text=case.OPERATOR["name"],
        respondents_text=case.MACHINE_WORKS["name"],
        cause=case.CAUSE,
        stage="仲裁中",
        docketed_on="2026-06-18",
        applied_on="2026-06-18",
        amount=amount_dict(10601724),
        reason="被申请人正在处置机器设备，申请人担心裁决作出后难以执行。",
        measures="冻结被申请人银行存款106017.24元，存款不足的，查封、扣押其相应价值的其他财产。",
        clues=["示例银行示例支行基本存款账户", "存放于示例市示例区示例路41号的数控机床四台"],
        attachments=[
            "财产保全申请书1份，共2页",
            "仲裁申请书1份，共4页",
            "申请人身份证明1份，共1页",
            "财产线索1份，共2页",
            "受理通知书1份，共2页",
        ],
    )


def _stage_fits(context: Context) -> Iterator[Fault]:
    """V-D1: an application in the case comes after docketing, an urgent one before it."""
    docketed = context["docketed_on"]
    if (context["stage"] == "仲裁中") != bool(docketed):
        yield Fault("V-T1", "docketed_on", "仲裁中的保全须写明立案日期；仲裁前的保全不写。")
    elif docketed and docketed > context["made_on"]:
        yield Fault("V-D1", "docketed_on", "立案日期晚于转交函日期。")
    if context["stage"] == "仲裁中" and not any(
        "受理通知书" in name for name in context["attachments"] or []
    ):
        yield Fault("V-C1", "attachments", "仲裁中的保全须附受理通知书。")


PRESERVATION = Contract(
    code="A21",
    title="财产保全申请转交函",
    series="函",
    volume="first",
    fields=(
        *_LETTER,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        tribunal.CAUSE,
        Field("stage", "保全阶段", Kind.CHOICE, choices=("仲裁前", "仲裁中")),
        Field("docketed_on", "立案日期", Kind.DATE, "仲裁中 only", required=False),
        Field("applied_on", "申请保全日期", Kind.DATE),
        Field("amount", "申请保全金额", Kind.AMOUNT),
        Field("reason", "申请理由", Kind.LONG, "whole sentences", sentence=True),
        Field("measures", "申请的保全措施", Kind.LONG, "whole sentences", sentence=True),
        Field("clues", "财产线索", Kind.TEXTS, sentence=False),
    ),
    slots=blocks.letter_slots(blocks.COMMISSION),
    sample=_sample_preservation,
    citations={
        "ruling": ("PROC-02",),
        "filing": ("PROC-03",),
        "no_security": ("PROC-04",),
        "execution": ("PROC-05",),
    },
    checks=(
        _stage_fits,
        names_all("财产保全申请书", "身份证明", "财产线索"),
        checks.in_order(("applied_on", "申请保全日期"), ("made_on", "成文日期")),
        signed_off_in_time,
    ),
    letter=True,
)
