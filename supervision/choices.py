"""The words of a hand-off: what the employer did, why the procuratorate is told, what is asked."""

from django.db.models import TextChoices


class CardColour(TextChoices):
    """The two cards of SEED-02."""

    YELLOW = "yellow", "黄牌预警"
    RED = "red", "红牌督办"


class AidStage(TextChoices):
    """At which stage legal aid is asked for."""

    MEDIATION = "mediation", "调解"
    ARBITRATION = "arbitration", "仲裁"
    SUIT = "suit", "诉讼"
    ENFORCEMENT = "enforcement", "执行"


class Conduct(TextChoices):
    ABSCONDED = "absconded", "逃匿"
    MOVED_ASSETS = "moved_assets", "转移财产"
    ABLE_BUT_REFUSES = "able_but_refuses", "有能力支付而不支付"


class PoliceReply(TextChoices):
    """What the police decided on a transfer (CRIM-07)."""

    FILED = "filed", "决定立案"
    NOT_FILED = "not_filed", "不予立案"


class ReferralTrigger(TextChoices):
    COLLECTIVE = "collective", "集体欠薪"
    MALICIOUS = "malicious", "恶意欠薪"
    ABSCONDED = "absconded", "逃匿"
    ENFORCEMENT_FAILED = "enforcement_failed", "执行无果"


class ReferralRequest(TextChoices):
    FILING_SUPERVISION = "filing_supervision", "立案监督"
    SUPPORTED_SUIT = "supported_suit", "支持起诉"
    PUBLIC_INTEREST_SUIT = "public_interest_suit", "公益诉讼"


class ListingStep(TextChoices):
    """What the labour department did about the list of wage defaulters (失信联合惩戒名单)."""

    NOTIFIED = "notified", "已告知拟列入"
    EXTENDED = "extended", "批准延长决定期限"
    LISTED = "listed", "决定列入"
    NOT_LISTED = "not_listed", "决定不列入"
