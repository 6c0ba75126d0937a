"""
The invented garment workers and the vanished employer the fund's samples are about.

Sixteen workers are owed 137642.20 yuan; a case cap of one fifth leaves 27528.44 to be advanced.
"""

from typing import Any

from documents.contracts import samples
from documents.contracts.schema import amount_dict
from law import money
from law.advances import Caps, shares

FACTORY = samples.company(
    "用人单位",
    "示例市示例制衣厂",
    "91990100MA0X00031E",
    "胡长林",
    kind="sole_proprietorship",
    head_title=None,
    address="示例市示例区示例路31号",
    phone="10000090031",
    whereabouts_unknown=True,
)
CASE_NUMBER = "示农薪调字〔2026〕31号"
ADVANCE_NUMBER = "示农薪垫字〔2026〕6号"
DECIDED_ON = "2026-05-11"
WITNESS = samples.signature("见证人", "姚静", "officer")
CASHIER = samples.signature("出纳", "邓敏", "officer")
ACCOUNTANT = samples.signature("会计", "苏平", "officer")
CONTACT = {"name": "邓敏", "phone": "10000090005"}
FUND_ACCOUNT = {
    "holder": samples.FUND_BODY["name"],
    "bank": "示例银行示例支行",
    "account_no": "0000000000000000900",
}

# name, identity number, yuan owed
_WORKERS = (
    ("秦玉梅", "990101197001103021", "8936.00"),
    ("尤丽华", "990101197102113026", "8814.40"),
    ("许秀云", "990101197203123047", "10577.60"),
    ("何凤英", "990101197304133041", "7009.60"),
    ("吕桂芳", "990101197405143062", "11810.00"),
    ("施红霞", "990101197506153067", "7956.80"),
    ("张海燕", "990101197607163088", "9632.90"),
    ("孔春燕", "990101197708173082", "1548.00"),
    ("曹小娟", "990101197809183001", "8468.80"),
    ("严爱玲", "990101197901103107", "10075.10"),
    ("华志伟", "990101198002113111", "8225.00"),
    ("金建军", "990101198103123132", "9350.00"),
    ("魏文斌", "990101198204133137", "10700.00"),
    ("陶晓东", "990101198305143158", "7083.20"),
    ("姜国庆", "990101198406153152", "9679.80"),
    ("戚永福", "990101198507163173", "7775.00"),
)
CAPS = Caps(per_worker_fen=220000, per_worker_percent=None, case_percent="20%")
OPENING_BALANCE_FEN = 50_000_000


def workers(size: int = 16) -> list[dict[str, Any]]:
    """{no, name, id_no, due, account_no}; `due` in fen."""
    rows = []
    for place in range(size):
        name, id_no, due = _WORKERS[place % len(_WORKERS)]
        rows.append(
            {
                "no": place + 1,
                "name": name,
                "id_no": id_no,
                "due": money.fen(due),
                "account_no": f"0000000000000000{place + 301}",
            }
        )
    return rows


def advance_rows(size: int = 16) -> list[dict[str, Any]]:
    """The rows of the approval, the decision and the agreement."""
    people = workers(size)
    shared = shares([worker["due"] for worker in people], CAPS)
    return [
        {
            "no": worker["no"],
            "name": worker["name"],
            "id_no": worker["id_no"],
            "period_from": "2026-02-01",
            "period_to": "2026-04-20",
            "due": amount_dict(worker["due"]),
            "paid_otherwise": amount_dict(0),
            "advanced_before": amount_dict(0),
            "cap": amount_dict(cap),
            "advance": amount_dict(advance),
            "residual": amount_dict(worker["due"] - advance),
        }
        for worker, cap, advance in zip(people, shared.caps, shared.advances, strict=True)
    ]


def advance(size: int = 16) -> dict[str, Any]:
    """What the approval, the decision and the agreement share."""
    rows = advance_rows(size)
    shared = shares([money.fen(row["due"]["digits"]) for row in rows], CAPS)
    return {
        "case_number": CASE_NUMBER,
        "employer": FACTORY,
        "trigger": "逃匿",
        "purpose": "部分工资",
        "worker_count": size,
        "rows": rows,
        "due_total": samples.sum_of(rows, "due"),
        "advance_total": samples.sum_of(rows, "advance"),
        "residual_total": samples.sum_of(rows, "residual"),
        "caps": {
            "source": "《示例市应急周转金管理办法》",
            "per_worker": amount_dict(CAPS.per_worker_fen or 0),
            "per_worker_percent": None,
            "case_percent": CAPS.case_percent,
            "worker_caps_total": amount_dict(sum(shared.caps)),
            "case_cap": amount_dict(shared.case_cap or 0),
            "binding": shared.binding,
        },
        "over_cap": None,
        "fund_balance": amount_dict(OPENING_BALANCE_FEN),
    }
