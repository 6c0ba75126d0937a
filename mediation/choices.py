"""The words of mediation: consents, sessions, terms, signatures, ways it ends."""

from django.db.models import TextChoices


class Answer(TextChoices):
    AGREE = "agree", "同意"
    REFUSE = "refuse", "不同意"


class ConsentChannel(TextChoices):
    ON_SITE = "on_site", "当场"
    WRITTEN_SLIP = "written_slip", "书面回执"
    PHONE = "phone", "电话"


class SessionMode(TextChoices):
    ON_SITE = "on_site", "现场"
    VIDEO = "video", "视频"
    PHONE = "phone", "电话"
    ASYNC = "async", "分时在线"


class AgendaStep(TextChoices):
    """The steps of a session in the room."""

    IDENTITY = "identity", "核对身份"
    STATEMENTS = "statements", "双方陈述"
    NEGOTIATION = "negotiation", "协商"
    TERMS = "terms", "逐人表态"
    SIGNING = "signing", "签字"


class NoticeKind(TextChoices):
    WRITTEN = "written", "书面通知"
    ON_THE_SPOT = "on_the_spot", "当场通知"


class SessionState(TextChoices):
    SCHEDULED = "scheduled", "已排期"
    HELD = "held", "进行中"
    CLOSED = "closed", "已结束"
    CANCELLED = "cancelled", "已取消"


class SessionResult(TextChoices):
    SETTLED = "settled", "达成调解协议"
    NOT_SETTLED = "not_settled", "未达成调解协议"
    ADJOURNED = "adjourned", "择期继续调解"


class Fact(TextChoices):
    """Elements that can be confirmed as undisputed (无争议事实)."""

    EMPLOYING_ENTITY = "employing_entity", "用工主体"
    PERIOD = "period", "用工起止"
    POST = "post", "工作岗位"
    WAGE_RATE = "wage_rate", "工资标准"
    ATTENDANCE = "attendance", "出勤或计件"
    ALREADY_PAID = "already_paid", "已付金额"
    DUE = "due", "欠付金额"
    PAYER = "payer", "支付主体"


class FactState(TextChoices):
    """Where a fact put to the parties stands."""

    OPEN = "open", "待确认"
    CONFIRMED = "confirmed", "已确认"
    WITHDRAWN = "withdrawn", "已撤回"


class OfferState(TextChoices):
    MADE = "made", "已提出，未转达"
    CONVEYED = "conveyed", "已转达"
    COUNTERED = "countered", "对方已还价"
    ACCEPTED = "accepted", "对方可以接受"
    DECLINED = "declined", "对方不接受"
    WITHDRAWN = "withdrawn", "已撤回"
    EXPIRED = "expired", "已过有效期"  # computed from the day and hour, never stored


class BlindState(TextChoices):
    """Where a round of sealed offers (密封报价) stands."""

    ASKED = "asked", "征求双方同意"
    OPEN = "open", "等待双方填写"
    GIVEN = "given", "一方已填写"
    OVERLAP = "overlap", "双方有重合"
    NONE = "none", "双方没有重合"
    REFUSED = "refused", "一方不同意"
    EXPIRED = "expired", "已过时或者已停止"


class Liability(TextChoices):
    DIRECT = "direct", "直接支付"
    SUBSTITUTE_PAYMENT = "substitute_payment", "先行清偿"
    CAPPED_ADVANCE = "capped_advance", "先行垫付"
    JOINT = "joint", "共同支付"
    VOLUNTARY_THIRD_PARTY = "voluntary_third_party", "第三人自愿加入"


class PayeeMode(TextChoices):
    OWN_ACCOUNT = "own_account", "本人账户"
    CASH_ON_SITE = "cash_on_site", "现场现金签收"


class PerformanceMode(TextChoices):
    IMMEDIATE = "immediate", "即时"
    ONE_PAYMENT = "one_payment", "一次性"
    INSTALMENTS = "instalments", "分期"


class DefaultClause(TextChoices):
    ACCELERATION = "acceleration", "加速到期"
    PENALTY = "penalty", "违约金"
    PERFORMANCE_ONLY = "performance_only", "仅继续履行"
    NONE = "none", "无"


class ResidualRights(TextChoices):
    THIS_CLAIM_SETTLED = "this_claim_settled", "本协议项下劳动报酬争议了结"
    OTHERS_RESERVED = "others_reserved", "其他权利保留"


class ProposalState(TextChoices):
    OPEN = "open", "待表态"
    SUPERSEDED = "superseded", "已被新方案替代"
    ADOPTED = "adopted", "已生成协议"


class AgreementState(TextChoices):
    SIGNING = "signing", "签署中"
    EFFECTIVE = "effective", "已生效"
    PERFORMED = "performed", "已履行完毕"
    VOID = "void", "已作废"


class Slot(TextChoices):
    PARTY = "party", "当事人"
    THIRD_PARTY = "third_party", "第三人"
    MEDIATOR = "mediator", "调解员"
    SEAL = "seal", "调解组织印章"


class Mark(TextChoices):
    SIGNATURE = "signature", "签名"
    FINGERPRINT = "fingerprint", "捺印"
    SEAL = "seal", "盖章"


class PaymentMethod(TextChoices):
    BANK_TRANSFER = "bank_transfer", "银行转账"
    WAGE_ACCOUNT_TRANSFER = "wage_account_transfer", "工资专用账户转账"
    CASH = "cash", "现场现金"


class EndReason(TextChoices):
    ONE_SIDE_REFUSES = "one_side_refuses", "一方拒绝调解"
    NO_AGREEMENT_IN_TIME = "no_agreement_in_time", "逾期未达成协议"
    WITHDRAWN = "withdrawn", "当事人撤回申请"
    PARTLY_SETTLED = "partly_settled", "部分达成协议"
    RESPONDENT_UNREACHABLE = "respondent_unreachable", "当事人失联"
    OTHER = "other", "其他"


class DeclineReason(TextChoices):
    ALREADY_DECIDED = "already_decided", "已裁判或者仲裁已受理"
    NOT_WAGES = "not_wages", "不属于劳动报酬争议"
    OTHER_AREA = "other_area", "不属于本地管辖"
    CLEARLY_REFUSED = "clearly_refused", "对方明确拒绝调解"
    NO_DEBTOR = "no_debtor", "主体无法确定"
    SUSPECTED_SHAM = "suspected_sham", "涉嫌虚假讨薪"


class Standing(TextChoices):
    """As what somebody asks to come in."""

    SELF = "self", "我是当事人本人（工人、班组长等个人）"
    FOR_ANOTHER = "for_another", "我代表单位，或者代理别人"


class ArrivalState(TextChoices):
    PROVING = "proving", "正在核对身份"
    KNOCKING = "knocking", "等工作人员核对"
    ADMITTED = "admitted", "已准予进入"
    REFUSED = "refused", "未准予进入"


class Assistance(TextChoices):
    """How somebody without a phone of their own answered or signed (代为办理)."""

    PAPER = "paper", "纸面签名"
    FINGERPRINT = "fingerprint", "捺印"
    SPOKEN = "spoken", "口头"


class FollowUpMethod(TextChoices):
    PHONE = "phone", "电话"
    VISIT = "visit", "上门"
    SMS = "sms", "短信"
    VIDEO = "video", "视频"
