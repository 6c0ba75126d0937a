"""The papers of the mediation: what they must be told, what they refuse, how they come out."""

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents.contracts import CONTRACTS, amount_dict, moment_dict
from documents.contracts.__main__ import page
from documents.contracts.mediation.agreement import (
    MAX_INSTALMENTS,
    sample_annex,
    sample_crew_agreement,
    sample_single_agreement,
)
from documents.contracts.samples import CREW_LEADER, PLASTERER
from documents.contracts.schema import Field, Kind
from documents.drafting.__main__ import FOLDER, build, differing, main
from documents.render import render, variables
from law.statutes import article

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CODES = sorted(CONTRACTS)
Change = Callable[[dict[str, Any]], object]
Place = tuple[dict[str, Any], str, object]


def template(code: str) -> bytes:
    return (FOLDER / f"{code}.docx").read_bytes()


def part(docx: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(name))


def lines(docx: bytes) -> list[str]:
    return ["".join(p.itertext(f"{W}t")) for p in part(docx).iter(f"{W}p")]


def rendered(code: str, context: dict[str, Any] | None = None) -> list[str]:
    return lines(render(template(code), context or CONTRACTS[code].sample()))


def faults(code: str, change: Change, context: dict[str, Any] | None = None) -> list[str]:
    """The codes of the faults once the sample is changed."""
    changed = copy.deepcopy(context or CONTRACTS[code].sample())
    change(changed)
    return [fault.code for fault in CONTRACTS[code].validate(changed)]


def at(path: str, value: object) -> Change:
    """Set `workers.0.due` and the like."""

    def change(context: dict[str, Any]) -> None:
        *way, last = path.split(".")
        block: Any = context
        for step in way:
            block = block[int(step) if step.isdigit() else step]
        block[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize("code", CODES)
def test_validate_sample_finds_nothing(code: str) -> None:
    assert CONTRACTS[code].validate(CONTRACTS[code].sample()) == []


@pytest.mark.parametrize("code", CODES)
def test_render_sample_leaves_no_placeholder(code: str) -> None:
    text = "\n".join(rendered(code))
    assert not re.search(r"\{\{|\{%|\bNone\b|\bTrue\b|\bFalse\b", text)


@pytest.mark.parametrize("code", CODES)
def test_template_reads_only_what_its_contract_names(code: str) -> None:
    named = {field.name for field in CONTRACTS[code].all_fields()}
    assert variables(template(code)) <= named


@pytest.mark.parametrize("code", CODES)
def test_template_names_no_article_of_law_itself(code: str) -> None:
    assert not re.search(r"第[一二三四五六七八九十百]+条", "\n".join(lines(template(code))))


@pytest.mark.parametrize("code", CODES)
def test_template_keeps_to_the_vocabulary_the_layout_draws(code: str) -> None:
    document, footer = part(template(code)), part(template(code), "word/footer1.xml")
    local = {etree.QName(element).localname for element in document.iter()}
    assert not local & {"drawing", "pict", "object", "docGrid", "fldSimple", "numPr"}
    assert not document.xpath("//*[local-name()='tbl']//*[local-name()='tbl']")
    for table in document.iter(f"{W}tbl"):
        assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
    counted = ["PAGE"] if CONTRACTS[code].letter else ["PAGE", "NUMPAGES"]
    assert [field.text.strip() for field in footer.iter(f"{W}instrText")] == counted


def test_templates_on_disk_are_what_the_script_writes() -> None:
    assert differing() == []
    assert main(["--check"]) == 0


def test_build_twice_gives_the_same_bytes() -> None:
    assert build() == build()


def test_check_names_edited_missing_and_unknown_templates(tmp_path) -> None:
    for name, content in build().items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "D01.docx").write_bytes((tmp_path / "D12.docx").read_bytes())
    (tmp_path / "D02.docx").unlink()
    (tmp_path / "X99.docx").write_bytes((tmp_path / "D12.docx").read_bytes())
    assert differing(tmp_path) == ["D01.docx", "D02.docx", "X99.docx"]


def test_printed_list_of_papers_is_up_to_date() -> None:
    printed = FOLDER.parents[1] / "docs" / "papers.md"
    assert printed.read_text() == page(), "python -m documents.contracts > docs/papers.md"


@pytest.mark.parametrize("code", CODES)
def test_validate_without_a_field_names_it_in_chinese(code: str) -> None:
    for field in CONTRACTS[code].all_fields():
        context = CONTRACTS[code].sample()
        del context[field.name]
        found = CONTRACTS[code].validate(context)
        assert [fault.field for fault in found] == [field.name]
        assert f"“{field.label}”" in found[0].message


@pytest.mark.parametrize("code", CODES)
def test_validate_emptied_required_field_is_refused(code: str) -> None:
    for field in CONTRACTS[code].fields:
        if field.required:
            assert faults(code, at(field.name, None))[0] == "V-T1", field.name


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_cited_whose_words_nobody_has_read(code: str) -> None:
    cited = {rule for rules in CONTRACTS[code].citations.values() for rule in rules}
    assert [rule for rule in sorted(cited) if not article(rule).verified] == []


@pytest.mark.parametrize("code", [c for c in CODES if CONTRACTS[c].series])
def test_validate_numbered_paper_without_number_is_refused(code: str) -> None:
    assert faults(code, at("number", None)) == ["V-T1"]


BROKEN: list[tuple[str, str, str, object]] = [
    # check, paper, field, value
    ("V-M1", "D12", "confirmed_total.upper", "人民币壹拾伍万元整"),
    ("V-M1", "D12A", "workers.3.due.grouped", "13,500.0"),
    ("V-M4", "D15", "rows.0.paid.digits", "-5.00"),
    ("V-M4", "D02", "claim_total.digits", "153222.6"),
    ("V-M2", "D01", "claim_total", amount_dict(601001)),
    ("V-M2", "D07", "claim_total", amount_dict(1)),
    ("V-M2", "D11", "workers.4.due", amount_dict(1)),
    ("V-M2", "D12", "workers.4.due", amount_dict(1335001)),
    ("V-M2", "D12", "worker_count", 11),
    ("V-M2", "D12", "payers.0.share", amount_dict(15322262)),
    ("V-M2", "D12", "claimed_total", amount_dict(16000000)),
    ("V-M5", "D12", "claimed_total", amount_dict(15000000)),
    ("V-M2", "D12A", "paid_total", amount_dict(1)),
    ("V-M2", "D13", "worker_count", 13),
    ("V-M2", "D17", "overdue", amount_dict(9193359)),
    ("V-M3", "D12", "instalments.1.amount", amount_dict(4596681)),
    ("V-M3", "D12", "workers.0.instalments.0.amount", amount_dict(530851)),
    ("V-M3", "D12", "performance_mode", "一次性"),
    ("V-M3", "D12A", "workers.0.instalments", []),
    ("V-M3", "D15", "rows.0.paid", amount_dict(530851)),
    ("V-M3", "D15", "rows.0.state", "未付"),
    ("V-D1", "D01", "claims.0.period_to", "2026-02-14"),
    ("V-D1", "D02", "decided_on", "2026-09-20"),
    ("V-D1", "D02N", "decided_on", "2026-09-20"),
    ("V-D1", "D03", "reply_by", "2026-09-21"),
    ("V-D1", "D06", "starts_at", moment_dict(datetime(2026, 9, 21, 9))),
    ("V-D1", "D08", "valid_to", "2026-09-23"),
    ("V-D1", "D10", "ends_at", moment_dict(datetime(2026, 9, 28, 9, 29))),
    ("V-D1", "D12", "instalments.1.due_on", "2026-09-30"),
    ("V-D1", "D12", "instalments.0.due_on", "2026-09-27"),
    ("V-D1", "D12", "period_to", "2026-06-30"),
    ("V-D1", "D12A", "workers.0.period_to", "2026-06-30"),
    ("V-D1", "D13", "ended_on", "2026-09-21"),
    ("V-D1", "D14", "returned_on", "2026-09-20"),
    ("V-D1", "D15", "rows.0.paid_on", "2026-10-01"),
    ("V-D1", "D16", "visited_on", "2026-12-01"),
    ("V-D1", "D17", "pay_by", "2026-10-15"),
    ("V-D1", "D18", "archived_on", "2026-11-29"),
    ("V-P1", "D01", "respondents.0.address", None),
    ("V-P1", "D01", "applicants.0", {**PLASTERER, "address": None, "phone": None}),
    ("V-P1", "D12", "respondents", [{**CREW_LEADER, "address": None}]),
    ("V-P2", "D08", "principal.head", None),
    ("V-P2", "D08", "principal.credit_code", None),
    ("V-P1", "D12", "respondents.0.credit_code", None),
    ("V-P2", "D08", "special_items", []),
    ("V-P3", "D12", "respondents.2.id_no", "990101197103022011"),
    ("V-P4", "D12", "workers.2.account_holder", "曹守业"),
    ("V-P4", "D12A", "workers.2.account_no", None),
    ("V-D2", "D02", "agree_by", "2026-10-09"),
    ("V-D2", "D02", "end_by", "2026-10-07"),
    ("V-D3", "D06", "starts_at", moment_dict(datetime(2026, 9, 26, 9))),
    ("V-S1", "D12", "annex", False),
    ("V-S1", "D12", "payers.0.name", "示例市未到场工程有限公司"),
    ("V-P2", "D12", "respondents.0.agents.0.scope", "一般授权"),
    ("V-P2", "D12", "signatures.0.signer", "未列明的人"),
    ("V-P4", "D12", "other_terms", ["上述款项由班组长曹守业代领后分发。"]),
    ("JC-14", "D12", "other_terms", ["各方确认存在劳动关系。"]),
    ("V-M2", "D12A", "workers.4.basis", "60日×300.00元/日"),
    ("V-M2", "D11", "workers.0.basis", "67.5日×280.00元/日"),
    ("V-S1", "D12", "signatures.1.name", "示例市另一公司"),
    ("V-S1", "D10", "attendees.0.name", "王建设"),
    ("V-S1", "D15", "cash", True),
    ("V-C1", "D14", "pages_total", 28),
    ("V-C1", "D18", "index.2.first_page", 9),
    ("COL-01", "D07", "worker_count", 9),
    ("COL-02", "D07", "representatives.0.name", "王建设"),
    ("JC-08", "D12", "other_terms", ["工程款到位后尽快付清余款。"]),
    ("MED-33", "D12", "other_terms", ["一方不履行的，另一方可以请求人民法院裁判。"]),
    ("V-T1", "D12", "default.grace_days", None),
    ("V-T1", "D06", "mode", "视频"),
    ("V-T1", "D10", "next_session", moment_dict(datetime(2026, 10, 9, 9))),
    ("V-T1", "D06", "starts_at.text", "2026年9月24日（星期五）上午9时"),
    ("V-T1", "D01", "facts", "申请人{{ name }}在工地务工。"),
    ("V-T1", "D01", "respondents.0.name", "某公司"),
    ("V-T1", "D01", "recorder", None),
    ("V-T1", "D02N", "reason", "材料不齐"),
    ("V-T1", "D09", "channels", []),
    ("V-T1", "D04", "public", "否"),
    ("V-T1", "D02", "made_on", "2026年9月22日"),
    ("V-T1", "D12", "copies.total", -1),
    ("V-T1", "D12", "workers", "见附件"),
]


@pytest.mark.parametrize(("check", "code", "field", "value"), BROKEN)
def test_validate_broken_paper_is_refused(check: str, code: str, field: str, value: object) -> None:
    assert check in faults(code, at(field, value))


def test_validate_unknown_field_is_refused() -> None:
    assert faults("D16", at("mood", "好")) == ["V-T1"]


def test_validate_objection_decided_before_it_was_raised_is_refused() -> None:
    objection = {**OBJECTION, "decided_on": "2026-09-23"}
    assert faults("D05", at("objections", [objection])) == ["V-D1"]


def test_validate_waiver_without_explanation_is_refused() -> None:
    def give_up(context: dict[str, Any]) -> None:
        context["claimed_total"] = amount_dict(15822263)
        context["waived"] = {"amount": amount_dict(500000), "percent": "3.16%", "explanation": ""}

    assert faults("D12", give_up) == ["V-T1"]


@pytest.mark.parametrize("count", [2, 6])
def test_validate_representatives_other_than_three_to_five_are_refused(count: int) -> None:
    changed = CONTRACTS["D07"].sample()
    first = changed["representatives"][0]
    changed["representatives"] = [first] * count
    assert "COL-02" in [fault.code for fault in CONTRACTS["D07"].validate(changed)]


def test_single_worker_agreement_prints_account_and_receipt_instead_of_annex() -> None:
    context = sample_single_agreement()
    assert CONTRACTS["D12"].validate(context) == []
    text = "\n".join(rendered("D12", context))
    assert "账号：0000000000000000101" in text
    assert "人民币6010.00元（大写：陆仟零壹拾元整）" in text
    assert "申请人确认收讫" in text
    assert "附件" not in text


def test_crew_agreement_states_total_in_digits_and_words_and_each_instalment() -> None:
    text = "\n".join(rendered("D12"))
    assert "人民币153222.63元（大写：壹拾伍万叁仟贰佰贰拾贰元陆角叁分）" in text
    assert "人民币陆万壹仟贰佰捌拾玖元零伍分" in text
    assert "二〇二六年九月二十八日" in text
    assert "《保障农民工工资支付条例》第三十条" in text


OPTIONAL_CLAUSES: dict[str, object] = {
    "substitute_payment": {"name": "示例建设集团第九工程有限公司", "subcontractor": "乙劳务公司"},
    "owner_advance": {"name": "丙置业公司", "cap": amount_dict(100)},
    "investor": {"name": "李明", "firm": "丁装饰部"},
    "crew_leader": "曹守业",
    "fund_advance": {"amount": amount_dict(100), "payee": "示例市财政局"},
    "tax_note": "税费由付款人依法代扣代缴。",
    "confirmation": {"court": "示例市示例区人民法院"},
    "other_terms": ["付款人付款后三日内提交凭证。", "各方对本协议内容保密。"],
    "waived": {"amount": amount_dict(100), "percent": "1%", "explanation": "自愿放弃。"},
}


@settings(max_examples=40)
@given(st.sets(st.sampled_from(sorted(OPTIONAL_CLAUSES))), st.sampled_from(["加速到期", "无"]))
def test_agreement_clauses_are_numbered_without_gaps(kept: set[str], default: str) -> None:
    context = sample_crew_agreement()
    for name, value in OPTIONAL_CLAUSES.items():
        context[name] = value if name in kept else ([] if name == "other_terms" else None)
    context["default"]["kind"] = default
    numbers = [
        line.split("、")[0]
        for line in rendered("D12", context)
        if re.match(r"[一二三四五六七八九十]+、", line)
    ]
    count = 6 + (default != "无") + len(kept - {"confirmation"}) + ("other_terms" in kept)
    all_numbers = [*"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九")]
    assert numbers == all_numbers[:count]


@settings(max_examples=25)
@given(st.integers(2, 45), st.integers(1, MAX_INSTALMENTS))
def test_annex_has_a_row_per_worker_and_a_place_per_instalment(size: int, parts: int) -> None:
    context = sample_annex(size, parts)
    assert CONTRACTS["D12A"].validate(context) == []
    (table,) = part(render(template("D12A"), context)).iter(f"{W}tbl")
    rows = [row.findall(f"{W}tc") for row in table.findall(f"{W}tr")]
    assert len(rows) == size + 2
    columns = 8 if parts > 3 else 7 + (parts if parts > 1 else 0)
    assert {len(row) for row in rows[:-1]} == {columns}
    for worker, row in zip(context["workers"], rows[1:-1], strict=True):
        figures = ["".join(p.itertext(f"{W}t")) for cell in row for p in cell.iter(f"{W}p")]
        asked = [part["amount"]["grouped"] for part in worker["instalments"]]
        assert figures[-1 - len(asked) : -1] == asked or parts == 1
    assert len(table.find(f"{W}tblGrid")) == columns
    assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None


@settings(max_examples=25)
@given(st.integers(1, 45), st.integers(1, MAX_INSTALMENTS))
def test_crew_agreement_of_any_size_is_valid(size: int, parts: int) -> None:
    assert CONTRACTS["D12"].validate(sample_crew_agreement(size, parts)) == []


OBJECTION = {
    "by": "周建民",
    "mediator": "罗安",
    "ground": "与纠纷有利害关系",
    "raised_on": "2026-09-24",
    "decision": "驳回",
    "reason": "经查不存在利害关系。",
    "decided_by": "中心主任",
    "decided_on": "2026-09-24",
}
HALF = [
    {
        "name": "示例建设集团第九工程有限公司",
        "liability": "共同支付",
        "share": amount_dict(15000000),
        "account": None,
    },
    {
        "name": "示例市示例建筑劳务有限公司",
        "liability": "共同支付",
        "share": amount_dict(322263),
        "account": None,
    },
]
SLIP = {"answer": "不同意", "signer": "吕振华", "channel": "书面回执", "replied_on": "2026-09-23"}
GUARDIAN = {
    "name": "赵卫国",
    "relation": "父亲",
    "id_no": "990101195508161013",
    "phone": "10000000199",
}
SUBSTITUTE = {"name": "李明", "relation": "同事", "phone": "10000000198", "address": "示例路2号"}
WITNESSES = [
    {
        "role": role,
        "name": name,
        "kind": "officer",
        "signer": None,
        "capacity": None,
        "refusal": None,
    }
    for role, name in (("经办人", "田禾"), ("见证人1", "李明"), ("见证人2", "王建设"))
]
REFUSED = "拒绝签名，原因：对金额有异议，见证人：田禾"


@pytest.mark.parametrize(
    ("code", "changes", "printed"),
    [
        ("D01", {"collective": True, "representatives": ["周建民"]}, "推选周建民为代表人"),
        ("D01", {"prior_channels": "已向监察机构投诉。"}, "已向监察机构投诉。"),
        ("D01", {"evidence": [], "project": None}, "此前处理情况"),
        ("D01", {"applicants.0.guardian": GUARDIAN}, "法定代理人：赵卫国，系赵国栋的父亲"),
        ("D03", {"reply": SLIP}, "□ 同意调解　　■ 不同意调解"),
        ("D04", {"public": True}, "本案经双方要求公开进行"),
        ("D04", {"signatures.0.refusal": REFUSED}, REFUSED),
        ("D05", {"objections": [OBJECTION]}, "处理决定：驳回"),
        ("D05", {"waiver": "各方书面同意。"}, "各方同意继续调解的说明"),
        (
            "D06",
            {"mode": "视频", "remote": {"link": "短信所附链接", "identity_check": "出示身份证"}},
            "短信所附链接",
        ),
        ("D08", {"agent.scope": "一般授权", "special_items": []}, "受委托人无权代为承认"),
        ("D08", {"proof_of_office": False}, "委托期限"),
        (
            "D08",
            {"agent.id_no": None, "agent.phone": None, "agent.unit": None},
            "施文涛，员工，公民身份号码：____________________，联系电话：______________，",
        ),
        (
            "D09",
            {"recipients.0.id_no": None, "recipients.0.phone": None},
            "示例建设集团第九工程有限公司，—，电话—",
        ),
        ("D01", {"applicants.0.address": None}, "1979年8月16日出生，公民身份号码"),
        (
            "D01",
            {"respondents.0.whereabouts_unknown": True},
            "住所示例市示例区示例路11号，下落不明",
        ),
        ("D01", {"evidence.0.proves": None}, "原件¶2¶—"),
        ("D12", {"default": {"kind": "无", "grace_days": None, "rate": None}}, "本协议履行完毕后"),
        ("D12", {"respondents.0.agents.0.unit": None}, "委托代理人：施文涛，员工，"),
        ("D09", {"e_service": False, "channels": []}, "□ 同意　■ 不同意"),
        ("D09", {"substitute": SUBSTITUTE}, "李明（同事），电话10000000198"),
        ("D10", {"absent": ["何志远"]}, "未到场人员：何志远。"),
        (
            "D10",
            {"result": "择期继续调解", "next_session": moment_dict(datetime(2026, 10, 9, 9))},
            "下次调解时间：2026年10月9日（星期五）上午9时。",
        ),
        ("D10", {"result": "择期继续调解"}, "下次调解时间另行通知。"),
        ("D11", {"workers": [], "due_total": None, "disputed": []}, "各方确认"),
        (
            "D06",
            {"starts_at": moment_dict(datetime(2026, 9, 26, 9)), "day_off": True},
            "2026年9月26日（星期六）上午9时（休息日）¶",
        ),
        ("D12", {"payers": HALF}, "示例市示例建筑劳务有限公司（共同支付）承担人民币3222.63元"),
        ("D12", {"payee_mode": "现场现金签收"}, "以现金交付各劳动者本人"),
        (
            "D12",
            {"default.kind": "违约金", "default.rate": "按日万分之三"},
            "按日万分之三向劳动者支付违约金",
        ),
        ("D12", {"default.kind": "仅继续履行"}, "付款人应当继续履行"),
        ("D12", {"residual": "其他权利保留"}, "申请人的其他权利保留"),
        ("D12", {"confirmation": None, "copies.court": 0}, "双方不申请司法确认"),
        ("D12A", {"payee_mode": "现场现金签收"}, "款项由本人当场签收"),
        (
            "D13",
            {
                "reason": "部分达成协议",
                "agreed": ["周建民"],
                "not_agreed": ["吴德顺"],
                "worker_count": 2,
            },
            "已达成调解协议的劳动者（1人）：周建民。",
        ),
        ("D13", {"agreed_facts_on": None, "guidance": []}, "一、未达成调解协议的劳动者"),
        (
            "D13",
            {"respondents_text": "曹守业", "reason": "当事人失联", "sessions": 0},
            "与曹守业劳动报酬纠纷一案，本调解组织于2026年9月22日受理，因",
        ),
        (
            "D13",
            {"reason": "逾期未达成协议", "reason_text": "各方在法定期限内未能达成协议"},
            "因各方在法定期限内未能达成协议，依照",
        ),
        (
            "D10",
            {
                "starts_at": moment_dict(datetime(2026, 9, 28, 9, 30)),
                "ends_at": moment_dict(datetime(2026, 9, 28, 14)),
            },
            "时间：2026年9月28日（星期一）上午9时30分至下午2时¶",
        ),
        ("D14", {"originals_returned": False, "returned_on": None}, "原件暂由接收人保管"),
        ("D15", {"cash": True, "signatures": WITNESSES}, "由两名见证人见证"),
        ("D16", {"satisfied": False, "remarks": None}, "□ 是　■ 否"),
        ("D17", {"accelerated": False, "confirmed": True}, "向人民法院申请强制执行"),
        ("D18", {"third_parties_text": None}, "卷　内　目　录"),
    ],
)
def test_paper_prints_what_its_case_calls_for(
    code: str, changes: dict[str, object], printed: str
) -> None:
    context = copy.deepcopy(CONTRACTS[code].sample())
    for path, value in changes.items():
        at(path, value)(context)
    assert CONTRACTS[code].validate(context) == []
    assert printed in "¶".join(rendered(code, context))


def optional_values(fields: tuple[Field, ...], block: dict[str, Any]) -> Iterator[Place]:
    """Every place in the block that may stay empty: the dict, the name, what empty means there."""
    for field in fields:
        value = block[field.name]
        if not field.required:
            yield block, field.name, [] if field.kind in (Kind.ROWS, Kind.TEXTS) else None
        for inner in value or [] if field.kind is Kind.ROWS else [value]:
            if field.of and inner:
                yield from optional_values(field.of, inner)


@pytest.mark.parametrize("code", CODES)
def test_paper_of_a_case_of_which_little_is_known_shows_no_trace_of_what_is_missing(
    code: str,
) -> None:
    contract = CONTRACTS[code]
    context = copy.deepcopy(contract.sample())
    for block, name, empty in list(optional_values(contract.all_fields(), context)):
        known, block[name] = block[name], empty
        if contract.validate(context):
            block[name] = known
    text = "¶".join(rendered(code, context))
    assert not re.search(r"None|，，|，。|：。|（）|、。", text)


def test_termination_of_one_workers_case_lists_nobody() -> None:
    context = CONTRACTS["D13"].sample() | {
        "addressee": "钱卫东、示例市示例机械有限公司",
        "applicants_text": "钱卫东",
        "worker_count": 1,
        "not_agreed": ["钱卫东"],
    }
    assert CONTRACTS["D13"].validate(context) == []
    assert "劳动者（1人）" not in "\n".join(rendered("D13", context))


def test_agreement_of_one_worker_paid_in_parts_needs_no_annex() -> None:
    parts = [
        {"no": 1, "due_on": "2026-02-13", "percent": "50%", "amount": amount_dict(300500)},
        {"no": 2, "due_on": "2026-03-13", "percent": "50%", "amount": amount_dict(300500)},
    ]
    context = sample_single_agreement() | {
        "performance_mode": "分期",
        "spot_payment": None,
        "instalments": parts,
    }
    context["workers"][0]["instalments"] = [{"amount": part["amount"]} for part in parts]
    assert CONTRACTS["D12"].validate(context) == []
    text = "\n".join(rendered("D12", context))
    assert "按下表分2期于各付款日前（含当日）支付至赵国栋本人银行账户" in text
    assert "2026年3月13日" in text
    assert "附件" not in text


def test_agreement_paid_once_names_the_day() -> None:
    context = sample_crew_agreement(12, 1)
    assert "于2026年9月30日前（含当日）" in "\n".join(rendered("D12", context))


def test_minutes_that_travel_hold_no_concession() -> None:
    context = CONTRACTS["D10"].sample()
    assert any("第一期不少于四成" in line for line in rendered("D10", context))
    context["with_concessions"] = False
    text = "\n".join(rendered("D10", context))
    assert "第一期不少于四成" not in text
    assert "9月30日付40%" not in text
    assert "12人共欠153222.63元" in text


def test_written_application_is_no_oral_record() -> None:
    assert "口头调解申请笔录" in rendered("D01")
    context = {**CONTRACTS["D01"].sample(), "oral": False, "recorder": None}
    assert CONTRACTS["D01"].validate(context) == []
    text = rendered("D01", context)
    assert "调　解　申　请　书" in text
    assert not any("以上记录已向我宣读" in line for line in text)


def test_served_acceptance_leaves_the_register_in_the_file() -> None:
    assert "受理登记表" in rendered("D02")
    context = {**CONTRACTS["D02"].sample(), "with_register": False}
    assert "受理登记表" not in rendered("D02", context)


def test_footer_of_a_draft_says_so() -> None:
    context = {**CONTRACTS["D13"].sample(), "digest": None}
    footer = part(render(template("D13"), context), "word/footer1.xml")
    assert "草稿，未签发" in "".join(footer.itertext())


@pytest.mark.parametrize(
    ("kind", "head"),
    [("organisation", "法定代表人"), ("sole_trader", "经营者"), ("sole_proprietorship", "投资人")],
)
def test_party_block_names_the_head_by_kind(kind: str, head: str) -> None:
    context = copy.deepcopy(CONTRACTS["D01"].sample())
    context["respondents"][0]["kind"] = kind
    assert any(line.startswith(f"{head}：孙立群") for line in rendered("D01", context))


def test_party_whose_whereabouts_are_unknown_is_said_to_be_missing() -> None:
    context = copy.deepcopy(CONTRACTS["D01"].sample())
    context["respondents"][0] |= {"address": None, "whereabouts_unknown": True}
    assert CONTRACTS["D01"].validate(context) == []
    assert any("示例装饰工程" in line and "下落不明" in line for line in rendered("D01", context))


@pytest.mark.parametrize(
    ("at_time", "text"),
    [
        (datetime(2026, 9, 24, 9), "2026年9月24日（星期四）上午9时"),
        (datetime(2026, 7, 2, 9, 30), "2026年7月2日（星期四）上午9时30分"),
        (datetime(2026, 2, 13, 12), "2026年2月13日（星期五）下午12时"),
        (datetime(2026, 2, 15, 14, 5), "2026年2月15日（星期日）下午2时5分"),
    ],
)
def test_moment_dict_speaks_like_a_hearing_notice(at_time: datetime, text: str) -> None:
    assert moment_dict(at_time)["text"] == text


@pytest.mark.parametrize("code", ["A04", "A05", "A05C", "A12-1", "A12-2", "C03"])
def test_crew_in_a_sentence_counts_the_people_of_the_paper(code: str) -> None:
    assert "V-M2" in faults(code, at("applicants_text", "周建民等13人"))
