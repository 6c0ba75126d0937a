"""Invented people and figures of one arbitration case: a lathe operator and five claims."""

from typing import Any

from documents.contracts import samples
from documents.contracts.schema import amount_dict
from documents.contracts.tribunal.elements import ELEMENTS
from law.formulas import worth_fen

Row = dict[str, Any]

CASE_NUMBER = "示劳人仲案字〔2026〕268号"
CAUSE = "追索劳动报酬、加班费、二倍工资、经济补偿、年休假工资"
COURT = "示例市示例区人民法院"
ROOM = "示例市劳动人事争议仲裁委员会速裁庭"
OPERATOR = samples.person(
    "申请人",
    "钱卫东",
    born_on="1983-06-09",
    id_no="99010119830609401X",
    phone="10000000401",
)
MACHINE_WORKS = samples.company(
    "被申请人",
    "示例市示例精密机械有限公司",
    "91990100MA0X00041F",
    "卢海峰",
    address="示例市示例区示例路41号",
    phone="10000090041",
)
AGENT = {"name": "方琳", "kind": "员工", "unit": "该公司人事经理", "scope": "一般授权"}
MACHINE_WORKS_BY_AGENT = {**MACHINE_WORKS, "agents": [AGENT]}
PANEL = [{"role": "独任仲裁员", "name": "廖清", "certificate_no": "示仲0021"}]
PANEL_OF_THREE = [
    {"role": "首席仲裁员", "name": "廖清", "certificate_no": "示仲0021"},
    {"role": "仲裁员", "name": "季明远", "certificate_no": "示仲0022"},
    {"role": "仲裁员", "name": "温如玉", "certificate_no": "示仲0023"},
]
SECRETARY = "安然"
CONTACT = {"name": "康宁", "phone": "10000090003"}
ARBITRATOR_SIGNATURE = samples.signature("独任仲裁员", "廖清", "officer")
SECRETARY_SIGNATURE = samples.signature("书记员", SECRETARY, "officer")
OPERATOR_SIGNATURE = samples.party_signature(OPERATOR)


def header(law: dict[str, str], **values: Any) -> Row:
    return samples.header(law, issuer="commission", **{"case_number": CASE_NUMBER, **values})


# kind, what, from, to, formula, elements
_CLAIMS = (
    ("劳动报酬", "2026年2月至5月工资", "2026-02-01", "2026-05-31", "6600.00元/月×4个月",
     ["E6", "E9"]),
    ("加班费", "休息日加班工资", None, None, "6600.00元/月÷21.75日×2×12日", ["E6", "E10"]),
    ("二倍工资", "未签书面劳动合同二倍工资差额", "2025-12-01", "2026-05-31",
     "6600.00元/月×6个月", ["E4", "E6", "E15"]),
    ("经济补偿", "解除劳动合同经济补偿", None, None, "6600.00元/月×4.5个月",
     ["E2", "E3", "E7", "E13", "E14"]),
    ("未休年休假工资", "2025年未休年休假工资（另行支付200%部分）", None, None,
     "6600.00元/月÷21.75日×2×5日", ["E6", "E11"]),
)  # fmt: skip
CLAIM_TOTAL = amount_dict(10601724)

# code, label or None, value, unit, evidence
_ELEMENTS = (
    ("E1", None, "示例市示例精密机械有限公司，由该公司人事部招用", None, "1"),
    ("E2", None, "2022年1月10日", None, "1"),
    ("E3", None, "2026年5月31日，因未及时足额支付劳动报酬解除", None, "3"),
    ("E4", None, "有；2022年1月10日至2025年11月30日，到期后至2026年3月31日未续签", None, None),
    ("E5", "岗位", "数控车工", None, "1"),
    ("E6", "月工资", "6600.00", "元/月", "1"),
    ("E7", None, "6600.00", "元/月", "1"),
    ("E8", None, "次月15日，银行转账", None, "1"),
    ("E9", "未支付工资月份", "2026年2月至5月", None, "1"),
    ("E10", "休息日加班天数", "12", "天", "2"),
    ("E11", "2025年未休年休假天数", "5", "天", None),
    ("E13", None, "2026年5月31日以特快专递送达书面解除通知", None, "3"),
    ("E14", None, "4.5", "个月", "1、3"),
    ("E15", None, "6", "个月", None),
)
DISPUTED = {"E10": ("9", "9"), "E11": ("0", "5"), "E15": ("0", "3")}
"""Code -> what the respondent says, what the tribunal finds."""


def claims() -> list[Row]:
    return [
        {
            "no": place,
            "kind": kind,
            "what": what,
            "period_from": start,
            "period_to": end,
            "formula": formula,
            "amount": amount_dict(worth_fen(formula)),
            "elements": elements,
        }
        for place, (kind, what, start, end, formula, elements) in enumerate(_CLAIMS, 1)
    ]


def claimed_elements() -> list[Row]:
    return [
        {
            "code": code,
            "label": label or ELEMENTS[code],
            "value": value,
            "unit": unit,
            "evidence": evidence,
        }
        for code, label, value, unit, evidence in _ELEMENTS
    ]


def confirmed_elements() -> list[Row]:
    return [
        {
            "code": row["code"],
            "label": row["label"],
            "applicant_value": with_unit(row),
            "respondent_value": (
                with_unit({**row, "value": DISPUTED[row["code"]][0]})
                if row["code"] in DISPUTED
                else with_unit(row)
            ),
            "agreed": row["code"] not in DISPUTED,
            "evidence": row["evidence"],
        }
        for row in claimed_elements()
    ]


def undisputed_elements() -> list[Row]:
    return [
        {name: row[name] for name in ("code", "label", "evidence")}
        | {"value": row["applicant_value"]}
        for row in confirmed_elements()
        if row["agreed"]
    ]


def disputed_elements() -> list[Row]:
    return [
        {name: value for name, value in row.items() if name != "agreed"}
        for row in confirmed_elements()
        if not row["agreed"]
    ]


def with_unit(row: Row) -> str:
    return f"{row['value']}{row['unit'] or ''}"


EVIDENCE = [
    {
        "no": 1,
        "name": "银行工资流水",
        "form": "书证",
        "original": False,
        "pages": 8,
        "source": "申请人",
        "proves": "工资标准及欠付月份",
    },
    {
        "no": 2,
        "name": "钉钉考勤导出",
        "form": "电子数据",
        "original": False,
        "pages": 24,
        "source": "申请人",
        "proves": "加班天数",
    },
    {
        "no": 3,
        "name": "解除通知书及特快专递回执",
        "form": "书证",
        "original": False,
        "pages": 2,
        "source": "申请人",
        "proves": "解除原因",
    },
]
