"""The words a case is described in: channels, statuses, roles, kinds, with their Chinese names."""

from django.db.models import TextChoices


class Channel(TextChoices):
    """Where a lead came from (来源渠道)."""

    WALK_IN = "walk_in", "现场接访"
    QR_CODE = "qr_code", "扫码投诉"
    HOTLINE_12345 = "hotline_12345", "12345热线"
    PETITION = "petition", "阳光信访"
    LEAD_PLATFORM = "lead_platform", "国家欠薪线索平台"
    INSPECTION_TRANSFER = "inspection_transfer", "部门转办"


class LeadStatus(TextChoices):
    OPEN = "open", "待核实"
    DOCKETED = "docketed", "已立案"
    MERGED = "merged", "已并入"
    REFERRED = "referred", "已转办"
    DECLINED = "declined", "不属欠薪"


class LeadOutcome(TextChoices):
    """Why a lead does not become a case, in coded form."""

    WORKS_PRICE = "works_price", "工程款纠纷"
    LABOUR_SERVICE_FEE = "labour_service_fee", "劳务费（非工资）纠纷"
    LOAN = "loan", "借款纠纷"
    OTHER_AREA = "other_area", "不属本地管辖"
    NO_DEBTOR = "no_debtor", "主体无法确定"
    PAID = "paid", "核实时已付清"
    SUSPECTED_SHAM = "suspected_sham", "涉嫌虚假讨薪"
    OTHER = "other", "其他"


class CaseStatus(TextChoices):
    FILED = "filed", "已登记"
    ACCEPTED = "accepted", "调解中"
    DECLINED = "declined", "不予受理"
    SETTLED = "settled", "协议已生效"
    ENDED = "ended", "调解终止"
    ARBITRATED = "arbitrated", "直接仲裁"
    CLOSED = "closed", "已结案"


class CloseOutcome(TextChoices):
    SETTLED_AND_PERFORMED = "settled_and_performed", "达成协议并履行完毕"
    AWARD_EFFECTIVE = "award_effective", "裁决生效"
    TRANSFERRED = "transferred", "移送"
    WITHDRAWN = "withdrawn", "撤回"
    DECLINED = "declined", "不予受理"


class DisputeKind(TextChoices):
    WAGES = "wages", "拖欠工资"
    OVERTIME = "overtime", "加班工资"
    ECONOMIC_COMPENSATION = "economic_compensation", "经济补偿"
    MIXED = "mixed", "综合"


class Complexity(TextChoices):
    SMALL = "small", "小案"
    ORDINARY = "ordinary", "一般"
    COMPLEX = "complex", "复杂"


class OfficerCapacity(TextChoices):
    """In which capacity a person of the centre works on a case."""

    INTAKE = "intake", "受理"
    MEDIATOR = "mediator", "调解员"
    RECORDER = "recorder", "记录员"


class PartyRole(TextChoices):
    APPLICANT = "applicant", "申请人（农民工）"
    RESPONDENT_EMPLOYER = "respondent_employer", "用人单位"
    DEVELOPER = "developer", "建设单位"
    GENERAL_CONTRACTOR = "general_contractor", "施工总承包单位"
    SPECIALTY_SUBCONTRACTOR = "specialty_subcontractor", "专业分包单位"
    LABOUR_SUBCONTRACTOR = "labour_subcontractor", "劳务分包单位"
    ONWARD_CONTRACTOR = "onward_contractor", "转承包人"
    LICENCE_LENDER = "licence_lender", "被挂靠单位"
    LICENCE_BORROWER = "licence_borrower", "挂靠人"
    FOREMAN = "foreman", "包工头（班组长）"
    USER_UNIT = "user_unit", "用工单位"
    DISPATCHER = "dispatcher", "劳务派遣单位"
    INVESTOR = "investor", "出资人"
    PARENT = "parent", "母公司"
    OTHER = "other", "其他"


class PartyKind(TextChoices):
    ORG = "org", "单位"
    NATURAL = "natural", "自然人"


class ProceduralPlace(TextChoices):
    """What a party is in this case (诉讼地位)."""

    APPLICANT = "applicant", "申请人"
    RESPONDENT = "respondent", "被申请人"
    THIRD_PARTY = "third_party", "第三人"
    NONE = "none", "尚未列明"


class PayUnit(TextChoices):
    DAY = "day", "日"
    MONTH = "month", "月"
    PIECE = "piece", "件"
    HOUR = "hour", "小时"


class WageKind(TextChoices):
    """Heads of claim, kept apart because finality is tested per head (调解仲裁法 47)."""

    WAGES = "wages", "工资"
    OVERTIME = "overtime", "加班工资"
    ECONOMIC_COMPENSATION = "economic_compensation", "经济补偿"
    DOUBLE_WAGES = "double_wages", "二倍工资差额"
    ANNUAL_LEAVE_PAY = "annual_leave_pay", "未休年休假工资"
    DAMAGES = "damages", "赔偿金"
    ADDITIONAL_COMPENSATION = "additional_compensation", "加付赔偿金"
    INJURY_MEDICAL_FEES = "injury_medical_fees", "工伤医疗费"
    SOCIAL_INSURANCE = "social_insurance", "社会保险"
    OTHER = "other", "其他"


class EntryKind(TextChoices):
    """What happened to a wage item; every row of its account is one of these."""

    CLAIMED = "claimed", "申报应发"
    PAID_BEFORE = "paid_before", "登记前已付"
    AGREED = "agreed", "协议确认"
    WAIVED = "waived", "协议放弃"
    AWARDED = "awarded", "裁决确认"
    REJECTED = "rejected", "裁决未支持"
    ADVANCED = "advanced", "周转金垫付"
    PAID = "paid", "支付"
    REPAID_TO_FUND = "repaid_to_fund", "归还周转金"


class LinkKind(TextChoices):
    """A step in the liability chain (责任链): who gave the work to whom, and how."""

    GENERAL_CONTRACT = "general_contract", "施工总承包"
    SUBCONTRACT = "subcontract", "分包"
    TO_INDIVIDUAL = "to_individual", "发包给个人"
    ONWARD = "onward", "转包"
    BORROWED_LICENCE = "borrowed_licence", "挂靠"
    DISPATCH = "dispatch", "劳务派遣"
    INVESTMENT = "investment", "出资"
    EMPLOYMENT = "employment", "用工"


class DeadlineState(TextChoices):
    RUNNING = "running", "进行中"
    SUSPENDED = "suspended", "中止"
    MET = "met", "已完成"
    MISSED = "missed", "已超期"
    CANCELLED = "cancelled", "已取消"


class AuthorityScope(TextChoices):
    GENERAL = "general", "一般授权"
    SPECIAL = "special", "特别授权"


class Capacity(TextChoices):
    """In which capacity a person speaks or signs for a party."""

    SELF = "self", "本人"
    LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人"
    AUTHORISED_AGENT = "authorised_agent", "委托代理人"
    ELECTED_REPRESENTATIVE = "elected_representative", "推选代表"
    MEDIATOR = "mediator", "调解员"


class SealKind(TextChoices):
    OFFICIAL = "official", "单位公章"
    MEDIATION_ORG = "mediation_org", "调解组织印章"
    COMMISSION = "commission", "仲裁委员会印章"
    PROJECT_DEPARTMENT = "project_department", "项目部章"
    CONTRACT = "contract", "合同专用章"
    DEPARTMENT = "department", "内设部门章"


class IdentityProof(TextChoices):
    """How the centre was sure who holds the phone (身份核验)."""

    SMS = "sms", "短信验证码"
    ID_TAIL = "id_tail", "证件号末位"
    OFFICER = "officer", "工作人员当面核验"


class LicenceState(TextChoices):
    """What the register says of a business licence on the day it was looked up."""

    STANDING = "standing", "存续"
    REVOKED = "revoked", "吊销"
    CANCELLED = "cancelled", "注销"
    NONE = "none", "未办理"
    NATURAL = "natural", "自然人"


class DirectiveService(TextChoices):
    """How an order to pay reached the debtor; posting counts with photo or video (CRIM-04)."""

    DIRECT = "direct", "直接送达"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    POSTED = "posted", "张贴并拍照、录像"
