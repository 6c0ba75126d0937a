"""A12-1 仲裁裁决书（终局）, A12-2 仲裁裁决书（非终局）, A13 先行裁决书."""

from collections.abc import Iterator, Mapping
from typing import Any

from documents.contracts import checks, samples
from documents.contracts.award import items, panel
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
from documents.contracts.tribunal import elements
from documents.contracts.tribunal import panel as tribunal
from documents.contracts.tribunal import samples as case
from documents.contracts.tribunal.checks import identified

LIABILITIES: Mapping[str, str] = {
    "总包先行清偿": "LIAB-01",
    "建设单位限额垫付": "LIAB-03",
    "违法发包分包清偿": "LIAB-04",
    "出借资质清偿": "LIAB-05",
    "出资人清偿": "LIAB-08",
    "连带清偿": "LIAB-12",
}
"""How somebody besides the debtor answers for the sum -> the provision."""

KIND_ARTICLES = {
    "wages": ("WAGE-16",),
    "overtime": ("WAGE-05",),
    "double_wages": ("WAGE-13",),
    "compensation": ("WAGE-12",),
    "additional_compensation": ("WAGE-09",),
}
CITATIONS = {
    **KIND_ARTICLES,
    "day_rate": ("WAGE-04",),
    "default": ("ARB-21",),
    "evidence": ("ARB-39",),
    "final": ("ARB-25", "ARB-26"),
    "contents": ("ARB-33",),
    "worker_suit": ("ARB-28",),
    "annulment": ("ARB-29",),
    "suit": ("ARB-30",),
    "each_worker": ("ARB-31",),
    "enforcement": ("ARB-44", "JC-16"),
    "fund": ("FUND-02",),
    "general_contractor": ("LIAB-01",),
    "owner": ("LIAB-03",),
    "illegal_subcontract": ("LIAB-04",),
    "lent_licence": ("LIAB-05",),
    "investor": ("LIAB-08",),
    "joint": ("LIAB-12",),
}

CASE_TOLD = (
    Field(
        "applicant_case",
        "申请人称",
        Kind.LONG,
        "facts and reasons of the application; the claims are printed from `claims`",
        sentence=True,
    ),
    Field(
        "respondent_case",
        "被申请人辩称",
        Kind.LONG,
        "None without an answer",
        required=False,
        sentence=True,
    ),
    Field("third_party_case", "第三人述称", Kind.LONG, required=False, sentence=True),
    Field("undisputed", "无争议要素", Kind.ROWS, required=False, of=elements.UNDISPUTED_ELEMENT),
    Field(
        "disputed",
        "有争议要素",
        Kind.ROWS,
        required=False,
        of=(
            *elements.DISPUTED_ELEMENT,
            Field("found", "认定的内容", note="9天"),
            Field("finding", "认定理由", note="why, one or more whole sentences", sentence=True),
        ),
    ),
    Field(
        "facts",
        "另查明的事实",
        Kind.LONG,
        "what no element holds",
        required=False,
        sentence=True,
    ),
    Field("evidence", "证据", Kind.TEXTS, "names of the evidence the findings rest on"),
    Field(
        "withheld",
        "用人单位未提供的证据",
        Kind.TEXTS,
        "what the employer keeps and did not produce (ARB-39)",
        required=False,
    ),
)

ORDER = (
    Field("debtor", "支付人", note="the respondent who has to pay"),
    Field(
        "liable",
        "其他责任人",
        Kind.ROWS,
        "who answers besides the debtor; one operative item each",
        required=False,
        of=(
            Field("name", "名称"),
            Field("mode", "责任", Kind.CHOICE, choices=tuple(LIABILITIES)),
            Field("cap", "限额", Kind.AMOUNT, "建设单位限额垫付 only", required=False),
        ),
    ),
    Field(
        "pay_within",
        "支付期限",
        Kind.BLOCK,
        of=(
            Field("days", "日数", Kind.COUNT, "natural days"),
            Field("since", "起算", Kind.CHOICE, choices=("生效", "作出")),
        ),
    ),
)

FIELDS = (
    *tribunal.HEADER,
    Field(
        "finality",
        "终局类型",
        Kind.CHOICE,
        "which items this paper decides; the other ones stand in the other paper",
        choices=(items.FINAL, items.NON_FINAL),
    ),
    Field(
        "certified_copy",
        "送达本",
        Kind.FLAG,
        "True prints 本件与原本核对无异 above the clerk's name on a served copy",
    ),
    *panel.CASE,
    *panel.PROCEEDINGS,
    *CASE_TOLD,
    items.CLAIMS,
    items.LIMIT,
    *items.TOTALS,
    *items.DEDUCTIONS,
    *ORDER,
    *panel.COURTS,
    *panel.BENCH,
    *panel.CLOCK,
    panel.COPIES,
)


def _payers_are_parties(context: Context) -> Iterator[Fault]:
    """V-P1: nobody is ordered to pay who is no party."""
    respondents = [party["name"] for party in context["respondents"]]
    parties = [*respondents, *(party["name"] for party in context["third_parties"] or [])]
    if context["debtor"] not in respondents:
        yield Fault("V-P1", "debtor", f"支付人“{context['debtor']}”不是本案被申请人。")
    for place, row in enumerate(context["liable"] or []):
        if row["name"] not in parties:
            yield Fault("V-P1", f"liable[{place}].name", f"责任人“{row['name']}”不是本案当事人。")
        if (row["mode"] == "建设单位限额垫付") != bool(row["cap"]):
            yield Fault("V-T1", f"liable[{place}].cap", "建设单位垫付须写明限额；其他责任不写。")


def _workers_are_applicants(context: Context) -> Iterator[Fault]:
    """V-P1: as many workers have claims as the case counts; one of them is the named applicant."""
    workers = list(dict.fromkeys(claim["worker"] for claim in context["claims"]))
    if len(workers) != context["worker_count"]:
        yield Fault(
            "V-M2",
            "worker_count",
            f"劳动者人数不符：仲裁请求涉及{len(workers)}人，栏内{context['worker_count']}人。",
        )
    called = [
        {party["name"], f"{party['name']}（{party['role']}）"} for party in context["applicants"]
    ]
    if len(called) == context["worker_count"]:
        for worker in workers:
            if not any(worker in names for names in called):
                yield Fault("V-P1", "claims", f"仲裁请求的劳动者“{worker}”不是申请人。")
    for place, names in enumerate(called):
        if names.isdisjoint(workers):
            name = context["applicants"][place]["name"]
            yield Fault("V-P1", f"applicants[{place}].name", f"申请人“{name}”没有仲裁请求。")


def _both_papers_numbered(context: Context) -> Iterator[Fault]:
    """V-N1: with a second paper on the other items, each has its own sub-number."""
    if len(items.decided(context)) < len(context["claims"]):
        yield from panel.has_sub_number("终局与非终局事项分别裁决")(context)


def _pay_term(context: Context) -> Iterator[Fault]:
    """V-D2: a non-final award cannot be due before it has effect."""
    if not context["pay_within"]["days"]:
        yield Fault("V-D2", "pay_within.days", "支付期限的日数应大于零。")
    if context["finality"] == items.NON_FINAL and context["pay_within"]["since"] == "作出":
        yield Fault("V-D2", "pay_within.since", "非终局裁决的支付期限应自裁决书生效之日起算。")


CHECKS: tuple[Check, ...] = (
    *items.MONEY_CHECKS,
    _workers_are_applicants,
    checks.crew_counted(),
    _payers_are_parties,
    _both_papers_numbered,
    _pay_term,
    panel.sub_number,
    elements.in_element_order("undisputed"),
    elements.in_element_order("disputed"),
    tribunal.panel_formed,
    panel.panel_fits_procedure,
    panel.simplified_only_when_found,
    panel.signatures_are_the_panel,
    panel.decided_by_majority,
    panel.heard_in_order,
    panel.default_stands_on_notice,
    panel.within_time_limit,
    panel.copies_for_all,
    checks.reachable("respondents"),
    checks.one_side_only("applicants", "respondents"),
    identified("applicants", "respondents", "third_parties"),
)


def _disputed_and_found() -> list[dict[str, Any]]:
    findings = {
        "E10": ("9天", "考勤记录仅能证明9天，其余3天没有证据。"),
        "E11": ("5天", "被申请人未提供年休假记录，采信申请人的主张。"),
        "E15": ("3个月", "扣除一个月宽限期，为2026年1月至3月。"),
    }
    return [
        {**row, "found": findings[row["code"]][0], "finding": findings[row["code"]][1]}
        for row in case.disputed_elements()
    ]


def sample_award(finality: str, **values: Any) -> dict[str, Any]:
    """The case of the lathe operator: four final items and one that is not."""
    law = AWARDS[finality].law() if "law" not in values else values.pop("law")
    context = panel.sample_header(
        law,
        number=f"示劳人仲案字〔2026〕268-{1 if finality == items.FINAL else 2}号",
        finality=finality,
        certified_copy=True,
        **panel.sample_case(),
        **panel.sample_proceedings(),
        applicant_case="申请人于2022年1月10日入职，任数控车工，月工资6600.00元。"
        "被申请人自2026年2月起未支付工资，申请人于2026年5月31日以未及时足额支付劳动报酬为由"
        "解除劳动合同。",
        respondent_case="认可入职时间、月工资和未支付工资的期间；休息日加班为9天，"
        "年休假已经安排，续签合同系申请人拖延，不同意支付二倍工资差额和经济补偿。",
        third_party_case=None,
        undisputed=case.undisputed_elements(),
        disputed=_disputed_and_found(),
        facts=None,
        evidence=[row["name"] for row in case.EVIDENCE],
        withheld=["工资支付台账", "年休假记录"],
        claims=items.sample_claims(),
        finality_limit={
            "monthly_min_wage": amount_dict(220000),
            "amount": amount_dict(2640000),
            "source": "示例市现行月最低工资标准",
        },
        claim_total=case.CLAIM_TOTAL,
        deductions=[],
        advanced_total=amount_dict(0),
        returned_total=None,
        paid_total=amount_dict(0),
        advanced_by=None,
        debtor=case.MACHINE_WORKS["name"],
        liable=[],
        pay_within={"days": 15, "since": "生效"},
        basic_court=case.COURT,
        intermediate_court=panel.INTERMEDIATE_COURT,
        **panel.sample_bench(),
        limit_on="2026-08-03",
        late_reason=None,
        copies=3,
    )
    context |= values
    total = amount_dict(
        sum(amount_fen(row["awarded"]) for row in items.decided(context) if row["awarded"])
    )
    return {"awarded_total": total, "still_to_pay": total, **context}


def _award(code: str, finality: str) -> Contract:
    return Contract(
        code=code,
        title=f"仲裁裁决书（{finality}）",
        series=None,
        volume="first",
        fields=FIELDS,
        slots=(tribunal.ARBITRATOR_SLOT, tribunal.COMMISSION_SEAL),
        sample=lambda: sample_award(finality),
        citations=CITATIONS,
        checks=(items.of_finality(finality), *CHECKS),
    )


AWARDS = {
    items.FINAL: _award("A12-1", items.FINAL),
    items.NON_FINAL: _award("A12-2", items.NON_FINAL),
}
FINAL_AWARD, NON_FINAL_AWARD = AWARDS.values()


def sample_collective_award() -> dict[str, Any]:
    """Twelve workers of a building site before a panel of three; the contractor answers first."""
    wages = {"period_from": "2026-07-01", "period_to": "2026-09-15"}
    claims = [
        {
            "no": 1,
            "kind": "劳动报酬",
            "what": "2026年7月至9月工资",
            **wages,
            "formula": f"{row['basis']}－{row['paid']['digits']}元",
            "amount": row["due"],
            "elements": ["E6", "E9"],
            "worker_no": no,
            "worker": row["name"],
            "id_no": row["id_no"],
            "awarded": row["due"],
            "awarded_formula": f"{row['basis']}－{row['paid']['digits']}元",
            "order": None,
            "opinion": "出勤天数、日工资标准和已付金额有考勤导出表和班组工资表为证，本委予以确认。",
            "finality": items.FINAL,
            "finality_reason": None,
        }
        for no, row in enumerate(samples.crew(), 1)
    ]
    total = amount_dict(sum(amount_fen(row["awarded"]) for row in claims))
    return sample_award(
        items.FINAL,
        case_number="示劳人仲案字〔2026〕301号",
        number="示劳人仲案字〔2026〕301号",
        made_on="2026-11-20",
        applicants=samples.REPRESENTATIVES,
        respondents=[samples.SUBCONTRACTOR, samples.GENERAL_CONTRACTOR],
        applicants_text="周建民等12人",
        respondents_text=f"{samples.SUBCONTRACTOR['name']}、{samples.GENERAL_CONTRACTOR['name']}",
        cause="追索劳动报酬",
        worker_count=12,
        procedure="一般程序",
        received_on="2026-10-12",
        docketed_on="2026-10-14",
        hearings=[{"starts_at": samples.moment("2026-11-05T09:00"), "public": True}],
        attendance="申请人代表人周建民、被申请人1的委托代理人施文涛",
        absent=[],
        applicant_case="申请人在示例家园二期3号楼从事瓦工作业，2026年9月15日完工退场，"
        "尚欠工资未付。",
        respondent_case="认可欠付事实，因工程款未到位暂无力支付。",
        undisputed=[],
        disputed=[],
        facts="示例建设集团第九工程有限公司为该工程施工总承包单位，将劳务作业分包给"
        "示例市示例建筑劳务有限公司。",
        evidence=[row["name"] for row in samples.EVIDENCE],
        withheld=[],
        claims=claims,
        claim_total=total,
        debtor=samples.SUBCONTRACTOR["name"],
        liable=[{"name": samples.GENERAL_CONTRACTOR["name"], "mode": "总包先行清偿", "cap": None}],
        **panel.sample_bench(case.PANEL_OF_THREE),
        limit_on="2026-11-30",
        copies=15,
    )


def _sample_partial() -> dict[str, Any]:
    first = items.sample_claims()[0]
    return sample_award(
        items.FINAL,
        law=PARTIAL_AWARD.law(),
        made_on="2026-07-03",
        claims=[first],
        claim_total=first["amount"],
        clear_part="申请人月工资6600.00元、2026年2月至5月工资未支付的事实，双方均无争议，"
        "该部分事实已经清楚。",
        continuing_part="休息日加班工资、二倍工资差额、经济补偿和未休年休假工资等请求继续审理。",
        disputed=[],
        withheld=[],
        evidence=["银行工资流水"],
    )


PARTIAL_AWARD = Contract(
    code="A13",
    title="先行裁决书",
    series=None,
    volume="first",
    fields=(
        *FIELDS,
        Field(
            "clear_part",
            "已经清楚的部分",
            Kind.LONG,
            "whole sentences; `claims` holds only the claims of this part",
            sentence=True,
        ),
        Field("continuing_part", "继续审理的部分", Kind.LONG, "whole sentences", sentence=True),
    ),
    slots=(tribunal.ARBITRATOR_SLOT, tribunal.COMMISSION_SEAL),
    sample=_sample_partial,
    citations={**CITATIONS, "partial": ("ARB-23",)},
    checks=(*CHECKS, panel.has_sub_number("先行裁决只裁决案件的一部分")),
)
