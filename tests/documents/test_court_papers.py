"""The papers of a judicial confirmation: what the law asks of each, and what sends them back."""

import copy
import json
import re
from typing import Any

import pytest

from documents.contracts import CONTRACTS, amount_dict
from documents.contracts.court.confirmation import sample_application
from documents.contracts.court.exchange import FORMAT, export, rows
from documents.contracts.court.referral import sample_referral
from documents.contracts.court.sheets import sample_information
from documents.contracts.mediation.agreement import AGREEMENT, sample_crew_agreement
from documents.contracts.samples import GENERAL_CONTRACTOR, SITE_AGENT, signature
from tests.documents import golden
from tests.documents.test_contracts import at, faults, rendered

REFUSED = "拒绝签名，原因：对金额有异议，见证人：田禾"
ZERO = amount_dict(0)


def messages(code: str, context: dict[str, Any]) -> list[str]:
    return [
        f"{fault.code} {fault.field} {fault.message}" for fault in CONTRACTS[code].validate(context)
    ]


def text(code: str, context: dict[str, Any] | None = None) -> str:
    return "\n".join(rendered(code, context))


def changed(code: str, **values: Any) -> dict[str, Any]:
    """The sample with `agreement__paid=…` and the like set."""
    context = copy.deepcopy(CONTRACTS[code].sample())
    for path, value in values.items():
        at(path.replace("__", "."), value)(context)
    return context


@pytest.mark.parametrize(
    ("check", "code", "field", "value"),
    [
        ("V-D2", "C01", "applied_on", "2026-10-29"),
        ("V-D2", "C01", "confirm_by", "2026-10-29"),
        ("V-D2", "C01", "agreement.effective_on", "2026-09-29"),
        ("V-D1", "C01", "agreement.effective_on", "2026-09-27"),
        ("V-D1", "C01", "applied_on", "2026-09-27"),
        ("V-S1", "C01", "signatures", [signature("申请人", "曹守业", "person")]),
        ("V-S1", "C01", "signatures.0.refusal", REFUSED),
        ("V-S1", "C01", "roster", []),
        ("V-S1", "C01", "worker_count", 13),
        ("V-S1", "C01", "applicants.0.name", "王建设"),
        ("V-S1", "C01", "payers", ["示例市示例置业有限公司"]),
        ("V-P2", "C01", "respondents.0.agents", [{**SITE_AGENT, "scope": "一般授权"}]),
        ("V-P2", "C01", "respondents.0.agents", []),
        ("V-P3", "C01", "applicants.0.agents", [SITE_AGENT]),
        ("V-P3", "C01", "respondents.2.id_no", "990101197103022011"),
        ("V-P1", "C01", "respondents.1.credit_code", "91990100MA0X00023A"),
        ("V-P1", "C01", "respondents.2.born_on", "1974-02-12"),
        ("V-P1", "C01", "respondents.1.address", None),
        ("V-P1", "C01", "roster.3.id_no", "990101196801252056"),
        ("V-S2", "C01", "respondents.0.name", "示例建设集团第九工程有限公司示例家园项目部"),
        ("V-M2", "C01", "agreement.outstanding", amount_dict(1)),
        ("JC-02", "C01", "court.name", "示例市中级人民法院"),
        ("JC-02", "C01", "court.ground", "当事人住所地"),
        ("JC-02", "C01", "court.ground", "邀请法院"),
        ("V-X1", "C01", "review_state", "审查中"),
        ("V-X1", "C01", "review_state", "已制作调解书"),
        ("JC-04", "C01", "attachments", ["调解协议书", "送达地址确认书"]),
        ("JC-08", "C01", "terms.2", "余款待工程款到位后支付。"),
        ("MED-33", "C01", "terms.2", "一方不履行的，由法院裁判。"),
        ("MED-01", "C01", "mediation_body.name", "示例市农民工欠薪快速解决中心"),
        ("V-T1", "C01", "mediation_body.registration_no", None),
        ("V-S1", "C02", "signatures.1.refusal", REFUSED),
        ("V-D1", "C02", "made_on", "2026-09-27"),
        ("JC-04", "C03", "mediators.0.certificate_no", None),
        ("V-D1", "C03", "made_on", "2026-09-27"),
        ("V-D1", "C03", "accepted_on", "2026-09-25"),
        ("MED-01", "C03", "mediation_body.name", "示例市农民工欠薪快速解决中心"),
        ("V-T1", "C03", "mediation_body.kind", None),
        ("V-S1", "C03", "signatures", [signature("经办人", "田禾", "officer")]),
        ("V-C1", "C04", "materials.4.file_pages", 21),
        ("V-C1", "C04", "pages_total", 70),
        ("V-C1", "C04", "materials.2.no", 4),
        ("V-C1", "C04", "materials.2.copies", 0),
        ("JC-04", "C04", "materials.3.code", "D13"),
        ("JC-04", "C04", "materials.5.code", "D14"),
        ("V-M2", "C04", "total", amount_dict(1)),
        ("V-M2", "C04", "worker_count", 11),
        ("V-D2", "C04", "cases.0.confirm_by", "2026-10-08"),
        ("V-D1", "C04", "cases.0.effective_on", "2026-10-10"),
        ("V-D1", "C04", "sign_off.on", "2026-10-10"),
        ("C04", "C04", "batch_policy", "分批申请"),
        ("V-C1", "C05", "evidence.2.no", 2),
        ("V-C1", "C05", "pages_total", 17),
        ("V-T1", "C05", "evidence.1.proves", None),
        (
            "MED-27",
            "C05",
            "evidence",
            [
                {
                    "no": 4,
                    "name": "身份证复印件",
                    "form": "书证",
                    "original": False,
                    "pages": 1,
                    "source": "申请人",
                    "proves": "主体资格",
                }
            ],
        ),
        ("V-S1", "C05", "signatures", [signature("提交人", "田禾", "officer")]),
        ("V-S1", "C06", "signatures.0.name", "曹守业"),
        ("V-T1", "C06", "channels", []),
        ("V-P1", "C06", "recipients.0.phone", None),
        ("V-N1", "C06", "court_number", "(2026)冀0699民特12"),
        ("V-P1", "C07", "parties.12.registered_name", "示例建设集团第九工程公司"),
        ("V-P1", "C07", "parties.12.papers", ["营业执照", "授权委托书"]),
        ("V-P1", "C07", "parties.13.agent", "张启明"),
        ("V-P1", "C07", "parties.0.papers", ["户口簿"]),
        ("V-P1", "C07", "parties.0.identity_no", "990101197103022012"),
        ("V-P1", "C07", "parties.0.licence_state", "存续"),
        ("ARB-40", "C07", "parties.13.licence_state", "吊销"),
        ("V-C1", "C07", "pages_total", 22),
        ("V-D1", "C07", "checked_on", "2026-10-10"),
        ("V-M2", "C08", "workers.4.due", amount_dict(1)),
        ("V-M2", "C08", "payers.0.share", amount_dict(1)),
        ("V-M3", "C08", "instalments.1.amount", amount_dict(1)),
        ("V-P4", "C08", "workers.2.account_holder", "曹守业"),
        ("V-D2", "C08", "applied_on", "2026-10-29"),
        ("V-D2", "C08", "confirm_by", "2026-11-02"),
        ("V-D2", "C10R", "made_on", "2026-10-17"),
        ("V-D1", "C10R", "received_on", "2026-10-11"),
        ("V-C1", "C10R", "items.1.no", 3),
        ("V-C1", "C10R", "materials", []),
        ("V-C1", "C10R", "materials.1.file_pages", 2),
        ("V-T1", "C10R", "submission_no", 1),
        ("V-N1", "C10R", "court_number", "民特12号"),
        ("V-D1", "C10R", "sign_off.on", "2026-10-15"),
        ("C12", "C12", "ruled_on", "2026-10-16"),
        ("V-S1", "C12", "signatures.0.refusal", REFUSED),
        ("V-D1", "C12", "withdrawn_on", "2026-10-08"),
        ("V-N1", "C12", "court_number", "2026民特12"),
        ("V-M2", "C12", "agreement.paid", ZERO),
    ],
)
def test_paper_that_would_be_sent_back_is_refused(
    check: str, code: str, field: str, value: object
) -> None:
    assert check in faults(code, at(field, value))


@pytest.mark.parametrize(
    "term",
    [
        "双方确认自2026年7月1日起存在劳动关系。",
        "各方一致同意解除劳动合同，互不追究。",
        "双方劳动关系于2026年9月15日解除。",
        "被申请人以示例家园二期一套房屋抵付工资。",
        "脚手架等设备归申请人所有。",
        "申请人撤回向公安机关的报案。",
        "申请人不得再就此事信访。",
    ],
)
def test_confirmation_of_anything_but_payment_is_refused(term: str) -> None:
    (fault,) = CONTRACTS["C01"].validate(changed("C01", terms__1=term))
    assert fault.code == "JC-14"
    assert fault.field == "terms[1]"
    assert "第2项" in fault.message


@pytest.mark.parametrize(
    "term",
    [
        "任一期逾期的，申请人可以依法申请强制执行、申请支付令或者申请仲裁。",
        "本协议履行完毕后，各方就本协议项下的劳动报酬争议了结；工伤、社会保险等其他权利不受影响。",
        "付款人支付因解除劳动合同应付的经济补偿人民币3000.00元。",
        "曹守业仅对用工事实和欠付金额予以确认，不作为唯一支付主体，也不代领劳动者的工资。",
        "示例置业公司以未结清的工程款人民币100.00元为限先行垫付。",
    ],
)
def test_usual_clauses_of_payment_are_no_status(term: str) -> None:
    assert CONTRACTS["C01"].validate(changed("C01", terms__1=term)) == []


def test_every_clause_an_agreement_prints_may_be_confirmed() -> None:
    context = sample_crew_agreement()
    assert AGREEMENT.validate(context) == []
    clauses = [
        line.split("、", 1)[1]
        for line in rendered("D12", context)
        if re.match(r"[一二三四五六七八九十]+、", line)
    ]
    assert len(clauses) > 6
    assert CONTRACTS["C01"].validate({**sample_application(), "terms": clauses}) == []


def test_side_that_is_absent_makes_no_joint_application() -> None:
    context = sample_application()
    context["respondents"] = []
    assert [fault.code for fault in CONTRACTS["C01"].validate(context)] == ["V-T1"]
    alone = {**sample_application(), "signatures": []}
    assert "V-T1" in [fault.code for fault in CONTRACTS["C01"].validate(alone)]


def test_fully_paid_agreement_needs_no_confirmation() -> None:
    context = sample_application()
    context["agreement"] |= {"paid": context["agreement"]["total"], "outstanding": ZERO}
    assert [fault.code for fault in CONTRACTS["C01"].validate(context)] == ["C01"]


def test_thirty_days_end_on_the_working_day_after_a_rest_day() -> None:
    paid = {"made_on": "2026-02-13", "effective_on": "2026-02-13"}
    context = sample_application()
    context["agreement"] |= paid
    context |= {"applied_on": "2026-03-16", "confirm_by": "2026-03-16"}
    assert CONTRACTS["C01"].validate(context) == []
    context["confirm_by"] = "2026-03-15"  # a Sunday
    assert any("应为2026-03-16" in line for line in messages("C01", context))


def test_unknown_holiday_plan_leaves_room_for_rolling_only() -> None:
    context = sample_application()
    context["agreement"] |= {"made_on": "2027-12-20", "effective_on": "2027-12-20"}
    context |= {"applied_on": "2027-12-31", "confirm_by": "2028-01-19"}
    assert CONTRACTS["C01"].validate(context) == []
    context["confirm_by"] = "2028-01-18"
    assert [fault.code for fault in CONTRACTS["C01"].validate(context)] == ["V-D2"]


def test_one_worker_signs_on_the_application_itself() -> None:
    context = sample_application(1)
    context["agreement"] |= {"paid": ZERO, "outstanding": context["agreement"]["total"]}
    assert CONTRACTS["C01"].validate(context) == []
    printed = text("C01", context)
    assert "申请人名单及签名表" not in printed
    assert "尚未履行" in printed
    assert "申请人 周建民（签名、捺印）：" in printed


def test_crew_signs_row_by_row() -> None:
    printed = text("C01")
    assert "申请人：周建民等12人（名单及签名附后），推选周建民、冯玉柱、沈秀兰为代表人。" in printed
    assert "申请人名单及签名表" in printed
    assert printed.count("　　年　月　日") >= 12


@pytest.mark.parametrize(
    ("court", "sentence"),
    [
        ({"ground": "调解组织所在地"}, "所在地为示例市示例区，属贵院辖区"),
        (
            {"ground": "当事人住所地", "party": GENERAL_CONTRACTOR["name"]},
            "申请人示例建设集团第九工程有限公司的住所地为示例市示例区",
        ),
        ({"ground": "标的物所在地"}, "本案标的物所在地为示例市示例区"),
        (
            {"ground": "邀请法院", "invitation": "（2026）冀0699诉前调81号委派函"},
            "由贵院邀请示例市农民工工资争议人民调解委员会开展（（2026）冀0699诉前调81号委派函）",
        ),
    ],
)
def test_application_says_why_the_court_has_jurisdiction(
    court: dict[str, str], sentence: str
) -> None:
    context = sample_application()
    context["court"] |= court
    assert CONTRACTS["C01"].validate(context) == []
    printed = text("C01", context)
    assert sentence in printed
    by_item = "贵院有管辖权（《民事诉讼法》第二百零五条第（二）项）" in printed
    assert by_item == (court["ground"] != "邀请法院")


def test_few_workers_apply_one_by_one_without_representatives() -> None:
    context = sample_application()
    context |= {
        "applicants": [{**party, "role": "申请人"} for party in context["applicants"]],
        "representatives": [],
        "worker_count": 3,
        "roster": [context["roster"][place] for place in (0, 3, 8)],
    }
    assert CONTRACTS["C01"].validate(context) == []
    printed = text("C01", context)
    assert "推选" not in printed
    assert "共3人，均由本人签名、捺印，未由代表人代签。" in printed


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("未申请", "未就该协议申请仲裁审查"),
        ("已撤回", "已撤回就该协议提出的仲裁审查申请"),
        ("不予受理", "就该协议提出的仲裁审查申请未被受理"),
    ],
)
def test_application_tells_of_the_other_track(state: str, sentence: str) -> None:
    assert sentence in text("C01", changed("C01", review_state=state))


def test_undertaking_stands_in_the_application_or_alone() -> None:
    promise = "没有恶意串通、规避法律的情形"
    assert promise in text("C01")
    assert promise not in text("C01", changed("C01", with_undertaking=False))
    assert promise in text("C02")


def test_certificate_names_what_makes_the_body_lawful() -> None:
    printed = text("C03")
    assert "依法设立的基层人民调解组织" in printed
    assert "示调登字〔2024〕9号" in printed
    assert "罗安（证号：示调员0009）" in printed
    assert "自愿达成" in printed
    assert "未收取任何费用（《人民调解法》第四条）" in printed


@pytest.mark.parametrize(
    ("context", "sentence"),
    [
        (sample_referral(), "一份调解协议提出一件申请。"),
        (sample_referral(batch=True), "按每批不超过50人分批申请，本批为第1批，共3批。"),
        ({**sample_referral(), "batch_policy": "逐人申请"}, "每名劳动者各提出一件申请。"),
    ],
)
def test_referral_says_how_the_crew_applies(context: dict[str, Any], sentence: str) -> None:
    assert CONTRACTS["C04"].validate(context) == []
    printed = text("C04", context)
    assert sentence in printed
    assert "示例市示例区人民法院立案庭：" in printed
    assert "2026年10月9日" in printed


def test_batch_larger_than_the_court_takes_is_refused() -> None:
    context = sample_referral(batch=True)
    context["batch"]["limit"] = 10
    assert any("每批不超过10人" in line for line in messages("C04", context))
    context = sample_referral(batch=True)
    context["batch"]["no"] = 4
    assert [fault.field for fault in CONTRACTS["C04"].validate(context)] == ["batch.no"]


def test_small_referral_needs_no_election() -> None:
    context = sample_referral()
    context["worker_count"] = context["cases"][0]["worker_count"] = 9
    context["cases"][0]["applicants_text"] = "周建民等9人"
    context["materials"] = [
        {**row, "no": no}
        for no, row in enumerate((row for row in context["materials"] if row["code"] != "D07"), 1)
    ]
    context["pages_total"] = sum(row["pages"] for row in context["materials"])
    assert CONTRACTS["C04"].validate(context) == []


def test_investor_of_a_revoked_firm_stands_beside_it() -> None:
    context = changed("C07", parties__13__licence_state="吊销", parties__13__investor="李明")
    assert CONTRACTS["C07"].validate(context) == []
    assert "出资人（开办单位）李明已列为当事人" in text("C07", context)


def test_service_address_of_the_court_leaves_its_number_to_the_pen() -> None:
    assert "案号：________________" in text("C06")
    context = changed("C06", court_number="（2026）冀0699民特12号", e_service=False, channels=[])
    assert CONTRACTS["C06"].validate(context) == []
    printed = text("C06", context)
    assert "案号：（2026）冀0699民特12号" in printed
    assert "□ 同意　■ 不同意" in printed


def test_reply_without_new_papers_has_no_list() -> None:
    context = changed("C10R", materials=[], pages_total=0, attachments=[])
    for item in context["items"]:
        item["kind"] = "说明情况"
    assert CONTRACTS["C10R"].validate(context) == []
    printed = text("C10R", context)
    assert "补正材料清单" not in printed
    assert "本次为第2次提交。" in printed
    assert "补交材料" not in printed


def test_withdrawal_before_docketing_names_no_court_number() -> None:
    assert "请求贵院准许撤回（2026）冀0699民特12号确认" in text("C12")
    context = changed("C12", court_number=None)
    assert CONTRACTS["C12"].validate(context) == []
    assert "请求贵院准许撤回确认示农薪调协字〔2026〕12号" in text("C12", context)


@pytest.mark.parametrize("size", [9, 10, 40])
def test_papers_of_a_crew_of_any_size_list_everybody(size: int) -> None:
    application = sample_application(size)
    assert CONTRACTS["C01"].validate(application) == []
    assert f"共{size}人，均由本人签名、捺印" in text("C01", application)
    sheet = sample_information(size)
    assert CONTRACTS["C08"].validate(sheet) == []
    assert len(rows(sheet)) == size + 1


OF_FAMILIES = [code for code in CONTRACTS if code[0] in "CRE"]
SIGNED_HERE = re.compile(r"（(签名|签名、捺印|盖章)）")


@pytest.mark.parametrize("code", OF_FAMILIES)
def test_signatures_stand_under_text_of_their_paper(code: str) -> None:
    pages = [page.splitlines()[1:] for page in golden.path(code).read_text().split("== ")[1:]]
    for page in pages:
        first = next((no for no, line in enumerate(page) if SIGNED_HERE.search(line)), None)
        if first is not None and "签名表" not in page[0]:
            assert first >= 2, page


def test_export_holds_every_field_of_the_sheet_as_plain_data() -> None:
    context = sample_information()
    data = json.loads(json.dumps(export(context), ensure_ascii=False))
    assert data["format"] == FORMAT
    assert data["agreement"]["total"] == "153222.63"
    assert data["agreement"]["effective_on"] == "2026-09-28"
    assert [worker["account_no"] for worker in data["workers"]] == [
        worker["account_no"] for worker in context["workers"]
    ]
    assert data["workers"][0]["instalments"] == [
        {"amount": "5308.50"},
        {"amount": "3981.38"},
        {"amount": "3981.37"},
    ]
    printed_only = {"number", "version", "digest", "verify_code"}
    fields = {field.name for field in CONTRACTS["C08"].fields} - printed_only
    assert set(data) == {"format", *fields}


def test_rows_for_a_spreadsheet_are_text_and_add_up() -> None:
    head, *lines = rows(sample_information())
    assert head[:3] == ["序号", "姓名", "公民身份号码"]
    assert head[-3:] == ["第1期", "第2期", "第3期"]
    assert {len(line) for line in lines} == {len(head)}
    due = head.index("欠付金额")
    assert sum(round(float(line[due]) * 100) for line in lines) == 15322263
    assert all(isinstance(cell, str) for line in lines for cell in line)


def test_export_of_a_faulty_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="合计"):
        export(changed("C08", payers__0__share=amount_dict(1)))


@pytest.mark.parametrize(
    "term",
    [
        "上述款项支付至曹守业银行账户。",
        "工资由班组长统一领取后转付各劳动者。",
        "上述款项于2026年10月31日前支付给班组长。",
        "款项由代表人代收。",
    ],
)
@pytest.mark.parametrize("code", ["C01", "R01"])
def test_agreement_under_which_somebody_else_collects_is_refused(code: str, term: str) -> None:
    assert "V-P4 terms[1]" in "\n".join(messages(code, changed(code, terms__1=term)))


@pytest.mark.parametrize(
    "term",
    [
        "上述款项支付至各劳动者本人银行账户，不得由班组长代领。",
        "班组长曹守业仅确认用工及金额，不作为唯一支付主体。",
        "付款后，示例市示例建筑劳务有限公司将付款凭证交给代表人。",
    ],
)
def test_clause_that_keeps_payment_personal_is_accepted(term: str) -> None:
    assert messages("C01", changed("C01", terms__1=term)) == []


@pytest.mark.parametrize(
    ("term", "refused"),
    [
        ("申请人与示例市示例建筑劳务有限公司自2026年7月1日起存在劳动关系。", True),
        ("双方之间构成事实劳动关系。", True),
        ("双方确认不存在劳动关系。", True),
        ("本协议不确认双方存在劳动关系。", False),
        ("本协议不涉及劳动关系的确认。", False),
    ],
)
def test_clause_on_the_labour_relation_is_told_from_one_that_leaves_it_open(
    term: str, refused: bool
) -> None:
    found = "\n".join(messages("C01", changed("C01", terms__2=term)))
    assert ("JC-14 terms[2]" in found) is refused


def test_referral_without_evidence_list_or_with_a_wrong_last_day_is_refused() -> None:
    context = changed("C04")
    context["materials"] = [row for row in context["materials"] if row["code"] != "C05"]
    for place, row in enumerate(context["materials"], 1):
        row["no"] = place
    context["pages_total"] = sum(row["pages"] for row in context["materials"])
    assert messages("C04", context) == ["JC-04 materials 材料清单缺少C05，法院将要求补正。"]
    late = messages("C04", changed("C04", cases__0__confirm_by="2026-11-30"))
    assert [line.split()[:2] for line in late] == [["V-D2", "cases[0].confirm_by"]]


def test_referral_of_two_workers_carries_their_annex() -> None:
    context = changed("C04", worker_count=2, cases__0__worker_count=2)
    context["cases"][0]["applicants_text"] = "周建民等2人"
    assert messages("C04", context) == []
    context["materials"] = [row for row in context["materials"] if row["code"] != "D12A"]
    assert "缺少D12A" in "\n".join(messages("C04", context))


def test_company_without_its_representative_is_refused() -> None:
    context = changed("C01", respondents__0__head=None, respondents__0__head_title=None)
    assert "V-P1 respondents[0].head" in "\n".join(messages("C01", context))
