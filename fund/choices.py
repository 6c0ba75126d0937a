"""The words the fund is described in: levels, ledgers, vouchers, states of an advance."""

from django.db.models import TextChoices


class FundLevel(TextChoices):
    """Of which level of government the fund is; city and county each keep one (FUND-03)."""

    CITY = "city", "市级"
    COUNTY = "county", "县级"


class Ledger(TextChoices):
    """
    Accounts of the double entry; debit is positive, credit negative.

    `committed` and `commitments` are a memo pair: money that is still in the bank but promised.
    """

    BANK = "bank", "银行存款"
    COMMITTED = "committed", "已承诺"
    COMMITMENTS = "commitments", "承诺备查"
    RECEIVABLE = "receivable", "应收垫付款"
    CAPITAL = "capital", "周转金本金"
    WRITTEN_OFF = "written_off", "已核销"
    SUSPENSE = "suspense", "暂收款"


class VoucherKind(TextChoices):
    """What a voucher is about; a reversal keeps the kind of what it takes back."""

    FUNDING = "funding", "拨入本金"
    COMMIT = "commit", "承诺"
    RELEASE = "release", "撤销承诺"
    DISBURSE = "disburse", "垫付"
    RECOVER = "recover", "收回"
    WRITE_OFF = "write_off", "核销"
    SUSPENSE_IN = "suspense_in", "暂收"
    SUSPENSE_OUT = "suspense_out", "暂收款转付"


class Trigger(TextChoices):
    """The two triggers of 条例 63."""

    CANNOT_PAY_NOW = "cannot_pay_now", "一时难以支付"
    ABSCONDED = "absconded", "逃匿"


class AdvanceKind(TextChoices):
    PART_OF_WAGES = "part_of_wages", "部分工资"
    LIVING_COSTS = "living_costs", "基本生活费"


class ApplicantKind(TextChoices):
    EMPLOYER = "employer", "用人单位"
    DEPARTMENT = "department", "行业主管部门"


class AdvanceState(TextChoices):
    APPLIED = "applied", "待核实"
    VERIFIED = "verified", "待审批"
    APPROVED = "approved", "待决定"
    DECIDED = "decided", "待付款"
    PAYING = "paying", "付款中"
    DISBURSED = "disbursed", "追偿中"
    RECOVERED = "recovered", "已收回"
    WRITTEN_OFF = "written_off", "已核销"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤销"


class DecisionForm(TextChoices):
    DECISION = "decision", "垫付决定书"
    AGREEMENT = "agreement", "垫付协议书"


class RecoveryTitle(TextChoices):
    STATUTORY = "statutory_recovery", "依法追偿"
    MANDATE = "mandate", "劳动者授权追偿"
    ASSIGNMENT = "assignment_and_recovery_mandate", "权利转让并授权追偿"


class Opinion(TextChoices):
    APPROVE = "approve", "同意"
    REFUSE = "refuse", "不同意"
    RETURN = "return", "退回重核"


class PaidBy(TextChoices):
    """How the money of a list reaches the workers."""

    BANK = "bank", "银行转账至本人账户"
    CASH = "cash", "现场现金"


class PaymentState(TextChoices):
    SENT = "sent", "已送银行"
    PAID = "paid", "已付"
    FAILED = "failed", "退回"


class Designation(TextChoices):
    """What the payer said the money is for."""

    FUND = "fund", "归还垫付款"
    WORKERS = "workers", "支付剩余工资"
    NONE = "none", "未指定"


class Standing(TextChoices):
    """As whom a recovery notice is sent."""

    EMPLOYER = "employer", "用人单位"
    GENERAL_CONTRACTOR = "general_contractor", "施工总承包单位"
    INVESTOR = "investor", "出资人"


class WriteOffGround(TextChoices):
    DISSOLVED = "dissolved", "用人单位已注销，无可供清偿的财产"
    BANKRUPT = "bankrupt", "破产程序终结，未获足额清偿"
    ENFORCEMENT_ENDED = "enforcement_ended", "人民法院裁定终结执行"
    DIED = "died", "债务人死亡，无遗产可供清偿"


class HeldFor(TextChoices):
    """Why money is in suspense (暂收款)."""

    WORKERS = "workers", "应付劳动者"
    OVERPAID = "overpaid", "多付待退"
    UNKNOWN = "unknown", "来源待查"


class HeldTo(TextChoices):
    """Where money in suspense went."""

    WORKER = "worker", "转付劳动者"
    PAYER = "payer", "退还付款人"
    FUND = "fund", "归还周转金"


class MoneyActKind(TextChoices):
    """What an entry of money is about that a second person confirms."""

    FUNDING = "funding", "拨入本金"
    RECOVERY = "recovery", "回款"
    SHARED = "shared", "兼付"
    HOLD = "hold", "暂收款"
    PASS_ON = "pass_on", "转付劳动者"
    GIVE_BACK = "give_back", "退还付款人"
    REVERSAL = "reversal", "红字冲销回款"
    CORRECTION = "correction", "红字冲销凭证"
    BOUNCE = "bounce", "退票"


class MoneyActState(TextChoices):
    WAITING = "waiting", "待复核"
    BOOKED = "booked", "已入账"
    REFUSED = "refused", "未通过复核"
    WITHDRAWN = "withdrawn", "已作废"
