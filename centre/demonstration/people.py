"""The invented people, bodies and parameters of the training installation."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases.models import ConfirmedParameter
from cases.operations import confirm_parameter
from fund.choices import FundLevel
from fund.models import FundAccount
from fund.operations import open_account, receive_funding
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
    "procuratorate": "示例市示例区人民检察院",
    "industry_department": "示例市工业和信息化局",
    "fund": "示例市应急周转金管理办公室",
    "fund_account": "市级应急周转金",
    "mediation_org_kind": "依法设立的基层人民调解组织",
    "mediation_org_registration_no": "示调登字〔2024〕9号",
}
STAFF = {
    "intake_clerk": {"name": "田禾", "post": "受理员"},
    "mediator": {"name": "罗安", "post": "人民调解员", "mediator_no": "示调员0009"},
    "recorder": {"name": "姚静", "post": "记录员"},
    "arbitrator": {"name": "廖清", "post": "仲裁员", "arbitrator_no": "示仲0021"},
    "arbitrator_b": {"name": "季明远", "post": "仲裁员", "arbitrator_no": "示仲0022"},
    "tribunal_secretary": {"name": "安然", "post": "书记员"},
    "hrss_inspector_a": {"name": "高远", "post": "劳动保障监察员", "certificate_no": "示监0101"},
    "hrss_inspector_b": {"name": "白露", "post": "劳动保障监察员", "certificate_no": "示监0102"},
    "verifier_a": {"name": "邓敏", "post": "周转金经办人"},
    "verifier_b": {"name": "梁宽", "post": "欠薪核实人"},
    "accountant": {"name": "苏平", "post": "周转金会计"},
    "cashier": {"name": "董洁", "post": "周转金出纳"},
    "approver_centre": {"name": "任重", "post": "周转金审批人"},
    "approver_hrss": {"name": "江帆", "post": "周转金审批人"},
}


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
    Login("zhongcai2", "季明远", "仲裁员", Role.ARBITRATOR),
    Login("shuji", "安然", "书记员", Role.TRIBUNAL_SECRETARY),
    Login("fating", "江平", "立案庭书记员", Role.COURT_CLERK),
    Login("zhouzhuan", "邓敏", "周转金经办人", Role.FUND_OFFICER),
    Login("heshi", "梁宽", "欠薪核实人", Role.FUND_OFFICER),
    Login("kuaiji", "苏平", "周转金会计", Role.FUND_OFFICER),
    Login("chuna", "董洁", "周转金出纳", Role.FUND_OFFICER),
    Login("shenpi", "任重", "周转金审批人", Role.FUND_APPROVER),
    Login("shenpi2", "江帆", "周转金审批人", Role.FUND_APPROVER),
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
    "fund_cap_formula": "amount",
    "fund_cap_per_worker": "2200.00",
    "fund_cap_case_ratio": "20%",
    "fund_small_case_amount": "6000.00",
    "fund_approval_chain": "中心、人社、财政、政府",
    "fund_approval_levels": "20000.00元以下至第2级；其余至第4级",
    "fund_sources_first": "yes",
    "fund_recovery_title": "statutory_recovery",
    "fund_recovery_order": "fund_first",
}
OPENING_FEN = 100_000_000  # of the training fund: 1,000,000 yuan


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
    commission = Body.objects.filter(name=CITY["arb"]).first() or register_body(
        kind=BodyKind.ARBITRATION_COMMISSION, name=CITY["arb"], by=system
    )
    fund = Body.objects.filter(name=CITY["fund"]).first() or register_body(
        kind=BodyKind.FUND_BODY,
        name=CITY["fund"],
        by=system,
        address="示例市示例区示例路5号",
        phone="10000090005",
    )
    elsewhere = {
        Role.FUND_OFFICER: fund,
        Role.FUND_APPROVER: fund,
        Role.COURT_CLERK: court,
        Role.ARBITRATOR: commission,
        Role.TRIBUNAL_SECRETARY: commission,
    }
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
                body=elsewhere.get(login.role, centre),
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
                source="《示例市应急周转金管理办法》（演练用）"
                if code.startswith("fund_")
                else "演练用数值，不是任何城市的现行标准",
                by=system,
                on=date(2026, 1, 1),
                demo=True,
            )
    _fund_account(fund, by=system)
    return found


def _fund_account(body: Body, *, by: User) -> None:
    """One fund of the city with money in it, so that an advance can be asked for at once."""
    if FundAccount.objects.filter(body=body).exists():
        return
    account = open_account(
        body=body,
        level=FundLevel.CITY,
        name=CITY["fund_account"],
        holder=body.name,
        bank_name="示例银行示例支行",
        account_no="0000000000000000900",
        by=by,
        on=date(2026, 1, 4),
    )
    receive_funding(
        account=account,
        amount_fen=OPENING_FEN,
        source="示财预〔2026〕3号",
        key=f"training-{account.pk}",
        by=by,
        on=date(2026, 1, 5),
    )
