"""C07 身份证明、资格证明目录."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, joint, samples
from documents.contracts.court.confirmation import COURT_NAME, COURT_NAME_FIELD, HANDLER_SLOT
from documents.contracts.schema import Context, Contract, Fault, Field, Kind
from law.identity import check_id_number, check_uscc

LICENCE_STATES = ("存续", "吊销", "注销", "未办理", "自然人")
GONE = ("吊销", "注销", "未办理")
_IDENTITY_PAPERS = {
    "natural": ("居民身份证",),
    "organisation": ("营业执照", "法定代表人身份证明"),
    "sole_trader": ("营业执照", "居民身份证"),
    "sole_proprietorship": ("营业执照", "居民身份证"),
}


def _identity(no: int, party: dict[str, Any], papers: tuple[str, ...], pages: int) -> dict:
    natural = party["kind"] == "natural"
    return {
        "no": no,
        "name": party["name"],
        "registered_name": party["name"],
        "kind": party["kind"],
        "identity_no": party["id_no"] if natural else party["credit_code"],
        "licence_state": "自然人" if natural else "存续",
        "investor": None,
        "agent": party["agents"][0]["name"] if party["agents"] else None,
        "papers": list(papers),
        "pages": pages,
    }


def _sample_identity() -> dict[str, Any]:
    rows = [
        _identity(place, {**samples.PLASTERER, **worker, "agents": []}, ("居民身份证",), 1)
        for place, worker in enumerate(
            ({"name": row["name"], "id_no": row["id_no"]} for row in samples.crew()), 1
        )
    ]
    of_company = ("营业执照", "法定代表人身份证明书")
    of_agent = ("授权委托书（特别授权）", "受委托人居民身份证")
    rows += [
        _identity(13, samples.GENERAL_CONTRACTOR, of_company + of_agent, 5),
        _identity(14, samples.SUBCONTRACTOR, (*of_company, "法定代表人居民身份证"), 3),
        _identity(15, samples.CREW_LEADER, ("居民身份证",), 1),
    ]
    return samples.header(
        IDENTITY_PAPERS.law(),
        made_on="2026-10-09",
        court_name=COURT_NAME,
        applicants_text=joint.CREW,
        respondents_text=joint.PAYING_SIDE_TEXT,
        parties=rows,
        pages_total=sum(row["pages"] for row in rows),
        checked_on="2026-10-09",
        signatures=[samples.signature("经办人", "田禾", "officer")],
    )


def _identity_is_proved(context: Context) -> Iterator[Fault]:
    for place, row in enumerate(context["parties"]):
        who, path = f"“{row['name']}”", f"parties[{place}]"
        natural = row["kind"] == "natural"
        check = check_id_number if natural else check_uscc
        errors = () if row["licence_state"] == "未办理" else check(row["identity_no"]).errors
        for error in errors:
            yield Fault("V-P1", f"{path}.identity_no", f"{who}的{error}。")
        if row["registered_name"] != row["name"]:
            yield Fault(
                "V-P1",
                f"{path}.name",
                f"{who}与证照上的名称“{row['registered_name']}”不一致，请按证照改正。",
            )
        needed = _IDENTITY_PAPERS[row["kind"]]
        if row["licence_state"] in GONE:
            needed = tuple(name for name in needed if name != "营业执照")
            if not row["investor"]:
                yield Fault(
                    "ARB-40",
                    f"{path}.investor",
                    f"{who}营业执照{row['licence_state']}，须将出资人或者开办单位列为当事人。",
                )
        for name in (*needed, *(("授权委托书",) if row["agent"] else ())):
            if not any(name in paper for paper in row["papers"]):
                yield Fault("V-P1", f"{path}.papers", f"{who}缺少{name}。")
        if natural != (row["licence_state"] == "自然人"):
            yield Fault("V-P1", f"{path}.licence_state", f"{who}的登记状态与主体类型不符。")
    added = sum(row["pages"] for row in context["parties"])
    if added != context["pages_total"]:
        yield Fault(
            "V-C1",
            "pages_total",
            f"总页数不符：各项合计{added}页，合计栏{context['pages_total']}页。",
        )


IDENTITY_PAPERS = Contract(
    code="C07",
    title="身份证明、资格证明目录",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        COURT_NAME_FIELD,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        Field(
            "parties",
            "当事人",
            Kind.ROWS,
            "every applicant of C01 on both sides; the copies follow in this order",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名或名称", note="as in C01"),
                Field("registered_name", "证照上的名称", note="as on the card or licence"),
                Field("kind", "主体类型", Kind.CHOICE, choices=tuple(_IDENTITY_PAPERS)),
                Field("identity_no", "证件号码"),
                Field("licence_state", "登记状态", Kind.CHOICE, choices=LICENCE_STATES),
                Field(
                    "investor",
                    "出资人或开办单位",
                    note="joined as a party when the licence is gone",
                    required=False,
                ),
                Field("agent", "委托代理人", required=False),
                Field("papers", "所附证明", Kind.TEXTS),
                Field("pages", "页数", Kind.COUNT),
            ),
        ),
        Field("pages_total", "总页数", Kind.COUNT),
        Field("checked_on", "核对日期", Kind.DATE, "licence status looked up on this day"),
        blocks.SIGNATURES,
    ),
    slots=(HANDLER_SLOT,),
    sample=_sample_identity,
    citations={"papers": ("JC-04",), "investor": ("ARB-40",)},
    checks=(
        _identity_is_proved,
        checks.in_order(("checked_on", "核对日期"), ("made_on", "制作日期")),
        checks.slots_present("经办人"),
    ),
)
