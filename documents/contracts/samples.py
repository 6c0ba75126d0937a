"""
Invented people and figures the sample contexts are made of: one worker, crews of any size.

Identity numbers and credit codes use the unassigned area code 99.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from documents.contracts.schema import amount_dict, moment_dict
from law import money

Row = dict[str, Any]

BODY = {
    "name": "示例市农民工工资争议人民调解委员会",
    "kind": "依法设立的基层人民调解组织",
    "registration_no": "示调登字〔2024〕9号",
    "address": "示例市示例区示例路1号",
    "phone": "10000090000",
}
COMMISSION = {
    "name": "示例市劳动人事争议仲裁委员会",
    "address": "示例市示例区示例路3号",
    "phone": "10000090003",
}
FUND_BODY = {
    "name": "示例市农民工欠薪应急周转金管理办公室",
    "address": "示例市示例区示例路5号",
    "phone": "10000090005",
}
AUTHORITY = {
    "name": "示例市人力资源和社会保障局",
    "address": "示例市示例区示例路7号",
    "phone": "10000090007",
}
_ISSUERS = {
    "mediation_body": BODY,
    "commission": COMMISSION,
    "fund_body": FUND_BODY,
    "authority": AUTHORITY,
}
ROOM = "示例市农民工欠薪快速解决中心第一调解室"
CONTACT = {"name": "田禾", "phone": "10000090001"}
MEDIATORS = [{"name": "罗安", "certificate_no": "示调员0009"}]


def header(law: dict[str, str], *, issuer: str = "mediation_body", **values: Any) -> Row:
    return {
        issuer: _ISSUERS[issuer],
        "case_number": "示农薪调字〔2026〕12号",
        "number": None,
        "made_on": "2026-09-28",
        "version": 1,
        "digest": "3f9a1c7e",
        "verify_code": "7KQ2M9XWTB4R",
        "verify_text": "https://kuaijie.example.cn/v/7KQ2M9XWTB4R/",
        "law": law,
        **values,
    }


def letter(law: dict[str, str], *, recipient: str, issuer: str = "authority", **values: Any) -> Row:
    """The values every official letter has."""
    return header(
        law,
        issuer=issuer,
        **{
            "recipient": recipient,
            "attachments": [],
            "copies_to": [],
            "sign_off": {"name": "石磊", "post": "局长", "on": values["made_on"]},
            "contact": CONTACT,
            **values,
        },
    )


def person(role: str, name: str, **values: Any) -> Row:
    return {
        "role": role,
        "kind": "natural",
        "name": name,
        "sex": "男",
        "ethnicity": "汉族",
        "born_on": None,
        "id_no": None,
        "credit_code": None,
        "address": "示例省示例县示例镇示例村",
        "phone": None,
        "whereabouts_unknown": False,
        "head": None,
        "head_title": None,
        "standing": None,
        "guardian": None,
        "agents": [],
        **values,
    }


def company(role: str, name: str, credit_code: str, head: str, **values: Any) -> Row:
    return person(
        role,
        name,
        **{
            "kind": "organisation",
            "sex": None,
            "ethnicity": None,
            "credit_code": credit_code,
            "head": head,
            "head_title": "执行董事",
            **values,
        },
    )


PLASTERER = person(
    "申请人",
    "赵国栋",
    born_on="1979-08-16",
    id_no="990101197908161019",
    phone="10000000101",
)
DECORATOR = company(
    "被申请人",
    "示例市示例装饰工程有限公司",
    "91990100MA0X00011C",
    "孙立群",
    address="示例市示例区示例路11号",
    phone="10000090011",
    standing="用人单位",
)
REPRESENTATIVES = [
    person(
        "申请人代表人1",
        "周建民",
        born_on="1971-03-02",
        id_no="990101197103022011",
        phone="10000000201",
    ),
    person(
        "申请人代表人2",
        "冯玉柱",
        born_on="1968-01-25",
        id_no="990101196801252055",
        phone="10000000204",
    ),
    person(
        "申请人代表人3",
        "沈秀兰",
        sex="女",
        born_on="1976-07-21",
        id_no="990101197607212003",
        phone="10000000209",
    ),
]
SITE_AGENT = {"name": "施文涛", "kind": "员工", "unit": "该公司项目劳资专管员", "scope": "特别授权"}
GENERAL_CONTRACTOR = company(
    "被申请人1",
    "示例建设集团第九工程有限公司",
    "91990100MA0X00022G",
    "吕振华",
    address="示例市示例区示例路22号",
    phone="10000090022",
    standing="施工总承包单位",
    agents=[SITE_AGENT],
)
SUBCONTRACTOR = company(
    "被申请人2",
    "示例市示例建筑劳务有限公司",
    "91990100MA0X00023K",
    "张启明",
    address="示例市示例区示例路23号",
    phone="10000090023",
    standing="劳务分包单位",
)
CREW_LEADER = person(
    "被申请人3",
    "曹守业",
    born_on="1974-02-11",
    id_no="990101197402112914",
    phone="10000000290",
    standing="班组长",
)
PROJECT_OWNER = company(
    "第三人",
    "示例市示例置业有限公司",
    "91990100MA0X00021D",
    "何志远",
    address="示例市示例区示例路21号",
    phone="10000090021",
    standing="建设单位",
)
RESPONDENTS = [GENERAL_CONTRACTOR, SUBCONTRACTOR, CREW_LEADER]
RESPONDENT_NAMES = "、".join(party["name"] for party in RESPONDENTS)

# name, identity number, days worked, yuan per day, yuan already paid
_CREW = (
    ("周建民", "990101197103022011", "67.5", "285.50", "6000.00"),
    ("吴德顺", "990101197511192036", "65", "285.50", "6000.00"),
    ("郑永强", "990101198006072038", "65", "285.50", "5000.00"),
    ("冯玉柱", "990101196801252055", "65", "300.00", "6000.00"),
    ("陈大勇", "990101198509132055", "59.5", "300.00", "4500.00"),
    ("褚金山", "990101197704302078", "67.5", "285.50", "6000.00"),
    ("卫东升", "990101199012082077", "60", "260.00", "3000.00"),
    ("蒋春来", "990101197302142091", "62.5", "260.00", "5000.00"),
    ("沈秀兰", "990101197607212003", "66", "210.00", "4000.00"),
    ("韩桂英", "990101197010052107", "63.5", "210.00", "4000.00"),
    ("杨小军", "990101199605172115", "60", "330.75", "5500.50"),
    ("朱志刚", "990101198208292135", "67.5", "330.75", "6000.00"),
)
DUE_DAYS = ("2026-09-30", "2026-10-10", "2026-11-30", "2026-12-31", "2027-01-29", "2027-02-26")
SHARES = {
    1: (100,),
    2: (60, 40),
    3: (40, 30, 30),
    4: (25,) * 4,
    5: (20,) * 5,
    6: (20, 20, 15, 15, 15, 15),
}


def crew(size: int = 12, parts: int = 3) -> list[Row]:
    """`size` worker rows (the crew of twelve, repeated), each paid in `parts` instalments."""
    rows = []
    for place in range(size):
        name, id_no, days, rate, paid = _CREW[place % len(_CREW)]
        gross_fen = money.product(Decimal(days), money.fen(rate))
        due_fen = gross_fen - money.fen(paid)
        shares = money.divide(due_fen, [Decimal(share) for share in SHARES[parts]])
        rows.append(
            {
                "no": place + 1,
                "name": name,
                "id_no": id_no,
                "phone": f"100000002{place + 1:02d}",
                "post": "瓦工",
                "period_from": "2026-07-01",
                "period_to": "2026-09-15",
                "basis": f"{days}日×{rate}元/日",
                "gross": amount_dict(gross_fen),
                "paid": amount_dict(money.fen(paid)),
                "due": amount_dict(due_fen),
                "instalments": [{"amount": amount_dict(share)} for share in shares],
                "account_holder": name,
                "bank": "示例银行示例支行",
                "account_no": f"0000000000000000{place + 201}",
            }
        )
    return rows


def plasterer_row() -> Row:
    due = amount_dict(601000)
    return {
        "no": 1,
        "name": "赵国栋",
        "id_no": "990101197908161019",
        "phone": "10000000101",
        "post": "抹灰工",
        "period_from": "2025-12-01",
        "period_to": "2026-01-16",
        "basis": "26日×260.00元/日＋12.5日×260.00元/日",
        "gross": amount_dict(1001000),
        "paid": amount_dict(400000),
        "due": due,
        "instalments": [{"amount": due}],
        "account_holder": "赵国栋",
        "bank": "示例银行示例支行",
        "account_no": "0000000000000000101",
    }


def sum_of(rows: list[Row], column: str) -> dict[str, str]:
    return amount_dict(sum(money.fen(row[column]["digits"]) for row in rows))


def instalments_of(rows: list[Row]) -> list[Row]:
    """The instalment table that belongs to the worker rows."""
    parts = len(rows[0]["instalments"])
    return [
        {
            "no": place + 1,
            "due_on": DUE_DAYS[place],
            "percent": f"{SHARES[parts][place]}%",
            "amount": amount_dict(
                sum(money.fen(row["instalments"][place]["amount"]["digits"]) for row in rows)
            ),
        }
        for place in range(parts)
    ]


def signature(role: str, name: str, kind: str, **values: Any) -> Row:
    return {
        "role": role,
        "name": name,
        "kind": kind,
        "signer": None,
        "capacity": None,
        "refusal": None,
        **values,
    }


def party_signature(party: Row) -> Row:
    if party["kind"] == "natural":
        return signature(party["role"], party["name"], "person")
    if party["agents"]:
        agent = party["agents"][0]["name"]
        return signature(
            party["role"], party["name"], "organisation", signer=agent, capacity="委托代理人"
        )
    return signature(
        party["role"], party["name"], "organisation", signer=party["head"], capacity="法定代表人"
    )


MEDIATOR_SIGNATURE = signature("调解员", "罗安", "officer")
RECORDER_SIGNATURE = signature("记录员", "姚静", "officer")
RESPONDENT_SIGNATURES = [party_signature(party) for party in [*RESPONDENTS, PROJECT_OWNER]]

EVIDENCE = [
    {
        "no": 1,
        "name": "实名制考勤导出表（2026年7月至9月）",
        "form": "电子数据",
        "original": False,
        "pages": 9,
        "source": "被申请人1",
        "proves": "出勤天数",
    },
    {
        "no": 2,
        "name": "班组工资表（曹守业签字）",
        "form": "书证",
        "original": True,
        "pages": 3,
        "source": "申请人",
        "proves": "日工资标准及欠付",
    },
    {
        "no": 3,
        "name": "工资专户流水",
        "form": "书证",
        "original": False,
        "pages": 4,
        "source": "被申请人1",
        "proves": "已代发金额",
    },
]


def moment(text: str) -> dict[str, str]:
    return moment_dict(datetime.fromisoformat(text))
