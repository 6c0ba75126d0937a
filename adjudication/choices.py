"""The words of arbitration: states, procedures, kinds of claim, ends, with their Chinese names."""

from django.db.models import TextChoices


class ArbitrationState(TextChoices):
    """Where the arbitration stands; written by operations alone."""

    FILED = "filed", "待审查"
    CORRECTING = "correcting", "待补正"
    DECLINED = "declined", "不予受理"
    ACCEPTED = "accepted", "审理中"
    SUSPENDED = "suspended", "中止"
    DECIDED = "decided", "已裁决"
    SETTLED = "settled", "已调解"
    WITHDRAWN = "withdrawn", "已撤回"
    TRANSFERRED = "transferred", "已移送"
    DISMISSED = "dismissed", "已终结"


OPEN = (
    ArbitrationState.FILED,
    ArbitrationState.CORRECTING,
    ArbitrationState.ACCEPTED,
    ArbitrationState.SUSPENDED,
)
"""States in which the tribunal still has something to decide."""


class Origin(TextChoices):
    """How the case came to the tribunal."""

    MEDIATION = "mediation", "调解不成"
    BREACH = "breach", "调解协议未履行"
    DIRECT = "direct", "直接申请"


class ReviewState(TextChoices):
    """Where the review of an agreement stands; the first four close judicial confirmation."""

    SENT = "sent", "已提交，待受理"
    ACCEPTED = "accepted", "审查中"
    ISSUED = "issued", "调解书待签收"
    EFFECTIVE = "effective", "调解书已生效"
    REFUSED = "refused", "不予受理"
    DENIED = "denied", "不予制作调解书"
    WITHDRAWN = "withdrawn", "已撤回"


REVIEW_WAITS = (ReviewState.SENT, ReviewState.ACCEPTED, ReviewState.ISSUED)
REVIEW_STANDS = (*REVIEW_WAITS, ReviewState.EFFECTIVE)


class ConfirmationBefore(TextChoices):
    """What both sides say of judicial confirmation when they ask for a review (R01)."""

    NONE = "none", "未申请"
    WITHDRAWN = "withdrawn", "已撤回"
    REFUSED = "refused", "不予受理"
    REJECTED = "rejected", "已驳回"


class ReviewRefusal(TextChoices):
    """办案规则 75: why an application for review is not accepted (REV-03)."""

    OUT_OF_SCOPE = "out_of_scope", "不属于劳动人事争议受案范围"
    ELSEWHERE = "elsewhere", "不属于本仲裁委员会管辖"
    LATE = "late", "超出规定的申请期间"
    STATUS = "status", "确认劳动关系"
    CONFIRMED = "confirmed", "调解协议已经人民法院司法确认"


class ReviewDenial(TextChoices):
    """办案规则 78: why no statement is made of the agreement (REV-06)."""

    MANDATORY_LAW = "mandatory_law", "违反法律、行政法规强制性规定"
    PUBLIC_INTEREST = (
        "public_interest",
        "损害国家利益、社会公共利益或者公民、法人、其他组织合法权益",
    )
    SUSPECTED_SHAM = "suspected_sham", "当事人提供证据材料有弄虚作假嫌疑"
    NOT_VOLUNTARY = "not_voluntary", "违反自愿原则"
    INDEFINITE = "indefinite", "内容不明确"
    OTHER = "other", "具有其他不能制作调解书的事由"


class HandedOver(TextChoices):
    """How a party got a mediation statement to sign for: not by leaving it, not by SMS (REV-05)."""

    DIRECT = "direct", "直接送达"
    ENTRUSTED = "entrusted", "委托送达"
    POST = "post", "邮寄送达"


class Procedure(TextChoices):
    ORDINARY = "ordinary", "一般程序"
    SIMPLIFIED = "simplified", "简易处理"


class SimplifiedGround(TextChoices):
    """办案规则 56: any one of the three (SUM-01)."""

    CLEAR_FACTS = "clear_facts", "事实清楚、权利义务关系明确、争议不大"
    AMOUNT = "amount", "标的额不超过上年度职工年平均工资"
    BOTH_AGREE = "both_agree", "双方当事人同意"


class ClaimKind(TextChoices):
    """What a claim is for; finality is decided by it, per item (调解仲裁法 47)."""

    WAGES = "wages", "劳动报酬"
    OVERTIME = "overtime", "加班费"
    ECONOMIC_COMPENSATION = "economic_compensation", "经济补偿"
    DOUBLE_WAGES = "double_wages", "二倍工资"
    DAMAGES = "damages", "赔偿金"
    ADDITIONAL_COMPENSATION = "additional_compensation", "加付赔偿金"
    ANNUAL_LEAVE_PAY = "annual_leave_pay", "未休年休假工资"
    INJURY_MEDICAL_FEES = "injury_medical_fees", "工伤医疗费"
    SOCIAL_INSURANCE = "social_insurance", "社会保险"
    LABOUR_RELATION = "labour_relation", "确认劳动关系"
    OTHER = "other", "其他"


class ClaimState(TextChoices):
    PENDING = "pending", "审理中"
    DECIDED = "decided", "已裁决"
    SETTLED = "settled", "已调解"
    WITHDRAWN = "withdrawn", "已撤回"


class ElementAnswer(TextChoices):
    ADMIT = "admit", "认可"
    DENY = "deny", "不认可"
    PARTLY = "partly", "部分认可"


class SeatRole(TextChoices):
    SOLE = "sole", "独任仲裁员"
    PRESIDING = "presiding", "首席仲裁员"
    MEMBER = "member", "仲裁员"
    SECRETARY = "secretary", "书记员"


class HearingState(TextChoices):
    SCHEDULED = "scheduled", "已排期"
    HELD = "held", "开庭中"
    CLOSED = "closed", "已闭庭"
    POSTPONED = "postponed", "已延期"
    CANCELLED = "cancelled", "已取消"


class HearingPart(TextChoices):
    """The parts of a hearing as its minutes (A11) are divided."""

    IDENTITY = "identity", "核对身份"
    STATEMENTS = "statements", "陈述与答辩"
    ELEMENTS = "elements", "要素确认"
    EVIDENCE = "evidence", "举证质证"
    DEBATE = "debate", "辩论"
    OTHER = "other", "其他"


class HearingStep(TextChoices):
    """The order of a hearing, as the room shows it; mediation comes before the award (ARB-32)."""

    IDENTITY = "identity", "核对身份"
    RIGHTS = "rights", "告知权利与回避"
    FIRST_MEDIATION = "first", "先行调解"
    STATEMENTS = "statements", "陈述与答辩"
    ELEMENTS = "elements", "争议要素调查"
    DEBATE = "debate", "辩论"
    LAST = "last", "最后意见"
    MEDIATION = "mediation", "再次调解"


class Speaker(TextChoices):
    """Who speaks in the minutes, by the one character printed."""

    TRIBUNAL = "仲", "仲裁庭"
    APPLICANT = "申", "申请人"
    RESPONDENT = "被", "被申请人"
    THIRD_PARTY = "第", "第三人"
    WITNESS = "证", "证人"


class MediationResult(TextChoices):
    """What came of the mediation before the award (ARB-32)."""

    SETTLED = "settled", "达成调解"
    NOT_SETTLED = "not_settled", "未达成调解"
    REFUSED = "refused", "一方不同意调解"
    ABSENT = "absent", "一方未到庭，不能调解"


class StatementState(TextChoices):
    """仲裁调解书 made in the case: effective with the last receipt, or given up before it."""

    ISSUED = "issued", "待签收"
    EFFECTIVE = "effective", "已生效"
    LAPSED = "lapsed", "未生效，继续审理"


class AwardKind(TextChoices):
    """Which paper the award is: final and non-final items never share one (ARB-27)."""

    FINAL = "A12-1", "仲裁裁决书（终局）"
    NON_FINAL = "A12-2", "仲裁裁决书（非终局）"
    PARTIAL = "A13", "先行裁决书"
    INTERIM = "A14", "先予执行裁决书"


class RulingBasis(TextChoices):
    """How the sum awarded on one claim is found."""

    CLAIM = "claim", "照请求的算式，代入认定的要素"
    OWN = "own", "另写算式"
    REJECTED = "rejected", "不予支持"


class AwardState(TextChoices):
    DRAFT = "draft", "草稿"
    REVIEW = "review", "待会签"
    RETURNED = "returned", "退回修改"
    ISSUED = "issued", "已作出"


class BatchKind(TextChoices):
    """What the desk does for many cases at once."""

    APPOINT = "appoint", "组成仲裁庭"
    NOTIFY = "notify", "通知应诉"
    SCHEDULE = "schedule", "排期开庭"
    PRINT = "print", "打印待送达文书"
    COUNTERSIGN = "countersign", "会签同意"
    ISSUE = "issue", "作出裁决"


class SuitResult(TextChoices):
    """What the court made of a suit or an application to annul; empty while it is before it."""

    NOT_TAKEN = "not_taken", "不予受理"
    WITHDRAWN = "withdrawn", "准许撤诉"
    REJECTED = "rejected", "驳回"
    JUDGED = "judged", "已判决或者调解"
    ANNULLED = "annulled", "裁定撤销"


class Matter(TextChoices):
    """What a procedural decision (A16 决定书) is about."""

    WITHDRAWAL = "withdrawal", "准许撤回"
    DEEMED_WITHDRAWAL = "deemed_withdrawal", "按撤回处理"
    SUSPENSION = "suspension", "中止"
    RESUMPTION = "resumption", "恢复"
    EXTENSION = "extension", "延期"
    CHALLENGE_REFUSED = "challenge_refused", "驳回回避申请"
    CHALLENGE_GRANTED = "challenge_granted", "同意回避"
    TRANSFER = "transfer", "移送管辖"
    JURISDICTION = "jurisdiction", "管辖异议"
    DISMISSAL = "dismissal", "撤销案件"
    JOINDER = "joinder", "追加当事人"
    INVESTIGATION = "investigation", "准许调查"
    NO_INVESTIGATION = "no_investigation", "不准许调查"
    CORRECTION = "correction", "补正"


class ClockChange(TextChoices):
    """What moved the 45 days (办案规则 46): begun anew, stopped, going on, extended."""

    STARTED = "started", "受理起算"
    RESTARTED = "restarted", "重新起算"
    STOPPED = "stopped", "停止计算"
    RESUMED = "resumed", "继续计算"
    EXTENDED = "extended", "批准延长"


class TitleKind(TextChoices):
    """What enforcement is asked on (执行依据)."""

    AGREEMENT = "D12", "调解协议"
    PAYMENT_ORDER = "payment_order", "支付令"
    CONFIRMATION = "C11", "确认调解协议裁定书"
    MEDIATION_STATEMENT = "R03", "仲裁调解书"
    FINAL_AWARD = "A12-1", "终局裁决书"
    NON_FINAL_AWARD = "A12-2", "非终局裁决书"
    PARTIAL_AWARD = "A13", "先行裁决书"
    INTERIM_AWARD = "A14", "先予执行裁决书"
    STATEMENT = "A19", "仲裁庭制作的调解书"


class PaymentOrderState(TextChoices):
    APPLIED = "applied", "已申请"
    ACCEPTED = "accepted", "已受理"
    ISSUED = "issued", "已发出"
    OBJECTED = "objected", "异议成立，程序终结"
    EFFECTIVE = "effective", "已生效"
    REFUSED = "refused", "不予受理"
