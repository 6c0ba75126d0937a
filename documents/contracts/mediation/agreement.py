"""D12 调解协议书, D12A 附件：欠付劳动报酬明细及签名表."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, samples, terms
from documents.contracts.schema import (
    Context,
    Contract,
    Fault,
    Field,
    Kind,
    Slot,
    amount_dict,
    amount_fen,
)

LIABILITIES = ("直接支付", "先行清偿", "共同支付", "第三人自愿加入")
MAX_INSTALMENTS = 6
_OTHERS = ("respondents", "third_parties")

_NAMES = (Field("name", "单位名称"), Field("subcontractor", "欠薪的分包单位"))

TERMS = (
    Field("period_from", "欠薪起日", Kind.DATE),
    Field("period_to", "欠薪止日", Kind.DATE),
    Field("claimed_total", "请求金额", Kind.AMOUNT),
    Field("confirmed_total", "确认欠付总额", Kind.AMOUNT, "sum of workers.due"),
    Field(
        "waived",
        "放弃部分",
        Kind.BLOCK,
        "None when nothing is given up; required when confirmed_total < claimed_total",
        required=False,
        of=(
            Field("amount", "放弃金额", Kind.AMOUNT),
            Field("percent", "放弃比例", note="3.20%"),
            Field(
                "explanation", "放弃原因", Kind.LONG, "the recorded explanation, a whole sentence"
            ),
        ),
    ),
    Field(
        "payers",
        "付款人",
        Kind.ROWS,
        "fixed share each; the shares add up to confirmed_total",
        of=(
            Field("name", "名称"),
            Field("liability", "责任", Kind.CHOICE, choices=LIABILITIES),
            Field("share", "承担金额", Kind.AMOUNT),
            Field(
                "account",
                "付款账户",
                note="农民工工资专用账户; None when not agreed",
                required=False,
            ),
        ),
    ),
    Field(
        "debtor",
        "用人单位",
        note="who owed the wages: the subcontractor or the employer, printed in clause one",
    ),
    Field("payee_mode", "收款方式", Kind.CHOICE, choices=("本人账户", "现场现金签收")),
    Field("performance_mode", "履行方式", Kind.CHOICE, choices=("即时", "一次性", "分期")),
    Field(
        "spot_payment",
        "当场支付",
        Kind.BLOCK,
        "即时 only: already paid when the agreement is signed",
        required=False,
        of=(
            Field("paid_on", "支付日期", Kind.DATE),
            Field("method", "支付方式", note="银行转账"),
            Field("receipt", "凭证", note="银行转账回单、《履行情况记录》"),
        ),
    ),
    Field(
        "instalments",
        "付款计划",
        Kind.ROWS,
        "one row for 一次性 and for 即时, two to six for 分期",
        of=blocks.INSTALMENT,
    ),
    Field(
        "workers",
        "劳动者明细",
        Kind.ROWS,
        "every worker; printed in D12A when annex, otherwise the one account in clause two",
        of=blocks.WORKER,
    ),
)


def _sample_terms(rows: list[dict[str, Any]]) -> dict[str, Any]:
    total = samples.sum_of(rows, "due")
    return {
        "period_from": "2026-07-01",
        "period_to": "2026-09-15",
        "claimed_total": total,
        "confirmed_total": total,
        "waived": None,
        "payers": [
            {
                "name": samples.GENERAL_CONTRACTOR["name"],
                "liability": "先行清偿",
                "share": total,
                "account": "农民工工资专用账户",
            }
        ],
        "debtor": samples.SUBCONTRACTOR["name"],
        "payee_mode": "本人账户",
        "performance_mode": "分期" if len(rows[0]["instalments"]) > 1 else "一次性",
        "spot_payment": None,
        "instalments": samples.instalments_of(rows),
        "workers": rows,
    }


def sample_crew_agreement(size: int = 12, parts: int = 3) -> dict[str, Any]:
    """The crew's agreement with every optional clause that can stand beside the others."""
    return samples.header(
        AGREEMENT.law(),
        number="示农薪调协字〔2026〕12号",
        made_on="2026-09-28",
        applicants=samples.REPRESENTATIVES,
        worker_count=size,
        collective=True,
        annex=True,
        representatives=[party["name"] for party in samples.REPRESENTATIVES],
        respondents=samples.RESPONDENTS,
        third_parties=[samples.PROJECT_OWNER],
        dispute="劳动报酬",
        facts="周建民等人自2026年7月1日起在示例家园二期3号楼从事瓦工作业，2026年9月15日完工退场。"
        "该工程由示例建设集团第九工程有限公司施工总承包，劳务作业分包给示例市示例建筑劳务有限公司，"
        "曹守业为班组长。",
        disputed_matters="欠付劳动报酬的数额、付款主体和付款期限。",
        responsibility="示例市示例建筑劳务有限公司对拖欠劳动报酬承担支付责任，"
        "示例建设集团第九工程有限公司承担先行清偿责任。",
        **_sample_terms(samples.crew(size, parts)),
        substitute_payment={
            "name": samples.GENERAL_CONTRACTOR["name"],
            "subcontractor": samples.SUBCONTRACTOR["name"],
        },
        crew_leader="曹守业",
        owner_advance=None,
        investor=None,
        default={"kind": "加速到期", "grace_days": 5, "rate": None},
        residual="本协议项下劳动报酬争议了结",
        fund_advance=None,
        tax_note=None,
        confirmation={"court": "示例市示例区人民法院"},
        other_terms=[],
        copies={"total": size + 6, "each_party": 1, "body": 1, "court": 1},
        mediators=samples.MEDIATORS,
        witnesses=None,
        signatures=[*samples.RESPONDENT_SIGNATURES, samples.MEDIATOR_SIGNATURE],
    )


def sample_single_agreement() -> dict[str, Any]:
    """One worker, paid on the spot, no confirmation wanted."""
    row = samples.plasterer_row()
    return samples.header(
        AGREEMENT.law(),
        number="示农薪调协字〔2026〕3号",
        case_number="示农薪调字〔2026〕3号",
        made_on="2026-02-13",
        applicants=[samples.PLASTERER],
        worker_count=1,
        collective=False,
        annex=False,
        representatives=[],
        respondents=[samples.DECORATOR],
        third_parties=[],
        dispute="劳动报酬",
        facts="赵国栋自2025年12月1日至2026年1月16日在示例商场二层改造工程从事抹灰作业，日工资260.00元，"
        "应发10010.00元，已付4000.00元。",
        disputed_matters="尚欠劳动报酬的支付时间。",
        responsibility="示例市示例装饰工程有限公司系用人单位，承担支付责任。",
        period_from="2025-12-01",
        period_to="2026-01-16",
        claimed_total=row["due"],
        confirmed_total=row["due"],
        waived=None,
        payers=[
            {
                "name": samples.DECORATOR["name"],
                "liability": "直接支付",
                "share": row["due"],
                "account": None,
            }
        ],
        debtor=samples.DECORATOR["name"],
        payee_mode="本人账户",
        performance_mode="即时",
        spot_payment={
            "paid_on": "2026-02-13",
            "method": "银行转账",
            "receipt": "银行转账回单和《履行情况记录》",
        },
        instalments=[{"no": 1, "due_on": "2026-02-13", "percent": "100%", "amount": row["due"]}],
        workers=[row],
        substitute_payment=None,
        crew_leader=None,
        owner_advance=None,
        investor=None,
        default={"kind": "无", "grace_days": None, "rate": None},
        residual="本协议项下劳动报酬争议了结",
        fund_advance=None,
        tax_note=None,
        confirmation=None,
        other_terms=[],
        copies={"total": 3, "each_party": 1, "body": 1, "court": 0},
        mediators=samples.MEDIATORS,
        witnesses=None,
        signatures=[
            samples.party_signature(samples.PLASTERER),
            samples.party_signature(samples.DECORATOR),
            samples.MEDIATOR_SIGNATURE,
        ],
    )


def _waiver_explained(context: Context) -> Iterator[Fault]:
    given_up = amount_fen(context["claimed_total"]) - amount_fen(context["confirmed_total"])
    waived = context["waived"]
    if given_up < 0:
        yield Fault("V-M5", "confirmed_total", "确认欠付总额大于请求金额。")
    elif given_up and not waived:
        digits = amount_dict(given_up)["digits"]
        yield Fault("V-M2", "waived", f"确认总额比请求少{digits}元，须写明放弃金额、比例和原因。")
    elif waived and amount_fen(waived["amount"]) != given_up:
        yield Fault("V-M2", "waived.amount", "放弃金额不等于请求金额减确认总额。")


def _shares_add_up(context: Context) -> Iterator[Fault]:
    shares = sum(amount_fen(payer["share"]) for payer in context["payers"])
    if shares != amount_fen(context["confirmed_total"]):
        yield Fault(
            "V-M2",
            "payers",
            f"各付款人承担金额合计{amount_dict(shares)['digits']}元，"
            f"与确认总额{context['confirmed_total']['digits']}元不等。",
        )


def _payers_sign(context: Context) -> Iterator[Fault]:
    """Nobody is bound who does not sign."""
    parties = {p["name"] for side in _OTHERS for p in context[side] or []}
    for place, payer in enumerate(context["payers"]):
        if payer["name"] not in parties:
            yield Fault(
                "V-S1",
                f"payers[{place}].name",
                f"付款人“{payer['name']}”不是本协议的当事人，须到场签署，或者改由当事人付款。",
            )


def _instalments_add_up(context: Context) -> Iterator[Fault]:
    added = sum(amount_fen(row["amount"]) for row in context["instalments"])
    if added != amount_fen(context["confirmed_total"]):
        yield Fault(
            "V-M3",
            "instalments",
            f"各期合计{amount_dict(added)['digits']}元，"
            f"与确认总额{context['confirmed_total']['digits']}元不等。",
        )


def _mode_fits_schedule(context: Context) -> Iterator[Fault]:
    parts, mode = len(context["instalments"]), context["performance_mode"]
    if parts > MAX_INSTALMENTS:
        yield Fault("V-M3", "instalments", f"分期最多{MAX_INSTALMENTS}期，现为{parts}期。")
    if (mode == "分期") != (parts > 1):
        yield Fault("V-M3", "performance_mode", f"履行方式“{mode}”与付款计划{parts}期不符。")
    if (mode == "即时") != bool(context["spot_payment"]):
        yield Fault("V-T1", "spot_payment", "即时履行须写明当场支付情况；其他方式不写。")


def _first_payment_after_signing(context: Context) -> Iterator[Fault]:
    first = context["instalments"][0]["due_on"]
    if first < context["made_on"]:
        yield Fault("V-D1", "instalments[0].due_on", f"第1期付款日（{first}）早于协议日期。")


def _own_account(context: Context) -> Iterator[Fault]:
    if context["payee_mode"] != "本人账户":
        return
    for place, worker in enumerate(context["workers"]):
        for name, label in (
            ("account_holder", "户名"),
            ("bank", "开户银行"),
            ("account_no", "账号"),
        ):
            if not worker[name]:
                yield Fault(
                    "V-P4",
                    f"workers[{place}].{name}",
                    f"第{worker['no']}号劳动者“{worker['name']}”缺少收款账户的{label}。",
                )


def _default_is_complete(context: Context) -> Iterator[Fault]:
    default = context["default"]
    if default["kind"] in ("加速到期", "违约金") and default["grace_days"] is None:
        yield Fault("V-T1", "default.grace_days", f"{default['kind']}条款须写明宽限日数。")
    if default["kind"] == "违约金" and not default["rate"]:
        yield Fault("V-T1", "default.rate", "违约金条款须写明计算标准。")


def _annex_for_several(context: Context) -> Iterator[Fault]:
    if context["worker_count"] > 1 and not context["annex"]:
        yield Fault("V-S1", "annex", "两名以上劳动者须附明细及签名表，逐人签名捺印。")


AGREEMENT = Contract(
    code="D12",
    title="调解协议书",
    series="协议",
    volume="first",
    fields=(
        *blocks.HEADER,
        blocks.parties(
            "applicants", "申请人", "every applicant; of a collective case the representatives only"
        ),
        blocks.WORKER_COUNT,
        Field("collective", "十人以上", Kind.FLAG),
        Field(
            "annex",
            "有附件",
            Kind.FLAG,
            "True for two workers or more: D12A is part of the agreement",
        ),
        Field("representatives", "代表人姓名", Kind.TEXTS, required=False),
        blocks.parties("respondents", "被申请人"),
        blocks.parties("third_parties", "第三人", required=False),
        blocks.DISPUTE,
        Field("facts", "主要事实", Kind.LONG),
        Field("disputed_matters", "争议事项", Kind.LONG),
        Field("responsibility", "各方责任", Kind.LONG),
        *TERMS,
        Field(
            "substitute_payment",
            "总包先行清偿",
            Kind.BLOCK,
            "adds the clause on 先行清偿 and recourse (LIAB-01)",
            required=False,
            of=_NAMES,
        ),
        Field(
            "crew_leader",
            "班组长",
            note="name; adds the clause that he only confirms work and amounts (LIAB-04)",
            required=False,
        ),
        Field(
            "owner_advance",
            "建设单位垫付",
            Kind.BLOCK,
            "adds the clause on the owner's capped advance (LIAB-03)",
            required=False,
            of=(Field("name", "建设单位"), Field("cap", "未结清工程款", Kind.AMOUNT)),
        ),
        Field(
            "investor",
            "出资人责任",
            Kind.BLOCK,
            "adds the clause on the investor of a sole proprietorship (LIAB-08)",
            required=False,
            of=(Field("name", "出资人"), Field("firm", "企业名称")),
        ),
        Field(
            "default",
            "违约条款",
            Kind.BLOCK,
            of=(
                Field(
                    "kind", "类型", Kind.CHOICE, choices=("加速到期", "违约金", "仅继续履行", "无")
                ),
                Field("grace_days", "宽限日数", Kind.COUNT, "natural days", required=False),
                Field(
                    "rate", "违约金标准", note="按欠付金额每日万分之三; 违约金 only", required=False
                ),
            ),
        ),
        Field(
            "residual",
            "剩余权利",
            Kind.CHOICE,
            choices=("本协议项下劳动报酬争议了结", "其他权利保留"),
        ),
        Field(
            "fund_advance",
            "周转金垫付",
            Kind.BLOCK,
            "what the fund has already paid and who receives that part (FUND-02)",
            required=False,
            of=(Field("amount", "已垫付金额", Kind.AMOUNT), Field("payee", "收款单位")),
        ),
        Field("tax_note", "税费约定", Kind.LONG, required=False),
        Field(
            "confirmation",
            "共同申请司法确认",
            Kind.BLOCK,
            "None prints that the parties do not apply",
            required=False,
            of=(Field("court", "人民法院"),),
        ),
        Field("other_terms", "其他约定", Kind.TEXTS, "one clause each", required=False),
        Field(
            "copies",
            "份数",
            Kind.BLOCK,
            of=(
                Field("total", "总份数", Kind.COUNT),
                Field("each_party", "每方份数", Kind.COUNT),
                Field("body", "调解组织份数", Kind.COUNT),
                Field("court", "法院份数", Kind.COUNT, "0 when no confirmation is applied for"),
            ),
        ),
        blocks.MEDIATORS,
        blocks.WITNESSES,
        Field(
            "signatures",
            "签名栏",
            Kind.ROWS,
            "every party but the workers who sign in the annex, then the mediators; the seal of "
            "the mediation body has its own place",
            of=blocks.SIGNATURE,
        ),
    ),
    slots=(
        Slot("applicant", "申请人（有附件时在附件逐人签名）", blocks.SIGN_AND_PRINT, each=True),
        blocks.RESPONDENT_SLOT,
        blocks.THIRD_PARTY_SLOT,
        Slot("witness", "见证人", ("signature",), required=False, each=True),
        blocks.MEDIATOR_SLOT,
        blocks.BODY_SEAL,
    ),
    sample=sample_crew_agreement,
    citations={
        "basis": ("MED-10", "MED-12"),
        "substitute_payment": ("LIAB-01",),
        "crew_leader": ("LIAB-04",),
        "owner_advance": ("LIAB-03",),
        "investor": ("LIAB-08",),
        "own_account": ("WAGE-02",),
        "confirmation": ("JC-01",),
        "enforcement": ("JC-03",),
        "payment_order": ("MED-15",),
        "suit": ("MED-16",),
        "arbitration": ("MED-14",),
    },
    checks=(
        checks.headcount("workers", "worker_count", "劳动者人数"),
        checks.total_of("workers", "due", "confirmed_total", "欠付金额"),
        _waiver_explained,
        _shares_add_up,
        _payers_sign,
        _instalments_add_up,
        _mode_fits_schedule,
        checks.instalments,
        checks.worker_rows,
        _own_account,
        checks.in_order(
            ("period_from", "欠薪起日"), ("period_to", "欠薪止日"), ("made_on", "协议日期")
        ),
        _first_payment_after_signing,
        _default_is_complete,
        terms.definite("other_terms", "其他约定"),
        terms.paid_in_person("other_terms", "其他约定"),
        checks.when("confirmation", terms.pay_only("other_terms", "其他约定")),
        _annex_for_several,
        checks.reachable("applicants", by_phone_alone=True),
        checks.reachable("respondents"),
        checks.one_side_only("applicants", "respondents"),
        checks.slots_for(*_OTHERS),
        checks.slots_present("调解员"),
        checks.agents_may_sign("applicants", *_OTHERS),
    ),
)


def sample_annex(size: int = 12, parts: int = 3) -> dict[str, Any]:
    rows = samples.crew(size, parts)
    return samples.header(
        ANNEX.law(),
        made_on="2026-09-28",
        agreement_number="示农薪调协字〔2026〕12号",
        respondents_text=samples.RESPONDENT_NAMES,
        worker_count=size,
        instalments=samples.instalments_of(rows),
        workers=rows,
        gross_total=samples.sum_of(rows, "gross"),
        paid_total=samples.sum_of(rows, "paid"),
        confirmed_total=samples.sum_of(rows, "due"),
        payee_mode="本人账户",
        mediators=samples.MEDIATORS,
        witnesses=[{"no": 2, "name": rows[1]["name"], "how": "口头", "witness": "宋平"}]
        if size > 1
        else None,
    )


ANNEX = Contract(
    code="D12A",
    title="欠付劳动报酬明细及签名表",
    series=None,
    volume="first",
    landscape=True,
    fields=(
        *blocks.HEADER,
        Field("agreement_number", "调解协议书文号"),
        blocks.RESPONDENTS_TEXT,
        blocks.WORKER_COUNT,
        Field("instalments", "付款计划", Kind.ROWS, "as in the agreement", of=blocks.INSTALMENT),
        Field("workers", "劳动者明细", Kind.ROWS, of=blocks.WORKER),
        Field("gross_total", "应发合计", Kind.AMOUNT),
        Field("paid_total", "已付合计", Kind.AMOUNT),
        Field("confirmed_total", "欠付合计", Kind.AMOUNT),
        Field("payee_mode", "收款方式", Kind.CHOICE, choices=("本人账户", "现场现金签收")),
        blocks.MEDIATORS,
        blocks.WITNESSES,
    ),
    slots=(
        Slot("worker", "各劳动者", blocks.SIGN_AND_PRINT, each=True),
        Slot("witness", "见证人", ("signature",), required=False, each=True),
        blocks.BODY_SEAL,
    ),
    sample=sample_annex,
    citations={},
    checks=(
        checks.headcount("workers", "worker_count", "劳动者人数"),
        checks.total_of("workers", "gross", "gross_total", "应发金额"),
        checks.total_of("workers", "paid", "paid_total", "已付金额"),
        checks.total_of("workers", "due", "confirmed_total", "欠付金额"),
        _instalments_add_up,
        checks.instalments,
        checks.worker_rows,
        _own_account,
    ),
)
