"""The words of judicial confirmation: grounds, states, return reasons, results of a ruling."""

from django.db.models import TextChoices


class CourtGround(TextChoices):
    """Why this court (民事诉讼法 205; JC-02)."""

    PARTY_DOMICILE = "party_domicile", "当事人住所地"
    SUBJECT_MATTER_PLACE = "subject_matter_place", "标的物所在地"
    MEDIATION_ORG_PLACE = "mediation_org_place", "调解组织所在地"
    INVITING_COURT = "inviting_court", "邀请法院"


class ApplicationState(TextChoices):
    DRAFT = "draft", "准备材料"
    SENT = "sent", "已提交法院"
    RETURNED = "returned", "退回补正"
    ACCEPTED = "accepted", "法院已立案"
    CONFIRMED = "confirmed", "裁定确认有效"
    PARTLY_CONFIRMED = "partly_confirmed", "部分确认有效"
    REJECTED = "rejected", "裁定驳回"
    REFUSED = "refused", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"
    DISCARDED = "discarded", "草稿作废"


# What no court has had; what of the workers' claims is free again; what the court is done with.
UNSENT = (ApplicationState.DRAFT, ApplicationState.DISCARDED)
OVER = (
    ApplicationState.DISCARDED,
    ApplicationState.WITHDRAWN,
    ApplicationState.REFUSED,
    ApplicationState.REJECTED,
)
DECIDED = (
    ApplicationState.CONFIRMED,
    ApplicationState.PARTLY_CONFIRMED,
    ApplicationState.REJECTED,
    ApplicationState.REFUSED,
    ApplicationState.WITHDRAWN,
)
MENDABLE = (ApplicationState.DRAFT, ApplicationState.RETURNED)
BEFORE_COURT = (ApplicationState.SENT, ApplicationState.ACCEPTED)
LIVE = (
    ApplicationState.DRAFT,
    ApplicationState.SENT,
    ApplicationState.RETURNED,
    ApplicationState.ACCEPTED,
)


class ReviewState(TextChoices):
    """Whether the same agreement is or was before the arbitration commission (C01)."""

    NONE = "未申请", "没有申请仲裁审查"
    WITHDRAWN = "已撤回", "申请过，已撤回"
    NOT_ACCEPTED = "不予受理", "申请过，不予受理"
    PENDING = "审查中", "正在仲裁审查"
    DONE = "已制作调解书", "仲裁委员会已制作调解书"


class RulingResult(TextChoices):
    VALID = "valid", "确认有效"
    PARTLY_VALID = "partly_valid", "部分确认有效"
    REJECTED = "rejected", "驳回申请"
    WITHDRAWN = "withdrawn", "准许撤回"


class Fetched(TextChoices):
    """What of a packet somebody had; `PREVIEW` is the bundle shown on the page."""

    PREVIEW = "preview", "在线查看"
    BUNDLE = "bundle", "合订 PDF"
    BAG = "bag", "压缩包"
    ITEM = "item", "单份材料"
    DATA = "data", "数据表"
    WITHDRAWAL = "withdraw", "撤回申请书"


class ReturnReason(TextChoices):
    """
    Why a court sends an application back, in coded form, so that returns can be counted.

    RR-01…05 are 民诉法解释 355 (不予受理), RR-06…11 its 358 (驳回), RR-12 and 13 its 357;
    the others are formal defects met in practice.
    """

    NOT_FOR_COURTS = "RR-01", "不属于人民法院受理范围"
    NO_JURISDICTION = "RR-02", "不属于收到申请的人民法院管辖"
    STATUS_RELATION = "RR-03", "身份关系的确认或者解除"
    OTHER_PROCEDURE = "RR-04", "适用其他特别程序、公示催告程序、破产程序"
    OWNERSHIP = "RR-05", "涉及物权、知识产权确权"
    MANDATORY_LAW = "RR-06", "违反法律强制性规定"
    PUBLIC_INTEREST = "RR-07", "损害国家利益、社会公共利益、他人合法权益"
    GOOD_MORALS = "RR-08", "违背公序良俗"
    NOT_VOLUNTARY = "RR-09", "违反自愿原则"
    INDEFINITE = "RR-10", "内容不明确"
    OTHER = "RR-11", "其他情形"
    WITHDRAWN = "RR-12", "当事人撤回"
    DEEMED_WITHDRAWN = "RR-13", "逾期未补充、拒不接受询问或者未共同到场"
    ONE_SIDE = "RR-20", "一方单独申请"
    LATE = "RR-21", "超过三十日"
    BODY_UNPROVED = "RR-22", "调解组织不合法或者缺少主持调解的证明"
    NO_SEAL = "RR-23", "缺调解组织印章或者调解员签名"
    SIGNED_BY_REPRESENTATIVE = "RR-24", "代表人代劳动者签名"
    WRONG_SEAL = "RR-25", "加盖项目部章、合同章或者部门章"
    NO_AUTHORITY = "RR-26", "代理人无授权或者无特别授权"
    NAME_DIFFERS = "RR-27", "当事人名称与证照不一致"
    NO_IDENTITY_PAPERS = "RR-28", "缺身份证明、资格证明"
    TOTALS_DIFFER = "RR-29", "附件与正文金额不符"
    INDEFINITE_SUM_OR_DAY = "RR-30", "金额或者日期不确定"
    COLLECTED_BY_FOREMAN = "RR-31", "由包工头代领"
    THIRD_PARTY_BOUND = "RR-32", "约束未到场的第三人"
    NOT_PAYMENT_ONLY = "RR-33", "含给付以外的内容"
    NO_SERVICE_ADDRESS = "RR-34", "缺送达地址确认书或者格式不符"
    LIST_MISMATCH = "RR-35", "清单、份数或者页数与材料不符"
    SUSPECTED_SHAM = "RR-36", "涉嫌虚假调解"
    WRONG_COURT = "RR-37", "管辖依据不成立"


# Which check of ours should have stopped it: the self-check names the code beside its own.
REFUSAL_REASONS = tuple(r for r in ReturnReason if r.value <= "RR-05")
REJECTION_REASONS = tuple(r for r in ReturnReason if "RR-05" < r.value <= "RR-11")


class AppearanceMode(TextChoices):
    ON_SITE = "on_site", "到庭"
    REMOTE = "remote", "远程"


class AppearanceOutcome(TextChoices):
    """What came of a call (民诉法解释 356)."""

    BOTH = "both", "双方到场，已核实"
    ABSENT = "absent", "有人没有到场"
    POSTPONED = "postponed", "改期"
    CANCELLED = "cancelled", "取消"
