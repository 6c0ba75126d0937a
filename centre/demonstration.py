"""
The training installation: invented people for every role, and cases at every stage.

The cases are scenarios made here and played through the operations, so that what a newcomer sees
was done the way they will do it. Nothing of it may stand in a production installation.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from cases.choices import Channel
from cases.models import Case, ConfirmedParameter, Lead
from cases.operations import confirm_parameter, file_lead
from centre.rehearsal.reading import Scenario, parse_acts
from centre.rehearsal.replay import rehearse
from centre.rehearsal.stage import Stage
from law.money import fen, yuan
from staff.choices import BodyKind, Role
from staff.history import save_with_reason
from staff.models import Body, User
from staff.operations import establish_system_user, grant_role, register_body

PASSWORD = "kuaijie-demo-2026"
CITY = {
    "centre": "示例市农民工欠薪快速解决中心",
    "mediation_org": "示例市农民工工资争议人民调解委员会",
    "arb": "示例市劳动人事争议仲裁委员会",
    "court": "示例市示例区人民法院",
    "court_code": "冀0699",
    "interm_court": "示例市中级人民法院",
    "hrss": "示例市人力资源和社会保障局",
    "police": "示例市公安局示例分局",
    "mediation_org_kind": "依法设立的基层人民调解组织",
    "mediation_org_registration_no": "示调登字〔2024〕9号",
}
STAFF = {
    "intake_clerk": {"name": "田禾", "post": "受理员"},
    "mediator": {"name": "罗安", "post": "人民调解员", "mediator_no": "示调员0009"},
    "recorder": {"name": "姚静", "post": "记录员"},
}
VENUE = "示例市农民工欠薪快速解决中心第一调解室"


@dataclass(frozen=True)
class Login:
    username: str
    name: str
    post: str
    role: Role


LOGINS = (
    Login("shouli", "田禾", "受理员", Role.INTAKE_OFFICER),
    Login("tiaojie", "罗安", "人民调解员", Role.MEDIATOR),
    Login("tiaojie2", "宋远", "人民调解员", Role.MEDIATOR),
    Login("jilu", "姚静", "记录员", Role.RECORDER),
    Login("zhongcai", "廖清", "仲裁员", Role.ARBITRATOR),
    Login("shuji", "安然", "书记员", Role.TRIBUNAL_SECRETARY),
    Login("fating", "江平", "立案庭书记员", Role.COURT_CLERK),
    Login("zhouzhuan", "邓敏", "周转金经办人", Role.FUND_OFFICER),
    Login("shenpi", "任重", "周转金审批人", Role.FUND_APPROVER),
    Login("zhuren", "方正", "中心主任", Role.DIRECTOR),
    Login("guanli", "程明", "管理员", Role.ADMINISTRATOR),
)
# Confirmed as demonstration values only; a real case never uses them.
PARAMETERS = {
    "monthly_min_wage": "2200.00",
    "provincial_average_annual_wage": "98000.00",
    "crime_threshold_one_worker": "10000.00",
    "crime_threshold_ten_workers": "60000.00",
    "follow_up_working_days": "7",
}
_NAMES = [
    "周成林",
    "吴春生",
    "郑玉山",
    "冯铁柱",
    "陈家旺",
    "褚向东",
    "卫长河",
    "蒋秋实",
    "沈月梅",
    "韩桂兰",
    "杨立新",
    "朱明远",
    "秦大海",
    "许国强",
    "何秀珍",
    "吕长青",
    "施永年",
    "张满仓",
    "孔令喜",
    "曹雪松",
    "严冬梅",
    "华建设",
    "金宝山",
    "魏来福",
]


@transaction.atomic
def people() -> dict[Role, User]:
    """Create, or find, the bodies and one login per role; returns the first person of each."""
    system = establish_system_user()
    centre = Body.objects.filter(name=CITY["centre"]).first() or register_body(
        kind=BodyKind.CENTRE,
        name=CITY["centre"],
        by=system,
        address="示例市示例区示例路1号",
        phone="10000090001",
    )
    court = Body.objects.filter(name=CITY["court"]).first() or register_body(
        kind=BodyKind.COURT, name=CITY["court"], code=CITY["court_code"], by=system
    )
    found: dict[Role, User] = {}
    for login in LOGINS:
        user = User.objects.filter(username=login.username).first()
        if user is None:
            user = User(
                username=login.username,
                name=login.name,
                post=login.post,
                phone="10000090001",
                certificate_no="示调员0009" if login.username == "tiaojie" else "",
                body=court if login.role == Role.COURT_CLERK else centre,
            )
            user.set_password(PASSWORD)
            save_with_reason(user, by=system, reason="演练人员")
            grant_role(user=user, role=login.role, by=system, on=date(2026, 1, 1))
        found.setdefault(login.role, user)
    known = set(ConfirmedParameter.objects.filter(demo=True).values_list("code", flat=True))
    for code, value in PARAMETERS.items():
        if code not in known:
            confirm_parameter(
                centre=centre,
                code=code,
                value=value,
                effective_from=date(2026, 1, 1),
                source="演练用数值，不是任何城市的现行标准",
                by=system,
                on=date(2026, 1, 1),
                demo=True,
            )
    return found


# Invented identities


def _id_number(born: date, serial: int) -> str:
    """Return a number of the unassigned area 990101 with its check character (GB 11643)."""
    body = f"990101{born:%Y%m%d}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c) * w for c, w in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def _credit_code(serial: int) -> str:
    """Return a code beginning 9199 with its check character (GB 32100)."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91990100MA0Y{serial:05d}"
    total = sum(letters.index(c) * pow(3, n, 31) for n, c in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


def _worker(no: int, pick: int, rate_fen: int, quantity: int, paid_fen: int, month: str) -> dict:
    born = date(1970 + pick % 25, 1 + pick % 12, 1 + pick % 28)
    serial = 200 + pick * 2 + 1
    gross = rate_fen * quantity
    return {
        "no": no,
        "name": _NAMES[pick % len(_NAMES)],
        "sex": "男" if serial % 2 else "女",
        "birth": born.isoformat(),
        "id_no": _id_number(born, serial),
        "phone": f"100000{1000 + pick:05d}",
        "bank": f"00000000000000{10000 + pick}",
        "bank_name": "示例银行示例支行",
        "pay_unit": "day",
        "rate": yuan(rate_fen),
        "periods": [{"month": month, "qty": str(quantity), "gross": yuan(gross)}],
        "gross": yuan(gross),
        "already_paid": yuan(paid_fen),
        "due": yuan(gross - paid_fen),
    }


def _company(key: str, role: str, name: str, serial: int, head: str) -> dict:
    return {
        "key": key,
        "role": role,
        "type": "org",
        "name": name,
        "uscc": _credit_code(serial),
        "legal_rep": head,
        "legal_rep_title": "执行董事",
        "addr": f"示例市示例区示例路{serial}号",
        "phone": f"100000{90000 + serial}",
    }


@dataclass(frozen=True)
class Plan:
    """One demonstration case: how many workers, against whom, from which day, how far."""

    id: str
    site: str
    employer: str
    start: date
    workers: int
    first_pick: int
    until: str | None
    month: str
    contractor: str = ""
    instalments: tuple[tuple[int, str], ...] = ((100, ""),)
    signed: int | None = None


PLANS = (
    Plan(
        "演一",
        "示例商场改造工程",
        "示例市明光装饰工程有限公司",
        date(2026, 10, 20),
        1,
        0,
        None,
        "2026-09",
    ),
    Plan(
        "演二",
        "示例家园四期1号楼",
        "示例市恒固建筑劳务有限公司",
        date(2026, 11, 3),
        12,
        1,
        "apply_for_confirmation",
        "2026-10",
        contractor="示例建设集团第六工程有限公司",
        instalments=((40, "2026-11-16"), (30, "2026-12-10"), (30, "2026-12-30")),
    ),
    Plan(
        "演三",
        "示例大道管网工程",
        "示例市通达市政工程有限公司",
        date(2026, 11, 17),
        6,
        13,
        "schedule_session",
        "2026-10",
    ),
    Plan(
        "演四",
        "示例工业园厂房",
        "示例市安泰钢构有限公司",
        date(2026, 11, 12),
        3,
        19,
        "sign_agreement",
        "2026-10",
        instalments=((100, "2026-12-15"),),
        signed=2,
    ),
    Plan(
        "演五",
        "示例学校食堂",
        "示例市味源餐饮有限公司",
        date(2026, 11, 20),
        1,
        22,
        "file_application",
        "2026-10",
    ),
)


def scenario_of(plan: Plan) -> Scenario:
    """Build the acts of a demonstration case from its plan."""
    rows = [
        _worker(n + 1, plan.first_pick + n, 26000 + 1000 * (n % 4), 24 + n % 4, 200000, plan.month)
        for n in range(plan.workers)
    ]
    serial = 300 + plan.first_pick
    parties: list[dict[str, Any]] = [
        _company(
            "employer",
            "labour_subcontractor" if plan.contractor else "respondent_employer",
            plan.employer,
            serial,
            "孙立业",
        )
    ]
    if plan.contractor:
        parties.append(
            _company("contractor", "general_contractor", plan.contractor, serial + 1, "吕振国")
        )
    parties.append({"key": "workers", "role": "applicants", "type": "group", "count": len(rows)})
    raw: dict[str, Any] = {
        "id": plan.id,
        "title": f"演练：{plan.site}",
        "parameters": {},
        "city": CITY,
        "staff": STAFF,
        "parties": parties,
        "contract": {"post": "抹灰工" if plan.workers == 1 else "瓦工"},
        "workers": rows,
        "evidence": [
            {
                "no": 1,
                "name": "考勤记录及微信聊天记录",
                "by": "applicants",
                "kind": "电子数据",
                "pages": 6,
                "proves": "出勤天数及日工资",
            },
        ],
        "expected": {},
    }
    if plan.contractor:
        raw["contracts"] = [
            {
                "name": "劳务分包合同",
                "between": "contractor-employer",
                "date": "2026-03-02",
                "no": "LW-2026-031",
            },
        ]
        raw["project"] = {
            "name": plan.site,
            "permit": "990101202603020101",
            "team": "瓦工班组",
            "wage_account": "0000000000000000777",
            "real_name_system": True,
            "wage_deposit": "600000.00",
        }
    return Scenario(plan.id, raw["title"], raw, parse_acts(_acts(plan, rows)))


def _acts(plan: Plan, rows: list[dict]) -> list[dict]:
    """Return the acts in the order of the days: filing, acceptance, session, agreement, payment."""
    total = yuan(sum(fen(r["due"]) for r in rows))
    others = ["employer", "contractor"] if plan.contractor else ["employer"]
    payer = others[-1]
    heads = {"employer": "孙立业", "contractor": "吕振国"}
    filed, accepted = plan.start, plan.start + timedelta(days=1)
    met = plan.start + timedelta(days=6 if plan.until == "schedule_session" else 3)
    numbers = [r["no"] for r in rows]
    everybody = [f"worker_{n}" for n in numbers]
    acts: list[tuple[date, str, str, dict]] = [
        (
            filed,
            "file_lead",
            "worker_1",
            {
                "channel": "walk_in",
                "debtor": "employer",
                "site": plan.site,
                "headcount": len(rows),
                "amount": total,
                "period": {"from": f"{plan.month}-01", "to": f"{plan.month}-28"},
                "prior_channels": [],
            },
        ),
        (
            filed,
            "import_roster",
            "intake_clerk",
            {"workers": numbers, "rows": len(rows), "total_due": total},
        ),
    ]
    if len(rows) >= 10:
        acts.append(
            (
                filed,
                "elect_representatives",
                "workers",
                {
                    "representatives": [1, 4, 9],
                    "powers": ["submit_papers", "attend", "speak"],
                    "may_settle": False,
                    "signed_rows": numbers,
                    "marks": ["signature", "fingerprint"],
                    "witness": "intake_clerk",
                },
            )
        )
    acts += [
        (
            filed,
            "file_application",
            "workers",
            {
                "oral": len(rows) == 1,
                "recorder": "intake_clerk",
                "dispute_kind": "wages",
                "filed_by": [1, 4, 9] if len(rows) >= 10 else None,
                "applicants": numbers,
                "respondents": others,
                "third_parties": [],
                "request_items": [
                    {
                        "item": 1,
                        "what": f"{plan.month}工资",
                        "amount": total,
                        "calculation": "sum of roster column due",
                    }
                ],
                "facts": f"申请人在{plan.site}务工，{plan.month}工资尚欠{total}元未付",
                "marks": ["signature", "fingerprint"],
            },
        ),
        (
            filed,
            "receive_material",
            "intake_clerk",
            {"received_from": "workers", "evidence": [1], "originals_returned": True},
        ),
        (
            accepted,
            "accept_application",
            "intake_clerk",
            {
                "received_on": filed.isoformat(),
                "mediators": ["mediator"],
                "recorder": "recorder",
                "venue": VENUE,
            },
        ),
        (
            accepted,
            "invite_respondent",
            "intake_clerk",
            {"to": others, "reply_by": (accepted + timedelta(days=2)).isoformat()},
        ),
        *(
            (
                accepted,
                "record_mediation_consent",
                key,
                {"answer": "agree", "channel": "phone", "through": heads[key]},
            )
            for key in others
        ),
        (
            accepted,
            "give_rights_notice",
            "intake_clerk",
            {"to": ["workers", *others], "received_by": ["worker_1", *others]},
        ),
        (accepted, "disclose_mediator", "mediator", {"relation": "none", "objections": []}),
        (
            accepted,
            "schedule_session",
            "mediator",
            {
                "session": 1,
                "start": f"{met}T09:00",
                "place": VENUE,
                "mode": "on_site",
                "notice": "written",
                "recipients": [*everybody, *others],
            },
        ),
        (
            met,
            "record_attendance",
            "recorder",
            {
                "session": 1,
                "absent": [],
                "present": [
                    *({"who": w, "capacity": "self"} for w in everybody),
                    *(
                        {"who": k, "capacity": "legal_representative", "person": heads[k]}
                        for k in others
                    ),
                    {"who": "mediator", "capacity": "mediator"},
                ],
            },
        ),
        (
            met,
            "add_minutes_line",
            "recorder",
            {
                "session": 1,
                "line": 1,
                "speaker": "mediator",
                "concession": False,
                "text": "请各方核对出勤天数、日工资和已付金额。",
            },
        ),
        (
            met,
            "add_minutes_line",
            "recorder",
            {
                "session": 1,
                "line": 2,
                "speaker": "employer",
                "concession": False,
                "text": f"核对无误，欠付合计{total}元。",
            },
        ),
        (
            met,
            "confirm_undisputed_fact",
            "recorder",
            {
                "fact": "due",
                "value": {"roster_column": "due", "total": total},
                "agreed_by": ["worker_1", *others],
                "evidence": [1],
            },
        ),
        (
            met,
            "propose_terms",
            "mediator",
            {"session": 1, "proposal": 1, "terms": _terms(plan, payer, total, met)},
        ),
        *((met, "confirm_terms", w, {"proposal": 1}) for w in everybody),
        *(
            (
                met,
                "confirm_terms",
                k,
                {"proposal": 1, "through": heads[k], "capacity": "legal_representative"},
            )
            for k in others
        ),
        (
            met,
            "close_session",
            "recorder",
            {
                "session": 1,
                "end": f"{met}T11:00",
                "result": "settled",
                "signed_by": [*everybody, *others, "mediator", "recorder"],
            },
        ),
        (
            met,
            "generate_agreement",
            "mediator",
            {"proposal": 1, "copies": 30, "annex": len(rows) > 1},
        ),
        *(
            (
                met,
                "sign_agreement",
                f"worker_{r['no']}",
                {
                    "slot": "party",
                    "row": r["no"],
                    "signer": r["name"],
                    "capacity": "self",
                    "marks": ["signature", "fingerprint"],
                },
            )
            for r in rows[: plan.signed]
        ),
    ]
    if plan.signed is not None:
        return [_row(a) for a in acts]
    acts += [
        *(
            (
                met,
                "sign_agreement",
                k,
                {
                    "slot": "party",
                    "signer": heads[k],
                    "capacity": "legal_representative",
                    "marks": ["signature", "seal"],
                    "seal_kind": "official",
                },
            )
            for k in others
        ),
        (
            met,
            "sign_agreement",
            "mediator",
            {"slot": "mediator", "signer": "罗安", "capacity": "mediator", "marks": ["signature"]},
        ),
        (met, "seal_agreement", "mediation_org", {"seal_kind": "mediation_org"}),
        *_ending(plan, payer, rows, met),
    ]
    return [_row(a) for a in acts]


def _terms(plan: Plan, payer: str, total: str, met: date) -> dict:
    several = len(plan.instalments) > 1
    at_once = plan.instalments[0][1] == ""
    return {
        "confirmed_total": total,
        "payers": [
            {
                "party": payer,
                "share": total,
                "liability": "substitute_payment" if plan.contractor else "direct",
                **({"from_account": "wage_account"} if plan.contractor else {}),
            }
        ],
        "acknowledging": [{"party": "employer", "capacity": "direct_debtor"}]
        if plan.contractor
        else [],
        "recourse_reserved": bool(plan.contractor),
        "payee_mode": "own_account",
        "performance_mode": "instalments" if several else "immediate" if at_once else "one_payment",
        "schedule": [
            {"instalment": n, "due_on": day or met.isoformat(), "percent": percent}
            for n, (percent, day) in enumerate(plan.instalments, start=1)
        ],
        "default_clause": {"kind": "acceleration", "grace_days": 5}
        if several
        else {"kind": "none"},
        "residual_rights": "this_claim_settled",
        "joint_confirmation": several,
        "court": "court" if several else None,
    }


def _ending(plan: Plan, payer: str, rows: list[dict], met: date) -> list[tuple]:
    percent, day = plan.instalments[0]
    paid_on = date.fromisoformat(day) if day else met
    shares = [(r["no"], fen(r["due"]) * percent) for r in rows]
    paid = [{"worker": no, "amount": yuan((part + 50) // 100)} for no, part in shares]
    total = yuan(sum((part + 50) // 100 for _, part in shares))
    acts: list[tuple] = [
        (
            paid_on,
            "record_payment",
            payer,
            {
                "instalment": 1,
                "rows": paid,
                "total": total,
                "method": "bank_transfer",
                "evidence": ["银行转账回单"],
                "acknowledged_rows": [r["no"] for r in rows],
            },
        ),
    ]
    if plan.until == "apply_for_confirmation":
        others = ["contractor", "employer"] if plan.contractor else ["employer"]
        everybody = [f"worker_{r['no']}" for r in rows]
        acts += [
            (
                paid_on,
                "confirm_service_address",
                recipients[0],
                {
                    "recipients": recipients,
                    "address": address,
                    "e_service": True,
                    "e_channel": "sms",
                },
            )
            for recipients, address in (
                (everybody, f"{plan.site}项目部生活区"),
                *(([other], "示例市示例区示例路2号") for other in others),
            )
        ]
        acts.append(
            (
                paid_on + timedelta(days=2),
                "apply_for_confirmation",
                "workers",
                {
                    "jointly_with": others,
                    "agreement": "D12",
                    "court": "court",
                    "court_ground": "mediation_org_place",
                    "signed_by": [*everybody, *others],
                    "one_application": True,
                },
            )
        )
    if plan.until is None:
        later = paid_on + timedelta(days=6)
        acts += [
            (
                later,
                "record_follow_up",
                "intake_clerk",
                {
                    "method": "phone",
                    "to": "workers",
                    "paid_in_full": True,
                    "satisfied": True,
                    "new_arrears": False,
                },
            ),
            (
                later,
                "close_case",
                "intake_clerk",
                {"outcome": "settled_and_performed", "outstanding": "0.00"},
            ),
        ]
    return acts


def _row(act: tuple[date, str, str, dict]) -> dict:
    on, name, by, data = act
    return {
        "on": on.isoformat(),
        "act": name,
        "by": by,
        "with": {k: v for k, v in data.items() if v is not None},
    }


LEADS = (
    (
        Channel.LEAD_PLATFORM,
        "XS2026110117",
        "华建设",
        "示例市顺达物流有限公司",
        "示例物流园",
        4,
        3680000,
        "平台转来：四名装卸工九月、十月工资未发",
    ),
    (
        Channel.HOTLINE_12345,
        "12345-261119-0331",
        "华建设",
        "示例市顺达物流有限公司",
        "示例物流园",
        4,
        3680000,
        "来电反映装卸班工资被拖欠两个月",
    ),
    (
        Channel.QR_CODE,
        "QR-0021-07",
        "金宝山",
        "示例市恒固建筑劳务有限公司",
        "示例家园四期2号楼",
        9,
        11240000,
        "扫工地二维码投诉，班组九人",
    ),
    (
        Channel.PETITION,
        "阳光信访2026-3312",
        "魏来福",
        "示例市广源建材经营部",
        "示例大道8号",
        1,
        5200000,
        "称材料款未付，待核实是否为工资",
    ),
)


def load(say=print) -> None:
    """Load what is missing of the demonstration; a second call changes nothing."""
    found = people()
    intake = found[Role.INTAKE_OFFICER]
    centre = Body.objects.get(name=CITY["centre"])
    for place, plan in enumerate(PLANS, start=1):
        if Case.objects.filter(demo=True, site=plan.site).exists():
            continue
        say(f"  演示案件 {place}/{len(PLANS)}：{plan.site}")
        scenario = scenario_of(plan)
        last = plan.until
        if plan.signed is not None:
            scenario.acts = scenario.acts[:]
            last = None
        outcome = rehearse(scenario, say=lambda _: None, keep=True, until=last)
        wrong = [d for d in outcome.differences if "应出具" not in d]
        if wrong:
            raise RuntimeError(f"演示案件“{plan.site}”未能办到底：{wrong[0]}")
    if not Lead.objects.filter(source_number=LEADS[0][1]).exists():
        Stage(scenario_of(PLANS[0])).set_up(scenario_of(PLANS[0]).acts[0])
        for channel, number, name, debtor, site, count, amount, summary in LEADS:
            file_lead(
                centre=centre,
                channel=channel,
                source_number=number,
                reporter_name=name,
                reporter_phone="10000001999",
                debtor_name=debtor,
                site=site,
                headcount=count,
                amount_fen=amount,
                period_from=date(2026, 9, 1),
                period_to=date(2026, 10, 31),
                summary=summary,
                by=intake,
                on=date(2026, 11, 20),
            )
