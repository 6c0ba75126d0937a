"""
What both sides ask for together: confirmation by the court, review by the commission.

Both sides are applicants. `applicants` are the workers (of a crew the representatives; `roster`
names every worker and is signed row by row), `respondents` those who owe and pay.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.schema import (
    Check,
    Context,
    Fault,
    Field,
    Kind,
    Slot,
    amount_dict,
    amount_fen,
)
from law.calendar import published_calendar
from law.identity import check_id_number, check_uscc
from law.time_limits import last_day

LONGEST_ROLL = timedelta(days=15)

SIDES = (
    blocks.parties(
        "applicants",
        "劳动者一方申请人",
        "role 申请人; of a crew its representatives, role 申请人代表人1 …",
    ),
    Field("representatives", "代表人姓名", Kind.TEXTS, "of a crew", required=False),
    blocks.parties("respondents", "用工一方申请人", "role 申请人: everybody who owes or pays"),
    blocks.WORKER_COUNT,
    Field(
        "roster",
        "劳动者名单",
        Kind.ROWS,
        "every worker when there are two or more; each signs the own row",
        required=False,
        of=(
            Field("no", "序号", Kind.COUNT),
            Field("name", "姓名"),
            Field("id_no", "公民身份号码"),
            Field("phone", "联系电话", required=False),
        ),
    ),
)
AGREEMENT = Field(
    "agreement",
    "调解协议",
    Kind.BLOCK,
    of=(
        Field("number", "协议文号", note="number of the D12"),
        Field("made_on", "协议日期", Kind.DATE),
        Field(
            "effective_on",
            "生效日期",
            Kind.DATE,
            "the last of all signatures and the seal of the mediation body; never typed",
        ),
        Field("total", "给付总额", Kind.AMOUNT),
        Field("paid", "已履行金额", Kind.AMOUNT, "until the day of the paper; zero amount if none"),
        Field("outstanding", "未履行金额", Kind.AMOUNT, "total - paid"),
    ),
)
TERMS = Field(
    "terms",
    "协议主要内容",
    Kind.TEXTS,
    "the operative clauses of the D12, each as printed there",
)
PAYERS = Field("payers", "付款人", Kind.TEXTS, "who pays under the agreement; each applies too")
SLOTS = (
    Slot("applicant", "劳动者一方（逐人）", blocks.SIGN_AND_PRINT, each=True),
    Slot("respondent", "用工一方", blocks.SEAL_AND_SIGN, each=True),
)

CREW = f"周建民等{len(samples.crew())}人"


def as_applicant(party: dict[str, Any]) -> dict[str, Any]:
    return {**party, "role": "申请人"}


PAYING_SIDE = [as_applicant(party) for party in samples.RESPONDENTS]
PAYING_SIDE_TEXT = samples.RESPONDENT_NAMES


def sample_sides(size: int = 12) -> dict[str, Any]:
    """The crew and the three who owe; with one, its first worker alone."""
    rows = samples.crew(size)
    roster = [{name: row[name] for name in ("no", "name", "id_no", "phone")} for row in rows]
    crew = size > 1
    applicants = (
        [
            {**party, "role": f"申请人代表人{place}"}
            for place, party in enumerate(samples.REPRESENTATIVES, 1)
        ]
        if crew
        else [as_applicant(samples.REPRESENTATIVES[0])]
    )
    return {
        "applicants": applicants,
        "representatives": [party["name"] for party in applicants] if crew else [],
        "respondents": PAYING_SIDE,
        "worker_count": size,
        "roster": roster if crew else [],
        "signatures": [
            *([] if crew else [samples.party_signature(applicants[0])]),
            *(samples.party_signature(party) for party in PAYING_SIDE),
        ],
    }


def sample_agreement(size: int = 12, paid_fen: int | None = None) -> dict[str, Any]:
    """The crew's agreement, its first instalment paid unless another sum is given."""
    rows = samples.crew(size)
    total = samples.sum_of(rows, "due")
    if paid_fen is None:
        paid_fen = amount_fen(samples.instalments_of(rows)[0]["amount"])
    return {
        "number": "示农薪调协字〔2026〕12号",
        "made_on": "2026-09-28",
        "effective_on": "2026-09-28",
        "total": total,
        "paid": amount_dict(paid_fen),
        "outstanding": amount_dict(amount_fen(total) - paid_fen),
    }


SAMPLE_TERMS = [
    "各方确认，示例市示例建筑劳务有限公司拖欠周建民等12人自2026年7月1日起至2026年9月15日止的"
    "劳动报酬共计人民币153222.63元，明细见协议附件。",
    "示例建设集团第九工程有限公司通过农民工工资专用账户将上述款项分三期支付至各劳动者本人银行账户："
    "2026年9月30日前支付人民币61289.05元，2026年10月10日前支付人民币45966.80元，"
    "2026年11月30日前支付人民币45966.78元。",
    "任一期逾期超过5日未足额支付的，全部未付款项立即到期。",
]


def value_at(context: Context, path: str) -> Any:
    value: Any = context
    for name in path.split("."):
        value = value[name] if value else None
    return value


def counted(limit: str, trigger: str, due: str, label: str) -> Check:
    """V-D2: the last day is the one the law counts; with an unknown holiday plan, near enough."""

    def check(context: Context) -> Iterator[Fault]:
        start, end = value_at(context, trigger), value_at(context, due)
        if not start or not end:
            return
        computed = last_day(limit, date.fromisoformat(start), published_calendar())
        given = date.fromisoformat(end)
        if computed.provisional:
            raw = computed.raw_on
            wrong = raw is not None and not raw <= given <= raw + LONGEST_ROLL
        else:
            wrong = given != computed.due_on
        if wrong:
            yield Fault("V-D2", due, f"“{label}”应为{computed.due_on.isoformat()}，现为{end}。")

    return check


def counted_in(limit: str, trigger: str, done: str, what: str) -> Check:
    """V-D2: the act is done within the period of the law."""

    def check(context: Context) -> Iterator[Fault]:
        start, day = value_at(context, trigger), value_at(context, done)
        if not start or not day:
            return
        last = last_day(limit, date.fromisoformat(start), published_calendar())
        end = last.due_on + (LONGEST_ROLL if last.provisional else timedelta())
        if date.fromisoformat(day) > end:
            yield Fault(
                "V-D2",
                done,
                f"{what}已逾期：自{start}起算至{end.isoformat()}（{last.article}），现为{day}。",
            )

    return check


def in_time(done: str, due: str, what: str, rule: str = "V-D2") -> Check:
    """V-D2: not after the last day."""

    def check(context: Context) -> Iterator[Fault]:
        day, end = value_at(context, done), value_at(context, due)
        if day and end and day > end:
            yield Fault(rule, done, f"{what}已逾期：期限至{end}，现为{day}。")

    return check


def agreement_adds_up(context: Context) -> Iterator[Fault]:
    """V-M2: what is paid and what is outstanding make up the total."""
    agreement = context["agreement"]
    rest = amount_fen(agreement["total"]) - amount_fen(agreement["paid"])
    if rest != amount_fen(agreement["outstanding"]):
        yield Fault("V-M2", "agreement.outstanding", "未履行金额不等于给付总额减已履行金额。")


def something_is_owed(context: Context) -> Iterator[Fault]:
    """Nothing is left to confirm once all is paid."""
    if not amount_fen(context["agreement"]["outstanding"]):
        yield Fault("C01", "agreement.outstanding", "协议已经全部履行，无需申请司法确认。")


def both_sides_sign(context: Context) -> Iterator[Fault]:
    """V-S1: an application of one side alone is none (JC-01, REV-01)."""
    rows = {row["name"]: row for row in context["signatures"]}
    roster = context["roster"] or []
    if context["worker_count"] > 1 and not roster:
        yield Fault("V-S1", "roster", "两名以上劳动者须附名单，逐人签名捺印，不能由代表人代签。")
    if roster and len(roster) != context["worker_count"]:
        yield Fault(
            "V-S1",
            "roster",
            f"名单{len(roster)}人，劳动者人数{context['worker_count']}人，须逐人签名。",
        )
    listed = {row["name"] for row in roster}
    for place, party in enumerate(context["applicants"] if roster else []):
        if party["name"] not in listed:
            yield Fault("V-S1", f"applicants[{place}]", f"“{party['name']}”不在劳动者名单内。")
    signing = chain([] if roster else context["applicants"], context["respondents"])
    for party in signing:
        row = rows.get(party["name"])
        if row is None:
            yield Fault(
                "V-S1",
                "signatures",
                f"须由双方共同申请，签名栏缺少“{party['name']}”的位置。",
            )
        elif row["refusal"]:
            yield Fault("V-S1", "signatures", f"“{party['name']}”拒绝签名，不能单方申请。")


def payers_apply(context: Context) -> Iterator[Fault]:
    """V-S1: nobody is bound who does not apply."""
    present = {party["name"] for party in context["respondents"]}
    for place, payer in enumerate(context["payers"]):
        if payer not in present:
            yield Fault(
                "V-S1", f"payers[{place}]", f"付款人“{payer}”不在申请人之列，须由其共同申请。"
            )


_DEPARTMENT = ("项目部", "项目经理部", "项目指挥部", "分项目部")


def identity_holds(*sides: str) -> Check:
    """V-P1: check digits and date of birth; V-S2: no department stands for its company."""

    def check(context: Context) -> Iterator[Fault]:
        for side in sides:
            parties = context[side] if isinstance(context[side], list) else [context[side]]
            for place, party in enumerate(parties):
                path = f"{side}[{place}]" if parties is context[side] else side
                yield from _identity_faults(party, path)

    return check


def _identity_faults(party: Mapping[str, Any], path: str) -> Iterator[Fault]:
    who = f"“{party['name']}”"
    if party["id_no"]:
        found = check_id_number(party["id_no"])
        for error in found.errors:
            yield Fault("V-P1", f"{path}.id_no", f"{who}的{error}。")
        if found.ok and party["born_on"] and found.birth != date.fromisoformat(party["born_on"]):
            yield Fault("V-P1", f"{path}.born_on", f"{who}的出生日期与公民身份号码不符。")
    if party["credit_code"]:
        for error in check_uscc(party["credit_code"]).errors:
            yield Fault("V-P1", f"{path}.credit_code", f"{who}的{error}。")
    if party["kind"] != "natural" and not party["head"]:
        yield Fault("V-P1", f"{path}.head", f"{who}没有写明法定代表人、经营者或者投资人。")
    if party["kind"] != "natural" and party["name"].endswith(_DEPARTMENT):
        yield Fault("V-S2", f"{path}.name", f"{who}不是独立主体，须写设立它的单位并盖单位公章。")


def roster_identity_holds(context: Context) -> Iterator[Fault]:
    """V-P1 on every row of the list."""
    for place, row in enumerate(context["roster"] or []):
        for error in check_id_number(row["id_no"]).errors:
            yield Fault("V-P1", f"roster[{place}].id_no", f"“{row['name']}”的{error}。")


def lawful_body(context: Context) -> Iterator[Fault]:
    """MED-01: the centre is a place, not a mediation organisation; the court sends it back."""
    name = context["mediation_body"]["name"]
    if "调解" not in name:
        yield Fault(
            "MED-01",
            "mediation_body.name",
            f"“{name}”不是依法设立的调解组织，协议和证明须由依法设立的调解组织盖章。",
        )


CHECKS: tuple[Check, ...] = (
    both_sides_sign,
    checks.agents_may_sign("applicants", "respondents"),
    checks.one_side_only("applicants", "respondents"),
    checks.reachable("applicants", by_phone_alone=True),
    checks.reachable("respondents"),
    identity_holds("applicants", "respondents"),
    roster_identity_holds,
)
"""Of every paper that both sides make together."""
