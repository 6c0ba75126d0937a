"""E01 支付令申请书 (one worker, one debtor), E02 强制执行申请书."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from documents.contracts import blocks, checks, joint, samples
from documents.contracts.court.confirmation import (
    COURT_NAME,
    NO_BASIC_COURT,
    court_number_faults,
)
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
from documents.contracts.tribunal.checks import agent_may_sign
from law.calendar import published_calendar
from law.statutes import cite
from law.time_limits import last_day

HEADS = ("劳动报酬", "工伤医疗费", "经济补偿", "赔偿金")
"""What a payment order may rest on by the agreement (MED-15)."""

BY_AGREEMENT, BY_ARREARS = "调解协议", "拖欠劳动报酬"


def _debtor(party: dict[str, Any]) -> dict[str, Any]:
    return {**party, "role": "被申请人", "agents": []}


def sample_payment_order(basis: str = BY_AGREEMENT) -> dict[str, Any]:
    row = samples.crew(1)[0]
    agreed = basis == BY_AGREEMENT
    parts = [part["amount"] for part in row["instalments"]]
    rows = (
        [
            {"no": 2, "due_on": "2026-10-10", "amount": parts[1], "paid": amount_dict(0)},
            {"no": 3, "due_on": "2026-10-16", "amount": parts[2], "paid": amount_dict(0)},
        ]
        if agreed
        else [{"no": 1, "due_on": "2026-09-15", "amount": row["due"], "paid": amount_dict(0)}]
    )
    due = [{**part, "due": part["amount"]} for part in rows]
    return samples.header(
        PAYMENT_ORDER.law(),
        made_on="2026-10-19",
        applicant={**samples.REPRESENTATIVES[0], "role": "申请人"},
        debtor=_debtor(samples.GENERAL_CONTRACTOR if agreed else samples.SUBCONTRACTOR),
        court_name=COURT_NAME,
        debtor_place="示例市示例区",
        basis=basis,
        head="劳动报酬",
        agreement={
            "number": "示农薪调协字〔2026〕12号",
            "effective_on": "2026-09-28",
            "body": samples.BODY["name"],
            "confirmed": False,
            "penalty_agreed": False,
            "accelerated": True,
        }
        if agreed
        else None,
        facts="申请人自2026年7月1日起至2026年9月15日止在示例家园二期3号楼从事瓦工作业，"
        "应得劳动报酬已经双方确认，被申请人至今未按期足额支付。",
        items=due,
        penalty=None,
        amount_due=samples.sum_of(due, "due"),
        overdue_since="2026-10-11" if agreed else "2026-09-16",
        evidence=samples.EVIDENCE[:2],
        whole_sum_settled=True,
        no_counter_performance=True,
        serviceable=True,
        preserved=False,
        account={
            "holder": row["name"],
            "bank": row["bank"],
            "account_no": row["account_no"],
        },
        applied_on="2026-10-19",
        signatures=[samples.signature("申请人", row["name"], "person")],
    )


def _only_what_is_due(context: Context) -> Iterator[Fault]:
    for place, item in enumerate(context["items"]):
        if item["due_on"] >= context["applied_on"]:
            yield Fault(
                "PAYO-04",
                f"items[{place}].due_on",
                f"第{item['no']}期{item['due_on']}尚未到期，不能申请支付令。",
            )
        if amount_fen(item["due"]) != amount_fen(item["amount"]) - amount_fen(item["paid"]):
            yield Fault(
                "V-M2", f"items[{place}].due", f"第{item['no']}期未付金额不等于应付减已付。"
            )
        if not amount_fen(item["due"]):
            yield Fault("PAYO-04", f"items[{place}].due", f"第{item['no']}期已经付清，请删除。")
    penalty = context["penalty"]
    added = sum(amount_fen(item["due"]) for item in context["items"])
    added += amount_fen(penalty["amount"]) if penalty else 0
    if added != amount_fen(context["amount_due"]):
        yield Fault("V-M2", "amount_due", "请求金额不等于各期未付金额与违约金之和。")
    first = min(item["due_on"] for item in context["items"])
    if context["overdue_since"] <= first:
        yield Fault("V-D1", "overdue_since", f"逾期自最早的付款日（{first}）的次日起算。")


def _penalty_was_agreed(context: Context) -> Iterator[Fault]:
    agreement = context["agreement"]
    if context["penalty"] and not (agreement and agreement["penalty_agreed"]):
        yield Fault("PAYO-04", "penalty", "没有约定利息或者违约金的，不能在支付令中请求。")


def _basis_is_given(context: Context) -> Iterator[Fault]:
    agreement = context["agreement"]
    if (context["basis"] == BY_AGREEMENT) != bool(agreement):
        yield Fault("V-T1", "agreement", "依据调解协议的须写明协议；没有协议的不写。")
    elif context["basis"] == BY_ARREARS and context["head"] != "劳动报酬":
        yield Fault(
            "PAYO-05", "head", f"没有协议时只能就劳动报酬申请支付令，不能就{context['head']}。"
        )
    if agreement and agreement["confirmed"]:
        yield Fault(
            "V-X1", "agreement.confirmed", "协议已经司法确认，应当申请强制执行，不申请支付令。"
        )


def _debtor_can_be_ordered(context: Context) -> Iterator[Fault]:
    debtor = context["debtor"]
    if debtor["whereabouts_unknown"]:
        yield Fault(
            "V-X1", "debtor.whereabouts_unknown", "债务人下落不明，不能申请支付令，请改走仲裁。"
        )
    elif not debtor["address"]:
        yield Fault("PAYO-04", "debtor.address", "债务人没有可以送达的地址。")
    if debtor["kind"] == "natural":
        yield Fault(
            "V-X1",
            "debtor.kind",
            f"支付令向用人单位申请，“{debtor['name']}”是自然人，请改走诉讼或者仲裁。",
        )
    if NO_BASIC_COURT.search(context["court_name"]):
        yield Fault("PAYO-04", "court_name", "支付令由债务人住所地的基层人民法院管辖，请改选法院。")
    for field, wanted, message in (
        ("whole_sum_settled", True, "数额有争议或者不确定的，不能申请支付令。"),
        ("no_counter_performance", True, "申请人负有对待给付义务的，不能申请支付令。"),
        ("serviceable", True, "支付令不能送达债务人的，不能申请支付令。"),
        ("preserved", False, "已申请诉前保全的，不能申请支付令。"),
    ):
        if context[field] is not wanted:
            yield Fault("PAYO-04", field, message)
    if context["applicant"]["kind"] != "natural":
        yield Fault("V-P1", "applicant.kind", "支付令由劳动者本人逐人申请。")
    if context["applicant"]["name"] not in [row["name"] for row in context["signatures"]]:
        yield Fault("V-S1", "signatures", "支付令申请书须由申请人本人签名，不能由他人代签。")
    if context["account"]["holder"] != context["applicant"]["name"]:
        yield Fault("V-P4", "account.holder", "收款账户须为申请人本人账户。")


PAYMENT_ORDER = Contract(
    code="E01",
    title="支付令申请书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        Field("applicant", "申请人", Kind.BLOCK, "one worker, role 申请人", of=blocks.PARTY),
        Field("debtor", "被申请人", Kind.BLOCK, "one debtor, role 被申请人", of=blocks.PARTY),
        Field("court_name", "人民法院", note="the basic court at the debtor's domicile"),
        Field("debtor_place", "债务人住所地", note="示例市示例区"),
        Field("basis", "依据", Kind.CHOICE, choices=(BY_AGREEMENT, BY_ARREARS)),
        Field("head", "款项性质", Kind.CHOICE, choices=HEADS),
        Field(
            "agreement",
            "调解协议",
            Kind.BLOCK,
            f"{BY_AGREEMENT} only",
            required=False,
            of=(
                Field("number", "协议文号"),
                Field("effective_on", "生效日期", Kind.DATE),
                Field("body", "调解组织"),
                Field("confirmed", "已经司法确认", Kind.FLAG, "True refuses the paper: use E02"),
                Field("penalty_agreed", "约定了违约金", Kind.FLAG),
                Field("accelerated", "已经加速到期", Kind.FLAG, "the remaining parts fell due"),
            ),
        ),
        Field("facts", "事实", Kind.LONG, sentence=True),
        Field(
            "items",
            "到期未付款项",
            Kind.ROWS,
            "only what is due; an accelerated part has the day it fell due",
            of=(
                Field("no", "期次", Kind.COUNT),
                Field("due_on", "付款日", Kind.DATE),
                Field("amount", "应付金额", Kind.AMOUNT),
                Field("paid", "已付金额", Kind.AMOUNT),
                Field("due", "未付金额", Kind.AMOUNT),
            ),
        ),
        Field(
            "penalty",
            "违约金或者利息",
            Kind.BLOCK,
            "only when agreed",
            required=False,
            of=(
                Field("amount", "金额", Kind.AMOUNT),
                Field("basis", "约定和计算方法", sentence=False),
            ),
        ),
        Field("amount_due", "请求金额", Kind.AMOUNT, "what is unpaid and the penalty"),
        Field("overdue_since", "逾期起算日", Kind.DATE),
        Field("evidence", "证据", Kind.ROWS, of=blocks.EVIDENCE),
        Field("whole_sum_settled", "数额确定", Kind.FLAG),
        Field("no_counter_performance", "没有其他债务纠纷", Kind.FLAG),
        Field("serviceable", "能够送达", Kind.FLAG),
        Field("preserved", "已申请诉前保全", Kind.FLAG),
        Field(
            "account",
            "收款账户",
            Kind.BLOCK,
            of=(
                Field("holder", "户名"),
                Field("bank", "开户银行"),
                Field("account_no", "账号"),
            ),
        ),
        Field("applied_on", "申请日期", Kind.DATE),
        blocks.SIGNATURES,
    ),
    slots=(Slot("applicant", "申请人", blocks.SIGN_AND_PRINT),),
    sample=sample_payment_order,
    citations={
        "agreement": ("MED-15",),
        "arrears": ("PAYO-05",),
        "conditions": ("PAYO-04",),
    },
    checks=(
        _basis_is_given,
        _debtor_can_be_ordered,
        _only_what_is_due,
        _penalty_was_agreed,
        joint.identity_holds("applicant", "debtor"),
        checks.in_order(("agreement.effective_on", "协议生效日期"), ("applied_on", "申请日期")),
        checks.slots_present("申请人"),
        agent_may_sign("applicant"),
    ),
)

RULING, REVIEWED, AWARD, ORDER = "民事裁定书", "仲裁调解书", "仲裁裁决书", "支付令"
BASES = (RULING, REVIEWED, AWARD, ORDER)
FINALITIES = ("终局", "非终局")
NON_FINAL_DAYS = 15
OF_COURTS = (RULING, ORDER)
MADE_HERE, AT_PROPERTY, AT_DOMICILE = (
    "作出执行依据的人民法院",
    "被执行的财产所在地",
    "被执行人住所地",
)
_PROOF = {RULING: "送达", REVIEWED: "送达", AWARD: "生效", ORDER: "送达"}


def sample_enforcement(basis: str = RULING, size: int = 12) -> dict[str, Any]:
    rows = samples.crew(size)
    workers = [
        {
            "no": row["no"],
            "name": row["name"],
            "id_no": row["id_no"],
            "obliged": row["due"],
            "paid": row["instalments"][0]["amount"],
            "outstanding": amount_dict(
                sum(amount_fen(part["amount"]) for part in row["instalments"][1:])
            ),
            "account_holder": row["name"],
            "bank": row["bank"],
            "account_no": row["account_no"],
        }
        for row in rows
    ]
    number = {
        RULING: "（2026）冀0699民特12号",
        REVIEWED: "示劳人仲审字〔2026〕6号",
        AWARD: "示劳人仲案字〔2026〕89号",
        ORDER: "（2026）冀0699民督5号",
    }[basis]
    court = basis in OF_COURTS
    applicants = [
        {**party, "role": f"申请执行人代表人{place}"}
        for place, party in enumerate(samples.REPRESENTATIVES, 1)
    ]
    debtor = {**samples.GENERAL_CONTRACTOR, "role": "被执行人", "agents": []}
    return samples.header(
        ENFORCEMENT.law(),
        made_on="2026-12-07",
        applicants=applicants,
        representatives=[party["name"] for party in applicants],
        worker_count=size,
        debtors=[debtor],
        court_name=COURT_NAME,
        court_ground=MADE_HERE if court else AT_DOMICILE,
        court_place=None if court else "示例市示例区",
        title_document={
            "kind": basis,
            "finality": "非终局" if basis == AWARD else None,
            "number": number,
            "issuer": COURT_NAME if court else samples.COMMISSION["name"],
            "made_on": "2026-09-28" if basis == AWARD else "2026-10-16",
            "effective_on": "2026-10-16",
        },
        annulment_pending=False,
        obligation="示例建设集团第九工程有限公司按照示农薪调协字〔2026〕12号调解协议，"
        "分三期向周建民等12人支付劳动报酬",
        last_due_on="2026-11-30",
        enforce_by=None,
        workers=workers,
        obliged_total=samples.sum_of(workers, "obliged"),
        paid_total=samples.sum_of(workers, "paid"),
        outstanding_total=samples.sum_of(workers, "outstanding"),
        delay_interest=True,
        clues=[
            {"kind": "农民工工资专用账户", "detail": "示例银行示例支行，账号0000000000000000777"},
            {"kind": "工程款债权", "detail": "对示例市示例置业有限公司的未结算工程款"},
        ],
        protected_funds=True,
        attachments=[
            f"{number}{basis}",
            "文书送达证明及生效证明",
            "调解协议书及附件",
            "履行情况记录（第1期）",
            "申请执行人身份证明",
        ],
        applied_on="2026-12-07",
        signatures=[
            samples.signature(party["role"], party["name"], "person") for party in applicants
        ],
    )


def _outstanding_adds_up(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["workers"]):
        path, who = f"workers[{place}]", f"“{row['name']}”"
        rest = amount_fen(row["obliged"]) - amount_fen(row["paid"])
        if rest != amount_fen(row["outstanding"]):
            yield Fault("V-M2", f"{path}.outstanding", f"{who}的未履行金额不等于应付减已付。")
        if row["account_holder"] != row["name"]:
            yield Fault("V-P4", f"{path}.account_holder", f"{who}的收款账户不是本人账户。")
    if not amount_fen(context["outstanding_total"]):
        yield Fault("E02", "outstanding_total", "义务已经全部履行，无需申请强制执行。")


def _every_worker_applies(context: Context) -> Iterator[Fault]:
    """V-S1: who is to be paid applies, in person or through representatives from among them."""
    workers = {row["name"] for row in context["workers"]}
    applicants = {party["name"] for party in context["applicants"]}
    represented = set(context["representatives"] or [])
    for name in sorted((applicants | represented) - workers):
        yield Fault("V-S1", "applicants", f"“{name}”不在申请执行人名单内，不能代为申请执行。")
    if represented and represented != applicants:
        yield Fault("V-S1", "representatives", "代表人与所列申请执行人不一致。")
    if not represented:
        for name in sorted(workers - applicants):
            yield Fault("V-S1", "applicants", f"“{name}”没有列为申请执行人，也没有推选代表人。")


def _title_can_be_enforced(context: Context) -> Iterator[Fault]:
    document = context["title_document"]
    if (document["kind"] == AWARD) != bool(document["finality"]):
        yield Fault("V-F1", "title_document.finality", "仲裁裁决书须注明终局或者非终局；其他不写。")
    made, effective = document["made_on"], document["effective_on"]
    if document["finality"] == "终局" and effective != made:
        yield Fault(
            "V-F1",
            "title_document.effective_on",
            f"终局裁决自作出之日（{made}）起发生法律效力（{cite('ARB-25')}）。",
        )
    elif document["finality"] == "非终局":
        # Served on the day it was made at the earliest, then fifteen days to sue.
        earliest = date.fromisoformat(made) + timedelta(days=NON_FINAL_DAYS + 1)
        if date.fromisoformat(effective) < earliest:
            yield Fault(
                "V-F1",
                "title_document.effective_on",
                f"非终局裁决在各方起诉期满后生效，不早于{earliest.isoformat()}"
                f"（{cite('ARB-30')}）。",
            )
    if context["annulment_pending"]:
        yield Fault(
            "V-X1",
            "annulment_pending",
            "用人单位申请撤销终局裁决期间中止执行，待人民法院裁定后再申请。",
        )
    proof = _PROOF[document["kind"]]
    for what in (document["kind"], proof):
        if not any(what in name for name in context["attachments"]):
            yield Fault("E02", "attachments", f"附件缺少{document['kind']}的“{what}”材料。")


def _court_has_jurisdiction(context: Context) -> Iterator[Fault]:
    document, ground = context["title_document"], context["court_ground"]
    kind = document["kind"]
    if ground == (AT_DOMICILE if kind in OF_COURTS else MADE_HERE):
        yield Fault("E02", "court_ground", f"{kind}不能以“{ground}”确定执行法院，请改选。")
    if ground == MADE_HERE and context["court_name"] != document["issuer"]:
        yield Fault("E02", "court_name", f"作出{kind}的是{document['issuer']}。")
    if (ground == MADE_HERE) == bool(context["court_place"]):
        yield Fault("E02", "court_place", "住所地或者财产所在地须写明地点；其他依据不写。")
    if kind in OF_COURTS:
        yield from court_number_faults(document["number"], "title_document.number")


def _protected_funds_are_named(context: Context) -> Iterator[Fault]:
    named = any(
        word in clue["kind"]
        for clue in context["clues"] or []
        for word in ("工资专用账户", "保证金")
    )
    if named != context["protected_funds"]:
        yield Fault(
            "DEP-07",
            "protected_funds",
            "财产线索含农民工工资专用账户或者工资保证金的，须注明用于支付本项目农民工工资。",
        )


def _within_two_years(context: Context) -> Iterator[Fault]:
    """V-D2, JC-16: two years from the last instalment's day, the last day rolled forward."""
    last = date.fromisoformat(context["last_due_on"])
    raw = last_day("JC-16", last, published_calendar()).raw_on or last
    end = context["enforce_by"]
    if end and not raw <= date.fromisoformat(end) <= raw + joint.LONGEST_ROLL:
        yield Fault("V-D2", "enforce_by", f"“申请执行期限”应为{raw.isoformat()}或者顺延后的日期。")
    limit = end or raw.isoformat()
    if context["applied_on"] > limit:
        yield Fault(
            "V-D2",
            "applied_on",
            f"申请强制执行已逾期：期限至{limit}，现为{context['applied_on']}。",
        )


ENFORCEMENT = Contract(
    code="E02",
    title="强制执行申请书",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        blocks.parties(
            "applicants", "申请执行人", "role 申请执行人; of a crew its representatives"
        ),
        Field("representatives", "代表人姓名", Kind.TEXTS, "of a crew", required=False),
        blocks.WORKER_COUNT,
        blocks.parties("debtors", "被执行人", "role 被执行人"),
        Field("court_name", "人民法院"),
        Field(
            "court_ground",
            "管辖依据",
            Kind.CHOICE,
            "the first for what a court made, the last for what a commission made, the property "
            "for both",
            choices=(MADE_HERE, AT_PROPERTY, AT_DOMICILE),
        ),
        Field(
            "court_place",
            "住所或者财产所在地",
            note=f"示例市示例区; None for “{MADE_HERE}”",
            required=False,
        ),
        Field(
            "title_document",
            "执行依据",
            Kind.BLOCK,
            of=(
                Field("kind", "种类", Kind.CHOICE, choices=BASES),
                Field(
                    "finality",
                    "是否终局",
                    Kind.CHOICE,
                    "award only",
                    required=False,
                    choices=FINALITIES,
                ),
                Field("number", "文号"),
                Field("issuer", "作出机关"),
                Field("made_on", "作出日期", Kind.DATE),
                Field("effective_on", "生效日期", Kind.DATE, "from C11 or A17 with the service"),
            ),
        ),
        Field(
            "annulment_pending",
            "撤销申请正在审查",
            Kind.FLAG,
            "True refuses the paper (ARB-29)",
        ),
        Field("obligation", "应履行的义务", Kind.LONG, "without a closing mark", sentence=False),
        Field("last_due_on", "最后一期付款日", Kind.DATE),
        Field(
            "enforce_by",
            "申请执行期限",
            Kind.DATE,
            "JC-16 from last_due_on; None, and not printed, while that year has no holiday plan",
            required=False,
        ),
        Field(
            "workers",
            "各申请执行人金额及账户",
            Kind.ROWS,
            "paid as recorded in D15",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名"),
                Field("id_no", "公民身份号码"),
                Field("obliged", "应付金额", Kind.AMOUNT),
                Field("paid", "已付金额", Kind.AMOUNT),
                Field("outstanding", "未付金额", Kind.AMOUNT),
                Field("account_holder", "户名", note="the worker's own"),
                Field("bank", "开户银行"),
                Field("account_no", "账号"),
            ),
        ),
        Field("obliged_total", "应付合计", Kind.AMOUNT),
        Field("paid_total", "已付合计", Kind.AMOUNT),
        Field("outstanding_total", "申请执行金额", Kind.AMOUNT),
        Field("delay_interest", "请求迟延履行利息", Kind.FLAG, "the court computes it"),
        Field(
            "clues",
            "财产线索",
            Kind.ROWS,
            required=False,
            of=(
                Field("kind", "种类", note="银行账户, 车辆, 工程款债权, 农民工工资专用账户"),
                Field("detail", "线索", sentence=False),
            ),
        ),
        Field(
            "protected_funds",
            "线索含专户或者保证金",
            Kind.FLAG,
            "True when a clue is the wage account or the wage deposit of this project",
        ),
        Field("attachments", "附件", Kind.TEXTS),
        Field("applied_on", "申请日期", Kind.DATE),
        blocks.SIGNATURES,
    ),
    slots=(Slot("applicant", "申请执行人", blocks.SIGN_AND_PRINT, each=True),),
    sample=sample_enforcement,
    citations={
        "period": ("JC-16",),
        "ruling": ("JC-03", "JC-16"),
        "arbitral": ("ARB-44", "JC-16"),
        "order": ("PAYO-03",),
        "protected": ("DEP-07",),
    },
    checks=(
        checks.headcount("workers", "worker_count", "申请执行人人数"),
        checks.total_of("workers", "obliged", "obliged_total", "应付金额"),
        checks.total_of("workers", "paid", "paid_total", "已付金额"),
        checks.total_of("workers", "outstanding", "outstanding_total", "未付金额"),
        _outstanding_adds_up,
        _every_worker_applies,
        _title_can_be_enforced,
        _court_has_jurisdiction,
        _protected_funds_are_named,
        _within_two_years,
        checks.in_order(
            ("title_document.made_on", "执行依据作出日期"),
            ("title_document.effective_on", "执行依据生效日期"),
            ("applied_on", "申请日期"),
        ),
        checks.one_side_only("applicants", "debtors"),
        joint.identity_holds("applicants", "debtors"),
        checks.slots_for("applicants"),
        agent_may_sign("applicants"),
        checks.reachable("applicants", by_phone_alone=True),
        checks.reachable("debtors"),
    ),
)
