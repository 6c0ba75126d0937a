"""R03 仲裁调解书, R04 不予制作调解书 / 终止审查决定书: what the review ends with."""

from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import Any

from documents.contracts import blocks, checks, joint, samples, terms
from documents.contracts.review.application import (
    ADDRESSED,
    AGREEMENT_NUMBER,
    COMMISSION_SEAL,
    HEADER,
    MEDIATION_BODY_NAME,
    REVIEW_CASE,
    header,
    sample_address,
)
from documents.contracts.schema import Context, Contract, Fault, Field, Kind, Slot, amount_fen
from law.service import METHODS, SIMPLE_CHANNELS

BY_HAND = tuple(METHODS[code].title for code in ("direct", "left", "entrusted", "post"))
SIMPLE = tuple(names[0] for names in SIMPLE_CHANNELS.values())
ARBITRATOR_SLOT = Slot("arbitrator", "仲裁员", ("signature",), each=True)

PANEL = (
    Field("arbitrators", "仲裁员", Kind.TEXTS),
    Field("clerk", "书记员"),
)


def sample_document(size: int = 12) -> dict[str, Any]:
    sides = joint.sample_sides(size)
    del sides["signatures"], sides["roster"]
    rows = samples.crew(size)
    return header(
        MEDIATION_DOCUMENT.law(),
        case_number=REVIEW_CASE,
        made_on="2026-10-15",
        **sides,
        mediation_body_name=samples.BODY["name"],
        dispute="劳动报酬",
        agreement_number="示农薪调协字〔2026〕12号",
        agreement_on="2026-09-28",
        effective_on="2026-09-28",
        applied_on="2026-10-09",
        accepted_on="2026-10-10",
        claims=f"支付2026年7月1日至2026年9月15日的劳动报酬，共计"
        f"{samples.sum_of(rows, 'due')['digits']}元。",
        findings="调解协议系双方当事人自愿达成，内容真实、明确，不违反法律、行政法规的强制性规定，"
        "不损害国家利益、社会公共利益和他人合法权益",
        agreement_terms=list(joint.SAMPLE_TERMS),
        terms=list(joint.SAMPLE_TERMS),
        instalments=[],
        total=samples.sum_of(rows, "due"),
        workers=[{name: row[name] for name in ("no", "name", "id_no", "due")} for row in rows],
        arbitrators=["韩清"],
        clerk="白露",
        certified_copy=True,
        receipts=[],
        legally_effective_on=None,
    )


def _same_content(context: Context) -> Iterator[Fault]:
    """REV-05: the difference to the agreement is empty."""
    pairs = zip_longest(context["agreement_terms"], context["terms"], fillvalue="（无）")
    for place, (agreed, written) in enumerate(pairs):
        if agreed != written:
            yield Fault(
                "REV-05",
                f"terms[{place}]",
                f"第{place + 1}项与调解协议不一致：协议为“{agreed[:30]}”，"
                f"调解书为“{written[:30]}”。",
            )


def _table_follows_its_term(context: Context) -> Iterator[Fault]:
    """JC-08, V-M3: what a term leaves to a table is printed under it and adds up."""
    open_terms = [place for place, term in enumerate(context["terms"]) if term.endswith("：")]
    if len(open_terms) != bool(context["instalments"]):
        yield Fault(
            "V-M3",
            "instalments",
            "有一项条款以表列明付款计划的，须填写分期付款计划；没有这样的条款不填写。",
        )
        return
    added = sum(amount_fen(row["amount"]) for row in context["instalments"] or [])
    if open_terms and added != amount_fen(context["total"]):
        yield Fault("V-M3", "instalments", "各期金额合计与给付总额不等。")
    for before, after in pairwise(context["instalments"] or []):
        if after["due_on"] <= before["due_on"]:
            yield Fault("V-D1", "instalments", f"第{after['no']}期付款日应晚于前一期。")


def _received_by_hand(context: Context) -> Iterator[Fault]:
    """SUM-04, ARB-32: signed for by every party, and effective by the last receipt."""
    receipts = {row["name"]: row for row in context["receipts"] or []}
    for place, row in enumerate(context["receipts"] or []):
        if row["method"] in SIMPLE:
            yield Fault(
                "SUM-04",
                f"receipts[{place}].method",
                f"调解书不得以{row['method']}送达“{row['name']}”，须由当事人签收。",
            )
        if row["signed_on"] < context["made_on"]:
            yield Fault(
                "V-D1", f"receipts[{place}].signed_on", f"“{row['name']}”的签收早于制作日期。"
            )
    parties = [party["name"] for side in ("applicants", "respondents") for party in context[side]]
    complete = all(name in receipts for name in parties)
    last = max((row["signed_on"] for row in receipts.values()), default=None)
    expected = last if complete else None
    if context["legally_effective_on"] != expected:
        yield Fault(
            "ARB-32",
            "legally_effective_on",
            f"调解书自最后一方签收之日（{expected}）起发生法律效力。"
            if expected
            else "尚有当事人未签收，调解书还没有发生法律效力。",
        )


MEDIATION_DOCUMENT = Contract(
    code="R03",
    title="仲裁调解书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        *(field for field in joint.SIDES if field.name != "roster"),
        MEDIATION_BODY_NAME,
        blocks.DISPUTE,
        AGREEMENT_NUMBER,
        Field("agreement_on", "协议日期", Kind.DATE),
        Field("effective_on", "协议生效日期", Kind.DATE),
        Field("applied_on", "申请审查日期", Kind.DATE),
        Field("accepted_on", "受理日期", Kind.DATE),
        Field("claims", "调解请求", Kind.LONG, "a whole sentence", sentence=True),
        Field("findings", "审查意见", Kind.LONG, "without a closing mark", sentence=False),
        Field(
            "agreement_terms", "调解协议的条款", Kind.TEXTS, "as in the D12; compared, not printed"
        ),
        Field("terms", "调解结果", Kind.TEXTS, "word for word agreement_terms"),
        Field(
            "instalments",
            "分期付款计划",
            Kind.ROWS,
            "printed under the term that ends in a colon (按下表分期支付：); [] without one",
            required=False,
            of=blocks.INSTALMENT,
        ),
        Field("total", "给付总额", Kind.AMOUNT),
        Field(
            "workers",
            "劳动者明细",
            Kind.ROWS,
            "printed after the text when there are two or more",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名"),
                Field("id_no", "公民身份号码"),
                Field("due", "金额", Kind.AMOUNT),
            ),
        ),
        *PANEL,
        Field(
            "certified_copy",
            "送达副本",
            Kind.FLAG,
            "True prints 本件与原本核对无异 above the clerk's name on a served copy",
        ),
        Field(
            "receipts",
            "签收情况",
            Kind.ROWS,
            "[] when the document is made; filled for the copy in the file",
            required=False,
            of=(
                Field("name", "当事人"),
                Field("method", "送达方式", Kind.CHOICE, choices=(*BY_HAND, *SIMPLE)),
                Field("signed_on", "签收日期", Kind.DATE),
            ),
        ),
        Field(
            "legally_effective_on",
            "发生法律效力日期",
            Kind.DATE,
            "the last receipt once every party has signed; None before",
            required=False,
        ),
    ),
    slots=(
        ARBITRATOR_SLOT,
        COMMISSION_SEAL,
        Slot("receipt", "签收人", ("signature",), each=True),
    ),
    sample=sample_document,
    citations={
        "review": ("REV-01",),
        "content": ("REV-05",),
        "effect": ("ARB-32",),
        "enforcement": ("ARB-44",),
    },
    checks=(
        checks.headcount("workers", "worker_count", "劳动者人数"),
        checks.total_of("workers", "due", "total", "给付金额"),
        checks.in_order(
            ("agreement_on", "协议日期"),
            ("effective_on", "协议生效日期"),
            ("applied_on", "申请审查日期"),
            ("accepted_on", "受理日期"),
            ("made_on", "制作日期"),
        ),
        _same_content,
        _table_follows_its_term,
        terms.no_status("terms", "调解结果"),
        terms.definite("terms", "调解结果"),
        terms.paid_in_person("terms", "调解结果"),
        joint.counted_in("REV-01", "effective_on", "applied_on", "申请审查"),
        joint.identity_holds("applicants", "respondents"),
        checks.reachable("applicants", by_phone_alone=True),
        checks.reachable("respondents"),
        checks.one_side_only("applicants", "respondents"),
        _received_by_hand,
    ),
)

NO_DOCUMENT_GROUNDS = (
    "违反法律、行政法规强制性规定",
    "损害国家利益、社会公共利益或者公民、法人、其他组织合法权益",
    "当事人提供证据材料有弄虚作假嫌疑",
    "违反自愿原则",
    "内容不明确",
    "具有其他不能制作调解书的事由",
)
DECISIONS = ("不予制作调解书", "终止审查")


def sample_no_document(decision: str = DECISIONS[0]) -> dict[str, Any]:
    refused = decision == DECISIONS[0]
    return header(
        NO_DOCUMENT.law(),
        **sample_address(),
        made_on="2026-10-15",
        accepted_on="2026-10-10",
        decision=decision,
        ground=NO_DOCUMENT_GROUNDS[2] if refused else None,
        reason="部分劳动者的考勤记录与工资专用账户代发记录不一致，当事人未能作出合理说明"
        if refused
        else "双方当事人另行协商付款日期",
        withdrawn_by=None if refused else "双方当事人",
        withdrawn_on=None if refused else "2026-10-14",
        served_on=None,
        pay_only=True,
        decided_on="2026-10-15",
        arbitrators=["韩清"],
        clerk="白露",
    )


def _decision_has_its_ground(context: Context) -> Iterator[Fault]:
    refused = context["decision"] == DECISIONS[0]
    if refused != bool(context["ground"]):
        yield Fault("REV-06", "ground", "不予制作调解书须写明法定情形；终止审查不写。")
    if refused == bool(context["withdrawn_on"]) or refused == bool(context["withdrawn_by"]):
        yield Fault("REV-07", "withdrawn_on", "终止审查须写明撤回申请的当事人和日期；其他不写。")
    if context["withdrawn_on"] and context["served_on"]:
        yield Fault("REV-07", "served_on", "调解书已经送达，不能再撤回仲裁审查申请。")


NO_DOCUMENT = Contract(
    code="R04",
    title="仲裁审查决定书",
    series=None,
    volume="first",
    fields=(
        *HEADER,
        *ADDRESSED,
        Field("accepted_on", "受理日期", Kind.DATE),
        Field("decision", "决定", Kind.CHOICE, choices=DECISIONS),
        Field(
            "ground",
            "法定情形",
            Kind.CHOICE,
            "不予制作调解书 only",
            required=False,
            choices=NO_DOCUMENT_GROUNDS,
        ),
        Field("reason", "理由", Kind.LONG, "without a closing mark", sentence=False),
        Field("withdrawn_by", "撤回申请人", note="终止审查 only", required=False),
        Field("withdrawn_on", "撤回日期", Kind.DATE, "终止审查 only", required=False),
        Field(
            "served_on",
            "调解书送达日期",
            Kind.DATE,
            "None while no R03 has been served; a day refuses a withdrawal",
            required=False,
        ),
        Field("pay_only", "仅就给付达成协议", Kind.FLAG, "True opens the direct suit (MED-16)"),
        Field("decided_on", "决定日期", Kind.DATE),
        *PANEL,
    ),
    slots=(ARBITRATOR_SLOT, COMMISSION_SEAL),
    sample=sample_no_document,
    citations={
        "no_document": ("REV-06",),
        "withdrawal": ("REV-07",),
        "arbitration": ("MED-14",),
        "suit": ("MED-16",),
    },
    checks=(
        _decision_has_its_ground,
        checks.in_order(
            ("applied_on", "申请日期"),
            ("accepted_on", "受理日期"),
            ("withdrawn_on", "撤回日期"),
            ("decided_on", "决定日期"),
            ("made_on", "制作日期"),
        ),
    ),
)
